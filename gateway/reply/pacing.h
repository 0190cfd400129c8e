/*
 * pacing.h - may an e-mail leave now, or would it be one too many?
 *
 * Four windows, each with the most that may leave in it.  An e-mail is over a
 * window's limit where the limit-th newest departure of that window still
 * lies in it; there is room again when that one has left the window.  The
 * limits keep below what servers take (Exchange Online: 30 messages a minute)
 * and keep a robot, a loop or forged senders from being flooded by us.
 */
#ifndef REPLY_PACING_H
#define REPLY_PACING_H

#include "options.h"
#include "register/outbox.h"

enum pacing_window {
	PACING_MINUTE,
	PACING_HOUR,
	PACING_DOMAIN,  /* to one domain, an hour */
	PACING_ADDRESS, /* to one address, a day */
	PACING_WINDOWS
};

enum pacing_answer {
	PACING_GO,
	PACING_WAIT, /* until there is room */
	PACING_HOLD  /* for a person: over per_address */
};

struct pacing {
	enum pacing_answer answer;
	enum pacing_window window; /* that has no room */
	time_t until;              /* for PACING_WAIT: later than now */
};

/*
 * Decides, given when the limit-th newest departure of each window was; 0
 * where there are fewer.  A departure is in a window of n seconds while it is
 * less than n seconds old; one that lies in the future, since the clock was
 * put back, is taken for one of now.  Of several windows without room,
 * PACING_ADDRESS decides, else the one that is full for longest.
 */
struct pacing pacing_decide(const time_t newest[PACING_WINDOWS], time_t now);

/*
 * Asks the register and decides for the row's address, whose own limit does
 * not hold for one that a person released.
 */
enum outcome pacing_ask(struct db *db, const struct smtp_options *limits,
    const struct outbox_row *row, time_t now, struct pacing *pacing,
    struct error *why) must_check;

/* What an e-mail that may not leave waits for; the domain is left out. */
struct span pacing_words(const struct pacing *pacing,
    const struct smtp_options *limits, struct arena *mem);

#endif

/*
 * alert.h - who inside the organisation is told of what, and who confirmed it
 *
 * Each flag of an item gives one alert for each of those whom the policy
 * names for it, in the transaction that registers the item; deadlines give
 * theirs when the sender looks.  An alert is tracked until a person confirms
 * that somebody has it in hand.  It holds no word of the item.
 */
#ifndef REGISTER_ALERT_H
#define REGISTER_ALERT_H

#include "item.h"
#include "register/db.h"

#include <time.h>

/* Alerts that no flag raised: their words stand beside those of flags. */
#define ALERT_ACK_WAITS "acknowledgement_waits" /* its last day comes */
#define ALERT_ACK_DUE "acknowledgement_due"     /* its last day is here */
#define ALERT_RESPONSE_LATE "response_late"     /* the reply is overdue */

/* clang-format off */
#define ALERT_STATES(X)                                                      \
	X(ALERT_DUE, "due")       /* no mail has left yet */                 \
	X(ALERT_SENT, "sent")     /* and nobody has confirmed it */          \
	X(ALERT_FAILED, "failed") /* no address took it: a person tells */   \
	X(ALERT_CONFIRMED, "confirmed")
/* clang-format on */

#define ALERT_ENUM(name, word) name,
enum alert_state {
	ALERT_STATES(ALERT_ENUM)
};
#undef ALERT_ENUM

struct alert {
	long long id;
	struct span reference; /* of the case */
	struct span kind;      /* of a flag, or one of those above */
	struct span about;     /* an item's ID; a deadline's day */
	enum urgency urgency;
	struct span recipient; /* as the policy calls them */
	enum alert_state state;
	struct span token;  /* 16 digits for its Message-IDs */
	long long times;    /* mails that left */
	long long attempts; /* in vain since then */
	long long refusals; /* addresses that refused it since then */
	long long returned; /* addresses to leave out: the last came back */
	struct span note;   /* why it waits or failed, or where it went */
	time_t raised_at, due_at, sent_at; /* 0: no mail comes; none left */
	struct span confirmed_by;          /* "" for nobody */
	time_t confirmed_at;
};

/*
 * For items_register, within its transaction: the alerts of the item's flags,
 * for the case of that reference, and a line of history.  A flag for which the
 * policy names nobody gives none; nor does the request for information of an
 * item that is one.  Those that the item has already stay as they are.
 */
enum outcome alert_raise(struct db *db, const struct item *item,
    struct span reference, time_t now, struct error *why) must_check;

/* What a look at the deadlines goes by. */
struct deadlines {
	time_t now;
	day today;
	day next; /* the working day after it; NO_DATE: tell nobody now */
	struct span recipient; /* whom they concern */
};

/* So many days later nobody is told of a deadline any more. */
#define DEADLINE_OLD_DAYS 7

/*
 * Raises alerts for acknowledgements that have not left, on the last working
 * day before their deadline (same_day) and on it (immediate), and for replies
 * that are late (same_day); those whose matter was settled are confirmed, by
 * "postroom".  For the sender.
 */
enum outcome alert_look(struct db *db, const struct deadlines *deadlines,
    struct error *why) must_check;

/*
 * The most urgent alert of which a mail is due at now; its id is 0 where none
 * is.  Text lives in mem.
 */
enum outcome alert_next(struct db *db, time_t now, struct arena *mem,
    struct alert *alert, struct error *why) must_check;

/* A mail left at `at`, to whom the words say; the next is due at next, or 0. */
struct alert_mail {
	time_t at, next;
	struct span to;    /* "Named Nurse for Child Protection", no address */
	long long sent_to; /* which of its addresses that was, from 0 */
};
enum outcome alert_sent(struct db *db, const struct alert *alert,
    const struct alert_mail *mail, struct error *why) must_check;

/* Why none left; words for staff, without an address. */
struct alert_trouble {
	enum {
		ALERT_UNREACHED, /* the server did not take it: later */
		ALERT_REFUSED,   /* that address did not: another one */
		ALERT_NOWHERE,   /* there is no address: a person tells */
		ALERT_LOST       /* all of them refused: a person tells */
	} kind;
	time_t now, again; /* again: for the first three */
	struct span note;
};
enum outcome alert_put_off(struct db *db, const struct alert *alert,
    const struct alert_trouble *trouble, struct error *why) must_check;

/*
 * What failed, or has no address, is tried again: the configuration may have
 * changed.
 */
enum outcome alert_revive(struct db *db, time_t now,
    struct error *why) must_check;

struct confirming {
	struct span reference;
	struct span kind; /* "" for all of the case */
	struct span who;  /* the person */
	time_t at;
};

/*
 * A person confirms that somebody has it in hand: no further mail.  *n is how
 * many alerts that were.  REFUSED where none of them waits.  For staff.
 */
enum outcome alert_confirm(struct db *db, const struct confirming *confirming,
    long long *n, struct error *why) must_check;

/*
 * Calls show for those not confirmed, most urgent first; with a reference,
 * for all of that case.  Text is valid during the call only.  For staff.
 */
typedef bool alert_show(const struct alert *alert, void *context);
enum outcome alert_list(struct db *db, struct span reference, alert_show *show,
    void *context, struct error *why) must_check;

struct alert_health {
	long long untold;     /* immediate, and no mail has left in time */
	long long unheard;    /* immediate, escalated, and not confirmed */
	long long troubled;   /* others that no mail has left of, or failed */
	long long unanswered; /* the rest that is not confirmed */
};

/* An immediate alert has so many seconds to leave. */
#define ALERT_PATIENCE_SECONDS 600

/* escalated_at is the number of mails with which an immediate one is so. */
enum outcome alert_health_read(struct db *db, time_t now,
    long long escalated_at, struct alert_health *health,
    struct error *why) must_check;

#endif

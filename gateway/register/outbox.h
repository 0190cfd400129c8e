/*
 * outbox.h - what is owed to whom, and what became of it
 *
 * A row is made with its case and keeps its Message-ID for ever: an
 * acknowledgement that had to be sent twice is twice the same message.  One
 * row per case and kind (unique): letters.h.
 */
#ifndef REGISTER_OUTBOX_H
#define REGISTER_OUTBOX_H

#include "item.h"
#include "register/db.h"
#include "register/letters.h"

/* clang-format off */
#define OUTBOX_STATES(X)                                                     \
	X(OUTBOX_DUE, "due")         /* to be sent at next_attempt */        \
	X(OUTBOX_SENDING, "sending") /* a sender has it */                   \
	X(OUTBOX_SENT, "sent")       /* accepted by the server */            \
	X(OUTBOX_PRINTED, "printed") /* a letter waits in spool/print */     \
	X(OUTBOX_POSTED, "posted")   /* staff say it was posted */           \
	X(OUTBOX_TELEPHONED, "telephoned") /* staff told the person */       \
	X(OUTBOX_HELD, "held")       /* waits for a person */                \
	X(OUTBOX_FAILED, "failed")   /* refused for good; a person acts */   \
	X(OUTBOX_CANCELLED, "cancelled") /* staff say that none is owed */
/* clang-format on */

#define OUTBOX_ENUM(name, word) name,
enum outbox_state {
	OUTBOX_STATES(OUTBOX_ENUM)
};
#undef OUTBOX_ENUM

struct outbox_row {
	long long id;
	struct span reference; /* of the case */
	struct span token;     /* that proves who was told of it: token.h */
	struct span kind;      /* a word of letters.h */
	struct span template;
	enum channel channel;
	enum category category;
	bool needs_review;
	struct mailbox_address to;
	struct span postal_address; /* lines parted by LF; letters only */
	struct span message_id;     /* with its angle brackets */
	struct span in_reply_to, references; /* as RFC 5322 3.6.4 wants them */
	day received_on, ack_due, response_due;
	long long attempts;       /* the one to come, or under way, included */
	long long departure;      /* by outbox_start, for an e-mail; else 0 */
	bool is_released;         /* by a person: no cap on its address */
	unsigned circumstances;   /* bits: triage/circumstances.h */
	struct span needs;        /* of whom it is for: lines "kind detail" */
	struct span scope_reason; /* one of SCOPE_REASONS, or "" */
	/* what a sender made of it: outbox_finish keeps that */
	struct span text_sent, version;
	struct span subject_said, words_said; /* as text/plain */
};

/*
 * The oldest row that is due at now, as it stands; row->id is 0 where nothing
 * is due.  Rows left "sending" by a sender that died are due again, since one
 * sender runs at a time; so are rows put off for more than 25 hours, since only
 * a clock that was ahead does that.  Text lives in mem.
 */
enum outcome outbox_next(struct db *db, time_t now, struct arena *mem,
    struct outbox_row *row, struct error *why) must_check;

/*
 * The last letter of that kind of a case, as outbox_next gives it but without
 * its token, for a person who looks: REFUSED where there is none.
 */
struct letter_wanted {
	struct span reference;
	enum letter_kind kind;
};
enum outcome outbox_of_case(struct db *db, const struct letter_wanted *wanted,
    struct arena *mem, struct outbox_row *row, struct error *why) must_check;

/*
 * Lets the neutral text of one row go that still waits for a person though
 * its case was to be acknowledged by the day until; it is due now.  *reference
 * is that of its case, in mem, or "" where none waits.
 */
enum outcome outbox_go_neutral(struct db *db, day until, time_t now,
    struct arena *mem, struct span *reference, struct error *why) must_check;

/*
 * The attempt begins: the row is being sent, the attempt is counted, and an
 * e-mail is written down as a departure (departure.h).
 */
enum outcome outbox_start(struct db *db, struct outbox_row *row, time_t now,
    struct error *why) must_check;

/* The server took it (e-mail), or the letter is in spool/print. */
enum outcome outbox_finish(struct db *db, const struct outbox_row *row,
    enum outbox_state state, time_t now, struct error *why) must_check;

/*
 * Not now: due again at next_attempt.  cause is for staff.  The departure
 * stays where the message may have left all the same.
 */
enum outcome outbox_postpone(struct db *db, const struct outbox_row *row,
    time_t next_attempt, struct span cause, bool may_have_left,
    struct error *why) must_check;

/* Never: a person must act.  cause is for staff. */
enum outcome outbox_give_up(struct db *db, const struct outbox_row *row,
    struct span cause, time_t now, struct error *why) must_check;

/* Why a row that outbox_next gave waits for its turn. */
struct outbox_wait {
	time_t until;
	struct span note;  /* for staff; the same for all that wait for this */
	struct span cause; /* for the history: no personal data */
};

/*
 * No attempt yet: due again at until, and so are all rows that wait with the
 * same note.  The history says once that a row waits, not each time.
 */
enum outcome outbox_wait(struct db *db, const struct outbox_row *row,
    const struct outbox_wait *wait, struct error *why) must_check;

/* No attempt: a person decides; wait->until counts for nothing. */
enum outcome outbox_hold(struct db *db, const struct outbox_row *row,
    const struct outbox_wait *wait, time_t now, struct error *why) must_check;

/* Shows a letter in state printed; text is valid during the call only. */
typedef void printed_show(struct span reference, struct span kind,
    void *context);

/* All letters in state printed, oldest first. */
enum outcome outbox_letters(struct db *db, printed_show *show, void *context,
    struct error *why) must_check;

/* Which printed letters a person has posted. */
struct posting {
	const struct span *references; /* of their cases */
	size_t n_references;           /* 0: all that are printed */
	struct span who;               /* login */
	time_t at;
};

/*
 * Letters in state printed become posted; *n is how many.  REFUSED, and none
 * is recorded, where a case that is named has no such letter.
 */
enum outcome outbox_letters_posted(struct db *db, const struct posting *posting,
    long long *n, struct error *why) must_check;

#endif

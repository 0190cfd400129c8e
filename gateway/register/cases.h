/*
 * cases.h - what staff ask the register
 *
 * Each function calls show once per row, in the order stated, and stops where
 * it returns false.  Text is valid during the call only.
 */
#ifndef REGISTER_CASES_H
#define REGISTER_CASES_H

#include "item.h"
#include "register/db.h"

struct case_row {
	struct span reference, item_id, category, disposition, state;
	struct span who, subject_line; /* author, role; subject or file name */
	struct span channel;           /* email, post, phone, in_person */
	bool needs_review;
	struct span review_reason;
	struct span received_on, ack_due, response_due; /* YYYY-MM-DD or "" */
	struct span ack_state; /* of the outbox, or "none" */
	struct span ack_note;  /* why not, or what went wrong */
	struct span flags;     /* words parted by blanks, worst first */
	struct span outcome;   /* of the item: "read", "unreadable" ... */
	struct span place;     /* where its file is in the spool */
	/* YYYY-MM-DD, or "" while it is open, and its clocks run */
	struct span paused_on, closed_on, retain_until;
	struct span holding_due, agreed_due; /* YYYY-MM-DD or "" */
	struct span response_sent_on;        /* the same */
	struct span owner, officer;          /* "" for nobody */
	/*
	 * The first letter that waits, beside the acknowledgement: follow_up,
	 * or holding- and a day; "" for none.
	 */
	struct span letter, letter_state, letter_due, letter_note;
};

typedef bool case_show(const struct case_row *row, void *context);

/* What is owed next of a case. */
enum case_clock {
	CLOCK_NONE,
	CLOCK_ACKNOWLEDGEMENT,
	CLOCK_FOLLOW_UP, /* that a further message came */
	CLOCK_HOLDING,   /* that the response will be late */
	CLOCK_RESPONSE
};

/* Its clock, and its day: NO_DATE where it has none. */
enum case_clock case_next(const struct case_row *row, day *due);

/* Is that day over?  The response of a case that is paused is not late. */
bool case_is_late(const struct case_row *row, day today);

/* Letters printed and not yet posted, oldest first. */
enum outcome cases_letters(struct db *db, case_show *show, void *context,
    struct error *why) must_check;

/*
 * Open cases with an item or a part that could not be read, oldest first:
 * outcome is then that of the part, review_reason says why.
 */
enum outcome cases_unread(struct db *db, case_show *show, void *context,
    struct error *why) must_check;

/* One case: REFUSED where the reference is not of the register. */
enum outcome cases_find(struct db *db, struct span reference, case_show *show,
    void *context, struct error *why) must_check;

struct case_event_row {
	long long id;
	time_t at;
	struct span who, what, detail, reference, item_id;
};
struct case_reason_row {
	struct span phrase, category;
	long long weight; /* thousandths */
};
typedef bool case_event_show(const struct case_event_row *row, void *context);
typedef bool case_reason_show(const struct case_reason_row *row, void *context);

/* What an item of the case is linked with. */
struct case_link_row {
	struct span why;       /* same_message_id, possibly_related */
	struct span item_id;   /* the other */
	struct span reference; /* of its case, or "" */
};
typedef bool case_link_show(const struct case_link_row *row, void *context);

/* At most a hundred of them, oldest first. */
enum outcome cases_links(struct db *db, struct span reference,
    case_link_show *show, void *context, struct error *why) must_check;

/* The words that decided, heaviest first. */
enum outcome cases_reasons(struct db *db, struct span reference,
    case_reason_show *show, void *context, struct error *why) must_check;

/*
 * The history of a case, oldest first; with an empty reference the history of
 * everything after the event `after`.
 */
enum outcome cases_events(struct db *db, struct span reference, long long after,
    case_event_show *show, void *context, struct error *why) must_check;

/* What postroom health looks at. */
struct register_health {
	long long due_today, overdue; /* acknowledgements not sent */
	long long held, failed, needs_review;
	long long outbox_due;  /* waiting to be sent, or being sent */
	long long unfetchable; /* messages a server would not give us */
	long long too_large;   /* messages over the limit */
};

/* today is the day in London. */
enum outcome cases_health(struct db *db, day today,
    struct register_health *health, struct error *why) must_check;

#endif

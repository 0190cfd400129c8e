/*
 * restriction.h - decisions on how a person may write to us
 *
 * Somebody decides, for a reason, and looks at it again within six months
 * (R165, R171); nothing here restricts anybody by itself.  What comes from a
 * restricted person is always registered, nothing is acknowledged by itself,
 * and a person is asked whether it is a new issue (R173).
 */
#ifndef REGISTER_RESTRICTION_H
#define REGISTER_RESTRICTION_H

#include "register/casework.h"

/* clang-format off */
/* Kind, what it means, what its detail says ("": it needs none). */
#define RESTRICTIONS(X)                                                      \
	X("no_ack", "read and placed on file, not acknowledged", "")         \
	X("single_contact", "writes and speaks to one contact",              \
	    "who that is")                                                   \
	X("one_channel", "writes by one channel alone",                      \
	    "email, post or phone")                                          \
	X("via_advocate", "writes through an advocate alone", "")            \
	X("suspended", "contact is suspended", "")
/* clang-format on */

#define RESTRICTED_WORDS                                                       \
	"this correspondent is restricted: is this a new issue?"
#define REVIEW_MONTHS 6

/* A decision. */
struct restricting {
	long long person_id;
	struct span kind;
	struct span detail;
	struct span reason;     /* for staff: not in the history */
	struct span decided_by; /* a person's name */
	day review_due;         /* NO_DATE: six months by the calendar */
	struct span who;        /* who writes it down */
	time_t at;
};

/*
 * Restricts a person.  REFUSED without decider or reason, for another kind, a
 * kind without the detail it needs, a review that is past or more than six
 * months ahead, one that holds already, and where there is no such person.
 * *review_due is the day that it is looked at again.  In a transaction of its
 * own.
 */
enum outcome restriction_add(struct db *db, const struct restricting *r,
    day *review_due, struct error *why) must_check;

/*
 * It was looked at again and goes on: the old decision ends, a new one begins
 * with the detail of the old where it has none.  REFUSED as restriction_add,
 * and where no such restriction holds.
 */
enum outcome restriction_renew(struct db *db, const struct restricting *r,
    day *review_due, struct error *why) must_check;

/* Ends it (R176).  REFUSED without decider or reason, or where none holds. */
enum outcome restriction_lift(struct db *db, const struct restricting *r,
    struct error *why) must_check;

struct restriction_row {
	long long person_id;
	struct span name, kind, detail, reason, decided_by, decided_on;
	struct span review_due;
	struct span ended_on, ended_by, end_reason; /* "" while it holds */
};
typedef bool restriction_show(const struct restriction_row *row, void *context);

/*
 * Those that hold, the next review first; or (person_id not 0) all of a
 * person, oldest first.
 */
enum outcome restriction_each(struct db *db, long long person_id,
    restriction_show *show, void *context, struct error *why) must_check;

/*
 * Who is restricted and may have written it: the person of the e-mail address
 * whatever name it bears, or of name and postal address or telephone.  0 for
 * nobody.  For intake.
 */
enum outcome restriction_find(struct db *db, const struct origin *origin,
    long long *person_id, struct error *why) must_check;

/* What came of a restricted person. */
struct new_issue {
	struct span item_id, reference;
	long long person_id;
	time_t at;
};

/*
 * Asks a person whether it is a new issue: a task, and a review of the case.
 * Inside a transaction; for intake.
 */
enum outcome restriction_ask(struct db *db, const struct new_issue *issue,
    struct error *why) must_check;

/*
 * Whom a row of the outbox must not go to by itself: a complainant of its
 * case, or the person of its address, who is restricted since before a member
 * of staff let it go.  The task is then opened.  0 for nobody.  In a
 * transaction of its own, for the sender.
 */
enum outcome restriction_of_row(struct db *db, long long outbox_id, time_t now,
    long long *person_id, struct error *why) must_check;

struct new_issue_row {
	struct span reference, name, item_id;
	long long person_id;
	time_t asked_at, answered_at; /* 0: nobody has */
	struct span answer, who;      /* yes, no or "" */
};
typedef bool new_issue_show(const struct new_issue_row *row, void *context);

/* Tasks that wait, oldest first; or all of one case (reference not ""). */
enum outcome restriction_tasks(struct db *db, struct span reference,
    new_issue_show *show, void *context, struct error *why) must_check;

/* What an answer leads to. */
struct issue_answer {
	enum {
		ISSUE_RELEASED,  /* the acknowledgement goes out */
		ISSUE_HELD,      /* it waits for a person all the same */
		ISSUE_CANCELLED, /* none goes out */
		ISSUE_NOTED      /* none was held */
	} became;
	struct span note; /* why it is still held */
};

/*
 * Answers the tasks of the case that change names.  A new issue is dealt with
 * like any other: what was held for the restriction alone is let go, except
 * where the person may be written to through somebody or one channel alone,
 * which a person sees to.  Otherwise nothing is acknowledged.  REFUSED where
 * nothing is asked.  In a transaction of its own.
 */
enum outcome restriction_answer(struct db *db, const struct change *change,
    bool is_new, struct arena *mem, struct issue_answer *result,
    struct error *why) must_check;

#endif

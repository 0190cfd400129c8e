/*
 * coding.h - what a case is coded as, for the KO41a return and for themes
 *
 * A code is a subject, a sub-subject, a service, a profession, an age or who
 * complains.  A case has any number of the first four (a complaint of several
 * aspects counts once under each), and one of the others.  Words of the item
 * that opened a case suggest codes (triage/topics.h); only what a person said
 * counts in a report.  Codes have a time: those of a case are those of the day
 * on which it was received, so that a year's list stays what it was.
 */
#ifndef REGISTER_CODING_H
#define REGISTER_CODING_H

#include "register/casework.h"

/* The kinds of codes, parted by blanks. */
#define CODE_KINDS "subject sub_subject service profession age status"

/* Those that each case that is reported on has one of, as bits. */
#define CODED_SUBJECT 1
#define CODED_SERVICE 2
#define CODED_PROFESSION 4
#define CODED_FULLY 7

struct code_row {
	struct span kind, code;
	struct span parent; /* subject of a sub_subject; or "" */
	struct span name, source;
	struct span suggested_by; /* topics, or an age's years "6-17" */
	struct span valid_from, valid_until;
};
typedef bool code_show(const struct code_row *row, void *context);

/* The codes of a day in order of kind; NO_DATE for those of all days. */
enum outcome codes_each(struct db *db, day on, code_show *show, void *context,
    struct error *why) must_check;

enum coding_state {
	CODE_SUGGESTED, /* by words; nobody has said */
	CODE_CONFIRMED, /* a person said so */
	CODE_REMOVED    /* a person said that it is not, though suggested */
};

struct coding_row {
	struct span kind, code, parent, name;
	enum coding_state state;
	long long weight;   /* of the words, thousandths; 0 for none */
	struct span phrase; /* the words that suggest it, or "" */
	struct span who;    /* who said so, or "" */
	time_t at;
};
typedef bool coding_show(const struct coding_row *row, void *context);

/* The codes of a case, by kind, those removed last. */
enum outcome coding_each(struct db *db, struct span reference,
    coding_show *show, void *context, struct error *why) must_check;

/*
 * A person says that a code is one of the case's, or is not.  With a
 * sub-subject comes its subject, with a subject go its sub-subjects; an age or
 * status takes the place of the one before.  REFUSED for no such case, and a
 * code that there was not on the day on which it was received.
 */
enum outcome coding_add(struct db *db, const struct change *change,
    struct span code, struct error *why) must_check;
enum outcome coding_remove(struct db *db, const struct change *change,
    struct span code, struct error *why) must_check;

/*
 * A person confirms all that is suggested and not removed.  REFUSED where the
 * case would still lack a subject, a service or a profession.
 */
enum outcome coding_confirm(struct db *db, const struct change *change,
    struct error *why) must_check;

/* A complaint that was decided and closed without all it is coded by. */
struct coding_missing_row {
	struct span reference, closed_on;
	bool has_subject, has_service, has_profession;
};
typedef bool coding_missing_show(const struct coding_missing_row *row,
    void *context);
enum outcome coding_missing(struct db *db, day from, day until,
    coding_missing_show *show, void *context, struct error *why) must_check;

#endif

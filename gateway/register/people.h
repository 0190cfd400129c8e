/*
 * people.h - who writes, and whom cases are about
 *
 * A person is P12 for ever: a name, a date of birth where it is known, and
 * contact points.  Who writes is the person of the very same e-mail address
 * and name, or a new one; all other likeness is only ever suggested
 * (people_match.h), and two become one where a member of staff says so.
 */
#ifndef REGISTER_PEOPLE_H
#define REGISTER_PEOPLE_H

#include "register/casework.h"

#define MAX_PERSON_BYTES 1000 /* a name, an address, a telephone number */

/* clang-format off */
#define CONTACT_KINDS(X)                                                     \
	X(CONTACT_EMAIL, "email")                                            \
	X(CONTACT_POSTAL, "postal") /* lines parted by LF */                 \
	X(CONTACT_PHONE, "phone")
/* clang-format on */
enum contact_kind {
	CONTACT_KINDS(ENUM_OF)
};
const char *contact_kind_name(enum contact_kind kind);

/*
 * What two that mean the same share, in mem: an e-mail address in small
 * letters; a postal address without blanks, commas and stops too; of a
 * telephone number the digits, +44 as 0.
 */
struct span contact_likeness(enum contact_kind kind, struct span value,
    struct arena *mem);

/* "P12", "p12" or "12" to 12; 0 for anything else. */
long long person_number(struct span text);

struct person {
	long long id;
	struct span name;      /* "" unknown */
	struct span born_on;   /* YYYY-MM-DD, or "" */
	long long merged_into; /* 0, or who it is since */
};

/* One person, text in mem: REFUSED where there is no such. */
enum outcome people_find(struct db *db, long long id, struct arena *mem,
    struct person *person, struct error *why) must_check;

/* As people_find: REFUSED too for one that went into another. */
enum outcome people_find_present(struct db *db, long long id, struct arena *mem,
    struct person *person, struct error *why) must_check;

struct person_row {
	struct person person;
	struct span contact; /* the first to use, or "" */
	long long n_cases;
	bool has_needs, is_restricted;
};
typedef bool person_show(const struct person_row *row, void *context);

/*
 * People, newest first, most of them: all, or those with the words in a name
 * or a contact point.  In all lists text is valid during the call only, and show
 * ends them with false.
 */
enum outcome people_each(struct db *db, struct span words, long long most,
    person_show *show, void *context, struct error *why) must_check;

struct contact_row {
	struct span kind, value;
	bool is_preferred;
};
typedef bool contact_show(const struct contact_row *row, void *context);
enum outcome people_contacts(struct db *db, long long id, contact_show *show,
    void *context, struct error *why) must_check;

/*
 * How often a person wrote in the 30 days before now, and how much of that
 * was the same again: for people to judge (R170), decides nothing.
 */
struct person_contacts {
	long long items, same; /* of these, came before */
};
#define CONTACT_DAYS 30
enum outcome people_count(struct db *db, long long id, time_t now,
    struct person_contacts *contacts, struct error *why) must_check;

/* What is to change of a person; NULL leaves as it is, "" clears. */
struct person_edit {
	const char *name, *born_on;
	const char *email, *postal, *phone; /* to add */
	const char *prefer, *without;       /* a contact point's value */
};

/*
 * Changes a person, for whoever change tells.  REFUSED, and nothing changes,
 * for a date of birth that is none or lies in the future, a contact point that
 * cannot be one, or one to prefer or to do without that the person has not.
 * In a transaction of its own.
 */
enum outcome people_edit(struct db *db, const struct change *change,
    long long id, const struct person_edit *edit, struct error *why) must_check;

/* A person that staff name; inside a transaction.  born_on may be "". */
enum outcome people_add(struct db *db, const struct change *change,
    struct span name, struct span born_on, long long *id,
    struct error *why) must_check;

/*
 * Two are one: into takes contact points, cases, needs, restrictions and
 * answers of from, its own first, and from leads to it from then on.  REFUSED
 * without a reason, for one that went into another already, and where both
 * dates of birth are known and differ.  In a transaction of its own.
 */
enum outcome people_merge(struct db *db, const struct change *change,
    long long from, long long into, struct error *why) must_check;

#endif

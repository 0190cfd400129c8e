/*
 * people_match.h - who wrote, and who may be the same
 *
 * Only the very same e-mail address and name make an author a person who is
 * known.  Families share an address, and two share a name: all else is for
 * people to decide.
 */
#ifndef REGISTER_PEOPLE_MATCH_H
#define REGISTER_PEOPLE_MATCH_H

#include "register/people.h"

/* A new person, who writes under that name.  Inside a transaction. */
enum outcome people_make(struct db *db, struct span name, struct span born_on,
    time_t now, long long *id, struct error *why) must_check;

/* An author, and the case that was opened for what they wrote. */
struct authorship {
	const struct origin *origin;
	long long case_id;
	struct span reference; /* of the case */
	struct span who;       /* a role, or the login of a person */
	time_t at;
};

/*
 * Makes the author complainant of the case: a person who is known, or a new
 * one with the contact points that the item tells; nobody, and *id is 0, where
 * it tells neither name nor any way to answer.  The history of the case says
 * who is known, whether they have communication needs, and who may be the
 * same.  Inside a transaction; for intake and staff.
 */
enum outcome people_enter(struct db *db, const struct authorship *authorship,
    long long *id, struct error *why) must_check;

struct alike_row {
	long long id, other;
	struct span why; /* "same telephone" */
};
typedef bool alike_show(const struct alike_row *row, void *context);

/*
 * Who may be the same as a person, or (id 0) all pairs of whom that may be
 * true, most of them.  Two with different dates of birth, or whom somebody
 * told apart, are not.
 */
enum outcome people_alike(struct db *db, long long id, long long most,
    alike_show *show, void *context, struct error *why) must_check;

/* They are two: not suggested any more.  In a transaction of its own. */
enum outcome people_tell_apart(struct db *db, const struct change *change,
    long long one, long long other, struct error *why) must_check;

#endif

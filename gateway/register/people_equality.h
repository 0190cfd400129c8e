/*
 * people_equality.h - answers to the equality questions
 *
 * Given by the person and entered by staff, never inferred; who has not
 * answered has not disclosed.  Nothing here tells what one person answered:
 * they are counted, and small numbers are hidden (R151, R162, R190).
 */
#ifndef REGISTER_PEOPLE_EQUALITY_H
#define REGISTER_PEOPLE_EQUALITY_H

#include "register/casework.h"

#define NOT_DISCLOSED "not_disclosed"
#define SMALL_NUMBER 5 /* fewer than these may point at a person */

/* clang-format off */
/* Question, the answers that there are beside not_disclosed. */
#define EQUALITY_QUESTIONS(X)                                                \
	X("age", "0_to_15 16_to_24 25_to_34 35_to_44 45_to_54 55_to_64 "     \
	    "65_to_74 75_to_84 85_and_over")                                 \
	X("sex", "female male another_term")                                 \
	X("transgender", "yes no")                                           \
	X("sexual_orientation",                                              \
	    "heterosexual gay_or_lesbian bisexual another_term")             \
	X("religion", "none buddhist christian hindu jewish muslim sikh "    \
	    "another")                                                       \
	X("race", "asian black mixed white another")                         \
	X("disability", "yes no")                                            \
	X("pregnancy_or_maternity", "yes no")                                \
	X("marriage_or_civil_partnership", "yes no")                         \
	X("carer", "yes no")
/* clang-format on */

struct equality_question {
	const char *name, *answers;
};
const struct equality_question *equality_questions(size_t *n);

/*
 * Writes down what a person answered; not_disclosed takes it back.  REFUSED
 * for another question or answer, and where there is no such person.  The
 * history says that, not what.  In a transaction of its own.
 */
enum outcome equality_set(struct db *db, const struct change *change,
    long long id, struct span question, struct span answer,
    struct error *why) must_check;

/* Whose answers are counted. */
struct equality_group {
	struct span role; /* complainant or patient */
	day from, until;  /* a case of theirs was received then */
};

struct equality_row {
	const char *question;
	struct span answer;
	long long n;
	bool is_hidden; /* n may point at a person: not to be shown */
};
typedef bool equality_show(const struct equality_row *row, void *context);

/*
 * All answers of all questions, each person once: hidden where a number is
 * small and not 0, and then one more answer of that question, so that the
 * small one cannot be worked out.
 */
enum outcome equality_count(struct db *db, const struct equality_group *group,
    equality_show *show, void *context, struct error *why) must_check;

#endif

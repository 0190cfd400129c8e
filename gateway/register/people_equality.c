/* people_equality.c - keeps and counts answers to the equality questions */
#include "register/people_equality.h"
#include "register/history.h"
#include "register/people.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <assert.h>

#define MAX_ANSWERS 16

#define QUESTION_ROW(name, answers) { name, answers },
static const struct equality_question questions[] = { EQUALITY_QUESTIONS(
    QUESTION_ROW) };
#undef QUESTION_ROW

#define QUESTION_WORD(name, answers) " " name
#define QUESTION_WORDS EQUALITY_QUESTIONS(QUESTION_WORD)

const struct equality_question *
equality_questions(size_t *n)
{
	*n = sizeof questions / sizeof *questions;
	return questions;
}

static const struct equality_question *
question_find(struct span name)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		if (span_is_equal(name, span_of(questions[i].name)))
			return &questions[i];
	return NULL;
}

static bool
is_answer(const struct equality_question *q, struct span answer)
{
	struct span rest = span_of(q->answers);

	while (rest.len > 0)
		if (span_is_equal(span_cut_at(&rest, ' '), answer))
			return true;
	return false;
}

/* --- writing --------------------------------------------------------------- */

static enum outcome
set(struct db *db, const struct change *change, long long id,
    struct span question, struct span answer, struct error *why)
{
	autoarena mem = { 0 };
	struct person person;
	enum outcome how = people_find_present(db, id, &mem, &person, why);

	if (how == DONE)
		how =
		    span_is_equal(answer, SPAN(NOT_DISCLOSED))
			? statement_run(db, Q_EQUALITY_CLEAR, why,
			      VALUES(value_number(id), value_text(question)))
			: statement_run(db, Q_EQUALITY_SET, why,
			      VALUES(value_number(id), value_text(question),
				  value_text(answer), value_number(change->at),
				  value_text(change->who)));
	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = SPAN("equality data entered"),
		.detail = arena_printf(&mem, "P%lld", id) },
	    why);
}

enum outcome
equality_set(struct db *db, const struct change *change, long long id,
    struct span question, struct span answer, struct error *why)
{
	const struct equality_question *q = question_find(question);
	enum outcome how;

	if (q == NULL)
		return fail(why, REFUSED, "a question can be:" QUESTION_WORDS);
	if (!span_is_equal(answer, SPAN(NOT_DISCLOSED)) &&
	    !is_answer(q, answer))
		return fail(why, REFUSED, "%s: the answer can be: %s %s",
		    q->name, q->answers, NOT_DISCLOSED);
	how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	return transaction_end(db, set(db, change, id, question, answer, why),
	    why);
}

/* --- counting -------------------------------------------------------------- */

/* The answers to one question. */
struct tally {
	struct equality_row rows[MAX_ANSWERS];
	size_t n;
};

static enum outcome
tally_read(struct db *db, const struct equality_group *g,
    const struct equality_question *q, struct tally *t, struct error *why)
{
	autoarena mem = { 0 };
	struct value role = value_text(g->role);
	struct value from = value_day(g->from, &mem);
	struct value until = value_day(g->until, &mem);
	struct span rest = span_of(q->answers);
	long long people = 0;
	enum outcome how = statement_number(db, Q_EQUALITY_PEOPLE, &people, why,
	    VALUES(role, from, until));

	t->n = 0;
	while (how == DONE && rest.len > 0) {
		struct equality_row *row = &t->rows[t->n++];

		assert(t->n < MAX_ANSWERS);
		*row = (struct equality_row){ q->name, span_cut_at(&rest, ' '),
			0, false };
		how = statement_number(db, Q_EQUALITY_COUNT, &row->n, why,
		    VALUES(role, value_word(q->name), from, until,
			value_text(row->answer)));
		people -= row->n;
	}
	t->rows[t->n++] = (struct equality_row){ q->name, SPAN(NOT_DISCLOSED),
		people, false };
	return how;
}

/* The smallest number that is neither 0 nor hidden; NULL for none. */
static struct equality_row *
tally_smallest(struct tally *t)
{
	struct equality_row *smallest = NULL;

	for (size_t i = 0; i < t->n; i++)
		if (!t->rows[i].is_hidden && t->rows[i].n > 0 &&
		    (smallest == NULL || t->rows[i].n < smallest->n))
			smallest = &t->rows[i];
	return smallest;
}

/*
 * A number that is hidden alone is what the others leave of all people, who
 * can be counted in the register's lists.
 */
static void
tally_hide(struct tally *t)
{
	struct equality_row *row;
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++) {
		t->rows[i].is_hidden =
		    t->rows[i].n > 0 && t->rows[i].n < SMALL_NUMBER;
		n += t->rows[i].is_hidden;
	}
	row = tally_smallest(t);
	if (n == 1 && row != NULL)
		row->is_hidden = true;
}

enum outcome
equality_count(struct db *db, const struct equality_group *group,
    equality_show *show, void *context, struct error *why)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
		struct tally t;
		enum outcome how =
		    tally_read(db, group, &questions[i], &t, why);

		if (how != DONE)
			return how;
		tally_hide(&t);
		for (size_t n = 0; n < t.n; n++)
			if (!show(&t.rows[n], context))
				return DONE;
	}
	return DONE;
}

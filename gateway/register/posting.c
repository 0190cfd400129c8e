/* posting.c - letters that a person puts into the post */
#include "register/history.h"
#include "register/outbox.h"
#include "register/statement.h"

static enum outcome
post_letter(struct db *db, long long id, struct span reference,
    const struct posting *posting, struct error *why)
{
	enum outcome how = statement_run(db, Q_LETTER_POSTED, why,
	    VALUES(value_number(posting->at), value_number(id)));

	if (how == DONE)
		how = statement_run(db, Q_CASE_POSTED, why,
		    VALUES(value_number(id)));
	if (how != DONE)
		return how;
	return history_add(db,
	    &(struct event){ .at = posting->at,
		.who = posting->who,
		.what = SPAN("letter posted"),
		.detail = SPAN("Printed and posted by a person"),
		.reference = reference },
	    why);
}

enum outcome
outbox_letters(struct db *db, printed_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, Q_LETTERS_PRINTED, why, NULL, 0);

	while (rows_take(&rows, &how, why))
		show(rows_text(&rows, 1), rows_text(&rows, 2), context);
	return how;
}

static enum outcome
post_all(struct db *db, const struct posting *posting, long long *n,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, Q_LETTERS_PRINTED, why, NULL, 0);

	while (rows_take(&rows, &how, why)) {
		autoarena mem = { 0 };

		how = post_letter(db, rows_number(&rows, 0),
		    arena_copy(&mem, rows_text(&rows, 1)), posting, why);
		(*n)++;
	}
	return how;
}

/* All letters of a case that wait; *n counts them. */
static enum outcome
post_case(struct db *db, struct span reference, const struct posting *posting,
    long long *n, struct error *why)
{
	enum outcome how = DONE;

	for (long long id = 1; how == DONE && id != 0;) {
		how = statement_number(db, Q_LETTER_PRINTED, &id, why,
		    VALUES(value_text(reference)));
		if (how == DONE && id != 0) {
			how = post_letter(db, id, reference, posting, why);
			(*n)++;
		}
	}
	return how;
}

static enum outcome
post_named(struct db *db, const struct posting *posting, long long *n,
    struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < posting->n_references && how == DONE; i++) {
		struct span reference = posting->references[i];
		long long before = *n;

		how = post_case(db, reference, posting, n, why);
		if (how == DONE && *n == before)
			how = fail(why, REFUSED,
			    "%.*s: no letter of this case waits to be posted",
			    SPAN_ARG(reference));
	}
	return how;
}

enum outcome
outbox_letters_posted(struct db *db, const struct posting *posting,
    long long *n, struct error *why)
{
	long long posted = 0;
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = posting->n_references == 0
		  ? post_all(db, posting, &posted, why)
		  : post_named(db, posting, &posted, why);
	how = transaction_end(db, how, why);
	if (how == DONE)
		*n = posted;
	return how;
}

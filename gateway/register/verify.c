/* verify.c - reads the register and the originals from end to end */
#include "register/verify.h"
#include "base/io.h"
#include "base/stop.h"
#include "register/originals.h"
#include "register/statement.h"

#include <errno.h>
#include <string.h>

/* More rows with the same fault say nothing new. */
#define MAX_REFERENCES_TOLD 20

struct look {
	struct verified *verified;
	fault_show *show;
	void *context;
};

static void
tell(const struct look *look, const char *kind, struct span item,
    struct span words)
{
	const struct fault fault = { kind, words, item };

	look->verified->faults++;
	look->show(&fault, look->context);
}

/* What a damaged file makes of a statement is a fault, not a failure. */
static enum outcome
damage_tell(const struct look *look, enum outcome how, struct error *why)
{
	autoarena mem = { 0 };

	if (how != BROKEN)
		return how;
	tell(look, "register", SPAN(""),
	    arena_printf(&mem, "The register's file is damaged (%s)",
		why->text));
	return DONE;
}

static enum outcome
pages_look(struct db *db, const struct look *look, struct error *why)
{
	autorows rows = { 0 };
	autoarena mem = { 0 };
	enum outcome how =
	    rows_first(&rows, db, Q_INTEGRITY_CHECK, why, NULL, 0);

	if (how == DONE && rows.has_row &&
	    !span_is_equal(rows_text(&rows, 0), SPAN("ok")))
		tell(look, "register", SPAN(""),
		    arena_printf(&mem, "The register's file is damaged (%.*s)",
			SPAN_ARG(rows_text(&rows, 0))));
	return damage_tell(look, how, why);
}

/* Some tables have no numbers of rows. */
static struct span
reference_words(const struct rows *rows, struct arena *mem)
{
	long long row = rows_number(rows, 1);
	struct span number =
	    row == 0 ? SPAN("A row") : arena_printf(mem, "Row %lld", row);

	return arena_printf(mem,
	    "%.*s of %.*s belongs to a row of %.*s that is not there",
	    SPAN_ARG(number), SPAN_ARG(rows_text(rows, 0)),
	    SPAN_ARG(rows_text(rows, 2)));
}

static enum outcome
references_look(struct db *db, const struct look *look, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, Q_REFERENCE_CHECK, why, NULL, 0);

	for (int n = 0; n < MAX_REFERENCES_TOLD && rows_take(&rows, &how, why);
	     n++) {
		autoarena mem = { 0 };

		tell(look, "reference", SPAN(""), reference_words(&rows, &mem));
	}
	return damage_tell(look, how, why);
}

static enum outcome
history_look(struct db *db, const struct look *look, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = history_verify(db, &look->verified->events,
	    look->verified->head, why);

	if (how != REFUSED)
		return damage_tell(look, how, why);
	tell(look, "history", SPAN(""),
	    arena_printf(&mem, "The history was changed or is damaged (%s)",
		why->text));
	return DONE;
}

enum outcome
verify_register(struct db *db, struct verified *verified, fault_show *show,
    void *context, struct error *why)
{
	const struct look look = { verified, show, context };
	enum outcome how = pages_look(db, &look, why);

	if (how == DONE)
		how = references_look(db, &look, why);
	return how == DONE ? history_look(db, &look, why) : how;
}

/* --- originals --------------------------------------------------------------- */

static void
original_tell(const struct look *look, const struct held_item *item,
    const char *what)
{
	autoarena mem = { 0 };

	tell(look, "original", item->id,
	    arena_printf(&mem, "The original of item %.*s %s (%.*s)",
		SPAN_ARG(item->id), what,
		SPAN_ARG(
		    item->place.len > 0 ? item->place : SPAN("on its way"))));
}

static void
original_look(const struct look *look, struct span spool,
    const struct held_item *item)
{
	autoarena mem = { 0 };
	struct error cause = { "" };
	struct span place;
	autofd fd = -1;

	if (item->is_destroyed) {
		look->verified->destroyed++;
		return;
	}
	look->verified->originals++;
	fd = original_find(spool, item, &mem, &place);
	if (fd < 0) {
		original_tell(look, item,
		    errno == ENOENT || errno == ENOTDIR ? "is missing"
							: "cannot be opened");
		return;
	}
	switch (original_compare(fd, item, &cause)) {
	case ORIGINAL_ALTERED:
		original_tell(look, item, "is not as it was registered");
		break;
	case ORIGINAL_UNREADABLE:
		original_tell(look, item, "cannot be read");
		break;
	case ORIGINAL_WHOLE:
	case ORIGINAL_MISSING:
		break;
	}
}

/* What the index of words lacks cannot be found by a search. */
static enum outcome
index_look(struct db *db, const struct look *look, struct error *why)
{
	autoarena mem = { 0 };
	long long n = 0;
	enum outcome how =
	    statement_number(db, Q_SEARCH_MISSING, &n, why, NULL, 0);

	if (how == DONE && n > 0)
		tell(look, "index", SPAN(""),
		    arena_printf(&mem,
			"The index of words is wrong about %lld items", n));
	return damage_tell(look, how, why);
}

enum outcome
verify_originals(struct db *db, struct span spool, struct verified *verified,
    fault_show *show, void *context, struct error *why)
{
	const struct look look = { verified, show, context };
	struct held_item page[BALANCE_PAGE];
	autoarena last = { 0 };
	struct span after = SPAN("");
	enum outcome how = index_look(db, &look, why);
	size_t n = 1;

	while (how == DONE && n > 0) {
		autoarena mem = { 0 };

		how = balance_items(db, after, &mem, page, &n, why);
		for (size_t i = 0; i < n && how == DONE; i++) {
			if (stop_is_wanted())
				return fail(why, LATER, "asked to stop");
			original_look(&look, spool, &page[i]);
		}
		if (how == DONE && n > 0) {
			arena_release(&last);
			after = arena_copy(&last, page[n - 1].id);
		}
	}
	return how;
}

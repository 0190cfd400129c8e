/* travel.c - asks the register what became of an item */
#include "register/travel.h"
#include "register/statement.h"

#define MAX_FOUND 1000

static const struct {
	enum query query;
	int n_texts, n_numbers;
} parts[TRAVEL_COUNT] = {
	[TRAVEL_ITEM] = { Q_TRAVEL_ITEM, 11, 4 },
	[TRAVEL_ARRIVALS] = { Q_TRAVEL_ARRIVALS, 5, 7 },
	[TRAVEL_PARTS] = { Q_TRAVEL_PARTS, 4, 4 },
	[TRAVEL_SCORES] = { Q_TRAVEL_SCORES, 2, 1 },
	[TRAVEL_REASONS] = { Q_TRAVEL_REASONS, 2, 1 },
	[TRAVEL_FLAGS] = { Q_TRAVEL_FLAGS, 4, 0 },
	[TRAVEL_CASES] = { Q_TRAVEL_CASES, 2, 0 },
	[TRAVEL_EVENTS] = { Q_TRAVEL_EVENTS, 4, 2 },
};

enum outcome
travel_read(struct db *db, enum travel part, struct span item_id,
    travel_show *show, void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, parts[part].query, why,
	    VALUES(value_text(item_id)));

	while (rows_take(&rows, &how, why)) {
		struct travel_row row = { 0 };

		for (int i = 0; i < parts[part].n_texts; i++)
			row.text[i] = rows_text(&rows, i);
		for (int i = 0; i < parts[part].n_numbers; i++)
			row.number[i] =
			    rows_number(&rows, parts[part].n_texts + i);
		show(&row, context);
	}
	return how;
}

/* The IDs that a query finds, in mem: its rows must be over before show. */
static enum outcome
ids_find(struct db *db, enum query query, struct span name, struct arena *mem,
    struct span *ids, size_t *n, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how =
	    rows_start(&rows, db, query, why, VALUES(value_text(name)));

	while (*n < MAX_FOUND && rows_take(&rows, &how, why))
		ids[(*n)++] = arena_copy(mem, rows_text(&rows, 0));
	return how;
}

enum outcome
travel_find(struct db *db, struct span name, travel_item_show *show,
    void *context, struct error *why)
{
	autoarena mem = { 0 };
	struct span *ids = ARENA_ARRAY(&mem, MAX_FOUND, struct span);
	size_t n = 0;
	enum outcome how =
	    ids_find(db, Q_TRAVEL_BY_ITEM, name, &mem, ids, &n, why);

	if (how == DONE && n == 0)
		how = ids_find(db, Q_TRAVEL_BY_REFERENCE, name, &mem, ids, &n,
		    why);
	if (how == DONE && n == 0)
		how =
		    ids_find(db, Q_TRAVEL_BY_MESSAGE, name, &mem, ids, &n, why);
	if (how == DONE && n == 0)
		how = ids_find(db, Q_TRAVEL_BY_MESSAGE,
		    arena_printf(&mem, "<%.*s>", SPAN_ARG(name)), &mem, ids, &n,
		    why);
	if (how == DONE && n == 0)
		return fail(why, REFUSED,
		    "nothing of that name: it takes the ID of an item, the "
		    "reference of a case, or a Message-ID");
	for (size_t i = 0; i < n && how == DONE; i++)
		how = show(ids[i], context, why);
	return how;
}

/* coding_list.c - loads a list of codes for a time to come */
#include "register/coding_list.h"
#include "register/coding.h"
#include "register/history.h"
#include "register/statement.h"
#include "triage/workday.h"

struct loading {
	struct db *db;
	const struct code_list *list;
	struct code_list_loaded loaded;
	bool *is_there; /* by entry: the register has it from that day on */
	struct arena *mem;
	day from;
};

/* A code that the register has. */
struct present {
	long long id;
	struct code_entry entry;
	struct span valid_from;
	struct present *next;
};

day
report_year_start(day d)
{
	int year, month, day_of_month;

	day_split(d, &year, &month, &day_of_month);
	return day_of(month < 4 ? year - 1 : year, 4, 1);
}

static struct value
age_value(long long n)
{
	return n < 0 ? value_optional(SPAN("")) : value_number(n);
}

static enum outcome
present_read(const struct loading *l, struct span kind, struct present **first,
    struct error *why)
{
	autorows rows = { 0 };
	struct present **next = first;
	enum outcome how = rows_start(&rows, l->db, Q_CODES_OF_KIND, why,
	    VALUES(value_text(kind), value_day(l->from, l->mem)));

	*first = NULL;
	while (rows_take(&rows, &how, why)) {
		struct present *p = arena_alloc(l->mem, sizeof *p);

		p->id = rows_number(&rows, 0);
		p->entry.kind = kind;
		p->entry.code = arena_copy(l->mem, rows_text(&rows, 1));
		p->entry.parent = arena_copy(l->mem, rows_text(&rows, 2));
		p->entry.name = arena_copy(l->mem, rows_text(&rows, 3));
		p->entry.source = arena_copy(l->mem, rows_text(&rows, 4));
		p->entry.low = rows_number(&rows, 5);
		p->entry.high = rows_number(&rows, 6);
		p->valid_from = arena_copy(l->mem, rows_text(&rows, 7));
		p->entry.topics = arena_copy(l->mem, rows_text(&rows, 8));
		*next = p;
		next = &p->next;
	}
	return how;
}

static bool
is_same(const struct code_entry *a, const struct code_entry *b)
{
	return span_is_equal(a->parent, b->parent) &&
	       span_is_equal(a->name, b->name) &&
	       span_is_equal(a->source, b->source) &&
	       span_is_equal(a->topics, b->topics) && a->low == b->low &&
	       a->high == b->high;
}

static enum outcome
topics_write(const struct loading *l, long long id, const struct code_entry *e,
    struct error *why)
{
	struct span rest = e->topics;
	enum outcome how = DONE;

	while (rest.len > 0 && how == DONE)
		how = statement_run(l->db, Q_CODE_TOPIC_ADD, why,
		    VALUES(value_number(id),
			value_text(span_cut_at(&rest, ' '))));
	return how;
}

static enum outcome
code_insert(const struct loading *l, const struct code_entry *e, long long *id,
    struct error *why)
{
	enum outcome how = statement_number(l->db, Q_CODE_ADD, id, why,
	    VALUES(value_text(e->kind), value_text(e->code),
		value_text(e->parent), value_text(e->name),
		value_text(e->source), age_value(e->low), age_value(e->high),
		value_day(l->from, l->mem)));

	return how == DONE ? topics_write(l, *id, e, why) : how;
}

/* A code that began on that day is changed where it stands. */
static enum outcome
code_rewrite(const struct loading *l, long long id, const struct code_entry *e,
    struct error *why)
{
	enum outcome how = statement_run(l->db, Q_CODE_CHANGE, why,
	    VALUES(value_text(e->parent), value_text(e->name),
		value_text(e->source), age_value(e->low), age_value(e->high),
		value_number(id)));

	if (how == DONE)
		how = statement_run(l->db, Q_CODE_TOPICS_FORGET, why,
		    VALUES(value_number(id)));
	return how == DONE ? topics_write(l, id, e, why) : how;
}

/* It ends the day before; cases received since go on with what follows it. */
static enum outcome
code_replace(const struct loading *l, long long id, const struct code_entry *e,
    struct error *why)
{
	long long to = 0;
	enum outcome how = statement_run(l->db, Q_CODE_END, why,
	    VALUES(value_day(l->from - 1, l->mem), value_number(id)));

	if (how == DONE && e != NULL)
		how = code_insert(l, e, &to, why);
	if (how == DONE && e != NULL)
		how = statement_run(l->db, Q_CODE_FOLLOW, why,
		    VALUES(value_number(to), value_number(id),
			value_day(l->from, l->mem)));
	return how;
}

/* The list lacks it. */
static enum outcome
code_drop(struct loading *l, const struct present *p, bool is_new,
    struct error *why)
{
	long long uses = 0;
	enum outcome how = statement_number(l->db, Q_CODE_USES, &uses, why,
	    VALUES(value_number(p->id), value_day(l->from, l->mem)));

	if (how == DONE && uses > 0)
		return fail(why, REFUSED,
		    "the list lacks %.*s, which %lld case%s received since "
		    "%.*s: code %s otherwise first",
		    SPAN_ARG(p->entry.code), uses, uses == 1 ? "" : "s",
		    SPAN_ARG(day_text(l->from, l->mem)),
		    uses == 1 ? "it" : "them");
	l->loaded.ended++;
	if (how == DONE && !is_new)
		return code_replace(l, p->id, NULL, why);
	if (how == DONE)
		how = statement_run(l->db, Q_CODE_TOPICS_FORGET, why,
		    VALUES(value_number(p->id)));
	return how == DONE ? statement_run(l->db, Q_CODE_FORGET, why,
				 VALUES(value_number(p->id)))
			   : how;
}

static enum outcome
present_settle(struct loading *l, const struct present *p, struct error *why)
{
	struct span from = day_text(l->from, l->mem);
	const struct code_entry *e = code_list_find(l->list,
	    arena_text(l->mem, p->entry.kind), p->entry.code);
	bool is_new = span_is_equal(p->valid_from, from);

	if (day_parse(p->valid_from) > l->from)
		return fail(why, REFUSED,
		    "a list from %.*s is there: --from cannot be before it",
		    SPAN_ARG(p->valid_from));
	if (e == NULL)
		return code_drop(l, p, is_new, why);
	l->is_there[e - l->list->at] = true;
	if (is_same(&p->entry, e)) {
		l->loaded.same++;
		return DONE;
	}
	l->loaded.changed++;
	return is_new ? code_rewrite(l, p->id, e, why)
		      : code_replace(l, p->id, e, why);
}

static enum outcome
kind_load(struct loading *l, struct span kind, struct error *why)
{
	struct present *p = NULL;
	enum outcome how = present_read(l, kind, &p, why);

	for (; p != NULL && how == DONE; p = p->next)
		how = present_settle(l, p, why);
	return how;
}

static enum outcome
load(struct loading *l, const struct change *change, struct error *why)
{
	struct span rest = SPAN(CODE_KINDS);
	enum outcome how = DONE;
	long long id;

	while (rest.len > 0 && how == DONE) {
		struct span kind = span_cut_at(&rest, ' ');

		if (code_list_has(l->list, arena_text(l->mem, kind)))
			how = kind_load(l, kind, why);
	}
	for (size_t i = 0; i < l->list->n && how == DONE; i++)
		if (!l->is_there[i]) {
			how = code_insert(l, &l->list->at[i], &id, why);
			l->loaded.added++;
		}
	if (how != DONE)
		return how;
	return history_add(l->db,
	    &(struct event){ .at = change->at,
		.who = change->who,
		.what = SPAN("codes loaded"),
		.detail = arena_printf(l->mem,
		    "From %.*s: %lld new, %lld changed, %lld ended",
		    SPAN_ARG(day_text(l->from, l->mem)), l->loaded.added,
		    l->loaded.changed, l->loaded.ended) },
	    why);
}

enum outcome
code_list_load(struct db *db, const struct change *change,
    const struct code_list *list, day from, struct code_list_loaded *loaded,
    struct error *why)
{
	autoarena mem = { 0 };
	struct loading l = { .db = db,
		.list = list,
		.is_there = ARENA_ARRAY(&mem, list->n, bool),
		.mem = &mem,
		.from = from };
	day first = report_year_start(day_in_london(change->at));
	enum outcome how;

	if (from < first)
		return fail(why, REFUSED,
		    "the year before %.*s is over: its list stays what it was",
		    SPAN_ARG(day_text(first, &mem)));
	how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	how = transaction_end(db, load(&l, change, why), why);
	if (how == DONE)
		*loaded = l.loaded;
	return how;
}

/* travel.c - log: what was done with one item, and why */
#include "register/travel.h"
#include "base/utf8.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/details.h"
#include "register/reference.h"

#include <stdio.h>

#define LABEL_WIDTH 14

struct page {
	struct db *db;
	struct arena *mem;
	struct buf *out;
	struct json json;
	bool is_json;
	size_t n; /* rows of the section so far */
	struct span cases[16];
	size_t n_cases;
	size_t n_items;
};

static struct span
clean(const struct page *p, struct span text)
{
	return utf8_clean_line(text, p->mem);
}

/* --- for people ---------------------------------------------------------------- */

/* The label stands before the first row of a section alone. */
static void
add_label(struct page *p, const char *label)
{
	buf_printf(p->out, "  %-*s ", LABEL_WIDTH, p->n++ == 0 ? label : "");
}

/* ", words", where there are some. */
static void
add_more(struct page *p, const char *before, struct span words)
{
	if (words.len > 0)
		buf_printf(p->out, "%s%.*s", before, SPAN_ARG(clean(p, words)));
}

static void
arrival_show(const struct travel_row *r, void *context)
{
	struct page *p = context;
	bool is_mail = r->number[1] != 0;

	add_label(p, "Came");
	buf_printf(p->out, "%.*s  ",
	    SPAN_ARG(desk_clock((time_t)r->number[2], p->mem)));
	if (is_mail)
		buf_printf(p->out,
		    "mailbox %.*s, folder %.*s, UID %lld of UIDVALIDITY %lld",
		    SPAN_ARG(clean(p, r->text[0])),
		    SPAN_ARG(clean(p, r->text[1])), r->number[1], r->number[0]);
	else
		buf_printf(p->out, "tray, as %.*s",
		    SPAN_ARG(clean(p, r->text[2])));
	buf_printf(p->out, "; %lld bytes; %.*s", r->number[3],
	    SPAN_ARG(r->text[3]));
	if (r->number[4] > 0)
		buf_printf(p->out, " after %lld attempt%s in vain",
		    r->number[4], r->number[4] == 1 ? "" : "s");
	add_more(p, "; the server said: ", r->text[4]);
	if (r->number[5] != 0)
		buf_add_text(p->out, "; a person saw to it");
	if (r->number[6] != 0)
		buf_add_text(p->out, "; put back by reconcile");
	buf_add_char(p->out, '\n');
}

static void
item_show(const struct travel_row *r, void *context)
{
	struct page *p = context;

	p->n = 0;
	add_label(p, "Registered");
	buf_printf(p->out, "%.*s, %lld bytes",
	    SPAN_ARG(desk_clock((time_t)r->number[1], p->mem)), r->number[2]);
	add_more(p, ", as the same bytes as item ", r->text[10]);
	p->n = 0;
	buf_add_char(p->out, '\n');
	add_label(p, "Its file");
	buf_printf(p->out, "%.*s\n",
	    SPAN_ARG(r->number[3] != 0
			 ? SPAN("destroyed at the end of its time")
		     : r->text[9].len > 0 ? r->text[9]
					  : SPAN("still in work")));
	p->n = 0;
	add_label(p, "Reading");
	buf_printf(p->out, "%.*s, %.*s: %.*s", SPAN_ARG(r->text[1]),
	    SPAN_ARG(r->text[2]), SPAN_ARG(r->text[3]));
	add_more(p, ": ", r->text[4]);
	p->n = 0;
	buf_add_char(p->out, '\n');
	add_label(p, "Origin");
	buf_printf(p->out, "%.*s", SPAN_ARG(r->text[5]));
	add_more(p, ", ", r->text[6]);
	buf_printf(p->out, "; authenticated: %.*s\n", SPAN_ARG(r->text[7]));
	p->n = 0;
	add_label(p, "Taken for");
	buf_printf(p->out, "%.*s\n", SPAN_ARG(r->text[8]));
	p->n = 0;
}

static void
part_show(const struct travel_row *r, void *context)
{
	struct page *p = context;

	add_label(p, "Documents");
	buf_printf(p->out, "%.*s %.*s, %lld bytes: %.*s", SPAN_ARG(r->text[0]),
	    SPAN_ARG(r->text[1]), r->number[0], SPAN_ARG(r->text[2]));
	add_more(p, ": ", r->text[3]);
	if (r->number[2] != 0)
		buf_printf(p->out, ", recognised with confidence %lld.%03lld",
		    r->number[3] / 1000, r->number[3] % 1000);
	buf_add_char(p->out, '\n');
}

static void
score_show(const struct travel_row *r, void *context)
{
	struct page *p = context;

	add_label(p, "Weighed");
	buf_printf(p->out, "%lld.%03lld %.*s, model %.*s\n",
	    r->number[0] / 1000, r->number[0] % 1000,
	    SPAN_ARG(r->text[0].len > 0 ? r->text[0] : SPAN("no case")),
	    SPAN_ARG(r->text[1].len > 0 ? r->text[1] : SPAN("none")));
}

static void
reason_show(const struct travel_row *r, void *context)
{
	struct page *p = context;
	long long n = r->number[0] < 0 ? -r->number[0] : r->number[0];

	add_label(p, "Because of");
	buf_printf(p->out, "%s%lld.%03lld %.*s: \"%.*s\"\n",
	    r->number[0] < 0 ? "-" : "", n / 1000, n % 1000,
	    SPAN_ARG(r->text[0]), SPAN_ARG(clean(p, r->text[1])));
}

static void
flag_show(const struct travel_row *r, void *context)
{
	struct page *p = context;

	add_label(p, "To refer");
	buf_printf(p->out, "%.*s, %.*s", SPAN_ARG(r->text[0]),
	    SPAN_ARG(r->text[1]));
	add_more(p, ": ", r->text[2]);
	if (r->text[3].len > 0)
		buf_printf(p->out, " \"%.*s\"", SPAN_ARG(clean(p, r->text[3])));
	buf_add_char(p->out, '\n');
}

static void
case_keep(const struct travel_row *r, void *context)
{
	struct page *p = context;
	bool is_original = span_is_equal(r->text[1], SPAN("original"));

	if (is_original && p->n_cases < sizeof p->cases / sizeof *p->cases)
		p->cases[p->n_cases++] = arena_copy(p->mem, r->text[0]);
	if (p->is_json) {
		json_open(&p->json, "", '{');
		json_text(&p->json, "reference", r->text[0]);
		json_text(&p->json, "role", r->text[1]);
		json_close(&p->json, '}');
		return;
	}
	add_label(p, "Case");
	buf_printf(p->out, "%.*s, %s\n", SPAN_ARG(r->text[0]),
	    is_original ? "which it opened" : "as a further message");
}

static void
event_show(const struct travel_row *r, void *context)
{
	struct page *p = context;

	if (p->n++ == 0)
		buf_add_text(p->out, "\n  What was done\n");
	buf_printf(p->out, "    %.*s  %.*s: %.*s",
	    SPAN_ARG(desk_clock((time_t)r->number[0], p->mem)),
	    SPAN_ARG(clean(p, r->text[0])), SPAN_ARG(clean(p, r->text[1])));
	add_more(p, ". ", r->text[2]);
	buf_add_char(p->out, '\n');
}

static bool
letter_show(const struct detail_letter *l, void *context)
{
	struct page *p = context;
	bool is_over = l->finished_at != 0;

	if (p->n++ == 0)
		buf_add_text(p->out, "\n  What was owed\n");
	buf_printf(p->out, "    %.*s by %.*s, text %.*s: %.*s",
	    SPAN_ARG(l->kind), SPAN_ARG(l->channel), SPAN_ARG(l->template),
	    SPAN_ARG(l->state));
	if (is_over)
		buf_printf(p->out, " %.*s",
		    SPAN_ARG(desk_clock(l->finished_at, p->mem)));
	buf_printf(p->out, ", %lld attempt%s", l->attempts,
	    l->attempts == 1 ? "" : "s");
	add_more(p, "; ", l->note);
	if (l->bounced_at != 0)
		buf_printf(p->out, "; came back %.*s",
		    SPAN_ARG(desk_clock(l->bounced_at, p->mem)));
	add_more(p, " with ", l->bounce);
	buf_printf(p->out, "\n      Message-ID %.*s\n",
	    SPAN_ARG(clean(p, l->message_id)));
	return true;
}

/* --- for programs --------------------------------------------------------------- */

static void
instant_add(struct page *p, const char *key, long long at)
{
	if (at == 0)
		json_nothing(&p->json, key);
	else
		json_text(&p->json, key, desk_instant((time_t)at, p->mem));
}

/* The names of a part's cells; an instant's begins with '@', a flag's with '?'. */
static const struct fields {
	const char *key; /* "" adds to the object of the item itself */
	const char *texts[TRAVEL_TEXTS];
	const char *numbers[TRAVEL_NUMBERS];
} fields[TRAVEL_COUNT] = {
	[TRAVEL_ITEM] = { "",
	    { "channel", "kind", "type", "outcome", "note", "origin", "machine",
		"authenticated", "disposition", "place", "first_id" },
	    { "@received_at", "@registered_at", "size", "?is_destroyed" } },
	[TRAVEL_ARRIVALS] = { "arrivals",
	    { "mailbox", "folder", "file", "state", "last_error" },
	    { "uidvalidity", "uid", "@internaldate", "size", "attempts",
		"@settled_at", "@put_back_at" } },
	[TRAVEL_PARTS] = { "parts", { "path", "type", "outcome", "note" },
	    { "size", "pages", "?ocr", "confidence_thousandths" } },
	[TRAVEL_SCORES] = { "scores", { "category", "model" },
	    { "thousandths" } },
	[TRAVEL_REASONS] = { "reasons", { "category", "phrase" },
	    { "thousandths" } },
	[TRAVEL_FLAGS] = { "flags", { "flag", "urgency", "refer_to", "phrase" },
	    { NULL } },
	[TRAVEL_CASES] = { "cases", { NULL }, { NULL } },
	[TRAVEL_EVENTS] = { "events", { "who", "what", "detail", "reference" },
	    { "@at", "number" } },
};

struct json_part {
	struct page *page;
	const struct fields *fields;
};

static void
row_json(const struct travel_row *r, void *context)
{
	const struct json_part *part = context;
	struct page *p = part->page;
	const struct fields *f = part->fields;
	bool is_nested = f->key[0] != '\0';

	if (is_nested)
		json_open(&p->json, "", '{');
	for (int i = 0; i < TRAVEL_TEXTS && f->texts[i] != NULL; i++)
		json_text(&p->json, f->texts[i], r->text[i]);
	for (int i = 0; i < TRAVEL_NUMBERS && f->numbers[i] != NULL; i++) {
		const char *key = f->numbers[i];

		if (key[0] == '@')
			instant_add(p, key + 1, r->number[i]);
		else if (key[0] == '?')
			json_flag(&p->json, key + 1, r->number[i] != 0);
		else
			json_number(&p->json, key, r->number[i]);
	}
	if (is_nested)
		json_close(&p->json, '}');
}

static bool
letter_json(const struct detail_letter *l, void *context)
{
	struct page *p = context;
	struct json *j = &p->json;

	json_open(j, "", '{');
	json_text(j, "kind", l->kind);
	json_text(j, "state", l->state);
	json_text(j, "channel", l->channel);
	json_text(j, "template", l->template);
	json_text(j, "message_id", l->message_id);
	json_number(j, "attempts", l->attempts);
	json_text(j, "note", l->note);
	instant_add(p, "made_at", (long long)l->made_at);
	instant_add(p, "finished_at", (long long)l->finished_at);
	instant_add(p, "bounced_at", (long long)l->bounced_at);
	json_text(j, "bounce", l->bounce);
	json_close(j, '}');
	return true;
}

/* --- both ------------------------------------------------------------------------ */

static travel_show *const shows[TRAVEL_COUNT] = {
	[TRAVEL_ITEM] = item_show,
	[TRAVEL_ARRIVALS] = arrival_show,
	[TRAVEL_PARTS] = part_show,
	[TRAVEL_SCORES] = score_show,
	[TRAVEL_REASONS] = reason_show,
	[TRAVEL_FLAGS] = flag_show,
	[TRAVEL_CASES] = case_keep,
	[TRAVEL_EVENTS] = event_show,
};

static enum outcome
part_add(struct page *p, enum travel part, struct span id, struct error *why)
{
	const struct fields *f = &fields[part];
	struct json_part json = { p, f };
	bool is_nested = p->is_json && f->key[0] != '\0';
	bool is_own = !p->is_json || part == TRAVEL_CASES;
	enum outcome how;

	p->n = 0;
	if (is_nested)
		json_open(&p->json, f->key, '[');
	how = travel_read(p->db, part, id, is_own ? shows[part] : row_json,
	    is_own ? (void *)p : (void *)&json, why);
	if (is_nested)
		json_close(&p->json, ']');
	return how;
}

static enum outcome
letters_add(struct page *p, struct error *why)
{
	enum outcome how = DONE;

	p->n = 0;
	if (p->is_json)
		json_open(&p->json, "owed", '[');
	for (size_t i = 0; i < p->n_cases && how == DONE; i++)
		how = details_letters(p->db, p->cases[i],
		    p->is_json ? letter_json : letter_show, p, why);
	if (p->is_json)
		json_close(&p->json, ']');
	return how;
}

static enum outcome
travel_print(struct span id, void *context, struct error *why)
{
	static const enum travel order[] = { TRAVEL_ARRIVALS, TRAVEL_ITEM,
		TRAVEL_PARTS, TRAVEL_SCORES, TRAVEL_REASONS, TRAVEL_FLAGS,
		TRAVEL_CASES, TRAVEL_EVENTS };
	struct page *p = context;
	enum outcome how = DONE;

	p->n_cases = 0;
	p->json = (struct json){ .out = p->out };
	if (p->is_json) {
		json_open(&p->json, "", '{');
		json_text(&p->json, "item", id);
	} else {
		buf_printf(p->out, "%sItem %.*s\n", p->n_items > 0 ? "\n" : "",
		    SPAN_ARG(id));
	}
	p->n_items++;
	for (size_t i = 0; i < sizeof order / sizeof *order && how == DONE; i++)
		how = part_add(p, order[i], id, why);
	if (how == DONE)
		how = letters_add(p, why);
	if (p->is_json)
		json_close(&p->json, '}');
	else
		buf_cut(p->out, p->out->len - 1);
	if (how == DONE)
		desk_print(p->out);
	return how;
}

/* A reference in small letters is one too; else the name as it was typed. */
static struct span
name_of(const struct call *call)
{
	struct span typed = span_trim(span_of(call->argv[1]));
	char *upper = arena_alloc(call->mem, typed.len + 1);

	for (size_t i = 0; i < typed.len; i++)
		upper[i] = typed.at[i] >= 'a' && typed.at[i] <= 'z'
			       ? (char)(typed.at[i] - 'a' + 'A')
			       : typed.at[i];
	return reference_is_valid((struct span){ upper, typed.len })
		   ? (struct span){ upper, typed.len }
		   : typed;
}

int
log_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	autobuf out = BUF(MAX_PAGE_BYTES);
	autodb db = NULL;
	struct error why;
	struct page page = { .mem = call.mem, .out = &out, .is_json = is_json };
	enum outcome how;

	if (call.argc != 2)
		return desk_usage(&call, "[--json] ID");
	how = desk_open(&call, &db, &why);
	page.db = db;
	if (how == DONE)
		how =
		    travel_find(db, name_of(&call), travel_print, &page, &why);
	return desk_end(&call, how, &why);
}

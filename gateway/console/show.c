/* show.c - one case, with its text, its reasons and its history */
#include "base/utf8.h"
#include "console/console.h"
#include "console/desk.h"

#include <stdio.h>
#include <sysexits.h>

struct page {
	struct arena *mem;
	struct buf text;
	struct json json;
	size_t n; /* rows of the section so far */
};

/* A line with a label, where there is something to say. */
static void
add_line(struct page *page, const char *label, struct span value)
{
	if (value.len > 0)
		buf_printf(&page->text, "%-16s %.*s\n", label,
		    SPAN_ARG(utf8_clean_line(value, page->mem)));
}

static bool
show_case(const struct case_row *row, void *context)
{
	struct page *page = context;
	struct span acknowledged =
	    row->ack_note.len == 0
		? row->ack_state
		: arena_printf(page->mem, "%.*s: %.*s",
		      SPAN_ARG(row->ack_state), SPAN_ARG(row->ack_note));

	buf_printf(&page->text, "%.*s\n\n", SPAN_ARG(row->reference));
	add_line(page, "Category",
	    row->category.len > 0 ? row->category : SPAN("undecided"));
	add_line(page, "Taken for", row->disposition);
	add_line(page, "State", row->state);
	add_line(page, "From", row->who);
	add_line(page, "Subject", row->subject_line);
	add_line(page, "Came by", row->channel);
	add_line(page, "Received on", row->received_on);
	add_line(page, "Acknowledge by", row->ack_due);
	add_line(page, "Acknowledged", acknowledged);
	add_line(page, "Respond by", row->response_due);
	add_line(page, "Refer", row->flags);
	if (row->needs_review)
		add_line(page, "Needs review",
		    row->review_reason.len > 0 ? row->review_reason
					       : SPAN("yes"));
	if (!span_is_equal(row->outcome, SPAN("read")))
		add_line(page, "Reading", row->outcome);
	add_line(page, "Item", row->item_id);
	add_line(page, "Original", row->place);
	return true;
}

static bool
show_link(const struct case_link_row *row, void *context)
{
	struct page *page = context;
	struct span other =
	    row->reference.len > 0
		? row->reference
		: arena_printf(page->mem, "item %.*s", SPAN_ARG(row->item_id));

	add_line(page, "Linked",
	    arena_printf(page->mem, "shares its Message-ID with %.*s",
		SPAN_ARG(other)));
	return true;
}

static bool
show_reason(const struct case_reason_row *row, void *context)
{
	struct page *page = context;

	if (page->n++ == 0)
		buf_add_text(&page->text, "\nWhy\n");
	buf_printf(&page->text, "  %s%lld.%03lld  %.*s: \"%.*s\"\n",
	    row->weight < 0 ? "-" : "",
	    (row->weight < 0 ? -row->weight : row->weight) / 1000,
	    (row->weight < 0 ? -row->weight : row->weight) % 1000,
	    SPAN_ARG(row->category),
	    SPAN_ARG(utf8_clean_line(row->phrase, page->mem)));
	return true;
}

static bool
show_part(const struct case_part_row *row, void *context)
{
	struct page *page = context;
	struct span name = row->name.len > 0 ? row->name : row->type;

	buf_printf(&page->text, "\nPart %.*s: %.*s, %lld bytes, %.*s%s%.*s\n",
	    SPAN_ARG(row->path), SPAN_ARG(utf8_clean_line(name, page->mem)),
	    row->size, SPAN_ARG(row->outcome), row->note.len > 0 ? ": " : "",
	    SPAN_ARG(utf8_clean_line(row->note, page->mem)));
	if (row->is_alternative)
		buf_add_text(&page->text, "  (says what another part says)\n");
	else if (row->text.len > 0)
		buf_printf(&page->text, "\n%.*s\n",
		    SPAN_ARG(span_trim(utf8_clean(row->text, page->mem))));
	return true;
}

static bool
show_event(const struct case_event_row *row, void *context)
{
	struct page *page = context;

	if (page->n++ == 0)
		buf_add_text(&page->text, "\nHistory\n");
	buf_printf(&page->text, "  %.*s  %.*s: %.*s%s%.*s\n",
	    SPAN_ARG(desk_clock(row->at, page->mem)), SPAN_ARG(row->who),
	    SPAN_ARG(row->what), row->detail.len > 0 ? ". " : "",
	    SPAN_ARG(row->detail));
	return true;
}

static bool
json_case(const struct case_row *row, void *context)
{
	struct page *page = context;

	desk_case_json(row, &page->json);
	return true;
}

static bool
json_part(const struct case_part_row *row, void *context)
{
	struct json *json = &((struct page *)context)->json;

	json_open(json, "", '{');
	json_text(json, "path", row->path);
	json_text(json, "name", row->name);
	json_text(json, "type", row->type);
	json_number(json, "size", row->size);
	json_flag(json, "alternative", row->is_alternative);
	json_text(json, "outcome", row->outcome);
	json_text(json, "note", row->note);
	json_text(json, "text", row->text);
	json_close(json, '}');
	return true;
}

static bool
json_reason(const struct case_reason_row *row, void *context)
{
	struct json *json = &((struct page *)context)->json;

	json_open(json, "", '{');
	json_text(json, "phrase", row->phrase);
	json_text(json, "category", row->category);
	json_thousandths(json, "weight", row->weight);
	json_close(json, '}');
	return true;
}

static bool
json_link(const struct case_link_row *row, void *context)
{
	struct json *json = &((struct page *)context)->json;

	json_open(json, "", '{');
	json_text(json, "why", row->why);
	json_text(json, "item", row->item_id);
	json_text_or_null(json, "reference", row->reference);
	json_close(json, '}');
	return true;
}

static bool
json_event(const struct case_event_row *row, void *context)
{
	struct page *page = context;
	struct json *json = &page->json;

	json_open(json, "", '{');
	json_text(json, "at", desk_instant(row->at, page->mem));
	json_text(json, "who", row->who);
	json_text(json, "what", row->what);
	json_text(json, "detail", row->detail);
	json_text_or_null(json, "item", row->item_id);
	json_close(json, '}');
	return true;
}

static enum outcome
show_plain(struct db *db, struct span reference, struct page *page,
    struct error *why)
{
	enum outcome how = cases_find(db, reference, show_case, page, why);

	if (how == DONE)
		how = cases_links(db, reference, show_link, page, why);
	if (how == DONE)
		how = cases_reasons(db, reference, show_reason, page, why);
	if (how == DONE)
		how = cases_parts(db, reference, show_part, page, why);
	page->n = 0;
	if (how == DONE)
		how = cases_events(db, reference, 0, show_event, page, why);
	return how;
}

static enum outcome
show_json(struct db *db, struct span reference, struct page *page,
    struct error *why)
{
	struct json *json = &page->json;
	enum outcome how;

	json_open(json, "", '{');
	how = cases_find(db, reference, json_case, page, why);
	json_open(json, "links", '[');
	if (how == DONE)
		how = cases_links(db, reference, json_link, page, why);
	json_close(json, ']');
	json_open(json, "reasons", '[');
	if (how == DONE)
		how = cases_reasons(db, reference, json_reason, page, why);
	json_close(json, ']');
	json_open(json, "parts", '[');
	if (how == DONE)
		how = cases_parts(db, reference, json_part, page, why);
	json_close(json, ']');
	json_open(json, "events", '[');
	if (how == DONE)
		how = cases_events(db, reference, 0, json_event, page, why);
	json_close(json, ']');
	json_close(json, '}');
	buf_add_char(&page->text, '\n');
	return how;
}

int
show_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	struct page page = { .mem = call.mem, .text = BUF(MAX_PAGE_BYTES) };
	struct span reference;
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2)
		return desk_usage(&call, "[--json] REF");
	if (!desk_reference(&call, 1, &reference))
		return EX_DATAERR;
	page.json = (struct json){ .out = &page.text };
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = is_json ? show_json(db, reference, &page, &why)
			      : show_plain(db, reference, &page, &why);
	if (how == DONE)
		fwrite(page.text.at, 1, page.text.len, stdout);
	if (how == DONE && page.text.overflowed)
		fprintf(stderr, "postroom show: the end is cut off\n");
	buf_release(&page.text);
	return desk_end(&call, how, &why);
}

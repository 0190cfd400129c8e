/* show_json.c - a case as one object */
#include "base/json.h"
#include "console/alerts.h"
#include "console/casework.h"
#include "console/desk.h"
#include "console/people.h"
#include "console/rows.h"
#include "console/show_page.h"
#include "register/details.h"

struct object {
	const struct showing *showing;
	struct json json;
};

static bool
json_case(const struct case_row *row, void *context)
{
	struct object *o = context;
	struct cell cells[MAX_CASE_CELLS];

	case_cells(row, o->showing->today, o->showing->mem, cells);
	cells_json(cells, CASE_CELLS, &o->json);
	return true;
}

static struct span
instant_or_none(time_t at, struct arena *mem)
{
	return at != 0 ? desk_instant(at, mem) : SPAN("");
}

static bool
json_item(const struct detail_item *item, void *context)
{
	struct object *o = context;
	struct json *json = &o->json;

	json_open(json, "", '{');
	json_text(json, "item", item->id);
	json_text(json, "role", item->role);
	json_text(json, "channel", item->channel);
	json_text(json, "received_at",
	    desk_instant(item->received_at, o->showing->mem));
	json_number(json, "size", item->size);
	json_text(json, "title", item->title);
	json_text(json, "author_name", item->author_name);
	json_text(json, "author_address", item->author_address);
	json_text_or_null(json, "forwarder", item->forwarder);
	json_text(json, "authenticated", item->authenticated);
	json_text(json, "disposition", item->disposition);
	json_text(json, "outcome", item->outcome);
	json_text(json, "note", item->note);
	json_text_or_null(json, "place", item->place);
	json_close(json, '}');
	return true;
}

static void
json_marks(const struct detail_part *part, struct json *json)
{
	json_open(json, "spans", '[');
	for (size_t i = 0; i < part->n_marks; i++) {
		json_open(json, "", '{');
		json_text(json, "kind", span_of(part->marks[i].kind));
		json_number(json, "start", (long long)part->marks[i].begins);
		json_number(json, "end", (long long)part->marks[i].ends);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static bool
json_part(const struct detail_part *part, void *context)
{
	struct json *json = &((struct object *)context)->json;

	json_open(json, "", '{');
	json_text(json, "item", part->item_id);
	json_text(json, "path", part->path);
	json_text(json, "name", part->name);
	json_text(json, "type", part->type);
	json_number(json, "size", part->size);
	json_number(json, "pages", part->pages);
	json_flag(json, "alternative", part->is_alternative);
	json_text(json, "outcome", part->outcome);
	json_text(json, "note", part->note);
	json_flag(json, "ocr", part->is_ocr);
	json_thousandths(json, "confidence", part->confidence);
	json_text(json, "text", part->text);
	json_marks(part, json);
	json_close(json, '}');
	return true;
}

static bool
json_flag_row(const struct detail_flag *flag, void *context)
{
	struct json *json = &((struct object *)context)->json;

	json_open(json, "", '{');
	json_text(json, "flag", flag->kind);
	json_text(json, "urgency", flag->urgency);
	json_text(json, "refer_to", flag->refer_to);
	json_text(json, "phrase", flag->phrase);
	json_text(json, "item", flag->item_id);
	json_close(json, '}');
	return true;
}

static bool
json_alert(const struct alert *alert, void *context)
{
	struct object *o = context;
	struct cell cells[ALERT_CELLS];

	alert_cells(alert, o->showing->mem, cells);
	json_open(&o->json, "", '{');
	cells_json(cells, ALERT_CELLS, &o->json);
	json_close(&o->json, '}');
	return true;
}

static bool
json_letter(const struct detail_letter *letter, void *context)
{
	struct object *o = context;
	struct json *json = &o->json;
	struct arena *mem = o->showing->mem;

	json_open(json, "", '{');
	json_text(json, "kind", letter->kind);
	json_text(json, "state", letter->state);
	json_text(json, "channel", letter->channel);
	json_text(json, "template", letter->template);
	json_text(json, "to_name", letter->to_name);
	json_text(json, "to_address", letter->to_address);
	json_text(json, "to_postal", letter->to_postal);
	json_text(json, "message_id", letter->message_id);
	json_text(json, "made_at", desk_instant(letter->made_at, mem));
	json_text_or_null(json, "finished_at",
	    instant_or_none(letter->finished_at, mem));
	json_number(json, "attempts", letter->attempts);
	json_text_or_null(json, "bounced_at",
	    instant_or_none(letter->bounced_at, mem));
	json_text_or_null(json, "bounce", letter->bounce);
	json_text(json, "note", letter->note);
	json_close(json, '}');
	return true;
}

static bool
json_reason(const struct case_reason_row *row, void *context)
{
	struct json *json = &((struct object *)context)->json;

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
	struct json *json = &((struct object *)context)->json;

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
	struct object *o = context;
	struct json *json = &o->json;

	json_open(json, "", '{');
	json_text(json, "at", desk_instant(row->at, o->showing->mem));
	json_text(json, "who", row->who);
	json_text(json, "what", row->what);
	json_text(json, "detail", row->detail);
	json_text_or_null(json, "item", row->item_id);
	json_close(json, '}');
	return true;
}

/* What arrived, and what was made of it. */
static enum outcome
json_contents(struct db *db, struct span reference, struct object *o,
    struct error *why)
{
	struct json *json = &o->json;
	enum outcome how;

	json_open(json, "links", '[');
	how = cases_links(db, reference, json_link, o, why);
	json_close(json, ']');
	json_open(json, "reasons", '[');
	if (how == DONE)
		how = cases_reasons(db, reference, json_reason, o, why);
	json_close(json, ']');
	json_open(json, "passages", '[');
	if (how == DONE)
		how = details_flags(db, reference, json_flag_row, o, why);
	json_close(json, ']');
	json_open(json, "alerts", '[');
	if (how == DONE)
		how = alert_list(db, reference, json_alert, o, why);
	json_close(json, ']');
	json_open(json, "items", '[');
	if (how == DONE)
		how = details_items(db, reference, json_item, o, why);
	json_close(json, ']');
	json_open(json, "parts", '[');
	if (how == DONE)
		how = details_parts(db, reference, json_part, o, why);
	json_close(json, ']');
	return how;
}

enum outcome
show_json(struct db *db, const struct showing *showing, struct buf *out,
    struct error *why)
{
	struct object o = { .showing = showing, .json = { .out = out } };
	struct json *json = &o.json;
	struct span reference = showing->reference;
	enum outcome how;

	json_open(json, "", '{');
	how = cases_find(db, reference, json_case, &o, why);
	if (how == DONE)
		how = people_json(db, reference, showing->mem, json, why);
	if (how == DONE)
		how = casework_json(db, reference, showing->with_earlier, json,
		    why);
	if (how == DONE)
		how = json_contents(db, reference, &o, why);
	json_open(json, "letters", '[');
	if (how == DONE)
		how = details_letters(db, reference, json_letter, &o, why);
	json_close(json, ']');
	json_open(json, "events", '[');
	if (how == DONE)
		how = cases_events(db, reference, 0, json_event, &o, why);
	json_close(json, ']');
	json_close(json, '}');
	buf_add_char(out, '\n');
	return how;
}

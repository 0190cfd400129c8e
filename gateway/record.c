/* record.c - writes an item down */
#include "record.h"
#include "base/json.h"
#include "base/utf8.h"
#include "triage/circumstances.h"
#include "triage/workday.h"

static void
address_json(struct json *j, const char *key, const struct mailbox_address *a)
{
	json_open(j, key, '{');
	json_text(j, "name", a->name);
	json_text(j, "address", a->address);
	json_close(j, '}');
}

static void
addresses_json(struct json *j, const char *key,
    const struct mailbox_address *list, size_t n)
{
	json_open(j, key, '[');
	for (size_t i = 0; i < n; i++)
		address_json(j, "", &list[i]);
	json_close(j, ']');
}

static void
message_json(struct json *j, const struct message *m)
{
	if (m == NULL) {
		json_nothing(j, "message");
		return;
	}
	json_open(j, "message", '{');
	json_text(j, "message_id", m->message_id);
	json_text(j, "date", m->date);
	address_json(j, "from", &m->from);
	addresses_json(j, "reply_to", m->reply_to, m->n_reply_to);
	addresses_json(j, "to", m->to, m->n_to);
	addresses_json(j, "cc", m->cc, m->n_cc);
	json_text(j, "subject", m->subject);
	json_text(j, "in_reply_to", m->in_reply_to);
	json_text(j, "references", m->references);
	json_text(j, "body", m->body);
	json_text(j, "new_text", m->new_text);
	json_close(j, '}');
}

static void
forward_json(struct json *j, const struct forward *f)
{
	if (!f->found) {
		json_nothing(j, "forward");
		return;
	}
	json_open(j, "forward", '{');
	address_json(j, "from", &f->from);
	addresses_json(j, "to", f->to, f->n_to);
	addresses_json(j, "cc", f->cc, f->n_cc);
	json_text(j, "subject", f->subject);
	json_text(j, "date", f->date);
	json_text(j, "text", f->text);
	json_text(j, "note", f->note);
	json_close(j, '}');
}

/* A word with the box around it, in whole pixels. */
static void
word_json(struct json *j, const struct placed_word *w)
{
	long long left = w->x[0], top = w->y[0], right = left, bottom = top;

	for (int i = 1; i < 4; i++) {
		left = w->x[i] < left ? w->x[i] : left;
		top = w->y[i] < top ? w->y[i] : top;
		right = w->x[i] > right ? w->x[i] : right;
		bottom = w->y[i] > bottom ? w->y[i] : bottom;
	}
	json_open(j, "", '{');
	json_text(j, "text", w->text);
	json_thousandths(j, "confidence", w->confidence);
	json_open(j, "box", '[');
	json_number(j, "", left / 10);
	json_number(j, "", top / 10);
	json_number(j, "", (right + 9) / 10);
	json_number(j, "", (bottom + 9) / 10);
	json_close(j, ']');
	json_close(j, '}');
}

/* Its pages one by one, where the places of words were asked for. */
static void
sheets_json(struct json *j, const struct part *p)
{
	json_open(j, "sheets", '[');
	for (size_t i = 0; i < p->n_placed; i++) {
		const struct placed_page *page = &p->placed[i];

		json_open(j, "", '{');
		json_number(j, "page", page->number);
		json_number(j, "width", page->width);
		json_number(j, "height", page->height);
		json_thousandths(j, "turned", page->angle);
		json_flag(j, "ocr", page->is_recognised);
		json_thousandths(j, "confidence", page->confidence);
		json_open(j, "words", '[');
		for (size_t k = 0; k < page->n_words; k++)
			word_json(j, &page->words[k]);
		json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
part_json(struct json *j, const struct part *p)
{
	json_open(j, "", '{');
	json_text(j, "path", p->path);
	json_text(j, "name", p->name);
	json_text(j, "declared_type", p->declared_type);
	json_text(j, "type", p->type);
	json_number(j, "size", (long long)p->size);
	json_text(j, "sha256", p->sha256);
	json_text(j, "md5", p->md5);
	json_text(j, "disposition",
	    span_of(part_disposition_name(p->disposition)));
	json_flag(j, "nested", p->is_nested);
	json_text(j, "outcome", span_of(part_outcome_name(p->outcome)));
	json_text(j, "note", p->note);
	json_number(j, "pages", p->pages);
	json_flag(j, "ocr", p->is_ocr);
	json_thousandths(j, "confidence", p->confidence);
	json_text(j, "language", p->language);
	json_text(j, "text", p->text);
	if (p->placed != NULL)
		sheets_json(j, p);
	json_close(j, '}');
}

/* The place of some bytes of a part's text. */
static void
place_json(struct json *j, const struct item *item, size_t part, size_t start,
    size_t end)
{
	json_text(j, "part",
	    part < item->n_parts ? item->parts[part].path : SPAN(""));
	json_number(j, "start", (long long)start);
	json_number(j, "end", (long long)end);
}

static void
spans_json(struct json *j, const struct item *item)
{
	json_open(j, "spans", '[');
	for (size_t i = 0; i < item->n_spans; i++) {
		const struct marked_span *s = &item->spans[i];

		json_open(j, "", '{');
		json_text(j, "kind", span_of(span_kind_name(s->kind)));
		place_json(j, item, s->part, s->start, s->end);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
origin_json(struct json *j, const struct origin *o)
{
	json_open(j, "origin", '{');
	json_text(j, "kind", span_of(origin_name(o->kind)));
	json_text_or_null(j, "machine", span_of(machine_name(o->machine)));
	json_open(j, "bounce", '[');
	for (size_t i = 0; i < o->n_bounces; i++) {
		json_open(j, "", '{');
		json_text(j, "recipient", o->bounces[i].recipient);
		json_text(j, "status", o->bounces[i].status);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_open(j, "author", '{');
	json_text(j, "name", o->author.name);
	json_text(j, "address", o->author.address);
	json_text(j, "postal_address", o->postal_address);
	json_text(j, "phone", o->phone);
	json_text_or_null(j, "role", span_of(o->role));
	json_close(j, '}');
	address_json(j, "forwarder", &o->forwarder);
	json_text(j, "authenticated",
	    o->authenticated == NULL ? SPAN("none")
				     : span_of(o->authenticated));
	json_open(j, "reasons", '[');
	for (size_t i = 0; i < o->n_reasons; i++)
		json_text(j, "", o->reasons[i]);
	json_close(j, ']');
	json_close(j, '}');
}

static void
flags_json(struct json *j, const struct item *item)
{
	json_open(j, "flags", '[');
	for (size_t i = 0; i < item->verdict.n_flags; i++) {
		const struct flag *f = &item->verdict.flags[i];

		json_open(j, "", '{');
		json_text(j, "flag", span_of(flag_name(f->kind)));
		json_text(j, "urgency", span_of(urgency_name(f->urgency)));
		json_text(j, "refer_to", f->refer_to);
		json_text(j, "phrase", f->phrase);
		place_json(j, item, f->part, f->start, f->end);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
topics_json(struct json *j, const struct item *item)
{
	json_open(j, "topics", '[');
	for (size_t i = 0; i < item->verdict.n_topics; i++) {
		const struct topic *t = &item->verdict.topics[i];

		json_open(j, "", '{');
		json_text(j, "topic", span_of(t->name));
		json_thousandths(j, "weight", t->weight);
		json_text(j, "phrase", t->phrase);
		place_json(j, item, t->part, t->start, t->end);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
reasons_json(struct json *j, const struct item *item)
{
	json_open(j, "reasons", '[');
	for (size_t i = 0; i < item->verdict.n_reasons; i++) {
		const struct reason *r = &item->verdict.reasons[i];

		json_open(j, "", '{');
		json_text(j, "phrase", r->phrase);
		json_thousandths(j, "weight", r->weight);
		json_text(j, "category", span_of(category_name(r->category)));
		place_json(j, item, r->part, r->start, r->end);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
verdict_json(struct json *j, const struct item *item)
{
	const struct verdict *v = &item->verdict;

	json_open(j, "triage", '{');
	json_text(j, "disposition", span_of(disposition_name(v->disposition)));
	json_text_or_null(j, "category", span_of(category_name(v->category)));
	json_thousandths(j, "confidence", v->confidence);
	json_flag(j, "needs_review", v->needs_review);
	json_text(j, "review_reason", v->review_reason);
	json_open(j, "scores", '{');
	for (int c = COMPLAINT; c < CATEGORY_COUNT; c++)
		json_thousandths(j, category_name((enum category)c),
		    v->scores[c]);
	json_thousandths(j, "no_case", v->scores[CATEGORY_NONE]);
	json_close(j, '}');
	json_text_or_null(j, "model", v->model);
	json_open(j, "also", '[');
	for (size_t i = 0; i < v->n_also; i++)
		json_text(j, "", span_of(category_name(v->also[i])));
	json_close(j, ']');
	reasons_json(j, item);
	flags_json(j, item);
	topics_json(j, item);
	json_text_or_null(j, "reference", v->reference);
	json_close(j, '}');
}

static void
day_json(struct json *j, const char *key, day d)
{
	autoarena mem = { 0 };

	json_text_or_null(j, key, day_text(d, &mem));
}

static void
owed_json(struct json *j, const struct owed *o)
{
	json_open(j, "owed", '{');
	if (o->acknowledge == ACK_HOLD)
		json_text(j, "acknowledge", SPAN("hold"));
	else
		json_flag(j, "acknowledge", o->acknowledge == ACK_YES);
	json_text(j, "why_not", o->why_not);
	json_text(j, "to", o->to.address);
	json_text(j, "channel", span_of(channel_name(o->channel)));
	json_text(j, "template", o->template);
	json_open(j, "circumstances", '[');
	for (size_t c = 0; c < CIRCUMSTANCE_COUNT; c++)
		if (o->circumstances & CIRCUMSTANCE_BIT(c))
			json_text(j, "",
			    span_of(circumstance_name((enum circumstance)c)));
	json_close(j, ']');
	day_json(j, "received_on", o->received_on);
	day_json(j, "ack_due", o->ack_due);
	day_json(j, "response_due", o->response_due);
	day_json(j, "holding_due", o->holding_due);
	json_close(j, '}');
}

/* What was found in the file, but not what to make of it. */
static void
document_json(struct json *j, const struct item *item, struct span file)
{
	json_text(j, "file", file);
	json_text(j, "sha256", item->sha256);
	json_number(j, "size", (long long)item->size);
	json_text(j, "kind",
	    item->kind == KIND_MESSAGE ? SPAN("message") : SPAN("document"));
	json_text(j, "outcome", span_of(part_outcome_name(item->root.outcome)));
	json_text(j, "note", item->root.note);
}

static void
parts_json(struct json *j, const struct item *item)
{
	json_open(j, "parts", '[');
	for (size_t i = 0; i < item->n_parts; i++)
		part_json(j, &item->parts[i]);
	json_close(j, ']');
}

void
record_document_json(const struct item *item, struct span file, struct buf *out)
{
	struct json j = { .out = out };

	json_open(&j, "", '{');
	document_json(&j, item, file);
	parts_json(&j, item);
	json_close(&j, '}');
	buf_add_char(out, '\n');
}

void
record_json(const struct item *item, struct span file, struct buf *out)
{
	struct json j = { .out = out };

	json_open(&j, "", '{');
	document_json(&j, item, file);
	message_json(&j, item->message);
	forward_json(&j, &item->forward);
	parts_json(&j, item);
	json_text(&j, "text", item->text);
	spans_json(&j, item);
	origin_json(&j, &item->origin);
	verdict_json(&j, item);
	owed_json(&j, &item->owed);
	json_close(&j, '}');
	buf_add_char(out, '\n');
}

static void
line_plain(struct buf *out, const char *label, struct span text)
{
	if (text.len > 0)
		buf_printf(out, "  %-16s %.*s\n", label, SPAN_ARG(text));
}

void
record_plain(const struct item *item, struct span file, struct buf *out)
{
	const struct verdict *v = &item->verdict;
	const struct owed *o = &item->owed;
	autoarena mem = { 0 };

	buf_printf(out, "%.*s\n", SPAN_ARG(file));
	line_plain(out, "Read", span_of(part_outcome_name(item->root.outcome)));
	line_plain(out, "Note", item->root.note);
	line_plain(out, "From", span_of(origin_name(item->origin.kind)));
	line_plain(out, "Looks like", span_of(category_name(v->category)));
	if (v->needs_review)
		line_plain(out, "A person decides", v->review_reason);
	for (size_t i = 0; i < v->n_reasons; i++)
		line_plain(out, i == 0 ? "Because of" : "",
		    utf8_clean_line(v->reasons[i].phrase, &mem));
	for (size_t i = 0; i < v->n_flags; i++)
		line_plain(out, "Flag",
		    arena_printf(&mem, "%s (%s): %.*s",
			flag_name(v->flags[i].kind),
			urgency_name(v->flags[i].urgency),
			SPAN_ARG(v->flags[i].phrase)));
	line_plain(out, "Received", day_words(o->received_on, &mem));
	line_plain(out, "Acknowledge by", day_words(o->ack_due, &mem));
	line_plain(out, "Respond by", day_words(o->response_due, &mem));
	line_plain(out, "Channel", span_of(channel_name(o->channel)));
	line_plain(out, "Text", o->template);
	line_plain(out, "It speaks of",
	    circumstances_words(o->circumstances, &mem));
	line_plain(out, "Not sent because", o->why_not);
}

static void
effort_plain(struct buf *out, const char *label, const struct effort *e,
    struct span what)
{
	buf_printf(out,
	    "  %-16s %lld ms, processor %lld ms, memory %lld KiB"
	    "%s%.*s\n",
	    label, e->wall_ms, e->cpu_ms, e->peak_kib, what.len > 0 ? ": " : "",
	    SPAN_ARG(what));
}

void
record_effort(const struct item *item, struct buf *out)
{
	autoarena mem = { 0 };

	effort_plain(out, "Reading took", &item->effort, SPAN(""));
	if (item->kind == KIND_MESSAGE)
		effort_plain(out, "", &item->root.effort, item->root.type);
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *p = &item->parts[i];

		effort_plain(out, "", &p->effort,
		    arena_printf(&mem, "%.*s %.*s, %s", SPAN_ARG(p->path),
			SPAN_ARG(p->type), part_outcome_name(p->outcome)));
	}
}

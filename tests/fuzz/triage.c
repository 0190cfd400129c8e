/*
 * triage.c - what anybody may write to us, decided upon
 *
 * The bytes are lines "Name: value", an empty line, then the text; a line with
 * a form feed alone begins the text of a further part.  Without any such line
 * they are a document.  As after reading, all of it is UTF-8 (base/utf8.h).
 */
#include "fuzz.h"

#include "base/io.h"
#include "triage/ours.h"
#include "triage/phrases.h"
#include "triage/triage.h"

#define NOON ((time_t)1795348800) /* of Sunday 22 November 2026 */
#define MOST_HEADERS 40
#define MOST_PARTS 6

static struct policy policy;
static struct model model;
static struct triage_house house;

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static struct buf bytes = { .ceiling = MAX_MODEL_BYTES };
	static struct arena mem;
	struct error why;

	(void)argc;
	(void)argv;
	must_hold(io_read_file("gateway/triage/model.bin", &bytes, &why) ==
			  DONE &&
		      model_open(buf_span(&bytes), &model, &why) == DONE,
	    "the model is there");
	must_hold(policy_read(SPAN("trust"), SPAN("templates"), &mem, &policy,
		      &why) == DONE,
	    "the pack is there");
	house = (struct triage_house){ &policy,
		SPAN("complaints@northmoor.example"), SPAN("northmoor.example"),
		SPAN("mx.northmoor.example"), SPAN("webforms@forms.example"),
		&model, phrases_index(&mem),
		ours_index(policy.own_texts, &mem) };
	return 0;
}

static struct mailbox_address
address_of(struct span value)
{
	struct mailbox_address a = { .name = SPAN("") };

	a.name = span_trim(span_cut_at(&value, '<'));
	a.address = span_trim(span_cut_at(&value, '>'));
	if (a.address.len == 0)
		a = (struct mailbox_address){ SPAN(""), a.name };
	return a;
}

static void
header_take(struct message *m, struct span name, struct span value,
    struct arena *mem)
{
	m->headers[m->n_headers++] = (struct header){ name, value };
	if (span_is_same_word(name, SPAN("From"))) {
		m->from = address_of(value);
	} else if (span_is_same_word(name, SPAN("To")) && m->n_to == 0) {
		m->to = ARENA_ARRAY(mem, 1, struct mailbox_address);
		m->to[m->n_to++] = address_of(value);
	} else if (span_is_same_word(name, SPAN("Reply-To")) &&
		   m->n_reply_to == 0) {
		m->reply_to = ARENA_ARRAY(mem, 1, struct mailbox_address);
		m->reply_to[m->n_reply_to++] = address_of(value);
	}
}

/* Takes the header off *text; NULL where there is none. */
static struct message *
message_take(struct span *text, struct arena *mem)
{
	struct message *m = arena_alloc(mem, sizeof *m);
	struct span rest = *text;

	m->headers = ARENA_ARRAY(mem, MOST_HEADERS, struct header);
	while (rest.len > 0 && m->n_headers < MOST_HEADERS) {
		struct span value = span_cut_line(&rest);
		struct span name = span_cut_at(&value, ':');

		if (name.len == 0)
			break;
		header_take(m, name, utf8_clean_line(span_trim(value), mem),
		    mem);
	}
	if (m->n_headers == 0)
		return NULL;
	m->subject = message_header(m, "Subject");
	m->message_id = message_header(m, "Message-ID");
	m->in_reply_to = message_header(m, "In-Reply-To");
	m->references = message_header(m, "References");
	*text = rest;
	return m;
}

static void
item_make(struct item *item, struct span text, struct arena *mem)
{
	item->received_at = NOON;
	item->message = message_take(&text, mem);
	item->kind = item->message != NULL ? KIND_MESSAGE : KIND_DOCUMENT;
	item->parts = ARENA_ARRAY(mem, MOST_PARTS, struct part);
	do {
		size_t end = span_find(text, SPAN("\n\f\n"), 0);
		struct part *part = &item->parts[item->n_parts++];

		part->path = arena_printf(mem, "%zu", item->n_parts);
		part->type = SPAN("text/plain");
		part->disposition = item->n_parts == 1 && item->message != NULL
					? PART_BODY
					: PART_ATTACHMENT;
		part->confidence = 1000;
		part->text = utf8_clean(span_head(text, end), mem);
		text =
		    end == SPAN_NOT_FOUND ? SPAN("") : span_from(text, end + 3);
	} while (text.len > 0 && item->n_parts < MOST_PARTS);
}

/* --- what is promised ------------------------------------------------------ */

/* Is it a place of one of the parts, or of the subject (n_parts)? */
static bool
is_place(const struct item *item, size_t part, size_t start, size_t end)
{
	if (part > item->n_parts || start > end)
		return false;
	return end <=
	       (part == item->n_parts
		       ? item->message == NULL ? 0 : item->message->subject.len
		       : item->parts[part].text.len);
}

static void
spans_check(const struct item *item)
{
	for (size_t i = 0; i < item->n_spans; i++) {
		const struct marked_span *s = &item->spans[i];

		must_hold(s->part < item->n_parts &&
			      is_place(item, s->part, s->start, s->end),
		    "a marked span is a place");
		must_hold(i == 0 || s[-1].part < s->part ||
			      s[-1].end <= s->start,
		    "marked spans are in order");
	}
}

static void
verdict_check(const struct item *item)
{
	const struct verdict *v = &item->verdict;

	for (size_t i = 0; i < v->n_reasons; i++)
		must_hold(is_place(item, v->reasons[i].part,
			      v->reasons[i].start, v->reasons[i].end),
		    "a reason is a place");
	for (size_t i = 0; i < v->n_flags; i++)
		must_hold(is_place(item, v->flags[i].part, v->flags[i].start,
			      v->flags[i].end),
		    "a flag is a place");
	must_hold(v->confidence >= 0 && v->confidence <= 1000,
	    "confidence is a share");
	must_hold(!v->needs_review || v->review_reason.len > 0,
	    "who is to decide is told why");
}

static void
owed_check(const struct item *item)
{
	const struct owed *o = &item->owed;

	must_hold(item->origin.kind != ORIGIN_MACHINE ||
		      o->acknowledge == ACK_NO,
	    "no machine is acknowledged");
	must_hold(o->acknowledge == ACK_YES || o->why_not.len > 0,
	    "who is not acknowledged is so for a reason");
	must_hold(o->acknowledge != ACK_YES || o->channel != CHANNEL_EMAIL ||
		      o->to.address.len > 0,
	    "an e-mail has an address");
	must_hold(
	    o->channel != CHANNEL_EMAIL ||
		(span_find(o->to.address, SPAN("\n"), 0) == SPAN_NOT_FOUND &&
		    utf8_is_valid(o->to.address)),
	    "an address is one line of text");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *copy = fuzz_copy(bytes, len);
	struct item item = { .kind = KIND_DOCUMENT };
	autoarena mem = { NULL };

	item_make(&item, utf8_clean((struct span){ copy, len }, &mem), &mem);
	triage(&item, &house, &mem);
	spans_check(&item);
	verdict_check(&item);
	owed_check(&item);
	must_hold(utf8_is_valid(item.text), "what was read is UTF-8");
	free(copy);
	return 0;
}

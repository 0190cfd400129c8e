/*
 * house.h - an invented organisation, and items that reach it
 */
#ifndef TESTS_TRIAGE_HOUSE_H
#define TESTS_TRIAGE_HOUSE_H

#include "edge.h"
#include "tap.h"

#include "base/io.h"
#include "triage/phrases.h"
#include "triage/triage.h"
#include "triage/workday.h"

/* Sunday 22 November 2026, 10:00 UTC. */
#define A_SUNDAY ((time_t)1795341600)

/* Words that leave no doubt what they are. */
#define A_COMPLAINT                                                            \
	"I wish to make a formal complaint about the care of my father."
#define A_REQUEST                                                              \
	"Under the Freedom of Information Act please send me your policy."

static inline struct policy
a_policy(void)
{
	struct policy p = { .name = SPAN("trust"), .holding_days = 5 };

	for (int c = 0; c < CATEGORY_COUNT; c++) {
		p.ack_days[c] = c == FOI ? 2 : 3;
		p.acknowledges[c] = true;
	}
	p.response_days[FOI] = 20;
	p.refer_to[SAFEGUARDING_CHILD] = SPAN("Named Nurse");
	return p;
}

/* The shipped model, read once. */
static inline const struct model *
the_model(void)
{
	static struct buf bytes = { .ceiling = MAX_MODEL_BYTES };
	static struct model model;
	struct error why = { "" };

	if (model.weights == NULL &&
	    (io_read_file("gateway/triage/model.bin", &bytes, &why) != DONE ||
		model_open(buf_span(&bytes), &model, &why) != DONE))
		die("test: %s", why.text);
	return &model;
}

/* The phrases, indexed once. */
static inline const struct phrase_book *
the_phrases(void)
{
	static struct arena mem;
	static const struct phrase_book *book;

	if (book == NULL)
		book = phrases_index(&mem);
	return book;
}

static inline struct triage_house
a_house(const struct policy *policy)
{
	return (struct triage_house){ policy,
		SPAN("complaints@northmoor.example, foi@northmoor.example"),
		SPAN("northmoor.example"), SPAN("mx.northmoor.example"),
		SPAN("webforms@forms.example"), the_model(), the_phrases(),
		NULL };
}

/* A message of one plain body from a member of the public. */
static inline struct item
a_message(struct arena *mem, const char *subject, const char *body)
{
	struct item item = { .kind = KIND_MESSAGE, .received_at = A_SUNDAY };

	item.message = arena_alloc(mem, sizeof *item.message);
	item.message->subject = span_of(subject);
	item.message->from = (struct mailbox_address){ SPAN("Joan Example"),
		SPAN("joan@example.org") };
	item.n_parts = 1;
	item.parts = ARENA_ARRAY(mem, 1, struct part);
	item.parts[0] = (struct part){ .path = SPAN("1"),
		.disposition = PART_BODY,
		.confidence = 1000,
		.text = span_of(body) };
	return item;
}

/* A scanned letter. */
static inline struct item
a_letter(struct arena *mem, const char *text)
{
	struct item item = a_message(mem, "", text);

	item.kind = KIND_DOCUMENT;
	item.message = NULL;
	item.parts[0].disposition = PART_ATTACHMENT;
	item.parts[0].is_ocr = true;
	item.parts[0].confidence = 930;
	return item;
}

static inline void
add_header(struct item *item, struct arena *mem, const char *name,
    const char *value)
{
	struct message *m = item->message;
	struct header *headers =
	    ARENA_ARRAY(mem, m->n_headers + 1, struct header);

	for (size_t i = 0; i < m->n_headers; i++)
		headers[i] = m->headers[i];
	headers[m->n_headers++] =
	    (struct header){ span_of(name), span_of(value) };
	m->headers = headers;
}

/* The item's documents, where a step too far ends the test. */
static inline struct part *
edge_parts(const struct item *item)
{
	struct part *parts = edge_array(item->parts, item->n_parts);

	for (size_t i = 0; i < item->n_parts; i++)
		parts[i].text = edge_copy(parts[i].text);
	return parts;
}

/* And its headers. */
static inline struct header *
edge_headers(const struct message *m)
{
	struct header *headers = edge_array(m->headers, m->n_headers);

	for (size_t i = 0; i < m->n_headers; i++)
		headers[i].value = edge_copy(headers[i].value);
	return headers;
}

/* The item with these. */
static inline struct item
edge_item(const struct item *item)
{
	struct item edged = *item;

	edged.parts = edge_parts(item);
	return edged;
}

static inline void
triage_here(struct item *item, struct arena *mem)
{
	struct policy policy = a_policy();
	struct triage_house house = a_house(&policy);
	struct part *parts = item->parts;
	struct header *headers = item->message ? item->message->headers : NULL;

	item->parts = edge_parts(item);
	if (item->message)
		item->message->headers = edge_headers(item->message);
	triage(item, &house, mem);
	item->parts = parts;
	if (item->message)
		item->message->headers = headers;
}

static inline bool
has_flag(const struct item *item, enum flag_kind kind)
{
	for (size_t i = 0; i < item->verdict.n_flags; i++)
		if (item->verdict.flags[i].kind == kind)
			return true;
	return false;
}

static inline bool
holds(struct span text, const char *words)
{
	return span_find(text, span_of(words), 0) != SPAN_NOT_FOUND;
}

#endif

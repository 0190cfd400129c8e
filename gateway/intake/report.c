/*
 * report.c - builds parts and a message from the frames of a report
 *
 * Trusts:  nothing in a frame: the process that wrote it may have been taken
 *          over by the document it read.
 */
#include "intake/report.h"
#include "base/io.h"
#include "base/utf8.h"

#include <string.h>
#include <sys/mman.h>

#define MAX_HEADERS 5000 /* more than any mail has; the rest is left out */
#define MAX_ADDRESSES 5000

void
report_begin(struct report_in *in, struct part *part, struct arena *mem)
{
	report_release(in);
	*in = (struct report_in){
		.wire = WIRE_READER,
		.mem = mem,
		.part = part,
		.text = BUF(MAX_TEXT_BYTES),
	};
}

void
report_release(struct report_in *in)
{
	for (struct report_child *c = in->children; c != NULL; c = c->next)
		io_close(&c->fd);
	in->children = NULL;
	wire_reader_release(&in->wire);
	buf_release(&in->text);
}

/* An array of mem that has room for one element more. */
static void *
grown(struct arena *mem, void *array, size_t used, size_t *room, size_t size)
{
	void *bigger;

	if (used < *room)
		return array;
	*room = *room == 0 ? 16 : *room * 2;
	bigger = arena_array(mem, *room, size);
	if (used > 0)
		memcpy(bigger, array, used * size);
	return bigger;
}

static struct message *
message_of(struct report_in *in)
{
	if (in->message == NULL)
		in->message = arena_alloc(in->mem, sizeof *in->message);
	return in->message;
}

static void
header_add(struct report_in *in, struct span value)
{
	struct message *m = message_of(in);
	struct span name = span_cut_at(&value, '\0');

	if (m->n_headers == MAX_HEADERS)
		return;
	m->headers = grown(in->mem, m->headers, m->n_headers, &in->header_room,
	    sizeof *m->headers);
	m->headers[m->n_headers++] =
	    (struct header){ .name = utf8_clean_line(name, in->mem),
		    .value = utf8_clean_line(span_trim(value), in->mem) };
}

static void
address_append(struct report_in *in, struct mailbox_address **list, size_t *n,
    size_t *room, struct mailbox_address address)
{
	if (*n == MAX_ADDRESSES)
		return;
	*list = grown(in->mem, *list, *n, room, sizeof **list);
	(*list)[(*n)++] = address;
}

static void
address_add(struct report_in *in, struct span value)
{
	struct message *m = message_of(in);
	struct span field = span_cut_at(&value, '\0');
	struct mailbox_address a = {
		.name = utf8_clean_line(span_cut_at(&value, '\0'), in->mem),
		.address = utf8_clean_line(value, in->mem),
	};

	if (span_is_same_word(field, SPAN("From"))) {
		if (m->from.address.len == 0)
			m->from = a;
	} else if (span_is_same_word(field, SPAN("Reply-To"))) {
		address_append(in, &m->reply_to, &m->n_reply_to,
		    &in->reply_to_room, a);
	} else if (span_is_same_word(field, SPAN("To"))) {
		address_append(in, &m->to, &m->n_to, &in->to_room, a);
	} else if (span_is_same_word(field, SPAN("Cc"))) {
		address_append(in, &m->cc, &m->n_cc, &in->cc_room, a);
	}
}

static enum outcome
child_open(struct report_in *in, struct span path, struct error *why)
{
	struct report_child *child;

	if (in->n_children++ > MAX_PARTS)
		return fail(why, REFUSED, "report: more than %d parts",
		    MAX_PARTS);
	child = arena_alloc(in->mem, sizeof *child);
	child->fd = memfd_create("part", MFD_CLOEXEC);
	if (child->fd < 0)
		return fail(why, LATER, "report: no memory for a part");
	child->part.path = utf8_clean_line(path, in->mem);
	child->part.disposition = PART_ATTACHMENT;
	if (in->last != NULL)
		in->last->next = child;
	else
		in->children = child;
	in->last = child;
	return DONE;
}

static enum outcome
child_write(struct report_child *child, struct span bytes, struct error *why)
{
	if (child->size + bytes.len > MAX_UNPACKED_BYTES) {
		child->is_cut = true;
		return DONE;
	}
	child->size += bytes.len;
	return io_write(child->fd, bytes, why);
}

/* A field of the part that was opened last. */
static enum outcome
child_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	struct report_child *child = in->last;
	struct span line;

	if (child == NULL)
		return fail(why, REFUSED, "report: a part's field before it");
	if (tag == WIRE_PART_DATA)
		return child_write(child, bytes, why);
	line = utf8_clean_line(bytes, in->mem);
	if (tag == WIRE_PART_NAME)
		child->part.name = line;
	else if (tag == WIRE_PART_TYPE)
		child->part.declared_type = line;
	else if (tag == WIRE_PART_CHARSET)
		child->charset = line;
	else if (tag == WIRE_PART_ALTERNATIVE)
		child->part.is_alternative = true;
	else if (!part_disposition_of(line, &child->part.disposition))
		return fail(why, REFUSED, "report: unknown disposition");
	return DONE;
}

/* A field of the document itself. */
static enum outcome
document_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	struct part *part = in->part;
	long long n = 0;

	if (tag == WIRE_TYPE)
		part->type = utf8_clean_line(bytes, in->mem);
	else if (tag == WIRE_NOTE)
		part->note = utf8_clean_line(bytes, in->mem);
	else if (tag == WIRE_TEXT)
		buf_add(&in->text, bytes);
	else if (tag == WIRE_PAGES && span_to_number(bytes, 0, 1000000, &n))
		part->pages = n;
	else if (tag == WIRE_OCR)
		part->is_ocr = true;
	else if (tag == WIRE_CONFIDENCE && span_to_number(bytes, 0, 1000, &n))
		part->confidence = n;
	else if (tag == WIRE_OUTCOME && part_outcome_of(bytes, &part->outcome))
		in->has_outcome = true;
	else
		return fail(why, REFUSED, "report: bad value");
	return DONE;
}

void
report_finish(struct report_in *in)
{
	struct part *part = in->part;

	part->text = utf8_clean(buf_span(&in->text), in->mem);
	if (!part->is_ocr && part->text.len > 0)
		part->confidence = 1000;
	buf_release(&in->text);
}

static enum outcome
frame_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	switch (tag) {
	case WIRE_HEADER:
		header_add(in, bytes);
		return DONE;
	case WIRE_ADDRESS:
		address_add(in, bytes);
		return DONE;
	case WIRE_DATE:
		message_of(in)->date = utf8_clean_line(bytes, in->mem);
		return DONE;
	case WIRE_PART:
		return child_open(in, bytes, why);
	case WIRE_PART_NAME:
	case WIRE_PART_TYPE:
	case WIRE_PART_CHARSET:
	case WIRE_PART_DISPOSITION:
	case WIRE_PART_ALTERNATIVE:
	case WIRE_PART_DATA:
		return child_take(in, tag, bytes, why);
	case WIRE_TYPE:
	case WIRE_NOTE:
	case WIRE_TEXT:
	case WIRE_PAGES:
	case WIRE_OCR:
	case WIRE_CONFIDENCE:
	case WIRE_OUTCOME:
		return document_take(in, tag, bytes, why);
	case WIRE_END:
		in->is_complete = in->has_outcome;
		return DONE;
	case WIRE_TAG_COUNT:
		break;
	}
	return fail(why, REFUSED, "report: unknown field");
}

enum outcome
report_feed(struct report_in *in, struct span bytes, struct error *why)
{
	enum outcome how = DONE;
	enum wire_tag tag;
	struct span frame;

	wire_feed(&in->wire, bytes);
	while (how == DONE) {
		how = wire_next(&in->wire, &tag, &frame, why);
		if (how == DONE)
			how = frame_take(in, tag, frame, why);
		else if (how == LATER)
			return DONE; /* the rest of the frame is on its way */
	}
	return how;
}

struct message *
report_message(struct report_in *in, struct arena *mem)
{
	struct message *m = in->message;

	if (m == NULL)
		m = arena_alloc(mem, sizeof *m);
	m->message_id = message_header(m, "Message-ID");
	m->in_reply_to = message_header(m, "In-Reply-To");
	m->references = message_header(m, "References");
	m->subject = message_header(m, "Subject");
	return m;
}

/*
 * report.c - builds parts and a message from the frames of a report
 *
 * Trusts:  nothing in a frame: the process that wrote it may have been taken
 *          over by the document it read.
 */
#include "intake/report.h"
#include "base/io.h"
#include "base/utf8.h"
#include "intake/placing.h"

#include <string.h>
#include <sys/mman.h>

#define MAX_HEADERS 5000 /* more than any mail has; the rest is left out */
#define MAX_ADDRESSES 5000
#define MAX_NOTE_BYTES 500 /* of all remarks on a part together */

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
report_resume(struct report_in *in)
{
	wire_reader_release(&in->wire);
	in->wire = WIRE_READER;
	in->is_complete = in->has_outcome = false;
}

void
report_note(struct part *part, struct span note, struct arena *mem)
{
	note = utf8_clean_line(note, mem);
	if (note.len == 0 || part->note.len + note.len + 2 > MAX_NOTE_BYTES)
		return;
	if (part->note.len > 0)
		note = arena_printf(mem, "%.*s; %.*s", SPAN_ARG(part->note),
		    SPAN_ARG(note));
	part->note = note;
}

void
report_release(struct report_in *in)
{
	for (struct report_child *c = in->children; c != NULL; c = c->next)
		io_close(&c->fd);
	in->children = NULL;
	if (in->copy != NULL)
		io_close(&in->copy->fd);
	in->copy = NULL;
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

/* A part is opened, or a field of the one that was opened last. */
static enum outcome
child_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	struct report_child *child = in->last;
	struct span line;

	if (tag == WIRE_PART)
		return child_open(in, bytes, why);
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

/* The next piece of a copy; one that is too large is none. */
static enum outcome
copy_write(struct report_in *in, struct span bytes, struct error *why)
{
	if (in->copy == NULL) {
		in->copy = arena_alloc(in->mem, sizeof *in->copy);
		in->copy->fd = memfd_create("copy", MFD_CLOEXEC);
		if (in->copy->fd < 0)
			return fail(why, LATER, "report: no memory for a copy");
	}
	in->copy->size += bytes.len;
	if (in->copy->size > MAX_UNPACKED_BYTES)
		return fail(why, REFUSED, "report: the copy is too large");
	return io_write(in->copy->fd, bytes, why);
}

/* A page that is begun, or left to an errand of its own: they ascend. */
static enum outcome
page_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	const struct report_owed *last =
	    in->n_owed == 0 ? NULL : &in->owed[in->n_owed - 1];
	long long page;

	if (!span_to_number(bytes, 1, MAX_PAGES, &page) ||
	    (tag == WIRE_PAGE && page <= in->page) ||
	    (tag == WIRE_OWED && last != NULL && page <= last->page))
		return fail(why, REFUSED, "report: page out of turn");
	if (tag == WIRE_PAGE) {
		in->page = (int)page;
		return DONE;
	}
	in->owed = grown(in->mem, in->owed, in->n_owed, &in->owed_room,
	    sizeof *in->owed);
	in->owed[in->n_owed++] =
	    (struct report_owed){ (int)page, in->text.len };
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
		report_note(part, bytes, in->mem);
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

	placing_finish(part, in->mem);
	part->text = utf8_clean(buf_span(&in->text), in->mem);
	if (in->text.overflowed && part->outcome != PART_KILLED)
		part->outcome = PART_TOO_LARGE;
	if (!part->is_ocr && part->text.len > 0)
		part->confidence = 1000;
	buf_release(&in->text);
}

/* A field of a message's header. */
static enum outcome
message_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	(void)why;
	if (tag == WIRE_HEADER)
		header_add(in, bytes);
	else if (tag == WIRE_ADDRESS)
		address_add(in, bytes);
	else
		message_of(in)->date = utf8_clean_line(bytes, in->mem);
	return DONE;
}

/* What comes only where more than the text was asked for. */
static enum outcome
extra_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	return tag == WIRE_COPY
		   ? copy_write(in, bytes, why)
		   : placing_take(in->part, tag, bytes, in->mem, why);
}

static enum outcome
end_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	(void)tag;
	(void)bytes;
	(void)why;
	in->is_complete = in->has_outcome;
	return DONE;
}

/* Who takes what. */
static enum outcome (*const takers[WIRE_TAG_COUNT])(struct report_in *in,
    enum wire_tag tag, struct span bytes, struct error *why) = {
	[WIRE_END] = end_take,
	[WIRE_OUTCOME] = document_take,
	[WIRE_TYPE] = document_take,
	[WIRE_NOTE] = document_take,
	[WIRE_TEXT] = document_take,
	[WIRE_PAGES] = document_take,
	[WIRE_OCR] = document_take,
	[WIRE_CONFIDENCE] = document_take,
	[WIRE_PAGE] = page_take,
	[WIRE_OWED] = page_take,
	[WIRE_PLACED_PAGE] = extra_take,
	[WIRE_PLACED_WORD] = extra_take,
	[WIRE_COPY] = extra_take,
	[WIRE_HEADER] = message_take,
	[WIRE_ADDRESS] = message_take,
	[WIRE_DATE] = message_take,
	[WIRE_PART] = child_take,
	[WIRE_PART_NAME] = child_take,
	[WIRE_PART_TYPE] = child_take,
	[WIRE_PART_CHARSET] = child_take,
	[WIRE_PART_DISPOSITION] = child_take,
	[WIRE_PART_ALTERNATIVE] = child_take,
	[WIRE_PART_DATA] = child_take,
};

static enum outcome
frame_take(struct report_in *in, enum wire_tag tag, struct span bytes,
    struct error *why)
{
	if (takers[tag] == NULL)
		return fail(why, REFUSED, "report: unknown field");
	return takers[tag](in, tag, bytes, why);
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

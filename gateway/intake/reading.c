/*
 * reading.c - turns bytes into fields by way of confined processes
 *
 * Trusts:  the reader program, not its children.
 * Doubts:  every frame that comes back: order, size, number and words.
 */
#include "intake/reading.h"
#include "base/digest.h"
#include "base/io.h"
#include "intake/pages.h"
#include "intake/placing.h"

#include <string.h>

/* A document that has ended so many of its readers gets no further one. */
#define MAX_RESUMES 3

/* One item being read. */
struct reading {
	struct reader *reader;
	struct item *item;
	struct arena *mem;
	long long deadline_ms; /* for the whole item */
	long long unpacked;    /* bytes of parts so far */
	long long text;        /* bytes of text so far */
	bool has_one_part;     /* directly in the item */
	size_t room;           /* in item->parts */
};

/* Goes on behind the page that ended its reader, and leaves that one out. */
static enum outcome
document_resume(struct reading *r, struct task *task, struct error *why)
{
	struct part *part = task->in.part;

	report_note(part,
	    arena_printf(r->mem, "page %d: %.*s", task->in.page,
		SPAN_ARG(pages_loss(&task->result))),
	    r->mem);
	task->errand.skip_pages = task->in.page;
	task->is_done = false;
	report_resume(&task->in);
	return reader_run(r->reader, task, 1, r->deadline_ms, why);
}

/*
 * Has the document of the task read, with all its pages.  What ends a reader
 * costs the page that it had begun; where it had begun none, or the last one,
 * all the rest.
 */
static enum outcome
document_run(struct reading *r, struct task *task, struct error *why)
{
	struct part *part = task->in.part;
	enum outcome how = reader_run(r->reader, task, 1, r->deadline_ms, why);
	bool has_losses = false;

	pages_effort(&part->effort, task);
	for (int resumes = 0;
	     how == DONE && task->is_done && !task->is_whole &&
	     resumes < MAX_RESUMES && task->errand.skip_pages < task->in.page &&
	     task->in.page < part->pages && task->in.page < MAX_PAGES;
	     resumes++) {
		has_losses = true;
		how = document_resume(r, task, why);
		pages_effort(&part->effort, task);
	}
	if (how == DONE && !task->is_whole)
		report_note(part, pages_loss(&task->result), r->mem);
	if (how == DONE)
		how = pages_read(r->reader, task, r->deadline_ms, why);
	if (has_losses || !task->is_whole)
		part->outcome = PART_KILLED;
	return how;
}

/* Has the document read, and takes what it says into part and in. */
static enum outcome
document_read(struct reading *r, struct part *part, struct span charset, int fd,
    struct report_in *in, struct error *why)
{
	struct task task = { .errand.seconds = MAX_DOCUMENT_SECONDS, .fd = fd };
	struct effort *sum = &r->item->effort;
	enum outcome how;

	errand_set(task.errand.name, sizeof task.errand.name, part->name);
	errand_set(task.errand.type, sizeof task.errand.type,
	    part->declared_type);
	errand_set(task.errand.charset, sizeof task.errand.charset, charset);
	report_begin(&task.in, part, r->mem);
	task.errand.wants = (int)reader_wants(r->reader);
	if (task.errand.wants == ERRAND_COPY)
		task.errand.wants = ERRAND_WORDS;
	how = document_run(r, &task, why);
	report_finish(&task.in);
	*in = task.in;
	if (how == DONE && reader_wants(r->reader) == ERRAND_COPY)
		how = placing_copy(r->reader, part, fd, r->mem, why);
	sum->wall_ms += part->effort.wall_ms;
	sum->cpu_ms += part->effort.cpu_ms;
	if (part->effort.peak_kib > sum->peak_kib)
		sum->peak_kib = part->effort.peak_kib;
	return how;
}

static struct part *
part_add(struct reading *r)
{
	struct item *item = r->item;

	if (item->n_parts == r->room) {
		size_t room = r->room == 0 ? 8 : r->room * 2;
		struct part *parts = ARENA_ARRAY(r->mem, room, struct part);

		if (item->n_parts > 0)
			memcpy(parts, item->parts,
			    item->n_parts * sizeof *parts);
		item->parts = parts;
		r->room = room;
	}
	return &item->parts[item->n_parts++];
}

/* Would reading this nested part go over a ceiling of the item?  Why. */
static const char *
ceiling_met(const struct reading *r, const struct report_child *child,
    int depth)
{
	if (r->item->n_parts >= MAX_PARTS)
		return "there are too many attachments";
	if (depth > MAX_DEPTH)
		return "it is too deep inside other attachments";
	if (child->is_cut || r->unpacked > MAX_UNPACKED_BYTES)
		return "it is too large";
	if (clock_monotonic_ms() >= r->deadline_ms)
		return "reading the item took too long";
	return NULL;
}

/* Reported as a message, with a header of its own: by e-mail, or Outlook's. */
static bool
is_message(const struct part *part)
{
	return span_is_equal(part->type, SPAN("message/rfc822")) ||
	       span_is_equal(part->type, SPAN("application/vnd.ms-outlook"));
}

/*
 * Is the part the message itself, packed once more (winmail.dat, or signed by
 * S/MIME)?  Its reader takes it for its body then.
 */
static bool
is_wrapping(const struct part *part)
{
	return part->disposition == PART_BODY &&
	       (span_is_equal(part->type, SPAN("application/ms-tnef")) ||
		   span_is_equal(part->type, SPAN("application/pkcs7-mime")));
}

/*
 * Does the part hang on the item although it came in another one?  What is
 * attached to a message that is shown in place does, and all that hangs on one
 * that is the whole of the item; its text is not the item's.
 */
static bool
is_passed_up(const struct reading *r, const struct part *part,
    const struct part *parent)
{
	if (is_wrapping(parent))
		return true;
	if (!is_message(parent) || parent->disposition != PART_INLINE)
		return false;
	return part->disposition == PART_ATTACHMENT ||
	       (part->disposition == PART_INLINE &&
		   (r->has_one_part || span_starts_with(part->declared_type,
					   SPAN("message/"))));
}

/* How a part stands to the item. */
static void
part_place(const struct reading *r, struct part *part,
    const struct part *parent)
{
	if (parent == &r->item->root) {
		part->is_nested = r->item->kind != KIND_MESSAGE;
		return;
	}
	part->is_nested = parent->is_nested || !is_passed_up(r, part, parent);
	if (is_wrapping(parent) && part->disposition == PART_BODY)
		part->is_alternative |= parent->is_alternative;
}

static enum outcome children_read(struct reading *r, struct report_in *in,
    const struct part *parent, int depth, struct error *why);

/* Reads one nested part and, through it, the parts inside it. */
static enum outcome
child_read(struct reading *r, struct report_child *child,
    const struct part *parent, int depth, struct error *why)
{
	struct part part = child->part;
	struct report_in in = { 0 };
	const char *met = ceiling_met(r, child, depth);
	size_t place = r->item->n_parts;
	enum outcome how = digest_file(child->fd, r->mem, &part.size,
	    &part.sha256, &part.md5, why);

	part_place(r, &part, parent);
	if (parent != &r->item->root || r->item->kind != KIND_MESSAGE)
		part.path = arena_printf(r->mem, "%.*s.%.*s",
		    SPAN_ARG(parent->path), SPAN_ARG(part.path));
	r->unpacked += (long long)part.size;
	if (r->item->n_parts <= MAX_PARTS)
		*part_add(r) = part;
	if (how != DONE || place > MAX_PARTS)
		return how;
	if (met != NULL) {
		part.outcome = PART_TOO_LARGE;
		part.note = span_of(met);
	} else {
		how = document_read(r, &part, child->charset, child->fd, &in,
		    why);
		if (in.message != NULL && !is_wrapping(&part))
			part.message = report_message(&in, r->mem);
	}
	r->text += (long long)part.text.len;
	if (r->text > MAX_TEXT_BYTES) {
		part.text = SPAN("");
		part.outcome = PART_TOO_LARGE;
		part.note = SPAN("the item holds too much text");
	}
	r->item->parts[place] = part;
	if (how == DONE)
		how = children_read(r, &in, &part, depth + 1, why);
	report_release(&in);
	return how;
}

static enum outcome
children_read(struct reading *r, struct report_in *in,
    const struct part *parent, int depth, struct error *why)
{
	enum outcome how = DONE;

	for (struct report_child *child = in->children;
	     child != NULL && how == DONE; child = child->next)
		how = child_read(r, child, parent, depth, why);
	return how;
}

/* What the root's report says goes into the item. */
static enum outcome
root_take(struct reading *r, struct report_in *in, struct error *why)
{
	struct item *item = r->item;

	item->kind = is_message(&item->root) ? KIND_MESSAGE : KIND_DOCUMENT;
	if (item->kind == KIND_MESSAGE)
		item->message = report_message(in, r->mem);
	else
		*part_add(r) = item->root;
	r->text = (long long)item->root.text.len;
	r->has_one_part = in->n_children == 1;
	return children_read(r, in, &item->root, 1, why);
}

/* What is known of the file before anybody reads it. */
static enum outcome
root_begin(int fd, struct span name, struct item *item, struct arena *mem,
    struct error *why)
{
	struct part *root = &item->root;
	enum outcome how =
	    digest_file(fd, mem, &item->size, &item->sha256, &root->md5, why);

	root->path = SPAN("1");
	root->name = name;
	root->size = item->size;
	root->sha256 = item->sha256;
	root->disposition = PART_BODY;
	root->declared_type = name.len == 0 && !item_is_post(item)
				  ? SPAN("message/rfc822")
				  : SPAN("");
	return how;
}

enum outcome
reading_run(struct reader *reader, int fd, struct span name, struct item *item,
    struct arena *mem, struct error *why)
{
	struct reading r = {
		.reader = reader,
		.item = item,
		.mem = mem,
		.deadline_ms = clock_monotonic_ms() + MAX_ITEM_SECONDS * 1000ll,
	};
	struct report_in in = { 0 };
	enum outcome how = root_begin(fd, name, item, mem, why);

	if (how != DONE)
		return how;
	if (item->size > MAX_MESSAGE_BYTES) {
		item->root.outcome = PART_TOO_LARGE;
		item->root.note = SPAN("it is too large to be read");
	} else {
		how = document_read(&r, &item->root, SPAN(""), fd, &in, why);
	}
	if (how == DONE)
		how = root_take(&r, &in, why);
	report_release(&in);
	return how;
}

enum outcome
reading_skip(int fd, struct span note, struct item *item, struct arena *mem,
    struct error *why)
{
	struct reading r = { .item = item, .mem = mem };
	enum outcome how = root_begin(fd, item->file, item, mem, why);

	item->kind = KIND_DOCUMENT;
	item->root.outcome = PART_KILLED;
	item->root.note = note;
	*part_add(&r) = item->root;
	return how;
}

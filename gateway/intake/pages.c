/*
 * pages.c - the pages that a document owes are read, side by side
 *
 * Doubts: the reports on pages as much as those on documents.
 */
#include "intake/pages.h"
#include "intake/placing.h"

#include <signal.h>

/* So many pages are remarked on singly, further ones counted. */
#define MAX_REMARKS 3

/* What became of a document's pages, so far. */
struct tally {
	struct part *part; /* of the document */
	struct arena *mem;
	int remarks;      /* pages remarked on */
	int unread;       /* pages whose turn did not come */
	int first_unread; /* the first of them */
};

struct span
pages_loss(const struct errand_result *result)
{
	if (result->is_timed_out || result->signal == SIGXCPU)
		return SPAN("reading it took too long and was stopped");
	if (result->signal == SIGSYS)
		return SPAN("its reader tried something forbidden and was "
			    "stopped");
	return SPAN("its reader failed on it and was stopped");
}

void
pages_effort(struct effort *sum, const struct task *task)
{
	sum->wall_ms += task->wall_ms;
	sum->cpu_ms += task->result.cpu_ms;
	if (task->result.peak_kib > sum->peak_kib)
		sum->peak_kib = task->result.peak_kib;
}

/* The graver of two outcomes: what a person has to look at weighs more. */
static enum part_outcome
graver(enum part_outcome a, enum part_outcome b)
{
	static const int grave[] = { [PART_EMPTY] = 0,
		[PART_READ] = 1,
		[PART_UNSUPPORTED] = 2,
		[PART_UNREADABLE] = 3,
		[PART_TOO_LARGE] = 4,
		[PART_ENCRYPTED] = 5,
		[PART_KILLED] = 6 };

	return grave[a] > grave[b] ? a : b;
}

/* A remark on one page. */
static void
page_note(struct tally *tally, struct span note)
{
	if (note.len > 0 && tally->remarks++ < MAX_REMARKS)
		report_note(tally->part, note, tally->mem);
}

/* What the report on a page says goes into the document's part. */
static void
page_take(struct tally *tally, const struct task *task)
{
	struct part *part = tally->part;
	const struct part *page = task->in.part;
	enum part_outcome outcome = page->outcome;

	if (!task->is_whole) {
		outcome = PART_KILLED;
		page_note(tally, arena_printf(tally->mem, "page %d: %.*s",
				     task->errand.owed_page,
				     SPAN_ARG(pages_loss(&task->result))));
	}
	page_note(tally, page->note);
	placing_join(part, page, tally->mem);
	if (task->in.text.overflowed)
		outcome = PART_TOO_LARGE;
	part->outcome = graver(part->outcome, outcome);
	if (!page->is_ocr)
		return;
	if (!part->is_ocr || page->confidence < part->confidence)
		part->confidence = page->confidence;
	part->is_ocr = true;
}

/* Adds text as a block of its own, with an empty line before it. */
static void
block_add(struct buf *all, struct span text)
{
	text = span_trim(text);
	if (text.len == 0)
		return;
	if (all->len > 0)
		buf_add_char(all, '\n');
	buf_add(all, text);
	buf_add_char(all, '\n');
}

/* Puts the pages' text into the document's, each at its place. */
static void
text_merge(struct report_in *in, const struct task *tasks)
{
	struct buf all = BUF(MAX_TEXT_BYTES);
	size_t from = 0;

	for (size_t i = 0; i < in->n_owed; i++) {
		size_t to = in->owed[i].at;

		block_add(&all,
		    span_from(span_head(buf_span(&in->text), to), from));
		block_add(&all, buf_span(&tasks[i].in.text));
		from = to;
	}
	block_add(&all, span_from(buf_span(&in->text), from));
	if (all.overflowed)
		in->part->outcome = graver(in->part->outcome, PART_TOO_LARGE);
	buf_release(&in->text);
	in->text = all;
}

static void
tally_end(const struct tally *tally)
{
	struct part *part = tally->part;

	if (tally->remarks > MAX_REMARKS)
		report_note(part,
		    arena_printf(tally->mem, "and so on for %d pages more",
			tally->remarks - MAX_REMARKS),
		    tally->mem);
	if (tally->unread == 0)
		return;
	part->outcome = graver(part->outcome, PART_TOO_LARGE);
	report_note(part,
	    arena_printf(tally->mem,
		"%d pages, from page %d, were not read: it took too long",
		tally->unread, tally->first_unread),
	    tally->mem);
}

static struct task *
tasks_make(const struct task *document)
{
	const struct report_in *in = &document->in;
	struct task *tasks = ARENA_ARRAY(in->mem, in->n_owed, struct task);

	for (size_t i = 0; i < in->n_owed; i++) {
		struct part *page = arena_alloc(in->mem, sizeof *page);

		tasks[i] = (struct task){ .errand = document->errand,
			.fd = document->fd };
		tasks[i].errand.seconds = MAX_PAGE_SECONDS;
		tasks[i].errand.skip_pages = 0;
		tasks[i].errand.owed_page = in->owed[i].page;
		report_begin(&tasks[i].in, page, in->mem);
		tasks[i].in.text = BUF(MAX_PAGE_TEXT_BYTES);
	}
	return tasks;
}

enum outcome
pages_read(struct reader *reader, struct task *document, long long deadline_ms,
    struct error *why)
{
	struct report_in *in = &document->in;
	struct tally tally = { .part = in->part, .mem = in->mem };
	struct task *tasks;
	enum outcome how;

	if (in->n_owed == 0)
		return DONE;
	tasks = tasks_make(document);
	how = reader_run(reader, tasks, in->n_owed, deadline_ms, why);
	for (size_t i = 0; i < in->n_owed && how == DONE; i++) {
		if (tasks[i].is_done) {
			page_take(&tally, &tasks[i]);
			pages_effort(&in->part->effort, &tasks[i]);
		} else if (tally.unread++ == 0) {
			tally.first_unread = tasks[i].errand.owed_page;
		}
	}
	if (how == DONE) {
		text_merge(in, tasks);
		tally_end(&tally);
	}
	for (size_t i = 0; i < in->n_owed; i++)
		report_release(&tasks[i].in);
	return how;
}

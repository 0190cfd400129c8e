/*
 * placing.c - the places of a part's words, and copies that can be searched
 *
 * The process that makes a copy gets the words back from here, so that pages
 * may have been recognised side by side.
 *
 * Doubts: a copy as much as a report; nothing here looks into it.
 */
#include "intake/placing.h"
#include "base/io.h"
#include "base/placed.h"
#include "base/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* More than the reader reports of any page. */
#define MAX_WORDS_OF_PAGE 20000
#define MAX_FIELDS_BYTES (400ll << 20)

/* An array of mem with room for one more; room doubles from 16. */
static void *
grown(struct arena *mem, void *array, size_t used, size_t size)
{
	void *bigger;

	/* Full where it is a power of two from 16 on, or empty. */
	if (used != 0 && (used < 16 || (used & (used - 1)) != 0))
		return array;
	bigger = arena_array(mem, used == 0 ? 16 : used * 2, size);
	if (used > 0)
		memcpy(bigger, array, used * size);
	return bigger;
}

static struct placed_page *
page_add(struct part *part, struct arena *mem)
{
	part->placed =
	    grown(mem, part->placed, part->n_placed, sizeof *part->placed);
	return &part->placed[part->n_placed++];
}

static enum outcome
word_take(struct part *part, struct span field, struct arena *mem,
    struct error *why)
{
	struct placed_page *page;
	struct placed_word word;

	if (part->n_placed == 0)
		return fail(why, REFUSED, "report: a word before its page");
	page = &part->placed[part->n_placed - 1];
	if (page->n_words == MAX_WORDS_OF_PAGE ||
	    !placed_word_read(field, page, &word))
		return fail(why, REFUSED, "report: bad place of a word");
	word.text = utf8_clean_line(word.text, mem);
	page->words = grown(mem, page->words, page->n_words, sizeof word);
	page->words[page->n_words++] = word;
	return DONE;
}

enum outcome
placing_take(struct part *part, enum wire_tag tag, struct span field,
    struct arena *mem, struct error *why)
{
	struct placed_page page;

	if (tag == WIRE_PLACED_WORD)
		return word_take(part, field, mem, why);
	if (part->n_placed == MAX_PAGES || !placed_page_read(field, &page))
		return fail(why, REFUSED, "report: bad page of words");
	*page_add(part, mem) = page;
	return DONE;
}

void
placing_join(struct part *part, const struct part *page, struct arena *mem)
{
	for (size_t i = 0; i < page->n_placed && part->n_placed < MAX_PAGES;
	     i++)
		*page_add(part, mem) = page->placed[i];
}

/* By number; of the same page what was text before what was recognised. */
static int
by_number(const void *a, const void *b)
{
	const struct placed_page *p = a, *q = b;

	if (p->number != q->number)
		return p->number > q->number ? 1 : -1;
	return (int)p->is_recognised - (int)q->is_recognised;
}

/* Adds the words of the same page, told again, behind those it has. */
static void
page_merge(struct placed_page *page, const struct placed_page *more,
    struct arena *mem)
{
	long long blocks =
	    page->n_words == 0 ? 0 : page->words[page->n_words - 1].block + 1;

	if (more->width != page->width || more->height != page->height)
		return;
	page->is_recognised |= more->is_recognised;
	if (more->confidence < page->confidence)
		page->confidence = more->confidence;
	for (size_t i = 0;
	     i < more->n_words && page->n_words < MAX_WORDS_OF_PAGE; i++) {
		struct placed_word word = more->words[i];

		word.block += blocks;
		page->words =
		    grown(mem, page->words, page->n_words, sizeof word);
		page->words[page->n_words++] = word;
	}
}

void
placing_finish(struct part *part, struct arena *mem)
{
	size_t kept = 0;

	if (part->n_placed == 0)
		return;
	qsort(part->placed, part->n_placed, sizeof *part->placed, by_number);
	for (size_t i = 0; i < part->n_placed; i++)
		if (kept > 0 &&
		    part->placed[i].number == part->placed[kept - 1].number)
			page_merge(&part->placed[kept - 1], &part->placed[i],
			    mem);
		else
			part->placed[kept++] = part->placed[i];
	part->n_placed = kept;
}

static void
field_add(struct buf *all, enum wire_tag tag, const struct buf *field)
{
	size_t len = field->len;

	buf_add_char(all, (char)tag);
	for (int i = 0; i < 4; i++)
		buf_add_char(all, (char)(len >> (8 * i) & 0xff));
	buf_add(all, buf_span(field));
}

/* All pages and words, as frames. */
static void
fields_write(const struct part *part, struct buf *all)
{
	autobuf field = BUF(PLACED_WORD_BYTES);

	for (size_t i = 0; i < part->n_placed; i++) {
		const struct placed_page *page = &part->placed[i];

		buf_clear(&field);
		placed_page_write(page, &field);
		field_add(all, WIRE_PLACED_PAGE, &field);
		for (size_t k = 0; k < page->n_words; k++) {
			buf_clear(&field);
			placed_word_write(&page->words[k], &field);
			field_add(all, WIRE_PLACED_WORD, &field);
		}
	}
}

static enum outcome
bytes_append(int to, int from, struct error *why)
{
	char piece[65536];
	enum outcome how = DONE;
	off_t at = 0;
	ssize_t n;

	while (how == DONE && (n = pread(from, piece, sizeof piece, at)) != 0) {
		if (n < 0)
			return fail(why, LATER, "reading: %s", strerror(errno));
		how = io_write(to, (struct span){ piece, (size_t)n }, why);
		at += n;
	}
	return how;
}

/* Length of the frames, a new line, the frames, then the document. */
static enum outcome
request_write(const struct part *part, int document, int to, struct error *why)
{
	autobuf head = BUF(32), fields = BUF((size_t)MAX_FIELDS_BYTES);
	enum outcome how;

	fields_write(part, &fields);
	buf_printf(&head, "%zu\n", fields.len);
	how = io_write(to, buf_span(&head), why);
	if (how == DONE)
		how = io_write(to, buf_span(&fields), why);
	return how == DONE ? bytes_append(to, document, why) : how;
}

static bool
has_pages(const struct part *part)
{
	return part->n_placed > 0 &&
	       (span_is_equal(part->type, SPAN("application/pdf")) ||
		   span_starts_with(part->type, SPAN("image/")));
}

enum outcome
placing_copy(struct reader *reader, struct part *part, int fd,
    struct arena *mem, struct error *why)
{
	autofd request = -1;
	struct part copied = { 0 };
	struct task task = { .errand = { .seconds = MAX_DOCUMENT_SECONDS,
				 .wants = ERRAND_COPY } };
	enum outcome how;

	if (!has_pages(part))
		return DONE;
	request = memfd_create("copy", MFD_CLOEXEC);
	if (request < 0)
		return fail(why, LATER, "reading: %s", strerror(errno));
	errand_set(task.errand.type, sizeof task.errand.type, part->type);
	how = request_write(part, fd, request, why);
	task.fd = request;
	if (how != DONE)
		return how;
	report_begin(&task.in, &copied, mem);
	how = reader_run(reader, &task, 1,
	    clock_monotonic_ms() + MAX_DOCUMENT_SECONDS * 1000ll, why);
	if (how == DONE && task.is_whole && copied.outcome == PART_READ &&
	    task.in.copy != NULL) {
		part->copy = task.in.copy;
		task.in.copy = NULL;
	}
	report_release(&task.in);
	return how;
}

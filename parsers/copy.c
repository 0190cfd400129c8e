/*
 * copy.c - the copy of a document whose scanned pages can be searched
 *
 * Doubts: the request's fields too, since they went through other hands.
 */
#include "copy.h"

#include "report.h"

#include "base/wire.h"

#include <string.h>

#define FEED_BYTES 65536
#define QUARTER 90000 /* thousandths of a degree */

const struct placed_page *
copy_page(const struct copy *copy, long long number)
{
	for (size_t i = 0; i < copy->n_pages; i++)
		if (copy->pages[i].number == number)
			return &copy->pages[i];
	return NULL;
}

long long
copy_slope(const struct placed_page *page)
{
	return (page->angle + QUARTER / 2) % QUARTER - QUARTER / 2;
}

qpdf_data
copy_begin(void)
{
	qpdf_data pdf = qpdf_init();

	qpdf_silence_errors(pdf);
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	return pdf;
}

void
copy_close(qpdf_data pdf)
{
	/* Else qpdf remarks on an error that nobody asked about. */
	(void)qpdf_get_error(pdf);
	qpdf_cleanup(&pdf);
}

qpdf_oh
copy_stream(qpdf_data pdf, struct span bytes, const char *filter)
{
	qpdf_oh stream = qpdf_oh_new_stream(pdf);

	qpdf_oh_replace_stream_data(pdf, stream,
	    (const unsigned char *)bytes.at, bytes.len,
	    filter[0] == '\0' ? qpdf_oh_new_null(pdf)
			      : qpdf_oh_new_name(pdf, filter),
	    qpdf_oh_new_null(pdf));
	return stream;
}

enum reading
copy_end(const struct copy *copy, qpdf_data pdf)
{
	if (qpdf_init_write_memory(pdf) >= QPDF_ERRORS)
		return UNREADABLE;
	qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
	qpdf_set_preserve_encryption(pdf, QPDF_FALSE);
	if (qpdf_write(pdf) >= QPDF_ERRORS)
		return UNREADABLE;
	report_copy(copy->report,
	    (struct span){ (const char *)qpdf_get_buffer(pdf),
		qpdf_get_buffer_length(pdf) });
	return READ;
}

/* An array of mem with room for one more: full at 0, 16, 32, 64 ... */
static void *
grown(struct arena *mem, void *array, size_t used, size_t size)
{
	void *bigger;

	if (used != 0 && (used < 16 || (used & (used - 1)) != 0))
		return array;
	bigger = arena_array(mem, used == 0 ? 16 : used * 2, size);
	if (used > 0)
		memcpy(bigger, array, used * size);
	return bigger;
}

static bool
field_take(struct copy *copy, enum wire_tag tag, struct span field)
{
	struct placed_page *last =
	    copy->n_pages == 0 ? NULL : &copy->pages[copy->n_pages - 1];
	struct placed_page page;
	struct placed_word word;

	if (tag == WIRE_PLACED_PAGE && copy->n_pages < MAX_PAGES &&
	    placed_page_read(field, &page)) {
		copy->pages =
		    grown(&copy->mem, copy->pages, copy->n_pages, sizeof page);
		copy->pages[copy->n_pages++] = page;
		return true;
	}
	if (tag != WIRE_PLACED_WORD || last == NULL ||
	    !placed_word_read(field, last, &word))
		return false;
	word.text = arena_copy(&copy->mem, word.text);
	last->words =
	    grown(&copy->mem, last->words, last->n_words, sizeof word);
	last->words[last->n_words++] = word;
	return true;
}

static bool
fields_take(struct copy *copy, struct span frames)
{
	struct wire_reader wire = WIRE_READER;
	bool is_good = true;

	while (frames.len > 0 && is_good) {
		enum wire_tag tag;
		struct span field;
		enum outcome how;

		wire_feed(&wire, span_head(frames, FEED_BYTES));
		frames = span_from(frames, FEED_BYTES);
		while (is_good &&
		       (how = wire_next(&wire, &tag, &field, NULL)) == DONE)
			is_good = field_take(copy, tag, field);
		is_good = is_good && how != REFUSED;
	}
	wire_reader_release(&wire);
	return is_good;
}

/* Takes the request apart. */
static bool
request_take(struct copy *copy, struct span request)
{
	struct span length = span_cut_at(&request, '\n');
	long long n;

	if (!span_to_number(length, 0, (long long)request.len, &n))
		return false;
	copy->document = span_from(request, (size_t)n);
	return fields_take(copy, span_head(request, (size_t)n));
}

enum reading
copy_make(const struct document *request, struct report *report)
{
	struct copy copy = { .report = report,
		.is_heif = span_is_equal(request->type, SPAN("image/heic")) ||
			   span_is_equal(request->type, SPAN("image/heif")) };
	enum reading how = UNREADABLE;

	if (request_take(&copy, request->bytes))
		how = span_is_equal(request->type, SPAN("application/pdf"))
			  ? copy_of_pdf(&copy)
			  : copy_of_picture(&copy);
	arena_release(&copy.mem);
	return how;
}

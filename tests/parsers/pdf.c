/*
 * pdf.c - typed, filled in, scanned, mixed, locked and damaged PDFs are read
 *
 * The scans show the letter of words.h.
 */
#include "reader.h"
#include "tap.h"
#include "words.h"

#include "base/ceilings.h"

#include <signal.h>

#define FOLDER "tests/parsers/pdf/"

static const struct {
	const char *file;
	const char *outcome;
	const char *pages;
	const char *recognised;
	const char *words; /* that must all be there, in order */
} documents[] = {
	{ "typed.pdf", "read", "2", "",
	    LETTER_WORDS
	    " The second page has another thing to say about it." },
	{ "scan.pdf", "read", "1", "1", LETTER_WORDS },
	/* A typed page, a scan, a blank page. */
	{ "mixed.pdf", "read", "3", "1",
	    "A typed page stands before the scanned letter, and it is "
	    "long enough. " LETTER_WORDS },
	/* The scan comes as two pictures: the cut goes through a line. */
	{ "strips.pdf", "read", "1", "1", LETTER_WORDS },
	/* Two lines of invisible text are no page of a scan ... */
	{ "layer.pdf", "read", "1", "1", LETTER_WORDS },
	/* ... nor are letters that stand for nothing: see pdf_pages.c. */
	{ "nonsense.pdf", "read", "1", "1", LETTER_WORDS },
	{ "form.pdf", "read", "1", "",
	    "Complaint form Please fill in all the fields below and send "
	    "the form back to us. Your name: Eileen Hartwell story: "
	    "Nobody came when the bell was rung. Reply by post: yes "
	    "Hospital: Southmoor Written on top of the form. A yellow "
	    "note." },
	{ "locked.pdf", "encrypted", "", "", "" },
	{ "cut-short.pdf", "unreadable", "", "", "" },
};

static void
test_documents(struct reader *reader)
{
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
		const char *file = documents[i].file;
		autobuf path = BUF(200);
		struct heard heard;

		buf_printf(&path, FOLDER "%s", file);
		reader_hear_file(reader, buf_text(&path), "application/pdf",
		    &heard);
		is_span(heard_first(&heard, WIRE_TYPE), "application/pdf",
		    "%s: type", file);
		is_span(heard_first(&heard, WIRE_OUTCOME), documents[i].outcome,
		    "%s: outcome", file);
		is_span(heard_first(&heard, WIRE_PAGES), documents[i].pages,
		    "%s: pages", file);
		is_span(heard_first(&heard, WIRE_OCR), documents[i].recognised,
		    "%s: recognised or not", file);
		is_number(words_found(heard_all(&heard, WIRE_TEXT),
			      span_of(documents[i].words)),
		    100, "%s: all its words", file);
		ok(documents[i].words[0] != '\0' ||
			heard_count(&heard, WIRE_NOTE) == 1,
		    "%s: a note where there is no text", file);
		heard_release(&heard);
	}
}

static void
test_form(struct reader *reader)
{
	struct heard heard;
	struct span text;

	reader_hear_file(reader, FOLDER "form.pdf", "", &heard);
	text = heard_all(&heard, WIRE_TEXT);
	ok(span_find(text, SPAN("telephone"), 0) == SPAN_NOT_FOUND,
	    "a box left open says nothing");
	ok(span_find(text, SPAN("empty"), 0) == SPAN_NOT_FOUND,
	    "nor does an empty field");
	heard_release(&heard);
}

static void
test_enclosure(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "enclosure.pdf", "", &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "read", "it is read");
	is_number(heard_count(&heard, WIRE_PART), 1, "one file inside");
	is_span(heard_part(&heard, "1", WIRE_PART_NAME), "statement.txt",
	    "by its name");
	is_span(heard_part(&heard, "1", WIRE_PART_DISPOSITION), "attachment",
	    "as an attachment");
	is_span(heard_part(&heard, "1", WIRE_PART_DATA),
	    "The statement of the witness.\r\n", "byte for byte");
	heard_release(&heard);
}

/* Pages of one word each, as small as that word; without a table of offsets. */
static void
make_pdf(struct buf *b, int n)
{
	buf_add_text(b,
	    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
	    "3 0 obj<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
	    ">>>>>>endobj\n"
	    "4 0 obj<</Length 32>>stream\n"
	    "BT /F 9 Tf 9 9 Td (Page.) Tj ET \nendstream endobj\n"
	    "2 0 obj<</Type/Pages/Kids[");
	for (int i = 0; i < n; i++)
		buf_printf(b, "%d 0 R ", i + 5);
	buf_printf(b, "]/Count %d>>endobj\n", n);
	for (int i = 0; i < n; i++)
		buf_printf(b,
		    "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 40 30]"
		    "/Resources 3 0 R/Contents 4 0 R>>endobj\n",
		    i + 5);
	buf_add_text(b, "trailer<</Root 1 0 R>>\n");
}

static void
test_page_limit(struct reader *reader)
{
	static const struct {
		int pages;
		const char *outcome;
	} cases[] = { { MAX_PAGES, "read" }, { MAX_PAGES + 1, "too_large" } };

	for (size_t i = 0; i < 2; i++) {
		autobuf pdf = BUF(1 << 20);
		struct heard heard;
		struct span text;
		int n = 0;

		make_pdf(&pdf, cases[i].pages);
		reader_hear(reader, buf_span(&pdf), "a.pdf", "", "", &heard);
		is_span(heard_first(&heard, WIRE_OUTCOME), cases[i].outcome,
		    "%d pages", cases[i].pages);
		text = heard_all(&heard, WIRE_TEXT);
		while (word_take(&text).len > 0)
			n++;
		is_number(n, MAX_PAGES, "%d of them are read", MAX_PAGES);
		heard_release(&heard);
	}
}

/* A page of 200 inches would be 3,600,000,000 pixels at 300 dpi. */
static void
test_huge_page(struct reader *reader)
{
	struct heard heard;

	reader_hear(reader,
	    SPAN("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
		 "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
		 "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]>>"
		 "endobj\ntrailer<</Root 1 0 R>>\n"),
	    "", "", "", &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "empty",
	    "a huge blank page is drawn smaller, not refused");
	heard_release(&heard);
}

/* 4 KB that unpack to 500 MB of text cost their reader a bounded effort. */
static void
test_endless(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "endless.pdf", "", &heard);
	is_number(heard.end.signal, SIGXCPU,
	    "a page without end is given up before its text is whole");
	is_span(heard_first(&heard, WIRE_TYPE), "application/pdf",
	    "what was known of it is told");
	heard_release(&heard);
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_documents(&reader);
	test_form(&reader);
	test_enclosure(&reader);
	test_page_limit(&reader);
	test_huge_page(&reader);
	test_endless(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

/*
 * pdf_pages.c - which pages of a PDF are recognised, and what each is owed
 *
 * The PDFs are written here; their pictures are the letter of words.h.
 */
#include "reader.h"
#include "tap.h"
#include "words.h"

#include "base/ceilings.h"

#include <signal.h>

/* --- PDFs are written ----------------------------------------------------- */

/* A page: its content stream, and resources over and above font and picture. */
struct page {
	const char *content;
	const char *more; /* of its dictionary */
};

#define PICTURE_WIDTH 895
#define PICTURE_HEIGHT 825

/* The data of a PNG that has no more than one kind of chunk with data. */
static void
add_png_data(struct buf *b, const char *path)
{
	autobuf png = BUF(1 << 20);
	struct span rest;

	reader_must(io_read_file(path, &png, NULL) == DONE);
	for (rest = span_from(buf_span(&png), 8); rest.len > 12;) {
		const unsigned char *at = (const unsigned char *)rest.at;
		size_t len = (size_t)at[0] << 24 | (size_t)at[1] << 16 |
			     (size_t)at[2] << 8 | at[3];

		if (span_starts_with(span_from(rest, 4), SPAN("IDAT")))
			buf_add(b, span_head(span_from(rest, 8), len));
		rest = span_from(rest, len + 12);
	}
}

/*
 * Objects 1 to 5 are the same for all; the pages follow, each with its
 * content behind it.  There is no table of offsets: poppler finds them.
 * /F draws what it says, /G says what it does not draw.
 */
static void
make_pdf(struct buf *b, const struct page *pages, int n)
{
	autobuf data = BUF(1 << 20);

	add_png_data(&data, "tests/parsers/image/letter.png");
	buf_add_text(b, "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
			"2 0 obj<</Type/Pages/Kids[");
	for (int i = 0; i < n; i++)
		buf_printf(b, "%d 0 R ", 10 + 2 * i);
	buf_printf(b, "]/Count %d>>endobj\n", n);
	buf_printf(b,
	    "3 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d"
	    "/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode"
	    "/DecodeParms<</Predictor 15/Columns %d/BitsPerComponent 1>>"
	    "/Length %zu>>stream\n",
	    PICTURE_WIDTH, PICTURE_HEIGHT, PICTURE_WIDTH, data.len);
	buf_add(b, buf_span(&data));
	buf_add_text(b,
	    "\nendstream endobj\n"
	    "4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
	    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica"
	    "/ToUnicode 6 0 R>>endobj\n"
	    "6 0 obj<</Length 137>>stream\n"
	    "begincmap 1 begincodespacerange <00><ff> endcodespacerange\n"
	    "2 beginbfrange <21><7b><0024> <20><20><0020> endbfrange endcmap "
	    "                    \nendstream endobj\n");
	for (int i = 0; i < n; i++)
		buf_printf(b,
		    "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 594]"
		    "/Contents %d 0 R/Resources<</Font<</F 4 0 R/G 5 0 R>>"
		    "/XObject<</I 3 0 R>>>>%s>>endobj\n"
		    "%d 0 obj<</Length %zu>>stream\n%s\nendstream endobj\n",
		    10 + 2 * i, 11 + 2 * i, pages[i].more, 11 + 2 * i,
		    strlen(pages[i].content), pages[i].content);
	buf_add_text(b, "trailer<</Root 1 0 R>>\n");
}

/* The picture over nearly all of the page; over a third of it, in the middle.
 */
#define WHOLE "q 400 0 0 570 10 10 cm /I Do Q "
#define UPSIDE_DOWN "q 400 0 0 -570 10 580 cm /I Do Q "
#define PASTED "q 340 0 0 260 40 150 cm /I Do Q "
#define BEGIN(font, lines) "BT /" font " 11 Tf 14 TL 40 560 Td " lines " ET "
#define LINE(text) "(" text ") Tj T* "
#define SHORT                                                                  \
	"BT 3 Tr /F 7 Tf 40 20 Td (Scanned with the best of all scanning "     \
	"programs, which is free of charge.) Tj ET "
#define TYPED                                                                  \
	LINE("I enclose the letter that I was sent in October about my")       \
	LINE("operation, and would like to know who decided this.")
#define TYPED_WORDS                                                            \
	"I enclose the letter that I was sent in October about my "            \
	"operation, and would like to know who decided this."

/* A layer as a good scanning program writes it: some words for each line. */
#define LAYER                                                                  \
	"BT 3 Tr /F 9 Tf 48 TL 40 560 Td " LINE("Layer one of all that is")    \
	    LINE("seen here, to be believed") LINE("since it is text and")     \
		LINE("goes down the page as") LINE("the letters do.")          \
		    LINE("Nobody has to read") LINE("it a second time,")       \
			LINE("which would take") LINE("a while, and may")      \
			    LINE("go wrong.") "ET "

static const struct {
	const char *what;
	struct page page;
	const char *recognised;
	const char *words; /* that must all be there, in order */
	const char *none;  /* that must not */
} cases[] = {
	{ "a layer all down the page is believed", { WHOLE LAYER, "" }, "",
	    "Layer one of all that is seen here, to be believed since", "" },
	{ "one at the foot alone is not the page", { WHOLE SHORT, "" }, "1",
	    LETTER_WORDS, "" },
	{ "nor is none", { WHOLE, "" }, "1", LETTER_WORDS, "" },
	{ "a mirrored picture is read as it is seen", { UPSIDE_DOWN, "" }, "1",
	    "", "Larch" },
	{ "a page that is turned too", { WHOLE, "/Rotate 90" }, "1",
	    LETTER_WORDS, "" },
	{ "a layer of other letters than are seen",
	    { BEGIN("G", TYPED TYPED), "" }, "1", TYPED_WORDS " " TYPED_WORDS,
	    "hqforvh" },
	{ "typed, with a scan pasted in", { BEGIN("F", TYPED) PASTED, "" }, "1",
	    TYPED_WORDS " " LETTER_WORDS, "" },
	{ "little text, and a scan",
	    { BEGIN("F", LINE("See below.")) PASTED, "" }, "1",
	    "See below. " LETTER_WORDS, "" },
	{ "little text, and nothing else",
	    { BEGIN("F", LINE("See overleaf.")), "" }, "", "See overleaf.",
	    "" },
	{ "numbers and short words are text",
	    { BEGIN("F",
		  LINE("NHS GP Mr Mrs Dr MP 12/11/2026 10:15 01632 "
		       "960000")
		      LINE("ZZ99 1AA QQ 12 34 56 C RTA MRI ECG CPN PTSD BP")
			  LINE("123 456 7890 L8 M1 5th 1st 2nd 3rd 4th")),
		"" },
	    "", "NHS GP Mr Mrs Dr MP 12/11/2026", "" },
};

static void
test_pages(struct reader *reader)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autobuf pdf = BUF(1 << 20);
		struct heard heard;
		struct span text;

		make_pdf(&pdf, &cases[i].page, 1);
		reader_hear(reader, buf_span(&pdf), "a.pdf", "", "", &heard);
		is_span(heard_first(&heard, WIRE_OCR), cases[i].recognised,
		    "%s: recognised or not", cases[i].what);
		text = heard_all(&heard, WIRE_TEXT);
		ok(words_found(text, span_of(cases[i].words)) >= 95,
		    "%s: its words", cases[i].what);
		ok(cases[i].none[0] == '\0' ||
			span_find(text, span_of(cases[i].none), 0) ==
			    SPAN_NOT_FOUND,
		    "%s: no other", cases[i].what);
		is_number(heard_count(&heard, WIRE_OWED), 0,
		    "%s: a single page is not owed", cases[i].what);
		heard_release(&heard);
	}
}

/* --- What is owed --------------------------------------------------------- */

static const struct page three[] = { { WHOLE, "" }, { BEGIN("F", TYPED), "" },
	{ WHOLE, "" } };

static void
test_owed(struct reader *reader)
{
	struct errand errand = { .seconds = 60 };
	autofd fd = memfd_create("document", MFD_CLOEXEC);
	autobuf pdf = BUF(1 << 20);
	struct heard heard;

	make_pdf(&pdf, three, 3);
	reader_must(fd >= 0 && io_write(fd, buf_span(&pdf), NULL) == DONE);
	reader_hear_once(reader, &errand, fd, &heard);
	is_span(heard_all(&heard, WIRE_OWED), "13", "both scans are owed");
	is_span(heard_all(&heard, WIRE_PAGE), "123", "all pages are begun");
	is_span(heard_first(&heard, WIRE_OCR), "", "nothing is recognised");
	is_number(
	    words_found(heard_all(&heard, WIRE_TEXT), span_of(TYPED_WORDS)),
	    100, "what is typed is read");
	heard_release(&heard);

	errand.skip_pages = 2;
	reader_hear_once(reader, &errand, fd, &heard);
	is_span(heard_all(&heard, WIRE_PAGE), "3", "two pages are left out");
	is_span(heard_first(&heard, WIRE_PAGES), "3", "of three");
	heard_release(&heard);

	errand = (struct errand){ .seconds = 60, .owed_page = 3 };
	reader_hear_once(reader, &errand, fd, &heard);
	ok(words_found(heard_all(&heard, WIRE_TEXT), span_of(LETTER_WORDS)) >=
		95,
	    "an owed page is recognised");
	ok(span_find(heard_all(&heard, WIRE_TEXT), SPAN("enclose"), 0) ==
		SPAN_NOT_FOUND,
	    "and no other is read");
	heard_release(&heard);

	errand.owed_page = 4;
	reader_hear_once(reader, &errand, fd, &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "unreadable",
	    "a page that is not there");
	heard_release(&heard);
}

/* --- Forms that are not there, files that are pinned ---------------------- */

static void
test_placeholder(struct reader *reader)
{
	static const struct page page = {
		BEGIN("F", LINE("Please wait...") LINE("If this message is not "
						       "eventually replaced by "
						       "the proper contents")
			       LINE("of the document, "
				    "your PDF viewer "
				    "may not be able "
				    "to show it.")),
		""
	};
	autobuf pdf = BUF(1 << 20);
	struct heard heard;

	make_pdf(&pdf, &page, 1);
	reader_hear(reader, buf_span(&pdf), "a.pdf", "", "", &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "unsupported",
	    "a form for Adobe's program alone");
	ok(span_find(heard_first(&heard, WIRE_NOTE), SPAN("(XFA)"), 0) !=
		SPAN_NOT_FOUND,
	    "is said to be one");
	heard_release(&heard);
}

static void
test_pinned(struct reader *reader)
{
	static const struct page page = { BEGIN("F", TYPED),
		"/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]"
		"/FS<</Type/Filespec/F(note.txt)/UF(note.txt)/EF<</F 90 0 R>>"
		">>>>]" };
	autobuf pdf = BUF(1 << 20);
	struct heard heard;

	buf_add_text(&pdf, "");
	make_pdf(&pdf, &page, 1);
	buf_add_text(&pdf,
	    "90 0 obj<</Type/EmbeddedFile/Length 6>>stream\npinnedendstream "
	    "endobj\ntrailer<</Root 1 0 R>>\n");
	reader_hear(reader, buf_span(&pdf), "a.pdf", "", "", &heard);
	is_span(heard_part(&heard, "1", WIRE_PART_DATA), "pinned",
	    "a file that is pinned to a page");
	is_span(heard_part(&heard, "1", WIRE_PART_NAME), "note.txt",
	    "has its name");
	heard_release(&heard);
}

/* Locked against changes alone, by a password that nobody needs to read it. */
static void
test_owner(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, "tests/parsers/pdf/owner.pdf", "", &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "read",
	    "a PDF that only its owner may change is read");
	is_number(words_found(heard_all(&heard, WIRE_TEXT), SPAN(LETTER_WORDS)),
	    100, "all of it");
	heard_release(&heard);
}

/* --- Documents without end ------------------------------------------------ */

#define CATALOG "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
#define TRAILER "trailer<</Root 1 0 R>>\n"

static const struct {
	const char *what;
	const char *pdf;
	const char *outcome;
} loops[] = {
	{ "pages that are their own pages",
	    CATALOG
	    "2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>endobj\n" TRAILER,
	    "unreadable" },
	{ "a form that draws itself",
	    CATALOG
	    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents "
	    "4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n"
	    "4 0 obj<</Length 6>>stream\n/X Do \nendstream endobj\n"
	    "5 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Length 12"
	    "/Resources<</XObject<</X 5 0 R>>>>>>stream\n/X Do /X Do \n"
	    "endstream endobj\n" TRAILER,
	    "empty" },
	{ "a length that is itself",
	    CATALOG
	    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
	    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]"
	    "/Contents 4 0 R>>endobj\n"
	    "4 0 obj<</Length 4 0 R>>stream\nBT ET\nendstream endobj\n" TRAILER,
	    "empty" },
	{ "no pages",
	    CATALOG "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" TRAILER,
	    "unreadable" },
	{ "fewer pages than it counts",
	    CATALOG "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 20>>endobj\n"
		    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"
		    "endobj\n" TRAILER,
	    "" },
};

static void
test_loops(struct reader *reader)
{
	for (size_t i = 0; i < sizeof loops / sizeof *loops; i++) {
		struct heard heard;

		reader_hear(reader, span_of(loops[i].pdf), "a.pdf", "", "",
		    &heard);
		ok(loops[i].outcome[0] == '\0' ||
			span_is_equal(heard_first(&heard, WIRE_OUTCOME),
			    span_of(loops[i].outcome)),
		    "%s: %.*s", loops[i].what,
		    SPAN_ARG(heard_first(&heard, WIRE_OUTCOME)));
		ok(heard.is_whole && heard.end.signal == 0, "%s: it ends well",
		    loops[i].what);
		heard_release(&heard);
	}
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_pages(&reader);
	test_owed(&reader);
	test_placeholder(&reader);
	test_pinned(&reader);
	test_owner(&reader);
	test_loops(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

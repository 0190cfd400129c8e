/*
 * image.c - scans and photographs of a letter are read
 *
 * The pictures show the letter of words.h: as it is, coarse, turned, sloping,
 * shaded, photographed, as a fax.  The cage ends a process that starts a
 * thread, so each page read also shows that Tesseract started none.
 */
#include "reader.h"
#include "tap.h"
#include "words.h"

#include "base/ceilings.h"

#define FOLDER "tests/parsers/image/"

static const struct {
	const char *file;
	const char *outcome;
	int least_found; /* per cent of the letter's words */
} pictures[] = {
	{ "letter.png", "read", 100 },
	{ "letter.gif", "read", 100 },
	{ "letter.bmp", "read", 100 },
	{ "letter.webp", "read", 100 },
	{ "pages.tif", "read", 100 },
	{ "sideways.png", "read", 100 },
	{ "other-side.png", "read", 100 },
	{ "upside-down.png", "read", 100 },
	{ "capitals-upside-down.png", "read", 95 },
	{ "sloping.png", "read", 95 },
	{ "coarse.png", "read", 100 },
	{ "shaded.jpg", "read", 100 },
	{ "photo.jpg", "read", 100 },
	{ "fax.tif", "read", 95 },
	{ "dark-screen.png", "read", 100 },
	{ "blank.png", "empty", 0 },
	{ "pixel.gif", "empty", 0 },
	{ "limit.png", "empty", 0 },
};

static long long
number(struct span s)
{
	long long n = -1;

	return span_to_number(s, 0, 1000000, &n) ? n : -1;
}

static void
test_pictures(struct reader *reader)
{
	for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
		const char *file = pictures[i].file;
		autobuf path = BUF(200);
		struct heard heard;
		int found;

		buf_printf(&path, FOLDER "%s", file);
		reader_hear_file(reader, buf_text(&path), "", &heard);
		is_span(heard_first(&heard, WIRE_OUTCOME), pictures[i].outcome,
		    "%s: outcome", file);
		found = words_found(heard_all(&heard, WIRE_TEXT),
		    SPAN(LETTER_WORDS));
		ok(found >= pictures[i].least_found, "%s: %d %% of the words",
		    file, found);
		is_span(heard_first(&heard, WIRE_OCR),
		    pictures[i].least_found > 0 ? "1" : "", "%s: recognised",
		    file);
		ok(pictures[i].least_found == 0 ||
			number(heard_first(&heard, WIRE_CONFIDENCE)) >= 800,
		    "%s: confidence", file);
		heard_release(&heard);
	}
}

/* A logo has ink but no text, which the recognition remarks on. */
static void
test_ring(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "ring.gif", "", &heard);
	is_number(heard.end.signal, 0, "a remark does not end the reader");
	is_span(heard_first(&heard, WIRE_OUTCOME), "empty",
	    "a ring holds no words");
	heard_release(&heard);
}

static void
test_pages(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "pages.tif", "", &heard);
	is_span(heard_first(&heard, WIRE_PAGES), "3",
	    "a TIFF has three pages, one of them blank");
	is_number(words_found(heard_all(&heard, WIRE_TEXT),
		      SPAN(LETTER_WORDS " The second page has another thing to "
					"say.")),
	    100, "the last page's text follows the first one's");
	is_number(heard_count(&heard, WIRE_NOTE), 0,
	    "a blank page is not worth a note");
	heard_release(&heard);
}

/* --- pictures made here --------------------------------------------------- */

static void
add_number(struct buf *b, unsigned long value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_add_char(b, (char)(value >> (8 * i) & 0xff));
}

static void
add_tag(struct buf *b, unsigned tag, unsigned type, unsigned long value)
{
	add_number(b, tag, 2);
	add_number(b, type, 2);
	add_number(b, 1, 4);
	add_number(b, value, 4);
}

/* A TIFF of n white pages of 32 by 32 pixels (TIFF 6.0, bilevel). */
static void
make_tiff(struct buf *b, int n)
{
	static const char white[128];
	const unsigned long pixels = 8, first = 8 + sizeof white,
			    one = 2 + 8 * 12 + 4;

	buf_add(b, SPAN("II*"));
	add_number(b, 0, 1);
	add_number(b, first, 4);
	buf_add(b, (struct span){ white, sizeof white });
	for (int i = 1; i <= n; i++) {
		add_number(b, 8, 2);
		add_tag(b, 256, 3, 32);
		add_tag(b, 257, 3, 32);
		add_tag(b, 258, 3, 1);
		add_tag(b, 259, 3, 1);
		add_tag(b, 262, 3, 0);
		add_tag(b, 273, 4, pixels);
		add_tag(b, 278, 3, 32);
		add_tag(b, 279, 4, sizeof white);
		add_number(b, i < n ? first + (unsigned)i * one : 0, 4);
	}
}

static void
test_page_limit(struct reader *reader)
{
	static const struct {
		int pages;
		const char *outcome;
	} cases[] = { { MAX_PAGES, "empty" }, { MAX_PAGES + 1, "too_large" } };

	for (size_t i = 0; i < 2; i++) {
		autobuf tiff = BUF(1 << 20);
		struct heard heard;

		make_tiff(&tiff, cases[i].pages);
		reader_hear(reader, buf_span(&tiff), "a.tif", "", "", &heard);
		is_span(heard_first(&heard, WIRE_OUTCOME), cases[i].outcome,
		    "%d pages", cases[i].pages);
		is_number(number(heard_first(&heard, WIRE_PAGES)), MAX_PAGES,
		    "%d are looked at", MAX_PAGES);
		heard_release(&heard);
	}
}

/* Headers that claim more pixels than are allowed, with nothing behind them. */
static void
test_claims(struct reader *reader)
{
	const struct {
		const char *what;
		struct span bytes;
	} claims[] = {
		{ "PNG of 8193 x 8192",
		    SPAN("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x20\x01\0\0\x20\0"
			 "\x01\0\0\0\0\0\0\0\0\0\0\0\0IDAT\0\0\0\0") },
		{ "BMP of 60000 x -60000",
		    SPAN("BM\x46\0\0\0\0\0\0\0\x3e\0\0\0\x28\0\0\0"
			 "\x60\xea\0\0\xa0\x15\xff\xff\1\0\1\0\0\0\0\0"
			 "\x08\0\0\0\0\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0"
			 "\0\0\0\0\xff\xff\xff\0\0\0\0\0\0\0\0\0") },
		{ "GIF with a frame of 65535 x 65535 on a screen of 9 x 9",
		    SPAN("GIF89a\x09\0\x09\0\x80\0\0\0\0\0\xff\xff\xff"
			 "!\xf9\4\0\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2"
			 "\2\x4c\1\0;") },
	};

	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
		struct heard heard;

		reader_hear(reader, claims[i].bytes, "", "", "", &heard);
		is_span(heard_first(&heard, WIRE_OUTCOME), "too_large", "%s",
		    claims[i].what);
		ok(heard.end.peak_kib < 400 << 10, "... without its memory");
		heard_release(&heard);
	}
}

static void
test_damaged(struct reader *reader)
{
	autobuf letter = BUF(1 << 20);
	struct heard heard;
	struct error why;

	if (io_read_file(FOLDER "letter.png", &letter, &why) != DONE)
		die("%s", why.text);
	reader_hear(reader, span_head(buf_span(&letter), 60), "", "", "",
	    &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "unreadable",
	    "a PNG cut short is unreadable");
	is_span(heard_first(&heard, WIRE_NOTE), "page 1 is damaged",
	    "and staff are told");
	heard_release(&heard);
}

/* A page of noise must be given up soon, not after the layout analysis. */
static void
test_noise(struct reader *reader)
{
	autobuf bmp = BUF(2 << 20);
	unsigned long side = 2048, seed = 1;
	struct heard heard;

	buf_add(&bmp, SPAN("BM\0\0\0\0\0\0\0\0\x3e\0\0\0\x28\0\0\0"));
	add_number(&bmp, side, 4);
	add_number(&bmp, side, 4);
	add_number(&bmp, 1, 2);
	add_number(&bmp, 1, 2);
	add_number(&bmp, 0, 4);
	add_number(&bmp, side * side / 8, 4);
	add_number(&bmp, 0, 8);
	add_number(&bmp, 2, 4);
	add_number(&bmp, 0, 4);
	add_number(&bmp, 0, 4);
	add_number(&bmp, 0xffffff, 4);
	for (unsigned long i = 0; i < side * side / 8; i++) {
		seed = (seed * 1103515245 + 12345) & 0x7fffffff;
		add_number(&bmp, seed >> 16, 1);
	}
	reader_hear(reader, buf_span(&bmp), "", "", "", &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "empty",
	    "noise has no text");
	is_span(heard_first(&heard, WIRE_CONFIDENCE), "0",
	    "but it is not taken for a blank page");
	heard_release(&heard);
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_pictures(&reader);
	test_ring(&reader);
	test_pages(&reader);
	test_page_limit(&reader);
	test_claims(&reader);
	test_damaged(&reader);
	test_noise(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

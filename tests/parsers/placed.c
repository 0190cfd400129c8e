/*
 * placed.c - words are told with their places, and copies are made of them
 *
 * placed/words.tsv has the box of each word on placed/upright.png, measured
 * when it was drawn.  turned.png is the same a quarter clockwise, sloping.png
 * three degrees clockwise about its middle, on a larger sheet.
 */
#include "reader.h"
#include "tap.h"

#include "base/placed.h"

#include <math.h>

#define FOLDER "tests/parsers/placed/"
#define WIDTH 1240.0
#define HEIGHT 1754.0
/* A third of the letters' height. */
#define TOLERANCE 8

struct point {
	double x, y;
};

static struct point
place_upright(double x, double y)
{
	return (struct point){ x, y };
}

static struct point
place_turned(double x, double y)
{
	return (struct point){ HEIGHT - y, x };
}

static struct point
place_sloping(double x, double y)
{
	double c = cos(3 * M_PI / 180), s = sin(3 * M_PI / 180);

	x -= WIDTH / 2;
	y -= HEIGHT / 2;
	return (struct point){ 1332.0 / 2 + x * c - y * s,
		1818.0 / 2 + x * s + y * c };
}

static const struct {
	const char *file;
	struct point (*place)(double x, double y);
	long long width, height, angle;
} pictures[] = {
	{ "upright.png", place_upright, 1240, 1754, 0 },
	{ "turned.png", place_turned, 1754, 1240, 90000 },
	{ "sloping.png", place_sloping, 1332, 1818, 3000 },
};

/* Has the file read for its words. */
static void
hear_words(struct reader *reader, const char *path, struct heard *heard)
{
	struct errand errand = { .seconds = 120, .wants = ERRAND_WORDS };
	autofd fd = open(path, O_RDONLY | O_CLOEXEC);

	reader_must(fd >= 0);
	reader_hear_errand(reader, &errand, fd, heard);
}

/* The next number of a line of the table. */
static double
next_number(struct span *line)
{
	long long n = -1;

	reader_must(span_to_number(span_cut_at(line, '\t'), 0, 10000, &n));
	return (double)n;
}

/* Is there a word of that text with corners where the box's come to lie? */
static bool
is_heard(const struct heard *heard, const struct placed_page *page,
    struct span text, const double box[4],
    struct point (*place)(double x, double y))
{
	const struct point corners[4] = { place(box[0], box[1]),
		place(box[2], box[1]), place(box[2], box[3]),
		place(box[0], box[3]) };

	for (size_t n = 0; n < heard_count(heard, WIRE_PLACED_WORD); n++) {
		struct placed_word w;
		bool is_near = true;

		if (!placed_word_read(heard_nth(heard, WIRE_PLACED_WORD, n),
			page, &w) ||
		    !span_is_equal(w.text, text))
			continue;
		for (int i = 0; i < 4; i++)
			is_near &= fabs((double)w.x[i] / 10 - corners[i].x) <=
				       TOLERANCE &&
				   fabs((double)w.y[i] / 10 - corners[i].y) <=
				       TOLERANCE;
		if (is_near && w.is_recognised && w.confidence > 500)
			return true;
	}
	return false;
}

static void
test_places(struct reader *reader)
{
	for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
		autobuf path = BUF(200), table = BUF(1 << 16);
		struct placed_page page = { 0 };
		struct heard heard;
		struct span rest;
		int words = 0, found = 0;

		buf_printf(&path, FOLDER "%s", pictures[i].file);
		reader_must(
		    io_read_file(FOLDER "words.tsv", &table, NULL) == DONE);
		hear_words(reader, buf_text(&path), &heard);
		ok(placed_page_read(heard_first(&heard, WIRE_PLACED_PAGE),
		       &page),
		    "%s: a page is told of", pictures[i].file);
		is_number(page.number, 1, "... by its number");
		is_number(page.width, pictures[i].width, "... its width");
		is_number(page.height, pictures[i].height, "... its height");
		is_number(page.dpi_across, 150, "... its resolution");
		ok(llabs(page.angle - pictures[i].angle) < 200,
		    "... and its turn: %lld", page.angle);
		ok(page.is_recognised && page.confidence >= 800,
		    "... recognised, confidence %lld", page.confidence);
		rest = buf_span(&table);
		while (rest.len > 0) {
			struct span line = span_cut_line(&rest);
			struct span text = span_cut_at(&line, '\t');
			double box[4];

			for (int k = 0; k < 4; k++)
				box[k] = next_number(&line);
			words++;
			found += is_heard(&heard, &page, text, box,
			    pictures[i].place);
		}
		ok(words > 40 && found >= words - 1,
		    "%s: %d of %d words are where they are", pictures[i].file,
		    found, words);
		heard_release(&heard);
	}
}

/* The words of a text layer are told too, and are not recognised ones. */
static void
test_layer(struct reader *reader)
{
	struct placed_page page = { 0 };
	struct placed_word word = { 0 };
	struct heard heard;

	hear_words(reader, "tests/parsers/pdf/typed.pdf", &heard);
	is_number(heard_count(&heard, WIRE_PLACED_PAGE), 2,
	    "a typed PDF has two pages");
	ok(placed_page_read(heard_first(&heard, WIRE_PLACED_PAGE), &page) &&
		!page.is_recognised && page.confidence == 1000,
	    "their text was text");
	ok(placed_word_read(heard_nth(&heard, WIRE_PLACED_WORD, 1), &page,
	       &word),
	    "they have words");
	is_span(word.text, "Larch", "... in their order");
	ok(word.y[3] - word.y[0] > 10 * 30 && word.y[3] - word.y[0] < 10 * 70,
	    "... as high as type of 10 points is at 300 dots per inch: %lld",
	    word.y[3] - word.y[0]);
	heard_release(&heard);
}

static void
test_unasked(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "upright.png", "", &heard);
	is_number(heard_count(&heard, WIRE_PLACED_PAGE) +
		      heard_count(&heard, WIRE_PLACED_WORD),
	    0, "nobody hears of places unasked");
	heard_release(&heard);
}

/* A blank page is a page too, and nothing to worry about. */
static void
test_blank(struct reader *reader)
{
	struct placed_page page = { 0 };
	struct heard heard;

	hear_words(reader, "tests/parsers/image/blank.png", &heard);
	ok(placed_page_read(heard_first(&heard, WIRE_PLACED_PAGE), &page) &&
		!page.is_recognised && page.confidence == 1000,
	    "a blank page is told of, without doubts");
	is_number(heard_count(&heard, WIRE_PLACED_WORD), 0, "it has no words");
	heard_release(&heard);
}

/* --- copies --------------------------------------------------------------- */

static void
add_frame(struct buf *b, enum wire_tag tag, struct span bytes)
{
	buf_add_char(b, (char)tag);
	for (int i = 0; i < 4; i++)
		buf_add_char(b, (char)(bytes.len >> (8 * i) & 0xff));
	buf_add(b, bytes);
}

/* Has a copy made of the document with these frames of words. */
static void
hear_copy(struct reader *reader, const char *type, struct span frames,
    struct span document, struct heard *heard)
{
	struct errand errand = { .seconds = 120, .wants = ERRAND_COPY };
	autofd fd = memfd_create("request", MFD_CLOEXEC);
	autobuf request = BUF(1 << 24);

	buf_printf(&request, "%zu\n", frames.len);
	buf_add(&request, frames);
	buf_add(&request, document);
	errand_set(errand.type, sizeof errand.type, span_of(type));
	reader_must(fd >= 0 && io_write(fd, buf_span(&request), NULL) == DONE);
	reader_hear_errand(reader, &errand, fd, heard);
}

#define A_PAGE SPAN("1 1240 1754 150 150 0 1 950")
#define A_WORD SPAN("0 0 0 1 950 1540 1740 1890 1740 1890 2000 1540 2000 14")

static void
test_copy(struct reader *reader)
{
	const struct {
		const char *what, *type, *file;
		struct span word;
		const char *outcome;
	} cases[] = {
		{ "a picture", "image/png", FOLDER "upright.png", A_WORD,
		    "read" },
		{ "a scanned PDF", "application/pdf",
		    "tests/parsers/pdf/scan.pdf", A_WORD, "read" },
		{ "a PDF cut short", "application/pdf",
		    "tests/parsers/pdf/cut-short.pdf", A_WORD, "unreadable" },
		{ "a PDF whose pages go in circles", "application/pdf",
		    "tests/parsers/pdf/endless.pdf", A_WORD, NULL },
		{ "what is no picture", "image/png", FOLDER "words.tsv", A_WORD,
		    "unreadable" },
		{ "a word off its page", "image/png", FOLDER "upright.png",
		    SPAN("0 0 0 1 950 12401 0 0 0 0 0 0 0 x"), "unreadable" },
		{ "a word without text", "image/png", FOLDER "upright.png",
		    SPAN("0 0 0 1 950 0 0 0 0 0 0 0 0 "), "unreadable" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autobuf document = BUF(1 << 24), frames = BUF(1 << 16);
		struct heard heard;
		struct span copy;

		reader_must(
		    io_read_file(cases[i].file, &document, NULL) == DONE);
		add_frame(&frames, WIRE_PLACED_PAGE, A_PAGE);
		add_frame(&frames, WIRE_PLACED_WORD, cases[i].word);
		hear_copy(reader, cases[i].type, buf_span(&frames),
		    buf_span(&document), &heard);
		is_number(heard.end.signal, 0, "%s ends nobody", cases[i].what);
		if (cases[i].outcome != NULL)
			is_span(heard_first(&heard, WIRE_OUTCOME),
			    cases[i].outcome, "%s: outcome", cases[i].what);
		copy = heard_all(&heard, WIRE_COPY);
		if (cases[i].outcome != NULL)
			ok(span_starts_with(copy, SPAN("%PDF-")) ==
				(strcmp(cases[i].outcome, "read") == 0),
			    "%s: a copy, or none", cases[i].what);
		heard_release(&heard);
	}
}

/* What nobody recognised is copied byte for byte. */
static void
test_unchanged(struct reader *reader)
{
	autobuf document = BUF(1 << 24), frames = BUF(1 << 16);
	struct heard heard;

	reader_must(io_read_file("tests/parsers/pdf/typed.pdf", &document,
			NULL) == DONE);
	add_frame(&frames, WIRE_PLACED_PAGE, SPAN("1 100 100 72 72 0 0 1000"));
	hear_copy(reader, "application/pdf", buf_span(&frames),
	    buf_span(&document), &heard);
	ok(span_is_equal(heard_all(&heard, WIRE_COPY), buf_span(&document)),
	    "a typed PDF comes back as it was");
	heard_release(&heard);
}

static void
test_bad_requests(struct reader *reader)
{
	const struct span requests[] = { SPAN(""), SPAN("9\nabc"), SPAN("-1\n"),
		SPAN("x\n"), SPAN("3\nabc"), SPAN("5\n\xff\1\0\0\0") };

	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
		struct errand errand = { .seconds = 120,
			.type = "image/png",
			.wants = ERRAND_COPY };
		autofd fd = memfd_create("request", MFD_CLOEXEC);
		struct heard heard;

		reader_must(fd >= 0 && io_write(fd, requests[i], NULL) == DONE);
		reader_hear_errand(reader, &errand, fd, &heard);
		is_span(heard_first(&heard, WIRE_OUTCOME), "unreadable",
		    "request %zu is none", i);
		heard_release(&heard);
	}
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_places(&reader);
	test_layer(&reader);
	test_unasked(&reader);
	test_blank(&reader);
	test_copy(&reader);
	test_unchanged(&reader);
	test_bad_requests(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

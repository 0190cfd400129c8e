/* copy_words.c - the words of a page as text of a PDF that is not seen */
#include "copy_words.h"

#include "copy.h"
#include "glyphless.h"

#include "base/utf8.h"

#include <math.h>

/* Lines less high than this, in points, are no lines of text. */
#define LEAST_HEIGHT 0.5
/* All codes of two bytes are the glyph 1. */
#define CODES 65536

struct point {
	double x, y;
};

/* A line's own directions: along it and up from it, of length 1. */
struct line {
	struct point along, up;
	double low, high; /* how far up its words reach */
};

struct matrix
matrix_then(struct matrix p, struct matrix q)
{
	return (struct matrix){
		p.a * q.a + p.b * q.c,
		p.a * q.b + p.b * q.d,
		p.c * q.a + p.d * q.c,
		p.c * q.b + p.d * q.d,
		p.e * q.a + p.f * q.c + q.e,
		p.e * q.b + p.f * q.d + q.f,
	};
}

struct matrix
matrix_turn(long long angle)
{
	double radians = (double)angle / 1000 * M_PI / 180;

	return (struct matrix){ cos(radians), sin(radians), -sin(radians),
		cos(radians), 0, 0 };
}

/* No exponents, which PDF does not know, and no minus before a zero. */
static void
add_number(struct buf *b, double n)
{
	buf_printf(b, "%.4f ", fabs(n) < 0.00005 ? 0 : n);
}

void
matrix_add(struct buf *b, struct matrix m)
{
	const double numbers[] = { m.a, m.b, m.c, m.d, m.e, m.f };

	for (int i = 0; i < 6; i++)
		add_number(b, numbers[i]);
}

static struct point
corner(const struct placed_word *w, int i, struct matrix to)
{
	double x = (double)w->x[i] / 10, y = (double)w->y[i] / 10;

	return (struct point){ to.a * x + to.c * y + to.e,
		to.b * x + to.d * y + to.f };
}

static double
reach(struct point p, struct point direction)
{
	return p.x * direction.x + p.y * direction.y;
}

/* The way that the n words of a line run together, and how high they are. */
static struct line
line_of(const struct placed_word *words, size_t n, struct matrix to)
{
	struct line line = { .low = HUGE_VAL, .high = -HUGE_VAL };
	struct point sum = { 0, 0 };
	double length;

	for (size_t i = 0; i < n; i++) {
		struct point from = corner(&words[i], 3, to);
		struct point end = corner(&words[i], 2, to);

		sum.x += end.x - from.x;
		sum.y += end.y - from.y;
	}
	length = hypot(sum.x, sum.y);
	line.along = length > 0
			 ? (struct point){ sum.x / length, sum.y / length }
			 : (struct point){ 1, 0 };
	line.up = (struct point){ -line.along.y, line.along.x };
	for (size_t i = 0; i < n; i++)
		for (int k = 0; k < 4; k++) {
			double up = reach(corner(&words[i], k, to), line.up);

			line.low = fmin(line.low, up);
			line.high = fmax(line.high, up);
		}
	return line;
}

/* The text as UTF-16 in hexadecimal; the number of its codes. */
static int
add_text(struct buf *b, struct span text)
{
	int codes = 0;

	while (text.len > 0) {
		unsigned point;

		text = span_from(text, utf8_next(text, &point));
		buf_printf(b, "%04x", point > 0xffff ? 0xfffd : point);
		codes++;
	}
	return codes;
}

/* Appends text stretched to the width, where the last text ended. */
static void
add_stretched(struct buf *b, struct span text, double size, double width)
{
	autobuf hex = BUF(PLACED_TEXT_BYTES * 4);
	int codes = add_text(&hex, text);

	add_number(b, 100 * width / (codes * GLYPHLESS_WIDTH * size));
	buf_printf(b, "Tz <%s> Tj\n", buf_text(&hex));
}

static void
add_line(struct buf *b, const struct placed_word *words, size_t n,
    struct matrix to)
{
	struct line line = line_of(words, n, to);
	double size = line.high - line.low;

	if (!(size >= LEAST_HEIGHT))
		return;
	buf_printf(b, "/" COPY_FONT " %.4f Tf\n", size);
	for (size_t i = 0; i < n; i++) {
		double from = reach(corner(&words[i], 3, to), line.along);
		double end = reach(corner(&words[i], 2, to), line.along);
		double next = i + 1 == n ? end
					 : reach(corner(&words[i + 1], 3, to),
					       line.along);
		struct matrix at = { line.along.x, line.along.y, line.up.x,
			line.up.y, from * line.along.x + line.low * line.up.x,
			from * line.along.y + line.low * line.up.y };

		if (!(end > from))
			continue;
		matrix_add(b, at);
		buf_add_text(b, "Tm ");
		add_stretched(b, words[i].text, size, end - from);
		if (next > end)
			add_stretched(b, SPAN(" "), size, next - end);
	}
}

/* How many of the n words stand in the line of the first. */
static size_t
line_length(const struct placed_word *words, size_t n)
{
	size_t length = 1;

	while (length < n && words[length].line == words[0].line &&
	       words[length].paragraph == words[0].paragraph &&
	       words[length].block == words[0].block)
		length++;
	return length;
}

void
copy_words_write(struct buf *b, const struct placed_page *page,
    struct matrix to)
{
	size_t length;

	if (page->n_words == 0)
		return;
	buf_add_text(b, "BT\n3 Tr\n");
	for (size_t i = 0; i < page->n_words; i += length) {
		length = line_length(&page->words[i], page->n_words - i);
		/* Other words are text of the PDF already. */
		if (page->words[i].is_recognised)
			add_line(b, &page->words[i], length, to);
	}
	buf_add_text(b, "ET\n");
}

/* Every code is the glyph 1, of which there is no other. */
static qpdf_oh
add_glyph_map(qpdf_data pdf)
{
	autobuf map = BUF(CODES * 2);

	for (int i = 0; i < CODES; i++)
		buf_add(&map, (struct span){ "\0\1", 2 });
	return copy_stream(pdf, buf_span(&map), "");
}

/* Every code is the character of UTF-16 that has its number. */
static const char to_unicode[] =
    "/CIDInit /ProcSet findresource begin\n"
    "12 dict begin\nbegincmap\n"
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n"
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

qpdf_oh
copy_words_font(qpdf_data pdf)
{
	qpdf_oh font = qpdf_make_indirect_object(pdf,
	    qpdf_oh_parse(pdf,
		"<< /Type /Font /Subtype /Type0 /BaseFont /" COPY_FONT
		" /Encoding /Identity-H >>"));
	qpdf_oh inner = qpdf_make_indirect_object(pdf,
	    qpdf_oh_parse(pdf,
		"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /" COPY_FONT
		" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
		" /Supplement 0 >> /DW 500 >>"));
	qpdf_oh shape = qpdf_make_indirect_object(pdf,
	    qpdf_oh_parse(pdf,
		"<< /Type /FontDescriptor /FontName /" COPY_FONT
		" /FontBBox [0 0 500 1000] /Flags 5 /Ascent 1000 /Descent -1"
		" /CapHeight 1000 /StemV 80 /ItalicAngle 0 >>"));
	qpdf_oh inners = qpdf_oh_new_array(pdf);

	qpdf_oh_replace_key(pdf, shape, "/FontFile2",
	    copy_stream(pdf,
		(struct span){ (const char *)glyphless_font,
		    glyphless_font_bytes },
		""));
	qpdf_oh_replace_key(pdf, inner, "/FontDescriptor", shape);
	qpdf_oh_replace_key(pdf, inner, "/CIDToGIDMap", add_glyph_map(pdf));
	qpdf_oh_append_item(pdf, inners, inner);
	qpdf_oh_replace_key(pdf, font, "/DescendantFonts", inners);
	qpdf_oh_replace_key(pdf, font, "/ToUnicode",
	    copy_stream(pdf, span_of(to_unicode), ""));
	return font;
}

/*
 * doc.c - reads a Word document of before 2007 (MS-DOC; 6 and 95 too)
 *
 * The text lies in pieces, in the order in which it was typed; a table of
 * pieces says where each part of it is.
 *
 * Doubts: every offset and length.
 */
#include "blip.h"
#include "charset.h"
#include "ole_file.h"
#include "parser.h"
#include "prose.h"
#include "word_field.h"

#include "base/ceilings.h"
#include "base/utf8.h"

/* The FIB: where its fields are (MS-DOC 2.5.1, 2.5.4, 2.5.6). */
#define AT_LANGUAGE 0x06
#define AT_FLAGS 0x0a
#define AT_TEXT 0x18 /* its offset and its end */
#define AT_LENGTHS 0x4c
#define AT_PIECES 0x1a2
/* The same in Word 6 and 95. */
#define AT_OLD_LENGTHS 0x34
#define AT_OLD_PIECES 0x160

#define MARK 0xa5ec
#define OLD_MARK 0xa5dc
#define IS_ENCRYPTED 0x0100
#define HAS_TABLE_1 0x0200

/* Lengths of the main text, notes, margins, macros, remarks ... in order. */
#define STORIES 8
#define MARGINS 2 /* the story of headers and footers */

/* Pieces may share their bytes; so many characters are no letter. */
#define MAX_CHARACTERS (32ll << 20)

struct doc {
	struct ole_file ole;
	struct span text;  /* the stream WordDocument */
	struct span table; /* the stream with the table of pieces */
	bool is_old;       /* Word 6 or 95: one byte a character */
	const struct charset *charset;
	long long ends[STORIES]; /* in characters */
	struct prose prose;
	struct word_fields fields;
	struct buf run;     /* own: characters not yet added, UTF-8 */
	struct buf bytes;   /* own: the same, in the charset */
	long long position; /* of the next character */
	int story;
	unsigned last; /* character */
	unsigned high; /* first half of a pair of UTF-16; 0 */
};

/* --- characters ----------------------------------------------------------- */

static void
run_flush(struct doc *d)
{
	if (d->bytes.len > 0)
		charset_decode(d->charset, buf_span(&d->bytes), &d->run);
	if (d->run.len > 0 && d->fields.hidden > 0)
		word_field_instruct(&d->fields, buf_span(&d->run));
	else if (d->run.len > 0)
		prose_add(&d->prose, buf_span(&d->run));
	buf_clear(&d->bytes);
	buf_clear(&d->run);
}

/* A mark of a paragraph, a cell, a field (MS-DOC 2.8.25, sprmCFSpec). */
static void
mark_take(struct doc *d, unsigned c)
{
	run_flush(d);
	if (c == 0x13) {
		word_field_begin(&d->fields);
	} else if (c == 0x14) {
		word_field_separate(&d->fields, d->story == MARGINS);
	} else if (c == 0x15) {
		word_field_end(&d->fields);
	} else if (c == '\r' || c == 0x0c || c == 0x0e) {
		word_fields_recover(&d->fields);
		prose_end_paragraph(&d->prose);
	} else if (c == 0x0b) {
		prose_add(&d->prose, SPAN("\n"));
	} else if (c == 0x07) {
		/* The mark of a row stands behind that of its last cell. */
		prose_owe(&d->prose, d->last == 0x07 ? '\n' : '\t');
	} else if (c == 0x1e) {
		prose_add(&d->prose, SPAN("-"));
	}
}

/* Which part of the text the next character is of. */
static void
story_find(struct doc *d)
{
	int before = d->story;

	while (d->story < STORIES && d->position >= d->ends[d->story])
		d->story++;
	d->position++;
	if (d->story == before)
		return;
	run_flush(d);
	word_fields_recover(&d->fields);
	prose_owe(&d->prose, '\n');
}

static void
unit_take(struct doc *d, unsigned unit)
{
	unsigned high = d->high;

	story_find(d);
	if (d->story == STORIES)
		return;
	d->high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
	if (d->high != 0)
		return;
	if (unit >= 0xdc00 && unit < 0xe000 && high != 0)
		unit = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
	/* Symbol fonts have their characters at U+F000 to U+F0FF. */
	if (unit >= 0xf020 && unit < 0xf080)
		unit -= 0xf000;
	if (unit < ' ' && unit != '\t')
		mark_take(d, unit);
	else
		utf8_add(&d->run, unit);
	d->last = unit;
}

static void
byte_take(struct doc *d, unsigned char byte)
{
	story_find(d);
	if (d->story == STORIES)
		return;
	if (byte < ' ' && byte != '\t')
		mark_take(d, byte);
	else
		buf_add_char(&d->bytes, (char)byte);
	d->last = byte;
}

/* --- pieces --------------------------------------------------------------- */

/* Takes n characters from offset at of the text; false to stop. */
static bool
piece_take(struct doc *d, size_t at, size_t n, bool is_wide)
{
	struct span piece = span_from(d->text, at);

	piece = span_head(piece, is_wide ? n * 2 : n);
	if (is_wide)
		for (size_t i = 0; i + 1 < piece.len; i += 2)
			unit_take(d, ole_u16(piece, i));
	else
		for (size_t i = 0; i < piece.len; i++)
			byte_take(d, (unsigned char)piece.at[i]);
	run_flush(d);
	return d->story < STORIES && d->position < MAX_CHARACTERS &&
	       !d->prose.body.text.overflowed;
}

/* The table of pieces, behind what is said of their properties (2.9.38). */
static struct span
find_pieces(struct span clx)
{
	while (clx.len > 3 && clx.at[0] == 1)
		clx = span_from(clx, 3 + (size_t)ole_u16(clx, 1));
	if (clx.len < 5 || clx.at[0] != 2)
		return SPAN("");
	return span_head(span_from(clx, 5), ole_u32(clx, 1));
}

static void
read_pieces(struct doc *d, struct span pieces)
{
	/* One place more than pieces, four bytes each; then eight a piece. */
	size_t n = (pieces.len - 4) / 12;
	struct span places = span_head(pieces, 4 * (n + 1));
	struct span where = span_from(pieces, places.len);
	bool goes_on = true;

	for (size_t i = 0; i < n && goes_on; i++) {
		unsigned first = ole_u32(places, 4 * i);
		unsigned end = ole_u32(places, 4 * i + 4);
		unsigned at = ole_u32(where, 8 * i + 2);
		bool is_narrow = !d->is_old && (at & 0x40000000) != 0;

		if (end < first || (long long)first != d->position)
			break;
		if (is_narrow)
			at = (at & 0x3fffffff) / 2;
		goes_on =
		    piece_take(d, at, end - first, !d->is_old && !is_narrow);
	}
}

/* --- the file ------------------------------------------------------------- */

/* The charset of Word 6 and 95 follows its user's language (MS-LCID 2.1). */
static const struct charset *
charset_of_language(unsigned language)
{
	static const unsigned short pages[][2] = { { 0x04, 936 },
		{ 0x05, 1250 }, { 0x08, 1253 }, { 0x0d, 1255 }, { 0x01, 1256 },
		{ 0x0e, 1250 }, { 0x11, 932 }, { 0x12, 949 }, { 0x15, 1250 },
		{ 0x19, 1251 }, { 0x1b, 1250 }, { 0x1e, 874 }, { 0x1f, 1254 },
		{ 0x22, 1251 }, { 0x02, 1251 }, { 0x18, 1250 } };
	long long page = 1252;

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (pages[i][0] == (language & 0x3ff))
			page = pages[i][1];
	return charset_find(charset_of_codepage(page));
}

static void
read_text(struct doc *d)
{
	unsigned flags = ole_u16(d->text, AT_FLAGS);
	size_t at = d->is_old ? AT_OLD_PIECES : AT_PIECES;
	size_t lengths = d->is_old ? AT_OLD_LENGTHS : AT_LENGTHS;
	unsigned start = ole_u32(d->text, AT_TEXT);
	unsigned end = ole_u32(d->text, AT_TEXT + 4);
	long long sum = 0;
	struct span pieces;

	for (int i = 0; i < STORIES; i++)
		d->ends[i] = sum += ole_u32(d->text, lengths + 4 * (size_t)i);
	d->table = d->is_old ? d->text
			     : ole_file_stream(&d->ole,
				   flags & HAS_TABLE_1 ? "1Table" : "0Table");
	d->charset =
	    charset_of_language(d->is_old ? ole_u16(d->text, AT_LANGUAGE) : 0);
	pieces =
	    find_pieces(span_head(span_from(d->table, ole_u32(d->text, at)),
		ole_u32(d->text, at + 4)));
	if (pieces.len >= 16)
		read_pieces(d, pieces);
	else if (end > start)
		(void)piece_take(d, start, end - start, false);
}

static enum reading
report_doc(struct doc *d, struct report *report)
{
	long long parts = 0;
	bool is_all;

	is_all =
	    prose_report(&d->prose, report) && d->position < MAX_CHARACTERS;
	is_all &= blip_report(report, ole_file_stream(&d->ole, "Data"), &parts);
	is_all &= blip_report(report, d->text, &parts);
	if (ole_file_has(&d->ole, "Macros"))
		report_note(report,
		    "the document has macros; they were not run");
	if (!is_all || d->ole.is_too_large) {
		report_note(report, "the document has too much text");
		return TOO_LARGE;
	}
	if (d->ole.is_damaged || (d->position == 0 && d->ends[0] > 0)) {
		report_note(report, "the document is damaged");
		return UNREADABLE;
	}
	return report->text_bytes > 0 || parts > 0 ? READ : EMPTY;
}

static enum reading
read_doc(struct doc *d, struct report *report)
{
	unsigned mark;

	d->text = ole_file_stream(&d->ole, "WordDocument");
	mark = ole_u16(d->text, 0);
	d->is_old = mark == OLD_MARK;
	if (mark != MARK && mark != OLD_MARK) {
		report_note(report, "the document is damaged");
		return UNREADABLE;
	}
	if ((ole_u16(d->text, AT_FLAGS) & IS_ENCRYPTED) != 0) {
		report_note(report,
		    "the document is protected by a password; ask the sender "
		    "to send it again without");
		return ENCRYPTED;
	}
	read_text(d);
	return report_doc(d, report);
}

static enum reading
doc_read(const struct document *document, struct report *report)
{
	struct doc d = { .run = BUF(MAX_TEXT_BYTES),
		.bytes = BUF(MAX_TEXT_BYTES) };
	enum reading how = UNREADABLE;

	if (!ole_file_open(&d.ole, document->bytes)) {
		report_note(report, "the document is damaged");
		return UNREADABLE;
	}
	prose_open(&d.prose);
	word_fields_open(&d.fields);
	how = read_doc(&d, report);
	word_fields_release(&d.fields);
	prose_release(&d.prose);
	buf_release(&d.run);
	buf_release(&d.bytes);
	ole_file_release(&d.ole);
	return how;
}

const struct parser doc_parser = {
	.name = "doc",
	.types = "application/msword",
	.read = doc_read,
};

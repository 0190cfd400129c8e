/*
 * xls.c - workbooks of Excel 97 to 2003 are read
 *
 * The workbook is put together here, record by record, in a container of one
 * stream (MS-CFB): 512 bytes of head, the table of sectors, the directory.
 */
#include "reader.h"
#include "stored.h"
#include "tap.h"

#define SECTOR 512
#define FREE 0xffffffffUL
#define CHAIN_END 0xfffffffeUL
#define TABLE_OF_SECTORS 0xfffffffdUL
/* Shorter streams are kept in another way. */
#define LEAST_STREAM 4096

#define NARROW "\0"
#define WIDE "\1"

static void
record(struct buf *b, unsigned type, struct span data)
{
	stored_number(b, type, 2);
	stored_number(b, data.len, 2);
	buf_add(b, data);
}
#define RECORD(b, type, text) record((b), (type), SPAN(text))

/* A record of a cell: row, column, format, and what is in it. */
static void
cell(struct buf *b, unsigned type, unsigned row, unsigned column, unsigned xf,
    struct span value)
{
	stored_number(b, type, 2);
	stored_number(b, value.len + 6, 2);
	stored_number(b, row, 2);
	stored_number(b, column, 2);
	stored_number(b, xf, 2);
	buf_add(b, value);
}
#define CELL(b, type, row, column, xf, value)                                  \
	cell((b), (type), (row), (column), (xf), SPAN(value))

static void
number(struct buf *b, unsigned row, unsigned column, unsigned xf, double value)
{
	cell(b, 0x203, row, column, xf,
	    (struct span){ (const char *)&value, sizeof value });
}

#define BOF(b) RECORD(b, 0x809, "\x00\x06\x05\x00\0\0\0\0")
#define END(b) RECORD(b, 0x0a, "")

/* What all sheets share; returns where the places of both sheets stand. */
static size_t
globals_add(struct buf *b)
{
	size_t at;

	BOF(b);
	RECORD(b, 0x41e, "\xa4\0\x0a\0" NARROW "dd/mm/yyyy");
	RECORD(b, 0xe0, "\0\0\0\0");
	RECORD(b, 0xe0, "\0\0\xa4\0");
	RECORD(b, 0xe0, "\0\0\x0a\0");
	at = b->len;
	RECORD(b, 0x85, "\0\0\0\0\0\0\x06" NARROW "Ward 7");
	RECORD(b, 0x85, "\0\0\0\0\1\0\x03" NARROW "Old");
	/* Of runs and an addition; cut within a word, narrow then wide. */
	RECORD(b, 0xfc,
	    "\4\0\0\0\4\0\0\0"
	    "\4\0" NARROW "Name"
	    "\3\0\x08\1\0"
	    "Day\1\0\2\0"
	    "\2\0\x05\4\0\0\0"
	    "\x42\1\xe9\0"
	    "abcd"
	    "\6\0" NARROW "abc");
	RECORD(b, 0x3c,
	    WIDE "\x3d\xd8\0\xde"
		 "d\0");
	END(b);
	return at;
}

static void
sheets_add(struct buf *b, size_t places)
{
	size_t sheet = b->len;

	memcpy(b->at + places + 4, &(unsigned){ (unsigned)sheet }, 4);
	BOF(b);
	CELL(b, 0xfd, 0, 0, 0, "\0\0\0\0");
	CELL(b, 0xfd, 0, 1, 0, "\1\0\0\0");
	CELL(b, 0xfd, 0, 2, 0, "\2\0\0\0");
	CELL(b, 0xfd, 0, 3, 0, "\3\0\0\0");
	CELL(b, 0xfd, 0, 4, 0, "\4\0\0\0"); /* there is none */
	number(b, 2, 1, 0, 0.5);
	number(b, 2, 3, 1, 46338);
	number(b, 2, 4, 2, 0.125);
	number(b, 2, 5, 99, 7);
	/* RK: 7 as a whole number, 1.23 as hundredths, -1.5 as a double. */
	CELL(b, 0x27e, 3, 0, 0, "\x1e\0\0\0");
	RECORD(b, 0xbd,
	    "\3\0\1\0"
	    "\0\0\xef\1\0\0"
	    "\0\0\0\0\xf8\xbf"
	    "\2\0");
	/* Formulas: a number, a text, true, an error. */
	CELL(b, 0x06, 4, 0, 0, "\0\0\0\0\0\0\xf0\x3f");
	CELL(b, 0x06, 4, 1, 0, "\0\0\0\0\0\0\xff\xff");
	RECORD(b, 0x207, "\3\0" NARROW "sum");
	CELL(b, 0x06, 4, 2, 0, "\1\0\1\0\0\0\xff\xff");
	CELL(b, 0x06, 4, 3, 0, "\2\0\x2a\0\0\0\xff\xff");
	/* A chart within the sheet. */
	BOF(b);
	END(b);
	CELL(b, 0x204, 5, 0, 0, "\5\0" NARROW "label");
	CELL(b, 0x205, 5, 1, 0, "\0\0");
	CELL(b, 0x205, 5, 2, 0, "\x2a\1");
	RECORD(b, 0x1b6, "\0\0\0\0\0\0\0\0\0\0\x0a\0\0\0\0\0\0\0");
	RECORD(b, 0x3c, NARROW "In ");
	RECORD(b, 0x3c, NARROW "the box");
	END(b);
	sheet = b->len;
	memcpy(b->at + places + 4 + 18, &(unsigned){ (unsigned)sheet }, 4);
	BOF(b);
	CELL(b, 0x204, 0, 0, 0, "\4\0" NARROW "last");
	END(b);
}

static const char *const text = "Ward 7\n"
				"Name\tDay\tłé\tabc😀d\n"
				"\t0.5\t\t2026-11-12\t12.5%\t7\n"
				"7\t1.23\t-1.5\n"
				"1\tsum\tTRUE\n"
				"label\tFALSE\n"
				"In the box\n"
				"Old\n"
				"last\n";

static void
entry_add(struct buf *b, const char *name, char type, unsigned long child,
    unsigned long start, size_t size)
{
	size_t from = b->len;

	for (const char *c = name; *c != '\0'; c++)
		stored_number(b, (unsigned long)*c, 2);
	while (b->len < from + 64)
		buf_add_char(b, '\0');
	stored_number(b, 2 * (strlen(name) + 1), 2);
	buf_add_char(b, type);
	buf_add_char(b, 1);
	stored_number(b, FREE, 4);
	stored_number(b, FREE, 4);
	stored_number(b, child, 4);
	while (b->len < from + 116)
		buf_add_char(b, '\0');
	stored_number(b, start, 4);
	stored_number(b, size, 4);
	stored_number(b, 0, 4);
}

/* The stream as the only one of a container. */
static void
container_add(struct buf *b, const char *name, struct span stream)
{
	size_t size = stream.len < LEAST_STREAM ? LEAST_STREAM : stream.len;
	size_t sectors = (size + SECTOR - 1) / SECTOR;

	buf_add(b, SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
	while (b->len < 24)
		buf_add_char(b, '\0');
	buf_add(b, SPAN("\x3e\0\3\0\xfe\xff\x09\0\6\0\0\0\0\0\0\0\0\0\0\0"));
	stored_number(b, 1, 4); /* sectors of the table */
	stored_number(b, 1, 4); /* the directory's first */
	stored_number(b, 0, 4);
	stored_number(b, LEAST_STREAM, 4);
	stored_number(b, CHAIN_END, 4);
	stored_number(b, 0, 4);
	stored_number(b, CHAIN_END, 4);
	stored_number(b, 0, 4);
	stored_number(b, 0, 4); /* the table is sector 0 */
	while (b->len < SECTOR)
		stored_number(b, FREE, 4);
	stored_number(b, TABLE_OF_SECTORS, 4);
	stored_number(b, CHAIN_END, 4);
	for (size_t i = 1; i < sectors; i++)
		stored_number(b, i + 2, 4);
	stored_number(b, CHAIN_END, 4);
	while (b->len < 2 * SECTOR)
		stored_number(b, FREE, 4);
	entry_add(b, "Root Entry", 5, 1, CHAIN_END, 0);
	entry_add(b, name, 2, FREE, 2, size);
	while (b->len < 3 * SECTOR)
		buf_add_char(b, '\0');
	buf_add(b, stream);
	while (b->len < (3 + sectors) * SECTOR)
		buf_add_char(b, '\0');
}

static void
hear(struct reader *reader, const char *name, struct span stream,
    struct heard *h)
{
	autobuf file = BUF(1 << 20);

	container_add(&file, name, stream);
	reader_hear(reader, buf_span(&file), "", "", "", h);
}

static void
test_workbook(struct reader *reader, struct span stream)
{
	struct heard h;

	hear(reader, "Workbook", stream, &h);
	is_span(heard_first(&h, WIRE_TYPE), "application/vnd.ms-excel", "type");
	is_span(heard_first(&h, WIRE_OUTCOME), "read", "outcome");
	is_span(heard_all(&h, WIRE_TEXT), text, "cells, boxes, both sheets");
	is_span(heard_first(&h, WIRE_NOTE),
	    "1 of the sheets are hidden; they were read too", "note");
	heard_release(&h);
}

static void
test_refused(struct reader *reader)
{
	static const struct {
		const char *what, *name;
		struct span stream;
		const char *outcome, *note;
	} books[] = {
		{ "a password", "Workbook",
		    { "\x09\x08\4\0\0\6\5\0\x2f\0\0\0\x0a\0\0\0", 16 },
		    "encrypted",
		    "the workbook is protected by a password; ask the sender "
		    "to send it again without" },
		{ "Excel 95", "Book", { "\x09\x08\4\0\0\5\5\0", 8 },
		    "unsupported",
		    "the workbook is of Excel 95 or older, which is not read" },
		{ "nothing that is known", "Workbook", { "\0", 1 },
		    "unreadable", "the workbook is damaged" },
	};
	struct heard h;

	for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
		hear(reader, books[i].name, books[i].stream, &h);
		is_span(heard_first(&h, WIRE_OUTCOME), books[i].outcome, "%s",
		    books[i].what);
		is_span(heard_first(&h, WIRE_NOTE), books[i].note, "%s: note",
		    books[i].what);
		heard_release(&h);
	}
}

/* Every cut and every changed byte ends in a report, none in a crash. */
static void
test_damaged(struct reader *reader, struct span stream)
{
	autobuf changed = BUF(1 << 20);
	struct heard h;
	int crashes = 0;

	for (size_t cut = 0; cut < stream.len; cut += 7) {
		hear(reader, "Workbook", span_head(stream, cut), &h);
		crashes += !h.is_whole;
		heard_release(&h);
	}
	is_number(crashes, 0, "no cut ends the reader");
	buf_add(&changed, stream);
	for (size_t at = 0; at < stream.len; at += 3) {
		changed.at[at] = (char)(changed.at[at] ^ 0xff);
		hear(reader, "Workbook", buf_span(&changed), &h);
		changed.at[at] = (char)(changed.at[at] ^ 0xff);
		crashes += !h.is_whole;
		heard_release(&h);
	}
	is_number(crashes, 0, "no changed byte ends the reader");
}

int
main(void)
{
	autobuf stream = BUF(1 << 20);
	struct reader reader;

	sheets_add(&stream, globals_add(&stream));
	reader_open(&reader, "eng");
	test_workbook(&reader, buf_span(&stream));
	test_refused(&reader);
	test_damaged(&reader, buf_span(&stream));
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

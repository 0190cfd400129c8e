/* identify.c - what a document is, its bytes say, whatever it is called */
#include "reader.h"
#include "stored.h"
#include "tap.h"

#define OFFICE "application/vnd.openxmlformats-officedocument."

static const struct {
	const char *name;
	const char *bytes;
	const char *type;
	const char *outcome;
} table[] = {
	{ "letter.docx", "Dear Sir or Madam,\n", "text/plain", "read" },
	{ "letter.doc", "{\\rtf1 Dear Sir}", "application/rtf", "read" },
	{ "letter.doc", "<html><body>Dear Sir</body></html>", "text/html",
	    "read" },
	{ "a.csv", "ward,day\n7,Monday\n8,Tuesday\n9,Friday\n", "text/csv",
	    "read" },
	{ "a.json", "{\"ward\": [7, 8]}", "text/plain", "read" },
	{ "letter.docx", "\x7f\x01\x02\x03\xff\xfe\x01\x02\x1e\x1f\x01",
	    "application/octet-stream", "unsupported" },
	{ "saved.mht",
	    "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n"
	    "\r\n<p>Dear Sir</p>\r\n",
	    "message/rfc822", "read" },
};

static const struct {
	const char *name;
	const char *entry;
	const char *content;
	const char *type;
} archives[] = {
	{ "x.zip", "word/document.xml", "<a/>",
	    OFFICE "wordprocessingml.document" },
	{ "x.docx", "XL/Workbook.xml", "<a/>", OFFICE "spreadsheetml.sheet" },
	{ "x.docx", "mimetype",
	    "application/vnd.oasis.opendocument.presentation-template",
	    "application/vnd.oasis.opendocument.presentation" },
	{ "x.docx", "[Content_Types].xml",
	    "ContentType='application/vnd.ms-excel.sheet.binary.macroEnabled."
	    "main'",
	    "application/vnd.ms-excel.sheet.binary.macroenabled.12" },
	{ "x.docx", "letter.txt", "Dear Sir", "application/zip" },
};

int
main(void)
{
	struct reader reader;
	struct heard h;

	reader_open(&reader, "eng");
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		reader_hear(&reader, span_of(table[i].bytes), table[i].name, "",
		    "", &h);
		is_span(heard_first(&h, WIRE_TYPE), table[i].type, "%s is %s",
		    table[i].name, table[i].type);
		is_span(heard_first(&h, WIRE_OUTCOME), table[i].outcome,
		    "%s is %s: outcome", table[i].name, table[i].type);
		heard_release(&h);
	}
	for (size_t i = 0; i < sizeof archives / sizeof *archives; i++) {
		struct stored zip = STORED;

		stored_text(&zip, archives[i].entry, archives[i].content);
		reader_hear(&reader, stored_end(&zip), archives[i].name, "", "",
		    &h);
		is_span(heard_first(&h, WIRE_TYPE), archives[i].type,
		    "%s with %s", archives[i].name, archives[i].entry);
		heard_release(&h);
		stored_release(&zip);
	}
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}

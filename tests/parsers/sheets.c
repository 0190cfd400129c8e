/* sheets.c - workbooks and presentations of Office Open XML are read */
#include "reader.h"
#include "stored.h"
#include "tap.h"

#include "base/ceilings.h"

#define RELATED                                                                \
	" xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/"     \
	"relationships'"
#define RELATIONS "<Relationships>"
#define TO(id, type, target)                                                   \
	"<Relationship Id='" id "' Type='http://x/" type "' Target='" target   \
	"'/>"
#define DRAWN " xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'"
#define SLIDE(attributes, xml)                                                 \
	"<p:sld xmlns:p='p' " attributes DRAWN ">" xml "</p:sld>"
#define P(text) "<a:p><a:r><a:t>" text "</a:t></a:r></a:p>"

static const struct {
	const char *what;
	const char *cell;
	const char *text;
} cells[] = {
	{ "a shared string", "<c t='s'><v>1</v></c>", "Ward & day" },
	{ "one that is not there", "<c t='s'><v>9</v></c>", "" },
	{ "text in the cell", "<c t='inlineStr'><is><t>here</t></is></c>",
	    "here" },
	{ "a formula's text", "<c t='str'><f>A1</f><v>sum</v></c>", "sum" },
	{ "true or false", "<c t='b'><v>1</v></c>", "TRUE" },
	{ "an error", "<c t='e'><v>#REF!</v></c>", "#REF!" },
	{ "a number", "<c><v>0.30000000000000004</v></c>", "0.3" },
	{ "a large one", "<c><v>07700900123</v></c>", "7700900123" },
	{ "a date", "<c s='1'><v>46338</v></c>", "2026-11-12" },
	{ "a date of the program's own", "<c s='3'><v>46338.6041667</v></c>",
	    "2026-11-12 14:30" },
	{ "a time", "<c s='2'><v>0.5</v></c>", "12:00" },
	{ "per cent", "<c s='4'><v>0.125</v></c>", "12.5%" },
	{ "a month is a date, red is none", "<c s='5'><v>59</v></c>",
	    "1900-02-28" },
	{ "a number in colours", "<c s='6'><v>59</v></c>", "59" },
	{ "no date at all", "<c s='1'><v>-1</v></c>", "-1" },
	{ "the last date", "<c s='1'><v>2958465</v></c>", "9999-12-31" },
	{ "one above it", "<c s='1'><v>2958466</v></c>", "2958466" },
	{ "no number", "<c><v>12x</v></c>", "12x" },
	{ "cells apart", "<c r='A1'><v>1</v></c><c r='D1'><v>4</v></c>",
	    "1\t\t\t4" },
	{ "cells far apart", "<c r='A1'><v>1</v></c><c r='XFD1'><v>2</v></c>",
	    "1\t2" },
};

static const char styles[] =
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[$-809]dd\\ "
    "mmmm\\ yyyy\\ hh:mm'/><numFmt numFmtId='165' formatCode='mmm'/><numFmt "
    "numFmtId='166' formatCode='[Red]#,##0&quot; days&quot;'/></numFmts>"
    "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf "
    "numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='20'/><xf "
    "numFmtId='164'/><xf numFmtId='10'/><xf numFmtId='165'/><xf "
    "numFmtId='166'/></cellXfs></styleSheet>";

static void
book_begin(struct stored *zip, const char *row)
{
	autobuf sheet = BUF(65536);

	buf_printf(&sheet,
	    "<worksheet><sheetData><row>%s</row></sheetData>"
	    "<headerFooter><oddFooter>no</oddFooter>"
	    "</headerFooter></worksheet>",
	    row);
	stored_text(zip, "xl/_rels/workbook.xml.rels",
	    RELATIONS TO("r1", "worksheet", "worksheets/one.xml")
		TO("r2", "worksheet", "worksheets/two.xml")
		    TO("r3", "sharedStrings", "strings.xml")
			TO("r4", "styles", "styles.xml") "</Relationships>");
	stored_add(zip, "xl/worksheets/one.xml", buf_span(&sheet));
	stored_text(zip, "xl/strings.xml",
	    "<sst><si><t>no</t></si><si><r><t>Ward </t></r><r><t>&amp; day"
	    "</t></r><rPh><t>x</t></rPh></si></sst>");
	stored_text(zip, "xl/styles.xml", styles);
}

static void
test_cells(struct reader *reader)
{
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		struct stored zip = STORED;
		autobuf want = BUF(200);
		struct heard h;

		stored_text(&zip, "xl/workbook.xml",
		    "<workbook" RELATED "><sheets><sheet name='S' r:id='r1'/>"
		    "</sheets></workbook>");
		book_begin(&zip, cells[i].cell);
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		buf_printf(&want,
		    cells[i].text[0] == '\0' ? "S\n%s" : "S\n%s\n",
		    cells[i].text);
		is_span(heard_all(&h, WIRE_TEXT), buf_text(&want), "%s",
		    cells[i].what);
		heard_release(&h);
		stored_release(&zip);
	}
}

static void
test_book(struct reader *reader)
{
	struct stored zip = STORED;
	struct heard h;

	stored_text(&zip, "xl/workbook.xml",
	    "<workbook" RELATED "><workbookPr date1904='1'/><sheets><sheet "
	    "name='Late' state='veryHidden' r:id='r2'/><sheet name='Early "
	    "&amp; so' r:id='r1'/><sheet name='Lost' r:id='r9'/></sheets>"
	    "</workbook>");
	book_begin(&zip, "<c s='1'><v>44876</v></c>");
	stored_text(&zip, "xl/worksheets/two.xml",
	    "<worksheet><row><c t='s'><v>1</v></c></row></worksheet>");
	stored_text(&zip, "xl/worksheets/_rels/one.xml.rels",
	    RELATIONS TO("r1", "comments", "../remarks.xml")
		TO("r2", "drawing", "../drawing.xml") "</Relationships>");
	stored_text(&zip, "xl/remarks.xml",
	    "<comments><authors><author>Ann</author></authors><commentList>"
	    "<comment><text><r><t>Sure?</t></r></text></comment></commentList>"
	    "</comments>");
	stored_text(&zip, "xl/drawing.xml",
	    "<x" DRAWN ">" P("In a box") "</x>");
	reader_hear(reader, stored_end(&zip), "a.xlsx", "", "", &h);
	is_span(heard_all(&h, WIRE_TEXT),
	    "Late\nWard & day\nEarly & so\n2026-11-12\nSure?\nIn a box\n",
	    "sheets in order, remarks and shapes behind");
	is_span(heard_first(&h, WIRE_NOTE),
	    "1 of the sheets are hidden; they were read too",
	    "hidden sheets are told");
	heard_release(&h);
	stored_release(&zip);
}

static void
show_begin(struct stored *zip)
{
	stored_text(zip, "ppt/_rels/presentation.xml.rels",
	    RELATIONS TO("r1", "slide", "slides/a.xml")
		TO("r2", "slide", "slides/b.xml") "</Relationships>");
	stored_text(zip, "ppt/slides/a.xml",
	    SLIDE("",
		P("First") "<a:p><a:fld type='slidenum'><a:t>7</a:t>"
			   "</a:fld></a:p><a:tbl><a:tr><a:tc>" P(
			       "a") "</a:tc><a:tc>" P("b") "</a:tc></a:tr></"
							   "a:tbl>"));
	stored_text(zip, "ppt/slides/b.xml", SLIDE("show='0'", P("Second")));
	stored_text(zip, "ppt/slides/_rels/b.xml.rels",
	    RELATIONS TO("r1", "notesSlide", "../notes.xml")
		TO("r2", "comments", "../c.xml") "</Relationships>");
	stored_text(zip, "ppt/notes.xml", SLIDE("", P("Say this")));
	stored_text(zip, "ppt/c.xml",
	    "<p:cmLst xmlns:p='http://x/presentationml/'><p:cm><p:text>Really?"
	    "</p:text></p:cm></p:cmLst>");
}

static void
test_show(struct reader *reader)
{
	struct stored zip = STORED;
	struct heard h;

	stored_text(&zip, "ppt/presentation.xml",
	    "<p:presentation xmlns:p='p'" RELATED "><p:sldId id='256' "
	    "r:id='r2'/><p:sldId id='257' r:id='r1'/></p:presentation>");
	show_begin(&zip);
	reader_hear(reader, stored_end(&zip), "a.pptx", "", "", &h);
	is_span(heard_all(&h, WIRE_TEXT),
	    "Second\nSay this\nReally?\nFirst\n\na\tb\n",
	    "slides in their order, each with its notes");
	is_span(heard_first(&h, WIRE_NOTE),
	    "1 of the slides are hidden; they were read too",
	    "hidden slides are told");
	heard_release(&h);
	stored_release(&zip);
}

/* As many slides as there may be, and one more. */
static void
test_ceiling(struct reader *reader)
{
	for (int above = 0; above < 2; above++) {
		struct stored zip = STORED;
		autobuf xml = BUF(1 << 20);
		struct heard h;

		buf_add_text(&xml, "<p:presentation xmlns:p='p'" RELATED ">");
		for (int n = 0; n < MAX_PAGES + above; n++)
			buf_add_text(&xml, "<p:sldId r:id='r1'/>");
		buf_add_text(&xml, "</p:presentation>");
		stored_add(&zip, "ppt/presentation.xml", buf_span(&xml));
		show_begin(&zip);
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    above ? "too_large" : "read", "%d slides",
		    MAX_PAGES + above);
		is_span(heard_first(&h, WIRE_NOTE),
		    above ? "the presentation has too many slides" : "",
		    "%d slides: note", MAX_PAGES + above);
		heard_release(&h);
		stored_release(&zip);
	}
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_cells(&reader);
	test_book(&reader);
	test_show(&reader);
	test_ceiling(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

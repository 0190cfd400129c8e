/* odf.c - letters, sheets and slides of OpenDocument are read */
#include "reader.h"
#include "stored.h"
#include "tap.h"

#define NAMES                                                                  \
	" xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "    \
	"xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "         \
	"xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "       \
	"xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' "      \
	"xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' "       \
	"xmlns:form='urn:oasis:names:tc:opendocument:xmlns:form:1.0' "         \
	"xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'" \
	" "                                                                    \
	"xmlns:dc='http://purl.org/dc/elements/1.1/'"
#define CONTENT(xml)                                                           \
	"<office:document-content" NAMES "><office:body>" xml                  \
	"</office:body></office:document-content>"
#define P(xml) "<text:p>" xml "</text:p>"
#define CELL(xml) "<table:table-cell>" xml "</table:table-cell>"
#define ROW(xml) "<table:table-row>" xml "</table:table-row>"

static const struct {
	const char *what;
	const char *body;
	const char *text;
	const char *note;
} bodies[] = {
	{ "white space is one blank",
	    P("  Dear \n\t Sir <text:span> or </text:span> Madam  "),
	    "Dear Sir or Madam\n", "" },
	{ "blanks, tabs and line breaks that are meant",
	    P("a<text:s/>b<text:s text:c='3'/>c <text:tab/>d<text:line-break/>"
	      "e"),
	    "a b   c \td\ne\n", "" },
	{ "only so many blanks", P("a<text:s text:c='999999999'/>b"),
	    "a                                                                "
	    "b\n",
	    "" },
	{ "a note behind its paragraph",
	    P("one<text:note><text:note-citation>1</text:note-citation>"
	      "<text:note-body>" P(
		  "below") "</text:note-body></text:note> two"),
	    "one two\nbelow\n", "" },
	{ "a remark, without who made it",
	    P("a <office:annotation><dc:creator>Ann</dc:creator>" P(
		"why?") "</office:annotation>b"),
	    "a b\nwhy?\n",
	    "the document has comments beside its text; they stand behind "
	    "what they are about" },
	{ "struck-out text",
	    "<text:tracked-changes>" P("gone") "</text:tracked-changes>" P(
		"here"),
	    "here\n",
	    "the document has tracked changes; what was struck out is left "
	    "out" },
	{ "a text box within a paragraph",
	    P("be<draw:frame><draw:text-box>" P(
		"box") "</draw:text-box><svg:desc>odd</svg:desc></"
		       "draw:frame>hind"),
	    "behind\nbox\n", "" },
	{ "a list",
	    "<text:list><text:list-item>" P(
		"one") "</text:list-item>"
		       "<text:list-item>" P(
			   "two") "</text:list-item></text:list>",
	    "one\ntwo\n", "" },
	{ "the pattern of an index",
	    "<text:table-of-content><text:table-of-content-source>"
	    "<text:index-title-template>T</text:index-title-template>"
	    "</text:table-of-content-source><text:index-body>" P(
		"One<text:tab"
		"/>1") "</text:index-body></text:table-of-content>",
	    "One\t1\n", "" },
	{ "a table",
	    "<table:table table:name='Table1'>" ROW(CELL(P("a")) CELL(P(""))
		    CELL(P("c"))) ROW(CELL(P("d"))) "</table:table>" P("e"),
	    "a\t\tc\nd\ne\n", "" },
	{ "a sheet has its name, empty cells count between others",
	    "<office:spreadsheet><table:table table:name='Ward &amp; day'>" ROW(
		CELL(P("a")) "<table:table-cell "
			     "table:number-columns-repeated='2'/>" CELL(
				 P("d")) "<table:table-cell "
					 "table:number-columns-repeated='16000'"
					 "/>")
		ROW(CELL(P("e"))) "</table:table></office:spreadsheet>",
	    "Ward & day\na\t\t\td\ne\n", "" },
	{ "a form's fields",
	    "<form:form><form:textarea form:current-value='Nine hours'/>"
	    "<form:checkbox form:label='Yes' form:current-state='checked'/>"
	    "<form:checkbox form:label='No'/></form:form>" P("End"),
	    "Nine hours\n☒ Yes\n☐ No\nEnd\n", "" },
};

static void
test_bodies(struct reader *reader)
{
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		struct stored zip = STORED;
		autobuf xml = BUF(65536);
		struct heard h;

		buf_printf(&xml, CONTENT("%s"), bodies[i].body);
		stored_text(&zip, "mimetype",
		    "application/vnd.oasis.opendocument.text");
		stored_add(&zip, "content.xml", buf_span(&xml));
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		is_span(heard_all(&h, WIRE_TEXT), bodies[i].text, "%s",
		    bodies[i].what);
		is_span(heard_first(&h, WIRE_NOTE), bodies[i].note, "%s: note",
		    bodies[i].what);
		heard_release(&h);
		stored_release(&zip);
	}
}

#define NUMBERED(text) P(text "<text:page-number>1</text:page-number>")

/* Headers stand above, footers below, and hidden sheets are told. */
static void
test_files(struct reader *reader)
{
	struct stored zip = STORED;
	struct heard h;

	stored_text(&zip, "mimetype",
	    "application/vnd.oasis.opendocument.spreadsheet");
	stored_text(&zip, "styles.xml",
	    "<office:document-styles" NAMES "><text:p>not this</text:p>"
	    "<style:header>" P(
		"Northmoor") "</style:header>"
			     "<style:footer-first style:display='false'>" P(
				 "never") "</style:footer-first>"
					  "<style:footer>" NUMBERED("Page ")
					      NUMBERED("In confidence: ") "</"
									  "st"
									  "yl"
									  "e:"
									  "fo"
									  "ot"
									  "er"
									  ">"
									  "</"
									  "of"
									  "fi"
									  "ce"
									  ":d"
									  "oc"
									  "um"
									  "en"
									  "t-"
									  "st"
									  "yl"
									  "es"
									  ">");
	stored_text(&zip, "content.xml",
	    CONTENT("<style:style style:name='ta2'><style:table-properties "
		    "table:display='false'/></style:style>"
		    "<office:spreadsheet><table:table table:name='Rota' "
		    "table:style-name='ta2'>" ROW(
			CELL(P("x"))) "</table:table>"
				      "</office:spreadsheet>"));
	stored_text(&zip, "Pictures/scan.png", "png");
	stored_text(&zip, "Thumbnails/thumbnail.png", "png");
	reader_hear(reader, stored_end(&zip), "a.doc", "", "", &h);
	is_span(heard_first(&h, WIRE_TYPE),
	    "application/vnd.oasis.opendocument.spreadsheet", "the type");
	is_span(heard_all(&h, WIRE_TEXT),
	    "Northmoor\nRota\nx\nIn confidence:\n",
	    "header, sheet, footer, but for the number of the page");
	is_span(heard_first(&h, WIRE_NOTE),
	    "the document has hidden sheets; they were read too", "the note");
	is_number(heard_count(&h, WIRE_PART), 1, "its pictures alone");
	is_span(heard_part(&h, "1", WIRE_PART_NAME), "scan.png", "are parts");
	heard_release(&h);
	stored_release(&zip);
}

static const struct {
	const char *what;
	const char *content;
	const char *manifest;
	const char *outcome;
	const char *note;
} odd[] = {
	{ "under a password", "\x8f\x02\x11", "<manifest:encryption-data/>",
	    "encrypted",
	    "the document is protected by a password; ask the sender to send "
	    "it again without" },
	{ "no content", NULL, "<m/>", "unreadable",
	    "the document has no text part" },
	{ "a DOCTYPE", "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", "<m/>",
	    "unreadable",
	    "the document has a part with a DOCTYPE, which was refused" },
	{ "nothing in it", CONTENT(""), "<m/>", "empty", "" },
};

static void
test_odd(struct reader *reader)
{
	struct heard h;

	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		struct stored zip = STORED;

		stored_text(&zip, "mimetype",
		    "application/vnd.oasis.opendocument.text");
		stored_text(&zip, "META-INF/manifest.xml", odd[i].manifest);
		if (odd[i].content != NULL)
			stored_text(&zip, "content.xml", odd[i].content);
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		is_span(heard_first(&h, WIRE_OUTCOME), odd[i].outcome, "%s",
		    odd[i].what);
		is_span(heard_first(&h, WIRE_NOTE), odd[i].note, "%s: note",
		    odd[i].what);
		heard_release(&h);
		stored_release(&zip);
	}
	reader_hear(reader,
	    SPAN("<?xml version='1.0'?><office:document" NAMES
		 "><office:body><office:text>" P(
		     "Dear Sir") "</office:text></office:body></"
				 "office:document>"),
	    "a.txt", "", "", &h);
	is_span(heard_all(&h, WIRE_TEXT), "Dear Sir\n",
	    "a flat document, whatever it is called");
	heard_release(&h);
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_bodies(&reader);
	test_files(&reader);
	test_odd(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

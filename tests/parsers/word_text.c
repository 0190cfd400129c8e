/* word_text.c - what a reader of a Word document would see, and nothing else */
#include "reader.h"
#include "stored.h"
#include "tap.h"

#include "base/ceilings.h"

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"
#define RELATIONS                                                              \
	"<Relationships xmlns='http://schemas.openxmlformats.org/package/"     \
	"2006/relationships'>"
#define TO(id, type, target)                                                   \
	"<Relationship Id='" id "' Type='" OFFICE "relationships/" type        \
	"' Target='" target "'/>"
#define WORD(name, xml)                                                        \
	"<w:" name " xmlns:w='http://schemas.openxmlformats.org/"              \
	"wordprocessingml/2006/main' xmlns:mc='http://schemas."                \
	"openxmlformats.org/markup-compatibility/2006'>" xml "</w:" name ">"
#define P(runs) "<w:p>" runs "</w:p>"
#define R(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define MARK(type) "<w:r><w:fldChar w:fldCharType='" type "'/></w:r>"
#define FIELD(instruction, result)                                             \
	MARK("begin")                                                          \
	"<w:r><w:instrText>" instruction                                       \
	"</w:instrText></w:r>" MARK("separate") R(result) MARK("end")

static const struct {
	const char *what;
	const char *body;
	const char *text;
	const char *note;
} bodies[] = {
	{ "put in stays, struck out goes",
	    P(R("We ") "<w:ins>" R("now ") "</w:ins><w:del><w:r><w:delText>"
					   "never</w:delText><w:tab/></w:r>"
					   "</w:del>" R("came.")),
	    "We now came.\n",
	    "the document has tracked changes; what was struck out is left "
	    "out" },
	{ "a paragraph's end that is struck out",
	    P("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" R("one ")) P(R("two")),
	    "one two\n",
	    "the document has tracked changes; what was struck out is left "
	    "out" },
	{ "hidden text",
	    P(R("seen") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>not</w:t></w:r>"
			"<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> too"
			"</w:t></w:r>"),
	    "seen too\n", "" },
	{ "a mark that is hidden hides no run",
	    P("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" R("seen")), "seen\n",
	    "" },
	{ "a field shows its result", P(FIELD(" REF x ", "ward 7") R("!")),
	    "ward 7!\n", "" },
	{ "a field in a field",
	    P(MARK("begin") R("if ") FIELD("PAGE", "3") R("then")
		    MARK("separate") R("yes") MARK("end") R(" and no")),
	    "yes and no\n", "" },
	{ "a field without an end hides no more than its paragraph",
	    P(R("a") MARK("begin") R("b")) P(R("c")), "a\nc\n", "" },
	{ "a page number in the text stays", P(FIELD("PAGE", "3")), "3\n", "" },
	{ "a form's check boxes",
	    P("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox>"
	      "<w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"
	      "</w:fldChar></w:r>" MARK("end")
		    R(" yes ") "<w:r><w:fldChar "
			       "w:fldCharType='begin'><w:ffData><w:checkBox><w:"
			       "default "
			       "w:val='0'/></w:checkBox></w:ffData></"
			       "w:fldChar></w:r>" MARK("end") R(" no")),
	    "☒ yes ☐ no\n", "" },
	{ "a form's drop-down",
	    P("<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList>"
	      "<w:result w:val='1'/><w:listEntry w:val='Mr'/><w:listEntry "
	      "w:val='Ms &amp; "
	      "Dr'/></w:ddList></w:ffData></w:fldChar></w:r>" MARK("end")
		    R(" Ash")),
	    "Ms & Dr Ash\n", "" },
	{ "symbols",
	    P("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:sym "
	      "w:font='Symbol' w:char='F061'/><w:sym w:font='Odd' "
	      "w:char='F061'/></w:r>"),
	    "✓α\n", "" },
	{ "a drop cap begins its word",
	    P("<w:pPr><w:framePr w:dropCap='drop'/></w:pPr>" R("O"))
		P(R("nce")),
	    "Once\n", "" },
	{ "a text box stands behind its paragraph, once",
	    P(R("be") "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" P(
		R("box")) "</w:txbxContent></mc:Choice><mc:Fallback>"
			  "<w:txbxContent>" P(
			      R("box")) "</w:txbxContent>"
					"</mc:Fallback></mc:AlternateContent></"
					"w:r>" R("hind")) P(R("next")),
	    "behind\nbox\nnext\n", "" },
	{ "a fallback where there is no choice",
	    P("<w:r><mc:AlternateContent><mc:Fallback>" R(
		"old") "</mc:Fallback>"
		       "</mc:AlternateContent></w:r>"),
	    "old\n", "" },
	{ "what a picture shows, in its writer's words",
	    P("<w:r><w:docPr descr='A bruise on an arm'/><w:docPr "
	      "descr='image.png'/><w:docPr descr='A cat "
	      "automatically generated'/></w:r>"),
	    "[A bruise on an arm]\n", "" },
	{ "cells apart, an empty one too",
	    "<w:tbl><w:tr><w:tc>" P(R("a")) "</w:tc><w:tc>" P(
		"") "</w:tc>"
		    "<w:tc>" P(R("c")) "</w:tc></w:tr><w:tr><w:tc>" P(R("d"))
			P(R("e")) "</w:tc></w:tr></w:tbl>" P(R("f")),
	    "a\t\tc\nd\ne\nf\n", "" },
	{ "smart tags and content controls",
	    P("<w:smartTag><w:sdt><w:sdtContent>" R(
		"Leeds") "</w:sdtContent>"
			 "</w:sdt></w:smartTag><w:hyperlink>" R(
			     " link") "</w:hyperlink>"),
	    "Leeds link\n", "" },
	{ "how a word is pronounced",
	    P("<w:r><w:ruby><w:rt>" R("x") "</w:rt><w:rubyBase>" R(
		"y") "</w:rubyBase></w:ruby></w:r>"),
	    "y\n", "" },
};

/* A document of nothing but a body. */
static void
test_bodies(struct reader *reader)
{
	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
		struct stored zip = STORED;
		autobuf xml = BUF(65536);
		struct heard h;

		buf_printf(&xml, WORD("document", "<w:body>%s</w:body>"),
		    bodies[i].body);
		stored_add(&zip, "word/document.xml", buf_span(&xml));
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		is_span(heard_all(&h, WIRE_TEXT), bodies[i].text, "%s",
		    bodies[i].what);
		is_span(heard_first(&h, WIRE_NOTE), bodies[i].note, "%s: note",
		    bodies[i].what);
		heard_release(&h);
		stored_release(&zip);
	}
}

/* Parts are found by relations, whatever they are called. */
static void
test_parts(struct reader *reader)
{
	struct stored zip = STORED;
	struct heard h;

	stored_text(&zip, "[Content_Types].xml",
	    "<Types><Override PartName='/a/main.xml' ContentType='application/"
	    "vnd.ms-word.document.macroEnabled.main+xml'/></Types>");
	stored_text(&zip, "_rels/.rels",
	    RELATIONS TO("r1", "officeDocument",
		"/a/main.xml") "</Relationships>");
	stored_text(&zip, "a/main.xml", WORD("document", P(R("Dear Sir"))));
	stored_text(&zip, "a/_rels/main.xml.rels",
	    RELATIONS TO("r1", "header", "head.xml") TO("r2", "header",
		"./same.xml") TO("r3", "footnotes", "../b/notes.xml")
		TO("r4", "comments", "remarks.xml")
		    TO("r5", "footer", "missing.xml") "</Relationships>");
	stored_text(&zip, "a/head.xml",
	    WORD("hdr", P(R("14 Larch Close ") FIELD("PAGE", "9"))
			    P(R("- Page ") FIELD("PAGE", "9") R(" of ")
				    FIELD("NUMPAGES", "9") R(" -"))));
	stored_text(&zip, "a/same.xml", WORD("hdr", P(R("14 Larch Close"))));
	stored_text(&zip, "b/notes.xml", WORD("footnotes", P(R("A note"))));
	stored_text(&zip, "a/remarks.xml", WORD("comments", P(R("Sure?"))));
	stored_text(&zip, "a/vbaProject.bin", "x");
	stored_text(&zip, "word/media/scan.heic", "x");
	reader_hear(reader, stored_end(&zip), "letter.pdf", "", "", &h);
	is_span(heard_first(&h, WIRE_TYPE),
	    "application/vnd.openxmlformats-officedocument.wordprocessingml."
	    "document",
	    "the type is that of its main part, not of its name");
	is_span(heard_all(&h, WIRE_TEXT),
	    "14 Larch Close\nDear Sir\nA note\nSure?\n",
	    "headers once and without page numbers, then text, notes, remarks");
	is_span(heard_nth(&h, WIRE_NOTE, 0),
	    "the document has comments beside its text; they stand at the end",
	    "remarks are told");
	is_span(heard_nth(&h, WIRE_NOTE, 1),
	    "the document has macros; they were not run", "macros are told");
	is_span(heard_part(&h, "1", WIRE_PART_NAME), "scan.heic",
	    "a picture is a part");
	heard_release(&h);
	stored_release(&zip);
}

/* Two headers, r1 and r2, and a footer, r3, as the sections name them. */
#define NAME(what, type, id)                                                   \
	"<w:" what "Reference w:type='" type "' r:id='" id                     \
	"' xmlns:r='" OFFICE "relationships'/>"
#define SECTION(inside) "<w:sectPr>" inside "</w:sectPr>"
#define HEADERS NAME("header", "first", "r1") NAME("header", "default", "r2")
#define FIRST_PAGE "<w:titlePg/>"
#define EVEN WORD("settings", "<w:evenAndOddHeaders/>")
#define SAVED(pages, characters)                                               \
	"<Properties><Pages>" pages "</Pages><Characters>" characters          \
	"</Characters></Properties>"
#define ALL "Letterhead\nAgain\nDear Sir\nFoot\n"

static const struct {
	const char *what;
	const char *body; /* after "Dear Sir" */
	const char *settings;
	const char *saved;
	const char *text;
} margins[] = {
	{ "no section names them", "", "", "", ALL },
	{ "a first page of its own", SECTION(HEADERS FIRST_PAGE), "", "", ALL },
	{ "no first page of its own", SECTION(HEADERS), "", "",
	    "Again\nDear Sir\nFoot\n" },
	{ "a first page that is said to be none",
	    SECTION(HEADERS "<w:titlePg w:val='0'/>"), "", "",
	    "Again\nDear Sir\nFoot\n" },
	{ "a first page before a change",
	    SECTION(HEADERS
		"<w:sectPrChange>" SECTION(FIRST_PAGE) "</w:sectPrChange>"),
	    "", "", "Again\nDear Sir\nFoot\n" },
	{ "a section has them from the one before",
	    P("<w:pPr>" SECTION(HEADERS) "</w:pPr>") SECTION(FIRST_PAGE), "",
	    "", ALL },
	{ "a section has others than the one before",
	    P("<w:pPr>" SECTION(HEADERS) "</w:pPr>")
		SECTION(NAME("header", "first", "r2") FIRST_PAGE),
	    "", "", "Again\nDear Sir\nFoot\n" },
	{ "even pages are as all pages",
	    SECTION(HEADERS FIRST_PAGE NAME("footer", "even", "r3")),
	    WORD("settings", "<w:evenAndOddHeaders w:val='false'/>"), "",
	    "Letterhead\nAgain\nDear Sir\n" },
	{ "even pages have their own",
	    SECTION(HEADERS FIRST_PAGE NAME("footer", "even", "r3")), EVEN, "",
	    ALL },
	{ "nothing follows the first page",
	    SECTION(HEADERS FIRST_PAGE NAME("footer", "even", "r3")), EVEN,
	    SAVED("1", "7"), "Letterhead\nDear Sir\n" },
	{ "there are more pages", SECTION(HEADERS FIRST_PAGE), "",
	    SAVED("2", "7"), ALL },
	{ "a template was of one page", SECTION(HEADERS FIRST_PAGE), "",
	    SAVED("1", "6"), ALL },
	{ "one page that is like all",
	    SECTION(NAME("header", "default", "r2")
		    NAME("footer", "default", "r3")),
	    "", SAVED("1", "7"), ALL },
};

/* What no page shows is left out, and told. */
static void
test_margins(struct reader *reader)
{
	for (size_t i = 0; i < sizeof margins / sizeof *margins; i++) {
		struct stored zip = STORED;
		autobuf xml = BUF(65536);
		struct heard h;

		buf_printf(&xml, WORD("document", P(R("Dear Sir")) "%s"),
		    margins[i].body);
		stored_text(&zip, "_rels/.rels",
		    RELATIONS TO("r1", "officeDocument", "word/document.xml")
			TO("r2", "extended-properties",
			    "app.xml") "</Relationships>");
		stored_add(&zip, "word/document.xml", buf_span(&xml));
		stored_text(&zip, "word/_rels/document.xml.rels",
		    RELATIONS TO("r1", "header", "h1.xml")
			TO("r2", "header", "h2.xml") TO("r3", "footer", "f.xml")
			    TO("r4", "footer", "missing.xml") TO("r5",
				"settings", "s.xml") "</Relationships>");
		stored_text(&zip, "word/h1.xml",
		    WORD("hdr", P(R("Letterhead"))));
		stored_text(&zip, "word/h2.xml", WORD("hdr", P(R("Again"))));
		stored_text(&zip, "word/f.xml", WORD("ftr", P(R("Foot"))));
		if (*margins[i].settings != '\0')
			stored_text(&zip, "word/s.xml", margins[i].settings);
		if (*margins[i].saved != '\0')
			stored_text(&zip, "app.xml", margins[i].saved);
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		is_span(heard_all(&h, WIRE_TEXT), margins[i].text, "%s",
		    margins[i].what);
		is_span(heard_first(&h, WIRE_NOTE),
		    strcmp(margins[i].text, ALL) == 0
			? ""
			: "the document has headers or footers that no page "
			  "shows; they are left out",
		    "%s: note", margins[i].what);
		heard_release(&h);
		stored_release(&zip);
	}
}

/* All of a document in one XML file. */
static void
test_flat(struct reader *reader)
{
	struct heard h;

	reader_hear(reader,
	    SPAN("<?xml version='1.0'?>" WORD("wordDocument",
		"<w:body>" P(R("Dear Sir")) "</w:body>")),
	    "letter.xml", "", "", &h);
	is_span(heard_all(&h, WIRE_TEXT), "Dear Sir\n", "Word 2003 XML");
	heard_release(&h);
}

/* As much text as there may be, and one byte more. */
static void
test_ceiling(struct reader *reader)
{
	for (int above = 0; above < 2; above++) {
		struct stored zip = STORED;
		autobuf xml = BUF((size_t)16 << 20);
		struct heard h;

		buf_add_text(&xml, "<w:document xmlns:w='w'><w:p><w:r><w:t>");
		/* A line break ends the text. */
		for (long long n = 0; n < MAX_TEXT_BYTES - 1 + above; n++)
			buf_add_char(&xml, 'a');
		buf_add_text(&xml, "</w:t></w:r></w:p></w:document>");
		stored_add(&zip, "word/document.xml", buf_span(&xml));
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    above ? "too_large" : "read", "%lld bytes of text",
		    MAX_TEXT_BYTES + above);
		is_number((long long)heard_all(&h, WIRE_TEXT).len,
		    MAX_TEXT_BYTES, "no more is kept");
		heard_release(&h);
		stored_release(&zip);
	}
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_bodies(&reader);
	test_parts(&reader);
	test_margins(&reader);
	test_flat(&reader);
	test_ceiling(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

/* lists.c - items of lists have the numbers that a printed page has */
#include "reader.h"
#include "stored.h"
#include "tap.h"

/* --- Word ----------------------------------------------------------------- */

#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/"
#define TO(id, type, target)                                                   \
	"<Relationship Id='" id "' Type='" OFFICE "relationships/" type        \
	"' Target='" target "'/>"
#define WORD(name, xml) "<w:" name " xmlns:w='w'>" xml "</w:" name ">"
#define R(text) "<w:r><w:t xml:space='preserve'>" text "</w:t></w:r>"
#define P(properties, text)                                                    \
	"<w:p><w:pPr>" properties "</w:pPr>" R(text) "</w:p>"
#define ITEM(number, level, text)                                              \
	P("<w:numPr><w:ilvl w:val='" level "'/><w:numId w:val='" number        \
	  "'/></w:numPr>",                                                     \
	    text)
#define STYLED(style, text) P("<w:pStyle w:val='" style "'/>", text)
#define LEVEL(at, format, text, more)                                          \
	"<w:lvl w:ilvl='" at "'><w:start w:val='1'/><w:numFmt w:val='" format  \
	"'/>" more "<w:lvlText w:val='" text "'/></w:lvl>"
#define LIST(id, levels)                                                       \
	"<w:abstractNum w:abstractNumId='" id "'>" levels "</w:abstractNum>"
#define NUMBER(id, list, more)                                                 \
	"<w:num w:numId='" id "'><w:abstractNumId w:val='" list "'/>" more     \
	"</w:num>"

static const char numbering[] = WORD("numbering",
    LIST("0", LEVEL("0", "decimal", "%1.", "") LEVEL("1", "lowerLetter", "(%2)",
		  "") LEVEL("2", "lowerRoman", "%1-%2-%3", "")
		  LEVEL("3", "decimal", "%1.%3.%4", "<w:isLgl/>")) LIST("1",
	LEVEL("0", "bullet", "\xef\x82\xb7", "")) LIST("2",
	LEVEL("0", "upperRoman", "Part %1 &amp;", "<w:pStyle w:val='Part'/>")
	    LEVEL("1", "decimal", "%1.%2",
		"<w:lvlRestart "
		"w:val='0'/>"
		"<w:pStyle w:val="
		"'Point'/>")) LIST("3", "<w:numStyleLink w:val='House'/>")
	LIST("4", LEVEL("0", "none", "", "")) NUMBER("1", "0", "")
	    NUMBER("2", "1", "") NUMBER("3", "2", "") NUMBER("4", "0",
		"<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/>"
		"</w:lvlOverride>") NUMBER("5", "0",
		"<w:lvlOverride w:ilvl='0'>" LEVEL("0", "decimalZero", "Q%1",
		    "") "</w:lvlOverride>") NUMBER("6", "3", "")
		NUMBER("7", "4", "") NUMBER("8", "99", ""));

static const char styles[] = WORD("styles",
    "<w:style w:styleId='Part'><w:pPr><w:numPr><w:numId w:val='3'/>"
    "</w:numPr></w:pPr></w:style>"
    "<w:style w:styleId='Point'><w:basedOn w:val='Part'/></w:style>"
    "<w:style w:styleId='Plain'><w:basedOn w:val='Part'/><w:pPr><w:numPr>"
    "<w:numId w:val='0'/></w:numPr></w:pPr></w:style>"
    "<w:style w:styleId='Loop'><w:basedOn w:val='Loop'/></w:style>"
    "<w:style w:styleId='House'><w:pPr><w:numPr><w:numId w:val='2'/>"
    "</w:numPr></w:pPr></w:style>");

static const struct {
	const char *what;
	const char *body;
	const char *text;
} word[] = {
	{ "numbers, text between them, and on",
	    ITEM("1", "0", "one") ITEM("1", "0", "two") P("", "between")
		ITEM("1", "0", "three"),
	    "1. one\n2. two\nbetween\n3. three\n" },
	{ "levels start again below each item",
	    ITEM("1", "0", "a") ITEM("1", "1", "b") ITEM("1", "1", "c")
		ITEM("1", "0", "d") ITEM("1", "1", "e"),
	    "1. a\n(a) b\n(b) c\n2. d\n(a) e\n" },
	{ "a level names those above, met or not",
	    ITEM("1", "0", "a") ITEM("1", "2", "b") ITEM("1", "2", "c")
		ITEM("1", "3", "all as figures"),
	    "1. a\n1-a-i b\n1-a-ii c\n1.2.1 all as figures\n" },
	{ "bullets", ITEM("2", "0", "one"), "• one\n" },
	{ "styles say list and level",
	    STYLED("Part", "a") STYLED("Point", "b") STYLED("Part", "c")
		STYLED("Point", "d"),
	    "Part I & a\nI.1 b\nPart II & c\nII.2 d\n" },
	{ "a style, or a paragraph, that has no list",
	    STYLED("Plain", "a") ITEM("0", "0", "b") STYLED("Loop", "c")
		STYLED("Nowhere", "d"),
	    "a\nb\nc\nd\n" },
	{ "another start, once",
	    ITEM("1", "0", "a") ITEM("4", "0", "b") ITEM("4", "0", "c"),
	    "1. a\n7. b\n8. c\n" },
	{ "a level of its own", ITEM("5", "0", "a"), "Q01 a\n" },
	{ "a list that a style names", ITEM("6", "0", "a"), "• a\n" },
	{ "no number", ITEM("7", "0", "a"), "a\n" },
	{ "no such list, number or level",
	    ITEM("8", "0", "a") ITEM("99", "0", "b") ITEM("1", "8", "c")
		ITEM("1", "999999999999", "d"),
	    "a\nb\nc\n1. d\n" },
	{ "an empty item counts without being shown",
	    ITEM("1", "0", "a") ITEM("1", "0", "") ITEM("1", "0", "c"),
	    "1. a\n\n3. c\n" },
	{ "a paragraph's end that is struck out",
	    P("<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
	      "<w:rPr><w:del/></w:rPr>",
		"a") ITEM("1", "0", "b") ITEM("1", "0", "c"),
	    "1. ab\n2. c\n" },
};

static void
test_word(struct reader *reader)
{
	for (size_t i = 0; i < sizeof word / sizeof *word; i++) {
		struct stored zip = STORED;
		autobuf xml = BUF(65536);
		struct heard h;

		buf_printf(&xml, WORD("document", "<w:body>%s</w:body>"),
		    word[i].body);
		stored_add(&zip, "word/document.xml", buf_span(&xml));
		stored_text(&zip, "word/_rels/document.xml.rels",
		    "<Relationships xmlns='http://schemas.openxmlformats.org/"
		    "package/2006/relationships'>" TO("r1", "styles", "s.xml")
			TO("r2", "numbering", "n.xml") "</Relationships>");
		stored_text(&zip, "word/s.xml", styles);
		stored_text(&zip, "word/n.xml", numbering);
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		is_span(heard_all(&h, WIRE_TEXT), word[i].text, "Word: %s",
		    word[i].what);
		heard_release(&h);
		stored_release(&zip);
	}
}

/* --- OpenDocument --------------------------------------------------------- */

#define ODF(xml)                                                               \
	"<o:document-content xmlns:o='urn:o' xmlns:t='urn:t' xmlns:s='urn:s' " \
	"xmlns:svg='urn:svg'>" xml "</o:document-content>"
#define L(more, items) "<t:list" more ">" items "</t:list>"
#define I(xml) "<t:list-item>" xml "</t:list-item>"
#define IN "<t:list><t:list-item>"
#define OUT "</t:list-item></t:list>"
#define T(text) "<t:p>" text "</t:p>"
#define H(level, text) "<t:h t:outline-level='" level "'>" text "</t:h>"

static const char list_styles[] =
    "<t:list-style s:name='N'>"
    "<t:list-level-style-number t:level='1' s:num-format='1' "
    "s:num-suffix='.'/>"
    "<t:list-level-style-number t:level='2' s:num-format='a' "
    "s:num-prefix='(' s:num-suffix=')' t:start-value='3'/>"
    "<t:list-level-style-number t:level='3' s:num-format='I' "
    "t:display-levels='3'/>"
    "<t:list-level-style-bullet t:level='4' t:bullet-char='o'/>"
    "<t:list-level-style-number t:level='5' s:num-format=''/>"
    "</t:list-style>"
    "<t:outline-style>"
    "<t:outline-level-style t:level='1' s:num-format='1'/>"
    "<t:outline-level-style t:level='2' s:num-format='1' "
    "t:display-levels='2'/></t:outline-style>";

static const struct {
	const char *what;
	const char *body;
	const char *text;
} odf[] = {
	{ "each list begins anew",
	    L(" t:style-name='N'", I(T("a") T("of a")) I(T("b"))) T("between")
		L(" t:style-name='N'", I(T("c"))),
	    "1. a\nof a\n2. b\nbetween\n1. c\n" },
	{ "a list goes on",
	    L(" t:style-name='N'", I(T("a")))
		L(" t:style-name='N' t:continue-numbering='true'", I(T("b")))
		    L(" t:style-name='N' t:continue-list='x'", I(T("c"))),
	    "1. a\n2. b\n3. c\n" },
	{ "lists in lists have their style",
	    L(" t:style-name='N'",
		I(T("a") L("", I(T("b")) I(T("c") L("", I(T("d"))))))
		    I(T("e") L("", I(T("f"))))),
	    "1. a\n(c) b\n(d) c\n1.d.I d\n2. e\n(c) f\n" },
	{ "an item without text of its own is none",
	    L(" t:style-name='N'", I(L("", I(T("a")))) I(T("b"))),
	    "(c) a\n1. b\n" },
	{ "bullets, and no number",
	    L(" t:style-name='N'",
		I(IN IN IN T("a") IN T("b") OUT OUT OUT OUT)),
	    "• a\nb\n" },
	{ "an item that starts elsewhere, and one without a number",
	    L(" t:style-name='N'",
		"<t:list-item t:start-value='9'>" T(
		    "a") "</t:list-item>"
			 "<t:list-header>" T("b") "</t:list-header>" I(T("c"))),
	    "9. a\nb\n10. c\n" },
	{ "no style, or one that is not there",
	    L("", I(T("a"))) L(" t:style-name='X'", I(T("b"))), "a\nb\n" },
	{ "deeper than any list",
	    IN IN IN IN IN IN IN IN IN IN L(" t:style-name='N'", I(T("a")))
		OUT OUT OUT OUT OUT OUT OUT OUT OUT OUT,
	    "a\n" },
	{ "headings",
	    H("1", "a") H("2", "b") H("2", "c") H("1", "d") H("2", "e")
		H("3", "f"),
	    "1 a\n1.1 b\n1.2 c\n2 d\n2.1 e\nf\n" },
	{ "what a picture shows",
	    T("a<svg:title>Ward 7 at night</svg:title>"
	      "<svg:desc>scan.png</svg:desc>b <t:title>Title</t:title>"),
	    "a[Ward 7 at night] b Title\n" },
};

static void
test_odf(struct reader *reader)
{
	for (size_t i = 0; i < sizeof odf / sizeof *odf; i++) {
		struct stored zip = STORED;
		autobuf xml = BUF(65536);
		struct heard h;

		buf_printf(&xml, ODF("%s%s"), list_styles, odf[i].body);
		stored_text(&zip, "mimetype",
		    "application/vnd.oasis.opendocument.text");
		stored_add(&zip, "content.xml", buf_span(&xml));
		reader_hear(reader, stored_end(&zip), "", "", "", &h);
		is_span(heard_all(&h, WIRE_TEXT), odf[i].text,
		    "OpenDocument: %s", odf[i].what);
		heard_release(&h);
		stored_release(&zip);
	}
}

/* What nobody typed is no word of the author's. */
static void
test_typed(struct reader *reader)
{
	struct stored zip = STORED;
	autobuf xml = BUF(65536);
	struct heard h;

	buf_printf(&xml, ODF("%s%s"), list_styles,
	    L(" t:style-name='N'", I(T("a")) I(T("b"))));
	stored_text(&zip, "mimetype",
	    "application/vnd.oasis.opendocument.text");
	stored_add(&zip, "content.xml", buf_span(&xml));
	reader_hear(reader, stored_end(&zip), "", "", "", &h);
	is_span(heard_all(&h, WIRE_TEXT), "a\nb\n",
	    "no numbers where the author's words are asked for");
	heard_release(&h);
	stored_release(&zip);
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	reader.wants = ERRAND_PRINTED;
	test_word(&reader);
	test_odf(&reader);
	reader.wants = ERRAND_TEXT;
	test_typed(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

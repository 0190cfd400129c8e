/* rtf.c - Rich Text shows what a person would see of it */
#include "reader.h"
#include "tap.h"

#define RTF(text) "{\\rtf1\\ansi\\ansicpg1252\\uc1 " text "}"

static const struct {
	const char *what;
	const char *rtf;
	const char *text;
} table[] = {
	{ "plain text", RTF("hello there"), "hello there" },
	{ "paragraphs and lines", RTF("a\\par b\\line c\\\nd"), "a\nb\nc\nd" },
	{ "line ends of the file mean nothing", RTF("he\r\nllo"), "hello" },
	{ "marks", RTF("\\{a\\}\\\\ b\\~c\\_d\\-e"), "{a}\\ b c-de" },
	{ "quotes and dashes", RTF("\\lquote a\\rquote\\endash\\emdash"),
	    "‘a’–—" },
	{ "a letter of windows-1252", RTF("caf\\'e9 \\'93x\\'94"), "café “x”" },
	{ "a code page", "{\\rtf1\\ansi\\ansicpg1250 za\\'b3\\'b9cznik}",
	    "załącznik" },
	{ "a font's charset",
	    "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset0 Arial;}"
	    "{\\f1\\fcharset204 Arial;}}\\f1 \\'cf\\'f0\\f0 \\'e9\\f1 "
	    "\\'e8}",
	    "Прéи" },
	{ "two bytes make one letter",
	    "{\\rtf1\\ansi{\\fonttbl{\\f0\\fcharset128 Gothic;}}\\f0 "
	    "\\'93\\'fa\\'96{}{}\\'7b x}",
	    "日�{ x" },
	{ "two bytes, the second a letter of its own",
	    "{\\rtf1\\ansi\\ansicpg932 \\'83A\\'93\\'fa}", "ア日" },
	{ "raw bytes", "{\\rtf1\\ansi\\ansicpg1252 caf\xe9}", "café" },
	{ "Unicode", RTF("\\u8217?s \\u-10179?\\u-8704?!"), "’s 😀!" },
	{ "stand-ins are skipped", RTF("\\uc2\\u8217ab c\\uc0\\u8217 d"),
	    "’ c’d" },
	{ "stand-ins in code", RTF("\\uc1\\u233\\'e9x"), "éx" },
	{ "stand-ins end with their group", RTF("{\\u233}x"), "éx" },
	{ "uc is its group's", RTF("{\\uc0\\u233 }\\u233?x"), "ééx" },
	{ "what may be ignored is", RTF("a{\\*\\odd b{c}}d"), "ad" },
	{ "what no one sees", RTF("a{\\info{\\title T}}{\\pict 00ff}{\\v h}b"),
	    "ab" },
	{ "hidden, and no longer", RTF("a\\v h\\v0 b\\plain c"), "abc" },
	{ "a table", RTF("\\trowd a\\cell b\\cell\\row\\trowd c\\cell\\row z"),
	    "a\tb\t\nc\t\nz" },
	{ "header, footer and note",
	    RTF("{\\header top}\\par a{\\footnote note}\\par{\\footer end}"),
	    "top\na\nnote\n\nend" },
	{ "a text box, once",
	    RTF("a{\\shp{\\*\\shpinst{\\sp{\\sn n}{\\sv v}}{\\shptxt box}}"
		"{\\shprslt box}}"),
	    "a\nbox" },
	{ "a link",
	    RTF("see {\\field{\\*\\fldinst HYPERLINK \"https://a.example/x\"}"
		"{\\fldrslt here}} now"),
	    "see here (https://a.example/x) now" },
	{ "a page number is no link",
	    RTF("{\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}x"), "7x" },
	{ "binary data", RTF("a{\\pict\\bin3 }}}}b\\bin2 {{c"), "abc" },
	{ "binary data beyond the end", RTF("a\\bin2147483647 x"), "a" },
	{ "negative numbers", RTF("a\\bin-5 \\uc-1\\fs-20 b"), "ab" },
	{ "numbers too large", RTF("a\\f99999999999999999999 b"), "ab" },
	{ "no end", "{\\rtf1 a{\\b b", "ab" },
	{ "too many ends", "{\\rtf1 a}}}} b", "a b" },
	{ "only a backslash at the end", "{\\rtf1 a\\", "a" },
	{ "half a code at the end", "{\\rtf1 a\\'e", "ae" },
	{ "nothing to see", RTF("{\\*\\x y}"), "" },
};

static void
texts(struct reader *reader)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct heard h;

		reader_hear(reader, span_of(table[i].rtf), "a.rtf", "", "", &h);
		is_span(heard_first(&h, WIRE_TYPE), "application/rtf",
		    "%s: type", table[i].what);
		is_span(heard_all(&h, WIRE_TEXT), table[i].text, "%s",
		    table[i].what);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    table[i].text[0] == '\0' ? "empty" : "read", "%s: outcome",
		    table[i].what);
		heard_release(&h);
	}
}

/* RTF that was made from HTML gives the HTML back (MS-OXRTFEX). */
static void
from_html(struct reader *reader)
{
	static const char rtf[] =
	    "{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl"
	    "{\\f0\\fswiss Arial;}}{\\*\\htmltag64}\\htmlrtf \\b "
	    "\\htmlrtf0 {\\*\\htmltag84 <p class=\"a\">}Caf\\'e9"
	    "\\htmlrtf{\\f0 not this}\\htmlrtf0 {\\*\\htmltag84 &amp;}"
	    "\\htmlrtf &\\htmlrtf0 cake\\par\n{\\*\\mhtmltag84 nor this}"
	    "{\\*\\htmltag92 </p>}}";
	struct heard h;

	reader_hear(reader, span_of(rtf), "", "application/rtf", "", &h);
	is_span(heard_part(&h, "1", WIRE_PART_TYPE), "text/html",
	    "the HTML is a part");
	is_span(heard_part(&h, "1", WIRE_PART_DATA),
	    "<p class=\"a\">Café&amp;cake\n</p>", "as it was");
	is_span(heard_part(&h, "1", WIRE_PART_CHARSET), "utf-8",
	    "in a known charset");
	heard_release(&h);
}

static void
hostile(struct reader *reader)
{
	static const struct {
		const char *piece;
		size_t times;
	} pieces[] = { { "{", 1000000 }, { "}", 1000000 },
		{ "{\\f1 \\'e9", 300000 }, { "\\u55357?", 300000 },
		{ "{\\field{\\*\\fldinst HYPERLINK \"x", 50000 },
		{ "\\*", 500000 }, { "\\", 1000000 } };

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		autobuf rtf = BUF((size_t)16 << 20);
		struct heard h;

		buf_add_text(&rtf, "{\\rtf1 deep ");
		for (size_t n = 0; n < pieces[i].times; n++)
			buf_add_text(&rtf, pieces[i].piece);
		reader_hear(reader, buf_span(&rtf), "", "", "", &h);
		ok(h.is_whole && h.end.signal == 0, "survived: %s",
		    pieces[i].piece);
		ok(span_starts_with(heard_all(&h, WIRE_TEXT), SPAN("deep")),
		    "what stands before it is read");
		heard_release(&h);
	}
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	texts(&reader);
	from_html(&reader);
	hostile(&reader);
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}

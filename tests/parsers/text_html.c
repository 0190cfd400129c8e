/* text_html.c - texts in every charset, web pages, and what is neither */
#include "reader.h"
#include "tap.h"

#include "base/ceilings.h"

#include <signal.h>

#define BYTES(literal)                                                         \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

/*
 * Each is read confined, where no converter can be loaded any more: this is
 * what shows that all were loaded before.
 */
static void
charsets(struct reader *reader)
{
	static const struct {
		const char *label;
		struct span bytes;
		const char *text;
	} table[] = {
		{ "", BYTES("plain"), "plain" },
		{ "", BYTES("caf\xc3\xa9"), "café" },
		{ "", BYTES("caf\xe9 \x93x\x94 \x80"), "café “x” €" },
		{ "",
		    BYTES("\xef\xbb\xbf"
			  "caf\xc3\xa9"),
		    "café" },
		{ "",
		    BYTES("\xff\xfe"
			  "a\0\xe9\0"),
		    "aé" },
		{ "", BYTES("\xfe\xff\0a\0\xe9"), "aé" },
		{ "iso-8859-1", BYTES("\x93x\x94"), "“x”" },
		{ "us-ascii", BYTES("caf\xe9"), "café" },
		{ "ISO-8859-1", BYTES("caf\xc3\xa9"), "café" },
		{ "utf-8", BYTES("caf\xe9 is"), "café is" },
		{ "utf-8", BYTES("caf\xc3\xa9 caf\xc3"), "café caf\uFFFD" },
		{ "utf-16", BYTES("a\0b\0\x3d\xd8\x00\xde"), "ab😀" },
		{ "utf-16be", BYTES("\0a\0b"), "ab" },
		{ "utf-16le",
		    BYTES("a\0\0\xd8"
			  "b\0"),
		    "a\uFFFDb" },
		{ "utf-7", BYTES("caf+AOk- x"), "café x" },
		{ "windows-1250", BYTES("\x8a\xf8"), "Šř" },
		{ "windows-1251", BYTES("\xcf\xf0"), "Пр" },
		{ "windows-1253", BYTES("\xe1"), "α" },
		{ "windows-1254", BYTES("\xfd"), "ı" },
		{ "windows-1255", BYTES("\xe0"), "א" },
		{ "windows-1256", BYTES("\xc7"), "ا" },
		{ "windows-1257", BYTES("\xe0"), "ą" },
		{ "windows-1258", BYTES("a\xec"), "á" },
		{ "windows-874", BYTES("\xa1"), "ก" },
		{ "iso-8859-2", BYTES("\xb1"), "ą" },
		{ "iso-8859-5", BYTES("\xb0"), "А" },
		{ "iso-8859-7", BYTES("\xe1"), "α" },
		{ "iso-8859-9", BYTES("\xfd"), "ı" },
		{ "iso-8859-15", BYTES("\xa4"), "€" },
		{ "koi8-r", BYTES("\xf0\xd2"), "Пр" },
		{ "koi8-u", BYTES("\xa4"), "є" },
		{ "macintosh", BYTES("caf\x8e"), "café" },
		{ "ibm850", BYTES("\x82"), "é" },
		{ "gb2312", BYTES("\xd6\xd0\xce\xc4"), "中文" },
		{ "gb18030", BYTES("\x81\x30\x81\x30"), "\xc2\x80" },
		{ "big5", BYTES("\xa4\xa4"), "中" },
		{ "shift_jis", BYTES("\x93\xfa\x96\x7b"), "日本" },
		{ "euc-jp", BYTES("\xc6\xfc\xcb\xdc"), "日本" },
		{ "iso-2022-jp", BYTES("\x1b$BF|K\\\x1b(B"), "日本" },
		{ "euc-kr", BYTES("\xc7\xd1"), "한" },
		{ "no-such-charset", BYTES("caf\xe9"), "café" },
		{ "utf-8", BYTES("a\0b"), "ab" },
		{ "utf-8", BYTES("one\ftwo"), "one\n\ntwo" },
	};
	struct heard h;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		reader_hear(reader, table[i].bytes, "", "text/plain",
		    table[i].label, &h);
		is_span(heard_all(&h, WIRE_TEXT), table[i].text, "%zu: %s", i,
		    table[i].label);
		heard_release(&h);
	}
	reader_hear(reader, SPAN("x"), "", "text/plain", "no-such", &h);
	is_number(heard_count(&h, WIRE_NOTE), 1, "staff hear of the charset");
	heard_release(&h);
	reader_hear(reader, SPAN(" \r\n\t"), "", "text/plain", "", &h);
	is_span(heard_first(&h, WIRE_OUTCOME), "empty", "blanks are empty");
	heard_release(&h);
}

static void
text_ceiling(struct reader *reader)
{
	for (size_t over = 0; over < 2; over++) {
		struct span bytes = { NULL, (size_t)MAX_TEXT_BYTES + over };
		autoarena mem = { 0 };
		struct heard h;
		char *at = arena_alloc(&mem, bytes.len);

		memset(at, 'x', bytes.len);
		bytes.at = at;
		reader_hear(reader, bytes, "", "text/plain", "", &h);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    over ? "too_large" : "read", "text %zu over its ceiling",
		    over);
		is_number(heard_all(&h, WIRE_TEXT).len, MAX_TEXT_BYTES,
		    "what fits is passed on");
		heard_release(&h);
		reader_hear(reader, bytes, "", "text/html", "", &h);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    over ? "too_large" : "read", "HTML %zu over its ceiling",
		    over);
		heard_release(&h);
	}
}

static void
pages(struct reader *reader)
{
	static const struct {
		const char *what;
		const char *html;
		const char *text;
	} table[] = {
		{ "paragraphs", "<p>a<p>b</p>", "a\n\nb" },
		{ "line breaks", "a<br>b<br/><br><br>c", "a\nb\n\nc" },
		{ "white space", "  a \n\t b<b> c</b>d ", "a b cd" },
		{ "inside a word", "un<b>bro</b>ken", "unbroken" },
		{ "soft hyphen, zero-width space", "a&shy;b&#8203;c", "abc" },
		{ "entities", "&lt;&amp;&pound;&#8217;&bogus;", "<&£’&bogus;" },
		{ "list", "<ul><li>a<li>b</ul>c", "- a\n- b\nc" },
		{ "cells", "<table><tr><td>a<td>b<tr><td>c</table>",
		    "a\tb\nc" },
		{ "layout tables",
		    "<table><tr><td></td><td><p>a</p></td></tr></table>b",
		    "a\nb" },
		{ "hidden", "a<div hidden>b<p>c</p></div>d<br>", "ad" },
		{ "style", "a<i STYLE='Visibility : HIDDEN'>b</i>c", "ac" },
		{ "display", "a<p style='display: none !important'>b</p>c",
		    "ac" },
		{ "no size", "a<i style='font-size:0px;color:red'>b</i>c",
		    "ac" },
		{ "half a size", "a<i style='font-size:0.5em'>b</i>c", "abc" },
		{ "a size", "a<i style='font-size: 10px'>b</i>c", "abc" },
		{ "transparent", "a<i style='opacity:0.0'>b</i>c", "ac" },
		{ "preview", "a<i style='max-height:0;overflow:hidden'>b</i>c",
		    "ac" },
		{ "hidden from Word", "a<i style='mso-hide:all'>b</i>c", "ac" },
		{ "white", "a<i style='color:#FFFFFF'>b</i>c", "ac" },
		{ "white on white",
		    "<p bgcolor=red>a<i style='color:#fff; background:white'>b"
		    "</i>c",
		    "ac" },
		{ "white on red",
		    "a<i style='color:white;background-color:red'>b</i>c",
		    "abc" },
		{ "white in a coloured page",
		    "<table bgcolor=navy><td><i style='color:white'>b</i>c",
		    "bc" },
		{ "white beside a sheet of styles",
		    "<style>p{background:red}</style><p>a<i style="
		    "'color:white'>b</i>",
		    "ab" },
		{ "numbers", "<ol><li>a<li>b<ul><li>c</ul><li>d</ol>e",
		    "1. a\n2. b\n- c\n3. d\ne" },
		{ "item of no list", "<li>a</ol></ul><li>b", "- a\n- b" },
		{ "script", "a<script>b<c>d</script>e", "ae" },
		{ "comment", "a<!-- b > c -->d", "ad" },
		{ "comment for Word", "a<!--[if mso]>b<![endif]-->c", "ac" },
		{ "not for Word", "a<![if !mso]>b<![endif]>c", "abc" },
		{ "not for Word, new", "a<!--[if !mso]><!-->b<!--<![endif]-->c",
		    "abc" },
		{ "comment without end", "a<!-- b <p>c", "a b\n\nc" },
		{ "link shown", "<a href='http://a.example/'>a.example</a>",
		    "a.example" },
		{ "link behind words", "<a href='http://a.example'>b</a> c",
		    "b (http://a.example) c" },
		{ "link of another kind", "<a href='javascript:x'>b</a>", "b" },
		{ "image link", "<a href='http://a.example'><img></a>b", "b" },
		{ "address", "<a href='mailto:a@b.example?x'>me</a>",
		    "me (a@b.example)" },
		{ "quoted mail", "a<blockquote type=cite>b<br>c</blockquote>d",
		    "a\n> b\n> c\nd" },
		{ "set in", "a<blockquote>b</blockquote>c", "a\nb\nc" },
		{ "preformatted", "<pre>a\nb\n\nc</pre>d", "a\nb\n\nc\nd" },
		{ "end tags only", "</p></div>a</b>", "a" },
		{ "behind the end",
		    "<html><body>a</body></html>b</html></p></body><p>c",
		    "ab\n\nc" },
		{ "two pages in one",
		    "<html><head><title>t</title></head><body>a</body></html>"
		    "<html><head><title>u</title></head><body><p>b</body>",
		    "a\n\nb" },
		{ "a text that is none", "a < b > c & d", "a < b > c & d" },
		{ "unfinished tag", "a<p", "a" },
		{ "nothing visible", "<img src=x><br>", "" },
	};
	struct heard h;

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		reader_hear(reader, span_of(table[i].html), "", "text/html",
		    "utf-8", &h);
		is_span(heard_all(&h, WIRE_TEXT), table[i].text, "%s",
		    table[i].what);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    table[i].text[0] == '\0' ? "empty" : "read", "%s: outcome",
		    table[i].what);
		heard_release(&h);
	}
	reader_hear_file(reader, "tests/parsers/text_html/outlook.html", "",
	    &h);
	is_span(heard_all(&h, WIRE_TEXT),
	    "Dear team,\n"
	    "\n"
	    "my father waited six hours – see www.example.org/ward and your "
	    "leaflet (https://example.org/leaflet).\n"
	    "- nobody came\n"
	    "- nobody called\n"
	    "Ward\tSeven\n"
	    "Bed\t4\n"
	    "Café “quoted”\n"
	    "Write to me (mary@example.org)\n"
	    "soon\n"
	    "On Monday the ward wrote:\n"
	    "\n"
	    "> We are sorry.\n"
	    "> > Earlier words\n"
	    "only set in",
	    "a letter from Outlook, its charset named in the page");
	heard_release(&h);
}

/* Much of what makes parsers slow or deep; none may be killed by it. */
static void
hostile_pages(struct reader *reader)
{
	static const struct {
		const char *piece;
		size_t times;
		const char *outcome;
	} table[] = {
		{ "<div>", 100000, "too_large" },
		{ "<!--", 500000, "empty" },
		{ "<!", 500000, "empty" },
		{ "</body", 500000, "read" },
		{ "<a \"", 200000, "empty" },
		{ "&", 500000, "read" },
		{ "</p>", 200000, "empty" },
		{ "<a href=http://a.example>x", 900, "read" },
		{ "<blockquote type=cite>x", 900, "read" },
		{ "<ol><li>x", 450, "read" },
		{ "<i style='color:white;'>", 900, "empty" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf page = BUF((size_t)8 << 20);
		struct heard h;

		for (size_t n = 0; n < table[i].times; n++)
			buf_add_text(&page, table[i].piece);
		reader_hear(reader, buf_span(&page), "", "text/html", "", &h);
		ok(h.is_whole && h.end.signal == 0, "survived: %s",
		    table[i].piece);
		is_span(heard_first(&h, WIRE_OUTCOME), table[i].outcome,
		    "outcome of %s", table[i].piece);
		heard_release(&h);
	}
}

static void
types(struct reader *reader)
{
	static const struct {
		const char *name, *declared;
		struct span bytes;
		const char *type;
		const char *outcome;
	} table[] = {
		{ "", "", BYTES(""), "application/x-empty", "empty" },
		{ "a.txt", "", BYTES("hello there"), "text/plain", "read" },
		{ "a.txt", "", BYTES("From: me\nTo: you\n\nhello"),
		    "text/plain", "read" },
		{ "a.eml", "", BYTES("X-Odd: 1\n\nhello"), "message/rfc822",
		    "read" },
		{ "a", "", BYTES("Received: from a\nSubject: b\n\nhello"),
		    "message/rfc822", "read" },
		{ "", "text/plain", BYTES("From: me\nTo: you\n\nhello"),
		    "text/plain", "read" },
		{ "", "text/plain", BYTES("hello\0there and on and on"),
		    "text/plain", "read" },
		{ "", "text/plain", BYTES("we lost the %PDF-1.4 you sent"),
		    "text/plain", "read" },
		{ "", "text/html", BYTES("just words"), "text/html", "read" },
		{ "", "text/plain", BYTES("<html><body>x</body></html>"),
		    "text/plain", "read" },
		{ "page.htm", "", BYTES("<p>words"), "text/html", "read" },
		{ "", "text/plain", BYTES("GIF89a\1\0\1\0\0\0\0\0\0\0\0\0\0"),
		    "image/gif", NULL },
		{ "", "image/png",
		    BYTES("\x7f"
			  "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0"),
		    NULL, "unsupported" },
		{ "a.rtf", "", BYTES("{\\rtf1\\ansi hello}"), "application/rtf",
		    "read" },
		{ "", "message/delivery-status",
		    BYTES("Reporting-MTA: dns; a.example\n"),
		    "message/delivery-status", NULL },
		{ "", "application/pdf", BYTES("\1\2\3junk\n%PDF-1.4\n"),
		    "application/pdf", NULL },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct heard h;

		reader_hear(reader, table[i].bytes, table[i].name,
		    table[i].declared, "", &h);
		ok(h.is_whole, "%zu: the report is whole", i);
		if (table[i].type != NULL)
			is_span(heard_first(&h, WIRE_TYPE), table[i].type,
			    "%zu: type", i);
		if (table[i].outcome != NULL)
			is_span(heard_first(&h, WIRE_OUTCOME), table[i].outcome,
			    "%zu: outcome", i);
		heard_release(&h);
	}
}

/* What the program says of a child that does not end well. */
static void
ends(struct reader *reader)
{
	struct errand errand = { .seconds = 1 };
	autobuf page = BUF((size_t)64 << 20);
	autofd fd = memfd_create("document", MFD_CLOEXEC);
	int pipes[2];
	struct heard h;

	ok(pipe(pipes) == 0, "a pipe is no document");
	reader_hear_errand(reader, &errand, pipes[0], &h);
	ok(!h.is_whole && h.end.status != 0, "and is refused");
	heard_release(&h);
	close(pipes[0]);
	close(pipes[1]);
	/* End tags that are sought through all open elements: slow. */
	for (int i = 0; i < 990; i++)
		buf_add_text(&page, "<div>");
	for (int i = 0; i < 6000000; i++)
		buf_add_text(&page, "</x>");
	ok(io_write(fd, buf_span(&page), NULL) == DONE, "a slow page");
	errand_set(errand.type, sizeof errand.type, SPAN("text/html"));
	reader_hear_errand(reader, &errand, fd, &h);
	ok(h.end.is_timed_out && h.end.signal == SIGKILL && !h.is_whole,
	    "is ended when its time is over");
	heard_release(&h);
	reader_hear(reader, SPAN("still here"), "", "text/plain", "", &h);
	is_span(heard_all(&h, WIRE_TEXT), "still here", "the next one is read");
	ok(h.end.peak_kib > 0 && h.end.cpu_ms >= 0, "what it took is told");
	heard_release(&h);
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	charsets(&reader);
	text_ceiling(&reader);
	pages(&reader);
	hostile_pages(&reader);
	types(&reader);
	ends(&reader);
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}

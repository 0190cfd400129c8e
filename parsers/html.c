/*
 * html.c - the visible text of an HTML document
 *
 * libxml2 says where elements begin and end; no tree is built.  What a mail
 * program would not show is left out.  Quoted mail gets the marks it has in
 * plain text, so that what is old is told from what is new in both alike.
 */
#include "charset.h"
#include "html_source.h"
#include "parser.h"
#include "report.h"
#include "style.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* Decoding makes at most three bytes of one. */
#define MAX_HTML_BYTES (3 * (size_t)MAX_UNPACKED_BYTES)
/* Elements within elements: each end tag may be sought through all of them. */
#define MAX_NESTING 1000
#define MAX_QUOTES 8
#define MAX_LISTS 16
/* A longer address is for tracking, and of no use to a reader. */
#define MAX_LINK_BYTES 200
#define CHUNK_BYTES 16384

struct page {
	struct buf text;
	htmlParserCtxtPtr parser;
	int depth;
	int hidden_from;           /* depth of what is hidden; 0 for none */
	int quotes_at[MAX_QUOTES]; /* depths of the open quotations */
	int quotes;
	int verbatim;    /* pre elements open */
	char gap;        /* blank or tab due before the next letter; or 0 */
	bool is_begun;   /* this line has letters */
	bool is_held;    /* this line is kept though it has none */
	bool is_item;    /* this line begins an item of a list */
	bool has_ground; /* something may be coloured: white may be seen */
	int lists[MAX_LISTS]; /* last number in each open one; -1: none */
	int n_lists;          /* open; the inner ones may have no place */
	bool is_cut;          /* too deep to go on */
	struct buf link;      /* address of the open link, or empty */
	size_t link_start;    /* where its text begins */
};

/* --- the text ------------------------------------------------------------- */

/* Ends the line; at most one empty line is kept in a row. */
static void
line_feed(struct page *p)
{
	struct span text = buf_span(&p->text);

	if (text.len > 0 && !span_ends_with(text, SPAN("\n\n")))
		buf_add_char(&p->text, '\n');
	p->gap = 0;
	p->is_begun = p->is_held = false;
}

/* Ends the line where there is something on it. */
static void
line_end(struct page *p)
{
	if (p->is_begun || p->is_held)
		line_feed(p);
	p->gap = 0;
}

static void
paragraph_end(struct page *p)
{
	line_end(p);
	line_feed(p);
}

/* The number that the innermost list counts, or NULL. */
static int *
list_of(struct page *p)
{
	return p->n_lists > 0 && p->n_lists <= MAX_LISTS
		   ? &p->lists[p->n_lists - 1]
		   : NULL;
}

static void
item_mark(struct page *p)
{
	int *number = list_of(p);

	if (number != NULL && *number >= 0)
		buf_printf(&p->text, "%d. ", *number);
	else
		buf_add_text(&p->text, "- ");
}

static void
letter_add(struct page *p, struct span letter)
{
	if (!p->is_begun) {
		for (int i = 0; i < p->quotes; i++)
			buf_add_text(&p->text, "> ");
		if (p->is_item)
			item_mark(p);
		p->is_begun = true;
		p->is_item = false;
	} else if (p->gap != 0) {
		buf_add_char(&p->text, p->gap);
	}
	p->gap = 0;
	buf_add(&p->text, letter);
}

/* Shows nothing: soft hyphen, zero-width space, byte order mark. */
static bool
is_invisible(unsigned point)
{
	return point == 0xad || point == 0x200b || point == 0xfeff;
}

static void
characters(void *ctx, const xmlChar *at, int len)
{
	struct page *p = ctx;
	struct span rest = { (const char *)at, (size_t)len };

	while (rest.len > 0 && p->hidden_from == 0) {
		unsigned point;
		size_t n = utf8_next(rest, &point);

		if (point == '\n' && p->verbatim > 0) {
			line_feed(p);
		} else if (point == 0xa0) {
			p->is_held = true;
			p->gap = p->gap == 0 ? ' ' : p->gap;
		} else if (point <= ' ') {
			p->gap = p->gap == 0 ? ' ' : p->gap;
		} else if (!is_invisible(point)) {
			letter_add(p, span_head(rest, n));
		}
		rest = span_from(rest, n);
	}
	if (p->text.overflowed)
		xmlStopParser(p->parser);
}

/* --- elements ------------------------------------------------------------- */

enum shape {
	INLINE,
	HIDDEN,
	BLOCK,     /* on lines of its own */
	PARAGRAPH, /* with an empty line around it */
	BREAK,
	CELL,
	ITEM,
	LIST,
	NUMBERS, /* a list whose items are counted */
	QUOTE,
	VERBATIM,
	LINK
};

static enum shape
shape_of(const char *name)
{
	static const struct {
		enum shape shape;
		const char *names; /* parted by blanks */
	} shapes[] = {
		{ HIDDEN, "script style title template svg math object" },
		{ BLOCK, "div tr table dl dt dd section article header "
			 "footer address center form fieldset body hr" },
		{ PARAGRAPH, "p h1 h2 h3 h4 h5 h6" },
		{ BREAK, "br" },
		{ CELL, "td th" },
		{ ITEM, "li" },
		{ LIST, "ul menu dir" },
		{ NUMBERS, "ol" },
		{ QUOTE, "blockquote" },
		{ VERBATIM, "pre" },
		{ LINK, "a" },
	};

	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
		struct span rest = span_of(shapes[i].names);

		while (rest.len > 0)
			if (span_is_same_word(span_cut_at(&rest, ' '),
				span_of(name)))
				return shapes[i].shape;
	}
	return INLINE;
}

static bool
has_attribute(const xmlChar **list, const char *name, struct span *value)
{
	for (; list != NULL && list[0] != NULL; list += 2)
		if (span_is_same_word(span_of((const char *)list[0]),
			span_of(name))) {
			*value = span_of((const char *)list[1]);
			return true;
		}
	return false;
}

static bool
is_hidden(struct page *p, const xmlChar **attributes)
{
	struct span value;

	p->has_ground |= has_attribute(attributes, "bgcolor", &value) ||
			 has_attribute(attributes, "background", &value);
	if (has_attribute(attributes, "hidden", &value))
		return true;
	return has_attribute(attributes, "style", &value) &&
	       style_hides(value, &p->has_ground);
}

/* Older mail, not a passage set in?  Apple and Mozilla say cite, Google this. */
static bool
is_quoted_mail(const xmlChar **attributes)
{
	struct span value;

	if (has_attribute(attributes, "type", &value) &&
	    span_is_same_word(value, SPAN("cite")))
		return true;
	return has_attribute(attributes, "class", &value) &&
	       span_find(value, SPAN("gmail_quote"), 0) != SPAN_NOT_FOUND;
}

static void
link_open(struct page *p, const xmlChar **attributes)
{
	struct span address = SPAN("");

	buf_clear(&p->link);
	p->link_start = p->text.len;
	if (!has_attribute(attributes, "href", &address))
		return;
	address = span_trim(address);
	if (span_starts_with(address, SPAN("mailto:"))) {
		address = span_from(address, strlen("mailto:"));
		address = span_cut_at(&address, '?');
	} else if (!span_starts_with(address, SPAN("http://")) &&
		   !span_starts_with(address, SPAN("https://"))) {
		return;
	}
	if (address.len <= MAX_LINK_BYTES)
		buf_add(&p->link, address);
}

/* Adds the address of a link behind its text, where that does not show it. */
static void
link_close(struct page *p)
{
	struct span shown =
	    span_trim(span_from(buf_span(&p->text), p->link_start));
	struct span bare = buf_span(&p->link);
	size_t scheme = span_find(bare, SPAN("://"), 0);

	if (scheme != SPAN_NOT_FOUND)
		bare = span_from(bare, scheme + strlen("://"));
	if (span_ends_with(bare, SPAN("/")))
		bare.len--;
	if (shown.len > 0 && bare.len > 0 &&
	    span_find(shown, bare, 0) == SPAN_NOT_FOUND)
		buf_printf(&p->text, " (%s)", buf_text(&p->link));
	buf_clear(&p->link);
}

/* Word's paragraphs have no space between them. */
static bool
is_spaced(const xmlChar **attributes)
{
	struct span value;

	return !has_attribute(attributes, "class", &value) ||
	       !span_starts_with(value, SPAN("Mso"));
}

static void
item_open(struct page *p)
{
	int *number = list_of(p);

	line_end(p);
	p->is_item = true;
	if (number != NULL && *number >= 0)
		++*number;
}

static void
list_open(struct page *p, bool is_numbered)
{
	line_end(p);
	p->n_lists++;
	if (list_of(p) != NULL)
		*list_of(p) = is_numbered ? 0 : -1;
}

static void
element_open(struct page *p, enum shape shape, const xmlChar **attributes)
{
	switch (shape) {
	case BREAK:
		line_feed(p);
		break;
	case PARAGRAPH:
		if (is_spaced(attributes) && !p->is_item)
			paragraph_end(p);
		else
			line_end(p);
		break;
	case CELL:
		p->gap = p->is_begun ? '\t' : 0;
		break;
	case QUOTE:
		line_end(p);
		if (is_quoted_mail(attributes) && p->quotes < MAX_QUOTES)
			p->quotes_at[p->quotes++] = p->depth;
		break;
	case ITEM:
		item_open(p);
		break;
	case LIST:
	case NUMBERS:
		list_open(p, shape == NUMBERS);
		break;
	case VERBATIM:
		p->verbatim++;
		line_end(p);
		break;
	case BLOCK:
		line_end(p);
		break;
	case LINK:
		link_open(p, attributes);
		break;
	case INLINE:
	case HIDDEN:
		break;
	}
}

static void
element_close(struct page *p, enum shape shape)
{
	switch (shape) {
	case LINK:
		link_close(p);
		break;
	case QUOTE:
		line_end(p);
		if (p->quotes > 0 && p->quotes_at[p->quotes - 1] == p->depth)
			p->quotes--;
		break;
	case VERBATIM:
		p->verbatim -= p->verbatim > 0;
		line_end(p);
		break;
	case LIST:
	case NUMBERS:
		p->n_lists -= p->n_lists > 0;
		line_end(p);
		break;
	case PARAGRAPH:
	case BLOCK:
	case ITEM:
		line_end(p);
		break;
	case INLINE:
	case HIDDEN:
	case BREAK:
	case CELL:
		break;
	}
}

static void
element_start(void *ctx, const xmlChar *name, const xmlChar **attributes)
{
	struct page *p = ctx;
	enum shape shape = shape_of((const char *)name);

	if (++p->depth > MAX_NESTING) {
		p->is_cut = true;
		xmlStopParser(p->parser);
	}
	if (p->hidden_from != 0)
		return;
	/* A sheet of styles may colour anything. */
	p->has_ground |=
	    span_is_same_word(span_of((const char *)name), SPAN("style"));
	if (is_hidden(p, attributes) || shape == HIDDEN)
		p->hidden_from = p->depth;
	else
		element_open(p, shape, attributes);
}

static void
element_end(void *ctx, const xmlChar *name)
{
	struct page *p = ctx;

	if (p->hidden_from == 0)
		element_close(p, shape_of((const char *)name));
	if (p->hidden_from == p->depth)
		p->hidden_from = 0;
	p->depth -= p->depth > 0;
}

/* --- all of it ------------------------------------------------------------ */

/* False where memory is short. */
static bool
page_parse(struct page *p, struct span html)
{
	htmlSAXHandler events = {
		.startElement = element_start,
		.endElement = element_end,
		.characters = characters,
		.ignorableWhitespace = characters,
	};

	p->parser = htmlCreatePushParserCtxt(&events, p, NULL, 0, NULL,
	    XML_CHAR_ENCODING_UTF8);
	if (p->parser == NULL)
		return false;
	htmlCtxtUseOptions(p->parser,
	    HTML_PARSE_NONET | HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
		HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
	while (html.len > 0 && !p->is_cut && !p->text.overflowed) {
		struct span chunk = span_head(html, CHUNK_BYTES);

		htmlParseChunk(p->parser, chunk.at, (int)chunk.len, 0);
		html = span_from(html, chunk.len);
	}
	htmlParseChunk(p->parser, "", 0, 1);
	htmlFreeParserCtxt(p->parser);
	p->parser = NULL;
	return true;
}

/* Reports the page's text, which had its end. */
static enum reading
page_report(const struct page *p, struct report *report)
{
	struct span text = span_trim(buf_span(&p->text));

	if (text.len > 0 && !report_text(report, text))
		return TOO_LARGE;
	if (p->is_cut) {
		report_note(report, "its elements are nested too deep; the "
				    "rest was not read");
		return TOO_LARGE;
	}
	return text.len > 0 ? READ : EMPTY;
}

static enum reading
html_read(const struct document *document, struct report *report)
{
	autobuf decoded = BUF(MAX_HTML_BYTES);
	autobuf html = BUF(MAX_HTML_BYTES);
	struct span label = document->charset;
	struct page page = { .text = BUF(MAX_TEXT_BYTES + 4),
		.link = BUF(MAX_LINK_BYTES) };
	enum reading reading;

	if (charset_find(label) == NULL)
		label = html_charset(document->bytes);
	charset_decode(charset_choose(document->bytes, label), document->bytes,
	    &decoded);
	/* With a body open, libxml2 never takes the page to be at its end. */
	buf_add_text(&html, "<html><body>");
	html_clean(buf_span(&decoded), &html);
	reading = page_parse(&page, buf_span(&html))
		      ? page_report(&page, report)
		      : UNREADABLE;
	buf_release(&page.text);
	buf_release(&page.link);
	return reading;
}

const struct parser html_parser = {
	.name = "html",
	.types = "text/html application/xhtml+xml",
	.read = html_read,
};

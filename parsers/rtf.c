/*
 * rtf.c - reads Rich Text: what a person would see of it
 *
 * Doubts: every number, and how deep groups go.  Each byte is looked at once.
 */
#include "rtf.h"
#include "charset.h"
#include "parser.h"
#include "report.h"
#include "rtf_words.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <string.h>

/* Deeper groups have the properties of the deepest that counts. */
#define MAX_GROUPS 1000
/* Fonts are numbered from 0; Word's own end at 31,579. */
#define MAX_FONTS 65536
/* Characters that may stand in for one of Unicode. */
#define MAX_STAND_INS 8
/* What a field does, and the address in it. */
#define MAX_LINK_BYTES 4096

/* What a group inherits, and gives back at its end. */
struct group {
	enum destination destination;
	bool is_hidden;
	bool is_rtf_only; /* of HTML: not in the original */
	bool ends_link;   /* shows the text of a link */
	int stand_ins;    /* characters after \u for old readers */
	int font;
};

struct rtf {
	struct span rest;
	struct arena mem;
	struct buf *out;
	bool is_to_html;
	bool is_from_html;
	struct group now;
	struct group *groups; /* of MAX_GROUPS */
	size_t depth;
	bool is_ignorable; /* "\*" came just before */
	int to_skip;       /* stand-ins still to come */
	unsigned high;     /* first half of a pair of UTF-16; 0 */
	struct buf bytes;  /* text in the font's charset, not yet decoded */
	struct buf link;   /* what the last field does */
	int defined_font;  /* whose entry in the font table is read */
	int default_font;  /* of \deff */
	const struct charset *charset;   /* of the document */
	const struct charset **charsets; /* of fonts, MAX_FONTS; or NULL */
};

/* --- text ----------------------------------------------------------------- */

static bool
is_ascii(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] >= 0x80 || s.at[i] == '\0')
			return false;
	return true;
}

/* Where text goes now; NULL for nowhere. */
static struct buf *
target_of(struct rtf *r)
{
	if (r->now.destination == INTO_LINK)
		return &r->link;
	if (r->now.destination == INTO_HTML_TAG)
		return r->is_to_html ? r->out : NULL;
	if (r->now.destination != INTO_TEXT || r->now.is_hidden)
		return NULL;
	return r->is_to_html && r->now.is_rtf_only ? NULL : r->out;
}

/* Decodes what has come in the font's charset. */
static void
flush(struct rtf *r)
{
	const struct charset *charset = r->charsets[r->now.font];
	struct span bytes = buf_span(&r->bytes);
	struct buf *target = target_of(r);

	if (bytes.len == 0)
		return;
	if (target != NULL && is_ascii(bytes))
		buf_add(target, bytes);
	else if (target != NULL)
		charset_decode(charset != NULL ? charset : r->charset, bytes,
		    target);
	buf_clear(&r->bytes);
}

/* One byte of text. */
static void
put_byte(struct rtf *r, char c)
{
	if (r->to_skip > 0)
		r->to_skip--;
	else
		buf_add_char(&r->bytes, c);
}

static void
put_text(struct rtf *r, const char *text)
{
	struct buf *target;

	flush(r);
	target = target_of(r);
	if (target != NULL)
		buf_add_text(target, text);
}

/* A unit of UTF-16, as \u gives them. */
static void
put_unit(struct rtf *r, long long number)
{
	unsigned unit = (unsigned)number & 0xffff;
	struct buf *target;

	flush(r);
	r->to_skip = r->now.stand_ins;
	target = target_of(r);
	if (unit >= 0xd800 && unit < 0xdc00) {
		r->high = unit;
		return;
	}
	if (unit >= 0xdc00 && unit < 0xe000 && r->high != 0)
		unit = 0x10000 + ((r->high - 0xd800) << 10) + (unit - 0xdc00);
	r->high = 0;
	/* Symbol fonts have their characters at U+F000 to U+F0FF. */
	if (unit >= 0xf020 && unit < 0xf080)
		unit -= 0xf000;
	if (target != NULL && unit != 0)
		utf8_add(target, unit);
}

/* The place that a field of a link leads to, behind the link's text. */
static void
link_show(struct rtf *r)
{
	/* Taken out: in the instruction of another link it is shown there. */
	autobuf taken = r->link;
	struct span link = span_trim(buf_span(&taken));
	struct span place;
	size_t at = span_find(link, SPAN("HYPERLINK"), 0);

	r->link = BUF(MAX_LINK_BYTES);
	if (at == SPAN_NOT_FOUND || r->is_to_html)
		return;
	place = span_trim(span_from(link, at + strlen("HYPERLINK")));
	if (place.len > 0 && place.at[0] == '"') {
		place = span_from(place, 1);
		place = span_cut_at(&place, '"');
	} else {
		place = span_cut_at(&place, ' ');
	}
	if (place.len > 0 && place.at[0] != '\\') {
		put_text(r, " (");
		buf_add(&r->bytes, place);
		put_text(r, ")");
	}
}

/* --- groups --------------------------------------------------------------- */

static void
group_open(struct rtf *r)
{
	flush(r);
	if (r->depth < MAX_GROUPS)
		r->groups[r->depth] = r->now;
	r->depth++;
	r->now.ends_link = false;
	r->is_ignorable = false;
	r->to_skip = 0;
}

static void
group_close(struct rtf *r)
{
	bool ends_link = r->now.ends_link;

	flush(r);
	r->is_ignorable = false;
	r->to_skip = 0;
	if (r->depth > 0 && --r->depth < MAX_GROUPS)
		r->now = r->groups[r->depth];
	if (ends_link)
		link_show(r);
}

/* --- control words -------------------------------------------------------- */

/* Which font is meant from here on, in the text or in the font table. */
static void
font_set(struct rtf *r, long long number)
{
	int font = number >= 0 && number < MAX_FONTS ? (int)number : 0;

	flush(r);
	if (r->now.destination == INTO_FONTS)
		r->defined_font = font;
	else
		r->now.font = font;
}

static void
codepage_set(struct rtf *r, const struct charset **charset, long long codepage)
{
	const struct charset *found =
	    charset_find(charset_of_codepage(codepage));

	flush(r);
	if (found != NULL)
		*charset = found;
}

/* Words about charsets and fonts; false for any other. */
static bool
font_word(struct rtf *r, const struct rtf_word *w)
{
	if (span_is_equal(w->name, SPAN("f")))
		font_set(r, w->number);
	else if (span_is_equal(w->name, SPAN("fcharset")))
		codepage_set(r, &r->charsets[r->defined_font],
		    rtf_codepage_of(w->number));
	else if (span_is_equal(w->name, SPAN("cpg")))
		codepage_set(r, &r->charsets[r->defined_font], w->number);
	else if (span_is_equal(w->name, SPAN("ansicpg")))
		codepage_set(r, &r->charset, w->number);
	else if (span_is_equal(w->name, SPAN("mac")))
		codepage_set(r, &r->charset, 10000);
	else if (span_is_equal(w->name, SPAN("pc")) ||
		 span_is_equal(w->name, SPAN("pca")))
		codepage_set(r, &r->charset, 850);
	else if (span_is_equal(w->name, SPAN("deff")))
		r->default_font = w->number >= 0 && w->number < MAX_FONTS
				      ? (int)w->number
				      : 0;
	else
		return false;
	return true;
}

/* Words about how text is shown; false for any other. */
static bool
state_word(struct rtf *r, const struct rtf_word *w)
{
	bool is_on = !w->has_number || w->number != 0;

	if (span_is_equal(w->name, SPAN("plain"))) {
		flush(r);
		r->now.font = r->default_font;
		r->now.is_hidden = false;
	} else if (span_is_equal(w->name, SPAN("v")) ||
		   span_is_equal(w->name, SPAN("deleted"))) {
		flush(r);
		r->now.is_hidden = is_on;
	} else if (span_is_equal(w->name, SPAN("htmlrtf"))) {
		flush(r);
		r->now.is_rtf_only = is_on;
	} else if (span_is_equal(w->name, SPAN("fromhtml"))) {
		r->is_from_html = is_on;
	} else if (span_is_equal(w->name, SPAN("uc"))) {
		r->now.stand_ins = w->number >= 0 && w->number <= MAX_STAND_INS
				       ? (int)w->number
				       : 1;
	} else {
		return false;
	}
	return true;
}

/* Words that say where the group's text goes; false for any other. */
static bool
destination_word(struct rtf *r, struct span name)
{
	bool is_ignorable = r->is_ignorable;
	enum destination destination;

	r->is_ignorable = false;
	if (rtf_destination_of(name, &destination)) {
		/* Nothing that is left out comes back. */
		if (r->now.destination != INTO_NOTHING)
			r->now.destination = destination;
		if (r->now.destination == INTO_LINK)
			buf_clear(&r->link);
		return true;
	}
	if (span_is_equal(name, SPAN("fldrslt")))
		r->now.ends_link = true;
	else if (rtf_is_aside(name))
		put_text(r, "\n");
	else if (is_ignorable && !rtf_is_read_anyway(name))
		r->now.destination = INTO_NOTHING;
	else
		return false;
	return true;
}

static void
word_do(struct rtf *r, const struct rtf_word *w)
{
	const char *text;

	if (span_is_equal(w->name, SPAN("bin"))) {
		r->rest =
		    span_from(r->rest, w->number > 0 ? (size_t)w->number : 0);
		return;
	}
	if (span_is_equal(w->name, SPAN("u"))) {
		put_unit(r, w->number);
		return;
	}
	/* Stand-ins may be words too. */
	if (r->to_skip > 0) {
		r->to_skip--;
		return;
	}
	if (font_word(r, w) || state_word(r, w) || destination_word(r, w->name))
		return;
	text = rtf_text_of(w->name);
	if (text != NULL)
		put_text(r, text);
}

/* --- the tokens ----------------------------------------------------------- */

static int
hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "\'hh": a byte of text. */
static void
hex_take(struct rtf *r)
{
	int high = r->rest.len > 0 ? hex_of(r->rest.at[0]) : -1;
	int low = r->rest.len > 1 ? hex_of(r->rest.at[1]) : -1;

	if (high < 0 || low < 0)
		return;
	r->rest = span_from(r->rest, 2);
	put_byte(r, (char)(high << 4 | low));
}

/* What follows a backslash. */
static void
control_take(struct rtf *r)
{
	struct rtf_word w;
	char c;

	if (r->rest.len == 0)
		return;
	c = r->rest.at[0];
	w = rtf_word_take(&r->rest);
	if (w.name.len > 0) {
		word_do(r, &w);
		return;
	}
	r->rest = span_from(r->rest, 1);
	if (c == '\'')
		hex_take(r);
	else if (c == '*')
		r->is_ignorable = true;
	else if (c == '\\' || c == '{' || c == '}')
		put_byte(r, c);
	else if (c == '~' || c == '_')
		put_byte(r, c == '~' ? ' ' : '-');
	else if (c == '\n' || c == '\r')
		put_text(r, "\n");
}

static void
token_take(struct rtf *r)
{
	char c = r->rest.at[0];

	r->rest = span_from(r->rest, 1);
	if (c == '{')
		group_open(r);
	else if (c == '}')
		group_close(r);
	else if (c == '\\')
		control_take(r);
	else if (c != '\r' && c != '\n' && c != '\0')
		put_byte(r, c);
}

/* False where the bytes are no RTF. */
static bool
rtf_run(struct rtf *r, struct span bytes)
{
	if (!span_starts_with(span_trim(bytes), SPAN("{\\rtf")))
		return false;
	r->rest = bytes;
	r->bytes = BUF(MAX_TEXT_BYTES);
	r->link = BUF(MAX_LINK_BYTES);
	r->now.stand_ins = 1;
	r->groups = ARENA_ARRAY(&r->mem, MAX_GROUPS, struct group);
	r->charsets = ARENA_ARRAY(&r->mem, MAX_FONTS, const struct charset *);
	r->charset = charset_find(SPAN("windows-1252"));
	while (r->rest.len > 0 && !r->out->overflowed)
		token_take(r);
	flush(r);
	buf_release(&r->bytes);
	buf_release(&r->link);
	arena_release(&r->mem);
	return true;
}

bool
rtf_to_text(struct span rtf, struct buf *text)
{
	struct rtf r = { .out = text };

	return rtf_run(&r, rtf);
}

bool
rtf_to_html(struct span rtf, struct buf *html)
{
	struct rtf r = { .out = html, .is_to_html = true };

	/* The word stands at the front (MS-OXRTFEX 2.1.1). */
	if (span_find(span_head(rtf, 1024), SPAN("\\fromhtml"), 0) ==
	    SPAN_NOT_FOUND)
		return false;
	return rtf_run(&r, rtf) && r.is_from_html;
}

/* --- a file of its own ---------------------------------------------------- */

static enum reading
rtf_read(const struct document *document, struct report *report)
{
	static const struct report_part html_part = {
		.path = { "1", 1 },
		.type = { "text/html", 9 },
		.charset = { "utf-8", 5 },
		.disposition = "body",
	};
	autobuf text = BUF(MAX_TEXT_BYTES + 1), html = BUF(MAX_TEXT_BYTES + 1);
	struct span shown;

	if (rtf_to_html(document->bytes, &html)) {
		report_part(report, &html_part);
		report_data(report, buf_span(&html));
		return html.overflowed ? TOO_LARGE : READ;
	}
	if (!rtf_to_text(document->bytes, &text)) {
		report_note(report, "the file is damaged: it is no RTF");
		return UNREADABLE;
	}
	shown = span_trim(buf_span(&text));
	if (shown.len == 0)
		return EMPTY;
	return report_text(report, shown) && !text.overflowed ? READ
							      : TOO_LARGE;
}

const struct parser rtf_parser = {
	.name = "rtf",
	.types = "application/rtf",
	.read = rtf_read,
};

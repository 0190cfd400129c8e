/* html.c - writes a letter's tree as HTML */
#include "reply/html.h"

/*
 * Contrast on white: text 19:1, links and name 12:1; on #121212: 16:1, 11:1.
 * The line and the bar are ornament.
 */
static const char style[] =
    "a:link,a:visited{color:#003087;text-decoration:underline}\n"
    "@media (prefers-color-scheme:dark){\n"
    "body,.letter{background-color:#121212!important;"
    "color:#f2f2f2!important}\n"
    ".name{color:#f2f2f2!important}\n"
    "a:link,a:visited{color:#a8d1ff!important}\n"
    "}\n";

#define PAGE_STYLE "margin:0;padding:0;background-color:#ffffff;color:#0b0c0c"
#define LETTER_STYLE                                                           \
	"max-width:38em;margin:0 auto;padding:1em;"                            \
	"font-family:Arial,Helvetica,sans-serif;line-height:1.5;"              \
	"overflow-wrap:break-word;word-wrap:break-word;"                       \
	"background-color:#ffffff;color:#0b0c0c"
#define NAME_STYLE                                                             \
	"margin:0 0 1em 0;padding:0 0 .5em 0;font-size:1.2em;"                 \
	"font-weight:bold;color:#003087;border-bottom:4px solid #005eb8"
#define FIRST_HEADING_STYLE "margin:0 0 .8em 0;font-size:1.5em;line-height:1.25"
#define HEADING_STYLE "margin:1.5em 0 .5em 0;font-size:1.2em;line-height:1.25"
#define PARAGRAPH_STYLE "margin:0 0 1em 0"
#define LIST_STYLE "margin:0 0 1em 0;padding:0 0 0 1.5em"
#define ITEM_STYLE "margin:0 0 .3em 0"
#define INSET_STYLE                                                            \
	"margin:0 0 1em 0;padding:0 0 0 1em;border-left:6px solid #768692"
#define RULE_STYLE "margin:1.5em 0;border:0;border-top:1px solid #768692"
#define TEXT_PIXELS 18
#define LARGE_PRINT_PIXELS 24

/* Adds text as it is shown; LF as a line end. */
static void
text_add(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++)
		switch (text.at[i]) {
		case '&':
			buf_add_text(out, "&amp;");
			break;
		case '<':
			buf_add_text(out, "&lt;");
			break;
		case '>':
			buf_add_text(out, "&gt;");
			break;
		case '"':
			buf_add_text(out, "&quot;");
			break;
		case '\n':
			buf_add_text(out, "<br>\n");
			break;
		default:
			buf_add_char(out, text.at[i]);
		}
}

static void
open_tag(const char *tag, const char *css, struct buf *out)
{
	buf_printf(out, "<%s style=\"%s\">", tag, css);
}

static void
close_tag(const char *tag, struct buf *out)
{
	buf_printf(out, "</%s>\n", tag);
}

/* The words of a link; a line may end behind the @ of an address. */
static void
link_words_add(struct span words, struct buf *out)
{
	size_t at = span_find(words, SPAN("@"), 0);

	if (at == SPAN_NOT_FOUND) {
		text_add(words, out);
		return;
	}
	text_add(span_head(words, at + 1), out);
	buf_add_text(out, "<wbr>");
	text_add(span_from(words, at + 1), out);
}

static void
words_add(const struct words *words, struct buf *out)
{
	for (size_t i = 0; i < words->n; i++) {
		const struct run *run = &words->runs[i];

		if (run->link.len == 0) {
			text_add(run->words, out);
			continue;
		}
		buf_add_text(out, "<a href=\"");
		text_add(run->link, out);
		buf_add_text(out, "\">");
		link_words_add(run->words, out);
		buf_add_text(out, "</a>");
	}
}

static void
element_add(const char *tag, const char *css, const struct words *words,
    struct buf *out)
{
	open_tag(tag, css, out);
	words_add(words, out);
	close_tag(tag, out);
}

static void
list_add(const char *tag, const struct node *node, struct buf *out)
{
	open_tag(tag, LIST_STYLE, out);
	buf_add_char(out, '\n');
	for (size_t i = 0; i < node->n; i++)
		element_add("li", ITEM_STYLE, &node->words[i], out);
	close_tag(tag, out);
}

static void
node_add(const struct node *node, const char *heading, struct buf *out)
{
	switch (node->kind) {
	case BLOCK_HEADING:
		element_add(heading, HEADING_STYLE, &node->words[0], out);
		break;
	case BLOCK_PARAGRAPH:
		element_add("p", PARAGRAPH_STYLE, &node->words[0], out);
		break;
	case BLOCK_ITEM:
		list_add("ul", node, out);
		break;
	case BLOCK_STEP:
		list_add("ol", node, out);
		break;
	case BLOCK_INSET:
		element_add("p", INSET_STYLE, &node->words[0], out);
		break;
	case BLOCK_RULE:
		open_tag("hr", RULE_STYLE, out);
		buf_add_char(out, '\n');
		break;
	}
}

static void
wording_add(const struct wording *wording, const char *heading, struct buf *out)
{
	autoarena mem = { 0 };
	struct tree tree;

	tree_make(wording->blocks, wording->n_blocks, &mem, &tree);
	for (size_t i = 0; i < tree.n; i++)
		node_add(&tree.nodes[i], heading, out);
}

/* Adds an element that holds nothing but text. */
static void
line_add(const char *tag, const char *css, struct span text, struct buf *out)
{
	open_tag(tag, css, out);
	text_add(text, out);
	close_tag(tag, out);
}

/* Adds the subject with its reference, which is not broken at its hyphens. */
static void
first_heading_add(const struct letter *letter, struct buf *out)
{
	struct span subject = letter->wording.subject;
	size_t at = span_find(subject, letter->reference, 0);

	open_tag("h1", FIRST_HEADING_STYLE, out);
	if (at == SPAN_NOT_FOUND) {
		text_add(subject, out);
	} else {
		text_add(span_head(subject, at), out);
		open_tag("span", "white-space:nowrap", out);
		text_add(letter->reference, out);
		buf_add_text(out, "</span>");
		text_add(span_from(subject, at + letter->reference.len), out);
	}
	close_tag("h1", out);
}

static void
head_add(const struct letter *letter, const char *language, struct buf *out)
{
	buf_printf(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"ltr\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"supported-color-schemes\" content=\"light dark\">\n"
	    "<title>",
	    language);
	text_add(letter->wording.subject, out);
	buf_printf(out, "</title>\n<style>\n%s</style>\n</head>\n", style);
}

static void
closing_add(const struct letter *letter, struct buf *out)
{
	line_add("p", PARAGRAPH_STYLE, letter->wording.closing, out);
	open_tag("p", PARAGRAPH_STYLE, out);
	text_add(letter->signatory, out);
	buf_add_text(out, "<br>\n");
	text_add(letter->organisation, out);
	close_tag("p", out);
}

void
letter_to_html(const struct letter *letter, struct buf *out)
{
	const char *language = letter->language;

	head_add(letter, language, out);
	open_tag("body", PAGE_STYLE, out);
	/* Again, for mail programs that keep what stands in the body alone. */
	buf_printf(out,
	    "\n<div class=\"letter\" lang=\"%s\" dir=\"ltr\" "
	    "style=\"font-size:%dpx;" LETTER_STYLE "\">\n<header>\n",
	    language,
	    letter->is_large_print ? LARGE_PRINT_PIXELS : TEXT_PIXELS);
	buf_add_text(out, "<p class=\"name\" style=\"" NAME_STYLE "\">");
	text_add(letter->organisation, out);
	close_tag("p", out);
	buf_add_text(out, "</header>\n<main>\n");
	first_heading_add(letter, out);
	wording_add(&letter->wording, "h2", out);
	closing_add(letter, out);
	for (size_t i = 0; i < letter->n_forms; i++) {
		open_tag("hr", RULE_STYLE, out);
		line_add("h2", HEADING_STYLE, letter->forms[i].subject, out);
		wording_add(&letter->forms[i], "h3", out);
	}
	buf_add_text(out, "</main>\n</div>\n</body>\n</html>\n");
}

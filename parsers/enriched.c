/*
 * enriched.c - text/enriched (RFC 1896) and text/richtext (RFC 1341, 7.1.3),
 * in which older mail programs mark bold words and the like
 */
#include "charset.h"
#include "parser.h"
#include "report.h"

#include "base/buf.h"

/* Commands are no longer than this (RFC 1896: 60 and the brackets). */
#define MAX_COMMAND 64

struct writer {
	struct buf text;
	bool is_richtext; /* lines end by command alone */
	int nofill;       /* commands open within which lines stay */
	int unseen;       /* commands open within which nothing is shown */
	int line_ends;    /* seen in a row */
};

/* The command that rest begins with, without brackets; "" for none. */
static struct span
command_read(struct span rest)
{
	for (size_t i = 1; i < rest.len && i < MAX_COMMAND; i++) {
		if (rest.at[i] == '>')
			return span_head(span_from(rest, 1), i - 1);
		if (rest.at[i] == '<' || rest.at[i] == '\n')
			break;
	}
	return SPAN("");
}

static void
character_add(struct writer *w, char c)
{
	if (c == '\r' || w->unseen > 0)
		return;
	if (c != '\n' || w->nofill > 0) {
		buf_add_char(&w->text, c);
		w->line_ends = 0;
		return;
	}
	/* One line end is a blank, n of them are n - 1 (RFC 1896). */
	w->line_ends++;
	buf_add_char(&w->text,
	    w->line_ends == 1 || w->is_richtext ? ' ' : '\n');
}

static void
command_do(struct writer *w, struct span command)
{
	bool is_end = span_starts_with(command, SPAN("/"));
	int step = is_end ? -1 : 1;

	if (is_end)
		command = span_from(command, 1);
	if (span_is_same_word(command, SPAN("param")) ||
	    span_is_same_word(command, SPAN("comment")))
		w->unseen += w->unseen + step < 0 ? 0 : step;
	else if (span_is_same_word(command, SPAN("nofill")))
		w->nofill += w->nofill + step < 0 ? 0 : step;
	else if (w->unseen > 0 || is_end)
		return;
	else if (span_is_same_word(command, SPAN("lt")))
		buf_add_char(&w->text, '<');
	else if (span_is_same_word(command, SPAN("nl")))
		buf_add_char(&w->text, '\n');
	else if (span_is_same_word(command, SPAN("np")) ||
		 span_is_same_word(command, SPAN("paragraph")))
		buf_add_text(&w->text, "\n\n");
}

static enum reading
enriched_read(const struct document *document, struct report *report)
{
	autobuf decoded = BUF(MAX_TEXT_BYTES);
	struct writer w = { .text = BUF(MAX_TEXT_BYTES + 4),
		.is_richtext =
		    span_is_equal(document->type, SPAN("text/richtext")) };
	struct span rest;
	bool is_all;

	charset_decode(charset_choose(document->bytes, document->charset),
	    document->bytes, &decoded);
	for (rest = buf_span(&decoded); rest.len > 0;
	     rest = span_from(rest, 1)) {
		struct span command =
		    rest.at[0] == '<' ? command_read(rest) : SPAN("");

		if (span_starts_with(rest, SPAN("<<")))
			rest = span_from(rest, 1);
		if (command.len == 0) {
			character_add(&w, rest.at[0]);
			continue;
		}
		command_do(&w, command);
		rest = span_from(rest, command.len + 1);
	}
	rest = span_trim(buf_span(&w.text));
	is_all = report_text(report, rest) && !decoded.overflowed;
	buf_release(&w.text);
	if (!is_all)
		return TOO_LARGE;
	return rest.len > 0 ? READ : EMPTY;
}

const struct parser enriched_parser = {
	.name = "enriched",
	.types = "text/enriched text/richtext",
	.read = enriched_read,
};

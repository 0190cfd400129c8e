/* tagging.c - goes through the pages that Cairo drew */
#include "reply/tagging.h"
#include "reply/pdf.h"

#include <stdlib.h>
#include <string.h>

#define MAX_PAGE_BYTES (4 << 20)

/* --- the words of a page's drawing (ISO 32000-1 section 7.8.2) ------------------- */

struct scan {
	struct span in;
	size_t at;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' ||
	       c == '\0';
}

static bool
is_delimiter(char c)
{
	return is_blank(c) || strchr("()<>[]{}/%", c) != NULL;
}

static char
char_at(const struct scan *s, size_t at)
{
	return at < s->in.len ? s->in.at[at] : '\0';
}

/* "(a \) b (c))" */
static void
string_skip(struct scan *s)
{
	int depth = 0;

	do {
		char c = s->in.at[s->at++];

		if (c == '\\')
			s->at++;
		depth += (c == '(') - (c == ')');
	} while (depth > 0 && s->at < s->in.len);
}

/* Takes the next token; false at the end. */
static bool
token_next(struct scan *s, struct span *token)
{
	size_t start;

	while (s->at < s->in.len && is_blank(s->in.at[s->at]))
		s->at++;
	start = s->at;
	if (start >= s->in.len)
		return false;
	if (char_at(s, start) == '(')
		string_skip(s);
	else if (char_at(s, start) == '<' && char_at(s, start + 1) != '<')
		while (s->at < s->in.len && s->in.at[s->at++] != '>')
			continue;
	else
		do
			s->at++;
		while (s->at < s->in.len && !is_delimiter(s->in.at[s->at]));
	if (s->at > s->in.len)
		s->at = s->in.len;
	*token = span_from(span_head(s->in, s->at), start);
	return true;
}

static bool
is_operator(struct span token)
{
	char c = token.at[0];

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* As strings, since they are told apart by capitals. */
static bool
is_one_of(struct span token, const char *const *words)
{
	for (; *words != NULL; words++)
		if (span_is_equal(token, span_of(*words)))
			return true;
	return false;
}

/* --- what is no part of the text ------------------------------------------------- */

enum thing {
	NOTHING,
	TEXT,
	PATH
};

struct marking {
	struct scan scan;
	struct buf *out;
	size_t copied;   /* up to here */
	size_t operands; /* of the next operator, from here */
	int depth;       /* of marks that are open */
	enum thing thing;
};

static void
artifact_begin(struct marking *m, enum thing thing)
{
	buf_add(m->out,
	    span_from(span_head(m->scan.in, m->operands), m->copied));
	buf_add_text(m->out, "\n/Artifact BMC\n");
	m->copied = m->operands;
	m->thing = thing;
}

static void
artifact_end(struct marking *m)
{
	buf_add(m->out,
	    span_from(span_head(m->scan.in, m->scan.at), m->copied));
	buf_add_text(m->out, "\nEMC\n");
	m->copied = m->scan.at;
	m->thing = NOTHING;
}

static void
operator_take(struct marking *m, struct span operator)
{
	static const char *const marks[] = { "BDC", "BMC", NULL };
	static const char *const builders[] = { "m", "re", NULL };
	static const char *const painters[] = { "f", "F", "f*", "B", "B*", "b",
		"b*", "S", "s", "n", NULL };

	if (m->thing == NOTHING && m->depth == 0) {
		if (span_is_equal(operator, SPAN("BT")))
			artifact_begin(m, TEXT);
		else if (is_one_of(operator, builders))
			artifact_begin(m, PATH);
	}
	if (is_one_of(operator, marks))
		m->depth++;
	else if (span_is_equal(operator, SPAN("EMC")))
		m->depth--;
	else if (m->thing == TEXT && span_is_equal(operator, SPAN("ET")))
		artifact_end(m);
	else if (m->thing == PATH && is_one_of(operator, painters))
		artifact_end(m);
	m->operands = m->scan.at;
}

/* Copies the drawing of a page; texts and lines without a tag get a mark. */
static void
artifacts_mark(struct span drawing, struct buf *out)
{
	struct marking m = { .scan = { drawing, 0 }, .out = out };
	struct span token;

	while (token_next(&m.scan, &token))
		if (is_operator(token))
			operator_take(&m, token);
	buf_add(out, span_from(drawing, m.copied));
}

static void
links_describe(qpdf_data pdf, qpdf_oh page)
{
	qpdf_oh links = qpdf_oh_get_key(pdf, page, "/Annots");
	int n = qpdf_oh_is_array(pdf, links)
		    ? qpdf_oh_get_array_n_items(pdf, links)
		    : 0;

	for (int i = 0; i < n; i++) {
		qpdf_oh link = qpdf_oh_get_array_item(pdf, links, i);
		qpdf_oh action = qpdf_oh_get_key(pdf, link, "/A");

		if (qpdf_oh_is_dictionary(pdf, action))
			qpdf_oh_replace_key(pdf, link, "/Contents",
			    qpdf_oh_get_key(pdf, action, "/URI"));
	}
}

static enum outcome
page_finish(qpdf_data pdf, qpdf_oh page, struct error *why)
{
	autobuf marked = BUF(MAX_PAGE_BYTES);
	unsigned char *drawing = NULL;
	size_t len;

	if (qpdf_oh_get_page_content_data(pdf, page, &drawing, &len) >=
	    QPDF_ERRORS)
		return pdf_fail(pdf, "letter: no page", why);
	artifacts_mark((struct span){ (const char *)drawing, len }, &marked);
	free(drawing);
	if (marked.overflowed)
		return fail(why, LATER, "letter: print: too large");
	qpdf_oh_replace_key(pdf, page, "/Contents",
	    pdf_stream(pdf, buf_span(&marked)));
	qpdf_oh_replace_key(pdf, page, "/Tabs", qpdf_oh_new_name(pdf, "/S"));
	links_describe(pdf, page);
	return DONE;
}

static void
catalogue_finish(qpdf_data pdf, const char *language)
{
	qpdf_oh root = qpdf_get_root(pdf);
	qpdf_oh preferences = qpdf_oh_new_dictionary(pdf);

	qpdf_oh_replace_key(pdf, preferences, "/DisplayDocTitle",
	    qpdf_oh_new_bool(pdf, QPDF_TRUE));
	qpdf_oh_replace_key(pdf, root, "/ViewerPreferences", preferences);
	qpdf_oh_replace_key(pdf, root, "/Lang",
	    qpdf_oh_new_string(pdf, language));
}

enum outcome
tagging_finish(struct span pdf, const char *language, struct buf *out,
    struct error *why)
{
	autopdf file = NULL;
	enum outcome how = pdf_open(pdf, "letter", &file, why);
	int n;

	if (how != DONE)
		return how;
	n = qpdf_get_num_pages(file);
	if (n < 1)
		return pdf_fail(file, "letter: no pages", why);
	catalogue_finish(file, language);
	for (int i = 0; i < n && how == DONE; i++)
		how = page_finish(file, qpdf_get_page_n(file, (size_t)i), why);
	return how == DONE ? pdf_write(file, out, why) : how;
}

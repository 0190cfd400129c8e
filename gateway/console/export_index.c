/* export_index.c - the index of a complaint file, as text and as HTML */
#include "base/io.h"
#include "base/utf8.h"
#include "console/desk.h"
#include "console/export.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>Complaint file</title>\n<style>\n"
    "body { font: 1em/1.5 Arial, sans-serif; margin: 2em; }\n"
    "table { border-collapse: collapse; }\n"
    "th, td { border: 1px solid #555; padding: .3em .6em; text-align: left;\n"
    "  vertical-align: top; overflow-wrap: anywhere; }\n"
    ".mark { font-weight: bold; }\n"
    ".digest { font-family: monospace; font-size: .8em; }\n"
    "</style>\n</head>\n<body>\n";

/* --- text -------------------------------------------------------------------- */

static void
line_add(struct buf *out, const char *label, struct span value)
{
	if (value.len > 0)
		buf_printf(out, "%-18s%.*s\n", label, SPAN_ARG(value));
}

/* Whom it is for, and of whom. */
static void
facts_add(const struct export *e, struct buf *out,
    void (*add)(struct buf *out, const char *label, struct span value))
{
	const struct dossier *d = &e->dossier;
	struct arena *mem = e->mem;

	add(out, "Case:", d->reference);
	add(out, "Made for:", e->whom);
	add(out, "Made on:", desk_clock(clock_now(), mem));
	add(out, "Complainant:", utf8_clean_line(d->name, mem));
	add(out, "E-mail:", utf8_clean_line(d->address, mem));
	add(out, "Address:", utf8_clean_line(d->postal, mem));
	add(out, "Telephone:", utf8_clean_line(d->phone, mem));
	add(out, "Category:", d->category);
	add(out, "Received on:", d->received_on);
	add(out, "Closed on:", d->closed_on);
}

static void
paper_text(struct buf *out, const struct paper *p, struct arena *mem)
{
	buf_printf(out, "\n%.*s. %.*s\n", SPAN_ARG(p->number),
	    SPAN_ARG(utf8_clean_line(p->what, mem)));
	line_add(out, "   From:", utf8_clean_line(p->from, mem));
	line_add(out, "   Date:", p->date);
	line_add(out, "   Files:", p->files);
	line_add(out, "   SHA-256:", p->sha256);
	line_add(out, "   Please note:", p->mark);
	line_add(out, "   Missing:", p->note);
}

static void
index_text(const struct export *e, struct buf *out)
{
	buf_add_text(out, "Complaint file\n==============\n\n");
	facts_add(e, out, line_add);
	for (size_t i = 0; i < e->n_papers; i++)
		paper_text(out, &e->papers[i], e->mem);
	buf_add_text(out, "\nDigests of all files are in digests.sha256: "
			  "sha256sum -c digests.sha256\n");
}

/* --- HTML -------------------------------------------------------------------- */

static void
html_add(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		switch (text.at[i]) {
		case '<':
			buf_add_text(out, "&lt;");
			break;
		case '>':
			buf_add_text(out, "&gt;");
			break;
		case '&':
			buf_add_text(out, "&amp;");
			break;
		case '"':
			buf_add_text(out, "&quot;");
			break;
		default:
			buf_add_char(out, text.at[i]);
		}
}

static void
fact_html(struct buf *out, const char *label, struct span value)
{
	if (value.len == 0)
		return;
	buf_printf(out, "<tr><th scope=\"row\">%s</th><td>", label);
	html_add(out, value);
	buf_add_text(out, "</td></tr>\n");
}

static void
cell_html(struct buf *out, struct span text, struct arena *mem)
{
	buf_add_text(out, "<td>");
	html_add(out, utf8_clean_line(text, mem));
	buf_add_text(out, "</td>");
}

/* The names of files are ours: no byte of them needs care. */
static void
files_html(struct buf *out, struct span files)
{
	buf_add_text(out, "<td>");
	while (files.len > 0) {
		struct span name = span_cut_at(&files, ' ');

		buf_printf(out, "<a href=\"%.*s\">%.*s</a> ", SPAN_ARG(name),
		    SPAN_ARG(name));
	}
	buf_add_text(out, "</td>");
}

static void
paper_html(struct buf *out, const struct paper *p, struct arena *mem)
{
	buf_printf(out, "<tr><th scope=\"row\">%.*s</th>", SPAN_ARG(p->number));
	cell_html(out, p->what, mem);
	cell_html(out, p->from, mem);
	cell_html(out, p->date, mem);
	files_html(out, p->files);
	buf_add_text(out, "<td><span class=\"mark\">");
	html_add(out, p->mark);
	buf_add_text(out, "</span> ");
	html_add(out, p->note);
	buf_printf(out, "</td><td class=\"digest\">%.*s</td></tr>\n",
	    SPAN_ARG(p->sha256));
}

static void
index_html(const struct export *e, struct buf *out)
{
	buf_add_text(out, head);
	buf_add_text(out, "<main>\n<h1>Complaint file</h1>\n<table>\n"
			  "<caption>The case</caption>\n");
	facts_add(e, out, fact_html);
	buf_add_text(out,
	    "</table>\n<h2>Papers</h2>\n<table>\n<caption>Every paper, oldest "
	    "first</caption>\n<thead><tr><th scope=\"col\">No</th>"
	    "<th scope=\"col\">What</th><th scope=\"col\">From</th>"
	    "<th scope=\"col\">Date</th><th scope=\"col\">Files</th>"
	    "<th scope=\"col\">Please note</th>"
	    "<th scope=\"col\">SHA-256 of the original</th></tr></thead>\n"
	    "<tbody>\n");
	for (size_t i = 0; i < e->n_papers; i++)
		paper_html(out, &e->papers[i], e->mem);
	buf_add_text(out, "</tbody>\n</table>\n</main>\n</body>\n</html>\n");
}

enum outcome
export_index(struct export *e, struct error *why)
{
	autobuf text = BUF(MAX_PAGE_BYTES), html = BUF(MAX_PAGE_BYTES);
	enum outcome how;

	index_text(e, &text);
	index_html(e, &html);
	how = bundle_add(&e->bundle, SPAN("index.txt"), buf_span(&text), why);
	return how == DONE ? bundle_add(&e->bundle, SPAN("index.html"),
				 buf_span(&html), why)
			   : how;
}

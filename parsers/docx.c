/*
 * docx.c - reads a Word document: the order of its parts
 *
 * Doubts: what the archive says of its entries' sizes; what is inflated is
 * counted.
 */
#include "docx_text.h"
#include "drawing_text.h"
#include "markup.h"
#include "package.h"
#include "parser.h"
#include "report.h"

struct docx {
	struct archive archive;
	struct arena mem;
	struct docx_lists lists;
	struct docx_margins margins;
	bool has_unprinted; /* headers or footers */
	bool has_revisions;
	struct said {
		struct span text;
		struct said *next;
	} * said; /* by headers and footers */
};

/* Was it said before?  Pages have headers of their own that say the same. */
static bool
is_said(struct docx *d, struct span text)
{
	struct said *said = d->said;

	while (said != NULL && !span_is_equal(said->text, text))
		said = said->next;
	if (said != NULL)
		return true;
	said = ARENA_ARRAY(&d->mem, 1, struct said);
	*said = (struct said){ arena_copy(&d->mem, text), d->said };
	d->said = said;
	return false;
}

/* Reports the text that was read, that of a margin once. */
static void
report_part_text(struct docx *d, struct docx_text *t)
{
	struct archive *a = &d->archive;

	d->has_revisions |= t->has_revisions;
	if (!(t->is_margin && is_said(d, prose_text(&t->prose))) &&
	    !prose_report(&t->prose, a->report))
		(void)archive_give_up(a, TOO_LARGE, "has too much text");
}

static void
read_part(struct docx *d, const struct relation *part, bool is_margin)
{
	struct docx_text t;

	docx_text_open(&t);
	t.lists = d->archive.report->wants_printed ? &d->lists : NULL;
	t.is_margin = is_margin;
	(void)docx_text_read(&t, &d->archive, (zip_uint64_t)part->index);
	if (docx_margin_is_printed(&d->margins, part->id))
		report_part_text(d, &t);
	else
		d->has_unprinted |= prose_text(&t.prose).len > 0;
	docx_text_release(&t);
}

/* Reads the parts of one relation; returns how many there are. */
static int
read_parts(struct docx *d, const struct relation *r, const char *type)
{
	bool is_margin = span_is_equal(span_of(type), SPAN("header")) ||
			 span_is_equal(span_of(type), SPAN("footer"));
	int found = 0;

	for (; r != NULL && d->archive.graver != TOO_LARGE; r = r->next)
		if (r->index >= 0 && span_is_equal(r->type, span_of(type))) {
			read_part(d, r, is_margin);
			found++;
		}
	return found;
}

/* How the lists are numbered. */
static void
read_lists(struct docx *d, const struct relation *r)
{
	for (; r != NULL; r = r->next)
		if (r->index >= 0 &&
		    (span_is_equal(r->type, SPAN("styles")) ||
			span_is_equal(r->type, SPAN("numbering"))))
			(void)docx_lists_read(&d->lists, &d->archive,
			    (zip_uint64_t)r->index);
}

/* Diagrams (SmartArt) have their text in parts of their own. */
static void
read_diagrams(struct docx *d, const struct relation *r)
{
	for (; r != NULL; r = r->next)
		if (span_is_equal(r->type, SPAN("diagramData")))
			(void)drawing_text_report(&d->archive, r->index);
}

/* The text, and before it the headers: which ones, its sections say. */
static void
read_text(struct docx *d, const struct relation *text,
    const struct relation *beside)
{
	struct docx_text t;

	docx_text_open(&t);
	t.lists = d->archive.report->wants_printed ? &d->lists : NULL;
	t.margins = &d->margins;
	if (docx_text_read(&t, &d->archive, (zip_uint64_t)text->index))
		docx_margins_settle(&d->margins, &d->archive, beside,
		    prose_text(&t.prose));
	else
		docx_margins_release(&d->margins);
	read_parts(d, beside, "header");
	report_part_text(d, &t);
	docx_text_release(&t);
}

static void
read_package(struct docx *d)
{
	struct archive *a = &d->archive;
	struct relation text = package_main(a, &d->mem, "word/document.xml");
	const struct relation *r;

	if (text.index < 0)
		return;
	r = package_relations(a, &d->mem, text.part);
	read_lists(d, r);
	/* In the order of the page. */
	read_text(d, &text, r);
	read_diagrams(d, r);
	read_parts(d, r, "footnotes");
	read_parts(d, r, "endnotes");
	read_parts(d, r, "footer");
	if (read_parts(d, r, "comments") > 0)
		report_note(a->report, "the document has comments beside its "
				       "text; they stand at the end");
	package_report_files(a, "word/");
}

/* Word 2003 and later can save all of a document as one XML file. */
static void
read_flat(struct docx *d, struct span bytes, struct report *report)
{
	struct docx_text t;

	archive_open_none(&d->archive, "document", report);
	docx_text_open(&t);
	t.lists = d->archive.report->wants_printed ? &d->lists : NULL;
	(void)docx_lists_read_bytes(&d->lists, &d->archive, bytes);
	(void)docx_text_read_bytes(&t, &d->archive, bytes);
	report_part_text(d, &t);
	docx_text_release(&t);
}

static enum reading
docx_read(const struct document *document, struct report *report)
{
	struct docx d = { .mem = { 0 } };

	if (!span_starts_with(document->bytes, SPAN("PK")))
		read_flat(&d, document->bytes, report);
	else if (archive_open(&d.archive, "document", document->bytes, report))
		read_package(&d);
	if (d.has_revisions)
		report_note(report, "the document has tracked changes; what "
				    "was struck out is left out");
	if (d.has_unprinted)
		report_note(report, "the document has headers or footers that "
				    "no page shows; they are left out");
	docx_lists_release(&d.lists);
	docx_margins_release(&d.margins);
	archive_close(&d.archive);
	arena_release(&d.mem);
	if (d.archive.graver != READ)
		return d.archive.graver;
	return report->text_bytes > 0 || d.archive.parts > 0 ? READ : EMPTY;
}

static enum outcome
docx_preload(const char *languages, struct error *why)
{
	(void)languages;
	(void)why;
	markup_preload();
	return DONE;
}

const struct parser docx_parser = {
	.name = "docx",
	.types = "application/vnd.openxmlformats-officedocument"
		 ".wordprocessingml.document",
	.preload = docx_preload,
	.read = docx_read,
};

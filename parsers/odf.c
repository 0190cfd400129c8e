/*
 * odf.c - reads OpenDocument: letters, sheets and slides (ODF 1.3 part 3)
 *
 * One XML for all: content.xml has the text, styles.xml the headers and
 * footers.  A flat document (.fodt) has both in one file.
 */
#include "markup.h"
#include "odf_lists.h"
#include "odf_words.h"
#include "parser.h"
#include "prose.h"
#include "report.h"

#include "base/arena.h"

#include <string.h>

/* Blanks, and empty cells, that one element may stand for. */
#define MAX_REPEATED 64

struct odf {
	struct archive archive;
	struct prose text, footers;
	struct prose *prose; /* that of both which is written to */
	struct arena mem;
	struct hidden {
		struct span name;
		struct hidden *next;
	} * hidden;               /* styles of tables that are not shown */
	struct span style;        /* being defined */
	unsigned long long boxes; /* a bit each: does it stand aside? */
	int paragraphs;           /* open ones */
	int margins;              /* open headers and footers */
	bool is_margins;          /* only headers and footers are read */
	bool is_sheets;           /* a spreadsheet: tables have names */
	bool owes_blank;          /* white space was met in the text */
	bool numbers_pages;       /* the paragraph does */
	size_t paragraph;         /* where it begins, in the prose */
	bool is_cell_told;        /* the cell had a paragraph */
	long long cells;          /* that the open cell stands for */
	long long empty_cells;    /* since the last that has text */
	int hidden_tables;
	bool has_revisions;
	bool has_comments;
	struct odf_lists lists;
	struct buf number;      /* own: owed before the paragraph's text */
	struct buf description; /* own: of a picture */
	bool is_describing;     /* text goes there */
};

/* --- text ----------------------------------------------------------------- */

/* Is text left out here, where only headers and footers are read? */
static bool
is_mute(const struct odf *o)
{
	return o->is_margins && o->margins == 0;
}

/* How often the element stands, at most MAX_REPEATED. */
static long long
times_of(const struct markup_element *element, const char *name)
{
	long long times;

	if (!span_to_number(markup_attribute(element, name), 1, MAX_REPEATED,
		&times))
		times =
		    markup_attribute(element, name).len == 0 ? 1 : MAX_REPEATED;
	return times;
}

static void
add(struct odf *o, struct span text)
{
	if (is_mute(o))
		return;
	/* Empty cells count where another follows. */
	for (; o->empty_cells > 0 && o->prose->asides == 0; o->empty_cells--)
		prose_add(o->prose, SPAN("\t"));
	if (o->number.len > 0)
		prose_add(o->prose, buf_span(&o->number));
	buf_clear(&o->number);
	prose_add(o->prose, text);
	o->owes_blank = false;
}

static void
blank_add(struct odf *o)
{
	if (o->owes_blank)
		add(o, SPAN(" "));
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* White space is one blank, and none at the ends (ODF 1.3 part 3, 6.1.2). */
static void
on_text(void *data, struct span text)
{
	struct odf *o = data;

	if (o->is_describing)
		buf_add(&o->description, text);
	if (o->paragraphs == 0 || o->is_describing)
		return;
	while (text.len > 0) {
		size_t n = 0;

		while (n < text.len && !is_white(text.at[n]))
			n++;
		if (n > 0) {
			blank_add(o);
			add(o, span_head(text, n));
		}
		o->owes_blank |= n < text.len;
		text = span_from(text, n + 1);
	}
}

/* One that is no white space, as <text:tab/> is, or several blanks. */
static void
mark_add(struct odf *o, struct span mark, long long times)
{
	blank_add(o);
	for (; times > 0; times--)
		add(o, mark);
}

/* --- asides, margins, forms ----------------------------------------------- */

/* What stands in a paragraph without being of it stands behind it. */
static void
box_begin(struct odf *o, bool is_aside)
{
	o->boxes = o->boxes << 1 | is_aside;
	if (!is_aside)
		return;
	blank_add(o);
	add(o, SPAN(""));
	prose_begin_aside(o->prose);
}

static void
box_end(struct odf *o)
{
	if (o->boxes & 1)
		prose_end_aside(o->prose);
	o->boxes >>= 1;
}

static bool
margin_begin(struct odf *o, enum odf_element what,
    const struct markup_element *element)
{
	if (span_is_equal(markup_attribute(element, "display"), SPAN("false")))
		return false;
	o->margins++;
	o->prose = what == ODF_FOOTER ? &o->footers : &o->text;
	return true;
}

/* A field of a form, on a line of its own. */
static void
field_add(struct odf *o, struct span mark, struct span text)
{
	autobuf value = BUF(MAX_TEXT_BYTES);

	markup_value_add(&value, text);
	if (value.len == 0)
		return;
	add(o, mark);
	add(o, buf_span(&value));
	prose_end_paragraph(o->prose);
}

static void
check_box_add(struct odf *o, const struct markup_element *element)
{
	bool is_checked = span_is_equal(
	    markup_attribute(element, "current-state"), SPAN("checked"));

	field_add(o, is_checked ? SPAN("☒ ") : SPAN("☐ "),
	    markup_attribute(element, "label"));
}

/* --- tables --------------------------------------------------------------- */

static void
table_style(struct odf *o, const struct markup_element *element)
{
	struct hidden *hidden;

	if (!span_is_equal(markup_attribute(element, "display"), SPAN("false")))
		return;
	hidden = ARENA_ARRAY(&o->mem, 1, struct hidden);
	*hidden = (struct hidden){ o->style, o->hidden };
	o->hidden = hidden;
}

/* A sheet begins with its name. */
static void
table_begin(struct odf *o, const struct markup_element *element)
{
	struct span style = markup_attribute(element, "style-name");

	if (!o->is_sheets || is_mute(o))
		return;
	field_add(o, SPAN(""), markup_attribute(element, "name"));
	for (const struct hidden *h = o->hidden; h != NULL; h = h->next)
		if (span_is_equal(h->name, style)) {
			o->hidden_tables++;
			break;
		}
}

static void
cell_end(struct odf *o)
{
	if (is_mute(o))
		return;
	if (o->is_cell_told)
		prose_owe(o->prose, '\t');
	else if (o->empty_cells < MAX_REPEATED)
		o->empty_cells += o->cells;
	o->is_cell_told = false;
}

static void
row_end(struct odf *o)
{
	o->empty_cells = 0;
	if (!is_mute(o))
		prose_owe(o->prose, '\n');
}

/* --- elements ------------------------------------------------------------- */

static bool
table_start(struct odf *o, enum odf_element what,
    const struct markup_element *element)
{
	if (what == ODF_SHEETS) {
		o->is_sheets = true;
	} else if (what == ODF_TABLE_STYLE) {
		table_style(o, element);
	} else if (what == ODF_TABLE) {
		table_begin(o, element);
	} else if (what == ODF_CELL) {
		o->is_cell_told = false;
		o->cells = times_of(element, "number-columns-repeated");
	} else if (what == ODF_STYLE) {
		o->style =
		    arena_copy(&o->mem, markup_attribute(element, "name"));
	}
	return true;
}

static bool
aside_start(struct odf *o, enum odf_element what)
{
	if (what == ODF_CHANGES) {
		o->has_revisions = true;
		return false;
	}
	o->has_comments |= what == ODF_COMMENT;
	box_begin(o, what != ODF_BOX || o->paragraphs > 0);
	return true;
}

static void
paragraph_begin(struct odf *o, const struct markup_element *element)
{
	o->paragraphs++;
	o->owes_blank = false;
	o->paragraph = prose_here(o->prose);
	if (!is_mute(o) && o->archive.report->wants_printed)
		odf_lists_count(&o->lists, element, &o->number);
}

static bool
on_start(void *data, const struct markup_element *element)
{
	struct odf *o = data;
	enum odf_element what = odf_element_of(element->name);

	if (what == ODF_SKIP || odf_is_about(element))
		return false;
	if (what >= ODF_BOX && what <= ODF_CHANGES)
		return aside_start(o, what);
	if (what == ODF_HEADER || what == ODF_FOOTER)
		return margin_begin(o, what, element);
	if (what == ODF_PAGE_NUMBER) {
		o->numbers_pages = o->margins > 0;
		return false;
	}
	if (what >= ODF_LIST)
		odf_lists_start(&o->lists, what, element, &o->mem);
	if (what == ODF_DESCRIPTION) {
		/* There is a field called title as well. */
		o->is_describing = strstr(element->space, "svg") != NULL;
	} else if (what == ODF_PARAGRAPH) {
		paragraph_begin(o, element);
	} else if (what == ODF_BLANK) {
		mark_add(o, SPAN(" "), times_of(element, "c"));
	} else if (what == ODF_TAB) {
		mark_add(o, SPAN("\t"), 1);
	} else if (what == ODF_BREAK) {
		mark_add(o, SPAN("\n"), 1);
	} else if (what == ODF_FIELD) {
		field_add(o, SPAN(""),
		    markup_attribute(element, "current-value"));
	} else if (what == ODF_CHECK_BOX) {
		check_box_add(o, element);
	}
	return table_start(o, what, element);
}

static void
paragraph_end(struct odf *o)
{
	o->paragraphs -= o->paragraphs > 0;
	o->owes_blank = false;
	if (is_mute(o))
		return;
	/* Nothing in it to be numbered. */
	buf_clear(&o->number);
	if (o->numbers_pages)
		prose_take_back(o->prose, o->paragraph);
	o->numbers_pages = false;
	add(o, SPAN(""));
	o->is_cell_told |= o->prose->asides == 0;
	prose_end_paragraph(o->prose);
}

/* What a picture's maker says of it, for those who cannot see it. */
static void
description_end(struct odf *o)
{
	if (!o->is_describing)
		return;
	o->is_describing = false;
	if (o->paragraphs > 0 &&
	    prose_is_description(buf_span(&o->description))) {
		blank_add(o);
		add(o, SPAN("["));
		add(o, buf_span(&o->description));
		add(o, SPAN("]"));
		o->owes_blank = true;
	}
	buf_clear(&o->description);
}

static void
on_end(void *data, const char *name)
{
	struct odf *o = data;
	enum odf_element what = odf_element_of(name);

	if (what == ODF_PARAGRAPH) {
		paragraph_end(o);
	} else if (what == ODF_DESCRIPTION) {
		description_end(o);
	} else if (what == ODF_LIST) {
		odf_lists_end(&o->lists);
	} else if (what == ODF_CELL) {
		cell_end(o);
	} else if (what == ODF_ROW) {
		row_end(o);
	} else if (what >= ODF_BOX && what <= ODF_COMMENT) {
		box_end(o);
	} else if (what == ODF_HEADER || what == ODF_FOOTER) {
		o->margins--;
		o->prose = &o->text;
	}
}

/* --- the file ------------------------------------------------------------- */

static const struct markup_reader reader = { on_start, on_end, on_text };

/* Reads an entry where the archive has it; true then. */
static bool
read_entry(struct odf *o, const char *name)
{
	zip_int64_t index = archive_find(&o->archive, name);

	o->paragraphs = o->margins = 0;
	if (index >= 0)
		(void)markup_read(&o->archive, (zip_uint64_t)index, &reader, o);
	return index >= 0;
}

static bool
manifest_take(void *data, struct span bytes)
{
	buf_add(data, bytes);
	return true;
}

/* Does the list of the files say how they are encrypted (ODF 1.3 part 2, 4)? */
static bool
is_encrypted(struct archive *a)
{
	autobuf manifest = BUF(1 << 20);
	zip_int64_t index = archive_find(a, "META-INF/manifest.xml");

	return index >= 0 &&
	       archive_inflate(a, (zip_uint64_t)index, manifest_take,
		   &manifest) &&
	       span_find(buf_span(&manifest), SPAN("encryption-data"), 0) !=
		   SPAN_NOT_FOUND;
}

static void
read_archive(struct odf *o)
{
	struct archive *a = &o->archive;

	if (is_encrypted(a)) {
		(void)archive_give_up(a, ENCRYPTED, ARCHIVE_LOCKED);
		return;
	}
	o->is_margins = true;
	(void)read_entry(o, "styles.xml");
	o->is_margins = false;
	if (!read_entry(o, "content.xml"))
		(void)archive_give_up(a, UNREADABLE, "has no text part");
}

static void
report_all(struct odf *o)
{
	struct archive *a = &o->archive;

	if (!prose_report(&o->text, a->report) ||
	    !prose_report(&o->footers, a->report))
		(void)archive_give_up(a, TOO_LARGE, "has too much text");
	if (o->has_comments)
		report_note(a->report, "the document has comments beside its "
				       "text; they stand behind what they are "
				       "about");
	if (o->has_revisions)
		report_note(a->report, "the document has tracked changes; what "
				       "was struck out is left out");
	if (o->hidden_tables > 0)
		report_note(a->report,
		    "the document has hidden sheets; they were read too");
	if (a->zip == NULL)
		return;
	archive_report_pictures(a, "Pictures/");
	archive_report_pictures(a, "media/");
}

static enum reading
odf_read(const struct document *document, struct report *report)
{
	struct odf o = { .prose = &o.text,
		.number = BUF(1024),
		.description = BUF(4096) };
	struct archive *a = &o.archive;

	prose_open(&o.text);
	prose_open(&o.footers);
	if (!span_starts_with(document->bytes, SPAN("PK"))) {
		archive_open_none(a, "document", report);
		(void)markup_read_bytes(a, document->bytes, &reader, &o);
	} else if (archive_open(a, "document", document->bytes, report)) {
		read_archive(&o);
	}
	report_all(&o);
	archive_close(a);
	prose_release(&o.text);
	prose_release(&o.footers);
	buf_release(&o.number);
	buf_release(&o.description);
	arena_release(&o.mem);
	if (a->graver != READ)
		return a->graver;
	return report->text_bytes > 0 || a->parts > 0 ? READ : EMPTY;
}

const struct parser odf_parser = {
	.name = "odf",
	.types = "application/vnd.oasis.opendocument.*",
	.read = odf_read,
};

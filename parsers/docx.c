/*
 * docx.c - reads a Word document: text, tables, headers, notes, text boxes
 *
 * Doubts: what the archive says of its entries' sizes; what is inflated is
 * counted.  XML is read as a stream, with no document type, no entity but the
 * five predefined ones and nothing fetched: a part with a DOCTYPE is refused
 * (ECMA-376 part 2 forbids it).
 */
#include "archive.h"
#include "report.h"

#include "base/buf.h"

#include <libxml/parser.h>

/* The text of one XML part, while it is read. */
struct story {
	struct archive *archive;
	struct buf text;    /* own */
	xmlParserCtxt *xml; /* own */
	int skipped;        /* open elements that are left out */
	bool is_in_text;    /* in a w:t */
	bool has_doctype;
	char pending; /* white space owed before the next text; 0 */
};

/* --- XML to text --------------------------------------------------------- */

/* What an element means for the text. */
enum element {
	ELEMENT_OTHER,
	ELEMENT_SKIP, /* leave out, with all inside */
	ELEMENT_TEXT,
	ELEMENT_TAB,
	ELEMENT_BREAK,
	ELEMENT_HYPHEN,
	ELEMENT_PARAGRAPH,
	ELEMENT_CELL,
	ELEMENT_ROW
};

static enum element
find_element(const char *name)
{
	static const struct {
		const char *name;
		enum element element;
	} elements[] = {
		{ "t", ELEMENT_TEXT },
		{ "p", ELEMENT_PARAGRAPH },
		{ "tab", ELEMENT_TAB },
		{ "ptab", ELEMENT_TAB },
		{ "br", ELEMENT_BREAK },
		{ "cr", ELEMENT_BREAK },
		{ "noBreakHyphen", ELEMENT_HYPHEN },
		{ "tc", ELEMENT_CELL },
		{ "tr", ELEMENT_ROW },
		/* Says again what its sibling mc:Choice says. */
		{ "Fallback", ELEMENT_SKIP },
		/* Holds tab stops, which are called tab as well. */
		{ "tabs", ELEMENT_SKIP },
		/* Stands again where it was moved to. */
		{ "moveFrom", ELEMENT_SKIP },
	};

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (strcmp(name, elements[i].name) == 0)
			return elements[i].element;
	return ELEMENT_OTHER;
}

static void
add(struct story *s, struct span text)
{
	if (s->pending != 0)
		buf_add_char(&s->text, s->pending);
	s->pending = 0;
	buf_add(&s->text, text);
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
    int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	struct story *s = data;
	enum element element = find_element((const char *)name);

	(void)prefix;
	(void)uri;
	(void)n_namespaces;
	(void)namespaces;
	(void)n_attributes;
	(void)n_defaulted;
	(void)attributes;
	if (s->skipped > 0 || element == ELEMENT_SKIP)
		s->skipped++;
	else if (element == ELEMENT_TEXT)
		s->is_in_text = true;
	else if (element == ELEMENT_TAB)
		add(s, SPAN("\t"));
	else if (element == ELEMENT_BREAK)
		add(s, SPAN("\n"));
	else if (element == ELEMENT_HYPHEN)
		add(s, SPAN("-"));
}

/*
 * The end of a paragraph owes a line break; where the paragraph ends a cell
 * a tab takes its place, and where the cell ends a row a line break again.
 */
static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct story *s = data;
	enum element element = find_element((const char *)name);

	(void)prefix;
	(void)uri;
	if (s->skipped > 0) {
		s->skipped--;
	} else if (element == ELEMENT_TEXT) {
		s->is_in_text = false;
	} else if (element == ELEMENT_PARAGRAPH) {
		add(s, SPAN(""));
		s->pending = '\n';
	} else if (element == ELEMENT_CELL) {
		s->pending = '\t';
	} else if (element == ELEMENT_ROW) {
		s->pending = '\n';
	}
}

static void
on_characters(void *data, const xmlChar *text, int len)
{
	struct story *s = data;

	if (s->skipped == 0 && s->is_in_text)
		add(s, (struct span){ (const char *)text, (size_t)len });
}

static void
on_doctype(void *data, const xmlChar *name, const xmlChar *external,
    const xmlChar *system_id)
{
	struct story *s = data;

	(void)name;
	(void)external;
	(void)system_id;
	s->has_doctype = true;
	xmlStopParser(s->xml);
}

static void
story_open(struct story *s, struct archive *archive)
{
	xmlSAXHandler on = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_characters,
		.cdataBlock = on_characters,
		.internalSubset = on_doctype };

	*s = (struct story){ .archive = archive,
		.text = BUF(MAX_TEXT_BYTES + 1) };
	s->xml = xmlCreatePushParserCtxt(&on, s, NULL, 0, NULL);
	if (s->xml == NULL)
		die("docx: out of memory");
	xmlCtxtUseOptions(s->xml, XML_PARSE_NONET | XML_PARSE_COMPACT |
				      XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

static void
story_release(struct story *s)
{
	xmlFreeParserCtxt(s->xml);
	buf_release(&s->text);
}

/* --- The archive --------------------------------------------------------- */

static bool
feed_story(void *data, struct span bytes)
{
	struct story *s = data;

	if (xmlParseChunk(s->xml, bytes.at, (int)bytes.len, 0) == 0 &&
	    !s->has_doctype)
		return true;
	return archive_give_up(s->archive, UNREADABLE,
	    s->has_doctype ? "has a part with a DOCTYPE, which was refused"
			   : "has a damaged part: its text may be incomplete");
}

static void
read_story(struct archive *d, zip_uint64_t index)
{
	struct span text;
	struct story s;

	story_open(&s, d);
	if (archive_inflate(d, index, feed_story, &s) &&
	    xmlParseChunk(s.xml, "", 0, 1) != 0)
		(void)archive_give_up(d, UNREADABLE,
		    "has a damaged part: its text may be incomplete");
	text = span_trim(buf_span(&s.text));
	if (s.text.overflowed ||
	    (text.len > 0 && (!report_text(d->report, text) ||
				 !report_text(d->report, SPAN("\n")))))
		(void)archive_give_up(d, TOO_LARGE, "has too much text");
	story_release(&s);
}

/* Is name one of head.xml, head1.xml, head2.xml ...? */
static bool
is_numbered(struct span name, struct span head)
{
	if (!span_starts_with(name, head) ||
	    !span_ends_with(name, SPAN(".xml")))
		return false;
	for (size_t i = head.len; i < name.len - 4; i++)
		if (name.at[i] < '0' || name.at[i] > '9')
			return false;
	return true;
}

/* Can the picture be one of text?  Word's own drawings (EMF, WMF) cannot. */
static bool
is_picture(struct span name)
{
	static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".tif",
		".tiff", ".bmp", ".gif", ".webp" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (span_ends_with(name, span_of(endings[i])))
			return true;
	return false;
}

/* Reads the parts of one kind; returns how many there are. */
static int
read_stories(struct archive *d, zip_int64_t n, struct span head)
{
	int found = 0;

	for (zip_uint64_t i = 0; i < (zip_uint64_t)n; i++) {
		struct span name = span_of(zip_get_name(d->zip, i, 0));

		if (!is_numbered(name, head))
			continue;
		read_story(d, i);
		found++;
	}
	return found;
}

/* Pictures and embedded documents become parts of their own. */
static void
report_files(struct archive *d, zip_int64_t n)
{
	for (zip_uint64_t i = 0; i < (zip_uint64_t)n; i++) {
		struct span name = span_of(zip_get_name(d->zip, i, 0));

		if (span_starts_with(name, SPAN("word/media/")) &&
		    is_picture(name))
			archive_report(d, i, span_from(name, 11), "inline");
		else if (span_starts_with(name, SPAN("word/embeddings/")))
			archive_report(d, i, span_from(name, 16), "attachment");
	}
}

static void
read_archive(struct archive *d)
{
	zip_int64_t n = zip_get_num_entries(d->zip, 0);

	/* In the order of the page. */
	read_stories(d, n, SPAN("word/header"));
	if (read_stories(d, n, SPAN("word/document")) == 0)
		(void)archive_give_up(d, UNREADABLE, "has no text part");
	read_stories(d, n, SPAN("word/footnotes"));
	read_stories(d, n, SPAN("word/endnotes"));
	read_stories(d, n, SPAN("word/footer"));
	read_stories(d, n, SPAN("word/comments"));
	report_files(d, n);
}

static enum reading
docx_read(const struct document *document, struct report *report)
{
	struct archive d;

	if (!archive_open(&d, "document", document->bytes, report))
		return d.graver;
	read_archive(&d);
	archive_close(&d);
	if (d.graver != READ)
		return d.graver;
	return report->text_bytes > 0 || d.parts > 0 ? READ : EMPTY;
}

static enum outcome
docx_preload(const char *languages, struct error *why)
{
	(void)languages;
	(void)why;
	xmlInitParser();
	return DONE;
}

const struct parser docx_parser = {
	.name = "docx",
	.types = "application/vnd.openxmlformats-officedocument"
		 ".wordprocessingml.document",
	.preload = docx_preload,
	.read = docx_read,
};

/* markup.c - libxml2's push reader, with everything dangerous switched off */
#include "markup.h"

#include <libxml/parser.h>
#include <string.h>

/* libxml2 counts bytes in an int; this many are handed over at a time. */
#define PIECE 65536

struct stream {
	struct archive *archive;
	const struct markup_reader *reader;
	void *data;
	xmlParserCtxt *xml; /* own */
	int left_out;       /* open elements that are left out */
	bool has_doctype;
};

/* The attribute of the name, in a namespace whose URI ends so. */
static struct span
find_attribute(const struct markup_element *element, const char *name,
    struct span space)
{
	/* Of each attribute: name, prefix, URI, start and end of the value. */
	for (int i = 0; i < element->n_attributes; i++) {
		const xmlChar *const *at = element->attributes + i * 5;

		if (strcmp((const char *)at[0], name) == 0 &&
		    span_ends_with(span_of((const char *)at[2]), space))
			return (struct span){ (const char *)at[3],
				(size_t)(at[4] - at[3]) };
	}
	return SPAN("");
}

struct span
markup_attribute(const struct markup_element *element, const char *name)
{
	return find_attribute(element, name, SPAN(""));
}

struct span
markup_relation(const struct markup_element *element)
{
	return find_attribute(element, "id", SPAN("/relationships"));
}

bool
markup_is_on(const struct markup_element *element)
{
	struct span value = markup_attribute(element, "val");

	return !span_is_equal(value, SPAN("0")) &&
	       !span_is_same_word(value, SPAN("false")) &&
	       !span_is_same_word(value, SPAN("off"));
}

void
markup_value_add(struct buf *text, struct span value)
{
	while (value.len > 0) {
		size_t at = span_find(value, SPAN("&#38;"), 0);

		buf_add(text, span_head(value, at));
		if (at == SPAN_NOT_FOUND)
			break;
		buf_add_char(text, '&');
		value = span_from(value, at + 5);
	}
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_namespaces, const xmlChar **namespaces,
    int n_attributes, int n_defaulted, const xmlChar **attributes)
{
	struct stream *s = data;
	struct markup_element element = {
		.name = (const char *)name,
		.space = uri == NULL ? "" : (const char *)uri,
		.attributes = attributes,
		.n_attributes = n_attributes,
	};

	(void)prefix;
	(void)n_namespaces;
	(void)namespaces;
	(void)n_defaulted;
	if (s->left_out > 0 || !s->reader->on_start(s->data, &element))
		s->left_out++;
}

static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	struct stream *s = data;

	(void)prefix;
	(void)uri;
	if (s->left_out > 0)
		s->left_out--;
	else if (s->reader->on_end != NULL)
		s->reader->on_end(s->data, (const char *)name);
}

static void
on_characters(void *data, const xmlChar *text, int len)
{
	struct stream *s = data;

	if (s->left_out == 0 && s->reader->on_text != NULL)
		s->reader->on_text(s->data,
		    (struct span){ (const char *)text, (size_t)len });
}

static void
on_doctype(void *data, const xmlChar *name, const xmlChar *external,
    const xmlChar *system_id)
{
	struct stream *s = data;

	(void)name;
	(void)external;
	(void)system_id;
	s->has_doctype = true;
	xmlStopParser(s->xml);
}

static void
stream_open(struct stream *s, struct archive *archive,
    const struct markup_reader *reader, void *data)
{
	xmlSAXHandler on = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_characters,
		.cdataBlock = on_characters,
		.internalSubset = on_doctype };

	*s = (struct stream){ .archive = archive,
		.reader = reader,
		.data = data };
	s->xml = xmlCreatePushParserCtxt(&on, s, NULL, 0, NULL);
	if (s->xml == NULL)
		die("markup: out of memory");
	xmlCtxtUseOptions(s->xml, XML_PARSE_NONET | XML_PARSE_COMPACT |
				      XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

static bool
stream_refuse(const struct stream *s)
{
	return archive_give_up(s->archive, UNREADABLE,
	    s->has_doctype ? "has a part with a DOCTYPE, which was refused"
			   : "has a damaged part: its text may be incomplete");
}

static bool
feed(void *data, struct span bytes)
{
	struct stream *s = data;

	for (; bytes.len > 0; bytes = span_from(bytes, PIECE)) {
		struct span piece = span_head(bytes, PIECE);

		if (xmlParseChunk(s->xml, piece.at, (int)piece.len, 0) != 0 ||
		    s->has_doctype)
			return stream_refuse(s);
	}
	return true;
}

/* The end of what was fed: is all closed that was opened? */
static bool
stream_close(struct stream *s, bool is_fed)
{
	bool is_whole = is_fed && (xmlParseChunk(s->xml, "", 0, 1) == 0 ||
				      stream_refuse(s));

	xmlFreeParserCtxt(s->xml);
	return is_whole;
}

void
markup_preload(void)
{
	xmlInitParser();
}

bool
markup_read(struct archive *a, zip_uint64_t index,
    const struct markup_reader *reader, void *data)
{
	struct stream s;

	stream_open(&s, a, reader, data);
	return stream_close(&s, archive_inflate(a, index, feed, &s));
}

bool
markup_read_bytes(struct archive *a, struct span bytes,
    const struct markup_reader *reader, void *data)
{
	struct stream s;

	stream_open(&s, a, reader, data);
	return stream_close(&s, feed(&s, bytes));
}

/*
 * office.h - a target for a reader of documents that are archives
 *
 *	FUZZ_OFFICE(docx_parser)
 *
 * The bytes are the document as it is, or begin with a line "=== NAME": then
 * they are the entries of an archive, each behind such a line.  So the reader
 * is tried, and not the checksums of the archive (zip.c tries those).
 */
#ifndef TESTS_FUZZ_OFFICE_H
#define TESTS_FUZZ_OFFICE_H

#include "reader.h"
#include "stored.h"

#define OFFICE_ENTRY "=== "

/* Packs the entries, of which there is one at least. */
static inline struct span
office_pack(struct stored *zip, struct span bytes)
{
	autoarena mem = { NULL };

	while (bytes.len > 0) {
		struct span line = span_cut_line(&bytes);
		size_t end = span_find(bytes, SPAN("\n" OFFICE_ENTRY), 0);
		const char *name =
		    arena_text(&mem, span_from(line, sizeof OFFICE_ENTRY - 1));

		stored_add(zip, name, span_head(bytes, end));
		bytes = end == SPAN_NOT_FOUND ? SPAN("")
					      : span_from(bytes, end + 1);
	}
	return stored_end(zip);
}

static inline void
office_read(const struct parser *parser, struct span bytes)
{
	struct document document = { .bytes = bytes };
	struct stored zip = STORED;

	if (bytes.len > sizeof OFFICE_ENTRY &&
	    memcmp(bytes.at, OFFICE_ENTRY, sizeof OFFICE_ENTRY - 1) == 0)
		document.bytes = office_pack(&zip, bytes);
	fuzz_read(parser, &document);
	stored_release(&zip);
}

#define FUZZ_OFFICE(parser)                                                    \
	FUZZ_READER_BEGIN(parser)                                              \
	int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)           \
	{                                                                      \
		char *copy = fuzz_copy(bytes, len);                            \
                                                                               \
		office_read(&(parser), (struct span){ copy, len });            \
		free(copy);                                                    \
		return 0;                                                      \
	}

#endif

/*
 * markup.h - the XML of an office document, as a stream of elements
 *
 * No document type (ECMA-376 part 2 forbids one, ODF 1.3 part 2 has none), no
 * entity but the five predefined ones, nothing fetched, no tree in memory.
 */
#ifndef PARSERS_MARKUP_H
#define PARSERS_MARKUP_H

#include "archive.h"

#include "base/buf.h"

/* An element that begins; valid during the call. */
struct markup_element {
	const char *name;                 /* without prefix */
	const char *space;                /* URI of its namespace, or "" */
	const unsigned char **attributes; /* for markup_attribute */
	int n_attributes;
};

/*
 * The value of the attribute of that name, whatever its prefix; "" where it
 * has none.  An ampersand in it stands as "&#38;" (markup_value_add undoes that).
 */
struct span markup_attribute(const struct markup_element *element,
    const char *name);

/* The same for the relation that an Office element names by r:id. */
struct span markup_relation(const struct markup_element *element);

/* Is an on-or-off property of Word on (ECMA-376 part 1, 17.17.4)? */
bool markup_is_on(const struct markup_element *element);

/* Adds an attribute's value with its ampersands as such. */
void markup_value_add(struct buf *text, struct span value);

struct markup_reader {
	/* An element begins; false leaves it out, with all in it. */
	bool (*on_start)(void *data, const struct markup_element *element);
	/* Or NULL, where it is of no interest. */
	void (*on_end)(void *data, const char *name); /* of none left out */
	void (*on_text)(void *data, struct span text);
};

/* To be called once, before any document. */
void markup_preload(void);

/*
 * Reads an entry of the archive.  False, and archive_give_up, where it is not
 * well-formed, has a DOCTYPE, or cannot be inflated.
 */
bool markup_read(struct archive *a, zip_uint64_t index,
    const struct markup_reader *reader, void *data);

/* The same for XML that is no archive's entry. */
bool markup_read_bytes(struct archive *a, struct span bytes,
    const struct markup_reader *reader, void *data);

#endif

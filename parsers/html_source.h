/*
 * html_source.h - the bytes of an HTML page before they are parsed
 */
#ifndef PARSERS_HTML_SOURCE_H
#define PARSERS_HTML_SOURCE_H

#include "base/buf.h"
#include "base/span.h"

/* The charset that a meta element names near the start; "" for none. */
struct span html_charset(struct span bytes);

/*
 * Appends the page without comments, <![...]>, which leaks into libxml2's
 * text, and the end of the body, behind which libxml2 reads nothing, though
 * mail programs do.
 */
void html_clean(struct span page, struct buf *out);

#endif

/*
 * ceilings.h - the most there may be of anything that comes from outside
 *
 * What is over a ceiling is registered as too large, with its clock running,
 * and a person is told.  Each is tested at the limit and one above.
 */
#ifndef BASE_CEILINGS_H
#define BASE_CEILINGS_H

/* An e-mail, or a file of the tray. */
#define MAX_MESSAGE_BYTES (50ll << 20)
/* The header block of a message; a longer one makes its reader too slow. */
#define MAX_HEADER_BLOCK_BYTES (256 << 10)
/* One header field, unfolded. */
#define MAX_HEADER_FIELD_BYTES (32 << 10)
/* Documents inside one item, at any depth. */
#define MAX_PARTS 500
/* Documents inside documents: a file in a zip in a message is depth 2. */
#define MAX_DEPTH 8
/* Text of one document, and of one item. */
#define MAX_TEXT_BYTES (8ll << 20)
/* Text of one page that is recognised; a dense one has 10 KB. */
#define MAX_PAGE_TEXT_BYTES (256 << 10)
/* Pages of one document. */
#define MAX_PAGES 300
/* Pixels of one page. */
#define MAX_PIXELS (64ll << 20)
/* What all parts of an item add up to, decoded. */
#define MAX_UNPACKED_BYTES (200ll << 20)
/* Times its packed size that an archive's entry may become. */
#define MAX_UNPACKED_RATIO 200
/*
 * Wall time to read one document without the pages that are recognised one by
 * one, one such page, and one item.
 */
#define MAX_DOCUMENT_SECONDS 120
#define MAX_PAGE_SECONDS 45
#define MAX_ITEM_SECONDS 600

#endif

/*
 * template.h - the texts of a policy pack, in GOV.UK Notify's syntax
 *
 *	Subject: We have received your letter: reference ((reference))
 *	Closing: Yours sincerely
 *
 *	((greeting))
 *
 *	# A heading
 *	* an item of a list
 *	A paragraph; each line of the file is a line of it.
 *
 * ((name)) is replaced by the field's value.  ((name??words)) gives the words
 * where the field is neither empty nor "no"; the words hold no brackets, as
 * in Notify.  A line that comes out empty is left out.  What a field brings
 * is text and nothing else: it cannot make a heading or a further field.
 * Links stay as they are written.
 */
#ifndef REPLY_TEMPLATE_H
#define REPLY_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/outcome.h"

#define PLAIN_TEXT_COLUMNS 72

struct field {
	const char *name;
	struct span value;
};

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH, /* LF parts its lines */
	BLOCK_ITEM
};

struct block {
	enum block_kind kind;
	struct span text;
};

/* A text with its fields filled in: what mail and letter both say. */
struct wording {
	struct span subject, closing; /* one line each, never empty */
	struct block *blocks;
	size_t n_blocks;
};

/*
 * Fills the template text in with the fields, of which there are n.  file is
 * the name used in errors.  BROKEN, with file and line, for a field that is
 * not among them, brackets that are not closed, a front line other than
 * Subject and Closing, and a text that lacks one of the two or has no body.
 * The wording lives in mem.
 */
enum outcome template_fill(struct span text, const char *file,
    const struct field *fields, size_t n, struct arena *mem,
    struct wording *wording, struct error *why) must_check;

/*
 * Adds the blocks as plain text: lines of at most PLAIN_TEXT_COLUMNS
 * characters unless a word is longer, an empty line between blocks, none
 * between items.
 */
void wording_to_text(const struct wording *wording, struct buf *out);

#endif

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
 *
 *	((passage:advocacy))
 *
 * on a line of its own stands for a paragraph or more that several texts
 * share.  A passage holds no further ones.
 *
 * Two more lines may come first: "Signatory: " for who signs instead of the
 * pack's signatory, "Encloses: " for the names of forms, parted by blanks.
 * A form has one such line, "Title: ".
 */
#ifndef REPLY_TEMPLATE_H
#define REPLY_TEMPLATE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/outcome.h"
#include "reply/markdown.h"

struct field {
	const char *name;
	struct span value;
};

/* A passage as it came out. */
struct said {
	struct span name;
	size_t n_blocks; /* 0: nothing was left of it */
};

/* A text with its fields filled in: what mail and letter both say. */
struct wording {
	struct span subject, closing;    /* one line each, never empty */
	struct span signatory, encloses; /* "" where it names none */
	struct block *blocks;
	size_t n_blocks;
	struct said *said;
	size_t n_said;
};

/*
 * Finds the text of a passage and the name of its file; both live in mem.
 * BROKEN where there is none of the name.
 */
typedef enum outcome passage_open(void *context, struct span name,
    struct arena *mem, struct span *text, const char **file, struct error *why);

struct template
{
	struct span text;
	const char *file; /* for errors */
	bool is_form;
	passage_open *open; /* NULL: it can have no passages */
	void *context;
};

/*
 * Fills the template in with the fields, of which there are n.  BROKEN, with
 * file and line, for a field that is not among them, brackets that are not
 * closed, a front line of no such name, a text that lacks a subject (a form:
 * its title) or closing or has no body, and a passage that there is not.  The
 * wording lives in mem; a form's title is its subject.
 */
enum outcome template_fill(const struct template *template,
    const struct field *fields, size_t n, struct arena *mem,
    struct wording *wording, struct error *why) must_check;

#endif

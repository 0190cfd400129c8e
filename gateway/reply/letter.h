/*
 * letter.h - what is said to somebody, ready for e-mail or paper
 *
 * Nothing of what the writer sent goes into it but the name to greet: see
 * fields.h.
 */
#ifndef REPLY_LETTER_H
#define REPLY_LETTER_H

#include "register/outbox.h"
#include "reply/house.h"
#include "reply/template.h"
#include "reply/text.h"

/* A letter encloses at most so many forms. */
#define MAX_FORMS 4

struct letter {
	struct span reference, full_reference; /* of the case; to be quoted */
	day written;
	struct wording wording;
	struct span signatory, organisation;
	const char *language; /* "en" or "cy": of the whole letter */
	bool is_large_print;  /* asked for: a matter of layout alone */
	struct wording forms[MAX_FORMS]; /* enclosed; subject is the title */
	size_t n_forms;
	struct span text_name; /* what it was written from: "cy/complaint" */
	struct span version;   /* SHA-256 of that, its passages and forms */
};

/*
 * Writes the letter of a row: the text that text_find gives for its template
 * and circumstances, with its fields filled in; today is the date on it.
 * Text lives in mem.  BROKEN where the pack has no such text or it is faulty.
 */
enum outcome letter_write(const struct house *house,
    const struct outbox_row *row, day today, struct arena *mem,
    struct letter *letter, struct error *why) must_check;

/* The same from a text that was chosen already. */
enum outcome letter_fill(const struct house *house,
    const struct outbox_row *row, const struct text *text, day today,
    struct arena *mem, struct letter *letter, struct error *why) must_check;

/* The lines for the window: the name first, unless they begin with it. */
struct span letter_window(const struct outbox_row *row, struct arena *mem);

/*
 * Adds the letter as plain text, as it stands in an e-mail: blocks, closing,
 * who signs, and each form behind a line.
 */
void letter_to_text(const struct letter *letter, struct buf *out);

#endif

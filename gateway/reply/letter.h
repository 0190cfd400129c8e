/*
 * letter.h - what is said to somebody, ready for e-mail or paper
 *
 * Nothing of what the writer sent goes into it but the name to greet, and
 * that only where it looks like a name and nothing else (name_for_greeting).
 */
#ifndef REPLY_LETTER_H
#define REPLY_LETTER_H

#include "options.h"
#include "policy.h"
#include "register/outbox.h"
#include "reply/signposts.h"
#include "reply/template.h"

/* Who writes: fixed while the sender runs. */
struct house {
	const struct organisation_options *organisation;
	struct policy policy;
	struct signposts signposts;
};

struct letter {
	struct span reference;
	day written;
	struct wording wording;
	struct span signatory, organisation;
};

/*
 * Writes the letter of a row: the text TEMPLATE.txt of the pack with its
 * fields filled in; today is the date on it.  Text lives in mem.  BROKEN
 * where the pack has no such text or it is faulty.
 */
enum outcome letter_write(const struct house *house,
    const struct outbox_row *row, day today, struct arena *mem,
    struct letter *letter, struct error *why) must_check;

/*
 * Reads who writes: the organisation's pack with its signposts.  Then writes
 * every text that the pack needs, by e-mail and on paper, and forgets them, so
 * that a faulty pack is found at the start.  Text lives in mem; options must
 * outlive the house.  BROKEN, with file and line, where something is wrong.
 */
enum outcome house_read(const struct options *options, struct arena *mem,
    struct house *house, struct error *why) must_check;

#endif

/*
 * letter.h - who wrote a letter, from its text
 *
 * Conservative: a wrong address would send somebody's complaint to a
 * stranger.  What is not sure is left empty, and a person looks.
 */
#ifndef TRIAGE_LETTER_H
#define TRIAGE_LETTER_H

#include "item.h"

struct letter_writer {
	struct span name;           /* as signed */
	struct span postal_address; /* lines parted by LF, without the name */
	struct span phone;
};

/*
 * Reads the text of a letter.
 *   postal address: the only run of 2 to 7 short lines above "Dear" (or in
 *     the first 40 lines) whose last line ends in a UK postcode and which
 *     does not name a hospital, trust, department or the like (that is to
 *     whom it was sent).  None where there are two.
 *     A closing parts runs as a blank line does.
 *   name: the line behind the last closing ("Yours sincerely") where it is
 *     fit for a greeting.
 *   phone: a UK number behind "Tel", "Phone" or "Mobile".
 */
struct letter_writer letter_read(struct span text, struct arena *mem);

/*
 * The same for the text of a mail, of which only the last 20 lines count:
 * there the signature stands.
 */
struct letter_writer letter_read_end(struct span text, struct arena *mem);

/* Does the line end in a UK postcode ("LS1 4DY")? */
bool line_ends_in_postcode(struct span line);

#endif

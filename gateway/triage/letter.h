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
 *     A closing parts runs as a blank line does.  One line does where it has
 *     a house's number and two commas.
 *   name: the line behind the last closing ("Yours sincerely"), or what stands
 *     behind "Love from", where it is fit for a greeting; initials lose their
 *     points.
 *   phone: a UK number behind "Tel", "Phone", "Mobile" or "ring me on", behind
 *     the comma after a postcode, or alone on a line.
 */
struct letter_writer letter_read(struct span text, struct arena *mem);

/*
 * The same for the text of a mail, of which only the last 20 lines count:
 * there the signature stands, with an address that may be below "Dear" too.
 * sender is whose mail it is; an address may begin with that name.
 */
struct letter_writer letter_read_end(struct span text, struct span sender,
    struct arena *mem);

/* Does the line end in a UK postcode ("LS1 4DY")? */
bool line_ends_in_postcode(struct span line);

#endif

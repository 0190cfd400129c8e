/*
 * machine_forms.h - the words by which mail of machines is known
 *
 * They stand in machine_forms.tsv.  Words are found whatever their case, a
 * space among them for any white space, and where they begin with a letter
 * or digit at the beginning of a word only.
 */
#ifndef TRIAGE_MACHINE_FORMS_H
#define TRIAGE_MACHINE_FORMS_H

#include "item.h"

enum form_place {
	FORM_HEADER,
	FORM_HINT,
	FORM_SENDER,
	FORM_NAME,
	FORM_SUBJECT,
	FORM_OPENING,
	FORM_BODY,
	FORM_STATUS,
	FORM_LATER,
	FORM_LABEL,
	FORM_ASIDE,
	FORM_END,
	FORM_ABSENCE,
	FORM_RETURN
};

enum form_how {
	FORM_BEGINS,
	FORM_WHOLE,
	FORM_HOLDS
};

/* A row of machine_forms.tsv. */
struct form {
	enum form_place place;
	enum machine machine; /* what it gives away */
	enum form_how how;
	const char *detail; /* of a status: "2.2"; else "" */
	const char *words;
};

/*
 * Does the text, of one of the places that are text, hold words of such a
 * machine?
 */
bool form_fits(enum form_place place, enum machine machine, struct span text);

/*
 * The same for the fields of a message's header; place is FORM_HEADER or
 * FORM_HINT.  A field that says no ("X-Autoreply: no") does not count.
 */
bool form_is_in_header(enum form_place place, enum machine machine,
    const struct message *m);

/* Subject and detail (RFC 3463, "2.2") of what the text says; "" for none. */
struct span form_status(struct span text);

/* Does text end with the words of a label? */
bool form_is_label(struct span text);

#endif

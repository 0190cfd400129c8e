/*
 * webform.h - the fields of a form that a robot mailed to us
 */
#ifndef TRIAGE_WEBFORM_H
#define TRIAGE_WEBFORM_H

#include "item.h"

/* What was not filled in is "", "(not given)" and its like too. */
struct webform {
	struct span name, email, phone;
	struct span patient; /* "" too where it is the writer: "as above" */
	struct span postal_address; /* lines parted by LF */
};

/*
 * Reads fields such as "Name: Jo Bell", "First name" and "Surname", "Email",
 * "Telephone", "Address" and "Postcode": the value stands behind a colon or a
 * TAB, or in the next line.  Only the first of each counts, and behind the
 * field that holds the message ("Message", "Comments", "Your complaint")
 * anything can have been typed: an e-mail address from there counts only
 * where it is the only one.
 */
struct webform webform_read(struct span body, struct arena *mem);

#endif

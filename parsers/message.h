/*
 * message.h - the header of an e-mail, also where it came without one
 */
#ifndef PARSERS_MESSAGE_H
#define PARSERS_MESSAGE_H

#include "base/span.h"

struct report;

/*
 * Reports fields, mailboxes and date of a header that came by itself, as
 * Outlook keeps it.  Nothing for one that is empty or begins with no field.
 */
void message_header_report(struct span header, struct report *report);

#endif

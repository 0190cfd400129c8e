/*
 * pages.h - the pages that a document owes are read, side by side
 *
 * A page that must be recognised takes most of a second, everything else about
 * a document a few milliseconds.  So the process that reads the document owes
 * such pages (WIRE_OWED), and each is read by a process of its own: several at
 * a time, each with its own time and memory, and one that ends its process
 * costs nothing but itself.
 */
#ifndef INTAKE_PAGES_H
#define INTAKE_PAGES_H

#include "intake/reader.h"

/*
 * Reads what the document of the task owes and puts it in its place: the text
 * into the report, into the part the outcome, confidence (of the least sure
 * page), remarks and effort.  Pages whose turn does not come by the deadline
 * are said to be left out.
 */
enum outcome pages_read(struct reader *reader, struct task *document,
    long long deadline_ms, struct error *why) must_check;

/* Why reading was not whole, in words for staff. */
struct span pages_loss(const struct errand_result *result);

/* Adds what a task took to the effort of what it belongs to. */
void pages_effort(struct effort *sum, const struct task *task);

#endif

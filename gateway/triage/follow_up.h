/*
 * follow_up.h - which of our cases a message answers
 */
#ifndef TRIAGE_FOLLOW_UP_H
#define TRIAGE_FOLLOW_UP_H

#include "item.h"

struct follow_up {
	struct span reference; /* "CS26-001234-K"; "" for none */
	bool is_ambiguous;     /* it names two cases or more: none is meant */
};

/*
 * A reference in the subject, and those in the Message-IDs of ours
 * (<ack.cs26-001234-k.0123456789abcdef@...>: register/threading.h) that
 * In-Reply-To names, or References where that names none.  A report of a
 * machine may name one in the message that it sends back.  A reference in
 * the text is not enough: people quote letters of others.  Only the shape is
 * looked at; whether there is such a case, and whether its author wrote, the
 * register knows.
 */
struct follow_up follow_up_find(const struct item *item, struct arena *mem);

#endif

/*
 * follow_up.h - which of our cases an item names
 */
#ifndef TRIAGE_FOLLOW_UP_H
#define TRIAGE_FOLLOW_UP_H

#include "item.h"

/* No item names more; further ones are left out. */
#define MAX_NAMED_CASES 8

struct follow_up {
	struct span reference;    /* the only case it names, or "" */
	bool is_ambiguous;        /* it names two or more: none is meant */
	struct named_case *named; /* MAX_NAMED_CASES at most */
	size_t n_named;
};

/*
 * The case that staff say a note is about; else the cases named by the first
 * of these that names any:
 *   references in the subject, and those in the Message-IDs of ours
 *     (<ack.cs26-001234-k.0123456789abcdef@...>: register/threading.h,
 *     or an alert's, <alert.cs26-001234-k.0123456789abcdef.1@...>) that
 *     In-Reply-To has, or References where that has none
 *   references in the author's own words
 *   references with a token (CS26-001234-K/7QF3XM: register/token.h) in what
 *     is quoted, as answers do that lost their In-Reply-To
 *   in the report of a machine: any of these, in the message it sends back
 * A token counts wherever it stands.  Small letters are taken as capitals.
 *
 * Only the shape is looked at.  Whether there is such a case, what was shown
 * for it is right and its author wrote, the register knows
 * (register/answer.h); a reference alone proves nothing.
 */
struct follow_up follow_up_find(const struct item *item, struct arena *mem);

#endif

/*
 * answer.h - which case an item belongs to, by what it names and shows; for
 * register/ alone
 */
#ifndef REGISTER_ANSWER_H
#define REGISTER_ANSWER_H

#include "register/opening.h"
#include "triage/follow_up.h"

struct answer {
	long long case_id;     /* the case it answers; 0 for none */
	struct span reference; /* of that case */
	bool is_closed;
	long long named_id;     /* the case that it names, and leads there */
	struct span message_id; /* of our message that it names, or "" */
	/* The cases that it may have to do with: theirs and their items. */
	struct span related[MAX_NAMED_CASES];
	struct span related_items[MAX_NAMED_CASES];
	size_t n_related;
};

/*
 * Looks up the cases that the item names (triage/follow_up.h).  One that was
 * merged into another stands for that one.
 *
 * A person's item answers a case that it names with a valid token (token.h),
 * or with a Message-ID of ours, and whose author's address is its own, unless
 * its sender failed authentication; a note, the one that staff say it is about;
 * a machine's, one whose Message-ID or token
 * it gives, or, for a bounce that gives the reference alone, one that was
 * acknowledged to a recipient who was not reached.  It answers none where that
 * holds for two cases or more.
 *
 * A case that is named and not answered is related: a person looks whether
 * they belong together.  So is, for a bounce that names no case, the last one
 * that was acknowledged to such a recipient within ten days.
 */
enum outcome answer_find(const struct entry *entry, struct answer *answer,
    struct error *why) must_check;

/*
 * Writes down what a machine said of the acknowledgement of the case that its
 * item answers.  A bounce for good: the row of the outbox that it names, or the
 * last one, has bounced, the case is not acknowledged where that was it, and a
 * person is asked to send a letter; an alert that came back goes to the next
 * address.  All else: history.
 */
enum outcome answer_tell_machine(const struct entry *entry,
    const struct answer *answer, struct error *why) must_check;

/* Links the item with those it may have to do with, and tells their cases. */
enum outcome answer_tell_related(const struct entry *entry,
    const struct answer *answer, struct error *why) must_check;

#endif

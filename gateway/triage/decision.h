/*
 * decision.h - from evidence and probabilities to a category
 *
 * The costs are not alike: a complainant who is thanked for kind words is
 * hurt, one who waits for a person is not.  So
 *   1. An item that asks to look again at a request for information, or comes
 *      from a site that sends such requests, is foi, never a complaint.
 *   2. The writer says that it is a complaint: complaint.  Nothing lowers it;
 *      a request under the Act in it is foi as well.
 *   3. It names the Act: foi, whatever it asks about.
 *   4. Else the most probable class.  Praise gives way to a complaint that
 *      is a fifth as probable, a comment to one of six tenths; dissatisfaction
 *      that wants no reply is a comment, for a person.
 *   5. What is negative is a complaint, unless the split says concern.
 * A second intent is looked for in windows of three sentences: a request for
 * information in any item, a suggestion in praise, dissatisfaction in praise.
 *
 * A person decides (needs_review) where praise or a comment has a
 * probability of being negative over the model's safety line, where the best
 * class is under the model's line for it, or is no case at all; on a tie; and
 * where the text is short, badly recognised, partly unread or not English.
 */
#ifndef TRIAGE_DECISION_H
#define TRIAGE_DECISION_H

#include "triage/model.h"

/* Under this the words of a category that is said outright count for less. */
#define DECISION_SAID 0.9f

/* What is known of an item when it is decided upon. */
struct judgement {
	float p[MODEL_COLUMNS];      /* of the whole */
	float window[MODEL_CLASSES]; /* or of three sentences, if higher */
	bool says_complaint, says_foi, says_review, wants_none;
	bool has_praise; /* phrases of praise that weigh 2 or more */
	size_t n_words;
};

struct decision {
	enum model_column best;
	enum category category;
	float confidence; /* of the category, complaint and concern as one */
	enum category also[CATEGORY_COUNT];
	size_t n_also;
	const char *doubt; /* why a person decides; NULL for no doubt */
};

/* The model's lines are taken from its header. */
struct decision decide(const struct judgement *j,
    const struct model_header *lines);

/* Puts what is said outright into the probabilities. */
void judgement_hear(struct judgement *j);

#endif

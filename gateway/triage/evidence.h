/*
 * evidence.h - what an item's words say, before anything is decided
 *
 * The words as features (features.h), and the lexicon's phrases for
 * categories, with where each stands.  The tool that trains a model gathers
 * the same, by the same way.
 */
#ifndef TRIAGE_EVIDENCE_H
#define TRIAGE_EVIDENCE_H

#include "triage/features.h"

/*
 * What the phrases say, in figures that a model weighs: ln (1 + the sum of
 * the weights) of each category, and 1 for each cue that is there.
 */
enum rule {
	RULE_COMPLAINT,
	RULE_CONCERN,
	RULE_COMMENT,
	RULE_COMPLIMENT,
	RULE_FOI,
	RULE_NOT_PRAISE, /* praise that is negated */
	RULE_CONTRAST,
	RULE_WANTS_REPLY,
	RULE_NO_REPLY,
	RULE_FOI_REVIEW,
	RULE_COUNT
};

/* A phrase, as it counts. */
struct rule_hit {
	enum rule rule;
	const struct lexeme *lexeme;
	size_t text;       /* 0 the subject, then the parts */
	size_t start, end; /* in the folded text */
	long long weight;  /* thousandths, as reasons show it; 0 for a cue */
	bool is_again;     /* the same phrase counted before */
};

struct evidence {
	const struct folded *texts; /* the subject, then the parts */
	size_t n_texts;
	struct features features;
	struct rule_hit *hits;
	size_t n_hits;
	bool says_complaint; /* the writer says that it is one */
	bool says_foi;       /* it names the Act */
	bool says_review;    /* it asks to look again at a request */
	bool wants_none;     /* no answer is wanted */
	long long praise;    /* what phrases of praise weigh, thousandths */
};

#define MAX_RULE_HITS 1000 /* further phrases of a text are not counted */

/*
 * Gathers the evidence of an author's own words.  Of overlapping phrases of a
 * category only the first and longest counts: "formal complaint" says nothing
 * new after "make a formal complaint".  A phrase counts once, those of the
 * subject twice.  A complaint or worry that is negated does not count ("no
 * complaints"); negated praise speaks against ("not helpful").
 *
 * What people write whatever they feel ("many thanks in advance", "I would be
 * grateful if") says nothing: phrases in it do not count, and it gives no
 * words.
 */
struct evidence evidence_gather(const struct own_words *own,
    const struct phrase_book *book, struct arena *mem);

/* The rules' figures for the words from..to. */
void evidence_rules(const struct evidence *e, size_t from, size_t to,
    float figures[RULE_COUNT]);

/* Which category a rule speaks for. */
enum category rule_category(enum rule rule);

#endif

/*
 * signs.h - finds the patterns of signs.tsv and topics.tsv in a text
 *
 * A sign is a pattern of words in one sentence, where a phrase of the lexicon
 * is fixed text: people say "he grabs her arm" in many ways.  Text is compared
 * word by word; case, apostrophes and hyphens do not matter.  A word of five
 * letters or more is also known by what a scanner makes of it (0 for o, 1 or i
 * for l, m for rn, w for vv, 5 for s), one of seven or more with one letter
 * missing, added or swapped, or a vowel for another, behind the first three
 * and before the last.
 */
#ifndef TRIAGE_SIGNS_H
#define TRIAGE_SIGNS_H

#include "triage/phrases.h"

enum sign_kind {
	SIGN_FLAG,    /* name: enum flag_kind; figure: enum urgency */
	SIGN_WAY,     /* name: enum way; figure: weight 1 to 3 */
	SIGN_CONTEXT, /* name: enum sign_context; figure: 0 */
	SIGN_TOPIC    /* of topics.tsv; name: its number; figure: weight 1, 2 */
};

/* How a flag's sign stands up to its context. */
enum sign_force {
	SIGN_TELLS,    /* something happened: counts unless denied or counted */
	SIGN_MENTIONS, /* a subject is named: not where it is only spoken of */
	SIGN_WRITER    /* of the writer, now: counts in any text */
};

/* Where else an item may belong. */
enum way {
	WAY_SPAM,
	WAY_STAFF_MATTER,
	WAY_OUT_OF_SCOPE,
	WAY_RECORDS,
	WAY_MP,
	WAY_HEALTH, /* it is about somebody's care: the ways above are doubted */
	WAY_COUNT
};

enum sign_context {
	CONTEXT_AGGREGATE = 1,    /* numbers of people, not one */
	CONTEXT_TRAINING = 2,     /* courses, policies, research */
	CONTEXT_HYPOTHETICAL = 4, /* what would happen if */
	CONTEXT_TITLE = 8,        /* what somebody's post is called */
	CONTEXT_SUPPOSED = 16,    /* nobody in particular */
	CONTEXT_CHILD = 32,       /* somebody under eighteen */
	CONTEXT_ADULT = 64,
	CONTEXT_OFFSPRING = 128 /* somebody's child, of any age */
};

/*
 * A row of signs.tsv.  The pattern's elements are parted by a blank:
 * "a|b*" one of these words, '*' being the rest of one; '#' a number, '#age'
 * one from 4 to 17; '.' the sentence's end, alone or last of alternatives;
 * "~3" up to three words of any kind.
 */
struct sign {
	enum sign_kind kind;
	int name;
	int figure;
	enum sign_force force;
	const char *pattern;
};

/* Where patterns that can begin with such a word are, sorted by key. */
struct sign_start {
	char key[4];
	unsigned short sign;
};

/* A table of patterns, as signs.awk makes it. */
struct sign_book {
	const struct sign *signs;
	size_t n_signs;
	const struct sign_start *starts;
	size_t n_starts;
};

struct sign_word {
	struct span raw;    /* without apostrophes */
	struct span likely; /* as a scanner's mistakes are undone */
	size_t start, end;  /* in the folded text */
	size_t sentence;    /* counts from 0 */
	bool begins_clause; /* a comma or the like stands before it */
};

struct sign_text {
	struct sign_word *words;
	size_t n_words;
	size_t n_sentences;
};

/* A letter of 300 closely written pages; no one reads on for more. */
#define MAX_SIGN_WORDS 200000

/* The words of a text, at most MAX_SIGN_WORDS of them. */
struct sign_text signs_split(const struct folded *folded, struct arena *mem);

struct sign_hit {
	const struct sign *sign;
	size_t first, last; /* words */
};

struct sign_scan {
	const struct sign_text *text;
	const struct sign_book *book; /* NULL: that of signs.tsv */
	size_t word, start;           /* where to go on; begin with 0 */
};

/* The next sign, from left to right: false where there is none left. */
bool signs_next(struct sign_scan *scan, struct sign_hit *hit);

/* How many rows signs.tsv has, and the number of one, from 0. */
size_t signs_count(void);
size_t sign_number(const struct sign *sign);

/* Is the word one of the alternatives of the pattern's element? */
bool sign_word_is(const struct sign_word *word, const char *element);

#endif

/*
 * features.h - words of a text as numbers that a model can weigh
 *
 * Each word gives grams: the word, it with the word before it, and every run
 * of 3 to 5 bytes of it, its ends marked by blanks.  Words and pairs within
 * three words after a negation are other grams than without ("not helpful").
 * A gram is hashed into one of 65,536 buckets, so that no list of words is
 * kept, and a word that was misread still shares most of its grams.  Digits
 * are all alike.
 *
 * A gram's value is (1 + ln n) times its bucket's idf, n being how often it
 * stands there; the values of a text are scaled to the length sqrt(2).
 */
#ifndef TRIAGE_FEATURES_H
#define TRIAGE_FEATURES_H

#include "triage/own.h"

#define FEATURE_BUCKETS 65536
#define MAX_FEATURE_WORDS 6000 /* about 15 pages; further words are not read */
#define MAX_WORD_BYTES 40      /* of a word that are looked at */

struct feature_word {
	uint32_t start, end; /* in the folded text */
	uint32_t grams;      /* its first gram */
	uint16_t text;       /* which text, from 0 */
	bool is_negated;
	bool ends_sentence;
};

/* The words of an item, one text after the other, and their grams. */
struct features {
	struct feature_word *words; /* one more, for the end */
	size_t n_words;
	uint16_t *grams; /* buckets */
	size_t n_grams;
};

struct features features_read(const struct folded *texts, size_t n,
    struct arena *mem);

/* The grams of some words of an item, each once. */
struct feature {
	uint16_t bucket;
	uint16_t count;
	float value;
};
struct feature_vector {
	struct feature *at;
	size_t n;
	uint16_t *slot; /* of each bucket: its place in at, from 1; 0 none */
};

/* A vector to be filled, again and again, with words of these. */
struct feature_vector feature_vector_make(const struct features *features,
    struct arena *mem);

/* Fills v with the words from..to; idf is by bucket, on any scale. */
void features_weigh(const struct features *features, size_t from, size_t to,
    const uint16_t *idf, struct feature_vector *v);

/* The value of one occurrence of a gram; 0 where it is not in v. */
float feature_share(const struct feature_vector *v, uint16_t bucket);

/* Is this word one that turns what follows it round? */
bool is_negator(struct span word);

/* Does a new clause begin with this word, so that a negation ends? */
bool begins_clause(struct span word);

/* Thousandths of the words that are the commonest ones of English. */
long long features_english(const struct features *features,
    const struct folded *texts);

#endif

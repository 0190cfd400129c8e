/*
 * readability.h - how hard a text is to read
 *
 * The Flesch-Kincaid grade: the years of school after which somebody reads it
 * with ease (Kincaid and others, 1975, Research Branch Report 8-75):
 *	0.39 words / sentences + 11.8 syllables / words - 15.59
 * Syllables are guessed from groups of vowels, as programs do; what is no
 * word (a number, an address, a link) does not count.
 */
#ifndef REPLY_READABILITY_H
#define REPLY_READABILITY_H

#include "base/span.h"

struct readability {
	long long words, sentences, syllables;
};

/* Counts a paragraph, heading or item; its end ends a sentence. */
void readability_add(struct readability *counts, struct span text);

/* The grade in tenths: 83 for 8.3; 0 where there are no words. */
long long readability_grade(const struct readability *counts);

/* The syllables of a word, at least one. */
long long readability_syllables(struct span word);

#endif

/*
 * words.h - for tests of recognition: how much of a text was read
 */
#ifndef TESTS_WORDS_H
#define TESTS_WORDS_H

#include "base/span.h"

/* The letter that all scans of these tests show. */
#define LETTER_WORDS                                                           \
	"14 Larch Close Northmoor NM4 7QT 12 November 2026 Dear Sir or "       \
	"Madam, I am writing to complain about the care my late husband "      \
	"received on Ward 7 in October. He was left for nine hours on a "      \
	"trolley in the corridor and nobody told us what was happening. "      \
	"Please reply to me in writing. Yours faithfully, Eileen Hartwell"

/* Takes the next word, which ends at white space, off *rest. */
static inline struct span
word_take(struct span *rest)
{
	struct span word;
	size_t n = 0;

	*rest = span_trim(*rest);
	while (n < rest->len && rest->at[n] != ' ' && rest->at[n] != '\n' &&
	       rest->at[n] != '\t')
		n++;
	word = span_head(*rest, n);
	*rest = span_from(*rest, n);
	return word;
}

/*
 * Of the words of want, in per cent: those that stand in got, in that order.
 * A word that is missing in got is skipped.
 */
static inline int
words_found(struct span got, struct span want)
{
	int all = 0, found = 0;

	for (; want.len > 0; all++) {
		struct span word = word_take(&want), rest = got;

		while (rest.len > 0)
			if (span_is_same_word(word_take(&rest), word)) {
				found++;
				got = rest;
				break;
			}
	}
	return all == 0 ? 100 : found * 100 / all;
}

#endif

/* mail_words.c - the words that mail programs write, in many languages */
#include "triage/mail_words.h"

#include "triage/phrases.h"

#include <stdint.h>

struct mail_word {
	const char *at;
	uint8_t len;
};

#include "mail_words_table.h"

_Static_assert(sizeof first_of_kind / sizeof *first_of_kind ==
		   MAIL_WORD_KINDS + 1,
    "mail_words.awk has the kinds of mail_words.h");

static struct span
word(size_t i)
{
	return (struct span){ words[i].at, words[i].len };
}

bool
mail_word_is(struct span text, enum mail_word_kind kind)
{
	/* The shortest comes last. */
	for (size_t i = first_of_kind[kind + 1];
	     i > first_of_kind[kind] && words[i - 1].len <= text.len; i--)
		if (span_is_same_word(text, word(i - 1)))
			return true;
	return false;
}

size_t
mail_word_begins(struct span text, enum mail_word_kind kind)
{
	for (size_t i = first_of_kind[kind]; i < first_of_kind[kind + 1]; i++)
		if (span_starts_with(text, word(i)))
			return words[i].len;
	return 0;
}

size_t
mail_word_find(struct span text, enum mail_word_kind kind, size_t *len)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t n;

		if (at > 0 && is_word_byte(text.at[at - 1]))
			continue;
		n = mail_word_begins(span_from(text, at), kind);
		if (n == 0 ||
		    (at + n < text.len && is_word_byte(text.at[at + n])))
			continue;
		*len = n;
		return at;
	}
	return SPAN_NOT_FOUND;
}

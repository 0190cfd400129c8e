/* readability.c - counts words, sentences and syllables */
#include "reply/readability.h"

static char
small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The first byte of a Latin letter with an accent, in UTF-8. */
static bool
is_accented(char c)
{
	return (unsigned char)c >= 0xc3 && (unsigned char)c <= 0xc9;
}

static bool
is_letter(char c)
{
	c = small(c);
	return (c >= 'a' && c <= 'z') || is_accented(c);
}

static bool
is_vowel(char c)
{
	c = small(c);
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' ||
	       c == 'y' || is_accented(c);
}

/* Is the last vowel one that is not heard: "make", "looked", "times"? */
static bool
ends_silently(struct span w)
{
	char last = small(w.at[w.len - 1]);
	char before = w.len > 2 ? small(w.at[w.len - 2]) : 0;
	char third = w.len > 2 ? small(w.at[w.len - 3]) : 0;

	if (last == 'e')
		return !is_vowel(before) && (before != 'l' || is_vowel(third));
	if (before != 'e' || is_vowel(third))
		return false;
	if (last == 'd')
		return third != 't' && third != 'd';
	return last == 's' && third != 's' && third != 'c' && third != 'g' &&
	       third != 'x' && third != 'z' && third != 'h' && third != 'l';
}

long long
readability_syllables(struct span word)
{
	long long n = 0;

	for (size_t i = 0; i < word.len; i++)
		n += is_vowel(word.at[i]) &&
		     (i == 0 || !is_vowel(word.at[i - 1]));
	if (n > 1 && ends_silently(word))
		n--;
	return n > 0 ? n : 1;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Takes the marks off a word's ends; says whether they end a sentence. */
static bool
marks_cut(struct span *word)
{
	bool ends = false;

	while (word->len > 0 && !is_letter(word->at[word->len - 1])) {
		char c = word->at[--word->len];

		ends |= c == '.' || c == '!' || c == '?';
	}
	while (word->len > 0 && !is_letter(word->at[0]))
		*word = span_from(*word, 1);
	return ends;
}

/* A link or an address has a mark within. */
static bool
is_word(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.at[i] == '@' || word.at[i] == '.' ||
		    word.at[i] == '/' || word.at[i] == '_' ||
		    (word.at[i] >= '0' && word.at[i] <= '9'))
			return false;
	return word.len > 0;
}

void
readability_add(struct readability *counts, struct span text)
{
	bool is_open = false; /* words since a sentence ended */

	while (text.len > 0) {
		struct span word = { text.at, 0 };
		bool ends;

		while (word.len < text.len && !is_blank(text.at[word.len]))
			word.len++;
		text = span_from(text, word.len + 1);
		ends = marks_cut(&word);
		if (is_word(word)) {
			counts->words++;
			counts->syllables += readability_syllables(word);
			is_open = true;
		}
		if (ends && is_open) {
			counts->sentences++;
			is_open = false;
		}
	}
	counts->sentences += is_open;
}

long long
readability_grade(const struct readability *counts)
{
	double words = (double)counts->words;
	double grade;

	if (counts->words == 0 || counts->sentences == 0)
		return 0;
	grade = 0.39 * words / (double)counts->sentences +
		11.8 * (double)counts->syllables / words - 15.59;
	return grade > 0 ? (long long)(grade * 10 + 0.5) : 0;
}

/*
 * signs.c - finds the patterns of a table in a text
 *
 * A table, sorted by the first three letters with which a pattern can begin,
 * leads from a word to the few patterns that are tried there.
 */
#include "triage/signs.h"

#include "signs_table.h"

#define SIGN_COUNT (sizeof signs / sizeof *signs)
#define KEY_LETTERS 3
#define LEAST_SCANNED 5  /* letters of a word whose scan may differ */
#define LEAST_MISSPELT 7 /* letters of a word that may have a mistake */
#define MAX_PATTERN_WORD 40
#define YOUNGEST_WRITER 4
#define ADULT_AGE 18

static const struct sign_book own_book = { signs, SIGN_COUNT, sign_starts,
	sizeof sign_starts / sizeof *sign_starts };

/* --- words ----------------------------------------------------------------- */

/* The letter that stands at *at, which moves behind it. */
static char
likely_letter(struct span word, size_t *at)
{
	char c = word.at[*at];
	char next = *at + 1 < word.len ? word.at[*at + 1] : '\0';

	*at += 1;
	switch (c) {
	case 'r':
	case 'v':
		if (next != (c == 'r' ? 'n' : 'v'))
			return c;
		*at += 1;
		return c == 'r' ? 'm' : 'w';
	case '0':
		return 'o';
	case '1':
	case 'i':
		return 'l';
	case '5':
		return 's';
	default:
		return c;
	}
}

/* Undoes what scanners mistake, into out, which has room for word. */
static struct span
likely_word(struct span word, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < word.len;)
		out[n++] = likely_letter(word, &i);
	return (struct span){ out, n };
}

static bool
ends_sentence(struct span text, size_t at)
{
	char c = text.at[at];

	if (c == '.') /* not in 3.5, nor in e.g. */
		return at + 1 >= text.len || !is_word_byte(text.at[at + 1]);
	return c == '\n' || c == '!' || c == '?' || c == ';' || c == ':';
}

static bool
is_clause_mark(char c)
{
	return c == ',' || c == '(' || c == ')' || c == '"' || c == '/';
}

static bool
is_inner_apostrophe(struct span text, size_t at)
{
	return text.at[at] == '\'' && at + 1 < text.len &&
	       is_word_byte(text.at[at + 1]);
}

static size_t
count_words(struct span text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len && n < MAX_SIGN_WORDS; i++)
		n += is_word_byte(text.at[i]) &&
		     (i == 0 || !is_word_byte(text.at[i - 1]));
	return n;
}

struct sign_text
signs_split(const struct folded *folded, struct arena *mem)
{
	struct span text = folded->text;
	struct sign_text split = { .words = ARENA_ARRAY(mem, count_words(text),
				       struct sign_word) };
	char *raw = arena_alloc(mem, text.len);
	char *likely = arena_alloc(mem, text.len);
	size_t sentence = 0, used = 0;
	bool is_new = false, begins_clause = true;

	for (size_t i = 0; i < text.len && split.n_words < MAX_SIGN_WORDS;) {
		struct sign_word *w = &split.words[split.n_words];

		if (!is_word_byte(text.at[i])) {
			is_new |= ends_sentence(text, i);
			begins_clause |= is_new || is_clause_mark(text.at[i]);
			i++;
			continue;
		}
		sentence += is_new && split.n_words > 0;
		*w = (struct sign_word){ .raw.at = raw + used,
			.start = i,
			.sentence = sentence,
			.begins_clause = begins_clause };
		for (; i < text.len && (is_word_byte(text.at[i]) ||
					   is_inner_apostrophe(text, i));
		     i++)
			if (text.at[i] != '\'')
				raw[used + w->raw.len++] = text.at[i];
		w->end = i;
		w->likely = likely_word(w->raw, likely + used);
		used += w->raw.len;
		split.n_words++;
		is_new = begins_clause = false;
	}
	split.n_sentences = sentence + 1;
	return split;
}

/* --- one word -------------------------------------------------------------- */

static bool
is_vowel(char c)
{
	return memchr("aeou", c, 4) != NULL || c == 'l'; /* i is l here */
}

/*
 * Are words that differ the same but for one letter missing or added, two swapped, or a vowel for
 * another?  Other letters are rarely mistaken: "attached" is not "attacked".
 */
static bool
is_misspelt(struct span word, struct span as)
{
	struct span longer = word.len >= as.len ? word : as;
	struct span shorter = word.len >= as.len ? as : word;
	size_t same = 0, left;

	if (shorter.len < LEAST_MISSPELT || longer.len - shorter.len > 1 ||
	    memcmp(word.at, as.at, KEY_LETTERS) != 0 ||
	    word.at[word.len - 1] != as.at[as.len - 1])
		return false;
	while (same < shorter.len && word.at[same] == as.at[same])
		same++;
	left = shorter.len - same;
	if (longer.len > shorter.len)
		return memcmp(longer.at + same + 1, shorter.at + same, left) ==
		       0;
	if (is_vowel(word.at[same]) && is_vowel(as.at[same]) &&
	    memcmp(word.at + same + 1, as.at + same + 1, left - 1) == 0)
		return true;
	return word.at[same] == as.at[same + 1] &&
	       word.at[same + 1] == as.at[same] &&
	       memcmp(word.at + same + 2, as.at + same + 2, left - 2) == 0;
}

static bool
is_this_word(const struct sign_word *word, struct span as)
{
	bool is_prefix = span_ends_with(as, SPAN("*"));
	char letters[MAX_PATTERN_WORD];
	struct span likely;
	size_t first = 0;

	as.len -= is_prefix;
	if (is_prefix ? span_starts_with(word->raw, as)
		      : span_is_equal(word->raw, as))
		return true;
	if (as.len < LEAST_SCANNED || word->raw.len + 1 < LEAST_SCANNED ||
	    likely_letter(as, &first) != word->likely.at[0])
		return false;
	likely = likely_word(as, letters);
	if (is_prefix)
		return span_starts_with(word->likely, likely);
	return span_is_equal(word->likely, likely) ||
	       is_misspelt(word->likely, likely);
}

static bool
is_number(struct span raw, bool is_age)
{
	long long n;

	if (is_age)
		return span_to_number(raw, YOUNGEST_WRITER, ADULT_AGE - 1, &n);
	for (size_t i = 0; i < raw.len; i++)
		if (raw.at[i] < '0' || raw.at[i] > '9')
			return false;
	return true;
}

static bool
is_element(const struct sign_word *word, struct span element)
{
	while (element.len > 0) {
		struct span as = span_cut_at(&element, '|');

		if (as.at[0] == '#' ? is_number(word->raw, as.len > 1)
				    : is_this_word(word, as))
			return true;
	}
	return false;
}

bool
sign_word_is(const struct sign_word *word, const char *element)
{
	return is_element(word, span_of(element));
}

/* --- patterns -------------------------------------------------------------- */

static bool
is_in_sentence(const struct sign_text *text, size_t word, size_t sentence)
{
	return word < text->n_words && text->words[word].sentence == sentence;
}

/* May the element be the sentence's end? */
static bool
may_be_end(struct span element)
{
	return span_is_equal(element, SPAN(".")) ||
	       span_ends_with(element, SPAN("|."));
}

/* Where the pattern ends, behind the last word; 0 where it does not match. */
static size_t
match(struct span pattern, const struct sign_text *text, size_t word,
    size_t sentence)
{
	bool is_inside = is_in_sentence(text, word, sentence);
	struct span rest = pattern;
	struct span element = span_cut_at(&rest, ' ');
	size_t gap;

	if (element.len == 0)
		return word;
	if (element.at[0] != '~') {
		if (!is_inside)
			return may_be_end(element)
				   ? match(rest, text, word, sentence)
				   : 0;
		return is_element(&text->words[word], element)
			   ? match(rest, text, word + 1, sentence)
			   : 0;
	}
	gap = (size_t)(element.at[1] - '0');
	for (size_t i = 0; i <= gap; i++) {
		size_t end = match(rest, text, word + i, sentence);

		if (end > 0)
			return end;
		if (!is_in_sentence(text, word + i, sentence))
			break;
	}
	return 0;
}

static int
key_compare(const struct sign_word *word, const char *key)
{
	for (size_t i = 0; i < KEY_LETTERS; i++) {
		char c = i < word->likely.len ? word->likely.at[i] : ' ';

		if (c != key[i])
			return (unsigned char)c < (unsigned char)key[i] ? -1
									: 1;
	}
	return 0;
}

/* The first of the patterns that may begin with the word. */
static size_t
first_start(const struct sign_book *book, const struct sign_word *word)
{
	size_t low = 0, high = book->n_starts;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (key_compare(word, book->starts[mid].key) > 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
signs_next(struct sign_scan *scan, struct sign_hit *hit)
{
	const struct sign_text *text = scan->text;
	const struct sign_book *book =
	    scan->book != NULL ? scan->book : &own_book;

	for (; scan->word < text->n_words; scan->word++, scan->start = 0) {
		const struct sign_word *word = &text->words[scan->word];
		size_t at =
		    scan->start > 0 ? scan->start : first_start(book, word);

		for (; at < book->n_starts &&
		       key_compare(word, book->starts[at].key) == 0;
		     at++) {
			const struct sign *s =
			    &book->signs[book->starts[at].sign];
			size_t end = match(span_of(s->pattern), text,
			    scan->word, word->sentence);

			if (end == 0)
				continue;
			*hit = (struct sign_hit){ s, scan->word, end - 1 };
			scan->start = at + 1;
			return true;
		}
	}
	return false;
}

size_t
signs_count(void)
{
	return SIGN_COUNT;
}

size_t
sign_number(const struct sign *sign)
{
	return (size_t)(sign - signs);
}

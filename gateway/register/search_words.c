/* search_words.c - what a person typed, as FTS5 wants it */
#include "register/search_words.h"
#include "base/buf.h"
#include "register/statement.h"

#include <string.h>

/* --- what a person typed --------------------------------------------------- */

/* Is there a letter or a digit in it, as far as bytes tell? */
static bool
has_word(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c >= 0x80 || (c >= '0' && c <= '9') ||
		    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return true;
	}
	return false;
}

/* A phrase or a word in FTS5's own quotes; it has none itself. */
static void
add_phrase(struct buf *out, struct span phrase, size_t *n)
{
	bool is_stem = false;

	for (; phrase.len > 0 && phrase.at[phrase.len - 1] == '*'; phrase.len--)
		is_stem = true;
	if (!has_word(phrase))
		return;
	(*n)++;
	buf_add_char(out, '"');
	buf_add(out, phrase);
	buf_add_text(out, is_stem ? "\" * " : "\" ");
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Takes the next phrase or word off *rest. */
static struct span
cut_phrase(struct span *rest)
{
	struct span found = *rest;
	size_t len = 0;

	if (rest->at[0] == '"') {
		struct span behind = span_from(*rest, 1);

		found = span_cut_at(&behind, '"');
		/* A quote without its fellow is none. */
		if (found.len + 1 == rest->len) {
			*rest = found;
			return SPAN("");
		}
		*rest = behind;
		return found;
	}
	while (
	    len < rest->len && rest->at[len] != '"' && !is_blank(rest->at[len]))
		len++;
	*rest = span_from(*rest, len);
	return span_head(found, len);
}

enum outcome
search_read(struct span typed, struct arena *mem, struct span *words,
    struct error *why)
{
	autobuf out = BUF(MAX_TEXT_BYTES);
	struct span rest = span_trim(typed);
	size_t n = 0;

	while (rest.len > 0) {
		add_phrase(&out, cut_phrase(&rest), &n);
		rest = span_trim(rest);
	}
	if (n == 0)
		return fail(why, REFUSED, "there is no word to look for");
	if (n > MAX_SEARCH_WORDS)
		return fail(why, REFUSED, "%d words at most", MAX_SEARCH_WORDS);
	*words = arena_copy(mem, span_trim(buf_span(&out)));
	return DONE;
}

/* --- stems ----------------------------------------------------------------- */

/*
 * FTS5 gathers all that begins with a stem before it gives the first row.
 * The words themselves, one or the other, are given one by one as they are
 * found, so a stem is looked up in the words of the index.
 */

static bool
is_plain_word(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.at[i] < '0' || s.at[i] > '9') &&
		    ((s.at[i] | 0x20) < 'a' || (s.at[i] | 0x20) > 'z'))
			return false;
	return s.len > 0;
}

/* The stem as the index has it, and what comes behind all that begins so. */
static void
stem_ends(struct span stem, struct arena *mem, struct span *from,
    struct span *behind)
{
	char *low = arena_alloc(mem, stem.len), *high;

	for (size_t i = 0; i < stem.len; i++)
		low[i] = stem.at[i] >= 'A' && stem.at[i] <= 'Z'
			     ? (char)(stem.at[i] | 0x20)
			     : stem.at[i];
	*from = (struct span){ low, stem.len };
	high = arena_alloc(mem, stem.len);
	memcpy(high, low, stem.len);
	high[stem.len - 1]++;
	*behind = (struct span){ high, stem.len };
}

#define MAX_STEM_PHRASES 8

/*
 * Parts a phrase that ends in a stem at its last word: "cs26-0012" is a head
 * and "0012".  False where bytes do not tell where that begins.
 */
static bool
cut_stem(struct span phrase, struct span *head, struct span *stem)
{
	size_t at = phrase.len;

	while (at > 0 && is_plain_word((struct span){ phrase.at + at - 1, 1 }))
		at--;
	*head = span_head(phrase, at);
	*stem = span_from(phrase, at);
	return stem->len > 0 &&
	       (at == 0 || (unsigned char)phrase.at[at - 1] < 0x80);
}

/* The words that begin with the stem as phrases behind head; *n of them. */
static enum outcome
stem_words(struct db *db, struct span head, struct span stem, struct buf *out,
    long long *n, struct error *why)
{
	autoarena mem = { 0 };
	autorows rows = { 0 };
	struct span from, behind;
	enum outcome how;

	stem_ends(stem, &mem, &from, &behind);
	how = rows_start(&rows, db, Q_SEARCH_WORDS, why,
	    VALUES(value_text(from), value_text(behind),
		value_number(MAX_STEM_WORDS + 1)));
	while (rows_take(&rows, &how, why))
		buf_printf(out, "%s\"%.*s%.*s\"", (*n)++ > 0 ? " OR " : "",
		    SPAN_ARG(head), SPAN_ARG(rows_text(&rows, 0)));
	return how;
}

static enum outcome
add_stem(struct db *db, struct span head, struct span stem, struct buf *out,
    struct error *why)
{
	autobuf words = BUF(MAX_TEXT_BYTES);
	long long n = 0;
	enum outcome how = stem_words(db, head, stem, &words, &n, why);

	if (how == DONE && n > MAX_STEM_WORDS)
		return fail(why, REFUSED,
		    "%.*s%.*s*: too many words begin so; write more of it",
		    SPAN_ARG(head), SPAN_ARG(stem));
	if (out->len > 0)
		buf_add_text(out, " AND ");
	/*
	 * What no word begins with is not there either.  Each phrase would
	 * walk through all that has the head: with many of them it is less to
	 * gather what begins so.
	 */
	if (n == 0 || (head.len > 0 && n > MAX_STEM_PHRASES))
		buf_printf(out, "\"%.*s%.*s\"%s", SPAN_ARG(head),
		    SPAN_ARG(stem), n == 0 ? "" : " *");
	else
		buf_printf(out, "(%s)", buf_text(&words));
	return how;
}

enum outcome
search_expand(struct db *db, struct span words, struct arena *mem,
    struct span *expanded, struct error *why)
{
	autobuf plain = BUF(MAX_TEXT_BYTES), stems = BUF(MAX_TEXT_BYTES);
	enum outcome how = DONE;

	while (how == DONE && words.len > 0) {
		struct span phrase, head, stem;
		bool is_stem;

		span_cut_at(&words, '"');
		phrase = span_cut_at(&words, '"');
		is_stem = span_starts_with(words, SPAN(" *"));
		words = span_from(words, is_stem ? 3 : 1);
		if (is_stem && cut_stem(phrase, &head, &stem))
			how = add_stem(db, head, stem, &stems, why);
		else
			buf_printf(&plain, "\"%.*s\"%s ", SPAN_ARG(phrase),
			    is_stem ? " *" : "");
	}
	*expanded = arena_printf(mem, "%s%s%s", buf_text(&plain),
	    plain.len > 0 && stems.len > 0 ? "AND " : "", buf_text(&stems));
	return how;
}

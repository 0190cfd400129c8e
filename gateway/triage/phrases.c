/*
 * phrases.c - finds the phrases of lexicon.tsv in a text
 *
 * Every phrase begins with three bytes that are known; a table leads from
 * them to the few phrases that begin so.  At most the longest phrase's bytes
 * are compared with each of them, so time is linear in the text.
 */
#include "triage/phrases.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <assert.h>
#include <ctype.h>

/* Shortest first: see phrases_index. */
#include "lexicon.h"

#define LEXICON_COUNT (sizeof lexicon / sizeof *lexicon)
#define INDEX_SLOTS 4096
#define KEY_BYTES 3
#define MISREAD_PART 4 /* one letter in so many may be misread */

static_assert(LEXICON_COUNT < UINT16_MAX, "a number names each row");

/* Numbers count from 1; 0 is the end of a chain. */
struct phrase_book {
	uint16_t first[INDEX_SLOTS];
	uint16_t next[LEXICON_COUNT + 1];
};

bool
is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* --- folding --------------------------------------------------------------- */

enum pause {
	PAUSE_NONE,
	PAUSE_SPACE,
	PAUSE_LINE,  /* the space is a line's end */
	PAUSE_BLANK, /* a blank line, or a gap */
	PAUSE_HYPHEN
};

struct folding {
	char *out;
	uint32_t *from;
	size_t len;
	enum pause pause;
	bool is_hyphen; /* the last thing before the pause was a hyphen */
};

static void
put(struct folding *f, char c, size_t from)
{
	f->out[f->len] = c;
	f->from[f->len++] = (uint32_t)from;
}

/* Writes what stands between two words; at is where the second begins. */
static void
put_pause(struct folding *f, size_t at, bool is_lower)
{
	bool is_divided = f->is_hyphen && f->pause == PAUSE_LINE && is_lower;

	if (f->len > 0 && !is_divided) {
		if (f->pause == PAUSE_BLANK)
			put(f, '\n', at);
		else if (f->pause != PAUSE_NONE || f->is_hyphen)
			put(f, ' ', at);
	}
	f->pause = PAUSE_NONE;
	f->is_hyphen = false;
}

/* What a character is folded to; "" for none. */
static const char *
fold_point(unsigned point)
{
	switch (point) {
	case 0x2018:
	case 0x2019:
	case 0x02bc:
	case 0x00b4:
	case '`':
		return "'";
	case 0x201c:
	case 0x201d:
		return "\"";
	case 0x2013:
	case 0x2014:
		return ",";
	case 0x2026:
		return ".";
	case 0xfb00:
		return "ff";
	case 0xfb01:
		return "fi";
	case 0xfb02:
		return "fl";
	case 0x00ad: /* soft hyphen */
	case 0x200b: /* zero-width space */
	case 0xfeff:
		return "";
	default:
		return NULL;
	}
}

/* What a character is between two words; PAUSE_NONE: part of one. */
static enum pause
pause_of(unsigned point)
{
	switch (point) {
	case '-':
	case 0x2010:
	case 0x2011:
		return PAUSE_HYPHEN;
	case '\f':
		return PAUSE_BLANK;
	case '\n':
		return PAUSE_LINE;
	case ' ':
	case '\t':
	case '\r':
	case 0xa0:
	case 0x202f:
	case 0x3000:
		return PAUSE_SPACE;
	default:
		return point >= 0x2000 && point <= 0x200a ? PAUSE_SPACE
							  : PAUSE_NONE;
	}
}

static void
fold_pause(struct folding *f, enum pause pause)
{
	if (pause == PAUSE_HYPHEN)
		f->is_hyphen |= f->pause == PAUSE_NONE;
	else if (pause == PAUSE_LINE && f->pause == PAUSE_LINE)
		f->pause = PAUSE_BLANK;
	else if (pause > f->pause)
		f->pause = pause;
}

static void
fold_character(struct folding *f, struct span c, unsigned point, size_t at)
{
	const char *as = fold_point(point);
	char lower[4];
	struct span out = as ? span_of(as) : c;

	if (!as && c.len == 1) {
		lower[0] = c.at[0];
		if (lower[0] >= 'A' && lower[0] <= 'Z')
			lower[0] = (char)(lower[0] - 'A' + 'a');
		out = (struct span){ lower, 1 };
	}
	if (out.len == 0)
		return;
	put_pause(f, at, point >= 'a' && point <= 'z');
	put(f, out.at[0], at);
	/* The last byte of "fi" leads to that of the character it was. */
	for (size_t i = 1; i < out.len; i++)
		put(f, out.at[i], at + (as ? c.len - 1 : i));
}

/* Does a line begin here?  Marks of quoting are no words. */
static bool
begins_line(const struct folding *f)
{
	return f->len == 0 || f->pause >= PAUSE_LINE;
}

static void
fold_piece(struct folding *f, struct span text, size_t from, size_t to)
{
	while (from < to) {
		struct span rest = { text.at + from, to - from };
		unsigned point;
		size_t len = utf8_next(rest, &point);
		enum pause pause = pause_of(point);

		if (pause != PAUSE_NONE)
			fold_pause(f, pause);
		else if (point != '>' || !begins_line(f))
			fold_character(f, span_head(rest, len), point, from);
		from += len;
	}
}

struct folded
text_fold(struct span text, const struct marked_span *gaps, size_t n,
    struct arena *mem)
{
	/* A character gives as many bytes as it has, or fewer, but for the
	 * pause before it; that had a byte of its own, or a gap. */
	size_t room = text.len + n, at = 0;
	struct folding f = { .out = arena_alloc(mem, room),
		.from = ARENA_ARRAY(mem, room, uint32_t) };

	assert(text.len < UINT32_MAX);
	for (size_t i = 0; i < n; i++) {
		fold_piece(&f, text, at, gaps[i].start);
		f.pause = PAUSE_BLANK;
		at = gaps[i].end;
	}
	fold_piece(&f, text, at, text.len);
	return (struct folded){ { f.out, f.len }, f.from, text.len, false };
}

size_t
folded_source(const struct folded *folded, size_t at)
{
	return at < folded->text.len ? folded->from[at] : folded->end;
}

void
phrase_place(const struct folded *folded, const struct phrase_hit *hit,
    size_t *start, size_t *end)
{
	*start = folded_source(folded, hit->start);
	*end = folded_source(folded, hit->end - 1) + 1;
}

/* --- finding --------------------------------------------------------------- */

/* What letters and digits that are taken for each other have in common. */
static char
shape_of(char c)
{
	switch (c) {
	case '1':
	case 'l':
	case 'j':
		return 'i';
	case '0':
		return 'o';
	case '5':
		return 's';
	case '8':
		return 'b';
	default:
		return c;
	}
}

/* What one letter is taken for, or two: how many bytes of text it is. */
static size_t
misread_as(char c, struct span text, size_t at)
{
	static const struct {
		char letter;
		const char *seen;
	} rows[] = {
		{ 'm', "rn" },
		{ 'm', "nn" },
		{ 'w', "vv" },
		{ 'd', "cl" },
		{ 'h', "li" },
		{ 'e', "c" },
		{ 'c', "e" },
		{ 'n', "ri" },
	};

	if (shape_of(c) == shape_of(text.at[at]))
		return 1;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].letter == c && span_starts_with(span_from(text, at),
					       span_of(rows[i].seen)))
			return strlen(rows[i].seen);
	return 0;
}

/* The slot of phrases that begin as s does; s ends in a boundary. */
static size_t
slot_of(struct span s)
{
	unsigned slot = 0;

	for (size_t i = 0; i < KEY_BYTES; i++) {
		char c = i < s.len ? shape_of(s.at[i]) : ' ';

		slot = slot * 61 + (unsigned char)(is_word_byte(c) ? c : ' ');
	}
	return slot % INDEX_SLOTS;
}

/*
 * Later rows are put in front of earlier ones: since the shortest phrase
 * comes first in the lexicon, chains run from the longest to the shortest.
 */
struct phrase_book *
phrases_index(struct arena *mem)
{
	struct phrase_book *book = arena_alloc(mem, sizeof *book);

	for (size_t i = 0; i < LEXICON_COUNT; i++) {
		size_t slot = slot_of(span_of(lexicon[i].phrase));

		book->next[i + 1] = book->first[slot];
		book->first[slot] = (uint16_t)(i + 1);
	}
	return book;
}

/* How far '*' and '#' go; at where they stand for nothing that is there. */
static size_t
match_wild(char wild, struct span text, size_t at)
{
	if (wild == '*')
		while (at < text.len && is_word_byte(text.at[at]))
			at++;
	else
		while (at < text.len && isdigit((unsigned char)text.at[at]))
			at++;
	return at;
}

/* Where the phrase, which begins at start, ends; start where it is not. */
static size_t
match(const char *phrase, const struct folded *folded, size_t start)
{
	struct span text = folded->text;
	size_t at = start, letters = 0, misread = 0;

	for (; *phrase; phrase++, letters++) {
		size_t before = at;

		if (*phrase == '*' || *phrase == '#') {
			at = match_wild(*phrase, text, at);
			if (*phrase == '#' && at == before)
				return start;
		} else if (at < text.len && text.at[at] == *phrase) {
			at++;
		} else if (folded->is_ocr && at < text.len) {
			at += misread_as(*phrase, text, at);
			misread++;
			if (at == before)
				return start;
		} else {
			return start;
		}
	}
	if (misread * MISREAD_PART > letters)
		return start;
	return at < text.len && is_word_byte(text.at[at]) ? start : at;
}

/* Does a word begin here?  The t of "don't" does not. */
static bool
is_word_start(struct span text, size_t at)
{
	if (!is_word_byte(text.at[at]))
		return false;
	if (at == 0)
		return true;
	if (text.at[at - 1] == '\'')
		return at < 2 || !is_word_byte(text.at[at - 2]);
	return !is_word_byte(text.at[at - 1]);
}

bool
phrases_next(struct phrase_scan *scan, struct phrase_hit *hit)
{
	struct span text = scan->folded->text;

	for (;;) {
		while (scan->next != 0) {
			const struct lexeme *l = &lexicon[scan->next - 1];
			size_t start = scan->at - 1;
			size_t end = match(l->phrase, scan->folded, start);

			scan->next = scan->book->next[scan->next];
			if (end == start)
				continue;
			*hit = (struct phrase_hit){ l, start, end };
			return true;
		}
		while (scan->at < text.len && !is_word_start(text, scan->at))
			scan->at++;
		if (scan->at >= text.len)
			return false;
		scan->next =
		    scan->book->first[slot_of(span_from(text, scan->at))];
		scan->at++;
	}
}

size_t
lexicon_count(void)
{
	return LEXICON_COUNT;
}

size_t
lexeme_number(const struct lexeme *lexeme)
{
	return (size_t)(lexeme - lexicon);
}

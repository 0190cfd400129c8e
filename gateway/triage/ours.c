/* ours.c - finds the texts of our own letters by runs of words */
#include "triage/ours.h"

#include "triage/lines.h"
#include "triage/phrases.h"

#define MAX_GAP_LINES 12 /* a heading, and a list of addresses */

struct ours {
	uint64_t *runs; /* hashes, 0 for none; open addressing: of runs ... */
	size_t mask;    /* ... and of whole lines */
};

/* --- words ----------------------------------------------------------------- */

/* The hashes of the last words, oldest first from `next` on. */
struct ring {
	uint64_t words[OURS_RUN];
	size_t next, n;
};

static void
ring_add(struct ring *r, uint64_t word)
{
	r->words[r->next] = word;
	r->next = (r->next + 1) % OURS_RUN;
	if (r->n < OURS_RUN)
		r->n++;
}

static uint64_t
hash_add(uint64_t hash, uint64_t word)
{
	return hash * 0x9e3779b97f4a7c15u + word;
}

/* What a run of words hashes to; never 0. */
static uint64_t
ring_hash(const struct ring *r)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < OURS_RUN; i++)
		hash = hash_add(hash, r->words[(r->next + i) % OURS_RUN]);
	return hash | 1;
}

/* What a line hashes to, from what its words do: otherwise than a run. */
static uint64_t
line_hash(uint64_t words)
{
	return hash_add(words, 0x6c696e65) | 1;
}

/* An apostrophe, straight or U+2019, at s[i]: its bytes, which count not. */
static size_t
apostrophe_at(struct span s, size_t i)
{
	if (s.at[i] == '\'')
		return 1;
	return s.len - i >= 3 && memcmp(s.at + i, "\xe2\x80\x99", 3) == 0 ? 3
									  : 0;
}

/* Takes the word at s[*i], which begins one; its hash (FNV-1a). */
static uint64_t
take_word(struct span s, size_t *i)
{
	uint64_t hash = 0xcbf29ce484222325u;

	while (*i < s.len) {
		size_t mark = apostrophe_at(s, *i);
		char c = s.at[*i];

		if (mark == 0 && !is_word_byte(c))
			break;
		*i += mark > 0 ? mark : 1;
		if (mark > 0)
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		hash = (hash ^ (unsigned char)c) * 0x100000001b3u;
	}
	return hash;
}

static bool
begins_word(struct span s, size_t i)
{
	return is_word_byte(s.at[i]) && apostrophe_at(s, i) == 0;
}

/* --- our texts ------------------------------------------------------------- */

static size_t
slot_of(const struct ours *ours, uint64_t run)
{
	size_t slot = (size_t)(run ^ run >> 32) & ours->mask;

	while (ours->runs[slot] != 0 && ours->runs[slot] != run)
		slot = (slot + 1) & ours->mask;
	return slot;
}

static void
keep(struct ours *ours, uint64_t hash)
{
	ours->runs[slot_of(ours, hash)] = hash;
}

static bool
has(const struct ours *ours, uint64_t hash)
{
	return ours->runs[slot_of(ours, hash)] != 0;
}

/*
 * The bytes of a field's syntax at s[i]: "((name))", "((flag??" or "))"; 0
 * where there is none.
 */
static size_t
field_at(struct span s, size_t i)
{
	struct span rest = span_from(s, i);
	size_t end, condition;

	if (span_starts_with(rest, SPAN("))")))
		return 2;
	if (!span_starts_with(rest, SPAN("((")))
		return 0;
	rest = span_head(rest, 200);
	end = span_find(rest, SPAN("))"), 2);
	condition = span_find(rest, SPAN("??"), 2);
	if (condition < end)
		end = condition;
	return end != SPAN_NOT_FOUND ? end + 2 : 2;
}

struct ours *
ours_index(struct span texts, struct arena *mem)
{
	struct ours *ours = arena_alloc(mem, sizeof *ours);
	struct ring ring = { .n = 0 };
	uint64_t line = 0;
	size_t size = 64;

	/* A word takes two bytes at least, and ends a line at most. */
	while (size < 2 * texts.len)
		size *= 2;
	ours->mask = size - 1;
	ours->runs = ARENA_ARRAY(mem, size, uint64_t);
	for (size_t i = 0; i < texts.len;) {
		size_t field = field_at(texts, i);

		if (field > 0) {
			ring.n = 0;
			i += field;
		} else if (begins_word(texts, i)) {
			uint64_t word = take_word(texts, &i);

			line = hash_add(line, word);
			ring_add(&ring, word);
			if (ring.n == OURS_RUN)
				keep(ours, ring_hash(&ring));
		} else if (texts.at[i++] == '\n' && line != 0) {
			keep(ours, line_hash(line));
			line = 0;
		}
	}
	return ours;
}

/* --- a page ---------------------------------------------------------------- */

/* How many words a line has, and how many of them are ours. */
struct tally {
	uint32_t words, ours;
	uint64_t hash; /* of all its words */
};

/* The words of a page in a row that are ours, up to now. */
struct streak {
	size_t lines[OURS_LEAST]; /* of the first of them */
	size_t n;
};

static void
count_ours(struct streak *s, struct tally *tallies, size_t line)
{
	if (s->n < OURS_LEAST)
		s->lines[s->n] = line;
	s->n++;
	if (s->n > OURS_LEAST)
		tallies[line].ours++;
	for (size_t i = 0; s->n == OURS_LEAST && i < OURS_LEAST; i++)
		tallies[s->lines[i]].ours++;
}

static void
tally_lines(const struct page *p, const struct ours *ours,
    struct tally *tallies)
{
	struct ring ring = { .n = 0 };
	struct streak streak = { .n = 0 };
	size_t lines[OURS_RUN] = { 0 }, n_pending = 0, line = 0;

	for (size_t i = 0; i < p->text.len;) {
		size_t first;
		uint64_t word;

		if (!begins_word(p->text, i)) {
			i++;
			continue;
		}
		while (p->lines[line + 1].start <= i)
			line++;
		tallies[line].words++;
		/* A run counts all its words; some were counted before. */
		lines[ring.next] = line;
		word = take_word(p->text, &i);
		tallies[line].hash = hash_add(tallies[line].hash, word);
		ring_add(&ring, word);
		n_pending = n_pending < OURS_RUN ? n_pending + 1 : OURS_RUN;
		if (ring.n < OURS_RUN || !has(ours, ring_hash(&ring))) {
			if (n_pending == OURS_RUN)
				streak.n = 0;
			continue;
		}
		first = (ring.next + OURS_RUN - n_pending) % OURS_RUN;
		for (size_t k = 0; k < n_pending; k++)
			count_ours(&streak, tallies,
			    lines[(first + k) % OURS_RUN]);
		n_pending = 0;
	}
}

/* A point of a list, or what goes on with one? */
static bool
is_point(struct span line)
{
	line = line_unquote(line, SIZE_MAX);
	return span_starts_with(line, SPAN("* ")) ||
	       span_starts_with(line, SPAN("- ")) ||
	       span_starts_with(line, SPAN("\xe2\x80\xa2")) ||
	       span_starts_with(line, SPAN("  "));
}

/*
 * Does nothing but headings of ours and lists stand from line i to the next
 * that is ours?  *next is that line.
 */
static bool
is_between(const struct page *p, const struct ours *ours,
    const struct tally *tallies, size_t i, size_t *next)
{
	for (*next = i; *next < p->n && *next - i <= MAX_GAP_LINES; ++*next) {
		const struct tally *t = &tallies[*next];

		if (p->lines[*next].is_ours)
			return true;
		if (t->words > 0 && !has(ours, line_hash(t->hash)) &&
		    !is_point(page_line(p, *next)))
			return false;
	}
	return false;
}

void
ours_mark(struct page *p, const struct ours *ours, struct arena *mem)
{
	struct tally *tallies = ARENA_ARRAY(mem, p->n + 1, struct tally);
	size_t next;

	tally_lines(p, ours, tallies);
	for (size_t i = 0; i < p->n; i++)
		p->lines[i].is_ours = tallies[i].ours * 2 > tallies[i].words;
	for (size_t i = 1; i < p->n; i++)
		if (p->lines[i - 1].is_ours && !p->lines[i].is_ours &&
		    is_between(p, ours, tallies, i, &next))
			for (; i < next; i++)
				p->lines[i].is_ours = true;
	for (size_t i = 0; i < p->n; i++)
		if (p->lines[i].is_ours)
			p->lines[i].kind = LINE_QUOTED;
}

/* evidence.c - what an item's words say, before anything is decided */
#include "triage/evidence.h"

#include <math.h>

#define STRONG 3
#define NEGATION_WORDS 3 /* how far before a phrase a "not" is looked for */

struct gathering {
	struct evidence *e;
	const struct phrase_book *book;
	bool *seen;  /* by lexeme */
	char **left; /* each text without courtesies */
};

/* --- negation -------------------------------------------------------------- */

/* The word that ends at *end, which moves before it; "" at a stop. */
static struct span
word_before(struct span text, size_t *end)
{
	size_t start, stop = *end;

	while (
	    stop > 0 && (text.at[stop - 1] == ' ' || text.at[stop - 1] == '"'))
		stop--;
	for (start = stop; start > 0 && (is_word_byte(text.at[start - 1]) ||
					    text.at[start - 1] == '\'');)
		start--;
	*end = start;
	return (struct span){ text.at + start, stop - start };
}

static bool
is_negated(struct span text, size_t start)
{
	for (int i = 0; i < NEGATION_WORDS; i++) {
		struct span word = word_before(text, &start);

		if (word.len == 0 || begins_clause(word))
			return false;
		if (is_negator(word))
			return true;
	}
	return false;
}

/* --- phrases --------------------------------------------------------------- */

enum category
rule_category(enum rule rule)
{
	static const enum category categories[RULE_COUNT] = {
		[RULE_COMPLAINT] = COMPLAINT,
		[RULE_CONCERN] = CONCERN,
		[RULE_COMMENT] = COMMENT,
		[RULE_COMPLIMENT] = COMPLIMENT,
		[RULE_FOI] = FOI,
		[RULE_NOT_PRAISE] = COMPLAINT,
	};

	return categories[rule];
}

static void
add_hit(struct gathering *g, struct rule_hit hit)
{
	if (g->e->n_hits < MAX_RULE_HITS)
		g->e->hits[g->e->n_hits++] = hit;
}

/* The words become the end of a sentence, so that nothing reads them. */
static void
note_courtesy(struct gathering *g, size_t text, const struct phrase_hit *hit)
{
	memset(g->left[text] + hit->start, '\n', hit->end - hit->start);
}

static void
note_cue(struct gathering *g, size_t text, const struct phrase_hit *hit)
{
	struct evidence *e = g->e;
	struct rule_hit found = { .lexeme = hit->lexeme,
		.text = text,
		.start = hit->start,
		.end = hit->end };

	switch ((enum cue)hit->lexeme->name) {
	case CUE_CONTRAST:
		found.rule = RULE_CONTRAST;
		break;
	case CUE_WANTS_REPLY:
		found.rule = RULE_WANTS_REPLY;
		break;
	case CUE_NO_REPLY:
		found.rule = RULE_NO_REPLY;
		e->wants_none = true;
		break;
	case CUE_FOI_REVIEW:
		found.rule = RULE_FOI_REVIEW;
		e->says_review = true;
		break;
	case CUE_COURTESY:
	case CUE_DISCLAIMER:
	case CUE_TEMPLATE:
	default:
		return;
	}
	add_hit(g, found);
}

static void
note_phrase(struct gathering *g, size_t text, const struct phrase_hit *hit,
    bool negated)
{
	static const enum rule rules[CATEGORY_COUNT] = {
		[COMPLAINT] = RULE_COMPLAINT,
		[CONCERN] = RULE_CONCERN,
		[COMMENT] = RULE_COMMENT,
		[COMPLIMENT] = RULE_COMPLIMENT,
		[FOI] = RULE_FOI,
	};
	const struct lexeme *l = hit->lexeme;
	struct rule_hit found = { .rule = rules[l->name],
		.lexeme = l,
		.text = text,
		.start = hit->start,
		.end = hit->end,
		.weight = l->figure * (text == 0 ? 2000 : 1000),
		.is_again = g->seen[lexeme_number(l)] };

	if (negated && l->name == COMPLIMENT) {
		found.rule = RULE_NOT_PRAISE;
		found.weight = 1000;
	} else if (l->figure == STRONG) {
		g->e->says_complaint |= l->name == COMPLAINT;
		g->e->says_foi |= l->name == FOI;
	}
	if (found.rule == RULE_COMPLIMENT && !found.is_again)
		g->e->praise += found.weight;
	g->seen[lexeme_number(l)] = true;
	add_hit(g, found);
}

/* Does a phrase stand in a courtesy? */
static bool
is_left(const struct gathering *g, size_t text, const struct phrase_hit *hit)
{
	return g->left[text][hit->start] != '\n';
}

/* Courtesies come first, since they take phrases away. */
static void
gather_courtesies(struct gathering *g, size_t text,
    const struct phrase_hit *hits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (hits[i].lexeme->kind == LEXEME_CUE &&
		    hits[i].lexeme->name == CUE_COURTESY)
			note_courtesy(g, text, &hits[i]);
}

static void
gather_phrases(struct gathering *g, size_t text, const struct phrase_hit *hits,
    size_t n)
{
	struct span folded = g->e->texts[text].text;
	size_t covered[CATEGORY_COUNT] = { 0 };

	for (size_t i = 0; i < n; i++) {
		const struct lexeme *l = hits[i].lexeme;
		bool negated;

		if (!is_left(g, text, &hits[i]))
			continue;
		if (l->kind == LEXEME_CUE)
			note_cue(g, text, &hits[i]);
		if (l->kind != LEXEME_CATEGORY ||
		    hits[i].start < covered[l->name])
			continue;
		covered[l->name] = hits[i].end;
		negated = is_negated(folded, hits[i].start);
		if (!negated || (l->name != COMPLAINT && l->name != CONCERN))
			note_phrase(g, text, &hits[i], negated);
	}
}

/* Gathers a text's phrases, and leaves its courtesies out of it. */
static void
gather_text(struct gathering *g, struct folded *folded, size_t text,
    struct phrase_hit *hits, struct arena *mem)
{
	struct phrase_scan scan = PHRASE_SCAN(g->book, folded);
	size_t n = 0;

	g->left[text] = arena_alloc(mem, folded->text.len + 1);
	if (folded->text.len > 0)
		memcpy(g->left[text], folded->text.at, folded->text.len);
	while (n < MAX_RULE_HITS && phrases_next(&scan, &hits[n]))
		n++;
	gather_courtesies(g, text, hits, n);
	folded->text.at = g->left[text];
	gather_phrases(g, text, hits, n);
}

struct evidence
evidence_gather(const struct own_words *own, const struct phrase_book *book,
    struct arena *mem)
{
	struct evidence e = { .n_texts = own->n_parts + 1 };
	struct folded *texts = ARENA_ARRAY(mem, e.n_texts, struct folded);
	struct phrase_hit *hits =
	    ARENA_ARRAY(mem, MAX_RULE_HITS, struct phrase_hit);
	struct gathering g = { &e, book,
		ARENA_ARRAY(mem, lexicon_count(), bool),
		ARENA_ARRAY(mem, e.n_texts, char *) };

	texts[0] = own->subject;
	for (size_t i = 0; i < own->n_parts; i++)
		texts[i + 1] = own->parts[i];
	e.texts = texts;
	e.hits = ARENA_ARRAY(mem, MAX_RULE_HITS, struct rule_hit);
	for (size_t i = 0; i < e.n_texts; i++)
		gather_text(&g, &texts[i], i, hits, mem);
	e.features = features_read(texts, e.n_texts, mem);
	return e;
}

/* --- figures --------------------------------------------------------------- */

/* Does the phrase begin behind the word's beginning, or with it? */
static bool
is_behind(const struct rule_hit *hit, const struct feature_word *word)
{
	return hit->text != word->text ? hit->text > word->text
				       : hit->start >= word->start;
}

void
evidence_rules(const struct evidence *e, size_t from, size_t to,
    float figures[RULE_COUNT])
{
	const struct feature_word *words = e->features.words;
	bool is_whole = from == 0 && to == e->features.n_words;
	long long sums[RULE_COUNT] = { 0 };

	for (size_t i = 0; i < e->n_hits; i++) {
		const struct rule_hit *hit = &e->hits[i];

		if (!is_whole && (!is_behind(hit, &words[from]) ||
				     (to < e->features.n_words &&
					 is_behind(hit, &words[to]))))
			continue;
		if (hit->weight == 0)
			sums[hit->rule] = 1000;
		else if (!hit->is_again || !is_whole)
			sums[hit->rule] += hit->weight;
	}
	for (int i = 0; i < RULE_COUNT; i++)
		figures[i] = logf(1 + (float)sums[i] / 1000);
}

/* reasons.c - why a category: the words that decided, and where they stand */
#include "triage/reasons.h"

/* Where some folded bytes of a text stand in the item. */
static struct reason
reason_at(const struct item *item, const struct evidence *e, size_t text,
    size_t start, size_t end)
{
	const struct folded *folded = &e->texts[text];
	struct phrase_hit place = { .start = start, .end = end };
	struct reason r = { .phrase = { folded->text.at + start,
				end - start } };

	if (text == 0)
		return r; /* the subject has no place */
	r.part = text - 1;
	phrase_place(folded, &place, &r.start, &r.end);
	r.phrase = (struct span){ item->parts[r.part].text.at + r.start,
		r.end - r.start };
	return r;
}

static void
list_phrases(struct item *item, const struct evidence *e)
{
	struct verdict *v = &item->verdict;

	for (size_t i = 0; i < e->n_hits; i++) {
		const struct rule_hit *hit = &e->hits[i];
		struct reason r;

		if (hit->weight == 0 || hit->is_again)
			continue;
		r = reason_at(item, e, hit->text, hit->start, hit->end);
		r.category = rule_category(hit->rule);
		r.weight = hit->weight;
		v->reasons[v->n_reasons++] = r;
	}
}

/* What a word did for one class, less what it did for the other. */
static float
word_weight(const struct evidence *e, size_t word, const struct model *model,
    enum model_column best, enum model_column next,
    const struct feature_vector *v)
{
	const struct features *f = &e->features;
	float sum = 0;

	for (size_t i = f->words[word].grams; i < f->words[word + 1].grams; i++)
		sum += feature_share(v, f->grams[i]) *
		       (model_weight(model, best, f->grams[i]) -
			   model_weight(model, next, f->grams[i]));
	return sum;
}

struct heavy {
	size_t word;
	float weight;
};

/* Puts a word where it belongs among the heaviest, which are in order. */
static void
keep_heavy(struct heavy *heavy, size_t *n, size_t word, float weight)
{
	size_t at = *n;

	while (at > 0 && heavy[at - 1].weight < weight)
		at--;
	if (at == MAX_WORD_REASONS)
		return;
	if (*n < MAX_WORD_REASONS)
		++*n;
	for (size_t i = *n - 1; i > at; i--)
		heavy[i] = heavy[i - 1];
	heavy[at] = (struct heavy){ word, weight };
}

static bool
is_listed(const struct verdict *v, const struct reason *r)
{
	for (size_t i = 0; i < v->n_reasons; i++) {
		struct span seen = v->reasons[i].phrase;

		if (seen.at <= r->phrase.at &&
		    r->phrase.at + r->phrase.len <= seen.at + seen.len)
			return true;
	}
	return false;
}

void
reasons_list(struct item *item, const struct evidence *e,
    const struct decision *d, enum model_column next, const struct model *model,
    const struct feature_vector *v, struct arena *mem)
{
	struct heavy heavy[MAX_WORD_REASONS];
	struct verdict *verdict = &item->verdict;
	size_t n = 0;

	verdict->reasons =
	    ARENA_ARRAY(mem, e->n_hits + MAX_WORD_REASONS, struct reason);
	list_phrases(item, e);
	if (model == NULL)
		return;
	for (size_t i = 0; i < e->features.n_words; i++) {
		float weight = word_weight(e, i, model, d->best, next, v);

		if (weight > 0)
			keep_heavy(heavy, &n, i, weight);
	}
	for (size_t i = 0; i < n; i++) {
		const struct feature_word *w =
		    &e->features.words[heavy[i].word];
		struct reason r = reason_at(item, e, w->text, w->start, w->end);

		r.category = d->category;
		r.weight = (long long)(heavy[i].weight * 1000);
		if (!is_listed(verdict, &r))
			verdict->reasons[verdict->n_reasons++] = r;
	}
}

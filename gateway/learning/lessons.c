/* lessons.c - labelled texts as features, with furniture and misread */
#include "learning/fit.h"
#include "learning/furnish.h"

#include <stdlib.h>

#define PUBLIC_FURNISHED 4 /* every so many-th */

/* As it is, by mail, by mail that was printed, by post. */
static const struct version {
	bool is_furnished;
	unsigned per_mille; /* letters misread */
} versions[] = { { false, 0 }, { true, 0 }, { true, 30 }, { false, 80 } };
#define N_VERSIONS (sizeof versions / sizeof *versions)

static void *
must_alloc(void *p)
{
	if (p == NULL)
		die("out of memory");
	return p;
}

/* The grams of a text, counted; their values come with the idf. */
static void
add_lesson(struct lessons *all, const struct sample *s, size_t number,
    struct span text, bool is_ocr, const struct phrase_book *book)
{
	static const uint16_t alike[FEATURE_BUCKETS] = { 0 };
	autoarena mem = { 0 };
	struct item item;
	struct own_words own = sample_words(s, text, is_ocr, book, &item, &mem);
	struct evidence e = evidence_gather(&own, book, &mem);
	struct feature_vector v = feature_vector_make(&e.features, &mem);
	struct lesson *l;

	if (all->n == all->room) {
		all->room = all->room > 0 ? all->room * 2 : 1024;
		all->at =
		    must_alloc(realloc(all->at, all->room * sizeof *all->at));
	}
	l = &all->at[all->n++];
	*l = (struct lesson){ .sample = s, .number = number };
	features_weigh(&e.features, 0, e.features.n_words, alike, &v);
	evidence_rules(&e, 0, e.features.n_words, l->rules);
	l->n = v.n;
	l->features = must_alloc(malloc((v.n + 1) * sizeof *l->features));
	memcpy(l->features, v.at, v.n * sizeof *l->features);
}

/* The text as one version of it came. */
static struct span
version_of(const struct sample *s, const struct version *v, unsigned seed,
    struct arena *mem)
{
	struct span text = s->text;

	if (v->is_furnished && !s->is_letter)
		text = furnish(text, FURNITURE_LEARNT, seed, mem);
	return misread(text, v->per_mille, seed, mem);
}

/* How many versions of a text are learnt from. */
static size_t
count_versions(const struct sample *s, size_t number)
{
	switch (s->source) {
	case SOURCE_OWN:
		return N_VERSIONS;
	case SOURCE_PUBLIC:
		return number % PUBLIC_FURNISHED == 0 ? 2 : 1;
	case SOURCE_CORRECTION:
	default:
		return 1;
	}
}

struct lessons
lessons_make(const struct corpus *c, const struct phrase_book *book)
{
	struct lessons all = { 0 };

	for (size_t i = 0; i < c->n; i++)
		for (size_t v = 0; v < count_versions(&c->at[i], i); v++) {
			autoarena mem = { 0 };
			unsigned seed = (unsigned)(i * N_VERSIONS + v);
			struct span text =
			    version_of(&c->at[i], &versions[v], seed, &mem);

			add_lesson(&all, &c->at[i], i, text,
			    versions[v].per_mille > 0, book);
			all.at[all.n - 1].is_plain = v == 0;
		}
	return all;
}

void
lessons_release(struct lessons *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->at[i].features);
	free(all->at);
	*all = (struct lessons){ 0 };
}

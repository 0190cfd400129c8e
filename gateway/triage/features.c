/* features.c - words of a text as numbers that a model can weigh */
#include "triage/features.h"

#include <math.h>

#define NEGATION_WORDS 3 /* how many words a "not" reaches */
#define SHORTEST_GRAM 3
#define LONGEST_GRAM 5

/* What sets grams of one kind apart from those of another. */
enum seed {
	SEED_WORD = 0x411c9dc5,
	SEED_PAIR = 0x1747b28c,
	SEED_NEGATED = 0x25ebca6b,
	SEED_RUN = 0x32b2ae35
};

/* --- words ----------------------------------------------------------------- */

static bool
is_part_of_word(char c)
{
	return is_word_byte(c) || c == '\'';
}

static struct span
word_of(const struct folded *texts, const struct feature_word *w)
{
	return (struct span){ texts[w->text].text.at + w->start,
		w->end - w->start };
}

/* word is not empty; most are told apart by their first byte. */
static bool
is_one_of(struct span word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (words[i][0] == word.at[0] &&
		    span_is_equal(word, span_of(words[i])))
			return true;
	return false;
}

bool
is_negator(struct span word)
{
	static const char *const negators[] = { "not", "no", "never", "without",
		"nothing", "cannot", "hardly", "neither", "nor", "isnt",
		"wasnt", "dont", "didnt" };

	return span_ends_with(word, SPAN("n't")) ||
	       is_one_of(word, negators, sizeof negators / sizeof *negators);
}

bool
begins_clause(struct span word)
{
	static const char *const stops[] = { "and", "but", "so", "because",
		"which", "who", "that", "i", "we", "if", "when", "only",
		"why" };

	return is_one_of(word, stops, sizeof stops / sizeof *stops);
}

enum rest {
	REST_NONE,
	REST_CLAUSE,  /* a comma, a dash */
	REST_SENTENCE /* a full stop, a blank line */
};

/* What stands between two words. */
static enum rest
rest_between(struct span text, size_t from, size_t to)
{
	enum rest found = REST_NONE;

	for (size_t i = from; i < to; i++) {
		char c = text.at[i];

		if (c == '.' || c == '!' || c == '?' || c == '\n')
			return REST_SENTENCE;
		if (c == ',' || c == ';' || c == ':' || c == '(')
			found = REST_CLAUSE;
	}
	return found;
}

/* The next word at or behind *at; false where there is none. */
static bool
next_word(struct span text, size_t *at, size_t *start)
{
	while (*at < text.len && !is_word_byte(text.at[*at]))
		++*at;
	*start = *at;
	while (*at < text.len && is_part_of_word(text.at[*at]))
		++*at;
	return *at > *start;
}

static void
read_text(struct features *f, const struct folded *texts, uint16_t number)
{
	struct span text = texts[number].text;
	size_t at = 0, start, first = f->n_words;
	int reach = 0;

	while (f->n_words < MAX_FEATURE_WORDS && next_word(text, &at, &start)) {
		struct feature_word *w = &f->words[f->n_words];
		struct span word = { text.at + start, at - start };
		size_t before = f->n_words > first ? w[-1].end : start;
		enum rest rest = rest_between(text, before, start);

		if (rest != REST_NONE || begins_clause(word))
			reach = 0;
		if (rest == REST_SENTENCE)
			w[-1].ends_sentence = true;
		*w = (struct feature_word){ .start = (uint32_t)start,
			.end = (uint32_t)at,
			.text = number,
			.is_negated = reach > 0 };
		if (is_negator(word))
			reach = NEGATION_WORDS;
		else if (reach > 0)
			reach--;
		f->n_words++;
	}
	if (f->n_words > first)
		f->words[f->n_words - 1].ends_sentence = true;
}

/* --- grams ----------------------------------------------------------------- */

static uint32_t
hash_byte(uint32_t hash, char c)
{
	if (c >= '0' && c <= '9')
		c = '0';
	return (hash ^ (unsigned char)c) * 16777619u; /* FNV-1a */
}

static uint16_t
bucket_of(uint32_t hash)
{
	hash ^= hash >> 15;
	hash *= 0x2c1b3c6du;
	hash ^= hash >> 12;
	return (uint16_t)(hash % FEATURE_BUCKETS);
}

static uint32_t
hash_word(uint32_t hash, struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		hash = hash_byte(hash, word.at[i]);
	return hash;
}

static void
add_gram(struct features *f, uint32_t hash)
{
	f->grams[f->n_grams++] = bucket_of(hash);
}

/* The byte of a word at i, which blanks surround. */
static char
edged(struct span word, size_t i)
{
	return i == 0 || i > word.len ? ' ' : word.at[i - 1];
}

static void
add_runs(struct features *f, struct span word)
{
	size_t len = word.len + 2;

	for (size_t i = 0; i + SHORTEST_GRAM <= len; i++) {
		uint32_t hash = SEED_RUN;

		for (size_t n = 1; n <= LONGEST_GRAM && i + n <= len; n++) {
			hash = hash_byte(hash, edged(word, i + n - 1));
			if (n >= SHORTEST_GRAM)
				add_gram(f, hash);
		}
	}
}

static void
add_grams(struct features *f, const struct folded *texts, size_t i)
{
	struct feature_word *w = &f->words[i];
	struct span word = span_head(word_of(texts, w), MAX_WORD_BYTES);
	uint32_t mark = w->is_negated ? SEED_NEGATED : 0;
	uint32_t pair = SEED_PAIR ^ mark;

	w->grams = (uint32_t)f->n_grams;
	add_gram(f, hash_word(SEED_WORD ^ mark, word));
	if (i > 0 && w[-1].text == w->text)
		pair = hash_word(pair,
		    span_head(word_of(texts, &w[-1]), MAX_WORD_BYTES));
	add_gram(f, hash_word(hash_byte(pair, ' '), word));
	add_runs(f, word);
}

/* The most grams that a word of so many bytes gives. */
static size_t
gram_room(size_t len)
{
	return 2 + (LONGEST_GRAM - SHORTEST_GRAM + 1) * (len + 2);
}

struct features
features_read(const struct folded *texts, size_t n, struct arena *mem)
{
	struct features f = { .words = ARENA_ARRAY(mem, MAX_FEATURE_WORDS + 1,
				  struct feature_word) };
	size_t room = 0;

	for (size_t i = 0; i < n && i < UINT16_MAX; i++)
		read_text(&f, texts, (uint16_t)i);
	for (size_t i = 0; i < f.n_words; i++)
		room += gram_room(
		    span_head(word_of(texts, &f.words[i]), MAX_WORD_BYTES).len);
	f.grams = ARENA_ARRAY(mem, room, uint16_t);
	for (size_t i = 0; i < f.n_words; i++)
		add_grams(&f, texts, i);
	f.words[f.n_words].grams = (uint32_t)f.n_grams;
	return f;
}

/* --- values ---------------------------------------------------------------- */

struct feature_vector
feature_vector_make(const struct features *features, struct arena *mem)
{
	size_t most =
	    features->n_grams < UINT16_MAX ? features->n_grams : UINT16_MAX;

	return (struct feature_vector){
		.at = ARENA_ARRAY(mem, most + 1, struct feature),
		.slot = ARENA_ARRAY(mem, FEATURE_BUCKETS, uint16_t),
	};
}

static void
count_gram(struct feature_vector *v, uint16_t bucket)
{
	if (v->slot[bucket] == 0) {
		if (v->n == UINT16_MAX)
			return;
		v->at[v->n++] = (struct feature){ .bucket = bucket };
		v->slot[bucket] = (uint16_t)v->n;
	}
	if (v->at[v->slot[bucket] - 1].count < UINT16_MAX)
		v->at[v->slot[bucket] - 1].count++;
}

void
features_weigh(const struct features *features, size_t from, size_t to,
    const uint16_t *idf, struct feature_vector *v)
{
	float sum = 0, scale;

	for (size_t i = 0; i < v->n; i++)
		v->slot[v->at[i].bucket] = 0;
	v->n = 0;
	for (size_t i = features->words[from].grams;
	     i < features->words[to].grams; i++)
		count_gram(v, features->grams[i]);
	for (size_t i = 0; i < v->n; i++) {
		struct feature *f = &v->at[i];
		float often = f->count == 1 ? 1 : 1 + logf((float)f->count);

		f->value = often * (float)idf[f->bucket];
		sum += f->value * f->value;
	}
	scale = sum > 0 ? sqrtf(2 / sum) : 0;
	for (size_t i = 0; i < v->n; i++)
		v->at[i].value *= scale;
}

float
feature_share(const struct feature_vector *v, uint16_t bucket)
{
	const struct feature *f;

	if (v->slot[bucket] == 0)
		return 0;
	f = &v->at[v->slot[bucket] - 1];
	return f->value / (float)f->count;
}

long long
features_english(const struct features *features, const struct folded *texts)
{
	static const char *const common[] = { "a", "about", "all", "am", "an",
		"and", "are", "as", "at", "be", "been", "but", "by", "can",
		"could", "do", "for", "from", "had", "has", "have", "he", "her",
		"his", "i", "if", "in", "is", "it", "me", "my", "no", "not",
		"of", "on", "or", "our", "out", "please", "she", "so", "that",
		"the", "their", "them", "there", "they", "this", "to", "up",
		"very", "was", "we", "were", "what", "when", "which", "who",
		"will", "with", "would", "you", "your" };
	long long n = 0;

	for (size_t i = 0; i < features->n_words; i++)
		n += is_one_of(word_of(texts, &features->words[i]), common,
		    sizeof common / sizeof *common);
	return features->n_words > 0 ? n * 1000 / (long long)features->n_words
				     : 0;
}

/* features.c - grams: the same everywhere, marked by negation, bounded */
#include "triage/features.h"

#include "folded.h"
#include "house.h"

#include <math.h>

/* The folded text's features. */
static struct features
read_text(const char *text, struct folded *folded, struct arena *mem)
{
	*folded = edge_fold(text, mem);
	return features_read(folded, 1, mem);
}

/* Models were made with these buckets: they never change. */
static void
test_stable(void)
{
	static const uint16_t want[] = { 14917, 25028, 11885, 12383, 48516,
		46454, 59885, 15615, 3903, 27115, 13942, 49178, 220, 1638,
		64747, 8353, 28874, 34778, 11891, 6140, 39544, 31053, 63667,
		48641, 2969 };
	autoarena mem = { NULL };
	struct folded folded;
	struct features f = read_text("Rude staff", &folded, &mem);
	size_t same = 0;

	is_number(f.n_words, 2, "two words");
	is_number(f.n_grams, sizeof want / sizeof *want, "and their grams");
	for (size_t i = 0; i < f.n_grams && i < sizeof want / sizeof *want; i++)
		same += f.grams[i] == want[i];
	is_number(same, f.n_grams, "are hashed as ever");
}

static void
test_negation(void)
{
	static const struct {
		const char *text;
		bool last_is_negated;
	} rows[] = {
		{ "helpful", false },
		{ "not helpful", true },
		{ "wasn't very helpful", true },
		{ "wasn\xe2\x80\x99t very helpful", true },
		{ "not at all helpful", true },
		{ "not at all really helpful", false },
		{ "no, helpful", false },
		{ "did not come. helpful", false },
		{ "did not come but helpful", false },
		{ "not\n\nhelpful", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct folded a, b;
		struct features f = read_text(rows[i].text, &a, &mem);
		struct features plain = read_text("helpful", &b, &mem);
		const struct feature_word *w = &f.words[f.n_words - 1];

		is_number(w->is_negated, rows[i].last_is_negated, "\"%s\"",
		    rows[i].text);
		is_number(f.grams[w->grams] != plain.grams[0],
		    rows[i].last_is_negated, "is another gram, or not");
	}
}

static void
test_digits_and_misreading(void)
{
	autoarena mem = { NULL };
	struct folded a, b;
	struct features right = read_text("complaint", &a, &mem);
	struct features wrong = read_text("cornplaint", &b, &mem);
	size_t shared = 0;

	for (size_t i = 0; i < wrong.n_grams; i++)
		for (size_t k = 0; k < right.n_grams; k++)
			shared += wrong.grams[i] == right.grams[k];
	ok(shared >= 12, "a misread word shares %zu grams", shared);
	right = read_text("in 2019", &a, &mem);
	wrong = read_text("in 2026", &b, &mem);
	ok(memcmp(right.grams, wrong.grams,
	       right.n_grams * sizeof *right.grams) == 0,
	    "a year is as good as another");
}

static void
test_limits(void)
{
	autoarena mem = { NULL };
	autobuf text = BUF(1 << 20);
	struct folded folded;
	struct features f;

	for (int i = 0; i < MAX_FEATURE_WORDS; i++)
		buf_add_text(&text, "ward ");
	f = read_text(buf_text(&text), &folded, &mem);
	is_number(f.n_words, MAX_FEATURE_WORDS, "as many words as are read");
	buf_add_text(&text, "ward ");
	f = read_text(buf_text(&text), &folded, &mem);
	is_number(f.n_words, MAX_FEATURE_WORDS, "one more is not");
	buf_clear(&text);
	for (int i = 0; i < MAX_WORD_BYTES; i++)
		buf_add_char(&text, 'a');
	f = read_text(buf_text(&text), &folded, &mem);
	buf_add_text(&text, "bbbb");
	is_number(read_text(buf_text(&text), &folded, &mem).n_grams, f.n_grams,
	    "a word has no more grams than its first bytes give");
	f = read_text("", &folded, &mem);
	is_number(f.n_words, 0, "nothing has no words");
	is_number(f.n_grams, 0, "and no grams");
}

static void
test_values(void)
{
	static uint16_t idf[FEATURE_BUCKETS];
	autoarena mem = { NULL };
	struct folded folded;
	struct features f = read_text("late late late bus", &folded, &mem);
	struct feature_vector v = feature_vector_make(&f, &mem);
	float sum = 0, late, bus;

	for (size_t i = 0; i < FEATURE_BUCKETS; i++)
		idf[i] = 4096;
	for (int twice = 0; twice < 2; twice++) {
		features_weigh(&f, 0, f.n_words, idf, &v);
		sum = 0;
		for (size_t i = 0; i < v.n; i++)
			sum += v.at[i].value * v.at[i].value;
		ok(fabsf(sum - 2) < 0.001f, "of length sqrt(2)");
	}
	late = feature_share(&v, f.grams[f.words[0].grams]) * 3;
	bus = feature_share(&v, f.grams[f.words[3].grams]);
	ok(fabsf(late / bus - (1 + logf(3))) < 0.001f,
	    "three times weighs 1 + ln 3");
	features_weigh(&f, 3, 4, idf, &v);
	ok(feature_share(&v, f.grams[f.words[0].grams]) == 0,
	    "words outside weigh nothing");
}

/* Of all buckets there are, one too many for a place to name. */
static void
test_every_bucket(void)
{
	static uint16_t grams[FEATURE_BUCKETS], idf[FEATURE_BUCKETS];
	struct feature_word words[2] = { { .grams = 0 },
		{ .grams = FEATURE_BUCKETS } };
	struct features f = { words, 1, grams, FEATURE_BUCKETS };
	autoarena mem = { NULL };
	struct feature_vector v = feature_vector_make(&f, &mem);

	for (size_t i = 0; i < FEATURE_BUCKETS; i++) {
		grams[i] = (uint16_t)i;
		idf[i] = 1;
	}
	features_weigh(&f, 0, 1, idf, &v);
	is_number(v.n, UINT16_MAX, "as many as can be named");
	ok(feature_share(&v, UINT16_MAX - 1) > 0, "the last of them");
	ok(feature_share(&v, UINT16_MAX) == 0, "and no further one");
	is_number(v.at[0].count, 1, "each once");
	memset(grams, 0, sizeof grams);
	features_weigh(&f, 0, 1, idf, &v);
	is_number(v.n, 1, "one that stands again and again");
	is_number(v.at[0].count, UINT16_MAX, "is counted while it can be");
	ok(fabsf(v.at[0].value - sqrtf(2)) < 0.001f, "and weighs all");
}

static void
test_english(void)
{
	autoarena mem = { NULL };
	struct folded folded;
	struct features f =
	    read_text("I was in the ward and it was cold", &folded, &mem);

	is_number(features_english(&f, &folded), 777, "seven of nine");
	f = read_text("byla bardzo dluga kolejka", &folded, &mem);
	is_number(features_english(&f, &folded), 0, "none");
	f = read_text("", &folded, &mem);
	is_number(features_english(&f, &folded), 0, "of nothing none");
}

int
main(void)
{
	test_stable();
	test_negation();
	test_digits_and_misreading();
	test_limits();
	test_values();
	test_every_bucket();
	test_english();
	return done();
}

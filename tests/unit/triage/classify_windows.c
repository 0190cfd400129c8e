/*
 * classify_windows.c - what a few sentences say that the whole does not
 *
 * Weighed by a model that knows four words, each for one class: so it is seen
 * which sentences are weighed together.
 */
#include "triage/classify.h"

#include "folded.h"
#include "house.h"

#define PRAISE "So the plum, the plum, the plum. "
#define ASKS "Here is a fig. "
#define GRUMBLES "Here is a pear. "
#define SUGGESTS "Here is an apple. "
#define NEUTRAL "Here is nothing else. "

static int16_t weights[FEATURE_BUCKETS * MODEL_COLUMNS];
static uint16_t idf[FEATURE_BUCKETS];

static void
learn(const char *word, enum model_column class, int16_t weight)
{
	autoarena mem = { NULL };
	struct folded text = edge_fold(word, &mem);
	struct features f = features_read(&text, 1, &mem);

	/* Its first gram is all of it. */
	weights[f.grams[0] * MODEL_COLUMNS + (int)class] = weight;
	idf[f.grams[0]] = 1;
}

static struct model
four_words(void)
{
	struct model model = { .id = SPAN("0123456789ab"),
		.header = { .temperature = { 1, 1 }, .safety = 1 },
		.weights = weights,
		.idf = idf };

	for (int c = 0; c < MODEL_COLUMNS; c++) {
		model.header.scale[c] = 1;
		model.header.bias[c] = -4;
	}
	learn("plum", MODEL_COMPLIMENT, 12);
	learn("fig", MODEL_FOI, 6);
	learn("pear", MODEL_NEGATIVE, 6);
	learn("apple", MODEL_COMMENT, 6);
	return model;
}

int
main(void)
{
	static const struct {
		const char *what, *text;
		enum category category;
		const char *also, *doubt;
	} rows[] = {
		{ "of three sentences the window is the whole",
		    PRAISE ASKS PRAISE, COMPLIMENT, "", "" },
		{ "three at the end",
		    PRAISE PRAISE PRAISE PRAISE ASKS ASKS ASKS, COMPLIMENT,
		    "foi", "" },
		{ "a window begins with the last sentence of the one before",
		    PRAISE PRAISE ASKS ASKS ASKS PRAISE PRAISE, COMPLIMENT,
		    "foi", "" },
		{ "two of the three are not enough",
		    PRAISE ASKS ASKS ASKS PRAISE PRAISE PRAISE, COMPLIMENT, "",
		    "" },
		{ "nor are five words",
		    PRAISE PRAISE PRAISE PRAISE "A fig. It is. So.", COMPLIMENT,
		    "", "" },
		{ "six are", PRAISE PRAISE PRAISE PRAISE "A fig. It is. So so.",
		    COMPLIMENT, "foi", "" },
		{ "at the beginning, too",
		    "A fig. It is. So so. " PRAISE PRAISE PRAISE PRAISE,
		    COMPLIMENT, "foi", "" },
		{ "what grumbles in praise",
		    PRAISE PRAISE PRAISE PRAISE GRUMBLES NEUTRAL NEUTRAL,
		    COMPLIMENT, "complaint", "it may be a complaint" },
		{ "what suggests",
		    PRAISE PRAISE PRAISE PRAISE SUGGESTS NEUTRAL NEUTRAL,
		    COMPLIMENT, "comment", "" },
		{ "the whole counts as one as well",
		    "I wish to make a formal complaint: here is a fig.",
		    COMPLAINT, "foi", "" },
	};
	const struct model model = four_words();
	struct policy policy = a_policy();
	struct triage_house house = a_house(&policy);

	house.model = &model;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "", rows[i].text);
		const struct verdict *v = &item.verdict;

		triage(&item, &house, &mem);
		is_text(category_name(v->category),
		    category_name(rows[i].category), "%s", rows[i].what);
		is_text(v->n_also > 0 ? category_name(v->also[0]) : "",
		    rows[i].also, "and what it is besides");
		is_span(v->review_reason, rows[i].doubt, "and what is asked");
	}
	return done();
}

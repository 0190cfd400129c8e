/* readability.c - how hard a text is to read */
#include "reply/readability.h"
#include "tap.h"

static void
test_syllables(void)
{
	static const struct {
		const char *word;
		int want;
	} rows[] = {
		{ "a", 1 },
		{ "the", 1 },
		{ "you", 1 },
		{ "make", 1 },
		{ "times", 1 },
		{ "looked", 1 },
		{ "wanted", 2 },
		{ "table", 2 },
		{ "people", 2 },
		{ "reply", 2 },
		{ "complaint", 2 },
		{ "agreement", 3 },
		{ "wishes", 2 },
		{ "confidential", 4 },
		{ "organisation", 5 },
		{ "person\xe2\x80\x99s", 2 },
		{ "caf\xc3\xa9", 2 },
		{ "hmm", 1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(readability_syllables(span_of(rows[i].word)),
		    rows[i].want, "%s", rows[i].word);
}

static void
test_counts(void)
{
	static const struct {
		const char *text;
		int words, sentences, syllables;
	} rows[] = {
		{ "", 0, 0, 0 },
		{ "The cat sat.", 3, 1, 3 },
		{ "The cat sat", 3, 1, 3 },
		{ "Sit! Do you? Yes.", 4, 3, 4 },
		{ "Call 0300 555 0101, or write.", 3, 1, 3 },
		{ "See www.example.org or ask jo@example.org.", 3, 1, 3 },
		{ "one\ttwo", 2, 1, 2 },
		{ "* 12 ...", 0, 0, 0 },
		{ "\xe2\x80\x9cYes\xe2\x80\x9d, he said.", 3, 1, 3 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct readability r = { 0 };

		readability_add(&r, span_of(rows[i].text));
		is_number(r.words, rows[i].words, "words of \"%s\"",
		    rows[i].text);
		is_number(r.sentences, rows[i].sentences, "its sentences");
		is_number(r.syllables, rows[i].syllables, "its syllables");
	}
}

static void
test_grades(void)
{
	struct readability r = { .words = 100,
		.sentences = 10,
		.syllables = 150 };

	/* 0.39 * 10 + 11.8 * 1.5 - 15.59 = 6.01 */
	is_number(readability_grade(&r), 60, "the formula, in tenths");
	r.sentences = 4; /* 0.39 * 25 + 17.7 - 15.59 = 11.86 */
	is_number(readability_grade(&r), 119, "longer sentences are harder");
	r = (struct readability){ .words = 3, .sentences = 1, .syllables = 3 };
	is_number(readability_grade(&r), 0, "no grade is below nought");
	r = (struct readability){ 0 };
	is_number(readability_grade(&r), 0, "nothing has none");
}

int
main(void)
{
	test_syllables();
	test_counts();
	test_grades();
	return done();
}

/* classify_doubts.c - what a person must look at, and what it may be then */
#include "triage/classify.h"

#include "house.h"
#include "triage/signs.h"

#define UNREAD "part of it could not be read"

static void
test_reading_doubts(void)
{
	autoarena mem = { NULL };
	struct item item = a_letter(&mem, A_COMPLAINT);

	item.parts[0].confidence = CLASSIFY_LEAST_CONFIDENCE;
	triage_here(&item, &mem);
	ok(!item.verdict.needs_review, "a scan just clear enough");
	item.parts[0].confidence--;
	triage_here(&item, &mem);
	ok(item.verdict.needs_review, "one below");
	is_number(item.verdict.category, COMPLAINT, "keeps its category");
	item = a_message(&mem, "x", A_COMPLAINT);
	item.parts[0].outcome = PART_ENCRYPTED;
	triage_here(&item, &mem);
	ok(item.verdict.needs_review, "a part that cannot be read");
	item = a_message(&mem, "x", "I wish to make a formal complaint today");
	triage_here(&item, &mem);
	ok(!item.verdict.needs_review, "eight words are enough");
	item = a_message(&mem, "x", "I wish to make a formal complaint");
	triage_here(&item, &mem);
	ok(item.verdict.needs_review, "seven are not");
}

/* What is said of a document that could not be read, or not quite. */
static void
test_unread(void)
{
	static const struct {
		enum part_outcome outcome;
		const char *note, *asked;
	} rows[] = {
		{ PART_READ, "", "" },
		{ PART_READ, "a note", "" },
		{ PART_EMPTY, "", "" },
		{ PART_ENCRYPTED, "", UNREAD },
		{ PART_ENCRYPTED, "?", "?" },
		{ PART_ENCRYPTED, "a password is needed",
		    "a password is needed" },
		{ PART_UNREADABLE, "a note", UNREAD },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", A_COMPLAINT);

		item.root.outcome = rows[i].outcome;
		item.root.note = edge_of(rows[i].note);
		triage_here(&item, &mem);
		is_span(item.verdict.review_reason, rows[i].asked,
		    "%s, with the note \"%s\"",
		    part_outcome_name(rows[i].outcome), rows[i].note);
		is_number(item.verdict.is_unweighed, *rows[i].asked != 0,
		    "it may say more");
	}
}

/* A page that is hard to recognise counts where words were read of it. */
static void
test_pages(void)
{
	static const struct {
		const char *text;
		bool is_asked;
	} rows[] = { { "", false }, { "7", true }, { "Ward 7", true } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_letter(&mem, A_COMPLAINT);
		struct part parts[2] = { item.parts[0], item.parts[0] };

		parts[1].text = edge_of(rows[i].text);
		parts[1].confidence = CLASSIFY_LEAST_CONFIDENCE - 1;
		item.parts = parts;
		item.n_parts = 2;
		triage_here(&item, &mem);
		is_span(item.verdict.review_reason,
		    rows[i].is_asked ? "the scan was hard to recognise" : "",
		    "a page of \"%s\"", rows[i].text);
	}
}

/* Texts whose words, of which so many are common English ones, are known. */
static void
test_language(void)
{
	static const struct {
		int n, n_english;
		bool is_asked;
	} rows[] = {
		{ CLASSIFY_ENGLISH_WORDS - 1, 0, false },
		{ CLASSIFY_ENGLISH_WORDS, 0, true },
		{ 50, CLASSIFY_ENGLISH * 50 / 1000 - 1, true },
		{ 50, CLASSIFY_ENGLISH * 50 / 1000, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		autobuf text = BUF(1000);
		struct item item;

		for (int k = 0; k < rows[i].n; k++)
			buf_add_text(&text,
			    k < rows[i].n_english ? "the " : "skarga ");
		item = a_message(&mem, "", buf_text(&text));
		triage_here(&item, &mem);
		is_number(holds(item.verdict.review_reason, "English"),
		    rows[i].is_asked, "%d words, %d of them English", rows[i].n,
		    rows[i].n_english);
	}
}

/* Dangers are looked for in no more words than that. */
static void
test_length(void)
{
	for (size_t more = 0; more <= 1; more++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", A_COMPLAINT);
		struct passed_on nothing = { .found = false };
		struct own_words own = own_gather(&item, &nothing, false, &mem);

		own.n_words = MAX_SIGN_WORDS + more;
		classify(&item, &own, the_phrases(), the_model(), &mem);
		is_number(holds(item.verdict.review_reason, "too long"), more,
		    "%zu words", own.n_words);
	}
}

/* What an item may be besides its category, where a person decides. */
static void
test_may_be(void)
{
	static const struct {
		const char *what;
		struct verdict verdict;
		enum category asked;
		bool may_be;
	} rows[] = {
		{ "its own", { .category = FOI }, FOI, true },
		{ "none of the others", { .category = FOI }, COMPLAINT, false },
		{ "nor no case", { .category = FOI }, CATEGORY_NONE, false },
		{ "what it is also",
		    { .category = FOI, .also = { COMMENT }, .n_also = 1 },
		    COMMENT, true },
		{ "what is plausible, where nobody decides",
		    { .category = FOI, .scores = { [COMMENT] = 900 } }, COMMENT,
		    false },
		{ "what is plausible",
		    { .category = FOI,
			.needs_review = true,
			.scores = { [COMMENT] = CLASSIFY_PLAUSIBLE } },
		    COMMENT, true },
		{ "what hardly is",
		    { .category = FOI,
			.needs_review = true,
			.scores = { [COMMENT] = CLASSIFY_PLAUSIBLE - 1 } },
		    COMMENT, false },
		{ "a complaint, with the concern in it",
		    { .category = FOI,
			.needs_review = true,
			.scores = { [COMPLAINT] = 1,
			    [CONCERN] = CLASSIFY_PLAUSIBLE - 1 } },
		    COMPLAINT, true },
		{ "a complaint where not all is weighed",
		    { .category = FOI,
			.needs_review = true,
			.is_unweighed = true },
		    COMPLAINT, true },
		{ "or where it is nothing yet", { .needs_review = true },
		    COMPLAINT, true },
		{ "no case at all, which needs nothing",
		    { .category = FOI,
			.needs_review = true,
			.scores = { [CATEGORY_NONE] = 900 } },
		    CATEGORY_NONE, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct verdict v = rows[i].verdict;

		/* What stands behind what it is also is nothing. */
		for (size_t k = v.n_also; k < CATEGORY_COUNT; k++)
			v.also[k] = rows[i].asked;
		is_number(verdict_may_be(&v, rows[i].asked), rows[i].may_be,
		    "may it be: %s", rows[i].what);
	}
}

int
main(void)
{
	test_reading_doubts();
	test_unread();
	test_pages();
	test_language();
	test_length();
	test_may_be();
	return done();
}

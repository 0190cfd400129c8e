/* decision.c - costs that are not alike: the rules, as a table */
#include "triage/decision.h"

#include "house.h"

enum said {
	SAYS_NOTHING = 0,
	SAYS_COMPLAINT = 1,
	SAYS_FOI = 2,
	SAYS_REVIEW = 4,
	WANTS_NONE = 8,
	HAS_PRAISE = 16
};

static const struct {
	const char *what;
	int p[MODEL_COLUMNS];      /* hundredths */
	int window[MODEL_CLASSES]; /* where higher */
	int said;
	enum category want;
	bool is_doubtful;
	enum category also; /* CATEGORY_NONE for no other */
} rows[] = {
	/* negative comment compliment foi none, split */
	{ "sure complaint", { 95, 2, 1, 1, 1, 90 }, { 0 }, 0, COMPLAINT, false,
	    CATEGORY_NONE },
	{ "sure concern", { 95, 2, 1, 1, 1, 10 }, { 0 }, 0, CONCERN, false,
	    CATEGORY_NONE },
	{ "neither for sure: a complaint", { 95, 2, 1, 1, 1, 45 }, { 0 }, 0,
	    COMPLAINT, false, CATEGORY_NONE },
	{ "just under", { 95, 2, 1, 1, 1, 44 }, { 0 }, 0, CONCERN, false,
	    CATEGORY_NONE },
	{ "sure praise", { 2, 2, 94, 1, 1, 50 }, { 0 }, 0, COMPLIMENT, false,
	    CATEGORY_NONE },
	{ "praise at the safety line", { 10, 2, 86, 1, 1, 50 }, { 0 }, 0,
	    COMPLIMENT, false, CATEGORY_NONE },
	{ "praise over it", { 11, 2, 85, 1, 1, 50 }, { 0 }, 0, COMPLIMENT, true,
	    CATEGORY_NONE },
	{ "a comment over it", { 11, 85, 2, 1, 1, 50 }, { 0 }, 0, COMMENT, true,
	    CATEGORY_NONE },
	{ "praise that gives way", { 21, 8, 69, 1, 1, 90 }, { 0 }, 0, COMPLAINT,
	    true, CATEGORY_NONE },
	{ "praise at that line", { 10, 20, 50, 10, 10, 90 }, { 0 }, 0,
	    COMPLAINT, true, CATEGORY_NONE },
	{ "praise that does not", { 9, 20, 50, 11, 10, 90 }, { 0 }, 0,
	    COMPLIMENT, false, CATEGORY_NONE },
	{ "a comment that gives way", { 30, 50, 5, 5, 10, 90 }, { 0 }, 0,
	    COMPLAINT, true, CATEGORY_NONE },
	{ "a comment that does not", { 29, 50, 6, 5, 10, 90 }, { 0 }, 0,
	    COMMENT, true, CATEGORY_NONE },
	{ "a request that does not name the Act", { 10, 4, 3, 80, 3, 50 },
	    { 0 }, 0, FOI, false, CATEGORY_NONE },
	{ "perhaps one", { 10, 4, 3, 79, 4, 50 }, { 0 }, 0, FOI, true,
	    CATEGORY_NONE },
	{ "at the line of ideas and complaints", { 2, 6, 90, 1, 1, 50 },
	    { 0, 75 }, 0, COMPLIMENT, false, COMMENT },
	{ "under it", { 2, 6, 90, 1, 1, 50 }, { 0, 74 }, 0, COMPLIMENT, false,
	    CATEGORY_NONE },
	{ "a complaint in praise, at the line", { 5, 2, 91, 1, 1, 50 }, { 75 },
	    0, COMPLIMENT, true, COMPLAINT },
	{ "a complaint in praise, under it", { 5, 2, 91, 1, 1, 50 }, { 74 }, 0,
	    COMPLIMENT, false, CATEGORY_NONE },
	{ "surest enough", { 50, 20, 10, 10, 10, 90 }, { 0 }, 0, COMPLAINT,
	    false, CATEGORY_NONE },
	{ "not sure enough", { 49, 20, 11, 10, 10, 90 }, { 0 }, 0, COMPLAINT,
	    true, CATEGORY_NONE },
	{ "praise with a complaint in it", { 5, 2, 91, 1, 1, 50 }, { 80 }, 0,
	    COMPLIMENT, true, COMPLAINT },
	{ "praise with an idea in it", { 2, 6, 90, 1, 1, 50 }, { 0, 80 }, 0,
	    COMPLIMENT, false, COMMENT },
	{ "a complaint with praise in it", { 90, 2, 6, 1, 1, 90 }, { 0 },
	    HAS_PRAISE, COMPLAINT, false, COMPLIMENT },
	{ "a tie", { 48, 1, 1, 45, 5, 90 }, { 0 }, 0, COMPLAINT, true,
	    CATEGORY_NONE },
	{ "unsure", { 40, 10, 10, 20, 20, 90 }, { 0 }, 0, COMPLAINT, true,
	    CATEGORY_NONE },
	{ "no case", { 2, 2, 2, 2, 92, 50 }, { 0 }, 0, CATEGORY_NONE, true,
	    CATEGORY_NONE },
	/* what is said outright */
	{ "says complaint, reads like praise", { 2, 2, 94, 1, 1, 10 }, { 0 },
	    SAYS_COMPLAINT, COMPLAINT, false, CATEGORY_NONE },
	{ "says complaint, wants no reply", { 60, 30, 5, 3, 2, 10 }, { 0 },
	    SAYS_COMPLAINT | WANTS_NONE, COMPLAINT, false, CATEGORY_NONE },
	{ "dissatisfied, wants no reply", { 90, 5, 2, 1, 2, 90 }, { 0 },
	    WANTS_NONE, COMMENT, true, CATEGORY_NONE },
	{ "names the Act, full of complaints", { 90, 5, 2, 1, 2, 90 }, { 0 },
	    SAYS_FOI, FOI, false, CATEGORY_NONE },
	{ "complains, and names the Act", { 60, 1, 1, 37, 1, 90 }, { 0 },
	    SAYS_COMPLAINT | SAYS_FOI, COMPLAINT, false, FOI },
	{ "a review of a request", { 90, 5, 2, 1, 2, 90 }, { 0 },
	    SAYS_COMPLAINT | SAYS_FOI | SAYS_REVIEW, FOI, false,
	    CATEGORY_NONE },
	{ "a review, by its words", { 60, 5, 2, 31, 2, 90 }, { 0 },
	    SAYS_COMPLAINT | SAYS_REVIEW, FOI, false, CATEGORY_NONE },
	{ "a review of something else", { 90, 5, 2, 1, 2, 90 }, { 0 },
	    SAYS_COMPLAINT | SAYS_REVIEW, COMPLAINT, false, CATEGORY_NONE },
	/* a second intent */
	{ "a request in a complaint", { 90, 2, 1, 6, 1, 90 }, { 0, 0, 0, 60 },
	    0, COMPLAINT, false, FOI },
	{ "hardly one", { 90, 2, 1, 6, 1, 90 }, { 0, 0, 0, 59 }, 0, COMPLAINT,
	    false, CATEGORY_NONE },
};

static const struct model_header lines = { .safety = 0.1f,
	.sure = { 0.5f, 0.5f, 0.5f, 0.5f, 0.5f } };

static struct judgement
judgement_of(size_t row)
{
	struct judgement j = {
		.says_complaint = rows[row].said & SAYS_COMPLAINT,
		.says_foi = rows[row].said & SAYS_FOI,
		.says_review = rows[row].said & SAYS_REVIEW,
		.wants_none = rows[row].said & WANTS_NONE,
		.has_praise = rows[row].said & HAS_PRAISE,
	};

	for (int c = 0; c < MODEL_COLUMNS; c++)
		j.p[c] = (float)rows[row].p[c] / 100;
	for (int c = 0; c < MODEL_CLASSES; c++)
		j.window[c] = (float)rows[row].window[c] / 100;
	judgement_hear(&j);
	return j;
}

static void
test_rules(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct judgement j = judgement_of(i);
		struct decision d = decide(&j, &lines);

		is_text(category_name(d.category), category_name(rows[i].want),
		    "%s", rows[i].what);
		is_number(d.doubt != NULL, rows[i].is_doubtful,
		    "a person decides, or not (%s)", d.doubt ? d.doubt : "");
		is_number(d.n_also, rows[i].also != CATEGORY_NONE,
		    "is something else as well, or not");
		if (d.n_also > 0)
			is_number(d.also[0], rows[i].also, "which is that");
	}
}

/* Whatever is probable, a complainant is not thanked without a person. */
static void
test_never_thanked(void)
{
	int thanked = 0, tried = 0;

	for (int n = 0; n <= 100; n++)
		for (int c = 0; c + n <= 100; c++) {
			struct judgement j = {
				.p = { (float)n / 100, (float)c / 100,
				    (float)(100 - n - c) / 100 }
			};
			struct decision d = decide(&j, &lines);

			tried += j.p[MODEL_NEGATIVE] > lines.safety;
			thanked +=
			    j.p[MODEL_NEGATIVE] > lines.safety && !d.doubt &&
			    (d.category == COMPLIMENT || d.category == COMMENT);
		}
	ok(tried > 3000, "%d mixtures over the safety line", tried);
	is_number(thanked, 0, "none is acknowledged as praise or a comment");
}

int
main(void)
{
	test_rules();
	test_never_thanked();
	return done();
}

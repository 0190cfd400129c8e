/* evidence.c - what words say before anything is decided */
#include "triage/evidence.h"

#include "folded.h"
#include "house.h"

static struct evidence
gather(const char *subject, const char *text, struct arena *mem)
{
	static struct folded parts[1];
	struct own_words own = { .parts = parts, .n_parts = 1 };

	own.subject = edge_fold(subject, mem);
	parts[0] = edge_fold(text, mem);
	return evidence_gather(&own, phrases_index(mem), mem);
}

static float
figure(const char *text, enum rule rule)
{
	autoarena mem = { NULL };
	struct evidence e = gather("", text, &mem);
	float figures[RULE_COUNT];

	evidence_rules(&e, 0, e.features.n_words, figures);
	return figures[rule];
}

static void
test_said(void)
{
	static const struct {
		const char *text;
		bool complaint, foi, review, none;
	} rows[] = {
		{ "I wish to make a formal complaint.", true, false, false,
		    false },
		{ "I do not wish to make a formal complaint.", false, false,
		    false, false },
		{ "Under the Freedom of Information Act, tell me", false, true,
		    false, false },
		{ "Please carry out an internal review of my Freedom of "
		  "Information request",
		    false, true, true, false },
		{ "It was cold. No reply is needed.", false, false, false,
		    true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct evidence e = gather("", rows[i].text, &mem);

		is_number(e.says_complaint, rows[i].complaint, "complaint: %s",
		    rows[i].text);
		is_number(e.says_foi, rows[i].foi, "the Act");
		is_number(e.says_review, rows[i].review, "a review");
		is_number(e.wants_none, rows[i].none, "no reply");
	}
}

static void
test_figures(void)
{
	autoarena mem = { NULL };
	struct evidence e =
	    gather("Formal complaint", "The nurse was rude.", &mem);
	float whole[RULE_COUNT], body[RULE_COUNT];

	ok(figure("everybody was helpful", RULE_COMPLIMENT) > 0, "praise");
	ok(figure("nobody was not helpful", RULE_NOT_PRAISE) > 0,
	    "praise that is negated");
	ok(figure("it was not helpful", RULE_COMPLIMENT) == 0, "is no praise");
	ok(figure("I have no complaints", RULE_COMPLAINT) == 0,
	    "no complaint is none");
	ok(figure("rude rude rude", RULE_COMPLAINT) ==
		figure("rude", RULE_COMPLAINT),
	    "a phrase counts once");
	evidence_rules(&e, 0, e.features.n_words, whole);
	evidence_rules(&e, 2, e.features.n_words, body);
	ok(whole[RULE_COMPLAINT] > body[RULE_COMPLAINT] &&
		body[RULE_COMPLAINT] > 0,
	    "a window has the phrases that begin in it");
	ok(body[RULE_COMPLAINT] ==
		figure("The nurse was rude.", RULE_COMPLAINT),
	    "and none of another text");
}

/* Manners say nothing of what somebody thinks. */
static void
test_courtesies(void)
{
	static const char *const courtesies[] = { "Many thanks in advance",
		"I would be grateful if you could", "Good morning",
		"Thank you for taking the time to read", "Kind regards" };

	for (size_t i = 0; i < sizeof courtesies / sizeof *courtesies; i++) {
		autoarena mem = { NULL };
		struct evidence e = gather("", courtesies[i], &mem);

		is_number(e.praise, 0, "\"%s\" is no praise", courtesies[i]);
		ok(e.features.n_words <= 4, "and gives no words");
	}
	ok(figure("Thank you for the kind care of my mother.",
	       RULE_COMPLIMENT) > 0,
	    "thanks for something are");
}

/* Phrases of all texts together are counted up to the limit. */
static void
test_limit(void)
{
	static const int rows[][2] = { { 998, 999 }, { 999, 1000 },
		{ 1000, 1000 } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		autobuf text = BUF(10000);
		struct evidence e;

		for (int n = 0; n < rows[i][0]; n++)
			buf_add(&text, SPAN("rude "));
		e = gather("Formal complaint", buf_text(&text), &mem);
		is_number(e.n_hits, rows[i][1],
		    "one phrase, and %d in another text", rows[i][0]);
	}
}

int
main(void)
{
	test_said();
	test_figures();
	test_courtesies();
	test_limit();
	return done();
}

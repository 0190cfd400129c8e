/* signs.c - finds the patterns of signs.tsv in a text */
#include "triage/signs.h"

#include "folded.h"
#include "tap.h"

/* The words of the first sign of that flag; "" for none. */
static struct span
found(const char *words, enum flag_kind flag, struct arena *mem)
{
	struct folded folded = edge_fold(words, mem);
	struct sign_text text = signs_split(&folded, mem);
	struct sign_scan scan = { .text = &text };
	struct sign_hit hit;

	text.words = edge_array(text.words, text.n_words);
	while (signs_next(&scan, &hit))
		if (hit.sign->kind == SIGN_FLAG && hit.sign->name == (int)flag)
			return span_head(
			    span_from(folded.text, text.words[hit.first].start),
			    text.words[hit.last].end -
				text.words[hit.first].start);
	return SPAN("");
}

static void
test_patterns(void)
{
	static const struct {
		const char *text;
		enum flag_kind flag;
		const char *want;
	} rows[] = {
		{ "I saw my SOLICITOR.", LEGAL_ACTION, "solicitor" },
		{ "my sol\xc2\xad"
		  "icitor",
		    LEGAL_ACTION, "solicitor" },
		{ "my so1icitor", LEGAL_ACTION, "so1icitor" },
		{ "my soliciter", LEGAL_ACTION, "soliciter" },
		{ "my solcitor", LEGAL_ACTION, "solcitor" },
		{ "my soilcitor", LEGAL_ACTION, "soilcitor" },
		{ "I was attacked", CRIMINAL, "was attacked" },
		{ "My letter was attached", CRIMINAL, "" },
		{ "my solo citation", LEGAL_ACTION, "" },
		{ "the c0roner came", CORONER, "c0roner" },
		{ "the corner", CORONER, "" },
		{ "the issue of glue", LEGAL_ACTION, "" },
		{ "a grape", RED, "" },
		{ "I don\u2019t want to live", SELF_HARM,
		    "don't want to live" },
		{ "i dont want to live", SELF_HARM, "dont want to live" },
		{ "I don't. Want to live?", SELF_HARM, "" },
		{ "There are bruises on my son.", SAFEGUARDING_CHILD,
		    "bruises on my son" },
		{ "I am 12 years old", CHILD_COMPLAINANT, "i am 12 years" },
		{ "I am 18 years old", CHILD_COMPLAINANT, "" },
		{ "I am 12.", CHILD_COMPLAINANT, "i am 12" },
		{ "I am 12 weeks pregnant", CHILD_COMPLAINANT, "" },
		{ "I am 4 years old", CHILD_COMPLAINANT, "i am 4 years" },
		{ "I am 3 years old", CHILD_COMPLAINANT, "" },
		{ "I am 17 years old", CHILD_COMPLAINANT, "i am 17 years" },
		/* what a scanner makes of a word */
		{ "a poliicernan came", CRIMINAL, "poliicernan" },
		{ "my s0lic1t0r", LEGAL_ACTION, "s0lic1t0r" },
		{ "my 5olicitor", LEGAL_ACTION, "5olicitor" },
		{ "the corornr", CORONER, "" },
		{ "an auto psy", CORONER, "" },
		{ "an aut0psy", CORONER, "aut0psy" },
		{ "the c0rorner", CORONER, "" },
		{ "he was dro\xc2\xadvvning; the postmortern", CORONER,
		    "postmortern" },
		{ "they 5ue you", LEGAL_ACTION, "" }, /* too short a word */
		{ "they sue you", LEGAL_ACTION, "sue you" },
		/* and who writes it */
		{ "litigatoin", LEGAL_ACTION, "litigatoin" },
		{ "litigaton", LEGAL_ACTION, "litigaton" },
		{ "litigattion", LEGAL_ACTION, "litigattion" },
		{ "litigotion", LEGAL_ACTION, "litigotion" },
		{ "litigaaation", LEGAL_ACTION, "" },
		{ "litigatiin", LEGAL_ACTION, "litigatiin" },
		{ "litiganion", LEGAL_ACTION, "" },
		{ "liitgation", LEGAL_ACTION, "" }, /* the first three hold */
		{ "iltigation", LEGAL_ACTION, "iltigation" },
		{ "litigatiom", LEGAL_ACTION, "" }, /* and so does the last */
		{ "litigotoin", LEGAL_ACTION, "" }, /* one of them */
		{ "inquset", CORONER, "inquset" },
		{ "thief", CRIMINAL, "thief" },
		{ "theif", CRIMINAL, "" }, /* too short to be misspelt */
		/* sentences */
		{ "! The coroner came", CORONER, "coroner" },
		{ "post. Mortem", CORONER, "" },
		{ "post; mortem", CORONER, "" },
		{ "post: mortem", CORONER, "" },
		{ "post? mortem", CORONER, "" },
		{ "post! mortem", CORONER, "" },
		{ "post\n\nmortem", CORONER, "" },
		{ "post, mortem", CORONER, "post, mortem" },
		{ "post-mortem", CORONER, "post mortem" },
		{ "post.mortem", CORONER, "post.mortem" },
		{ "cause of death", CORONER, "cause of death" },
		{ "cause of his sudden death", CORONER,
		    "cause of his sudden death" },
		{ "cause of his very sudden death", CORONER, "" },
		{ "I will sue.", LEGAL_ACTION, "sue" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };

		is_span(found(rows[i].text, rows[i].flag, &mem), rows[i].want,
		    "%s", rows[i].text);
	}
}

static void
test_split(void)
{
	autoarena mem = { NULL };
	struct folded folded =
	    text_fold(SPAN("She's 3.5 kg, e.g. thin.\n\nWhy?"), NULL, 0, &mem);
	struct sign_text text = signs_split(&folded, &mem);

	is_span(text.words[0].raw, "shes", "apostrophes are left out");
	is_number(text.words[2].sentence, 0, "a figure is no sentence");
	ok(text.words[0].begins_clause && !text.words[1].begins_clause,
	    "a clause begins with the sentence");
	ok(text.words[4].begins_clause, "and behind a comma");
	ok(text.words[text.n_words - 1].sentence + 1 == text.n_sentences,
	    "the last word is in the last sentence");
	folded = text_fold(SPAN(""), NULL, 0, &mem);
	is_number(signs_split(&folded, &mem).n_words, 0, "nothing has no word");
}

/* A sign behind so many other words. */
static bool
is_found_behind(size_t n)
{
	autoarena mem = { NULL };
	autobuf text = BUF(4 * MAX_SIGN_WORDS);

	for (size_t i = 0; i < n; i++)
		buf_add_text(&text, "a\n");
	buf_add_text(&text, "coroner");
	return found(arena_text(&mem, buf_span(&text)), CORONER, &mem).len > 0;
}

static void
test_limit(void)
{
	ok(is_found_behind(MAX_SIGN_WORDS - 1), "the last word that is read");
	ok(!is_found_behind(MAX_SIGN_WORDS), "one word more is not");
}

int
main(void)
{
	test_patterns();
	test_split();
	test_limit();
	return done();
}

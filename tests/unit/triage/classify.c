/* classify.c - categories, doubts, reasons; every text is invented */
#include "triage/classify.h"

#include "house.h"

struct row {
	const char *subject, *text;
	enum category want;
};

struct doubt {
	const char *subject, *text;
};

/* Categories that are clear enough to be acted upon. */
static const struct row clear[] = {
	/* complaint */
	{ "Formal complaint",
	    "I wish to make a formal complaint about the care of my father on "
	    "Elm ward in March.",
	    COMPLAINT },
	{ "Ward 7",
	    "My mother was ignored for hours and the nurse was rude. I want an "
	    "explanation and an apology.",
	    COMPLAINT },
	{ "My appointment",
	    "I am writing to complain. The clinic cancelled three times and "
	    "nobody told me.",
	    COMPLAINT },
	{ "Treatment",
	    "Please treat this letter as a complaint. The wrong medication was "
	    "given to my son.",
	    COMPLAINT },
	{ "Discharge",
	    "It is unacceptable that she was sent home without her tablets. "
	    "Please explain how this happened.",
	    COMPLAINT },
	{ "x",
	    "The staff failed to notice her fall, were dismissive and lied to "
	    "us. This must never happen again.",
	    COMPLAINT },
	{ "x",
	    "I would like to thank the cook, who was lovely. However the "
	    "doctor was rude, I was left in pain and no one came.",
	    COMPLAINT },
	{ "Concern",
	    "I am concerned about the ward, and I want to make a complaint "
	    "about the consultant.",
	    COMPLAINT },
	{ "x",
	    "You ignored my letters and refused to see me. I am disgusted and "
	    "I look forward to hearing from you.",
	    COMPLAINT },
	{ "x",
	    "The nurses were kind, but my mother was left in pain for hours "
	    "and nobody came.",
	    COMPLAINT },
	/* concern */
	{ "My referral",
	    "I am worried about my referral. I have not heard anything for six "
	    "weeks. Could you look into it?",
	    CONCERN },
	{ "Question",
	    "I do not want to make a complaint but I am concerned about the "
	    "parking at the clinic. Can you help?",
	    CONCERN },
	{ "Waiting",
	    "Still waiting to hear about my appointment. Could someone please "
	    "call me back about it?",
	    CONCERN },
	{ "x",
	    "I am not sure who to speak to about my daughter's prescription. "
	    "Who do I contact? Please advise.",
	    CONCERN },
	/* comment */
	{ "Suggestion",
	    "I would suggest larger signs in the car park. It would be helpful "
	    "if the menu had pictures.",
	    COMMENT },
	{ "x",
	    "Have you considered putting benches near the door? Just an "
	    "observation, no reply needed.",
	    COMMENT },
	{ "Website",
	    "The website could be improved by showing opening hours on the "
	    "first page of each clinic.",
	    COMMENT },
	{ "Feedback form",
	    "It would be better if the waiting room had a clock. Perhaps a "
	    "radio would be nice too.",
	    COMMENT },
	/* compliment */
	{ "Thank you",
	    "I would like to thank everyone on Oak ward. The nurses were "
	    "wonderful and nothing was too much trouble.",
	    COMPLIMENT },
	{ "x",
	    "Outstanding care from start to finish. The whole team is a credit "
	    "to the NHS and we are grateful.",
	    COMPLIMENT },
	{ "x",
	    "We are so grateful for the kindness you showed our mother in her "
	    "last days.",
	    COMPLIMENT },
	{ "x",
	    "I have no complaints at all, everybody was friendly and the food "
	    "was excellent. Thank you.",
	    COMPLIMENT },
	{ "x",
	    "One reads reports of people complaining about hospitals, so I "
	    "felt I must write a note of appreciation. Your staff were "
	    "marvellous.",
	    COMPLIMENT },
	/* foi */
	{ "Freedom of Information request - agency spend",
	    "Please provide the total spend on agency nurses in each of the "
	    "last five financial years.",
	    FOI },
	{ "Request",
	    "Under the Freedom of Information Act 2000 please send me a copy "
	    "of your parking contract.",
	    FOI },
	{ "x",
	    "Please provide the following information: how many staff left, "
	    "broken down by year, and the total cost. Yours faithfully",
	    FOI },
	{ "x",
	    "Please disclose, under the Environmental Information Regulations, "
	    "all readings of legionella since 2020.",
	    FOI },
	/* an FOI request about complaints is full of their words */
	{ "FOI request",
	    "How many formal complaints about neglect, rude staff and failure "
	    "to treat pain were upheld in each of the last five years?",
	    FOI },
	/* legal words in a request are not a claim */
	{ "Freedom of Information request",
	    "Please state the postal address to which formal legal "
	    "correspondence, such as a letter of claim, is sent.",
	    FOI },
};

/* Too little, too mixed, or of no kind: for a person. */
static const struct doubt doubtful[] = {
	{ "Hello", "Please see the enclosed letter from my uncle, sent "
		   "with regards from all of us." },
	{ "", "" },
	{ "x", "The bus to the clinic leaves at nine and comes back at five "
	       "on every day of the week." },
	/* not English */
	{ "x",
	    "Dzien dobry, chcialbym zlozyc skarge na leczenie mojej matki w "
	    "panstwa szpitalu, poniewaz czekala bardzo dlugo na lekarza i nikt "
	    "nie powiedzial jej, co bedzie dalej z operacja w tym tygodniu." },
};

/* Rounding takes less than one each. */
static bool
scores_add_up(const struct verdict *v)
{
	long long sum = 0;

	for (int c = 0; c < CATEGORY_COUNT; c++)
		sum += v->scores[c];
	return sum <= 1000 && sum > 1000 - CATEGORY_COUNT;
}

static void
test_clear(void)
{
	for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_message(&mem, clear[i].subject, clear[i].text);

		triage_here(&item, &mem);
		is_text(category_name(item.verdict.category),
		    category_name(clear[i].want), "%.60s...", clear[i].text);
		ok(item.verdict.n_reasons > 0, "for a reason");
		ok(scores_add_up(&item.verdict), "of probabilities");
		is_number(item.verdict.model.len, MODEL_ID_BYTES,
		    "by a model that is named");
	}
}

static void
test_doubtful(void)
{
	for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_message(&mem, doubtful[i].subject, doubtful[i].text);

		triage_here(&item, &mem);
		ok(item.verdict.needs_review &&
			item.verdict.review_reason.len > 0,
		    "doubtful %zu is for a person, who is told why", i);
		ok(!span_is_equal(item.owed.template,
		       span_of(category_name(item.verdict.category))),
		    "and gets no text of a category");
	}
}

/* Footers, quotes and closings must not decide. */
static void
test_furniture(void)
{
	static const char *const footers[] = {
		"\n\nThe information contained in this e-mail may be subject "
		"to public disclosure under the Freedom of Information Act "
		"2000. Unless the information is exempt, the confidentiality "
		"of this e-mail cannot be guaranteed.\n",
		"\n\nMany thanks in advance,\nKind regards\nJoan Example\n",
		"\n\nOn 3 Nov 2026 Complaints wrote:\n> Thank you so much for "
		"your excellent, wonderful letter.\n> We are grateful.\n",
		"\n\nSent from my iPhone\n",
	};

	for (size_t f = 0; f < sizeof footers / sizeof *footers; f++)
		for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
			autoarena mem = { NULL };
			struct span text = arena_printf(&mem, "%s%s",
			    clear[i].text, footers[f]);
			struct item item =
			    a_message(&mem, clear[i].subject, text.at);

			triage_here(&item, &mem);
			is_text(category_name(item.verdict.category),
			    category_name(clear[i].want),
			    "row %zu with footer %zu", i, f);
		}
}

/* A letter's text is judged as a mail's, with no subject to help. */
static void
test_letters(void)
{
	for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
		autoarena mem = { NULL };
		struct span text = arena_printf(&mem,
		    "Dear Sir or Madam\n\n%s: %s\n\nYours faithfully\nJ\n",
		    clear[i].subject, clear[i].text);
		struct item item = a_letter(&mem, text.at);

		triage_here(&item, &mem);
		is_text(category_name(item.verdict.category),
		    category_name(clear[i].want), "letter %zu", i);
	}
}

static void
test_also(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Complaint",
	    "I wish to complain about my discharge. Under the Freedom of "
	    "Information Act please also send me your discharge policy.");

	triage_here(&item, &mem);
	is_number(item.verdict.category, COMPLAINT, "a complaint");
	is_number(item.verdict.n_also, 1, "that is something else too");
	is_number(item.verdict.also[0], FOI, "a request for information");
	ok(has_flag(&item, FLAG_FOI), "and is flagged so");
	item = a_message(&mem, "x",
	    "The nurses were wonderful and kind, thank you. However I wish to "
	    "complain about the doctor.");
	triage_here(&item, &mem);
	is_number(item.verdict.category, COMPLAINT, "praise with a complaint");
	is_number(item.verdict.also[0], COMPLIMENT, "is a compliment as well");
}

/* Words written for a site that sends requests for others. */
static void
test_request_site(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem,
	    "Internal review of Freedom of Information request - Parking",
	    "Please pass this on to the person who conducts reviews. I wish to "
	    "complain about the handling of my FOI request.");

	item.message->from.address =
	    SPAN("request-1-0badcafe@whatdotheyknow.com");
	triage_here(&item, &mem);
	is_number(item.verdict.category, FOI, "a review of a request is foi");
	item = a_message(&mem, "Lights",
	    "The lights of the car park are on all night, in every week of the "
	    "year. Where can I read what that is for?");
	item.message->from.address =
	    SPAN("request-1-0badcafe@whatdotheyknow.com");
	triage_here(&item, &mem);
	is_number(item.verdict.category, FOI, "so is whatever comes from it");
	is_number(item.verdict.scores[FOI], 900, "for sure");
}

static void
test_no_reply_needed(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x",
	    "The reception was rude and the waiting room disgusting. No reply "
	    "is needed, for your information only.");

	triage_here(&item, &mem);
	is_number(item.verdict.category, COMMENT, "wants no reply: a comment");
	ok(item.verdict.needs_review, "that a person looks at");
}

static void
test_reasons(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "A formal complaint",
	    "Hello,\nthe nurse was\nvery rude and I am upset about it today.");
	const struct verdict *v = &item.verdict;
	int bad = 0, words = 0;

	triage_here(&item, &mem);
	for (size_t i = 0; i < v->n_reasons; i++) {
		const struct reason *r = &v->reasons[i];

		bad += r->weight <= 0;
		words += span_is_equal(r->phrase, SPAN("upset"));
		if (r->end == 0)
			continue; /* of the subject */
		bad += !span_is_equal(r->phrase,
		    (struct span){ item.parts[0].text.at + r->start,
			r->end - r->start });
	}
	is_number(bad, 0, "each stands where it says, and weighs something");
	is_number(words, 1, "a word is told once, by itself or as a phrase");
	is_number(v->reasons[0].weight, 4000, "a subject's word counts twice");
}

static void
test_follow_up(void)
{
	static const struct {
		const char *subject, *want;
	} rows[] = {
		{ "Re: CS26-000017-R", "CS26-000017-R" },
		{ "Re: [CS26-000017-T] my letter", "CS26-000017-T" },
		{ "CS26-000017-R and CS26-000018-T", "" },
		{ "CS26-000017-RR", "" },
		{ "XCS26-000017-R", "" },
		{ "CS26-00017-R", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, rows[i].subject,
		    "I want to make a complaint about this, once again.");

		triage_here(&item, &mem);
		is_span(item.verdict.reference, rows[i].want, "in \"%s\"",
		    rows[i].subject);
		is_number(item.verdict.disposition,
		    rows[i].want[0] ? FOLLOW_UP : NEW_CASE, "follows up");
		is_number(item.owed.acknowledge,
		    rows[i].want[0] ? ACK_HOLD : ACK_YES, "is held");
	}
}

static void
test_lists(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "News", "Our menu has changed.");

	add_header(&item, &mem, "List-Id", "<news.example>");
	triage_here(&item, &mem);
	is_number(item.verdict.disposition, MACHINE, "a newsletter");
	item = a_message(&mem, "x", clear[0].text);
	add_header(&item, &mem, "Precedence", "bulk");
	triage_here(&item, &mem);
	is_number(item.verdict.disposition, NEW_CASE,
	    "a complaint by bulk mail is a case");
	ok(item.verdict.needs_review, "for a person");
	is_number(item.owed.acknowledge, ACK_NO, "that is not acknowledged");
	ok(item.owed.response_due != NO_DATE, "but has its clock");
}

int
main(void)
{
	test_clear();
	test_doubtful();
	test_furniture();
	test_letters();
	test_also();
	test_request_site();
	test_no_reply_needed();
	test_reasons();
	test_follow_up();
	test_lists();
	return done();
}

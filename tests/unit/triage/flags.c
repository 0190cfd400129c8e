/* flags.c - what somebody else must be told of */
#include "triage/flags.h"

#include "house.h"

#define COMPLAIN "I wish to make a complaint about my stay. "

static const struct {
	const char *text;
	enum flag_kind flag;
	enum urgency urgency;
} raised[] = {
	{ COMPLAIN "I am suicidal.", SELF_HARM, IMMEDIATE },
	{ COMPLAIN "I don\u2019t want to live.", SELF_HARM, IMMEDIATE },
	{ COMPLAIN "There are bruises on my son.", SAFEGUARDING_CHILD,
	    IMMEDIATE },
	{ COMPLAIN "He was left in soiled sheets.", SAFEGUARDING_ADULT,
	    IMMEDIATE },
	{ COMPLAIN "She has run out of insulin.", URGENT_CLINICAL, IMMEDIATE },
	{ COMPLAIN "It was a never event.", RED, IMMEDIATE },
	{ COMPLAIN "They gave the wrong dose.", PATIENT_SAFETY, SAME_DAY },
	{ COMPLAIN "My solicitor will write.", LEGAL_ACTION, SAME_DAY },
	{ COMPLAIN "I want compensation.", COMPENSATION, SAME_DAY },
	{ COMPLAIN "The porter stole my ring.", MISCONDUCT, SAME_DAY },
	{ COMPLAIN "I will write to the GMC.", PROFESSIONAL_PRACTICE,
	    SAME_DAY },
	{ COMPLAIN "I shall tell a journalist.", MEDIA, SAME_DAY },
	{ COMPLAIN "The crime number is below.", CRIMINAL, IMMEDIATE },
	{ COMPLAIN "The police came.", CRIMINAL, SAME_DAY },
	{ COMPLAIN "The inquest is in May.", CORONER, SAME_DAY },
	{ COMPLAIN "It was because of my race.", DISCRIMINATION, SAME_DAY },
	{ COMPLAIN "I was sectioned.", MENTAL_HEALTH_ACT, ROUTINE },
	{ COMPLAIN "My GP agrees.", GP_SERVICE, ROUTINE },
	{ COMPLAIN "Social services agree.", MULTI_ORGANISATION, ROUTINE },
	{ COMPLAIN "I paid privately.", PRIVATE_PROVIDER, ROUTINE },
	{ COMPLAIN "I know where you live.", ABUSIVE, IMMEDIATE },
	{ COMPLAIN "Send a copy of my records.", FLAG_RECORDS_REQUEST,
	    SAME_DAY },
	{ COMPLAIN "This is a data breach.", DATA_BREACH, SAME_DAY },
	{ COMPLAIN "My husband passed away.", BEREAVEMENT, ROUTINE },
	{ COMPLAIN "I am 15 years old.", CHILD_COMPLAINANT, SAME_DAY },
	{ COMPLAIN "I write on behalf of my aunt.", REPRESENTATIVE, ROUTINE },
	{ COMPLAIN "I need large print.", REASONABLE_ADJUSTMENT, ROUTINE },
	{ COMPLAIN "I wish to remain anonymous.", ANONYMOUS, ROUTINE },
	{ "Thank you so much for the wonderful care. A gift voucher is "
	  "enclosed.",
	    GIFT, ROUTINE },
};

static void
test_raised(void)
{
	for (size_t i = 0; i < sizeof raised / sizeof *raised; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", raised[i].text);
		const struct flag *found = NULL;

		triage_here(&item, &mem);
		for (size_t f = 0; f < item.verdict.n_flags; f++)
			if (item.verdict.flags[f].kind == raised[i].flag)
				found = &item.verdict.flags[f];
		ok(found != NULL, "%s is raised", flag_name(raised[i].flag));
		if (!found)
			continue;
		is_number(found->urgency, raised[i].urgency, "as urgent");
		is_span(found->phrase,
		    arena_text(&mem,
			(struct span){ raised[i].text + found->start,
			    found->end - found->start }),
		    "with its evidence in its place");
		is_number(item.owed.acknowledge,
		    raised[i].urgency == IMMEDIATE ? ACK_HOLD : ACK_YES,
		    "held where a person must read it first");
	}
}

static void
test_requests(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Freedom of Information request",
	    "How many victims of child abuse, sexual assault and suicide did "
	    "your safeguarding team, the police and the coroner deal with in "
	    "each of the last five years? Please send the answer in large "
	    "print.");

	triage_here(&item, &mem);
	is_number(item.verdict.category, FOI, "a request about safeguarding");
	ok(!has_flag(&item, SAFEGUARDING_CHILD) &&
		!has_flag(&item, SAFEGUARDING_ADULT) &&
		!has_flag(&item, SELF_HARM) && !has_flag(&item, CRIMINAL) &&
		!has_flag(&item, CORONER),
	    "pages nobody");
	ok(has_flag(&item, FLAG_FOI) && has_flag(&item, REASONABLE_ADJUSTMENT),
	    "but what concerns its writer is kept");
	is_number(item.owed.acknowledge, ACK_YES, "and is acknowledged");
	item = a_message(&mem, "Freedom of Information request",
	    "Please send me your policies, or I will kill myself this week.");
	triage_here(&item, &mem);
	ok(has_flag(&item, SELF_HARM), "a writer in danger is");
	is_number(item.owed.acknowledge, ACK_HOLD, "seen by a person first");
}

static void
test_compliments(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Thank you",
	    "Thank you so much for the wonderful care when I was bruised and "
	    "dehydrated. The staff were outstanding.");

	triage_here(&item, &mem);
	is_number(item.verdict.category, COMPLIMENT, "praise for a rescue");
	ok(has_flag(&item, SAFEGUARDING_ADULT), "is flagged");
	ok(!flags_are_immediate(&item.verdict), "but not as an emergency");
}

static void
test_most_urgent(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x",
	    COMPLAIN "The police came. I reported it to the police.");
	size_t n = 0;

	triage_here(&item, &mem);
	for (size_t f = 0; f < item.verdict.n_flags; f++) {
		const struct flag *flag = &item.verdict.flags[f];

		if (flag->kind != CRIMINAL)
			continue;
		n++;
		is_number(flag->urgency, IMMEDIATE, "the most urgent counts");
		is_span(flag->phrase, "reported it to the police", "words");
	}
	is_number(n, 1, "one flag of a kind");
}

static void
test_places(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "On child protection now", COMPLAIN);
	struct part parts[2] = { item.parts[0], item.parts[0] };

	triage_here(&item, &mem);
	ok(has_flag(&item, SAFEGUARDING_CHILD), "a subject raises flags");
	is_number(item.verdict.flags[0].end, 0, "that have no place");
	is_span(item.verdict.flags[0].phrase, "child protection",
	    "but their words");
	is_span(item.verdict.flags[0].refer_to, "Named Nurse",
	    "and say who is told");
	item.message->subject = SPAN("x");
	parts[1].disposition = PART_ATTACHMENT;
	parts[1].text = SPAN("Enclosed: the report of the coroner.");
	item.parts = parts;
	item.n_parts = 2;
	triage_here(&item, &mem);
	ok(has_flag(&item, CORONER), "so does an attachment");
	for (size_t f = 0; f < item.verdict.n_flags; f++)
		if (item.verdict.flags[f].kind == CORONER)
			is_number(item.verdict.flags[f].part, 1, "its part");
	item.n_parts = 0;
	item.message->subject = SPAN("Child protection");
	triage_here(&item, &mem);
	is_number(item.verdict.n_flags, 0,
	    "without parts there is nothing to point into");
}

/* A member of staff may warn of what the letter itself does not say. */
static void
test_note(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "FW: My stay",
	    "She sounds suicidal, please ring her first.\n\nPat\n\n"
	    "From: Joan Example <joan@example.org>\n"
	    "Sent: 20 November 2026 09:12\n"
	    "To: Ward 7 <ward7@northmoor.example>\nSubject: My stay\n\n"
	    "I was ignored all day, and I want to make a complaint.\n");

	item.message->from = (struct mailbox_address){ SPAN("Pat Nurse"),
		SPAN("pat@northmoor.example") };
	triage_here(&item, &mem);
	ok(item.forward.found && item.forward.note.len > 0, "a note");
	ok(has_flag(&item, SELF_HARM), "raises flags");
	is_number(item.owed.acknowledge, ACK_HOLD, "and a person reads first");
}

/* The questions of a form. */
static void
test_ticked(void)
{
	static const struct {
		const char *text;
		bool want;
	} rows[] = {
		{ "Is this a safeguarding concern?: No\nMessage: x", false },
		{ "Is this a safeguarding concern?\tNo\nMessage\tx", false },
		{ "Safeguarding: None\nMessage: x", false },
		{ "Is this a safeguarding concern?\nNo\nMessage\nx", false },
		{ "Is this a safeguarding concern:\nn/a\nMessage: x", false },
		{ "Is this a safeguarding concern?: Yes\nMessage: x", true },
		{ "Is this a safeguarding concern?: Not sure", true },
		{ "Is this a safeguarding concern?: Nobody asked", true },
		{ "I asked about a safeguarding concern.\nNo\n", true },
		{ "Is this a safeguarding concern? No.", true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		triage_here(&item, &mem);
		is_number(has_flag(&item, SAFEGUARDING_ADULT), rows[i].want,
		    "%s", rows[i].text);
	}
}

/* What only looks like an alarm, and what is one in disguise. */
static void
test_contexts(void)
{
	static const struct {
		const char *text;
		enum flag_kind flag;
		bool want;
	} rows[] = {
		{ COMPLAIN "I have no safeguarding concerns.",
		    SAFEGUARDING_ADULT, false },
		{ COMPLAIN "Safeguarding was not an issue.", SAFEGUARDING_ADULT,
		    false },
		{ COMPLAIN "I raised a safeguarding concern.",
		    SAFEGUARDING_ADULT, true },
		{ COMPLAIN "Nobody noticed the bruises on her arms.",
		    SAFEGUARDING_ADULT, true },
		{ COMPLAIN "He grabs her arm.", SAFEGUARDING_ADULT, true },
		{ COMPLAIN "The child is small. He grabs her arm.",
		    SAFEGUARDING_CHILD, true },
		{ COMPLAIN "The safeguarding training was cancelled.",
		    SAFEGUARDING_ADULT, false },
		{ COMPLAIN "Ring the head of safeguarding.", SAFEGUARDING_ADULT,
		    false },
		{ COMPLAIN "How many adults at risk were there?",
		    SAFEGUARDING_ADULT, false },
		{ COMPLAIN "What would happen if a patient were being abused?",
		    SAFEGUARDING_ADULT, false },
		{ COMPLAIN "I am not suicidal.", SELF_HARM, false },
		{ COMPLAIN "i dont see the point any more", SELF_HARM, true },
		{ COMPLAIN "I won't be here next week.", SELF_HARM, true },
		{ COMPLAIN "I do not see the point of the form.", SELF_HARM,
		    false },
		{ COMPLAIN "I am not going to sue anybody.", LEGAL_ACTION,
		    false },
		{ COMPLAIN "I do not want compensation.", COMPENSATION, false },
		{ COMPLAIN "My so1icitor will write.", LEGAL_ACTION, true },
		{ COMPLAIN "It was in March 2023 that they did this to me.",
		    LATE, true },
		{ COMPLAIN "It was in March 2026 that they did this to me.",
		    LATE, false },
		{ "Thank you for your kindness to me in March 2023. You were "
		  "all so wonderful and caring.",
		    LATE, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		triage_here(&item, &mem);
		is_number(has_flag(&item, rows[i].flag), rows[i].want, "%s: %s",
		    flag_name(rows[i].flag), rows[i].text);
	}
}

/* Thanks that are a goodbye. */
static void
test_goodbye(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Thank you",
	    "Thank you so much for the wonderful care, you were always kind. "
	    "I am going to kill myself tonight.");

	triage_here(&item, &mem);
	ok(flags_are_immediate(&item.verdict), "are seen at once");
	is_number(item.owed.acknowledge, ACK_HOLD, "before thanks go back");
}

int
main(void)
{
	test_contexts();
	test_goodbye();
	test_note();
	test_ticked();
	test_raised();
	test_requests();
	test_compliments();
	test_most_urgent();
	test_places();
	return done();
}

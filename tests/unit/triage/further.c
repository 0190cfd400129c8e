/* further.c - letters that are owed while a case is open */
#include "triage/further.h"

#include "house.h"
#include "triage/owed.h"

/* Nothing is said where nothing is wanted. */
static bool
tells(struct span why, const char *want)
{
	return want[0] == '\0' ? why.len == 0 : holds(why, want);
}

/* --- a further message ---------------------------------------------------------- */

static void
test_message(void)
{
	static const struct {
		enum acknowledge further;
		struct answered_case c;
		enum acknowledge want;
		const char *why;
	} rows[] = {
		{ ACK_YES, { .is_told = true }, ACK_YES, "" },
		{ ACK_YES, { .is_told = true, .is_bounced = true }, ACK_HOLD,
		    "came back" },
		{ ACK_YES, { .is_told = false }, ACK_NO, "still to be" },
		{ ACK_YES, { .is_told = true, .has_one = true }, ACK_NO,
		    "before" },
		{ ACK_YES, { .is_told = true, .is_closed = true }, ACK_NO,
		    "closed" },
		{ ACK_YES, { .is_told = true, .is_paused = true }, ACK_NO,
		    "paused" },
		{ ACK_YES, { .is_told = true, .is_restricted = true }, ACK_NO,
		    "restricted" },
		{ ACK_HOLD, { .is_told = true }, ACK_HOLD, "its own reason" },
		{ ACK_HOLD, { .is_told = true, .is_closed = true }, ACK_NO,
		    "closed" },
		{ ACK_NO, { .is_told = true }, ACK_NO, "its own reason" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct owed owed = { .further = rows[i].further,
			.further_why = rows[i].further == ACK_YES
					   ? SPAN("")
					   : SPAN("its own reason"),
			.ack_due = day_of(2026, 11, 25) };
		struct letter_owed got =
		    further_message_owed(&owed, &rows[i].c);

		is_number(got.is, rows[i].want, "row %zu: %s", i + 1,
		    rows[i].why);
		ok(tells(span_of(got.why), rows[i].why), "row %zu: why: %s",
		    i + 1, got.why);
		ok(got.on == (rows[i].want == ACK_NO ? NO_DATE : owed.ack_due),
		    "row %zu: and by when", i + 1);
	}
}

/* None is owed, and nobody said why. */
static void
test_no_message(void)
{
	struct owed owed = { .further = ACK_NO };
	struct answered_case c = { .is_told = true };
	struct letter_owed got = further_message_owed(&owed, &c);

	is_number(got.is, ACK_NO, "none");
	is_text(got.why, "", "and no reason");
}

/* What the item and the policy say of it. */
static void
test_item(void)
{
	static const struct {
		const char *body, *authenticated;
		long long rule;
		enum acknowledge want;
		const char *why;
	} rows[] = {
		{ "Here is the date you asked for: CS26-000017-R.", "pass",
		    LETTER_BY_ITSELF, ACK_YES, "" },
		{ "Here is the date you asked for: CS26-000017-R.", "fail",
		    LETTER_BY_ITSELF, ACK_HOLD, "could not be confirmed" },
		{ "Here is the date you asked for: CS26-000017-R.", "pass",
		    LETTER_HELD, ACK_HOLD, "the policy leaves it" },
		{ "Here is the date you asked for: CS26-000017-R.", "pass",
		    LETTER_NEVER, ACK_NO, "the policy acknowledges no" },
		{ "CS26-000017-R: I want to kill myself tonight.", "pass",
		    LETTER_BY_ITSELF, ACK_HOLD, "flags" },
		{ "I wish to make a formal complaint.", "pass",
		    LETTER_BY_ITSELF, ACK_NO, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].body);
		struct policy policy = a_policy();
		struct triage_house house = a_house(&policy);

		policy.follow_up = rows[i].rule;
		triage(&item, &house, &mem);
		item.origin.authenticated = rows[i].authenticated;
		owed_decide(&item, &policy, &mem);
		is_number(item.owed.further, rows[i].want, "item %zu", i + 1);
		ok(tells(item.owed.further_why, rows[i].why),
		    "item %zu: why: %.*s", i + 1,
		    SPAN_ARG(item.owed.further_why));
	}
}

/* --- a holding letter ----------------------------------------------------------- */

static struct late_case
a_late_case(void)
{
	return (struct late_case){ .category = COMPLAINT,
		.disposition = NEW_CASE,
		.received_on = day_of(2026, 11, 2),
		.response_due = day_of(2026, 12, 16), /* a Wednesday */
		.is_told = true,
		.has_address = true,
		.last = NO_DATE };
}

static void
test_days(void)
{
	/* holding_letter, holding_again, the last one, today; the day owed */
	static const struct {
		long long before, again;
		const char *last, *today, *want;
	} rows[] = {
		{ 0, 0, "", "2026-12-16", "" },
		{ 0, 0, "", "2026-12-17", "2026-12-17" },
		{ 0, 0, "", "2026-12-24", "2026-12-17" },
		{ 0, 0, "", "2026-12-25", "" }, /* a week is long ago */
		{ 0, 0, "2026-12-17", "2026-12-18", "" },
		{ 1, 0, "", "2026-12-14", "" },
		{ 1, 0, "", "2026-12-15", "2026-12-15" },
		{ 5, 0, "", "2026-12-08", "" },
		{ 5, 0, "", "2026-12-09", "2026-12-09" },
		{ 5, 0, "2026-12-09", "2026-12-17", "" },
		{ 5, 10, "2026-12-09", "2026-12-22", "" },
		{ 5, 10, "2026-12-09", "2026-12-23", "2026-12-23" },
		/* The latest alone, over Christmas and New Year. */
		{ 5, 10, "2026-12-09", "2027-01-11", "2027-01-11" },
		{ 5, 10, "2027-01-11", "2027-01-12", "" },
		/* Six months end on 1 May: the next working day is Tuesday. */
		{ 0, 0, "2026-12-17", "2027-05-03", "" },
		{ 0, 0, "2026-12-17", "2027-05-04", "2027-05-04" },
		{ 0, 0, "2027-05-04", "2027-05-05", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct late_case c = a_late_case();
		struct policy policy = a_policy();
		struct letter_owed got;

		policy.holding_days = rows[i].before;
		policy.holding_again = rows[i].again;
		policy.holding = LETTER_BY_ITSELF;
		c.last = day_parse(span_of(rows[i].last));
		got = holding_letter_owed(&c, &policy,
		    day_parse(span_of(rows[i].today)));
		is_span(day_text(got.on, &mem), rows[i].want, "row %zu: on %s",
		    i + 1, rows[i].today);
		is_number(got.is != ACK_NO, rows[i].want[0] != '\0',
		    "row %zu: %s", i + 1, got.why);
		is_number(got.is == ACK_HOLD,
		    strcmp(rows[i].want, "2027-05-04") == 0,
		    "row %zu: the law's letter is a person's", i + 1);
	}
}

/* Cases that owe none, or another than the policy's. */
static void
test_edges(void)
{
	static const struct {
		const char *what;
		enum category category;
		enum disposition disposition;
		long long again;
		int y, m, d; /* today */
		enum acknowledge want;
		const char *why, *not_why;
	} rows[] = {
		{ "a complaint on its day", COMPLAINT, NEW_CASE, 0, 2026, 12,
		    17, ACK_YES, "", "" },
		{ "a concern", CONCERN, NEW_CASE, 0, 2026, 12, 17, ACK_YES, "",
		    "" },
		{ "one that answers an earlier case", COMPLAINT, FOLLOW_UP, 0,
		    2026, 12, 17, ACK_YES, "", "" },
		{ "a grievance of staff", COMPLAINT, STAFF_MATTER, 0, 2026, 12,
		    17, ACK_NO, "no case of the procedure", "" },
		{ "a complaint after six months", COMPLAINT, NEW_CASE, 0, 2027,
		    5, 4, ACK_HOLD, "six months", "" },
		{ "a concern after six months", CONCERN, NEW_CASE, 0, 2027, 5,
		    4, ACK_NO, "long over", "" },
		{ "a complaint, again and again", COMPLAINT, NEW_CASE, 1, 2027,
		    6, 1, ACK_YES, "", "six months" },
	};
	struct policy policy = a_policy();
	struct late_case c = a_late_case();
	struct letter_owed got;

	policy.holding = LETTER_BY_ITSELF;
	policy.holding_days = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		c.category = rows[i].category;
		c.disposition = rows[i].disposition;
		policy.holding_again = rows[i].again;
		got = holding_letter_owed(&c, &policy,
		    day_of(rows[i].y, rows[i].m, rows[i].d));
		is_number(got.is, rows[i].want, "%s", rows[i].what);
		ok(tells(span_of(got.why), rows[i].why), "why: %s", got.why);
		ok(rows[i].not_why[0] == '\0' ||
			!holds(span_of(got.why), rows[i].not_why),
		    "and no other");
	}
	c = a_late_case();
	c.response_due = day_of(2100, 1, 4);
	got = holding_letter_owed(&c, &policy, day_of(2100, 1, 5));
	is_number(got.is, ACK_NO, "beyond the holidays that are known");
	ok(holds(span_of(got.why), "outside the table"), "why: %s", got.why);
}

static void
test_longer_agreed(void)
{
	struct late_case c = a_late_case();
	struct policy policy = a_policy();

	policy.holding_days = 0;
	c.response_due = day_of(2027, 6, 30);
	is_number(holding_letter_owed(&c, &policy, day_of(2027, 5, 4)).is,
	    ACK_NO, "six months are no limit where longer was agreed");
	is_number(holding_letter_owed(&c, &policy, day_of(2027, 7, 1)).on,
	    day_of(2027, 7, 1), "but that day is");
	c.category = CONCERN;
	c.response_due = day_of(2026, 12, 16);
	c.last = day_of(2026, 12, 17);
	is_number(holding_letter_owed(&c, &policy, day_of(2027, 5, 4)).is,
	    ACK_NO, "nor are they for a concern");
}

static struct late_case
but(bool paused, bool answered, bool waiting)
{
	struct late_case c = a_late_case();

	c.is_paused = paused;
	c.is_answered = answered;
	c.is_waiting = waiting;
	return c;
}

static void
test_who(void)
{
	struct policy policy = a_policy();
	struct late_case foi = a_late_case(), mp = foi, spam = foi,
			 untold = foi, nowhere = foi, bounced = foi,
			 immediate = foi, restricted = foi, none = foi;
	const struct {
		struct late_case c;
		enum acknowledge want;
		const char *why;
	} rows[] = {
		{ a_late_case(), ACK_YES, "" },
		{ but(true, false, false), ACK_NO, "paused" },
		{ but(false, true, false), ACK_NO, "has left" },
		{ but(false, false, true), ACK_NO, "waits already" },
		{ (foi.category = FOI, foi), ACK_NO, "neither" },
		{ (none.response_due = NO_DATE, none), ACK_NO, "no day" },
		{ (spam.disposition = SPAM, spam), ACK_NO, "no case" },
		{ (mp.disposition = MP_ENQUIRY, mp), ACK_HOLD, "Parliament" },
		{ (untold.is_told = false, untold), ACK_HOLD, "never" },
		{ (nowhere.has_address = false, nowhere), ACK_HOLD,
		    "telephone" },
		{ (bounced.is_bounced = true, bounced), ACK_HOLD, "came back" },
		{ (immediate.is_immediate = true, immediate), ACK_HOLD,
		    "flags" },
		{ (restricted.is_restricted = true, restricted), ACK_HOLD,
		    "restricted" },
	};

	policy.holding_days = 0;
	for (int held = 0; held < 2; held++) {
		policy.holding = held ? LETTER_HELD : LETTER_BY_ITSELF;
		for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
			struct letter_owed got = holding_letter_owed(&rows[i].c,
			    &policy, day_of(2026, 12, 17));
			bool is_plain = rows[i].want == ACK_YES;

			is_number(got.is,
			    is_plain && held ? ACK_HOLD : rows[i].want,
			    "who %zu: %s", i + 1, got.why);
			ok(tells(span_of(got.why), is_plain && held
						       ? "agree a new day"
						       : rows[i].why),
			    "who %zu: %s", i + 1, rows[i].why);
		}
	}
}

/* --- needs ------------------------------------------------------------------- */

static void
test_needs(void)
{
	static const struct {
		const char *needs;
		struct letter_form form;
		const char *why; /* "" where it goes */
	} rows[] = {
		{ "", { CHANNEL_EMAIL, false, false }, "" },
		{ "large_print ", { CHANNEL_LETTER, false, false }, "" },
		{ "interpreter Polish\nlonger_time \nsupporter her son\n"
		  "lip_speaker \nspeech_to_text \ntext_relay ",
		    { CHANNEL_LETTER, false, false }, "" },
		{ "braille ", { CHANNEL_EMAIL, false, false }, "Braille" },
		{ "large_print \naudio ", { CHANNEL_EMAIL, false, false },
		    "audio" },
		{ "bsl ", { CHANNEL_EMAIL, false, false }, "Sign Language" },
		{ "deafblind ", { CHANNEL_EMAIL, false, false }, "deafblind" },
		{ "phone_only ", { CHANNEL_EMAIL, false, false }, "called" },
		{ "other yellow ink", { CHANNEL_EMAIL, false, false }, "need" },
		{ "language Polish", { CHANNEL_EMAIL, true, false },
		    "language" },
		{ "language Welsh", { CHANNEL_EMAIL, false, false },
		    "language" },
		{ "language welsh", { CHANNEL_EMAIL, true, false }, "" },
		{ "language English", { CHANNEL_EMAIL, false, false }, "" },
		{ "easy_read ", { CHANNEL_EMAIL, false, false }, "Easy Read" },
		{ "easy_read ", { CHANNEL_EMAIL, false, true }, "" },
		{ "electronic ", { CHANNEL_EMAIL, false, false }, "" },
		{ "electronic ", { CHANNEL_LETTER, false, false }, "paper" },
		{ "email_only ", { CHANNEL_LETTER, false, false }, "e-mailed" },
		{ "coloured_paper blue", { CHANNEL_EMAIL, false, false }, "" },
		{ "coloured_paper blue", { CHANNEL_LETTER, false, false },
		    "coloured" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *why =
		    needs_unmet(edge_of(rows[i].needs), &rows[i].form);

		is_number(why != NULL, rows[i].why[0] != '\0', "need %zu",
		    i + 1);
		ok(why == NULL || holds(span_of(why), rows[i].why), "%s",
		    why == NULL ? "it goes" : why);
	}
}

int
main(void)
{
	test_message();
	test_no_message();
	test_item();
	test_days();
	test_edges();
	test_longer_agreed();
	test_who();
	test_needs();
	return done();
}

/* owed.c - is an acknowledgement owed, to whom, by which day */
#include "triage/owed.h"

#include "house.h"

#define COMPLAIN                                                               \
	"I wish to make a formal complaint about the care of my father."
#define REQUEST                                                                \
	"Under the Freedom of Information Act please send me your policy."
#define SEND_IT                                                                \
	"From: Joan <joan@example.org>\nSent: %s\nTo: Ward 7\n"                \
	"Subject: x\n\n" COMPLAIN

static void
is_day(day got, const char *want, const char *what)
{
	autoarena mem = { NULL };

	is_span(day_text(got, &mem), want, "%s", what);
}

static void
is_owed(const struct item *item, const char *ack, const char *response,
    const char *holding)
{
	is_day(item->owed.ack_due, ack, "acknowledgement due");
	is_day(item->owed.response_due, response, "response due");
	is_day(item->owed.holding_due, holding, "holding letter due");
}

static void
test_clocks(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x", COMPLAIN);
	struct policy policy = a_policy();
	struct triage_house house = a_house(&policy);

	triage(&item, &house, &mem);
	is_day(item.owed.received_on, "2026-11-22", "received");
	is_owed(&item, "2026-11-25", "2027-05-21", "2027-05-14");
	is_span(item.owed.template, "complaint", "the complaint's text");
	is_number(item.owed.channel, CHANNEL_EMAIL, "by e-mail");
	is_span(item.owed.to.address, "joan@example.org", "to its author");
	is_span(item.owed.to.name, "Joan Example", "by name");
	is_span(item.owed.why_not, "", "without an if");
	policy.response_days[COMPLAINT] = 30;
	triage(&item, &house, &mem);
	is_owed(&item, "2026-11-25", "2027-01-06", "2026-12-29");
	policy.holding_days = 0;
	triage(&item, &house, &mem);
	is_owed(&item, "2026-11-25", "2027-01-06", "");
	item = a_message(&mem, "x", REQUEST);
	triage(&item, &house, &mem);
	is_owed(&item, "2026-11-24", "2026-12-21", "");
	policy.response_days[FOI] = 0;
	triage(&item, &house, &mem);
	is_owed(&item, "2026-11-24", "2026-12-21", "");
	item = a_message(&mem, "x",
	    "I would like to thank the wonderful, kind and outstanding team.");
	triage(&item, &house, &mem);
	is_owed(&item, "2026-11-25", "", "");
}

/* What may be two things runs by the earlier clock. */
static void
test_strictest(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x", COMPLAIN " " REQUEST);
	struct policy policy = a_policy();
	struct triage_house house = a_house(&policy);

	triage(&item, &house, &mem);
	is_owed(&item, "2026-11-24", "2026-12-21", "2026-12-14");
	item = a_message(&mem, "x",
	    "It is about the bus to the clinic, which "
	    "leaves at nine every day.");
	triage(&item, &house, &mem);
	ok(item.verdict.needs_review, "in doubt");
	is_owed(&item, "2026-11-25", "2027-05-21", "2027-05-14");
	is_span(item.owed.template, "review", "the neutral text");
	is_number(item.owed.acknowledge, ACK_YES, "goes out");
}

static void
test_table_end(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x", COMPLAIN);

	item.received_at = 1861920000; /* 2028-12-31 */
	triage_here(&item, &mem);
	is_owed(&item, "", "", "");
	ok(item.verdict.needs_review, "a person is asked");
	ok(holds(item.verdict.review_reason, "bank holidays"), "and told why");
	item = a_message(&mem, "x", COMPLAIN);
	item.received_at = 1846368000; /* 2028-07-04: six months end in 2029 */
	triage_here(&item, &mem);
	is_owed(&item, "", "", "");
	ok(item.verdict.needs_review, "six months past the end are refused");
}

static void
test_first_receipt(void)
{
	static const struct {
		const char *sent, *received;
	} rows[] = {
		{ "20 November 2026 09:12", "2026-11-20" },
		{ "22 November 2026 09:12", "2026-11-22" },
		{ "23 November 2026 09:12", "2026-11-22" },
		{ "21 November 2025 09:12", "2025-11-21" },
		{ "20 November 2025 09:12", "2026-11-22" },
		{ "some day", "2026-11-22" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct span body = arena_printf(&mem, SEND_IT, rows[i].sent);
		struct item item = a_message(&mem, "FW: x", body.at);

		triage_here(&item, &mem);
		is_day(item.owed.received_on, "2026-11-22",
		    "what anybody forwards is received today");
		item.message->from.address = SPAN("pat@northmoor.example");
		triage_here(&item, &mem);
		is_day(item.owed.received_on, rows[i].received, rows[i].sent);
	}
}

static void
test_policy(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x",
	    "I would suggest larger signs. It would be helpful if the menu "
	    "had pictures.");
	struct policy policy = a_policy();
	struct triage_house house = a_house(&policy);

	policy.acknowledges[COMMENT] = false;
	triage(&item, &house, &mem);
	is_number(item.verdict.category, COMMENT, "a comment");
	is_number(item.owed.acknowledge, ACK_NO, "that is not acknowledged");
	ok(item.owed.why_not.len > 0, "because of the policy");
	is_number(item.owed.ack_due, NO_DATE, "has no day for it");
}

#define LETTER                                                                 \
	"Joan Example\n12 Elm Road\nMoortown\nLS99 1AB\n\nDear "               \
	"Sir\n\n" COMPLAIN "\n\nYours faithfully\n\nJoan Example\n"

static void
test_letters(void)
{
	autoarena mem = { NULL };
	struct item item = a_letter(&mem, LETTER);

	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_YES, "a letter is answered");
	is_number(item.owed.channel, CHANNEL_LETTER, "by letter");
	is_span(item.owed.to.name, "Joan Example", "by name");
	is_span(item.origin.postal_address, "12 Elm Road\nMoortown\nLS99 1AB",
	    "at its writer's address");
	item = a_letter(&mem, "Dear Sir\n\n" COMPLAIN "\nWrite to "
			      "joan@example.org\n");
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD, "without one it is held");
	is_span(item.owed.to.address, "",
	    "an address printed in it is not written to");
}

static void
test_unreadable(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x", "");

	item.parts[0].outcome = PART_UNREADABLE;
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD, "nothing could be read");
	is_day(item.owed.ack_due, "2026-11-25", "but the clock runs");
	is_span(item.owed.template, "unreadable", "and its text asks for more");
	item = a_message(&mem, "x", "You have a secure message. Open it here.");
	item.root.outcome = PART_ENCRYPTED;
	triage_here(&item, &mem);
	is_span(item.owed.template, "unreadable", "a portal's notice is none");
	is_number(item.owed.acknowledge, ACK_HOLD, "and waits for a person");
	item = a_message(&mem, "x", COMPLAIN);
	item.parts[0].outcome = PART_KILLED;
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_YES, "part of it could");
	is_span(item.owed.template, "review", "so the neutral text goes out");
	item = a_message(&mem, "x", COMPLAIN);
	item.n_parts = 0;
	item.root.outcome = PART_TOO_LARGE;
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD, "nothing was read");
	ok(item.verdict.needs_review, "and a person looks");
}

static void
test_addresses(void)
{
	static const struct {
		const char *from;
		enum acknowledge want;
	} rows[] = {
		{ "joan@example.org", ACK_YES },
		{ "", ACK_NO },
		{ "joan", ACK_HOLD },
		{ "joan@example.org, eve@example.net", ACK_HOLD },
		{ "donotreply@example.org", ACK_NO },
		{ "request-1-0badcafe@whatdotheyknow.com", ACK_YES },
	};
	autoarena mem = { NULL };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct item item = a_message(&mem, "x", REQUEST);

		item.message->from.address = span_of(rows[i].from);
		triage_here(&item, &mem);
		is_number(item.owed.acknowledge, rows[i].want, "\"%s\"",
		    rows[i].from);
	}
}

static void
test_records(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Records",
	    "Please send me a copy of my medical records from the year 2024.");

	triage_here(&item, &mem);
	is_number(item.verdict.disposition, RECORDS_REQUEST,
	    "one's own records are asked for by another law");
	is_span(item.owed.template, "records", "so its text is another");
}

/* The texts of what is no case, or no longer sure to be one. */
static void
test_texts(void)
{
	static const struct {
		const char *from, *text;
		enum disposition way;
		const char *want;
	} rows[] = {
		{ "jo@parliament.uk", "My constituent writes about " COMPLAIN,
		    MP_ENQUIRY, "mp" },
		{ "joan@example.org", COMPLAIN, NEW_CASE, "complaint" },
		{ "joan@example.org",
		    "I am applying for the post of porter; my CV is attached. "
		    "Do you have any other vacancies?",
		    OUT_OF_SCOPE, "out_of_scope" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		item.message->from.address = span_of(rows[i].from);
		triage_here(&item, &mem);
		is_number(item.verdict.disposition, rows[i].way, "%s: %s",
		    rows[i].want, disposition_name(item.verdict.disposition));
		is_span(item.owed.template, rows[i].want, "its text");
	}
}

/* Who cannot be told has no clock; who may be waits for a person. */
static void
test_unreturnable(void)
{
	autoarena mem = { NULL };
	struct item item = a_letter(&mem, "Dear Sir\n\n" COMPLAIN "\n");

	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD,
	    "a letter may hold an address that was not recognised");
	item = a_letter(&mem,
	    "Dear Sir\n\n" COMPLAIN " I wish to remain anonymous.\n");
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_NO, "unless it is anonymous");
	is_span(item.owed.why_not,
	    "it is anonymous, and gives no address to reply to",
	    "which is told");
	is_day(item.owed.ack_due, "", "nothing is due then");
	item = a_message(&mem, "x", COMPLAIN " I wish to remain anonymous.");
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_YES,
	    "who gives an address is answered, named or not");
	item = a_message(&mem, "x", COMPLAIN);
	item.message->from.address = SPAN("");
	triage_here(&item, &mem);
	is_span(item.owed.why_not, "it gives no address to reply to",
	    "a message from nowhere");
}

/* What may go out on the last day though nobody has looked. */
static void
test_neutral(void)
{
	static const struct {
		const char *what, *from, *text, *authentication;
		bool was_put_back;
		enum acknowledge acknowledge;
		bool want;
	} rows[] = {
		{ "nothing holds it", "joan@example.org", COMPLAIN, NULL, false,
		    ACK_YES, false },
		{ "a crisis", "joan@example.org",
		    COMPLAIN " I want to kill myself.", NULL, false, ACK_HOLD,
		    true },
		{ "a crisis, put back", "joan@example.org",
		    COMPLAIN " I want to kill myself.", NULL, true, ACK_HOLD,
		    false },
		{ "a forged crisis", "joan@example.org",
		    COMPLAIN " I want to kill myself.",
		    "mx.northmoor.example; dmarc=fail header.from=example.org",
		    false, ACK_HOLD, false },
		{ "an MP", "jo@parliament.uk",
		    "My constituent writes about " COMPLAIN, NULL, false,
		    ACK_HOLD, false },
		{ "a broken address", "joan", COMPLAIN, NULL, false, ACK_HOLD,
		    false },
		{ "an application", "joan@example.org",
		    "I am applying for the post of porter; my CV is attached. "
		    "Do you have any other vacancies?",
		    NULL, false, ACK_HOLD, true },
		{ "one's own employment", "joan@example.org",
		    "I am a nurse at your hospital. My manager refused my "
		    "annual leave and my grievance, and my pay is wrong.",
		    NULL, false, ACK_HOLD, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		item.message->from.address = span_of(rows[i].from);
		item.was_put_back = rows[i].was_put_back;
		if (rows[i].authentication != NULL)
			add_header(&item, &mem, "Authentication-Results",
			    rows[i].authentication);
		triage_here(&item, &mem);
		is_number(item.owed.acknowledge, rows[i].acknowledge,
		    "%s: %.*s", rows[i].what, SPAN_ARG(item.owed.why_not));
		is_number(item.owed.may_go_neutral, rows[i].want,
		    "the neutral text may go");
	}
}

/* What was said is answered where the person can be reached. */
static void
test_notes(void)
{
	static const struct {
		const char *postal, *email;
		enum acknowledge acknowledge;
		enum channel channel;
	} cases[] = {
		{ "1 Mill Lane", "joan@example.org", ACK_YES, CHANNEL_LETTER },
		{ "1 Mill Lane", "", ACK_YES, CHANNEL_LETTER },
		{ "", "joan@example.org", ACK_YES, CHANNEL_EMAIL },
		{ "", "joan at home", ACK_HOLD, CHANNEL_EMAIL },
		{ "", "", ACK_HOLD, CHANNEL_LETTER },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { NULL };
		struct policy policy = a_policy();
		struct triage_house house = a_house(&policy);
		struct item item =
		    a_message(&mem, "Telephone call of Sunday", COMPLAIN);
		struct note note = { .by = SPAN("jbell"),
			.caller = { SPAN("Joan Example"),
			    span_of(cases[i].email) },
			.phone = SPAN("01632 960001"),
			.postal_address = span_of(cases[i].postal) };

		item.message->from =
		    (struct mailbox_address){ SPAN(""), SPAN("") };
		item.note = &note;
		triage(&item, &house, &mem);
		is_number(item.owed.acknowledge, cases[i].acknowledge,
		    "note %zu: acknowledged", i);
		is_number(item.owed.channel, cases[i].channel, "by which way");
		is_number(item.origin.kind, ORIGIN_PUBLIC, "of a person");
		is_span(item.origin.author.name, "Joan Example", "by name");
		is_span(item.origin.phone, "01632 960001", "with a number");
		is_day(item.owed.received_on, "2026-11-22", "received");
	}
}

int
main(void)
{
	test_clocks();
	test_strictest();
	test_table_end();
	test_first_receipt();
	test_policy();
	test_letters();
	test_unreadable();
	test_addresses();
	test_records();
	test_texts();
	test_unreturnable();
	test_neutral();
	test_notes();
	return done();
}

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
	is_number(item.verdict.category, CATEGORY_NONE, "undecided");
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
		{ "", ACK_HOLD },
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
	is_span(item.owed.template, "review", "so a person decides");
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
	return done();
}

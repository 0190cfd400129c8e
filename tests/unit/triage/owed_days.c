/* owed_days.c - by which days an answer is owed, under which law */
#include "triage/owed.h"

#include "due.h"
#include "house.h"

#define SEND_IT                                                                \
	"From: Joan <joan@example.org>\nSent: %s\nTo: Ward 7\n"                \
	"Subject: x\n\n" A_COMPLAINT

static void
test_clocks(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x", A_COMPLAINT);
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
	item = a_message(&mem, "x", A_REQUEST);
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
	struct item item = a_message(&mem, "x", A_COMPLAINT " " A_REQUEST);
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
	struct item item = a_message(&mem, "x", A_COMPLAINT);

	item.received_at = 1861920000; /* 2028-12-31 */
	triage_here(&item, &mem);
	is_owed(&item, "", "", "");
	ok(item.verdict.needs_review, "a person is asked");
	ok(holds(item.verdict.review_reason, "bank holidays"), "and told why");
	item = a_message(&mem, "x", A_COMPLAINT);
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

/* The day that is stamped on a letter counts, where it is the earlier. */
static void
test_stamps(void)
{
	static const struct {
		const char *stamps, *received;
		bool is_asked;
	} rows[] = {
		{ "", "2026-11-22", false },
		{ "RECEIVED 18 NOV 2026\n", "2026-11-18", false },
		{ "RECEIVED 22 NOV 2026\n", "2026-11-22", false },
		{ "RECEIVED 18 NOV 2026\nRECEIVED 17 NOV 2026\n", "2026-11-17",
		    true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_letter(&mem,
		    arena_printf(&mem, "%sDear Sir\n\n" A_COMPLAINT "\n",
			rows[i].stamps)
			.at);

		triage_here(&item, &mem);
		is_day(item.owed.received_on, rows[i].received,
		    "a letter is received on the day of its stamp");
		is_number(holds(item.verdict.review_reason,
			      "different dates of receipt"),
		    rows[i].is_asked, "a person is asked which day it was");
	}
}

/* The days of a category that a person gives a case. */
static void
test_days_of_category(void)
{
	static const struct {
		enum category category;
		const char *received, *ack, *response, *holding;
		bool is_known;
	} rows[] = {
		{ COMPLAINT, "2026-11-22", "2026-11-25", "2027-05-21",
		    "2027-05-14", true },
		{ FOI, "2026-11-22", "2026-11-24", "2026-12-21", "2026-12-14",
		    true },
		{ COMMENT, "2026-11-22", "2026-11-25", "", "", true },
		{ COMPLAINT, "2028-06-30", "2028-07-05", "2028-12-29",
		    "2028-12-20", true },
		{ COMPLAINT, "2028-07-02", "2028-07-05", "2029-01-01", "",
		    false },
		{ FOI, "2028-12-20", "", "", "", false },
		{ COMMENT, "2028-12-28", "", "", "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct policy policy = a_policy();
		struct owed days = { .received_on = 7 };

		is_number(owed_days(rows[i].category, &policy,
			      day_parse(span_of(rows[i].received)), &days),
		    rows[i].is_known, "%s of %s: known or not",
		    category_name(rows[i].category), rows[i].received);
		if (!rows[i].is_known) {
			is_number(days.received_on, 7, "nothing is put out");
			continue;
		}
		is_day(days.received_on, rows[i].received, "received");
		is_day(days.ack_due, rows[i].ack, "acknowledgement due");
		is_day(days.response_due, rows[i].response, "response due");
		is_day(days.holding_due, rows[i].holding, "holding letter due");
	}
}

/* A holding letter that would be due before the table begins. */
static void
test_table_start(void)
{
	struct policy policy = a_policy();
	struct owed days = { .received_on = 7 };

	policy.holding_days = 19;
	ok(owed_days(FOI, &policy, day_of(2019, 1, 2), &days),
	    "the first days of the table are known");
	policy.holding_days = 22;
	days.received_on = 7;
	ok(!owed_days(FOI, &policy, day_of(2019, 1, 2), &days) &&
		days.received_on == 7,
	    "those before it are not");
}

int
main(void)
{
	test_clocks();
	test_strictest();
	test_table_end();
	test_first_receipt();
	test_stamps();
	test_days_of_category();
	test_table_start();
	return done();
}

/* rows.c - what lists say of a case */
#include "console/rows.h"
#include "tap.h"
#include "triage/workday.h"

#define TODAY day_of(2026, 11, 24)

static void
test_days(void)
{
	static const struct {
		int days;
		const char *want;
	} table[] = { { 0, "today" }, { 1, "1 day" }, { 2, "2 days" },
		{ -1, "1 day late" }, { -3, "3 days late" } };
	autoarena mem = { 0 };
	struct case_row row = { .state = SPAN("acknowledged"),
		.ack_state = SPAN("sent"),
		.response_due = SPAN("2026-11-20") };

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		is_text(arena_text(&mem,
			    days_left(TODAY + table[i].days, TODAY, &mem)),
		    table[i].want, "%d days", table[i].days);
	is_number((long long)days_left(NO_DATE, TODAY, &mem).len, 0, "no day");
	is_text(arena_text(&mem, case_days_left(&row, TODAY, &mem)),
	    "4 days late", "of a case");
	ok(case_is_urgent(&row, TODAY), "which is urgent");
	row.paused_on = SPAN("2026-11-01");
	is_text(arena_text(&mem, case_days_left(&row, TODAY, &mem)), "paused",
	    "that is paused");
	ok(!case_is_urgent(&row, TODAY), "which is not");
}

static void
test_decisions(void)
{
	static const struct {
		struct case_row row;
		const char *want;
	} table[] = {
		{ { .ack_state = { "sent", 4 } }, "" },
		{ { .needs_review = true, .ack_state = { "sent", 4 } },
		    "What is it?" },
		{ { .needs_review = true,
		      .review_reason = { "Both", 4 },
		      .ack_state = { "held", 4 },
		      .ack_note = { "No address", 10 } },
		    "Both; Acknowledgement held: No address" },
		{ { .ack_state = { "failed", 6 } }, "Acknowledgement failed" },
		{ { .ack_state = { "bounced", 7 }, .ack_note = { "gone", 4 } },
		    "Acknowledgement came back: gone" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autoarena mem = { 0 };

		is_text(arena_text(&mem, case_decision(&table[i].row, &mem)),
		    table[i].want, "decision %zu", i);
	}
}

static void
test_cells(void)
{
	autoarena mem = { 0 };
	struct cell cells[MAX_CASE_CELLS];
	struct case_row row = { .reference = SPAN("CS26-000001-P"),
		.category = SPAN("foi"),
		.state = SPAN("acknowledged"),
		.received_on = SPAN("2026-11-20"),
		.ack_state = SPAN("sent"),
		.response_due = SPAN("2026-11-23") };
	autobuf out = BUF(4096);
	struct json json = { .out = &out };

	case_cells(&row, TODAY, &mem, cells);
	for (size_t i = 0; i < CASE_CELLS; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(cells[i].key, cells[k].key) == 0)
				ok(false, "%s stands twice", cells[i].key);
	json_open(&json, "", '{');
	cells_json(cells, CASE_CELLS, &json);
	json_close(&json, '}');
	ok(strstr(buf_text(&out), "\"next\":\"response\",\"days_left\":-1,"
				  "\"late\":true,") != NULL,
	    "late by a day: %s", buf_text(&out));
	is_number(case_legal_due(&row), day_of(2026, 11, 23),
	    "a request's day is the law's");
	row.category = SPAN("complaint");
	is_number(case_legal_due(&row), day_of(2027, 5, 19), "six months");
	row.category = SPAN("comment");
	is_number(case_legal_due(&row), NO_DATE, "none for a comment");
}

int
main(void)
{
	test_days();
	test_decisions();
	test_cells();
	return done();
}

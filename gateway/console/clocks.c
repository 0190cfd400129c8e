/* clocks.c - reminds of the six months, and tells of pauses */
#include "console/clocks.h"
#include "triage/workday.h"

#define LAW_COMPLAINT_MONTHS 6
#define HALF_A_MONTH 15 /* days */

static const char *const passed[SIX_MONTHS_ALARMS] = { "4 months", "5 months",
	"5\302\275 months" };

bool
clocks_six_months(const struct case_row *row, struct six_months *months)
{
	day received = day_parse(row->received_on);
	day due = day_parse(row->response_due);
	bool is_complaint = span_is_equal(row->category, SPAN("complaint")) ||
			    (row->category.len == 0 && row->needs_review);

	if (!is_complaint || received == NO_DATE ||
	    span_is_equal(row->state, SPAN("closed")))
		return false;
	months->end = months_last_day(received, LAW_COMPLAINT_MONTHS);
	months->alarms[0] = months_last_day(received, 4);
	months->alarms[1] = months_last_day(received, 5);
	months->alarms[2] = months->end - HALF_A_MONTH;
	return due == NO_DATE || due <= months->end;
}

/* How many of the months have passed; "" under four. */
static struct span
months_note(const struct case_row *row, day today, struct arena *mem)
{
	struct six_months months;
	int n = 0;

	if (!clocks_six_months(row, &months))
		return SPAN("");
	if (today > months.end)
		return SPAN("six months are over: write why, and when the "
			    "response comes");
	while (n < SIX_MONTHS_ALARMS && today >= months.alarms[n])
		n++;
	return n == 0 ? SPAN("")
		      : arena_printf(mem, "%s have passed; six end on %.*s",
			    passed[n - 1], SPAN_ARG(day_text(months.end, mem)));
}

struct span
clocks_note(const struct case_row *row, day today, struct arena *mem)
{
	struct span note = months_note(row, today, mem);

	if (row->paused_on.len == 0)
		return note;
	return arena_printf(mem, "paused since %.*s%s%.*s",
	    SPAN_ARG(row->paused_on), note.len > 0 ? "; " : "", SPAN_ARG(note));
}

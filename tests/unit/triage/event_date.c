/* event_date.c - when what somebody writes about happened */
#include "triage/event_date.h"

#include "folded.h"
#include "house.h"

/* Received on Sunday 22 November 2026. */
static void
test_dates(void)
{
	static const struct {
		const char *text, *want;
		bool is_late;
	} rows[] = {
		{ "I was on the ward on 12 March 2024 and fell there.",
		    "2024-03-12", true },
		{ "On the 3rd of May 2025 you let my wife fall.", "2025-05-03",
		    true },
		{ "I was seen in your clinic on 14/02/2025 and was not told.",
		    "2025-02-14", true },
		{ "I was seen in your clinic on 14.2.25 and was not told.",
		    "2025-02-14", true },
		{ "In March 2023 I had an operation on my hand.", "2023-03-31",
		    true },
		{ "In December 2024 I had an operation on my hand.",
		    "2024-12-31", true },
		{ "It was in 2021 that the surgeon left me like this.",
		    "2021-12-31", true },
		{ "This happened three years ago and I still dream of it.",
		    "2026-11-22", false },
		{ "This happened three years ago and I dream of it.",
		    "2023-11-23", true },
		{ "It was 14 months ago that you sent me home like that.",
		    "2025-09-28", true },
		{ "It was two weeks ago that you sent me home like that.",
		    "2026-11-08", false },
		{ "It was five days ago that you sent me home like that.",
		    "2026-11-17", false },
		{ "First in 2019 and again on 2 November 2026 I was ignored.",
		    "2026-11-02", false },
		/* Twelve months to the day are in time. */
		{ "You sent me home in pain on 22 November 2025, at night.",
		    "2025-11-22", false },
		{ "You sent me home in pain on 21 November 2025, at night.",
		    "2025-11-21", true },
		/* Of something else. */
		{ "I was born on 12 March 1995 and am ill.", "", false },
		{ "Thank you for your letter of 3 May 2024, which I have read.",
		    "", false },
		{ "12 March 2024\n\nI write about the car park as it is.", "",
		    false },
		{ "It is what they say on that form dated 3 May 2024, too.", "",
		    false },
		{ "We fell on 12 March 2024\n\nIt was dark and wet.", "",
		    false },
		{ "I fell there on 12 March 2024\n\nIt was dark and wet.",
		    "2024-03-12", true },
		{ "My operation is planned for 3 March 2027 at your hospital.",
		    "", false },
		/* In this year they may mean what has been; not in the next. */
		{ "I was sent home on 31 December 2026 in great pain again.",
		    "2026-11-22", false },
		{ "I was sent home on 1 January 2027 in great pain again.", "",
		    false },
		{ "It is the 31 February 2024 that I mean, if there was one.",
		    "2024-02-29", true },
		{ "It was on 14/2/25", "", false },
		{ "It is all about bed 14/2 and not about any other bed.", "",
		    false },
		{ "They came to my bed for the first time on 14/2.", "",
		    false },
		{ "I was seen in your clinic on 14/2, 25 times, and not told.",
		    "", false },
		{ "I was seen in your clinic on 14, 2/25 times, and not told.",
		    "", false },
		{ "I was seen in your clinic on 14/2/5 times, and not told.",
		    "", false },
		{ "I was seen in your clinic on 14/2/27 times, and not told.",
		    "", false },
		{ "I was seen in your clinic on 14/2/26 times, and not told.",
		    "2026-02-14", false },
		{ "I was seen in your clinic on 14/2/00 times, and not told.",
		    "2000-02-14", true },
		{ "Ring 01632 960100 or write to 12 High Street for the file.",
		    "", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct folded folded = edge_fold(rows[i].text, &mem);
		struct event_date event = { .at = NO_DATE };

		event_date_find(&folded, 0, A_SUNDAY, &mem, &event);
		is_span(day_text(event.at, &mem), rows[i].want, "%s",
		    rows[i].text);
		is_number(event_date_is_late(&event, A_SUNDAY), rows[i].is_late,
		    "late or not");
	}
}

static void
test_place(void)
{
	static const char text[] = "I fell there on 12 March 2024, at night.";
	autoarena mem = { NULL };
	struct folded folded = edge_fold(text, &mem);
	struct event_date event = { .at = NO_DATE };

	event_date_find(&folded, 3, A_SUNDAY, &mem, &event);
	is_number(event.part, 3, "its part");
	is_span(((struct span){ text + event.start, event.end - event.start }),
	    "12 March 2024", "and where it stands");
}

int
main(void)
{
	test_dates();
	test_place();
	return done();
}

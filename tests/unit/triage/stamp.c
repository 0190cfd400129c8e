/* stamp.c - days of receipt are read off stamps, and off nothing else */
#include "tap.h"

#include "triage/stamp.h"
#include "triage/workday.h"

#define TODAY 20777 /* 2026-11-20 */

static const struct {
	const char *what, *text, *day;
} stamps[] = {
	{ "under the word", "RECEIVED\n\n17 NOV 2026\n\nDear Sir",
	    "2026-11-17" },
	{ "beside the word", "Dear Sir\nRECEIVED 17 NOV 2026\n", "2026-11-17" },
	{ "with a time", "RECEIVED\n17 NOV 2026 09:41 AM\n", "2026-11-17" },
	{ "above the word", "17 NOV 2026\nRECEIVED\n", "2026-11-17" },
	{ "between other lines",
	    "NORTHMOOR NHS TRUST\nRECEIVED\nPATIENT RELATIONS\n17 NOV 2026\n",
	    "2026-11-17" },
	{ "month first", "RECEIVED\nNOV 17 2026\n", "2026-11-17" },
	{ "in figures, day first", "DATE RECEIVED: 07/11/2026\n",
	    "2026-11-07" },
	{ "two figures of the year", "RECEIVED 17.11.26\n", "2026-11-17" },
	{ "year first", "RECEIVED 2026-11-17\n", "2026-11-17" },
	{ "in full", "Received: 17th November 2026\n", "2026-11-17" },
	{ "shortened", "REC'D 17-NOV-2026\n", "2026-11-17" },
	{ "misread figures", "RECEIVED\nI7 N0V 2O26\n", "2026-11-17" },
	{ "a day that cannot be", "RECEIVED\n47 NOV 2026\n", "2026-11-17" },
	{ "a misread letter", "RECEIVEO\n17 NOV 2026\n", "2026-11-17" },
	{ "four letters of September", "RECEIVED 1 SEPT 2026\n", "2026-09-01" },
	{ "received today", "RECEIVED 20 NOV 2026\n", "2026-11-20" },
	{ "the longest ago", "RECEIVED 19 NOV 2025\n", "2025-11-19" },
	{ "longer ago", "RECEIVED 18 NOV 2025\n", "" },
	{ "tomorrow", "RECEIVED 21 NOV 2026\n", "" },
	{ "no such day", "RECEIVED 31 NOV 2026\n", "" },
	{ "no date", "RECEIVED\nDear Sir,\n", "" },
	{ "a date too far below", "RECEIVED\none\ntwo\nthree\n17 NOV 2026\n",
	    "" },
	{ "the date of the letter", "17 November 2026\nDear Sir,\n", "" },
	{ "a sentence", "I received your letter of 17 November 2026.\n", "" },
	{ "a sentence in capitals",
	    "I HAVE NOT RECEIVED A REPLY SINCE 3 MARCH 2026\n", "" },
	{ "the end of a sentence",
	    "the care my late husband\nreceived in October.\n17 NOV 2026 it "
	    "was when he was at last seen\n",
	    "" },
	{ "the last line of a sentence",
	    "the letter that you must have\nreceived 17 November 2026.\n", "" },
	{ "two misread letters", "RECEWEO\n17 NOV 2026\n", "" },
	{ "nothing", "", "" },
};

static void
test_stamps(struct arena *mem)
{
	for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++) {
		struct stamp s = stamp_read(span_of(stamps[i].text), TODAY);

		is_span(day_text(s.first, mem), stamps[i].day, "%s",
		    stamps[i].what);
		ok(!s.is_contradicted, "... and no other");
	}
}

static void
test_contradiction(struct arena *mem)
{
	struct stamp s = stamp_read(
	    SPAN("RECEIVED 17 NOV 2026\nRECEIVED 12 NOV 2026\n"), TODAY);

	is_span(day_text(s.first, mem), "2026-11-12", "the earlier counts");
	ok(s.is_contradicted, "two days contradict each other");
	s = stamp_read(SPAN("RECEIVED 17 NOV 2026\nRECEIVED 17/11/26\n"),
	    TODAY);
	ok(!s.is_contradicted, "the same day twice does not");
	s = stamp_read(SPAN("RECEIVED 17 NOV 2026\nRECEIVED 17 NOV 2062\n"),
	    TODAY);
	ok(!s.is_contradicted, "nor does one that cannot be");
}

static void
test_whose(void)
{
	struct part part = { .is_ocr = true,
		.text = SPAN("RECEIVED 17 NOV 2026") };
	struct item item = { .kind = KIND_DOCUMENT,
		.parts = &part,
		.n_parts = 1 };

	ok(stamp_of(&item, TODAY).first == TODAY - 3, "a scanned letter");
	item.kind = KIND_MESSAGE;
	item.origin.kind = ORIGIN_PUBLIC;
	ok(stamp_of(&item, TODAY).first == NO_DATE,
	    "a scan from the public has other people's stamps");
	item.origin.kind = ORIGIN_STAFF_FORWARD;
	ok(stamp_of(&item, TODAY).first == TODAY - 3,
	    "a scan that staff pass on");
	part.is_ocr = false;
	ok(stamp_of(&item, TODAY).first == NO_DATE, "typed text has none");
}

int
main(void)
{
	autoarena mem = { 0 };

	test_stamps(&mem);
	test_contradiction(&mem);
	test_whose();
	return done();
}

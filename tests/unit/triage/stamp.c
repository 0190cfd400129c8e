/* stamp.c - days of receipt are read off stamps, and off nothing else */
#include "edge.h"
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
	/* figures as a scanner sees them */
	{ "every misread figure", "RECEIVED O7/Il/ZO26\n", "2026-11-07" },
	{ "the other ones", "RECEIVED Q5 S 2O26\n", "2026-05-05" },
	{ "and the rest", "RECEIVED !B SEP ZOZ6\n", "2026-09-18" },
	{ "a 1 that looks like a 7", "RECEIVED 77 NOV 2026\n", "2026-11-17" },
	{ "a 40th is a 10th", "RECEIVED 40 NOV 2026\n", "2026-11-10" },
	{ "a 57th is nothing", "RECEIVED 57 NOV 2026\n", "" },
	{ "an 87th is nothing", "RECEIVED 87 NOV 2026\n", "" },
	{ "a day of three figures", "RECEIVED 117 NOV 2026\n", "" },
	{ "the first", "RECEIVED 1ST NOV 2026\n", "2026-11-01" },
	{ "the second", "RECEIVED 2nd NOV 2026\n", "2026-11-02" },
	{ "the third", "RECEIVED 3RD NOV 2026\n", "2026-11-03" },
	{ "no ordinal", "RECEIVED 17xy NOV 2026\n", "" },
	{ "the month first, an ordinal", "RECEIVED NOV 17TH 2026\n",
	    "2026-11-17" },
	{ "four figures of a time", "RECEIVED 0941 17 NOV 2026\n",
	    "2026-11-17" },
	{ "five figures are no time", "RECEIVED 09411 17 NOV 2026\n", "" },
	/* months */
	{ "a month of two letters", "RECEIVED 17 NO 2026\n", "" },
	{ "a month and more", "RECEIVED 17 NOVEMBERS 2026\n", "" },
	{ "what is no month", "RECEIVED 17 SEPX 2026\n", "" },
	{ "a 5 in a month", "RECEIVED 17 5EPTEMBER 2026\n", "2026-09-17" },
	{ "a month in small letters", "RECEIVED 17 nov 2026\n", "2026-11-17" },
	/* years */
	{ "a year of three figures", "RECEIVED 17 NOV 226\n", "" },
	{ "a year of one figure", "RECEIVED 17 NOV 6\n", "" },
	{ "a year that is a word", "RECEIVED 17 NOV XX\n", "" },
	/* words around it */
	{ "in so many words", "DATE RECEIVED BY: 17 NOV 2026 PM\n",
	    "2026-11-17" },
	{ "a word more", "RECEIVED LATE 17 NOV 2026\n", "" },
	{ "shortened without a mark", "RECD 17 NOV 2026\n", "2026-11-17" },
	{ "shortened, misread", "REOD 17 NOV 2026\n", "" },
	{ "misread, in small letters", "Receiueo 17 NOV 2026\n", "" },
	{ "misread but too long", "RECEIVEDD 17 NOV 2026\n", "" },
	{ "two words beside the date", "RECEIVED\nWARD OFFICE 17 NOV 2026\n",
	    "2026-11-17" },
	{ "two words behind it", "RECEIVED\n17 NOV 2026 WARD OFFICE\n",
	    "2026-11-17" },
	{ "one on either side", "RECEIVED\nWARD 17 NOV 2026 OFFICE\n",
	    "2026-11-17" },
	{ "three words are a sentence",
	    "RECEIVED\nTHE WARD OFFICE 17 NOV 2026\n", "" },
	{ "as are three behind it", "RECEIVED\n17 NOV 2026 THE WARD OFFICE\n",
	    "" },
	{ "figures are no words", "RECEIVED\n17 NOV 2026 09 41 22 WARD A\n",
	    "2026-11-17" },
	{ "twelve pieces in a line", "RECEIVED 17 NOV 2026 1 2 3 4 5 6 7 8\n",
	    "2026-11-17" },
	{ "thirteen are a table", "RECEIVED 17 NOV 2026 1 2 3 4 5 6 7 8 9\n",
	    "" },
	{ "a table below the word",
	    "RECEIVED\n17 NOV 2026 1 2 3 4 5 6 7 8 9 10\n", "" },
	/* lines around it */
	{ "in the third line below", "RECEIVED\none\ntwo\n17 NOV 2026\n",
	    "2026-11-17" },
	{ "blank lines aside", "RECEIVED\n\none\n\ntwo\n\n17 NOV 2026\n",
	    "2026-11-17" },
	{ "above, behind a blank line", "17 NOV 2026\n\nRECEIVED\n",
	    "2026-11-17" },
	{ "too far above", "17 NOV 2026\nx\nRECEIVED\n", "" },
	{ "below rather than above", "12 NOV 2026\nRECEIVED\n17 NOV 2026\n",
	    "2026-11-17" },
	{ "beside rather than below", "RECEIVED 17 NOV 2026\n12 NOV 2026\n",
	    "2026-11-17" },
};

/* Every month, in full and by three letters. */
static void
test_months(struct arena *mem)
{
	static const char *const names[] = { "JANUARY", "FEBRUARY", "MARCH",
		"APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER",
		"OCTOBER", "NOVEMBER", "DECEMBER" };

	for (int i = 0; i < 12; i++) {
		day want = day_of(i < 11 ? 2026 : 2025, i + 1, 9);

		for (int len = 3; len < 10; len += 6) {
			struct span text =
			    arena_printf(mem, "RECEIVED 9 %.*s %d", len,
				names[i], i < 11 ? 2026 : 2025);

			is_number(stamp_read(text, TODAY).first, want, "%.*s",
			    SPAN_ARG(text));
		}
	}
}

/* The years of this century, and no others. */
static void
test_years(void)
{
	static const struct {
		const char *text;
		int year;
		bool found;
	} rows[] = {
		{ "RECEIVED 5 JAN 2000", 2000, true },
		{ "RECEIVED 5 JAN 00", 2000, true },
		{ "RECEIVED 2000 01 05", 2000, true },
		{ "RECEIVED 5 JAN 2099", 2099, true },
		{ "RECEIVED 5 JAN 1999", 1999, false },
		{ "RECEIVED 5 JAN 2100", 2100, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		day today = day_of(rows[i].year, 1, 6);

		is_number(stamp_read(edge_of(rows[i].text), today).first,
		    rows[i].found ? today - 1 : NO_DATE, "%s", rows[i].text);
	}
}

static void
test_stamps(struct arena *mem)
{
	for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++) {
		struct stamp s = stamp_read(edge_of(stamps[i].text), TODAY);

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

/* A letter is stamped on any of its pages. */
static void
test_pages(void)
{
	static const struct {
		const char *first, *second, *what;
		int days_ago; /* -1: not stamped */
		bool is_contradicted;
	} rows[] = {
		{ "Dear Sir", "RECEIVED 17 NOV 2026", "on the second page", 3,
		    false },
		{ "RECEIVED 17 NOV 2026", "RECEIVED 17/11/26", "twice the same",
		    3, false },
		{ "RECEIVED 17 NOV 2026", "RECEIVED 16 NOV 2026",
		    "another day on the second page", 4, true },
		{ "RECEIVED 17 NOV 2026\nRECEIVED 16 NOV 2026", "Yours",
		    "two days on the first page", 4, true },
		{ "Dear Sir", "Yours", "on no page", -1, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct part parts[] = {
			{ .is_ocr = true, .text = edge_of(rows[i].first) },
			{ .is_ocr = true, .text = edge_of(rows[i].second) },
		};
		struct item item = { .kind = KIND_DOCUMENT,
			.parts = edge_array(parts, 2),
			.n_parts = 2 };
		struct stamp s = stamp_of(&item, TODAY);

		is_number(s.first,
		    rows[i].days_ago < 0 ? NO_DATE : TODAY - rows[i].days_ago,
		    "%s", rows[i].what);
		is_number(s.is_contradicted, rows[i].is_contradicted,
		    "contradicted or not");
	}
}

int
main(void)
{
	autoarena mem = { 0 };

	test_stamps(&mem);
	test_months(&mem);
	test_years();
	test_contradiction(&mem);
	test_whose();
	test_pages();
	return done();
}

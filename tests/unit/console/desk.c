/* desk.c - times are those of London for people, of UTC for programs */
#include "console/desk.h"
#include "tap.h"

int
main(void)
{
	static const struct {
		time_t at;
		const char *clock, *instant;
	} cases[] = {
		{ 1795342502, "22 Nov 2026 10:15:02", "2026-11-22T10:15:02Z" },
		{ 1782900000, "1 Jul 2026 11:00:00", "2026-07-01T10:00:00Z" },
		/* The clocks go forward at 01:00 UTC on 29 March 2026 ... */
		{ 1774745999, "29 Mar 2026 00:59:59", "2026-03-29T00:59:59Z" },
		{ 1774746000, "29 Mar 2026 02:00:00", "2026-03-29T01:00:00Z" },
		/* ... and back at 01:00 UTC on 25 October. */
		{ 1792889999, "25 Oct 2026 01:59:59", "2026-10-25T00:59:59Z" },
		{ 1792890000, "25 Oct 2026 01:00:00", "2026-10-25T01:00:00Z" },
		{ 1782860400, "1 Jul 2026 00:00:00", "2026-06-30T23:00:00Z" },
	};
	autoarena mem = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_span(desk_clock(cases[i].at, &mem), cases[i].clock,
		    "the clock in London");
		is_span(desk_instant(cases[i].at, &mem), cases[i].instant,
		    "the instant");
	}
	return done();
}

/* width.c - columns of the screen */
#include "console/width.h"
#include "tap.h"

int
main(void)
{
	static const struct {
		const char *text;
		size_t width;
		const char *what;
	} table[] = {
		{ "", 0, "nothing" },
		{ "ward", 4, "ASCII" },
		{ "Zo\xc3\xab", 3, "a letter of two bytes" },
		{ "Zoe\xcc\x88", 3, "a mark above the letter before" },
		{ "\xe6\x9d\x8e\xe6\x98\x8e", 4, "ideographs are wide" },
		{ "\xed\x95\x9c", 2, "so is Hangul" },
		{ "\xf0\x9f\x98\x80", 2, "and a face" },
		{ "\xe2\x80\xa6", 1, "an ellipsis" },
		{ "\xff", 1, "a byte that is no character" },
	};
	struct width width = width_start();

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		is_number((long long)width_of(span_of(table[i].text)),
		    (long long)table[i].width, "%s", table[i].what);
	width_end(&width);
	width_end(&width);
	is_number((long long)width_of(SPAN("ward")), 4, "also outside");
	return done();
}

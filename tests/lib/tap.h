/*
 * tap.h - the Test Anything Protocol, for C
 *
 *	ok(condition, "what is true");  is_text(got, want, "..."); return done();
 */
#ifndef TAP_H
#define TAP_H

#include "base/span.h"

#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

#define ok(condition, ...)                                                     \
	tap_result((condition), __FILE__, __LINE__, __VA_ARGS__)
#define is_number(got, want, ...)                                              \
	tap_number((long long)(got), (long long)(want), __FILE__, __LINE__,    \
	    __VA_ARGS__)
#define is_text(got, want, ...)                                                \
	tap_text(span_of(got), span_of(want), __FILE__, __LINE__, __VA_ARGS__)
#define is_span(got, want, ...)                                                \
	tap_text((got), span_of(want), __FILE__, __LINE__, __VA_ARGS__)

#define tap_result(passed, file, line, ...)                                    \
	do {                                                                   \
		int tap_passed = (passed) ? 1 : 0;                             \
		tap_failed += !tap_passed;                                     \
		printf("%sok %d - ", tap_passed ? "" : "not ", ++tap_count);   \
		printf(__VA_ARGS__);                                           \
		putchar('\n');                                                 \
		if (!tap_passed)                                               \
			printf("# at %s:%d\n", file, line);                    \
		fflush(stdout);                                                \
	} while (0)

#define tap_number(got, want, file, line, ...)                                 \
	do {                                                                   \
		long long tap_got = (got), tap_want = (want);                  \
		tap_result(tap_got == tap_want, file, line, __VA_ARGS__);      \
		if (tap_got != tap_want)                                       \
			printf("# got %lld, want %lld\n", tap_got, tap_want);  \
	} while (0)

#define tap_text(got, want, file, line, ...)                                   \
	do {                                                                   \
		struct span tap_got = (got), tap_want = (want);                \
		tap_result(span_is_equal(tap_got, tap_want), file, line,       \
		    __VA_ARGS__);                                              \
		if (!span_is_equal(tap_got, tap_want))                         \
			printf("# got \"%.*s\"\n# want \"%.*s\"\n",            \
			    SPAN_ARG(tap_got), SPAN_ARG(tap_want));            \
	} while (0)

/* The plan; the exit status of main. */
static inline int
done(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed != 0;
}

#endif

/* throttle.c - what counts as a wish for patience, and for how long */
#include "intake/throttle.h"
#include "tap.h"

int
main(void)
{
	static const struct {
		const char *code, *text;
		int want;
	} cases[] = {
		{ "",
		    "Request is throttled. Suggested Backoff Time: 299961 "
		    "milliseconds",
		    300 },
		{ "", "REQUEST IS THROTTLED. SUGGESTED BACKOFF TIME: 1 ms", 1 },
		{ "", "throttled. Backoff Time: 3600000 milliseconds", 3600 },
		{ "", "throttled. Backoff Time: 3600001 milliseconds",
		    THROTTLE_SECONDS },
		{ "", "throttled. Backoff Time: 0 milliseconds",
		    THROTTLE_SECONDS },
		{ "", "throttled. Backoff Time: -5 milliseconds",
		    THROTTLE_SECONDS },
		{ "", "throttled. Backoff Time: ", THROTTLE_SECONDS },
		{ "THROTTLED", "", THROTTLE_SECONDS },
		{ "throttled", "later", THROTTLE_SECONDS },
		{ "LIMIT", "UID FETCH Rate limit hit.", THROTTLE_SECONDS },
		{ "LIMIT", "too many flags", 0 },
		{ "UNAVAILABLE", "later", 0 },
		{ "", "some could not be fetched", 0 },
		{ "", "Backoff Time: 5000 milliseconds", 0 },
		{ "", "", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		is_number(throttle_seconds(span_of(cases[i].code),
			      span_of(cases[i].text)),
		    cases[i].want, "[%s] %s", cases[i].code, cases[i].text);
	return done();
}

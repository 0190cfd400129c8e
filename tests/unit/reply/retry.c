/* retry.c - tests of the back-off */
#include "reply/retry.h"
#include "tap.h"

int
main(void)
{
	static const struct {
		long long attempts, most;
	} cases[] = {
		{ 1, 60 },
		{ 2, 120 },
		{ 3, 240 },
		{ 8, 7680 },
		{ 9, 14400 },
		{ 10, 14400 },
		{ 1000000, 14400 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		long long least = cases[i].most, most = 0;

		for (unsigned chance = 0; chance < 1000; chance++) {
			long long wait = retry_wait(cases[i].attempts, chance);

			least = wait < least ? wait : least;
			most = wait > most ? wait : most;
		}
		is_number(most, cases[i].most, "attempt %lld: at most",
		    cases[i].attempts);
		is_number(least, cases[i].most - cases[i].most / 10,
		    "and a tenth less at least");
	}
	ok(!retry_is_alarming(1), "no alarm at once");
	/* 1 + 2 + ... + 128 = 255 minutes, then 4 hours each */
	ok(!retry_is_alarming(13), "nor after 20 h 15 min");
	ok(retry_is_alarming(14), "but after 24 h 15 min");
	ok(retry_is_alarming(1000000), "and for ever after");
	return done();
}

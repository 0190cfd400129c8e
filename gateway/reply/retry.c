/* retry.c - counts the back-off */
#include "reply/retry.h"

#define DAY_SECONDS 86400

static long long
full_wait(long long attempts)
{
	long long wait = RETRY_FIRST_SECONDS;

	while (--attempts > 0 && wait < RETRY_LONGEST_SECONDS)
		wait *= 2;
	return wait < RETRY_LONGEST_SECONDS ? wait : RETRY_LONGEST_SECONDS;
}

long long
retry_wait(long long attempts, unsigned chance)
{
	long long wait = full_wait(attempts);

	return wait - wait * (long long)(chance % 101) / 1000;
}

bool
retry_is_alarming(long long attempts)
{
	long long waited = 0;

	for (long long i = 1; i < attempts && waited < DAY_SECONDS; i++)
		waited += full_wait(i);
	return waited >= DAY_SECONDS;
}

/*
 * retry.h - how long a message waits that could not leave
 */
#ifndef REPLY_RETRY_H
#define REPLY_RETRY_H

#include <stdbool.h>

/* The first wait, and the longest, in seconds. */
#define RETRY_FIRST_SECONDS 60
#define RETRY_LONGEST_SECONDS (4 * 3600)

/*
 * Seconds to wait after the given number of attempts (from 1): one minute,
 * doubled each time up to four hours, less up to a tenth as chance says, so
 * that many messages put off at once do not come back at once.
 */
long long retry_wait(long long attempts, unsigned chance);

/* Have that many attempts taken a day or more?  Then a person must look. */
bool retry_is_alarming(long long attempts);

#endif

/*
 * stop.h - a role is asked to end, or to read its configuration again
 */
#ifndef BASE_STOP_H
#define BASE_STOP_H

#include <stdbool.h>

/*
 * From here on TERM and INT ask for the end, HUP for a reload; SIGPIPE is
 * ignored.  Blocking calls return with EINTR when one arrives.
 */
void stop_install(void);

/* Was the end asked for? */
bool stop_is_wanted(void);

/* Was a reload asked for since the last call? */
bool stop_reload_wanted(void);

/*
 * Sleeps ms milliseconds, or until a signal arrives (also one that arrived
 * just before the call), or until fd (-1 for none) has something to read:
 * true in that last case.
 */
bool stop_sleep(int ms, int fd);

#endif

/*
 * oauth_command.h - for who sets up access by token
 */
#ifndef OAUTH_COMMAND_H
#define OAUTH_COMMAND_H

#include "command.h"

/*
 * oauth login [NAME]: a person signs in on another device, and the refresh
 * token is kept.  oauth test [NAME]: fetches a token, says what is in it and
 * what is missing, and logs in with it; EX_TEMPFAIL where that fails.  NAME is
 * a mailbox's, or smtp.
 */
command_run oauth_main;

#endif

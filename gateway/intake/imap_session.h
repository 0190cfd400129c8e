/*
 * imap_session.h - what imap.c, imap_login.c and imap_messages.c share
 */
#ifndef INTAKE_IMAP_SESSION_H
#define INTAKE_IMAP_SESSION_H

#include "intake/imap.h"
#include "intake/stream.h"

#include <libetpan/libetpan.h>

struct imap {
	mailimap *session;  /* own */
	mailstream *stream; /* own */
	struct arena mem;   /* own */
	struct stream_peer peer;
	bool is_in_step; /* answers still belong to our commands */
	int patience;    /* seconds the server asked for; 0: it did not */
	bool can_move, can_expunge, can_idle;
};

/* What one command may send, unless it says otherwise. */
#define COMMAND_BYTES (1ll << 20)
#define MAX_FOLDER_BYTES 1024
void command_allow(struct imap *imap);

/* Did the server name the word among its capabilities? */
bool imap_has(const struct imap *imap, const char *word);

/* Does it take logins by the SASL mechanism? */
bool imap_has_mechanism(const struct imap *imap, const char *mechanism);

/* Whether s can stand in a command's line: not empty, nothing unprintable. */
bool text_is_sayable(struct span s, bool *is_ascii);

/*
 * Logs in: LOGIN, or AUTHENTICATE PLAIN (RFC 4616) where the server disables
 * LOGIN, a name or the password is not ASCII, or the login is not the user;
 * XOAUTH2, or OAUTHBEARER (RFC 7628).  REFUSED where the server says no.
 */
enum outcome imap_login(struct imap *imap, const struct credential *credential,
    struct error *why) must_check;

/*
 * What libetpan's answer to the command means: DONE, REFUSED for a NO, LATER
 * where the session is out of step.
 */
enum outcome answer_read(struct imap *imap, int code, const char *action,
    struct error *why) must_check;

#endif

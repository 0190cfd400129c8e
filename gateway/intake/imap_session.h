/*
 * imap_session.h - what imap.c and imap_messages.c share
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
	bool can_move, can_expunge, can_idle;
};

/* What one command may cost, unless it says otherwise. */
#define COMMAND_SECONDS 60
#define COMMAND_BYTES (1ll << 20)
#define MAX_FOLDER_BYTES 1024
void command_allow(struct imap *imap);

/*
 * What libetpan's answer to the command means: DONE, REFUSED for a NO, LATER
 * where the session is out of step.
 */
enum outcome answer_read(struct imap *imap, int code, const char *action,
    struct error *why) must_check;

#endif

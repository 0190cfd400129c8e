/*
 * doctor_looks.h - the things that doctor looks at
 *
 * Each look is one small function in a process of its own with a time to end,
 * so that a server that says nothing, a resolver that hangs, a disk that does
 * not answer or a library that dies costs that look alone.
 */
#ifndef DOCTOR_LOOKS_H
#define DOCTOR_LOOKS_H

#include "base/buf.h"
#include "command.h"

enum diagnosis {
	IS_WELL,
	SEE_TO_IT, /* somebody should see to it */
	IS_WRONG
};

/* For one look. */
struct doctor {
	const struct call *call;
	const struct options *options;
	const struct mailbox_options *mailbox; /* of a look at each of them */
	struct arena *mem;
	time_t now;
	int fd; /* where findings go */
};

/* Says one finding, and what to do about it: "" where there is nothing. */
void doctor_say(struct doctor *d, enum diagnosis diagnosis, const char *to_do,
    const char *fmt, ...) printf_like(4, 5);

typedef void doctor_look(struct doctor *d);

/* doctor_host.c */
doctor_look look_at_clock, look_at_disk, look_at_folders, look_at_secrets,
    look_at_confinement, look_at_roles, look_at_fonts;

/* doctor_house.c */
doctor_look look_at_pack, look_at_model, look_at_reader, look_at_register,
    look_at_history, look_at_backup, look_at_calendar;

/* doctor_mail.c: confined as the roles are that speak to servers */
doctor_look look_at_mailbox, look_at_outgoing;

#endif

/*
 * command.h - one subcommand of postroom
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "options.h"

/* Read where -c names no other. */
#define DEFAULT_CONFIGURATION "/etc/postroom/postroom.conf"

struct call {
	const struct options *options; /* read, unless the command needs none */
	const char *program;           /* path of postroom as it was started */
	int argc;                      /* argv[0] is the command's own name */
	char **argv;
	char **words; /* the whole command line, with its end */
	struct arena *mem;
	int text; /* that the configuration was read from by -f; else -1 */
};

/*
 * Does the work and returns an exit status of sysexits.h.  What it prints for
 * people goes to standard output, in plain English; what went wrong goes to
 * standard error.
 */
typedef int command_run(const struct call *call);

struct command {
	const char *name;
	const char *arguments; /* "REF", "[--json]" */
	const char *sentence;  /* one line for the list of commands */
	const char *help;      /* what --help says after that, or "" */
	bool needs_options;
	command_run *run;
};

/*
 * Takes the flag word (such as "--json") out of the call's arguments: true
 * where it was there.
 */
bool call_flag(struct call *call, const char *word);

/* As call_flag for "--since DATE": its value, or NULL. */
const char *call_value(struct call *call, const char *word);

#endif

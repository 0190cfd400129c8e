/*
 * main.c - the table of subcommands
 */
#include "base/log.h"
#include "base/stop.h"
#include "command.h"
#include "console/console.h"
#include "oauth_command.h"
#include "preview.h"
#include "run.h"
#include "start.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define DEFAULT_CONFIGURATION "/etc/postroom/postroom.conf"

/* clang-format off */
static const struct command commands[] = {
	{ "run", "", "start the post room: all roles, until TERM",
	    "HUP reads the configuration again.\n", true, run_command },
	{ "mailbox", "[--once] [NAME]", "fetch mail from a mailbox",
	    "NAME is that of [mailbox NAME]; it may be left out where there "
	    "is one.\n--once polls once and ends.\n", true, mailbox_command },
	{ "intake", "[--once] [SLOT]", "read, judge and register what arrived",
	    "--once ends when the tray and the spool have nothing left.\n",
	    true, intake_command },
	{ "sender", "[--once]", "send the acknowledgements that are owed",
	    "--once ends when nothing is due.\n", true, sender_command },
	{ "triage", "[--json] [--policy PACK] [--received DATE] FILE...",
	    "show what would be made of a file, without keeping anything",
	    "DATE is a date or an RFC 3339 date-time.\n", false,
	    preview_command },
	{ "list", "[--json]", "list the cases, newest first", "", true,
	    list_command },
	{ "show", "[--json] REF", "show one case: text, reasons, clocks, "
	    "history", "", true, show_command },
	{ "due", "[--json]", "list what is owed, soonest first", "", true,
	    due_command },
	{ "letters", "[--json] [--printed [REF...]]",
	    "list letters to print and post",
	    "--printed records that the letters of the cases named, or all "
	    "that are\nlisted, were posted.\n", true, letters_command },
	{ "refused", "[--json]", "list what could not be read and waits for "
	    "a person", "", true, refused_command },
	{ "watch", "[--until-idle SECONDS]",
	    "show what happens, as it happens",
	    "--until-idle ends when nothing has happened for so long and "
	    "nothing waits.\n", true, watch_command },
	{ "health", "[--json]", "say whether all is well, for monitoring",
	    "Ends with 0 for well, 1 for a warning, 2 for critical.\n", true,
	    health_command },
	{ "reconcile", "[--repair] [--json] [--log]",
	    "prove that server, ledger, spool and register agree",
	    "--repair does what is safe; --log tells by the log.\n"
	    "Ends with 0 in balance, 1 where something waits for somebody, 2 "
	    "where something\nis lost.\n", true, reconcile_command },
	{ "oauth", "login|test [NAME]",
	    "sign in for a mailbox, or find what its login lacks",
	    "NAME is that of [mailbox NAME], or smtp.\n", true,
	    oauth_command },
	{ "check", "", "check the configuration and the policy pack", "",
	    true, check_command },
};
/* clang-format on */

static const struct command *
command_find(const char *name)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int
usage(FILE *to, int status)
{
	fputs("usage: postroom [-c FILE] [-v] COMMAND [ARGUMENTS]\n\n", to);
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		fprintf(to, "  %-9s %s\n", commands[i].name,
		    commands[i].sentence);
	fputs("\nCOMMAND --help says more.  -c names the configuration file\n"
	      "(" DEFAULT_CONFIGURATION "), -v shows more in the log.\n",
	    to);
	return status;
}

static int
command_help(const struct command *c)
{
	printf("usage: postroom [-c FILE] [-v] %s %s\n\n%s: %s.\n%s", c->name,
	    c->arguments, c->name, c->sentence, c->help);
	return EX_OK;
}

/* The path of this program, to start roles and the reader from. */
static const char *
program_find(struct arena *mem)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path);

	if (n <= 0 || n == sizeof path)
		die("cannot find my own program file");
	return arena_text(mem, (struct span){ path, (size_t)n });
}

/* Reads the options and calls the command's function. */
static int
command_start(const struct command *c, const char *file, bool is_named,
    int argc, char **argv)
{
	autoarena mem = { 0 };
	struct options options;
	struct error why;
	struct call call = { .program = program_find(&mem),
		.argc = argc - optind,
		.argv = argv + optind,
		.words = argv,
		.mem = &mem };

	if (c->needs_options || is_named) {
		if (options_read(file, &mem, &options, &why) != DONE) {
			fprintf(stderr, "postroom: %s\n", why.text);
			return EX_CONFIG;
		}
		call.options = &options;
	}
	return c->run(&call);
}

int
main(int argc, char **argv)
{
	const char *file = DEFAULT_CONFIGURATION;
	const struct command *c;
	bool is_named = false;
	int option;

	umask(077);
	while ((option = getopt(argc, argv, "+c:vhV-:")) != -1) {
		if (option == 'c') {
			file = optarg;
			is_named = true;
		} else if (option == 'v') {
			log_set_verbose(1);
		} else if (option == 'V' ||
			   (option == '-' && strcmp(optarg, "version") == 0)) {
			puts("postroom " VERSION);
			return EX_OK;
		} else {
			bool wanted =
			    option == 'h' ||
			    (option == '-' && strcmp(optarg, "help") == 0);
			return usage(wanted ? stdout : stderr,
			    wanted ? EX_OK : EX_USAGE);
		}
	}
	if (optind == argc)
		return usage(stderr, EX_USAGE);
	c = command_find(argv[optind]);
	if (c == NULL) {
		fprintf(stderr, "postroom: %s: no such command\n",
		    argv[optind]);
		return usage(stderr, EX_USAGE);
	}
	if (optind + 1 < argc && strcmp(argv[optind + 1], "--help") == 0)
		return command_help(c);
	return command_start(c, file, is_named, argc, argv);
}

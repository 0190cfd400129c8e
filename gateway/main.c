/*
 * main.c - the table of subcommands
 */
#include "base/log.h"
#include "base/stop.h"
#include "check.h"
#include "command.h"
#include "console/console.h"
#include "contact.h"
#include "extract.h"
#include "handover.h"
#include "post.h"
#include "preview.h"
#include "run.h"
#include "start.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

/* clang-format off */
static const struct command commands[] = {
	{ "run", "[--only ROLES]", "start the post room: all roles, until TERM",
	    "HUP reads the configuration again.\nROLES are some of mailbox, "
	    "intake, sender, metrics and\nreconcile, parted by commas.\n", true,
	    run_command },
	{ "mailbox", "[--once] [NAME]", "fetch mail from a mailbox",
	    "NAME is that of [mailbox NAME]; it may be left out where there "
	    "is one.\n--once polls once and ends.\n", true, mailbox_command },
	{ "intake", "[--once] [SLOT]", "read, judge and register what arrived",
	    "--once ends when the tray and the spool have nothing left.\n",
	    true, intake_command },
	{ "sender", "[--once]", "send the acknowledgements that are owed",
	    "--once ends when nothing is due.\n", true, sender_command },
	{ "triage",
	    "[--json] [--effort] [--policy PACK] [--received DATE] FILE...",
	    "show what would be made of a file, without keeping anything",
	    "DATE is a date or an RFC 3339 date-time.\n"
	    "--effort adds what reading took.\n", false,
	    preview_command },
	{ "extract",
	    "[--json] [--hocr] [--searchable-pdf OUT] [--force] FILE...",
	    "print the text of any document that can be read",
	    "--json adds what became of each part, and the place and "
	    "confidence of each\nword; --hocr prints those of scans and PDFs "
	    "as hOCR.\n--searchable-pdf writes a copy of the one FILE whose "
	    "scanned pages are upright and\ncan be searched; OUT is replaced "
	    "only with --force.\nEnds with 0 where all was read, 65 where "
	    "some was not, 66 where a file cannot\nbe opened.\n",
	    false, extract_command },
	{ "list",
	    "[--json|--csv] [--category C] [--state S] "
	    "[--owner NAME] [--officer NAME] [--flag F] [--channel C] [--late] "
	    "[--review] [--staff-matters] [--since DATE] [--until DATE] "
	    "[--limit N] [--after REF]",
	    "list the cases, newest first",
	    "C is complaint, concern, comment, compliment, foi or undecided, "
	    "S open, received,\nacknowledged or closed, the channel email, "
	    "post, phone or in_person; NAME none\nfor nobody.  --late: what is "
	    "overdue; --review: what waits for a decision.\nDATE is that of "
	    "the receipt.  --after goes on behind a case.\n", true,
	    list_command },
	{ "queue",
	    "[--json|--csv] [--category C] [--state S] "
	    "[--owner NAME] [--officer NAME] [--flag F] [--channel C] [--late] "
	    "[--review] [--staff-matters] [--since DATE] [--until DATE] "
	    "[--limit N] [--after REF]",
	    "list what waits for a decision, most urgent first",
	    "Its options are those of list.\n", true, queue_command },
	{ "search",
	    "[--json|--csv] [--best] [--category C] [--state S] "
	    "[--owner NAME] [--officer NAME] [--flag F] [--channel C] [--late] "
	    "[--review] [--staff-matters] [--since DATE] [--until DATE] "
	    "[--limit N] [--after REF] WORDS...",
	    "find cases by words, phrases, people and references",
	    "All words must be there; \"two words\" side by side; word* begins "
	    "so.\n--best: the best of the newest first.  The other options are "
	    "those of list.\n", true, search_command },
	{ "show", "[--json|--text] [--history] REF",
	    "show one case: text, reasons, clocks, history",
	    "--history adds what was written down before, and by whom.\n"
	    "--text prints the text alone.\n",
	    true, show_command },
	{ "due",
	    "[--json|--csv] [--within DAYS] [--category C] [--state S] "
	    "[--owner NAME] [--officer NAME] [--flag F] [--channel C] [--late] "
	    "[--review] [--staff-matters] [--since DATE] [--until DATE] "
	    "[--limit N] [--after REF]",
	    "list what is owed, soonest first",
	    "--within: what is due in so many days, or late.  The other "
	    "options are those of\nlist.\n", true, due_command },
	{ "letters", "[--json|--csv] | --print-command COMMAND [REF...] | "
	    "--merge FILE [REF...] | --printed [REF...]",
	    "list letters to print and post, print them",
	    "--print-command runs COMMAND, parted at blanks, for each letter "
	    "with its file as\nthe last word; --merge writes all into FILE "
	    "for one print job.\n"
	    "--printed records that the letters of the cases named, or all "
	    "that are\nlisted, were posted.\n", true, post_command },
	{ "refused", "[--json|--csv]", "list what could not be read and waits for "
	    "a person", "", true, refused_command },
	{ "alerts", "[--json|--csv] [REF] | --confirm REF [FLAG] [--by NAME]",
	    "list who must hear of what, or confirm that it is in hand",
	    "Listed is what nobody has confirmed; with REF, all of that case.\n"
	    "--confirm ends the e-mails about all of the case, or the flag "
	    "named.\n", true, alerts_command },
	{ "watch", "[--until-idle SECONDS]",
	    "show what happens, as it happens",
	    "--until-idle ends when nothing has happened for so long and "
	    "nothing waits.\n", true, watch_command },
	{ "health", "[--json]", "say whether all is well, for monitoring",
	    "Ends with 0 for well, 1 for a warning, 2 for critical, 3 where "
	    "it cannot say.\n", true, health_command },
	{ "doctor", "[--json]",
	    "look at the surroundings: servers, certificates, disk, clock",
	    "Ends with 0 where all is well, 1 where something should be seen "
	    "to, 2 where\nsomething is wrong.\n", true, doctor_command },
	{ "metrics", "[--serve]", "print the measures that Prometheus reads",
	    "--serve writes metrics_file and answers at metrics_socket, until "
	    "TERM.\n", true, metrics_command },
	{ "log", "[--json] ID", "tell what was done with one message, and why",
	    "ID is that of an item, the reference of a case, or a "
	    "Message-ID.\n", true, log_command },
	{ "reconcile", "[--repair] [--json] [--log]",
	    "prove that server, ledger, spool and register agree",
	    "--repair does what is safe; --log tells by the log.\n"
	    "Ends with 0 in balance, 1 where something waits for somebody, 2 "
	    "where something\nis lost.\n", true, reconcile_command },
	{ "settle", "MAILBOX UID REASON | ITEM REASON",
	    "record that a person saw to what reconcile tells of",
	    "For messages and files that never became an item.  REASON is one "
	    "argument.\n", true, settle_command },
	{ "correct", "REF --category CATEGORY --by NAME [--reason WORDS]",
	    "say what a case is",
	    "CATEGORY is complaint, concern, comment, compliment, foi or "
	    "none.\nTo make less of a complaint takes a reason.\n", true,
	    correct_command },
	{ "add", "--by NAME --how telephone|in_person "
	    "[--case REF [--acknowledges]] [--received DATE] "
	    "[--name NAME] [--address ADDRESS] [--phone NUMBER] "
	    "[--email ADDRESS] <NOTE",
	    "register what somebody said, from a note of it",
	    "The note is read from standard input.  ADDRESS is one argument, "
	    "its lines parted by\ncommas.  --case adds it to a case that is "
	    "there.\n", true, add_command },
	{ "set", "REF FIELD [VALUE...] [--on DATE] [--reason WORDS] "
	    "[--by NAME]",
	    "write something down of a case",
	    "postroom fields lists the fields.  No VALUE clears it.\n--on "
	    "says when agreed_due was agreed.\n", true, set_command },
	{ "fields", "[--json]", "list what can be written down of a case", "",
	    false, fields_command },
	{ "acknowledge", "REF [--letter follow_up|holding] --by-phone "
	    "[--on DATE] | --sent FORM [--on DATE] | --hold REASON | "
	    "--cancel REASON | --release [--address ADDRESS] "
	    "[--reason WORDS] [--by NAME]",
	    "see to an acknowledgement, or to a letter that comes after it",
	    "--sent says that a person sent it in another form, such as "
	    "Braille.\n--address sends it as a letter to that address, its lines parted "
	    "by commas.\n", true, acknowledge_command },
	{ "pause", "REF --by police|coroner|court|person --reason WORDS",
	    "pause a case; its days stay", "", true, pause_command },
	{ "resume", "REF [--reason WORDS] [--by NAME]",
	    "let a paused case go on", "", true, resume_command },
	{ "split", "REF --category CATEGORY [--reason WORDS] [--by NAME]",
	    "open a second case for another matter in the same item", "", true,
	    split_command },
	{ "merge", "REF INTO-REF --reason WORDS [--by NAME]",
	    "put a case into another one", "", true, merge_command },
	{ "close", "REF --outcome OUTCOME [--reason WORDS] [--by NAME]",
	    "close a case, or say what is missing",
	    "OUTCOME is one of the choices of the field outcome.\n", true,
	    close_command },
	{ "reopen", "REF --reason WORDS [--by NAME]", "open a closed case again",
	    "", true, reopen_command },
	{ "retry", "ITEM [--reason WORDS] [--by NAME]",
	    "read an item again that could not be read", "", true,
	    retry_command },
	{ "person",
	    "list [--json] [--csv] [WORDS...] | show [--json] PERSON | "
	    "suggest [PERSON] | edit PERSON [--name NAME] [--born DATE] "
	    "[--email ADDRESS] [--address ADDRESS] [--phone NUMBER] "
	    "[--prefer CONTACT] | need PERSON NEED [DETAIL] | need PERSON "
	    "[--without NEED] | merge PERSON into PERSON [--reason WORDS] | "
	    "apart PERSON PERSON [--by NAME]",
	    "show and change who writes, and whom cases are about",
	    "PERSON is a number such as P12.  edit adds contact points; "
	    "--without CONTACT takes\none away.  Nobody is merged but by a "
	    "person, with a reason.\n", true, person_command },
	{ "people",
	    "[--json] REF [--add ROLE [--basis BASIS] [--evidence DATE]] "
	    "[--remove ROLE] [PERSON] [--name NAME [--born DATE]] "
	    "[--reason WORDS] [--by NAME]",
	    "show or say who is who in a case",
	    "ROLE is complainant, patient, representative, mp or advocate.\n"
	    "--name is for somebody new.  A representative has a BASIS: "
	    "deceased, child,\nincapacity, requested, mp, poa, advocate or "
	    "solicitor.\n", true, people_command },
	{ "restrict",
	    "PERSON --kind KIND --by NAME --reason WORDS [--detail WORDS] "
	    "[--review DATE] [--reviewed | --lift] | --list [--json] [--csv] "
	    "| --tasks | --new-issue yes|no REF",
	    "restrict how a person may write, and say what is a new issue",
	    "KIND is no_ack, single_contact, one_channel, via_advocate or "
	    "suspended; NAME is\nwho decided.  It is looked at again within "
	    "six months.\n", true, restrict_command },
	{ "equality",
	    "questions | set PERSON QUESTION ANSWER [--by NAME] | "
	    "report [--json] [--csv] [--role ROLE] [--from DATE] [--to DATE]",
	    "enter answers to the equality questions, and count them",
	    "What one person answered is never shown.\n", true,
	    equality_command },
	{ "code",
	    "[--json|--csv] REF [--add CODE] [--remove CODE] [--confirm] "
	    "[--reason WORDS] [--by NAME] | --list [--on DATE] | --topics | "
	    "--uncoded [--from DATE] [--to DATE] | --load FILE --from DATE "
	    "[--by NAME]",
	    "show and say what a case is coded as",
	    "Words suggest codes; --confirm says that they are right.  --add "
	    "and --remove may\nstand more than once.  --uncoded lists "
	    "complaints that were decided and lack a\nsubject, a service or "
	    "a profession.  --load takes a list such as\n"
	    "templates/codes.tsv for cases received from DATE on.\n", true,
	    code_command },
	{ "report",
	    "[--json|--csv] [--suppress] [--year 2026/27] [--quarter Q] "
	    "[--from DATE] [--to DATE] [--cases N] KIND",
	    "print the figures of a year, a quarter or any time",
	    "Without KIND it lists the kinds.  The year begins on 1 April; "
	    "without one it is the\nyear that runs.  --suppress hides "
	    "numbers under five, and what would tell them.\n", true,
	    report_command },
	{ "train", "", "make a model from what was corrected", "", true,
	    train_command },
	{ "model", "list | compare MODEL | promote MODEL | rollback",
	    "show the models, take one into use, or the one before",
	    "Only a model that is no worse than the one in use is "
	    "promoted.\n", true, model_command },
	{ "export", "REF FOLDER|--zip FILE "
	    "--for ombudsman|complainant|subject-access "
	    "[--leave-out PART...] | --csv",
	    "make the complaint file, or a table of all cases",
	    "PART is a number of the index (3, L1, notes), or a part of it "
	    "(3/1.2).\n--csv prints every case with all its fields.\n", true,
	    export_command },
	{ "verify", "[--json]",
	    "read the register and every original, and say if all is whole",
	    "Ends with 0 where it is, with 2 where there is a fault.\n", true,
	    verify_command },
	{ "backup", "FOLDER", "back up the register and its originals",
	    "The register may be in use.  FOLDER may have earlier backups; "
	    "originals that are\nthere are not copied again.\n", true,
	    backup_command },
	{ "restore", "FOLDER --verify | --into PLACE",
	    "check a backup, or lay it out",
	    "FOLDER is one of backups, of which the newest is taken, or one "
	    "backup in it.\nPLACE must be empty.\n", false, restore_command },
	{ "retention",
	    "[--dry-run] [--json] | --destroy REF --by NAME --reason WORDS",
	    "list what is past its time, and destroy it",
	    "Nothing is destroyed unless a person names it.\n", true,
	    retention_command },
	{ "oauth", "login|test [NAME]",
	    "sign in for a mailbox, or find what its login lacks",
	    "NAME is that of [mailbox NAME], or smtp.\n", true,
	    oauth_command },
	{ "calendar",
	    "check | show [--json] [YEAR] | add DATE NAME --by WHO "
	    "[--nations england|elsewhere]",
	    "show the bank holidays that clocks count by, or add one",
	    "check ends with 0, with 1 where they reach less than a year "
	    "further, with 2 where\nsome clocks cannot be set any more.\n"
	    "add is for a holiday proclaimed since; due days of open cases "
	    "move with it.\nelsewhere: only in Scotland or Northern Ireland, "
	    "which counts for FOI alone.\n",
	    true, calendar_command },
	{ "template",
	    "lint [--json] [DIR] | preview --case REF "
	    "[--letter follow_up|holding] [--text NAME] | preview "
	    "--sample NAME [--by-post] [--pack DIR] [--as text|html|pdf|eml]",
	    "check the texts of letters, or show one",
	    "NAME is that of a text, as complaint, and circumstances behind "
	    "it, parted by\ncommas: complaint,late.  DIR is a policy pack's "
	    "folder.\nlint ends with 65 where something is wrong.  preview "
	    "sends nothing.\n",
	    false, template_command },
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
		fprintf(to, "  %-11s %s\n", commands[i].name,
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

/* Is the option among those that the table gives the command? */
static bool
option_is_known(const struct command *c, const char *option)
{
	size_t len = strlen(option);
	const char *at = c->arguments;

	while ((at = strstr(at, option)) != NULL) {
		at += len;
		if (*at == '\0' || strchr(" ]|", *at) != NULL)
			return true;
	}
	return false;
}

/* The first option that the command does not know; NULL for none. */
static const char *
unknown_option(const struct command *c, int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (strncmp(argv[i], "--", 2) == 0 &&
		    !option_is_known(c, argv[i]))
			return argv[i];
	return NULL;
}

static bool
asks_for_help(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0)
			return true;
	return false;
}

/* The path of postroom, which the other programs stand beside. */
static const char *
program_find(struct arena *mem)
{
	static const char *const others[] = { "-sender", "-mailbox" };
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path);
	struct span program = { path, (size_t)n };

	if (n <= 0 || n == sizeof path)
		die("cannot find my own program file");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (span_ends_with(program, span_of(others[i])))
			program.len -= strlen(others[i]);
	return arena_text(mem, program);
}

/* Where the configuration is. */
struct source {
	const char *file;
	bool is_named; /* by -c */
	int text;      /* its text, kept by postroom run; -1: in the file */
};

static enum outcome
source_read(const struct source *from, struct arena *mem,
    struct options *options, struct error *why)
{
	enum outcome how;

	if (from->text < 0)
		return options_read(from->file, mem, options, why);
	/* No further than here, but for the program that sends (start.c). */
	fcntl(from->text, F_SETFD, FD_CLOEXEC);
	how = options_read(arena_printf(mem, "/proc/self/fd/%d", from->text).at,
	    mem, options, why);
	options->file = from->file;
	return how;
}

/* Reads the options and calls the command's function. */
static int
command_start(const struct command *c, const struct source *from, int argc,
    char **argv)
{
	autoarena mem = { 0 };
	struct options options;
	struct error why;
	struct call call = { .program = program_find(&mem),
		.argc = argc - optind,
		.argv = argv + optind,
		.words = argv,
		.mem = &mem,
		.text = from->text };

	if (c->needs_options || from->is_named) {
		enum outcome how = source_read(from, &mem, &options, &why);

		if (how != DONE) {
			fprintf(stderr, "postroom: %s\n", why.text);
			return c->run == health_command
				   ? health_unknown(why.text)
				   : outcome_status(how);
		}
		log_set_format((enum log_format)options.run.log_format);
		call.options = &options;
	}
	return c->run(&call);
}

int
main(int argc, char **argv)
{
	struct source from = { DEFAULT_CONFIGURATION, false, -1 };
	const struct command *c;
	const char *unknown;
	long long text;
	int option;

	umask(077);
	while ((option = getopt(argc, argv, "+c:f:vhV-:")) != -1) {
		if (option == 'c') {
			from.file = optarg;
			from.is_named = true;
		} else if (option == 'f' &&
			   span_to_number(span_of(optarg), 3, 1 << 20, &text)) {
			from.text = (int)text;
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
	if (asks_for_help(argc - optind - 1, argv + optind + 1))
		return command_help(c);
	unknown = unknown_option(c, argc - optind - 1, argv + optind + 1);
	if (unknown != NULL) {
		fprintf(stderr,
		    "postroom: %s: no such option: %s\n"
		    "usage: postroom %s %s\n",
		    c->name, unknown, c->name, c->arguments);
		return EX_USAGE;
	}
	return command_start(c, &from, argc, argv);
}

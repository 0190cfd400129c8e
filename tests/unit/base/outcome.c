/* outcome.c - reasons are one clean line; names are the words of the log */
#include "base/outcome.h"
#include "base/io.h"
#include "tap.h"

#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static void
says_why(void)
{
	struct error why = { "" };
	char longest[MAX_ERROR_BYTES + 2];

	is_number(fail(&why, LATER, "imap: %s: %d", "login", 7), LATER,
	    "the outcome comes back");
	is_text(why.text, "imap: login: 7", "the reason is formatted");
	is_number(fail(&why, BROKEN, "start: %s", why.text), BROKEN,
	    "a reason may hold the one before");
	is_text(why.text, "start: imap: login: 7", "and does");
	is_number(fail(&why, REFUSED,
		      "a\nb\tc\x1b"
		      "d\x7f"
		      "e \xc3\xa9"),
	    REFUSED, "what a server said may be in it");
	is_text(why.text, "a?b?c?d?e \xc3\xa9", "control characters are not");
	is_number(fail(NULL, LATER, "%d", 1), LATER, "nobody need listen");

	for (size_t len = MAX_ERROR_BYTES - 1; len <= MAX_ERROR_BYTES; len++) {
		memset(longest, 'x', len);
		longest[len] = '\0';
		is_number(fail(&why, LATER, "%s", longest), LATER,
		    "a reason of %zu bytes", len);
		is_number(strlen(why.text), MAX_ERROR_BYTES - 1,
		    "is at most %d long", MAX_ERROR_BYTES - 1);
	}
}

static void
has_names(void)
{
	is_text(outcome_name(DONE), "DONE", "DONE");
	is_text(outcome_name(REFUSED), "REFUSED", "REFUSED");
	is_text(outcome_name(LATER), "LATER", "LATER");
	is_text(outcome_name(BROKEN), "BROKEN", "BROKEN");
	is_number(outcome_status(DONE), EX_OK, "a process ends well");
	is_number(outcome_status(REFUSED), EX_NOINPUT, "for what it was given");
	is_number(outcome_status(LATER), EX_TEMPFAIL, "for now");
	is_number(outcome_status(BROKEN), EX_CONFIG, "for good");
}

static void
dies(void)
{
	int ends[2], status = 0;
	autobuf said = BUF(100);
	pid_t child;

	if (pipe(ends) < 0)
		return;
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		die("no %s", "memory");
	}
	close(ends[1]);
	ok(io_read(ends[0], &said, NULL) == DONE, "its last words are read");
	close(ends[0]);
	is_text(buf_text(&said), "postroom: no memory\n",
	    "one line on standard error");
	ok(waitpid(child, &status, 0) == child && WIFEXITED(status) &&
		WEXITSTATUS(status) == EX_OSERR,
	    "and EX_OSERR");
}

int
main(void)
{
	says_why();
	has_names();
	dies();
	return done();
}

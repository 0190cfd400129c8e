/* log.c - a line per event: role, slot, level, and nothing that breaks lines */
#include "base/log.h"
#include "faulty.h"
#include "tap.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

FAULTY(ssize_t, -1, write, (int fd, const void *at, size_t n), (fd, at, n))

static int ends[2];

/* The line that was written last. */
static struct span
line(void)
{
	static char said[4096];
	ssize_t n = read(ends[0], said, sizeof said);

	return (struct span){ said, n > 0 ? (size_t)n : 0 };
}

static void
writes_lines(void)
{
	log_info("started");
	is_span(line(), "postroom: started\n", "before a role is named");
	log_open("intake", 2);
	log_info("item=%s kept", "m1");
	is_span(line(), "intake[2]: item=m1 kept\n", "role and slot");
	log_warn("slow");
	is_span(line(), "intake[2]: warning: slow\n", "a warning");
	log_open("sender", 0);
	log_error("disk full: free some space");
	is_span(line(), "sender: error: disk full: free some space\n",
	    "an error, without a slot");
	log_debug("hidden");
	log_info("a\nb\x1b[c\x7f");
	is_span(line(), "sender: a?b?[c?\n",
	    "no debugging unless asked for; no control characters");
	log_set_verbose(true);
	log_debug("shown");
	is_span(line(), "sender: debug: shown\n", "debugging when asked for");
}

/* The journal gets levels, if it is the one that JOURNAL_STREAM names. */
static void
tells_the_journal(void)
{
	char stream[64];
	struct stat st;

	ok(fstat(ends[1], &st) == 0, "the pipe in the journal's place");
	snprintf(stream, sizeof stream, "%ju:%ju", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	log_open("sender", 1);
	log_debug("shown");
	is_span(line(), "<7>sender[1]: debug: shown\n", "of debugging");
	log_info("sent");
	is_span(line(), "<6>sender[1]: sent\n", "of a line");
	log_warn("slow");
	is_span(line(), "<4>sender[1]: warning: slow\n", "of a warning");
	log_error("full");
	is_span(line(), "<3>sender[1]: error: full\n", "of an error");
	log_set_format(LOG_LOGFMT);
	log_warn("slow");
	ok(span_starts_with(line(), SPAN("<4>time=2")), "in logfmt");
	log_set_format(LOG_JSON);
	log_warn("slow");
	ok(span_starts_with(line(), SPAN("<4>{\"time\"")), "in JSON");
	log_set_format(LOG_TEXT);
	setenv("JOURNAL_STREAM", "0:0", 1);
	log_open("sender", 0);
	log_warn("slow");
	is_span(line(), "sender: warning: slow\n", "not if it is another's");
	unsetenv("JOURNAL_STREAM");
}

/* A line of 1,023 bytes is the longest, its end included. */
static void
cuts_lines(void)
{
	char text[2000];
	static const struct {
		size_t len, line;
	} rows[] = { { 1013, 1022 }, { 1014, 1023 }, { 1015, 1023 },
		{ 1999, 1023 } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span got;

		memset(text, 'x', rows[i].len);
		text[rows[i].len] = '\0';
		log_info("%s", text);
		got = line();
		is_number(got.len, rows[i].line, "%zu bytes", rows[i].len);
		ok(span_ends_with(got, SPAN("x\n")), "end their line");
	}
	log_info("%s", "");
	is_span(line(), "sender: \n", "nothing is a line too");
}

/* For programs: subject, fields, what, cause. */
static void
takes_lines_apart(void)
{
	static const struct {
		const char *said, *logfmt, *json;
	} rows[] = {
		{ "item=m1 registered case=CS-1 outcome=read",
		    "item=m1 case=CS-1 outcome=read what=registered",
		    "\"item\":\"m1\",\"case\":\"CS-1\",\"outcome\":\"read\","
		    "\"what\":\"registered\"" },
		{ "case=CS-1 retry_in=5s: smtp: x=y \"no\"",
		    "case=CS-1 retry_in=5s cause=\"smtp: x=y \\\"no\\\"\"",
		    "\"case\":\"CS-1\",\"retry_in\":\"5s\",\"cause\":\"smtp: "
		    "x=y "
		    "\\\"no\\\"\"" },
		{ "main: fetched=2 waiting=",
		    "subject=main fetched=2 waiting=\"\"",
		    "\"subject\":\"main\",\"fetched\":\"2\",\"waiting\":\"\"" },
		{ "given up: a: b", "what=\"given up\" cause=\"a: b\"",
		    "\"what\":\"given up\",\"cause\":\"a: b\"" },
		{ "started 4 roles", "what=\"started 4 roles\"",
		    "\"what\":\"started 4 roles\"" },
		{ "No=1 a9=b", "what=\"No=1 a9=b\"", "\"what\":\"No=1 a9=b\"" },
		{ "a{=b =c _d=e z=", "_d=e z=\"\" what=\"a{=b =c\"",
		    "\"_d\":\"e\",\"z\":\"\",\"what\":\"a{=b =c\"" },
		{ "file=a\\b k=c=d", "file=\"a\\\\b\" k=\"c=d\"",
		    "\"file\":\"a\\\\b\",\"k\":\"c=d\"" },
		{ "abcdefghijklmnopqrstuvwxyz_abcd=1", /* 31 */
		    "abcdefghijklmnopqrstuvwxyz_abcd=1",
		    "\"abcdefghijklmnopqrstuvwxyz_abcd\":\"1\"" },
		{ "abcdefghijklmnopqrstuvwxyz_abcde=1", /* 32 */
		    "what=\"abcdefghijklmnopqrstuvwxyz_abcde=1\"",
		    "\"what\":\"abcdefghijklmnopqrstuvwxyz_abcde=1\"" },
		{ "case=: late", "case=\"\" cause=late",
		    "\"case\":\"\",\"cause\":\"late\"" },
	};

	log_open("intake", 3);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span got;

		log_set_format(LOG_LOGFMT);
		log_warn("%s", rows[i].said);
		got = span_trim(line());
		ok(span_starts_with(got, SPAN("time=20")) &&
			span_find(got,
			    SPAN("Z level=warning role=intake slot=3 "),
			    0) == 24 &&
			span_ends_with(got, span_of(rows[i].logfmt)),
		    "logfmt: %.*s", SPAN_ARG(got));
		log_set_format(LOG_JSON);
		log_warn("%s", rows[i].said);
		got = span_trim(line());
		ok(span_starts_with(got, SPAN("{\"time\":\"20")) &&
			span_find(got, SPAN("\"slot\":\"3\","), 0) !=
			    SPAN_NOT_FOUND &&
			span_find(got, span_of(rows[i].json), 0) ==
			    got.len - strlen(rows[i].json) - 1,
		    "JSON: %.*s", SPAN_ARG(got));
	}
	log_set_format(LOG_TEXT);
}

/* What must not stop a role: nobody to tell, and nothing to be told. */
static void
goes_on(void)
{
	static const enum log_format formats[] = { LOG_TEXT, LOG_LOGFMT,
		LOG_JSON };

	log_open("monitor", 0);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		struct span got;

		log_set_format(formats[i]);
		faulty_write = (struct faulty){ ENOSPC, 0, 1 };
		log_info("lost");
		is_number(faulty_write.times, 0, "a line that cannot be said");
		log_info("%ls", L"\x100");
		got = line();
		ok(span_find(got, SPAN("monitor"), 0) != SPAN_NOT_FOUND &&
			span_find(got, SPAN("lost"), 0) == SPAN_NOT_FOUND &&
			span_find(got, SPAN("slot"), 0) == SPAN_NOT_FOUND &&
			span_ends_with(got, SPAN("\n")),
		    "the next, without its words, is whole: %.*s",
		    SPAN_ARG(span_trim(got)));
	}
	log_set_format(LOG_TEXT);
}

int
main(void)
{
	int kept = dup(STDERR_FILENO);

	if (kept < 0 || pipe(ends) < 0)
		return 1;
	dup2(ends[1], STDERR_FILENO);
	unsetenv("JOURNAL_STREAM");
	writes_lines();
	tells_the_journal();
	cuts_lines();
	takes_lines_apart();
	goes_on();
	dup2(kept, STDERR_FILENO);
	close(ends[1]);
	is_span(line(), "", "no line but these");
	return done();
}

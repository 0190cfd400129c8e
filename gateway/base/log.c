/* log.c - writes lines for operators */
#include "base/log.h"
#include "base/io.h"
#include "base/json.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_LINE_BYTES 1024
/* Every byte of a line may become six, and fields have names. */
#define MAX_RECORD_BYTES (8 * MAX_LINE_BYTES)

static struct {
	const char *role;
	int slot;
	int verbose;
	bool is_journal;
	enum log_format format;
} current = { .role = "postroom" };

/* systemd.exec(5): it names the file that standard error was, at the start. */
static bool
is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char own[64];
	struct stat st;

	if (stream == NULL || fstat(STDERR_FILENO, &st) < 0)
		return false;
	snprintf(own, sizeof own, "%ju:%ju", (uintmax_t)st.st_dev,
	    (uintmax_t)st.st_ino);
	return strcmp(stream, own) == 0;
}

void
log_open(const char *role, int slot)
{
	current.role = role;
	current.slot = slot;
	current.is_journal = is_journal();
}

void
log_set_format(enum log_format format)
{
	current.format = format;
}

void
log_set_verbose(int on)
{
	current.verbose = on;
}

int
log_is_verbose(void)
{
	return current.verbose;
}

/* A level, and what tells it to the journal: sd-daemon(3). */
struct level {
	const char *word, *prefix;
};
static const struct level debug = { "debug", "<7>" }, info = { "info", "<6>" },
			  warning = { "warning", "<4>" },
			  error = { "error", "<3>" };

static const char *
prefix_of(const struct level *level)
{
	return current.is_journal ? level->prefix : "";
}

/* --- fields ------------------------------------------------------------------ */

/* A record under way, in either of the two forms. */
struct record {
	struct json json;
	struct buf what; /* own */
};

static void
logfmt_add(struct buf *out, const char *key, struct span value)
{
	bool is_bare = value.len > 0;

	for (size_t i = 0; i < value.len; i++)
		if (strchr(" \"=\\", value.at[i]) != NULL)
			is_bare = false;
	buf_printf(out, "%s%s=", out->len > 0 ? " " : "", key);
	if (is_bare) {
		buf_add(out, value);
		return;
	}
	buf_add_char(out, '"');
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == '"' || value.at[i] == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, value.at[i]);
	}
	buf_add_char(out, '"');
}

static void
field_add(struct record *r, const char *key, struct span value)
{
	if (current.format == LOG_JSON)
		json_text(&r->json, key, value);
	else
		logfmt_add(r->json.out, key, value);
}

/* The length of the name in "name=value"; 0 where the word is none. */
static size_t
name_length(struct span word)
{
	size_t n = 0;

	while (n < word.len &&
	       ((word.at[n] >= 'a' && word.at[n] <= 'z') || word.at[n] == '_'))
		n++;
	return n > 0 && n < 32 && n < word.len && word.at[n] == '=' ? n : 0;
}

/* A word of the line: a field, or one of those that say what happened. */
static void
word_add(struct record *r, struct span word)
{
	size_t n = name_length(word);
	char name[32];

	if (n == 0) {
		if (r->what.len > 0)
			buf_add_char(&r->what, ' ');
		buf_add(&r->what, word);
		return;
	}
	memcpy(name, word.at, n);
	name[n] = '\0';
	field_add(r, name, span_from(word, n + 1));
}

/* Takes the line apart: subject, fields, what, cause. */
static void
line_take_apart(struct record *r, struct span line)
{
	size_t colon = span_find(line, SPAN(": "), 0);
	struct span head = span_head(line, colon), cause = SPAN("");

	if (colon != SPAN_NOT_FOUND &&
	    span_find(head, SPAN(" "), 0) == SPAN_NOT_FOUND &&
	    name_length(head) == 0) {
		field_add(r, "subject", head);
		line = span_from(line, colon + 2);
		colon = span_find(line, SPAN(": "), 0);
	}
	if (colon != SPAN_NOT_FOUND) {
		cause = span_from(line, colon + 2);
		line = span_head(line, colon);
	}
	while (line.len > 0)
		word_add(r, span_cut_at(&line, ' '));
	if (r->what.len > 0)
		field_add(r, "what", buf_span(&r->what));
	if (cause.len > 0)
		field_add(r, "cause", cause);
}

static void
record_write(const struct level *level, struct span line)
{
	autobuf out = BUF(MAX_RECORD_BYTES);
	autobuf all = BUF(MAX_RECORD_BYTES);
	struct record r = { .json = { .out = &out },
		.what = BUF(MAX_LINE_BYTES) };
	time_t now = clock_now();
	char text[32];
	struct tm tm;

	if (current.format == LOG_JSON)
		json_open(&r.json, "", '{');
	gmtime_r(&now, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	field_add(&r, "time", span_of(text));
	field_add(&r, "level", span_of(level->word));
	field_add(&r, "role", span_of(current.role));
	if (current.slot > 0) {
		snprintf(text, sizeof text, "%d", current.slot);
		field_add(&r, "slot", span_of(text));
	}
	line_take_apart(&r, line);
	if (current.format == LOG_JSON)
		json_close(&r.json, '}');
	buf_release(&r.what);
	buf_add_text(&all, prefix_of(level));
	buf_add(&all, buf_span(&out));
	buf_add_char(&all, '\n');
	if (write(STDERR_FILENO, all.at, all.len) < 0)
		return; /* there is nowhere left to say so */
}

/* --- lines ------------------------------------------------------------------- */

/* One write per line, so that lines of several roles never mix. */
static void
text_write(const struct level *level, struct span text)
{
	char line[MAX_LINE_BYTES];
	bool is_plain = level == &info;
	int n =
	    snprintf(line, sizeof line, "%s%s", prefix_of(level), current.role);

	if (current.slot > 0)
		n += snprintf(line + n, sizeof line - (size_t)n, "[%d]",
		    current.slot);
	n += snprintf(line + n, sizeof line - (size_t)n, ": %s%s%.*s\n",
	    is_plain ? "" : level->word, is_plain ? "" : ": ", SPAN_ARG(text));
	if (n >= (int)sizeof line) {
		n = sizeof line - 1;
		line[n - 1] = '\n';
	}
	if (write(STDERR_FILENO, line, (size_t)n) < 0)
		return; /* there is nowhere left to say so */
}

static void
log_line(const struct level *level, const char *fmt, va_list ap)
{
	char line[MAX_LINE_BYTES];
	int n = vsnprintf(line, sizeof line, fmt, ap);

	if (n < 0)
		n = 0;
	if (n > (int)sizeof line - 1)
		n = sizeof line - 1;
	for (int i = 0; i < n; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	if (current.format == LOG_TEXT)
		text_write(level, (struct span){ line, (size_t)n });
	else
		record_write(level, (struct span){ line, (size_t)n });
}

void
log_debug(const char *fmt, ...)
{
	va_list ap;

	if (!current.verbose)
		return;
	va_start(ap, fmt);
	log_line(&debug, fmt, ap);
	va_end(ap);
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(&info, fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(&warning, fmt, ap);
	va_end(ap);
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line(&error, fmt, ap);
	va_end(ap);
}

/* desk.c - opens the register, tells times, ends commands */
#include "console/desk.h"
#include "base/io.h"
#include "register/reference.h"
#include "triage/workday.h"

#include <pwd.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#define DAY_SECONDS 86400

enum outcome
desk_open(const struct call *call, struct db **db, struct error *why)
{
	struct span path = call->options->paths.register_;

	return db_open(arena_text(call->mem, path), DB_STAFF, db, why);
}

int
desk_end(const struct call *call, enum outcome how, const struct error *why)
{
	if (how != DONE) {
		fflush(stdout);
		fprintf(stderr, "postroom %s: %s\n", call->argv[0], why->text);
		return outcome_status(how);
	}
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "postroom %s: the output was not written\n",
		    call->argv[0]);
		return EX_IOERR;
	}
	return EX_OK;
}

int
desk_usage(const struct call *call, const char *arguments)
{
	fprintf(stderr, "usage: postroom %s %s\n", call->argv[0], arguments);
	return EX_USAGE;
}

bool
desk_reference(const struct call *call, int argument, struct span *reference)
{
	return desk_reference_of(call, span_of(call->argv[argument]),
	    reference);
}

bool
desk_reference_of(const struct call *call, struct span typed,
    struct span *reference)
{
	struct span s = span_trim(typed);
	char *upper = arena_alloc(call->mem, s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		upper[i] = s.at[i] >= 'a' && s.at[i] <= 'z'
			       ? (char)(s.at[i] - 'a' + 'A')
			       : s.at[i];
	*reference = (struct span){ upper, s.len };
	if (reference_is_valid(*reference))
		return true;
	fprintf(stderr,
	    "postroom %s: this is no reference, or one with a slip in it; "
	    "they look like CS26-001234-K\n",
	    call->argv[0]);
	return false;
}

struct span
desk_login(struct arena *mem)
{
	const struct passwd *user = getpwuid(getuid());

	return user != NULL ? arena_copy(mem, span_of(user->pw_name))
			    : arena_printf(mem, "uid %u", getuid());
}

/*
 * The clocks change at 01:00 UTC, so at half past eleven that evening the
 * day in London tells which time holds from then on.
 */
static bool
is_summer_time(time_t at)
{
	time_t evening = at - 3600;

	evening -= evening % DAY_SECONDS;
	return day_in_london(evening + DAY_SECONDS - 1800) !=
	       evening / DAY_SECONDS;
}

struct span
desk_clock(time_t at, struct arena *mem)
{
	time_t local = at + (is_summer_time(at) ? 3600 : 0);
	char text[64];
	struct tm tm;

	gmtime_r(&local, &tm);
	strftime(text, sizeof text, "%e %b %Y %H:%M:%S", &tm);
	return arena_copy(mem, span_trim(span_of(text)));
}

struct span
desk_instant(time_t at, struct arena *mem)
{
	char text[64];
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_copy(mem, span_of(text));
}

void
desk_print(struct buf *page)
{
	buf_add_char(page, '\n');
	fwrite(page->at, 1, page->len, stdout);
	buf_clear(page);
}

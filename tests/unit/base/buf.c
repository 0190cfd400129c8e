/* buf.c - growable bytes stop at their ceiling and say so */
#include "base/buf.h"
#include "tap.h"

#include <malloc.h>
#include <stdint.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static void
grows(void)
{
	autobuf b = BUF(1 << 20);
	size_t wrong = 0;

	is_text(buf_text(&b), "", "an empty buffer is an empty string");
	is_span(buf_span(&b), "", "and an empty span");
	buf_clear(&b);
	is_text(buf_text(&b), "", "clearing nothing is harmless");
	buf_cut(&b, 0);
	is_text(buf_text(&b), "", "so is cutting it");
	buf_add(&b, SPAN("ab"));
	buf_add_char(&b, 'c');
	buf_add_text(&b, "de");
	buf_printf(&b, "%d%s", 12, "f");
	is_text(buf_text(&b), "abcde12f", "what is added follows");
	buf_add(&b, SPAN(""));
	is_number(b.len, 8, "nothing adds nothing");
	buf_add(&b, SPAN("\0x"));
	is_number(b.len, 10, "NUL is a byte");
	ok(b.at[b.len] == '\0', "the bytes end in a NUL");
	buf_cut(&b, 11);
	is_number(b.len, 10, "there is nothing to cut");
	buf_cut(&b, 3);
	is_text(buf_text(&b), "abc", "the end is cut off");

	buf_clear(&b);
	is_text(buf_text(&b), "", "a cleared buffer is an empty string");
	for (int i = 0; i < 200000; i++)
		buf_add_char(&b, (char)('a' + i % 26));
	for (size_t i = 0; i < b.len; i++)
		wrong += b.at[i] != (char)('a' + i % 26);
	is_number(b.len, 200000, "200,000 bytes one by one");
	is_number(wrong, 0, "all as they were added");
	ok(!b.overflowed, "below the ceiling nothing overflows");
	buf_release(&b);
	wrong = 0;
	for (int i = 0; i < 1000; i++) {
		buf_add_char(&b, 'x');
		wrong += b.room <= b.len;
	}
	is_number(wrong, 0, "there is always room for the NUL");
}

static void
stops_at_the_ceiling(void)
{
	static const struct {
		const char *first, *second, *want;
		bool overflowed;
	} rows[] = {
		{ "12345", "678", "12345678", false },
		{ "12345", "6789", "12345678", true },
		{ "12345678", "", "12345678", false },
		{ "12345678", "9", "12345678", true },
		{ "123456789", "", "12345678", true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autobuf b = BUF(8);

		buf_add_text(&b, rows[i].first);
		buf_printf(&b, "%s", rows[i].second);
		is_text(buf_text(&b), rows[i].want, "\"%s\" and \"%s\" into 8",
		    rows[i].first, rows[i].second);
		ok(b.overflowed == rows[i].overflowed, "overflow is %s",
		    rows[i].overflowed ? "told" : "not told");
		buf_clear(&b);
		ok(!b.overflowed && b.len == 0, "clearing forgets it");
		buf_add_text(&b, "87654321");
		ok(!b.overflowed, "and all the room is there again");
	}
}

static void
has_a_ceiling_of_nothing(void)
{
	autobuf b = BUF(0);

	buf_add(&b, SPAN(""));
	ok(!b.overflowed, "nothing fits into nothing");
	buf_add_char(&b, 'x');
	ok(b.overflowed, "a byte does not");
	is_text(buf_text(&b), "", "and is cut off");
}

static void
releases(void)
{
	struct buf b = BUF(4);

	buf_add_text(&b, "12345");
	buf_release(&b);
	ok(b.at == NULL && b.len == 0 && !b.overflowed, "release empties");
	is_number(b.ceiling, 4, "the ceiling stays");
	buf_add_text(&b, "1234");
	is_text(buf_text(&b), "1234", "it can be used again");
	buf_release(&b);
	buf_release(&b);
	ok(b.at == NULL, "releasing twice is harmless");
}

static void
fill_many(void)
{
	for (int i = 0; i < 100; i++) {
		autobuf b = BUF(10000);

		buf_printf(&b, "%5000d", i);
		buf_add_text(&b, "more");
	}
}

static void
keeps_nothing(void)
{
	size_t before;

	fill_many(); /* the library keeps some for the next time */
	before = mallinfo2().uordblks;
	fill_many();
	is_number(mallinfo2().uordblks, before, "released memory is free");
}

/* Does the process end with EX_OSERR when more is added than there is? */
static bool
dies(bool is_formatted, size_t len)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		autobuf b = BUF(is_formatted ? 10 : SIZE_MAX / 2);

		close(STDERR_FILENO);
		if (is_formatted)
			buf_printf(&b, "%ls", L"\x100");
		else
			buf_add(&b, (struct span){ "", len });
		_exit(0);
	}
	return waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	       WEXITSTATUS(status) == EX_OSERR;
}

int
main(void)
{
	grows();
	stops_at_the_ceiling();
	has_a_ceiling_of_nothing();
	releases();
	keeps_nothing();
	ok(!dies(false, 1), "a byte can be had");
	ok(dies(true, 0), "what cannot be formatted ends the process");
#ifndef BUILD_SANITIZED
	ok(dies(false, SIZE_MAX / 4), "so does more than there is");
#endif
	return done();
}

/* progress.c - tests of intake/progress.h */
#include "intake/progress.h"
#include "tap.h"

#include <fcntl.h>
#include <pty.h>
#include <stdlib.h>
#include <unistd.h>

static void
test_groups(void)
{
	static const struct {
		size_t number;
		const char *text;
	} rows[] = {
		{ 0, "0" },
		{ 7, "7" },
		{ 999, "999" },
		{ 1000, "1,000" },
		{ 20000, "20,000" },
		{ 123456, "123,456" },
		{ 1234567, "1,234,567" },
		{ (size_t)-1, "18,446,744,073,709,551,615" },
	};
	char text[GROUPED_BYTES];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		number_group(text, rows[i].number);
		is_text(text, rows[i].text, "a number people can read");
	}
}

/* What the terminal got for so many of so many; "" for nothing. */
static const char *
shown(size_t done, size_t total, char *text, size_t room)
{
	int terminal = -1, other = -1, kept = dup(STDERR_FILENO);
	struct progress progress;
	ssize_t n;

	if (openpty(&terminal, &other, NULL, NULL, NULL) < 0)
		abort();
	fcntl(terminal, F_SETFL, O_NONBLOCK);
	dup2(other, STDERR_FILENO);
	progress_begin(&progress, total);
	progress_add(&progress, done);
	dup2(kept, STDERR_FILENO);
	n = read(terminal, text, room - 1);
	text[n > 0 ? n : 0] = '\0';
	close(terminal);
	close(other);
	close(kept);
	return text;
}

int
main(void)
{
	struct progress progress;
	char text[512];
	int null = open("/dev/null", O_WRONLY), kept = dup(STDERR_FILENO);

	test_groups();
	is_text(shown(1200, 20000, text, sizeof text),
	    "fetched 0 of 20,000\033[K\r"
	    "fetched 1,200 of 20,000\033[K\r",
	    "a backlog is shown in one place");
	is_text(shown(50, 99, text, sizeof text), "",
	    "a few messages are not worth it");
	dup2(null, STDERR_FILENO);
	progress_begin(&progress, 20000);
	dup2(kept, STDERR_FILENO);
	ok(!progress.is_shown, "nothing is shown where nobody looks");
	return done();
}

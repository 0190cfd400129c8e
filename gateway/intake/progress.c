/* progress.c - one line at a terminal, rewritten in place */
#include "intake/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LEAST_SHOWN 100 /* fewer are there before one can read it */

void
number_group(char text[GROUPED_BYTES], size_t number)
{
	char digits[24];
	size_t n = (size_t)snprintf(digits, sizeof digits, "%zu", number);
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			text[len++] = ',';
		text[len++] = digits[i];
	}
	text[len] = '\0';
}

static void
line_write(const char *line, size_t len)
{
	if (write(STDERR_FILENO, line, len) < 0)
		return; /* it is there to be looked at, no more */
}

static void
progress_show(const struct progress *progress)
{
	char done[GROUPED_BYTES], total[GROUPED_BYTES];
	char line[2 * GROUPED_BYTES + 32];

	number_group(done, progress->done);
	number_group(total, progress->total);
	line_write(line, (size_t)snprintf(line, sizeof line,
			     "fetched %s of %s\033[K\r", done, total));
}

void
progress_begin(struct progress *progress, size_t total)
{
	*progress = (struct progress){ .total = total,
		.is_shown = total >= LEAST_SHOWN && isatty(STDERR_FILENO) };
	if (progress->is_shown)
		progress_show(progress);
}

void
progress_add(struct progress *progress, size_t n)
{
	progress->done += n;
	if (progress->is_shown)
		progress_show(progress);
}

void
progress_end(struct progress *progress)
{
	if (progress->is_shown)
		line_write("\033[K", strlen("\033[K"));
	progress->is_shown = false;
}

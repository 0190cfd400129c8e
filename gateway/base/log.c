/* log.c - writes lines for operators */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static struct {
	const char *role;
	int slot;
	int verbose;
} current = { .role = "postroom" };

void
log_open(const char *role, int slot)
{
	current.role = role;
	current.slot = slot;
}

void
log_set_verbose(int on)
{
	current.verbose = on;
}

/* One write per line, so that lines of several roles never mix. */
static void
log_line(const char *level, const char *fmt, va_list ap)
{
	char line[1024];
	int n = current.slot > 0 ? snprintf(line, sizeof line, "%s[%d]: %s",
				       current.role, current.slot, level)
				 : snprintf(line, sizeof line, "%s: %s",
				       current.role, level);
	int more = vsnprintf(line + n, sizeof line - (size_t)n - 1, fmt, ap);

	n += more < 0 ? 0 : more;
	if (n > (int)sizeof line - 2)
		n = sizeof line - 2;
	for (int i = 0; i < n; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			line[i] = '?';
	line[n] = '\n';
	if (write(STDERR_FILENO, line, (size_t)n + 1) < 0)
		return; /* there is nowhere left to say so */
}

void
log_debug(const char *fmt, ...)
{
	va_list ap;

	if (!current.verbose)
		return;
	va_start(ap, fmt);
	log_line("debug: ", fmt, ap);
	va_end(ap);
}

void
log_info(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line("", fmt, ap);
	va_end(ap);
}

void
log_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line("warning: ", fmt, ap);
	va_end(ap);
}

void
log_error(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_line("error: ", fmt, ap);
	va_end(ap);
}

/* outcome.c - writes the reason why something did not work */
#include "base/outcome.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

enum outcome
fail(struct error *why, enum outcome how, const char *fmt, ...)
{
	/* Formatted aside, since an argument may be why->text itself. */
	char text[MAX_ERROR_BYTES];
	va_list ap;

	if (why == NULL)
		return how;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	for (char *p = text; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	snprintf(why->text, sizeof why->text, "%s", text);
	return how;
}

const char *
outcome_name(enum outcome how)
{
	switch (how) {
	case DONE:
		return "DONE";
	case REFUSED:
		return "REFUSED";
	case LATER:
		return "LATER";
	case BROKEN:
		break;
	}
	return "BROKEN";
}

int
outcome_status(enum outcome how)
{
	switch (how) {
	case DONE:
		return EX_OK;
	case REFUSED:
		return EX_NOINPUT;
	case LATER:
		return EX_TEMPFAIL;
	case BROKEN:
		break;
	}
	return EX_CONFIG;
}

void
die(const char *fmt, ...)
{
	char text[MAX_ERROR_BYTES];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	fprintf(stderr, "postroom: %s\n", text);
	_exit(EX_OSERR);
}

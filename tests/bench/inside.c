/*
 * inside.c - inside READER FILE...: CPU time to find out what a file is and read it
 *
 * What happens within the cage and nothing else: no fork, no confinement, the
 * report goes nowhere.  Prints the milliseconds one of the files takes.
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/io.h"
#include "identify.h"
#include "parser.h"
#include "report.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS 50

static const struct parser *
parser_of(const char *name)
{
	for (const struct parser *const *p = parsers; *p != NULL; p++)
		if (strcmp((*p)->name, name) == 0)
			return *p;
	return NULL;
}

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Milliseconds of CPU that the file takes with the reader, once. */
static double
file_time(const struct parser *parser, const char *path, int nowhere)
{
	autobuf bytes = BUF((size_t)256 << 20);
	struct document document = { .name = SPAN("") };
	struct error why;
	double start;

	if (io_read_file(path, &bytes, &why) != DONE)
		die("%s", why.text);
	document.bytes = buf_span(&bytes);
	start = cpu_ms();
	for (int round = 0; round < ROUNDS; round++) {
		autoarena mem = { 0 };
		struct report report = { .fd = nowhere };

		(void)identify(&document, &mem);
		(void)parser->read(&document, &report);
	}
	return (cpu_ms() - start) / ROUNDS;
}

int
main(int argc, char **argv)
{
	const struct parser *parser = argc > 2 ? parser_of(argv[1]) : NULL;
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct error why;
	double all = 0;

	if (parser == NULL || nowhere < 0)
		die("usage: inside READER FILE...");
	if (identify_preload(&why) != DONE ||
	    (parser->preload != NULL && parser->preload("eng", &why) != DONE) ||
	    text_parser.preload("eng", &why) != DONE)
		die("%s", why.text);
	for (int i = 2; i < argc; i++)
		all += file_time(parser, argv[i], nowhere);
	printf("%.3f\n", all / (argc - 2));
	fflush(stdout);
	/* No destructors: libraries complain of what they were left with. */
	_exit(0);
}

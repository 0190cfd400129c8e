/*
 * cage.c - what the confined process costs, and pages side by side
 *
 * Speaks to postroom-extract itself, so that nothing but its work is counted.
 * Its argument is one scanned page.  Prints rows as table.py does.
 */
#include "reader.h"

#include <stdio.h>
#include <sys/resource.h>

#define DOCUMENTS 1000
#define PAGES 12

/* What the reader program and its ended children have had of the processor. */
static double
cpu_seconds(const struct reader *reader)
{
	char path[64], line[1024] = "";
	unsigned long long ticks[4] = { 0 };
	const char *after;
	FILE *stat;

	snprintf(path, sizeof path, "/proc/%d/stat", (int)reader->pid);
	stat = fopen(path, "re");
	reader_must(stat != NULL && fgets(line, sizeof line, stat) != NULL);
	fclose(stat);
	after = strrchr(line, ')');
	reader_must(after != NULL &&
		    sscanf(after,
			") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu "
			"%llu %llu %llu",
			&ticks[0], &ticks[1], &ticks[2], &ticks[3]) == 4);
	return (double)(ticks[0] + ticks[1] + ticks[2] + ticks[3]) /
	       (double)sysconf(_SC_CLK_TCK);
}

static void
row(const char *what, int count, double wall, double cpu)
{
	printf("%-46s %6d %8.2f %8.2f %9.1f\n", what, count, wall, cpu,
	    count / wall);
	fflush(stdout);
}

static int
bytes_open(struct span bytes)
{
	int fd = memfd_create("document", MFD_CLOEXEC);

	reader_must(fd >= 0 && io_write(fd, bytes, NULL) == DONE);
	return fd;
}

/*
 * Runs count errands, so many at a time, declared as texts are in mail; nobody
 * listens to what they say.
 */
static void
errands_run(struct reader *reader, int fd, int count, int together)
{
	struct errand errand = { .type = "text/plain", .seconds = 100 };
	autofd nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct errand_result result;
	int sent = 0;

	for (int done = 0; done < count; done++) {
		while (sent < count && sent - done < together) {
			errand.ticket = sent++;
			reader_must(errand_send(reader->socket, &errand, fd,
					nowhere, NULL) == DONE);
		}
		reader_must(
		    errand_wait(reader->socket, 100000, &result, NULL) == DONE);
		reader_must(result.signal == 0 && result.status == 0);
	}
}

static void
measure(struct reader *reader, const char *what, int fd, int count,
    int together)
{
	double cpu = cpu_seconds(reader);
	long long start = clock_monotonic_ms();

	errands_run(reader, fd, count, together);
	row(what, count, (double)(clock_monotonic_ms() - start) / 1000,
	    cpu_seconds(reader) - cpu);
}

/* A number of a process's memory, in KiB, by its name in smaps_rollup. */
static long
memory_kib(pid_t pid, const char *name)
{
	char path[64], line[256];
	long kib = 0, found;
	FILE *rollup;

	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	rollup = fopen(path, "re");
	while (rollup != NULL && fgets(line, sizeof line, rollup) != NULL)
		if (strncmp(line, name, strlen(name)) == 0 &&
		    sscanf(line + strlen(name), " %ld kB", &found) == 1)
			kib = found;
	if (rollup != NULL)
		fclose(rollup);
	return kib;
}

static pid_t
child_of(const struct reader *reader)
{
	char path[80];
	int pid = 0;
	FILE *children;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children",
	    (int)reader->pid, (int)reader->pid);
	children = fopen(path, "re");
	if (children == NULL || fscanf(children, "%d", &pid) != 1)
		pid = 0;
	if (children != NULL)
		fclose(children);
	return pid;
}

/* The most that a child has for itself, and what it shares, on a page. */
static void
measure_memory(struct reader *reader, int fd)
{
	struct errand errand = { .seconds = 100 };
	autofd nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	struct errand_result result;
	long own = 0, all = 0;

	reader_must(
	    errand_send(reader->socket, &errand, fd, nowhere, NULL) == DONE);
	while (errand_wait(reader->socket, 5, &result, NULL) != DONE) {
		pid_t child = child_of(reader);
		long now = memory_kib(child, "Private_Dirty:");

		if (now > own) {
			own = now;
			all = memory_kib(child, "Rss:");
		}
	}
	printf("%-46s %.1f MiB of its own, %.1f shared\n",
	    "memory of a process that recognises a page", (double)own / 1024,
	    (double)(all - own) / 1024);
	printf("%-46s %.1f MiB\n",
	    "memory of the reader program, models loaded",
	    (double)memory_kib(reader->pid, "Rss:") / 1024);
}

int
main(int argc, char **argv)
{
	autobuf picture = BUF((size_t)64 << 20);
	autofd empty = bytes_open(SPAN("")), text = bytes_open(SPAN("Hello\n"));
	autofd page = -1;
	struct reader reader;
	long long start = clock_monotonic_ms();

	reader_must(argc == 2 && io_read_file(argv[1], &picture, NULL) == DONE);
	page = bytes_open(buf_span(&picture));
	reader_open(&reader, "eng");
	errands_run(&reader, empty, 1, 1);
	row("reader program: started, models loaded", 1,
	    (double)(clock_monotonic_ms() - start) / 1000,
	    cpu_seconds(&reader));
	measure(&reader, "cage: an empty document, identified", empty,
	    DOCUMENTS, 1);
	measure(&reader, "cage: a line of text, read", text, DOCUMENTS, 1);
	measure(&reader, "cage: a line of text, two at a time", text, DOCUMENTS,
	    2);
	measure(&reader, "page recognised, one at a time", page, PAGES, 1);
	measure(&reader, "page recognised, two at a time", page, PAGES, 2);
	measure(&reader, "page recognised, four at a time", page, PAGES, 4);
	measure_memory(&reader, page);
	return reader_close(&reader);
}

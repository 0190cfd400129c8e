/*
 * bindings.c - which calls of libraries find ours before a library's
 *
 * The dynamic linker is asked what it binds them to (ld.so(8), LD_DEBUG): a
 * page reads the same, and only takes longer, where Tesseract finds the
 * pixWriteMem of Leptonica.
 */
#include "reader.h"
#include "tap.h"

static const struct {
	const char *library, *call; /* as the linker writes them */
	const char *source;         /* of ours, which says why */
} calls[] = {
	{ "/libtesseract.so", "`pixWriteMem'", "nopng.c" },
	{ "/libtesseract.so", "`GOMP_parallel'", "noomp.c" },
	{ "/libtesseract.so", "`GOMP_parallel_sections'", "noomp.c" },
	{ "/libtesseract.so", "`GOMP_sections_next'", "noomp.c" },
	{ "/libtesseract.so", "`GOMP_sections_end_nowait'", "noomp.c" },
	{ "/libheif.so", "`de265_start_worker_threads'", "noworkers.c" },
};
#define N_CALLS (sizeof calls / sizeof *calls)

/* Starts the program, which has nothing to do; what the linker says of it. */
static FILE *
report_open(const char *program, pid_t *pid)
{
	char bindings[] = "LD_DEBUG=bindings", at_once[] = "LD_BIND_NOW=1";
	char *env[] = { bindings, at_once, NULL };
	int pipes[2];
	FILE *report;

	reader_must(pipe2(pipes, O_CLOEXEC) == 0);
	fflush(stdout);
	*pid = fork();
	reader_must(*pid >= 0);
	if (*pid == 0) {
		dup2(pipes[1], STDERR_FILENO);
		execle(program, program, (char *)NULL, env);
		die("%s: cannot start: %s", program, strerror(errno));
	}
	close(pipes[1]);
	report = fdopen(pipes[0], "r");
	reader_must(report != NULL);
	return report;
}

int
main(void)
{
	const char *build = getenv("BUILD");
	char program[PATH_MAX], ours[PATH_MAX + 6];
	bool is_ours[N_CALLS] = { false };
	char *line = NULL;
	size_t room = 0;
	FILE *report;
	pid_t pid;

	snprintf(program, sizeof program, "%s/postroom-extract",
	    build == NULL ? "build" : build);
	snprintf(ours, sizeof ours, " to %s [", program);
	report = report_open(program, &pid);
	while (getline(&line, &room, report) > 0)
		for (size_t i = 0; i < N_CALLS; i++)
			if (strstr(line, calls[i].library) &&
			    strstr(line, ours) && strstr(line, calls[i].call))
				is_ours[i] = true;
	free(line);
	fclose(report);
	reader_must(waitpid(pid, NULL, 0) == pid);
	for (size_t i = 0; i < N_CALLS; i++)
		ok(is_ours[i], "%s of %s is ours: %s", calls[i].call,
		    calls[i].library + 1, calls[i].source);
	return done();
}

/*
 * staff.h - runs a command as main does, and keeps what it prints
 */
#ifndef STAFF_H
#define STAFF_H

#include "../register/sample.h"
#include "console/console.h"

#include <fcntl.h>

struct staff {
	struct sample sample;
	struct options options;
	struct arena mem;
	char printed[1 << 16]; /* by the last command */
};

static inline void
staff_open(struct staff *s)
{
	memset(s, 0, sizeof *s);
	sample_open(&s->sample);
	s->options.paths.register_ = span_of(s->sample.path);
	s->options.paths.spool = span_of(s->sample.folder);
}

static inline void
staff_close(struct staff *s)
{
	arena_release(&s->mem);
	sample_close(&s->sample);
}

/* Puts fd aside and a new file in its place. */
static inline int
staff_redirect(int fd, const char *path)
{
	int old = dup(fd);
	int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (old < 0 || file < 0 || dup2(file, fd) < 0)
		die("test: cannot redirect");
	close(file);
	return old;
}

static inline void
staff_restore(int fd, int old)
{
	if (dup2(old, fd) < 0)
		die("test: cannot restore");
	close(old);
}

/* Runs it with the words, parted by blanks; its exit status. */
static inline int
staff_run(struct staff *s, command_run *run, const char *words)
{
	char *argv[8] = { NULL };
	struct call call = { .options = &s->options,
		.program = "postroom",
		.argv = argv,
		.mem = &s->mem };
	struct span rest = span_of(words), text;
	autobuf out = BUF(sizeof s->printed - 1);
	struct error why;
	char path[128];
	int old_out, old_err, status;

	while (rest.len > 0) {
		struct span word = span_cut_at(&rest, ' ');
		char *copy = arena_alloc(&s->mem, word.len + 1);

		memcpy(copy, word.at, word.len);
		argv[call.argc++] = copy;
	}
	snprintf(path, sizeof path, "%s/printed", s->sample.folder);
	fflush(stdout);
	old_out = staff_redirect(STDOUT_FILENO, path);
	snprintf(path, sizeof path, "%s/told", s->sample.folder);
	old_err = staff_redirect(STDERR_FILENO, path);
	status = run(&call);
	fflush(stdout);
	staff_restore(STDOUT_FILENO, old_out);
	staff_restore(STDERR_FILENO, old_err);
	snprintf(path, sizeof path, "%s/printed", s->sample.folder);
	if (io_read_file(path, &out, &why) != DONE)
		die("test: %s", why.text);
	text = buf_span(&out);
	memcpy(s->printed, buf_text(&out), text.len + 1);
	return status;
}

static inline bool
staff_printed(const struct staff *s, const char *words)
{
	return strstr(s->printed, words) != NULL;
}

#endif

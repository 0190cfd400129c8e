/* post.c - prints the letters that wait, and puts them into one file */
#include "post.h"
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/outbox.h"
#include "reply/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* qpdf is linked into postroom-sender alone: see start.c. */
#pragma weak batch_merge

#define MAX_COMMAND_WORDS 32
#define MAX_BATCH_LETTERS 1000
#define MAX_LETTER_BYTES (8 << 20)
#define MAX_BATCH_BYTES (256u << 20)

extern char **environ;

/* The letters that are wanted. */
struct post {
	const struct call *call;
	struct span *wanted; /* references; none: all */
	bool *is_found;
	size_t n_wanted;
	struct span files[MAX_BATCH_LETTERS], references[MAX_BATCH_LETTERS];
	size_t n;
	bool has_more;
};

static bool
is_wanted(struct post *p, struct span reference)
{
	for (size_t i = 0; i < p->n_wanted; i++)
		if (span_is_equal(p->wanted[i], reference))
			return p->is_found[i] = true;
	return p->n_wanted == 0;
}

static void
letter_add(struct span reference, struct span kind, void *context)
{
	struct post *p = context;
	struct arena *mem = p->call->mem;

	if (!is_wanted(p, reference))
		return;
	p->has_more = p->n == MAX_BATCH_LETTERS;
	if (p->has_more)
		return;
	p->references[p->n] = arena_copy(mem, reference);
	p->files[p->n++] = arena_printf(mem, "%.*s/print/%.*s-%.*s.pdf",
	    SPAN_ARG(p->call->options->paths.spool), SPAN_ARG(reference),
	    SPAN_ARG(kind));
}

static enum outcome
letters_find(struct post *p, struct error *why)
{
	autodb db = NULL;
	enum outcome how = desk_open(p->call, &db, why);

	if (how == DONE)
		how = outbox_letters(db, letter_add, p, why);
	for (size_t i = 0; i < p->n_wanted && how == DONE; i++)
		if (!p->is_found[i])
			how = fail(why, REFUSED,
			    "%.*s: no letter of this case waits to be posted",
			    SPAN_ARG(p->wanted[i]));
	if (how == DONE && p->has_more)
		how = fail(why, REFUSED,
		    "more than %d letters wait: name the cases of some",
		    MAX_BATCH_LETTERS);
	return how;
}

/* --- printing ------------------------------------------------------------------ */

/* Parts the command at blanks; room for the file is left. */
static size_t
words_cut(const char *command, const char **words, struct arena *mem)
{
	struct span rest = span_of(command);
	size_t n = 0;

	while (rest.len > 0 && n < MAX_COMMAND_WORDS) {
		struct span word = span_cut_at(&rest, ' ');

		if (word.len > 0)
			words[n++] = arena_text(mem, word);
	}
	return rest.len > 0 ? 0 : n;
}

/* Runs it, without standard input; its status, -1 where it did not start. */
static int
words_run(const char *const *words)
{
	posix_spawn_file_actions_t files;
	char **argv;
	int status = -1;
	pid_t child;

	memcpy(&argv, &words, sizeof argv);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null",
	    O_RDONLY, 0);
	errno = posix_spawnp(&child, argv[0], &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	if (errno != 0)
		return -1;
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

static int
letters_print(const struct post *p, const char *command)
{
	const char *words[MAX_COMMAND_WORDS + 2] = { NULL };
	size_t n = words_cut(command, words, p->call->mem);

	if (n == 0)
		return desk_usage(p->call,
		    "--print-command \"PROGRAM ARGUMENT...\" [REF...]");
	for (size_t i = 0; i < p->n; i++) {
		int status;

		words[n] = p->files[i].at;
		fflush(stdout);
		status = words_run(words);
		if (status < 0)
			fprintf(stderr, "postroom letters: %s: %s\n", words[0],
			    strerror(errno));
		else if (status > 0)
			fprintf(stderr, "postroom letters: %s: status %d\n",
			    words[0], status);
		if (status != 0) {
			fprintf(stderr,
			    "postroom letters: %.*s was not printed, nor any "
			    "that comes after it\n",
			    SPAN_ARG(p->references[i]));
			return EX_UNAVAILABLE;
		}
		printf("%.*s printed\n", SPAN_ARG(p->references[i]));
	}
	return EX_OK;
}

/* --- one file ------------------------------------------------------------------ */

static enum outcome
letters_read(const struct post *p, struct span *bytes, const char **names,
    struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < p->n && how == DONE; i++) {
		autobuf letter = BUF(MAX_LETTER_BYTES);

		names[i] = p->files[i].at;
		how = io_read_file(names[i], &letter, why);
		bytes[i] = arena_copy(p->call->mem, buf_span(&letter));
	}
	return how;
}

static int
letters_merge(const struct post *p, const char *path)
{
	struct span *bytes = ARENA_ARRAY(p->call->mem, p->n, struct span);
	const char **names = ARENA_ARRAY(p->call->mem, p->n, const char *);
	autobuf batch = BUF(MAX_BATCH_BYTES);
	struct error why;
	enum outcome how;

	if (access(path, F_OK) == 0) {
		fprintf(stderr, "postroom letters: %s is there already\n",
		    path);
		return EX_CANTCREAT;
	}
	how = letters_read(p, bytes, names, &why);
	if (how == DONE)
		how = batch_merge(bytes, names, p->n, &batch, &why);
	if (how == DONE)
		how = io_create(path, buf_span(&batch), &why);
	if (how == DONE)
		printf("%zu letter%s in %s. When they are in the post: "
		       "postroom letters --printed\n",
		    p->n, p->n == 1 ? "" : "s", path);
	return desk_end(p->call, how, &why);
}

/* Goes on as postroom-sender, which can put PDF files together. */
static int
merge_exec(const struct call *call)
{
	struct span path = arena_printf(call->mem, "%s-sender", call->program);

	execv(path.at, call->words);
	fprintf(stderr, "postroom: %s: %s\n", path.at, strerror(errno));
	return EX_UNAVAILABLE;
}

static int
letters_take(const struct call *call, const char *command, const char *path)
{
	struct post *p = ARENA_ARRAY(call->mem, 1, struct post);
	struct error why;
	enum outcome how;

	p->call = call;
	p->n_wanted = (size_t)call->argc - 1;
	p->wanted = ARENA_ARRAY(call->mem, p->n_wanted, struct span);
	p->is_found = ARENA_ARRAY(call->mem, p->n_wanted, bool);
	for (size_t i = 0; i < p->n_wanted; i++)
		if (!desk_reference(call, (int)i + 1, &p->wanted[i]))
			return EX_DATAERR;
	how = letters_find(p, &why);
	if (how != DONE)
		return desk_end(call, how, &why);
	if (p->n == 0) {
		puts("No letter waits to be posted.");
		return EX_OK;
	}
	return command != NULL ? letters_print(p, command)
			       : letters_merge(p, path);
}

static bool
wants_merge(const struct call *call)
{
	for (int i = 1; i < call->argc; i++)
		if (strcmp(call->argv[i], "--merge") == 0)
			return true;
	return false;
}

int
post_command(const struct call *asked)
{
	struct call call = *asked;
	const char *command, *path;

	/* With all its words, before any is taken out. */
	if (batch_merge == NULL && wants_merge(&call))
		return merge_exec(&call);
	command = call_value(&call, "--print-command");
	path = call_value(&call, "--merge");
	if (command == NULL && path == NULL)
		return letters_command(asked);
	if (command != NULL && path != NULL)
		return desk_usage(asked,
		    "--print-command COMMAND [REF...] | --merge FILE [REF...]");
	return letters_take(&call, command, path);
}

/*
 * train.c - makes a challenger from what staff corrected
 *
 * The texts go to postroom-train by a pipe and are never written down.
 */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/models.h"
#include "register/correction.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define MAX_LESSON_BYTES (64u << 20)
#define MAX_ARGUMENTS 10
#define MAX_ID_BYTES 256

/* What postroom-train is told, and how many items that is. */
struct texts {
	struct buf lines;
	size_t n;
};

static void
add_escaped(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\n' || c == '\t' || c == '\\') {
			buf_add_char(out, '\\');
			c = c == '\n' ? 'n' : c == '\t' ? 't' : c;
		}
		buf_add_char(out, c);
	}
}

/* A line of the form of gateway/triage/training/README. */
static void
add_text(const struct corrected *c, void *context)
{
	struct texts *t = context;
	const char *word = category_name(c->category);

	buf_printf(&t->lines, "%s\t-\t-\t%s\t", word[0] ? word : "none",
	    c->is_letter ? "letter" : "mail");
	if (!c->is_letter && c->title.len > 0) {
		buf_add_text(&t->lines, "Subject: ");
		add_escaped(&t->lines, c->title);
		buf_add_text(&t->lines, "\\n");
	}
	add_escaped(&t->lines, c->text);
	buf_add_char(&t->lines, '\n');
	t->n++;
}

/* The path of one of the training texts; BROKEN where it is not there. */
static enum outcome
training_text(const struct shelf *shelf, const char *name, struct arena *mem,
    const char **path, struct error *why)
{
	*path =
	    arena_printf(mem, "%.*s/%s", SPAN_ARG(shelf->training), name).at;
	if (access(*path, R_OK) < 0)
		return fail(why, BROKEN, "%s: %s", *path, strerror(errno));
	return DONE;
}

/* postroom-train's command line. */
static enum outcome
arguments_of(const struct call *call, const struct shelf *shelf,
    const char *output, const char **argv, struct error *why)
{
	struct arena *mem = call->mem;
	struct span parent =
	    shelf_path(shelf, shelf_named(shelf, "current", mem), mem);
	enum outcome how;
	int n = 0;

	argv[n++] = arena_printf(mem, "%s-train", call->program).at;
	argv[n++] = "adapt";
	argv[n++] = "-o";
	argv[n++] = output;
	argv[n++] = "-m";
	argv[n++] = arena_text(mem, parent);
	how = training_text(shelf, "letters.tsv", mem, &argv[n++], why);
	if (how == DONE)
		how = training_text(shelf, "hard.tsv", mem, &argv[n++], why);
	argv[n] = NULL;
	return how;
}

/* Starts the program with both its ends; *in and *out are ours. */
static pid_t
start(const char **argv, int *in, int *out)
{
	int to[2], from[2];
	pid_t child;

	if (pipe(to) < 0 || pipe(from) < 0)
		die("no pipe: %s", strerror(errno));
	child = fork();
	if (child == 0) {
		dup2(to[0], STDIN_FILENO);
		dup2(from[1], STDOUT_FILENO);
		close(to[0]);
		close(to[1]);
		close(from[0]);
		close(from[1]);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		fprintf(stderr, "postroom: %s: %s\n", argv[0], strerror(errno));
		_exit(EX_UNAVAILABLE);
	}
	close(to[0]);
	close(from[1]);
	*in = to[1];
	*out = from[0];
	return child;
}

/* Hands over the texts; the ID that the program answers with, in mem. */
static enum outcome
run(const char **argv, struct span lines, struct arena *mem, struct span *id,
    struct error *why)
{
	autobuf answer = BUF(MAX_ID_BYTES);
	int in, out, status = 0;
	pid_t child = start(argv, &in, &out);
	enum outcome how = child < 0
			       ? fail(why, LATER, "fork: %s", strerror(errno))
			       : io_write(in, lines, why);

	close(in);
	if (how == DONE)
		how = io_read(out, &answer, why);
	close(out);
	if (child > 0 && waitpid(child, &status, 0) == child && how == DONE &&
	    status != 0)
		how = fail(why, BROKEN, "%s: it made no model", argv[0]);
	if (how == DONE)
		*id = arena_copy(mem, span_trim(buf_span(&answer)));
	return how;
}

static enum outcome
train(const struct call *call, const struct shelf *shelf, struct span lines,
    struct span *id, struct error *why)
{
	struct arena *mem = call->mem;
	const char *argv[MAX_ARGUMENTS] = { NULL };
	struct span made = arena_printf(mem, "%.*s/.new-%ld",
	    SPAN_ARG(shelf->folder), (long)getpid());
	enum outcome how = io_make_dirs(arena_text(mem, shelf->folder), why);

	if (how == DONE)
		how = arguments_of(call, shelf, made.at, argv, why);
	signal(SIGPIPE, SIG_IGN); /* where the program cannot be started */
	if (how == DONE)
		how = run(argv, lines, mem, id, why);
	if (how == DONE)
		how = io_move(made.at, shelf_path(shelf, *id, mem).at, why);
	else
		(void)unlink(made.at);
	return how;
}

int
train_command(const struct call *call)
{
	struct texts texts = { .lines = BUF(MAX_LESSON_BYTES) };
	struct shelf shelf = shelf_find(call->options->paths.register_,
	    call->program, call->mem);
	struct span id = SPAN("");
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call->argc != 1)
		return desk_usage(call, "");
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = corrections_each(db, add_text, &texts, &why);
	if (how == DONE && texts.n == 0)
		how = fail(&why, REFUSED,
		    "nothing was corrected yet: see postroom correct");
	if (how == DONE)
		how = train(call, &shelf, buf_span(&texts.lines), &id, &why);
	buf_release(&texts.lines);
	if (how == DONE)
		how = models_print_trial(&shelf, id, call->mem, &why);
	return desk_end(call, how, &why);
}

/* pager.c - starts the reader's pager, and fills it */
#include "console/pager.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_PAGER_WORDS 16
#define NOT_STARTED 127

/* Lines of the terminal; 0 where standard output is none. */
static size_t
terminal_lines(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		return 0;
	return size.ws_row;
}

/* More lines than that?  One is left for the prompt. */
static bool
is_longer(struct span text, size_t lines)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len && n < lines; i++)
		n += text.at[i] == '\n';
	return n >= lines;
}

/* The words of PAGER in its copy; false where there are none. */
static bool
pager_words(char *command, char *words[MAX_PAGER_WORDS + 1])
{
	size_t n = 0;

	for (char *at = command; *at != '\0' && n < MAX_PAGER_WORDS;) {
		at += strspn(at, " \t");
		if (*at == '\0')
			break;
		words[n++] = at;
		at += strcspn(at, " \t");
		if (*at != '\0')
			*at++ = '\0';
	}
	words[n] = NULL;
	return n > 0;
}

static void
pager_run(char *const words[], const int pipe_ends[2])
{
	if (dup2(pipe_ends[0], STDIN_FILENO) < 0)
		_exit(NOT_STARTED);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
	setenv("LESSSECURE", "1", 1);
	execvp(words[0], words);
	_exit(NOT_STARTED);
}

/* False where it did not start, and has shown nothing. */
static bool
pager_show(char *const words[], struct span text)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	int ends[2], status = 0;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	child = fork();
	if (child == 0)
		pager_run(words, ends);
	close(ends[0]);
	if (child < 0) {
		close(ends[1]);
		return false;
	}
	/* Whoever has read enough leaves before the end. */
	sigaction(SIGPIPE, &ignore, &before);
	if (io_write(ends[1], text, NULL) != DONE)
		status = 0;
	close(ends[1]);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	sigaction(SIGPIPE, &before, NULL);
	return !WIFEXITED(status) || WEXITSTATUS(status) != NOT_STARTED;
}

void
pager_print(struct span text)
{
	const char *wanted = getenv("PAGER");
	char *words[MAX_PAGER_WORDS + 1], *command;
	size_t lines = terminal_lines();
	bool is_shown = false;

	if (lines > 0 && is_longer(text, lines)) {
		fflush(stdout);
		command = strdup(wanted != NULL ? wanted : "less -R");
		if (command != NULL && pager_words(command, words))
			is_shown = pager_show(words, text);
		free(command);
	}
	if (!is_shown)
		fwrite(text.at, 1, text.len, stdout);
}

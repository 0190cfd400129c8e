/* arena.c - memory of an item: zeroed, aligned, apart, freed at once */
#include "base/arena.h"
#include "tap.h"

#include <stdalign.h>
#include <stdint.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

static bool
is_zero(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (at[i] != 0)
			return false;
	return true;
}

/* Sizes round the block's own, so that each way into a new block is taken. */
static void
allocates(void)
{
	static const size_t sizes[] = { 0, 1, 7, 16, 17, 1000, 65535, 65536,
		65537, 1, 200000, 3, 65000, 600 };
	struct {
		char *at;
		size_t len;
	} got[sizeof sizes / sizeof *sizes];
	autoarena mem = { 0 };
	size_t wrong = 0;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		got[i].len = sizes[i];
		got[i].at = arena_alloc(&mem, sizes[i]);
		ok(got[i].at != NULL && is_zero(got[i].at, sizes[i]),
		    "%zu bytes come zeroed", sizes[i]);
		ok((uintptr_t)got[i].at % alignof(max_align_t) == 0,
		    "%zu bytes come aligned", sizes[i]);
		memset(got[i].at, (int)i + 1, sizes[i]);
	}
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (size_t j = 0; j < got[i].len; j++)
			wrong += got[i].at[j] != (char)(i + 1);
	is_number(wrong, 0, "no two of them share a byte");
	arena_release(&mem);
	ok(mem.newest == NULL, "release leaves nothing");
	arena_release(&mem);
	ok(mem.newest == NULL, "releasing twice is harmless");
}

static void
copies(void)
{
	autoarena mem = { 0 };
	char bytes[] = "abc";
	struct span copy = arena_copy(&mem, (struct span){ bytes, 3 });
	struct span nothing = arena_copy(&mem, (struct span){ NULL, 0 });
	long long *numbers = ARENA_ARRAY(&mem, 3, long long);

	bytes[0] = 'x';
	is_span(copy, "abc", "a copy is apart");
	ok(copy.at[3] == '\0', "and ends in a NUL");
	ok(nothing.len == 0 && nothing.at[0] == '\0', "nothing copies too");
	is_text(arena_text(&mem, SPAN("word")), "word", "a C string");
	is_span(arena_printf(&mem, "%s-%d", "n", 7), "n-7", "a formatted copy");
	is_span(arena_printf(&mem, "%.*s", SPAN_ARG(SPAN(""))), "",
	    "formatted nothing");
	is_number(numbers[0] + numbers[1] + numbers[2], 0, "an array is zero");
	ok(ARENA_ARRAY(&mem, 0, int) != NULL, "an array may have no element");
}

/* Does the process end with EX_OSERR when it asks for so much? */
static bool
dies_of(size_t n, size_t size)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		autoarena mem = { 0 };

		close(STDERR_FILENO);
		arena_array(&mem, n, size);
		_exit(0);
	}
	return waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	       WEXITSTATUS(status) == EX_OSERR;
}

int
main(void)
{
	allocates();
	copies();
	ok(!dies_of(10, 10), "what can be had is had");
	ok(dies_of(SIZE_MAX / 4, 8), "a product that wraps ends the process");
	ok(dies_of(SIZE_MAX, 1), "so does more than there can be");
#ifndef BUILD_SANITIZED
	ok(dies_of(SIZE_MAX / 4, 1), "and more than there is");
#endif
	return done();
}

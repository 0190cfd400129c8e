/* arena.c - memory of an item: zeroed, aligned, apart, freed at once */
#include "base/arena.h"
#include "tap.h"

#include <malloc.h>
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

/* The exit status of a process that asks for so much; -1: it was killed. */
static int
status_of(size_t n, size_t size)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		autoarena mem = { 0 };

		close(STDERR_FILENO);
		if (n == 1)
			arena_alloc(&mem, size);
		else
			arena_array(&mem, n, size);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

/* The same of a letter that the locale cannot write. */
static int
status_of_letter(void)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		autoarena mem = { 0 };

		close(STDERR_FILENO);
		arena_printf(&mem, "%ls", L"\x100");
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void
ends_of_too_much(void)
{
	static const struct {
		const char *what;
		size_t n, size;
		int want;
	} rows[] = {
		{ "what can be had", 10, 10, 0 },
		{ "nothing, as often as one likes", SIZE_MAX, 0, 0 },
		{ "none of it", 0, SIZE_MAX, 0 },
		{ "a product that wraps", SIZE_MAX / 4, 8, EX_OSERR },
		{ "one that wraps to little", SIZE_MAX / 8 + 2, 8, EX_OSERR },
		{ "more than there can be", SIZE_MAX, 2, EX_OSERR },
		{ "one byte more than half of it", SIZE_MAX / 2 + 1, 1,
		    EX_OSERR },
		{ "the same at once", 1, SIZE_MAX / 2 + 1, EX_OSERR },
		{ "all but what rounding wraps", 1, SIZE_MAX, EX_OSERR },
#ifndef BUILD_SANITIZED
		{ "more than there is", SIZE_MAX / 4, 1, EX_OSERR },
#endif
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(status_of(rows[i].n, rows[i].size), rows[i].want,
		    "%s", rows[i].what);
	is_number(status_of_letter(), EX_OSERR, "what cannot be formatted");
}

/* Many items, one after the other: each leaves nothing behind. */
static void
keeps_nothing(void)
{
	size_t before = mallinfo2().uordblks;

	for (int i = 0; i < 100; i++) {
		autoarena mem = { 0 };

		arena_alloc(&mem, 100000);
		arena_alloc(&mem, 1);
	}
	is_number(mallinfo2().uordblks, before, "released memory is free");
}

/* What a piece of 32 bytes takes: a sanitizer has a fence behind it. */
#ifdef BUILD_SANITIZED
#define PIECE_BYTES 48
#else
#define PIECE_BYTES 32
#endif

/* Pieces of 32 bytes, a copy's NUL included, fill a block of 64 KiB. */
static void
fills_blocks(void)
{
	static const char *const ways[] = { "alone", "copied", "formatted" };
	const struct span text = SPAN("thirty-one bytes of a long word");

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		autoarena mem = { 0 };
		size_t before = mallinfo2().uordblks, n = 0;
		struct arena_block *first = NULL;

		for (; mem.newest == first || first == NULL; n++) {
			if (i == 0)
				arena_alloc(&mem, 32);
			else if (i == 1)
				arena_copy(&mem, text);
			else
				arena_printf(&mem, "%.*s", SPAN_ARG(text));
			if (n == 0)
				first = mem.newest;
		}
		is_number(n, 65536 / PIECE_BYTES + 1,
		    "pieces %s: the next block", ways[i]);
		ok(mallinfo2().uordblks - before < 2 * 65536 + 1000,
		    "two blocks take no more");
	}
}

int
main(void)
{
	allocates();
	copies();
	ends_of_too_much();
	keeps_nothing();
	fills_blocks();
	return done();
}

/*
 * replay.c - a target's corpus as a test, where there is no libFuzzer
 *
 * Linked with one target; its name is the program's, and tests/fuzz/corpus/NAME
 * has what it is given, each file a test.
 */
#include "fuzz.h"

#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>

#define MAX_INPUT_BYTES (4 << 20)

/* A target without one has nothing to prepare. */
int __attribute__((weak)) LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

/* Gives the target one file; false where it cannot be read. */
static bool
is_replayed(const char *folder, const char *name)
{
	autobuf bytes = BUF(MAX_INPUT_BYTES);
	char path[PATH_MAX];
	struct error why;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (io_read_file(path, &bytes, &why) != DONE) {
		printf("# %s\n", why.text);
		return false;
	}
	(void)LLVMFuzzerTestOneInput((const uint8_t *)buf_text(&bytes),
	    bytes.len);
	return true;
}

int
main(int argc, char **argv)
{
	const char *slash = strrchr(argv[0], '/');
	struct dirent **names = NULL;
	char folder[PATH_MAX];
	int failed = 0, done = 0, n;

	snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s",
	    slash == NULL ? argv[0] : slash + 1);
	(void)LLVMFuzzerInitialize(&argc, &argv);
	n = scandir(folder, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;

		if (name[0] != '.') {
			/* What ends the process must be known by its name. */
			printf("# %s\n", name);
			fflush(stdout);
			if (!is_replayed(folder, name)) {
				failed++;
				printf("not ");
			}
			printf("ok %d - %s is read\n", ++done, name);
		}
		free(names[i]);
	}
	free(names);
	if (done == 0)
		printf("not ok %d - there is something in %s\n", ++done,
		    folder);
	printf("1..%d\n", done);
	return failed > 0 || n <= 2;
}

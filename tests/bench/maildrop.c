/*
 * maildrop.c - puts the message on standard input into a maildir
 *
 * For fetchmail, which hands messages on and keeps none: the least that can
 * be called a delivery, so that fetchmail is measured and not what it calls.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	char tmp[PATH_MAX], path[PATH_MAX], piece[65536];
	size_t n;
	FILE *file;

	if (argc != 2)
		return 64;
	snprintf(tmp, sizeof tmp, "%s/tmp/%ld", argv[1], (long)getpid());
	snprintf(path, sizeof path, "%s/new/%ld.XXXXXX", argv[1],
	    (long)getpid());
	file = fopen(tmp, "wx");
	if (file == NULL)
		return 75;
	while ((n = fread(piece, 1, sizeof piece, stdin)) > 0)
		if (fwrite(piece, 1, n, file) != n)
			return 75;
	/* Process numbers come back: the name is made sure of. */
	if (fclose(file) != 0 || mkstemp(path) < 0 || rename(tmp, path) != 0)
		return 75;
	return 0;
}

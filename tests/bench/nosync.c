/*
 * nosync.c - loaded before libc: nothing is waited for until it is on the disk
 *
 * For the bench alone, to show what durability costs.
 */
#include <unistd.h>

int
fsync(int fd)
{
	(void)fd;
	return 0;
}

int
fdatasync(int fd)
{
	(void)fd;
	return 0;
}

int
syncfs(int fd)
{
	(void)fd;
	return 0;
}

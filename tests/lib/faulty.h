/*
 * faulty.h - calls that a test lets fail, put before the library's own
 *
 *	FAULTY(ssize_t, -1, read, (int fd, void *at, size_t n), (fd, at, n))
 *	faulty_read = (struct faulty){ .error = EIO, .times = 1 };
 *
 * makes the next read, the test's and what it tests, fail with EIO.
 */
#ifndef FAULTY_H
#define FAULTY_H

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

struct faulty {
	int error;
	int after; /* calls that go well before */
	int times; /* calls that fail then */
};

static inline bool
faulty_strikes(struct faulty *f)
{
	if (f->times == 0 || f->after-- > 0)
		return false;
	f->after = 0;
	f->times--;
	errno = f->error;
	return true;
}

/* Sets *real, a pointer to a function, to the library's own. */
static inline void
faulty_find(const char *name, void *real)
{
	void *found = dlsym(RTLD_NEXT, name);

	memcpy(real, &found, sizeof found);
}

/* open, which has one argument more at times. */
#define FAULTY_OPEN                                                            \
	static struct faulty faulty_open;                                      \
	int open(const char *path, int flags, ...)                             \
	{                                                                      \
		va_list ap;                                                    \
		unsigned mode;                                                 \
                                                                               \
		va_start(ap, flags);                                           \
		mode = (flags & O_CREAT) != 0 ? va_arg(ap, unsigned) : 0;      \
		va_end(ap);                                                    \
		return faulty_strikes(&faulty_open)                            \
			   ? -1                                                \
			   : openat(AT_FDCWD, path, flags, mode);              \
	}

#define FAULTY(type, failed, name, parameters, arguments)                      \
	static struct faulty faulty_##name;                                    \
	type name parameters                                                   \
	{                                                                      \
		static type(*real) parameters;                                 \
                                                                               \
		if (real == NULL)                                              \
			faulty_find(#name, &real);                             \
		return faulty_strikes(&faulty_##name) ? (failed)               \
						      : real arguments;        \
	}

#endif

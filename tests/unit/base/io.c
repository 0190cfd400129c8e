/* io.c - whole reads and writes, durable files, directories */
#include "base/io.h"
#include "base/arena.h"
#include "faulty.h"
#include "tap.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

FAULTY_OPEN
FAULTY(ssize_t, -1, write, (int fd, const void *at, size_t n), (fd, at, n))
FAULTY(ssize_t, -1, read, (int fd, void *at, size_t n), (fd, at, n))
FAULTY(ssize_t, -1, pread, (int fd, void *at, size_t n, off_t from),
    (fd, at, n, from))
FAULTY(int, -1, fsync, (int fd), (fd))
FAULTY(int, -1, fstat, (int fd, struct stat *st), (fd, st))
FAULTY(int, -1, stat, (const char *path, struct stat *st), (path, st))

static struct error why;

static bool
holds(const char *path, const char *text)
{
	autobuf b = BUF(1000);

	return io_read_file(path, &b, &why) == DONE &&
	       span_is_equal(buf_span(&b), span_of(text));
}

static void
closes(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), was = fd;

	io_close(&fd);
	ok(fd == -1 && fcntl(was, F_GETFD) < 0, "a descriptor is closed");
	io_close(&fd);
	is_number(fd, -1, "none is closed twice");
}

static void
reads(void)
{
	static const struct {
		size_t ceiling;
		enum outcome how;
	} rows[] = { { 5, DONE }, { 4, REFUSED }, { 0, REFUSED } };
	autobuf big = BUF(100000);

	is_number(io_create("five", SPAN("12345"), &why), DONE, "five bytes");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autobuf b = BUF(rows[i].ceiling);

		is_number(io_read_file("five", &b, &why), rows[i].how,
		    "five bytes into %zu", rows[i].ceiling);
	}
	is_text(why.text, "file: read: more than 0 bytes", "it says so");

	for (int i = 0; i < 40000; i++)
		buf_add_char(&big, (char)i);
	is_number(io_create("big", buf_span(&big), &why), DONE, "many bytes");
	{
		autobuf b = BUF(40000);

		is_number(io_read_file("big", &b, &why), DONE, "are read");
		ok(span_is_equal(buf_span(&b), buf_span(&big)), "as written");
	}
	is_number(io_read_file("none", &big, &why), LATER, "no such file");
	is_text(why.text, "none: open: No such file or directory", "is told");
	is_number(io_read_file(".", &big, &why), LATER, "a directory");
	is_text(why.text, "file: read: Is a directory", "is told");
}

/* A pipe takes less than is written: io_write goes on until all is gone. */
static void
writes(void)
{
	static char many[300000];
	int ends[2], status = 0;
	long long total = 0;
	pid_t child;
	ssize_t n;

	if (pipe(ends) < 0)
		return;
	child = fork();
	if (child == 0) {
		close(ends[0]);
		_exit(io_write(ends[1], (struct span){ many, sizeof many },
		    NULL));
	}
	close(ends[1]);
	while ((n = read(ends[0], many, 1000)) > 0)
		total += n;
	close(ends[0]);
	waitpid(child, &status, 0);
	is_number(total, sizeof many, "a slow reader gets all");
	is_number(status, 0, "and the writer knows");
	is_number(io_write(-1, SPAN("x"), &why), LATER, "no descriptor");
	is_text(why.text, "file: write: Bad file descriptor", "is told");
	is_number(io_write(-1, SPAN(""), &why), DONE, "nothing is written");
}

static void
publishes(void)
{
	struct stat st;
	int fd;

	is_number(io_create("new", SPAN("one"), &why), DONE, "a file");
	ok(holds("new", "one"), "has its bytes");
	ok(stat("new", &st) == 0 && (st.st_mode & 0777) == 0600,
	    "only its owner may read it");
	is_number(io_create("new", SPAN("two"), &why), DONE, "is replaced");
	ok(holds("new", "two"), "by the new bytes");
	ok(access("new.new", F_OK) < 0, "nothing else is left");
	is_number(io_create("no/new", SPAN(""), &why), LATER, "no directory");
	is_text(why.text, "no/new.new: create: No such file or directory",
	    "is told");

	fd = open("draft", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	is_number(io_publish(fd, "draft", "final", &why), DONE, "a draft");
	ok(access("draft", F_OK) < 0 && holds("final", ""), "is published");
	is_number(io_publish(fd, "draft", "other", &why), LATER, "once");
	is_text(why.text, "draft: rename to other: No such file or directory",
	    "is told");
	close(fd);
	is_number(io_publish(-1, "final", "other", &why), LATER,
	    "nothing to sync");
	is_text(why.text, "final: sync: Bad file descriptor", "is told");
}

static void
moves(void)
{
	char path[PATH_MAX + 2];

	is_number(io_make_dirs("a/b", &why), DONE, "directories");
	is_number(io_move("new", "a/b/moved", &why), DONE, "a file moves");
	ok(holds("a/b/moved", "two"), "and is there");
	is_number(io_move("new", "a/new", &why), LATER, "what is gone");
	is_text(why.text, "new: rename to a/new: No such file or directory",
	    "is told");
	if (realpath("a", path) != NULL) {
		autoarena mem = { 0 };
		const char *to = arena_printf(&mem, "%s/again", path).at;

		is_number(io_move("a/b/moved", to, &why), DONE,
		    "a whole path will do");
		ok(holds("a/again", "two"), "and is there");
	}
}

static void
makes_directories(void)
{
	struct stat st;

	is_number(io_make_dirs("d/e//f/", &why), DONE, "each that is missing");
	ok(stat("d/e/f", &st) == 0 && S_ISDIR(st.st_mode), "is made");
	ok((st.st_mode & 0777) == 0700, "for its owner only");
	is_number(io_make_dirs("d/e/f", &why), DONE, "those there are fine");
	is_number(io_make_dirs("/", &why), DONE, "so is the root");
	is_number(io_make_dirs("", &why), LATER, "a name is needed");
	is_number(io_make_dirs("five", &why), LATER, "a file in its place");
	is_text(why.text, "five: make: Not a directory", "is told");
	is_number(io_make_dirs("five/g", &why), LATER, "or on the way");
	faulty_stat = (struct faulty){ EIO, 0, 1 };
	is_number(io_make_dirs("d", &why), LATER, "one that cannot be seen");
	is_text(why.text, "d: make: Input/output error", "is told");
}

/* PATH_MAX counts the NUL: a name of one byte less fits, by its length. */
static void
minds_the_length(void)
{
	static char name[PATH_MAX + 1];

	memset(name, 'n', sizeof name - 1);
	is_number(io_make_dirs(name, &why), BROKEN, "a name too long to make");
	is_number(io_create(name, SPAN(""), &why), BROKEN, "or to create");
	name[PATH_MAX - 1] = '\0';
	is_number(io_make_dirs(name, &why), LATER, "at the limit it is tried");
	is_number(io_create(name, SPAN(""), &why), BROKEN, "with its .new not");
	name[PATH_MAX - 5] = '\0';
	is_number(io_create(name, SPAN(""), &why), LATER, "at the limit it is");
}

/* Which call fails, how, and what comes of writing or reading a file then. */
static void
meets_faults(void)
{
	static const struct {
		const char *what;
		struct faulty *call;
		struct faulty how;
		enum outcome want;
		const char *said;
	} rows[] = {
		{ "a signal while it writes", &faulty_write, { EINTR, 0, 2 },
		    DONE, "" },
		{ "no descriptor at all", &faulty_open, { EMFILE, 0, 1 }, LATER,
		    "kept.new: create: Too many open files" },
		{ "a full disk", &faulty_write, { ENOSPC, 0, 1 }, LATER,
		    "file: write: No space left on device" },
		{ "a disk that is full at the end", &faulty_fsync,
		    { ENOSPC, 0, 1 }, LATER,
		    "kept.new: sync: No space left on device" },
		{ "a folder that cannot be made durable", &faulty_fsync,
		    { EIO, 1, 1 }, LATER, ".: sync: Input/output error" },
		{ "no descriptor for that folder", &faulty_open,
		    { EMFILE, 1, 1 }, LATER, ".: sync: Too many open files" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool is_new = rows[i].want == DONE || rows[i].how.after > 0;

		is_number(io_create("kept", SPAN("before"), &why), DONE,
		    "a file");
		why.text[0] = '\0';
		*rows[i].call = rows[i].how;
		is_number(io_create("kept", SPAN("after"), &why), rows[i].want,
		    "%s", rows[i].what);
		is_text(why.text, rows[i].said, "is told");
		ok(holds("kept", is_new ? "after" : "before"),
		    "and the file is whole");
		is_number(rows[i].call->times, 0, "it happened");
	}
	faulty_read = (struct faulty){ EINTR, 0, 2 };
	ok(holds("kept", "after"), "a signal while it reads changes nothing");
	{
		autobuf b = BUF(10);

		faulty_read = (struct faulty){ EIO, 0, 1 };
		is_number(io_read_own("kept", &b, &why), LATER, "a bad disk");
		is_text(why.text, "kept: file: read: Input/output error",
		    "is told of a file of our own");
		faulty_fstat = (struct faulty){ EIO, 0, 1 };
		is_number(io_read_own("kept", &b, &why), DONE,
		    "what kind of file it is may stay unknown");
		is_text(buf_text(&b), "after", "where it is read");
	}
}

/* A move is durable when both folders are. */
static void
moves_durably(void)
{
	static const struct {
		int after;
		const char *said;
	} rows[] = {
		{ 0, "there: sync: Input/output error" },
		{ 1, "here: sync: Input/output error" },
	};

	is_number(io_make_dirs("here", &why), DONE, "a folder");
	is_number(io_make_dirs("there", &why), DONE, "another");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		is_number(io_create("here/file", SPAN("x"), &why), DONE,
		    "a file");
		faulty_fsync = (struct faulty){ EIO, rows[i].after, 1 };
		is_number(io_move("here/file", "there/file", &why), LATER,
		    "it is moved, and may not stay so");
		is_text(why.text, rows[i].said, "which is told");
	}
}

/* As big as needs several reads, from a descriptor that stands elsewhere. */
static void
copies(void)
{
	static char bytes[150000];
	static char name[PATH_MAX + 1];
	struct span all = { bytes, sizeof bytes };
	autobuf back = BUF(sizeof bytes);
	autofd from = -1;

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 7 + i / 256);
	is_number(io_create("from", all, &why), DONE, "a big file");
	from = open("from", O_RDONLY | O_CLOEXEC);
	ok(lseek(from, 100, SEEK_SET) == 100, "read up to somewhere");
	faulty_pread = (struct faulty){ EINTR, 1, 2 };
	is_number(io_copy(from, "copy", &why), DONE, "is copied");
	is_number(faulty_pread.times, 0, "in spite of signals");
	ok(io_read_file("copy", &back, &why) == DONE &&
		span_is_equal(buf_span(&back), all),
	    "whole");
	is_number(lseek(from, 0, SEEK_CUR), 100, "the offset stays");

	faulty_pread = (struct faulty){ EIO, 1, 1 };
	is_number(io_copy(from, "copy2", &why), LATER, "a bad disk");
	is_text(why.text, "file: read: Input/output error", "is told");
	ok(access("copy2", F_OK) < 0 && access("copy2.new", F_OK) < 0,
	    "nothing is left of it");
	faulty_write = (struct faulty){ ENOSPC, 1, 1 };
	is_number(io_copy(from, "copy2", &why), LATER, "a full disk");
	is_text(why.text, "file: write: No space left on device", "too");
	ok(access("copy2.new", F_OK) < 0, "nor is anything left of that");

	ok(symlink("five", "link.new") == 0, "a link where it would write");
	is_number(io_copy(from, "link", &why), LATER, "is not followed");
	ok(holds("five", "12345"), "what it names is untouched");
	memset(name, 'n', sizeof name - 1);
	is_number(io_copy(from, name, &why), BROKEN, "a name too long");
}

static void
tells_the_time(void)
{
	long long a = clock_monotonic_ms(), b = clock_monotonic_ms();

	ok(clock_now() > 1700000000, "it is later than 2023");
	ok(a > 0 && b >= a, "one clock only moves forward");
}

/* A file that must be there: what passes is told from what does not. */
static void
reads_its_own(void)
{
	static const struct {
		const char *path;
		size_t ceiling;
		enum outcome want;
	} rows[] = {
		{ "own", 3, DONE },
		{ "own", 2, BROKEN },
		{ "missing", 3, BROKEN },
		{ ".", 3, BROKEN },
	};

	is_number(io_create("own", SPAN("abc"), &why), DONE, "a file is there");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autobuf b = BUF(rows[i].ceiling);

		is_number(io_read_own(rows[i].path, &b, &why), rows[i].want,
		    "%s, at most %zu bytes", rows[i].path, rows[i].ceiling);
	}
	is_number(io_outcome(EIO), LATER, "a faulty disk may get better");
	is_number(io_outcome(ENOSPC), LATER, "a full one too");
	is_number(io_outcome(EMFILE), LATER, "descriptors come back");
	is_number(io_outcome(ENOMEM), LATER, "and memory");
	is_number(io_outcome(ENOENT), BROKEN, "a missing file does not");
	is_number(io_outcome(EACCES), BROKEN, "nor does a right");
}

static int
drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

int
main(void)
{
	char folder[] = "/tmp/postroom-io-XXXXXX";

	if (mkdtemp(folder) == NULL || chdir(folder) < 0)
		return 1;
	closes();
	reads();
	writes();
	publishes();
	moves();
	makes_directories();
	minds_the_length();
	reads_its_own();
	meets_faults();
	moves_durably();
	copies();
	tells_the_time();
	ok(chdir("/") == 0 && nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS) == 0,
	    "nothing is left behind");
	return done();
}

/* wire.c - frames survive any cutting, and nothing malformed is believed */
#include "tap.h"

#include "base/io.h"
#include "base/wire.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* The bytes that wire_put and its like have written to fd. */
static void
written(int fd, struct buf *bytes)
{
	lseek(fd, 0, SEEK_SET);
	ok(io_read(fd, bytes, NULL) == DONE, "what was written can be read");
}

/* Feeds the bytes in pieces of step; notes "tag:length " of every frame. */
static enum outcome
taken(struct span bytes, size_t step, struct buf *notes, struct error *why)
{
	struct wire_reader r = WIRE_READER;
	enum outcome how = LATER;

	while (bytes.len > 0 && how == LATER) {
		enum wire_tag tag;
		struct span field;

		wire_feed(&r, span_head(bytes, step));
		bytes = span_from(bytes, step);
		while ((how = wire_next(&r, &tag, &field, why)) == DONE)
			buf_printf(notes, "%d:%zu ", tag, field.len);
	}
	wire_reader_release(&r);
	return how;
}

static char zeros[65537];

static void
round_trip(void)
{
	static char text[200000];
	autobuf bytes = BUF(1 << 20), whole = BUF(1000), single = BUF(1000);
	autobuf want = BUF(1000);
	autofd fd = memfd_create("wire", 0);
	struct error why;

	memset(text, 'x', sizeof text);
	ok(wire_put(fd, WIRE_TYPE, SPAN("text/plain"), &why) == DONE, "put");
	ok(wire_put_long(fd, WIRE_TEXT, (struct span){ text, sizeof text },
	       &why) == DONE,
	    "a long field is put");
	ok(wire_put_long(fd, WIRE_TEXT, SPAN(""), &why) == DONE,
	    "an empty long field is put");
	ok(wire_put_number(fd, WIRE_PAGES, 300, &why) == DONE, "a number");
	ok(wire_put(fd, WIRE_END, SPAN(""), &why) == DONE, "the end");
	written(fd, &bytes);
	buf_printf(&want, "%d:10 %d:65536 %d:65536 %d:65536 %d:3392 %d:3 %d:0 ",
	    WIRE_TYPE, WIRE_TEXT, WIRE_TEXT, WIRE_TEXT, WIRE_TEXT, WIRE_PAGES,
	    WIRE_END);
	ok(taken(buf_span(&bytes), 65536, &whole, &why) == LATER, "taken");
	is_text(buf_text(&whole), buf_text(&want), "all frames, fed at once");
	ok(taken(buf_span(&bytes), 1, &single, &why) == LATER, "taken");
	is_text(buf_text(&single), buf_text(&want), "and byte by byte");
}

static void
field_content(void)
{
	struct wire_reader r = WIRE_READER;
	enum wire_tag tag;
	struct span field;

	wire_feed(&r, (struct span){ "\2\5\0\0\0a\0b\0c", 10 });
	ok(wire_next(&r, &tag, &field, NULL) == DONE && tag == WIRE_TYPE,
	    "a frame by hand");
	ok(span_is_equal(field, (struct span){ "a\0b\0c", 5 }),
	    "NUL bytes are kept");
	ok(wire_next(&r, &tag, &field, NULL) == LATER, "then more is needed");
	ok(!r.ended, "it has not ended");
	wire_reader_release(&r);
}

static void
malformed(void)
{
	static const struct {
		const char *what;
		struct span bytes;
		const char *why;
	} table[] = {
		{ "a tag too high", { "\x7f\0\0\0\0", 5 },
		    "report: unknown tag 127" },
		{ "its first byte alone", { "\xff", 1 },
		    "report: unknown tag 255" },
		{ "an end with a field", { "\0\1\0\0\0x", 6 },
		    "report: tag 0: 1 bytes" },
		{ "a length of 4 GiB", { "\2\xff\xff\xff\xff", 5 },
		    "report: tag 2: 4294967295 bytes" },
		{ "bytes after the end", { "\0\0\0\0\0\1", 6 },
		    "report: bytes after its end" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autobuf notes = BUF(100);
		struct error why = { "" };

		ok(taken(table[i].bytes, 64, &notes, &why) == REFUSED, "%s",
		    table[i].what);
		is_text(why.text, table[i].why, "%s: why", table[i].what);
	}
}

/* Every tag at its ceiling, and one above. */
static void
ceilings(void)
{
#define MOST(tag, most) { tag, most },
	static const struct {
		enum wire_tag tag;
		size_t most;
	} table[] = { WIRE_TAGS(MOST) };

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		for (size_t over = 0; over < 2; over++) {
			size_t len = table[i].most + over;
			const char head[] = { (char)table[i].tag, (char)len,
				(char)(len >> 8), (char)(len >> 16), 0 };
			struct wire_reader r = WIRE_READER;
			struct span field;
			enum wire_tag tag;

			wire_feed(&r, (struct span){ head, sizeof head });
			wire_feed(&r, (struct span){ zeros, len });
			ok(wire_next(&r, &tag, &field, NULL) ==
				(over == 0 ? DONE : REFUSED),
			    "tag %d with %zu bytes", table[i].tag, len);
			wire_reader_release(&r);
		}
}

static void
not_taken(void)
{
	struct wire_reader r = WIRE_READER;
	struct span field;
	enum wire_tag tag;

	for (int i = 0; i < 17; i++)
		wire_feed(&r, (struct span){ zeros, 65536 });
	ok(wire_next(&r, &tag, &field, NULL) == REFUSED,
	    "more than the reader holds");
	wire_reader_release(&r);
}

static void
nobody_listens(void)
{
	struct error why;
	int pipes[2];

	signal(SIGPIPE, SIG_IGN);
	ok(pipe(pipes) == 0, "a pipe");
	close(pipes[0]);
	ok(wire_put(pipes[1], WIRE_TYPE, SPAN("x"), &why) == LATER,
	    "a closed pipe is LATER");
	ok(wire_put_long(pipes[1], WIRE_TEXT, (struct span){ zeros, 65537 },
	       &why) == LATER,
	    "also in the first of two pieces");
	close(pipes[1]);
}

/* Does a process that puts such a frame end by abort, before a byte of it? */
static bool
aborts(int tag, size_t len)
{
	autofd fd = memfd_create("wire", 0);
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		close(STDERR_FILENO);
		_exit(wire_put(fd, (enum wire_tag)tag,
			  (struct span){ zeros, len }, NULL) == DONE
			  ? 0
			  : 1);
	}
	return waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
	       WTERMSIG(status) == SIGABRT && lseek(fd, 0, SEEK_END) == 0;
}

/* Our own side must not say what the other would not believe. */
static void
puts_only_what_is_taken(void)
{
	ok(!aborts(WIRE_TEXT, 65536), "a field at its ceiling is put");
	ok(aborts(WIRE_TEXT, 65537), "a longer one is a fault of ours");
	ok(aborts(WIRE_TAG_COUNT, 0), "so is a tag there is not");
}

/* A frame is taken when its last byte has come, and not before. */
static void
cut_anywhere(void)
{
	static const char frame[] = "\2\3\0\0\0abc";
	struct wire_reader r = WIRE_READER;
	enum wire_tag tag;
	struct span field;

	for (size_t n = 0; n + 1 < sizeof frame; n++) {
		ok(wire_next(&r, &tag, &field, NULL) == LATER,
		    "%zu bytes are too few", n);
		wire_feed(&r, (struct span){ &frame[n], 1 });
	}
	ok(wire_next(&r, &tag, &field, NULL) == DONE && tag == WIRE_TYPE,
	    "then it is whole");
	is_span(field, "abc", "with its field");
	wire_feed(&r, (struct span){ "\0\0\0\0\0", 5 });
	ok(wire_next(&r, &tag, &field, NULL) == DONE && tag == WIRE_END &&
		r.ended,
	    "the end is one");
	ok(wire_next(&r, &tag, &field, NULL) == LATER,
	    "after it there is nothing, which is right");
	wire_reader_release(&r);
	ok(!r.ended && r.taken == 0 && r.pending.len == 0 &&
		r.pending.at == NULL,
	    "a released reader is new");
}

int
main(void)
{
	round_trip();
	field_content();
	malformed();
	ceilings();
	not_taken();
	nobody_listens();
	puts_only_what_is_taken();
	cut_anywhere();
	return done();
}

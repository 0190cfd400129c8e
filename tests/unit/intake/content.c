/* content.c - tests of intake/content.h */
#include "intake/content.h"
#include "base/buf.h"
#include "base/ceilings.h"
#include "base/digest.h"
#include "base/io.h"
#include "tap.h"

#include <sys/mman.h>
#include <unistd.h>

static struct span
content_of(struct span bytes, struct arena *mem)
{
	autofd fd = memfd_create("message", MFD_CLOEXEC);
	struct span content = SPAN("");
	struct error why = { "" };

	if (fd < 0 || io_write(fd, bytes, &why) != DONE ||
	    content_hash(fd, mem, &content, &why) != DONE)
		printf("# %s\n", why.text);
	return content;
}

#define BODY "\n\nThe ward was cold.\nReceived: this is text\n"
#define ONE "From: jo@example.org\nSubject: Ward 9" BODY

/* Both are the same message, or they are not. */
static const struct {
	const char *a, *b;
	bool is_same;
	const char *what;
} pairs[] = {
	{ ONE, ONE, true, "the same bytes" },
	{ ONE, "From: jo@example.org\nSubject: Ward 8" BODY, false,
	    "another subject" },
	{ ONE, "From: jo@example.org\nSubject: Ward 9\n\nIt was warm.\n", false,
	    "another text" },
	{ ONE, "Received: from a by b; today\n" ONE, true, "a trace field" },
	{ ONE, "received: from a\n\tby b;\n today\n" ONE, true,
	    "a folded one in small letters" },
	{ ONE, "Received : from a\n" ONE, true, "a blank before its colon" },
	{ ONE, "Received: one\nReceived: two\n three\nReceived: four\n" ONE,
	    true, "four of them" },
	{ ONE,
	    "Return-Path: <jo@example.org>\nReceived-SPF: pass\n"
	    "Authentication-Results: mx; spf=pass\nARC-Seal: i=1\n"
	    "ARC-Message-Signature: i=1\nARC-Authentication-Results: i=1\n"
	    "Delivered-To: a@mail.test\nX-Original-To: b@mail.test\n"
	    "Envelope-to: c@mail.test\nDelivery-date: now\n"
	    "X-MS-Exchange-Organization-SCL: 1\n"
	    "X-MS-Exchange-Forest-RulesExecuted: x\n"
	    "X-Microsoft-Antispam-Mailbox-Delivery: dest:I\n"
	    "X-MS-Exchange-Transport-EndToEndLatency: 1\n" ONE,
	    true, "every trace field" },
	{ ONE,
	    "From: jo@example.org\nDelivered-To: x\n folded\nSubject: Ward 9"
	    "\nReceived: last" BODY,
	    true, "trace between the others and at their end" },
	{ ONE,
	    "From: jo@example.org\r\nSubject: Ward 9\r\n\r\n"
	    "The ward was cold.\r\nReceived: this is text\r\n",
	    true, "CR LF for LF" },
	{ ONE,
	    "Received: a\r\n\tb\r\nFrom: jo@example.org\r\n"
	    "Subject: Ward 9\r\n\r\nThe ward was cold.\n"
	    "Received: this is text\r\n",
	    true, "line ends of both kinds" },
	{ ONE,
	    "From: jo@example.org\nSubject: Ward 9\n\n"
	    "The ward was cold.\n",
	    false, "a line of the text that looks like trace" },
	{ ONE, "DKIM-Signature: v=1\n" ONE, false, "the author's signature" },
	{ ONE, "Resent-From: b@example.org\n" ONE, false, "sent once more" },
	{ ONE, "Received-By: x\n" ONE, false, "a longer name" },
	{ ONE, "Receive: x\n" ONE, false, "a shorter name" },
	{ ONE, "X-Received: x\n" ONE, false, "a name with more before it" },
	{ ONE, "Received x\n" ONE, false, "no colon: no field" },
	{ ONE, ONE "\n", false, "a line more" },
	{ "A: b\n\nx\ry", "A: b\n\nx\ny", false, "a CR alone is no line end" },
	{ "A: b\n\nx\r\r\ny", "A: b\n\nx\r\ny", false,
	    "of two CR before a LF one is kept" },
	{ "A: b\n\nx\r", "A: b\n\nx", false, "a CR at the end is kept" },
	{ "A: b\nReceived: c", "A: b\n", true, "the last line is trace" },
	{ "A: b\nReceived", "A: b\n", false, "half a name is not" },
	{ "A: b\r\nReceived", "A: b\nReceived", true, "but it is kept" },
	{ "Received: a\n", "Received: b\n c\n", true, "nothing but trace" },
	{ "A: b\n\n", "A: b\n", false, "without the empty line" },
	{ " folded\nA: b\n", "A: b\n", false, "begins with a blank" },
};

static void
test_pairs(void)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		autoarena mem = { 0 };
		struct span a = content_of(span_of(pairs[i].a), &mem);
		struct span b = content_of(span_of(pairs[i].b), &mem);

		ok(a.len == 64 && span_is_equal(a, b) == pairs[i].is_same,
		    "%s: %s", pairs[i].what,
		    pairs[i].is_same ? "the same" : "another");
	}
}

/* What is no message is hashed as it is; a plain message is its own bytes. */
static void
test_plain(void)
{
	static const struct {
		struct span bytes;
		const char *what;
	} files[] = {
		{ { "", 0 }, "nothing" },
		{ { "\n", 1 }, "an empty line" },
		{ { "%PDF-1.7\r\nReceived: x\r\n", 24 }, "a PDF" },
		{ { "\0\0: x\r\n", 7 }, "NUL bytes" },
		{ { "\xef\xbb\xbf"
		    "From: x\r\n",
		      12 },
		    "a byte order mark" },
		{ { "Dear Sir: a blank\r\n", 19 }, "a letter" },
		{ { ": no name\r\n", 11 }, "no name" },
		{ { "nothing but a word", 18 }, "no colon" },
		{ { ONE, sizeof ONE - 1 }, "a message without trace" },
	};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		autoarena mem = { 0 };

		ok(span_is_equal(content_of(files[i].bytes, &mem),
		       digest_sha256(files[i].bytes, &mem)),
		    "as it is: %s", files[i].what);
	}
}

/*
 * A trace field whose name begins so many bytes into the header block, with
 * the same bytes before and behind it; is it left out?
 */
static bool
is_left_out(size_t before)
{
	autoarena mem = { 0 };
	autobuf with = BUF(1 << 20), without = BUF(1 << 20);

	for (size_t i = 0; i < before; i++)
		buf_add_char(&with, i + 1 == before ? '\n'
				    : i == 1        ? ':'
						    : 'x');
	buf_add(&without, buf_span(&with));
	buf_add_text(&with, "Received: a\n b\n");
	buf_add_text(&with, "Subject: y\n\nText\n");
	buf_add_text(&without, "Subject: y\n\nText\n");
	return span_is_equal(content_of(buf_span(&with), &mem),
	    content_of(buf_span(&without), &mem));
}

/* Wherever a piece of what is read ends, and up to the ceiling. */
static void
test_places(void)
{
	size_t trace = sizeof "Received: a\n b\n" - 1;
	int failed = 0;

	for (size_t at = 65536 - trace - 2; at <= 65536 + 2; at++)
		failed += !is_left_out(at);
	is_number(failed, 0, "trace across the end of a piece is left out");
	ok(is_left_out(MAX_HEADER_BLOCK_BYTES - trace),
	    "trace up to the ceiling is left out");
	ok(!is_left_out(MAX_HEADER_BLOCK_BYTES - trace + 1),
	    "one byte beyond it is content");
	ok(!is_left_out(MAX_HEADER_BLOCK_BYTES + 1),
	    "so is what begins behind it");
}

/* The longest name that is looked for, and lines longer than that. */
static void
test_long_names(void)
{
	for (size_t n = 60; n <= 70; n++) {
		autoarena mem = { 0 };
		autobuf a = BUF(4096), b = BUF(4096);

		buf_add_text(&a, "A: b\n");
		for (size_t i = 0; i < n; i++)
			buf_add_char(&a, 'x');
		buf_add(&b, buf_span(&a));
		buf_add_text(&a, ": 1\n\nText\n");
		buf_add_text(&b, ": 2\n\nText\n");
		ok(!span_is_equal(content_of(buf_span(&a), &mem),
		       content_of(buf_span(&b), &mem)),
		    "a name of %zu bytes is content", n);
		is_span(content_of(buf_span(&a), &mem),
		    digest_sha256(buf_span(&a), &mem).at, "to its last byte");
	}
}

static void
test_unreadable(void)
{
	autoarena mem = { 0 };
	struct span content = SPAN("untouched");
	struct error why = { "" };
	int ends[2];

	if (pipe(ends) < 0)
		return;
	ok(content_hash(ends[0], &mem, &content, &why) == LATER,
	    "what cannot be read is for later: %s", why.text);
	is_span(content, "untouched", "and gives nothing");
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	test_pairs();
	test_plain();
	test_places();
	test_long_names();
	test_unreadable();
	return done();
}

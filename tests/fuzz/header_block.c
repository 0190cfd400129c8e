/*
 * header_block.c - what mail programs write into text: header lines repeated,
 * "On ... wrote:", marks of quoting
 */
#include "fuzz.h"

#include "triage/forward.h"
#include "triage/lines.h"

static size_t
lines_of(struct span text)
{
	size_t n = 0;

	for (; text.len > 0; n++)
		(void)span_cut_line(&text);
	return n;
}

static void
block_check(struct span text, size_t depth, bool after_separator,
    struct arena *mem)
{
	struct header_block block = { .n_lines = 0 };

	if (!header_block_read(text, depth, after_separator, &block, mem))
		return;
	must_hold(block.n_lines > 0 && block.n_lines <= lines_of(text),
	    "a block takes lines that there are");
	(void)sender_read(block.from, mem);
	(void)sender_read(block.to, mem);
	(void)forward_day(block.date);
	(void)subject_is_reply(block.subject);
	(void)subject_is_forward(block.subject);
	must_hold(is_within(subject_passed_on(block.subject), block.subject),
	    "a subject passed on is of the subject");
}

static void
attribution_check(struct span text, size_t depth, struct arena *mem)
{
	struct attribution a = attribution_read(text, depth, mem);

	must_hold(a.n_lines <= lines_of(text),
	    "an attribution takes lines that there are");
	(void)forward_day(a.date);
}

static void
line_check(struct span line, struct arena *mem)
{
	struct header_block block = { .n_lines = 0 };
	struct separator separator = line_separator(line);

	must_hold(is_within(line_bare(line), line), "bare is of the line");
	must_hold(is_within(separator.rest, line), "the rest is of the line");
	for (size_t depth = 0; depth < 4; depth++)
		must_hold(is_within(line_unquote(line, depth), line),
		    "what is quoted is of the line");
	must_hold(!line_is_rule(line) || line_bare(line).len > 0,
	    "a rule is something");
	if (header_line_read(line, &block))
		must_hold(is_within(block.from, line) &&
			      is_within(block.subject, line),
		    "what a line says is of the line");
	(void)attribution_between_marks(line, mem);
	(void)sender_read(line, mem);
	(void)forward_day(line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *copy = fuzz_copy(bytes, len);
	struct span text = { copy, len };
	autoarena mem = { NULL };
	struct span rest = text;

	for (size_t depth = 0; depth < 3; depth++) {
		block_check(text, depth, false, &mem);
		block_check(text, depth, true, &mem);
		attribution_check(text, depth, &mem);
		must_hold(text_unquote(text, depth, &mem).len <= text.len + 1,
		    "a text without quotes is no longer");
	}
	while (rest.len > 0)
		line_check(span_cut_line(&rest), &mem);
	free(copy);
	return 0;
}

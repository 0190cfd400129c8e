/* template.c - tests of the syntax of the pack's texts */
#include "reply/template.h"
#include "reply/plain.h"
#include "tap.h"

#define FRONT "Subject: S\nClosing: C\n\n"

static const struct field fields[] = {
	{ "name", { "Amara", 5 } },
	{ "yes", { "yes", 3 } },
	{ "no", { "no", 2 } },
	{ "empty", { "", 0 } },
	{ "sly", { "((name))\n# loud\n* x", 20 } },
};

/* Passages of the test. */
static enum outcome
passage(void *context, struct span name, struct arena *mem, struct span *text,
    const char **file, struct error *why)
{
	static const struct {
		const char *name, *text;
	} passages[] = {
		{ "two", "one ((name))\n\n* two\n* three\n" },
		{ "gone", "((no??gone))\n" },
		{ "loop", "((passage:loop))" },
		{ "bad", "fine\n((nobody))" },
		{ "bytes", "\xff" },
	};

	(void)context;
	(void)mem;
	for (size_t i = 0; i < sizeof passages / sizeof *passages; i++)
		if (span_is_equal(name, span_of(passages[i].name))) {
			*text = span_of(passages[i].text);
			*file = "p.txt";
			return DONE;
		}
	return fail(why, BROKEN, "there is none");
}

static enum outcome
fill(const char *text, struct arena *mem, struct wording *w, struct error *why)
{
	const struct template template = {
		.text = span_of(text),
		.file = "t.txt",
		.open = passage,
	};

	return template_fill(&template, fields, sizeof fields / sizeof *fields,
	    mem, w, why);
}

static void
test_texts(void)
{
	static const struct {
		const char *body, *want, *what;
	} cases[] = {
		{ "Dear ((name))!", "Dear Amara!\n", "a field" },
		{ "((name))((name))", "AmaraAmara\n", "a field twice" },
		{ "(( name ))", "Amara\n", "blanks around a field" },
		{ "a((yes?? and b))", "a and b\n", "a condition that holds" },
		{ "a((name?? b))", "a b\n", "any text makes it hold" },
		{ "a((no?? and b))", "a\n", "no does not" },
		{ "a((empty?? and b))", "a\n", "nor does nothing" },
		{ "((yes??a??b))", "a??b\n", "question marks in the words" },
		{ "f(x) (y)", "f(x) (y)\n", "single brackets are text" },
		{ "a )) b", "a )) b\n", "so are closing ones" },
		{ "# A heading\ntext", "A heading\n---------\n\ntext\n",
		    "a heading" },
		{ "#no heading", "#no heading\n", "a mark needs its blank" },
		{ "* a\n* b\n\nc", "* a\n* b\n\nc\n", "a list" },
		{ "a\nb", "a\nb\n", "lines of a paragraph" },
		{ "a\n\n\n\nb", "a\n\nb\n", "empty lines part paragraphs" },
		{ "a\r\nb\r\n", "a\nb\n", "CR LF" },
		{ "* ((empty??Tel: ))((empty))\n* b", "* b\n",
		    "an item that comes out empty is left out" },
		{ "# ((no??gone))\n\nb", "b\n", "so is a heading" },
		{ "a\n((no??gone))\nb", "a\nb\n", "and a line of a paragraph" },
		{ "a\n\n((no??gone))\n\nb", "a\n\nb\n", "and a paragraph" },
		{ "((no??gone))\nb", "b\n", "and the first line of one" },
		{ "((sly))", "((name)) # loud * x\n",
		    "a value is text and nothing else" },
		{ "a\n((passage:two))\nb",
		    "a\n\none Amara\n\n* two\n* three\n\nb\n",
		    "a passage in its place" },
		{ "a\n((passage:gone))\nb", "a\n\nb\n",
		    "a passage that comes out empty" },
		{ "https://example.org/a_b?c=d",
		    "https://example.org/a_b?c=d\n", "a link stays as it is" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		autobuf out = BUF(1000);
		struct wording w = { 0 };
		struct error why = { "" };
		const char *text =
		    arena_printf(&mem, FRONT "%s", cases[i].body).at;
		enum outcome how = fill(text, &mem, &w, &why);

		wording_to_text(&w, &out);
		ok(how == DONE, "%s: reads %s", cases[i].what, why.text);
		is_text(buf_text(&out), cases[i].want, "%s", cases[i].what);
	}
}

static void
test_errors(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ FRONT "((nobody))", "t.txt:4: ((nobody)): unknown field" },
		{ FRONT "a\nb ((nobody??x))",
		    "t.txt:5: ((nobody)): unknown field" },
		{ FRONT "((no?\?((name))))",
		    "t.txt:4: a bracket between (( and ))" },
		{ FRONT "((no?\?(x)))",
		    "t.txt:4: a bracket between (( and ))" },
		{ FRONT "((name)", "t.txt:4: (( without ))" },
		{ FRONT "((name\n))", "t.txt:4: (( without ))" },
		{ FRONT "(())", "t.txt:4: (()): unknown field" },
		{ FRONT "((Name))", "t.txt:4: ((Name)): unknown field" },
		{ FRONT, "t.txt:3: there is no text" },
		{ FRONT "((no??x))\n", "t.txt:4: there is no text" },
		{ "", "t.txt:0: Subject: is missing" },
		{ "Subject: S\n\nx", "t.txt:2: Closing: is missing" },
		{ "Closing: C\n\nx", "t.txt:2: Subject: is missing" },
		{ "Subject:\nClosing: C\n\nx", "t.txt:3: Subject: is missing" },
		{ "Subject: ((nobody))\n",
		    "t.txt:1: ((nobody)): unknown field" },
		{ "Subject: S\nSubject: S\n\nx",
		    "t.txt:2: Subject: and Closing: come first, once each, "
		    "then an empty line" },
		{ "Bcc: x@example.org\nSubject: S\nClosing: C\n\nx",
		    "t.txt:1: Subject: and Closing: come first, once each, "
		    "then an empty line" },
		{ FRONT "\xff", "t.txt:1: is not UTF-8" },
		{ FRONT "((passage:none))",
		    "t.txt:4: ((passage:none)): there is none" },
		{ FRONT "((passage:loop))",
		    "p.txt:1: no passage can stand here" },
		{ FRONT "((passage:bad))",
		    "p.txt:2: ((nobody)): unknown field" },
		{ FRONT "((passage:bytes))", "p.txt:1: is not UTF-8" },
		{ FRONT "a ((passage:two))",
		    "t.txt:4: ((passage:two)): unknown field" },
		{ "Title: T\n\nx",
		    "t.txt:1: Subject: and Closing: come first, once each, "
		    "then an empty line" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct wording w = { .n_blocks = 77 };
		struct error why = { "" };

		ok(fill(cases[i].text, &mem, &w, &why) == BROKEN,
		    "is refused: %s", cases[i].want);
		is_text(why.text, cases[i].want, "and says where");
		is_number(w.n_blocks, 77, "and writes nothing");
	}
}

static void
test_front(void)
{
	autoarena mem = { 0 };
	struct wording w = { 0 };
	struct error why = { "" };

	ok(fill("Closing: Yours,\nSubject: For ((name)): a ((sly))\n\nx", &mem,
	       &w, &why) == DONE,
	    "front lines come in any order");
	is_span(w.subject, "For Amara: a ((name)) # loud * x",
	    "a subject is one line, whatever the value");
	is_span(w.closing, "Yours,", "closing");
	is_span(w.signatory, "", "nobody else signs");
	ok(fill("Subject: S\nClosing: C\nSignatory: For ((name))\n"
		"Encloses: ((no??a)) ((yes??b))\n\n((passage:two))\n"
		"((passage:gone))",
	       &mem, &w, &why) == DONE,
	    "more lines of the front: %s", why.text);
	is_span(w.signatory, "For Amara", "who signs");
	is_span(w.encloses, "b", "what is enclosed");
	is_number(w.n_said, 2, "two passages");
	is_span(w.said[0].name, "two", "the first");
	is_number(w.said[0].n_blocks, 3, "of three blocks");
	is_number(w.said[1].n_blocks, 0, "of the second nothing was left");
}

static void
test_form(void)
{
	static const struct field none = { "x", { "", 0 } };
	autoarena mem = { 0 };
	struct wording w = { 0 };
	struct error why = { "" };
	struct template form = {
		.text = SPAN("Title: T\n\nName: ____\n"),
		.file = "f.txt",
		.is_form = true,
	};

	ok(template_fill(&form, &none, 1, &mem, &w, &why) == DONE, "a form: %s",
	    why.text);
	is_span(w.subject, "T", "its title");
	form.text = SPAN("\nx");
	ok(template_fill(&form, &none, 1, &mem, &w, &why) == BROKEN,
	    "needs one");
	is_text(why.text, "f.txt:1: Title: is missing", "and says so");
	form.text = SPAN("Title: T\n\n((passage:two))");
	ok(template_fill(&form, &none, 1, &mem, &w, &why) == BROKEN,
	    "it has no passages");
}

static void
test_wrapping(void)
{
	autoarena mem = { 0 };
	autobuf body = BUF(10000), out = BUF(10000);
	struct wording w = { 0 };
	struct error why = { "" };
	struct span rest;
	size_t longest = 0, lines = 0;

	buf_add_text(&body, FRONT "* ");
	for (int i = 0; i < 50; i++)
		buf_add_text(&body, "éééé ");
	ok(fill(buf_text(&body), &mem, &w, &why) == DONE, "a long item");
	wording_to_text(&w, &out);
	for (rest = buf_span(&out); rest.len > 0; lines++) {
		struct span line = span_cut_line(&rest);
		/* "* " or two blanks, then words of 8 bytes and 4 letters */
		size_t letters = (line.len - 2 + 1) / 9 * 5 - 1 + 2;

		longest = letters > longest ? letters : longest;
		ok(span_starts_with(line, lines == 0 ? SPAN("* ") : SPAN("  ")),
		    "line %zu is set in", lines + 1);
	}
	is_number(longest, 71, "counts characters, not bytes");
	is_number(lines, 4, "14 words of 5 to a line");

	for (int extra = 0; extra < 2; extra++) {
		buf_clear(&body);
		buf_clear(&out);
		buf_add_text(&body, FRONT);
		for (int i = 0; i < 36 + extra; i++)
			buf_add_char(&body, 'a');
		buf_add_char(&body, ' ');
		for (int i = 0; i < 35; i++)
			buf_add_char(&body, 'b');
		ok(fill(buf_text(&body), &mem, &w, &why) == DONE, "two words");
		wording_to_text(&w, &out);
		is_number(span_find(buf_span(&out), SPAN("\nb"), 0) !=
			      SPAN_NOT_FOUND,
		    extra, "72 characters stay on a line, %d do not", 72 + 1);
	}
}

int
main(void)
{
	test_texts();
	test_errors();
	test_front();
	test_form();
	test_wrapping();
	return done();
}

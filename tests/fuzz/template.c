/*
 * template.c - texts of a pack, and what a field brings into them
 *
 * The first line is the value of the field name, the rest a template.
 */
#include "fuzz.h"

#include "reply/html.h"
#include "reply/plain.h"

/* A passage says its own name. */
static enum outcome
name_say(void *context, struct span name, struct arena *mem, struct span *text,
    const char **file, struct error *why)
{
	(void)context;
	if (name.len == 0)
		return fail(why, BROKEN, "no such passage");
	*text =
	    arena_printf(mem, "A passage\n\n* %.*s ((name))\n", SPAN_ARG(name));
	*file = "passage";
	return DONE;
}

static void
letter_check(const struct wording *wording)
{
	struct letter letter = { .reference = SPAN("CS26-000017-R"),
		.wording = *wording,
		.signatory = SPAN("Jo Bell"),
		.organisation = SPAN("Northmoor"),
		.language = "en" };
	autobuf page = BUF(8 << 20);
	autobuf plain = BUF(8 << 20);

	letter_to_html(&letter, &page);
	wording_to_text(wording, &plain);
	must_hold(span_find(buf_span(&page), SPAN("<script"), 0) ==
		      SPAN_NOT_FOUND,
	    "no text becomes a script");
	must_hold(span_find(buf_span(&page), SPAN("href=\"javascript"), 0) ==
		      SPAN_NOT_FOUND,
	    "no link becomes one");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *copy = fuzz_copy(bytes, len);
	struct template template = { .file = "text", .open = name_say };
	autoarena mem = { NULL };
	struct field fields[] = { { "name", SPAN("") }, { "yes", SPAN("yes") },
		{ "no", SPAN("no") }, { "none", SPAN("") } };
	struct wording wording;
	struct error why = { "" };
	enum outcome how;

	template.text = (struct span){ copy, len };
	if (len > 0)
		fields[0].value = span_cut_line(&template.text);
	template.is_form = span_starts_with(template.text, SPAN("Title:"));
	how = template_fill(&template, fields, sizeof fields / sizeof *fields,
	    &mem, &wording, &why);
	must_hold(how == DONE || (how == BROKEN && why.text[0] != '\0'),
	    "a fault is told");
	if (how == DONE) {
		must_hold(wording.n_blocks > 0 && wording.subject.len > 0,
		    "a text has a subject and a body");
		letter_check(&wording);
	}
	free(copy);
	return 0;
}

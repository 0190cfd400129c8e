/* own_texts.c - the texts of a pack, all of them */
#include "own_texts.h"
#include "scratch.h"
#include "tap.h"

static void
put(const char *folder, const char *name, const char *text)
{
	autoarena mem = { 0 };
	FILE *file = fopen(arena_printf(&mem, "%s/%s", folder, name).at, "w");

	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		exit(1);
}

int
main(void)
{
	autoarena mem = { 0 };
	struct error why = { "" };
	struct span texts = SPAN("");
	const char *folder = scratch_make();
	const char *inner = arena_printf(&mem, "%s/welsh", folder).at;

	ok(own_texts_read(span_of(folder), &mem, &texts, &why) == DONE &&
		texts.len == 0,
	    "an empty folder has none: %s", why.text);
	mkdir(inner, 0700);
	put(folder, "b.txt", "two\n");
	put(folder, "a.txt", "one\n");
	put(folder, "policy.conf", "no\n");
	put(folder, ".c.txt", "hidden\n");
	put(inner, "a.txt", "tri\n");
	ok(own_texts_read(span_of(folder), &mem, &texts, &why) == DONE,
	    "texts are read: %s", why.text);
	is_span(texts, "one\n(())two\n(())tri\n(())", "in order, parted");
	ok(own_texts_read(SPAN("/nowhere/at/all"), &mem, &texts, &why) ==
		BROKEN,
	    "no folder is told: %s", why.text);
	return done();
}

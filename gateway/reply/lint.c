/* lint.c - looks through every text of a pack */
#include "reply/lint.h"
#include "base/io.h"
#include "reply/lint_text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int
is_text_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	       span_ends_with(span_of(entry->d_name), SPAN(".txt"));
}

static struct span
name_of(const struct dirent *entry)
{
	struct span name = span_of(entry->d_name);

	return span_head(name, name.len - 4);
}

static void
file_check(struct linter *l, const char *folder, struct span name)
{
	autoarena mem = { 0 };
	struct text text;
	struct error why = { "" };
	enum outcome how = text_read(l->house->policy.folder, span_of(folder),
	    name, &mem, &text, &why);

	if (how == DONE)
		lint_text(l, &text);
	else
		lint_fail(l, how, &why);
}

/* A passage may be of a circumstance, as "care_child". */
static bool
is_used(const struct linter *l, const char *folder, struct span name)
{
	struct span head = name;

	for (;;) {
		struct span word =
		    arena_printf(l->mem, " %s/%.*s ", folder, SPAN_ARG(head));

		if (span_find(l->used, word, 0) != SPAN_NOT_FOUND)
			return true;
		while (head.len > 0 && head.at[head.len - 1] != '_')
			head.len--;
		if (head.len == 0)
			return false;
		head.len--;
	}
}

static void
passage_tell(struct linter *l, const char *folder, struct span name)
{
	if (!is_used(l, folder, name))
		lint_find(l, false,
		    arena_printf(l->mem,
			"%.*s/%s%spassages/%.*s.txt:1: no text holds it",
			SPAN_ARG(l->house->policy.folder), folder,
			folder[0] != '\0' ? "/" : "", SPAN_ARG(name)));
}

/*
 * Calls each for the texts of a folder, in the order of their names.  BROKEN
 * where the pack's own folder cannot be read; others need not be there.
 */
static enum outcome
folder_each(struct linter *l, const char *folder, const char *below,
    void (*each)(struct linter *l, const char *folder, struct span name),
    struct error *why)
{
	struct span path = arena_printf(l->mem, "%.*s/%s/%s",
	    SPAN_ARG(l->house->policy.folder), folder, below);
	struct dirent **names = NULL;
	int n = scandir(path.at, &names, is_text_file, alphasort);

	if (n < 0 && folder[0] == '\0' && below[0] == '\0')
		return fail(why, io_outcome(errno), "%.*s: %s", SPAN_ARG(path),
		    strerror(errno));
	for (int i = 0; i < n; i++) {
		each(l, folder, name_of(names[i]));
		free(names[i]);
	}
	free(names);
	return DONE;
}

/* Every kind has its plain text in English. */
static void
missing_tell(struct linter *l)
{
	for (int k = 0; k < TEXT_KIND_COUNT; k++) {
		struct text text;
		struct error why = { "" };
		const char *name = text_kind_name((enum text_kind)k);
		enum outcome how = text_read(l->house->policy.folder, SPAN(""),
		    span_of(name), l->mem, &text, &why);

		if (how != DONE)
			lint_fail(l, how, &why);
	}
}

enum outcome
lint_pack(const struct house *house, lint_tell *tell, void *context,
    struct error *why)
{
	autoarena mem = { 0 };
	struct linter l = { .house = house,
		.tell = tell,
		.context = context,
		.mem = &mem };
	enum outcome how = DONE;

	missing_tell(&l);
	for (size_t i = 0; i < TEXT_FOLDER_COUNT && how == DONE; i++)
		how = folder_each(&l, text_folders[i], "", file_check, why);
	/* What stood behind a fault was not seen. */
	for (size_t i = 0;
	     i < TEXT_FOLDER_COUNT && how == DONE && !l.has_faults; i++)
		how = folder_each(&l, text_folders[i], "passages", passage_tell,
		    why);
	if (how == DONE && l.passing.text[0] != '\0')
		how = fail(why, LATER, "%s", l.passing.text);
	return how;
}

/* text.c - finds and reads the files of a pack's texts */
#include "reply/text.h"
#include "base/io.h"

#include <unistd.h>

const char *const text_folders[TEXT_FOLDER_COUNT] = { "", "cy", "easy-read" };

/* Small letters, '_' and '-', so that no path gets in. */
static bool
is_plain_name(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((name.at[i] < 'a' || name.at[i] > 'z') &&
		    name.at[i] != '_' && name.at[i] != '-')
			return false;
	return name.len > 0;
}

static struct span
path_of(const struct text *t, struct span name, struct arena *mem)
{
	return arena_printf(mem, "%.*s%s%.*s/%.*s.txt", SPAN_ARG(t->pack),
	    t->folder.len > 0 ? "/" : "", SPAN_ARG(t->folder), SPAN_ARG(name));
}

static bool
is_there(const struct text *t, struct span name, struct arena *mem)
{
	return access(path_of(t, name, mem).at, F_OK) == 0;
}

/*
 * The name in that folder: of the first circumstance that has a file, or the
 * plain one; "" where there is none.
 */
static struct span
name_find(const struct text *t, struct span kind, unsigned circumstances,
    struct arena *mem)
{
	for (size_t c = 0; c < CIRCUMSTANCE_COUNT; c++) {
		struct span name;

		if ((circumstances & CIRCUMSTANCE_BIT(c)) == 0)
			continue;
		name = arena_printf(mem, "%.*s_%s", SPAN_ARG(kind),
		    circumstance_name((enum circumstance)c));
		if (is_there(t, name, mem))
			return name;
	}
	return is_there(t, kind, mem) ? kind : SPAN("");
}

static enum outcome
source_read(struct text *t, struct arena *mem, struct error *why)
{
	autobuf bytes = BUF(MAX_TEXT_FILE_BYTES);
	enum outcome how;

	t->file = path_of(t, t->name, mem);
	how = io_read_own(t->file.at, &bytes, why);
	if (how != DONE)
		return how;
	t->source = arena_copy(mem, buf_span(&bytes));
	return DONE;
}

enum outcome
text_read(struct span pack, struct span folder, struct span name,
    struct arena *mem, struct text *text, struct error *why)
{
	struct text t = { .pack = arena_copy(mem, pack),
		.folder = arena_copy(mem, folder),
		.name = arena_copy(mem, name) };
	enum outcome how;

	if (!is_plain_name(name))
		return fail(why, BROKEN, "template: %.*s: not a name of one",
		    SPAN_ARG(name));
	how = source_read(&t, mem, why);
	if (how == DONE)
		*text = t;
	return how;
}

enum outcome
text_find(struct span pack, struct span kind, unsigned circumstances,
    struct arena *mem, struct text *text, struct error *why)
{
	const struct {
		const char *folder;
		bool is_wanted;
	} folders[] = {
		{ "easy-read",
		    (circumstances & CIRCUMSTANCE_BIT(IS_EASY_READ)) != 0 },
		{ "cy", (circumstances & CIRCUMSTANCE_BIT(IS_WELSH)) != 0 },
		{ "", true },
	};
	struct text t = { .pack = pack };

	if (!is_plain_name(kind))
		return fail(why, BROKEN, "template: %.*s: not a name of one",
		    SPAN_ARG(kind));
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		if (!folders[i].is_wanted)
			continue;
		t.folder = span_of(folders[i].folder);
		t.name = name_find(&t, kind, circumstances, mem);
		if (t.name.len > 0)
			break;
	}
	return text_read(pack, t.folder, t.name.len > 0 ? t.name : kind, mem,
	    text, why);
}

enum outcome
text_read_part(const struct text *text, const char *where, struct span name,
    unsigned circumstances, struct arena *mem, struct text *part,
    struct error *why)
{
	struct text p = { .pack = text->pack,
		.folder = arena_printf(mem, "%.*s%s%s", SPAN_ARG(text->folder),
		    text->folder.len > 0 ? "/" : "", where) };
	enum outcome how;

	if (!is_plain_name(name))
		return fail(why, BROKEN, "not a name of one");
	p.name = name_find(&p, name, circumstances, mem);
	if (p.name.len == 0)
		return fail(why, BROKEN, "there is no %s",
		    path_of(&p, name, mem).at);
	how = source_read(&p, mem, why);
	if (how == DONE)
		*part = p;
	return how;
}

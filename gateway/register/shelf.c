/* shelf.c - the models beside the register */
#include "register/shelf.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MODEL_ENDING ".model"

/* --- where ----------------------------------------------------------------- */

static struct span
folder_of(struct span path)
{
	while (path.len > 0 && path.at[path.len - 1] != '/')
		path.len--;
	return path;
}

/* What came with the program: installed, or in the tree it was built in. */
static struct span
came_with(const char *program, const char *name, struct arena *mem)
{
	static const char *const places[] = { "../share/postroom",
		"../gateway/triage", "../../gateway/triage" };
	struct span folder = folder_of(span_of(program));

	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct span path = arena_printf(mem, "%.*s%s/%s",
		    SPAN_ARG(folder), places[i], name);

		if (access(path.at, R_OK) == 0)
			return path;
	}
	return arena_printf(mem, PREFIX "/share/postroom/%s", name);
}

struct shelf
shelf_find(struct span register_path, const char *program, struct arena *mem)
{
	return (struct shelf){
		.folder = arena_printf(mem, "%.*smodels",
		    SPAN_ARG(folder_of(register_path))),
		.shipped = came_with(program, "model.bin", mem),
		.training = came_with(program, "training", mem),
	};
}

/* Names come from links and from people; an ID has nothing but digits. */
static bool
is_model_id(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!is_word_byte(name.at[i]) ||
		    (unsigned char)name.at[i] > 'f')
			return false;
	return name.len == MODEL_ID_BYTES;
}

struct span
shelf_path(const struct shelf *shelf, struct span name, struct arena *mem)
{
	if (span_is_equal(name, SPAN(SHELF_SHIPPED)))
		return shelf->shipped;
	return arena_printf(mem, "%.*s/%.*s" MODEL_ENDING,
	    SPAN_ARG(shelf->folder), SPAN_ARG(name));
}

struct span
shelf_named(const struct shelf *shelf, const char *link, struct arena *mem)
{
	struct span path =
	    arena_printf(mem, "%.*s/%s", SPAN_ARG(shelf->folder), link);
	char target[64];
	ssize_t n = readlink(path.at, target, sizeof target);
	struct span name = { target, n > 0 ? (size_t)n : 0 };

	if (span_ends_with(name, SPAN(MODEL_ENDING)))
		name.len -= sizeof MODEL_ENDING - 1;
	return is_model_id(name) ? arena_copy(mem, name) : SPAN(SHELF_SHIPPED);
}

/* --- reading --------------------------------------------------------------- */

void
shelved_release(struct shelved *s)
{
	buf_release(&s->bytes);
	*s = (struct shelved){ 0 };
}

enum outcome
shelf_read(const struct shelf *shelf, struct span name, struct arena *mem,
    struct shelved *s, struct error *why)
{
	struct shelved found = { .name = arena_copy(mem, name),
		.bytes = BUF(MAX_MODEL_BYTES) };
	struct span path;
	enum outcome how;

	if (!span_is_equal(name, SPAN(SHELF_SHIPPED)) && !is_model_id(name))
		return fail(why, REFUSED, "%.*s: no such model",
		    SPAN_ARG(name));
	path = shelf_path(shelf, name, mem);
	how = io_read_own(path.at, &found.bytes, why);
	if (how == DONE)
		how = model_open(buf_span(&found.bytes), &found.model, why);
	if (how == REFUSED)
		how = fail(why, REFUSED, "%.*s: %s", SPAN_ARG(path), why->text);
	if (how == DONE)
		*s = found;
	else
		buf_release(&found.bytes);
	return how;
}

enum outcome
shelf_read_current(const struct shelf *shelf, struct arena *mem,
    struct shelved *s, struct error *note, struct error *why)
{
	struct span name = shelf_named(shelf, "current", mem);
	enum outcome how = REFUSED;

	note->text[0] = '\0';
	if (!span_is_equal(name, SPAN(SHELF_SHIPPED)))
		how = shelf_read(shelf, name, mem, s, note);
	if (how == LATER)
		return fail(why, LATER, "%s", note->text);
	if (how != DONE)
		how = shelf_read(shelf, SPAN(SHELF_SHIPPED), mem, s, why);
	return how == REFUSED ? fail(why, BROKEN, "%s", why->text) : how;
}

/* --- choosing -------------------------------------------------------------- */

/* Makes a link name a model, by rename. */
static enum outcome
set_link(const struct shelf *shelf, const char *link, struct span name,
    struct error *why)
{
	autoarena mem = { 0 };
	bool is_shipped = span_is_equal(name, SPAN(SHELF_SHIPPED));
	struct span target = arena_printf(&mem, "%.*s%s", SPAN_ARG(name),
	    is_shipped ? "" : MODEL_ENDING);
	struct span path =
	    arena_printf(&mem, "%.*s/%s", SPAN_ARG(shelf->folder), link);
	struct span made = arena_printf(&mem, "%.*s.new", SPAN_ARG(path));

	if (unlink(made.at) < 0 && errno != ENOENT)
		return fail(why, LATER, "%s: %s", made.at, strerror(errno));
	if (symlink(target.at, made.at) < 0)
		return fail(why, LATER, "%s: %s", made.at, strerror(errno));
	return io_move(made.at, path.at, why);
}

enum outcome
shelf_promote(const struct shelf *shelf, struct span name, struct error *why)
{
	autoarena mem = { 0 };
	struct shelved s = { 0 };
	enum outcome how = shelf_read(shelf, name, &mem, &s, why);

	shelved_release(&s);
	if (how == DONE)
		how = io_make_dirs(arena_text(&mem, shelf->folder), why);
	if (how == DONE)
		how = set_link(shelf, "previous",
		    shelf_named(shelf, "current", &mem), why);
	return how == DONE ? set_link(shelf, "current", name, why) : how;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_model_file(const struct dirent *entry)
{
	struct span name = span_of(entry->d_name);

	if (!span_ends_with(name, SPAN(MODEL_ENDING)))
		return 0;
	name.len -= sizeof MODEL_ENDING - 1;
	return is_model_id(name);
}

enum outcome
shelf_list(const struct shelf *shelf, shelf_show *show, void *context,
    struct error *why)
{
	autoarena mem = { 0 };
	struct dirent **files = NULL;
	const char *folder = arena_text(&mem, shelf->folder);
	bool goes_on = show(SPAN(SHELF_SHIPPED), context);
	int n = scandir(folder, &files, is_model_file, by_name);

	if (n < 0 && errno != ENOENT)
		return fail(why, LATER, "%s: %s", folder, strerror(errno));
	for (int i = 0; i < n; i++) {
		struct span name = span_of(files[i]->d_name);

		name.len -= sizeof MODEL_ENDING - 1;
		goes_on = goes_on && show(name, context);
		free(files[i]);
	}
	free(files);
	return DONE;
}

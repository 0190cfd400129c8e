/* shelf.c - models beside the register: taken into use, and back */
#include "register/shelf.h"
#include "base/digest.h"
#include "base/io.h"
#include "sample.h"
#include "tap.h"

#include <unistd.h>

/* A shelf in a folder; the shipped model is the project's. */
static struct shelf
a_shelf(const struct sample *s, struct arena *mem)
{
	struct shelf shelf =
	    shelf_find(span_of(s->path), "/nowhere/postroom", mem);

	shelf.shipped = SPAN("gateway/triage/model.bin");
	return shelf;
}

/* Puts another model on the shelf: the shipped one, with another parent. */
static struct span
add_model(const struct shelf *shelf, char mark, struct arena *mem)
{
	autobuf bytes = BUF(MAX_MODEL_BYTES);
	struct error why;
	struct span digest, id;
	size_t head = MODEL_MAGIC_BYTES + MODEL_DIGEST_BYTES;

	if (io_read_file(arena_text(mem, shelf->shipped), &bytes, &why) != DONE)
		die("test: %s", why.text);
	bytes.at[head + sizeof(struct model_header) - 16] = mark;
	digest = digest_sha256(span_from(buf_span(&bytes), head), mem);
	memcpy(bytes.at + MODEL_MAGIC_BYTES, digest.at, digest.len);
	id = span_head(digest, MODEL_ID_BYTES);
	if (io_create(shelf_path(shelf, id, mem).at, buf_span(&bytes), &why) !=
	    DONE)
		die("test: %s", why.text);
	return id;
}

static bool
count(struct span name, void *context)
{
	(void)name;
	++*(int *)context;
	return true;
}

static void
is_current(const struct shelf *shelf, struct span want, const char *what)
{
	autoarena mem = { NULL };
	struct shelved s = { 0 };
	struct error note, why = { "" };

	is_number(shelf_read_current(shelf, &mem, &s, &note, &why), DONE, "%s",
	    why.text);
	ok(span_is_equal(s.name, want), "%s", what);
	shelved_release(&s);
}

static void
test_use(const struct shelf *shelf, struct arena *mem)
{
	struct error why = { "" };
	struct span a, b;
	int n = 0;

	is_current(shelf, SPAN("shipped"), "the shipped one comes first");
	if (io_make_dirs(shelf->folder.at, &why) != DONE)
		die("test: %s", why.text);
	a = add_model(shelf, 'a', mem);
	b = add_model(shelf, 'b', mem);
	is_number(shelf_list(shelf, count, &n, &why), DONE, "the shelf");
	is_number(n, 3, "has three models");
	is_number(shelf_promote(shelf, a, &why), DONE, "one is promoted");
	is_current(shelf, a, "and in use");
	is_number(shelf_promote(shelf, b, &why), DONE, "another is");
	is_current(shelf, b, "and in use");
	ok(span_is_equal(shelf_named(shelf, "previous", mem), a),
	    "the first is the one before");
	is_number(shelf_promote(shelf, SPAN("0123456789ab"), &why), BROKEN,
	    "one that is not there is not");
	is_number(shelf_promote(shelf, SPAN("../../x"), &why), REFUSED,
	    "nor what is no ID");
	is_current(shelf, b, "so that nothing changes");
}

static void
test_damage(const struct shelf *shelf, struct arena *mem)
{
	struct span name = shelf_named(shelf, "current", mem);
	struct shelved s = { 0 };
	struct error note, why = { "" };

	if (truncate(shelf_path(shelf, name, mem).at, 5000) != 0)
		die("test: no truncate");
	is_number(shelf_read_current(shelf, mem, &s, &note, &why), DONE,
	    "a damaged one is made good for");
	is_span(s.name, "shipped", "by the shipped one");
	ok(note.text[0] != '\0', "which is told: %s", note.text);
	shelved_release(&s);
}

/* Removes the folder of models. */
static void
clear(const char *folder)
{
	struct sample s = { .path = "" };

	snprintf(s.folder, sizeof s.folder, "%s", folder);
	sample_close(&s);
}

int
main(void)
{
	autoarena mem = { NULL };
	struct sample s;
	struct shelf shelf;
	struct shelved got;
	struct error note, why;

	sample_open(&s);
	shelf = a_shelf(&s, &mem);
	test_use(&shelf, &mem);
	test_damage(&shelf, &mem);
	shelf.shipped = SPAN("nowhere");
	is_number(shelf_read_current(&shelf, &mem, &got, &note, &why), BROKEN,
	    "without any model: %s", why.text);
	clear(shelf.folder.at);
	sample_close(&s);
	return done();
}

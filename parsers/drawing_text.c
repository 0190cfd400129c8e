/* drawing_text.c - few elements bear text; the others draw */
#include "drawing_text.h"
#include "markup.h"
#include "prose.h"

#include <string.h>

struct drawing {
	struct prose prose;
	int texts; /* open ones */
	bool has_choice;
	bool is_hidden;
};

/* Has it text as such?  The t of a diagram holds whole paragraphs instead. */
static bool
is_text(const char *name, const char *space)
{
	if (strcmp(name, "t") == 0)
		return strstr(space, "/diagram") == NULL;
	return strcmp(name, "text") == 0 &&
	       strstr(space, "presentationml") != NULL;
}

static bool
on_start(void *data, const struct markup_element *element)
{
	struct drawing *d = data;
	const char *name = element->name;

	if (strcmp(name, "AlternateContent") == 0)
		d->has_choice = false;
	else if (strcmp(name, "Choice") == 0 || strcmp(name, "Fallback") == 0)
		return !d->has_choice;
	else if (strcmp(name, "fld") == 0)
		return !span_starts_with(markup_attribute(element, "type"),
		    SPAN("slidenum"));
	else if (strcmp(name, "rPh") == 0 || strcmp(name, "author") == 0)
		return false;
	else if (strcmp(name, "br") == 0)
		prose_add(&d->prose, SPAN("\n"));
	else if (strcmp(name, "sld") == 0)
		d->is_hidden =
		    span_is_equal(markup_attribute(element, "show"), SPAN("0"));
	d->texts += is_text(name, element->space);
	return true;
}

static void
on_end(void *data, const char *name)
{
	struct drawing *d = data;

	if (strcmp(name, "t") == 0) {
		d->texts -= d->texts > 0;
	} else if (strcmp(name, "text") == 0 && d->texts > 0) {
		d->texts--;
		prose_owe(&d->prose, '\n');
	} else if (strcmp(name, "p") == 0 || strcmp(name, "comment") == 0) {
		prose_end_paragraph(&d->prose);
	} else if (strcmp(name, "tc") == 0) {
		prose_owe(&d->prose, '\t');
	} else if (strcmp(name, "tr") == 0) {
		prose_owe(&d->prose, '\n');
	} else if (strcmp(name, "Choice") == 0) {
		d->has_choice = true;
	}
}

static void
on_text(void *data, struct span text)
{
	struct drawing *d = data;

	if (d->texts > 0)
		prose_add(&d->prose, text);
}

bool
drawing_text_report(struct archive *a, zip_int64_t index)
{
	static const struct markup_reader reader = { on_start, on_end,
		on_text };
	struct drawing d = { .texts = 0 };

	if (index < 0 || a->graver == TOO_LARGE)
		return false;
	prose_open(&d.prose);
	(void)markup_read(a, (zip_uint64_t)index, &reader, &d);
	if (!prose_report(&d.prose, a->report))
		(void)archive_give_up(a, TOO_LARGE, "has too much text");
	prose_release(&d.prose);
	return d.is_hidden;
}

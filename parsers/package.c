/* package.c - relations between parts, and the files beside the text */
#include "package.h"
#include "markup.h"
#include "report.h"

#include <string.h>

/* A drawing has a relation to each picture; more than this is no document. */
#define MAX_RELATIONS 20000

struct list {
	struct archive *archive;
	struct arena *mem;
	struct span folder; /* of the part whose relations these are */
	struct relation *first;
	struct relation **end;
	int n;
};

/* The part of name up to its last slash, with it. */
static struct span
folder_of(struct span name)
{
	size_t n = name.len;

	while (n > 0 && name.at[n - 1] != '/')
		n--;
	return span_head(name, n);
}

/* The name of the entry that a target means (RFC 3986, 5.2.4). */
static struct span
target_resolve(struct arena *mem, struct span folder, struct span target)
{
	autobuf name = BUF(1024);

	if (target.len > 0 && target.at[0] == '/')
		target = span_from(target, 1);
	else
		buf_add(&name, folder);
	while (target.len > 0) {
		bool is_last =
		    span_find(target, SPAN("/"), 0) == SPAN_NOT_FOUND;
		struct span step = span_cut_at(&target, '/');

		if (span_is_equal(step, SPAN(".."))) {
			struct span up = buf_span(&name);

			up = folder_of(span_head(up, up.len - (up.len > 0)));
			name.len = up.len;
		} else if (!span_is_equal(step, SPAN("."))) {
			markup_value_add(&name, step);
			if (!is_last)
				buf_add_char(&name, '/');
		}
	}
	return arena_copy(mem, buf_span(&name));
}

static bool
on_start(void *data, const struct markup_element *element)
{
	struct list *list = data;
	struct span type = markup_attribute(element, "Type");
	struct relation *relation;

	if (strcmp(element->name, "Relationship") != 0 ||
	    list->n++ >= MAX_RELATIONS ||
	    span_is_same_word(markup_attribute(element, "TargetMode"),
		SPAN("External")))
		return true;
	relation = ARENA_ARRAY(list->mem, 1, struct relation);
	relation->id = arena_copy(list->mem, markup_attribute(element, "Id"));
	type = span_from(type, folder_of(type).len);
	relation->type = arena_copy(list->mem, type);
	relation->part = target_resolve(list->mem, list->folder,
	    markup_attribute(element, "Target"));
	relation->index = zip_name_locate(list->archive->zip, relation->part.at,
	    ZIP_FL_NOCASE);
	*list->end = relation;
	list->end = &relation->next;
	return true;
}

struct relation *
package_relations(struct archive *a, struct arena *mem, struct span part)
{
	static const struct markup_reader reader = { .on_start = on_start };
	struct span folder = folder_of(part);
	struct list list = { .archive = a, .mem = mem, .folder = folder };
	struct span name = arena_printf(mem, "%.*s_rels/%.*s.rels",
	    SPAN_ARG(folder), SPAN_ARG(span_from(part, folder.len)));
	zip_int64_t index = archive_find(a, name.at);

	list.end = &list.first;
	if (index >= 0)
		(void)markup_read(a, (zip_uint64_t)index, &reader, &list);
	return list.first;
}

const struct relation *
package_relation_of(const struct relation *first, struct span id)
{
	while (first != NULL && !span_is_equal(first->id, id))
		first = first->next;
	return first;
}

struct relation
package_main(struct archive *a, struct arena *mem, const char *usual)
{
	struct relation found = { .part = span_of(usual), .index = -1 };

	for (const struct relation *r = package_relations(a, mem, SPAN(""));
	     r != NULL; r = r->next)
		if (r->index >= 0 &&
		    span_is_equal(r->type, SPAN("officeDocument")))
			return *r;
	found.index = archive_find(a, usual);
	if (found.index < 0)
		(void)archive_give_up(a, UNREADABLE, "has no text part");
	return found;
}

void
package_report_files(struct archive *a, const char *folder)
{
	autobuf media = BUF(64), embeddings = BUF(64);
	bool has_macros = false;

	buf_printf(&media, "%smedia/", folder);
	buf_printf(&embeddings, "%sembeddings/", folder);
	archive_report_pictures(a, buf_text(&media));
	archive_report_files(a, buf_text(&embeddings));
	for (zip_int64_t i = 0; i < zip_get_num_entries(a->zip, 0); i++)
		has_macros |= span_ends_with(archive_name(a, (zip_uint64_t)i),
		    SPAN("vbaProject.bin"));
	if (has_macros)
		report_note(a->report, "the %s has macros; they were not run",
		    a->what);
}

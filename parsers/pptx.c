/* pptx.c - reads a presentation: its slides in order, each with its notes */
#include "drawing_text.h"
#include "markup.h"
#include "package.h"
#include "parser.h"
#include "report.h"

#include <string.h>

struct pptx {
	struct archive archive;
	struct arena mem;
	const struct relation *relations; /* of the presentation */
	long long slides;
	long long hidden;
};

static void
slide_read(struct pptx *p, const struct relation *slide)
{
	struct archive *a = &p->archive;
	/* What belongs to a slide, in the order of a page of notes. */
	static const char *const types[] = { "diagramData", "notesSlide",
		"comments" };
	const struct relation *relations;

	p->slides++;
	p->hidden += drawing_text_report(a, slide->index);
	relations = package_relations(a, &p->mem, slide->part);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		for (const struct relation *r = relations; r != NULL;
		     r = r->next)
			if (span_is_equal(r->type, span_of(types[i])))
				(void)drawing_text_report(a, r->index);
}

static bool
on_start(void *data, const struct markup_element *element)
{
	struct pptx *p = data;
	const struct relation *slide;

	if (strcmp(element->name, "sldId") != 0)
		return true;
	slide = package_relation_of(p->relations, markup_relation(element));
	if (slide != NULL && slide->index >= 0 &&
	    p->archive.graver != TOO_LARGE && p->slides < MAX_PAGES)
		slide_read(p, slide);
	else if (slide != NULL && p->slides == MAX_PAGES)
		(void)archive_give_up(&p->archive, TOO_LARGE,
		    "has too many slides");
	return true;
}

static void
read_package(struct pptx *p)
{
	static const struct markup_reader reader = { .on_start = on_start };
	struct archive *a = &p->archive;
	struct relation show = package_main(a, &p->mem, "ppt/presentation.xml");

	if (show.index < 0)
		return;
	p->relations = package_relations(a, &p->mem, show.part);
	(void)markup_read(a, (zip_uint64_t)show.index, &reader, p);
	report_pages(a->report, p->slides);
	if (p->hidden > 0)
		report_note(a->report,
		    "%lld of the slides are hidden; they were read too",
		    p->hidden);
	package_report_files(a, "ppt/");
}

static enum reading
pptx_read(const struct document *document, struct report *report)
{
	struct pptx p = { .slides = 0 };

	if (!archive_open(&p.archive, "presentation", document->bytes, report))
		return p.archive.graver;
	read_package(&p);
	archive_close(&p.archive);
	arena_release(&p.mem);
	if (p.archive.graver != READ)
		return p.archive.graver;
	return report->text_bytes > 0 || p.archive.parts > 0 ? READ : EMPTY;
}

const struct parser pptx_parser = {
	.name = "pptx",
	.types = "application/vnd.openxmlformats-officedocument"
		 ".presentationml.presentation",
	.read = pptx_read,
};

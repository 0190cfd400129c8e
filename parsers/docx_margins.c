/* docx_margins.c - which headers and footers of a Word document are printed */
#include "docx_margins.h"

#include <string.h>

void
docx_margins_release(struct docx_margins *m)
{
	arena_release(&m->mem);
	*m = (struct docx_margins){ .first = NULL };
}

/* --- sections ------------------------------------------------------------- */

void
docx_section_begin(struct docx_margins *m)
{
	m->has_first_page = false;
}

void
docx_section_name(struct docx_margins *m,
    const struct markup_element *reference, bool is_footer)
{
	struct span type = markup_attribute(reference, "type");
	struct docx_margin *margin;

	if (m->n++ >= MAX_DOCX_MARGINS)
		return;
	margin = ARENA_ARRAY(&m->mem, 1, struct docx_margin);
	*margin = (struct docx_margin){ .pages = DOCX_OTHER_PAGES,
		.id = arena_copy(&m->mem, markup_relation(reference)),
		.next = m->first };
	if (span_is_equal(type, SPAN("first")))
		margin->pages = DOCX_FIRST_PAGE;
	else if (span_is_equal(type, SPAN("even")))
		margin->pages = DOCX_EVEN_PAGES;
	(is_footer ? m->footers : m->headers)[margin->pages] = margin;
	m->first = margin;
}

void
docx_section_end(struct docx_margins *m)
{
	for (int i = 0; i < 2 * DOCX_PAGES; i++) {
		struct docx_margin *margin =
		    i < DOCX_PAGES ? m->headers[i] : m->footers[i - DOCX_PAGES];

		if (margin == NULL)
			continue;
		margin->is_behind_first |= m->has_first_page;
		margin->is_plain |= !m->has_first_page;
	}
}

/* --- what the document says of its pages ---------------------------------- */

static bool
on_setting(void *data, const struct markup_element *element)
{
	struct docx_margins *m = data;

	if (strcmp(element->name, "evenAndOddHeaders") == 0)
		m->has_even_pages = markup_is_on(element);
	return true;
}

/* The program's count of pages, and of characters that are no blanks. */
struct properties {
	struct buf text; /* own: of the element */
	long long pages;
	long long characters;
};

static bool
on_property(void *data, const struct markup_element *element)
{
	struct properties *p = data;

	(void)element;
	buf_clear(&p->text);
	return true;
}

static void
on_property_text(void *data, struct span text)
{
	struct properties *p = data;

	buf_add(&p->text, text);
}

static void
on_property_end(void *data, const char *name)
{
	struct properties *p = data;

	if (strcmp(name, "Pages") == 0)
		(void)span_to_number(buf_span(&p->text), 0, INT32_MAX,
		    &p->pages);
	else if (strcmp(name, "Characters") == 0)
		(void)span_to_number(buf_span(&p->text), 0, INT32_MAX,
		    &p->characters);
}

static long long
characters_of(struct span text)
{
	long long characters = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];

		/* The first byte of each that is no blank. */
		characters += c > ' ' && (c & 0xc0) != 0x80;
	}
	return characters;
}

/*
 * Programs that fill a template in leave its counts as they were: they are
 * believed where there is no more text than they say, but for a tenth.
 */
static bool
is_one_page(struct archive *a, struct arena *mem, struct span text)
{
	static const struct markup_reader reader = { on_property,
		on_property_end, on_property_text };
	struct properties p = { .text = BUF(256) };

	for (const struct relation *r = package_relations(a, mem, SPAN(""));
	     r != NULL; r = r->next)
		if (r->index >= 0 &&
		    span_is_equal(r->type, SPAN("extended-properties")))
			(void)markup_read(a, (zip_uint64_t)r->index, &reader,
			    &p);
	buf_release(&p.text);
	return p.pages == 1 &&
	       characters_of(text) <= p.characters + p.characters / 10;
}

void
docx_margins_settle(struct docx_margins *m, struct archive *a,
    const struct relation *of_text, struct span text)
{
	static const struct markup_reader reader = { .on_start = on_setting };
	bool has_even = false, may_not_follow = false;

	for (const struct docx_margin *margin = m->first; margin != NULL;
	     margin = margin->next) {
		has_even |= margin->pages == DOCX_EVEN_PAGES;
		may_not_follow |= margin->pages == DOCX_OTHER_PAGES &&
				  margin->is_behind_first && !margin->is_plain;
	}
	for (; has_even && of_text != NULL; of_text = of_text->next)
		if (of_text->index >= 0 &&
		    span_is_equal(of_text->type, SPAN("settings")))
			(void)markup_read(a, (zip_uint64_t)of_text->index,
			    &reader, m);
	if (may_not_follow)
		m->is_one_page = is_one_page(a, &m->mem, text);
}

static bool
is_printed(const struct docx_margins *m, const struct docx_margin *margin)
{
	if (margin->pages == DOCX_FIRST_PAGE)
		return margin->is_behind_first;
	if (margin->pages == DOCX_EVEN_PAGES && !m->has_even_pages)
		return false;
	return margin->is_plain || !m->is_one_page;
}

bool
docx_margin_is_printed(const struct docx_margins *m, struct span id)
{
	bool is_named = false;

	if (m->n > MAX_DOCX_MARGINS)
		return true;
	for (const struct docx_margin *margin = m->first; margin != NULL;
	     margin = margin->next) {
		if (!span_is_equal(margin->id, id))
			continue;
		if (is_printed(m, margin))
			return true;
		is_named = true;
	}
	return !is_named;
}

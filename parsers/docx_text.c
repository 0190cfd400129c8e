/* docx_text.c - the elements of WordprocessingML that bear text */
#include "docx_text.h"
#include "markup.h"
#include "symbols.h"

#include <string.h>

/* What an element means for the text (ECMA-376 part 1, 17). */
enum element {
	ELEMENT_OTHER,
	ELEMENT_SKIP, /* leave out, with all inside */
	ELEMENT_TEXT,
	ELEMENT_TAB,
	ELEMENT_BREAK,
	ELEMENT_HYPHEN,
	ELEMENT_SYMBOL,
	ELEMENT_RUN,
	ELEMENT_PARAGRAPH,
	ELEMENT_MARK,
	ELEMENT_CELL,
	ELEMENT_ROW,
	ELEMENT_BOX,
	ELEMENT_PICTURE,
	ELEMENT_DELETED,
	ELEMENT_INSERTED,
	ELEMENT_HIDDEN,
	ELEMENT_FRAME,
	ELEMENT_STYLE,
	ELEMENT_NUMBER,
	ELEMENT_LEVEL,
	ELEMENT_SECTION,
	ELEMENT_HEADER,
	ELEMENT_FOOTER,
	ELEMENT_FIRST_PAGE,
	ELEMENT_FIELD_MARK,
	ELEMENT_FIELD,
	ELEMENT_CHECK_BOX,
	ELEMENT_CHECKED,
	ELEMENT_DROP_DOWN,
	ELEMENT_CHOSEN,
	ELEMENT_ENTRY,
	ELEMENT_ALTERNATIVES,
	ELEMENT_CHOICE,
	ELEMENT_FALLBACK
};

static enum element
find_element(const char *name)
{
	static const struct {
		const char *name;
		enum element element;
	} elements[] = {
		{ "t", ELEMENT_TEXT },
		{ "r", ELEMENT_RUN },
		{ "p", ELEMENT_PARAGRAPH },
		{ "pPr", ELEMENT_MARK },
		{ "tab", ELEMENT_TAB },
		{ "ptab", ELEMENT_TAB },
		{ "br", ELEMENT_BREAK },
		{ "cr", ELEMENT_BREAK },
		{ "noBreakHyphen", ELEMENT_HYPHEN },
		{ "sym", ELEMENT_SYMBOL },
		{ "tc", ELEMENT_CELL },
		{ "tr", ELEMENT_ROW },
		{ "txbxContent", ELEMENT_BOX },
		{ "docPr", ELEMENT_PICTURE },
		{ "del", ELEMENT_DELETED },
		/* Stands again where it was moved to. */
		{ "moveFrom", ELEMENT_DELETED },
		{ "ins", ELEMENT_INSERTED },
		{ "vanish", ELEMENT_HIDDEN },
		{ "framePr", ELEMENT_FRAME },
		{ "pStyle", ELEMENT_STYLE },
		{ "numId", ELEMENT_NUMBER },
		{ "ilvl", ELEMENT_LEVEL },
		{ "sectPr", ELEMENT_SECTION },
		{ "headerReference", ELEMENT_HEADER },
		{ "footerReference", ELEMENT_FOOTER },
		{ "titlePg", ELEMENT_FIRST_PAGE },
		{ "fldChar", ELEMENT_FIELD_MARK },
		{ "fldSimple", ELEMENT_FIELD },
		{ "checkBox", ELEMENT_CHECK_BOX },
		{ "checked", ELEMENT_CHECKED },
		{ "default", ELEMENT_CHECKED },
		{ "ddList", ELEMENT_DROP_DOWN },
		{ "result", ELEMENT_CHOSEN },
		{ "listEntry", ELEMENT_ENTRY },
		{ "AlternateContent", ELEMENT_ALTERNATIVES },
		{ "Choice", ELEMENT_CHOICE },
		{ "Fallback", ELEMENT_FALLBACK },
		/* Holds tab stops, which are called tab as well. */
		{ "tabs", ELEMENT_SKIP },
		/* How the text above it is pronounced. */
		{ "rt", ELEMENT_SKIP },
		/* What the properties were before they were changed. */
		{ "rPrChange", ELEMENT_SKIP },
		{ "pPrChange", ELEMENT_SKIP },
		{ "sectPrChange", ELEMENT_SKIP },
	};

	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (strcmp(name, elements[i].name) == 0)
			return elements[i].element;
	return ELEMENT_OTHER;
}

void
docx_text_open(struct docx_text *t)
{
	*t = (struct docx_text){ .form = BUF(4096), .number = BUF(1024) };
	prose_open(&t->prose);
	word_fields_open(&t->fields);
}

void
docx_text_release(struct docx_text *t)
{
	prose_release(&t->prose);
	word_fields_release(&t->fields);
	buf_release(&t->form);
	buf_release(&t->number);
}

/* The number that is owed stands before all else in its paragraph. */
static void
number_pay(struct docx_text *t)
{
	if (t->number.len > 0)
		prose_add(&t->prose, buf_span(&t->number));
	buf_clear(&t->number);
}

static void
add(struct docx_text *t, struct span text)
{
	if (t->is_run_hidden || t->fields.hidden > 0)
		return;
	number_pay(t);
	prose_add(&t->prose, text);
}

/* --- forms and fields ----------------------------------------------------- */

static void
on_field_mark(struct docx_text *t, const struct markup_element *element)
{
	struct span type = markup_attribute(element, "fldCharType");

	if (span_is_equal(type, SPAN("begin")))
		word_field_begin(&t->fields);
	else if (span_is_equal(type, SPAN("separate")))
		word_field_separate(&t->fields, t->is_margin);
	else if (span_is_equal(type, SPAN("end")))
		word_field_end(&t->fields);
}

/* What a form's field shows is not in its result but in its settings. */
static void
form_add(struct docx_text *t, struct span text)
{
	if (t->is_run_hidden)
		return;
	number_pay(t);
	prose_add(&t->prose, text);
}

static bool
form_start(struct docx_text *t, enum element what,
    const struct markup_element *element)
{
	if (what == ELEMENT_CHECK_BOX) {
		t->is_checked = false;
	} else if (what == ELEMENT_CHECKED) {
		t->is_checked = markup_is_on(element);
	} else if (what == ELEMENT_DROP_DOWN) {
		t->form_choice = 0;
		buf_clear(&t->form);
	} else if (what == ELEMENT_CHOSEN) {
		(void)span_to_number(markup_attribute(element, "val"), 0, 1000,
		    &t->form_choice);
	} else if (what == ELEMENT_ENTRY && t->form_choice-- == 0) {
		markup_value_add(&t->form, markup_attribute(element, "val"));
	}
	return true;
}

/* --- elements ------------------------------------------------------------- */

/* What the writer says of a picture. */
static void
describe(struct docx_text *t, struct span description)
{
	autobuf text = BUF(4096);

	if (!prose_is_description(description))
		return;
	buf_add_char(&text, '[');
	markup_value_add(&text, description);
	buf_add_char(&text, ']');
	add(t, buf_span(&text));
}

/* Its paragraphs have numbers of their own. */
static void
box_start(struct docx_text *t)
{
	number_pay(t);
	prose_begin_aside(&t->prose);
}

static void
text_start(struct docx_text *t, enum element what,
    const struct markup_element *element)
{
	char character[8];

	if (what == ELEMENT_TEXT)
		t->texts++;
	else if (what == ELEMENT_TAB)
		add(t, SPAN("\t"));
	else if (what == ELEMENT_BREAK)
		add(t, SPAN("\n"));
	else if (what == ELEMENT_HYPHEN)
		add(t, SPAN("-"));
	else if (what == ELEMENT_SYMBOL)
		add(t, symbol_of(markup_attribute(element, "font"),
			   markup_attribute(element, "char"), character));
	else if (what == ELEMENT_PICTURE)
		describe(t, markup_attribute(element, "descr"));
	else if (what == ELEMENT_BOX)
		box_start(t);
}

/* Which list the paragraph is an item of, by its style or by itself. */
static void
item_property(struct docx_text *t, enum element what,
    const struct markup_element *element)
{
	struct span value = markup_attribute(element, "val");

	if (what == ELEMENT_STYLE && t->lists != NULL)
		t->item.style = arena_copy(&t->lists->mem, value);
	else if (what == ELEMENT_NUMBER)
		(void)span_to_number(value, 0, INT32_MAX, &t->item.number_id);
	else if (what == ELEMENT_LEVEL)
		(void)span_to_number(value, 0, INT32_MAX, &t->item.level);
}

/* Properties of a run, a paragraph or a paragraph's mark. */
static void
property_start(struct docx_text *t, enum element what,
    const struct markup_element *element)
{
	struct span cap = markup_attribute(element, "dropCap");

	if (what == ELEMENT_MARK)
		t->is_in_mark = true;
	else if (what == ELEMENT_HIDDEN && !t->is_in_mark)
		t->is_run_hidden = markup_is_on(element);
	else if (what == ELEMENT_FRAME && cap.len > 0)
		t->joins_next |= !span_is_equal(cap, SPAN("none"));
	else
		item_property(t, what, element);
}

static void
section_start(struct docx_margins *margins, enum element what,
    const struct markup_element *element)
{
	if (what == ELEMENT_SECTION)
		docx_section_begin(margins);
	else if (what == ELEMENT_FIRST_PAGE)
		margins->has_first_page = markup_is_on(element);
	else
		docx_section_name(margins, element, what == ELEMENT_FOOTER);
}

static bool
revision_start(struct docx_text *t, enum element what)
{
	t->has_revisions = true;
	t->joins_next |= t->is_in_mark && what == ELEMENT_DELETED;
	return what == ELEMENT_INSERTED;
}

static bool
on_start(void *data, const struct markup_element *element)
{
	struct docx_text *t = data;
	enum element what = find_element(element->name);

	if (what == ELEMENT_SKIP)
		return false;
	if (what == ELEMENT_DELETED || what == ELEMENT_INSERTED)
		return revision_start(t, what);
	if (what == ELEMENT_ALTERNATIVES)
		t->has_choice = false;
	if (what == ELEMENT_CHOICE || what == ELEMENT_FALLBACK)
		return !t->has_choice;
	if (what >= ELEMENT_CHECK_BOX && what <= ELEMENT_ENTRY)
		return form_start(t, what, element);
	if (what >= ELEMENT_SECTION && what <= ELEMENT_FIRST_PAGE &&
	    t->margins != NULL)
		section_start(t->margins, what, element);
	if (what == ELEMENT_FIELD_MARK)
		on_field_mark(t, element);
	if (what == ELEMENT_FIELD && t->is_margin &&
	    word_field_is_of_margins(markup_attribute(element, "instr"))) {
		t->fields.numbers_pages = true;
		return false;
	}
	if (what == ELEMENT_PARAGRAPH) {
		t->paragraph = prose_here(&t->prose);
		t->item = (struct docx_item){ .number_id = -1, .level = -1 };
	}
	text_start(t, what, element);
	property_start(t, what, element);
	return true;
}

static void
paragraph_end(struct docx_text *t)
{
	word_fields_recover(&t->fields);
	t->is_run_hidden = false;
	if (t->fields.numbers_pages)
		prose_take_back(&t->prose, t->paragraph);
	t->fields.numbers_pages = false;
	if (!t->joins_next) {
		/* Nothing in it to be numbered. */
		buf_clear(&t->number);
		prose_end_paragraph(&t->prose);
	}
	t->is_joined = t->joins_next;
	t->joins_next = false;
}

/* All is known of the paragraph, and its text follows. */
static void
mark_end(struct docx_text *t)
{
	t->is_in_mark = false;
	if (!t->is_joined && t->lists != NULL)
		docx_lists_count(t->lists, &t->item, &t->number);
	t->is_joined = false;
}

static void
on_end(void *data, const char *name)
{
	struct docx_text *t = data;
	enum element what = find_element(name);

	if (what == ELEMENT_TEXT && t->texts > 0)
		t->texts--;
	else if (what == ELEMENT_RUN)
		t->is_run_hidden = false;
	else if (what == ELEMENT_MARK)
		mark_end(t);
	else if (what == ELEMENT_SECTION && t->margins != NULL)
		docx_section_end(t->margins);
	else if (what == ELEMENT_PARAGRAPH)
		paragraph_end(t);
	else if (what == ELEMENT_CELL)
		prose_owe(&t->prose, '\t');
	else if (what == ELEMENT_ROW)
		prose_owe(&t->prose, '\n');
	else if (what == ELEMENT_BOX)
		prose_end_aside(&t->prose);
	else if (what == ELEMENT_CHOICE)
		t->has_choice = true;
	else if (what == ELEMENT_CHECK_BOX)
		form_add(t, t->is_checked ? SPAN("☒") : SPAN("☐"));
	else if (what == ELEMENT_DROP_DOWN)
		form_add(t, buf_span(&t->form));
}

static void
on_text(void *data, struct span text)
{
	struct docx_text *t = data;

	if (t->texts > 0)
		add(t, text);
	else if (t->fields.hidden > 0)
		word_field_instruct(&t->fields, text);
}

static const struct markup_reader reader = { on_start, on_end, on_text };

bool
docx_text_read(struct docx_text *t, struct archive *a, zip_uint64_t index)
{
	return markup_read(a, index, &reader, t);
}

bool
docx_text_read_bytes(struct docx_text *t, struct archive *a, struct span bytes)
{
	return markup_read_bytes(a, bytes, &reader, t);
}

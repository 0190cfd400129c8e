/*
 * docx_lists.c - definitions of lists, and their counting
 *
 * Doubts: how many there are, and whether styles lead to one another in
 * circles.
 */
#include "docx_lists.h"
#include "markup.h"

#include <string.h>

/* Lists, numbers and styles in all; those beyond have no number. */
#define MAX_DEFINITIONS 5000
/* Styles based on styles; Word makes up to 11. */
#define MAX_BASES 20
#define MAX_NUMBER 32767

struct docx_level {
	bool is_defined;
	bool is_legal; /* all numbers of it are decimal */
	enum list_format format;
	long long start;
	long long restarts; /* after this level, from 1; 0: never; -1: any */
	struct span text;   /* "%1.%2" */
	struct span style;  /* whose paragraphs are on this level */
};

struct docx_list {
	long long id;
	struct span by_style; /* the style that names the list meant */
	struct docx_level levels[LIST_LEVELS];
	bool is_begun[LIST_LEVELS];
	long long counts[LIST_LEVELS];
	struct docx_list *next;
};

struct docx_number {
	long long id;
	long long list_id;
	struct docx_level levels[LIST_LEVELS]; /* in place of the list's */
	long long starts[LIST_LEVELS];
	bool has_start[LIST_LEVELS]; /* until it was used */
	struct docx_number *next;
};

struct docx_style {
	struct span id;
	struct span base;
	long long number_id; /* -1: says nothing */
	long long level;
	struct docx_style *next;
};

/* --- definitions ---------------------------------------------------------- */

static long long
number_of(const struct markup_element *element, const char *name,
    long long least)
{
	long long number;

	if (!span_to_number(markup_attribute(element, name), least, INT32_MAX,
		&number))
		return -1;
	return number;
}

/* Of the level, from 0; none that could be counted becomes the last. */
static int
level_of(const struct markup_element *element)
{
	long long level = number_of(element, "ilvl", 0);

	return level < 0 || level >= LIST_LEVELS ? LIST_LEVELS - 1 : (int)level;
}

static enum list_format
format_of(struct span name)
{
	static const struct {
		const char *name;
		enum list_format format;
	} formats[] = { { "none", LIST_NOTHING }, { "bullet", LIST_BULLET },
		{ "decimalZero", LIST_DECIMAL_ZERO },
		{ "ordinal", LIST_ORDINAL }, { "lowerLetter", LIST_LETTER },
		{ "upperLetter", LIST_LETTER_UPPER },
		{ "lowerRoman", LIST_ROMAN },
		{ "upperRoman", LIST_ROMAN_UPPER } };

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (span_is_equal(name, span_of(formats[i].name)))
			return formats[i].format;
	return LIST_DECIMAL;
}

/* Begins a list, a number or a style, where there is room for one more. */
static void
definition_begin(struct docx_lists *l, const struct markup_element *element)
{
	const char *name = element->name;

	l->list = NULL;
	l->num = NULL;
	l->style = NULL;
	l->level = NULL;
	if (l->n++ >= MAX_DEFINITIONS)
		return;
	if (strcmp(name, "abstractNum") == 0) {
		l->list = ARENA_ARRAY(&l->mem, 1, struct docx_list);
		l->list->id = number_of(element, "abstractNumId", 0);
		l->list->next = l->lists;
		l->lists = l->list;
	} else if (strcmp(name, "num") == 0) {
		l->num = ARENA_ARRAY(&l->mem, 1, struct docx_number);
		l->num->id = number_of(element, "numId", 1);
		l->num->list_id = -1;
		l->num->next = l->number;
		l->number = l->num;
	} else {
		l->style = ARENA_ARRAY(&l->mem, 1, struct docx_style);
		l->style->id =
		    arena_copy(&l->mem, markup_attribute(element, "styleId"));
		l->style->number_id = -1;
		l->style->level = -1;
		l->style->next = l->styles;
		l->styles = l->style;
	}
}

static void
level_begin(struct docx_lists *l, const struct markup_element *element)
{
	int level = level_of(element);

	l->level = l->num != NULL    ? &l->num->levels[level]
		   : l->list != NULL ? &l->list->levels[level]
				     : NULL;
	if (l->level != NULL)
		*l->level = (struct docx_level){ .is_defined = true,
			.format = LIST_DECIMAL,
			.restarts = -1 };
}

static void
level_property(struct docx_lists *l, const struct markup_element *element)
{
	struct docx_level *level = l->level;
	const char *name = element->name;
	struct span value = markup_attribute(element, "val");

	if (strcmp(name, "start") == 0) {
		level->start = number_of(element, "val", 0);
	} else if (strcmp(name, "numFmt") == 0) {
		level->format = format_of(value);
	} else if (strcmp(name, "lvlRestart") == 0) {
		level->restarts = number_of(element, "val", 0);
	} else if (strcmp(name, "isLgl") == 0) {
		level->is_legal = true;
	} else if (strcmp(name, "pStyle") == 0) {
		level->style = arena_copy(&l->mem, value);
	} else if (strcmp(name, "lvlText") == 0) {
		autobuf text = BUF(1024);

		markup_value_add(&text, value);
		level->text = arena_copy(&l->mem, buf_span(&text));
	}
}

static void
number_property(struct docx_lists *l, const struct markup_element *element)
{
	const char *name = element->name;

	if (strcmp(name, "abstractNumId") == 0) {
		l->num->list_id = number_of(element, "val", 0);
	} else if (strcmp(name, "lvlOverride") == 0) {
		l->at = level_of(element);
	} else if (strcmp(name, "startOverride") == 0) {
		l->num->has_start[l->at] = true;
		l->num->starts[l->at] = number_of(element, "val", 0);
	}
}

static void
style_property(struct docx_lists *l, const struct markup_element *element)
{
	const char *name = element->name;

	if (strcmp(name, "basedOn") == 0)
		l->style->base =
		    arena_copy(&l->mem, markup_attribute(element, "val"));
	else if (strcmp(name, "numId") == 0)
		l->style->number_id = number_of(element, "val", 0);
	else if (strcmp(name, "ilvl") == 0)
		l->style->level = number_of(element, "val", 0);
}

static bool
on_start(void *data, const struct markup_element *element)
{
	struct docx_lists *l = data;
	const char *name = element->name;

	if (strcmp(name, "body") == 0 || strcmp(name, "pPrChange") == 0)
		return false;
	if (strcmp(name, "abstractNum") == 0 || strcmp(name, "num") == 0 ||
	    strcmp(name, "style") == 0)
		definition_begin(l, element);
	else if (strcmp(name, "lvl") == 0)
		level_begin(l, element);
	else if (l->level != NULL)
		level_property(l, element);
	else if (l->num != NULL)
		number_property(l, element);
	else if (l->style != NULL)
		style_property(l, element);
	else if (l->list != NULL && strcmp(name, "numStyleLink") == 0)
		l->list->by_style =
		    arena_copy(&l->mem, markup_attribute(element, "val"));
	return true;
}

static void
on_end(void *data, const char *name)
{
	struct docx_lists *l = data;

	if (strcmp(name, "lvl") == 0)
		l->level = NULL;
}

static const struct markup_reader reader = { on_start, on_end, NULL };

bool
docx_lists_read(struct docx_lists *l, struct archive *a, zip_uint64_t index)
{
	return markup_read(a, index, &reader, l);
}

bool
docx_lists_read_bytes(struct docx_lists *l, struct archive *a,
    struct span bytes)
{
	return markup_read_bytes(a, bytes, &reader, l);
}

void
docx_lists_release(struct docx_lists *l)
{
	arena_release(&l->mem);
}

/* --- counting ------------------------------------------------------------- */

static struct docx_number *
number_find(const struct docx_lists *l, long long id)
{
	struct docx_number *number = l->number;

	while (number != NULL && number->id != id)
		number = number->next;
	return number;
}

static struct docx_list *
list_find(const struct docx_lists *l, long long id)
{
	struct docx_list *list = l->lists;

	while (list != NULL && list->id != id)
		list = list->next;
	return list;
}

static const struct docx_style *
style_find(const struct docx_lists *l, struct span id)
{
	const struct docx_style *style = l->styles;

	while (style != NULL && !span_is_equal(style->id, id))
		style = style->next;
	return style;
}

/* Fills in what the paragraph leaves to its style, and those it is based on. */
static void
item_complete(const struct docx_lists *l, struct docx_item *item)
{
	const struct docx_style *style =
	    item->style.len == 0 ? NULL : style_find(l, item->style);

	for (int i = 0; style != NULL && i < MAX_BASES; i++) {
		if (item->level < 0)
			item->level = style->level;
		if (style->number_id >= 0)
			item->number_id = style->number_id;
		if (item->number_id >= 0)
			return;
		style = style_find(l, style->base);
	}
}

/* The list of the number; that of a style where it leaves it to one. */
static struct docx_list *
list_of(const struct docx_lists *l, const struct docx_number *number)
{
	struct docx_list *list = list_find(l, number->list_id);
	const struct docx_style *style;

	if (list == NULL || list->by_style.len == 0)
		return list;
	style = style_find(l, list->by_style);
	number = style == NULL ? NULL : number_find(l, style->number_id);
	return number == NULL ? list : list_find(l, number->list_id);
}

static const struct docx_level *
level_at(const struct docx_list *list, const struct docx_number *number, int at)
{
	return number->levels[at].is_defined ? &number->levels[at]
					     : &list->levels[at];
}

/* The level that is of the style; 0 where none is. */
static int
level_of_style(const struct docx_list *list, struct span style)
{
	for (int at = 0; at < LIST_LEVELS && style.len > 0; at++)
		if (span_is_equal(list->levels[at].style, style))
			return at;
	return 0;
}

/* One more item on this level. */
static void
level_count(struct docx_list *list, struct docx_number *number, int at)
{
	long long *count = &list->counts[at];

	if (number->has_start[at])
		*count = number->starts[at];
	else if (!list->is_begun[at])
		*count = level_at(list, number, at)->start;
	else if (*count < MAX_NUMBER)
		++*count;
	number->has_start[at] = false;
	list->is_begun[at] = true;
	for (int below = at + 1; below < LIST_LEVELS; below++) {
		long long restarts = level_at(list, number, below)->restarts;

		if (restarts < 0 || at < restarts)
			list->is_begun[below] = false;
	}
}

/* The text of the level, with numbers of this level and those above in it. */
static void
level_add(const struct docx_list *list, const struct docx_number *number,
    int at, struct buf *text)
{
	const struct docx_level *level = level_at(list, number, at);
	struct span rest = level->text;

	if (level->format == LIST_BULLET) {
		list_number_add(text, LIST_BULLET, 0);
		return;
	}
	for (; rest.len > 0; rest = span_from(rest, 1)) {
		int of = rest.len > 1 ? rest.at[1] - '1' : -1;
		const struct docx_level *other;

		if (rest.at[0] != '%' || of < 0 || of >= LIST_LEVELS - 1) {
			buf_add_char(text, rest.at[0]);
			continue;
		}
		rest = span_from(rest, 1);
		other = level_at(list, number, of);
		list_number_add(text,
		    level->is_legal && other->format != LIST_NOTHING
			? LIST_DECIMAL
			: other->format,
		    list->is_begun[of] ? list->counts[of] : other->start);
	}
}

void
docx_lists_count(struct docx_lists *l, const struct docx_item *paragraph,
    struct buf *text)
{
	struct docx_item item = *paragraph;
	struct docx_number *number;
	struct docx_list *list;
	size_t before = text->len;
	int at;

	if (item.number_id < 0)
		item_complete(l, &item);
	number = item.number_id <= 0 ? NULL : number_find(l, item.number_id);
	list = number == NULL ? NULL : list_of(l, number);
	if (list == NULL)
		return;
	at = item.level >= LIST_LEVELS ? LIST_LEVELS - 1
	     : item.level >= 0         ? (int)item.level
				       : level_of_style(list, item.style);
	if (!level_at(list, number, at)->is_defined)
		return;
	level_count(list, number, at);
	level_add(list, number, at, text);
	if (text->len > before)
		buf_add_char(text, ' ');
}

/* odf_lists.c - styles of lists, and their counting */
#include "odf_lists.h"

/* Lists beyond these have no numbers. */
#define MAX_STYLES 5000
#define MAX_NUMBER 32767

struct odf_level {
	enum list_format format;
	struct span before, after; /* the number */
	long long start;
	long long shown; /* levels, this one and those above */
	long long count;
	bool is_begun;
};

struct odf_list_style {
	struct span name;
	struct odf_level levels[LIST_LEVELS];
	struct odf_list_style *next;
};

/* --- styles --------------------------------------------------------------- */

static long long
number_of(const struct markup_element *element, const char *name,
    long long least, long long most, long long otherwise)
{
	long long number = otherwise;

	(void)span_to_number(markup_attribute(element, name), least, most,
	    &number);
	return number;
}

static enum list_format
format_of(struct span word)
{
	static const struct {
		const char *word;
		enum list_format format;
	} formats[] = { { "", LIST_NOTHING }, { "a", LIST_LETTER },
		{ "A", LIST_LETTER_UPPER }, { "i", LIST_ROMAN },
		{ "I", LIST_ROMAN_UPPER } };

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (span_is_equal(word, span_of(formats[i].word)))
			return formats[i].format;
	return LIST_DECIMAL;
}

static void
style_begin(struct odf_lists *l, enum odf_element what,
    const struct markup_element *element, struct arena *mem)
{
	l->defined = NULL;
	if (l->n_styles++ >= MAX_STYLES)
		return;
	l->defined = ARENA_ARRAY(mem, 1, struct odf_list_style);
	if (what == ODF_OUTLINE_STYLE) {
		l->outline = l->defined;
		return;
	}
	l->defined->name = arena_copy(mem, markup_attribute(element, "name"));
	l->defined->next = l->styles;
	l->styles = l->defined;
}

static struct span
affix_copy(const struct markup_element *element, const char *name,
    struct arena *mem)
{
	autobuf text = BUF(256);

	markup_value_add(&text, markup_attribute(element, name));
	return arena_copy(mem, buf_span(&text));
}

static void
level_define(struct odf_lists *l, enum odf_element what,
    const struct markup_element *element, struct arena *mem)
{
	long long at = number_of(element, "level", 1, LIST_LEVELS, 0);
	struct odf_level *level;

	if (l->defined == NULL || at == 0)
		return;
	level = &l->defined->levels[at - 1];
	*level = (struct odf_level){
		.format =
		    what == ODF_LEVEL_BULLET
			? LIST_BULLET
			: format_of(markup_attribute(element, "num-format")),
		.before = affix_copy(element, "num-prefix", mem),
		.after = affix_copy(element, "num-suffix", mem),
		.start = number_of(element, "start-value", 0, MAX_NUMBER, 1),
		.shown =
		    number_of(element, "display-levels", 1, LIST_LEVELS, 1),
	};
}

/* --- lists ---------------------------------------------------------------- */

static struct odf_list_style *
style_find(const struct odf_lists *l, struct span name)
{
	struct odf_list_style *style = l->styles;

	while (style != NULL && !span_is_equal(style->name, name))
		style = style->next;
	return style;
}

/* The levels from this one on begin anew. */
static void
levels_restart(struct odf_list_style *style, int from)
{
	for (int at = from; style != NULL && at < LIST_LEVELS; at++)
		style->levels[at].is_begun = false;
}

static void
list_begin(struct odf_lists *l, const struct markup_element *element)
{
	struct span name = markup_attribute(element, "style-name");
	int at = l->depth++;
	struct odf_open_list *list;

	if (at >= LIST_LEVELS)
		return;
	list = &l->open[at];
	*list = (struct odf_open_list){
		.style = name.len > 0 ? style_find(l, name)
			 : at > 0     ? l->open[at - 1].style
				      : NULL,
		.start = -1,
	};
	if (markup_attribute(element, "continue-list").len == 0 &&
	    !span_is_equal(markup_attribute(element, "continue-numbering"),
		SPAN("true")))
		levels_restart(list->style, at);
}

void
odf_lists_start(struct odf_lists *l, enum odf_element what,
    const struct markup_element *element, struct arena *mem)
{
	if (what == ODF_LIST_STYLE || what == ODF_OUTLINE_STYLE) {
		style_begin(l, what, element, mem);
	} else if (what == ODF_LEVEL_NUMBER || what == ODF_LEVEL_BULLET) {
		level_define(l, what, element, mem);
	} else if (what == ODF_LIST) {
		list_begin(l, element);
	} else if (l->depth > 0 && l->depth <= LIST_LEVELS) {
		struct odf_open_list *list = &l->open[l->depth - 1];

		list->owes_number = what == ODF_ITEM;
		list->start =
		    number_of(element, "start-value", 0, MAX_NUMBER, -1);
	}
}

void
odf_lists_end(struct odf_lists *l)
{
	l->depth -= l->depth > 0;
}

/* --- counting ------------------------------------------------------------- */

static void
level_count(struct odf_list_style *style, int at, long long start)
{
	struct odf_level *level = &style->levels[at];

	if (start >= 0)
		level->count = start;
	else if (!level->is_begun)
		level->count = level->start;
	else if (level->count < MAX_NUMBER)
		level->count++;
	level->is_begun = true;
	levels_restart(style, at + 1);
}

/* "2.1.3" for three levels; a bullet has none above it. */
static void
level_add(const struct odf_list_style *style, int at, struct buf *text)
{
	const struct odf_level *level = &style->levels[at];
	bool is_number = level->format > LIST_BULLET;
	int first = is_number ? at + 1 - (int)level->shown : at;
	bool is_first = true;

	if (level->format == LIST_NOTHING)
		return;
	buf_add(text, level->before);
	for (int i = first < 0 ? 0 : first; i <= at; i++) {
		const struct odf_level *above = &style->levels[i];

		if (i < at && above->format <= LIST_BULLET)
			continue;
		if (!is_first)
			buf_add_char(text, '.');
		is_first = false;
		list_number_add(text, above->format,
		    above->is_begun ? above->count : above->start);
	}
	buf_add(text, level->after);
	buf_add_char(text, ' ');
}

void
odf_lists_count(struct odf_lists *l, const struct markup_element *element,
    struct buf *text)
{
	struct odf_open_list *list;
	long long heading =
	    number_of(element, "outline-level", 1, LIST_LEVELS, 0);

	if (l->depth == 0 && heading > 0 && l->outline != NULL &&
	    !span_is_equal(markup_attribute(element, "is-list-header"),
		SPAN("true"))) {
		level_count(l->outline, (int)heading - 1, -1);
		level_add(l->outline, (int)heading - 1, text);
	}
	if (l->depth == 0 || l->depth > LIST_LEVELS)
		return;
	list = &l->open[l->depth - 1];
	if (!list->owes_number || list->style == NULL)
		return;
	list->owes_number = false;
	level_count(list->style, l->depth - 1, list->start);
	level_add(list->style, l->depth - 1, text);
}

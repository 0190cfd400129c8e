/* coding_file.c - reads a list of codes from its file */
#include "base/utf8.h"
#include "register/coding.h"
#include "register/coding_list.h"
#include "triage/topics.h"

#include <stdlib.h>

#define COLUMNS 6

struct reading {
	struct code_list *list;
	struct arena *mem;
	long long line;
};

static bool
is_kind(struct span word)
{
	struct span rest = SPAN(CODE_KINDS);

	while (rest.len > 0)
		if (span_is_equal(span_cut_at(&rest, ' '), word))
			return true;
	return false;
}

static bool
is_code(struct span word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!(word.at[i] >= 'a' && word.at[i] <= 'z') &&
		    !(word.at[i] >= '0' && word.at[i] <= '9') &&
		    word.at[i] != '_')
			return false;
	return word.len > 0 && word.len <= MAX_CODE_BYTES;
}

static bool
is_name(struct span text)
{
	return text.len > 0 && text.len <= MAX_CODE_NAME_BYTES &&
	       utf8_is_valid(text);
}

const struct code_entry *
code_list_find(const struct code_list *list, const char *kind, struct span code)
{
	for (size_t i = 0; i < list->n; i++)
		if ((kind == NULL ||
			span_is_equal(list->at[i].kind, span_of(kind))) &&
		    span_is_equal(list->at[i].code, code))
			return &list->at[i];
	return NULL;
}

static int
compare_spans(const void *left, const void *right)
{
	const struct span *a = left, *b = right;
	size_t len = a->len < b->len ? a->len : b->len;
	int order = memcmp(a->at, b->at, len);

	return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

/* The topics of a code, sorted. */
static enum outcome
topics_read(const struct reading *r, struct span text, struct code_entry *e,
    struct error *why)
{
	struct span topics[MAX_TOPICS] = { 0 };
	size_t n = 0;

	while (text.len > 0) {
		struct span topic = span_cut_at(&text, ' ');

		if (topic.len == 0)
			continue;
		if (!topic_exists(topic))
			return fail(why, REFUSED,
			    "line %lld: there is no topic \"%.*s\": postroom "
			    "code --topics",
			    r->line, SPAN_ARG(topic));
		if (n == MAX_TOPICS)
			return fail(why, REFUSED,
			    "line %lld: more than %d topics", r->line,
			    MAX_TOPICS);
		topics[n++] = topic;
	}
	qsort(topics, n, sizeof *topics, compare_spans);
	e->topics = SPAN("");
	for (size_t i = 0; i < n; i++)
		e->topics = arena_printf(r->mem, "%.*s%s%.*s",
		    SPAN_ARG(e->topics), i > 0 ? " " : "", SPAN_ARG(topics[i]));
	return DONE;
}

/* "6-17": years that no other age of the list has. */
static enum outcome
age_read(const struct reading *r, struct span text, struct code_entry *e,
    struct error *why)
{
	struct span rest = text, low = span_cut_at(&rest, '-');

	if (text.len == 0)
		return DONE;
	if (!span_to_number(low, 0, OLDEST_AGE, &e->low) ||
	    !span_to_number(rest, e->low, OLDEST_AGE, &e->high))
		return fail(why, REFUSED,
		    "line %lld: an age is of years, from-to: 6-17", r->line);
	for (size_t i = 0; i < r->list->n; i++)
		if (r->list->at[i].low >= 0 && r->list->at[i].low <= e->high &&
		    r->list->at[i].high >= e->low)
			return fail(why, REFUSED,
			    "line %lld: these years are those of %.*s too",
			    r->line, SPAN_ARG(r->list->at[i].code));
	return DONE;
}

static enum outcome
columns_cut(const struct reading *r, struct span line,
    struct span columns[COLUMNS], struct error *why)
{
	size_t n = 0;

	for (struct span rest = line; rest.len > 0; n++) {
		struct span column = span_trim(span_cut_at(&rest, '\t'));

		if (n < COLUMNS)
			columns[n] = span_is_equal(column, SPAN("-"))
					 ? SPAN("")
					 : arena_copy(r->mem, column);
	}
	if (n != COLUMNS)
		return fail(why, REFUSED,
		    "line %lld: %zu columns parted by TABs in place of %d: "
		    "kind, code, parent, name, suggested_by, source",
		    r->line, n, COLUMNS);
	return DONE;
}

static enum outcome
line_read(struct reading *r, struct span line, struct error *why)
{
	struct span column[COLUMNS] = { 0 };
	struct code_entry e = { .low = -1, .high = -1 };
	bool is_age;
	enum outcome how = columns_cut(r, line, column, why);

	if (how != DONE)
		return how;
	e.kind = column[0];
	e.code = column[1];
	e.parent = column[2];
	e.name = column[3];
	e.source = column[5];
	if (!is_kind(e.kind))
		return fail(why, REFUSED, "line %lld: a kind is one of: %s",
		    r->line, CODE_KINDS);
	if (!is_code(e.code))
		return fail(why, REFUSED,
		    "line %lld: a code is of small letters, digits and _, at "
		    "most %d",
		    r->line, MAX_CODE_BYTES);
	if (!is_name(e.name) || (e.source.len > 0 && !is_name(e.source)))
		return fail(why, REFUSED,
		    "line %lld: a name is wanted, of at most %d bytes, and so "
		    "long a source",
		    r->line, MAX_CODE_NAME_BYTES);
	if (code_list_find(r->list, NULL, e.code) != NULL)
		return fail(why, REFUSED, "line %lld: %.*s stands twice",
		    r->line, SPAN_ARG(e.code));
	if (r->list->n == MAX_CODES)
		return fail(why, REFUSED, "more than %d codes", MAX_CODES);
	is_age = span_is_equal(e.kind, SPAN("age"));
	how = is_age ? age_read(r, column[4], &e, why)
		     : topics_read(r, column[4], &e, why);
	if (how == DONE)
		r->list->at[r->list->n++] = e;
	return how;
}

bool
code_list_has(const struct code_list *list, const char *kind)
{
	for (size_t i = 0; i < list->n; i++)
		if (span_is_equal(list->at[i].kind, span_of(kind)))
			return true;
	return false;
}

static enum outcome
parents_check(const struct code_list *list, struct error *why)
{
	if (list->n == 0)
		return fail(why, REFUSED, "there is no code in it");
	if (code_list_has(list, "subject") !=
	    code_list_has(list, "sub_subject"))
		return fail(why, REFUSED,
		    "subjects and sub_subjects go together: give both");
	for (size_t i = 0; i < list->n; i++) {
		const struct code_entry *e = &list->at[i];
		bool is_sub = span_is_equal(e->kind, SPAN("sub_subject"));

		if (is_sub &&
		    code_list_find(list, "subject", e->parent) == NULL)
			return fail(why, REFUSED,
			    "%.*s: its parent is no subject of the list",
			    SPAN_ARG(e->code));
		if (!is_sub && e->parent.len > 0)
			return fail(why, REFUSED,
			    "%.*s: only a sub_subject has a parent",
			    SPAN_ARG(e->code));
	}
	return DONE;
}

enum outcome
code_list_read(struct span text, struct arena *mem, struct code_list *list,
    struct error *why)
{
	struct code_list found = {
		ARENA_ARRAY(mem, MAX_CODES, struct code_entry), 0
	};
	struct reading r = { .list = &found, .mem = mem };
	enum outcome how = DONE;

	while (text.len > 0 && how == DONE) {
		struct span line = span_cut_line(&text);

		r.line++;
		if (span_trim(line).len > 0 && line.at[0] != '#')
			how = line_read(&r, line, why);
	}
	if (how == DONE)
		how = parents_check(&found, why);
	if (how == DONE)
		*list = found;
	return how;
}

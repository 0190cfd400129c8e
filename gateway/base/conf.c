/* conf.c - reads sections and keys by a table */
#include "base/conf.h"
#include "base/utf8.h"

#include <string.h>

struct reader {
	const char *file;
	const struct conf_key *keys;
	size_t n_keys;
	const struct conf_section *sections;
	size_t n_sections;
	struct arena *mem;
	const struct conf_section *section; /* the one being read */
	char *values;                       /* its struct */
	bool *seen;                         /* per key: given in its section */
	int line;
};

static bool
seconds_read(struct span text, const struct conf_key *key, long long *value)
{
	static const struct {
		char unit;
		long long seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	long long times = 1;

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (text.len > 1 && text.at[text.len - 1] == units[i].unit) {
			times = units[i].seconds;
			text.len--;
			break;
		}
	if (!span_to_number(text, 0, key->max / times, value))
		return false;
	*value *= times;
	return *value >= key->min;
}

static bool
choice_read(struct span text, const struct conf_key *key, long long *value)
{
	struct span rest = span_of(key->choices);

	for (long long i = 0; rest.len > 0; i++)
		if (span_is_equal(span_cut_at(&rest, ' '), text)) {
			*value = i;
			return true;
		}
	return false;
}

/* Puts text into the struct at values; false where it does not fit the key. */
static bool
value_set(struct reader *r, const struct conf_key *key, struct span text,
    char *values)
{
	void *at = values + key->at;
	bool yes = span_is_equal(text, SPAN("yes"));

	switch (key->type) {
	case CONF_TEXT:
	case CONF_LIST:
		if ((long long)text.len < key->min ||
		    (long long)text.len > key->max)
			return false;
		*(struct span *)at = arena_copy(r->mem, text);
		return true;
	case CONF_NUMBER:
		return span_to_number(text, key->min, key->max, at);
	case CONF_SECONDS:
		return seconds_read(text, key, at);
	case CONF_FLAG:
		*(bool *)at = yes;
		return yes || span_is_equal(text, SPAN("no"));
	case CONF_CHOICE:
		break;
	}
	return choice_read(text, key, at);
}

static void
initial_set(struct reader *r, const struct conf_section *section, char *values)
{
	for (size_t i = 0; i < r->n_keys; i++) {
		const struct conf_key *key = &r->keys[i];
		struct conf_key any = *key;

		if (strcmp(key->section, section->name) != 0)
			continue;
		r->seen[i] = false;
		any.min = 0; /* a required text is empty until it is given */
		if (!value_set(r, &any, span_of(key->initial), values))
			die("conf: %s: bad initial value", key->key);
	}
}

/* Takes the next struct of a section that has many. */
static enum outcome
named_section_open(struct reader *r, const struct conf_section *s,
    struct span name, struct error *why)
{
	char *values = s->at;

	for (size_t i = 0; i < *s->used; i++, values += s->size)
		if (span_is_equal(*(struct span *)(void *)values, name))
			return fail(why, BROKEN,
			    "%s:%d: [%s %.*s]: given twice", r->file, r->line,
			    s->name, SPAN_ARG(name));
	if (*s->used == s->many)
		return fail(why, BROKEN,
		    "%s:%d: [%s %.*s]: more than %zu of them", r->file, r->line,
		    s->name, SPAN_ARG(name), s->many);
	initial_set(r, s, values);
	*(struct span *)(void *)values = arena_copy(r->mem, name);
	++*s->used;
	r->values = values;
	return DONE;
}

static enum outcome
section_open(struct reader *r, struct span head, struct error *why)
{
	struct span name = span_trim(head);
	struct span word = span_cut_at(&name, ' ');
	const struct conf_section *s = NULL;

	for (size_t i = 0; i < r->n_sections; i++)
		if (span_is_equal(word, span_of(r->sections[i].name)))
			s = &r->sections[i];
	name = span_trim(name);
	if (s == NULL || (s->many == 0) != (name.len == 0))
		return fail(why, BROKEN, "%s:%d: [%.*s]: unknown section",
		    r->file, r->line, SPAN_ARG(head));
	r->section = s;
	r->values = s->at;
	return s->many == 0 ? DONE : named_section_open(r, s, name, why);
}

/* A '_' at the end keeps a key from being a word of C; files leave it out. */
static bool
key_is(const struct conf_key *key, struct span name)
{
	struct span word = span_of(key->key);

	if (span_ends_with(word, SPAN("_")))
		word.len--;
	return span_is_equal(name, word);
}

static enum outcome
key_read(struct reader *r, struct span line, struct error *why)
{
	struct span value = line;
	struct span name = span_trim(span_cut_at(&value, '='));

	value = span_trim(value);
	for (size_t i = 0; i < r->n_keys && r->section != NULL; i++) {
		const struct conf_key *key = &r->keys[i];

		if (strcmp(key->section, r->section->name) != 0 ||
		    !key_is(key, name))
			continue;
		if (r->seen[i])
			return fail(why, BROKEN, "%s:%d: %.*s: given twice",
			    r->file, r->line, SPAN_ARG(name));
		r->seen[i] = true;
		if (!value_set(r, key, value, r->values))
			return fail(why, BROKEN, "%s:%d: %.*s: bad value (%s)",
			    r->file, r->line, SPAN_ARG(name), key->sentence);
		return DONE;
	}
	return fail(why, BROKEN, "%s:%d: %.*s: unknown key", r->file, r->line,
	    SPAN_ARG(name));
}

/* Cuts a remark off: a ';' at the start of the line or after a blank. */
static struct span
remark_cut(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] == ';' &&
		    (i == 0 || line.at[i - 1] == ' ' || line.at[i - 1] == '\t'))
			return span_head(line, i);
	return line;
}

/* Values end up in letters, headers and paths: text, and nothing but. */
static bool
line_is_text(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if ((unsigned char)line.at[i] < 0x20 && line.at[i] != '\t')
			return false;
	return utf8_is_valid(line);
}

static enum outcome
line_read(struct reader *r, struct span line, struct error *why)
{
	if (!line_is_text(line))
		return fail(why, BROKEN, "%s:%d: not a line of UTF-8 text",
		    r->file, r->line);
	line = span_trim(remark_cut(line));
	if (line.len == 0 || line.at[0] == '#')
		return DONE;
	if (line.at[0] == '[' && line.at[line.len - 1] == ']')
		return section_open(r,
		    (struct span){ line.at + 1, line.len - 2 }, why);
	return key_read(r, line, why);
}

enum outcome
conf_read(struct span text, const char *file, const struct conf_key *keys,
    size_t n_keys, const struct conf_section *sections, size_t n_sections,
    struct arena *mem, struct error *why)
{
	struct reader r = {
		.file = file,
		.keys = keys,
		.n_keys = n_keys,
		.sections = sections,
		.n_sections = n_sections,
		.mem = mem,
		.seen = ARENA_ARRAY(mem, n_keys, bool),
	};
	enum outcome how = DONE;

	for (size_t i = 0; i < n_sections; i++)
		if (sections[i].many == 0)
			initial_set(&r, &sections[i], sections[i].at);
	while (text.len > 0 && how == DONE) {
		r.line++;
		how = line_read(&r, span_cut_line(&text), why);
	}
	return how;
}

bool
conf_list_next(struct span *rest, struct span *word)
{
	while (rest->len > 0) {
		*word = span_trim(span_cut_at(rest, ','));
		if (word->len > 0)
			return true;
	}
	return false;
}

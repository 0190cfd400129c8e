/*
 * conf.h - a file of sections and keys becomes a struct
 *
 *	[section NAME]
 *	key = value ; remark
 *	# remark
 *
 * Driven by a table that the caller owns.  An unknown section or key, a key
 * or a NAME given twice, a value out of range, a byte that is no UTF-8 text
 * is BROKEN with file:line, never silently ignored.  A remark begins with '#'
 * at the start of a line, or with ';' there or after a blank.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/arena.h"
#include "base/outcome.h"

enum conf_type {
	CONF_TEXT,    /* struct span: min..max bytes */
	CONF_LIST,    /* struct span: words parted by commas; conf_list_next */
	CONF_NUMBER,  /* long long: min..max */
	CONF_SECONDS, /* long long: 90, 90s, 5m, 2h, 1d; min..max seconds */
	CONF_FLAG,    /* bool: yes or no */
	CONF_CHOICE   /* long long: place of the word in choices, from 0 */
};

struct conf_key {
	const char *section;
	const char *key;
	enum conf_type type;
	size_t at;           /* offset of the value in the section's struct */
	const char *initial; /* value when the file has none */
	long long min, max;
	const char *choices; /* "one two three" for CONF_CHOICE */
	const char *sentence;
};

/*
 * Where one section's values go.  A section with many holds an array of
 * structs of size bytes, one for each [section NAME] in the file; the struct
 * must begin with a struct span that receives NAME, and *used counts them.
 */
struct conf_section {
	const char *name;
	void *at;
	size_t size;
	size_t many; /* room in the array; 0 for a plain section */
	size_t *used;
};

/*
 * Sets every value of the plain sections to its initial one, then reads
 * text.  Values are copied into mem.  file is the name used in errors.
 * BROKEN on the first thing that is wrong.
 */
enum outcome conf_read(struct span text, const char *file,
    const struct conf_key *keys, size_t n_keys,
    const struct conf_section *sections, size_t n_sections, struct arena *mem,
    struct error *why) must_check;

/*
 * The next word of a list: false at its end.  Start with *rest = the list.
 *	while (conf_list_next(&rest, &word))
 */
bool conf_list_next(struct span *rest, struct span *word);

#endif

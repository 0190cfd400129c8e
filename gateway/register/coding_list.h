/*
 * coding_list.h - a list of codes that an organisation loads for a year
 *
 * A file of lines parted by TABs, as templates/codes.tsv says.  It replaces
 * whole kinds: those that it has no code of stay as they are.
 */
#ifndef REGISTER_CODING_LIST_H
#define REGISTER_CODING_LIST_H

#include "register/casework.h"

#define MAX_CODES 2000           /* of a file */
#define MAX_TOPICS 64            /* of a code */
#define MAX_CODE_BYTES 40        /* of a code: small letters, digits, _ */
#define MAX_CODE_NAME_BYTES 120  /* of a name, and of its source */
#define MAX_CODE_FILE (1u << 20) /* bytes */
#define OLDEST_AGE 150

struct code_entry {
	struct span kind, code, parent, name, source; /* parent: "" for none */
	struct span topics;  /* sorted, parted by one blank */
	long long low, high; /* of an age; -1 for none */
};

struct code_list {
	struct code_entry *at;
	size_t n;
};

/*
 * Reads a list, its text in mem.  REFUSED, with the line, for what is none:
 * a kind, code or topic that there cannot be, a code that stands twice, a
 * sub_subject without its subject in the list, ages that overlap; and for
 * subjects without sub_subjects or the other way round, since they go
 * together.
 */
enum outcome code_list_read(struct span text, struct arena *mem,
    struct code_list *list, struct error *why) must_check;

/* The code of the list, of that kind or of any (NULL); NULL for none. */
const struct code_entry *code_list_find(const struct code_list *list,
    const char *kind, struct span code);

/* Does the list have codes of the kind? */
bool code_list_has(const struct code_list *list, const char *kind);

/* What loading did. */
struct code_list_loaded {
	long long added, ended, changed, same;
};

/*
 * Makes the list that of cases received from that day on.  REFUSED for a day
 * before the year of the return that runs (from 1 April), so that no year
 * that is over changes; where a list from a later day is there; and where a
 * case received since has a code that the list lacks.
 */
enum outcome code_list_load(struct db *db, const struct change *change,
    const struct code_list *list, day from, struct code_list_loaded *loaded,
    struct error *why) must_check;

/* The first day of the return's year in which the day lies: 1 April. */
day report_year_start(day d);

#endif

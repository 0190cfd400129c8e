/*
 * search.h - the words of the register: an index of them, and what is found
 *
 * FTS5 over title, author's own words, people, references, and what was
 * quoted, signed or named beside them; one row for each item.  The index
 * holds no second copy of a text (external content).  Triggers of schema.sql
 * keep it true: it follows people and cases, and an item whose title, author,
 * parts or marks are changed or deleted is taken out of it before.  Whoever
 * changed them calls search_add when all are there again.
 *
 * Words are found in any case and with or without accents, and only whole:
 * a stem with '*' behind it finds what begins with it.
 */
#ifndef REGISTER_SEARCH_H
#define REGISTER_SEARCH_H

#include "register/lists.h"

#include <sqlite3.h>

/*
 * Puts a registered item into the index, when all its parts are there.  In the
 * transaction that wrote them; for intake.
 */
enum outcome search_add(struct db *db, struct span item_id,
    struct error *why) must_check;

/* Takes an item out of it, where it is in it.  For staff and intake. */
enum outcome search_forget(struct db *db, struct span item_id,
    struct error *why) must_check;

/*
 * Rewrites the index, so that no word of what was taken out of it is left in
 * the file.  Takes seconds on a large register; for staff.
 */
enum outcome search_purge(struct db *db, struct error *why) must_check;

/* More would be a letter, not a question. */
#define MAX_SEARCH_WORDS 32

/*
 * What a person typed, as FTS5 wants it, in mem: all words must be there;
 * "two words" stand side by side; word* begins so.  Nothing in it is an
 * operator: a stray quote, a hyphen or AND is no error.  REFUSED without a
 * word, or with too many.
 */
enum outcome search_read(struct span typed, struct arena *mem,
    struct span *words, struct error *why) must_check;

/* The most words that a stem may stand for. */
#define MAX_STEM_WORDS 200

struct search {
	struct span words;           /* of search_read */
	const struct wanted *wanted; /* filters as for lists */
	bool is_best_first;          /* of the newest that match; else newest */
};

/* How many of the newest that match are weighed against each other. */
#define MAX_WEIGHED 1000

/*
 * A search walks through what has the words, the newest first.  Where so many
 * documents were not enough it looks into those of the cases that the filters
 * leave, if these are few; one of them costs as much as fifty of the walk,
 * which else goes on.
 */
#define MAX_WALK 4000
#define MAX_FEW 500

/* What stands before and behind a word that was found. */
#define SEARCH_MARK_ON '\002'
#define SEARCH_MARK_OFF '\003'

struct search_hit {
	const struct case_row *row;
	struct span item_id; /* in which the words are */
	struct span snippet; /* around them, each between the two marks */
};
typedef bool search_show(const struct search_hit *hit, void *context);

/*
 * The cases in whose items the words are, each once.  REFUSED where a stem is
 * too short, so that more than MAX_STEM_WORDS begin with it, and where
 * wanted->after is no case.
 */
enum outcome search_each(struct db *db, const struct search *search,
    search_show *show, void *context, struct error *why) must_check;

/* The SQL functions of the schema that keep the index; for db.c alone. */
enum outcome search_install(struct db *db, struct error *why) must_check;

#endif

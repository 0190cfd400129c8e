/*
 * package.h - the parts of an Office Open XML file (ECMA-376 part 2)
 *
 * A part says by relations which others belong to it: no part is known by its
 * name, since programs name them as they like.
 */
#ifndef PARSERS_PACKAGE_H
#define PARSERS_PACKAGE_H

#include "archive.h"

#include "base/arena.h"

struct relation {
	struct span id;
	struct span type;  /* the last step of its URI: "header" */
	struct span part;  /* the name of the entry */
	zip_int64_t index; /* of the entry; -1 where the archive lacks it */
	struct relation *next;
};

/*
 * The relations of a part, "" for those of the package, in their order; NULL
 * where it has none.  Those that lead out of the archive are left out.
 */
struct relation *package_relations(struct archive *a, struct arena *mem,
    struct span part);

/* The first relation of the id; NULL where there is none. */
const struct relation *package_relation_of(const struct relation *first,
    struct span id);

/*
 * The main part: that of the relation officeDocument, else the entry called
 * usual.  Where there is none its index is -1, and the archive is given up.
 */
struct relation package_main(struct archive *a, struct arena *mem,
    const char *usual);

/*
 * Pictures and embedded files below the folder ("word/") become parts; a note
 * tells of macros, which nobody runs.
 */
void package_report_files(struct archive *a, const char *folder);

#endif

/*
 * text.h - which file of a pack a letter is written from
 *
 *	PACK/complaint.txt             the text of that name
 *	PACK/complaint_child.txt       the same in that circumstance
 *	PACK/passages/advocacy.txt     what several texts say alike
 *	PACK/passages/advocacy_child.txt
 *	PACK/forms/consent.txt         what a letter encloses
 *	PACK/cy/complaint.txt          the same in Welsh, with passages and
 *	                               forms of its own
 *	PACK/easy-read/complaint.txt   the same in Easy Read
 *
 * A form of a text is used where the organisation wrote one; none is made up.
 * Nor are two mixed: what stands in cy finds its passages in cy.
 */
#ifndef REPLY_TEXT_H
#define REPLY_TEXT_H

#include "reply/template.h"
#include "triage/circumstances.h"

/* The folders of a pack that hold texts: its own, "", and its forms'. */
#define TEXT_FOLDER_COUNT 3
extern const char *const text_folders[TEXT_FOLDER_COUNT];
#define MAX_TEXT_FILE_BYTES (256 << 10)

struct text {
	struct span pack;   /* its folder */
	struct span folder; /* one of text_folders */
	struct span name;   /* "complaint_child" */
	struct span file;   /* the path */
	struct span source;
};

/*
 * Finds the text for a kind ("complaint"): in Easy Read, or else in Welsh,
 * where that is so and a file is there, else in English; in each by the first
 * circumstance that has a file, else the plain one.  Text lives in mem.
 * BROKEN for a kind that is no plain word and where there is no file.
 */
enum outcome text_find(struct span pack, struct span kind,
    unsigned circumstances, struct arena *mem, struct text *text,
    struct error *why) must_check;

/* Reads the text of that name out of that folder of the pack. */
enum outcome text_read(struct span pack, struct span folder, struct span name,
    struct arena *mem, struct text *text, struct error *why) must_check;

/* The same for "passages" or "forms" of the text's folder: its source. */
enum outcome text_read_part(const struct text *text, const char *where,
    struct span name, unsigned circumstances, struct arena *mem,
    struct text *part, struct error *why) must_check;

#endif

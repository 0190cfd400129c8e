/*
 * report.h - takes a reader's report apart, believing nothing
 */
#ifndef INTAKE_REPORT_H
#define INTAKE_REPORT_H

#include "base/wire.h"
#include "item.h"

/* A part that the report opened, with its bytes in a file of memory. */
struct report_child {
	struct report_child *next;
	struct part part;    /* path, name, type, disposition */
	struct span charset; /* declared */
	int fd;              /* own */
	size_t size;
	bool is_cut; /* more bytes came than an item may have */
};

/* A page whose content belongs at that place of the text. */
struct report_owed {
	int page;
	size_t at;
};

struct report_in {
	struct wire_reader wire;
	struct arena *mem;
	struct part *part; /* the document reported on; the caller's */
	struct buf text;
	struct report_child *children; /* in order */
	struct report_child *last;
	size_t n_children;
	struct report_owed *owed; /* pages ascend */
	size_t n_owed, owed_room;
	int page; /* the last that was begun; 0 before the first */
	struct message *message; /* headers so far; NULL before the first */
	size_t header_room, reply_to_room, to_room, cc_room;
	struct part_copy *copy; /* own; NULL before its first byte */
	bool is_complete;       /* WIRE_OUTCOME and WIRE_END were seen */
	bool has_outcome;
};

/* Starts to take a report on part; releases what an earlier one left. */
void report_begin(struct report_in *in, struct part *part, struct arena *mem);

/*
 * Goes on with the report of another process on the same document: what the
 * first one told is kept.
 */
void report_resume(struct report_in *in);

/* Adds a remark to those that the part has, which stay short. */
void report_note(struct part *part, struct span note, struct arena *mem);

/*
 * Takes the next bytes of the report.  REFUSED where they are no report
 * (wire.h), have more than MAX_PARTS parts or fields in the wrong place: the
 * document is then not to be believed.
 */
enum outcome report_feed(struct report_in *in, struct span bytes,
    struct error *why) must_check;

/* Gives the part its text: what came, also of a report that was cut off. */
void report_finish(struct report_in *in);

/*
 * The message the report describes; one without fields where it had none.
 * Lives in mem.
 */
struct message *report_message(struct report_in *in, struct arena *mem);

/* Closes the children's files, frees buffers.  A zeroed report_in is fine. */
void report_release(struct report_in *in);

#endif

/*
 * export.h - the complaint file: all of a case, to be handed over
 *
 * A bundle of an index (text and HTML), a chronology, every original under a
 * name of ours with its digest, a copy of every text that anybody can read,
 * each letter that was sent, and what staff wrote.  The index says who each
 * paper is from, marks what is not of the complainant, and lists what was
 * left out.  Equality answers are no part of it.
 */
#ifndef CONSOLE_EXPORT_H
#define CONSOLE_EXPORT_H

#include "command.h"
#include "console/bundle.h"
#include "register/dossier.h"

/* Adds a PDF of a text to the buffer: reply/readable.h, by way of handover.c. */
typedef enum outcome export_print(struct span title, struct span about,
    struct span text, struct span foot, struct buf *pdf, struct error *why);

/* export REF FOLDER ..., with a printer for readable copies. */
int export_main(const struct call *call, export_print *print);

/* export --csv: every case in a line. */
int export_csv(const struct call *call);

/* --- what its files share ------------------------------------------------------ */

/* A line of the index. */
struct paper {
	struct span number; /* "3", "L1", "notes" */
	struct span what, from, date;
	struct span files;  /* parted by blanks */
	struct span sha256; /* of the original, as it was registered */
	struct span mark;   /* why to think before it is released; or "" */
	struct span note;   /* what was left out, or is missing; or "" */
};

#define MAX_LEFT_OUT 100
#define MAX_PAPERS 20000

struct export
{
	const struct call *call;
	struct db *db;
	export_print *print;
	struct arena *mem;
	struct bundle bundle;
	struct dossier dossier;
	struct span whom; /* ombudsman, complainant or subject-access */
	struct span left_out[MAX_LEFT_OUT];
	bool is_met[MAX_LEFT_OUT]; /* there was such a part */
	size_t n_left_out;
	struct paper *papers;
	size_t n_papers;
	long long faults; /* originals that are missing or altered */
};

/* Is the part left out? */
bool export_leaves_out(struct export *e, struct span part);

enum outcome export_paper(struct export *e, const struct paper *paper,
    struct error *why) must_check;

/* A text as a PDF of that name. */
enum outcome export_text(struct export *e, struct span name, struct span title,
    struct span about, struct span text, struct error *why) must_check;

enum outcome export_items(struct export *e, struct error *why) must_check;
enum outcome export_letters(struct export *e, struct error *why) must_check;
enum outcome export_notes(struct export *e, struct error *why) must_check;
enum outcome export_chronology(struct export *e, struct error *why) must_check;
enum outcome export_index(struct export *e, struct error *why) must_check;

#endif

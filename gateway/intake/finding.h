/*
 * finding.h - what reconcile found, and how it is told
 *
 * Each kind of difference has a word, a level, what is the matter and what to
 * do about it.  Levels: coming, which ends by itself; waits, for somebody;
 * lost, of which a person must be told.
 */
#ifndef INTAKE_FINDING_H
#define INTAKE_FINDING_H

#include "base/arena.h"
#include "register/ledger.h"

/* clang-format off */
#define FINDING_LEVELS(X)                                                    \
	X(LEVEL_COMING, "coming")                                            \
	X(LEVEL_WAITS, "waits")                                              \
	X(LEVEL_LOST, "lost")

#define FINDINGS(X)                                                          \
	X(FOUND_NOT_TAKEN, "not_taken", LEVEL_COMING,                        \
	    "on the server, and not in the ledger",                          \
	    "the next poll takes it")                                        \
	X(FOUND_NOT_POLLED, "not_polled", LEVEL_WAITS,                       \
	    "on the server for an hour or more, and not in the ledger",      \
	    "see that postroom run is at work, and what its log says")       \
	X(FOUND_NOT_FILED, "not_filed", LEVEL_COMING,                        \
	    "fetched, and not yet moved to the processed folder",            \
	    "the next poll moves it")                                        \
	X(FOUND_NEVER_FILED, "never_filed", LEVEL_WAITS,                     \
	    "fetched an hour ago or more, and never moved to the processed " \
	    "folder", "see that the folder exists and postroom run is at work") \
	X(FOUND_STILL_THERE, "still_there", LEVEL_WAITS,                     \
	    "moved to the processed folder, and still where it was",         \
	    "delete it there: it is registered")                             \
	X(FOUND_GONE, "gone", LEVEL_LOST,                                    \
	    "the server showed it, and it was gone before it was fetched",   \
	    "ask those who use the mailbox what it was, or find it in the "  \
	    "server's deleted items and move it back")                       \
	X(FOUND_RENUMBERED, "renumbered", LEVEL_WAITS,                       \
	    "the server numbers the folder anew",                            \
	    "the next poll fetches all of it again and recognises what is "  \
	    "registered")                                                    \
	X(FOUND_UNREACHABLE, "unreachable", LEVEL_WAITS,                     \
	    "the mailbox could not be looked at",                            \
	    "put that right, then reconcile again")                          \
	X(FOUND_UNFETCHABLE, "unfetchable", LEVEL_WAITS,                     \
	    "the server never gave it", "read it in the mailbox itself")     \
	X(FOUND_TOO_LARGE, "too_large", LEVEL_WAITS,                         \
	    "too large to be fetched, and not in the register",              \
	    "read it in the mailbox itself")                                 \
	X(FOUND_NOT_CONFIGURED, "not_configured", LEVEL_WAITS,               \
	    "seen and not fetched, in a folder that is no longer configured", \
	    "read it there, or configure the folder again")                  \
	X(FOUND_NO_FILE, "no_file", LEVEL_LOST,                              \
	    "fetched, and neither in the spool nor in the register",         \
	    "find it in the mailbox by its time, and move it to another "    \
	    "folder and back, so that it is fetched again")                  \
	X(FOUND_NO_FILE_POST, "no_file_post", LEVEL_LOST,                    \
	    "taken from the tray, and neither in the spool nor in the "      \
	    "register", "scan the letter again")                             \
	X(FOUND_NO_ROW, "no_row", LEVEL_WAITS,                               \
	    "registered, and not in the ledger", "--repair adds its row")    \
	X(FOUND_IN_WORK, "in_work", LEVEL_COMING,                            \
	    "waiting to be read", "intake takes it")                         \
	X(FOUND_STUCK, "stuck", LEVEL_WAITS,                                 \
	    "waiting to be read for an hour or more",                        \
	    "see that postroom run is at work; what is in working/ID.SLOT "  \
	    "of a slot that is no longer used, postroom intake --once SLOT " \
	    "takes back")                                                    \
	X(FOUND_UNREGISTERED, "unregistered", LEVEL_WAITS,                   \
	    "in the spool as if it were registered, and not in the register", \
	    "--repair puts it back into incoming/, where it is read and "    \
	    "registered; a person decides whether it is answered again")                                  \
	X(FOUND_MISPLACED, "misplaced", LEVEL_WAITS,                         \
	    "not where the register says", "--repair corrects its place")    \
	X(FOUND_COPY, "copy", LEVEL_WAITS,                                   \
	    "a second file of an item whose file is in its place",           \
	    "compare the two, then remove this one")                         \
	X(FOUND_DESTROYED, "destroyed", LEVEL_WAITS,                         \
	    "the file of an item that was destroyed at the end of its time", \
	    "run postroom retention; where it is still there then, remove " \
	    "it by hand")                                                    \
	X(FOUND_STRAY, "stray", LEVEL_WAITS,                                 \
	    "no file of ours", "move it out of the spool")                   \
	X(FOUND_LEFT_OVER, "left_over", LEVEL_WAITS,                         \
	    "half written by a process that died",                           \
	    "--repair removes it: what it was to be is fetched again")       \
	X(FOUND_MISSING, "missing", LEVEL_LOST,                              \
	    "its original is missing", "restore it from the backup")         \
	X(FOUND_ALTERED, "altered", LEVEL_LOST,                              \
	    "its original is not what was registered",                       \
	    "find out who changed it, and restore it from the backup")       \
	X(FOUND_UNREADABLE, "unreadable", LEVEL_WAITS,                       \
	    "its original cannot be read",                                   \
	    "see to the disk and the file's owner, then reconcile again")    \
	X(FOUND_NO_LETTER, "no_letter", LEVEL_WAITS,                         \
	    "the letter that waits to be posted has no PDF",                 \
	    "restore it from the backup, or write the letter by hand")
/* clang-format on */

#define FINDING_LEVEL(name, word) name,
enum finding_level {
	FINDING_LEVELS(FINDING_LEVEL)
};
#undef FINDING_LEVEL

#define FINDING_KIND(name, word, level, matter, advice) name,
enum finding_kind {
	FINDINGS(FINDING_KIND)
};
#undef FINDING_KIND

/* A difference; what it has none of is empty, or NULL. */
struct finding {
	enum finding_kind kind;
	struct span item_id, reference;
	const struct ledger_row *message; /* uid 0: the folder as a whole */
	struct span place;                /* below the spool */
	struct span cause;                /* in our own words */
	bool is_repaired;
};

/* How a finding is told. */
enum telling {
	TELL_PLAIN, /* a line of plain English, on standard output */
	TELL_JSON,  /* an object a line, on standard output */
	TELL_LOG    /* a warning in the log: no name of a file, and not all */
};

struct tally {
	enum telling telling;
	long long items, files, messages; /* looked at */
	long long found[3];               /* by level; repaired ones not */
	long long repaired;
	size_t logged;
};

void finding_tell(struct tally *tally, const struct finding *finding);

/* The last line: how much was looked at, and how much is wrong. */
void tally_tell(const struct tally *tally);

/* 0 in balance, 1 where something waits for somebody, 2 for something lost. */
int tally_status(const struct tally *tally);

#endif

/*
 * imap.h - a mailbox on an IMAP server (RFC 3501), by libetpan
 *
 * Outcomes: REFUSED is a NO of the server, the session goes on; after LATER
 * it is out of step and only imap_close is left.  Whoever has a mailbox's
 * messages in hand asks for UIDs only: never \Seen, never dates.
 */
#ifndef INTAKE_IMAP_H
#define INTAKE_IMAP_H

#include "base/buf.h"
#include "credential.h"
#include "options.h"

#include <stdint.h>
#include <time.h>

/*
 * Messages asked for in one FETCH, and made durable together: 5,000 of 3.4 KB
 * took 1.1 s by 50, 0.8 s by 100, 0.7 s by 250 or 500.
 */
#define IMAP_MOST_AT_ONCE 250
/* Messages measured in one FETCH: their numbers fit into a line of 8 KB. */
#define IMAP_MOST_MEASURED 500

struct imap;

/*
 * Connects and logs in: TLS as the options say, then with the credential; a
 * token that is refused although it was taken for fresh is replaced once.
 * REFUSED: the server refuses the login, as long as nobody puts it right.
 * LATER says which it was: no password, no token, no connection, the
 * certificate.
 */
enum outcome imap_open(const struct mailbox_options *box,
    struct credentials *credentials, struct imap **imap,
    struct error *why) must_check;

/*
 * Seconds that the server asked us to stay away, when that is why the last
 * call gave LATER (throttle.h); else 0.  NULL: 0.
 */
int imap_patience(const struct imap *imap);

/* Logs out where the session is in step; NULL is harmless. */
void imap_close(struct imap *imap);

/* When the server's certificate ends; 0 where there is no TLS. */
time_t imap_certificate_end(const struct imap *imap);

/* Opens a folder, and gives its UIDVALIDITY (section 2.3.1.1). */
enum outcome imap_select(struct imap *imap, struct span folder,
    uint32_t *uidvalidity, struct error *why) must_check;

/* All UIDs of the open folder, oldest first; the array lives in mem. */
enum outcome imap_list(struct imap *imap, struct arena *mem, uint32_t **uids,
    size_t *n, struct error *why) must_check;

struct imap_message {
	uint32_t uid;
	long long size;      /* RFC822.SIZE; -1 where the server gave none */
	time_t internaldate; /* 0 where the server gave no date */
};

/* Asks for size and INTERNALDATE of at most IMAP_MOST_MEASURED messages. */
enum outcome imap_measure(struct imap *imap, struct imap_message *messages,
    size_t n, struct error *why) must_check;

/* Takes bodies as they come in. */
struct imap_sink {
	void *context;
	bool is_of_headers; /* headers, the first MAX_HEADER_BLOCK_BYTES */
	/* The body of messages[i] begins, is_whole tells how it ended. */
	enum outcome (*begin)(void *context, size_t i, struct error *why);
	enum outcome (
	    *add)(void *context, struct span bytes, struct error *why);
	enum outcome (*end)(void *context, bool is_whole, struct error *why);
};

/*
 * Fetches the bodies of messages, or their headers (by BODY.PEEK, so that no
 * flag changes), ascending by UID, at most IMAP_MOST_AT_ONCE.  A body is whole when it is not
 * empty, has the length that its literal announced, and came with the UID that
 * was due.  A server may leave some out: DONE does not mean that all came.
 * *next receives the number of the message that was due when it ended, also
 * after LATER.  What a function of the sink returns other than DONE ends the
 * session.
 */
enum outcome imap_fetch(struct imap *imap, const struct imap_message *messages,
    size_t n, const struct imap_sink *sink, size_t *next,
    struct error *why) must_check;

enum imap_filing {
	IMAP_MOVED,
	IMAP_COPIED /* the originals stay, flagged as deleted where possible */
};

/*
 * Moves messages to a folder: by MOVE (RFC 6851), else by COPY, STORE and UID
 * EXPUNGE (RFC 4315).  EXPUNGE alone is never used: it would remove what
 * others have flagged.  IMAP_COPIED leaves the reason in why.
 */
enum outcome imap_move(struct imap *imap, const struct imap_message *messages,
    size_t n, struct span folder, enum imap_filing *filing,
    struct error *why) must_check;

/* Can single messages be taken out of a folder (UIDPLUS, RFC 4315)? */
bool imap_can_remove(const struct imap *imap);

/*
 * Takes originals that stayed after a copy out of the selected folder: as
 * imap_move does, and REFUSED where the server has no UIDPLUS or says NO.
 */
enum outcome imap_remove(struct imap *imap, const struct imap_message *messages,
    size_t n, struct error *why) must_check;

/* Does the server offer IDLE (RFC 2177)? */
bool imap_has_idle(const struct imap *imap);

/*
 * Waits until the server has news, seconds are over or a signal came.  REFUSED
 * where it says NO to IDLE.
 */
enum outcome imap_idle(struct imap *imap, int seconds,
    struct error *why) must_check;

/*
 * Writes a folder's name as IMAP has it: modified UTF-7 (RFC 3501 section
 * 5.1.3).  BROKEN where it is not UTF-8 or holds control characters.
 */
enum outcome imap_folder_name(struct span folder, struct buf *name,
    struct error *why) must_check;

#endif

/*
 * wire.h - framed, typed, bounded fields from postroom-extract to the daemon
 *
 * A report is a run of frames: one tag byte, a length of four bytes (little
 * endian), that many bytes; it ends with the frame WIRE_END of length 0.
 * The reader believes nothing: an unknown tag, a length over the tag's
 * ceiling or bytes after the end make the whole report REFUSED.
 *
 * Order: WIRE_TYPE first; then, for a message, its headers; then text, notes
 * and parts in document order; then WIRE_OUTCOME and WIRE_END.
 * A part is WIRE_PART (which opens it), its other WIRE_PART_* fields, and
 * WIRE_PART_DATA as often as needed; the next WIRE_PART or any other tag
 * closes it.
 *
 * Pages count from 1.  A reader of more than one page says WIRE_PAGE before
 * each that it looks at, so that one that ends it can be named and left out.
 */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/outcome.h"

/*
 * tag, most bytes in one frame.  Text is UTF-8; a number is decimal ASCII.
 */
/* clang-format off */
#define WIRE_TAGS(X)                                                         \
	X(WIRE_END, 0)                                                       \
	X(WIRE_OUTCOME, 16)        /* word: read empty encrypted ... */      \
	X(WIRE_TYPE, 256)          /* media type found, application/pdf */   \
	X(WIRE_NOTE, 512)          /* one remark for staff, plain English */ \
	X(WIRE_TEXT, 65536)        /* the next piece of the text */          \
	X(WIRE_PAGES, 12)          /* number of pages */                     \
	X(WIRE_PAGE, 12)           /* what follows is of this page */        \
	X(WIRE_OWED, 12)           /* what this page holds belongs here, and \
	                              is read by an errand of its own */     \
	X(WIRE_PLACED_PAGE, 160)   /* a page whose words follow: placed.h */ \
	X(WIRE_PLACED_WORD, 800)   /* one of them, where it stands */        \
	X(WIRE_COPY, 65536)        /* the next piece of a copy, a PDF */     \
	X(WIRE_OCR, 1)             /* "1": some of the text was recognised */\
	X(WIRE_CONFIDENCE, 12)     /* thousandths: 0 to 1000 */              \
	X(WIRE_HEADER, 65536)      /* name NUL value: decoded, unfolded, in  \
	                              the order of the message */            \
	X(WIRE_ADDRESS, 4096)      /* field NUL name NUL address: each       \
	                              mailbox of From, Reply-To, To, Cc,     \
	                              Sender, in order */                    \
	X(WIRE_DATE, 32)           /* Date: as RFC 3339 */                   \
	X(WIRE_PART, 64)           /* its path within this document: 1.2 */  \
	X(WIRE_PART_NAME, 1024)    /* a label, never a path */               \
	X(WIRE_PART_TYPE, 256)     /* declared media type, lower case */     \
	X(WIRE_PART_CHARSET, 64)   /* declared charset */                    \
	X(WIRE_PART_DISPOSITION, 16) /* body, inline or attachment */        \
	X(WIRE_PART_ALTERNATIVE, 1)  /* "1": says what another part says */  \
	X(WIRE_PART_DATA, 65536)   /* the next piece of its decoded bytes */
/* clang-format on */

#define WIRE_ENUM(tag, most) tag,
enum wire_tag {
	WIRE_TAGS(WIRE_ENUM) WIRE_TAG_COUNT
};
#undef WIRE_ENUM

/*
 * Writes one frame to fd.  LATER where the other side is gone.  Bytes over
 * the tag's ceiling are the caller's mistake (assert).
 */
enum outcome wire_put(int fd, enum wire_tag tag, struct span bytes,
    struct error *why) must_check;

/* Writes a number as one frame. */
enum outcome wire_put_number(int fd, enum wire_tag tag, long long n,
    struct error *why) must_check;

/* Writes bytes of any length as frames of the tag, none when empty. */
enum outcome wire_put_long(int fd, enum wire_tag tag, struct span bytes,
    struct error *why) must_check;

/*
 * Takes frames out of a stream of bytes fed to it in pieces of any size.
 */
struct wire_reader {
	struct buf pending; /* bytes of frames not yet complete */
	size_t taken;       /* of pending, already handed out */
	bool ended;         /* WIRE_END was seen */
};

#define WIRE_READER ((struct wire_reader){ .pending = BUF(1 << 20) })

void wire_reader_release(struct wire_reader *r);

/* Adds bytes that arrived. At most 64 KiB at a time. */
void wire_feed(struct wire_reader *r, struct span bytes);

/*
 * The next complete frame: DONE with *tag and *bytes (valid until the next
 * wire_feed), LATER where more bytes are needed, REFUSED where the stream is
 * not well formed (why says how).  After WIRE_END any byte is REFUSED.
 */
enum outcome wire_next(struct wire_reader *r, enum wire_tag *tag,
    struct span *bytes, struct error *why) must_check;

#endif

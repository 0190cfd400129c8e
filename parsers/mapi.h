/*
 * mapi.h - an Outlook message as its properties, however it was packed
 *
 * winmail.dat (tnef.c) and .msg files (msg.c) hold the same: a message, its
 * recipients and its attachments, each a set of properties (MS-OXPROPS).
 */
#ifndef PARSERS_MAPI_H
#define PARSERS_MAPI_H

#include "parser.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Types of properties (MS-OXCDATA 2.11.1). */
enum mapi_type {
	MAPI_SHORT = 0x0002,
	MAPI_LONG = 0x0003,
	MAPI_BOOLEAN = 0x000b,
	MAPI_OBJECT = 0x000d,
	MAPI_STRING8 = 0x001e,
	MAPI_UNICODE = 0x001f,
	MAPI_TIME = 0x0040,
	MAPI_GUID = 0x0048,
	MAPI_BINARY = 0x0102,
	MAPI_MANY = 0x1000 /* added to the others: several values */
};

/* Properties that are read, or set by a reader (MS-OXPROPS). */
enum mapi_id {
	MAPI_SUBJECT = 0x0037,
	MAPI_SUBMIT_TIME = 0x0039,
	MAPI_REPRESENTING_NAME = 0x0042,
	MAPI_REPRESENTING_EMAIL = 0x0065,
	MAPI_HEADERS = 0x007d,
	MAPI_RECIPIENT_TYPE = 0x0c15,
	MAPI_SENDER_NAME = 0x0c1a,
	MAPI_SENDER_EMAIL = 0x0c1f,
	MAPI_DISPLAY_CC = 0x0e03,
	MAPI_DISPLAY_TO = 0x0e04,
	MAPI_DELIVERY_TIME = 0x0e06,
	MAPI_NORMALIZED_SUBJECT = 0x0e1d,
	MAPI_BODY = 0x1000,
	MAPI_RTF = 0x1009,
	MAPI_HTML = 0x1013,
	MAPI_MESSAGE_ID = 0x1035,
	MAPI_REFERENCES = 0x1039,
	MAPI_IN_REPLY_TO = 0x1042,
	MAPI_NAME = 0x3001,
	MAPI_EMAIL = 0x3003,
	MAPI_DATA = 0x3701,
	MAPI_SHORT_FILE = 0x3704,
	MAPI_LONG_FILE = 0x3707,
	MAPI_MIME_TYPE = 0x370e,
	MAPI_CONTENT_ID = 0x3712,
	MAPI_SMTP = 0x39fe,
	MAPI_INTERNET_CODEPAGE = 0x3fde,
	MAPI_MESSAGE_CODEPAGE = 0x3ffd,
	MAPI_SENDER_SMTP = 0x5d01,
	MAPI_REPRESENTING_SMTP = 0x5d02
};

struct mapi_property {
	uint16_t id;
	uint16_t type;
	struct span value; /* as stored, little endian; the first of many */
};

struct mapi_object {
	struct mapi_property *properties;
	size_t n, room;
};

struct mapi_message {
	struct mapi_object object;
	struct mapi_object *recipients;  /* of MAPI_RECIPIENTS */
	struct mapi_object *attachments; /* of MAX_PARTS */
	size_t n_recipients, n_attachments;
	long long codepage; /* of 8-bit text where nothing else says; or 0 */
	bool is_cut;        /* has more than fits */
};

#define MAPI_RECIPIENTS 5000

/* A message without anything, in mem. */
void mapi_init(struct mapi_message *m, struct arena *mem);

/* The next recipient or attachment; the last one again where it is full. */
struct mapi_object *mapi_recipient(struct mapi_message *m);
struct mapi_object *mapi_attachment(struct mapi_message *m);

/*
 * Adds a property.  Of two alike the first counts, but an object before bytes:
 * for readers that know no objects, those hold a notice that says so.
 */
void mapi_add(struct mapi_object *object, struct mapi_property property,
    struct arena *mem);

/* The property; NULL where the object has none. */
const struct mapi_property *mapi_find(const struct mapi_object *object,
    enum mapi_id id);

/* A number of two or four bytes; absent where it has none. */
long long mapi_number(const struct mapi_object *object, enum mapi_id id,
    long long absent);

/*
 * Reports the message: its header (what of it the transport's own header
 * lacks comes from the properties), its text (plain, else HTML, else RTF) and
 * its attachments, as parts "1", "2" ...  READ, EMPTY, or TOO_LARGE.
 */
enum reading mapi_report(const struct mapi_message *m, struct report *report,
    struct arena *mem);

#endif

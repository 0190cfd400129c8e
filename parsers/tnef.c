/*
 * tnef.c - reads winmail.dat, in which Outlook packs a message (MS-OXTNEF)
 *
 * Doubts: every length.  What stands before the place where the bytes cease to
 * make sense is reported all the same.
 */
#include "mapi.h"
#include "report.h"

#include <string.h>

#define SIGNATURE "\x78\x9f\x3e\x22"
#define SIGNATURE_BYTES 6 /* with the key that follows */
#define GUID_BYTES 16

enum level {
	LEVEL_MESSAGE = 1,
	LEVEL_ATTACHMENT = 2
};

/* Attributes that are read (MS-OXTNEF 2.1.3.2). */
enum attribute {
	ATTRIBUTE_SUBJECT = 0x8004,
	ATTRIBUTE_BODY = 0x800c,
	ATTRIBUTE_DATA = 0x800f,
	ATTRIBUTE_TITLE = 0x8010,
	ATTRIBUTE_RENDERING = 0x9002, /* begins an attachment */
	ATTRIBUTE_MESSAGE_PROPERTIES = 0x9003,
	ATTRIBUTE_RECIPIENTS = 0x9004,
	ATTRIBUTE_ATTACHMENT_PROPERTIES = 0x9005,
	ATTRIBUTE_CODEPAGE = 0x9007
};

/* Bytes taken from the front; is_short once there were too few. */
struct cursor {
	struct span rest;
	bool is_short;
};

struct tnef {
	struct mapi_message message;
	struct mapi_object *attachment; /* that properties belong to; or NULL */
	struct arena *mem;
};

static struct span
take(struct cursor *c, size_t len)
{
	struct span bytes = span_head(c->rest, len);

	if (bytes.len < len)
		c->is_short = true;
	c->rest = span_from(c->rest, len);
	return bytes;
}

static uint32_t
take_number(struct cursor *c, size_t len)
{
	struct span bytes = take(c, len);
	uint32_t n = 0;

	for (size_t i = bytes.len; i > 0; i--)
		n = n << 8 | (unsigned char)bytes.at[i - 1];
	return n;
}

/* Bytes that are followed by others up to a multiple of four. */
static struct span
take_padded(struct cursor *c, size_t len)
{
	struct span bytes = take(c, len);

	/* The padding of the very last one may be missing. */
	if (len % 4 != 0)
		c->rest = span_from(c->rest, 4 - len % 4);
	return bytes;
}

/* --- properties ----------------------------------------------------------- */

/* Bytes of one value; 0 where each says for itself. */
static size_t
size_of_type(unsigned type)
{
	switch (type) {
	case 0x0002: /* short, boolean: padded */
	case 0x000b:
	case 0x0003: /* long, float, error */
	case 0x0004:
	case 0x000a:
		return 4;
	case 0x0005: /* double, currency, date, large, time */
	case 0x0006:
	case 0x0007:
	case 0x0014:
	case 0x0040:
		return 8;
	case 0x0048:
		return GUID_BYTES;
	default:
		return 0;
	}
}

/* A named property's name: a number, or text. */
static void
name_skip(struct cursor *c)
{
	(void)take(c, GUID_BYTES);
	if (take_number(c, 4) == 0)
		(void)take(c, 4);
	else
		(void)take_padded(c, take_number(c, 4));
}

/* The first value of the property; the others are skipped. */
static struct span
value_take(struct cursor *c, unsigned type)
{
	unsigned plain = type & ~(unsigned)MAPI_MANY;
	size_t size = size_of_type(plain);
	uint32_t n = 1;
	struct span first = SPAN("");

	if (size == 0 || (type & MAPI_MANY))
		n = take_number(c, 4);
	for (uint32_t i = 0; i < n && !c->is_short; i++) {
		struct span value =
		    take_padded(c, size > 0 ? size : take_number(c, 4));

		if (i == 0)
			first = value;
	}
	return first;
}

/* Reads a list of properties into the object. */
static void
properties_read(struct tnef *t, struct cursor *c, struct mapi_object *object)
{
	uint32_t n = take_number(c, 4);

	for (uint32_t i = 0; i < n && !c->is_short; i++) {
		struct mapi_property property;

		property.type = (uint16_t)take_number(c, 2);
		property.id = (uint16_t)take_number(c, 2);
		if (property.id >= 0x8000)
			name_skip(c);
		property.value = value_take(c, property.type);
		property.type &= (uint16_t) ~(unsigned)MAPI_MANY;
		/* An object's value begins with the name of its interface. */
		if (property.type == MAPI_OBJECT)
			property.value = span_from(property.value, GUID_BYTES);
		if (!c->is_short)
			mapi_add(object, property, t->mem);
	}
}

static void
recipients_read(struct tnef *t, struct cursor *c)
{
	uint32_t n = take_number(c, 4);

	for (uint32_t i = 0; i < n && !c->is_short; i++)
		properties_read(t, c, mapi_recipient(&t->message));
}

/* --- attributes ----------------------------------------------------------- */

/* An attribute that says what a property says, in 8-bit text or bytes. */
static void
add(struct tnef *t, struct mapi_object *object, enum mapi_id id,
    enum mapi_type type, struct span value)
{
	const struct mapi_property property = { .id = (uint16_t)id,
		.type = (uint16_t)type,
		.value = value };

	mapi_add(object, property, t->mem);
}

/* The attachment that is being read; a first one where none was begun. */
static struct mapi_object *
attachment_of(struct tnef *t)
{
	if (t->attachment == NULL)
		t->attachment = mapi_attachment(&t->message);
	return t->attachment;
}

static void
attribute_read(struct tnef *t, unsigned id, struct span data)
{
	struct cursor c = { .rest = data };

	switch (id) {
	case ATTRIBUTE_SUBJECT:
		add(t, &t->message.object, MAPI_SUBJECT, MAPI_STRING8, data);
		break;
	case ATTRIBUTE_BODY:
		add(t, &t->message.object, MAPI_BODY, MAPI_STRING8, data);
		break;
	case ATTRIBUTE_CODEPAGE:
		t->message.codepage = take_number(&c, 4);
		break;
	case ATTRIBUTE_MESSAGE_PROPERTIES:
		properties_read(t, &c, &t->message.object);
		break;
	case ATTRIBUTE_RECIPIENTS:
		recipients_read(t, &c);
		break;
	case ATTRIBUTE_RENDERING:
		t->attachment = mapi_attachment(&t->message);
		break;
	case ATTRIBUTE_TITLE:
		add(t, attachment_of(t), MAPI_SHORT_FILE, MAPI_STRING8, data);
		break;
	case ATTRIBUTE_DATA:
		add(t, attachment_of(t), MAPI_DATA, MAPI_BINARY, data);
		break;
	case ATTRIBUTE_ATTACHMENT_PROPERTIES:
		properties_read(t, &c, attachment_of(t));
		break;
	default:
		break;
	}
}

/* Each attribute: level, number and type, length, data, checksum. */
static bool
attributes_read(struct tnef *t, struct cursor *c)
{
	while (c->rest.len > 0) {
		uint32_t level = take_number(c, 1);
		uint32_t id = take_number(c, 4) & 0xffff;
		struct span data = take(c, take_number(c, 4));

		if (level != LEVEL_MESSAGE && level != LEVEL_ATTACHMENT)
			return false;
		if (!c->is_short || data.len > 0)
			attribute_read(t, id, data);
		(void)take(c, 2);
		if (c->is_short)
			return false;
	}
	return true;
}

static enum reading
tnef_read(const struct document *document, struct report *report)
{
	autoarena mem = { 0 };
	struct tnef t = { .mem = &mem };
	struct cursor c = { .rest =
				span_from(document->bytes, SIGNATURE_BYTES) };
	enum reading how;
	bool is_whole;

	if (!span_starts_with(document->bytes, SPAN(SIGNATURE))) {
		report_note(report, "the file (winmail.dat) is damaged");
		return UNREADABLE;
	}
	mapi_init(&t.message, &mem);
	is_whole = attributes_read(&t, &c);
	how = mapi_report(&t.message, report, &mem);
	if (is_whole || how == TOO_LARGE)
		return how;
	report_note(report, "the file (winmail.dat) is damaged: something may "
			    "be missing");
	return UNREADABLE;
}

const struct parser tnef_parser = {
	.name = "tnef",
	.types = "application/ms-tnef",
	.read = tnef_read,
};

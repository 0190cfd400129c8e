/*
 * mapi.c - reports an Outlook message as if it had come as e-mail
 *
 * Doubts: every property: its type, its length, its code page.
 */
#include "mapi.h"
#include "charset.h"
#include "lzfu.h"
#include "message.h"
#include "report.h"
#include "rtf.h"

#include "base/buf.h"

#include <inttypes.h>
#include <string.h>

/* Properties an object may have; Outlook's have some two hundred. */
#define MAX_PROPERTIES 5000
/* RTF of a message, unpacked. */
#define MAX_RTF_BYTES (32 << 20)

enum recipient_type {
	RECIPIENT_TO = 1,
	RECIPIENT_CC = 2
};

/* --- properties ----------------------------------------------------------- */

void
mapi_init(struct mapi_message *m, struct arena *mem)
{
	*m = (struct mapi_message){
		.recipients =
		    ARENA_ARRAY(mem, MAPI_RECIPIENTS, struct mapi_object),
		.attachments = ARENA_ARRAY(mem, MAX_PARTS, struct mapi_object),
	};
}

struct mapi_object *
mapi_recipient(struct mapi_message *m)
{
	if (m->n_recipients < MAPI_RECIPIENTS)
		m->n_recipients++;
	return &m->recipients[m->n_recipients - 1];
}

struct mapi_object *
mapi_attachment(struct mapi_message *m)
{
	/* Two parts are left for the text. */
	if (m->n_attachments < MAX_PARTS - 2)
		m->n_attachments++;
	else
		m->is_cut = true;
	return &m->attachments[m->n_attachments - 1];
}

void
mapi_add(struct mapi_object *object, struct mapi_property property,
    struct arena *mem)
{
	if (object->n == MAX_PROPERTIES)
		return;
	if (object->n == object->room) {
		size_t room = object->room == 0 ? 32 : object->room * 2;
		struct mapi_property *grown =
		    ARENA_ARRAY(mem, room, struct mapi_property);

		if (object->n > 0)
			memcpy(grown, object->properties,
			    object->n * sizeof *grown);
		object->properties = grown;
		object->room = room;
	}
	object->properties[object->n++] = property;
}

const struct mapi_property *
mapi_find(const struct mapi_object *object, enum mapi_id id)
{
	const struct mapi_property *found = NULL;

	for (size_t i = 0; i < object->n; i++) {
		const struct mapi_property *p = &object->properties[i];

		if (p->id == (uint16_t)id &&
		    (found == NULL ||
			(p->type == MAPI_OBJECT && found->type != MAPI_OBJECT)))
			found = p;
	}
	return found;
}

static uint64_t
number_of(struct span bytes)
{
	uint64_t n = 0;

	for (size_t i = bytes.len < 8 ? bytes.len : 8; i > 0; i--)
		n = n << 8 | (unsigned char)bytes.at[i - 1];
	return n;
}

long long
mapi_number(const struct mapi_object *object, enum mapi_id id, long long absent)
{
	const struct mapi_property *p = mapi_find(object, id);

	if (p == NULL)
		return absent;
	if (p->type == MAPI_SHORT || p->type == MAPI_BOOLEAN)
		return (long long)number_of(span_head(p->value, 2));
	return p->type == MAPI_LONG
		   ? (long long)number_of(span_head(p->value, 4))
		   : absent;
}

/* The charset of the message's 8-bit text; "" where nothing says. */
static struct span
charset_of_message(const struct mapi_message *m, enum mapi_id first)
{
	enum mapi_id second = first == MAPI_MESSAGE_CODEPAGE
				  ? MAPI_INTERNET_CODEPAGE
				  : MAPI_MESSAGE_CODEPAGE;
	long long codepage = mapi_number(&m->object, first, 0);

	if (codepage == 0)
		codepage = mapi_number(&m->object, second, m->codepage);
	return charset_of_codepage(codepage);
}

/* A text property in UTF-8, without NUL; "" where there is none. */
static struct span
text_of(const struct mapi_message *m, const struct mapi_object *object,
    enum mapi_id id, struct arena *mem)
{
	const struct mapi_property *p = mapi_find(object, id);
	autobuf text = BUF(MAX_TEXT_BYTES);
	struct span label;

	if (p == NULL || (p->type != MAPI_UNICODE && p->type != MAPI_STRING8))
		return SPAN("");
	label = p->type == MAPI_UNICODE
		    ? SPAN("utf-16le")
		    : charset_of_message(m, MAPI_MESSAGE_CODEPAGE);
	charset_decode(p->type == MAPI_UNICODE
			   ? charset_find(label)
			   : charset_choose(p->value, label),
	    p->value, &text);
	return arena_copy(mem, buf_span(&text));
}

/* --- the header ----------------------------------------------------------- */

/* Has the transport's header a field of that name? */
static bool
has_field(struct span header, const char *name)
{
	struct span word = span_of(name);

	while (header.len > 0) {
		struct span line = span_cut_line(&header);

		if (line.len > word.len && line.at[word.len] == ':' &&
		    span_starts_with(line, word))
			return true;
	}
	return false;
}

/* The first that is an address of the internet; Exchange has others. */
static struct span
address_of(const struct mapi_message *m, const struct mapi_object *object,
    enum mapi_id first, enum mapi_id second, struct arena *mem)
{
	struct span address = span_trim(text_of(m, object, first, mem));

	if (span_find(address, SPAN("@"), 0) == SPAN_NOT_FOUND)
		address = span_trim(text_of(m, object, second, mem));
	return span_find(address, SPAN("@"), 0) == SPAN_NOT_FOUND ? SPAN("")
								  : address;
}

/* Who wrote it: for whom it was sent, rather than the assistant who did. */
static void
author_report(const struct mapi_message *m, struct report *report,
    struct arena *mem)
{
	const struct mapi_object *o = &m->object;
	struct span name = text_of(m, o, MAPI_REPRESENTING_NAME, mem);
	struct span address = address_of(m, o, MAPI_REPRESENTING_SMTP,
	    MAPI_REPRESENTING_EMAIL, mem);

	if (address.len == 0) {
		address =
		    address_of(m, o, MAPI_SENDER_SMTP, MAPI_SENDER_EMAIL, mem);
		if (address.len > 0 || name.len == 0)
			name = text_of(m, o, MAPI_SENDER_NAME, mem);
	}
	if (name.len > 0 || address.len > 0)
		report_address(report, "From", name, address);
}

static void
recipients_report(const struct mapi_message *m, enum recipient_type type,
    const char *field, struct report *report, struct arena *mem)
{
	for (size_t i = 0; i < m->n_recipients; i++) {
		const struct mapi_object *r = &m->recipients[i];

		if (mapi_number(r, MAPI_RECIPIENT_TYPE, RECIPIENT_TO) !=
		    (long long)type)
			continue;
		report_address(report, field, text_of(m, r, MAPI_NAME, mem),
		    address_of(m, r, MAPI_SMTP, MAPI_EMAIL, mem));
	}
}

/* Days since 1970-01-01 as a date of the Gregorian calendar. */
static void
date_of_days(long long days, long long *year, int *month, int *day)
{
	/* in eras of 400 years that begin on 1 March */
	long long z = days + 719468, era = z / 146097, doe = z % 146097;
	long long yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = (int)(doe - (365 * yoe + yoe / 4 - yoe / 100));
	int mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

/* A time is in units of 100 ns since 1601-01-01 (MS-DTYP 2.3.3). */
static void
date_report(const struct mapi_message *m, struct report *report,
    struct arena *mem)
{
	const struct mapi_property *p = mapi_find(&m->object, MAPI_SUBMIT_TIME);
	long long seconds, year;
	int month, day, left;

	if (p == NULL)
		p = mapi_find(&m->object, MAPI_DELIVERY_TIME);
	if (p == NULL || p->type != MAPI_TIME || p->value.len < 8)
		return;
	seconds = (long long)(number_of(p->value) / 10000000) - 11644473600ll;
	if (seconds < 0 || seconds > 253402300799ll) /* up to the year 9999 */
		return;
	date_of_days(seconds / 86400, &year, &month, &day);
	left = (int)(seconds % 86400);
	report_date(report,
	    arena_printf(mem, "%04lld-%02d-%02dT%02d:%02d:%02d+00:00", year,
		month, day, left / 3600, left / 60 % 60, left % 60));
}

static void
header_report(const struct mapi_message *m, struct report *report,
    struct arena *mem)
{
	static const struct {
		enum mapi_id id;
		const char *field;
	} fields[] = { { MAPI_SUBJECT, "Subject" },
		{ MAPI_MESSAGE_ID, "Message-ID" },
		{ MAPI_IN_REPLY_TO, "In-Reply-To" },
		{ MAPI_REFERENCES, "References" } };
	struct span header =
	    span_trim(text_of(m, &m->object, MAPI_HEADERS, mem));

	/* Exchange puts a line in front that is no field. */
	if (span_starts_with(header, SPAN("Microsoft Mail Internet Headers")))
		(void)span_cut_line(&header);
	message_header_report(header, report);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct span value = text_of(m, &m->object, fields[i].id, mem);

		if (value.len > 0 && !has_field(header, fields[i].field))
			report_header(report, span_of(fields[i].field), value);
	}
	if (!has_field(header, "From"))
		author_report(m, report, mem);
	if (!has_field(header, "To") && !has_field(header, "Cc")) {
		recipients_report(m, RECIPIENT_TO, "To", report, mem);
		recipients_report(m, RECIPIENT_CC, "Cc", report, mem);
	}
	if (!has_field(header, "Date"))
		date_report(m, report, mem);
}

/* --- the text ------------------------------------------------------------- */

/* Parts are numbered as they come. */
struct parts {
	struct report *report;
	struct arena *mem;
	int n;
};

static void
part_report(struct parts *parts, struct report_part part, struct span bytes)
{
	part.path = arena_printf(parts->mem, "%d", ++parts->n);
	report_part(parts->report, &part);
	report_data(parts->report, bytes);
}

/* True where there was HTML; as another version where the text is known. */
static bool
html_report(const struct mapi_message *m, struct parts *parts,
    bool is_alternative)
{
	const struct mapi_property *p = mapi_find(&m->object, MAPI_HTML);
	struct report_part part = { .type = SPAN("text/html"),
		.disposition = "body",
		.is_alternative = is_alternative };

	if (p == NULL || span_trim(p->value).len == 0)
		return false;
	if (p->type == MAPI_BINARY) {
		part.charset = charset_of_message(m, MAPI_INTERNET_CODEPAGE);
		part_report(parts, part, p->value);
		return true;
	}
	part.charset = SPAN("utf-8");
	part_report(parts, part, text_of(m, &m->object, MAPI_HTML, parts->mem));
	return true;
}

static bool
rtf_report(const struct mapi_message *m, struct parts *parts)
{
	const struct mapi_property *p = mapi_find(&m->object, MAPI_RTF);
	autobuf rtf = BUF(MAX_RTF_BYTES), html = BUF(MAX_RTF_BYTES);
	struct report_part part = { .disposition = "body" };

	if (p == NULL || !lzfu_decode(p->value, &rtf) || rtf.len == 0)
		return false;
	if (rtf_to_html(buf_span(&rtf), &html)) {
		part.type = SPAN("text/html");
		part.charset = SPAN("utf-8");
		part_report(parts, part, buf_span(&html));
	} else {
		part.type = SPAN("application/rtf");
		part_report(parts, part, buf_span(&rtf));
	}
	return true;
}

/* The richest text comes last, and is not needed where a simpler one is. */
static void
text_report(const struct mapi_message *m, struct parts *parts)
{
	const struct report_part part = { .type = SPAN("text/plain"),
		.charset = SPAN("utf-8"),
		.disposition = "body" };
	struct span text = text_of(m, &m->object, MAPI_BODY, parts->mem);
	bool has_text = span_trim(text).len > 0;

	if (has_text)
		part_report(parts, part, text);
	if (!html_report(m, parts, has_text) && !has_text)
		(void)rtf_report(m, parts);
}

/* --- what hangs on it ----------------------------------------------------- */

static void
attachment_report(const struct mapi_message *m, const struct mapi_object *a,
    struct parts *parts)
{
	static const enum mapi_id names[] = { MAPI_LONG_FILE, MAPI_SHORT_FILE,
		MAPI_NAME };
	const struct mapi_property *data = mapi_find(a, MAPI_DATA);
	struct report_part part = {
		.type = text_of(m, a, MAPI_MIME_TYPE, parts->mem),
		.disposition = mapi_find(a, MAPI_CONTENT_ID) != NULL
				   ? "inline"
				   : "attachment",
	};

	for (size_t i = 0; i < 3 && part.name.len == 0; i++)
		part.name = span_trim(text_of(m, a, names[i], parts->mem));
	if (part.name.len == 0)
		part.name = SPAN("Untitled Attachment");
	part_report(parts, part, data == NULL ? SPAN("") : data->value);
}

enum reading
mapi_report(const struct mapi_message *m, struct report *report,
    struct arena *mem)
{
	struct parts parts = { .report = report, .mem = mem };

	header_report(m, report, mem);
	text_report(m, &parts);
	for (size_t i = 0; i < m->n_attachments; i++)
		attachment_report(m, &m->attachments[i], &parts);
	if (m->is_cut) {
		report_note(report,
		    "it has more than %d attachments; the rest was not read",
		    MAX_PARTS - 2);
		return TOO_LARGE;
	}
	if (parts.n == 0)
		report_note(report, "nothing was found in it: neither text nor "
				    "attachments");
	return parts.n > 0 ? READ : EMPTY;
}

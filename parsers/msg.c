/*
 * msg.c - reads a message that Outlook saved as a file (MS-OXMSG)
 *
 * The file is an OLE2 container: a folder for the message, for each recipient
 * and each attachment, in it a stream for each property of variable length
 * and one stream that holds all the others.
 *
 * Doubts: what the container says of sizes; several streams may even share
 * their bytes.
 */
#include "mapi.h"
#include "report.h"

#include <glib-object.h>
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>
#include <gsf/gsf.h>
#include <string.h>

#define FIXED "__properties_version1.0"
#define PROPERTY "__substg1.0_"
#define RECIPIENT "__recip_version1.0_"
#define ATTACHMENT "__attach_version1.0_"
/* An entry of the stream of fixed properties, and its header. */
#define ENTRY_BYTES 16
#define HEADER_BYTES 8
#define HEADER_OF_MESSAGE_BYTES 32
#define HEADER_OF_EMBEDDED_BYTES 24
/* Streams and folders of a folder that are looked at. */
#define MAX_CHILDREN 10000
/* Messages within messages, when one is copied out. */
#define MAX_EMBEDDED 8

#define autoinput __attribute__((cleanup(input_release))) GsfInput

struct msg {
	struct mapi_message message;
	struct arena *mem;
	long long unpacked; /* bytes of streams so far */
	bool is_damaged;
};

static void
input_release(GsfInput **input)
{
	g_clear_object(input);
}

/* --- streams -------------------------------------------------------------- */

/* All bytes of a stream; "" where it is damaged, or there are too many. */
static struct span
stream_read(struct msg *m, GsfInput *stream)
{
	gsf_off_t size = gsf_input_size(stream);
	char *bytes;

	if (size == 0)
		return SPAN("");
	m->unpacked += size;
	if (size < 0 || m->unpacked > MAX_UNPACKED_BYTES) {
		m->message.is_cut |= size > 0;
		m->is_damaged = true;
		return SPAN("");
	}
	bytes = arena_alloc(m->mem, (size_t)size);
	if (gsf_input_read(stream, (size_t)size, (guint8 *)bytes) == NULL) {
		m->is_damaged = true;
		return SPAN("");
	}
	return (struct span){ bytes, (size_t)size };
}

/* The number of 4 or 8 hexadecimal digits at the front; false for others. */
static bool
hex_take(struct span *rest, size_t digits, unsigned *number)
{
	*number = 0;
	if (rest->len < digits)
		return false;
	for (size_t i = 0; i < digits; i++) {
		int digit = g_ascii_xdigit_value(rest->at[i]);

		if (digit < 0)
			return false;
		*number = *number << 4 | (unsigned)digit;
	}
	*rest = span_from(*rest, digits);
	return true;
}

/*
 * Properties of fixed size.  How long the header is shows by what is over: a
 * message of its own has 32 bytes, one in another 24, all else 8.
 */
static void
fixed_read(struct msg *m, struct span bytes, struct mapi_object *object)
{
	size_t header = HEADER_BYTES;

	if (object == &m->message.object)
		header = bytes.len % ENTRY_BYTES == 0
			     ? HEADER_OF_MESSAGE_BYTES
			     : HEADER_OF_EMBEDDED_BYTES;
	for (bytes = span_from(bytes, header); bytes.len >= ENTRY_BYTES;
	     bytes = span_from(bytes, ENTRY_BYTES)) {
		const unsigned char *at = (const unsigned char *)bytes.at;
		struct mapi_property property = {
			.type = (uint16_t)(at[0] | at[1] << 8),
			.id = (uint16_t)(at[2] | at[3] << 8),
			.value = span_head(span_from(bytes, 8), 8),
		};

		if (property.type == MAPI_SHORT || property.type == MAPI_LONG ||
		    property.type == MAPI_BOOLEAN || property.type == MAPI_TIME)
			mapi_add(object, property, m->mem);
	}
}

/* --- messages in messages ------------------------------------------------- */

static bool
folder_copy(GsfInfile *from, GsfOutfile *to, int depth)
{
	int n = gsf_infile_num_children(from);
	bool is_good = n >= 0 && n <= MAX_CHILDREN && depth <= MAX_EMBEDDED * 2;

	for (int i = 0; i < n && is_good; i++) {
		autoinput *child = gsf_infile_child_by_index(from, i);
		GsfOutput *copy;

		if (child == NULL)
			return false;
		copy = gsf_outfile_new_child(to, gsf_input_name(child),
		    GSF_IS_INFILE(child) &&
			gsf_infile_num_children(GSF_INFILE(child)) >= 0);
		if (copy == NULL)
			return false;
		if (GSF_IS_INFILE(child) &&
		    gsf_infile_num_children(GSF_INFILE(child)) >= 0)
			is_good = folder_copy(GSF_INFILE(child),
			    GSF_OUTFILE(copy), depth + 1);
		else
			is_good = gsf_input_copy(child, copy);
		gsf_output_close(copy);
		g_object_unref(copy);
	}
	return is_good;
}

/* A message within, as a file of its own; "" where it cannot be copied. */
static struct span
embedded_read(struct msg *m, GsfInfile *folder)
{
	GsfOutput *memory = gsf_output_memory_new();
	GsfOutfile *file = gsf_outfile_msole_new(memory);
	struct span bytes = SPAN("");

	if (folder_copy(folder, file, 0)) {
		gsf_output_close(GSF_OUTPUT(file));
		bytes.at = (const char *)gsf_output_memory_get_bytes(
		    GSF_OUTPUT_MEMORY(memory));
		bytes.len = (size_t)gsf_output_size(memory);
		m->unpacked += (long long)bytes.len;
		bytes = m->unpacked > MAX_UNPACKED_BYTES || bytes.at == NULL
			    ? SPAN("")
			    : arena_copy(m->mem, bytes);
	}
	m->is_damaged |= bytes.len == 0;
	g_object_unref(file);
	g_object_unref(memory);
	return bytes;
}

/* --- folders -------------------------------------------------------------- */

/* A property of variable length: __substg1.0_, its number, its type. */
static void
property_read(struct msg *m, GsfInput *child, struct span name,
    struct mapi_object *object)
{
	struct mapi_property property;
	unsigned id, type;

	name = span_from(name, sizeof PROPERTY - 1);
	if (!hex_take(&name, 4, &id) || !hex_take(&name, 4, &type) ||
	    name.len > 0)
		return; /* one of many values has a number behind it */
	property = (struct mapi_property){ .id = (uint16_t)id,
		.type = (uint16_t)type };
	if (type == MAPI_OBJECT && GSF_IS_INFILE(child) &&
	    gsf_infile_num_children(GSF_INFILE(child)) > 0)
		property.value = embedded_read(m, GSF_INFILE(child));
	else
		property.value = stream_read(m, child);
	mapi_add(object, property, m->mem);
}

static void folder_read(struct msg *m, GsfInfile *folder,
    struct mapi_object *object);

static void
child_read(struct msg *m, GsfInput *child, struct mapi_object *object)
{
	struct span name = span_of(gsf_input_name(child));
	bool is_root = object == &m->message.object;

	if (span_is_same_word(name, SPAN(FIXED)))
		fixed_read(m, stream_read(m, child), object);
	else if (span_starts_with(name, SPAN(PROPERTY)))
		property_read(m, child, name, object);
	else if (!is_root || !GSF_IS_INFILE(child))
		return;
	else if (span_starts_with(name, SPAN(RECIPIENT)))
		folder_read(m, GSF_INFILE(child), mapi_recipient(&m->message));
	else if (span_starts_with(name, SPAN(ATTACHMENT)))
		folder_read(m, GSF_INFILE(child), mapi_attachment(&m->message));
}

static void
folder_read(struct msg *m, GsfInfile *folder, struct mapi_object *object)
{
	int n = gsf_infile_num_children(folder);

	if (n > MAX_CHILDREN) {
		m->message.is_cut = true;
		n = MAX_CHILDREN;
	}
	for (int i = 0; i < n; i++) {
		autoinput *child = gsf_infile_child_by_index(folder, i);

		if (child == NULL)
			m->is_damaged = true;
		else
			child_read(m, child, object);
	}
}

static enum reading
msg_read(const struct document *document, struct report *report)
{
	autoarena mem = { 0 };
	struct msg m = { .mem = &mem };
	autoinput *bytes =
	    gsf_input_memory_new((const guint8 *)document->bytes.at,
		(gsf_off_t)document->bytes.len, FALSE);
	GsfInfile *file =
	    bytes == NULL ? NULL : gsf_infile_msole_new(bytes, NULL);
	enum reading how;

	if (file == NULL) {
		report_note(report, "the Outlook message is damaged");
		return UNREADABLE;
	}
	mapi_init(&m.message, &mem);
	folder_read(&m, file, &m.message.object);
	g_object_unref(file);
	how = mapi_report(&m.message, report, &mem);
	if (!m.is_damaged || how == TOO_LARGE)
		return how;
	report_note(report,
	    "the Outlook message is damaged: something may be missing");
	return UNREADABLE;
}

static enum outcome
msg_preload(const char *languages, struct error *why)
{
	(void)languages;
	(void)why;
	gsf_init();
	return DONE;
}

const struct parser msg_parser = {
	.name = "msg",
	.types = "application/vnd.ms-outlook",
	.preload = msg_preload,
	.read = msg_read,
};

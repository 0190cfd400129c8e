/* ole_file.c - libgsf, with a ceiling on what all streams add up to */
#include "ole_file.h"

#include "base/ceilings.h"

#include <glib-object.h>
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>

bool
ole_file_open(struct ole_file *f, struct span bytes)
{
	GsfInput *input = gsf_input_memory_new((const guint8 *)bytes.at,
	    (gsf_off_t)bytes.len, FALSE);

	*f = (struct ole_file){ .file = NULL };
	if (input != NULL)
		f->file = gsf_infile_msole_new(input, NULL);
	g_clear_object(&input);
	return f->file != NULL;
}

void
ole_file_release(struct ole_file *f)
{
	if (f->file != NULL)
		g_object_unref(f->file);
	f->file = NULL;
	arena_release(&f->mem);
}

/* All bytes of the stream, where there are not too many. */
static struct span
read_whole(struct ole_file *f, GsfInput *stream)
{
	gsf_off_t size = gsf_input_size(stream);
	char *bytes;

	if (size <= 0)
		return SPAN("");
	/* Streams may share their bytes: the file's size bounds nothing. */
	f->unpacked += size;
	if (f->unpacked > MAX_UNPACKED_BYTES) {
		f->is_too_large = true;
		return SPAN("");
	}
	bytes = arena_alloc(&f->mem, (size_t)size);
	if (gsf_input_read(stream, (size_t)size, (guint8 *)bytes) == NULL) {
		f->is_damaged = true;
		return SPAN("");
	}
	return (struct span){ bytes, (size_t)size };
}

struct span
ole_file_stream(struct ole_file *f, const char *name)
{
	GsfInput *stream = gsf_infile_child_by_name(f->file, name);
	struct span bytes = SPAN("");

	if (stream != NULL) {
		bytes = read_whole(f, stream);
		g_object_unref(stream);
	}
	return bytes;
}

bool
ole_file_has(const struct ole_file *f, const char *name)
{
	GsfInput *child = gsf_infile_child_by_name(f->file, name);

	if (child != NULL)
		g_object_unref(child);
	return child != NULL;
}

unsigned
ole_u16(struct span bytes, size_t at)
{
	const unsigned char *b = (const unsigned char *)bytes.at;

	return bytes.len < 2 || at > bytes.len - 2
		   ? 0
		   : (unsigned)(b[at] | b[at + 1] << 8);
}

unsigned
ole_u32(struct span bytes, size_t at)
{
	return bytes.len < 4 || at > bytes.len - 4
		   ? 0
		   : ole_u16(bytes, at) | ole_u16(bytes, at + 2) << 16;
}

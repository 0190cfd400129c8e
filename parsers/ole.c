/* ole.c - libmagic guesses at OLE2; the names of the streams do not */
#include "ole.h"

#include <glib-object.h>
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-input-memory.h>

bool
ole_is(struct span bytes)
{
	return span_starts_with(bytes,
	    SPAN("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"));
}

struct span
ole_type(struct span bytes, struct span found)
{
	static const struct {
		const char *stream;
		const char *type;
	} kinds[] = {
		{ "EncryptedPackage", "application/encrypted" },
		{ "__properties_version1.0", "application/vnd.ms-outlook" },
		{ "WordDocument", "application/msword" },
		{ "Workbook", "application/vnd.ms-excel" },
		{ "Book", "application/vnd.ms-excel" },
		{ "PowerPoint Document", "application/vnd.ms-powerpoint" },
	};
	GsfInput *input = gsf_input_memory_new((const guint8 *)bytes.at,
	    (gsf_off_t)bytes.len, FALSE);
	GsfInfile *file =
	    input == NULL ? NULL : gsf_infile_msole_new(input, NULL);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds && file != NULL;
	     i++) {
		GsfInput *stream =
		    gsf_infile_child_by_name(file, kinds[i].stream);

		if (stream == NULL)
			continue;
		g_object_unref(stream);
		found = span_of(kinds[i].type);
		break;
	}
	g_clear_object(&file);
	g_clear_object(&input);
	return found;
}

/* archive.c - libzip, with ceilings of our own */
#include "archive.h"
#include "report.h"

#include "base/buf.h"

/* Bytes inflated at a time. */
#define CHUNK 32768
/* So many entries may be searched one by one, for every name again. */
#define FEW_ENTRIES 2000
/* Entries smaller than this may have any ratio: XML packs well. */
#define RATIO_MATTERS_FROM (1 << 20)

bool
archive_give_up(struct archive *a, enum reading how, const char *what)
{
	if (a->graver == READ) {
		report_note(a->report, "the %s %s", a->what, what);
		a->graver = how;
	}
	return false;
}

bool
archive_open(struct archive *a, const char *what, struct span bytes,
    struct report *report)
{
	zip_source_t *source =
	    zip_source_buffer_create(bytes.at, bytes.len, 0, NULL);

	*a = (struct archive){ .what = what,
		.report = report,
		.len = bytes.len,
		.graver = READ };
	if (source != NULL)
		a->zip = zip_open_from_source(source, ZIP_RDONLY, NULL);
	if (a->zip != NULL)
		return true;
	zip_source_free(source);
	return archive_give_up(a, UNREADABLE, "is damaged");
}

void
archive_open_none(struct archive *a, const char *what, struct report *report)
{
	*a = (struct archive){ .what = what, .report = report, .graver = READ };
}

void
archive_close(struct archive *a)
{
	if (a->zip != NULL)
		zip_discard(a->zip);
	a->zip = NULL;
}

/* The most bytes the entry may become. */
static long long
allowance_of(const struct archive *a, const zip_stat_t *stat)
{
	/* No entry is packed in more bytes than the archive has. */
	zip_uint64_t packed =
	    stat->comp_size < a->len ? stat->comp_size : a->len;
	long long allowed = (long long)packed * MAX_UNPACKED_RATIO;

	return allowed < RATIO_MATTERS_FROM ? RATIO_MATTERS_FROM : allowed;
}

bool
archive_inflate(struct archive *a, zip_uint64_t index, archive_take *take,
    void *data)
{
	char chunk[CHUNK];
	long long got = 0;
	zip_stat_t stat;
	zip_file_t *file;
	zip_int64_t n = 0;
	bool goes_on = true;

	if (zip_stat_index(a->zip, index, 0, &stat) != 0)
		return archive_give_up(a, UNREADABLE, "is damaged");
	if (stat.encryption_method != ZIP_EM_NONE)
		return archive_give_up(a, ENCRYPTED, ARCHIVE_LOCKED);
	file = zip_fopen_index(a->zip, index, 0);
	if (file == NULL)
		return archive_give_up(a, UNREADABLE, "is damaged");
	while (goes_on && (n = zip_fread(file, chunk, sizeof(chunk))) > 0) {
		got += n;
		a->unpacked += n;
		if (got > allowance_of(a, &stat) ||
		    a->unpacked > MAX_UNPACKED_BYTES)
			goes_on = archive_give_up(a, TOO_LARGE,
			    "unpacks to too many bytes");
		else
			goes_on = take(data, (struct span){ chunk, (size_t)n });
	}
	zip_fclose(file);
	if (n < 0)
		return archive_give_up(a, UNREADABLE, "is damaged");
	return goes_on;
}

static bool
pass_on(void *data, struct span bytes)
{
	report_data(data, bytes);
	return true;
}

void
archive_report(struct archive *a, zip_uint64_t index, struct span name,
    const char *disposition)
{
	autobuf path = BUF(32);
	struct report_part part = { .name = name, .disposition = disposition };

	if (a->parts >= MAX_PARTS) {
		(void)archive_give_up(a, TOO_LARGE, "has too many files");
		return;
	}
	buf_printf(&path, "%lld", ++a->parts);
	part.path = buf_span(&path);
	report_part(a->report, &part);
	(void)archive_inflate(a, index, pass_on, a->report);
}

zip_int64_t
archive_find(const struct archive *a, const char *name)
{
	zip_int64_t found = zip_name_locate(a->zip, name, 0);

	if (found < 0 && zip_get_num_entries(a->zip, 0) <= FEW_ENTRIES)
		found = zip_name_locate(a->zip, name, ZIP_FL_NOCASE);
	return found;
}

struct span
archive_name(const struct archive *a, zip_uint64_t index)
{
	return span_of(zip_get_name(a->zip, index, 0));
}

/* Can a picture of that name be one of text? */
static bool
is_picture(struct span name)
{
	static const char *const endings[] = { ".png", ".jpg", ".jpeg", ".jpe",
		".tif", ".tiff", ".bmp", ".gif", ".webp", ".heic", ".heif" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (span_ends_with(name, span_of(endings[i])))
			return true;
	return false;
}

/* Reports what stands below the folder: pictures, or everything. */
static void
folder_report(struct archive *a, const char *folder, bool only_pictures)
{
	struct span head = span_of(folder);
	zip_int64_t n = zip_get_num_entries(a->zip, 0);

	for (zip_int64_t i = 0; i < n; i++) {
		struct span name = archive_name(a, (zip_uint64_t)i);

		if (span_starts_with(name, head) && name.len > head.len &&
		    (!only_pictures || is_picture(name)))
			archive_report(a, (zip_uint64_t)i,
			    span_from(name, head.len),
			    only_pictures ? "inline" : "attachment");
	}
}

void
archive_report_pictures(struct archive *a, const char *folder)
{
	folder_report(a, folder, true);
}

void
archive_report_files(struct archive *a, const char *folder)
{
	folder_report(a, folder, false);
}

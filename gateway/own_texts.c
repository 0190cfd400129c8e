/* own_texts.c - reads the texts of a policy pack */
#include "own_texts.h"
#include "base/buf.h"
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 3 /* the pack: its folders, and those of its languages */

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static enum outcome folder_read(struct span folder, int depth,
    struct buf *texts, struct arena *mem, struct error *why) must_check;

/* Takes a text, or the texts of a folder; anything else is passed over. */
static enum outcome
entry_read(struct span path, int depth, struct buf *texts, struct arena *mem,
    struct error *why)
{
	autobuf text = BUF(MAX_OWN_TEXTS_BYTES);
	enum outcome how;

	if (!span_ends_with(path, SPAN(".txt")))
		return depth < MAX_DEPTH
			   ? folder_read(path, depth + 1, texts, mem, why)
			   : DONE;
	how = io_read_own(path.at, &text, why);
	if (how != DONE)
		return how;
	if (texts->len + text.len + 4 > MAX_OWN_TEXTS_BYTES)
		return DONE;
	buf_add(texts, buf_span(&text));
	buf_add_text(texts, "(())");
	return DONE;
}

static enum outcome
folder_read(struct span folder, int depth, struct buf *texts, struct arena *mem,
    struct error *why)
{
	struct dirent **names = NULL;
	int n = scandir(folder.at, &names, is_visible, alphasort);
	enum outcome how = DONE;

	if (n < 0 && errno == ENOTDIR && depth > 1)
		return DONE;
	if (n < 0)
		return fail(why, io_outcome(errno), "%.*s: %s",
		    SPAN_ARG(folder), strerror(errno));
	for (int i = 0; i < n; i++) {
		if (how == DONE)
			how =
			    entry_read(arena_printf(mem, "%.*s/%s",
					   SPAN_ARG(folder), names[i]->d_name),
				depth, texts, mem, why);
		free(names[i]);
	}
	free(names);
	return how;
}

enum outcome
own_texts_read(struct span folder, struct arena *mem, struct span *texts,
    struct error *why)
{
	autobuf all = BUF(MAX_OWN_TEXTS_BYTES);
	enum outcome how =
	    folder_read(arena_copy(mem, folder), 1, &all, mem, why);

	if (how == DONE)
		*texts = arena_copy(mem, buf_span(&all));
	return how;
}

/* waiting.c - counts what is in the spool */
#include "console/waiting.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

static const struct {
	const char *folder;
	bool is_work;
} folders[WAITING_FOLDERS] = {
	{ "tmp", false },
	{ "post", true },
	{ "incoming", true },
	{ "working", true },
	{ "refused", false },
	{ "print", false },
};

static void
folder_read(DIR *dir, struct waiting *w)
{
	struct dirent *entry;

	while ((entry = readdir(dir)) != NULL) {
		struct stat st;

		if (entry->d_name[0] == '.' ||
		    span_ends_with(span_of(entry->d_name), SPAN(".why")) ||
		    fstatat(dirfd(dir), entry->d_name, &st,
			AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISREG(st.st_mode))
			continue;
		w->files++;
		if (w->oldest == 0 || st.st_ctime < w->oldest)
			w->oldest = st.st_ctime;
	}
}

size_t
waiting_read(struct span spool, struct arena *mem,
    struct waiting waiting[WAITING_FOLDERS])
{
	size_t n = 0;

	for (size_t i = 0; i < WAITING_FOLDERS; i++) {
		DIR *dir = opendir(arena_printf(mem, "%.*s/%s", SPAN_ARG(spool),
		    folders[i].folder)
				       .at);

		if (dir == NULL)
			continue;
		waiting[n] = (struct waiting){ .folder = folders[i].folder,
			.is_work = folders[i].is_work };
		folder_read(dir, &waiting[n++]);
		closedir(dir);
	}
	return n;
}

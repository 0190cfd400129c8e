/*
 * confined.c - the folders and programs that a role keeps
 *
 * The register's folder is not among them, since the spool and tokens may be
 * beneath it: its three files are, which SQLite leaves in place (db.c).
 */
#include "confined.h"
#include "base/log.h"

#include <limits.h>
#include <stdlib.h>

#define MAX_KEPT_PATHS (20 + 6 * MAX_MAILBOXES)

struct kept {
	struct confine_path paths[MAX_KEPT_PATHS];
	size_t n;
	struct arena *mem;
};

const char *
folder_of(struct span file, struct arena *mem)
{
	while (file.len > 1 && file.at[file.len - 1] != '/')
		file.len--;
	return file.len <= 1 ? "." : arena_text(mem, file);
}

static void
path_keep(struct kept *kept, struct span path, enum confine_right right)
{
	if (path.len > 0)
		kept->paths[kept->n++] =
		    (struct confine_path){ arena_text(kept->mem, path), right };
}

/* As path_keep, for the folder of a file; "" is none. */
static void
folder_keep(struct kept *kept, struct span file, enum confine_right right)
{
	if (file.len > 0)
		path_keep(kept, span_of(folder_of(file, kept->mem)), right);
}

static void
spool_keep(struct kept *kept, struct span spool, const char *folder)
{
	path_keep(kept,
	    arena_printf(kept->mem, "%.*s/%s", SPAN_ARG(spool), folder),
	    CONFINE_WRITE);
}

/* SQLite follows a link before it names the files beside the register. */
static void
register_keep(struct kept *kept, struct span path)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	const char *named = arena_text(kept->mem, path);
	char whole[PATH_MAX];

	if (realpath(named, whole) != NULL)
		named = whole;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		path_keep(kept,
		    arena_printf(kept->mem, "%s%s", named, endings[i]),
		    CONFINE_WRITE);
}

static void
house_keep(struct kept *kept, const struct options *o, unsigned keeps)
{
	register_keep(kept, o->paths.register_);
	if ((keeps & KEEPS_ARRIVALS) != 0) {
		spool_keep(kept, o->paths.spool, "tmp");
		spool_keep(kept, o->paths.spool, "incoming");
	}
	if ((keeps & KEEPS_SPOOL) != 0)
		path_keep(kept, o->paths.spool, CONFINE_WRITE);
	if ((keeps & KEEPS_LOOKING) != 0)
		path_keep(kept, o->paths.spool, CONFINE_READ);
	if ((keeps & KEEPS_PRINT) != 0)
		spool_keep(kept, o->paths.spool, "print");
	if ((keeps & KEEPS_OUTGOING) != 0)
		path_keep(kept, o->smtp.maildir, CONFINE_WRITE);
	if ((keeps & KEEPS_TEMPLATES) == 0)
		return;
	path_keep(kept, o->paths.templates, CONFINE_READ);
	if (span_find(o->organisation.policy, SPAN("/"), 0) != SPAN_NOT_FOUND)
		path_keep(kept, o->organisation.policy, CONFINE_READ);
}

/* Folders, since what is in them is replaced while a role runs. */
static void
files_keep(struct kept *kept, const struct role_files *files)
{
	folder_keep(kept, files->password, CONFINE_READ);
	folder_keep(kept, files->certificates, CONFINE_READ);
	folder_keep(kept, files->model, CONFINE_READ);
	path_keep(kept, files->models, CONFINE_READ);
	path_keep(kept, files->reader, CONFINE_RUN);
	folder_keep(kept, files->output, CONFINE_WRITE);
	if (files->issuer == NULL)
		return;
	folder_keep(kept, files->issuer->client_secret_file, CONFINE_READ);
	folder_keep(kept, files->issuer->ca_file, CONFINE_READ);
	/* The refresh token's successor is made beside it. */
	folder_keep(kept, files->issuer->token_file, CONFINE_WRITE);
}

/* What a command of the configuration may run. */
static void
programs_keep(struct kept *kept)
{
	static const char *const folders[] = { "/usr", "/bin", "/sbin", "/lib",
		"/lib64" };

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		path_keep(kept, span_of(folders[i]), CONFINE_RUN);
}

enum outcome
role_confine(const struct options *o, enum confine_role role,
    const struct role_files *files, struct arena *mem, struct error *why)
{
	struct kept kept = { .mem = mem };
	const char *missing = "";
	bool runs_commands = false;
	enum outcome how;

	if (o->run.confinement == CONFINEMENT_OFF) {
		log_warn("runs unconfined, as configured");
		return DONE;
	}
	house_keep(&kept, o, files->keeps);
	for (; files != NULL; files = files->more) {
		files_keep(&kept, files);
		runs_commands |= files->runs_commands;
	}
	if (runs_commands)
		programs_keep(&kept);
	how = confine_enter(role, kept.paths, kept.n, &missing, why);
	if (how != DONE || missing[0] == '\0')
		return how;
	if (o->run.confinement == CONFINEMENT_REQUIRED)
		return fail(why, BROKEN,
		    "confinement: this kernel lacks %s; set confinement = "
		    "preferred to run without",
		    missing);
	log_warn("confinement: this kernel lacks %s", missing);
	return DONE;
}

/* doctor_host.c - looks at the machine: clock, disk, folders, kernel */
#include "base/confine.h"
#include "base/io.h"
#include "confined.h"
#include "console/desk.h"
#include "doctor_looks.h"
#include "register/gauges.h"

#include <dirent.h>
#include <errno.h>
#include <fts.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <unistd.h>

#define CLOCK_SLACK_SECONDS 60
#define WRONG_FREE_MIB 200LL /* four of the largest messages */
#define SEE_FREE_MIB 2048LL
#define WRONG_FREE_PERCENT 1
#define SEE_FREE_PERCENT 5

/* --- clock ---------------------------------------------------------------------- */

/* Receipts, deadlines and tokens hang on it. */
void
look_at_clock(struct doctor *d)
{
	struct timex state = { 0 };
	time_t event = 0, backup = 0;
	struct error why;
	autodb db = NULL;
	int answer = adjtimex(&state);

	if (answer < 0)
		doctor_say(d, SEE_TO_IT, "",
		    "the kernel does not tell whether the clock is set: %s",
		    strerror(errno));
	else if (answer == TIME_ERROR || (state.status & STA_UNSYNC) != 0)
		doctor_say(d, SEE_TO_IT,
		    "Enable systemd-timesyncd or chrony, or see that the host "
		    "of a container does.",
		    "the kernel does not know of anything that sets the clock");
	else
		doctor_say(d, IS_WELL, "", "synchronised");
	if (desk_open(d->call, &db, &why) != DONE ||
	    gauge_newest(db, &event, &backup, &why) != DONE)
		return; /* the register has a look of its own */
	if (event > d->now + CLOCK_SLACK_SECONDS)
		doctor_say(d, IS_WRONG,
		    "Set the clock before anything is received.",
		    "the history has an entry of %.*s, which is yet to come",
		    SPAN_ARG(desk_clock(event, d->mem)));
	else if (event != 0)
		doctor_say(d, IS_WELL, "",
		    "not before the last entry of the history, %.*s",
		    SPAN_ARG(desk_clock(event, d->mem)));
}

/* --- disk ----------------------------------------------------------------------- */

static enum diagnosis
room_diagnosis(unsigned long long left, unsigned long long all, long long see,
    long long wrong)
{
	unsigned long long percent = all > 0 ? left * 100 / all : 100;

	if (percent < WRONG_FREE_PERCENT || (long long)left < wrong)
		return IS_WRONG;
	if (percent < SEE_FREE_PERCENT || (long long)left < see)
		return SEE_TO_IT;
	return IS_WELL;
}

static void
look_at_room(struct doctor *d, const char *what, const char *path)
{
	struct statvfs fs;
	unsigned long long free_mib, all_mib;
	enum diagnosis bytes, inodes;

	if (statvfs(path, &fs) < 0) {
		doctor_say(d, IS_WRONG,
		    "Make it, or start postroom run, which does.", "%s: %s: %s",
		    what, path, strerror(errno));
		return;
	}
	free_mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
	all_mib = (unsigned long long)fs.f_blocks * fs.f_frsize >> 20;
	bytes = room_diagnosis(free_mib, all_mib, SEE_FREE_MIB, WRONG_FREE_MIB);
	/* Some file systems make them as they go, and say 0. */
	inodes = fs.f_files == 0
		     ? IS_WELL
		     : room_diagnosis(fs.f_favail, fs.f_files, 10000, 1000);
	doctor_say(d, bytes,
	    bytes == IS_WELL ? "" : "Free some, or enlarge the disk.",
	    "%s: %llu MiB of %llu are free", what, free_mib, all_mib);
	if (inodes != IS_WELL)
		doctor_say(d, inodes,
		    "Remove files that are not needed on that disk.",
		    "%s: %llu inodes of %llu are free", what,
		    (unsigned long long)fs.f_favail,
		    (unsigned long long)fs.f_files);
}

void
look_at_disk(struct doctor *d)
{
	const struct paths_options *p = &d->options->paths;

	look_at_room(d, "the spool", arena_text(d->mem, p->spool));
	look_at_room(d, "the register", folder_of(p->register_, d->mem));
}

/* --- folders -------------------------------------------------------------------- */

/* Ours alone, and of the one who owns the register. */
static bool
place_is_fit(struct doctor *d, const char *path, uid_t owner)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		doctor_say(d, IS_WRONG,
		    "Start postroom run, which makes it; if it was there, look "
		    "into the log first.",
		    "%s: %s", path, strerror(errno));
		return false;
	}
	if (st.st_uid != owner) {
		doctor_say(d, IS_WRONG, "Give it the same owner by chown.",
		    "%s belongs to user %u, the register to %u", path,
		    st.st_uid, owner);
		return false;
	}
	if ((st.st_mode & 077) != 0) {
		doctor_say(d, IS_WRONG,
		    S_ISDIR(st.st_mode) ? "Run chmod 700 on it."
					: "Run chmod 600 on it.",
		    "%s can be used by others than its owner (mode %03o)", path,
		    st.st_mode & 0777);
		return false;
	}
	return true;
}

void
look_at_folders(struct doctor *d)
{
	static const char *const folders[] = { "", "/tmp", "/incoming",
		"/working", "/kept", "/duplicate", "/refused", "/print" };
	const char *reg = arena_text(d->mem, d->options->paths.register_);
	struct stat st;
	size_t fit = 0;

	if (stat(reg, &st) < 0) {
		doctor_say(d, IS_WRONG, "Start postroom run, which makes it.",
		    "%s: %s", reg, strerror(errno));
		return;
	}
	fit += place_is_fit(d, reg, st.st_uid);
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
		fit += place_is_fit(d,
		    arena_printf(d->mem, "%.*s%s",
			SPAN_ARG(d->options->paths.spool), folders[i])
			.at,
		    st.st_uid);
	if (fit == 1 + sizeof folders / sizeof *folders)
		doctor_say(d, IS_WELL, "",
		    "register and spool are for their owner alone");
	if (geteuid() != 0 && geteuid() != st.st_uid)
		doctor_say(d, SEE_TO_IT,
		    "Run doctor as that user, to see what Postroom sees.",
		    "the register belongs to user %u, and this is user %u",
		    st.st_uid, geteuid());
}

/* A file with a secret in it is not for everybody to read. */
static bool
secret_is_fit(struct doctor *d, const char *what, struct span file)
{
	const char *path = arena_text(d->mem, file);
	struct stat st;

	if (file.len == 0)
		return true;
	if (stat(path, &st) < 0 || access(path, R_OK) < 0)
		doctor_say(d, IS_WRONG,
		    "Put it in place, for Postroom's user to read.",
		    "%s: %s: %s", what, path, strerror(errno));
	else if ((st.st_mode & 027) != 0)
		doctor_say(d, IS_WRONG,
		    "Run chmod 600 on it, or 640 with a group of its own.",
		    "%s: %s can be read by anybody, or changed by its group "
		    "(mode %03o)",
		    what, path, st.st_mode & 0777);
	else
		return true;
	return false;
}

void
look_at_secrets(struct doctor *d)
{
	const struct options *o = d->options;
	bool fit = secret_is_fit(d, "[smtp]", o->smtp.password_file);

	for (size_t i = 0; i < o->n_mailboxes; i++)
		fit &=
		    secret_is_fit(d, "[mailbox]", o->mailbox[i].password_file);
	for (size_t i = 0; i < o->n_oauths; i++) {
		fit &=
		    secret_is_fit(d, "[oauth]", o->oauth[i].client_secret_file);
		fit &= secret_is_fit(d, "[oauth]", o->oauth[i].token_file);
	}
	if (fit)
		doctor_say(d, IS_WELL, "",
		    "files of passwords and tokens are not for everybody");
}

/* --- kernel --------------------------------------------------------------------- */

/* Landlock's version: 2 lets files be renamed to other folders. */
#define ENOUGH_LANDLOCK 2

void
look_at_confinement(struct doctor *d)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);
	bool is_required = d->options->run.confinement == CONFINEMENT_REQUIRED;
	enum diagnosis lack = is_required ? IS_WRONG : SEE_TO_IT;
	const char *to_do =
	    is_required ? "Boot a kernel that has it, or set confinement = "
			  "preferred."
			: "Boot a kernel that has it.";

	if (confine_has_seccomp())
		doctor_say(d, IS_WELL, "", "seccomp is there");
	else
		doctor_say(d, lack, to_do, "this kernel lacks seccomp");
	if (abi >= ENOUGH_LANDLOCK)
		doctor_say(d, IS_WELL, "", "Landlock is there, version %ld",
		    abi);
	else
		doctor_say(d, lack, to_do,
		    "this kernel lacks Landlock of version %d or later",
		    ENOUGH_LANDLOCK);
	if (d->options->run.confinement == CONFINEMENT_OFF)
		doctor_say(d, SEE_TO_IT, "Set confinement = required.",
		    "confinement is switched off in postroom.conf");
}

/* --- who is at work -------------------------------------------------------------- */

/* The process that has locked the file, as the kernel lists it; 0 for none. */
static long
lock_holder(const struct stat *st)
{
	FILE *list = fopen("/proc/locks", "re");
	char line[256];
	long found = 0;

	while (list != NULL && found == 0 &&
	       fgets(line, sizeof line, list) != NULL) {
		unsigned major, minor;
		uintmax_t inode;
		long pid;

		if (sscanf(line, "%*d: FLOCK %*s WRITE %ld %x:%x:%ju", &pid,
			&major, &minor, &inode) == 4 &&
		    inode == st->st_ino && major == major(st->st_dev) &&
		    minor == minor(st->st_dev))
			found = pid;
	}
	if (list != NULL)
		fclose(list);
	return found;
}

void
look_at_roles(struct doctor *d)
{
	const char *path = arena_printf(d->mem, "%.*s/working",
	    SPAN_ARG(d->options->paths.spool))
			       .at;
	DIR *dir = opendir(path);
	struct dirent *entry;
	int n = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		struct span name = span_of(entry->d_name);
		struct stat st;
		long pid;

		if (!span_ends_with(name, SPAN(".lock")) ||
		    fstatat(dirfd(dir), entry->d_name, &st, 0) < 0 ||
		    (pid = lock_holder(&st)) == 0)
			continue;
		n++;
		name = span_head(span_from(name, 1), name.len - 6);
		doctor_say(d, IS_WELL, "", "%.*s is at work, process %ld",
		    SPAN_ARG(name), pid);
	}
	if (dir != NULL)
		closedir(dir);
	if (n == 0)
		doctor_say(d, SEE_TO_IT, "Start postroom run.",
		    "no role is at work on this spool");
}

/* --- fonts ----------------------------------------------------------------------- */

/* The face that letters are set in (reply/layout.c). */
#define FONT_FILE "LiberationSans-Regular"

static bool
font_is_there(void)
{
	char usual[] = "/usr/share/fonts", local[] = "/usr/local/share/fonts";
	char *const roots[] = { usual, local, NULL };
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	bool found = false;
	FTSENT *entry;

	while (tree != NULL && !found && (entry = fts_read(tree)) != NULL)
		found =
		    span_starts_with(span_of(entry->fts_name), SPAN(FONT_FILE));
	if (tree != NULL)
		fts_close(tree);
	return found;
}

void
look_at_fonts(struct doctor *d)
{
	if (font_is_there())
		doctor_say(d, IS_WELL, "",
		    "Liberation Sans is there, for letters");
	else
		doctor_say(d, SEE_TO_IT,
		    "Install the package fonts-liberation.",
		    "Liberation Sans is missing: letters are set in another "
		    "face, and their addresses may not fit the window");
}

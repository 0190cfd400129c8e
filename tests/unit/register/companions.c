/* companions.c - a confined role, and the files beside the register */
#include "base/confine.h"
#include "sample.h"
#include "tap.h"

#include <sys/wait.h>

/*
 * What a confined role is told that opens the register.  What a program of
 * somebody's took away in between (SQLite's own shell does, when it is the
 * last to leave) it cannot make again.
 */
static enum outcome
open_confined(const struct sample *s)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	struct confine_path paths[3];
	char names[3][sizeof s->path + 8];
	const char *missing = "";
	struct error why = { "" };
	struct db *db = NULL;
	int status = 0;
	pid_t child = fork();

	if (child != 0) {
		waitpid(child, &status, 0);
		return WIFEXITED(status) ? (enum outcome)WEXITSTATUS(status)
					 : BROKEN;
	}
	for (size_t i = 0; i < 3; i++) {
		snprintf(names[i], sizeof names[i], "%s%s", s->path,
		    endings[i]);
		paths[i] = (struct confine_path){ names[i], CONFINE_WRITE };
	}
	if (confine_enter(CONFINE_MAILBOX, paths, 3, &missing, &why) != DONE)
		_exit(BROKEN);
	_exit((int)db_open(s->path, DB_MAILBOX, &db, &why));
}

int
main(void)
{
	static const char *const endings[] = { "-wal", "-shm" };
	struct sample s;

	sample_open(&s);
	db_close(sample_db(&s, DB_MAILBOX));
	ok(open_confined(&s) == DONE, "a confined role opens it");
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		char gone[sizeof s.path + 8];

		snprintf(gone, sizeof gone, "%s%s", s.path, endings[i]);
		ok(unlink(gone) == 0 && open_confined(&s) == LATER,
		    "without %s its next start does", endings[i]);
		db_close(sample_db(&s, DB_MAILBOX));
		ok(open_confined(&s) == DONE, "it does");
	}
	sample_close(&s);
	return done();
}

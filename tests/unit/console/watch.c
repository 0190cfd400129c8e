/* watch.c - events are shown once, and the watch ends when nothing moves */
#include "staff.h"
#include "tap.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>

/* A child that registers an item once the watch is on. */
static pid_t
register_soon(const struct staff *s, const char *id)
{
	pid_t child = fork();

	if (child == 0) {
		autoarena mem = { 0 };
		struct item *i = sample_complaint(id, &mem);
		autodb db = NULL;

		usleep(800000);
		i->owed.acknowledge = ACK_NO;
		db = sample_db(&s->sample, DB_INTAKE);
		sample_register(db, i, &mem);
		db_close(db);
		_exit(0);
	}
	return child;
}

static void
test_events(void)
{
	static struct staff s;
	pid_t child;
	int status = 1;

	staff_open(&s);
	child = register_soon(&s, "m1");
	is_number(staff_run(&s, watch_command, "watch --until-idle 8"), EX_OK,
	    "a watch that waits for its register");
	waitpid(child, &status, 0);
	is_number(status, 0, "while an item arrives");
	ok(staff_printed(&s, "  CS26-000001-P  received. By e-mail on Sunday "
			     "22 November 2026, 4096 bytes\n"),
	    "shows what happened from the start");
	ok(staff_printed(&s, "  CS26-000001-P  acknowledgement not owed\n"),
	    "to the end");
	child = register_soon(&s, "m2");
	is_number(staff_run(&s, watch_command, "watch --until-idle 8"), EX_OK,
	    "another watch");
	waitpid(child, &status, 0);
	ok(staff_printed(&s, "CS26-000002-Q") &&
		!staff_printed(&s, "CS26-000001-P"),
	    "shows what is new, once the register was there");
	staff_close(&s);
}

/* Runs a watch in a child that is stopped after a while: its status. */
static int
watch_stopped(struct staff *s, bool *was_idle)
{
	pid_t child = fork();
	int status = 1;

	if (child == 0)
		_exit(staff_run(s, watch_command, "watch --until-idle 1"));
	usleep(2500000);
	*was_idle = waitpid(child, &status, WNOHANG) == child;
	if (!*was_idle) {
		kill(child, SIGTERM);
		waitpid(child, &status, 0);
	}
	return status;
}

static void
test_waits(void)
{
	static struct staff s;
	autoarena mem = { 0 };
	char folder[128], file[256];
	bool was_idle = true;
	struct error why;

	staff_open(&s);
	db_close(sample_db(&s.sample, DB_STAFF));
	snprintf(folder, sizeof folder, "%s/post", s.sample.folder);
	snprintf(file, sizeof file, "%s/scan.tif", folder);
	mkdir(folder, 0700);
	ok(io_create(file, SPAN("x"), &why) == DONE, "a file in the tray");
	is_number(watch_stopped(&s, &was_idle), 0, "a watch that is stopped");
	ok(!was_idle, "did not end before, since the tray had a file");
	unlink(file);
	watch_stopped(&s, &was_idle);
	ok(was_idle, "it ends when the tray is empty");
	rmdir(folder);
	{
		autodb db = sample_db(&s.sample, DB_INTAKE);

		sample_register(db, sample_complaint("m1", &mem), &mem);
	}
	watch_stopped(&s, &was_idle);
	ok(!was_idle, "but not while an acknowledgement is due");
	staff_close(&s);
}

static void
test_arguments(void)
{
	static const char *const words[] = { "watch now", "watch --until-idle",
		"watch --until-idle 0", "watch --until-idle 1x",
		"watch --until-idle 86401" };
	static struct staff s;

	staff_open(&s);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		is_number(staff_run(&s, watch_command, words[i]), EX_USAGE,
		    "%s", words[i]);
	ok(io_create(s.sample.path, SPAN("this is no register, but a letter"),
	       NULL) == DONE,
	    "another file in its place");
	is_number(staff_run(&s, watch_command, "watch --until-idle 1"),
	    EX_CONFIG, "is not watched");
	staff_close(&s);
}

int
main(void)
{
	test_events();
	test_waits();
	test_arguments();
	return done();
}

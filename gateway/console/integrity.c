/* integrity.c - verify, backup and restore */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/restore.h"
#include "triage/workday.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* As monitoring programs expect it. */
#define STATUS_FAULT 2

/* "s", where there is not just one. */
static const char *
plural(long long n)
{
	return n == 1 ? "" : "s";
}

/* --- faults ------------------------------------------------------------------ */

static void
fault_line(const struct fault *fault, void *context)
{
	(void)context;
	printf("%.*s.\n", SPAN_ARG(fault->words));
}

static void
fault_warn(const struct fault *fault, void *context)
{
	const struct call *call = context;

	fprintf(stderr, "postroom %s: %.*s.\n", call->argv[0],
	    SPAN_ARG(fault->words));
}

static void
fault_json(const struct fault *fault, void *context)
{
	autobuf out = BUF(MAX_PAGE_BYTES);
	struct json json = { .out = &out };

	(void)context;
	json_open(&json, "", '{');
	json_text(&json, "fault", span_of(fault->kind));
	json_text(&json, "words", fault->words);
	json_text_or_null(&json, "item", fault->item);
	json_close(&json, '}');
	desk_print(&out);
}

/* --- verify ------------------------------------------------------------------ */

static void
verified_json(const struct verified *v)
{
	autobuf out = BUF(MAX_PAGE_BYTES);
	struct json json = { .out = &out };

	json_open(&json, "", '{');
	json_flag(&json, "whole", v->faults == 0);
	json_number(&json, "faults", v->faults);
	json_number(&json, "events", v->events);
	json_text_or_null(&json, "head", span_of(v->head));
	json_number(&json, "originals", v->originals);
	json_number(&json, "destroyed", v->destroyed);
	json_close(&json, '}');
	desk_print(&out);
}

static void
verified_tell(const struct verified *v)
{
	if (v->faults > 0)
		printf("%lld fault%s found among %lld event%s and %lld "
		       "original%s.\n",
		    v->faults, plural(v->faults), v->events, plural(v->events),
		    v->originals, plural(v->originals));
	else
		printf("All is whole: the register, its history of %lld "
		       "event%s and %lld original%s.\n",
		    v->events, plural(v->events), v->originals,
		    plural(v->originals));
	if (v->destroyed > 0)
		printf(
		    "%lld item%s destroyed at the end of the time to keep.\n",
		    v->destroyed, v->destroyed == 1 ? " was" : "s were");
}

static enum outcome
keeper_open(const struct call *call, struct db **db, struct error *why)
{
	return db_open(arena_text(call->mem, call->options->paths.register_),
	    DB_KEEPER, db, why);
}

int
verify_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	struct verified v = { 0 };
	struct error why;
	autodb db = NULL;
	fault_show *show = is_json ? fault_json : fault_line;
	enum outcome how;

	if (call.argc > 1)
		return desk_usage(&call, "[--json]");
	how = keeper_open(&call, &db, &why);
	if (how == DONE)
		how = verify_register(db, &v, show, NULL, &why);
	if (how == DONE)
		how = verify_originals(db, call.options->paths.spool, &v, show,
		    NULL, &why);
	if (how == DONE && is_json)
		verified_json(&v);
	else if (how == DONE)
		verified_tell(&v);
	if (how == DONE && v.faults > 0) {
		int status = desk_end(&call, DONE, &why);

		return status == EX_OK ? STATUS_FAULT : status;
	}
	return desk_end(&call, how, &why);
}

/* --- backup ------------------------------------------------------------------ */

/* The folder as it is found from anywhere: the register keeps its name. */
static enum outcome
folder_find(const struct call *call, const char *word, struct span *folder,
    struct error *why)
{
	enum outcome how = io_make_dirs(word, why);
	char *path = how == DONE ? realpath(word, NULL) : NULL;

	if (how == DONE && path == NULL)
		how = fail(why, LATER, "%s: %s", word, strerror(errno));
	if (how == DONE)
		*folder = arena_copy(call->mem, span_of(path));
	free(path);
	return how;
}

static void
backup_tell(const struct backup_made *made, struct span folder,
    long long took_ms)
{
	printf("Backup %s is in %.*s: a register of %lld.%lld MB with %lld "
	       "event%s, and %lld original%s.\n",
	    made->name, SPAN_ARG(folder), made->register_bytes / 1000000,
	    made->register_bytes / 100000 % 10, made->verified.events,
	    plural(made->verified.events), made->originals,
	    plural(made->originals));
	printf("Newly linked: %lld; newly copied: %lld; there already: "
	       "%lld.  It took %lld.%03lld s.\n",
	    made->linked, made->copied,
	    made->originals + made->waiting - made->linked - made->copied,
	    took_ms / 1000, took_ms % 1000);
	if (made->linked > 0)
		puts("Linked originals are on the same disk: keep another "
		     "copy of the folder elsewhere.");
	if (made->waiting > 0)
		printf("%lld items that wait to be read are in it, too.\n",
		    made->waiting);
	if (made->replaced > 0)
		printf("%lld damaged copies in the folder were found.\n",
		    made->replaced);
	if (made->absent > 0)
		printf("%lld originals are not in it: see above.\n",
		    made->absent);
}

int
backup_command(const struct call *call)
{
	struct backup_order order = { .register_path =
					  call->options->paths.register_,
		.spool = call->options->paths.spool,
		.who = desk_login(call->mem),
		.now = clock_now() };
	struct backup_made made = { 0 };
	long long began = clock_monotonic_ms();
	struct error why;
	enum outcome how;

	if (call->argc != 2)
		return desk_usage(call, "FOLDER");
	how = folder_find(call, call->argv[1], &order.folder, &why);
	if (how == DONE)
		how = backup_take(&order, &made, fault_warn,
		    (void *)(size_t)call, &why);
	if (how != DONE)
		return desk_end(call, how, &why);
	backup_tell(&made, order.folder, clock_monotonic_ms() - began);
	return made.verified.faults > 0 ? STATUS_FAULT
					: desk_end(call, DONE, &why);
}

/* --- restore ----------------------------------------------------------------- */

static void
backup_describe(const struct call *call, const struct restored *back)
{
	printf("Backup %.*s was taken on %.*s: %lld event%s and %lld "
	       "original%s.\n",
	    SPAN_ARG(back->name),
	    SPAN_ARG(desk_clock(back->manifest.taken, call->mem)),
	    back->manifest.events, plural(back->manifest.events),
	    back->originals, plural(back->originals));
	if (back->waiting > 0)
		printf("%lld items in it were not registered yet.\n",
		    back->waiting);
	if (back->absent > 0)
		printf("%lld originals were missing when it was taken.\n",
		    back->absent);
}

static int
restore_check(const struct call *call, struct span backup)
{
	struct restored back;
	struct error why;
	enum outcome how =
	    restore_verify(backup, call->mem, &back, fault_line, NULL, &why);

	if (how != DONE)
		return desk_end(call, how, &why);
	backup_describe(call, &back);
	if (back.verified.faults == 0)
		puts("All of it is whole.");
	else
		printf("%lld fault%s: see above.\n", back.verified.faults,
		    plural(back.verified.faults));
	return back.verified.faults > 0 ? STATUS_FAULT
					: desk_end(call, DONE, &why);
}

static void
steps_tell(const struct restore_order *order, const struct restored *back,
    struct span since)
{
	printf("\nIt is at %.*s, and not in use yet.  Next:\n"
	       "1. Stop postroom run.  Put register.db, spool and models of it "
	       "where postroom.conf says.\n"
	       "2. In the mailbox, move what came since %.*s from the "
	       "processed folder back to the inbox, and scan again what came "
	       "by post since.  It is registered again, and what is to be "
	       "acknowledged is held for a person.\n"
	       "3. Run postroom reconcile --repair, then start postroom run.\n"
	       "4. %lld acknowledgements that were owed are held: they may "
	       "have gone since.  Look at each, then postroom acknowledge REF "
	       "--release or --by-phone.\n"
	       "5. New case numbers begin %d further on: those given since "
	       "the backup are not given again.\n"
	       "6. Cases that were destroyed since are back: see postroom "
	       "retention.\n",
	    SPAN_ARG(order->place), SPAN_ARG(since), back->held,
	    RESTORE_MARGIN);
}

static int
restore_lay(const struct call *call, struct span backup, const char *place)
{
	const struct restore_order order = { .backup = backup,
		.place = span_of(place),
		.who = desk_login(call->mem),
		.now = clock_now() };
	struct restored back;
	struct error why;
	enum outcome how =
	    restore_into(&order, call->mem, &back, fault_line, NULL, &why);

	if (how != DONE)
		return desk_end(call, how, &why);
	backup_describe(call, &back);
	verified_tell(&back.verified);
	steps_tell(&order, &back, desk_clock(back.manifest.taken, call->mem));
	return back.verified.faults > 0 ? STATUS_FAULT
					: desk_end(call, DONE, &why);
}

int
restore_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_check = call_flag(&call, "--verify");
	const char *place = call_value(&call, "--into");
	struct span backup;
	struct error why;
	enum outcome how;

	if (call.argc != 2 || is_check == (place != NULL))
		return desk_usage(&call, "FOLDER --verify | --into PLACE");
	how = restore_find(span_of(call.argv[1]), call.mem, &backup, &why);
	if (how != DONE)
		return desk_end(&call, how, &why);
	return is_check ? restore_check(&call, backup)
			: restore_lay(&call, backup, place);
}

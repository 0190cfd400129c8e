/*
 * contact.c - what was said enters the spool; what was refused does again
 *
 * Reads:   standard input, the register.
 * Writes:  spool/incoming; the register, where an item is to be read again.
 * Fails by leaving nothing, or the whole of it, in the spool.
 */
#include "contact.h"
#include "base/io.h"
#include "base/utf8.h"
#include "console/casework.h"
#include "console/desk.h"
#include "intake/note.h"
#include "intake/spool.h"
#include "register/acknowledging.h"
#include "register/rereading.h"
#include "triage/workday.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#define ADD_ARGUMENTS                                                          \
	"--by NAME --how telephone|in_person [--case REF [--acknowledges]] "   \
	"[--received DATE] [--name NAME] [--address ADDRESS] "                 \
	"[--phone NUMBER] [--email ADDRESS] <NOTE"
#define RETRY_ARGUMENTS "ITEM [--reason WORDS] [--by NAME]"
#define MAX_NOTE_BYTES (1 << 20)
#define NOON (12 * 3600)
#define DAY_SECONDS 86400
#define LOOK_MICROSECONDS 200000

/* --- add ---------------------------------------------------------------------- */

/* A note, and when it was said. */
struct contact {
	struct note note;
	const char *how, *received, *case_;
	bool acknowledges;
	day on;
	time_t received_at;
};

static struct contact
contact_asked(struct call *call)
{
	return (struct contact){
		.note = { .by = span_trim(span_of(call_value(call, "--by"))),
		    .caller = { span_of(call_value(call, "--name")),
			span_of(call_value(call, "--email")) },
		    .postal_address = span_of(call_value(call, "--address")),
		    .phone = span_of(call_value(call, "--phone")) },
		.how = call_value(call, "--how"),
		.received = call_value(call, "--received"),
		.case_ = call_value(call, "--case"),
		.acknowledges = call_flag(call, "--acknowledges"),
	};
}

static bool
is_word(const char *given, const char *word)
{
	return given != NULL && span_is_equal(span_of(given), span_of(word));
}

/* The day on which it was said, and the instant that stands for it. */
static enum outcome
contact_date(struct contact *c, time_t now, struct error *why)
{
	day today = day_in_london(now);

	c->on = c->received == NULL ? today : day_parse(span_of(c->received));
	if (c->on == NO_DATE)
		return fail(why, REFUSED,
		    "--received: a date looks like 2026-11-22");
	if (c->on > today)
		return fail(why, REFUSED,
		    "--received: that day has not come yet");
	if (c->on < calendar_start())
		return fail(why, REFUSED,
		    "--received: that is before the years that are covered");
	c->received_at =
	    c->on == today ? now : (time_t)c->on * DAY_SECONDS + NOON;
	return DONE;
}

/* Makes the file durable in incoming/; id is its name. */
static enum outcome
note_keep(const struct call *call, const struct contact *c, struct span file,
    char id[SPOOL_ID_BYTES], struct error *why)
{
	struct spool spool;
	struct arrival arrival = { .received = c->received_at };
	autofd fd = -1;
	enum outcome how = spool_open(&spool, call->options->paths.spool, why);

	spool_id(id, 'n', c->received_at, file);
	snprintf(arrival.id, sizeof arrival.id, "%s", id);
	if (how == DONE)
		how = spool_create(&spool, id, &fd, why);
	if (how != DONE)
		return how;
	arrival.fd = fd;
	how = io_write(fd, file, why);
	if (how == DONE)
		how = spool_receive(&spool, &arrival, 1, why);
	if (how != DONE)
		spool_discard(&spool, id);
	return how;
}

/* Waits until intake has registered it; its reference, or "". */
static struct span
reference_wait(const struct call *call, struct span id)
{
	long long end = clock_monotonic_ms() + MAX_ADD_WAIT_SECONDS * 1000ll;
	struct span reference = SPAN("");
	struct error why;
	autodb db = NULL;

	/* It is kept: that the register cannot be asked now is no failure. */
	if (desk_open(call, &db, &why) != DONE)
		return reference;
	while (item_case_find(db, id, call->mem, &reference, &why) == DONE &&
	       reference.len == 0 && clock_monotonic_ms() < end)
		usleep(LOOK_MICROSECONDS);
	return reference;
}

static enum outcome
contact_take(const struct call *call, struct contact *c,
    char id[SPOOL_ID_BYTES], struct error *why)
{
	autobuf text = BUF(MAX_NOTE_BYTES);
	autobuf file = BUF(2 * MAX_NOTE_BYTES);
	time_t now = clock_now();
	enum outcome how = contact_date(c, now, why);

	if (how == DONE)
		how = io_read(STDIN_FILENO, &text, why);
	if (how == DONE &&
	    span_trim(utf8_clean(buf_span(&text), call->mem)).len == 0)
		how = fail(why, REFUSED, "the note is empty");
	if (how != DONE)
		return how;
	note_write(&c->note, buf_span(&text), c->on, now, &file);
	return note_keep(call, c, buf_span(&file), id, why);
}

static bool
is_there(const struct case_row *row, void *context)
{
	(void)row;
	(void)context;
	return true;
}

/* The case that it is about, where it is about one; EX_OK where that is. */
static int
contact_case(const struct call *call, struct contact *c)
{
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (c->case_ == NULL)
		return EX_OK;
	if (!desk_reference_of(call, span_of(c->case_), &c->note.reference))
		return EX_DATAERR;
	how = desk_open(call, &db, &why);
	if (how == DONE)
		how = cases_find(db, c->note.reference, is_there, NULL, &why);
	return how == DONE ? EX_OK : desk_end(call, how, &why);
}

/* By that call the person was told that their case has come. */
static enum outcome
contact_acknowledge(const struct call *call, const struct contact *c,
    struct error *why)
{
	autodb db = NULL;
	enum outcome how = desk_open(call, &db, why);

	if (how != DONE)
		return how;
	return acknowledging_by_phone(db,
	    &(struct change){ .reference = c->note.reference,
		.who = c->note.by,
		.at = clock_now() },
	    c->on, why);
}

/* What has become of the note, as far as that is known already. */
static void
contact_tell(const struct call *call, const struct contact *c, struct span id)
{
	bool is_added = c->note.reference.len > 0;
	struct span reference = reference_wait(call, id);

	if (reference.len > 0)
		printf("It is %scase %.*s.\n", is_added ? "with " : "",
		    SPAN_ARG(reference));
	else
		printf("It %s when intake runs: postroom %s.\n",
		    is_added ? "joins its case" : "becomes a case",
		    is_added ? "show" : "list");
}

int
add_command(const struct call *asked)
{
	struct call call = *asked;
	struct contact contact = contact_asked(&call);
	char id[SPOOL_ID_BYTES] = "";
	struct error why;
	enum outcome how;
	int status;

	contact.note.is_in_person = is_word(contact.how, "in_person");
	if (call.argc != 1 || contact.note.by.len == 0 ||
	    (!contact.note.is_in_person &&
		!is_word(contact.how, "telephone")) ||
	    (contact.acknowledges && contact.case_ == NULL))
		return desk_usage(&call, ADD_ARGUMENTS);
	status = contact_case(&call, &contact);
	if (status != EX_OK)
		return status;
	how = contact_take(&call, &contact, id, &why);
	if (how != DONE)
		return desk_end(&call, how, &why);
	printf("The note is kept as %s.\n", id);
	fflush(stdout);
	if (contact.acknowledges)
		how = contact_acknowledge(&call, &contact, &why);
	contact_tell(&call, &contact, span_of(id));
	return desk_end(&call, how, &why);
}

/* --- retry --------------------------------------------------------------------- */

/* Moves the file to incoming/; done before, it is there or in work. */
static enum outcome
file_put_back(const struct call *call, struct span item_id,
    const struct rereading *item, struct error *why)
{
	char from[PATH_MAX], path[PATH_MAX];
	struct spool spool;
	enum outcome how = spool_open(&spool, call->options->paths.spool, why);

	if (how != DONE)
		return how;
	spool_path(from, &spool, "refused", arena_text(call->mem, item_id));
	spool_path(path, &spool, "incoming", arena_text(call->mem, item_id));
	if (access(from, F_OK) < 0)
		return fail(why, REFUSED,
		    "%.*s: its file is not in %.*s: postroom reconcile",
		    SPAN_ARG(item_id), SPAN_ARG(item->place));
	how = io_move(from, path, why);
	/* The reason that it was refused is no longer one. */
	spool_path(from, &spool, "refused",
	    arena_printf(call->mem, "%.*s.why", SPAN_ARG(item_id)).at);
	if (how == DONE)
		unlink(from);
	return how;
}

int
retry_command(const struct call *asked)
{
	struct call call = *asked;
	struct change change = casework_asked(&call);
	struct rereading item;
	struct span id;
	struct error why;
	time_t received;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2)
		return desk_usage(&call, RETRY_ARGUMENTS);
	id = span_of(call.argv[1]);
	if (!spool_id_time(id, &received)) {
		fprintf(stderr,
		    "postroom retry: this is no item; postroom refused --json "
		    "names them\n");
		return EX_DATAERR;
	}
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = rereading_ask(db, id, &change, call.mem, &item, &why);
	if (how == DONE)
		how = file_put_back(&call, id, &item, &why);
	if (how == DONE)
		printf("%.*s is read again when intake runs.  Its case%s%.*s "
		       "stays; when it can be read now,\nwhat it says is in "
		       "it, a person reviews what it is, and its "
		       "acknowledgement\nwaits until it is let go.\n",
		    SPAN_ARG(id), item.reference.len > 0 ? " " : "",
		    SPAN_ARG(item.reference));
	return desk_end(&call, how, &why);
}

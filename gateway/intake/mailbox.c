/*
 * mailbox.c - the role that brings mail from an IMAP server into the spool
 *
 * Trusts:  its configuration, the ledger.
 * Doubts:  the server and all it sends; a message is stored unread.
 * Reads:   the password, by file or command, or a token (oauth.h).
 * Writes:  spool/tmp, spool/incoming (folder.c), the ledger.
 * Talks to: one IMAP server, over verified TLS.
 * Fails by closing the connection and trying again later: a refused login or
 * a bad certificate may be put right while this role waits.
 */
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "intake/alarm.h"
#include "intake/folder.h"
#include "role.h"

#include <stdlib.h>
#include <sys/random.h>
#include <sysexits.h>

/* Servers drop an IDLE of 10 minutes; RFC 2177 asks for one below 29. */
#define IDLE_MOST_SECONDS 530
#define IDLE_LOST_SECONDS 5
/* Some servers have news at once, every time: no more polls than this. */
#define IDLE_LEAST_MS 1000
#define BACK_OFF_MOST_MS 60000

struct mailbox {
	const struct mailbox_options *options;
	const struct paths_options *paths;
	struct credentials credentials;
	struct spool spool;
	struct db *db;        /* own; NULL until it could be opened */
	struct folder folder; /* its imap: own, NULL while not connected */
	struct alarm alarm;
	unsigned failures; /* in a row */
	int patience;      /* seconds the server asked for, last time */
	bool is_idle_refused;
};

static void
session_close(struct mailbox *box)
{
	imap_close(box->folder.imap);
	box->folder.imap = NULL;
}

/* Opens what is not open: register, spool, connection. */
static enum outcome
session_open(struct mailbox *box, struct error *why)
{
	autoarena mem = { 0 };
	enum outcome how = DONE;

	/* The server would end the session with its token: anew before. */
	if (credentials_are_stale(&box->credentials))
		session_close(box);
	if (box->db == NULL) {
		how = spool_open(&box->spool, box->paths->spool, why);
		if (how == DONE)
			how = db_open(arena_text(&mem, box->paths->register_),
			    DB_MAILBOX, &box->db, why);
		box->folder.db = box->db;
	}
	if (how != DONE || box->folder.imap != NULL)
		return how;
	return imap_open(box->options, &box->credentials, &box->folder.imap,
	    why);
}

static enum outcome
mailbox_poll(struct mailbox *box, struct error *why)
{
	enum outcome how = session_open(box, why);

	if (how == DONE)
		how = folder_pass(&box->folder, why);
	if (how == DONE && box->folder.filing.text[0] == '\0')
		how = alarm_well(&box->alarm, box->db, why);
	box->patience = how == DONE ? 0 : imap_patience(box->folder.imap);
	if (how != DONE)
		session_close(box);
	return how;
}

/* Logs how a poll went; once: no other follows. */
static void
poll_say(struct mailbox *box, enum outcome how, bool once,
    const struct error *why)
{
	const struct folder *f = &box->folder;

	box->failures = how == DONE ? 0 : box->failures + 1;
	if (how != DONE) {
		if (!stop_is_wanted())
			alarm_trouble(&box->alarm, box->db, why, false,
			    once || how == BROKEN);
		return;
	}
	if (f->filing.text[0] != '\0')
		alarm_trouble(&box->alarm, box->db, &f->filing, true, once);
	if (f->fetched > 0 || f->waiting > 0)
		log_info("%.*s: fetched=%zu waiting=%zu",
		    SPAN_ARG(box->options->name), f->fetched, f->waiting);
}

/*
 * Waits 1, 2, 4 ... 60 seconds, or as long as the server asked for, and up to
 * half as long again.
 */
static void
back_off(const struct mailbox *box)
{
	unsigned doublings = box->failures > 6 ? 6 : box->failures - 1;
	unsigned ms = 1000u << doublings, jitter = 0;

	if (ms > BACK_OFF_MOST_MS)
		ms = BACK_OFF_MOST_MS;
	if (ms < 1000u * (unsigned)box->patience)
		ms = 1000u * (unsigned)box->patience;
	if (getrandom(&jitter, sizeof jitter, 0) < 0)
		jitter = 0; /* a wait without jitter will do */
	stop_sleep((int)(ms + jitter % (ms / 2)), -1);
}

/* Waits for the next poll, or for news. */
static void
news_await(struct mailbox *box)
{
	int seconds = (int)box->options->poll;
	long long least_end = clock_monotonic_ms() + IDLE_LEAST_MS, left;
	struct error why;
	enum outcome how;

	if (box->options->idle && !box->is_idle_refused &&
	    imap_has_idle(box->folder.imap)) {
		how = imap_idle(box->folder.imap,
		    seconds < IDLE_MOST_SECONDS ? seconds : IDLE_MOST_SECONDS,
		    &why);
		left = least_end - clock_monotonic_ms();
		if (how == DONE && left > 0 && box->folder.fetched == 0)
			stop_sleep((int)left, -1);
		if (how == DONE)
			return;
		box->is_idle_refused = how == REFUSED;
		if (how != REFUSED && seconds > IDLE_LOST_SECONDS)
			seconds = IDLE_LOST_SECONDS;
		log_debug("%.*s: %s", SPAN_ARG(box->options->name), why.text);
	}
	session_close(box); /* a silent connection does not last */
	stop_sleep(seconds * 1000, -1);
}

static const struct mailbox_options *
options_find(const struct role *role)
{
	for (size_t i = 0; i < role->options->n_mailboxes; i++)
		if (span_is_equal(role->options->mailbox[i].name,
			role->mailbox))
			return &role->options->mailbox[i];
	return NULL;
}

int
mailbox_main(const struct role *role)
{
	struct mailbox box = { .options = options_find(role),
		.paths = &role->options->paths };
	struct error why = { "" };
	enum outcome how;

	if (box.options == NULL) {
		log_error("%s: there is no [mailbox %.*s]", role->options->file,
		    SPAN_ARG(role->mailbox));
		return EX_CONFIG;
	}
	box.alarm.options = box.folder.options = box.options;
	box.folder.spool = &box.spool;
	credentials_of_mailbox(&box.credentials, box.options);
	do {
		how = mailbox_poll(&box, &why);
		poll_say(&box, how, role->once, &why);
		if (role->once || how == BROKEN)
			break;
		if (how == DONE)
			news_await(&box);
		else if (!stop_is_wanted())
			back_off(&box);
	} while (!stop_is_wanted());
	session_close(&box);
	credentials_close(&box.credentials);
	db_close(box.db);
	if (how == BROKEN)
		return EX_CONFIG;
	return role->once && (how != DONE || box.folder.waiting > 0)
		   ? EX_TEMPFAIL
		   : EX_OK;
}

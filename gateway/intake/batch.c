/*
 * batch.c - takes a set of messages (part of the mailbox role)
 *
 * Trusts:  nothing but its own arithmetic.
 * Doubts:  the server: sizes, order, and that it sends what it shows.
 * Writes:  spool/tmp, spool/incoming, ledger rows; moves messages on the
 *          server.
 * Fails by leaving a message where the next pass finds it.
 */
#include "intake/batch.h"
#include "base/ceilings.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "intake/substitute.h"

#include <inttypes.h>
#include <stdio.h>

/* The context of the sink. */
struct batch {
	struct folder *folder;
	struct entry *entries;
	size_t n;
	struct entry *now; /* whose body comes in */
	long long got;
	struct opening opening;
	bool is_own_fault; /* spool or register failed, not the server */
};

bool
entry_is_too_large(const struct entry *e)
{
	return e->message.size > MAX_MESSAGE_BYTES;
}

/*
 * The row of an entry.  One that is too large has its ID before its file is
 * durable: intake asks the ledger what the file is (intake.c).
 */
static struct ledger_row
row_of(const struct folder *f, const struct entry *e, enum ledger_state state,
    const char *trouble)
{
	bool has_id = e->is_durable || entry_is_too_large(e);

	return (struct ledger_row){
		.mailbox = f->options->name,
		.folder = f->options->folder,
		.uidvalidity = f->uidvalidity,
		.uid = e->message.uid,
		.internaldate = e->message.internaldate,
		.size = e->message.size < 0 ? 0 : e->message.size,
		.state = state,
		.item_id = span_of(has_id ? e->id : ""),
		.attempts = e->attempts,
		.last_error = span_of(trouble),
	};
}

/* --- bodies come in ------------------------------------------------------- */

static enum outcome
body_begin(void *context, size_t i, struct error *why)
{
	struct batch *b = context;
	enum outcome how;

	b->now = &b->entries[i];
	io_close(&b->now->fd); /* of one that came under another number */
	b->got = 0;
	b->opening.len = 0;
	how = spool_create(b->folder->spool, b->now->id, &b->now->fd, why);
	b->is_own_fault = how != DONE;
	return how;
}

static enum outcome
body_add(void *context, struct span bytes, struct error *why)
{
	struct batch *b = context;
	bool is_header = entry_is_too_large(b->now);
	enum outcome how;

	b->got += (long long)bytes.len;
	if (is_header && b->got > MAX_HEADER_BLOCK_BYTES)
		return fail(why, LATER, "imap: fetch: more than asked for");
	if (b->got > MAX_MESSAGE_BYTES) {
		b->now->message.size = b->got;
		return fail(why, LATER, "imap: fetch: more than announced");
	}
	if (!is_header)
		opening_add(&b->opening, bytes);
	how = io_write(b->now->fd, bytes, why);
	b->is_own_fault = how != DONE;
	return how;
}

static enum outcome
body_end(void *context, bool is_whole, struct error *why)
{
	struct batch *b = context;
	struct entry *e = b->now;

	(void)why;
	e->is_substitute = is_whole && opening_is_substitute(&b->opening);
	e->is_whole = is_whole && !e->is_substitute;
	if (e->is_whole && !entry_is_too_large(e))
		e->message.size = b->got;
	return DONE;
}

/* Makes what came whole durable, whatever became of the rest. */
static enum outcome
bodies_keep(struct batch *b, enum outcome how, struct error *why)
{
	struct arrival arrivals[IMAP_MOST_AT_ONCE] = { 0 };
	struct error trouble = { "" };
	enum outcome kept;
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++) {
		const struct entry *e = &b->entries[i];

		if (!e->is_whole)
			continue;
		arrivals[n] =
		    (struct arrival){ .received = e->message.internaldate,
			    .fd = e->fd };
		snprintf(arrivals[n++].id, SPOOL_ID_BYTES, "%s", e->id);
	}
	kept = spool_receive(b->folder->spool, arrivals, n, &trouble);
	b->is_own_fault |= kept != DONE;
	for (size_t i = 0; i < b->n; i++) {
		struct entry *e = &b->entries[i];

		e->is_durable = e->is_whole && kept == DONE;
		if (e->fd >= 0 && !e->is_durable)
			spool_discard(b->folder->spool, e->id);
		io_close(&e->fd);
	}
	return how == DONE && kept != DONE ? fail(why, kept, "%s", trouble.text)
					   : how;
}

/* --- what the ledger says of it --------------------------------------------- */

static void
entry_warn(const struct folder *f, const struct entry *e, const char *trouble)
{
	log_warn("%.*s: uid=%" PRIu32 " in folder %.*s was not taken: %s; "
		 "please read it in the mailbox itself",
	    SPAN_ARG(f->options->name), e->message.uid,
	    SPAN_ARG(f->options->folder), trouble);
}

/* The row of a message that a person must look for in the mailbox. */
static struct ledger_row
row_of_given_up(const struct folder *f, const struct entry *e,
    const char *trouble)
{
	struct ledger_row row = row_of(f, e,
	    entry_is_too_large(e) ? LEDGER_TOO_LARGE : LEDGER_UNFETCHABLE,
	    trouble);

	row.item_id = SPAN("");
	return row;
}

enum outcome
entry_give_up(struct folder *f, const struct entry *e, const char *trouble,
    struct error *why)
{
	struct ledger_row row = row_of_given_up(f, e, trouble);
	enum outcome how = ledger_put(f->db, &row, why);

	if (how == DONE)
		entry_warn(f, e, trouble);
	return how;
}

enum outcome
entry_blame(struct folder *f, struct entry *e, const char *trouble,
    struct error *why)
{
	struct ledger_row row;

	e->attempts++;
	if (e->attempts >= MAX_FETCH_ATTEMPTS)
		return entry_give_up(f, e, trouble, why);
	f->waiting++;
	row = row_of(f, e, LEDGER_SEEN, trouble);
	return ledger_put(f->db, &row, why);
}

/* Writes down, for all of the set, that they are about to be asked for. */
static enum outcome
attempts_note(struct batch *b, struct error *why)
{
	struct ledger_row rows[IMAP_MOST_AT_ONCE] = { 0 };

	for (size_t i = 0; i < b->n; i++) {
		struct entry *e = &b->entries[i];

		e->fd = -1;
		e->attempts++;
		if (e->message.internaldate == 0)
			e->message.internaldate = clock_now();
		folder_message_id(b->folder->options, b->folder->uidvalidity,
		    &e->message, e->id);
		rows[i] = row_of(b->folder, e, LEDGER_SEEN, "being fetched");
	}
	return ledger_put_all(b->folder->db, rows, b->n, why);
}

static void
entry_log(struct folder *f, const struct entry *e)
{
	f->fetched++;
	if (entry_is_too_large(e))
		log_info("%.*s: item=%s uid=%" PRIu32 " is too large, "
			 "bytes=%lld: its header was fetched",
		    SPAN_ARG(f->options->name), e->id, e->message.uid,
		    e->message.size);
	else if (!f->progress.is_shown)
		log_info("%.*s: item=%s fetched uid=%" PRIu32 " bytes=%lld",
		    SPAN_ARG(f->options->name), e->id, e->message.uid,
		    e->message.size);
}

/*
 * Is it to be laid at this entry's door that it did not come?  Where the
 * connection broke, at that of the message that was due then; else of one
 * that was asked for alone.
 */
static bool
is_to_blame(const struct batch *b, size_t i, bool is_broken, size_t next)
{
	if (b->is_own_fault || stop_is_wanted() ||
	    imap_patience(b->folder->imap) > 0)
		return false;
	return is_broken ? i == next : b->n == 1;
}

/* Brings the row of every entry of the set up to date, in one transaction. */
static enum outcome
batch_settle(struct batch *b, enum outcome how, size_t next, struct error *why)
{
	struct ledger_row rows[IMAP_MOST_AT_ONCE] = { 0 };
	bool is_broken = how != DONE && how != REFUSED;
	struct error trouble = *why, fault = { "" };
	const struct entry *lost = NULL; /* given up: at most one */
	enum outcome settled;

	if (how == DONE)
		how = fail(&trouble, DONE, "the server sent no message");
	for (size_t i = 0; i < b->n; i++) {
		struct entry *e = &b->entries[i];
		bool is_blamed = is_to_blame(b, i, is_broken, next);

		if (e->is_substitute && is_blamed)
			how = fail(&trouble, how,
			    "Exchange sent a notice in its place");
		if (e->is_durable) {
			rows[i] = row_of(b->folder, e,
			    entry_is_too_large(e) ? LEDGER_TOO_LARGE
						  : LEDGER_FETCHED,
			    "");
		} else if (is_blamed && e->attempts >= MAX_FETCH_ATTEMPTS) {
			rows[i] = row_of_given_up(b->folder, e, trouble.text);
			lost = e;
		} else {
			e->attempts -= !is_blamed;
			b->folder->waiting += is_blamed;
			rows[i] = row_of(b->folder, e, LEDGER_SEEN,
			    is_blamed ? trouble.text : "");
		}
	}
	settled = ledger_put_all(b->folder->db, rows, b->n, &fault);
	for (size_t i = 0; i < b->n && settled == DONE; i++) {
		b->entries[i].is_fetched = b->entries[i].is_durable;
		if (b->entries[i].is_fetched)
			entry_log(b->folder, &b->entries[i]);
	}
	if (settled == DONE && lost != NULL)
		entry_warn(b->folder, lost, trouble.text);
	if (is_broken)
		return how; /* the first cause, not what followed */
	return settled == DONE ? DONE : fail(why, settled, "%s", fault.text);
}

/* --- filed away on the server ------------------------------------------------ */

/* Notes in the ledger that the fetched ones are filed, and with what trouble. */
static enum outcome
rows_file(struct folder *f, const struct entry *entries, size_t n,
    const char *trouble, struct error *why)
{
	struct ledger_row rows[IMAP_MOST_AT_ONCE] = { 0 };
	size_t n_rows = 0;

	for (size_t i = 0; i < n; i++)
		if (entries[i].is_fetched && !entry_is_too_large(&entries[i]))
			rows[n_rows++] =
			    row_of(f, &entries[i], LEDGER_FILED, trouble);
	return ledger_put_all(f->db, rows, n_rows, why);
}

enum outcome
batch_file(struct folder *f, const struct entry *entries, size_t n,
    struct error *why)
{
	struct imap_message messages[IMAP_MOST_AT_ONCE];
	enum imap_filing filing = IMAP_MOVED;
	struct error reason = { "" };
	size_t n_messages = 0;
	enum outcome how;

	for (size_t i = 0; i < n; i++)
		if (entries[i].is_fetched && !entry_is_too_large(&entries[i]))
			messages[n_messages++] = entries[i].message;
	if (f->options->processed_folder.len == 0 || n_messages == 0)
		return DONE;
	if (f->is_filing_refused) {
		f->waiting += n_messages;
		return DONE;
	}
	how = imap_move(f->imap, messages, n_messages,
	    f->options->processed_folder, &filing, &reason);
	if (how == REFUSED) {
		f->is_filing_refused = true;
		f->waiting += n_messages;
		f->filing = reason;
		return DONE; /* what is fetched is safe: go on fetching */
	}
	if (how != DONE)
		return fail(why, how, "%s", reason.text);
	if (filing == IMAP_COPIED)
		f->filing = reason;
	return rows_file(f, entries, n, reason.text, why);
}

enum outcome
batch_remove(struct folder *f, const struct entry *entries, size_t n,
    struct error *why)
{
	struct imap_message messages[IMAP_MOST_AT_ONCE];
	struct error reason;
	enum outcome how;

	for (size_t i = 0; i < n; i++)
		messages[i] = entries[i].message;
	how = imap_remove(f->imap, messages, n, &reason);
	if (how == REFUSED) {
		f->filing = reason;
		return DONE;
	}
	if (how != DONE)
		return fail(why, how, "%s", reason.text);
	return rows_file(f, entries, n, "", why);
}

/* --- the set ------------------------------------------------------------------- */

enum outcome
batch_take(struct folder *f, struct entry *entries, size_t n, struct error *why)
{
	struct batch b = { .folder = f, .entries = entries, .n = n };
	struct imap_sink sink = { .context = &b,
		.is_of_headers = entry_is_too_large(&entries[0]),
		.begin = body_begin,
		.add = body_add,
		.end = body_end };
	struct imap_message messages[IMAP_MOST_AT_ONCE];
	size_t next = 0;
	enum outcome how = attempts_note(&b, why);

	if (how != DONE)
		return how;
	for (size_t i = 0; i < n; i++)
		messages[i] = entries[i].message;
	how = imap_fetch(f->imap, messages, n, &sink, &next, why);
	how = bodies_keep(&b, how, why);
	how = batch_settle(&b, how, next, why);
	if (how == DONE)
		how = batch_file(f, entries, n, why);
	/* Those that were left out are asked for one by one. */
	for (size_t i = 0; i < n && n > 1 && how == DONE; i++)
		if (!entries[i].is_fetched)
			how = batch_take(f, &entries[i], 1, why);
	return how;
}

/*
 * folder.c - takes the new messages of a folder (part of the mailbox role)
 *
 * Trusts:  the ledger.
 * Doubts:  the server: sizes, order, and that it sends what it shows.
 * Writes:  spool/tmp, spool/incoming, ledger rows; moves messages on the
 *          server.
 * Fails by leaving a message where the next pass finds it.
 */
#include "intake/folder.h"
#include "base/ceilings.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A message of this pass. */
struct entry {
	struct imap_message message;
	long long attempts; /* so far, this one included */
	char id[SPOOL_ID_BYTES];
	bool is_durable;   /* in the spool */
	bool is_fetched;   /* and the ledger has it */
	bool is_too_large; /* more came than was announced */
};

/* A group of messages asked for together; the context of the sink. */
struct batch {
	struct folder *folder;
	struct entry *entries;
	size_t n;
	struct entry *now; /* whose body comes in */
	int fd;
	long long got;
	bool is_own_fault; /* spool or register failed, not the server */
};

static enum outcome
row_put(const struct folder *f, const struct entry *e, enum ledger_state state,
    const char *trouble, struct error *why)
{
	struct ledger_row row = {
		.mailbox = f->options->name,
		.folder = f->options->folder,
		.uidvalidity = f->uidvalidity,
		.uid = e->message.uid,
		.internaldate = e->message.internaldate,
		.size = e->message.size < 0 ? 0 : e->message.size,
		.state = state,
		.item_id = span_of(e->is_durable ? e->id : ""),
		.attempts = e->attempts,
		.last_error = span_of(trouble),
	};

	return ledger_put(f->db, &row, why);
}

/* The same arrival has the same ID after a crash: see spool.h. */
static void
id_make(const struct folder *f, struct entry *e)
{
	autobuf key = BUF(2048);

	buf_add(&key, f->options->name);
	buf_add_char(&key, '\0');
	buf_add(&key, f->options->folder);
	buf_printf(&key, "%c%" PRIu32 "%c%" PRIu32, '\0', f->uidvalidity, '\0',
	    e->message.uid);
	spool_id(e->id, 'm', e->message.internaldate, buf_span(&key));
}

/* --- bodies come in --------------------------------------------------------- */

static enum outcome
body_begin(void *context, size_t i, struct error *why)
{
	struct batch *b = context;
	enum outcome how;

	b->now = &b->entries[i];
	b->got = 0;
	how = spool_create(b->folder->spool, b->now->id, &b->fd, why);
	b->is_own_fault = how != DONE;
	return how;
}

static enum outcome
body_add(void *context, struct span bytes, struct error *why)
{
	struct batch *b = context;
	enum outcome how;

	b->got += (long long)bytes.len;
	if (b->got > MAX_MESSAGE_BYTES) {
		b->now->is_too_large = true;
		return fail(why, LATER, "imap: fetch: more than announced");
	}
	how = io_write(b->fd, bytes, why);
	b->is_own_fault = how != DONE;
	return how;
}

static enum outcome
body_end(void *context, bool is_whole, struct error *why)
{
	struct batch *b = context;
	struct entry *e = b->now;
	enum outcome how = DONE;

	if (is_whole) {
		e->message.size = b->got;
		how = spool_receive(b->folder->spool, e->id, b->fd,
		    e->message.internaldate, why);
		e->is_durable = how == DONE;
		if (how == DONE)
			how = row_put(b->folder, e, LEDGER_FETCHED, "", why);
		b->is_own_fault = how != DONE;
		e->is_fetched = how == DONE;
	}
	io_close(&b->fd);
	if (e->is_fetched) {
		b->folder->fetched++;
		log_info("%.*s: item=%s fetched uid=%" PRIu32 " bytes=%lld",
		    SPAN_ARG(b->folder->options->name), e->id, e->message.uid,
		    b->got);
	} else if (!e->is_durable) {
		spool_discard(b->folder->spool, e->id);
	}
	return how;
}

/* --- what becomes of the others ---------------------------------------------- */

/* The message is set aside for good: its row stays, a person is told once. */
static enum outcome
entry_give_up(const struct folder *f, const struct entry *e,
    enum ledger_state state, const char *trouble, struct error *why)
{
	enum outcome how = row_put(f, e, state, trouble, why);

	if (how == DONE)
		log_warn("%.*s: uid=%" PRIu32 " in folder %.*s was not taken: "
			 "%s; please read it in the mailbox itself",
		    SPAN_ARG(f->options->name), e->message.uid,
		    SPAN_ARG(f->options->folder), trouble);
	return how;
}

/* The attempt counts: the server was asked and did not give the message. */
static enum outcome
entry_blame(struct folder *f, const struct entry *e, const char *trouble,
    struct error *why)
{
	if (e->is_too_large)
		return entry_give_up(f, e, LEDGER_TOO_LARGE,
		    "it is larger than the limit", why);
	if (e->attempts >= MAX_FETCH_ATTEMPTS)
		return entry_give_up(f, e, LEDGER_UNFETCHABLE, trouble, why);
	f->waiting++;
	return row_put(f, e, LEDGER_SEEN, trouble, why);
}

/* The attempt does not count: something else went wrong. */
static enum outcome
entry_spare(struct folder *f, struct entry *e, struct error *why)
{
	e->attempts--;
	return row_put(f, e, LEDGER_SEEN, "", why);
}

/*
 * Measures the messages.  Those that can be fetched are moved to the front,
 * their attempt written down; *n is how many.
 */
static enum outcome
batch_measure(struct folder *f, struct entry *entries, size_t *n,
    struct error *why)
{
	struct imap_message messages[IMAP_MOST_AT_ONCE];
	size_t kept = 0;
	enum outcome how;

	for (size_t i = 0; i < *n; i++)
		messages[i] = entries[i].message;
	how = imap_measure(f->imap, messages, *n, why);
	/* NO to a message: ask on, it is then blamed like a silent one. */
	if (how == REFUSED)
		how = DONE;
	for (size_t i = 0; i < *n && how == DONE; i++) {
		struct entry e = entries[i];

		e.attempts++;
		e.message.size = messages[i].size;
		if (messages[i].internaldate != 0)
			e.message.internaldate = messages[i].internaldate;
		if (e.message.internaldate == 0)
			e.message.internaldate = clock_now();
		id_make(f, &e);
		if (e.message.size > MAX_MESSAGE_BYTES) {
			how = entry_give_up(f, &e, LEDGER_TOO_LARGE,
			    "it is larger than the limit", why);
		} else if (e.message.size < 0) {
			how =
			    entry_blame(f, &e, "the server gives no size", why);
		} else {
			how = row_put(f, &e, LEDGER_SEEN, "being fetched", why);
			entries[kept++] = e;
		}
	}
	*n = kept;
	return how;
}

/*
 * What of the attempts of those that did not come.  Where the connection
 * broke, it is laid at the door of the message that was due then.
 */
static enum outcome
batch_settle(struct batch *b, enum outcome how, size_t next, struct error *why)
{
	bool is_broken = how != DONE && how != REFUSED;
	struct error trouble = *why;
	enum outcome settled = DONE;

	if (how == DONE)
		settled = fail(&trouble, DONE, "the server sent no message");
	for (size_t i = 0; i < b->n && settled == DONE; i++) {
		struct entry *e = &b->entries[i];
		bool is_due = is_broken ? i == next : b->n == 1;

		if (e->is_fetched)
			continue;
		if (is_due && !b->is_own_fault && !stop_is_wanted())
			settled = entry_blame(b->folder, e, trouble.text, why);
		else
			settled = entry_spare(b->folder, e, why);
	}
	if (is_broken)
		*why = trouble; /* the first cause, not what followed */
	return is_broken ? how : settled;
}

/* --- filed away on the server -------------------------------------------------- */

/* Moves what is fetched to the processed folder, where there is one. */
static enum outcome
entries_file(struct folder *f, const struct entry *entries, size_t n,
    struct error *why)
{
	struct imap_message messages[IMAP_MOST_AT_ONCE];
	enum imap_filing filing = IMAP_MOVED;
	struct error reason = { "" };
	size_t n_messages = 0;
	enum outcome how;

	for (size_t i = 0; i < n; i++)
		if (entries[i].is_fetched)
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
	for (size_t i = 0; i < n && how == DONE; i++)
		if (entries[i].is_fetched)
			how = row_put(f, &entries[i], LEDGER_FILED, reason.text,
			    why);
	return how;
}

/* --- the pass -------------------------------------------------------------------- */

static enum outcome
batch_fetch(struct folder *f, struct entry *entries, size_t n,
    struct error *why)
{
	static const struct imap_sink calls = { .begin = body_begin,
		.add = body_add,
		.end = body_end };
	struct imap_message messages[IMAP_MOST_AT_ONCE];
	struct batch b = { .folder = f, .entries = entries, .fd = -1 };
	struct imap_sink sink = calls;
	size_t next = 0;
	enum outcome how = batch_measure(f, entries, &n, why);

	if (how != DONE || n == 0)
		return how;
	b.n = n;
	for (size_t i = 0; i < n; i++)
		messages[i] = entries[i].message;
	sink.context = &b;
	how = imap_fetch(f->imap, messages, n, &sink, &next, why);
	how = batch_settle(&b, how, next, why);
	if (how == DONE)
		how = entries_file(f, entries, n, why);
	/* Those that were left out are asked for one by one. */
	for (size_t i = 0; i < n && n > 1 && how == DONE; i++)
		if (!entries[i].is_fetched)
			how = batch_fetch(f, &entries[i], 1, why);
	return how;
}

/*
 * Looks the message up in the ledger: *wanted where there is something to do.
 */
static enum outcome
entry_look_up(struct folder *f, struct entry *e, bool *wanted,
    struct error *why)
{
	autoarena mem = { 0 };
	struct ledger_row row = { .uid = 0 };
	enum outcome how =
	    ledger_find(f->db, f->options->name, f->options->folder,
		f->uidvalidity, e->message.uid, &mem, &row, why);

	*wanted = how == DONE && row.uid == 0;
	if (how != DONE || row.uid == 0)
		return how;
	e->attempts = row.attempts;
	e->message.size = row.size;
	e->message.internaldate = row.internaldate;
	if (row.state == LEDGER_FETCHED) {
		*wanted = f->options->processed_folder.len > 0;
		e->is_durable = e->is_fetched = true;
		snprintf(e->id, sizeof e->id, "%.*s", SPAN_ARG(row.item_id));
	} else if (row.state == LEDGER_SEEN &&
		   row.attempts >= MAX_FETCH_ATTEMPTS) {
		how = entry_give_up(f, e, LEDGER_UNFETCHABLE,
		    "every attempt ended this program or the connection", why);
	} else if (row.state == LEDGER_SEEN) {
		/* The second to fifth attempt come 1, 2, 4, 8 passes later. */
		*wanted = row.attempts < 2 ||
			  f->passes % (1u << (row.attempts - 1)) == 0;
		f->waiting += !*wanted;
	}
	return how;
}

/* Those to be filed first, then by attempts, then the oldest. */
static int
entry_compare(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->is_fetched != y->is_fetched)
		return y->is_fetched - x->is_fetched;
	if (x->attempts != y->attempts)
		return x->attempts < y->attempts ? -1 : 1;
	return (x->message.uid > y->message.uid) -
	       (x->message.uid < y->message.uid);
}

/* How many of the entries go together: one that was in trouble goes alone. */
static size_t
group_length(const struct entry *entries, size_t n)
{
	size_t len = 1;

	if (!entries[0].is_fetched && entries[0].attempts > 0)
		return 1;
	while (len < n && len < IMAP_MOST_AT_ONCE &&
	       entries[len].is_fetched == entries[0].is_fetched &&
	       (entries[len].is_fetched || entries[len].attempts == 0))
		len++;
	return len;
}

static enum outcome
entries_take(struct folder *f, struct entry *entries, size_t n,
    struct error *why)
{
	enum outcome how = DONE;
	size_t len;

	qsort(entries, n, sizeof *entries, entry_compare);
	for (size_t i = 0; i < n && how == DONE; i += len) {
		len = group_length(&entries[i], n - i);
		if (stop_is_wanted())
			return fail(why, LATER, "asked to stop");
		how = entries[i].is_fetched
			  ? entries_file(f, &entries[i], len, why)
			  : batch_fetch(f, &entries[i], len, why);
	}
	return how;
}

enum outcome
folder_pass(struct folder *f, struct error *why)
{
	autoarena mem = { 0 };
	struct entry *entries;
	uint32_t *uids = NULL;
	size_t n = 0, n_entries = 0;
	enum outcome how;

	f->fetched = f->waiting = 0;
	f->filing.text[0] = '\0';
	f->is_filing_refused = false;
	how = imap_select(f->imap, f->options->folder, &f->uidvalidity, why);
	if (how == DONE)
		how = imap_list(f->imap, &mem, &uids, &n, why);
	if (how != DONE)
		return how == REFUSED ? fail(why, LATER, "%s", why->text) : how;
	entries = ARENA_ARRAY(&mem, n + 1, struct entry);
	for (size_t i = 0; i < n && how == DONE; i++) {
		struct entry e = { .message.uid = uids[i] };
		bool wanted = false;

		how = entry_look_up(f, &e, &wanted, why);
		if (wanted)
			entries[n_entries++] = e;
	}
	if (how == DONE)
		how = entries_take(f, entries, n_entries, why);
	f->passes++;
	return how;
}

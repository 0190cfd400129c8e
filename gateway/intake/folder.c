/*
 * folder.c - finds what of a folder is to be taken (part of the mailbox role)
 *
 * Trusts:  the ledger.
 * Doubts:  the server: sizes, order, and that it sends what it shows.
 * Fails by leaving a message where the next pass finds it.
 */
#include "intake/folder.h"
#include "base/ceilings.h"
#include "base/stop.h"
#include "intake/batch.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What one FETCH may bring, unless a single message is more. */
#define MAX_BATCH_BYTES (8ll << 20)

void
folder_message_id(const struct mailbox_options *options, uint32_t uidvalidity,
    const struct imap_message *message, char id[SPOOL_ID_BYTES])
{
	autobuf key = BUF(2048);

	buf_add(&key, options->name);
	buf_add_char(&key, '\0');
	buf_add(&key, options->folder);
	buf_printf(&key, "%c%" PRIu32 "%c%" PRIu32, '\0', uidvalidity, '\0',
	    message->uid);
	spool_id(id, 'm', message->internaldate, buf_span(&key));
}

/* --- what is wanted ---------------------------------------------------------- */

/* What is to be done with a message, in the order in which it is done. */
enum task {
	TASK_FILE,    /* it is fetched: file it away */
	TASK_REMOVE,  /* it is filed, and yet there */
	TASK_GIVE_UP, /* each attempt ended this program */
	TASK_FETCH
};

/* A message of this pass, in few bytes: there may be 100,000. */
struct wanted {
	uint32_t uid;
	unsigned char attempts; /* at most MAX_FETCH_ATTEMPTS */
	unsigned char task;
};

/* The folder's UIDs beside the ledger's, both ascending. */
struct survey {
	struct folder *folder;
	const uint32_t *uids;
	size_t n, next;
	struct wanted *wanted;
	size_t n_wanted;
};

static void
wanted_add(struct survey *s, uint32_t uid, enum task task, long long attempts)
{
	s->wanted[s->n_wanted++] =
	    (struct wanted){ uid, (unsigned char)attempts, task };
}

/* A message that the ledger knows: is there something left to do? */
static void
known_consider(struct survey *s, const struct ledger_row *row)
{
	struct folder *f = s->folder;
	uint32_t uid = (uint32_t)row->uid;
	bool is_open =
	    row->state == LEDGER_SEEN ||
	    (row->state == LEDGER_TOO_LARGE && row->item_id.len == 0);

	if (row->state == LEDGER_FETCHED &&
	    f->options->processed_folder.len > 0)
		wanted_add(s, uid, TASK_FILE, 0);
	/* After a copy the original stayed: the server could not, or did not. */
	if (row->state == LEDGER_FILED && imap_can_remove(f->imap))
		wanted_add(s, uid, TASK_REMOVE, 0);
	if (!is_open)
		return;
	if (row->attempts >= MAX_FETCH_ATTEMPTS) {
		if (row->state == LEDGER_SEEN)
			wanted_add(s, uid, TASK_GIVE_UP, MAX_FETCH_ATTEMPTS);
	} else if (row->attempts < 2 ||
		   f->passes % (1u << (row->attempts - 1)) == 0) {
		/* The second to fifth attempt come 1, 2, 4, 8 passes later. */
		wanted_add(s, uid, TASK_FETCH, row->attempts);
	} else {
		f->waiting++;
	}
}

/* Takes the UIDs up to that of the ledger's next row. */
static bool
row_meet(const struct ledger_row *row, void *context)
{
	struct survey *s = context;

	while (s->next < s->n && s->uids[s->next] < row->uid)
		wanted_add(s, s->uids[s->next++], TASK_FETCH, 0);
	if (s->next < s->n && s->uids[s->next] == row->uid) {
		known_consider(s, row);
		s->next++;
	}
	return s->next < s->n;
}

/* By task, then by attempts, then the oldest. */
static int
wanted_compare(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	if (x->task != y->task)
		return x->task - y->task;
	if (x->attempts != y->attempts)
		return x->attempts - y->attempts;
	return (x->uid > y->uid) - (x->uid < y->uid);
}

static enum outcome
folder_survey(struct folder *f, struct arena *mem, struct survey *s,
    struct error *why)
{
	struct ledger_row key = { .mailbox = f->options->name,
		.folder = f->options->folder };
	uint32_t *uids = NULL;
	size_t n = 0;
	enum outcome how =
	    imap_select(f->imap, f->options->folder, &f->uidvalidity, why);

	if (how == DONE)
		how = imap_list(f->imap, mem, &uids, &n, why);
	if (how != DONE)
		return how == REFUSED ? fail(why, LATER, "%s", why->text) : how;
	key.uidvalidity = f->uidvalidity;
	*s = (struct survey){ .folder = f,
		.uids = uids,
		.n = n,
		.wanted = ARENA_ARRAY(mem, n + 1, struct wanted) };
	how = ledger_each(f->db, &key, row_meet, s, why);
	while (how == DONE && s->next < s->n)
		wanted_add(s, s->uids[s->next++], TASK_FETCH, 0);
	qsort(s->wanted, s->n_wanted, sizeof *s->wanted, wanted_compare);
	return how;
}

/* --- sets of it ----------------------------------------------------------------- */

/*
 * The entry of a wanted message.  What was begun before is in the ledger: its
 * ID, its receipt, and whether it was too large.
 */
static enum outcome
entry_begin(struct folder *f, const struct wanted *w, struct entry *e,
    struct error *why)
{
	autoarena mem = { 0 };
	struct ledger_row row = { 0 };
	enum outcome how = DONE;

	*e = (struct entry){ .message.uid = w->uid,
		.message.size = -1,
		.fd = -1,
		.attempts = w->attempts };
	if (w->task == TASK_FETCH && w->attempts == 0)
		return DONE;
	how = ledger_find(f->db, f->options->name, f->options->folder,
	    f->uidvalidity, w->uid, &mem, &row, why);
	if (how != DONE)
		return how;
	e->message.size = row.size;
	e->message.internaldate = row.internaldate;
	e->is_fetched =
	    row.state == LEDGER_FETCHED || row.state == LEDGER_FILED;
	e->is_durable = e->is_fetched;
	snprintf(e->id, sizeof e->id, "%.*s", SPAN_ARG(row.item_id));
	return DONE;
}

/* Asks for sizes and receipts; -1 for a size that the server does not give. */
static enum outcome
entries_measure(struct folder *f, struct entry *entries, size_t n,
    struct error *why)
{
	struct imap_message messages[IMAP_MOST_MEASURED];
	enum outcome how;

	for (size_t i = 0; i < n; i++)
		messages[i] = entries[i].message;
	how = imap_measure(f->imap, messages, n, why);
	/* NO to a message: ask on, it is then blamed like a silent one. */
	if (how != DONE && how != REFUSED)
		return how;
	for (size_t i = 0; i < n; i++) {
		struct imap_message *m = &entries[i].message;

		/* One that once sent more than this stays too large. */
		if (messages[i].size < 0 || !entry_is_too_large(&entries[i]))
			m->size = messages[i].size;
		if (messages[i].internaldate != 0)
			m->internaldate = messages[i].internaldate;
	}
	return DONE;
}

/* How many of the entries go together. */
static size_t
batch_length(const struct entry *entries, size_t n)
{
	long long bytes = entries[0].message.size;
	size_t len = 1;

	if (entry_is_too_large(&entries[0]))
		return 1;
	while (len < n && len < IMAP_MOST_AT_ONCE &&
	       entries[len].message.size >= 0 &&
	       (bytes += entries[len].message.size) <= MAX_BATCH_BYTES)
		len++;
	return len;
}

/* Fetches messages that were measured together, set by set. */
static enum outcome
entries_fetch(struct folder *f, struct entry *entries, size_t n,
    struct error *why)
{
	enum outcome how = DONE;
	size_t len;

	for (size_t i = 0; i < n && how == DONE; i += len) {
		struct entry *e = &entries[i];

		len = 1;
		if (stop_is_wanted())
			return fail(why, LATER, "asked to stop");
		if (e->message.size < 0 && n > 1)
			how = entries_measure(f, e, 1, why);
		if (how != DONE)
			break;
		if (e->message.size < 0) {
			how =
			    entry_blame(f, e, "the server gives no size", why);
		} else {
			len = batch_length(e, n - i);
			how = batch_take(f, e, len, why);
		}
		progress_add(&f->progress, len);
	}
	return how;
}

/* How many of the wanted go together; one that was in trouble goes alone. */
static size_t
group_length(const struct wanted *wanted, size_t n)
{
	size_t most = wanted[0].task == TASK_FETCH ? IMAP_MOST_MEASURED
						   : IMAP_MOST_AT_ONCE;
	size_t len = 1;

	if (wanted[0].attempts > 0)
		return 1;
	while (len < n && len < most && wanted[len].task == wanted[0].task &&
	       wanted[len].attempts == 0)
		len++;
	return len;
}

static enum outcome
group_take(struct folder *f, const struct wanted *wanted, size_t n,
    struct entry *entries, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < n && how == DONE; i++)
		how = entry_begin(f, &wanted[i], &entries[i], why);
	if (how != DONE)
		return how;
	if (wanted[0].task == TASK_FILE)
		return batch_file(f, entries, n, why);
	if (wanted[0].task == TASK_REMOVE)
		return batch_remove(f, entries, n, why);
	if (wanted[0].task == TASK_GIVE_UP)
		return entry_give_up(f, &entries[0],
		    "every attempt ended this program or the connection", why);
	how = entries_measure(f, entries, n, why);
	return how == DONE ? entries_fetch(f, entries, n, why) : how;
}

/* How many of the wanted are to be fetched. */
static size_t
fetch_count(const struct survey *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_wanted; i++)
		n += s->wanted[i].task == TASK_FETCH;
	return n;
}

enum outcome
folder_pass(struct folder *f, struct error *why)
{
	autoarena mem = { 0 };
	struct survey s = { 0 };
	struct entry *entries =
	    ARENA_ARRAY(&mem, IMAP_MOST_MEASURED, struct entry);
	enum outcome how;
	size_t len;

	f->fetched = f->waiting = 0;
	f->filing.text[0] = '\0';
	f->is_filing_refused = false;
	how = folder_survey(f, &mem, &s, why);
	progress_begin(&f->progress, fetch_count(&s));
	for (size_t i = 0; i < s.n_wanted && how == DONE; i += len) {
		len = group_length(&s.wanted[i], s.n_wanted - i);
		if (stop_is_wanted())
			how = fail(why, LATER, "asked to stop");
		else
			how = group_take(f, &s.wanted[i], len, entries, why);
	}
	progress_end(&f->progress);
	f->passes++;
	return how;
}

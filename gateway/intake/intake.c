/*
 * intake.c - the role that turns spooled bytes into registered items
 *
 * Reads:   spool/post (slot 1), spool/incoming, the policy pack.
 * Writes:  spool/working, kept, duplicate, refused; the register.
 * Talks to: its own postroom-extract, which reads every document.
 * Trusts:  the register, and names this program chose itself.
 * Doubts:  every byte of an item; it never looks at one.
 * Fails by leaving the item where a restart will find it.
 */
#include "base/digest.h"
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "intake/claim.h"
#include "intake/content.h"
#include "intake/note.h"
#include "intake/reading.h"
#include "intake/tray.h"
#include "register/holidays.h"
#include "register/items.h"
#include "register/ledger.h"
#include "register/shelf.h"
#include "role.h"
#include "triage/ours.h"
#include "triage/phrases.h"
#include "triage/triage.h"

#include <sysexits.h>

#define MB 1000000  /* as mail programs show sizes to staff */
#define MAX_TRIES 3 /* an item that ended this role so often is set aside */
#define MAX_PAUSE_MS 60000 /* between tries while the world is unwell */

struct intake {
	const struct role *role;
	struct spool spool;
	struct queue queue;
	struct policy policy;
	struct triage_house house;
	struct shelf shelf;
	struct shelved shelved;  /* the model in use */
	struct arena *lasting;   /* as long as the role */
	struct span mail_domain; /* of Message-IDs */
	struct db *db;
	struct reader *reader;
	struct tray *tray; /* slot 1 only */
	int watch;         /* says when to look again */
	size_t passed;     /* tray entries that were passed over, last time */
};

/*
 * Takes the model into use that a person promoted since the last item.  Where
 * it cannot be read the one in memory goes on.
 */
static enum outcome
model_refresh(struct intake *in, struct error *why)
{
	autoarena names = { 0 };
	struct error note;
	struct shelved fresh;
	enum outcome how;

	if (span_is_equal(shelf_named(&in->shelf, "current", &names),
		in->shelved.name))
		return DONE;
	how = shelf_read_current(&in->shelf, in->lasting, &fresh, &note, why);
	if (how != DONE)
		return how;
	if (note.text[0] != '\0')
		log_warn("%s: the shipped model is used", note.text);
	shelved_release(&in->shelved);
	in->shelved = fresh;
	/* A damaged one is not read again for each item. */
	in->shelved.name = shelf_named(&in->shelf, "current", in->lasting);
	in->house.model = &in->shelved.model;
	log_info("model=%.*s", SPAN_ARG(in->shelved.model.id));
	return DONE;
}

static struct span
domain_of(struct span address)
{
	struct span domain = address;

	(void)span_cut_at(&domain, '@');
	return domain;
}

static enum outcome
intake_open(struct intake *in, struct arena *mem, struct error *why)
{
	const struct options *o = in->role->options;
	struct span extract =
	    arena_printf(mem, "%s-extract", in->role->program);
	enum outcome how = spool_open(&in->spool, o->paths.spool, why);

	if (how == DONE)
		how = spool_recover(&in->spool, in->role->slot, why);
	if (how == DONE)
		how = policy_read(o->organisation.policy, o->paths.templates,
		    mem, &in->policy, why);
	if (how == DONE)
		how = db_open(arena_text(mem, o->paths.register_), DB_INTAKE,
		    &in->db, why);
	if (how == DONE)
		how = reader_start(extract.at, o->intake.languages, &in->reader,
		    why);
	if (how != DONE)
		return how;
	in->mail_domain = domain_of(o->smtp.from);
	in->house = (struct triage_house){
		.policy = &in->policy,
		.addresses = o->organisation.addresses,
		.internal_domains = o->organisation.internal_domains,
		.trusted_authserv = o->organisation.trusted_authserv,
		.webform_addresses = o->organisation.webform_addresses,
		.phrases = phrases_index(mem),
		.ours = ours_index(in->policy.own_texts, mem),
	};
	in->shelf = shelf_find(o->paths.register_, in->role->program, mem);
	in->lasting = mem;
	how = model_refresh(in, why);
	if (how != DONE)
		return how;
	if (in->role->slot == 1)
		in->tray = tray_open(&in->spool, o->intake.settle);
	in->watch = spool_watch(&in->spool, in->tray != NULL);
	return DONE;
}

static void
intake_close(struct intake *in)
{
	io_close(&in->watch);
	tray_close(in->tray);
	reader_stop(in->reader);
	queue_release(&in->queue);
	shelved_release(&in->shelved);
	db_close(in->db);
}

/* Where the item's file ends: set aside when the thing itself is unreadable. */
static enum spool_end
end_of(const struct item *item, const struct registration *registration)
{
	if (registration->first_id.len > 0)
		return SPOOL_DUPLICATE;
	if (item->root.outcome == PART_READ || item->root.outcome == PART_EMPTY)
		return SPOOL_KEPT;
	return SPOOL_REFUSED;
}

/* A letter is its bytes; a message is what its author sent (content.h). */
static enum outcome
claim_know(const struct claim *claim, struct item *item, struct arena *mem,
    struct error *why)
{
	if (item_is_post(item) && item->kind == KIND_DOCUMENT) {
		item->content = item->sha256;
		return DONE;
	}
	return content_hash(claim->fd, mem, &item->content, why);
}

/*
 * The message is larger than the limit, and its file is the header alone.  Two
 * of one header and one size are taken for the same message.
 */
static void
item_set_too_large(struct item *item, long long size, struct arena *mem)
{
	item->size = (size_t)size;
	item->root.outcome = PART_TOO_LARGE;
	item->root.note =
	    arena_printf(mem, "a message of %lld MB was left in the mailbox",
		(size + MB / 2) / MB);
	item->content = digest_sha256(
	    arena_printf(mem, "%.*s %lld", SPAN_ARG(item->content), size), mem);
}

/* A note comes by no mailbox and no tray: its row is made here. */
static enum outcome
note_take(struct intake *in, const struct claim *claim, struct item *item,
    struct arena *mem, struct error *why)
{
	item->note = note_read(item->message, mem);
	return ledger_put(in->db,
	    &(struct ledger_row){ .mailbox = SPAN(NOTE_MAILBOX),
		.folder = SPAN(""),
		.internaldate = claim->received,
		.size = (long long)claim->size,
		.state = LEDGER_FILED,
		.item_id = item->id,
		.file = SPAN(""),
		.last_error = SPAN("") },
	    why);
}

/* Reads the claimed file, or says that it ended this role too often. */
static enum outcome
claim_read(struct intake *in, struct claim *claim, struct item *item,
    struct arena *mem, struct error *why)
{
	struct ledger_row row;
	time_t now = clock_now();
	enum outcome how;

	item->id = arena_copy(mem, span_of(claim->id));
	/* A clock of the law begins now where a server's runs ahead. */
	item->received_at = claim->received < now ? claim->received : now;
	how = ledger_find_item(in->db, item->id, mem, &row, why);
	if (how != DONE)
		return how;
	item->file = row.file;
	item->was_put_back = row.was_put_back;
	/* What waits behind it keeps the cores busy better than its pages. */
	reader_share(in->reader, in->queue.next >= in->queue.n);
	if (spool_attempts(&in->spool, claim) < MAX_TRIES)
		how = reading_run(in->reader, claim->fd, item->file, item, mem,
		    why);
	else
		how = reading_skip(claim->fd,
		    SPAN("it stopped the program each time it was read"), item,
		    mem, why);
	if (how == DONE)
		how = claim_know(claim, item, mem, why);
	if (how == DONE && item_is_note(item))
		how = note_take(in, claim, item, mem, why);
	if (how == DONE && row.uid > 0 && row.size > MAX_MESSAGE_BYTES)
		item_set_too_large(item, row.size, mem);
	return how;
}

static void
item_log(const struct item *item, const struct registration *r,
    enum spool_end end)
{
	const struct verdict *v = &item->verdict;

	if (end == SPOOL_DUPLICATE) {
		log_info("item=%.*s duplicate of=%.*s", SPAN_ARG(item->id),
		    SPAN_ARG(r->first_id));
		return;
	}
	log_info("item=%.*s registered case=%.*s outcome=%s origin=%s "
		 "category=%s review=%s acknowledge=%s documents=%zu "
		 "read_ms=%lld cpu_ms=%lld peak_kib=%lld",
	    SPAN_ARG(item->id), SPAN_ARG(r->reference),
	    part_outcome_name(item->root.outcome),
	    origin_name(item->origin.kind), category_name(v->category),
	    v->needs_review ? "yes" : "no",
	    acknowledge_name(item->owed.acknowledge), item->n_parts,
	    item->effort.wall_ms, item->effort.cpu_ms, item->effort.peak_kib);
	if (end == SPOOL_REFUSED)
		log_warn("item=%.*s refused: %.*s: a person must look",
		    SPAN_ARG(item->id), SPAN_ARG(item->root.note));
}

/*
 * One item from incoming/ to its end.  *found is false where there is none.
 * Registering, saying the place and moving there can each be repeated, so a
 * crash between any two of them is made good by doing all of it again.
 */
static enum outcome
take_one(struct intake *in, bool *found, struct error *why)
{
	struct claim claim = { .fd = -1 };
	struct registration registration = { 0 };
	autoarena mem = { 0 };
	struct item item = { 0 };
	enum spool_end end = SPOOL_KEPT;
	enum outcome how = spool_claim(&in->spool, &in->queue, &claim, why);

	*found = how == DONE && claim.id[0] != '\0';
	if (!*found)
		return how;
	how = claim_read(in, &claim, &item, &mem, why);
	if (how == DONE)
		how = model_refresh(in, why);
	if (how == DONE) /* staff may have added one since */
		how = holidays_read(in->db, &mem, &in->policy, why);
	if (how == DONE) {
		triage(&item, &in->house, &mem);
		how = items_register(in->db, &item, in->mail_domain, &mem,
		    &registration, why);
	}
	if (how == DONE) {
		end = end_of(&item, &registration);
		how = items_set_place(in->db, item.id,
		    spool_place(&claim, end, &mem), why);
	}
	if (how == DONE)
		how =
		    spool_finish(&in->spool, &claim, end, item.root.note, why);
	if (how == DONE)
		item_log(&item, &registration, end);
	else if (spool_return(&in->spool, &claim, NULL) != DONE)
		log_warn("item=%.*s stays in working/ until the next attempt",
		    SPAN_ARG(item.id));
	return how;
}

/* Looks into the tray, where this is the slot that does. */
static enum outcome
tray_look(struct intake *in, size_t *waiting, struct error *why)
{
	struct tray_look look = { 0 };
	enum outcome how = DONE;

	if (in->tray != NULL)
		how = tray_take(in->tray, in->db, &look, why);
	if (look.passed > in->passed)
		log_warn("post tray: %zu entries are no plain readable files: "
			 "look at spool/post",
		    look.passed);
	in->passed = look.passed;
	*waiting = look.waiting;
	return how;
}

/* Works until incoming/ and the tray have nothing ready. */
static enum outcome
work_off(struct intake *in, size_t *waiting, struct error *why)
{
	enum outcome how;
	bool found;

	spool_watch_drain(in->watch);
	how = tray_look(in, waiting, why);
	found = how == DONE;
	while (how == DONE && found && !stop_is_wanted())
		how = take_one(in, &found, why);
	return how;
}

/* The role's loop.  Returns what ended it. */
static enum outcome
intake_loop(struct intake *in, struct error *why)
{
	const struct intake_options *o = &in->role->options->intake;
	int pause_ms = 0;

	while (!stop_is_wanted()) {
		size_t waiting = 0;
		enum outcome how = DONE;

		/* What failed may have failed to be put back, too. */
		if (pause_ms > 0)
			how = spool_take_back(&in->spool, in->role->slot, why);
		if (how == DONE)
			how = work_off(in, &waiting, why);
		if (how == BROKEN || (in->role->once && how != DONE))
			return how;
		if (how != DONE) {
			pause_ms = pause_ms == 0 ? 1000 : pause_ms * 2;
			if (pause_ms > MAX_PAUSE_MS)
				pause_ms = MAX_PAUSE_MS;
			log_warn("%s: trying again in %d s", why->text,
			    pause_ms / 1000);
			stop_sleep(pause_ms, -1);
			continue;
		}
		pause_ms = 0;
		if (in->role->once && waiting == 0)
			return DONE;
		stop_sleep(waiting > 0 ? 200 : (int)o->rescan * 1000,
		    in->watch);
	}
	return DONE;
}

int
intake_main(const struct role *role)
{
	struct intake in = { .role = role,
		.queue.slot = role->slot,
		.watch = -1 };
	autoarena mem = { 0 };
	struct error why = { "" };
	enum outcome how;

	log_open("intake", role->slot);
	how = intake_open(&in, &mem, &why);
	if (how == DONE)
		how = intake_loop(&in, &why);
	intake_close(&in);
	if (how != DONE)
		log_error("%s: %s", outcome_name(how), why.text);
	return outcome_status(how);
}

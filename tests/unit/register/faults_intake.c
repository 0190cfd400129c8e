/* faults_intake.c - what arrives, with SQLite failing at each of its calls */
#include "arrivals.h"
#include "register/ledger.h"
#include "register/outbox.h"
#include "register/poll.h"
#include "register/rereading.h"
#include "register/restriction.h"
#include "register/token.h"

#define ADA "ada@people.example"

/* One that names the case, with its token. */
static struct item *
about(struct act *a, const char *id, long long case_number)
{
	struct item *i = sample_complaint(id, a->mem);
	struct named_case *named = ARENA_ARRAY(a->mem, 1, struct named_case);
	sqlite3 *db = NULL;
	sqlite3_stmt *at = NULL;

	if (sqlite3_open(a->path, &db) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT value FROM secret", -1, &at, NULL) !=
		SQLITE_OK ||
	    __real_sqlite3_step(at) != SQLITE_ROW)
		die("test: no key");
	named->reference = nth(a, case_number);
	named->token =
	    token_make(span_of((const char *)sqlite3_column_text(at, 0)),
		named->reference, a->mem);
	sqlite3_finalize(at);
	sqlite3_close(db);
	i->verdict.disposition = FOLLOW_UP;
	i->verdict.named = named;
	i->verdict.n_named = 1;
	i->owed.acknowledge = ACK_HOLD;
	i->owed.further = ACK_YES;
	return i;
}

/* --- what opens a case ------------------------------------------------------- */

static enum outcome
complaint(struct act *a)
{
	struct item *i = sample_complaint("m1", a->mem);
	static struct topic topics[] = { { .name = "attitude",
	    .weight = 700,
	    .phrase = { "rude", 4 },
	    .end = 4 } };

	i->verdict.flags[0].refer_to = SPAN("Press Office, Head of Legal");
	i->verdict.flags[1].refer_to = SPAN("Patient Safety Team");
	i->verdict.topics = topics;
	i->verdict.n_topics = 1;
	i->verdict.also[0] = CONCERN;
	i->verdict.also[1] = FOI;
	i->verdict.n_also = 2;
	i->origin.phone = SPAN("01632 960101");
	i->origin.postal_address = SPAN("1 Mill Lane\nNorthmoor");
	return enter(a, i);
}

static enum outcome
the_same_again(struct act *a)
{
	struct item *i = sample_complaint("m2", a->mem);

	i->sha256 = SPAN("sha-of-m1");
	i->content = SPAN("content-of-m1");
	return enter(a, i);
}

static enum outcome
namesake(struct act *a)
{
	struct item *i = sample_complaint("m3", a->mem);

	i->message->message_id = SPAN("<m1@mail.example>");
	return enter(a, i);
}

static enum outcome
leaflet(struct act *a)
{
	struct item *i = from(a, "m7", "shop");

	i->verdict = (struct verdict){ .disposition = MACHINE };
	i->origin.machine = MACHINE_LIST;
	i->owed.acknowledge = ACK_NO;
	i->owed.why_not = SPAN("written by a machine");
	return enter(a, i);
}

static enum outcome
bad_domain(struct act *a)
{
	struct registration r;

	/* It is BROKEN, after all that comes before. */
	enum outcome how = items_register(a->db, from(a, "m99", "zoe"),
	    SPAN("no domain"), a->mem, &r, a->why);

	return how == BROKEN ? REFUSED : how;
}

/* --- what belongs to one ------------------------------------------------------ */

static enum outcome
sent(struct act *a)
{
	struct outbox_row row = { .id = -1 };
	enum outcome how;

	do {
		how = outbox_next(a->db, fault.now + 9, a->mem, &row, a->why);
		if (how != DONE || row.id == 0)
			return how;
		how = outbox_start(a->db, &row, fault.now + 9, a->why);
		if (how == DONE)
			how = outbox_finish(a->db, &row, OUTBOX_SENT,
			    fault.now + 9, a->why);
	} while (how == DONE);
	return how;
}

static enum outcome
further(struct act *a)
{
	struct item *i = about(a, "m11", 1);

	i->verdict.n_flags = 0;
	return enter(a, i);
}

static enum outcome
further_unread_part(struct act *a)
{
	struct item *i = about(a, "m12", 1);

	i->parts[1].outcome = PART_ENCRYPTED;
	return enter(a, i);
}

static enum outcome
stranger(struct act *a)
{
	struct item *i = about(a, "m13", 1);

	i->origin.author.address = SPAN("eve@people.example");
	return enter(a, i);
}

static struct item *
bounce(struct act *a, const char *id, bool is_delayed)
{
	struct item *i = about(a, id, 1);

	i->verdict.disposition = MACHINE;
	i->verdict.n_reasons = i->verdict.n_flags = 0;
	i->origin.machine = MACHINE_BOUNCE;
	i->origin.bounces = ARENA_ARRAY(a->mem, 1, struct bounce);
	i->origin.bounces[0] =
	    (struct bounce){ SPAN(ADA), SPAN("5.1.1"), is_delayed };
	i->origin.n_bounces = 1;
	i->owed.acknowledge = ACK_NO;
	return i;
}

static enum outcome
delay(struct act *a)
{
	return enter(a, bounce(a, "m14", true));
}

static enum outcome
bounce_of_reference(struct act *a)
{
	struct item *i = bounce(a, "m15", false);

	i->verdict.named[0].token = SPAN("");
	return enter(a, i);
}

static enum outcome
bounce_of_nothing(struct act *a)
{
	struct item *i = bounce(a, "m16", false);

	i->verdict.n_named = 0;
	return enter(a, i);
}

static enum outcome
bounce_of_alert(struct act *a)
{
	struct item *i = bounce(a, "m17", false);

	i->verdict.named[0].token = SPAN("");
	i->verdict.named[0].message_id = SPAN(
	    "<alert.cs26-000001-p.1.0123456789abcdef.1@northmoor.example>");
	return enter(a, i);
}

static enum outcome
receipt(struct act *a)
{
	struct item *i = bounce(a, "m18", false);

	i->origin.machine = MACHINE_RECEIPT;
	i->origin.is_likely_machine = true;
	return enter(a, i);
}

/* --- once more ---------------------------------------------------------------- */

static enum outcome
set_aside(struct act *a)
{
	return items_set_place(a->db, SPAN("m5"), SPAN("refused/m5"), a->why);
}

static enum outcome
no_such_item(struct act *a)
{
	return items_set_place(a->db, SPAN("m98"), SPAN("kept/m98"), a->why);
}

static enum outcome
ask_again(struct act *a)
{
	struct rereading r = { .place = SPAN("") };
	const struct change change = { .who = SPAN("jbell"),
		.reason = SPAN("the password came"),
		.at = fault.now };
	enum outcome how =
	    rereading_ask(a->db, SPAN("m5"), &change, a->mem, &r, a->why);

	if (how == DONE)
		buf_printf(a->out, "%.*s %.*s", SPAN_ARG(r.place),
		    SPAN_ARG(r.reference));
	return how;
}

static enum outcome
read_again(struct act *a)
{
	struct item *i = from(a, "m5", "cy");

	i->verdict.flags[1].refer_to = SPAN("Patient Safety Team");
	i->owed.acknowledge = ACK_HOLD;
	return enter(a, i);
}

static enum outcome
restricted(struct act *a)
{
	const struct restricting r = { .person_id = 1,
		.kind = SPAN("no_ack"),
		.reason = SPAN("forty messages on the same matter"),
		.decided_by = SPAN("Dr Kay Moor"),
		.review_due = NO_DATE,
		.who = SPAN("jbell"),
		.at = fault.now };
	day due = NO_DATE;
	enum outcome how = restriction_add(a->db, &r, &due, a->why);

	buf_printf(a->out, "%d", how == DONE ? due : 0);
	return how;
}

static enum outcome
from_restricted(struct act *a)
{
	return enter(a, sample_complaint("m21", a->mem));
}

static enum outcome
further_restricted(struct act *a)
{
	return enter(a, about(a, "m22", 1));
}

/* --- the mailbox --------------------------------------------------------------- */

static struct ledger_row
uid(long long n)
{
	return (struct ledger_row){ .mailbox = SPAN("complaints"),
		.folder = SPAN("INBOX"),
		.uidvalidity = 7,
		.uid = n,
		.internaldate = 1795342500,
		.size = 4096,
		.state = LEDGER_FETCHED,
		.item_id = n == 1 ? SPAN("m1") : SPAN("m3") };
}

static enum outcome
ledger_one(struct act *a)
{
	const struct ledger_row row = uid(1);

	return ledger_put(a->db, &row, a->why);
}

static enum outcome
ledger_some(struct act *a)
{
	struct ledger_row rows[3] = { uid(1), uid(2), uid(3) };

	rows[2].state = LEDGER_TOO_LARGE;
	rows[2].item_id = SPAN("");
	return ledger_put_all(a->db, rows, 3, a->why);
}

static enum outcome
ledger_look(struct act *a)
{
	struct ledger_row row = { .uid = -1 };
	enum outcome how = ledger_find(a->db, SPAN("complaints"), SPAN("INBOX"),
	    7, 2, a->mem, &row, a->why);

	buf_printf(a->out, "%lld %.*s", row.uid, SPAN_ARG(row.item_id));
	return how;
}

SHOW(show_row, ledger_row, "%lld %d;", row->uid, (int)row->state)

static enum outcome
ledger_all(struct act *a)
{
	const struct ledger_row key = uid(0);

	return ledger_each(a->db, &key, show_row, a->out, a->why);
}

static enum outcome
ledger_of_item(struct act *a)
{
	struct ledger_row row = { .uid = -1 };
	enum outcome how =
	    ledger_find_item(a->db, SPAN("m1"), a->mem, &row, a->why);

	buf_printf(a->out, "%lld", row.uid);
	return how;
}

static enum outcome
poll_well(struct act *a)
{
	return poll_note_well(a->db, SPAN("complaints"), fault.now, a->why);
}

static enum outcome
poll_ill(struct act *a)
{
	return poll_note_trouble(a->db, SPAN("complaints"), SPAN("no answer"),
	    0, fault.now, a->why);
}

static enum outcome
poll_told(struct act *a)
{
	return poll_note_told(a->db, SPAN("complaints"), fault.now, a->why);
}

static enum outcome
poll_look(struct act *a)
{
	struct poll_row row = { .at = -1 };
	enum outcome how =
	    poll_find(a->db, SPAN("complaints"), a->mem, &row, a->why);

	buf_printf(a->out, "%lld %.*s", (long long)row.at,
	    SPAN_ARG(row.trouble));
	return how;
}

static const struct operation operations[] = {
	{ "a complaint is registered", DB_INTAKE, complaint, WHOLE, { NULL } },
	{ "it comes once more", DB_INTAKE, the_same_again, WHOLE, { NULL } },
	{ "another by its Message-ID", DB_INTAKE, namesake, WHOLE, { NULL } },
	{ "a letter", DB_INTAKE, arrive_letter, WHOLE, { "p4", "Ben" } },
	{ "nothing that can be read", DB_INTAKE, arrive_unread, WHOLE,
	    { "m5", "cy" } },
	{ "a note of a call", DB_INTAKE, arrive_call, WHOLE, { "n6", "dee" } },
	{ "a leaflet", DB_INTAKE, leaflet, WHOLE, { NULL } },
	{ "no domain", DB_INTAKE, bad_domain, REFUSES, { NULL } },
	{ "it is known", DB_INTAKE, complaint, WHOLE, { NULL } },
	{ "all that is due is sent", DB_SENDER, sent, JUST_DONE, { NULL } },
	{ "a further message", DB_INTAKE, further, WHOLE, { NULL } },
	{ "a second one, partly read", DB_INTAKE, further_unread_part, WHOLE,
	    { NULL } },
	{ "a stranger names the case", DB_INTAKE, stranger, WHOLE, { NULL } },
	{ "delivery is delayed", DB_INTAKE, delay, WHOLE, { NULL } },
	{ "it came back, by the reference", DB_INTAKE, bounce_of_reference,
	    WHOLE, { NULL } },
	{ "something came back", DB_INTAKE, bounce_of_nothing, WHOLE,
	    { NULL } },
	{ "an alert came back", DB_INTAKE, bounce_of_alert, WHOLE, { NULL } },
	{ "a receipt", DB_INTAKE, receipt, WHOLE, { NULL } },
	{ "an item is set aside", DB_INTAKE, set_aside, WHOLE, { NULL } },
	{ "one that there is not", DB_INTAKE, no_such_item, REFUSES, { NULL } },
	{ "it is to be read again", DB_STAFF, ask_again, WHOLE, { NULL } },
	{ "it is read again", DB_INTAKE, read_again, WHOLE, { NULL } },
	{ "its author is restricted", DB_STAFF, restricted, WHOLE, { NULL } },
	{ "writes again", DB_INTAKE, from_restricted, WHOLE, { NULL } },
	{ "and on the first case", DB_INTAKE, further_restricted, WHOLE,
	    { NULL } },
	{ "a message is fetched", DB_MAILBOX, ledger_one, WHOLE, { NULL } },
	{ "and three", DB_MAILBOX, ledger_some, WHOLE, { NULL } },
	{ "a row of the ledger", DB_MAILBOX, ledger_look, WHOLE, { NULL } },
	{ "all of a folder's", DB_MAILBOX, ledger_all, WHOLE, { NULL } },
	{ "that of an item", DB_INTAKE, ledger_of_item, WHOLE, { NULL } },
	{ "a poll went well", DB_MAILBOX, poll_well, WHOLE, { NULL } },
	{ "another did not", DB_MAILBOX, poll_ill, WHOLE, { NULL } },
	{ "somebody was told", DB_MAILBOX, poll_told, WHOLE, { NULL } },
	{ "how polls went", DB_MAILBOX, poll_look, WHOLE, { NULL } },
};

int
main(void)
{
	return sweep_all(operations, sizeof operations / sizeof *operations);
}

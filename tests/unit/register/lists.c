/* lists.c - which cases a list has, and in which order */
#include "register/lists.h"
#include "register/casework.h"
#include "register/outbox.h"
#include "register/statement.h"
#include "sample.h"
#include "tap.h"

#define TODAY day_of(2026, 11, 24)

/* Item IDs as one line. */
struct seen {
	char text[1024];
	int n;
};

static bool
note_row(const struct case_row *row, void *context)
{
	struct seen *seen = context;
	size_t len = strlen(seen->text);

	snprintf(seen->text + len, sizeof seen->text - len, "%s%.*s",
	    seen->n++ > 0 ? " " : "", SPAN_ARG(row->item_id));
	return true;
}

static struct wanted
anything(void)
{
	return (struct wanted){ .since = NO_DATE,
		.until = NO_DATE,
		.today = TODAY };
}

static void
set_field(struct db *db, struct span reference, const char *field,
    const char *value)
{
	struct error why;
	const struct change change = { reference, SPAN("jo"), SPAN("asked"),
		1795342500, LETTER_ACKNOWLEDGEMENT };

	if (sample_set(db, &change, field, value, &why) != DONE)
		die("test: %s", why.text);
}

static struct item *
case_item(const char *id, enum category category, day received, day due,
    struct arena *mem)
{
	struct item *i = sample_complaint(id, mem);

	i->verdict.category = category;
	i->verdict.n_flags = 0;
	i->owed.received_on = received;
	i->owed.ack_due = due;
	i->owed.response_due = received + 40;
	return i;
}

static void
run(const struct sample *s, const char *sql)
{
	autodb db = sample_db(s, DB_STAFF);

	sqlite3_set_authorizer(db->sqlite, NULL, NULL);
	if (sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(db->sqlite));
}

/*
 * a  concern of 16 November, acknowledgement late
 * b  complaint of the 20th, held, to be reviewed, flag media; Ann's
 * c  comment of the 20th, closed
 * d  foi of the 23rd by post, sent; Ann works on it; Bob's
 * e  undecided, of the 24th, flag red (immediate)
 * f  complaint of 1 October, sent, its response late
 * g  complaint of 2 October, sent, paused since
 * h  complaint of 3 October, sent, response sent
 * s  a grievance of the 24th, which no list has but that of staff matters
 */
static void
fill(const struct sample *s, struct arena *mem)
{
	struct item *a = case_item("a", CONCERN, day_of(2026, 11, 16),
	    day_of(2026, 11, 19), mem);
	struct item *b = case_item("b", COMPLAINT, day_of(2026, 11, 20),
	    day_of(2026, 11, 25), mem);
	struct item *c =
	    case_item("c", COMMENT, day_of(2026, 11, 20), NO_DATE, mem);
	struct item *d = case_item("pd", FOI, day_of(2026, 11, 23),
	    day_of(2026, 11, 26), mem);
	struct item *e = case_item("e", CATEGORY_NONE, day_of(2026, 11, 24),
	    day_of(2026, 11, 27), mem);
	struct item *grievance = case_item("s", CONCERN, day_of(2026, 11, 24),
	    day_of(2026, 11, 27), mem);
	struct span of_b, of_d;
	autodb db = sample_db(s, DB_INTAKE);

	b->owed.acknowledge = ACK_HOLD;
	b->verdict.needs_review = true;
	b->verdict.n_flags = 1;
	c->owed.acknowledge = ACK_NO;
	e->verdict.needs_review = true;
	e->verdict.n_flags = 1;
	e->verdict.flags[0] =
	    (struct flag){ .kind = RED, .urgency = IMMEDIATE };
	d->kind = KIND_DOCUMENT;
	d->message = NULL;
	sample_register(db, a, mem);
	of_b = sample_register(db, b, mem);
	sample_register(db, c, mem);
	of_d = sample_register(db, d, mem);
	sample_register(db, e, mem);
	for (int i = 0; i < 3; i++)
		sample_register(db,
		    case_item((const char *[]){ "f", "g", "h" }[i], COMPLAINT,
			day_of(2026, 10, i + 1), day_of(2026, 10, 8), mem),
		    mem);
	grievance->verdict.disposition = STAFF_MATTER;
	grievance->verdict.needs_review = true;
	grievance->verdict.n_flags = 1;
	grievance->owed.acknowledge = ACK_HOLD;
	sample_register(db, grievance, mem);
	run(s, "UPDATE outbox SET state = 'sent' WHERE case_id IN "
	       "(SELECT case_id FROM item_case WHERE item_id IN "
	       "('pd', 'f', 'g', 'h'));"
	       "UPDATE cases SET state = 'acknowledged' WHERE id IN "
	       "(SELECT case_id FROM item_case WHERE item_id IN "
	       "('pd', 'f', 'g', 'h'));"
	       "UPDATE cases SET state = 'closed' WHERE category = 'comment';"
	       "UPDATE cases SET paused_on = '2026-10-20' WHERE id = 7");
	autodb staff = sample_db(s, DB_STAFF);

	set_field(staff, of_b, "owner", "Ann");
	set_field(staff, of_d, "owner", "Ann");
	set_field(staff, of_d, "owner", "Bob");
	set_field(staff, of_d, "officer", "Ann");
	set_field(staff, SPAN("CS26-000001-P"), "owner", "Ann");
	set_field(staff, SPAN("CS26-000001-P"), "owner", "");
	set_field(staff, SPAN("CS26-000008-X"), "response_sent_on",
	    "2026-11-20");
}

typedef enum outcome ask(struct db *db, const struct wanted *wanted,
    case_show *show, void *context, struct error *why);

static void
list_is(struct db *db, ask *list, const struct wanted *wanted, const char *want,
    const char *what)
{
	struct seen seen = { "", 0 };
	struct error why = { "" };

	ok(list(db, wanted, note_row, &seen, &why) == DONE, "%s: asked %s",
	    what, why.text);
	is_text(seen.text, want, "%s", what);
}

static void
test_filters(struct db *db)
{
	static const struct {
		struct wanted wanted;
		const char *want, *what;
	} table[] = {
		{ { .most = 0 }, "e pd c b a h g f", "all of them" },
		{ { .category = { "complaint", 9 } }, "b h g f", "complaints" },
		{ { .category = { "", 0 } }, "e", "undecided" },
		{ { .state = { "open", 4 } }, "e pd b a h g f", "open" },
		{ { .state = { "received", 8 } }, "e b a", "received" },
		{ { .state = { "closed", 6 } }, "c", "closed" },
		{ { .channel = { "post", 4 } }, "pd", "by post" },
		{ { .owner = { "Ann", 3 } }, "b", "of an owner, as it is now" },
		{ { .owner = { "Bob", 3 } }, "pd", "of another" },
		{ { .owner = { "", 0 } }, "e c a h g f", "of nobody" },
		{ { .officer = { "Ann", 3 } }, "pd", "worked on" },
		{ { .of_staff = true }, "s", "staff matters alone" },
		{ { .of_staff = true, .category = { "concern", 7 } }, "s",
		    "filtered" },
		{ { .of_staff = true, .channel = { "post", 4 } }, "",
		    "of another channel" },
		{ { .flag = { "media", 5 } }, "b", "with a flag" },
		{ { .is_late = true }, "a f", "late; not what is paused" },
		{ { .needs_review = true }, "e b", "to be reviewed" },
		{ { .most = 2 }, "e pd", "a page" },
		{ { .most = 2, .after = { "CS26-000004-T", 13 } }, "c b",
		    "the next" },
		{ { .after = { "CS26-000006-V", 13 } }, "", "the last" },
		{ { .category = { "complaint", 9 },
		      .needs_review = true,
		      .owner = { "Ann", 3 } },
		    "b", "all together" },
		{ { .category = { "foi", 3 }, .flag = { "media", 5 } }, "",
		    "of each, none of both" },
		{ { .owner = { "x' OR '1", 8 } }, "", "no SQL" },
	};
	struct wanted wanted = anything();

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct wanted w = table[i].wanted;

		w.since = w.until = NO_DATE;
		w.today = TODAY;
		list_is(db, lists_newest, &w, table[i].want, table[i].what);
	}
	wanted.since = day_of(2026, 11, 20);
	wanted.until = day_of(2026, 11, 23);
	list_is(db, lists_newest, &wanted, "pd c b", "received between");
	wanted.after = SPAN("CS26-000004-T");
	list_is(db, lists_newest, &wanted, "c b", "the next page of it");
	wanted.until = day_of(2026, 11, 20);
	list_is(db, lists_newest, &wanted, "c b", "until a day before that");
	wanted.until = day_of(2026, 11, 24);
	list_is(db, lists_newest, &wanted, "c b", "until one behind it");
}

static bool
stop_at_once(const struct case_row *row, void *context)
{
	(void)row;
	(*(int *)context)++;
	return false;
}

static void
test_ends(struct db *db)
{
	struct wanted w = anything();
	struct seen seen = { "", 0 };
	struct error why = { "" };
	int n = 0;

	ok(lists_newest(db, &w, stop_at_once, &n, &why) == DONE && n == 1,
	    "until the caller has enough");
	w.after = SPAN("CS26-001234-K");
	ok(lists_newest(db, &w, note_row, &seen, &why) == REFUSED,
	    "behind no case: %s", why.text);
	ok(lists_queue(db, &w, note_row, &seen, &why) == REFUSED,
	    "behind what is not in the list: %s", why.text);
	is_number(seen.n, 0, "gives nothing");
}

static enum outcome
due_in_two_days(struct db *db, const struct wanted *wanted, case_show *show,
    void *context, struct error *why)
{
	return lists_due(db, wanted, TODAY + 2, show, context, why);
}

static enum outcome
due(struct db *db, const struct wanted *wanted, case_show *show, void *context,
    struct error *why)
{
	return lists_due(db, wanted, NO_DATE, show, context, why);
}

static void
test_work(struct db *db)
{
	struct wanted w = anything();

	list_is(db, due, &w, "f g a b e pd",
	    "what is owed next, soonest first; not what was answered");
	list_is(db, due_in_two_days, &w, "f g a b", "within two days");
	w.owner = SPAN("Ann");
	list_is(db, due, &w, "b", "somebody's");
	w = anything();
	w.most = 2;
	w.after = SPAN("CS26-000007-W");
	list_is(db, due, &w, "a b", "a page");
	w = anything();
	list_is(db, lists_queue, &w, "e b",
	    "an immediate flag before an earlier day");
}

static void
test_queue(const struct sample *s)
{
	struct wanted w = anything();
	struct error why;
	long long n = 0;

	run(s, "UPDATE outbox SET state = 'failed' WHERE case_id = 1;"
	       "UPDATE outbox SET bounced_at = 1 WHERE case_id = 6;"
	       "UPDATE cases SET needs_review = 1 WHERE id = 3;"
	       "UPDATE outbox SET state = 'held' WHERE case_id = 8;"
	       "UPDATE cases SET state = 'closed' WHERE id = 8");
	autodb db = sample_db(s, DB_STAFF);

	list_is(db, lists_queue, &w, "e f a b c",
	    "with what failed, came back, or was closed undecided; not what "
	    "was held and closed");
	w.category = SPAN("concern");
	list_is(db, lists_queue, &w, "a", "filtered");
	w.of_staff = true;
	list_is(db, lists_queue, &w, "s", "staff matters have a queue too");
	list_is(db, due, &w, "s", "and days");
	ok(lists_staff_matters(db, &n, &why) == DONE && n == 1,
	    "how many there are is told");
}

/* --- clocks ---------------------------------------------------------------- */

static void
test_clocks(void)
{
	static const struct {
		struct case_row row;
		enum case_clock clock;
		const char *due;
		bool is_late;
		const char *what;
	} table[] = {
		{ { .state = { "received", 8 },
		      .ack_state = { "due", 3 },
		      .ack_due = { "2026-11-24", 10 } },
		    CLOCK_ACKNOWLEDGEMENT, "2026-11-24", false, "today" },
		{ { .state = { "received", 8 },
		      .ack_state = { "held", 4 },
		      .ack_due = { "2026-11-23", 10 },
		      .response_due = { "2026-11-01", 10 },
		      .paused_on = { "2026-11-02", 10 } },
		    CLOCK_ACKNOWLEDGEMENT, "2026-11-23", true,
		    "yesterday; no pause keeps that" },
		{ { .state = { "acknowledged", 12 },
		      .ack_state = { "sent", 4 },
		      .ack_due = { "2026-11-23", 10 },
		      .response_due = { "2026-11-30", 10 } },
		    CLOCK_RESPONSE, "2026-11-30", false, "the response next" },
		{ { .state = { "acknowledged", 12 },
		      .ack_state = { "none", 4 },
		      .response_due = { "2026-11-23", 10 } },
		    CLOCK_RESPONSE, "2026-11-23", true, "which is late" },
		{ { .state = { "acknowledged", 12 },
		      .ack_state = { "none", 4 },
		      .response_due = { "2026-11-23", 10 },
		      .paused_on = { "2026-11-02", 10 } },
		    CLOCK_RESPONSE, "2026-11-23", false, "not where paused" },
		{ { .state = { "acknowledged", 12 },
		      .ack_state = { "none", 4 },
		      .response_due = { "2026-11-23", 10 },
		      .response_sent_on = { "2026-11-22", 10 } },
		    CLOCK_NONE, "", false, "nor where it left" },
		{ { .state = { "closed", 6 },
		      .ack_state = { "due", 3 },
		      .ack_due = { "2026-11-01", 10 },
		      .response_due = { "2026-11-02", 10 } },
		    CLOCK_NONE, "", false, "closed" },
		{ { .state = { "received", 8 }, .ack_state = { "held", 4 } },
		    CLOCK_ACKNOWLEDGEMENT, "", false,
		    "owed, though by no day" },
		{ { .state = { "received", 8 },
		      .ack_state = { "held", 4 },
		      .response_due = { "2026-11-30", 10 } },
		    CLOCK_RESPONSE, "2026-11-30", false,
		    "the response has one" },
		{ { .state = { "acknowledged", 12 },
		      .ack_state = { "sent", 4 },
		      .letter = { "follow_up", 9 },
		      .letter_due = { "2026-11-25", 10 },
		      .response_due = { "2026-11-30", 10 } },
		    CLOCK_FOLLOW_UP, "2026-11-25", false,
		    "who wrote again hears first" },
		{ { .state = { "acknowledged", 12 },
		      .ack_state = { "sent", 4 },
		      .letter = { "holding-2026-11-30", 18 },
		      .letter_due = { "2026-11-25", 10 },
		      .response_due = { "2026-11-30", 10 } },
		    CLOCK_HOLDING, "2026-11-25", false,
		    "who waits for a late response, too" },
		{ { .state = { "acknowledged", 12 },
		      .ack_state = { "sent", 4 } },
		    CLOCK_NONE, "", false, "nothing is owed by any day" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autoarena mem = { 0 };
		day on;

		ok(case_next(&table[i].row, &on) == table[i].clock, "%s: clock",
		    table[i].what);
		is_text(arena_text(&mem, day_text(on, &mem)), table[i].due,
		    "%s: day", table[i].what);
		ok(case_is_late(&table[i].row, TODAY) == table[i].is_late,
		    "%s: late or not", table[i].what);
	}
}

int
main(void)
{
	autoarena mem = { 0 };
	struct sample s;

	sample_open(&s);
	fill(&s, &mem);
	{
		autodb db = sample_db(&s, DB_STAFF);

		test_filters(db);
		test_ends(db);
		test_work(db);
	}
	test_queue(&s);
	test_clocks();
	sample_close(&s);
	return done();
}

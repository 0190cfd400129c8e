/* items.c - items enter the register, once each */
#include "register/reference.h"
#include "register/statement.h"
#include "sample.h"
#include "tap.h"

#include <sys/wait.h>

/* One number of the register, as any program may read it. */
static long long
count(const struct sample *s, const char *sql)
{
	sqlite3 *sqlite = NULL;
	sqlite3_stmt *at = NULL;
	long long n;

	if (sqlite3_open(s->path, &sqlite) != SQLITE_OK ||
	    sqlite3_prepare_v2(sqlite, sql, -1, &at, NULL) != SQLITE_OK ||
	    sqlite3_step(at) != SQLITE_ROW)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	n = sqlite3_column_int64(at, 0);
	sqlite3_finalize(at);
	sqlite3_close(sqlite);
	return n;
}

/* One text of the register. */
static struct span
text(const struct sample *s, const char *sql, struct arena *mem)
{
	sqlite3 *sqlite = NULL;
	sqlite3_stmt *at = NULL;
	struct span found;

	if (sqlite3_open(s->path, &sqlite) != SQLITE_OK ||
	    sqlite3_prepare_v2(sqlite, sql, -1, &at, NULL) != SQLITE_OK ||
	    sqlite3_step(at) != SQLITE_ROW)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	found =
	    arena_copy(mem, span_of((const char *)sqlite3_column_text(at, 0)));
	sqlite3_finalize(at);
	sqlite3_close(sqlite);
	return found;
}

static void
test_complaint(void)
{
	static const struct {
		const char *sql;
		long long want;
	} counts[] = {
		{ "SELECT COUNT (*) FROM item", 1 },
		{ "SELECT COUNT (*) FROM part", 2 },
		{ "SELECT COUNT (*) FROM mark", 1 },
		{ "SELECT COUNT (*) FROM reason", 2 },
		{ "SELECT COUNT (*) FROM flag", 2 },
		{ "SELECT COUNT (*) FROM cases", 1 },
		{ "SELECT COUNT (*) FROM outbox", 1 },
		{ "SELECT COUNT (*) FROM event", 4 },
	};
	autoarena mem = { 0 };
	struct sample s;
	struct registration r = { 0 };
	struct error why = { "" };
	const struct item *i = sample_complaint("m1", &mem);

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);

	ok(items_register(db, i, SPAN("nhs.example"), &mem, &r, &why) == DONE,
	    "a complaint is registered: %s", why.text);
	ok(!r.is_known && r.first_id.len == 0 &&
		reference_is_valid(r.reference) &&
		span_starts_with(r.reference, SPAN("CS26-000001-")),
	    "as the first case of its year");
	for (int again = 0; again < 2; again++) {
		for (size_t n = 0; n < sizeof counts / sizeof *counts; n++)
			is_number(count(&s, counts[n].sql), counts[n].want,
			    "%s", counts[n].sql);
		ok(items_register(db, i, SPAN("nhs.example"), &mem, &r, &why) ==
			    DONE &&
			r.is_known &&
			span_starts_with(r.reference, SPAN("CS26-000001-")),
		    "the same arrival again is known");
	}
	is_span(text(&s, "SELECT in_reply_to FROM outbox", &mem),
	    "<m1@mail.example>", "the acknowledgement answers the message");
	is_span(text(&s, "SELECT state FROM outbox", &mem), "due",
	    "and is due");
	is_span(text(&s,
		    "SELECT received_on || ack_due || response_due "
		    "FROM cases WHERE holding_due IS NULL",
		    &mem),
	    "2026-11-222026-11-252027-05-21", "with its clocks");
	is_number(count(&s, "SELECT COUNT (*) FROM event WHERE detail LIKE "
			    "'%Ada%' OR detail LIKE '%ward%'"),
	    0, "the history names nobody");
	ok(items_set_place(db, i->id, SPAN("kept/2026/11/m1"), &why) == DONE,
	    "its place is set");
	is_span(text(&s, "SELECT place FROM item", &mem), "kept/2026/11/m1",
	    "and kept");
	ok(items_set_place(db, SPAN("m2"), SPAN("x"), &why) == REFUSED,
	    "an unknown item has none: %s", why.text);
	ok(items_register(db, sample_complaint("m3", &mem), SPAN("no domain"),
	       &mem, &r, &why) == BROKEN,
	    "a bad domain is BROKEN: %s", why.text);
	is_number(count(&s, "SELECT COUNT (*) FROM item"), 1,
	    "and leaves nothing behind");
	sample_close(&s);
}

static void
test_same_content(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct registration r = { 0 };
	struct error why = { "" };
	struct item *second = sample_complaint("m2", &mem);
	struct item *third = sample_letter("p3", &mem);

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);

	sample_register(db, sample_complaint("m1", &mem), &mem);
	second->content = third->content = SPAN("content-of-m1");
	second->message->message_id = SPAN("<m1@mail.example>");
	ok(items_register(db, second, SPAN("nhs.example"), &mem, &r, &why) ==
		DONE,
	    "the same content arrives again: %s", why.text);
	is_span(r.first_id, "m1", "it is linked to the first");
	is_number(r.reference.len, 0, "and gets no case");
	is_span(text(&s,
		    "SELECT detail FROM event WHERE what = 'received again'"
		    " AND item_id = 'm2' AND reference LIKE 'CS26-000001-%'",
		    &mem),
	    "The same came once more, by e-mail; nothing is owed for it",
	    "the first one's case is told");
	is_number(count(&s, "SELECT COUNT (*) FROM item_link"), 0,
	    "the same is no namesake");
	sample_register(db, third, &mem);
	ok(items_register(db, third, SPAN("nhs.example"), &mem, &r, &why) ==
		    DONE &&
		r.is_known,
	    "a third time is known when it comes twice");
	is_span(r.first_id, "m1", "and linked to the first, not the second");
	is_number(count(&s, "SELECT COUNT (*) FROM event WHERE "
			    "what = 'received again'"),
	    2, "told once each");
	is_number(count(&s, "SELECT COUNT (*) FROM outbox"), 1,
	    "one acknowledgement");
	third->id = SPAN("m4");
	third->content = SPAN("");
	ok(sample_register(db, third, &mem).len > 0,
	    "without a digest nothing is the same");
	third->id = SPAN("m5");
	third->content = SPAN("content-of-m5");
	third->sha256 = SPAN("sha-of-m1");
	ok(items_register(db, third, SPAN("nhs.example"), &mem, &r, &why) ==
		DONE,
	    "the same bytes, known before contents were");
	is_span(r.first_id, "m1", "are linked as well");
	sample_close(&s);
}

/* Of one Message-ID and other content: items, cases and answers of their own. */
static void
test_namesakes(void)
{
	static const char *const ids[] = { "m1", "m2", "m3" };
	autoarena mem = { 0 };
	struct sample s;
	struct span references[3];

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);

	for (int n = 0; n < 3; n++) {
		struct item *i = sample_complaint(ids[n], &mem);

		i->message->message_id = SPAN("<same@mail.example>");
		references[n] = sample_register(db, i, &mem);
	}
	is_number(count(&s, "SELECT COUNT (*) FROM cases"), 3,
	    "each has a case");
	is_number(count(&s, "SELECT COUNT (*) FROM outbox WHERE state = 'due'"),
	    3, "and is answered");
	is_span(text(&s,
		    "SELECT group_concat (item_id || other_id || why) FROM "
		    "item_link",
		    &mem),
	    "m2m1same_message_id,m3m1same_message_id",
	    "linked to the first of them");
	is_span(text(&s,
		    "SELECT reference || detail FROM event "
		    "WHERE what = 'linked' AND item_id = 'm2'",
		    &mem),
	    arena_printf(&mem,
		"%.*sIt shares its Message-ID with %.*s, but is another "
		"message",
		SPAN_ARG(references[1]), SPAN_ARG(references[0]))
		.at,
	    "the history tells of it");
	for (int n = 0; n < 2; n++) {
		struct item *i = sample_complaint(n == 0 ? "m4" : "m5", &mem);

		i->message->message_id = SPAN("");
		sample_register(db, i, &mem);
	}
	is_number(count(&s, "SELECT COUNT (*) FROM item_link"), 2,
	    "none at all is not the same one");
	sample_register(db, sample_letter("p6", &mem), &mem);
	is_number(count(&s, "SELECT COUNT (*) FROM item_link"), 2,
	    "nor has a letter any");
	sample_close(&s);
}

/* What becomes of an item, by what triage and reading say of it. */
static void
test_decisions(void)
{
	static const struct {
		enum disposition disposition;
		bool needs_review;
		enum part_outcome outcome;
		enum acknowledge acknowledge;
		bool wants_case, wants_review;
		const char *want_outbox;
	} cases[] = {
		{ NEW_CASE, false, PART_READ, ACK_YES, true, false, "due" },
		{ NEW_CASE, true, PART_READ, ACK_HOLD, true, true, "held" },
		{ NEW_CASE, false, PART_READ, ACK_NO, true, false, "none" },
		{ MACHINE, false, PART_READ, ACK_NO, false, false, "none" },
		{ MACHINE, true, PART_READ, ACK_NO, true, true, "none" },
		{ MACHINE, false, PART_EMPTY, ACK_NO, false, false, "none" },
		{ MACHINE, false, PART_KILLED, ACK_NO, true, true, "none" },
		{ SPAM, false, PART_READ, ACK_NO, true, false, "none" },
		{ NEW_CASE, false, PART_EMPTY, ACK_NO, true, true, "none" },
		{ NEW_CASE, false, PART_ENCRYPTED, ACK_HOLD, true, true,
		    "held" },
		{ NEW_CASE, false, PART_TOO_LARGE, ACK_NO, true, true, "none" },
		{ FOLLOW_UP, false, PART_READ, ACK_NO, true, false, "none" },
	};

	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		autoarena mem = { 0 };
		struct sample s;
		struct item *i = sample_complaint("m1", &mem);
		struct span reference;

		sample_open(&s);
		autodb db = sample_db(&s, DB_INTAKE);

		i->verdict.disposition = cases[n].disposition;
		i->verdict.needs_review = cases[n].needs_review;
		i->root.outcome = cases[n].outcome;
		i->owed.acknowledge = cases[n].acknowledge;
		reference = sample_register(db, i, &mem);
		is_number(reference.len > 0, cases[n].wants_case,
		    "row %zu: a case or none", n);
		is_number(count(&s, "SELECT COUNT (*) FROM cases "
				    "WHERE needs_review = 1"),
		    cases[n].wants_review, "row %zu: review or not", n);
		is_number(count(&s,
			      "SELECT COUNT (*) FROM cases WHERE "
			      "needs_review = 1 AND disposition = 'case' "
			      "AND review_reason = '' AND confidence = 0"),
		    0, "row %zu: review has its reason", n);
		is_span(text(&s,
			    "SELECT COALESCE ((SELECT state FROM outbox),"
			    " 'none')",
			    &mem),
		    cases[n].want_outbox, "row %zu: its acknowledgement", n);
		sample_close(&s);
	}
}

static void
test_unread_reason(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct item *i = sample_complaint("m1", &mem);

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);

	i->root.outcome = PART_UNREADABLE;
	i->n_parts = 0;
	sample_register(db, i, &mem);
	is_span(text(&s, "SELECT review_reason FROM cases", &mem),
	    "It could not be read: unreadable", "an unreadable item says so");
	i->id = SPAN("m2");
	i->sha256 = i->content = SPAN("other");
	i->root.note = SPAN("The file ends in the middle");
	sample_register(db, i, &mem);
	is_span(text(&s, "SELECT review_reason FROM cases WHERE id = 2", &mem),
	    "The file ends in the middle", "or what the reader noted");
	sample_close(&s);
}

/* The item names the case, and shows the Message-ID of its acknowledgement. */
static void
name_case(const struct sample *s, struct item *item, struct span reference,
    struct arena *mem)
{
	struct named_case *named = arena_alloc(mem, sizeof *named);

	*named = (struct named_case){ .reference = reference,
		.message_id = text(s,
		    "SELECT message_id FROM outbox WHERE id = 1", mem) };
	item->verdict.reference = reference;
	item->verdict.named = named;
	item->verdict.n_named = 1;
}

static void
test_follow_up(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct item *i = sample_complaint("m2", &mem);
	struct span first, got;

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);

	first = sample_register(db, sample_complaint("m1", &mem), &mem);
	i->verdict.disposition = FOLLOW_UP;
	name_case(&s, i, first, &mem);
	i->owed.acknowledge = ACK_NO;
	got = sample_register(db, i, &mem);
	ok(span_is_equal(got, first), "a follow-up joins its case");
	is_number(count(&s, "SELECT COUNT (*) FROM item_case "
			    "WHERE role = 'follow_up' AND case_id = 1"),
	    1, "as a follow-up");
	is_number(count(&s, "SELECT needs_review FROM cases"), 0,
	    "nobody needs to look");

	i->id = SPAN("m3");
	i->sha256 = i->content = SPAN("sha-of-m3");
	i->owed.acknowledge = ACK_HOLD;
	got = sample_register(db, i, &mem);
	ok(span_is_equal(got, first) &&
		count(&s, "SELECT needs_review FROM cases") == 1,
	    "unless it is held for a person");
	is_number(count(&s, "SELECT COUNT (*) FROM outbox"), 1,
	    "one acknowledgement for the case");

	i->id = SPAN("m4");
	i->sha256 = i->content = SPAN("sha-of-m4");
	i->owed.acknowledge = ACK_YES;
	got = sample_register(db, i, &mem);
	ok(!span_is_equal(got, first),
	    "one that is owed an answer gets a case");
	i->id = SPAN("m5");
	i->sha256 = i->content = SPAN("sha-of-m5");
	i->owed.acknowledge = ACK_NO;
	name_case(&s, i, reference_make(2026, 777, &mem), &mem);
	got = sample_register(db, i, &mem);
	ok(got.len > 0 && !span_is_equal(got, i->verdict.reference),
	    "so does one whose case is not of this register");
	i->id = SPAN("m6");
	i->sha256 = i->content = SPAN("sha-of-m6");
	name_case(&s, i, first, &mem);
	i->origin.author.address = SPAN("stranger@example.org");
	got = sample_register(db, i, &mem);
	ok(got.len > 0 && !span_is_equal(got, first),
	    "and one of a stranger who knows the reference");
	sample_close(&s);
}

/* Why a case needs review after a follow-up. */
static void
test_follow_up_review(void)
{
	static const struct {
		bool needs_review;
		const char *reason;
		enum part_outcome outcome;
		enum acknowledge acknowledge;
		const char *want;
	} cases[] = {
		{ false, "", PART_READ, ACK_NO, "" },
		{ false, "", PART_EMPTY, ACK_NO, "" },
		{ false, "", PART_ENCRYPTED, ACK_NO,
		    "A part of a further message could not be read" },
		{ false, "", PART_READ, ACK_HOLD, "A further message arrived" },
		{ true, "", PART_READ, ACK_NO, "A further message arrived" },
		{ true, "It is unclear", PART_KILLED, ACK_NO, "It is unclear" },
	};

	for (size_t n = 0; n < sizeof cases / sizeof *cases; n++) {
		autoarena mem = { 0 };
		struct sample s;
		struct item *i = sample_complaint("m2", &mem);

		sample_open(&s);
		autodb db = sample_db(&s, DB_INTAKE);

		name_case(&s, i,
		    sample_register(db, sample_complaint("m1", &mem), &mem),
		    &mem);
		i->verdict.disposition = FOLLOW_UP;
		i->verdict.needs_review = cases[n].needs_review;
		i->verdict.review_reason = span_of(cases[n].reason);
		i->parts[1].outcome = cases[n].outcome;
		i->owed.acknowledge = cases[n].acknowledge;
		sample_register(db, i, &mem);
		is_span(text(&s, "SELECT review_reason FROM cases", &mem),
		    cases[n].want, "row %zu: why it needs review", n);
		is_number(count(&s, "SELECT needs_review FROM cases"),
		    cases[n].want[0] != '\0', "row %zu: whether it does", n);
		sample_close(&s);
	}
}

static void
test_staff_forward(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct item *i = sample_complaint("m1", &mem);

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);

	i->origin.kind = ORIGIN_STAFF_FORWARD;
	sample_register(db, i, &mem);
	is_span(text(&s, "SELECT in_reply_to || thread FROM outbox", &mem), "",
	    "the forwarder's message is not the author's thread");
	sample_register(db, sample_letter("p1", &mem), &mem);
	is_span(text(&s,
		    "SELECT to_postal FROM outbox WHERE "
		    "channel = 'letter'",
		    &mem),
	    "1 Mill Lane\nNorthmoor", "a letter goes to the postal address");
	is_span(
	    text(&s, "SELECT title || channel FROM item WHERE id = 'p1'", &mem),
	    "scan 7.tifpost", "and is known by its name in the tray");
	sample_close(&s);
}

/* The year of receipt counts, also where the clock in London is ahead. */
static void
test_years(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct item *i = sample_complaint("m1", &mem);

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);

	i->owed.received_on = day_of(2025, 12, 31);
	ok(span_starts_with(sample_register(db, i, &mem), SPAN("CS25-000001")),
	    "the last day of a year");
	i->id = i->sha256 = i->content = SPAN("m2");
	i->owed.received_on = NO_DATE;
	ok(span_starts_with(sample_register(db, i, &mem), SPAN("CS26-000001")),
	    "without a decided day the receipt gives it");
	i->id = i->sha256 = i->content = SPAN("m3");
	ok(span_starts_with(sample_register(db, i, &mem), SPAN("CS26-000002")),
	    "and numbers go on");
	sample_close(&s);
}

/* A reference has six digits: a year with more cases is told of. */
static void
test_used_up(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct item *i = sample_complaint("m1", &mem);
	struct registration r = { .reference = SPAN("?") };
	struct error why = { "" };

	sample_open(&s);
	autodb db = sample_db(&s, DB_INTAKE);

	sample_register(db, i, &mem);
	is_number(count(&s, "UPDATE sequence SET last = 999998 RETURNING last"),
	    999998, "nearly a million in a year");
	i->id = i->sha256 = i->content = SPAN("m2");
	ok(span_starts_with(sample_register(db, i, &mem), SPAN("CS26-999999-")),
	    "the last reference");
	i->id = i->sha256 = i->content = SPAN("m3");
	ok(items_register(db, i, SPAN("nhs.example"), &mem, &r, &why) ==
		    BROKEN &&
		strstr(why.text, "the references of 2026 are used up") != NULL,
	    "there is none behind it: %s", why.text);
	is_span(r.reference, "?", "and none is given");
	is_number(count(&s, "SELECT COUNT (*) FROM item"), 2,
	    "its item is not registered");
	sample_close(&s);
}

/* What a person was told, on the telephone or in the room. */
static void
test_noted(void)
{
	static const struct {
		bool is_in_person;
		const char *want;
	} notes[] = {
		{ false, "By telephone on Sunday 22 November 2026, 4096 bytes; "
			 "noted by jbell" },
		{ true, "In person on Sunday 22 November 2026, 4096 bytes; "
			"noted by jbell" },
	};

	for (size_t n = 0; n < sizeof notes / sizeof *notes; n++) {
		autoarena mem = { 0 };
		struct sample s;
		struct item *i = sample_complaint("m1", &mem);
		struct note note = { .by = SPAN("jbell"),
			.is_in_person = notes[n].is_in_person };

		i->note = &note;
		i->message = NULL;
		sample_open(&s);
		autodb db = sample_db(&s, DB_INTAKE);

		sample_register(db, i, &mem);
		is_span(text(&s,
			    "SELECT detail FROM event WHERE what = 'received'",
			    &mem),
		    notes[n].want, "how it came");
		sample_close(&s);
	}
}

#define WRITERS 3
#define ITEMS_EACH 20

static void
register_many(const struct sample *s, int writer)
{
	autodb db = sample_db(s, DB_INTAKE);

	for (int n = 0; n < ITEMS_EACH; n++) {
		autoarena mem = { 0 };
		struct span id = arena_printf(&mem, "m%d-%d", writer, n);

		sample_register(db, sample_complaint(id.at, &mem), &mem);
	}
}

static void
test_two_at_once(void)
{
	struct sample s;
	int failed = 0;

	sample_open(&s);
	db_close(sample_db(&s, DB_INTAKE));
	for (int w = 0; w < WRITERS; w++)
		if (fork() == 0) {
			register_many(&s, w);
			_exit(0);
		}
	for (int w = 0; w < WRITERS; w++) {
		int status = 1;

		wait(&status);
		failed += status != 0;
	}
	is_number(failed, 0, "%d writers at once succeed", WRITERS);
	is_number(count(&s, "SELECT COUNT (DISTINCT reference) FROM cases"),
	    WRITERS * ITEMS_EACH, "each item has a reference of its own");
	is_number(count(&s, "SELECT last FROM sequence"), WRITERS * ITEMS_EACH,
	    "and none was skipped");
	sample_close(&s);
}

int
main(void)
{
	test_complaint();
	test_same_content();
	test_namesakes();
	test_decisions();
	test_unread_reason();
	test_follow_up();
	test_follow_up_review();
	test_staff_forward();
	test_years();
	test_used_up();
	test_noted();
	test_two_at_once();
	return done();
}

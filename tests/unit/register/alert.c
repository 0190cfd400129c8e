/* alert.c - alerts are raised with an item, tracked, and confirmed */
#include "register/alert.h"
#include "register/acknowledging.h"
#include "register/cases.h"
#include "sample.h"
#include "tap.h"

#include <sqlite3.h>

#define NEVER 9 /* an immediate alert is escalated with mail 9 */

struct seen {
	char text[1024];
};

struct house {
	struct sample sample;
	struct db *intake, *sender, *staff; /* own */
	time_t now;
};

static void
house_open(struct house *h)
{
	sample_open(&h->sample);
	h->intake = sample_db(&h->sample, DB_INTAKE);
	h->sender = sample_db(&h->sample, DB_SENDER);
	h->staff = sample_db(&h->sample, DB_STAFF);
	h->now = clock_now();
}

static void
house_close(struct house *h)
{
	db_close(h->intake);
	db_close(h->sender);
	db_close(h->staff);
	sample_close(&h->sample);
}

/* The sample's flags, for the media and for patient safety, have recipients. */
static struct item *
flagged(const char *id, struct arena *mem)
{
	struct item *i = sample_complaint(id, mem);

	i->verdict.flags[0].refer_to = SPAN("Press Office, Head of Legal");
	i->verdict.flags[1].refer_to = SPAN("Patient Safety Team");
	return i;
}

static bool
note_alert(const struct alert *a, void *context)
{
	struct seen *seen = context;
	size_t len = strlen(seen->text);

	snprintf(seen->text + len, sizeof seen->text - len,
	    "%.*s>%.*s %s %d*%lld %.*s;", SPAN_ARG(a->kind),
	    SPAN_ARG(a->recipient), urgency_name(a->urgency), (int)a->state,
	    a->times, SPAN_ARG(a->note));
	return true;
}

static struct seen
alerts(const struct house *h, struct span reference)
{
	struct seen seen = { "" };
	struct error why;

	if (alert_list(h->staff, reference, note_alert, &seen, &why) != DONE)
		die("test: %s", why.text);
	return seen;
}

static bool
note_event(const struct case_event_row *row, void *context)
{
	struct seen *seen = context;
	size_t len = strlen(seen->text);

	if (span_find(row->what, SPAN("alert"), 0) != SPAN_NOT_FOUND)
		snprintf(seen->text + len, sizeof seen->text - len,
		    "%.*s/%.*s/%.*s;", SPAN_ARG(row->who), SPAN_ARG(row->what),
		    SPAN_ARG(row->detail));
	return true;
}

static struct seen
events(const struct house *h, struct span reference)
{
	struct seen seen = { "" };
	struct error why;

	if (cases_events(h->staff, reference, 0, note_event, &seen, &why) !=
	    DONE)
		die("test: %s", why.text);
	return seen;
}

static struct alert
next(const struct house *h, time_t now, struct arena *mem)
{
	struct alert alert;
	struct error why;

	if (alert_next(h->sender, now, mem, &alert, &why) != DONE)
		die("test: %s", why.text);
	return alert;
}

static void
test_raised(void)
{
	autoarena mem = { 0 };
	struct house h;
	struct span reference;
	struct item *request = flagged("m2", &mem), *own = flagged("m4", &mem),
		    *bounce = flagged("m5", &mem);

	house_open(&h);
	reference = sample_register(h.intake, flagged("m1", &mem), &mem);
	is_text(alerts(&h, SPAN("")).text,
	    "patient_safety>Patient Safety Team immediate 0*0 ;"
	    "media>Press Office routine 0*0 ;media>Head of Legal routine 0*0 ;",
	    "one for each recipient, the worst first");
	is_text(events(&h, reference).text,
	    "intake/alerts raised/media (routine): Press Office; media "
	    "(routine): Head of Legal; patient_safety (immediate): Patient "
	    "Safety Team;",
	    "and one line of history");
	sample_register(h.intake, flagged("m1", &mem), &mem);
	is_text(events(&h, reference).text, events(&h, reference).text,
	    "the same item again");
	ok(strlen(alerts(&h, SPAN("")).text) ==
		strlen(alerts(&h, reference).text),
	    "raises nothing more");
	sample_register(h.intake, sample_complaint("m3", &mem), &mem);
	request->verdict.category = FOI;
	request->verdict.flags[0].kind = FLAG_FOI;
	request->verdict.n_flags = 1;
	sample_register(h.intake, request, &mem);
	own->verdict.disposition = MACHINE;
	own->owed.acknowledge = ACK_NO;
	sample_register(h.intake, own, &mem);
	ok(strlen(alerts(&h, SPAN("")).text) ==
		strlen(alerts(&h, reference).text),
	    "nor do flags for nobody, a request that is one, a machine");
	bounce->content = SPAN("content-of-m1");
	bounce->sha256 = SPAN("sha-of-m1");
	sample_register(h.intake, bounce, &mem);
	ok(strlen(alerts(&h, SPAN("")).text) ==
		strlen(alerts(&h, reference).text),
	    "nor the same content again");
	house_close(&h);
}

static void
test_way(void)
{
	autoarena mem = { 0 };
	struct house h;
	struct span reference;
	struct alert a, again;
	struct error why = { "" };

	house_open(&h);
	reference = sample_register(h.intake, flagged("m1", &mem), &mem);
	h.now = clock_now();
	a = next(&h, h.now - 60, &mem);
	ok(a.id == 0, "nothing is due before its time");
	a = next(&h, h.now, &mem);
	is_span(a.kind, "patient_safety", "the most urgent comes first");
	ok(a.urgency == IMMEDIATE && a.times == 0 && a.token.len == 16 &&
		span_is_equal(a.reference, reference),
	    "with all that its mail needs");
	again = next(&h, h.now, &mem);
	ok(again.id == a.id && span_is_equal(again.token, a.token),
	    "a sender that died leaves the same to the next");
	ok(alert_put_off(h.sender, &a,
	       &(struct alert_trouble){ ALERT_UNREACHED, h.now, h.now + 60,
		   SPAN("421 busy") },
	       &why) == DONE,
	    "no server: %s", why.text);
	is_span(next(&h, h.now, &mem).kind, "media", "it waits, others do not");
	a = next(&h, h.now + 60, &mem);
	ok(a.attempts == 1 && a.times == 0, "then it comes again");
	ok(alert_put_off(h.sender, &a,
	       &(struct alert_trouble){ ALERT_REFUSED, h.now, h.now,
		   SPAN("550 no such user") },
	       &why) == DONE,
	    "an address refuses it");
	a = next(&h, h.now, &mem);
	ok(a.refusals == 1 && a.attempts == 1, "which is counted");
	ok(alert_sent(h.sender, &a,
	       &(struct alert_mail){ h.now, h.now + 1800, SPAN("the fallback"),
		   0 },
	       &why) == DONE,
	    "another takes it: %s", why.text);
	a = next(&h, h.now + 1800, &mem);
	ok(a.times == 1 && a.refusals == 0 && a.attempts == 0 &&
		a.state == ALERT_SENT,
	    "it is told again at its time");
	ok(alert_sent(h.sender, &a,
	       &(struct alert_mail){ h.now, 0, SPAN("the Team"), 0 },
	       &why) == DONE,
	    "the last mail");
	is_span(next(&h, h.now + 999999, &mem).kind, "media",
	    "nothing follows it");
	is_text(events(&h, reference).text +
		    strcspn(events(&h, reference).text, ";") + 1,
	    " media (routine): Head of Legal; patient_safety (immediate): "
	    "Patient Safety Team;sender/alert sent/patient_safety, mail 1: to "
	    "the fallback;sender/alert sent/patient_safety, mail 2: to the "
	    "Team;",
	    "the history has each mail that left");
	house_close(&h);
}

static void
test_nowhere(void)
{
	autoarena mem = { 0 };
	struct house h;
	struct span reference;
	struct alert a;
	struct alert_trouble nowhere = { ALERT_NOWHERE, 0, 0,
		SPAN("no address") };
	struct alert_trouble lost = { ALERT_LOST, 0, 0, SPAN("all refused") };
	struct error why = { "" };

	house_open(&h);
	reference = sample_register(h.intake, flagged("m1", &mem), &mem);
	h.now = clock_now();
	nowhere.now = lost.now = h.now;
	nowhere.again = h.now + 300;
	a = next(&h, h.now, &mem);
	ok(alert_put_off(h.sender, &a, &nowhere, &why) == DONE, "no address");
	a = next(&h, h.now + 300, &mem);
	ok(alert_put_off(h.sender, &a, &nowhere, &why) == DONE, "nor later");
	is_text(strstr(events(&h, reference).text, "sender"),
	    "sender/alert waits/patient_safety: no address;",
	    "the history says so once");
	ok(alert_revive(h.sender, h.now, &why) == DONE, "the sender starts");
	a = next(&h, h.now, &mem);
	is_span(a.kind, "patient_safety", "and tries it at once");
	ok(alert_put_off(h.sender, &a, &lost, &why) == DONE, "all refuse it");
	is_span(next(&h, h.now + 999, &mem).kind, "media",
	    "it is not tried any more");
	ok(strstr(alerts(&h, reference).text,
	       "patient_safety>Patient Safety Team immediate 2*0 all "
	       "refused;") != NULL,
	    "staff see that it failed: %s", alerts(&h, reference).text);
	ok(alert_revive(h.sender, h.now, &why) == DONE, "until a new start");
	is_span(next(&h, h.now, &mem).kind, "patient_safety", "tries it again");
	house_close(&h);
}

static void
test_confirmed(void)
{
	autoarena mem = { 0 };
	struct house h;
	struct confirming c = { .kind = SPAN("media"), .who = SPAN("A Nurse") };
	struct alert a;
	struct error why = { "" };
	long long n = 0;

	house_open(&h);
	c.reference = sample_register(h.intake, flagged("m1", &mem), &mem);
	c.at = h.now = clock_now();
	a = next(&h, h.now, &mem);
	ok(alert_confirm(h.staff, &c, &n, &why) == DONE, "one flag: %s",
	    why.text);
	is_number(n, 2, "for all whom it concerns");
	is_text(alerts(&h, SPAN("")).text,
	    "patient_safety>Patient Safety Team immediate 0*0 ;",
	    "the other waits on");
	ok(alert_confirm(h.staff, &c, &n, &why) == REFUSED, "not twice: %s",
	    why.text);
	c.kind = SPAN("");
	ok(alert_confirm(h.staff, &c, &n, &why) == DONE && n == 1,
	    "then all that is left");
	ok(next(&h, h.now + 9999, &mem).id == 0, "nothing is due any more");
	ok(alert_sent(h.sender, &a,
	       &(struct alert_mail){ h.now, h.now + 60, SPAN("x"), 0 },
	       &why) == DONE &&
		next(&h, h.now + 9999, &mem).id == 0,
	    "nor where a mail was under way");
	ok(strstr(events(&h, c.reference).text,
	       "A Nurse/alert confirmed/media;A Nurse/alert confirmed/All of "
	       "the case;") != NULL,
	    "the history says who");
	c.reference = SPAN("CS26-009999-X");
	ok(alert_confirm(h.staff, &c, &n, &why) == REFUSED,
	    "there is no such case: %s", why.text);
	house_close(&h);
}

static struct alert_health
health(const struct house *h, time_t now)
{
	struct alert_health found = { 0 };
	struct error why;

	if (alert_health_read(h->staff, now, NEVER, &found, &why) != DONE)
		die("test: %s", why.text);
	return found;
}

static void
test_health(void)
{
	autoarena mem = { 0 };
	struct house h;
	struct alert_health found;
	struct alert a;
	struct error why = { "" };

	house_open(&h);
	sample_register(h.intake, flagged("m1", &mem), &mem);
	h.now = clock_now();
	found = health(&h, h.now);
	ok(found.untold == 0 && found.unanswered == 3, "all is on its way");
	found = health(&h, h.now + ALERT_PATIENCE_SECONDS + 1);
	ok(found.untold == 1 && found.unanswered == 2,
	    "nothing immediate has left in ten minutes");
	a = next(&h, h.now, &mem);
	ok(alert_put_off(h.sender, &a,
	       &(struct alert_trouble){ ALERT_UNREACHED, h.now, h.now,
		   SPAN("421") },
	       &why) == DONE &&
		health(&h, h.now).untold == 1,
	    "or the server did not take it");
	for (int i = 1; i < NEVER; i++)
		if (alert_sent(h.sender, &a,
			&(struct alert_mail){ h.now, h.now, SPAN("x"), 0 },
			&why) != DONE)
			die("test: %s", why.text);
	found = health(&h, h.now + 9999);
	ok(found.untold == 0 && found.unheard == 0 && found.unanswered == 3,
	    "it left, and waits for its answer");
	ok(alert_sent(h.sender, &a,
	       &(struct alert_mail){ h.now, 0, SPAN("x"), 0 }, &why) == DONE &&
		health(&h, h.now).unheard == 1,
	    "it was escalated, and nobody has answered");
	a = next(&h, h.now, &mem);
	ok(alert_put_off(h.sender, &a,
	       &(struct alert_trouble){ ALERT_LOST, h.now, 0, SPAN("550") },
	       &why) == DONE &&
		health(&h, h.now).troubled == 1,
	    "another failed");
	house_close(&h);
}

/* --- deadlines --------------------------------------------------------------- */

static void
look(const struct house *h, day today, day next_day)
{
	struct deadlines d = { h->now, today, next_day, SPAN("Manager") };
	struct error why;

	if (alert_look(h->sender, &d, &why) != DONE)
		die("test: %s", why.text);
}

/* A case whose acknowledgement, due on 25 November 2026, is held. */
static struct span
held_case(const struct house *h, const char *id, struct arena *mem)
{
	struct item *i = sample_complaint(id, mem);

	i->owed.acknowledge = ACK_HOLD;
	i->owed.why_not = SPAN("A person decides");
	i->verdict.n_flags = 0;
	return sample_register(h->intake, i, mem);
}

static void
test_acknowledgement(void)
{
	autoarena mem = { 0 };
	struct house h;
	struct change change = { .who = SPAN("A Person") };
	struct error why = { "" };
	day due = day_of(2026, 11, 25);

	house_open(&h);
	change.reference = held_case(&h, "m1", &mem);
	change.at = h.now;
	sample_register(h.intake, sample_complaint("m2", &mem), &mem);
	look(&h, due - 2, due - 1);
	is_text(alerts(&h, SPAN("")).text, "", "two days before, nothing");
	look(&h, due - 1, NO_DATE);
	is_text(alerts(&h, SPAN("")).text, "", "nor by night");
	look(&h, due - 1, due);
	look(&h, due - 1, due);
	is_text(alerts(&h, SPAN("")).text,
	    "acknowledgement_waits>Manager same_day 0*0 ;",
	    "the day before, once, of what is held alone");
	look(&h, due, due + 1);
	is_text(alerts(&h, SPAN("")).text,
	    "acknowledgement_due>Manager immediate 0*0 ;",
	    "on the day, what is urgent takes its place");
	ok(acknowledging_release(h.staff, &change, &why) == DONE, "let go: %s",
	    why.text);
	ok(acknowledging_by_phone(h.staff, &change, day_of(2026, 11, 22),
	       &why) == DONE,
	    "told by telephone: %s", why.text);
	look(&h, due, due + 1);
	is_text(alerts(&h, SPAN("")).text, "", "then the alert ends by itself");
	ok(strstr(alerts(&h, change.reference).text,
	       "acknowledgement_due>Manager immediate 3*0 ;") != NULL,
	    "and is kept");
	look(&h, due + DEADLINE_OLD_DAYS + 1, due + DEADLINE_OLD_DAYS + 2);
	is_text(alerts(&h, SPAN("")).text, "", "what is old raises none");
	house_close(&h);
}

static void
run_sql(const struct house *h, const char *sql)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(h->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

static void
test_unsent(void)
{
	static const struct {
		const char *set;
		bool is_told;
		const char *name;
	} rows[] = {
		{ "state = 'due'", false, "what was just made" },
		{ "state = 'due', made_at = 0", true, "what does not leave" },
		{ "state = 'failed'", true, "what was refused" },
		{ "state = 'printed'", true, "a letter nobody posted" },
		{ "state = 'sent'", false, "what was sent" },
		{ "state = 'sent', bounced_at = 1", true, "but came back" },
		{ "state = 'telephoned'", false, "what was said" },
		{ "state = 'cancelled'", false, "what nobody owes" },
	};
	autoarena mem = { 0 };
	struct house h;
	day due = day_of(2026, 11, 25);

	house_open(&h);
	held_case(&h, "m1", &mem);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char sql[200];

		snprintf(sql, sizeof sql,
		    "UPDATE outbox SET bounced_at = NULL, made_at = %lld, %s",
		    (long long)h.now, rows[i].set);
		run_sql(&h, sql);
		look(&h, due, due + 1);
		ok((alerts(&h, SPAN("")).text[0] != '\0') == rows[i].is_told,
		    "%s: %s", rows[i].name, rows[i].is_told ? "told" : "not");
	}
	house_close(&h);
}

static void
test_reply(void)
{
	autoarena mem = { 0 };
	struct house h;
	day due = day_of(2027, 5, 21);

	house_open(&h);
	held_case(&h, "m1", &mem);
	run_sql(&h, "UPDATE outbox SET state = 'sent'");
	look(&h, due, due + 3);
	is_text(alerts(&h, SPAN("")).text, "",
	    "a reply is not late on its day");
	look(&h, due + 3, due + 4);
	is_text(alerts(&h, SPAN("")).text,
	    "response_late>Manager same_day 0*0 ;", "but after it");
	run_sql(&h, "UPDATE cases SET paused_on = '2027-05-20'");
	look(&h, due + 3, due + 4);
	is_text(alerts(&h, SPAN("")).text, "", "not where the case is paused");
	run_sql(&h, "UPDATE cases SET paused_on = NULL");
	look(&h, due + 3, due + 4);
	ok(alerts(&h, SPAN("")).text[0] != '\0',
	    "when it goes on, it is again");
	run_sql(&h, "INSERT INTO case_field (case_id, field, value, at, who, "
		    "is_current) VALUES (1, 'response_sent_on', '2027-05-24', "
		    "1, 'x', 1)");
	look(&h, due + 3, due + 4);
	is_text(alerts(&h, SPAN("")).text, "", "not where it was sent");
	house_close(&h);
}

int
main(void)
{
	test_raised();
	test_way();
	test_nowhere();
	test_confirmed();
	test_health();
	test_acknowledgement();
	test_unsent();
	test_reply();
	return done();
}

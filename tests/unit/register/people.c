/* people.c - who wrote, who looks the same, and two who are one */
#include "matter.h"
#include "register/people_case.h"
#include "register/people_match.h"
#include "register/people_needs.h"
#include "register/statement.h"
#include "schema.h"

static void
test_likeness(void)
{
	static const struct {
		enum contact_kind kind;
		const char *one, *other;
		bool are_same;
	} table[] = {
		{ CONTACT_EMAIL, "Ada@People.Example", " ada@people.example ",
		    true },
		{ CONTACT_EMAIL, "ada@people.example", "ida@people.example",
		    false },
		{ CONTACT_POSTAL, "1 Mill Lane,\nNorthmoor",
		    "1 mill lane, NORTHMOOR.", true },
		{ CONTACT_POSTAL, "1 Mill Lane", "11 Mill Lane", false },
		{ CONTACT_PHONE, "+44 (0)113 496 0101", "0113-496 0101", true },
		{ CONTACT_PHONE, "0044 113 4960101", "01134960101", true },
		{ CONTACT_PHONE, "+33 1 23", "0033 123", true },
		{ CONTACT_PHONE, "0113 496 0101", "0113 496 0102", false },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autoarena mem = { 0 };

		ok(span_is_equal(contact_likeness(table[i].kind,
				     span_of(table[i].one), &mem),
		       contact_likeness(table[i].kind, span_of(table[i].other),
			   &mem)) == table[i].are_same,
		    "%zu: %s", i, table[i].are_same ? "the same" : "not");
	}
	is_number(person_number(SPAN("P12")), 12, "P12");
	is_number(person_number(SPAN("p7")), 7, "p7");
	is_number(person_number(SPAN("12")), 12, "12");
	is_number(person_number(SPAN("P0")), 0, "P0 is nobody");
	is_number(person_number(SPAN("Q1")), 0, "Q1 is nobody");
	is_number(person_number(SPAN("P")), 0, "P is nobody");
}

/* --- who wrote ------------------------------------------------------------- */

struct listing {
	char text[2048];
};

static bool
note_involvement(const struct involvement_row *row, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "P%lld %.*s %.*s%s%.*s;",
	    row->person.id, SPAN_ARG(row->role), SPAN_ARG(row->person.name),
	    row->basis.len > 0 ? " " : "", SPAN_ARG(row->basis));
	return true;
}

/* The people of the case that change names. */
static struct listing
people(const struct matter *m)
{
	struct listing l = { "" };
	struct error why;

	if (people_of_case(m->db, m->change.reference, note_involvement, &l,
		&why) != DONE)
		die("test: %s", why.text);
	return l;
}

static bool
note_event(const struct case_event_row *row, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "%.*s: %.*s\n",
	    SPAN_ARG(row->what), SPAN_ARG(row->detail));
	return true;
}

/* The history of the case, or of all. */
static struct listing
events(const struct matter *m, struct span reference)
{
	struct listing l = { "" };
	struct error why;

	if (cases_events(m->db, reference, 0, note_event, &l, &why) != DONE)
		die("test: %s", why.text);
	return l;
}

static struct item *
letter_of(struct matter *m, const char *name, const char *address,
    const char *phone)
{
	struct item *i = sample_complaint("m", &m->mem);

	i->origin.author =
	    (struct mailbox_address){ span_of(name), span_of(address) };
	i->origin.phone = span_of(phone);
	return i;
}

static void
test_authors(void)
{
	struct matter m;

	matter_open(&m);
	is_text(people(&m).text, "P1 complainant Ada Example;",
	    "an author becomes a person");
	matter_add(&m, letter_of(&m, " ada EXAMPLE", "ADA@people.example",
			   "0113 496 0101"));
	is_text(people(&m).text, "P1 complainant Ada Example;",
	    "the same address and name is the same person");
	ok(strstr(events(&m, m.change.reference).text,
	       "known: The author is P1, who wrote before\n") != NULL,
	    "which the history tells");
	matter_add(&m, letter_of(&m, "Ben Example", "ada@people.example", ""));
	is_text(people(&m).text, "P2 complainant Ben Example;",
	    "another name at the same address is another person");
	ok(strstr(events(&m, m.change.reference).text,
	       "perhaps known: Perhaps the same as P1: same e-mail "
	       "address\n") != NULL,
	    "which is only suggested");
	matter_add(&m, letter_of(&m, "Ada Example", "ada@home.example",
			   "+44 113 4960101"));
	is_text(people(&m).text, "P3 complainant Ada Example;",
	    "another address is another person");
	ok(strstr(events(&m, m.change.reference).text,
	       "Perhaps the same as P1: same telephone\n") != NULL,
	    "suggested by telephone");
	ok(strstr(events(&m, m.change.reference).text, "Ada") == NULL,
	    "the history names nobody");
	matter_add(&m, letter_of(&m, "", "", ""));
	is_text(people(&m).text, "", "of nobody, nobody");
	matter_close(&m);
}

/* --- suggestions ----------------------------------------------------------- */

static bool
note_alike(const struct alike_row *row, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "P%lld P%lld %.*s;",
	    row->id, row->other, SPAN_ARG(row->why));
	return true;
}

static struct listing
alike(const struct matter *m, long long id)
{
	struct listing l = { "" };
	struct error why;

	if (people_alike(m->db, id, 100, note_alike, &l, &why) != DONE)
		die("test: %s", why.text);
	return l;
}

static enum outcome
born(struct matter *m, long long id, const char *date)
{
	struct person_edit edit = { .born_on = date };

	return people_edit(m->db, &m->change, id, &edit, &m->why);
}

static void
test_alike(void)
{
	struct matter m;

	matter_open(&m);
	matter_add(&m, letter_of(&m, "Ada Example", "ada@home.example", ""));
	is_text(alike(&m, 1).text, "P1 P2 same name;", "of the same name");
	is_text(alike(&m, 0).text, "", "which alone makes no pair");
	ok(born(&m, 1, "1961-04-30") == DONE, "a date of birth");
	is_text(alike(&m, 2).text, "P2 P1 same name;", "one date alone");
	ok(born(&m, 2, "1961-04-30") == DONE, "the other's");
	is_text(alike(&m, 0).text, "P1 P2 same name and date of birth;",
	    "the same");
	ok(born(&m, 2, "1990-01-01") == DONE, "another one");
	is_text(alike(&m, 2).text, "", "they are two");
	ok(born(&m, 2, "") == DONE, "unknown again");
	ok(people_tell_apart(m.db, &m.change, 2, 1, &m.why) == DONE,
	    "a person says so");
	is_text(alike(&m, 1).text, "", "not suggested any more");
	ok(people_tell_apart(m.db, &m.change, 2, 2, &m.why) == REFUSED,
	    "not from oneself");
	ok(born(&m, 1, "30/04/1961") == REFUSED, "no date");
	ok(born(&m, 1, "2030-01-01") == REFUSED, "a date to come");
	matter_close(&m);
}

/* --- changing -------------------------------------------------------------- */

static bool
note_contact(const struct contact_row *row, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "%.*s%s;",
	    SPAN_ARG(row->value), row->is_preferred ? " first" : "");
	return true;
}

static struct listing
contacts(const struct matter *m, long long id)
{
	struct listing l = { "" };
	struct error why;

	if (people_contacts(m->db, id, note_contact, &l, &why) != DONE)
		die("test: %s", why.text);
	return l;
}

static void
test_editing(void)
{
	static const struct {
		struct person_edit edit;
		enum outcome how;
		const char *contacts;
	} table[] = {
		{ { .phone = "0113 496 0101" }, DONE,
		    "ada@people.example;0113 496 0101;" },
		{ { .phone = "+44 113 4960101" }, DONE,
		    "ada@people.example;0113 496 0101;" },
		{ { .prefer = "01134960101" }, DONE,
		    "0113 496 0101 first;ada@people.example;" },
		{ { .prefer = "0113 496 9999" }, REFUSED,
		    "0113 496 0101 first;ada@people.example;" },
		{ { .without = "ADA@people.example" }, DONE,
		    "0113 496 0101 first;" },
		{ { .without = "ada@people.example" }, REFUSED,
		    "0113 496 0101 first;" },
		{ { .email = "no address" }, REFUSED, "0113 496 0101 first;" },
		{ { .email = "@" }, REFUSED, "0113 496 0101 first;" },
		{ { .phone = "call me" }, REFUSED, "0113 496 0101 first;" },
		{ { .postal = "1 Mill Lane\nNorthmoor", .email = "a@" },
		    REFUSED, "0113 496 0101 first;" },
	};
	struct matter m;
	struct person person;

	matter_open(&m);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		ok(people_edit(m.db, &m.change, 1, &table[i].edit, &m.why) ==
			table[i].how,
		    "edit %zu", i);
		is_text(contacts(&m, 1).text, table[i].contacts, "then");
	}
	ok(people_edit(m.db, &m.change, 1,
	       &(struct person_edit){ .name = " Ada  Marsh" },
	       &m.why) == DONE &&
		people_find(m.db, 1, &m.mem, &person, &m.why) == DONE &&
		span_is_equal(person.name, SPAN("Ada  Marsh")),
	    "a name");
	ok(people_edit(m.db, &m.change, 99, &table[0].edit, &m.why) == REFUSED,
	    "nobody: %s", m.why.text);
	ok(strstr(events(&m, SPAN("")).text, "Marsh") == NULL,
	    "the history names nobody");
	ok(people_edit(m.db, &m.change, 1,
	       &(struct person_edit){ .email = "ada@people.example" },
	       &m.why) == DONE,
	    "the address again");
	matter_add(&m, letter_of(&m, "Ada Example", "ada@people.example", ""));
	is_text(people(&m).text, "P1 complainant Ada  Marsh;",
	    "who writes under the former name is known");
	matter_close(&m);
}

/* --- merging --------------------------------------------------------------- */

static void
test_merging(void)
{
	struct matter m;
	struct person person;
	struct span first;

	matter_open(&m);
	first = m.change.reference;
	matter_add(&m, letter_of(&m, "A. Example", "ada@home.example", ""));
	ok(people_merge(m.db, &m.change, 1, 2, &m.why) == REFUSED,
	    "not without a reason: %s", m.why.text);
	m.change.reason = SPAN("she said so on the telephone");
	ok(people_merge(m.db, &m.change, 1, 1, &m.why) == REFUSED,
	    "not with oneself");
	ok(born(&m, 1, "1961-04-30") == DONE &&
		born(&m, 2, "1990-01-01") == DONE,
	    "two dates of birth");
	ok(people_merge(m.db, &m.change, 2, 1, &m.why) == REFUSED,
	    "are two people: %s", m.why.text);
	ok(born(&m, 2, "1961-04-30") == DONE, "one was wrong");
	ok(needs_set(m.db, &m.change, 2, SPAN("large_print"), SPAN(""),
	       &m.why) == DONE,
	    "a need");
	ok(people_merge(m.db, &m.change, 2, 1, &m.why) == DONE, "merged");
	is_text(people(&m).text, "P1 complainant Ada Example;",
	    "whose cases are the other's");
	is_text(contacts(&m, 1).text, "ada@people.example;ada@home.example;",
	    "whose contact points too");
	is_text(contacts(&m, 2).text, "", "who keeps none");
	ok(people_find(m.db, 2, &m.mem, &person, &m.why) == DONE &&
		person.merged_into == 1 && person.name.len == 0,
	    "the number leads on");
	ok(people_find_present(m.db, 2, &m.mem, &person, &m.why) == REFUSED,
	    "and is said to: %s", m.why.text);
	matter_add(&m, letter_of(&m, "A. Example", "ada@home.example", ""));
	is_text(people(&m).text, "P1 complainant Ada Example;",
	    "who writes as the one merged is known");
	ok(strstr(events(&m, m.change.reference).text,
	       "they have communication needs") != NULL,
	    "with the need that came along");
	m.change.reference = first;
	is_text(people(&m).text, "P1 complainant Ada Example;",
	    "the first case has its person once");
	matter_close(&m);
}

/* --- needs ----------------------------------------------------------------- */

static bool
note_need(const struct need_row *row, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "%.*s%s%.*s;",
	    SPAN_ARG(row->kind), row->detail.len > 0 ? "=" : "",
	    SPAN_ARG(row->detail));
	return true;
}

static struct listing
needs(const struct matter *m)
{
	struct listing l = { "" };
	struct error why;

	if (needs_of_case(m->db, m->change.reference, note_need, &l, &why) !=
	    DONE)
		die("test: %s", why.text);
	return l;
}

static void
test_needs(void)
{
	struct matter m;

	matter_open(&m);
	ok(needs_set(m.db, &m.change, 1, SPAN("language"), SPAN(" "), &m.why) ==
		REFUSED,
	    "which language? %s", m.why.text);
	ok(needs_set(m.db, &m.change, 1, SPAN("language"),
	       arena_printf(&m.mem, "%0*d", MAX_PERSON_BYTES + 1, 0),
	       &m.why) == REFUSED &&
		matter_says(&m, "too long"),
	    "in so many words: %s", m.why.text);
	ok(needs_set(m.db, &m.change, 1, SPAN("shouting"), SPAN(""), &m.why) ==
		REFUSED,
	    "no such need: %s", m.why.text);
	ok(needs_set(m.db, &m.change, 9, SPAN("bsl"), SPAN(""), &m.why) ==
		REFUSED,
	    "no such person");
	ok(needs_set(m.db, &m.change, 1, SPAN("language"), SPAN("Polish"),
	       &m.why) == DONE &&
		needs_set(m.db, &m.change, 1, SPAN("bsl"), SPAN(""), &m.why) ==
		    DONE,
	    "needs");
	is_text(needs(&m).text, "bsl;language=Polish;", "of the case");
	matter_add(&m, letter_of(&m, "Ada Example", "ada@people.example", ""));
	is_text(needs(&m).text, "bsl;language=Polish;",
	    "and of the next one of the same person");
	ok(strstr(events(&m, SPAN("")).text, "Polish") == NULL,
	    "the history does not say which");
	ok(needs_remove(m.db, &m.change, 1, SPAN("bsl"), &m.why) == DONE,
	    "taken off");
	ok(needs_remove(m.db, &m.change, 1, SPAN("bsl"), &m.why) == REFUSED,
	    "once");
	is_text(needs(&m).text, "language=Polish;", "the other stays");
	ok(need_meaning(SPAN("bsl")) != NULL && need_meaning(SPAN("x")) == NULL,
	    "what it means");
	matter_close(&m);
}

/* --- who wrote before there were people ------------------------------------- */

#define PEOPLE_MIGRATION 12

static void
run_sql(const char *path, const char *sql)
{
	sqlite3 *sqlite = NULL;

	if (sqlite3_open(path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite, sql, NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s: %s", sql, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

/* A case of that author, as it stood before. */
static void
make_case(const char *path, int n, const char *author)
{
	autoarena mem = { 0 };

	run_sql(path,
	    arena_printf(&mem,
		"INSERT INTO item (id, channel, kind, file, sha256, size,"
		" received_at, registered_at, type, outcome, note, message_id,"
		" sent_date, title, author_name, author_address, author_postal,"
		" author_phone, forwarder, origin, machine, authenticated,"
		" disposition, place, content) VALUES ('m%d', 'email',"
		" 'message', '', 'sha-%d', 10, 1, 2, '', 'read', '', '', '', "
		"'',"
		" '', '', '', '', '', 'public', '', 'none', 'case', '', '%d');"
		"INSERT INTO cases (id, reference, state, category,"
		" disposition, confidence, needs_review, review_reason,"
		" author_name, author_address, author_postal, author_phone,"
		" received_on, acknowledge, why_not) VALUES (%d, 'CS26-%06d',"
		" 'received', 'complaint', 'case', 1, 0, '', %s, '2026-11-22',"
		" 'true', '');"
		"INSERT INTO item_case VALUES ('m%d', %d, 'original')",
		n, n, n, n, n, author, n, n)
		.at);
}

static void
test_upgrade(void)
{
	static const struct {
		const char *author, *people;
	} table[] = {
		{ "'Ada Example', 'ada@x.example', '', '+44 (0)113 4960101'",
		    "P1 complainant Ada Example;" },
		{ "' ada EXAMPLE', 'ADA@x.example', '1 Mill Lane', ''",
		    "P1 complainant Ada Example;" },
		{ "'Ben Example', 'ada@x.example', '', ''",
		    "P3 complainant Ben Example;" },
		{ "'Cy Example', '', '1 mill lane,', '0113 496 0101'",
		    "P4 complainant Cy Example;" },
		{ "'', '', '', ''", "" },
	};
	struct matter m = { .n = 0 };
	size_t n = sizeof table / sizeof *table;

	sample_open(&m.sample);
	for (size_t i = 0; i < sizeof schema_steps / sizeof *schema_steps; i++)
		if (schema_steps[i].migration > 0 &&
		    schema_steps[i].migration < PEOPLE_MIGRATION)
			run_sql(m.sample.path, schema_steps[i].sql);
	for (size_t i = 0; i < n; i++)
		make_case(m.sample.path, (int)i + 1, table[i].author);
	m.db = sample_db(&m.sample, DB_STAFF);
	for (size_t i = 0; i < n; i++) {
		m.change.reference = arena_printf(&m.mem, "CS26-%06zu", i + 1);
		is_text(people(&m).text, table[i].people, "case %zu", i + 1);
	}
	is_text(contacts(&m, 1).text,
	    "ada@x.example;+44 (0)113 4960101;1 Mill Lane;",
	    "contact points of both cases");
	is_text(alike(&m, 4).text,
	    "P4 P1 same postal address;P4 P1 same telephone;",
	    "found as those to come are");
	matter_close(&m);
}

int
main(void)
{
	test_likeness();
	test_authors();
	test_alike();
	test_editing();
	test_merging();
	test_needs();
	test_upgrade();
	return done();
}

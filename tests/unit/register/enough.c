/* enough.c - whoever reads a list may have seen enough of it */
#include "matter.h"
#include "register/alert.h"
#include "register/backup.h"
#include "register/casework.h"
#include "register/coding.h"
#include "register/details.h"
#include "register/lists.h"
#include "register/people_case.h"
#include "register/people_equality.h"
#include "register/people_match.h"
#include "register/people_needs.h"
#include "register/reference.h"
#include "register/restriction.h"
#include "register/retention.h"
#include "register/search.h"
#include "register/statement.h"

#include <limits.h>

/* --- readers ------------------------------------------------------------------ */

struct reader {
	int seen, most;
};

static bool
goes_on(void *context)
{
	struct reader *r = context;

	return ++r->seen < r->most;
}

#define READER(name, type)                                                     \
	static bool name(const struct type *row, void *context)                \
	{                                                                      \
		(void)row;                                                     \
		return goes_on(context);                                       \
	}

READER(read_alert, alert)
READER(read_alike, alike_row)
READER(read_answer, equality_row)
READER(read_case, case_row)
READER(read_code, code_row)
READER(read_coding, coding_row)
READER(read_contact, contact_row)
READER(read_event, case_event_row)
READER(read_field, case_value_row)
READER(read_flag, detail_flag)
READER(read_hit, search_hit)
READER(read_involvement, involvement_row)
READER(read_link, case_link_row)
READER(read_need, need_row)
READER(read_over, over_row)
READER(read_part, detail_part)
READER(read_person, person_row)
READER(read_person_case, person_case_row)
READER(read_reason, case_reason_row)
READER(read_restriction, restriction_row)
READER(read_task, new_issue_row)
READER(read_uncoded, coding_missing_row)

static bool
read_folder(struct span folder, time_t last, long long n, void *context)
{
	(void)folder;
	(void)last;
	(void)n;
	return goes_on(context);
}

/* --- lists -------------------------------------------------------------------- */

/* A list of the first case, or of all. */
struct walk {
	struct db *db;
	struct span first;
	struct reader *reader;
	struct error *why;
};

#define WALK(name, of, ...)                                                    \
	static enum outcome name(const struct walk *w)                         \
	{                                                                      \
		return of(w->db, __VA_ARGS__, w->reader, w->why);              \
	}

static const struct wanted all = { .since = NO_DATE, .until = NO_DATE };
#define YEAR day_of(2026, 4, 1), day_of(2027, 3, 31)

WALK(alerts, alert_list, SPAN(""), read_alert)
WALK(alike, people_alike, 1, 50, read_alike)
WALK(backups, backup_folders, 0, read_folder)
WALK(codes, codes_each, NO_DATE, read_code)
WALK(coded, coding_each, w->first, read_coding)
WALK(contacts, people_contacts, 1, read_contact)
WALK(due, lists_due, &all, NO_DATE, read_case)
WALK(events, cases_events, w->first, 0, read_event)
WALK(fields, casework_each, w->first, read_field)
WALK(flags, details_flags, w->first, read_flag)
WALK(involved, people_of_case, w->first, read_involvement)
WALK(links, cases_links, w->first, read_link)
WALK(needs, needs_of_person, 1, read_need)
WALK(over, retention_over, day_of(2040, 1, 1), read_over)
WALK(parts, details_parts, w->first, read_part)
WALK(people, people_each, SPAN(""), 50, read_person)
WALK(person_cases, people_cases, 1, read_person_case)
WALK(reasons, cases_reasons, w->first, read_reason)
WALK(restrictions, restriction_each, 1, read_restriction)
WALK(tasks, restriction_tasks, SPAN(""), read_task)
WALK(uncoded, coding_missing, YEAR, read_uncoded)
WALK(unread, cases_unread, read_case)

static enum outcome
behind(const struct walk *w)
{
	autoarena mem = { 0 };
	struct wanted wanted = all;

	wanted.after = reference_make(2026, 4, &mem);
	return lists_newest(w->db, &wanted, read_case, w->reader, w->why);
}

static enum outcome
found(const struct walk *w)
{
	const struct search search = { .words = SPAN("\"complain\""),
		.wanted = &all };

	return search_each(w->db, &search, read_hit, w->reader, w->why);
}

static enum outcome
answers(const struct walk *w)
{
	const struct equality_group group = { SPAN("complainant"), YEAR };

	return equality_count(w->db, &group, read_answer, w->reader, w->why);
}

static const struct {
	const char *what;
	enum outcome (*walk)(const struct walk *w);
	enum db_role role;
} walks[] = {
	{ "alerts", alerts, DB_STAFF },
	{ "people who may be one", alike, DB_STAFF },
	{ "answers about equality", answers, DB_STAFF },
	{ "folders of backups", backups, DB_KEEPER },
	{ "cases behind another", behind, DB_STAFF },
	{ "codes", codes, DB_STAFF },
	{ "codes of a case", coded, DB_STAFF },
	{ "contacts", contacts, DB_STAFF },
	{ "cases that are due", due, DB_STAFF },
	{ "events", events, DB_STAFF },
	{ "fields", fields, DB_STAFF },
	{ "flags", flags, DB_STAFF },
	{ "what is found", found, DB_STAFF },
	{ "people of a case", involved, DB_STAFF },
	{ "links", links, DB_STAFF },
	{ "needs", needs, DB_STAFF },
	{ "cases whose time is over", over, DB_KEEPER },
	{ "parts", parts, DB_STAFF },
	{ "people", people, DB_STAFF },
	{ "cases of a person", person_cases, DB_STAFF },
	{ "reasons", reasons, DB_STAFF },
	{ "restrictions", restrictions, DB_STAFF },
	{ "perhaps new issues", tasks, DB_STAFF },
	{ "cases without codes", uncoded, DB_STAFF },
	{ "cases that could not be read", unread, DB_STAFF },
};

/* Each has two or more, and shows one. */
static void
test_enough(struct matter *m)
{
	for (size_t i = 0; i < sizeof walks / sizeof *walks; i++) {
		autodb db = sample_db(&m->sample, walks[i].role);
		struct reader keen = { 0, INT_MAX }, idle = { 0, 1 };
		struct walk w = { db, reference_make(2026, 1, &m->mem), &keen,
			&m->why };

		ok(walks[i].walk(&w) == DONE && keen.seen > 1,
		    "%s: %d for who reads all", walks[i].what, keen.seen);
		w.reader = &idle;
		ok(walks[i].walk(&w) == DONE && idle.seen == 1,
		    "%s: one for who has seen enough", walks[i].what);
	}
}

/* --- what there is -------------------------------------------------------------- */

/* Ada, whose telephone and postal address are known. */
static struct item *
by_ada(struct matter *m, const char *address)
{
	struct item *i = sample_complaint("m", &m->mem);

	i->origin.author.address = span_of(address);
	i->origin.phone = SPAN("01632 960101");
	i->origin.postal_address = SPAN("1 Mill Lane\nNorthmoor");
	i->parts[1].outcome = PART_ENCRYPTED;
	i->verdict.flags[0].refer_to = SPAN("Press Office, Head of Legal");
	return i;
}

static enum outcome
limit(struct matter *m, const char *kind, const char *detail)
{
	const struct restricting r = { .person_id = 1,
		.kind = span_of(kind),
		.detail = span_of(detail),
		.reason = SPAN("forty messages on the same matter"),
		.decided_by = SPAN("Dr Kay Moor"),
		.review_due = NO_DATE,
		.who = m->change.who,
		.at = m->change.at };
	day due;

	return restriction_add(m->db, &r, &due, &m->why);
}

static enum outcome
fill_first(struct matter *m)
{
	const struct involvement patient = { .person_id = 2,
		.role = SPAN("patient") };
	long long id;
	enum outcome how =
	    people_involve(m->db, &m->change, &patient, &id, &m->why);

	if (how == DONE)
		how = coding_add(m->db, &m->change, SPAN("pain"), &m->why);
	if (how == DONE)
		how = matter_set(m, "owner", "Kim");
	if (how == DONE)
		how = matter_set(m, "officer", "Lee");
	if (how == DONE)
		how = needs_set(m->db, &m->change, 1, SPAN("large_print"),
		    SPAN(""), &m->why);
	if (how == DONE)
		how = needs_set(m->db, &m->change, 1, SPAN("language"),
		    SPAN("Welsh"), &m->why);
	if (how == DONE)
		how = limit(m, "no_ack", "");
	return how == DONE ? limit(m, "one_channel", "email") : how;
}

/* Ada's first case, two of other Adas, and two of hers that are over. */
static void
fill(struct matter *m)
{
	sqlite3 *sqlite = NULL;

	matter_add(m, by_ada(m, "ada@other.example"));
	m->change.reference = reference_make(2026, 1, &m->mem);
	if (fill_first(m) != DONE)
		die("test: %s", m->why.text);
	matter_add(m, by_ada(m, "ada@people.example"));
	matter_add(m, by_ada(m, "ada@people.example"));
	matter_add(m, by_ada(m, "ada@third.example"));
	if (sqlite3_open(m->sample.path, &sqlite) != SQLITE_OK ||
	    sqlite3_exec(sqlite,
		"UPDATE cases SET state = 'closed', closed_on = '2026-12-01',"
		" retain_until = '2036-12-01' WHERE id IN (3, 4);"
		"INSERT INTO case_field (case_id, field, value, at, who,"
		" is_current) SELECT id, 'outcome', 'upheld', 1, 'x', 1"
		" FROM cases WHERE id IN (3, 4);"
		"INSERT OR IGNORE INTO item_link SELECT a.id, b.id,"
		" 'possibly_related' FROM item a, item b WHERE a.id <> b.id;"
		"INSERT INTO backup (at, folder, name)"
		" VALUES (1, '/a', 'x'), (2, '/b', 'y')",
		NULL, NULL, NULL) != SQLITE_OK)
		die("test: %s", sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
}

int
main(void)
{
	struct matter m;

	matter_open(&m);
	fill(&m);
	test_enough(&m);
	matter_close(&m);
	return done();
}

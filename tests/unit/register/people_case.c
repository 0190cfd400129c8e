/* people_case.c - roles in a case, and what may be released to whom */
#include "register/people_case.h"
#include "matter.h"
#include "register/closing.h"
#include "register/dividing.h"

struct listing {
	char text[1024];
};

static bool
note_involvement(const struct involvement_row *row, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "P%lld %.*s%s%.*s%s%.*s;",
	    row->person.id, SPAN_ARG(row->role), row->basis.len > 0 ? " " : "",
	    SPAN_ARG(row->basis), row->evidence_on.len > 0 ? " " : "",
	    SPAN_ARG(row->evidence_on));
	return true;
}

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

static enum outcome
involve(struct matter *m, long long id, const char *role, const char *basis,
    const char *evidence_on)
{
	struct involvement i = { .person_id = id,
		.name = SPAN("Bob Example"),
		.role = span_of(role),
		.basis = span_of(basis),
		.evidence_on = span_of(evidence_on) };
	long long got = 0;

	return people_involve(m->db, &m->change, &i, &got, &m->why);
}

static void
test_roles(void)
{
	static const struct {
		long long id;
		const char *role, *basis, *evidence_on;
		enum outcome how;
		const char *then;
	} table[] = {
		{ 0, "patient", "", "", DONE, "P1 complainant;P2 patient;" },
		{ 1, "representative", "", "", REFUSED,
		    "P1 complainant;P2 patient;" },
		{ 1, "representative", "friend", "", REFUSED,
		    "P1 complainant;P2 patient;" },
		{ 1, "representative", "poa", "", DONE,
		    "P1 complainant;P2 patient;P1 representative poa;" },
		{ 1, "representative", "poa", "2026-11-23", DONE,
		    "P1 complainant;P2 patient;P1 representative poa "
		    "2026-11-23;" },
		{ 1, "representative", "poa", "2026-11-24", REFUSED,
		    "P1 complainant;P2 patient;P1 representative poa "
		    "2026-11-23;" },
		{ 1, "representative", "poa", "yesterday", REFUSED,
		    "P1 complainant;P2 patient;P1 representative poa "
		    "2026-11-23;" },
		{ 1, "patient", "child", "", REFUSED,
		    "P1 complainant;P2 patient;P1 representative poa "
		    "2026-11-23;" },
		{ 1, "neighbour", "", "", REFUSED,
		    "P1 complainant;P2 patient;P1 representative poa "
		    "2026-11-23;" },
		{ 77, "mp", "", "", REFUSED,
		    "P1 complainant;P2 patient;P1 representative poa "
		    "2026-11-23;" },
	};
	struct matter m;
	struct involvement nobody = { .role = SPAN("patient") };
	long long id;

	matter_open(&m);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		m.why.text[0] = '\0';
		ok(involve(&m, table[i].id, table[i].role, table[i].basis,
		       table[i].evidence_on) == table[i].how,
		    "%s %s: %s", table[i].role, table[i].basis, m.why.text);
		is_text(people(&m).text, table[i].then, "then");
	}
	ok(people_involve(m.db, &m.change, &nobody, &id, &m.why) == REFUSED,
	    "a new person takes a name");
	ok(people_dismiss(m.db, &m.change, 1, SPAN("representative"), &m.why) ==
		REFUSED,
	    "taken off with a reason alone");
	m.change.reason = SPAN("the power was for money matters");
	ok(people_dismiss(m.db, &m.change, 1, SPAN("representative"), &m.why) ==
		DONE,
	    "with one");
	ok(people_dismiss(m.db, &m.change, 1, SPAN("representative"), &m.why) ==
		REFUSED,
	    "once");
	is_text(people(&m).text, "P1 complainant;P2 patient;", "left");
	m.change.reference = SPAN("CS26-999999-X");
	ok(involve(&m, 1, "patient", "", "") == REFUSED, "no such case");
	matter_close(&m);
}

/* --- release --------------------------------------------------------------- */

/* What of the three recipients may have it: "patient complainant third". */
static struct listing
released(const struct matter *m)
{
	static const char *const names[] = { "patient", "complainant",
		"third" };
	struct listing l = { "" };

	for (int to = TO_PATIENT; to <= TO_THIRD_PARTY; to++) {
		autoarena mem = { 0 };
		struct release r = { 0 };
		struct error why;

		if (people_release(m->db, m->change.reference,
			(enum recipient)to, &mem, &r, &why) != DONE)
			die("test: %s", why.text);
		if (r.is_allowed != (r.reason.len == 0))
			die("test: a refusal has a reason, and nothing else");
		if (r.is_allowed)
			snprintf(l.text + strlen(l.text),
			    sizeof l.text - strlen(l.text), "%s ", names[to]);
	}
	return l;
}

static void
consent(struct matter *m, const char *value)
{
	if (sample_set(m->db, &m->change, "consent", value, &m->why) != DONE)
		die("test: %s", m->why.text);
}

#define ALL "patient complainant third "

static void
test_release(void)
{
	struct matter m;
	struct item *i;
	struct release r;
	struct arena mem = { 0 };

	matter_open(&m);
	is_text(released(&m).text, "patient complainant ",
	    "a complainant for themselves; no third party");
	consent(&m, "requested");
	is_text(released(&m).text, "patient ", "while consent is asked for");
	consent(&m, "refused");
	is_text(released(&m).text, "patient ", "nor where it is refused");
	consent(&m, "received");
	is_text(released(&m).text, ALL, "once it is here");
	consent(&m, "not_needed");
	is_text(released(&m).text, ALL, "or is not needed");
	consent(&m, "");
	ok(involve(&m, 0, "patient", "", "") == DONE, "another is the patient");
	is_text(released(&m).text, "patient ", "nothing without consent");
	ok(people_release(m.db, m.change.reference, TO_COMPLAINANT, &mem, &r,
	       &m.why) == DONE &&
		span_find(r.reason,
		    SPAN("the patient is not the complainant, and the "
			 "patient's consent is not recorded"),
		    0) == 0,
	    "why: %.*s", SPAN_ARG(r.reason));
	consent(&m, "received");
	is_text(released(&m).text, ALL, "with it");

	matter_add(&m, sample_complaint("m", &m.mem));
	ok(involve(&m, 1, "representative", "requested", "") == DONE,
	    "a representative");
	is_text(released(&m).text, "patient ", "needs consent");

	i = sample_complaint("m", &m.mem);
	i->verdict.flags[0].kind = REPRESENTATIVE;
	matter_add(&m, i);
	is_text(released(&m).text, "patient ",
	    "so does one whose words say so");
	ok(involve(&m, 1, "patient", "", "") == DONE,
	    "until a person says that it is the patient");
	is_text(released(&m).text, "patient complainant ", "then not");

	i = sample_complaint("m", &m.mem);
	i->origin.role = "solicitor";
	matter_add(&m, i);
	is_text(released(&m).text, "patient ", "so does a solicitor");

	i = sample_complaint("m", &m.mem);
	i->verdict.category = FOI;
	i->verdict.flags[0].kind = REPRESENTATIVE;
	matter_add(&m, i);
	is_text(released(&m).text, "patient complainant ",
	    "a request for information is answered");
	ok(people_release(m.db, SPAN("CS26-999999-X"), TO_PATIENT, &mem, &r,
	       &m.why) == REFUSED,
	    "no such case");
	arena_release(&mem);
	matter_close(&m);
}

static void
keep_missing(struct span sentence, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "%.*s\n",
	    SPAN_ARG(sentence));
}

static void
test_closing(void)
{
	struct matter m;
	struct listing l = { "" };
	struct closed closed;

	matter_open(&m);
	ok(involve(&m, 0, "patient", "", "") == DONE, "another is the patient");
	ok(closing_run(m.db,
	       &(struct closing){ .change = m.change,
		   .outcome = SPAN("upheld"),
		   .policy = &m.policy },
	       keep_missing, &l, &closed, &m.why) == REFUSED,
	    "it does not close");
	ok(strstr(l.text, "the patient is not the complainant") != NULL,
	    "without consent");
	matter_close(&m);
}

/* --- splitting ------------------------------------------------------------- */

static void
test_split(void)
{
	struct matter m;
	struct span second;

	matter_open(&m);
	ok(involve(&m, 0, "patient", "", "") == DONE, "a patient");
	ok(case_split(m.db,
	       &(struct splitting){ .change = m.change,
		   .category = FOI,
		   .policy = &m.policy,
		   .domain = SPAN("northmoor.nhs.example") },
	       &m.mem, &second, &m.why) == DONE,
	    "split: %s", m.why.text);
	m.change.reference = second;
	is_text(people(&m).text, "P1 complainant;P2 patient;",
	    "the second case has the people of the first");
	matter_close(&m);
}

int
main(void)
{
	test_roles();
	test_release();
	test_closing();
	test_split();
	return done();
}

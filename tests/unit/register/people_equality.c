/* people_equality.c - equality answers: entered, counted, never pointing at one */
#include "register/people_equality.h"
#include "matter.h"

#define N_PEOPLE 12

static enum outcome
enter(struct matter *m, long long id, const char *question, const char *answer)
{
	return equality_set(m->db, &m->change, id, span_of(question),
	    span_of(answer), &m->why);
}

struct tally {
	const char *question;
	char text[256];
};

static bool
note_answer(const struct equality_row *row, void *context)
{
	struct tally *t = context;
	size_t len = strlen(t->text);

	if (strcmp(row->question, t->question) == 0 &&
	    (row->n > 0 || row->is_hidden))
		snprintf(t->text + len, sizeof t->text - len, "%.*s %s%lld;",
		    SPAN_ARG(row->answer), row->is_hidden ? "hidden " : "",
		    row->n);
	return true;
}

static struct tally
count(struct matter *m, const char *question, const char *role, day from)
{
	struct tally t = { question, "" };
	struct equality_group group = { span_of(role), from,
		day_of(2027, 1, 1) };

	if (equality_count(m->db, &group, note_answer, &t, &m->why) != DONE)
		die("test: %s", m->why.text);
	return t;
}

static bool
note_event(const struct case_event_row *row, void *context)
{
	if (span_find(row->detail, SPAN("asian"), 0) != SPAN_NOT_FOUND ||
	    span_find(row->detail, SPAN("race"), 0) != SPAN_NOT_FOUND)
		*(bool *)context = true;
	return true;
}

int
main(void)
{
	day from = day_of(2026, 1, 1);
	bool is_told = false;
	struct matter m;

	matter_open(&m);
	for (int n = 2; n <= N_PEOPLE; n++) {
		struct item *i = sample_complaint("m", &m.mem);

		i->origin.author.address =
		    arena_printf(&m.mem, "person%d@people.example", n);
		matter_add(&m, i);
	}
	is_text(count(&m, "race", "complainant", from).text,
	    "not_disclosed 12;", "nobody has disclosed anything");
	ok(enter(&m, 1, "race", "martian") == REFUSED, "%s", m.why.text);
	ok(enter(&m, 1, "shoe_size", "yes") == REFUSED, "%s", m.why.text);
	ok(enter(&m, 99, "race", "asian") == REFUSED, "%s", m.why.text);
	for (int n = 1; n <= 5; n++)
		if (enter(&m, n, "race", "asian") != DONE)
			die("test: %s", m.why.text);
	is_text(count(&m, "race", "complainant", from).text,
	    "asian 5;not_disclosed 7;", "five are shown");
	ok(enter(&m, 5, "race", "not_disclosed") == DONE, "one takes it back");
	is_text(count(&m, "race", "complainant", from).text,
	    "asian hidden 4;not_disclosed hidden 8;",
	    "four are not, nor what they could be worked out from");
	ok(enter(&m, 5, "race", "white") == DONE, "one of another answer");
	is_text(count(&m, "race", "complainant", from).text,
	    "asian hidden 4;white hidden 1;not_disclosed 7;",
	    "two small ones hide each other");
	ok(enter(&m, 5, "race", "asian") == DONE, "answered anew");
	is_text(count(&m, "race", "complainant", from).text,
	    "asian 5;not_disclosed 7;", "counts once");
	is_text(count(&m, "race", "patient", from).text, "",
	    "of patients, none");
	is_text(count(&m, "race", "complainant", day_of(2026, 12, 1)).text, "",
	    "of later cases, none");
	if (cases_events(m.db, SPAN(""), 0, note_event, &is_told, &m.why) !=
	    DONE)
		die("test: %s", m.why.text);
	ok(!is_told, "the history tells no answer");
	matter_close(&m);
	return done();
}

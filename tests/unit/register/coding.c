/* coding.c - codes: read, loaded for a time, said of a case */
#include "register/coding.h"
#include "matter.h"
#include "register/coding_list.h"

#define SUBJECTS                                                               \
	"subject\twaits\t-\tWaits\twaiting_list waiting_clinic\town\n"         \
	"sub_subject\tlong\twaits\tLong\twaiting_list\town\n"

/* --- files --------------------------------------------------------------- */

static const struct {
	const char *text, *says; /* no words: it is taken */
} files[] = {
	{ "# remark\n\n" SUBJECTS, NULL },
	{ SUBJECTS "age\ta\t-\tA\t0-17\town\nage\tb\t-\tB\t18-150\t-\n", NULL },
	{ "", "no code" },
	{ "subject\twaits\t-\tWaits\t-\n", "5 columns" },
	{ "subject\twaits\t-\tWaits\t-\town\tmore\n", "7 columns" },
	{ "theme\twaits\t-\tWaits\t-\town\n", "kind" },
	{ "service\tWaits\t-\tWaits\t-\town\n", "small letters" },
	{ "service\ta2345678901234567890123456789012345678901\t-\tx\t-\town\n",
	    "at most 40" },
	{ "service\ta234567890123456789012345678901234567890\t-\tx\t-\town\n",
	    NULL },
	{ "service\twaits\t-\t-\t-\town\n", "name" },
	{ "service\twaits\t-\tx\tno_topic\town\n", "no topic \"no_topic\"" },
	{ "service\twaits\t-\tx\t-\t-\nprofession\twaits\t-\tx\t-\t-\n",
	    "line 2: waits stands twice" },
	{ "subject\twaits\t-\tWaits\t-\town\n", "go together" },
	{ SUBJECTS "sub_subject\tx\tnothing\tX\t-\t-\n", "no subject" },
	{ SUBJECTS "service\tx\twaits\tX\t-\t-\n", "only a sub_subject" },
	{ "age\ta\t-\tA\t17-6\town\n", "6-17" },
	{ "age\ta\t-\tA\t6-151\town\n", "6-17" },
	{ "age\ta\t-\tA\t6-17\t-\nage\tb\t-\tB\t17-20\t-\n", "those of a" },
	{ "age\ta\t-\tA\t-\t-\n", NULL },
	{ "age\ta\t-\tA\tx-6\t-\n", "6-17" },
	{ "service\ta_9z\t-\tA\tattitude  attitude\town\n", NULL },
	{ "service\ta{\t-\tA\t-\town\n", "small letters" },
	{ "service\ta/\t-\tA\t-\town\n", "small letters" },
	{ "service\ta:\t-\tA\t-\town\n", "small letters" },
	{ "service\t-\t-\tA\t-\town\n", "small letters" },
	{ "service\ta\t-\t\xff\t-\town\n", "a name is wanted" },
	{ "service\ta\t-\tA\t-\t\xff\n", "a name is wanted" },
};

/* As many as there may be, and one more. */
static void
test_most(void)
{
	static const struct {
		int codes, topics, name;
		const char *says;
	} cases[] = {
		{ 1, 1, MAX_CODE_NAME_BYTES, NULL },
		{ 1, 1, MAX_CODE_NAME_BYTES + 1, "a name is wanted" },
		{ 1, MAX_TOPICS, 1, NULL },
		{ 1, MAX_TOPICS + 1, 1, "topics" },
		{ MAX_CODES, 1, 1, NULL },
		{ MAX_CODES + 1, 1, 1, "codes" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		autobuf text = BUF(1 << 20);
		struct code_list list = { 0 };
		struct error why = { "" };
		enum outcome how;

		for (int c = 0; c < cases[i].codes; c++) {
			buf_printf(&text, "service\tc%d\t-\t%0*d\t", c,
			    cases[i].name, 0);
			for (int t = 0; t < cases[i].topics; t++)
				buf_add_text(&text, "attitude ");
			buf_add_text(&text, "\town\n");
		}
		how = code_list_read(buf_span(&text), &mem, &list, &why);
		ok(how == (cases[i].says == NULL ? DONE : REFUSED) &&
			(how == DONE ? list.n == (size_t)cases[i].codes
				     : strstr(why.text, cases[i].says) != NULL),
		    "%d codes of %d topics: %s", cases[i].codes,
		    cases[i].topics, how == DONE ? "" : why.text);
	}
}

static void
test_files(void)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		autoarena mem = { 0 };
		struct code_list list = { 0 };
		struct error why = { "" };
		enum outcome how =
		    code_list_read(span_of(files[i].text), &mem, &list, &why);

		if (files[i].says == NULL)
			ok(how == DONE && list.n > 0, "taken: %s", why.text);
		else
			ok(how == REFUSED &&
				strstr(why.text, files[i].says) != NULL,
			    "%s: %s", files[i].says, why.text);
	}
}

static void
test_years(void)
{
	ok(report_year_start(day_of(2027, 3, 31)) == day_of(2026, 4, 1),
	    "31 March is of the year before");
	ok(report_year_start(day_of(2027, 4, 1)) == day_of(2027, 4, 1),
	    "1 April is of its own");
}

/* --- cases --------------------------------------------------------------- */

struct coding {
	char text[600];
};

static bool
note(const struct coding_row *row, void *context)
{
	struct coding *c = context;
	size_t len = strlen(c->text);

	snprintf(c->text + len, sizeof c->text - len, "%c%.*s ",
	    "?+-"[row->state], SPAN_ARG(row->code));
	return true;
}

static const char *
coding_of(struct matter *m)
{
	static struct coding c;

	c.text[0] = '\0';
	if (coding_each(m->db, m->change.reference, note, &c, &m->why) != DONE)
		die("test: %s", m->why.text);
	return c.text;
}

/* A complaint of these topics. */
static struct item *
about(struct matter *m, const char *const *topics, size_t n)
{
	struct item *i = sample_complaint("m", &m->mem);

	i->verdict.topics = ARENA_ARRAY(&m->mem, n, struct topic);
	i->verdict.n_topics = n;
	for (size_t t = 0; t < n; t++)
		i->verdict.topics[t] = (struct topic){ .name = topics[t],
			.weight = 3000 - (long long)t,
			.phrase = SPAN("nobody came") };
	return i;
}

static enum outcome
load(struct matter *m, const char *text, day from)
{
	struct code_list list = { 0 };
	struct code_list_loaded loaded;

	if (code_list_read(span_of(text), &m->mem, &list, &m->why) != DONE)
		die("test: %s", m->why.text);
	return code_list_load(m->db, &m->change, &list, from, &loaded, &m->why);
}

static enum outcome
add(struct matter *m, const char *code)
{
	return coding_add(m->db, &m->change, span_of(code), &m->why);
}

static enum outcome
take(struct matter *m, const char *code)
{
	return coding_remove(m->db, &m->change, span_of(code), &m->why);
}

static void
test_saying(struct matter *m)
{
	static const char *const topics[] = { "attitude", "by_nurse" };

	matter_add(m, about(m, topics, 2));
	is_text(coding_of(m), "?values_behaviours ?attitude ?nursing ",
	    "words suggest a subject, its part and a profession");
	ok(coding_confirm(m->db, &m->change, &m->why) == REFUSED &&
		matter_says(m, "a service"),
	    "a service is lacking: %s", m->why.text);
	is_text(coding_of(m), "?values_behaviours ?attitude ?nursing ",
	    "and nothing was confirmed");
	ok(add(m, "nonsense") == REFUSED && matter_says(m, "no code"), "%s",
	    m->why.text);
	ok(add(m, "inpatient") == DONE && add(m, "pain") == DONE, "said: %s",
	    m->why.text);
	is_text(matter_event(m, m->change.reference),
	    "jbell: coded. sub_subject: added pain", "the history knows");
	ok(coding_confirm(m->db, &m->change, &m->why) == DONE, "confirmed: %s",
	    m->why.text);
	is_text(coding_of(m),
	    "+values_behaviours +clinical_treatment +attitude +pain "
	    "+inpatient +nursing ",
	    "a sub-subject brings its subject");
	ok(take(m, "values_behaviours") == DONE && add(m, "age_6_17") == DONE &&
		add(m, "age_18_25") == DONE,
	    "changed: %s", m->why.text);
	is_text(coding_of(m),
	    "+clinical_treatment -values_behaviours +pain -attitude "
	    "+inpatient +nursing +age_18_25 ",
	    "a subject takes its parts along; there is one age");
	m->change.reason = SPAN("she said so on the telephone");
	ok(add(m, "status_parent") == DONE, "who complains: %s", m->why.text);
	is_text(matter_event(m, m->change.reference),
	    "jbell: coded. status: added status_parent (she said so on the "
	    "telephone)",
	    "the history knows why");
	m->change.reason = SPAN("");
	ok(add(m, "status_carer") == DONE, "no, another: %s", m->why.text);
	is_text(coding_of(m),
	    "+clinical_treatment -values_behaviours +pain -attitude "
	    "+inpatient +nursing +age_18_25 +status_carer ",
	    "there is one of those, too");
}

/* A list of a later day is of cases received from then on. */
static void
test_time(struct matter *m)
{
	static const char *const topics[] = { "waiting_list" };
	struct item *late;

	ok(load(m, SUBJECTS, day_of(2026, 3, 31)) == REFUSED &&
		matter_says(m, "is over"),
	    "last year's list stays: %s", m->why.text);
	ok(load(m, SUBJECTS, day_of(2026, 11, 1)) == REFUSED &&
		matter_says(m, "received since"),
	    "a code in use is not dropped: %s", m->why.text);
	ok(load(m, SUBJECTS, day_of(2027, 4, 1)) == DONE, "next year: %s",
	    m->why.text);
	ok(load(m, SUBJECTS, day_of(2027, 1, 1)) == REFUSED &&
		matter_says(m, "is there"),
	    "not before a later one: %s", m->why.text);
	matter_add(m, about(m, topics, 1));
	is_text(coding_of(m), "?waiting_times ?waiting_list ",
	    "this year's case has this year's codes");
	ok(add(m, "waits") == REFUSED, "and no others: %s", m->why.text);
	late = about(m, topics, 1);
	late->received_at = noon_of(2027, 4, 1);
	late->owed.received_on = day_of(2027, 4, 1);
	matter_add(m, late);
	is_text(coding_of(m), "?waits ?long ", "next year's its own");
	ok(add(m, "long") == DONE, "said: %s", m->why.text);
	ok(load(m,
	       "subject\twaits\t-\tTime waited\twaiting_list\town\n"
	       "sub_subject\tlong\twaits\tLong\twaiting_list\town\n",
	       day_of(2027, 4, 15)) == DONE,
	    "a name changes: %s", m->why.text);
	is_text(coding_of(m), "+waits +long ", "what was said stays");
	ok(load(m,
	       "subject\tqueues\t-\tQueues\twaiting_list\town\n"
	       "sub_subject\tlong\tqueues\tLong\twaiting_list\town\n",
	       day_of(2027, 4, 1)) == REFUSED &&
		matter_says(m, "lacks waits, which 1 case received since "
			       "2027-04-01: code it otherwise first"),
	    "what one case has is not dropped: %s", m->why.text);
	ok(load(m,
	       "subject\tqueues\t-\tQueues\twaiting_list\town\n"
	       "sub_subject\tlong\tqueues\tLong\twaiting_list\town\n",
	       day_of(2027, 4, 15)) == DONE,
	    "a code that no later case has is dropped: %s", m->why.text);
	ok(load(m,
	       "subject\tqueues\t-\tQueues\tattitude\town\n"
	       "sub_subject\tlong\tqueues\tLong\twaiting_list\town\n",
	       day_of(2027, 5, 1)) == DONE,
	    "other words suggest it: %s", m->why.text);
	late = about(m, (const char *[]){ "attitude" }, 1);
	late->received_at = noon_of(2027, 5, 2);
	late->owed.received_on = day_of(2027, 5, 2);
	matter_add(m, late);
	is_text(coding_of(m), "?queues ", "from that day on");
	ok(load(m, SUBJECTS, day_of(2027, 5, 1)) == DONE,
	    "what nobody has said may go: %s", m->why.text);
}

int
main(void)
{
	struct matter m;

	test_files();
	test_most();
	test_years();
	matter_open(&m);
	test_saying(&m);
	test_time(&m);
	m.change.reference = SPAN("CS26-000999-X");
	ok(add(&m, "pain") == REFUSED, "no such case: %s", m.why.text);
	matter_close(&m);
	return done();
}

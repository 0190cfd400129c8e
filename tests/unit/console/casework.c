/* casework.c - the commands of casework */
#include "staff.h"
#include "tap.h"

#include "register/casework.h"

#include <sysexits.h>

#define REF "CS26-000001-P"

static void
test_set(struct staff *s)
{
	static const struct {
		const char *words;
		int want;
		const char *printed;
	} cases[] = {
		{ "set " REF " owner Kim Lowe", EX_OK,
		    REF " has owner: Kim Lowe.\n" },
		{ "set " REF " owner Jo Bell", EX_OK,
		    REF " has owner: Jo Bell.\n" },
		{ "set cs26-000001-p route formal --by Ann", EX_OK,
		    REF " has route: formal.\n" },
		{ "set " REF " route", EX_OK, REF " has no route now.\n" },
		{ "set " REF " redress 120", EX_OK,
		    REF " has redress: 120.00.\n" },
		{ "set " REF " colour red", EX_NOINPUT, "" },
		{ "set " REF " route sideways", EX_NOINPUT, "" },
		{ "set " REF " outcome upheld", EX_NOINPUT, "" },
		{ "set " REF " owner Kim --on 2026-11-22", EX_NOINPUT, "" },
		{ "set " REF, EX_USAGE, "" },
		{ "set CS26-000001-K owner Kim", EX_DATAERR, "" },
		{ "set CS26-001234-K owner Kim", EX_NOINPUT, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_number(staff_run(s, set_command, cases[i].words),
		    cases[i].want, "%s", cases[i].words);
		is_text(s->printed, cases[i].printed, "what it prints");
	}
}

static void
test_show(struct staff *s)
{
	is_number(staff_run(s, show_command, "show " REF), EX_OK, "show");
	ok(staff_printed(s, "\nWho and how\n  owner                 Jo Bell\n"),
	    "the owner, under its heading");
	ok(staff_printed(s,
	       "\nResponse and outcome\n  redress               120.00\n"),
	    "the redress");
	ok(!staff_printed(s, "Kim Lowe") && !staff_printed(s, "  route "),
	    "nothing that was");
	is_number(staff_run(s, show_command, "show --history " REF), EX_OK,
	    "show --history");
	ok(staff_printed(s, "\nEarlier values\n  owner                 Kim "
			    "Lowe (") &&
		staff_printed(s, "  route                 formal (Ann, "),
	    "what was, by whom");
	is_number(staff_run(s, show_command, "show --json --history " REF),
	    EX_OK, "show --json --history");
	ok(staff_printed(s, "\"fields\":{\"owner\":\"Jo Bell\",\"redress\":"
			    "\"120.00\"},\"earlier\":[{\"field\":\"owner\","
			    "\"value\":\"Kim Lowe\","),
	    "as an object");
}

static void
test_fields(struct staff *s)
{
	size_t n;
	const struct case_field *fields = case_fields(&n);

	is_number(staff_run(s, fields_command, "fields"), EX_OK, "fields");
	for (size_t i = 0; i < n; i++)
		ok(staff_printed(s, fields[i].name), "%s", fields[i].name);
	is_number(staff_run(s, fields_command, "fields --json"), EX_OK,
	    "fields --json");
	ok(staff_printed(s, "{\"field\":\"route\",\"kind\":\"choice\","
			    "\"choices\":[\"formal\",\"supported\"],"
			    "\"meaning\":"),
	    "a record each");
}

/* Each field is shown under a heading that says what it is about. */
static void
test_headings(struct staff *s)
{
	size_t n;
	const struct case_field *fields = case_fields(&n);
	struct error why;

	for (size_t i = 0; i < n; i++) {
		autodb db = sample_db(&s->sample, DB_STAFF);

		if (sample_set(db,
			&(struct change){ .reference = SPAN(REF),
			    .who = SPAN("x"),
			    .at = clock_now() },
			fields[i].name,
			fields[i].kind == FIELD_DATE ? "2026-11-22" : "x",
			&why) != DONE)
			die("test: %s", why.text);
	}
	is_number(staff_run(s, show_command, "show " REF), EX_OK, "show all");
	for (size_t i = 0; i < n; i++)
		ok(staff_printed(s, fields[i].name), "%s is shown",
		    fields[i].name);
	ok(!staff_printed(s, "\nOther\n"), "none without a heading");
}

static void
test_usage(struct staff *s)
{
	static const struct {
		command_run *run;
		const char *words;
		int want;
	} cases[] = {
		{ close_command, "close " REF, EX_USAGE },
		{ close_command, "close --outcome upheld", EX_USAGE },
		{ close_command, "close CS26-000001-K --outcome upheld",
		    EX_DATAERR },
		{ reopen_command, "reopen", EX_USAGE },
		{ reopen_command, "reopen " REF, EX_NOINPUT },
		{ pause_command, "pause " REF, EX_USAGE },
		{ pause_command, "pause " REF " --by me --reason x",
		    EX_NOINPUT },
		{ resume_command, "resume " REF, EX_NOINPUT },
		{ split_command, "split " REF, EX_USAGE },
		{ split_command, "split " REF " --category x", EX_USAGE },
		{ merge_command, "merge " REF, EX_USAGE },
		{ merge_command, "merge " REF " CS26-001234-K --reason x",
		    EX_NOINPUT },
		{ acknowledge_command, "acknowledge " REF, EX_USAGE },
		{ acknowledge_command,
		    "acknowledge " REF " --by-phone --release", EX_USAGE },
		{ acknowledge_command,
		    "acknowledge " REF " --release --on 2026-11-22", EX_USAGE },
		{ acknowledge_command,
		    "acknowledge " REF " --by-phone --on today", EX_NOINPUT },
		{ acknowledge_command, "acknowledge " REF " --release",
		    EX_NOINPUT },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_number(staff_run(s, cases[i].run, cases[i].words),
		    cases[i].want, "%s", cases[i].words);
		is_text(s->printed, "", "prints nothing");
	}
}

/* The days are those of the sample: received on 22 November 2026. */
static void
test_work(struct staff *s)
{
	is_number(
	    staff_run(s, acknowledge_command, "acknowledge " REF " --hold why"),
	    EX_OK, "hold");
	is_number(
	    staff_run(s, acknowledge_command, "acknowledge " REF " --release"),
	    EX_OK, "release");
	is_text(s->printed,
	    REF " has its acknowledgement sent as soon as the sender runs.\n",
	    "what follows");
	is_number(staff_run(s, pause_command,
		      "pause " REF " --by police --reason asked"),
	    EX_OK, "pause");
	is_number(staff_run(s, due_command, "due"), EX_OK, "due");
	ok(staff_printed(s, "paused since 20"), "it is paused");
	is_number(staff_run(s, due_command, "due --json"), EX_OK, "as JSON");
	ok(staff_printed(s, "\"six_months\":\"2027-05-21\",\"alarms\":"
			    "[\"2027-03-21\",\"2027-04-21\",\"2027-05-06\"]"),
	    "with the days that remind");
	is_number(staff_run(s, resume_command, "resume " REF), EX_OK, "resume");
	is_text(s->printed, REF " goes on.\n", "and says so");
}

int
main(void)
{
	static struct staff s;
	autoarena mem = { 0 };

	staff_open(&s);
	s.options.organisation.policy = SPAN("trust");
	s.options.paths.templates = SPAN("templates");
	{
		autodb db = sample_db(&s.sample, DB_INTAKE);

		sample_register(db, sample_complaint("m1", &mem), &mem);
	}
	test_set(&s);
	test_show(&s);
	test_fields(&s);
	test_usage(&s);
	test_work(&s);
	test_headings(&s);
	staff_close(&s);
	return done();
}

/* alerts.c - who must hear of what: as tables, JSON and CSV; and confirmed */
#include "register/alert.h"
#include "staff.h"
#include "tap.h"

#include <sysexits.h>

static struct span
with_alerts(struct staff *s)
{
	struct item *item = sample_complaint("m1", &s->mem);
	struct db *intake = sample_db(&s->sample, DB_INTAKE);
	struct span reference;

	item->verdict.flags[0].refer_to = SPAN("Press Office");
	item->verdict.flags[1].refer_to = SPAN("=Patient Safety Team");
	reference = sample_register(intake, item, &s->mem);
	db_close(intake);
	return reference;
}

/* Runs it with the reference in place of a '%'. */
static int
run(struct staff *s, struct span reference, const char *before,
    const char *after)
{
	return staff_run(s, alerts_command,
	    arena_printf(&s->mem, "%s%.*s%s", before, SPAN_ARG(reference),
		after)
		.at);
}

static void
test_list(void)
{
	static struct staff s;
	struct span reference;

	staff_open(&s);
	db_close(sample_db(&s.sample, DB_STAFF));
	is_number(staff_run(&s, alerts_command, "alerts"), EX_OK, "alerts");
	is_text(s.printed, "No alert waits to be confirmed.\n", "none");
	reference = with_alerts(&s);
	is_number(staff_run(&s, alerts_command, "alerts"), EX_OK, "alerts");
	ok(staff_printed(&s, "patient_safety") &&
		staff_printed(&s, "immediate") &&
		staff_printed(&s, "Press Office") &&
		staff_printed(&s, "not sent yet"),
	    "of what, to whom, and how it stands");
	ok(strstr(s.printed, "patient_safety") < strstr(s.printed, "media"),
	    "the most urgent first");
	is_number(staff_run(&s, alerts_command, "alerts --json"), EX_OK,
	    "JSON");
	ok(staff_printed(&s, "\"flag\":\"media\",\"about\":\"m1\","
			     "\"urgency\":\"routine\","
			     "\"recipient\":\"Press Office\","
			     "\"state\":\"due\",\"times\":0,"),
	    "has all of it");
	is_number(staff_run(&s, alerts_command, "alerts --csv"), EX_OK, "CSV");
	ok(span_starts_with(span_of(s.printed), SPAN("reference,flag,")) &&
		staff_printed(&s, "'=Patient Safety Team"),
	    "has its columns, and computes nothing");
	is_number(run(&s, reference, "alerts ", ""), EX_OK, "of one case");
	ok(staff_printed(&s, "media"), "they are the same");
	is_number(
	    staff_run(&s, show_command,
		arena_printf(&s.mem, "show %.*s", SPAN_ARG(reference)).at),
	    EX_OK, "a case's page");
	ok(staff_printed(&s, "\nAlerts\n  ") &&
		staff_printed(&s,
		    "media, routine to Press Office: not sent yet\n"),
	    "has them");
	is_number(
	    staff_run(&s, show_command,
		arena_printf(&s.mem, "show --json %.*s", SPAN_ARG(reference))
		    .at),
	    EX_OK, "a case's object");
	ok(staff_printed(&s, "\"alerts\":[{\"reference\":") &&
		staff_printed(&s, "\"recipient\":\"Press Office\","
				  "\"state\":\"due\""),
	    "has them too");
	is_number(staff_run(&s, alerts_command, "alerts CS26-000001-X"),
	    EX_DATAERR, "a reference with a slip");
	is_number(staff_run(&s, alerts_command, "alerts a b"), EX_USAGE,
	    "a word too many");
	staff_close(&s);
}

static void
test_confirm(void)
{
	static struct staff s;
	struct span reference;

	staff_open(&s);
	reference = with_alerts(&s);
	is_number(run(&s, reference, "alerts --confirm ", " gift --by Nurse"),
	    EX_NOINPUT, "a flag that the case has not");
	is_number(run(&s, reference, "alerts --confirm ", " gifts"), EX_USAGE,
	    "a word that is no flag");
	is_number(run(&s, reference, "alerts --confirm ", " media --by Nurse"),
	    EX_OK, "one flag");
	ok(staff_printed(&s, ": 1 alert confirmed; nobody is told again."),
	    "which is said");
	is_number(staff_run(&s, alerts_command, "alerts"), EX_OK, "alerts");
	ok(!staff_printed(&s, "Press Office") &&
		staff_printed(&s, "patient_safety"),
	    "the other waits");
	is_number(run(&s, reference, "alerts ", ""), EX_OK, "of the case");
	ok(staff_printed(&s, "confirmed by Nurse"), "it stays, with who");
	is_number(run(&s, reference, "alerts --confirm ", ""), EX_OK,
	    "all that is left");
	is_number(run(&s, reference, "alerts --confirm ", ""), EX_NOINPUT,
	    "nothing is left");
	is_number(staff_run(&s, alerts_command, "alerts --confirm"), EX_USAGE,
	    "of which case?");
	is_number(
	    staff_run(&s, alerts_command, "alerts --confirm CS26-000001-X"),
	    EX_DATAERR, "a reference with a slip");
	is_number(
	    staff_run(&s, alerts_command, "alerts --confirm CS26-000009-Z"),
	    EX_DATAERR, "and another");
	staff_close(&s);
}

int
main(void)
{
	test_list();
	test_confirm();
	return done();
}

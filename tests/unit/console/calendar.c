/* calendar.c - the command calendar */
#include "staff.h"
#include "tap.h"

#include <sysexits.h>

static void
test_warning(void)
{
	static const struct {
		int left;
		const char *want;
	} rows[] = {
		{ 365, "" },
		{ 364, "The bank holidays known reach 364 days further" },
		{ 0, "The bank holidays known reach 0 days further" },
		{ -1, "The bank holidays known have run out" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct span warning = SPAN("");
		bool told = calendar_warning(calendar_end() - rows[i].left,
		    &mem, &warning);

		is_number(told, *rows[i].want != '\0', "%d days left",
		    rows[i].left);
		ok(span_starts_with(warning, span_of(rows[i].want)),
		    "and what is said");
	}
}

static void
test_command(void)
{
	static struct staff s;

	staff_open(&s);
	db_close(sample_db(&s.sample, DB_STAFF));
	is_number(staff_run(&s, calendar_command, "calendar"), EX_USAGE,
	    "no verb");
	is_number(staff_run(&s, calendar_command, "calendar show 2027"), EX_OK,
	    "show");
	ok(staff_printed(&s, "2027-03-26") && staff_printed(&s, "Good Friday"),
	    "the table's");
	ok(!staff_printed(&s, "2026-"), "of that year alone");
	is_number(staff_run(&s, calendar_command, "calendar show 1900"), EX_OK,
	    "a year that is not covered");
	ok(staff_printed(&s, "No bank holiday is known in 1900."), "is none");
	is_number(
	    staff_run(&s, calendar_command, "calendar add 2027-06-02 Jubilee"),
	    EX_USAGE, "nobody says so");
	is_number(staff_run(&s, calendar_command,
		      "calendar add 2027-06-31 Jubilee --by Ada"),
	    EX_USAGE, "no such day");
	is_number(staff_run(&s, calendar_command,
		      "calendar add 2027-06-02 Jubilee --by Ada"),
	    EX_OK, "add");
	ok(staff_printed(&s, "Wednesday 2 June 2027 is a holiday; the due days "
			     "of 0 open cases moved."),
	    "it says what it did");
	is_number(staff_run(&s, calendar_command,
		      "calendar add 2027-06-02 Jubilee --by Ada"),
	    EX_DATAERR, "only once");
	is_number(staff_run(&s, calendar_command, "calendar show --json 2027"),
	    EX_OK, "JSON");
	ok(staff_printed(&s,
	       "{\"date\":\"2027-06-02\",\"where\":\"England and Wales\","
	       "\"name\":\"Jubilee\",\"added_by\":\"Ada\"}"),
	    "the one added too");
	staff_close(&s);
}

int
main(void)
{
	test_warning();
	test_command();
	return done();
}

/* list.c - the lists of cases, as tables and as JSON */
#include "register/outbox.h"
#include "staff.h"
#include "tap.h"

#include <sysexits.h>

static void
test_empty(void)
{
	static struct staff s;

	staff_open(&s);
	is_number(staff_run(&s, list_command, "list"), EX_CONFIG,
	    "without a register");
	db_close(sample_db(&s.sample, DB_STAFF));
	is_number(staff_run(&s, list_command, "list"), EX_OK, "list");
	is_text(s.printed, "The register holds no case yet.\n", "nothing");
	is_number(staff_run(&s, list_command, "list --json"), EX_OK, "JSON");
	is_text(s.printed, "", "no object");
	is_number(staff_run(&s, due_command, "due"), EX_OK, "due");
	is_text(s.printed, "Nothing is owed.\n", "nothing");
	is_number(staff_run(&s, letters_command, "letters"), EX_OK, "letters");
	is_text(s.printed, "No letter waits to be posted.\n", "nothing");
	is_number(staff_run(&s, letters_command, "letters --printed"), EX_OK,
	    "letters --printed");
	is_text(s.printed, "0 letters recorded as posted.\n", "nothing");
	is_number(staff_run(&s, refused_command, "refused"), EX_OK, "refused");
	is_text(s.printed, "Everything could be read.\n", "nothing");
	is_number(staff_run(&s, list_command, "list all"), EX_USAGE,
	    "a word too many");
	is_number(staff_run(&s, letters_command, "letters x"), EX_USAGE,
	    "and here");
	is_number(staff_run(&s, letters_command, "letters --printed --json"),
	    EX_USAGE, "one of the two");
	is_number(
	    staff_run(&s, letters_command, "letters --printed CS26-000001-X"),
	    EX_DATAERR, "a reference with a slip");
	is_number(
	    staff_run(&s, letters_command, "letters --printed CS26-000001-P"),
	    EX_NOINPUT, "a reference without a letter");
	staff_close(&s);
}

static void
test_lists(void)
{
	static struct staff s;
	autoarena mem = { 0 };
	struct item *unread = sample_complaint("m2", &mem);

	staff_open(&s);
	{
		autodb db = sample_db(&s.sample, DB_INTAKE);

		sample_register(db, sample_complaint("m1", &mem), &mem);
		unread->root.outcome = PART_ENCRYPTED;
		unread->root.note = SPAN("It has a password");
		unread->owed.received_on = day_of(2026, 11, 23);
		sample_register(db, unread, &mem);
	}
	is_number(staff_run(&s, list_command, "list"), EX_OK, "list");
	is_text(s.printed,
	    "REFERENCE      RECEIVED    BY     CATEGORY   FROM         "
	    "SUBJECT   ACKNOWLEDGED  DUE         RESPOND BY  NOTE\n"
	    "CS26-000002-Q  2026-11-23  email  complaint  Ada Example  "
	    "The ward  due           2026-11-25  2027-05-21  "
	    "review patient_safety media\n"
	    "CS26-000001-P  2026-11-22  email  complaint  Ada Example  "
	    "The ward  due           2026-11-25  2027-05-21  "
	    "patient_safety media\n",
	    "newest first");
	is_number(staff_run(&s, list_command, "list --json"), EX_OK, "JSON");
	ok(span_starts_with(span_of(s.printed),
	       SPAN("{\"reference\":\"CS26-000002-Q\",\"item\":\"m2\",")) &&
		staff_printed(&s, "}\n{\"reference\":\"CS26-000001-P\",") &&
		staff_printed(&s,
		    "\"flags\":[\"patient_safety\",\"media\"],") &&
		staff_printed(&s, "\"place\":null}\n"),
	    "one object on a line for each case");
	is_number(staff_run(&s, due_command, "due"), EX_OK, "due");
	is_text(s.printed,
	    "REFERENCE      CATEGORY   FROM         ACKNOWLEDGED  DUE         "
	    "RESPOND BY  NOTE\n"
	    "CS26-000001-P  complaint  Ada Example  due           2026-11-25  "
	    "2027-05-21\n"
	    "CS26-000002-Q  complaint  Ada Example  due           2026-11-25  "
	    "2027-05-21\n",
	    "what is owed");
	is_number(staff_run(&s, refused_command, "refused"), EX_OK, "refused");
	is_text(s.printed,
	    "REFERENCE      RECEIVED    FROM         SUBJECT   OUTCOME    WHY"
	    "                FILE\n"
	    "CS26-000002-Q  2026-11-23  Ada Example  The ward  encrypted  "
	    "It has a password\n",
	    "what could not be read");
	staff_close(&s);
}

static void
test_letters(void)
{
	static struct staff s;
	autoarena mem = { 0 };
	struct outbox_row row;
	struct error why = { "" };

	staff_open(&s);
	{
		autodb db = sample_db(&s.sample, DB_INTAKE);
		autodb sender = sample_db(&s.sample, DB_SENDER);
		time_t now = clock_now() + 10;

		sample_register(db, sample_letter("p1", &mem), &mem);
		ok(sample_take(sender, now, &mem, &row, &why) == DONE &&
			outbox_finish(sender, &row, OUTBOX_PRINTED, now,
			    &why) == DONE,
		    "a letter is printed");
	}
	is_number(staff_run(&s, letters_command, "letters"), EX_OK, "letters");
	is_text(s.printed,
	    "REFERENCE      FOR          DUE         SUBJECT\n"
	    "CS26-000001-P  Ada Example  2026-11-25  scan 7.tif\n",
	    "it is listed");
	is_number(
	    staff_run(&s, letters_command, "letters --printed cs26-000001-p"),
	    EX_OK, "letters --printed, in small letters");
	is_text(s.printed, "1 letter recorded as posted.\n", "it is recorded");
	is_number(staff_run(&s, letters_command, "letters --json"), EX_OK,
	    "JSON");
	is_text(s.printed, "", "and gone from the list");
	staff_close(&s);
}

int
main(void)
{
	test_empty();
	test_lists();
	test_letters();
	return done();
}

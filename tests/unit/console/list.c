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
	is_text(s.printed, "There is no such case.\n", "nothing");
	is_number(staff_run(&s, list_command, "list --json"), EX_OK, "JSON");
	is_text(s.printed, "", "no object");
	is_number(staff_run(&s, due_command, "due"), EX_OK, "due");
	is_text(s.printed, "Nothing is owed.\n", "nothing");
	is_number(staff_run(&s, queue_command, "queue"), EX_OK, "queue");
	is_text(s.printed, "Nothing waits for a decision.\n", "nothing");
	is_number(staff_run(&s, search_command, "search ward"), EX_OK,
	    "search");
	is_text(s.printed, "Nothing was found.\n", "nothing");
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

/* Two cases, the second unread; their days are far off. */
static void
fill(struct staff *s, struct arena *mem)
{
	autodb db = sample_db(&s->sample, DB_INTAKE);
	struct item *i = sample_complaint("m1", mem);

	i->owed.ack_due = day_of(2099, 11, 25);
	i->owed.response_due = day_of(2100, 5, 21);
	sample_register(db, i, mem);
	i = sample_complaint("m2", mem);
	i->root.outcome = PART_ENCRYPTED;
	i->root.note = SPAN("It has a password");
	i->message->subject = SPAN("=1+1, \"x\"");
	i->owed.received_on = day_of(2026, 11, 23);
	i->owed.ack_due = day_of(2099, 11, 26);
	i->owed.response_due = day_of(2100, 5, 22);
	sample_register(db, i, mem);
}

static void
test_tables(struct staff *s)
{
	is_number(staff_run(s, list_command, "list"), EX_OK, "list");
	is_text(s->printed,
	    "REFERENCE      RECEIVED    BY     CATEGORY   FROM         "
	    "SUBJECT    ACKNOWLEDGED  DUE         RESPOND BY  OWNER  NOTE\n"
	    "CS26-000002-Q  2026-11-23  email  complaint  Ada Example  "
	    "=1+1, \"x\"  due           2099-11-26  2100-05-22         "
	    "review patient_safety media\n"
	    "CS26-000001-P  2026-11-22  email  complaint  Ada Example  "
	    "The ward   due           2099-11-25  2100-05-21         "
	    "patient_safety media\n",
	    "newest first");
	is_number(staff_run(s, due_command, "due"), EX_OK, "due");
	ok(span_starts_with(span_of(s->printed),
	       SPAN("REFERENCE      CATEGORY   FROM         OWNER  OWED       "
		    "      DUE         LEFT ")) &&
		staff_printed(s,
		    "\nCS26-000001-P  complaint  Ada Example         "
		    "acknowledgement  2099-11-25  ") &&
		staff_printed(s, " days\n") &&
		staff_printed(s, "\nCS26-000002-Q  "),
	    "what is owed, soonest first");
	is_number(staff_run(s, queue_command, "queue"), EX_OK, "queue");
	ok(staff_printed(s, "\nCS26-000002-Q  ") &&
		staff_printed(s,
		    "  It has a password  patient_safety media\n") &&
		!staff_printed(s, "CS26-000001-P"),
	    "what waits for a decision, and why");
	is_number(staff_run(s, refused_command, "refused"), EX_OK, "refused");
	is_text(s->printed,
	    "REFERENCE      RECEIVED    FROM         SUBJECT    OUTCOME    WHY"
	    "                FILE\n"
	    "CS26-000002-Q  2026-11-23  Ada Example  =1+1, \"x\"  encrypted  "
	    "It has a password\n",
	    "what could not be read");
	is_number(staff_run(s, list_command, "list --limit 1"), EX_OK,
	    "a page");
	ok(staff_printed(s, "CS26-000002-Q") &&
		!staff_printed(s, "CS26-000001-P"),
	    "of one");
	is_number(staff_run(s, search_command, "search nobody came --limit 1"),
	    EX_OK, "search");
	is_text(s->printed,
	    "REFERENCE      RECEIVED    CATEGORY   FROM         SUBJECT    "
	    "FOUND\n"
	    "CS26-000002-Q  2026-11-23  complaint  Ada Example  =1+1, \"x\"  "
	    "I wish to complain about the w [Nobody] [came].\n",
	    "what was found, and where");
}

static void
test_records(struct staff *s)
{
	static const char *const printed[] = {
		"\"flags\":[\"patient_safety\",\"media\"],", "\"place\":null,",
		"\"owner\":null,", "\"agreed_due\":null,",
		"\"next\":\"acknowledgement\",", "\"late\":false,",
		"\"closed_on\":null,", "}\n{\"reference\":\"CS26-000001-P\","
	};

	is_number(staff_run(s, list_command, "list --json"), EX_OK, "JSON");
	ok(span_starts_with(span_of(s->printed),
	       SPAN("{\"reference\":\"CS26-000002-Q\",\"item\":\"m2\",")),
	    "one object on a line for each case");
	for (size_t i = 0; i < sizeof printed / sizeof *printed; i++)
		ok(staff_printed(s, printed[i]), "it has %zu", i);
	is_number(staff_run(s, search_command, "search --json nobody"), EX_OK,
	    "search --json");
	ok(staff_printed(s,
	       "\"found\":\"I wish to complain about the w [Nobody] came.\","
	       "\"found_item\":\"m1\"}\n"),
	    "with what was found");
	is_number(staff_run(s, list_command, "list --csv --limit 1"), EX_OK,
	    "CSV");
	ok(span_starts_with(span_of(s->printed),
	       SPAN("reference,item,category,")) &&
		staff_printed(s, ",alarms\r\nCS26-000002-Q,m2,complaint,case,"
				 "received,Ada Example,"
				 "\"'=1+1, \"\"x\"\"\",email,yes,") &&
		staff_printed(s, ",patient_safety media,"),
	    "a line of names, then the records; no formula");
	is_number(staff_run(s, list_command, "list --csv --category foi"),
	    EX_OK, "CSV of nothing");
	ok(staff_printed(s, ",alarms\r\n") && !staff_printed(s, "CS26"),
	    "the names alone");
}

static void
test_options(struct staff *s)
{
	static const struct {
		command_run *run;
		const char *words;
		int want;
		const char *printed; /* NULL: whatever */
	} table[] = {
		{ list_command, "list --category foi", EX_OK,
		    "There is no such case.\n" },
		{ list_command, "list --category undecided", EX_OK, NULL },
		{ list_command, "list --category praise", EX_USAGE, "" },
		{ list_command, "list --state open --owner none", EX_OK, NULL },
		{ list_command, "list --state shut", EX_USAGE, "" },
		{ list_command, "list --channel fax", EX_USAGE, "" },
		{ list_command, "list --flag urgent", EX_USAGE, "" },
		{ list_command, "list --since yesterday", EX_USAGE, "" },
		{ list_command, "list --limit 0", EX_USAGE, "" },
		{ list_command, "list --limit", EX_USAGE, "" },
		{ list_command, "list --after CS26-000001-Q", EX_DATAERR, "" },
		{ list_command, "list --after CS26-001234-K", EX_NOINPUT, "" },
		{ due_command, "due --within 7", EX_OK, "Nothing is owed.\n" },
		{ due_command, "due --within soon", EX_USAGE, "" },
		{ queue_command, "queue --owner Ann", EX_OK,
		    "Nothing waits for a decision.\n" },
		{ search_command, "search", EX_USAGE, "" },
		{ search_command, "search -", EX_USAGE, "" },
		{ search_command, "search --best NOT", EX_OK,
		    "Nothing was found.\n" },
		{ search_command, "search ward --late", EX_OK,
		    "Nothing was found.\n" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		is_number(staff_run(s, table[i].run, table[i].words),
		    table[i].want, "%s", table[i].words);
		if (table[i].printed != NULL)
			is_text(s->printed, table[i].printed,
			    "and what it says");
	}
}

static void
test_lists(void)
{
	static struct staff s;
	autoarena mem = { 0 };

	staff_open(&s);
	fill(&s, &mem);
	test_tables(&s);
	test_records(&s);
	test_options(&s);
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

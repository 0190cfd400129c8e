/* show.c - one case as a page and as an object */
#include "staff.h"
#include "tap.h"

#include <sysexits.h>

static void
test_page(struct staff *s)
{
	static const char *const wanted[] = { "CS26-000001-P\n",
		"\nCategory         complaint\n",
		"\nFrom             Ada Example\n",
		"\nReceived on      2026-11-22\n",
		"\nAcknowledged     held: No address was found\n",
		"\nRespond by       2027-05-21  ",
		"\nBy law           2027-05-21  ",
		"\nTo refer\n  patient_safety, immediate\n  media, routine\n",
		"\nItems\n  22 Nov 2026 10:15:00  opened by email: The ward\n"
		"    m1, read, kept/2026/11/m1\n",
		"\nLetters\n  acknowledgement by email, text \"complaint\": "
		"held, to ada@people.example\n",
		"\nRefer            patient_safety media\n",
		"\nNeeds review     yes\n", "\nItem             m1\n",
		"\nOriginal         kept/2026/11/m1\n",
		"\nLinked           shares its Message-ID with CS26-000002-",
		"\nLinked           shares its Message-ID with item m3\n",
		"\nWhy\n  0.900  complaint: \"i wish to complain\"\n  0.400  ",
		"\nPart 1: text/plain, 34 bytes, read\n\n"
		"I wish to complain about the ward.\n",
		"\nPart 2: letter.pdf, 900 bytes, encrypted: It has a "
		"password\n",
		"\nHistory\n", "  intake: registered. Opened a case\n" };

	is_number(staff_run(s, show_command, "show cs26-000001-p"), EX_OK,
	    "show, small letters will do");
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		ok(staff_printed(s, wanted[i]), "it prints %zu", i);
	ok(!staff_printed(s, "\033"), "and nothing that steers a terminal");
}

static void
test_object(struct staff *s)
{
	static const char *const wanted[] = {
		"{\"reference\":\"CS26-000001-P\",",
		"\"links\":[{\"why\":\"same_message_id\",\"item\":\"m2\","
		"\"reference\":\"CS26-000002-",
		"{\"why\":\"same_message_id\",\"item\":\"m3\","
		"\"reference\":null}]",
		"\"reasons\":[{\"phrase\":\"i wish to complain\","
		"\"category\":\"complaint\",\"weight\":0.900},{",
		"\"parts\":[{\"item\":\"m1\",\"path\":\"1\",",
		"\"text\":\"I wish to complain about the ward.\","
		"\"spans\":[{\"kind\":\"signature\",\"start\":30,"
		"\"end\":34}]},{",
		"\"passages\":[{\"flag\":\"patient_safety\","
		"\"urgency\":\"immediate\",",
		"\"items\":[{\"item\":\"m1\",\"role\":\"original\",",
		"\"letters\":[{\"kind\":\"acknowledgement\","
		"\"state\":\"held\",",
		"\"events\":[{\"at\":\"20",
		"\"who\":\"intake\",\"what\":\"received\",",
		"\"item\":\"m1\"}]}\n"
	};

	is_number(staff_run(s, show_command, "show --json CS26-000001-P"),
	    EX_OK, "show --json");
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		ok(staff_printed(s, wanted[i]), "it prints %zu", i);
}

static void
test_text(struct staff *s)
{
	is_number(staff_run(s, show_command, "show --text CS26-000001-P"),
	    EX_OK, "show --text");
	is_text(s->printed,
	    "I wish to complain about the ward.\n\nNobody came.\n",
	    "the texts of its parts alone");
}

static void
test_wrong(struct staff *s)
{
	static const struct {
		const char *words;
		int want;
	} cases[] = {
		{ "show", EX_USAGE },
		{ "show --json", EX_USAGE },
		{ "show --json --text CS26-000001-P", EX_USAGE },
		{ "show --text CS26-001234-K", EX_NOINPUT },
		{ "show CS26-000001-P more", EX_USAGE },
		{ "show CS26-000001-K", EX_DATAERR },
		{ "show everything", EX_DATAERR },
		{ "show CS26-001234-K", EX_NOINPUT },
		{ "show --json CS26-001234-K", EX_NOINPUT },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		is_number(staff_run(s, show_command, cases[i].words),
		    cases[i].want, "%s", cases[i].words);
		is_text(s->printed, "", "prints nothing");
	}
}

int
main(void)
{
	static struct staff s;
	autoarena mem = { 0 };
	struct item *i = sample_complaint("m1", &mem);
	struct error why;

	staff_open(&s);
	i->owed.acknowledge = ACK_HOLD;
	i->owed.why_not = SPAN("No address was found");
	i->verdict.needs_review = true;
	i->parts[1].outcome = PART_ENCRYPTED;
	i->parts[1].note = SPAN("It has a\033password");
	{
		autodb db = sample_db(&s.sample, DB_INTAKE);

		sample_register(db, i, &mem);
		i = sample_complaint("m2", &mem);
		i->message->message_id = SPAN("<m1@mail.example>");
		sample_register(db, i, &mem);
		i = sample_complaint("m3", &mem);
		i->message->message_id = SPAN("<m1@mail.example>");
		i->verdict.disposition = MACHINE;
		i->owed.acknowledge = ACK_NO;
		sample_register(db, i, &mem);
		ok(items_set_place(db, SPAN("m1"), SPAN("kept/2026/11/m1"),
		       &why) == DONE,
		    "its place is known");
	}
	test_page(&s);
	test_object(&s);
	test_text(&s);
	test_wrong(&s);
	staff_close(&s);
	return done();
}

/* circumstances.c - what else a letter must speak of */
#include "triage/circumstances.h"

#include "house.h"

static void
test_words(void)
{
	autoarena mem = { NULL };
	unsigned all = CIRCUMSTANCE_BIT(CIRCUMSTANCE_COUNT) - 1;

	is_span(circumstances_words(0, &mem), "", "nothing is no words");
	is_span(circumstances_words(CIRCUMSTANCE_BIT(IS_LATE) |
					CIRCUMSTANCE_BIT(IS_BY_CHILD),
		    &mem),
	    "child late", "in the order of the list");
	is_number(circumstances_read(circumstances_words(all, &mem)), all,
	    "all of them there and back");
	is_number(circumstances_read(SPAN("late,nonsense, child,")),
	    CIRCUMSTANCE_BIT(IS_LATE) | CIRCUMSTANCE_BIT(IS_BY_CHILD),
	    "by commas too; what is not known counts for nothing");
	is_number(circumstances_read(SPAN("")), 0, "no words are nothing");
}

static void
test_needs(void)
{
	static const struct {
		const char *note;
		unsigned want;
	} rows[] = {
		{ "", 0 },
		{ "bsl interpreter", 0 },
		{ "large_print 18 point", CIRCUMSTANCE_BIT(IS_LARGE_PRINT) },
		{ "Large print please", CIRCUMSTANCE_BIT(IS_LARGE_PRINT) },
		{ "easy_read , language Welsh",
		    CIRCUMSTANCE_BIT(IS_EASY_READ) |
			CIRCUMSTANCE_BIT(IS_WELSH) },
		{ "language Polish", 0 },
		{ "the clinic in Welshpool", 0 },
		{ "in Welshpool, in Welsh.", CIRCUMSTANCE_BIT(IS_WELSH) },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(circumstances_of_needs(edge_of(rows[i].note)),
		    rows[i].want, "\"%s\"", rows[i].note);
}

/* What no layout gives is a person's to make. */
static void
test_beyond_us(void)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ A_COMPLAINT, "" },
		{ A_COMPLAINT " I am blind. Please answer in Braille.",
		    "it asks for Braille: a person sends it so" },
		{ A_COMPLAINT " I can't read print: an audio CD would do.",
		    "it asks for audio: a person sends it so" },
		{ A_COMPLAINT " I want the audio recording of my call.", "" },
		{ A_COMPLAINT " I am deaf and cannot use the telephone.", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "Complaint", rows[i].text);

		triage_here(&item, &mem);
		is_span(item.owed.why_not, rows[i].why, "\"%s\"", rows[i].text);
		is_number(item.owed.acknowledge,
		    rows[i].why[0] ? ACK_HOLD : ACK_YES, "held or not");
	}
}

/* What a message says is in the owed acknowledgement. */
static void
test_messages(void)
{
	static const struct {
		const char *text, *from;
		enum circumstance is;
		bool want;
	} rows[] = {
		{ A_COMPLAINT, "joan@example.org", HAS_NO_POSTAL, true },
		{ A_COMPLAINT, "joan@example.org", HAS_NO_PHONE, true },
		{ A_COMPLAINT "\n\nJoan Example\nTel: 07700 900123",
		    "joan@example.org", HAS_NO_PHONE, false },
		{ "I am writing on behalf of my mother. " A_COMPLAINT,
		    "joan@example.org", IS_BY_OTHER, true },
		{ "I want to complain about my own appointment.",
		    "joan@example.org", IS_BY_OTHER, false },
		{ A_COMPLAINT " I need your answer in large print.",
		    "joan@example.org", IS_LARGE_PRINT, true },
		{ A_COMPLAINT " I need easy read.", "joan@example.org",
		    IS_EASY_READ, true },
		{ A_COMPLAINT " The large print of the sign was wrong.",
		    "joan@example.org", IS_EASY_READ, false },
		{ A_COMPLAINT " Please answer in Welsh.", "joan@example.org",
		    IS_WELSH, true },
		{ "Dear Chief Executive\n\nThank you for the wonderful and "
		  "kind "
		  "care.",
		    "joan@example.org", IS_TO_CHIEF, true },
		{ "Thank you for the wonderful and kind care.",
		    "joan@example.org", IS_TO_CHIEF, false },
		{ "Under the Freedom of Information Act please send me your "
		  "policy.",
		    "request-1-0badcafe@whatdotheyknow.com", IS_PUBLISHED,
		    true },
		{ "Under the Freedom of Information Act please send me your "
		  "policy.",
		    "joan@example.org", IS_PUBLISHED, false },
		{ "Under the Environmental Information Regulations please send "
		  "me your figures for asbestos.",
		    "joan@example.org", IS_EIR, true },
		{ "Environmental information: please send me your figures for "
		  "asbestos.",
		    "joan@example.org", IS_EIR, true },
		{ A_COMPLAINT " " A_REQUEST, "joan@example.org", HAS_FOI,
		    true },
		{ A_COMPLAINT, "joan@example.org", HAS_FOI, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		item.message->from.address = edge_of(rows[i].from);
		triage_here(&item, &mem);
		is_number((item.owed.circumstances &
			      CIRCUMSTANCE_BIT(rows[i].is)) != 0,
		    rows[i].want, "row %zu: %s", i + 1,
		    circumstance_name(rows[i].is));
	}
}

static void
test_parts(void)
{
	static const struct {
		enum part_disposition disposition;
		enum part_outcome outcome;
		bool want;
	} rows[] = {
		{ PART_ATTACHMENT, PART_READ, false },
		{ PART_ATTACHMENT, PART_EMPTY, false },
		{ PART_ATTACHMENT, PART_ENCRYPTED, true },
		{ PART_ATTACHMENT, PART_UNREADABLE, true },
		{ PART_ATTACHMENT, PART_UNSUPPORTED, true },
		{ PART_INLINE, PART_UNREADABLE, false },
	};

	for (size_t i = 0; i < 2 * (sizeof rows / sizeof *rows); i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", A_COMPLAINT);
		struct part body = item.parts[0];
		size_t place = i % 2;

		item.n_parts = 2;
		item.parts = ARENA_ARRAY(&mem, 2, struct part);
		item.parts[place] = (struct part){ .path = SPAN("2"),
			.disposition = rows[i / 2].disposition,
			.outcome = rows[i / 2].outcome };
		item.parts[1 - place] = body;
		triage_here(&item, &mem);
		is_number((item.owed.circumstances &
			      CIRCUMSTANCE_BIT(HAS_UNREAD_PART)) != 0,
		    rows[i / 2].want, "%s %s",
		    part_disposition_name(rows[i / 2].disposition),
		    part_outcome_name(rows[i / 2].outcome));
	}
}

/* Letters that were sent to the head of the house. */
static void
test_chief(void)
{
	static const struct {
		const char *name, *address;
		bool want;
	} rows[] = {
		{ "The Chief Executive", "office@northmoor.example", true },
		{ "", "chief.executive@northmoor.example", true },
		{ "", "chiefexecutive@northmoor.example", true },
		{ "", "the.chief-executive@northmoor.example", true },
		{ "", "CEO@northmoor.example", true },
		{ "", "theceo@northmoor.example", false },
		{ "Executive", "office@northmoor.example", false },
	};

	for (size_t i = 0; i < 2 * (sizeof rows / sizeof *rows); i++) {
		const char *name = rows[i / 2].name;
		const char *address = rows[i / 2].address;
		size_t place = i % 2;
		autoarena mem = { NULL };
		struct mailbox_address to[2] = { { SPAN(""),
						     SPAN("us@x.example") },
			{ SPAN(""), SPAN("us@x.example") } };
		struct item item = a_message(&mem, "x", A_COMPLAINT);

		to[place] =
		    (struct mailbox_address){ edge_of(name), edge_of(address) };
		item.message->to = edge_array(to, 2);
		item.message->n_to = 2;
		triage_here(&item, &mem);
		is_number((item.owed.circumstances &
			      CIRCUMSTANCE_BIT(IS_TO_CHIEF)) != 0,
		    rows[i / 2].want, "%s <%s>", name, address);
		item = a_message(&mem, "FW: x", "");
		item.parts[0].text = arena_printf(&mem,
		    "Log.\n\nFrom: Jo <jo@example.org>\nSent: 3 November 2026"
		    "\nTo: %s%s <%s>%s\nSubject: x\n\n" A_COMPLAINT "\n",
		    place == 0 ? "" : "us@x.example; ", name, address,
		    place == 0 ? "; us@x.example" : "");
		item.message->from.address = SPAN("pat@northmoor.example");
		triage_here(&item, &mem);
		is_number((item.owed.circumstances &
			      CIRCUMSTANCE_BIT(IS_TO_CHIEF)) != 0,
		    rows[i / 2].want, "passed on to us");
	}
}

int
main(void)
{
	test_words();
	test_needs();
	test_beyond_us();
	test_messages();
	test_parts();
	test_chief();
	return done();
}

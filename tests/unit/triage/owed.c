/* owed.c - is an acknowledgement owed, and to whom */
#include "triage/owed.h"

#include "due.h"
#include "house.h"

static void
test_policy(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x",
	    "I would suggest larger signs. It would be helpful if the menu "
	    "had pictures.");
	struct policy policy = a_policy();
	struct triage_house house = a_house(&policy);

	policy.acknowledges[COMMENT] = false;
	triage(&item, &house, &mem);
	is_number(item.verdict.category, COMMENT, "a comment");
	is_number(item.owed.acknowledge, ACK_NO, "that is not acknowledged");
	ok(item.owed.why_not.len > 0, "because of the policy");
	is_number(item.owed.ack_due, NO_DATE, "has no day for it");
}

#define LETTER                                                                 \
	"Joan Example\n12 Elm Road\nMoortown\nLS99 1AB\n\nDear "               \
	"Sir\n\n" A_COMPLAINT "\n\nYours faithfully\n\nJoan Example\n"

static void
test_letters(void)
{
	autoarena mem = { NULL };
	struct item item = a_letter(&mem, LETTER);

	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_YES, "a letter is answered");
	is_number(item.owed.channel, CHANNEL_LETTER, "by letter");
	is_span(item.owed.to.name, "Joan Example", "by name");
	is_span(item.origin.postal_address, "12 Elm Road\nMoortown\nLS99 1AB",
	    "at its writer's address");
	item = a_letter(&mem, "Dear Sir\n\n" A_COMPLAINT "\nWrite to "
			      "joan@example.org\n");
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD, "without one it is held");
	is_span(item.owed.to.address, "",
	    "an address printed in it is not written to");
}

static void
test_unreadable(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x", "");

	item.parts[0].outcome = PART_UNREADABLE;
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD, "nothing could be read");
	is_day(item.owed.ack_due, "2026-11-25", "but the clock runs");
	is_span(item.owed.template, "unreadable", "and its text asks for more");
	item = a_message(&mem, "x", "You have a secure message. Open it here.");
	item.root.outcome = PART_ENCRYPTED;
	triage_here(&item, &mem);
	is_span(item.owed.template, "unreadable", "a portal's notice is none");
	is_number(item.owed.acknowledge, ACK_HOLD, "and waits for a person");
	item = a_message(&mem, "x", A_COMPLAINT);
	item.parts[0].outcome = PART_KILLED;
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_YES, "part of it could");
	is_span(item.owed.template, "review", "so the neutral text goes out");
	item = a_message(&mem, "x", A_COMPLAINT);
	item.n_parts = 0;
	item.root.outcome = PART_TOO_LARGE;
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD, "nothing was read");
	ok(item.verdict.needs_review, "and a person looks");
}

static void
test_addresses(void)
{
	static const struct {
		const char *from;
		enum acknowledge want;
	} rows[] = {
		{ "joan@example.org", ACK_YES },
		{ "", ACK_NO },
		{ "joan", ACK_HOLD },
		{ "joan@example.org, eve@example.net", ACK_HOLD },
		{ "donotreply@example.org", ACK_NO },
		{ "request-1-0badcafe@whatdotheyknow.com", ACK_YES },
	};
	autoarena mem = { NULL };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct item item = a_message(&mem, "x", A_REQUEST);

		item.message->from.address = edge_of(rows[i].from);
		triage_here(&item, &mem);
		is_number(item.owed.acknowledge, rows[i].want, "\"%s\"",
		    rows[i].from);
	}
}

static void
test_records(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Records",
	    "Please send me a copy of my medical records from the year 2024.");

	triage_here(&item, &mem);
	is_number(item.verdict.disposition, RECORDS_REQUEST,
	    "one's own records are asked for by another law");
	is_span(item.owed.template, "records", "so its text is another");
	is_day(item.owed.response_due, "2026-12-22", "a month is its clock");
	item.received_at = 1859500800; /* 2028-12-04 */
	item.verdict.category = CATEGORY_NONE;
	item.verdict.needs_review = false;
	item.verdict.review_reason = SPAN("");
	item.verdict.n_also = 0;
	owed_decide(&item, &(struct policy){ .holding_days = 0 }, &mem);
	is_owed(&item, "", "", "");
	ok(holds(item.verdict.review_reason, "bank holidays"),
	    "a month past the table's end is asked about");
}

/* Why it is not sent, or waits; and whether the neutral text may go then. */
static void
test_reasons(void)
{
	static const struct {
		enum machine machine;
		enum origin_kind kind;
		const char *author, *authenticated;
		enum disposition way;
		enum category category;
		enum acknowledge want;
		const char *why, *text;
		bool may_go_neutral;
	} rows[] = {
#define JOAN MACHINE_NONE, ORIGIN_PUBLIC, "joan@example.org", "pass"
#define BY(machine)                                                            \
	machine, ORIGIN_MACHINE, "joan@example.org", "pass", MACHINE, COMPLAINT
		{ JOAN, NEW_CASE, COMPLAINT, ACK_YES, "", "complaint", false },
		{ BY(MACHINE_OWN), ACK_NO, "it is our own mail", "", false },
		{ BY(MACHINE_LIST), ACK_NO, "it was sent to a list", "",
		    false },
		{ BY(MACHINE_BOUNCE), ACK_NO, "a machine sent it", "", false },
		{ BY(MACHINE_AUTO_REPLY), ACK_NO, "a machine sent it", "",
		    false },
		{ BY(MACHINE_FEEDBACK), ACK_NO, "a machine sent it", "",
		    false },
		{ BY(MACHINE_RECEIPT), ACK_NO, "a machine sent it", "", false },
		{ BY(MACHINE_NOTICE), ACK_NO, "a machine sent it", "", false },
		{ MACHINE_NONE, ORIGIN_PUBLIC, "no-reply@example.org", "pass",
		    NEW_CASE, COMPLAINT, ACK_NO, "the address takes no replies",
		    "", false },
		{ MACHINE_NONE, ORIGIN_PUBLIC, "", "pass", NEW_CASE, COMPLAINT,
		    ACK_HOLD, "it has no e-mail address to reply to",
		    "complaint", false },
		{ MACHINE_NONE, ORIGIN_STAFF_FORWARD, "", "pass", NEW_CASE,
		    COMPLAINT, ACK_HOLD,
		    "a member of staff sent it, and its author is not sure",
		    "complaint", false },
		{ MACHINE_NONE, ORIGIN_PUBLIC, "joan", "pass", NEW_CASE,
		    COMPLAINT, ACK_HOLD,
		    "the address to reply to is not well formed", "complaint",
		    false },
		{ MACHINE_NONE, ORIGIN_PUBLIC, "joan@example.org", "fail",
		    NEW_CASE, COMPLAINT, ACK_HOLD,
		    "the sender's identity could not be confirmed", "complaint",
		    false },
		{ MACHINE_NONE, ORIGIN_ORGANISATION, "joan@example.org", "pass",
		    NEW_CASE, COMPLAINT, ACK_HOLD,
		    "a public body gets a person's answer", "complaint",
		    false },
		{ MACHINE_NONE, ORIGIN_PUBLIC, "request-1@whatdotheyknow.com",
		    "pass", NEW_CASE, COMPLAINT, ACK_HOLD,
		    "replies to this address are published", "complaint",
		    false },
		{ MACHINE_NONE, ORIGIN_PUBLIC, "request-1@whatdotheyknow.com",
		    "pass", NEW_CASE, FOI, ACK_YES, "", "foi", false },
		{ JOAN, SPAM, COMPLAINT, ACK_HOLD, "it looks like spam",
		    "complaint", false },
		{ JOAN, STAFF_MATTER, COMPLAINT, ACK_HOLD,
		    "it is about its writer's own employment", "complaint",
		    false },
		{ JOAN, OUT_OF_SCOPE, COMPLAINT, ACK_HOLD,
		    "it seems to be for somebody else", "out_of_scope", true },
		{ JOAN, MP_ENQUIRY, COMPLAINT, ACK_HOLD,
		    "a member of Parliament gets a person's answer", "mp",
		    true },
		{ JOAN, FOLLOW_UP, COMPLAINT, ACK_HOLD,
		    "it answers an earlier case", "complaint", true },
		{ JOAN, RECORDS_REQUEST, COMPLAINT, ACK_YES, "", "records",
		    false },
#undef BY
#undef JOAN
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", A_COMPLAINT);
		struct policy policy = a_policy();

		triage_here(&item, &mem);
		item.origin.machine = rows[i].machine;
		item.origin.kind = rows[i].kind;
		item.origin.author.address = edge_of(rows[i].author);
		item.origin.authenticated = rows[i].authenticated;
		item.verdict.disposition = rows[i].way;
		item.verdict.category = rows[i].category;
		owed_decide(&item, &policy, &mem);
		is_number(item.owed.acknowledge, rows[i].want, "row %zu", i);
		is_span(item.owed.why_not, rows[i].why, "and why");
		is_span(item.owed.template, rows[i].text, "with that text");
		is_number(item.owed.may_go_neutral, rows[i].may_go_neutral,
		    "the neutral text may go on the last day");
		is_number(item.owed.ack_due != NO_DATE, rows[i].want != ACK_NO,
		    "a day for what may be sent only");
		is_number(item.owed.response_due != NO_DATE,
		    rows[i].way != MACHINE, "a machine is owed no response");
	}
}

/* What is said of a further message. */
static void
test_further(void)
{
	static const struct {
		enum machine machine;
		bool is_likely_machine, is_flagged;
		enum letter_rule rule;
		enum acknowledge want;
		const char *why;
	} rows[] = {
		{ MACHINE_NONE, false, false, LETTER_BY_ITSELF, ACK_YES, "" },
		{ MACHINE_NONE, true, false, LETTER_BY_ITSELF, ACK_HOLD,
		    "it reads like a message of a machine" },
		{ MACHINE_NONE, false, true, LETTER_BY_ITSELF, ACK_HOLD,
		    "a person reads it first: see its flags" },
		{ MACHINE_NONE, false, false, LETTER_HELD, ACK_HOLD,
		    "the policy leaves it to a person" },
		{ MACHINE_NONE, false, false, LETTER_NEVER, ACK_NO,
		    "the policy acknowledges no further messages" },
		{ MACHINE_NOTICE, false, false, LETTER_BY_ITSELF, ACK_NO,
		    "a machine sent it" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", A_COMPLAINT);
		struct policy policy = a_policy();
		struct flag flag = { .kind = SELF_HARM, .urgency = IMMEDIATE };

		triage_here(&item, &mem);
		policy.follow_up = rows[i].rule;
		item.verdict.disposition = FOLLOW_UP;
		item.origin.machine = rows[i].machine;
		item.origin.is_likely_machine = rows[i].is_likely_machine;
		item.verdict.flags = &flag;
		item.verdict.n_flags = rows[i].is_flagged;
		owed_decide(&item, &policy, &mem);
		is_number(item.owed.further, rows[i].want, "further %zu", i);
		is_span(item.owed.further_why, rows[i].why, "and why");
		item.verdict.disposition = NEW_CASE;
		owed_decide(&item, &policy, &mem);
		is_number(item.owed.further, ACK_NO, "a new case is none");
		is_span(item.owed.further_why, "", "which needs no reason");
	}
}

/* The texts of what is no case, or no longer sure to be one. */
static void
test_texts(void)
{
	static const struct {
		const char *from, *text;
		enum disposition way;
		const char *want;
	} rows[] = {
		{ "jo@parliament.uk",
		    "My constituent writes about " A_COMPLAINT, MP_ENQUIRY,
		    "mp" },
		{ "joan@example.org", A_COMPLAINT, NEW_CASE, "complaint" },
		{ "joan@example.org",
		    "I am applying for the post of porter; my CV is attached. "
		    "Do you have any other vacancies?",
		    OUT_OF_SCOPE, "out_of_scope" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		item.message->from.address = edge_of(rows[i].from);
		triage_here(&item, &mem);
		is_number(item.verdict.disposition, rows[i].way, "%s: %s",
		    rows[i].want, disposition_name(item.verdict.disposition));
		is_span(item.owed.template, rows[i].want, "its text");
	}
}

/* Who cannot be told has no clock; who may be waits for a person. */
static void
test_unreturnable(void)
{
	autoarena mem = { NULL };
	struct item item = a_letter(&mem, "Dear Sir\n\n" A_COMPLAINT "\n");

	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD,
	    "a letter may hold an address that was not recognised");
	item = a_letter(&mem,
	    "Dear Sir\n\n" A_COMPLAINT " I wish to remain anonymous.\n");
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_NO, "unless it is anonymous");
	is_span(item.owed.why_not,
	    "it is anonymous, and gives no address to reply to",
	    "which is told");
	is_day(item.owed.ack_due, "", "nothing is due then");
	item = a_message(&mem, "x", A_COMPLAINT " I wish to remain anonymous.");
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_YES,
	    "who gives an address is answered, named or not");
	item = a_message(&mem, "x", A_COMPLAINT);
	item.message->from.address = SPAN("");
	triage_here(&item, &mem);
	is_span(item.owed.why_not, "it gives no address to reply to",
	    "a message from nowhere");
}

/* What may go out on the last day though nobody has looked. */
static void
test_neutral(void)
{
	static const struct {
		const char *what, *from, *text, *authentication;
		bool was_put_back;
		enum acknowledge acknowledge;
		bool want;
	} rows[] = {
		{ "nothing holds it", "joan@example.org", A_COMPLAINT, NULL,
		    false, ACK_YES, false },
		{ "a crisis", "joan@example.org",
		    A_COMPLAINT " I want to kill myself.", NULL, false,
		    ACK_HOLD, true },
		{ "a crisis, put back", "joan@example.org",
		    A_COMPLAINT " I want to kill myself.", NULL, true, ACK_HOLD,
		    false },
		{ "a forged crisis", "joan@example.org",
		    A_COMPLAINT " I want to kill myself.",
		    "mx.northmoor.example; dmarc=fail header.from=example.org",
		    false, ACK_HOLD, false },
		{ "an MP", "jo@parliament.uk",
		    "My constituent writes about " A_COMPLAINT, NULL, false,
		    ACK_HOLD, false },
		{ "a broken address", "joan", A_COMPLAINT, NULL, false,
		    ACK_HOLD, false },
		{ "an application", "joan@example.org",
		    "I am applying for the post of porter; my CV is attached. "
		    "Do you have any other vacancies?",
		    NULL, false, ACK_HOLD, true },
		{ "one's own employment", "joan@example.org",
		    "I am a nurse at your hospital. My manager refused my "
		    "annual leave and my grievance, and my pay is wrong.",
		    NULL, false, ACK_HOLD, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		item.message->from.address = edge_of(rows[i].from);
		item.was_put_back = rows[i].was_put_back;
		if (rows[i].authentication != NULL)
			add_header(&item, &mem, "Authentication-Results",
			    rows[i].authentication);
		triage_here(&item, &mem);
		is_number(item.owed.acknowledge, rows[i].acknowledge,
		    "%s: %.*s", rows[i].what, SPAN_ARG(item.owed.why_not));
		is_number(item.owed.may_go_neutral, rows[i].want,
		    "the neutral text may go");
	}
}

/* What was said is answered where the person can be reached. */
static void
test_notes(void)
{
	static const struct {
		const char *postal, *email;
		enum acknowledge acknowledge;
		enum channel channel;
	} cases[] = {
		{ "1 Mill Lane", "joan@example.org", ACK_YES, CHANNEL_LETTER },
		{ "1 Mill Lane", "", ACK_YES, CHANNEL_LETTER },
		{ "", "joan@example.org", ACK_YES, CHANNEL_EMAIL },
		{ "", "joan at home", ACK_HOLD, CHANNEL_EMAIL },
		{ "", "", ACK_HOLD, CHANNEL_LETTER },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { NULL };
		struct policy policy = a_policy();
		struct triage_house house = a_house(&policy);
		struct item item =
		    a_message(&mem, "Telephone call of Sunday", A_COMPLAINT);
		struct note note = { .by = SPAN("jbell"),
			.caller = { SPAN("Joan Example"),
			    edge_of(cases[i].email) },
			.phone = SPAN("01632 960001"),
			.postal_address = edge_of(cases[i].postal) };

		item.message->from =
		    (struct mailbox_address){ SPAN(""), SPAN("") };
		item.note = &note;
		triage(&item, &house, &mem);
		is_number(item.owed.acknowledge, cases[i].acknowledge,
		    "note %zu: acknowledged", i);
		is_number(item.owed.channel, cases[i].channel, "by which way");
		is_number(item.origin.kind, ORIGIN_PUBLIC, "of a person");
		is_span(item.origin.author.name, "Joan Example", "by name");
		is_span(item.origin.phone, "01632 960001", "with a number");
		is_day(item.owed.received_on, "2026-11-22", "received");
	}
}

/* A note of what nobody can be told, and one on a case that is there. */
static void
test_notes_without_answer(void)
{
	static const struct {
		const char *phone, *reference;
		enum acknowledge want;
		const char *why;
	} rows[] = {
		{ "", "", ACK_HOLD,
		    "no address was noted: acknowledge it by telephone, and "
		    "record that" },
		{ "01632 960001", "C-26-000001", ACK_NO,
		    "it is a note on a case that is there" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "Note", A_COMPLAINT);
		struct note note = { .by = SPAN("jbell"),
			.phone = edge_of(rows[i].phone),
			.reference = edge_of(rows[i].reference) };

		item.message->from =
		    (struct mailbox_address){ SPAN(""), SPAN("") };
		item.note = &note;
		triage_here(&item, &mem);
		is_number(item.owed.acknowledge, rows[i].want, "note %zu", i);
		is_span(item.owed.why_not, rows[i].why, "and why");
	}
}

int
main(void)
{
	test_policy();
	test_letters();
	test_unreadable();
	test_addresses();
	test_records();
	test_reasons();
	test_further();
	test_texts();
	test_unreturnable();
	test_neutral();
	test_notes();
	test_notes_without_answer();
	return done();
}

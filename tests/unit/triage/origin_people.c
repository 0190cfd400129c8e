/* origin_people.c - who wrote it, and what staff are told of why */
#include "triage/origin.h"

#include "house.h"

#define WORDS "I want to make a complaint about the way I was treated."

/* Why, one reason behind the other. */
static struct span
why_of(const struct item *item, struct arena *mem)
{
	struct span all = SPAN("");

	for (size_t i = 0; i < item->origin.n_reasons; i++)
		all = arena_printf(mem, "%.*s%s%.*s", SPAN_ARG(all),
		    i > 0 ? "; " : "", SPAN_ARG(item->origin.reasons[i]));
	return all;
}

/* What a member of staff passed on, and whose it is. */
static void
test_staff(void)
{
	static const struct {
		const char *from, *results, *author, *why;
	} rows[] = {
		{ "Joan <joan@example.org>", "dmarc=pass", "joan@example.org",
		    "the author is the sender of the message passed on" },
		{ "Joan <joan@example.org>", "dmarc=fail", "",
		    "the sender's identity could not be confirmed" },
		{ "Joan Example", "none", "",
		    "the message passed on does not give its sender's "
		    "address" },
		{ "Al <al@ward7.northmoor.example>", "none", "",
		    "the message passed on was sent by staff" },
		{ "Complaints <enquiries@trust.example>", "none", "",
		    "the message passed on was sent by staff" },
		{ "Forms <webforms@forms.example>", "none", "",
		    "the message passed on was sent by staff" },
		{ "Shop <no-reply@shop.example>", "none", "",
		    "the message passed on was sent by a machine" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct policy policy = a_policy();
		struct triage_house house = a_house(&policy);
		struct span body = arena_printf(&mem,
		    "Please log.\n\nFrom: %s\nSent: 20 November 2026\n"
		    "To: Ward 7\nSubject: My stay\n\n" WORDS
		    "\nTel: 01632 960123\n",
		    rows[i].from);
		struct item item = a_message(&mem, "FW: My stay", "");

		house.addresses = SPAN("enquiries@trust.example");
		item.parts[0].text = body;
		item.message->from.address = SPAN("pat@northmoor.example");
		add_header(&item, &mem, "Authentication-Results",
		    arena_printf(&mem, "mx.northmoor.example; %s",
			rows[i].results)
			.at);
		triage(&item, &house, &mem);
		is_span(item.origin.author.address, rows[i].author, "%s",
		    rows[i].from);
		is_span(item.origin.phone,
		    rows[i].author[0] != '\0' ? "01632 960123" : "",
		    "and the number");
		is_span(why_of(&item, &mem),
		    arena_printf(&mem, "the sender is a member of staff; %s",
			rows[i].why)
			.at,
		    "and why");
	}
}

/* A message attached that a machine sent, by its header. */
static void
test_machine_passed_on(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "For you", "Please log.");
	struct item inner = a_message(&mem, "My stay", WORDS);
	struct part parts[3] = { item.parts[0],
		{ .path = SPAN("2"), .message = inner.message },
		inner.parts[0] };

	parts[2].path = SPAN("2.1");
	parts[2].is_nested = true;
	item.parts = parts;
	item.n_parts = 3;
	item.message->from.address = SPAN("pat@northmoor.example");
	triage_here(&item, &mem);
	is_span(item.origin.author.address, "joan@example.org",
	    "a person's message");
	add_header(&inner, &mem, "Auto-Submitted", "auto-replied");
	triage_here(&item, &mem);
	is_span(item.origin.author.address, "", "a machine's");
	is_span(why_of(&item, &mem),
	    "the sender is a member of staff; the message passed on was sent "
	    "by a machine",
	    "and why");
}

/* The fields of a form, and what stands in for those left out. */
static void
test_forms(void)
{
	static const struct {
		const char *what, *body;
		int replies;
		const char *name, *address, *why;
	} rows[] = {
		{ "by its own fields",
		    "Name: Joan\nEmail: joan@example.org\nMessage: " WORDS, 1,
		    "Joan", "joan@example.org", "it came by a web form" },
		{ "by Reply-To", "Message: " WORDS, 1, "Jo", "jo@example.net",
		    "it came by a web form" },
		{ "its own name before that of Reply-To",
		    "Name: Joan\nMessage: " WORDS, 1, "Joan", "jo@example.net",
		    "it came by a web form" },
		{ "two Reply-To are no one", "Message: " WORDS, 2, "", "",
		    "it came by a web form; the form has no usable e-mail "
		    "address" },
		{ "an address to which no mail can go",
		    "Email: joan@example\nMessage: " WORDS, 0, "", "",
		    "it came by a web form; the form has no usable e-mail "
		    "address" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "Form", rows[i].body);
		struct mailbox_address reply[2] = {
			{ SPAN("Jo"), SPAN("jo@example.net") },
			{ SPAN("Al"), SPAN("al@example.net") }
		};

		item.message->from.address = SPAN("webforms@forms.example");
		item.message->reply_to = reply;
		item.message->n_reply_to = (size_t)rows[i].replies;
		triage_here(&item, &mem);
		is_span(item.origin.author.name, rows[i].name, "%s",
		    rows[i].what);
		is_span(item.origin.author.address, rows[i].address,
		    "its address");
		is_span(why_of(&item, &mem), rows[i].why, "and why");
	}
}

static void
test_form_details(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Form",
	    "Name: Joan Bell\nPatient name: Ann Bell\nPhone: 01632 960123\n"
	    "Address: 12 Elm Road\nPostcode: LS99 1AB\nMessage: " WORDS);

	item.message->from.address = SPAN("webforms@forms.example");
	triage_here(&item, &mem);
	is_span(item.origin.patient, "Ann Bell", "the patient");
	is_span(item.origin.phone, "01632 960123", "the number");
	is_span(item.origin.postal_address, "12 Elm Road\nLS99 1AB",
	    "the address");
}

/* Whose a sealed message is, by how it came. */
static void
test_sealed(void)
{
	static const struct {
		const char *what, *from, *header, *value;
		enum part_outcome outcome;
		enum origin_kind kind;
		const char *author, *why;
	} rows[] = {
		{ "a person's", "joan@example.org", "X-A", "b", PART_ENCRYPTED,
		    ORIGIN_PUBLIC, "joan@example.org",
		    "it cannot be read here: a person must fetch it" },
		{ "by a list", "joan@example.org", "List-Id", "<a.example>",
		    PART_ENCRYPTED, ORIGIN_PUBLIC, "joan@example.org",
		    "it cannot be read here: a person must fetch it" },
		{ "by a portal that names nobody", "no-reply@egress.com", "X-A",
		    "b", PART_ENCRYPTED, ORIGIN_PUBLIC, "",
		    "it cannot be read here: a person must fetch it; a portal "
		    "sent it, and does not say for whom" },
		{ "by a colleague", "pat@northmoor.example", "X-A", "b",
		    PART_ENCRYPTED, ORIGIN_STAFF_FORWARD, "",
		    "the sender is a member of staff; no message passed on was "
		    "found in it" },
		{ "a bounce", "joan@example.org", "X-Failed-Recipients",
		    "jo@example.net", PART_ENCRYPTED, ORIGIN_MACHINE, "",
		    "a mail server says that a message was not delivered" },
		{ "an open one of a list", "joan@example.org", "List-Id",
		    "<a.example>", PART_READ, ORIGIN_MACHINE, "",
		    "it was sent to a list" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "Secure", "Fetch it.\n");

		item.root.outcome = rows[i].outcome;
		item.message->from.address = edge_of(rows[i].from);
		add_header(&item, &mem, rows[i].header, rows[i].value);
		triage_here(&item, &mem);
		is_number(item.origin.kind, rows[i].kind, "%s", rows[i].what);
		is_span(item.origin.author.address, rows[i].author,
		    "its author");
		is_span(why_of(&item, &mem), rows[i].why, "and why");
	}
}

/* Only the author's own text tells of the author. */
static void
test_parts(void)
{
	static const char advocate[] =
	    "I am an NHS complaints advocate.\nTel: 01632 960999\n";
	static const struct {
		const char *what;
		bool is_nested, is_alternative;
		enum part_disposition disposition;
		const char *text, *role, *phone;
	} rows[] = {
		{ "the first body", false, false, PART_BODY, advocate,
		    "advocate", "01632 960999" },
		{ "a message attached", true, false, PART_BODY, advocate, "",
		    "01632 960123" },
		{ "the same body as HTML", false, true, PART_BODY, advocate, "",
		    "01632 960123" },
		{ "a document attached", false, false, PART_ATTACHMENT,
		    advocate, "", "01632 960123" },
		{ "a body without a word", false, false, PART_BODY, "", "",
		    "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "A complaint",
		    WORDS "\nTel: 01632 960123\n");
		struct part parts[2] = { item.parts[0], item.parts[0] };

		parts[0].text = edge_of(rows[i].text);
		parts[0].is_nested = rows[i].is_nested;
		parts[0].is_alternative = rows[i].is_alternative;
		parts[0].disposition = rows[i].disposition;
		parts[1].path = SPAN("2");
		item.parts = parts;
		item.n_parts = 2;
		triage_here(&item, &mem);
		is_span(span_of(item.origin.role), rows[i].role, "%s",
		    rows[i].what);
		is_span(item.origin.phone, rows[i].phone, "whose number");
	}
}

static void
test_public(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "A complaint", WORDS);

	triage_here(&item, &mem);
	is_span(why_of(&item, &mem), "the sender is not one of our staff",
	    "a person");
	item.message->from.address = SPAN("");
	triage_here(&item, &mem);
	is_span(why_of(&item, &mem), "it does not say who sent it",
	    "somebody unknown");
	item.message->from.address = SPAN("complaints@northmoor.example");
	triage_here(&item, &mem);
	is_number(item.origin.machine, MACHINE_OWN, "ourselves");
	is_span(why_of(&item, &mem), "it came from one of our own mailboxes",
	    "and why");
}

/* A letter of several pages: the first with words tells whose it is. */
static void
test_letters(void)
{
	autoarena mem = { NULL };
	struct item item =
	    a_letter(&mem, "12 Elm Road\nLS99 1AB\n\nDear Sir\n\n" WORDS
			   "\n\nYours sincerely\nJo Bell\n01632 960123\n");
	struct part parts[3] = { item.parts[0], item.parts[0], item.parts[0] };

	parts[0].text = SPAN("");
	parts[2].text = SPAN("Dear Sir\n\nYours sincerely\nAl Reed\n");
	item.parts = parts;
	item.n_parts = 3;
	triage_here(&item, &mem);
	is_span(item.origin.author.name, "Jo Bell", "the first with words");
	is_span(item.origin.postal_address, "12 Elm Road\nLS99 1AB",
	    "its address");
	is_span(item.origin.phone, "01632 960123", "its number");
	is_span(why_of(&item, &mem),
	    "the letter is signed; the letter has its writer's address",
	    "and why");
	parts[1].text = parts[2].text = SPAN("");
	triage_here(&item, &mem);
	is_span(why_of(&item, &mem),
	    "no signature was recognised; no postal address was recognised "
	    "for sure",
	    "pages without a word");
}

/* What staff wrote down of somebody who rang or came. */
static void
test_notes(void)
{
	for (int is_in_person = 0; is_in_person <= 1; is_in_person++) {
		autoarena mem = { NULL };
		struct item item = a_letter(&mem, WORDS);
		struct note note = { .is_in_person = is_in_person,
			.by = SPAN("Pat"),
			.caller = { SPAN("Jo Bell"), SPAN("jo@example.org") },
			.postal_address = SPAN("12 Elm Road"),
			.phone = SPAN("01632 960123") };

		item.note = &note;
		triage_here(&item, &mem);
		is_span(item.origin.author.name, "Jo Bell", "who it was");
		is_span(item.origin.author.address, "jo@example.org",
		    "the address");
		is_span(item.origin.postal_address, "12 Elm Road",
		    "where they live");
		is_span(item.origin.phone, "01632 960123", "the number");
		is_span(why_of(&item, &mem),
		    is_in_person
			? "a member of staff noted what was said in person"
			: "a member of staff noted what was said on the "
			  "telephone",
		    "and why");
	}
}

int
main(void)
{
	test_staff();
	test_machine_passed_on();
	test_forms();
	test_form_details();
	test_sealed();
	test_parts();
	test_public();
	test_letters();
	test_notes();
	return done();
}

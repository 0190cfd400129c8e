/* origin.c - who wrote it: people, staff, letters */
#include "triage/origin.h"

#include "house.h"
#include "triage/address.h"
#include "triage/letter.h"

#define WORDS "I want to make a complaint about the way I was treated."

#define BLOCK(from)                                                            \
	"Please log.\n\nFrom: " from "\nSent: 20 November 2026 09:12\n"        \
	"To: Ward 7\nSubject: My stay\n\n" WORDS

static void
test_staff(void)
{
	static const struct {
		const char *subject, *body, *author, *what;
		enum acknowledge want;
	} rows[] = {
		{ "FW: My stay", BLOCK("Joan <joan@example.org>"),
		    "joan@example.org", "a forward", ACK_YES },
		{ "My stay", BLOCK("Joan [mailto:joan@example.org]"),
		    "joan@example.org", "another program's forward", ACK_YES },
		{ "Re: My stay", BLOCK("Joan <joan@example.org>"), "",
		    "a reply that quotes", ACK_HOLD },
		{ "FW: My stay", BLOCK("Joan Example"), "",
		    "a forward without an address", ACK_HOLD },
		{ "FW: My stay", BLOCK("Pat <pat@ward.northmoor.example>"), "",
		    "a forward of a colleague's message", ACK_HOLD },
		{ "FW: My stay", BLOCK("complaints@northmoor.example"), "",
		    "a forward of our own mail", ACK_HOLD },
		{ "Phone call", WORDS, "", "a note of a call", ACK_HOLD },
		{ "Fwd: My stay",
		    "Hi\n\n---------- Forwarded message ---------\n"
		    "From: Joan <joan@example.org>\nDate: Fri, 20 Nov 2026\n"
		    "Subject: My stay\nTo: <ward7@northmoor.example>\n\n"
		    "" WORDS,
		    "joan@example.org", "a forward behind a marker", ACK_YES },
		{ "Fwd: My stay",
		    "Begin forwarded message:\n\nFrom: joan@example.org\n"
		    "Subject: My stay\nDate: 20 November 2026 at 09:12\n"
		    "To: Ward 7\n\n" WORDS,
		    "joan@example.org", "a forward from a telephone", ACK_YES },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_message(&mem, rows[i].subject, rows[i].body);

		item.message->from.address = SPAN("pat@northmoor.example");
		triage_here(&item, &mem);
		is_number(item.origin.kind, ORIGIN_STAFF_FORWARD, "%s",
		    rows[i].what);
		is_span(item.origin.author.address, rows[i].author,
		    "has its author, or none");
		is_span(item.owed.to.address, rows[i].author,
		    "and is acknowledged to nobody else");
		is_span(item.origin.forwarder.address, "pat@northmoor.example",
		    "who passed it on");
		is_number(item.owed.acknowledge, rows[i].want, "at all");
	}
}

/* Anybody can type a header block: only staff are believed. */
static void
test_public_forward(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "FW: My stay",
	    BLOCK("Victim <victim@example.net>"));

	triage_here(&item, &mem);
	is_number(item.origin.kind, ORIGIN_PUBLIC, "a member of the public");
	is_span(item.owed.to.address, "joan@example.org",
	    "who forwards is the author");
	ok(item.forward.found, "the forward is shown to staff");
}

static void
test_forms(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Web form",
	    "Name: Joan Example\nEmail: joan@example.org\n"
	    "Phone: 01632 960123\nMessage: " WORDS);
	struct mailbox_address reply = { SPAN("Jo"), SPAN("jo@example.net") };

	item.message->from.address = SPAN("webforms@forms.example");
	add_header(&item, &mem, "Auto-Submitted", "auto-generated");
	triage_here(&item, &mem);
	is_number(item.origin.kind, ORIGIN_PUBLIC, "a form is of a person");
	is_span(item.owed.to.address, "joan@example.org", "by its field");
	is_span(item.owed.to.name, "Joan Example", "and name");
	item = a_message(&mem, "Web form", WORDS);
	item.message->from.address = SPAN("webforms@forms.example");
	item.message->reply_to = &reply;
	item.message->n_reply_to = 1;
	triage_here(&item, &mem);
	is_span(item.owed.to.address, "jo@example.net", "or by Reply-To");
	item.message->n_reply_to = 0;
	triage_here(&item, &mem);
	is_number(item.owed.acknowledge, ACK_HOLD, "or held");
}

static void
test_organisations(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "My constituent", WORDS);

	item.message->from.address = SPAN("office@parliament.uk");
	triage_here(&item, &mem);
	is_number(item.origin.kind, ORIGIN_ORGANISATION, "Parliament");
	is_number(item.verdict.disposition, MP_ENQUIRY, "an MP's enquiry");
	ok(has_flag(&item, MP), "is flagged");
	is_number(item.owed.acknowledge, ACK_HOLD, "and a person answers");
	item.message->from.address = SPAN("x@notparliament.uk");
	triage_here(&item, &mem);
	is_number(item.origin.kind, ORIGIN_PUBLIC, "a look-alike is not");
}

#define TO_US                                                                  \
	"Customer Services\nNorthmoor NHS Trust\nMoor Lane\nLeeds\n"           \
	"LS1 4DY\n\n"

static void
test_letters(void)
{
	static const struct {
		const char *text, *name, *address, *what;
	} rows[] = {
		{ "Mrs Joan Example\n12 Elm Road\nMoortown\nLS99 1AB\n"
		  "Tel: 01632 960123\n\n" TO_US "Dear Sir\n\n" WORDS
		  "\n\nYours faithfully\n\n\nJoan Example (Mrs)\n",
		    "Joan Example", "12 Elm Road\nMoortown\nLS99 1AB",
		    "a letter as letters are" },
		{ TO_US "12 Elm Road\nMoortown LS99 1AB\n\nDear Sir\n" WORDS
			"\nYours sincerely\nJ",
		    "", "12 Elm Road\nMoortown LS99 1AB",
		    "ours first, no name" },
		{ TO_US "Dear Sir\n" WORDS "\nYours sincerely\nJoan Example\n",
		    "Joan Example", "", "no address but ours" },
		{ "1 Elm Road\nLS99 1AB\n\n2 Oak Road\nLS99 2CD\n\nDear Sir\n"
		  "" WORDS,
		    "", "", "two addresses: which one is not sure" },
		{ "Dear Sir\n" WORDS "\n12 Elm Road\nMoortown\nLS99 1AB\n", "",
		    "", "an address that is not at the top" },
		{ "A very long line of running text that happens to end in "
		  "LS99 1AB\nnext\nLS99 1AB\n",
		    "", "", "running text" },
		{ WORDS "\nYours sincerely\nwww.example.org 4U\n", "", "",
		    "a signature that is no name" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct letter_writer w =
		    letter_read(edge_of(rows[i].text), &mem);

		is_span(w.name, rows[i].name, "%s: name", rows[i].what);
		is_span(w.postal_address, rows[i].address, "%s: address",
		    rows[i].what);
		is_span(w.phone, i == 0 ? "01632 960123" : "", "%s: phone",
		    rows[i].what);
	}
}

static void
test_postcodes(void)
{
	static const char *const good[] = { "LS1 4DY", "Leeds LS99 1AB",
		"SW1A 1AA.", "B33 8TH", "CR2 6XH", "DN55 1PT", "M1 1AE",
		" LS99  1AB.,", "W1A 0AX", "Z9 9ZZ", "Flat A1 1AA" };
	static const char *const bad[] = { "", "LS1", "LS1 4D", "ls1 4dy",
		"1LS 4DY", "LS1 ADY", "LSX 4DY", "LS123 4DY", "LS1 4DYX",
		"LS 4DY", "LS1AA 4DY", "LS1a 4DY", "LSW1 4DY", "LS1 4Dy",
		"LS1 4dY", "1 4DY", "LS@ 4DY", "LS1 4[Y", "LS14DY" };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ok(line_ends_in_postcode(edge_of(good[i])), "%s is one",
		    good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!line_ends_in_postcode(edge_of(bad[i])), "%s is none",
		    bad[i]);
}

static void
test_lists(void)
{
	static const struct {
		const char *text, *addresses[3];
	} rows[] = {
		{ "jo@example.org", { "jo@example.org" } },
		{ "jo@example.org,al@example.net",
		    { "jo@example.org", "al@example.net" } },
		{ "\"jo@example.org\",al@example.net",
		    { "jo@example.org", "al@example.net" } },
		{ "\"Bell, Jo\"<jo@example.org>, al@example.net",
		    { "jo@example.org", "al@example.net" } },
		{ "Bell, Jo <jo@example.org>; al@example.net",
		    { "jo@example.org", "al@example.net" } },
		{ "\"Jo <jo@example.org>, al@example.net",
		    { "jo@example.org", "al@example.net" } },
		{ "", { NULL } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct mailbox_address *list;
		size_t n =
		    address_read_list(edge_of(rows[i].text), &list, &mem);

		for (size_t k = 0; k < n && k < 2; k++)
			is_span(list[k].address,
			    rows[i].addresses[k] ? rows[i].addresses[k] : "",
			    "%s: %zu", rows[i].text, k);
		ok(n < 3 && rows[i].addresses[n] == NULL &&
			(n == 0 || rows[i].addresses[n - 1] != NULL),
		    "%zu of them", n);
	}
}

static void
test_postal_lines(void)
{
	autoarena mem = { NULL };

	is_span(postal_lines(SPAN("3, Elm Row,, Leeds ,"), &mem),
	    "3\nElm Row\nLeeds", "an address typed in one line");
	is_span(postal_lines(SPAN(""), &mem), "", "or none");
}

static void
test_addresses(void)
{
	static const struct {
		const char *text, *name, *address;
	} rows[] = {
		{ "Jo Bell <jo@example.org>", "Jo Bell", "jo@example.org" },
		{ "\"Bell, Jo\" <jo@example.org>", "Bell, Jo",
		    "jo@example.org" },
		{ "Jo [mailto:jo@example.org]", "Jo", "jo@example.org" },
		{ "jo@example.org<mailto:jo@example.org>", "",
		    "jo@example.org" },
		{ "<jo@example.org>", "", "jo@example.org" },
		{ "Jo Bell", "Jo Bell", "" },
		{ "", "", "" },
	};
	static const char *const unfit[] = { "", "jo", "jo@", "@example.org",
		"(jo@example.org", "jo@(example.org", "jo@example",
		"jo@@example.org", "jo bell@example.org", "jo@example..org",
		"jo@exa mple.org", "jo\n@example.org", "jo@example.org,",
		"<jo@example.org>", ".jo@example.org", "jo@-_.org" };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct mailbox_address m =
		    address_read(edge_of(rows[i].text), &mem);

		is_span(m.name, rows[i].name, "name in \"%s\"", rows[i].text);
		is_span(m.address, rows[i].address, "address");
	}
	for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++)
		ok(!address_is_fit(edge_of(unfit[i])), "unfit %zu", i);
	ok(address_is_fit(SPAN("o'neil+x@mail.example.org")), "fit");
	test_lists();
	test_postal_lines();
	ok(address_is_within(SPAN("a@b.example.org"), SPAN("example.org")),
	    "below a domain");
	ok(!address_is_within(SPAN("a@bexample.org"), SPAN("example.org")),
	    "beside it");
}

static void
test_names(void)
{
	static const char *const fit[] = { "Jo", "Anne-Marie O'Neil",
		"Zo\u00eb Bront\u00eb", "Siobh\u00e1n O\u2019Neil" };
	static const char *const unfit[] = { "", "J", "--", "jo@example.org",
		"Jo 4U", "www.example.org", "Jo\nBell", "Bell, Jo", "Jo <b>",
		"Win a prize!", "\u202eoJ" };
	char name[62];

	for (size_t i = 0; i < sizeof fit / sizeof *fit; i++)
		is_span(name_for_greeting(edge_of(fit[i])), fit[i], "fit");
	for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++)
		is_span(name_for_greeting(edge_of(unfit[i])), "", "unfit %zu",
		    i);
	memset(name, 'a', sizeof name);
	is_number(name_for_greeting((struct span){ name, 60 }).len, 60,
	    "sixty bytes are fit");
	is_number(name_for_greeting((struct span){ name, 61 }).len, 0,
	    "sixty-one are not");
}

/* Letters that are kept elsewhere: of a person, never of the robot. */
static void
test_sealed(void)
{
	static const struct {
		const char *from, *reply_to, *author, *what;
	} rows[] = {
		{ "joan@example.org", "", "joan@example.org",
		    "in the sender's name" },
		{ "noreply@switch.egress.com", "jo@example.net",
		    "jo@example.net", "a robot's, for whom it answers" },
		{ "postmaster@eu.mimecast.com", "jo@example.net",
		    "jo@example.net", "a portal's, likewise" },
		{ "noreply@switch.egress.com", "", "",
		    "a robot's that does not say for whom" },
		{ "noreply@switch.egress.com", "no-reply@switch.egress.com", "",
		    "nor a robot's for another" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "Secure message",
		    "You have received an encrypted message.\n");
		struct mailbox_address reply = { SPAN("Jo"),
			edge_of(rows[i].reply_to) };

		item.root.outcome = PART_ENCRYPTED;
		item.root.note = SPAN("only a link; a person must fetch it "
				      "there");
		item.message->from.address = edge_of(rows[i].from);
		item.message->reply_to = &reply;
		item.message->n_reply_to = reply.address.len > 0;
		add_header(&item, &mem, "Auto-Submitted", "auto-generated");
		triage_here(&item, &mem);
		is_number(item.origin.kind, ORIGIN_PUBLIC, "%s", rows[i].what);
		is_span(item.origin.author.address, rows[i].author,
		    "its author");
		is_number(item.verdict.disposition, NEW_CASE, "a case");
		ok(item.verdict.needs_review &&
			holds(item.verdict.review_reason,
			    "a person must fetch it"),
		    "that a person fetches");
		ok(item.owed.ack_due != NO_DATE, "its clock runs");
		is_span(item.owed.to.address, rows[i].author,
		    "acknowledged to nobody else");
	}
}

/* A report of what was not delivered stays one, whatever it sends back. */
static void
test_sealed_bounce(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Undeliverable: x",
	    "<jo@example.org>: 550 5.1.1 no such user\n");

	item.root.outcome = PART_ENCRYPTED;
	item.message->from.address = SPAN("mailer-daemon@mx.example");
	triage_here(&item, &mem);
	is_number(item.origin.machine, MACHINE_BOUNCE, "a bounce");
}

static void
test_roles(void)
{
	static const struct {
		const char *from, *name, *text, *role;
		enum origin_kind kind;
	} rows[] = {
		{ "jo.bell.mp@parliament.uk", "Jo Bell MP", WORDS, "mp",
		    ORIGIN_ORGANISATION },
		{ "jo@example.org", "Jo",
		    "I write for my constituent, who is "
		    "in pain.",
		    "mp", ORIGIN_PUBLIC },
		{ "jo@bell-solicitors.example", "Jo", WORDS, "solicitor",
		    ORIGIN_PUBLIC },
		{ "jo@bell.example", "Jo",
		    "We act for Mrs Example.\n\nBell LLP is authorised and "
		    "regulated by\nthe Solicitors Regulation Authority.",
		    "solicitor", ORIGIN_PUBLIC },
		{ "jo@advocacy-north.example", "Jo", WORDS, "advocate",
		    ORIGIN_PUBLIC },
		{ "jo@example.org", "Jo",
		    "I am an NHS complaints advocate and write for Ann.",
		    "advocate", ORIGIN_PUBLIC },
		{ "jo@northtown.gov.uk", "Northtown Council", WORDS, "council",
		    ORIGIN_ORGANISATION },
		{ "jo@northtown.gov.uk", "Jo Bell",
		    WORDS "\n\nJo Bell\nSocial worker\nNorthtown City "
			  "Council\n",
		    "council", ORIGIN_ORGANISATION },
		{ "jo@northtown.gov.uk", "Jo Bell", WORDS, "", ORIGIN_PUBLIC },
		{ "info@healthwatchnorthtown.example", "Jo", WORDS,
		    "healthwatch", ORIGIN_ORGANISATION },
		{ "request-123-abc@whatdotheyknow.com", "Jo", WORDS,
		    "whatdotheyknow", ORIGIN_PUBLIC },
		{ "jo@ombudsman.org.uk", "Jo", WORDS, "regulator",
		    ORIGIN_ORGANISATION },
		{ "jo@northtown.police.uk", "PC Bell", WORDS, "police",
		    ORIGIN_ORGANISATION },
		{ "jo@example.org", "Jo",
		    "My solicitor will write to you, and so will my MP, the "
		    "council and an advocate.",
		    "", ORIGIN_PUBLIC },
		{ "jo@example.org", "Jo",
		    WORDS "\n\nOn 3 Nov 2026, at 10:00, Bell <b@c.example> "
			  "wrote:\n\n> We act for Mrs Example.\n",
		    "", ORIGIN_PUBLIC },
		{ "jo@mylawfirm.example", "Jo", WORDS, "", ORIGIN_PUBLIC },
		{ "jo@notparliament.uk", "Jo", WORDS, "", ORIGIN_PUBLIC },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "A letter", rows[i].text);

		item.message->from =
		    (struct mailbox_address){ edge_of(rows[i].name),
			    edge_of(rows[i].from) };
		triage_here(&item, &mem);
		is_span(span_of(item.origin.role), rows[i].role, "row %zu: %s",
		    i, rows[i].from);
		is_number(item.origin.kind, rows[i].kind, "row %zu: its kind",
		    i);
	}
}

static void
test_role_of_letter(void)
{
	autoarena mem = { NULL };
	struct item item = a_letter(&mem,
	    "Bell and Co\n1 High Street\n\nDear Sirs\n\nWe act on behalf "
	    "of\nMrs Example, who wishes to complain about her care.\n\n"
	    "Yours faithfully\n\nBell and Co\n");

	triage_here(&item, &mem);
	is_span(span_of(item.origin.role), "solicitor", "over two lines");
}

int
main(void)
{
	test_staff();
	test_public_forward();
	test_forms();
	test_organisations();
	test_letters();
	test_postcodes();
	test_addresses();
	test_names();
	test_sealed();
	test_sealed_bounce();
	test_roles();
	test_role_of_letter();
	return done();
}

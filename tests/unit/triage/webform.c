/* webform.c - the fields of forms */
#include "triage/webform.h"

#include "house.h"
#include "triage/letter.h"

static void
test_forms(void)
{
	static const struct {
		const char *body, *name, *email, *phone, *address, *what;
	} rows[] = {
		{ "Name: Jo Bell\nEmail: jo@example.org\nPhone: 01632 960123\n"
		  "Message: hello\n",
		    "Jo Bell", "jo@example.org", "01632 960123", "",
		    "behind colons" },
		{ "Your details\n\nFirst name\tJo\nSurname\tBell\nE-mail "
		  "address\tjo@example.org\nAddress\t1 Elm Road\nTown\tMoortown"
		  "\nPostcode\tLS99 1AB\n",
		    "Jo Bell", "jo@example.org", "",
		    "1 Elm Road\nMoortown\nLS99 1AB", "a table" },
		{ "*Full name (required)*:\nJo Bell\n\nEmail *\n"
		  "jo@example.org\n\nTelephone number:\n\nMessage:\nhello\n",
		    "Jo Bell", "jo@example.org", "", "", "in the next line" },
		{ "Name: Jo\nAddress:\n1 Elm Road\nMoortown\nLS99 1AB\n"
		  "Email: jo@example.org\n",
		    "Jo", "jo@example.org", "",
		    "1 Elm Road\nMoortown\nLS99 1AB",
		    "an address of several lines" },
		{ "Name: Jo\nEmail: jo@example.org\nComments: hello\n"
		  "Email: al@example.net\nName: Al\n",
		    "Jo", "jo@example.org", "", "",
		    "what is typed into the message" },
		{ "Name: Jo\nComments: hello\nEmail: jo@example.org\n", "Jo",
		    "jo@example.org", "", "", "the message in the middle" },
		{ "Name: Jo\nComments: hello\nEmail: al@example.net\nEmail: "
		  "jo@example.org\n",
		    "Jo", "", "", "", "two addresses behind it" },
		{ "Name: (not given)\nEmail: jo@example.org\nPhone: n/a\n", "",
		    "jo@example.org", "", "", "fields that were left out" },
		{ "Name: Anonymous\nEmail: none\n", "", "", "", "", "nobody" },
		{ "hello\n", "", "", "", "", "no form" },
		{ "Name:\tJo\nEmail:* jo@example.org\n", "Jo", "jo@example.org",
		    "", "", "with more than one mark" },
		{ "# Name #: Jo\n*Email?* : jo@example.org\n* Phone: 1\n", "",
		    "jo@example.org", "1", "", "labels in marks" },
		{ "Name?: Jo\nEmail*: jo@example.org\n", "Jo", "jo@example.org",
		    "", "", "labels that ask" },
		{ "Name: *\nEmail: jo@example.org\n", "", "jo@example.org", "",
		    "", "a value that is a mark" },
		{ "Name:\nJ", "J", "", "", "", "a value of one letter" },
		{ "Comments: hello\nEmail: jo@example.org\nEmail: (none)\n", "",
		    "jo@example.org", "", "", "the first of them" },
		{ "Address: 1\nTown: Leeds\n", "", "", "", "1\nLeeds",
		    "an address of one figure" },
		{ "Address: Elm\n2", "", "", "", "Elm\n2",
		    "an address to the end" },
		{ "Address: 1 Elm Road\nTitle\tMrs\n", "", "", "", "1 Elm Road",
		    "an address above a title" },
		{ "Name (in full, please): Jo\n", "Jo", "", "", "",
		    "a label with a remark" },
		{ "Email: jo@example.org\nComments: hello\nEmail: (none)\n", "",
		    "jo@example.org", "", "", "none below the message" },
		{ "Comments: hello\nEmail: jo@example.org\nEmail: "
		  "JO@example.org\n",
		    "", "jo@example.org", "", "", "the same twice behind it" },
		{ "Comments: hello\nEmail: jo@example.org\nEmail: "
		  "al@example.net\nEmail: jo@example.org\n",
		    "", "", "", "", "several behind it" },
		{ "Comments: hello\nEmail: (none)\nEmail: jo@example.org\n", "",
		    "jo@example.org", "", "", "the second of them" },
		{ "Name: Jo\nName: Al\n", "Jo", "", "", "",
		    "a field that comes twice" },
		{ "Name:\n\n\nJo\nEmail:\nName: Al\n", "Jo", "", "", "",
		    "a value further below, and none" },
		{ "Surname: Bell\n", "Bell", "", "", "", "half a name" },
		{ "First name: Jo\nLast name: Bell\nName: Jo B\n", "Jo B", "",
		    "", "", "a whole name before its halves" },
		{ "Address: 1 Elm Road\nFlat 2\n\nLeeds\n", "", "", "",
		    "1 Elm Road\nFlat 2", "an address up to a blank line" },
		{ "Address:\n\n1 Elm Road\nLeeds\n", "", "", "",
		    "1 Elm Road\nLeeds", "an address below a blank line" },
		{ "Address: 1 Elm Road\nTime: now\nLeeds\n", "", "", "",
		    "1 Elm Road", "an address up to another label" },
		{ "Address: 1 Elm Road\nName\nJo\n", "Jo", "", "", "1 Elm Road",
		    "an address up to the next field" },
		{ "Address: 1\n2\n3\n4\n5\n6\n7\n8\n", "", "", "",
		    "1\n2\n3\n4\n5\n6\n7", "an address of seven lines" },
		{ "Address: 1 Elm Road\nTown: Leeds\n", "", "", "",
		    "1 Elm Road\nLeeds", "an address without a postcode" },
		{ "Town: Leeds\nPostcode: LS99 1AB\n", "", "", "", "",
		    "no address but a town" },
		{ "Name:\nEmail:\n", "", "", "", "", "an empty form" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct webform f = webform_read(edge_of(rows[i].body), &mem);

		is_span(f.name, rows[i].name, "%s: name", rows[i].what);
		is_span(f.email, rows[i].email, "e-mail");
		is_span(f.phone, rows[i].phone, "phone");
		is_span(f.postal_address, rows[i].address, "address");
	}
}

/* A label of 48 bytes with its colon; one byte more is running text. */
static void
test_longest(void)
{
	for (int len = 48; len <= 49; len++) {
		autoarena mem = { NULL };
		struct span body = arena_printf(&mem,
		    "name (%0*d): Jo\nPhone: %0*d\nAddress: x\n%0*d\n", len - 8,
		    0, 152 + len, 0, 152 + len, 0);
		struct webform f = webform_read(body, &mem);

		is_span(f.name, len == 48 ? "Jo" : "", "a label of %d", len);
		is_span(webform_read(arena_printf(&mem, "name (%0*d)\n\nJo\n",
					 len - 7, 0),
			    &mem)
			    .name,
		    len == 48 ? "Jo" : "", "of %d without a colon", len);
		is_number(f.phone.len, 200, "a value is cut at 200 bytes");
		is_number(f.postal_address.len, len == 48 ? 202 : 1,
		    "a line of %d of an address", 152 + len);
	}
}

/* Whether the patient is somebody else. */
static void
test_patients(void)
{
	static const struct {
		const char *value, *patient;
	} rows[] = {
		{ "Ann Bell", "Ann Bell" },
		{ "Me", "" },
		{ "As above", "" },
		{ "Yes", "" },
		{ "jo bell", "" },
		{ "None", "" },
		{ "Jo", "Jo" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct span body = arena_printf(&mem,
		    "Name: Jo Bell\nPatient's name: %s\n", rows[i].value);

		is_span(webform_read(body, &mem).patient, rows[i].patient, "%s",
		    rows[i].value);
	}
}

static void
test_signature(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "A complaint",
	    "I waited all night.\n\nKind regards\nJo Bell\n12 Elm Road\n"
	    "Moortown\nLS99 1AB\nTel: 01632 960123\n\nOn 3 May 2026, Al "
	    "<al@example.net> wrote:\n> Tel: 01632 960999\n");

	triage_here(&item, &mem);
	is_span(item.origin.postal_address, "12 Elm Road\nMoortown\nLS99 1AB",
	    "the address under a mail");
	is_span(item.origin.phone, "01632 960123", "the telephone number");
	item = a_message(&mem, "A complaint",
	    "I waited all night.\n\nJo Bell, 12 Elm Road, Moortown, LS99 1AB, "
	    "01632 960123\n");
	triage_here(&item, &mem);
	is_span(item.origin.postal_address,
	    "Jo Bell, 12 Elm Road, Moortown, LS99 1AB", "all in one line");
	is_span(item.origin.phone, "01632 960123", "with the number");
	item = a_message(&mem, "A complaint",
	    "I waited all night at Elm Road, Moortown, LS99 1AB");
	triage_here(&item, &mem);
	is_span(item.origin.postal_address, "", "but not a sentence");
	item = a_message(&mem, "A complaint",
	    "I waited all night. Ring me on 01632 960123, please.\n");
	triage_here(&item, &mem);
	is_span(item.origin.phone, "01632 960123", "a number in a sentence");
	item =
	    a_message(&mem, "A complaint", "I rang 01632 960123 all night.\n");
	triage_here(&item, &mem);
	is_span(item.origin.phone, "", "that is said to be the writer's");
	item = a_message(&mem, "A complaint",
	    "Thank you.\n\n> Tel: 01632 960999\n");
	triage_here(&item, &mem);
	is_span(item.origin.phone, "", "not that of somebody quoted");
}

int
main(void)
{
	test_forms();
	test_longest();
	test_patients();
	test_signature();
	return done();
}

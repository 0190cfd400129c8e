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
		{ "Name:\nEmail:\n", "", "", "", "", "an empty form" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct webform f = webform_read(span_of(rows[i].body), &mem);

		is_span(f.name, rows[i].name, "%s: name", rows[i].what);
		is_span(f.email, rows[i].email, "e-mail");
		is_span(f.phone, rows[i].phone, "phone");
		is_span(f.postal_address, rows[i].address, "address");
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
	test_signature();
	return done();
}

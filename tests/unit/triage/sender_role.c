/* sender_role.c - in what role somebody writes, by address and by text */
#include "triage/sender_role.h"

#include "edge.h"
#include "tap.h"

static const struct {
	const char *name, *address, *text, *role, *by;
	bool is_office;
} rows[] = {
	/* nobody but themselves */
	{ "Jo", "jo@example.org", "I am writing about my care.", "", "",
	    false },
	{ "Jo", "jo@example.org", "My solicitor says that the council knows.",
	    "", "", false },
	{ "Jo", "", "", "", "", false },
	/* by the address */
	{ "", "jo@parliament.uk", "", "mp", "address", true },
	{ "", "jo@mail.parliament.uk", "", "mp", "address", true },
	{ "", "jo@notparliament.uk", "", "", "", false },
	{ "", "request-1@whatdotheyknow.com", "", "whatdotheyknow", "address",
	    false },
	{ "", "jo@cqc.org.uk", "", "regulator", "address", true },
	{ "", "jo@north.police.uk", "", "police", "address", true },
	{ "", "jo@pohwer.net", "", "advocate", "address", false },
	{ "", "jo@healthwatch.co.uk", "", "healthwatch", "address", true },
	{ "", "jo@healthwatchmoor.example", "", "healthwatch", "address",
	    true },
	{ "", "jo@smith-solicitors.example", "", "solicitor", "address",
	    false },
	{ "", "jo@smith-law.example", "", "solicitor", "address", false },
	{ "", "jo@moorlaw.example", "", "", "", false },
	{ "", "jo@moor-advocacy.example", "", "advocate", "address", false },
	/* a council is one of many in gov.uk */
	{ "", "jo@moorcouncil.gov.uk", "", "council", "address", true },
	{ "Moor Councils", "jo@moor.gov.uk", "", "", "", false },
	{ "Moor Council", "jo@moor.gov.uk", "", "council", "address", true },
	{ "", "jo@moor.gov.uk", "Moor COUNCIL, Town Hall", "council", "address",
	    true },
	{ "", "jo@moor.gov.uk", "Councillor Bell", "", "", false },
	{ "", "jo@moor.gov.uk", "the subcouncil", "", "", false },
	{ "", "jo@moor.gov.uk", "the subcouncil of the council", "council",
	    "address", true },
	{ "", "jo@moor.gov.uk", "", "", "", false },
	{ "", "jo@council.gov.uk", "", "council", "address", true },
	{ "", "jo@moor.gov.uk", "Council of Moor", "council", "address", true },
	{ "", "jo@moorcouncil.example", "", "", "", false },
	/* by what they say of themselves */
	{ "", "jo@example.org", "I write for\nmy constituent, Mr Bell.", "mp",
	    "text", false },
	{ "", "jo@example.org", "We act for Mr Bell.", "solicitor", "text",
	    false },
	{ "", "jo@example.org", "we act forever", "", "", false },
	{ "", "jo@example.org", "I am an advocate", "advocate", "text", false },
	{ "", "jo@example.org", "We are Healthwatch Moor.", "healthwatch",
	    "text", false },
	{ "", "jo@example.org", "I am writing on behalf of the council.",
	    "council", "text", false },
	{ "", "jo@example.org", "We are the Care Quality Commission.",
	    "regulator", "text", false },
	/* the address is surer than the text */
	{ "", "jo@parliament.uk", "We act for Mr Bell.", "mp", "address",
	    true },
};

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mailbox_address from = { edge_of(rows[i].name),
			edge_of(rows[i].address) };
		struct sender_role role =
		    sender_role_find(&from, edge_of(rows[i].text));

		is_span(span_of(role.role), rows[i].role, "%s <%s>: %s",
		    rows[i].name, rows[i].address, rows[i].text);
		ok(rows[i].by[0] == '\0'
			? role.reason == NULL
			: role.reason != NULL &&
			      strstr(role.reason, rows[i].by) != NULL,
		    "by the %s: %s", rows[i].by,
		    role.reason != NULL ? role.reason : "");
		is_number(sender_role_is_office(&role), rows[i].is_office,
		    "an office or not");
	}
	return done();
}

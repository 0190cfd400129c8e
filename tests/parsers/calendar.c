/* calendar.c - invitations and cards show what people see of them */
#include "reader.h"
#include "tap.h"

static const struct {
	const char *type;
	const char *bytes;
	const char *text;
} table[] = {
	{ "text/calendar",
	    "BEGIN:VCALENDAR\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
	    "SUMMARY;LANGUAGE=en:Meeting about Ward\r\n  7\r\n"
	    "DESCRIPTION:We wish to complain\\, again.\\nTom\r\n"
	    "DTSTART;TZID=\"Europe/London: x\":20261122T090000\r\n"
	    "ORGANIZER;CN=Tom:mailto:tom@example.org\r\nEND:VEVENT\r\n"
	    "END:VCALENDAR\r\n",
	    "Meeting about Ward 7\nWe wish to complain, again.\nTom\n"
	    "From: 20261122T090000\nOrganiser: tom@example.org\n" },
	{ "text/vcard",
	    "BEGIN:VCARD\nFN:Mary Oakes\nitem1.TEL:01632 960100\n"
	    "ADR:;;14 Larch Close;Northmoor\nNOTE:\nEND:VCARD\n",
	    "Name: Mary Oakes\nTelephone: 01632 960100\n"
	    "Address:   14 Larch Close Northmoor\n" },
	{ "text/calendar", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "" },
	{ "text/calendar", "SUMMARY", "" },
};

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct heard h;

		reader_hear(&reader, span_of(table[i].bytes), "", table[i].type,
		    "utf-8", &h);
		is_span(heard_all(&h, WIRE_TEXT), table[i].text, "%zu: text",
		    i);
		is_span(heard_first(&h, WIRE_OUTCOME),
		    table[i].text[0] == '\0' ? "empty" : "read", "%zu: outcome",
		    i);
		heard_release(&h);
	}
	is_number(reader_close(&reader), 0, "the program ends well");
	return done();
}

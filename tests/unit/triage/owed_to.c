/* owed_to.c - who can be told that it came, by what is known of them */
#include "triage/owed.h"

#include "house.h"

#define NONE "it gives no address to reply to"

int
main(void)
{
	static const struct {
		const char *author, *postal, *phone;
		enum origin_kind kind;
		bool is_anonymous;
		const char *why;
	} rows[] = {
		{ "", "", "", ORIGIN_PUBLIC, false, NONE },
		{ "joan@example.org", "", "", ORIGIN_PUBLIC, false, "" },
		{ "", "12 Elm Road\nLS99 1AB", "", ORIGIN_PUBLIC, false, "" },
		{ "", "", "01632 960001", ORIGIN_PUBLIC, false, "" },
		{ "", "", "", ORIGIN_STAFF_FORWARD, false, "" },
		{ "", "", "", ORIGIN_PUBLIC, true,
		    "it is anonymous, and gives no address to reply to" },
		{ "", "12 Elm Road\nLS99 1AB", "", ORIGIN_PUBLIC, true, "" },
		{ "", "", "01632 960001", ORIGIN_PUBLIC, true, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct flag flag = { .kind = ANONYMOUS };
		struct item item = a_message(&mem, "x",
		    "I wish to make a formal complaint about my father's "
		    "care.");
		struct policy policy = a_policy();

		triage_here(&item, &mem);
		item.message->from.address = SPAN("");
		item.origin.kind = rows[i].kind;
		item.origin.author.address = span_of(rows[i].author);
		item.origin.postal_address = span_of(rows[i].postal);
		item.origin.phone = span_of(rows[i].phone);
		item.verdict.flags = &flag;
		item.verdict.n_flags = rows[i].is_anonymous;
		owed_decide(&item, &policy, &mem);
		is_number(
		    holds(item.owed.why_not, "gives no address to reply to"),
		    *rows[i].why != 0, "row %zu: %.*s", i,
		    SPAN_ARG(item.owed.why_not));
		if (*rows[i].why != 0)
			is_span(item.owed.why_not, rows[i].why, "and why");
	}
	return done();
}

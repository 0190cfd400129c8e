/* attribution.c - "On 3 May 2026, Jo Bell wrote:", and what is none */
#include "triage/lines.h"

#include "house.h"

#define JO "Jo Bell <jo@example.org>"

static void
check(const char *text, const char *want)
{
	autoarena mem = { NULL };
	struct attribution a = attribution_read(edge_of(text), 0, &mem);
	struct span got =
	    a.n_lines == 0
		? SPAN("")
		: arena_printf(&mem, "%zu %s %.*s|%.*s|%.*s", a.n_lines,
		      a.is_sure ? "sure" : "perhaps", SPAN_ARG(a.from.name),
		      SPAN_ARG(a.from.address), SPAN_ARG(a.date));

	is_span(got, want, "%s", text);
}

/* Lines, and what is read: how many, how sure, name, address, date. */
static void
test_read(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		/* with the address in brackets */
		{ "On 3 May 2026, " JO " wrote:",
		    "1 sure Jo Bell|jo@example.org|3 May 2026" },
		{ "On 3 May 2026, " JO " wrote\uff1a",
		    "1 sure Jo Bell|jo@example.org|3 May 2026" },
		{ "On 3 May 2026 at 10:14 AM, " JO " wrote:",
		    "1 sure Jo Bell|jo@example.org|3 May 2026 at 10:14 AM" },
		{ "On 3 May 2026, Jo Bell (jo@example.org) wrote:",
		    "1 sure Jo Bell|jo@example.org|3 May 2026" },
		{ "On 3 May 2026, Jo Bell [jo@example.org] wrote:",
		    "1 sure Jo Bell|jo@example.org|3 May 2026" },
		{ "On 3 May 2026, <jo@example.org> wrote:",
		    "1 sure |jo@example.org|" },
		{ "On 3 May 2026, \"Bell, Jo\" <jo@example.org> wrote:",
		    "1 sure Bell, Jo|jo@example.org|3 May 2026" },
		{ "On 3 May 2026, \u201cBell, Jo\u201d <jo@example.org> "
		  "wrote:",
		    "1 sure Bell, Jo|jo@example.org|3 May 2026, \u201c" },
		{ "On 9 May, " JO " wrote:",
		    "1 sure Jo Bell|jo@example.org|9 May" },
		{ "On 3 May 2026, Bell, J <jo@example.org> wrote:",
		    "1 sure J|jo@example.org|3 May 2026, Bell" },
		{ "On 3 May 2026, \"J\" <jo@example.org> wrote:",
		    "1 sure J|jo@example.org|3 May 2026" },
		{ "On 3 May 2026, from: <jo@example.org> wrote:",
		    "1 sure |jo@example.org|" },
		{ "Jo Bell <jo@example.org>,3 May 2026, wrote:",
		    "1 sure Jo Bell|jo@example.org|" },
		{ "On 3 May 2026, Bell\" <jo@example.org> wrote:",
		    "1 sure Bell\"|jo@example.org|3 May 2026" },
		{ "On 3 May 2026, jo@example.org <jo@example.org> wrote:",
		    "1 sure |jo@example.org|3 May 2026" },
		{ "Jo Bell <jo@example.org>, 3 May 2026, wrote:",
		    "1 sure Jo Bell|jo@example.org|" },
		{ JO " wrote:", "1 perhaps Jo Bell|jo@example.org|" },
		{ JO ", wrote:", "1 perhaps Jo Bell|jo@example.org|" },
		{ JO " wrote on 3 May 2026:",
		    "1 sure Jo Bell|jo@example.org|" },
		{ "<jo@example.org> wrote:", "1 perhaps |jo@example.org|" },
		{ "Am 3.5.2026 schrieb " JO ":",
		    "1 sure Jo Bell|jo@example.org|3.5.2026" },
		{ "Tuesday 3 May, " JO ":",
		    "1 perhaps Jo Bell|jo@example.org|Tuesday 3 May" },
		{ "3 May 2026, " JO ":",
		    "1 perhaps Jo Bell|jo@example.org|3 May 2026" },
		{ "On 3 May 2026, " JO " AM:",
		    "1 perhaps Jo Bell|jo@example.org|3 May 2026" },
		{ "Amy 3 May 2026, " JO " wrote:",
		    "1 sure Jo Bell|jo@example.org|Amy 3 May 2026" },
		{ "On 3 May 2026, Jo Bell, <jo@example.org> wrote:",
		    "1 sure Jo Bell|jo@example.org|3 May 2026" },
		{ "On 3 May 2026, Jo Bell,( <jo@example.org> wrote:",
		    "1 sure Jo Bell|jo@example.org|3 May 2026" },
		/* over several lines */
		{ "On 3 May 2026,\nJo Bell\n<jo@example.org> wrote:\nx",
		    "3 sure Jo Bell|jo@example.org|3 May 2026" },
		{ "3 May 2026,\n" JO " wrote:\n",
		    "2 sure Jo Bell|jo@example.org|3 May 2026" },
		/* without brackets */
		{ "On 3 May 2026, jo@example.org wrote:",
		    "1 sure |jo@example.org|3 May 2026" },
		{ "On Monday jo@example.org wrote:",
		    "1 perhaps |jo@example.org|" },
		{ "On 3 May 2026, Jo Bell wrote:",
		    "1 perhaps Jo Bell||3 May 2026" },
		{ "Le 3 mai 2026 \u00e0 10:14, Jo Bell a \u00e9crit :",
		    "1 perhaps Jo Bell||3 mai 2026 \u00e0 10:14" },
		{ "On 3 May 2026 wrote Jo Bell:",
		    "1 perhaps Jo Bell||3 May 2026" },
		{ "On 3 May 2026, wrote:", "1 perhaps ||" },
		{ "On 3 May 2026, A B C D E F wrote:",
		    "1 perhaps A B C D E F||3 May 2026" },
		{ "On 3 May 2026 Z A B C D E F wrote:",
		    "1 perhaps A B C D E F||3 May 2026 Z" },
		/* the date behind the verb */
		{ "Jo Bell wrote on 3 May 2026:",
		    "1 perhaps Jo Bell||3 May 2026" },
		{ "Jo Bell wrote on 3 May 2026 at 10:14:",
		    "1 perhaps Jo Bell||3 May 2026 at 10:14" },
		{ "Jo Bell schrieb am 3.5.2026:",
		    "1 perhaps Jo Bell||3.5.2026" },
		{ "Jo Bell a \u00e9crit le 3 mai 2026 :",
		    "1 perhaps Jo Bell||3 mai 2026" },
		{ "Jo Bell wrote 3 May 2026:",
		    "1 perhaps Jo Bell||3 May 2026" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i].text, rows[i].want);
}

/* Sentences, lists and halves. */
static void
test_none(void)
{
	static const char *const rows[] = {
		"",
		":",
		"On 3 May 2026, " JO " wrote",
		"On 3 May 2026, " JO " wrote\n\nno more:",
		"Jo Bell\n<jo@example.org> wrote:",
		"On\n3 May 2026, " JO " wrote:",
		"Once on 3 May 2026,\n" JO " wrote:",
		"On 3 May\n2026,\nJo Bell\n<jo@example.org> wrote:",
		"I wrote to " JO ":",
		"On 3 May I wrote to " JO ":",
		"On 3 May I wrote a note to " JO ":",
		"On 3 May I wrote zealously to " JO ":",
		"On 3 May 2026 wrote <jo@example.org>:",
		"These are for " JO " who wrote:",
		"Tuesday, " JO ":",
		"Jo Bell <jo3@example.org>:",
		"on bed 3 <jo@example.org> lay:",
		JO ", room 3, wrote:",
		"On 3 May 2026, Jo Bell <jo@example.org:",
		"jo@example.org wrote:",
		"On 3 May 2026 I said:",
		"On Monday she wrote 3 letters:",
		"My points:",
		"I wrote on 3 May 2026:",
		"Jo Bell wrote on Monday:",
		"Jo Bell wrote about 3 May 2026:",
		"In bed 3 Jo Bell had written on 3 May 2026:",
		"In 3 letters Jo wrote on 3 May 2026:",
		"wrote on 3 May 2026:",
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check(rows[i], "");
}

/* No attribution is longer than 400 bytes. */
static void
test_longest(void)
{
	for (size_t i = 0; i <= 1; i++) {
		autoarena mem = { NULL };
		struct span begin = SPAN("On 3 May 2026, Jo Bell "),
			    end = SPAN("<jo@example.org> wrote:");
		struct span text = arena_printf(&mem, "%.*s%*s%.*s",
		    SPAN_ARG(begin), (int)(400 + i - begin.len - end.len), "",
		    SPAN_ARG(end));

		is_number(attribution_read(text, 0, &mem).n_lines, 1 - i,
		    "%zu bytes", text.len);
	}
}

/* What one program puts between marks. */
static void
test_marks(void)
{
	static const struct {
		const char *line, *want;
	} rows[] = {
		{ ">>> <a@b.org> 3 >>>", "a@b.org|3" },
		{ ">>> <a@b.org>3 >>>", "a@b.org|3" },
		{ ">>> " JO " 03/05/2026 10:30 >>>  ",
		    "jo@example.org|03/05/2026 10:30" },
		{ ">>> jo@example.org 3 May >>>", "" },
		{ ">>> >>>", "" },
		{ ">>>  >>>", "" },
		{ ">>>", "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct attribution a =
		    attribution_between_marks(edge_of(rows[i].line), &mem);

		is_span(a.n_lines == 0
			    ? SPAN("")
			    : arena_printf(&mem, "%.*s|%.*s",
				  SPAN_ARG(a.from.address), SPAN_ARG(a.date)),
		    rows[i].want, "%s", rows[i].line);
	}
	for (int len = 400; len <= 401; len++) {
		autoarena mem = { NULL };
		struct span line = arena_printf(&mem,
		    ">>> %*s<jo@example.org> 3 >>>", len - 26, "");

		is_number(line.len, len, "a line of %d bytes", len);
		is_number(attribution_between_marks(line, &mem).n_lines,
		    len == 400, "is one, or is too long");
	}
}

/* As an answer quotes it: its line is not its writer's. */
static void
test_quoted(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "Re: x",
	    "I do not agree.\n\nJo Bell wrote on 3 May 2026 at 10:14:\n"
	    "> We are sorry.\n");

	triage_here(&item, &mem);
	is_span(item.message->new_text, "I do not agree.",
	    "the date behind the name");
	item = a_message(&mem, "x",
	    "The nurse wrote on 3 May 2026:\nall is well.\n");
	triage_here(&item, &mem);
	is_span(item.message->new_text,
	    "The nurse wrote on 3 May 2026:\nall is well.",
	    "nothing is quoted below it");
}

int
main(void)
{
	test_read();
	test_none();
	test_longest();
	test_marks();
	test_quoted();
	return done();
}

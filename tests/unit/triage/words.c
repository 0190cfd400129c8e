/* words.c - what the author wrote now, and what was not */
#include "triage/words.h"

#include "house.h"

/* What is left of a message's body; the first span of a kind. */
static void
check(const char *subject, const char *body, const char *own, const char *what)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, subject, body);

	triage_here(&item, &mem);
	is_span(item.message->new_text, own, "%s", what);
}

static void
test_quotes(void)
{
	check("Re: x", "My words.\n\n> old\n> words\n", "My words.",
	    "lines with a mark are quoted");
	check("Re: x", "> why?\nBecause I say so.\n> when?\nToday.\n",
	    "Because I say so.\nToday.", "answers between them are not");
	check("Re: x",
	    "Mine.\n\nOn 3 Nov 2026, at 10:00, Jo Bell <jo@example.org>\n"
	    "wrote:\n\nTheirs.\nTheirs too.\n",
	    "Mine.", "all behind \"On ... wrote:\" is quoted");
	check("Re: x", "On Tue, Jo wrote:\n> theirs\n\nMine below.\n",
	    "Mine below.", "but for what stands under the marked lines");
	check("Re: x",
	    "Mine.\n\n-----Original Message-----\nFrom: Jo Bell\n"
	    "Sent: 3 November 2026 10:00\nTo: Complaints\nSubject: x\n\n"
	    "Theirs.\n",
	    "Mine.", "an original message is quoted");
	check("RE: x",
	    "Mine.\n________________________________\n"
	    "From: Complaints <complaints@northmoor.example>\n"
	    "Sent: 3 November 2026 10:00\nTo: Jo Bell\nSubject: x\n\n"
	    "Theirs.\n",
	    "Mine.", "so is a header block of a reply");
	check("Re: x",
	    "Mine.\n\nAm 3.11.2026 um 10:00 schrieb Jo Bell "
	    "<jo@example.org>:\n\nTheirs.\n",
	    "Mine.", "another language's");
	check("Re: x",
	    "Mine.\n\nDen tis 3 nov. 2026 kl 10:00 skrev Jo Bell "
	    "<jo@example.org>:\n\n> Theirs.\n",
	    "Mine.", "a third language's, above a quote");
	check("x",
	    "On 3 May I wrote to Jo Bell <jo@example.org>:\nno answer.\n",
	    "On 3 May I wrote to Jo Bell <jo@example.org>:\nno answer.",
	    "an author who wrote is none");
	check("x",
	    "On 3 May 2026 at 10:30 the consultant wrote:\n"
	    "\"no further action\".\nI was left in pain.\n",
	    "On 3 May 2026 at 10:30 the consultant wrote:\n"
	    "\"no further action\".\nI was left in pain.",
	    "nor somebody of whom the author tells");
	check("x",
	    "I rang Jo (jo@example.org) on 3 May and she wrote:\nnothing.\n",
	    "I rang Jo (jo@example.org) on 3 May and she wrote:\nnothing.",
	    "nor one whose address is named");
	check("Your reply",
	    "Mine.\n\nFrom: Complaints <complaints@northmoor.example>\n"
	    "Sent: 3 November 2026 10:00\nTo: Jo Bell\nSubject: x\n\n"
	    "Theirs.\n",
	    "Mine.", "our own letter quoted back, whatever the subject");
	check("Your letter",
	    "I do not agree.\n\nComplaining will not affect your care or "
	    "treatment,\nnow or later.\n\nNobody watches for emergencies "
	    "here.\n",
	    "I do not agree.", "our own letter pasted below");
	check("Your letter",
	    "Complaining will not affect your care or treatment, you say.\n",
	    "Complaining will not affect your care or treatment, you say.",
	    "one sentence of it is the author's");
	check("x", "On Tuesday I came at nine.\nIt was closed.\n",
	    "On Tuesday I came at nine.\nIt was closed.",
	    "a sentence that begins with On is not");
	check("x", "From: the start I felt ignored.\nTo be clear: ignored.\n",
	    "From: the start I felt ignored.\nTo be clear: ignored.",
	    "nor is a From that heads no block");
	check("Re: x", "> all of it is quoted\n> by mistake\n",
	    "> all of it is quoted\n> by mistake",
	    "where nothing is left the whole counts");
}

static void
test_signatures(void)
{
	check("x", "Words.\n-- \nJo Bell\n12 Elm Road\n", "Words.",
	    "behind dashes comes the signature");
	check("x", "Words.\n\nSent from my iPhone\n", "Words.",
	    "a telephone's signature");
	check("x",
	    "Words.\n\nGet Outlook for iOS<https://example.org/a/long/address/"
	    "of/some/shop/with/a/great/many/words>\n",
	    "Words.", "a program's, with what it links to");
	check("x", "Words.\n\nVon meinem iPhone gesendet\n", "Words.",
	    "in another language");
	check("x", "Sent from A&E to ward 5 without a word.\n",
	    "Sent from A&E to ward 5 without a word.",
	    "a patient is sent from elsewhere");
	check("x", "Words.\n\nKind regards, Jo Bell\n01632 960123\n", "Words.",
	    "a closing with the name behind it");
	check("x", "Words.\n\nMany thanks in advance, kind regards\nJo Bell\n",
	    "Words.", "two closings in a line");
	check("x", "Thanks\n\nJo\nThe ward was cold\n",
	    "Thanks\n\nJo\nThe ward was cold",
	    "a signature that is all there is");
	check("x", "Words.\n\nMit freundlichen Gr\u00fc\u00dfen\nJo Bell\n",
	    "Words.", "a closing in another language");
	check("x",
	    "Words.\n\nKind regards,\nJo Bell\n07700 900123\n\n"
	    "PS: nobody has rung me, which I think is very poor.\n",
	    "Words.\n\nPS: nobody has rung me, which I think is very poor.",
	    "behind a closing only the signature");
	check("x", "Many thanks for the bus. It was late.\n",
	    "Many thanks for the bus. It was late.",
	    "a sentence that begins like a closing stays");
	check("x", "Words.\nRegards\n> old\n", "Words.",
	    "a quote ends a signature");
}

static void
test_disclaimers(void)
{
	check("x",
	    "Words.\n\n*****\nThis message may contain confidential\n"
	    "information. If you are not the intended recipient please\n"
	    "delete it.\n\nPlease do not copy it.\n\n"
	    "NHSmail is the secure email service.\n*****\n",
	    "Words.", "a footer of several paragraphs");
	check("x",
	    "Words.\nThe information contained in this e-mail may be subject "
	    "to\npublic disclosure under the Freedom of Information Act 2000."
	    "\n",
	    "Words.", "a footer without a blank line before it");
	check("x",
	    "CAUTION: This email originated from outside the organisation.\n"
	    "\nWords.\n",
	    "Words.", "a banner above");
	check("x", "This is confidential. I was hit.\n",
	    "This is confidential. I was hit.",
	    "the word confidential alone is none");
}

static void
test_forward(void)
{
	autoarena mem = { NULL };
	static const char body[] =
	    "Please log this.\n\nPat\n\nFrom: Joan Example "
	    "<joan@example.org>\nSent: 20 November 2026 09:12\n"
	    "To: Ward 7 <ward7@northmoor.example>\nSubject: My stay\n\n"
	    "I was ignored all day.\n\nFrom: Someone Deeper "
	    "<deep@example.net>\nSent: 1 November 2026\nTo: Joan\n"
	    "Subject: other\n\nDeeper words.\n";
	struct item item = a_message(&mem, "FW: My stay", body);
	size_t quoted = 0, header = 0;

	item.message->from = (struct mailbox_address){ SPAN("Pat Nurse"),
		SPAN("pat@northmoor.example") };
	triage_here(&item, &mem);
	ok(item.forward.found, "the message passed on is found");
	is_span(item.forward.from.address, "joan@example.org", "its sender");
	is_span(item.forward.from.name, "Joan Example", "by name");
	is_span(item.forward.to[0].address, "ward7@northmoor.example",
	    "its recipient");
	is_span(item.forward.subject, "My stay", "its subject");
	is_span(item.forward.date, "20 November 2026 09:12", "its date");
	is_span(item.forward.note, "Please log this.\n\nPat", "the note");
	is_span(item.text, "I was ignored all day.",
	    "what triage read is the author's own words");
	for (size_t i = 0; i < item.n_spans; i++) {
		quoted += item.spans[i].kind == SPAN_QUOTED;
		header += item.spans[i].kind == SPAN_FORWARD_HEADER;
		ok(item.spans[i].start < item.spans[i].end &&
			item.spans[i].end <= sizeof body - 1,
		    "span %zu lies in the text", i);
	}
	is_number(header, 1, "one header block is marked");
	is_number(quoted, 1, "what lies deeper is quoted");
}

static void
test_dates(void)
{
	static const struct {
		const char *text;
		int y, m, d;
	} rows[] = {
		{ "Fri, 20 Nov 2026 09:12:01 +0000", 2026, 11, 20 },
		{ "20 November 2026 09:12", 2026, 11, 20 },
		{ "Friday, November 20, 2026 9:12 AM", 2026, 11, 20 },
		{ "1st March 2026", 2026, 3, 1 },
		{ "2026-11-20T09:12:01+00:00", 2026, 11, 20 },
		{ "2026-13-20T09:12:01Z", 0, 0, 0 },
		{ "20/11/2026 09:12", 0, 0, 0 },
		{ "31 February 2026", 0, 0, 0 },
		{ "yesterday", 0, 0, 0 },
		{ "2nd March 2026", 2026, 3, 2 },
		{ "3rd March 2026", 2026, 3, 3 },
		{ "4th March 2026", 2026, 3, 4 },
		{ "5xx March 2026", 0, 0, 0 },
		{ "st March 2026", 0, 0, 0 },
		{ "0 March 2026", 0, 0, 0 },
		{ "1 January 2026", 2026, 1, 1 },
		{ "31 Dec. 2026", 2026, 12, 31 },
		{ "32 December 2026", 0, 0, 0 },
		{ "3 Ma 2026", 0, 0, 0 },
		{ "3 March", 0, 0, 0 },
		{ "March 2026", 0, 0, 0 },
		{ "3 2026", 0, 0, 0 },
		{ "3 March 4 April 2026 2027", 2026, 3, 3 },
		{ "3 March 1990", 1990, 3, 3 },
		{ "3 March 1989", 0, 0, 0 },
		{ "3 March 2100", 2100, 3, 3 },
		{ "3 March 2101", 0, 0, 0 },
		{ "3 March 02026", 0, 0, 0 },
		{ "003 March 2026", 0, 0, 0 },
		{ "3,\tMarch\n2026", 2026, 3, 3 },
		{ "2026-11-20", 2026, 11, 20 },
		{ "1990-01-01", 1990, 1, 1 },
		{ "2100-12-31", 2100, 12, 31 },
		{ "1989-11-20", 0, 0, 0 },
		{ "2101-11-20", 0, 0, 0 },
		{ "2026-00-20", 0, 0, 0 },
		{ "2026-11-00", 0, 0, 0 },
		{ "2026-11-32", 0, 0, 0 },
		{ "2026-11-2", 0, 0, 0 },
		{ "2026-11.20", 0, 0, 0 },
		{ "2026.11-20", 0, 0, 0 },
		{ "", 0, 0, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(forward_day(edge_of(rows[i].text)),
		    day_of(rows[i].y, rows[i].m, rows[i].d), "\"%s\"",
		    rows[i].text);
}

static void
test_parts(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x", "See my letter.\n");
	struct part parts[3] = { item.parts[0], item.parts[0], item.parts[0] };

	parts[1].is_alternative = true;
	parts[2].disposition = PART_ATTACHMENT;
	parts[2].text = SPAN("From: J Bell\nDate: 3 May\nTo: You\n\n"
			     "> I was ignored.\n");
	item.parts = parts;
	item.n_parts = 3;
	triage_here(&item, &mem);
	is_span(item.text, "See my letter.\n\n> I was ignored.",
	    "an alternative is left out; a document has no quotes");
	is_span(item.message->body, "See my letter.", "the body is the body");
	item.n_parts = 0;
	triage_here(&item, &mem);
	is_span(item.text, "", "a message without parts has no text");
}

int
main(void)
{
	test_quotes();
	test_signatures();
	test_disclaimers();
	test_forward();
	test_dates();
	test_parts();
	return done();
}

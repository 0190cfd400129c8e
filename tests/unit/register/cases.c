/* cases.c - what staff are shown, and in which order */
#include "register/cases.h"
#include "register/details.h"
#include "register/lists.h"
#include "register/outbox.h"
#include "sample.h"
#include "tap.h"

/* Rows as text, one word each. */
struct seen {
	struct buf text;
	int most; /* rows to take; 0 for all */
	int n;
};

static bool
note_id(const struct case_row *row, void *context)
{
	struct seen *seen = context;

	buf_printf(&seen->text, "%s%.*s", seen->n > 0 ? " " : "",
	    SPAN_ARG(row->item_id));
	return ++seen->n != seen->most;
}

static bool
note_row(const struct case_row *row, void *context)
{
	const struct span fields[] = { row->item_id, row->category,
		row->disposition, row->state, row->who, row->subject_line,
		row->channel, row->review_reason, row->received_on,
		row->ack_due, row->response_due, row->ack_state, row->ack_note,
		row->flags, row->outcome, row->place };
	struct seen *seen = context;

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		buf_printf(&seen->text, "%.*s|", SPAN_ARG(fields[i]));
	return true;
}

static bool
note_part(const struct detail_part *row, void *context)
{
	struct seen *seen = context;

	buf_printf(&seen->text, "%.*s %.*s %.*s %.*s %lld %d|",
	    SPAN_ARG(row->path), SPAN_ARG(row->name), SPAN_ARG(row->outcome),
	    SPAN_ARG(row->text), row->size, row->is_alternative);
	return ++seen->n != seen->most;
}

static bool
note_reason(const struct case_reason_row *row, void *context)
{
	struct seen *seen = context;

	buf_printf(&seen->text, "%.*s %.*s %lld|", SPAN_ARG(row->phrase),
	    SPAN_ARG(row->category), row->weight);
	return ++seen->n != seen->most;
}

static bool
note_event(const struct case_event_row *row, void *context)
{
	struct seen *seen = context;

	buf_printf(&seen->text, "%lld %.*s %.*s: %.*s|", row->id,
	    SPAN_ARG(row->item_id), SPAN_ARG(row->what), SPAN_ARG(row->detail));
	return ++seen->n != seen->most;
}

#define SEEN(rows) ((struct seen){ .text = BUF(65536), .most = (rows) })

/* Four cases: late and unread, answered, a letter, and one that is held. */
static void
fill(const struct sample *s, struct arena *mem)
{
	autodb db = sample_db(s, DB_INTAKE);
	struct item *late = sample_complaint("m1", mem);
	struct item *comment = sample_complaint("m2", mem);
	struct item *letter = sample_letter("p3", mem);
	struct item *held = sample_complaint("m4", mem);

	late->owed.received_on = day_of(2026, 11, 16);
	late->owed.ack_due = day_of(2026, 11, 19);
	late->root.outcome = PART_ENCRYPTED;
	late->root.note = SPAN("It has a password");
	sample_register(db, late, mem);
	comment->verdict.category = COMMENT;
	comment->owed.acknowledge = ACK_NO;
	comment->owed.why_not = SPAN("Comments are not acknowledged");
	comment->owed.ack_due = comment->owed.response_due = NO_DATE;
	sample_register(db, comment, mem);
	letter->owed.ack_due = day_of(2026, 11, 24);
	sample_register(db, letter, mem);
	held->owed.acknowledge = ACK_HOLD;
	held->owed.why_not = SPAN("No address was found");
	held->origin.author.name = SPAN("");
	held->parts[1].outcome = PART_ENCRYPTED;
	held->parts[1].note = SPAN("The attachment has a password");
	held->owed.received_on = day_of(2026, 11, 23);
	sample_register(db, held, mem);
}

/* Takes what is due: the letter is printed, the rest sent. */
static void
send_all(const struct sample *s)
{
	autodb db = sample_db(s, DB_SENDER);
	autoarena mem = { 0 };
	struct outbox_row row;
	struct error why;
	time_t now = clock_now() + 10;

	while (sample_take(db, now, &mem, &row, &why) == DONE && row.id != 0)
		if (outbox_finish(db, &row,
			row.channel == CHANNEL_LETTER ? OUTBOX_PRINTED
						      : OUTBOX_SENT,
			now, &why) != DONE)
			die("test: %s", why.text);
}

typedef enum outcome asked(struct db *db, case_show *show, void *context,
    struct error *why);

static void
list_is(struct db *db, asked *ask, const char *want, const char *what)
{
	struct seen seen = SEEN(0);
	struct error why = { "" };

	ok(ask(db, note_id, &seen, &why) == DONE, "%s: asked %s", what,
	    why.text);
	is_text(buf_text(&seen.text), want, "%s", what);
	buf_release(&seen.text);
}

static void
test_lists(void)
{
	autoarena mem = { 0 };
	struct sample s;

	sample_open(&s);
	fill(&s, &mem);
	autodb db = sample_db(&s, DB_STAFF);

	list_is(db, cases_letters, "", "no letters yet");
	list_is(db, cases_unread, "m1 m4", "unread ones, oldest first");
	send_all(&s);
	list_is(db, cases_letters, "p3", "a letter waits");
	sample_close(&s);
}

static void
row_is(struct db *db, struct span reference, const char *want)
{
	struct seen seen = SEEN(0);
	struct error why = { "" };

	ok(cases_find(db, reference, note_row, &seen, &why) == DONE, "%s",
	    why.text);
	is_text(buf_text(&seen.text), want, "the row of %.*s",
	    SPAN_ARG(reference));
	buf_release(&seen.text);
}

struct references {
	struct arena *mem;
	struct span at[4];
	size_t n;
};

static bool
note_reference(const struct case_row *row, void *context)
{
	struct references *all = context;

	all->at[all->n++] = arena_copy(all->mem, row->reference);
	return all->n < 4;
}

static void
test_rows(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct references all = { .mem = &mem };
	const struct wanted wanted = { .since = NO_DATE, .until = NO_DATE };
	struct error why = { "" };

	sample_open(&s);
	fill(&s, &mem);
	autodb db = sample_db(&s, DB_STAFF);

	ok(lists_newest(db, &wanted, note_reference, &all, &why) == DONE, "%s",
	    why.text);
	row_is(db, all.at[0],
	    "m4|complaint|case|received|ada@people.example|The ward|email||"
	    "2026-11-23|2026-11-25|2027-05-21|held|No address was found|"
	    "patient_safety media|read||");
	row_is(db, all.at[1],
	    "p3|complaint|case|received|Ada Example|scan 7.tif|post||"
	    "2026-11-22|2026-11-24|2027-05-21|due||"
	    "patient_safety media|read||");
	row_is(db, all.at[2],
	    "m2|comment|case|received|Ada Example|The ward|email||"
	    "2026-11-22|||none|Comments are not acknowledged|"
	    "patient_safety media|read||");
	row_is(db, all.at[3],
	    "m1|complaint|case|received|Ada Example|The ward|email|"
	    "It has a password|2026-11-16|2026-11-19|2027-05-21|due||"
	    "patient_safety media|encrypted||");
	ok(cases_find(db, SPAN("CS26-001234-K"), note_row, NULL, &why) ==
		REFUSED,
	    "an unknown case is REFUSED: %s", why.text);
	sample_close(&s);
}

static void
test_details(void)
{
	autoarena mem = { 0 };
	struct sample s;
	struct span reference;
	struct seen seen = SEEN(0);
	struct error why = { "" };

	sample_open(&s);
	{
		autodb intake = sample_db(&s, DB_INTAKE);

		reference =
		    sample_register(intake, sample_complaint("m1", &mem), &mem);
		sample_register(intake, sample_complaint("m2", &mem), &mem);
	}
	autodb db = sample_db(&s, DB_STAFF);

	ok(details_parts(db, reference, note_part, &seen, &why) == DONE,
	    "parts");
	is_text(buf_text(&seen.text),
	    "1  read I wish to complain about the ward. 34 0|"
	    "2 letter.pdf read Nobody came. 900 0|",
	    "in their order");
	buf_clear(&seen.text);
	ok(cases_reasons(db, reference, note_reason, &seen, &why) == DONE,
	    "reasons");
	is_text(buf_text(&seen.text),
	    "i wish to complain complaint 900|nobody came complaint 400|",
	    "heaviest first");
	buf_clear(&seen.text);
	ok(cases_events(db, reference, 0, note_event, &seen, &why) == DONE,
	    "history");
	is_text(buf_text(&seen.text),
	    "1 m1 received: By e-mail on Sunday 22 November 2026, 4096 bytes|"
	    "2 m1 registered: Opened a case|"
	    "3 m1 classified: complaint, confidence 0.930; passages to refer: "
	    "2|"
	    "4 m1 acknowledgement owed: By e-mail, until Wednesday 25 November "
	    "2026|",
	    "of the case, oldest first");
	buf_clear(&seen.text);
	seen = (struct seen){ .text = seen.text, .most = 1 };
	ok(cases_events(db, SPAN(""), 4, note_event, &seen, &why) == DONE,
	    "history of all");
	is_text(buf_text(&seen.text),
	    "5 m2 received: By e-mail on Sunday 22 November 2026, 4096 bytes|",
	    "after an event, until the caller has enough");
	buf_release(&seen.text);
	sample_close(&s);
}

static void
test_health(void)
{
	static const struct {
		int day;
		long long due_today, overdue;
	} cases[] = {
		{ 18, 0, 0 },
		{ 19, 1, 0 },
		{ 20, 0, 1 },
		{ 24, 1, 1 },
		{ 26, 0, 3 },
	};
	autoarena mem = { 0 };
	struct sample s;
	struct register_health h = { 0 };
	struct error why = { "" };

	sample_open(&s);
	fill(&s, &mem);
	autodb db = sample_db(&s, DB_STAFF);

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ok(cases_health(db, day_of(2026, 11, cases[i].day), &h, &why) ==
			DONE,
		    "health on the %dth", cases[i].day);
		is_number(h.due_today, cases[i].due_today, "due today");
		is_number(h.overdue, cases[i].overdue, "overdue");
	}
	ok(h.held == 1 && h.failed == 0 && h.needs_review == 1 &&
		h.outbox_due == 2 && h.unfetchable == 0 && h.too_large == 0,
	    "and what waits");
	send_all(&s);
	ok(cases_health(db, day_of(2026, 11, 26), &h, &why) == DONE &&
		h.outbox_due == 0 && h.overdue == 2,
	    "a printed letter is still owed, a sent answer is not");
	sample_close(&s);
}

int
main(void)
{
	test_lists();
	test_rows();
	test_details();
	test_health();
	return done();
}

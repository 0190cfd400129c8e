/* departure.c - what the caps count, and for how long */
#include "register/departure.h"
#include "register/outbox.h"
#include "sample.h"
#include "tap.h"

#define NOON 1800000000

/* An e-mail to the address leaves at that instant. */
static void
leave(const struct sample *s, const char *address, time_t at)
{
	autodb intake = sample_db(s, DB_INTAKE);
	autodb sender = sample_db(s, DB_SENDER);
	autoarena mem = { 0 };
	char id[32];
	struct item *item;
	struct outbox_row row;
	struct error why = { "" };

	snprintf(id, sizeof id, "m%lld", (long long)at);
	item = sample_complaint(id, &mem);
	item->owed.to.address = span_of(address);
	sample_register(intake, item, &mem);
	if (outbox_next(sender, clock_now() + 10, &mem, &row, &why) != DONE ||
	    outbox_start(sender, &row, at, &why) != DONE ||
	    outbox_finish(sender, &row, OUTBOX_SENT, at, &why) != DONE)
		die("test: %s", why.text);
}

static void
test_questions(void)
{
	static const struct {
		enum departure_to to;
		const char *address;
		long long since, nth;
		long long want; /* seconds after noon; -1 for none */
	} cases[] = {
		{ TO_ANYBODY, "", 0, 1, 40 },
		{ TO_ANYBODY, "", 0, 4, 10 },
		{ TO_ANYBODY, "", 0, 5, -1 },
		{ TO_ANYBODY, "", NOON + 9, 4, 10 },
		{ TO_ANYBODY, "", NOON + 10, 4, -1 },
		{ TO_DOMAIN, "nobody@people.example", 0, 1, 40 },
		{ TO_DOMAIN, "nobody@PEOPLE.example", 0, 3, 10 },
		{ TO_DOMAIN, "nobody@people.example", 0, 4, -1 },
		{ TO_DOMAIN, "ada@other.people.example", 0, 1, -1 },
		{ TO_DOMAIN, "nowhere", 0, 1, -1 },
		{ TO_ADDRESS, "Ada@People.example", 0, 1, 40 },
		{ TO_ADDRESS, "ada@people.example", 0, 2, 10 },
		{ TO_ADDRESS, "ada@people.example", 0, 3, -1 },
		{ TO_ADDRESS, "ada@people.example", NOON + 10, 2, -1 },
	};
	struct sample s;

	sample_open(&s);
	leave(&s, "ADA@people.example", NOON + 10);
	leave(&s, "bob@people.example", NOON + 20);
	leave(&s, "ada@other.example", NOON + 30);
	leave(&s, "ada@people.example", NOON + 40);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct departure_question question = {
			cases[i].to,
			span_of(cases[i].address),
			(time_t)cases[i].since,
			cases[i].nth,
		};
		autodb db = sample_db(&s, DB_SENDER);
		struct error why = { "" };
		time_t at = 1;

		is_number(departure_nth(db, &question, &at, &why), DONE,
		    "question %zu: %s", i + 1, why.text);
		is_number(at, cases[i].want < 0 ? 0 : NOON + cases[i].want,
		    "its answer");
	}
	sample_close(&s);
}

/* Old ones are forgotten, at the second, when another one leaves. */
static void
test_forgetting(void)
{
	const struct departure_question question = { TO_ANYBODY, SPAN(""), 0,
		2 };
	static const long long ages[] = { DEPARTURES_KEPT_SECONDS - 1,
		DEPARTURES_KEPT_SECONDS };

	for (size_t i = 0; i < 2; i++) {
		struct sample s;
		struct error why = { "" };
		time_t at = 1;

		sample_open(&s);
		leave(&s, "ada@people.example", NOON);
		leave(&s, "bob@people.example", (time_t)(NOON + ages[i]));
		{
			autodb db = sample_db(&s, DB_SENDER);

			is_number(departure_nth(db, &question, &at, &why), DONE,
			    "asked: %s", why.text);
		}
		is_number(at, i == 0 ? NOON : 0, "after %lld s", ages[i]);
		sample_close(&s);
	}
}

/* A clock that was ahead, and was put right, does not hold up an answer. */
static void
test_clock_put_right(void)
{
	static const struct {
		long long ahead;
		bool is_due;
	} cases[] = { { -1, true }, { 0, true }, { 1, false }, { 90000, false },
		{ 90001, true } };
	autoarena mem = { 0 };
	struct outbox_row row;
	struct error why = { "" };
	struct sample s;

	sample_open(&s);
	{
		autodb intake = sample_db(&s, DB_INTAKE);
		autodb sender = sample_db(&s, DB_SENDER);

		sample_register(intake, sample_complaint("m1", &mem), &mem);
		ok(outbox_next(sender, NOON - 400 * 86400, &mem, &row, &why) ==
			    DONE &&
			row.id != 0,
		    "what was made later than now is due");
		for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
			if (outbox_start(sender, &row, NOON, &why) != DONE ||
			    outbox_postpone(sender, &row,
				(time_t)(NOON + cases[i].ahead), SPAN("busy"),
				false, &why) != DONE ||
			    outbox_next(sender, NOON, &mem, &row, &why) != DONE)
				die("test: %s", why.text);
			is_number(row.id != 0, cases[i].is_due,
			    "put off for %lld s", cases[i].ahead);
			if (outbox_next(sender, NOON + 90000, &mem, &row,
				&why) != DONE)
				die("test: %s", why.text);
		}
	}
	sample_close(&s);
}

int
main(void)
{
	test_questions();
	test_clock_put_right();
	test_forgetting();
	return done();
}

/* pacing.c - when an e-mail may leave, at the edges of each window */
#include "reply/pacing.h"
#include "tap.h"

#define NOW 1800000000

static void
test_decisions(void)
{
	static const struct {
		/* seconds since the limit-th newest departure; -1: fewer */
		long long minute, hour, domain, address;
		enum pacing_answer answer;
		enum pacing_window window;
		long long wait;
	} cases[] = {
		{ -1, -1, -1, -1, PACING_GO, 0, 0 },
		{ 0, -1, -1, -1, PACING_WAIT, PACING_MINUTE, 60 },
		{ 59, -1, -1, -1, PACING_WAIT, PACING_MINUTE, 1 },
		{ 60, -1, -1, -1, PACING_GO, 0, 0 },
		{ -1, 3599, -1, -1, PACING_WAIT, PACING_HOUR, 1 },
		{ -1, 3600, -1, -1, PACING_GO, 0, 0 },
		{ -1, -1, 3599, -1, PACING_WAIT, PACING_DOMAIN, 1 },
		{ -1, -1, 3600, -1, PACING_GO, 0, 0 },
		{ -1, -1, -1, 0, PACING_HOLD, PACING_ADDRESS, 0 },
		{ -1, -1, -1, 86399, PACING_HOLD, PACING_ADDRESS, 0 },
		{ -1, -1, -1, 86400, PACING_GO, 0, 0 },
		/* the one that is full for longest */
		{ 10, 3560, -1, -1, PACING_WAIT, PACING_MINUTE, 50 },
		{ 30, 3560, -1, -1, PACING_WAIT, PACING_HOUR, 40 },
		{ 30, 3560, 100, -1, PACING_WAIT, PACING_DOMAIN, 3500 },
		{ 60, 3600, 3600, 86400, PACING_GO, 0, 0 },
		/* a person is told at once */
		{ 0, 0, 0, 0, PACING_HOLD, PACING_ADDRESS, 0 },
		/* the clock was put back by a year */
		{ -31536000, -1, -1, -1, PACING_WAIT, PACING_MINUTE, 60 },
		{ -1, -31536000, -1, -1, PACING_WAIT, PACING_HOUR, 3600 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const long long ago[PACING_WINDOWS] = { cases[i].minute,
			cases[i].hour, cases[i].domain, cases[i].address };
		time_t newest[PACING_WINDOWS];
		struct pacing p;

		for (int w = 0; w < PACING_WINDOWS; w++)
			newest[w] = ago[w] == -1 ? 0 : (time_t)(NOW - ago[w]);
		p = pacing_decide(newest, NOW);
		is_number(p.answer, cases[i].answer, "case %zu", i + 1);
		if (p.answer != PACING_GO)
			is_number(p.window, cases[i].window, "its window");
		if (p.answer == PACING_WAIT)
			is_number(p.until - NOW, cases[i].wait, "its wait");
	}
}

static void
test_words(void)
{
	static const struct smtp_options limits = { .per_minute = 20,
		.per_hour = 300,
		.per_domain = 100,
		.per_address = 3 };
	static const struct smtp_options least = { .per_address = 1 };
	static const struct {
		struct pacing pacing;
		const struct smtp_options *limits;
		const char *words;
	} cases[] = {
		{ { PACING_WAIT, PACING_MINUTE, 1 }, &limits,
		    "Waits for its turn: at most 20 a minute" },
		{ { PACING_WAIT, PACING_HOUR, 1 }, &limits,
		    "Waits for its turn: at most 300 an hour" },
		{ { PACING_WAIT, PACING_DOMAIN, 1 }, &limits,
		    "Waits for its turn: at most 100 an hour to one mail "
		    "domain" },
		{ { PACING_HOLD, PACING_ADDRESS, 0 }, &limits,
		    "This address has had 3 acknowledgements within a day, or "
		    "may have had: perhaps a robot, or a loop. Nothing more "
		    "was sent. Read the case, then telephone, send a letter, "
		    "or leave it" },
		{ { PACING_HOLD, PACING_ADDRESS, 0 }, &least,
		    "This address has had 1 acknowledgement within a day, or "
		    "may have had: perhaps a robot, or a loop. Nothing more "
		    "was sent. Read the case, then telephone, send a letter, "
		    "or leave it" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };

		is_span(pacing_words(&cases[i].pacing, cases[i].limits, &mem),
		    cases[i].words, "case %zu in words", i + 1);
	}
}

int
main(void)
{
	test_decisions();
	test_words();
	return done();
}

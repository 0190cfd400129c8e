/* pacing.c - weighs what left against the limits */
#include "reply/pacing.h"
#include "register/departure.h"

static const struct {
	enum departure_to to;
	int seconds;
} windows[PACING_WINDOWS] = {
	[PACING_MINUTE] = { TO_ANYBODY, 60 },
	[PACING_HOUR] = { TO_ANYBODY, 3600 },
	[PACING_DOMAIN] = { TO_DOMAIN, 3600 },
	[PACING_ADDRESS] = { TO_ADDRESS, DEPARTURES_KEPT_SECONDS },
};

static long long
limit_of(const struct smtp_options *limits, enum pacing_window window)
{
	const long long all[PACING_WINDOWS] = {
		[PACING_MINUTE] = limits->per_minute,
		[PACING_HOUR] = limits->per_hour,
		[PACING_DOMAIN] = limits->per_domain,
		[PACING_ADDRESS] = limits->per_address,
	};

	return all[window];
}

/* When a departure leaves the window; never later than a window from now. */
static time_t
leaves_at(time_t departure, enum pacing_window window, time_t now)
{
	time_t at = departure < now ? departure : now;

	return departure == 0 ? 0 : at + windows[window].seconds;
}

struct pacing
pacing_decide(const time_t newest[PACING_WINDOWS], time_t now)
{
	struct pacing pacing = { .answer = PACING_GO };

	for (int i = 0; i < PACING_WINDOWS; i++) {
		enum pacing_window window = (enum pacing_window)i;
		time_t until = leaves_at(newest[i], window, now);

		if (until <= now)
			continue;
		if (window == PACING_ADDRESS)
			return (struct pacing){ PACING_HOLD, window, 0 };
		if (until > pacing.until)
			pacing = (struct pacing){ PACING_WAIT, window, until };
	}
	return pacing;
}

enum outcome
pacing_ask(struct db *db, const struct smtp_options *limits,
    const struct outbox_row *row, time_t now, struct pacing *pacing,
    struct error *why)
{
	time_t newest[PACING_WINDOWS] = { 0 };
	enum outcome how = DONE;

	/* Who lets one go has looked at whom it goes to. */
	for (int i = 0; i < PACING_WINDOWS && how == DONE; i++) {
		const struct departure_question question = {
			.to = windows[i].to,
			.address = row->to.address,
			.since = now - windows[i].seconds,
			.nth = limit_of(limits, (enum pacing_window)i),
		};

		if (i != PACING_ADDRESS || !row->is_released)
			how = departure_nth(db, &question, &newest[i], why);
	}
	if (how == DONE)
		*pacing = pacing_decide(newest, now);
	return how;
}

struct span
pacing_words(const struct pacing *pacing, const struct smtp_options *limits,
    struct arena *mem)
{
	static const char *const per[] = {
		[PACING_MINUTE] = "a minute",
		[PACING_HOUR] = "an hour",
		[PACING_DOMAIN] = "an hour to one mail domain",
	};
	long long limit = limit_of(limits, pacing->window);

	if (pacing->answer == PACING_HOLD)
		return arena_printf(mem,
		    "This address has had %lld acknowledgement%s within a "
		    "day, or may have had: perhaps a robot, or a loop. Nothing "
		    "more was sent. Read the case, then telephone, send a "
		    "letter, or leave it",
		    limit, limit == 1 ? "" : "s");
	return arena_printf(mem, "Waits for its turn: at most %lld %s", limit,
	    per[pacing->window]);
}

/* event_date.c - when what somebody writes about happened */
#include "triage/event_date.h"

#include "triage/signs.h"
#include "triage/workday.h"

#define EARLIEST_YEAR 1990 /* older ones are more likely of birth */
#define FEW_WORDS 6        /* a line of so few is a heading or a date line */
#define LOOK_BACK 4

struct reading {
	const struct sign_text *text;
	day received;
	int year; /* of receipt */
};

/* What a date's words come to. */
struct found {
	day at;
	size_t n_words; /* 0: no date */
};

static bool
word_number(const struct sign_text *text, size_t at, long long min,
    long long max, int *n)
{
	struct span raw;
	long long number;

	if (at >= text->n_words)
		return false;
	raw = text->words[at].raw;
	if (span_ends_with(raw, SPAN("st")) ||
	    span_ends_with(raw, SPAN("nd")) ||
	    span_ends_with(raw, SPAN("rd")) || span_ends_with(raw, SPAN("th")))
		raw.len -= 2;
	if (!span_to_number(raw, min, max, &number))
		return false;
	*n = (int)number;
	return true;
}

static bool
word_month(const struct sign_text *text, size_t at, int *month)
{
	static const char *const months[] = { "january|jan", "february|feb",
		"march|mar", "april|apr", "may", "june|jun", "july|jul",
		"august|aug", "september|sept|sep", "october|oct",
		"november|nov", "december|dec" };

	if (at >= text->n_words)
		return false;
	for (int i = 0; i < 12; i++)
		if (sign_word_is(&text->words[at], months[i])) {
			*month = i + 1;
			return true;
		}
	return false;
}

static bool
word_year(const struct reading *r, size_t at, int *year)
{
	return word_number(r->text, at, EARLIEST_YEAR, r->year, year);
}

/* "12/03/24" and "12.3.2024", as they are written here: day first. */
static struct found
date_in_numbers(const struct reading *r, size_t at)
{
	int d, m, y;

	if (!word_number(r->text, at, 1, 31, &d) ||
	    !word_number(r->text, at + 1, 1, 12, &m))
		return (struct found){ NO_DATE, 0 };
	if (!word_year(r, at + 2, &y)) {
		if (!word_number(r->text, at + 2, 0, r->year % 100, &y) ||
		    r->text->words[at + 2].raw.len != 2)
			return (struct found){ NO_DATE, 0 };
		y += r->year / 100 * 100;
	}
	/* Its numbers touch but for one mark. */
	if (r->text->words[at + 1].start != r->text->words[at].end + 1 ||
	    r->text->words[at + 2].start != r->text->words[at + 1].end + 1)
		return (struct found){ NO_DATE, 0 };
	return (struct found){ day_of(y, m, d), 3 };
}

/* "12 March 2024", "March 12th 2024", "March 2024". */
static struct found
date_in_words(const struct reading *r, size_t at)
{
	int d = 0, m, y;
	size_t next = at;

	if (word_number(r->text, next, 1, 31, &d)) {
		next++;
		if (next < r->text->n_words &&
		    sign_word_is(&r->text->words[next], "of"))
			next++;
	}
	if (!word_month(r->text, next, &m))
		return (struct found){ NO_DATE, 0 };
	next++;
	if (d == 0 && word_number(r->text, next, 1, 31, &d))
		next++;
	if (!word_year(r, next, &y))
		return (struct found){ NO_DATE, 0 };
	return (struct found){ d > 0     ? day_of(y, m, d)
			       : m == 12 ? day_of(y, 12, 31)
					 : day_of(y, m + 1, 1) - 1,
		next + 1 - at };
}

/* "in 2024", "since summer 2024": the year's last day. */
static struct found
year_alone(const struct reading *r, size_t at)
{
	static const char before[] =
	    "in|during|of|since|from|early|late|spring|summer|autumn|winter|"
	    "christmas|easter|around|about|until|year";
	int y;

	if (at == 0 || !sign_word_is(&r->text->words[at - 1], before) ||
	    !word_year(r, at, &y))
		return (struct found){ NO_DATE, 0 };
	return (struct found){ day_of(y, 12, 31), 1 };
}

static bool
word_count(const struct sign_text *text, size_t at, int *n)
{
	static const char *const numbers[] = { "one|a|last", "two|couple",
		"three", "four", "five", "six", "seven", "eight", "nine", "ten",
		"eleven", "twelve" };

	if (word_number(text, at, 1, 99, n))
		return true;
	for (int i = 0; i < 12 && at < text->n_words; i++)
		if (sign_word_is(&text->words[at], numbers[i])) {
			*n = i + 1;
			return true;
		}
	return false;
}

/* "two years ago", "18 months ago", "3 weeks ago". */
static struct found
time_ago(const struct reading *r, size_t at)
{
	const struct sign_text *text = r->text;
	size_t next = at + 1;
	int n, per;

	if (!word_count(text, at, &n))
		return (struct found){ NO_DATE, 0 };
	if (next < text->n_words && sign_word_is(&text->words[next], "of"))
		next++;
	if (next + 1 >= text->n_words)
		return (struct found){ NO_DATE, 0 };
	per = sign_word_is(&text->words[next], "year|years|yrs")          ? 365
	      : sign_word_is(&text->words[next], "month|months")          ? 30
	      : sign_word_is(&text->words[next], "week|weeks")            ? 7
	      : sign_word_is(&text->words[next], "day|days|night|nights") ? 1
									  : 0;
	if (per == 0 || !sign_word_is(&text->words[next + 1], "ago|back"))
		return (struct found){ NO_DATE, 0 };
	return (struct found){ r->received - n * per, next + 2 - at };
}

/* Words of the last days: whatever happened goes on. */
static struct found
just_now(const struct reading *r, size_t at)
{
	const struct sign_text *text = r->text;

	if (sign_word_is(&text->words[at],
		"yesterday|today|tonight|recently|currently|still"))
		return (struct found){ r->received, 1 };
	if (at + 1 < text->n_words &&
	    sign_word_is(&text->words[at], "last|this|past") &&
	    sign_word_is(&text->words[at + 1],
		"week|weekend|night|month|morning|evening|afternoon|monday|"
		"tuesday|wednesday|thursday|friday|saturday|sunday|summer|"
		"spring|autumn|winter"))
		return (struct found){ r->received, 2 };
	return (struct found){ NO_DATE, 0 };
}

static struct found
date_at(const struct reading *r, size_t at)
{
	static struct found (*const kinds[])(const struct reading *,
	    size_t) = { date_in_numbers, date_in_words, time_ago, just_now,
		year_alone };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct found f = kinds[i](r, at);

		if (f.n_words > 0)
			return f;
	}
	return (struct found){ NO_DATE, 0 };
}

/* Is it a date of birth, or of a letter? */
static bool
is_of_something_else(const struct reading *r, size_t at)
{
	for (size_t i = 1; i <= LOOK_BACK && i <= at; i++) {
		const struct sign_word *w = &r->text->words[at - i];

		if (sign_word_is(w,
			"born|birth|dob|letter|letters|email|emails|dated|"
			"wrote|written|reply|replied|response|expires|due"))
			return true;
		if (w->sentence != r->text->words[at].sentence)
			break;
	}
	return false;
}

/* Does it stand in a line of few words: a date line, a heading? */
static bool
is_in_a_short_line(const struct reading *r, const struct folded *folded,
    size_t at, size_t n_words)
{
	size_t first = at, last = at + n_words - 1;
	struct span text = folded->text;

	while (first > 0 && r->text->words[first - 1].sentence ==
				r->text->words[at].sentence)
		first--;
	while (last + 1 < r->text->n_words &&
	       r->text->words[last + 1].sentence == r->text->words[at].sentence)
		last++;
	if (last - first >= FEW_WORDS)
		return false;
	last = r->text->words[last].end;
	return last >= text.len || text.at[last] == '\n';
}

void
event_date_find(const struct folded *folded, size_t part, time_t received_at,
    struct arena *mem, struct event_date *event)
{
	struct sign_text text = signs_split(folded, mem);
	struct reading r = { .text = &text,
		.received = day_in_london(received_at) };
	int month, day_of_month;

	day_split(r.received, &r.year, &month, &day_of_month);
	for (size_t at = 0; at < text.n_words; at++) {
		struct found f = date_at(&r, at);
		size_t last = at + f.n_words;
		struct phrase_hit place;

		if (f.n_words == 0 || f.at == NO_DATE)
			continue;
		place = (struct phrase_hit){ .start = text.words[at].start,
			.end = text.words[last - 1].end };
		if (f.at > r.received &&
		    f.at <= day_of(r.year, 12, 31)) /* "in 2026", in 2026 */
			f.at = r.received;
		if (f.at <= r.received && f.at > event->at &&
		    !is_of_something_else(&r, at) &&
		    !is_in_a_short_line(&r, folded, at, f.n_words)) {
			event->at = f.at;
			event->part = part;
			phrase_place(folded, &place, &event->start,
			    &event->end);
		}
		at = last - 1;
	}
}

/* The last day of twelve months counted from the day after the event. */
bool
event_date_is_late(const struct event_date *event, time_t received_at)
{
	return event->at != NO_DATE &&
	       months_last_day(event->at + 1, LATE_MONTHS) <
		   day_in_london(received_at);
}

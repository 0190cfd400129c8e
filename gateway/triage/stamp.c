/* stamp.c - the day that is stamped on a letter as that of its receipt */
#include "triage/stamp.h"

#include "triage/workday.h"

#include <ctype.h>

#define MAX_TOKENS 12
#define LINES_AFTER 3
/* Words on a line with a date that is no part of a sentence. */
#define MAX_BESIDE 2
#define NO_NUMBER (-1)

/* The pieces of a line between blanks, points, slashes, colons and dashes. */
struct tokens {
	struct span list[MAX_TOKENS];
	size_t n;
};

static bool
is_between(char c)
{
	return strchr(" \t,.:;/-|()[]_", c) != NULL;
}

/* None of a line that has more of them than a stamp. */
static struct tokens
tokens_of(struct span line)
{
	struct tokens t = { .n = 0 };
	size_t at = 0, start;

	for (;;) {
		while (at < line.len && is_between(line.at[at]))
			at++;
		if (at == line.len)
			return t;
		start = at;
		while (at < line.len && !is_between(line.at[at]))
			at++;
		if (t.n == MAX_TOKENS)
			return (struct tokens){ .n = 0 };
		t.list[t.n++] = span_head(span_from(line, start), at - start);
	}
}

/* A number of at most four figures, some of them misread. */
static int
number_of(struct span s)
{
	static const char like[] = "OoQIl!SBZ", is[] = "000111582";
	int n = 0;

	if (s.len > 4)
		return NO_NUMBER;
	for (size_t i = 0; i < s.len; i++) {
		const char *at = strchr(like, s.at[i]);
		char c = at == NULL ? s.at[i] : is[at - like];

		if (c < '0' || c > '9')
			return NO_NUMBER;
		n = n * 10 + (c - '0');
	}
	return n;
}

/* The day of a month, which may be "17th"; a misread 1 makes it 47 or 77. */
static int
day_number(struct span s)
{
	static const char *const ends[] = { "st", "nd", "rd", "th" };
	int number;

	for (size_t i = 0; s.len > 2 && i < 4; i++)
		if (span_is_same_word(span_from(s, s.len - 2),
			span_of(ends[i])))
			s = span_head(s, s.len - 2);
	number = s.len > 2 ? NO_NUMBER : number_of(s);
	if (number / 10 == 4 || number / 10 == 7)
		return 10 + number % 10;
	return number;
}

/* NOV, Nov, NOVEMBER, N0V: 11; 0 for no month. */
static int
month_of(struct span s)
{
	static const char *const names[] = { "JANUARY", "FEBRUARY", "MARCH",
		"APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER",
		"OCTOBER", "NOVEMBER", "DECEMBER" };

	char letters[sizeof "SEPTEMBER"];

	if (s.len < 3 || s.len > sizeof letters)
		return 0;
	for (size_t i = 0; i < s.len; i++) {
		char c = (char)toupper((unsigned char)s.at[i]);

		/* A zero or a five among capitals. */
		letters[i] = c == '0' ? 'O' : c == '5' ? 'S' : c;
	}
	for (int month = 0; month < 12; month++)
		if (span_starts_with(span_of(names[month]),
			(struct span){ letters, s.len }))
			return month + 1;
	return 0;
}

static int
year_of(struct span s)
{
	int year = number_of(s);

	if (s.len == 2 && year != NO_NUMBER)
		return 2000 + year;
	return s.len == 4 && year >= 2000 && year < 2100 ? year : 0;
}

/* The date of three pieces, in any of the orders in the header. */
static day
date_of(const struct span t[3])
{
	int year = year_of(t[2]), number = day_number(t[0]);

	if (t[0].len == 4 && year_of(t[0]) > 0)
		return day_of(year_of(t[0]), number_of(t[1]), number_of(t[2]));
	if (month_of(t[1]) > 0)
		return day_of(year, month_of(t[1]), number);
	if (month_of(t[0]) > 0)
		return day_of(year, month_of(t[0]), day_number(t[1]));
	return day_of(year, number_of(t[1]), number);
}

/* The first date in the line; NO_DATE for none.  *rest is what else is there. */
static day
date_in(const struct tokens *t, size_t *rest)
{
	for (size_t i = 0; i + 3 <= t->n; i++) {
		day d = date_of(&t->list[i]);

		if (d == NO_DATE)
			continue;
		*rest = 0;
		for (size_t k = 0; k < t->n; k++)
			*rest += (k < i || k > i + 2) &&
				 number_of(t->list[k]) == NO_NUMBER;
		return d;
	}
	return NO_DATE;
}

/* The same but for case, and with a capital first: so no sentence goes on. */
static bool
is_word(struct span s, const char *word)
{
	return !islower((unsigned char)s.at[0]) &&
	       span_is_same_word(s, span_of(word));
}

/* In capitals, of which one was misread? */
static bool
is_misread(struct span s, struct span word)
{
	size_t wrong = 0;

	if (s.len != word.len)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (islower((unsigned char)s.at[i]))
			return false;
		wrong += s.at[i] != word.at[i];
	}
	return wrong == 1;
}

/* Words of a stamp, and a date; a sentence has others. */
static bool
is_stamp(const struct tokens *t)
{
	bool is_received = false;
	size_t others = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct span s = t->list[i];

		if (is_word(s, "RECEIVED") || is_word(s, "REC'D") ||
		    is_word(s, "RECD") || is_misread(s, SPAN("RECEIVED")))
			is_received = true;
		else if (!is_word(s, "DATE") && !is_word(s, "BY") &&
			 number_of(s) == NO_NUMBER &&
			 day_number(s) == NO_NUMBER && month_of(s) == 0 &&
			 !is_word(s, "AM") && !is_word(s, "PM"))
			others++;
	}
	return is_received && others == 0;
}

/* A date that stands alone in its line, but for a word or a time. */
static day
lone_date(struct span line)
{
	struct tokens t = tokens_of(line);
	size_t rest = 0;
	day d = date_in(&t, &rest);

	return rest <= MAX_BESIDE ? d : NO_DATE;
}

/* The date in one of the next lines that are not blank. */
static day
date_after(struct span rest)
{
	for (int n = 0; n < LINES_AFTER && rest.len > 0;) {
		struct span line = span_trim(span_cut_line(&rest));
		day d = lone_date(line);

		if (d != NO_DATE)
			return d;
		n += line.len > 0;
	}
	return NO_DATE;
}

static void
note_day(struct stamp *stamp, day d, day received)
{
	if (d > received || received - d > MAX_STAMP_DAYS)
		return;
	stamp->is_contradicted |= stamp->first != NO_DATE && stamp->first != d;
	if (stamp->first == NO_DATE || d < stamp->first)
		stamp->first = d;
}

struct stamp
stamp_read(struct span text, day received)
{
	struct stamp stamp = { .first = NO_DATE };
	struct span before = SPAN("");

	while (text.len > 0) {
		struct span line = span_trim(span_cut_line(&text));
		struct tokens t = tokens_of(line);
		size_t rest = 0;
		day d;

		if (is_stamp(&t)) {
			d = date_in(&t, &rest);
			if (d == NO_DATE)
				d = date_after(text);
			if (d == NO_DATE)
				d = lone_date(before);
			note_day(&stamp, d, received);
		}
		if (line.len > 0)
			before = line;
	}
	return stamp;
}

struct stamp
stamp_of(const struct item *item, day received)
{
	struct stamp all = { .first = NO_DATE };

	if (item->kind == KIND_MESSAGE &&
	    item->origin.kind != ORIGIN_STAFF_FORWARD)
		return all;
	for (size_t i = 0; i < item->n_parts; i++) {
		struct stamp one = { .first = NO_DATE };

		if (item->parts[i].is_ocr)
			one = stamp_read(item->parts[i].text, received);
		note_day(&all, one.first, received);
		all.is_contradicted |= one.is_contradicted;
	}
	return all;
}

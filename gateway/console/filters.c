/* filters.c - reads the options of lists */
#include "console/filters.h"
#include "base/io.h"
#include "console/desk.h"
#include "triage/workday.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define MAX_LISTED 1000000
#define MAX_WORDS_BYTES 1024

static const char *const states[] = { "open", "received", "acknowledged",
	"closed" };
static const char *const channels[] = { "email", "post", "phone", "in_person" };

static int
filter_fail(const struct call *call, const char *option, const char *would_do)
{
	fprintf(stderr, "postroom %s: %s: it can be: %s\n", call->argv[0],
	    option, would_do);
	return EX_USAGE;
}

/* One of the words; their list is told where it is none of them. */
static int
take_word(struct call *call, const char *option, const char *const *words,
    size_t n, struct span *value)
{
	const char *given = call_value(call, option);
	autobuf all = BUF(MAX_WORDS_BYTES);

	if (given == NULL)
		return EX_OK;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(given, words[i]) == 0) {
			*value = span_of(words[i]);
			return EX_OK;
		}
		buf_printf(&all, "%s%s", i > 0 ? " " : "", words[i]);
	}
	return filter_fail(call, option, buf_text(&all));
}

/* Words of a category, and "undecided" for none. */
static int
take_category(struct call *call, struct wanted *wanted)
{
	const char *words[CATEGORY_COUNT];
	int status;

	for (int c = 0; c < CATEGORY_COUNT; c++)
		words[c] = c == CATEGORY_NONE ? "undecided"
					      : category_name((enum category)c);
	status = take_word(call, "--category", words, CATEGORY_COUNT,
	    &wanted->category);
	if (wanted->category.at == words[CATEGORY_NONE])
		wanted->category = SPAN("");
	return status;
}

static int
take_flag(struct call *call, struct wanted *wanted)
{
	const char *words[FLAG_COUNT];

	for (int f = 0; f < FLAG_COUNT; f++)
		words[f] = flag_name((enum flag_kind)f);
	return take_word(call, "--flag", words, FLAG_COUNT, &wanted->flag);
}

/* A name; "none" asks for cases without. */
static void
take_person(struct call *call, const char *option, struct span *person)
{
	const char *given = call_value(call, option);

	if (given != NULL)
		*person = strcmp(given, "none") == 0
			      ? SPAN("")
			      : span_trim(span_of(given));
}

static int
take_day(struct call *call, const char *option, day *d)
{
	const char *given = call_value(call, option);

	if (given == NULL)
		return EX_OK;
	*d = day_parse(span_of(given));
	return *d != NO_DATE
		   ? EX_OK
		   : filter_fail(call, option, "a date such as 2026-11-22");
}

static int
take_page(struct call *call, struct wanted *wanted)
{
	const char *given = call_value(call, "--limit");

	if (given != NULL &&
	    !span_to_number(span_of(given), 1, MAX_LISTED, &wanted->most))
		return filter_fail(call, "--limit", "a number from 1");
	given = call_value(call, "--after");
	if (given != NULL &&
	    !desk_reference_of(call, span_of(given), &wanted->after))
		return EX_DATAERR;
	return EX_OK;
}

int
filters_take(struct call *call, struct wanted *wanted, long long most)
{
	int status;

	*wanted = (struct wanted){ .since = NO_DATE,
		.until = NO_DATE,
		.today = day_in_london(clock_now()),
		.most = most };
	wanted->is_late = call_flag(call, "--late");
	wanted->needs_review = call_flag(call, "--review");
	wanted->of_staff = call_flag(call, "--staff-matters");
	take_person(call, "--owner", &wanted->owner);
	take_person(call, "--officer", &wanted->officer);
	status = take_category(call, wanted);
	if (status == EX_OK)
		status = take_word(call, "--state", states,
		    sizeof states / sizeof *states, &wanted->state);
	if (status == EX_OK)
		status = take_word(call, "--channel", channels,
		    sizeof channels / sizeof *channels, &wanted->channel);
	if (status == EX_OK)
		status = take_flag(call, wanted);
	if (status == EX_OK)
		status = take_day(call, "--since", &wanted->since);
	if (status == EX_OK)
		status = take_day(call, "--until", &wanted->until);
	return status == EX_OK ? take_page(call, wanted) : status;
}

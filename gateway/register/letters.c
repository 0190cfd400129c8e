/* letters.c - the words for the letters of a case */
#include "register/letters.h"
#include "triage/workday.h"

static const struct {
	const char *word, *first, *last, *name;
} kinds[] = {
	[LETTER_ACKNOWLEDGEMENT] = { "acknowledgement", KIND_ACKNOWLEDGEMENT,
	    KIND_ACKNOWLEDGEMENT, "acknowledgement" },
	[LETTER_FOLLOW_UP] = { "follow_up", KIND_FOLLOW_UP, KIND_FOLLOW_UP,
	    "follow-up" },
	[LETTER_HOLDING] = { "holding", KIND_HOLDING "0", KIND_HOLDING "9",
	    "holding letter" },
};
#define N_KINDS (sizeof kinds / sizeof *kinds)

bool
letter_kind_of(struct span word, enum letter_kind *kind)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (span_is_equal(word, span_of(kinds[i].word))) {
			*kind = (enum letter_kind)i;
			return true;
		}
	return false;
}

struct span
letter_first(enum letter_kind kind)
{
	return span_of(kinds[kind].first);
}

struct span
letter_last(enum letter_kind kind)
{
	return span_of(kinds[kind].last);
}

bool
letter_is_acknowledgement(struct span kind)
{
	return span_is_equal(kind, SPAN(KIND_ACKNOWLEDGEMENT));
}

const char *
letter_name(struct span kind)
{
	for (size_t i = 0; i < N_KINDS; i++)
		if (span_starts_with(kind, span_of(kinds[i].word)))
			return kinds[i].name;
	return "letter";
}

struct span
letter_holding(day on, struct arena *mem)
{
	return arena_printf(mem, KIND_HOLDING "%.*s",
	    SPAN_ARG(day_text(on, mem)));
}

day
letter_holding_day(struct span kind)
{
	return span_starts_with(kind, SPAN(KIND_HOLDING))
		   ? day_parse(span_from(kind, sizeof KIND_HOLDING - 1))
		   : NO_DATE;
}

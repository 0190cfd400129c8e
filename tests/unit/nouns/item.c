/* item.c - constants and their words go there and back */
#include "item.h"
#include "tap.h"

#define SAME_WORD(constant, word) is_text(name_of(constant), word, "%s", word);

#define name_of category_name
static void
names_categories(void)
{
	CATEGORIES(SAME_WORD)
	is_number(CATEGORY_COUNT, 6, "five categories and none");
}
#undef name_of

#define name_of flag_name
static void
names_flags(void)
{
	FLAGS(SAME_WORD)
	is_number(FLAG_COUNT, 30, "thirty flags");
}
#undef name_of

/* The words the JSON contract fixes, one of each list. */
static void
names_the_rest(void)
{
	is_text(disposition_name(OUT_OF_SCOPE), "out_of_scope", "disposition");
	is_text(part_outcome_name(PART_KILLED), "killed", "part outcome");
	is_text(part_disposition_name(PART_INLINE), "inline", "part's place");
	is_text(origin_name(ORIGIN_STAFF_FORWARD), "staff_forward", "origin");
	is_text(machine_name(MACHINE_AUTO_REPLY), "auto_reply", "machine");
	is_text(machine_name(MACHINE_NONE), "", "no machine");
	is_text(span_kind_name(SPAN_FORWARD_HEADER), "forward_header", "span");
	is_text(urgency_name(IMMEDIATE), "immediate", "urgency");
	is_text(acknowledge_name(ACK_HOLD), "hold", "acknowledge");
	is_text(channel_name(CHANNEL_LETTER), "letter", "channel");
}

/* Each word of a list gives its constant back; other words give nothing. */
#define GOES_BACK(function, type, count, name)                                 \
	do {                                                                   \
		enum type value = (enum type)0;                                \
		for (size_t i = 0; i < (count); i++) {                         \
			const char *word = name((enum type)i);                 \
			ok(function(span_of(word), &value) &&                  \
				value == (enum type)i,                         \
			    #type " \"%s\"", word);                            \
		}                                                              \
		ok(!function(SPAN("Complaint "), &value) &&                    \
			value == (enum type)((count)-1),                       \
		    #type ": another word leaves the output alone");           \
	} while (0)

static void
reads_words(void)
{
	GOES_BACK(category_of, category, CATEGORY_COUNT, category_name);
	GOES_BACK(part_outcome_of, part_outcome, PART_KILLED + 1,
	    part_outcome_name);
	GOES_BACK(part_disposition_of, part_disposition, PART_ATTACHMENT + 1,
	    part_disposition_name);
	GOES_BACK(flag_of, flag_kind, FLAG_COUNT, flag_name);
}

static void
finds_headers(void)
{
	struct header headers[] = {
		{ SPAN("Received"), SPAN("one") },
		{ SPAN("received"), SPAN("two") },
		{ SPAN("X-Empty"), SPAN("") },
	};
	struct message m = { .headers = headers, .n_headers = 3 };
	struct message none = { .n_headers = 0 };

	is_span(message_header(&m, "RECEIVED"), "one", "the first of a name");
	is_span(message_header(&m, "X-Empty"), "", "an empty one");
	is_span(message_header(&m, "X-Other"), "", "one that is not there");
	is_span(message_header(&none, "Received"), "", "no headers at all");
}

int
main(void)
{
	names_categories();
	names_flags();
	names_the_rest();
	reads_words();
	finds_headers();
	return done();
}

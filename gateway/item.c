/* item.c - the words of the constants of item.h */
#include "item.h"

#define WORDS(function, table, type)                                           \
	const char *function(enum type value)                                  \
	{                                                                      \
		static const char *const words[] = { table(NAME_OF) };         \
		return words[value];                                           \
	}

#define CONSTANTS(function, table, type)                                       \
	bool function(struct span word, enum type *value)                      \
	{                                                                      \
		static const char *const words[] = { table(NAME_OF) };         \
		for (size_t i = 0; i < sizeof words / sizeof *words; i++)      \
			if (span_is_equal(word, span_of(words[i]))) {          \
				*value = (enum type)i;                         \
				return true;                                   \
			}                                                      \
		return false;                                                  \
	}

/* clang-format off */
WORDS(category_name, CATEGORIES, category)
WORDS(disposition_name, DISPOSITIONS, disposition)
WORDS(part_outcome_name, PART_OUTCOMES, part_outcome)
WORDS(part_disposition_name, DISPOSITIONS_OF_PARTS, part_disposition)
WORDS(origin_name, ORIGINS, origin_kind)
WORDS(machine_name, MACHINES, machine)
WORDS(span_kind_name, SPAN_KINDS, span_kind)
WORDS(urgency_name, URGENCIES, urgency)
WORDS(acknowledge_name, ACKNOWLEDGE, acknowledge)
WORDS(channel_name, CHANNELS, channel)
WORDS(flag_name, FLAGS, flag_kind)
CONSTANTS(category_of, CATEGORIES, category)
CONSTANTS(part_outcome_of, PART_OUTCOMES, part_outcome)
CONSTANTS(part_disposition_of, DISPOSITIONS_OF_PARTS, part_disposition)
CONSTANTS(flag_of, FLAGS, flag_kind)
/* clang-format on */

bool
item_is_post(const struct item *item)
{
	return item->id.len > 0 && item->id.at[0] == 'p';
}

bool
item_is_note(const struct item *item)
{
	return item->id.len > 0 && item->id.at[0] == 'n';
}

const char *
item_way(const struct item *item)
{
	if (item->note != NULL)
		return item->note->is_in_person ? "in_person" : "phone";
	if (item_is_note(item))
		return "phone";
	return item_is_post(item) ? "post" : "email";
}

struct span
message_header(const struct message *m, const char *name)
{
	for (size_t i = 0; i < m->n_headers; i++)
		if (span_is_same_word(m->headers[i].name, span_of(name)))
			return m->headers[i].value;
	return SPAN("");
}

/* follow_up.c - which of our cases a message answers */
#include "triage/follow_up.h"

#include "triage/phrases.h"

#define REFERENCE_LENGTH (sizeof "CS26-001234-K" - 1)
#define RANDOM_DIGITS 16 /* of a Message-ID of ours */

/* "CS26-001234-K", the shape of our references, at the start of s. */
static bool
is_reference(struct span s)
{
	static const char shape[] = "AA00-000000-A";

	if (s.len < REFERENCE_LENGTH)
		return false;
	for (size_t i = 0; i < REFERENCE_LENGTH; i++) {
		bool is_digit = s.at[i] >= '0' && s.at[i] <= '9';
		bool is_letter = s.at[i] >= 'A' && s.at[i] <= 'Z';

		if ((shape[i] == '0' && !is_digit) ||
		    (shape[i] == 'A' && !is_letter &&
			!(is_digit && i == REFERENCE_LENGTH - 1)) ||
		    (shape[i] == '-' && s.at[i] != '-'))
			return false;
	}
	return true;
}

static void
add(struct follow_up *found, struct span reference)
{
	if (found->reference.len == 0)
		found->reference = reference;
	else if (!span_is_equal(found->reference, reference))
		found->is_ambiguous = true;
}

static void
add_of_subject(struct follow_up *found, struct span subject)
{
	for (size_t i = 0; i + REFERENCE_LENGTH <= subject.len; i++) {
		struct span rest = span_from(subject, i);

		if ((i > 0 && is_word_byte(subject.at[i - 1])) ||
		    (rest.len > REFERENCE_LENGTH &&
			is_word_byte(rest.at[REFERENCE_LENGTH])) ||
		    !is_reference(rest))
			continue;
		add(found, span_head(rest, REFERENCE_LENGTH));
	}
}

/* The reference behind "<ack." where a Message-ID of ours stands; or "". */
static struct span
reference_of_id(struct span s, struct arena *mem)
{
	char upper[REFERENCE_LENGTH];
	struct span random = span_from(s, REFERENCE_LENGTH), all;

	if (s.len < REFERENCE_LENGTH + RANDOM_DIGITS + 2)
		return SPAN("");
	for (size_t i = 0; i < REFERENCE_LENGTH; i++)
		upper[i] = s.at[i] >= 'a' && s.at[i] <= 'z'
			       ? (char)(s.at[i] - 'a' + 'A')
			       : s.at[i];
	all = (struct span){ upper, REFERENCE_LENGTH };
	if (!is_reference(all) || random.at[0] != '.' ||
	    random.at[RANDOM_DIGITS + 1] != '@')
		return SPAN("");
	for (size_t i = 1; i <= RANDOM_DIGITS; i++)
		if (span_find(SPAN("0123456789abcdef"),
			(struct span){ random.at + i, 1 }, 0) == SPAN_NOT_FOUND)
			return SPAN("");
	return arena_copy(mem, all);
}

static void
add_of_ids(struct follow_up *found, struct span text, struct arena *mem)
{
	static const struct span head = { "<ack.", 5 };
	size_t at = span_find(text, head, 0);

	for (; at != SPAN_NOT_FOUND; at = span_find(text, head, at + 1)) {
		struct span reference =
		    reference_of_id(span_from(text, at + head.len), mem);

		if (reference.len > 0)
			add(found, reference);
	}
}

/* What a report sends back, as header fields or as a message. */
static void
add_of_report(struct follow_up *found, const struct item *item,
    struct arena *mem)
{
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];

		if (part->is_nested)
			continue;
		add_of_ids(found, part->text, mem);
		if (part->message)
			add_of_ids(found, part->message->message_id, mem);
	}
}

struct follow_up
follow_up_find(const struct item *item, struct arena *mem)
{
	struct follow_up found = { .reference = SPAN("") };
	struct follow_up thread = { .reference = SPAN("") };
	const struct message *m = item->message;

	if (!m)
		return found;
	add_of_subject(&found, m->subject);
	add_of_ids(&thread, m->in_reply_to, mem);
	if (thread.reference.len == 0)
		add_of_ids(&thread, m->references, mem);
	if (thread.reference.len > 0)
		add(&found, thread.reference);
	found.is_ambiguous |= thread.is_ambiguous;
	if (found.reference.len == 0 &&
	    (item->origin.machine == MACHINE_BOUNCE ||
		item->origin.machine == MACHINE_RECEIPT))
		add_of_report(&found, item, mem);
	if (found.is_ambiguous)
		found.reference = SPAN("");
	return found;
}

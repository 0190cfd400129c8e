/* follow_up.c - which of our cases an item names */
#include "triage/follow_up.h"

#include "triage/phrases.h"

#define REFERENCE_LENGTH (sizeof "CS26-001234-K" - 1)
#define TOKEN_LENGTH (sizeof "7QF3XM" - 1)
#define RANDOM_DIGITS 16 /* of a Message-ID of ours */

struct finder {
	struct follow_up *found;
	struct arena *mem;
};

/* --- shapes ---------------------------------------------------------------- */

static char
capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* "CS26-001234-K", the shape of our references, at the start of s. */
static bool
is_reference(struct span s)
{
	static const char shape[] = "CS00-000000-A";

	if (s.len < REFERENCE_LENGTH)
		return false;
	for (size_t i = 0; i < REFERENCE_LENGTH; i++) {
		char c = capital(s.at[i]);
		bool is_digit = c >= '0' && c <= '9';
		bool is_letter = c >= 'A' && c <= 'Z';

		if (shape[i] == '0'   ? !is_digit
		    : shape[i] == 'A' ? !is_letter
				      : c != shape[i])
			return false;
	}
	return true;
}

/* A longer word, or one with a dot inside, as identifiers have? */
static bool
goes_on(struct span s)
{
	return (s.len > 0 && is_word_byte(s.at[0])) ||
	       (s.len > 1 && s.at[0] == '.' && is_word_byte(s.at[1]));
}

static struct span
capitals(struct span s, struct arena *mem)
{
	char *copy = arena_alloc(mem, s.len);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = capital(s.at[i]);
	return (struct span){ copy, s.len };
}

/* The token in "/7QF3XM", perhaps with a blank around the stroke; or "". */
static struct span
token_behind(struct span s)
{
	size_t i = 0, start;

	while (i < s.len && i < 2 && s.at[i] == ' ')
		i++;
	if (i == s.len || s.at[i] != '/')
		return SPAN("");
	for (i++; i < s.len && s.at[i] == ' ';)
		i++;
	for (start = i; i < s.len && is_word_byte(s.at[i]);)
		i++;
	return i - start == TOKEN_LENGTH
		   ? span_head(span_from(s, start), TOKEN_LENGTH)
		   : SPAN("");
}

/* --- what was found -------------------------------------------------------- */

static struct named_case *
find_named(const struct follow_up *found, struct span reference)
{
	for (size_t i = 0; i < found->n_named; i++)
		if (span_is_same_word(found->named[i].reference, reference))
			return &found->named[i];
	return NULL;
}

static void
add(const struct finder *f, const struct named_case *named)
{
	struct named_case *known = find_named(f->found, named->reference);

	if (known == NULL) {
		if (f->found->n_named == MAX_NAMED_CASES)
			return;
		known = &f->found->named[f->found->n_named++];
		known->reference = capitals(named->reference, f->mem);
	}
	if (known->token.len == 0)
		known->token = named->token;
	if (known->message_id.len == 0)
		known->message_id = named->message_id;
}

/* --- where it is looked for ------------------------------------------------ */

enum wanted {
	ANY_REFERENCE,
	WITH_TOKEN,
	TOKEN_OF_KNOWN /* of a case that was found already */
};

static void
add_of_text(const struct finder *f, struct span text, enum wanted wanted)
{
	const char *dash = text.at, *end = text.at + text.len;

	/* "CS26-": the dash is rarer than the letters before it. */
	for (; text.len > 0 &&
	       (dash = memchr(dash, '-', (size_t)(end - dash))) != NULL;
	     dash++) {
		size_t at = (size_t)(dash - text.at);
		struct named_case named = { .reference = SPAN("") };
		struct span rest;

		if (at < 4 || (at > 4 && is_word_byte(text.at[at - 5])))
			continue;
		rest = span_from(text, at - 4);
		if (!is_reference(rest) ||
		    goes_on(span_from(rest, REFERENCE_LENGTH)))
			continue;
		named.reference = span_head(rest, REFERENCE_LENGTH);
		named.token = token_behind(span_from(rest, REFERENCE_LENGTH));
		if ((wanted != ANY_REFERENCE && named.token.len == 0) ||
		    (wanted == TOKEN_OF_KNOWN &&
			find_named(f->found, named.reference) == NULL))
			continue;
		add(f, &named);
	}
}

/*
 * What our Message-IDs begin with, and what stands behind their digits: of an
 * alert, the number of the mail.
 */
static const struct own_id {
	struct span head;
	char mark;
} own_ids[] = {
	{ { "<ack.", 5 }, '@' },
	{ { "<alert.", 7 }, '.' },
};
#define N_OWN_IDS (sizeof own_ids / sizeof *own_ids)

/* A Message-ID of ours at the start of s, and its reference; or "". */
static struct span
own_message_id(struct span s, const struct own_id *own, struct span *reference)
{
	struct span random = span_from(s, own->head.len + REFERENCE_LENGTH);
	size_t end = span_find(span_head(s, 300), SPAN(">"), 0);

	if (end == SPAN_NOT_FOUND || random.len < RANDOM_DIGITS + 3 ||
	    !is_reference(span_from(s, own->head.len)) || random.at[0] != '.' ||
	    random.at[RANDOM_DIGITS + 1] != own->mark)
		return SPAN("");
	for (size_t i = 1; i <= RANDOM_DIGITS; i++)
		if (span_find(SPAN("0123456789abcdef"),
			(struct span){ random.at + i, 1 }, 0) == SPAN_NOT_FOUND)
			return SPAN("");
	*reference = span_head(span_from(s, own->head.len), REFERENCE_LENGTH);
	return span_head(s, end + 1);
}

/* Whether there are any. */
static bool
add_of_ids(const struct finder *f, struct span text)
{
	bool has_any = false;

	for (size_t i = 0; i < N_OWN_IDS; i++) {
		struct span head = own_ids[i].head;
		size_t at = span_find(text, head, 0);

		for (; at != SPAN_NOT_FOUND;
		     at = span_find(text, head, at + 1)) {
			struct named_case named = { .token = SPAN("") };

			named.message_id = own_message_id(span_from(text, at),
			    &own_ids[i], &named.reference);
			if (named.message_id.len == 0)
				continue;
			add(f, &named);
			has_any = true;
		}
	}
	return has_any;
}

/* What a report sends back, as header fields or as a message. */
static void
add_of_report(const struct finder *f, const struct item *item)
{
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];

		if (part->is_nested)
			continue;
		(void)add_of_ids(f, part->text);
		if (part->message)
			(void)add_of_ids(f, part->message->message_id);
	}
	for (size_t i = 0; i < item->n_parts && f->found->n_named == 0; i++) {
		const struct part *part = &item->parts[i];

		if (part->message)
			add_of_text(f, part->message->subject, ANY_REFERENCE);
		add_of_text(f, part->text, ANY_REFERENCE);
	}
}

static void
add_of_header(const struct finder *f, const struct message *m)
{
	add_of_text(f, m->subject, ANY_REFERENCE);
	if (!add_of_ids(f, m->in_reply_to))
		(void)add_of_ids(f, m->references);
}

static void
add_of_parts(const struct finder *f, const struct item *item,
    enum wanted wanted)
{
	for (size_t i = 0; i < item->n_parts; i++)
		add_of_text(f, item->parts[i].text, wanted);
}

struct follow_up
follow_up_find(const struct item *item, struct arena *mem)
{
	struct follow_up found = { .reference = SPAN(""),
		.named = ARENA_ARRAY(mem, MAX_NAMED_CASES, struct named_case) };
	struct finder f = { &found, mem };
	bool is_about_one = item->note && item->note->reference.len > 0;
	bool is_report = item->origin.machine == MACHINE_BOUNCE ||
			 item->origin.machine == MACHINE_RECEIPT;

	if (is_about_one)
		add_of_text(&f, item->note->reference, ANY_REFERENCE);
	else if (item->message)
		add_of_header(&f, item->message);
	if (found.n_named == 0 && is_report)
		add_of_report(&f, item);
	if (found.n_named == 0 && !is_report)
		add_of_text(&f, item->text, ANY_REFERENCE);
	if (found.n_named == 0)
		add_of_parts(&f, item, WITH_TOKEN);
	else
		add_of_parts(&f, item, TOKEN_OF_KNOWN);
	found.is_ambiguous = found.n_named > 1;
	if (found.n_named == 1)
		found.reference = found.named[0].reference;
	return found;
}

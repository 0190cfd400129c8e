/* circumstances.c - finds what a letter must speak of */
#include "triage/circumstances.h"
#include "base/buf.h"
#include "triage/address.h"
#include "triage/flags.h"

#include <ctype.h>

#define MAX_WORDS_BYTES 1024
#define SALUTATION_BYTES 300 /* where a letter says to whom it is */

static const char *const names[] = { CIRCUMSTANCES(NAME_OF) };

const char *
circumstance_name(enum circumstance c)
{
	return names[c];
}

static bool
says(struct span text, const char *words)
{
	return span_find(text, span_of(words), 0) != SPAN_NOT_FOUND;
}

/* The same where no letter follows: "in Welsh", but not "in Welshpool". */
static bool
says_whole(struct span text, const char *words)
{
	size_t len = span_of(words).len, at = 0;

	while ((at = span_find(text, span_of(words), at)) != SPAN_NOT_FOUND) {
		struct span next = span_head(span_from(text, at + len), 1);

		if (next.len == 0 || !isalpha((unsigned char)next.at[0]))
			return true;
		at += len;
	}
	return false;
}

/* What a flag says; the rest is found otherwise. */
static unsigned
of_flags(const struct verdict *v)
{
	static const struct {
		enum flag_kind flag;
		enum circumstance is;
	} rows[] = {
		{ CHILD_COMPLAINANT, IS_BY_CHILD },
		{ REPRESENTATIVE, IS_BY_OTHER },
		{ BEREAVEMENT, IS_BEREAVED },
		{ LATE, IS_LATE },
		{ CRIMINAL, HAS_CRIME },
		{ FLAG_RECORDS_REQUEST, HAS_RECORDS },
		{ MULTI_ORGANISATION, HAS_MANY_BODIES },
		{ MENTAL_HEALTH_ACT, HAS_DETENTION },
		{ GIFT, HAS_GIFT },
		{ REASONABLE_ADJUSTMENT, HAS_NEED },
	};
	unsigned bits = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (flags_have(v, rows[i].flag))
			bits |= CIRCUMSTANCE_BIT(rows[i].is);
	return bits;
}

unsigned
circumstances_of_needs(struct span note)
{
	static const struct {
		const char *words;
		enum circumstance is;
	} rows[] = {
		{ "large print", IS_LARGE_PRINT },
		{ "larger print", IS_LARGE_PRINT },
		{ "large_print", IS_LARGE_PRINT },
		{ "easy read", IS_EASY_READ },
		{ "easyread", IS_EASY_READ },
		{ "easy_read", IS_EASY_READ },
		{ "easy-read", IS_EASY_READ },
		{ "in welsh", IS_WELSH },
		{ "language welsh", IS_WELSH },
		{ "yn gymraeg", IS_WELSH },
	};
	unsigned bits = 0;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (says_whole(note, rows[i].words))
			bits |= CIRCUMSTANCE_BIT(rows[i].is);
	return bits;
}

/* The forms somebody asks for: print and Easy Read only as a need of theirs. */
static unsigned
of_forms(const struct item *item)
{
	unsigned bits = circumstances_of_needs(item->text);

	if (!flags_have(&item->verdict, REASONABLE_ADJUSTMENT))
		bits &= CIRCUMSTANCE_BIT(IS_WELSH);
	return bits;
}

const char *
circumstances_beyond_us(const struct item *item)
{
	static const struct {
		const char *words, *why;
	} rows[] = {
		{ "braille", "it asks for Braille: a person sends it so" },
		{ "in audio", "it asks for audio: a person sends it so" },
		{ "audio version", "it asks for audio: a person sends it so" },
		{ "audio format", "it asks for audio: a person sends it so" },
		{ "audio cd", "it asks for audio: a person sends it so" },
		{ "on tape", "it asks for audio: a person sends it so" },
	};

	if (!flags_have(&item->verdict, REASONABLE_ADJUSTMENT))
		return NULL;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (says_whole(item->text, rows[i].words))
			return rows[i].why;
	return NULL;
}

static bool
is_chief(const struct mailbox_address *a)
{
	return says(a->name, "chief executive") ||
	       says(a->address, "chief.executive") ||
	       says(a->address, "chiefexecutive") ||
	       says(a->address, "chief-executive") ||
	       span_starts_with(a->address, SPAN("ceo@"));
}

static bool
is_to_chief(const struct item *item)
{
	const struct message *m = item->message;

	for (size_t i = 0; m != NULL && i < m->n_to; i++)
		if (is_chief(&m->to[i]))
			return true;
	for (size_t i = 0; i < item->forward.n_to; i++)
		if (is_chief(&item->forward.to[i]))
			return true;
	return says(span_head(item->text, SALUTATION_BYTES), "chief executive");
}

/* Is there something attached of which we could make nothing? */
static bool
has_unread_part(const struct item *item)
{
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *p = &item->parts[i];

		if (p->disposition == PART_ATTACHMENT &&
		    (p->outcome == PART_ENCRYPTED ||
			p->outcome == PART_UNREADABLE ||
			p->outcome == PART_UNSUPPORTED))
			return true;
	}
	return false;
}

static bool
has_also(const struct verdict *v, enum category c)
{
	for (size_t i = 0; i < v->n_also; i++)
		if (v->also[i] == c)
			return true;
	return false;
}

static unsigned
bit_if(bool is_so, enum circumstance c)
{
	return is_so ? CIRCUMSTANCE_BIT(c) : 0;
}

/* What a request for records is anyway, or cannot be. */
static unsigned
not_of_records(const struct verdict *v)
{
	return v->disposition != RECORDS_REQUEST
		   ? 0
		   : CIRCUMSTANCE_BIT(IS_LATE) | CIRCUMSTANCE_BIT(HAS_RECORDS);
}

unsigned
circumstances_find(const struct item *item)
{
	const struct origin *o = &item->origin;
	const struct verdict *v = &item->verdict;
	bool asks_foi = flags_have(v, FLAG_FOI) || has_also(v, FOI);

	return (of_flags(v) & ~not_of_records(v)) | of_forms(item) |
	       bit_if(address_is_within(o->author.address,
			  SPAN("whatdotheyknow.com")),
		   IS_PUBLISHED) |
	       bit_if(says(item->text, "environmental information"), IS_EIR) |
	       bit_if(is_to_chief(item), IS_TO_CHIEF) |
	       bit_if(item->note != NULL, IS_ORAL) |
	       bit_if(o->postal_address.len == 0, HAS_NO_POSTAL) |
	       bit_if(o->phone.len == 0, HAS_NO_PHONE) |
	       bit_if(asks_foi && v->category != FOI, HAS_FOI) |
	       bit_if(has_unread_part(item), HAS_UNREAD_PART);
}

struct span
circumstances_words(unsigned bits, struct arena *mem)
{
	autobuf words = BUF(MAX_WORDS_BYTES);

	for (size_t c = 0; c < CIRCUMSTANCE_COUNT; c++)
		if (bits & CIRCUMSTANCE_BIT(c))
			buf_printf(&words, "%s%s", words.len > 0 ? " " : "",
			    names[c]);
	return arena_copy(mem, buf_span(&words));
}

/* The next word of a list parted by blanks or commas; "" at its end. */
static struct span
word_cut(struct span *rest)
{
	struct span word = { rest->at, 0 };

	while (rest->len > 0 && word.len == 0) {
		while (word.len < rest->len && rest->at[word.len] != ' ' &&
		       rest->at[word.len] != ',')
			word.len++;
		word.at = rest->at;
		*rest = span_from(*rest, word.len + 1);
	}
	return word;
}

unsigned
circumstances_read(struct span words)
{
	unsigned bits = 0;
	struct span word;

	while ((word = word_cut(&words)).len > 0)
		for (size_t c = 0; c < CIRCUMSTANCE_COUNT; c++)
			if (span_is_equal(word, span_of(names[c])))
				bits |= CIRCUMSTANCE_BIT(c);
	return bits;
}

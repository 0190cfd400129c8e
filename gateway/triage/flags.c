/* flags.c - what somebody else must be told of */
#include "triage/flags.h"

#include "triage/origin.h"

/* Flags that a request for information may raise: they are of its writer. */
static bool
is_of_requester(enum flag_kind kind)
{
	return kind == FLAG_FOI || kind == FLAG_RECORDS_REQUEST ||
	       kind == ABUSIVE || kind == REASONABLE_ADJUSTMENT || kind == MP ||
	       kind == ANONYMOUS;
}

/* "kill myself" is of the writer, "suicide" may be of a statistic. */
static bool
is_of_writer(const char *phrase)
{
	struct span s = span_of(phrase);

	return span_find(s, SPAN("my"), 0) != SPAN_NOT_FOUND ||
	       span_find(s, SPAN("live"), 0) != SPAN_NOT_FOUND;
}

/* How urgent a phrase is in an item of that category; false for not at all. */
static bool
weigh(const struct lexeme *l, enum category category, enum urgency *urgency)
{
	enum flag_kind kind = (enum flag_kind)l->name;

	*urgency = (enum urgency)l->figure;
	if (kind == SELF_HARM && is_of_writer(l->phrase))
		return true;
	if (category == FOI)
		return is_of_requester(kind);
	if (category == COMPLIMENT && *urgency == IMMEDIATE && kind != ABUSIVE)
		*urgency = SAME_DAY;
	return true;
}

struct raising {
	struct flag best[FLAG_COUNT]; /* no phrase: not raised */
	const struct phrase_book *book;
	const struct item *item;
};

static void
consider(struct raising *r, const struct folded *folded, size_t part,
    const struct phrase_hit *hit)
{
	struct flag *best = &r->best[hit->lexeme->name];
	struct flag f = { .kind = (enum flag_kind)hit->lexeme->name,
		.part = part,
		.phrase = span_of(hit->lexeme->phrase) };

	if (!weigh(hit->lexeme, r->item->verdict.category, &f.urgency))
		return;
	if (best->phrase.at != NULL && best->urgency >= f.urgency)
		return;
	if (folded != NULL) {
		phrase_place(folded, hit, &f.start, &f.end);
		f.phrase.at = r->item->parts[part].text.at + f.start;
		f.phrase.len = f.end - f.start;
	}
	*best = f;
}

/* is_part: the text is that of the part, and evidence has a place there. */
static void
scan(struct raising *r, const struct folded *folded, size_t part, bool is_part)
{
	struct phrase_scan s = PHRASE_SCAN(r->book, folded);
	struct phrase_hit hit;

	while (phrases_next(&s, &hit))
		if (hit.lexeme->kind == LEXEME_FLAG)
			consider(r, is_part ? folded : NULL, part, &hit);
}

void
flags_raise(struct item *item, const struct own_words *own,
    const struct phrase_book *book, const struct policy *policy,
    struct arena *mem)
{
	struct raising r = { .book = book, .item = item };
	struct verdict *v = &item->verdict;
	struct folded note; /* a member of staff may warn above a forward */

	v->flags = ARENA_ARRAY(mem, FLAG_COUNT, struct flag);
	v->n_flags = 0;
	if (item->n_parts == 0)
		return; /* nothing that evidence could point into */
	for (size_t i = 0; i < own->n_parts; i++)
		scan(&r, &own->parts[i], i, true);
	scan(&r, &own->subject, 0, false);
	note = text_fold(item->forward.note, NULL, 0, mem);
	scan(&r, &note, 0, false);
	if (item->message && origin_is_parliament(item->message->from.address))
		r.best[MP] = (struct flag){ .kind = MP,
			.urgency = SAME_DAY,
			.phrase = item->message->from.address };
	for (size_t i = 0; i < FLAG_COUNT; i++) {
		if (r.best[i].phrase.at == NULL)
			continue;
		r.best[i].refer_to = policy->refer_to[i];
		v->flags[v->n_flags++] = r.best[i];
	}
}

bool
flags_are_immediate(const struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->n_flags; i++)
		if (verdict->flags[i].urgency == IMMEDIATE)
			return true;
	return false;
}

bool
flags_have(const struct verdict *verdict, enum flag_kind kind)
{
	for (size_t i = 0; i < verdict->n_flags; i++)
		if (verdict->flags[i].kind == kind)
			return true;
	return false;
}

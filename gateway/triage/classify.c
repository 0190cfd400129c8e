/* classify.c - which category an item is of, and how sure that is */
#include "triage/classify.h"

#include "triage/address.h"
#include "triage/follow_up.h"
#include "triage/origin.h"

#define STRONG 3
#define SURE_WORDS 900 /* confidence where the writer says what it is */
#define DOUBT 2000     /* what a score competes with besides the others */
#define MANY_FOI 4000
#define SURE_PRAISE 600  /* thanking somebody who complains hurts most */
#define NEGATION_WORDS 3 /* how far before a phrase a "not" is looked for */

/* What was found in an item. */
struct evidence {
	struct item *item;
	const struct phrase_book *book;
	bool *seen; /* by lexeme */
	long long scores[CATEGORY_COUNT];
	bool says_complaint, says_foi;
	bool has_contrast, wants_reply, wants_none;
};

/* --- negation -------------------------------------------------------------- */

/* The word that ends at *end, which moves before it; "" at a stop. */
static struct span
word_before(struct span text, size_t *end)
{
	size_t start, stop = *end;

	while (
	    stop > 0 && (text.at[stop - 1] == ' ' || text.at[stop - 1] == '"'))
		stop--;
	for (start = stop; start > 0 && (is_word_byte(text.at[start - 1]) ||
					    text.at[start - 1] == '\'');)
		start--;
	*end = start;
	return (struct span){ text.at + start, stop - start };
}

static bool
is_one_of(struct span word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is_equal(word, span_of(words[i])))
			return true;
	return false;
}

#define IS_ONE_OF(word, words)                                                 \
	is_one_of((word), (words), sizeof(words) / sizeof *(words))

/* Is there a "not" shortly before, in the same clause? */
static bool
is_negated(struct span text, size_t start)
{
	static const char *const negators[] = { "not", "no", "never", "without",
		"nothing", "cannot", "hardly", "neither", "nor", "isnt",
		"wasnt", "dont", "didnt" };
	static const char *const stops[] = { "and", "but", "so", "because",
		"which", "who", "that", "i", "we", "if", "when", "only",
		"why" };

	for (int i = 0; i < NEGATION_WORDS; i++) {
		struct span word = word_before(text, &start);

		if (word.len == 0 || IS_ONE_OF(word, stops))
			return false;
		if (IS_ONE_OF(word, negators) ||
		    span_ends_with(word, SPAN("n't")))
			return true;
	}
	return false;
}

/* --- evidence -------------------------------------------------------------- */

static void
add_reason(struct evidence *e, struct reason reason)
{
	struct verdict *v = &e->item->verdict;

	e->scores[reason.category] += reason.weight;
	if (e->item->n_parts > 0) /* else there is nothing to point into */
		v->reasons[v->n_reasons++] = reason;
}

static void
note_cue(struct evidence *e, enum cue cue)
{
	e->has_contrast |= cue == CUE_CONTRAST;
	e->wants_reply |= cue == CUE_WANTS_REPLY;
	e->wants_none |= cue == CUE_NO_REPLY;
}

/* A category's phrase, taken once; of the subject where folded is NULL. */
static void
note_phrase(struct evidence *e, const struct folded *folded, size_t part,
    const struct phrase_hit *hit, bool negated)
{
	const struct lexeme *l = hit->lexeme;
	struct reason r = { .category = (enum category)l->name,
		.weight = l->figure * (folded ? 1000 : 2000),
		.part = part,
		.phrase = span_of(l->phrase) };

	if (negated && r.category == COMPLIMENT) {
		r.category = COMPLAINT;
		r.weight = 1000;
	} else if (l->figure == STRONG) {
		e->says_complaint |= r.category == COMPLAINT;
		e->says_foi |= r.category == FOI;
	}
	if (folded) {
		phrase_place(folded, hit, &r.start, &r.end);
		r.phrase.at = e->item->parts[part].text.at + r.start;
		r.phrase.len = r.end - r.start;
	}
	add_reason(e, r);
}

/*
 * Of overlapping phrases of a category only the first and longest counts:
 * "formal complaint" says nothing new after "make a formal complaint".
 */
static void
gather(struct evidence *e, const struct folded *folded, size_t part,
    bool is_subject)
{
	struct phrase_scan scan = PHRASE_SCAN(e->book, folded);
	size_t covered[CATEGORY_COUNT] = { 0 };
	struct phrase_hit hit;

	while (phrases_next(&scan, &hit)) {
		const struct lexeme *l = hit.lexeme;
		bool negated;

		if (l->kind == LEXEME_CUE)
			note_cue(e, (enum cue)l->name);
		if (l->kind != LEXEME_CATEGORY || hit.start < covered[l->name])
			continue;
		covered[l->name] = hit.end;
		negated = is_negated(folded->text, hit.start);
		if (e->seen[lexeme_number(l)] ||
		    (negated && (l->name == COMPLAINT || l->name == CONCERN)))
			continue;
		e->seen[lexeme_number(l)] = true;
		note_phrase(e, is_subject ? NULL : folded, part, &hit, negated);
	}
}

/* --- the decision ---------------------------------------------------------- */

/* Dissatisfaction and worry point the same way. */
static long long
support(const struct evidence *e, enum category c)
{
	if (c == COMPLAINT || c == CONCERN)
		return e->scores[COMPLAINT] + e->scores[CONCERN];
	return e->scores[c];
}

static enum category
highest(const struct evidence *e)
{
	static const enum category by_weight[] = { COMPLAINT, FOI, CONCERN,
		COMMENT, COMPLIMENT };
	enum category best = CATEGORY_NONE;

	for (size_t i = 0; i < sizeof by_weight / sizeof *by_weight; i++)
		if (e->scores[by_weight[i]] > e->scores[best])
			best = by_weight[i];
	return best;
}

static enum category
decide_praise(const struct evidence *e)
{
	long long bad = e->scores[COMPLAINT], good = e->scores[COMPLIMENT];

	if (2 * bad >= good ||
	    (e->has_contrast && bad >= 2000 && 3 * bad >= good))
		return COMPLAINT;
	return highest(e);
}

static enum category
decide(const struct evidence *e)
{
	const long long *s = e->scores;

	if (e->says_complaint)
		return COMPLAINT;
	if (e->says_foi)
		return FOI;
	if (s[FOI] >= MANY_FOI && highest(e) == FOI)
		return FOI;
	if (s[COMPLAINT] > 0 && e->wants_none)
		return COMMENT;
	if (s[COMPLIMENT] > 0 && s[COMPLAINT] > 0 &&
	    s[COMPLIMENT] + s[COMPLAINT] > s[COMMENT] + s[CONCERN])
		return decide_praise(e);
	if (s[COMPLAINT] >= 2000 && s[COMPLAINT] >= s[COMMENT] &&
	    (e->wants_reply || s[COMPLAINT] > s[CONCERN]))
		return COMPLAINT;
	return highest(e);
}

/* Does a score of other speak against c?  Not where a rule weighed it. */
static bool
is_rival(const struct evidence *e, enum category c, enum category other)
{
	bool is_bad = other == COMPLAINT || other == CONCERN;

	switch (c) {
	case COMPLAINT:
		return !is_bad && other != COMPLIMENT;
	case CONCERN:
		return !is_bad;
	case COMMENT:
		return other != c && !(is_bad && e->wants_none);
	case COMPLIMENT:
	case FOI:
	case CATEGORY_NONE:
		break;
	}
	return other != c;
}

static long long
confidence(const struct evidence *e, enum category c)
{
	long long rival = 0;

	if (c == CATEGORY_NONE)
		return 0;
	if ((c == COMPLAINT && e->says_complaint) || (c == FOI && e->says_foi))
		return SURE_WORDS;
	for (int i = 0; i < CATEGORY_COUNT; i++)
		if (is_rival(e, c, (enum category)i) && e->scores[i] > rival)
			rival = e->scores[i];
	return support(e, c) * 1000 / (support(e, c) + rival + DOUBT);
}

/* The least confidence that decides. */
static long long
sure_at(const struct evidence *e, enum category c)
{
	bool is_mixed = e->has_contrast || support(e, COMPLAINT) > 0;

	return c == COMPLIMENT && is_mixed ? SURE_PRAISE : CLASSIFY_SURE;
}

static void
add_also(struct verdict *v, enum category c)
{
	if (c != v->category)
		v->also[v->n_also++] = c;
}

/* Further things an item is: each may be owed an answer of its own. */
static void
list_also(const struct evidence *e)
{
	struct verdict *v = &e->item->verdict;

	if (e->says_foi)
		add_also(v, FOI);
	if (v->category == COMPLAINT && e->scores[COMPLIMENT] >= 2000)
		add_also(v, COMPLIMENT);
	if (v->category == COMPLIMENT && e->scores[COMPLAINT] >= 2000)
		add_also(v, COMPLAINT);
	if (v->category == COMPLIMENT && e->scores[COMMENT] >= 3000)
		add_also(v, COMMENT);
}

/* --- what else is known of it ---------------------------------------------- */

void
verdict_ask(struct verdict *verdict, const char *reason, struct arena *mem)
{
	struct span before = verdict->review_reason;

	verdict->needs_review = true;
	verdict->review_reason =
	    before.len == 0
		? span_of(reason)
		: arena_printf(mem, "%.*s; %s", SPAN_ARG(before), reason);
}

bool
verdict_may_be(const struct verdict *verdict, enum category category)
{
	if (verdict->category == category)
		return true;
	for (size_t i = 0; i < verdict->n_also; i++)
		if (verdict->also[i] == category)
			return true;
	/* Nothing decided: a complaint until somebody says otherwise. */
	return verdict->category == CATEGORY_NONE &&
	       (category == COMPLAINT || verdict->scores[category] > 0);
}

static bool
is_unread(enum part_outcome outcome)
{
	return outcome != PART_READ && outcome != PART_EMPTY;
}

static void
ask_about_reading(struct item *item, size_t n_words, struct arena *mem)
{
	bool unread = is_unread(item->root.outcome), unsure = false;

	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];

		unread |= is_unread(part->outcome);
		unsure |= part->is_ocr && part->text.len > 0 &&
			  part->confidence < CLASSIFY_LEAST_CONFIDENCE;
	}
	if (unread)
		verdict_ask(&item->verdict, "part of it could not be read",
		    mem);
	if (unsure)
		verdict_ask(&item->verdict, "the scan was hard to recognise",
		    mem);
	if (n_words < CLASSIFY_FEWEST_WORDS)
		verdict_ask(&item->verdict, "it says too little", mem);
}

/* These may carry what a person wrote. */
static bool
is_written_by_hand(const struct evidence *e)
{
	enum machine machine = e->item->origin.machine;

	return (machine == MACHINE_LIST || machine == MACHINE_NOTICE ||
		   machine == MACHINE_AUTO_REPLY) &&
	       (e->says_complaint || e->says_foi);
}

static void
set_disposition(const struct evidence *e)
{
	struct item *item = e->item;
	struct verdict *v = &item->verdict;
	bool has_reference = v->reference.len > 0;

	v->disposition = has_reference ? FOLLOW_UP : NEW_CASE;
	if (item->origin.kind == ORIGIN_MACHINE && !is_written_by_hand(e) &&
	    (!item->origin.is_likely_machine || has_reference))
		v->disposition = MACHINE;
	else if (!has_reference && item->message &&
		 origin_is_parliament(item->message->from.address))
		v->disposition = MP_ENQUIRY;
}

static void
ask_about_origin(struct item *item, struct arena *mem)
{
	struct verdict *v = &item->verdict;

	if (item->origin.kind == ORIGIN_MACHINE)
		verdict_ask(v,
		    item->origin.is_likely_machine
			? "only its words say that a machine sent it"
			: "a machine sent it, but it reads like a case",
		    mem);
	if (v->disposition == FOLLOW_UP)
		verdict_ask(v, "it answers an earlier case", mem);
}

void
classify(struct item *item, const struct own_words *own,
    const struct phrase_book *book, struct arena *mem)
{
	struct evidence e = { .item = item,
		.book = book,
		.seen = ARENA_ARRAY(mem, lexicon_count(), bool) };
	struct verdict *v = &item->verdict;
	struct follow_up answers = follow_up_find(item, mem);
	enum category guess;

	/* A phrase counts once, so there are no more reasons than phrases. */
	*v = (struct verdict){ .reasons = ARENA_ARRAY(mem, lexicon_count(),
				   struct reason) };
	gather(&e, &own->subject, 0, true);
	for (size_t i = 0; i < own->n_parts; i++)
		gather(&e, &own->parts[i], i, false);
	if (address_is_within(item->origin.author.address,
		SPAN("whatdotheyknow.com"))) {
		e.says_foi = true;
		e.says_complaint = false; /* about us as an authority */
	}
	guess = decide(&e);
	v->confidence = confidence(&e, guess);
	memcpy(v->scores, e.scores, sizeof v->scores);
	v->reference = answers.reference;
	set_disposition(&e);
	if (v->disposition == MACHINE)
		return;
	if (v->confidence >= sure_at(&e, guess))
		v->category = guess;
	else
		verdict_ask(v, "its words do not say clearly what it is", mem);
	if (guess == COMMENT && e.wants_none && e.scores[COMPLAINT] > 0)
		verdict_ask(v, "it is dissatisfied, but wants no reply", mem);
	list_also(&e);
	ask_about_reading(item, own->n_words, mem);
	ask_about_origin(item, mem);
	if (answers.is_ambiguous)
		verdict_ask(v, "it names more than one case", mem);
}

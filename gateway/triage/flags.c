/* flags.c - what somebody else must be told of */
#include "triage/flags.h"

#include "triage/event_date.h"
#include "triage/lines.h"
#include "triage/origin.h"
#include "triage/signs.h"

#define DENIAL_WORDS 6 /* how far before a sign a denial is looked for */
#define SENTENCES_BACK 2
#define SURELY_REQUEST 900 /* thousandths */
/* Contexts in which the mere mention of a subject is none. */
#define NO_ALARM (CONTEXT_TRAINING | CONTEXT_HYPOTHETICAL | CONTEXT_TITLE)

/* Flags that a request for information may raise: they are of its writer. */
static bool
is_of_requester(enum flag_kind kind)
{
	return kind == FLAG_FOI || kind == FLAG_RECORDS_REQUEST ||
	       kind == ABUSIVE || kind == REASONABLE_ADJUSTMENT || kind == MP ||
	       kind == ANONYMOUS || kind == CHILD_COMPLAINANT;
}

/*
 * Requests ask about numbers of people.  A guess that it is one is not enough
 * to leave out what it says of somebody.
 */
static bool
is_request(const struct verdict *v)
{
	return v->category == FOI &&
	       (v->is_said || v->scores[FOI] >= SURELY_REQUEST);
}

/*
 * Is it denied shortly before, in the same clause: "no safeguarding concern",
 * "I am not going to sue"?  Between the denial and the sign may stand only
 * words that carry it on: "did not notice the bruises" denies no bruise.
 */
static bool
is_denied(const struct sign_text *text, size_t first)
{
	static const char denial[] =
	    "no|not|never|without|nor|isnt|wasnt|arent|werent|dont|didnt|"
	    "doesnt|hasnt|havent|neither|denies|deny";
	static const char carries[] =
	    "a|an|any|the|been|be|being|at|all|about|by|of|or|in|for|to|such|"
	    "feel|feeling|felt|actively|currently|want|wanting|wanted|wish|"
	    "wishing|asking|seeking|looking|after|interested|going|intend|"
	    "intending|intention|considering|taking|take|make|making|evidence|"
	    "sign|signs|suggestion|question|history|thought|thoughts|plans|"
	    "need|new|known|current|further|other|raised|raising|request|"
	    "this|is|was|my|claim|involve|suffer|sort|kind|type|person|run|"
	    "running";
	const struct sign_word *w = &text->words[first];

	for (size_t i = 0; i < DENIAL_WORDS && first > 0; i++) {
		if (w->begins_clause)
			return false;
		w = &text->words[--first];
		if (sign_word_is(w, denial))
			return true;
		if (!sign_word_is(w, carries))
			return false;
	}
	return false;
}

/* "Safeguarding was never an issue": is it denied shortly behind? */
static bool
is_denied_behind(const struct sign_text *text, size_t last)
{
	static const char links[] = "is|are|was|were|concerns|concern|issues|"
				    "issue|risk|risks|has|have|been";
	size_t at = last + 1;

	while (at < text->n_words && !text->words[at].begins_clause &&
	       sign_word_is(&text->words[at], links))
		at++;
	return at > last + 1 && at + 1 < text->n_words &&
	       sign_word_is(&text->words[at],
		   "not|never|none|isnt|wasnt|nil|no") &&
	       sign_word_is(&text->words[at + 1],
		   "a|an|the|identified|raised|noted|suspected|concern|issue|"
		   "known|relevant|involved|evident|present");
}

/*
 * A question of a form that was answered with "no": behind a colon or a tab,
 * or on a line of its own.  at: where the sign ends in the part's text.
 */
static bool
is_ticked_no(struct span text, size_t at)
{
	static const char *const noes[] = { "no", "none", "n/a", "false",
		"not applicable" };
	struct span rest = span_from(text, at);
	struct span line = line_bare(span_cut_line(&rest)), answer;
	size_t mark = span_find(line, SPAN("\t"), 0);

	if (mark == SPAN_NOT_FOUND)
		mark = span_find(line, SPAN(":"), 0);
	if (mark == SPAN_NOT_FOUND && !span_ends_with(line, SPAN("?")))
		return false;
	answer = line_bare(span_from(line, mark + 1));
	if (mark == SPAN_NOT_FOUND || answer.len == 0)
		answer = line_bare(span_cut_line(&rest));
	for (size_t i = 0; i < sizeof noes / sizeof *noes; i++)
		if (span_is_same_word(answer, span_of(noes[i])))
			return true;
	return false;
}

struct raising {
	struct flag best[FLAG_COUNT]; /* no phrase: not raised */
	const struct item *item;
	bool is_request, is_praise;
	struct arena *mem;
};

/* What is said in a sentence's context, by sentence: bits of sign_context. */
static unsigned char *
contexts_find(const struct sign_text *text, struct arena *mem)
{
	unsigned char *contexts =
	    ARENA_ARRAY(mem, text->n_sentences, unsigned char);
	struct sign_scan scan = { .text = text };
	struct sign_hit hit;

	while (signs_next(&scan, &hit))
		if (hit.sign->kind == SIGN_CONTEXT)
			contexts[text->words[hit.first].sentence] |=
			    (unsigned char)hit.sign->name;
	return contexts;
}

/* Does the sign count where it stands? */
static bool
counts(const struct raising *r, const struct sign_text *text,
    const struct sign_hit *hit, unsigned context)
{
	const struct sign *s = hit->sign;
	enum flag_kind kind = (enum flag_kind)s->name;

	if (is_denied(text, hit->first))
		return false;
	if (s->force == SIGN_WRITER || is_of_requester(kind))
		return true;
	if (r->is_request ||
	    (context & (CONTEXT_AGGREGATE | CONTEXT_SUPPOSED)) != 0 ||
	    is_denied_behind(text, hit->last))
		return false;
	return s->force == SIGN_TELLS || (context & NO_ALARM) == 0;
}

static bool
is_of_harm(const struct sign *s)
{
	return s->force == SIGN_TELLS &&
	       (s->name == SAFEGUARDING_ADULT || s->name == SAFEGUARDING_CHILD);
}

/*
 * Signs of harm often say no more than "him" and "her".  Is it of a child:
 * spoken of in that sentence or shortly before, or, where the sign itself says
 * so, a son or daughter of any age anywhere?
 */
static bool
is_of_child(const struct sign_text *text, const struct sign_hit *hit,
    const unsigned char *contexts)
{
	bool says_so = hit->sign->name == SAFEGUARDING_CHILD;
	unsigned wanted =
	    says_so ? CONTEXT_CHILD | CONTEXT_OFFSPRING : CONTEXT_CHILD;
	size_t here = text->words[hit->first].sentence;
	size_t back = here < SENTENCES_BACK ? here : SENTENCES_BACK;
	size_t from = says_so ? 0 : here - back;
	size_t to = says_so ? text->n_sentences : here + 1;

	for (size_t i = from; i < to; i++)
		if ((contexts[i] & wanted) != 0)
			return true;
	return false;
}

/* As f, with evidence: takes it where it is more urgent than what is there. */
static void
consider(struct raising *r, const struct folded *folded,
    const struct sign_text *text, const struct sign_hit *hit, struct flag f)
{
	struct flag *best = &r->best[f.kind];
	struct phrase_hit place = { .start = text->words[hit->first].start,
		.end = text->words[hit->last].end };

	if (r->is_praise && f.urgency == IMMEDIATE &&
	    hit->sign->force != SIGN_WRITER && f.kind != ABUSIVE)
		f.urgency = SAME_DAY;
	if (best->phrase.at != NULL && best->urgency >= f.urgency)
		return;
	f.phrase =
	    arena_copy(r->mem, span_head(span_from(folded->text, place.start),
				   place.end - place.start));
	if (f.part < r->item->n_parts) {
		phrase_place(folded, &place, &f.start, &f.end);
		f.phrase.at = r->item->parts[f.part].text.at + f.start;
		f.phrase.len = f.end - f.start;
	} else {
		f.part = 0;
	}
	*best = f;
}

/* As consider, for whomever the sign is of: a child, an adult, or both. */
static void
consider_whom(struct raising *r, const struct folded *folded,
    const struct sign_text *text, const struct sign_hit *hit, size_t part,
    const unsigned char *contexts)
{
	struct flag f = { .kind = (enum flag_kind)hit->sign->name,
		.urgency = (enum urgency)hit->sign->figure,
		.part = part };
	unsigned context = contexts[text->words[hit->first].sentence];

	if (is_of_harm(hit->sign)) {
		bool is_child = is_of_child(text, hit, contexts);

		if (is_child && hit->sign->name == SAFEGUARDING_ADULT &&
		    (context & CONTEXT_ADULT) != 0)
			consider(r, folded, text, hit, f);
		f.kind = is_child ? SAFEGUARDING_CHILD : SAFEGUARDING_ADULT;
	}
	consider(r, folded, text, hit, f);
}

/* part is n_parts where evidence has no place: a subject, a note. */
static void
scan(struct raising *r, const struct folded *folded, size_t part)
{
	struct sign_text text = signs_split(folded, r->mem);
	unsigned char *contexts = contexts_find(&text, r->mem);
	struct sign_scan s = { .text = &text };
	struct sign_hit hit;

	while (signs_next(&s, &hit)) {
		size_t sentence = text.words[hit.first].sentence;
		size_t end = folded_source(folded, text.words[hit.last].end);

		if (hit.sign->kind == SIGN_FLAG &&
		    counts(r, &text, &hit, contexts[sentence]) &&
		    (part == r->item->n_parts ||
			!is_ticked_no(r->item->parts[part].text, end)))
			consider_whom(r, folded, &text, &hit, part, contexts);
	}
}

/* What the words of the flags do not say. */
static void
raise_from_facts(struct raising *r, const struct own_words *own)
{
	const struct item *item = r->item;
	enum category c = item->verdict.category;
	struct event_date event = { .at = NO_DATE };

	if (item->message && origin_is_parliament(item->message->from.address))
		r->best[MP] = (struct flag){ .kind = MP,
			.urgency = SAME_DAY,
			.phrase = item->message->from.address };
	if (item->origin.patient.len > 0 && !r->best[REPRESENTATIVE].phrase.at)
		r->best[REPRESENTATIVE] = (struct flag){ .kind = REPRESENTATIVE,
			.urgency = ROUTINE,
			.phrase = item->origin.patient };
	if (r->is_request || c == COMPLIMENT || c == COMMENT ||
	    item->verdict.disposition == MACHINE)
		return;
	for (size_t i = 0; i < own->n_parts; i++)
		event_date_find(&own->parts[i], i, item->received_at, r->mem,
		    &event);
	if (event_date_is_late(&event, item->received_at))
		r->best[LATE] = (struct flag){ .kind = LATE,
			.urgency = ROUTINE,
			.part = event.part,
			.start = event.start,
			.end = event.end,
			.phrase = { item->parts[event.part].text.at +
					event.start,
			    event.end - event.start } };
}

void
flags_raise(struct item *item, const struct own_words *own,
    const struct policy *policy, struct arena *mem)
{
	struct verdict *v = &item->verdict;
	struct raising r = { .item = item,
		.is_request = is_request(v),
		.is_praise = v->category == COMPLIMENT,
		.mem = mem };
	struct folded note; /* a member of staff may warn above a forward */

	v->flags = ARENA_ARRAY(mem, FLAG_COUNT, struct flag);
	v->n_flags = 0;
	if (item->n_parts == 0)
		return; /* nothing that evidence could point into */
	for (size_t i = 0; i < own->n_parts; i++)
		scan(&r, &own->parts[i], i);
	scan(&r, &own->subject, item->n_parts);
	note = text_fold(item->forward.note, NULL, 0, mem);
	scan(&r, &note, item->n_parts);
	raise_from_facts(&r, own);
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

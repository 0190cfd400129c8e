/* classify.c - which category an item is of, and how sure that is */
#include "triage/classify.h"

#include "triage/address.h"
#include "triage/disposition.h"
#include "triage/follow_up.h"
#include "triage/reasons.h"
#include "triage/signs.h"

#define WINDOW_SENTENCES 3
#define FEWEST_WORDS 2 /* fewer are nothing to go on */
#define LEAST_WINDOW_WORDS 6
#define PRAISE 2000 /* what phrases of it weigh that is more than manners */

/* What an item's words are weighed with. */
struct scales {
	const struct evidence *e;
	const struct model *model; /* or NULL */
	struct feature_vector vector;
};

/* --- weighing -------------------------------------------------------------- */

static void
weigh(struct scales *s, size_t from, size_t to, float p[MODEL_COLUMNS])
{
	float rules[RULE_COUNT], margins[MODEL_COLUMNS];

	features_weigh(&s->e->features, from, to, s->model->idf, &s->vector);
	evidence_rules(s->e, from, to, rules);
	model_weigh(s->model, &s->vector, rules, margins);
	model_probabilities(s->model, margins, p);
}

/* The word behind the sentence that the word at from is in. */
static size_t
sentence_end(const struct features *f, size_t from)
{
	while (from < f->n_words && !f->words[from].ends_sentence)
		from++;
	return from < f->n_words ? from + 1 : from;
}

static void
keep_highest(float window[MODEL_CLASSES], const float p[MODEL_COLUMNS])
{
	for (int c = 0; c < MODEL_CLASSES; c++)
		if (p[c] > window[c])
			window[c] = p[c];
}

/*
 * The highest probabilities of any window of three sentences; each begins
 * with the last of the one before.
 */
static void
weigh_windows(struct scales *s, struct judgement *j)
{
	const struct features *f = &s->e->features;
	size_t from = 0;

	while (from < f->n_words) {
		float p[MODEL_COLUMNS];
		size_t to = from, last = from;

		for (int i = 0; i < WINDOW_SENTENCES; i++) {
			last = to;
			to = sentence_end(f, to);
		}
		if (from == 0 && to == f->n_words)
			break; /* it is the whole */
		if (to - from >= LEAST_WINDOW_WORDS) {
			weigh(s, from, to, p);
			keep_highest(j->window, p);
		}
		if (to == f->n_words)
			break;
		from = last;
	}
}

static struct judgement
judge(struct scales *s, const struct item *item)
{
	const struct evidence *e = s->e;
	struct judgement j = { .says_complaint = e->says_complaint,
		.says_foi = e->says_foi,
		.says_review = e->says_review,
		.wants_none = e->wants_none,
		.has_praise = e->praise >= PRAISE };

	if (address_is_within(item->origin.author.address,
		SPAN("whatdotheyknow.com")))
		j.says_foi = j.says_review = true;
	if (s->model != NULL) {
		/* The windows first: reasons want the vector of the whole. */
		weigh_windows(s, &j);
		weigh(s, 0, e->features.n_words, j.p);
		keep_highest(j.window, j.p);
	}
	judgement_hear(&j);
	return j;
}

/* --- what is known of it --------------------------------------------------- */

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
verdict_may_be(const struct verdict *v, enum category category)
{
	long long score = v->scores[category];

	if (v->category == category)
		return true;
	for (size_t i = 0; i < v->n_also; i++)
		if (v->also[i] == category)
			return true;
	if (category == CATEGORY_NONE || !v->needs_review)
		return false;
	if (category == COMPLAINT &&
	    (v->is_unweighed || v->category == CATEGORY_NONE))
		return true;
	if (category == COMPLAINT)
		score += v->scores[CONCERN];
	return score >= CLASSIFY_PLAUSIBLE;
}

static void
set_scores(struct verdict *v, const struct judgement *j,
    const struct decision *d)
{
	float split = j->says_complaint ? 1 : j->p[MODEL_SPLIT];
	long long negative = (long long)(j->p[MODEL_NEGATIVE] * 1000);

	v->scores[COMPLAINT] = (long long)((float)negative * split);
	v->scores[CONCERN] = negative - v->scores[COMPLAINT];
	v->scores[COMMENT] = (long long)(j->p[MODEL_COMMENT] * 1000);
	v->scores[COMPLIMENT] = (long long)(j->p[MODEL_COMPLIMENT] * 1000);
	v->scores[FOI] = (long long)(j->p[MODEL_FOI] * 1000);
	v->scores[CATEGORY_NONE] = (long long)(j->p[MODEL_NO_CASE] * 1000);
	v->confidence = (long long)(d->confidence * 1000);
}

static void
set_category(struct verdict *v, const struct decision *d, struct arena *mem)
{
	v->category = d->category;
	for (size_t i = 0; i < d->n_also; i++)
		v->also[v->n_also++] = d->also[i];
	if (d->doubt)
		verdict_ask(v, d->doubt, mem);
}

/* A doubt about the words themselves: they may be those of a complaint. */
static void
verdict_doubt_words(struct verdict *v, const char *reason, struct arena *mem)
{
	v->is_unweighed = true;
	verdict_ask(v, reason, mem);
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
	if (item->root.outcome == PART_ENCRYPTED && item->root.note.len > 0)
		verdict_doubt_words(&item->verdict,
		    arena_text(mem, item->root.note), mem);
	else if (unread)
		verdict_doubt_words(&item->verdict,
		    "part of it could not be read", mem);
	if (unsure)
		verdict_doubt_words(&item->verdict,
		    "the scan was hard to recognise", mem);
	if (n_words > MAX_SIGN_WORDS)
		verdict_ask(&item->verdict,
		    "it is too long to be searched for dangers", mem);
	if (n_words < CLASSIFY_FEWEST_WORDS)
		verdict_ask(&item->verdict, "it says too little", mem);
}

static void
ask_about_language(struct verdict *v, const struct evidence *e,
    struct arena *mem)
{
	if (e->features.n_words >= CLASSIFY_ENGLISH_WORDS &&
	    features_english(&e->features, e->texts) < CLASSIFY_ENGLISH)
		verdict_doubt_words(v, "it seems not to be written in English",
		    mem);
}

/* --- all of it ------------------------------------------------------------- */

/* The class that came nearest to the one that was chosen. */
static enum model_column
runner_up(const struct judgement *j, enum model_column best)
{
	int next = best == 0;

	for (int c = 1; c < MODEL_CLASSES; c++)
		if (c != (int)best && j->p[c] > j->p[next])
			next = c;
	return (enum model_column)next;
}

static void
set_verdict(struct item *item, const struct own_words *own, struct scales *s,
    const struct judgement *j, struct arena *mem)
{
	const struct evidence *e = s->e;
	struct verdict *v = &item->verdict;
	static const struct model_header no_lines = { .safety = 0 };
	struct decision d = decide(j, s->model ? &s->model->header : &no_lines);
	bool has_words = own->n_words >= FEWEST_WORDS;

	if (has_words && (s->model || v->is_said))
		set_category(v, &d, mem);
	else
		verdict_doubt_words(v, "its words do not say what it is", mem);
	set_scores(v, j, &d);
	if (s->model)
		v->model = arena_copy(mem, s->model->id);
	reasons_list(item, e, &d, runner_up(j, d.best), s->model, &s->vector,
	    mem);
	ask_about_language(v, e, mem);
}

void
classify(struct item *item, const struct own_words *own,
    const struct phrase_book *book, const struct model *model,
    struct arena *mem)
{
	struct evidence e = evidence_gather(own, book, mem);
	struct follow_up answers = follow_up_find(item, mem);
	struct scales s = { &e, model, feature_vector_make(&e.features, mem) };
	struct judgement j = judge(&s, item);
	struct verdict *v = &item->verdict;

	*v = (struct verdict){ .reference = answers.reference,
		.named = answers.named,
		.n_named = answers.n_named,
		.is_said = j.says_complaint || j.says_foi };
	disposition_of_origin(item,
	    v->is_said || j.p[MODEL_NEGATIVE] >= CLASSIFY_BY_HAND);
	if (v->disposition == MACHINE)
		return;
	set_verdict(item, own, &s, &j, mem);
	ask_about_reading(item, own->n_words, mem);
	disposition_ask(item, mem);
	if (answers.is_ambiguous)
		verdict_ask(v, "it names more than one case", mem);
}

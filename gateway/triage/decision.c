/* decision.c - from evidence and probabilities to a category */
#include "triage/decision.h"

#define PRAISE_YIELDS 0.2f /* to dissatisfaction so probable beside it */
#define COMMENT_YIELDS 0.6f
#define TIE 0.08f           /* two classes as near as this are a tie */
#define CONCERN_UNDER 0.45f /* the split: a complaint where in doubt */
#define UNNAMED_FOI 0.8f    /* below, a request that does not name the Act */
#define WINDOW_FOI 0.6f     /* measured: 90 % found, none wrongly */
#define WINDOW_COMMENT 0.75f
#define WINDOW_NEGATIVE 0.75f

/* Gives a class at least that probability, the others what is left. */
static void
raise_to(struct judgement *j, enum model_column c, float least)
{
	float rest = 1 - j->p[c];

	if (j->p[c] >= least || rest <= 0)
		return;
	for (int i = 0; i < MODEL_CLASSES; i++)
		j->p[i] *= (1 - least) / rest;
	j->p[c] = least;
}

static bool
is_about_request(const struct judgement *j)
{
	return j->says_review && (j->says_foi || j->p[MODEL_FOI] > 0.2f);
}

void
judgement_hear(struct judgement *j)
{
	if (is_about_request(j))
		raise_to(j, MODEL_FOI, DECISION_SAID);
	else if (j->says_complaint)
		raise_to(j, MODEL_NEGATIVE, DECISION_SAID);
	else if (j->says_foi)
		raise_to(j, MODEL_FOI, DECISION_SAID);
}

static enum model_column
most_probable(const float *p, int except)
{
	int best = except == 0;

	for (int c = best + 1; c < MODEL_CLASSES; c++)
		if (c != except && p[c] > p[best])
			best = c;
	return (enum model_column)best;
}

static enum model_column
choose(const struct judgement *j)
{
	enum model_column best = most_probable(j->p, -1);
	float negative = j->p[MODEL_NEGATIVE];

	if (best == MODEL_COMPLIMENT && negative >= PRAISE_YIELDS * j->p[best])
		return MODEL_NEGATIVE;
	if (best == MODEL_COMMENT && negative >= COMMENT_YIELDS * j->p[best])
		return MODEL_NEGATIVE;
	return best;
}

static enum category
category_of_class(const struct judgement *j, enum model_column class)
{
	switch (class) {
	case MODEL_NEGATIVE:
		if (j->wants_none && !j->says_complaint)
			return COMMENT;
		return j->says_complaint || j->p[MODEL_SPLIT] >= CONCERN_UNDER
			   ? COMPLAINT
			   : CONCERN;
	case MODEL_COMMENT:
		return COMMENT;
	case MODEL_COMPLIMENT:
		return COMPLIMENT;
	case MODEL_FOI:
		return FOI;
	case MODEL_NO_CASE:
	case MODEL_SPLIT:
	case MODEL_COLUMNS:
	default:
		return CATEGORY_NONE;
	}
}

static void
add_also(struct decision *d, enum category c)
{
	if (c != d->category)
		d->also[d->n_also++] = c;
}

/* Further things an item is: each may be owed an answer of its own. */
static void
list_also(const struct judgement *j, struct decision *d)
{
	if ((j->says_foi || j->window[MODEL_FOI] >= WINDOW_FOI) &&
	    !is_about_request(j))
		add_also(d, FOI);
	if (d->best == MODEL_NEGATIVE && j->has_praise)
		add_also(d, COMPLIMENT);
	if (d->category != COMPLIMENT)
		return;
	if (j->window[MODEL_NEGATIVE] >= WINDOW_NEGATIVE)
		add_also(d, COMPLAINT);
	if (j->window[MODEL_COMMENT] >= WINDOW_COMMENT)
		add_also(d, COMMENT);
}

/* Why a person decides; NULL where none need. */
static const char *
doubt(const struct judgement *j, const struct decision *d,
    const struct model_header *lines)
{
	enum model_column best = d->best;
	float next = j->p[most_probable(j->p, (int)best)];

	if (best == MODEL_NO_CASE)
		return "it reads like no case: a question, an advertisement or "
		       "a machine's answer";
	if (best == MODEL_NEGATIVE && d->category == COMMENT)
		return "it is dissatisfied, but wants no reply";
	if ((d->category == COMPLIMENT || d->category == COMMENT) &&
	    (j->p[MODEL_NEGATIVE] > lines->safety ||
		j->window[MODEL_NEGATIVE] >= WINDOW_NEGATIVE))
		return "it may be a complaint";
	if (j->p[best] - next < TIE)
		return "it reads like more than one kind";
	if (j->p[best] < lines->sure[best] ||
	    (best == MODEL_FOI && j->p[best] < UNNAMED_FOI))
		return "its words do not say clearly what it is";
	return NULL;
}

struct decision
decide(const struct judgement *j, const struct model_header *lines)
{
	struct decision d = { .best = choose(j) };

	d.category = category_of_class(j, d.best);
	d.confidence = j->p[d.best];
	list_also(j, &d);
	d.doubt = doubt(j, &d, lines);
	return d;
}

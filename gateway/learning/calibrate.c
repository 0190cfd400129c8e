/* calibrate.c - the lines that a model's probabilities are held against */
#include "learning/trial.h"

#include <math.h>
#include <stdlib.h>

#define PRECISION 0.90 /* of what is decided without a person */
#define NEGATIVES_KEPT 0.98
#define LEAST_SAFETY 0.05f
#define MOST_SAFETY 0.13f /* 20 % of compliments are over it */
#define LEAST_SURE 0.40f
#define MOST_SURE 0.90f

/* A held-out lesson. */
struct answer {
	float margins[MODEL_COLUMNS], p[MODEL_COLUMNS];
	const struct lesson *lesson;
};

static double
loss_at(struct answer *answers, size_t n, struct model *as)
{
	double loss = 0;

	for (size_t i = 0; i < n; i++) {
		struct answer *a = &answers[i];

		model_probabilities(as, a->margins, a->p);
		loss -= log((double)a->p[a->lesson->sample->class] + 1e-9);
	}
	return loss;
}

static float
best_temperature(struct answer *answers, size_t n, struct model_header *header)
{
	struct model as = { .header = *header };
	double least = INFINITY;
	float best = 1;

	for (float t = 0.4f; t < 2.5f; t += 0.05f) {
		double loss;

		as.header.temperature[0] = t;
		loss = loss_at(answers, n, &as);
		if (loss < least) {
			least = loss;
			best = t;
		}
	}
	as.header.temperature[0] = best;
	(void)loss_at(answers, n, &as);
	return best;
}

static int
best_class(const float *p)
{
	int best = 0;

	for (int c = 1; c < MODEL_CLASSES; c++)
		if (p[c] > p[best])
			best = c;
	return best;
}

/* The least probability over which the class is right often enough. */
static float
sure_of(const struct answer *answers, size_t n, int class)
{
	for (float line = LEAST_SURE; line < MOST_SURE; line += 0.01f) {
		size_t found = 0, right = 0;

		for (size_t i = 0; i < n; i++) {
			const struct answer *a = &answers[i];

			if (best_class(a->p) != class || a->p[class] < line)
				continue;
			found++;
			right += (int)a->lesson->sample->class == class ||
				 (int)a->lesson->sample->also == class;
		}
		if ((double)right >= PRECISION * (double)found)
			return line;
	}
	return MOST_SURE;
}

static float
safety_of(const struct answer *answers, size_t n)
{
	for (float line = MOST_SAFETY; line > LEAST_SAFETY; line -= 0.005f) {
		size_t all = 0, kept = 0;

		for (size_t i = 0; i < n; i++) {
			if (answers[i].lesson->sample->class != MODEL_NEGATIVE)
				continue;
			all++;
			kept += answers[i].p[MODEL_NEGATIVE] > line;
		}
		if ((double)kept >= NEGATIVES_KEPT * (double)all)
			return line;
	}
	return LEAST_SAFETY;
}

void
trial_calibrate(struct weights *w, const struct lessons *lessons)
{
	struct answer *answers = calloc(lessons->n + 1, sizeof *answers);
	struct model_header *h = &w->header;
	size_t n = 0;

	if (answers == NULL)
		die("out of memory");
	for (size_t fold = 0; fold < FOLDS; fold++) {
		struct weights part;

		weights_fit(&part, lessons, fold, FOLDS);
		for (size_t i = 0; i < lessons->n; i++) {
			const struct lesson *l = &lessons->at[i];

			if (l->number % FOLDS != fold)
				continue;
			answers[n].lesson = l;
			weights_weigh(&part, l, answers[n++].margins);
		}
		weights_release(&part);
	}
	h->temperature[0] = best_temperature(answers, n, h);
	for (int c = 0; c < MODEL_CLASSES; c++)
		h->sure[c] = sure_of(answers, n, c);
	h->safety = safety_of(answers, n);
	free(answers);
}

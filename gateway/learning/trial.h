/*
 * trial.h - how good a model is: on texts that it did not learn from
 */
#ifndef LEARNING_TRIAL_H
#define LEARNING_TRIAL_H

#include "learning/fit.h"

#include <stdio.h>

#define FOLDS 5

/*
 * Sets temperatures, the least probabilities that decide and the safety line
 * (decision.h) of w, from the margins of lessons whose fold was held out.
 */
void trial_calibrate(struct weights *w, const struct lessons *lessons);

/*
 * Prints how the classifier does on our own texts, each by a model that
 * learnt from the other folds, and from all public texts: with furniture it
 * never saw, misread more and more, and its speed.
 */
void trial_print(const struct corpus *corpus, const struct lessons *lessons,
    const struct phrase_book *book, FILE *to);

/* How a model does on corrections: how many it has right, and severe errors. */
struct score {
	uint32_t n, right, severe;
};
struct score trial_score(const struct weights *w, const struct lessons *lessons,
    enum source source, size_t fold, size_t folds);

#endif

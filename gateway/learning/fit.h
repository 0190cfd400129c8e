/*
 * fit.h - weights from labelled texts
 */
#ifndef LEARNING_FIT_H
#define LEARNING_FIT_H

#include "base/buf.h"
#include "learning/corpus.h"

/* A text as it is learnt from. */
struct lesson {
	const struct sample *sample;
	size_t number;            /* of its sample in the corpus */
	bool is_plain;            /* as it is, without furniture */
	struct feature *features; /* own */
	size_t n;
	float rules[RULE_COUNT];
};

struct lessons {
	struct lesson *at; /* own */
	size_t n, room;
};

/*
 * The lessons of a corpus: each text as it is, and, for what is our own and
 * for every fourth of the public ones, with furniture and misread.
 */
struct lessons lessons_make(const struct corpus *corpus,
    const struct phrase_book *book);
void lessons_release(struct lessons *lessons);

/* Weights on their way to a file (model.h). */
struct weights {
	struct model_header header;
	float *of[MODEL_COLUMNS]; /* own; by bucket */
	uint16_t idf[FEATURE_BUCKETS];
};
void weights_release(struct weights *w);

/*
 * Fits weights to the lessons of all samples but those of one fold (sample
 * number modulo folds); of all where folds is 0.  L2-regularised logistic
 * regression by liblinear, a class against the rest; classes weigh alike.  A
 * text of two classes is no example against its second.
 */
void weights_fit(struct weights *w, const struct lessons *lessons, size_t fold,
    size_t folds);

/*
 * Moves weights that are fitted (a model's) towards the lessons: the sum of
 * losses of all lessons, with corrections counting more, and of how far the
 * weights moved.  AdaGrad, in order, so that the same lessons give the same
 * weights.  Corrections of the fold are left out, as in weights_fit.
 */
void weights_adapt(struct weights *w, const struct lessons *lessons,
    size_t fold, size_t folds);

/* The weights of a model, to be adapted. */
void weights_take(struct weights *w, const struct model *model);

/* The margins of a lesson. */
void weights_weigh(const struct weights *w, const struct lesson *lesson,
    float margins[MODEL_COLUMNS]);

/* The model's file, into out. */
void weights_pack(const struct weights *w, struct buf *out);

#endif

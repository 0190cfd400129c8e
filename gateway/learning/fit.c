/* fit.c - weights from labelled texts */
#include "learning/fit.h"

#include "base/digest.h"
#include "learning/solve.h"

#include <math.h>
#include <stdlib.h>

#define COST 2.0 /* liblinear's C: what a wrong lesson costs */
#define IDF_UNIT 4096
/* Of adapting: */
#define PACE 0.05        /* how far the first step goes */
#define ROUNDS 20        /* over all lessons */
#define CORRECTED 4.0    /* what a correction weighs against a lesson */
#define SMALL_SLOPE 0.05 /* lessons that are as good as learnt move nothing */
/* What is fitted: the buckets, the rules, the bias. */
#define N_FEATURES (FEATURE_BUCKETS + RULE_COUNT + 1)

static void *
must_alloc(void *p)
{
	if (p == NULL)
		die("out of memory");
	return p;
}

static bool
is_held_out(const struct lesson *l, size_t fold, size_t folds)
{
	return folds > 0 && l->number % folds == fold;
}

/* What a lesson says of a column: 1, -1, or 0 for nothing. */
static int
answer(const struct lesson *l, int column)
{
	if (column == MODEL_SPLIT)
		return l->sample->split < 0 ? 0 : l->sample->split > 0 ? 1 : -1;
	if ((int)l->sample->class == column)
		return 1;
	return (int)l->sample->also == column ? 0 : -1;
}

/* --- idf ------------------------------------------------------------------- */

static void
set_idf(struct weights *w, const struct lessons *lessons, size_t fold,
    size_t folds)
{
	unsigned *seen = must_alloc(calloc(FEATURE_BUCKETS, sizeof *seen));
	double n = 0;

	for (size_t i = 0; i < lessons->n; i++) {
		const struct lesson *l = &lessons->at[i];

		if (!l->is_plain || is_held_out(l, fold, folds))
			continue;
		n++;
		for (size_t f = 0; f < l->n; f++)
			seen[l->features[f].bucket]++;
	}
	for (size_t b = 0; b < FEATURE_BUCKETS; b++)
		w->idf[b] =
		    (uint16_t)(IDF_UNIT * (log((1 + n) / (1 + seen[b])) + 1));
	free(seen);
}

/* The values of a lesson's features, as features_weigh gives them. */
static void
set_values(const struct lesson *l, const uint16_t *idf, double *values)
{
	double sum = 0;

	for (size_t f = 0; f < l->n; f++) {
		values[f] = (1 + log(l->features[f].count)) *
			    idf[l->features[f].bucket];
		sum += values[f] * values[f];
	}
	for (size_t f = 0; f < l->n && sum > 0; f++)
		values[f] *= sqrt(2 / sum);
}

/* --- fitting --------------------------------------------------------------- */

static struct node *
nodes_of(const struct lesson *l, const uint16_t *idf)
{
	struct node *x =
	    must_alloc(malloc((l->n + RULE_COUNT + 2) * sizeof *x));
	double *values = must_alloc(malloc((l->n + 1) * sizeof *values));
	size_t n = 0;

	set_values(l, idf, values);
	for (size_t f = 0; f < l->n; f++)
		x[n++] = (struct node){ l->features[f].bucket + 1, values[f] };
	for (int r = 0; r < RULE_COUNT; r++)
		if (l->rules[r] > 0)
			x[n++] = (struct node){ FEATURE_BUCKETS + r + 1,
				(double)l->rules[r] };
	x[n++] = (struct node){ N_FEATURES, 1 };
	x[n] = (struct node){ .index = -1 };
	free(values);
	return x;
}

static void
fit_column(struct weights *w, int column, const struct lessons *lessons,
    struct node *const *nodes)
{
	struct row *rows = must_alloc(calloc(lessons->n + 1, sizeof *rows));
	double *fitted = must_alloc(calloc(N_FEATURES, sizeof *fitted));
	int classes = column == MODEL_SPLIT ? 2 : MODEL_CLASSES;
	size_t n = 0, positive = 0;

	for (size_t i = 0; i < lessons->n; i++) {
		int said = answer(&lessons->at[i], column);

		if (nodes[i] == NULL || said == 0)
			continue;
		rows[n++] = (struct row){ nodes[i], said > 0 };
		positive += said > 0;
	}
	solve(rows, n, N_FEATURES, COST,
	    positive > 0 ? (double)n / (double)positive / classes : 1, fitted);
	for (size_t b = 0; b < FEATURE_BUCKETS; b++)
		w->of[column][b] = (float)fitted[b];
	for (size_t r = 0; r < RULE_COUNT; r++)
		w->header.rule_weights[column][r] =
		    (float)fitted[FEATURE_BUCKETS + r];
	w->header.bias[column] = (float)fitted[N_FEATURES - 1];
	free(fitted);
	free(rows);
}

static void
weights_make(struct weights *w)
{
	*w = (struct weights){ .header = { .version = MODEL_VERSION,
				   .buckets = FEATURE_BUCKETS,
				   .columns = MODEL_COLUMNS,
				   .rules = RULE_COUNT,
				   .temperature = { 1, 1 } } };
	for (int c = 0; c < MODEL_COLUMNS; c++)
		w->of[c] =
		    must_alloc(calloc(FEATURE_BUCKETS, sizeof *w->of[c]));
}

void
weights_release(struct weights *w)
{
	for (int c = 0; c < MODEL_COLUMNS; c++)
		free(w->of[c]);
}

void
weights_fit(struct weights *w, const struct lessons *lessons, size_t fold,
    size_t folds)
{
	struct node **nodes = must_alloc(calloc(lessons->n + 1, sizeof *nodes));

	weights_make(w);
	set_idf(w, lessons, fold, folds);
	for (size_t i = 0; i < lessons->n; i++)
		if (!is_held_out(&lessons->at[i], fold, folds))
			nodes[i] = nodes_of(&lessons->at[i], w->idf);
	for (int c = 0; c < MODEL_COLUMNS; c++)
		fit_column(w, c, lessons, nodes);
	for (size_t i = 0; i < lessons->n; i++)
		free(nodes[i]);
	free(nodes);
}

void
weights_take(struct weights *w, const struct model *model)
{
	weights_make(w);
	w->header = model->header;
	memcpy(w->idf, model->idf, sizeof w->idf);
	for (int c = 0; c < MODEL_COLUMNS; c++)
		for (size_t b = 0; b < FEATURE_BUCKETS; b++)
			w->of[c][b] = model_weight(model, (enum model_column)c,
			    (uint16_t)b);
}

/* --- weighing -------------------------------------------------------------- */

static double
margin_of(const struct weights *w, const struct lesson *l, int column,
    const double *values)
{
	double sum = w->header.bias[column];

	for (size_t f = 0; f < l->n; f++)
		sum += values[f] * (double)w->of[column][l->features[f].bucket];
	for (int r = 0; r < RULE_COUNT; r++)
		sum += (double)l->rules[r] *
		       (double)w->header.rule_weights[column][r];
	return sum;
}

void
weights_weigh(const struct weights *w, const struct lesson *l,
    float margins[MODEL_COLUMNS])
{
	double *values = must_alloc(malloc((l->n + 1) * sizeof *values));

	set_values(l, w->idf, values);
	for (int c = 0; c < MODEL_COLUMNS; c++)
		margins[c] = (float)margin_of(w, l, c, values);
	free(values);
}

/* --- moving ---------------------------------------------------------------- */

/* The sums of squared steps that AdaGrad goes by, of one column. */
struct pace {
	float *buckets; /* own */
	float rules[RULE_COUNT], bias;
};

static float
step(float *sum, double slope)
{
	*sum += (float)(slope * slope);
	return (float)(-PACE * slope / sqrt((double)*sum + 1e-8));
}

static void
move_column(struct weights *w, int column, const struct lesson *l,
    const double *values, double slope, struct pace *pace)
{
	struct model_header *h = &w->header;

	for (size_t f = 0; f < l->n; f++) {
		uint16_t b = l->features[f].bucket;

		w->of[column][b] += step(&pace->buckets[b], slope * values[f]);
	}
	for (int r = 0; r < RULE_COUNT; r++)
		h->rule_weights[column][r] +=
		    step(&pace->rules[r], slope * (double)l->rules[r]);
	h->bias[column] += step(&pace->bias, slope);
}

static void
adapt_column(struct weights *w, int column, const struct lessons *lessons,
    double *const *values, struct pace *pace)
{
	for (size_t i = 0; i < lessons->n; i++) {
		const struct lesson *l = &lessons->at[i];
		int said = answer(l, column);
		double weight =
		    l->sample->source == SOURCE_CORRECTION ? CORRECTED : 1;
		double margin, slope;

		if (values[i] == NULL || said == 0)
			continue;
		margin = margin_of(w, l, column, values[i]);
		slope = -said * weight / (1 + exp(said * margin));
		if (fabs(slope) > SMALL_SLOPE)
			move_column(w, column, l, values[i], slope, pace);
	}
}

void
weights_adapt(struct weights *w, const struct lessons *lessons, size_t fold,
    size_t folds)
{
	double **values = must_alloc(calloc(lessons->n + 1, sizeof *values));

	for (size_t i = 0; i < lessons->n; i++) {
		const struct lesson *l = &lessons->at[i];

		if (l->sample->source == SOURCE_CORRECTION &&
		    is_held_out(l, fold, folds))
			continue;
		values[i] = must_alloc(malloc((l->n + 1) * sizeof **values));
		set_values(l, w->idf, values[i]);
	}
	for (int c = 0; c < MODEL_COLUMNS; c++) {
		struct pace pace = { .buckets = must_alloc(calloc(
					 FEATURE_BUCKETS, sizeof(float))) };

		for (int round = 0; round < ROUNDS; round++)
			adapt_column(w, c, lessons, values, &pace);
		free(pace.buckets);
	}
	for (size_t i = 0; i < lessons->n; i++)
		free(values[i]);
	free(values);
}

/* --- the file -------------------------------------------------------------- */

static float
highest(const float *of)
{
	float most = 1e-6f;

	for (size_t b = 0; b < FEATURE_BUCKETS; b++)
		most = fmaxf(most, fabsf(of[b]));
	return most;
}

void
weights_pack(const struct weights *w, struct buf *out)
{
	struct model_header header = w->header;
	size_t n = FEATURE_BUCKETS * MODEL_COLUMNS;
	int16_t *packed = must_alloc(calloc(n, sizeof *packed));
	autobuf body = BUF(MAX_MODEL_BYTES);
	autoarena mem = { 0 };

	for (int c = 0; c < MODEL_COLUMNS; c++) {
		header.scale[c] = highest(w->of[c]) / INT16_MAX;
		for (size_t b = 0; b < FEATURE_BUCKETS; b++)
			packed[b * MODEL_COLUMNS + (size_t)c] =
			    (int16_t)lrintf(w->of[c][b] / header.scale[c]);
	}
	buf_add(&body, (struct span){ (char *)&header, sizeof header });
	buf_add(&body, (struct span){ (char *)packed, n * sizeof *packed });
	buf_add(&body, (struct span){ (const char *)w->idf, sizeof w->idf });
	free(packed);
	buf_add(out, (struct span){ MODEL_MAGIC, MODEL_MAGIC_BYTES });
	buf_add(out, digest_sha256(buf_span(&body), &mem));
	buf_add(out, buf_span(&body));
}

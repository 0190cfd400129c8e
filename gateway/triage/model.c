/* model.c - weights learnt from letters, and what they make of one */
#include "triage/model.h"

#include "base/digest.h"

#include <math.h>

#define HEADER_AT (MODEL_MAGIC_BYTES + MODEL_DIGEST_BYTES)
#define WEIGHTS_AT (HEADER_AT + sizeof(struct model_header))
#define WEIGHTS_BYTES (FEATURE_BUCKETS * MODEL_COLUMNS * sizeof(int16_t))
#define IDF_BYTES (FEATURE_BUCKETS * sizeof(uint16_t))
#define MODEL_BYTES (WEIGHTS_AT + WEIGHTS_BYTES + IDF_BYTES)

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "models are little-endian");
_Static_assert(WEIGHTS_AT % 4 == 0, "weights are aligned");
_Static_assert(MODEL_BYTES <= MAX_MODEL_BYTES, "a model is small");

enum outcome
model_open(struct span bytes, struct model *model, struct error *why)
{
	struct span digest, told;
	struct model found;
	autoarena mem = { 0 };

	if (bytes.len < WEIGHTS_AT ||
	    memcmp(bytes.at, MODEL_MAGIC, MODEL_MAGIC_BYTES) != 0)
		return fail(why, REFUSED, "it is no model");
	memcpy(&found.header, bytes.at + HEADER_AT, sizeof found.header);
	if (found.header.version != MODEL_VERSION ||
	    found.header.buckets != FEATURE_BUCKETS ||
	    found.header.columns != MODEL_COLUMNS ||
	    found.header.rules != RULE_COUNT)
		return fail(why, REFUSED,
		    "it is a model of another version of Postroom");
	if (bytes.len != MODEL_BYTES)
		return fail(why, REFUSED,
		    "it is cut: %zu bytes in place of %zu", bytes.len,
		    (size_t)MODEL_BYTES);
	told =
	    (struct span){ bytes.at + MODEL_MAGIC_BYTES, MODEL_DIGEST_BYTES };
	digest = digest_sha256(span_from(bytes, HEADER_AT), &mem);
	if (!span_is_equal(digest, told))
		return fail(why, REFUSED, "it was changed since it was made");
	found.header.parent[sizeof found.header.parent - 1] = '\0';
	found.id = span_head(told, MODEL_ID_BYTES);
	found.weights = (const int16_t *)(const void *)(bytes.at + WEIGHTS_AT);
	found.idf = (const uint16_t *)(const void *)(bytes.at + WEIGHTS_AT +
						     WEIGHTS_BYTES);
	*model = found;
	return DONE;
}

void
model_weigh(const struct model *model, const struct feature_vector *v,
    const float rules[RULE_COUNT], float margins[MODEL_COLUMNS])
{
	const struct model_header *h = &model->header;
	float sums[MODEL_COLUMNS] = { 0 };

	for (size_t i = 0; i < v->n; i++) {
		const int16_t *row =
		    model->weights + v->at[i].bucket * MODEL_COLUMNS;

		for (int c = 0; c < MODEL_COLUMNS; c++)
			sums[c] += v->at[i].value * (float)row[c];
	}
	for (int c = 0; c < MODEL_COLUMNS; c++) {
		margins[c] = h->bias[c] + sums[c] * h->scale[c];
		for (int r = 0; r < RULE_COUNT; r++)
			margins[c] += rules[r] * h->rule_weights[c][r];
	}
}

static float
logistic(float margin)
{
	return 1 / (1 + expf(-margin));
}

void
model_probabilities(const struct model *model,
    const float margins[MODEL_COLUMNS], float p[MODEL_COLUMNS])
{
	const float *t = model->header.temperature;
	float sum = 0;

	for (int c = 0; c < MODEL_CLASSES; c++) {
		p[c] = logistic(margins[c] / t[0]);
		sum += p[c];
	}
	for (int c = 0; c < MODEL_CLASSES; c++)
		p[c] = sum > 0 ? p[c] / sum : 1.0f / MODEL_CLASSES;
	p[MODEL_SPLIT] = logistic(margins[MODEL_SPLIT] / t[1]);
}

float
model_rule_weight(const struct model *model, enum model_column column,
    enum rule rule)
{
	return model->header.rule_weights[column][rule];
}

float
model_weight(const struct model *model, enum model_column column,
    uint16_t bucket)
{
	return model->header.scale[column] *
	       (float)model->weights[bucket * MODEL_COLUMNS + (int)column];
}

const char *
model_class_name(enum model_column column)
{
	static const char *const names[] = {
		[MODEL_NEGATIVE] = "negative",
		[MODEL_COMMENT] = "comment",
		[MODEL_COMPLIMENT] = "compliment",
		[MODEL_FOI] = "foi",
		[MODEL_NO_CASE] = "no case",
		[MODEL_SPLIT] = "complaint",
	};

	return names[column];
}

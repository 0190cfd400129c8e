/*
 * model.h - weights learnt from letters, and what they make of one
 *
 * One weight for each bucket of features.h and each rule of evidence.h, by
 * column: a logistic regression each that tells one class from the rest, and
 * one that tells a complaint from a concern.  A model is a file, made by
 * postroom-train and never changed:
 *
 *	"postroom model\n" and a NUL    16 bytes
 *	SHA-256 of all that follows     64 hexadecimal digits
 *	struct model_header
 *	weights by bucket and column    16 bits each, times the column's scale
 *	idf by bucket                   16 bits each
 *
 * Numbers are little-endian.  Its ID is the first 12 digits of the SHA-256.
 */
#ifndef TRIAGE_MODEL_H
#define TRIAGE_MODEL_H

#include "triage/evidence.h"

#define MODEL_MAGIC "postroom model\n"
#define MODEL_MAGIC_BYTES 16
#define MODEL_DIGEST_BYTES 64
#define MODEL_ID_BYTES 12
#define MODEL_VERSION 1
#define MAX_MODEL_BYTES 1500000

enum model_column {
	MODEL_NEGATIVE, /* complaint or concern */
	MODEL_COMMENT,
	MODEL_COMPLIMENT,
	MODEL_FOI,
	MODEL_NO_CASE, /* a question, an advertisement, a machine's answer */
	MODEL_CLASSES,
	MODEL_SPLIT = MODEL_CLASSES, /* of what is negative: complaint? */
	MODEL_COLUMNS
};

/* What a model was made from, and how it did where that was tried. */
struct model_trial {
	uint32_t own, public_, corrections; /* texts it learnt from */
	/* Of the corrections held out from it: */
	uint32_t held_out;
	uint32_t right_before, right_after;   /* by its parent, by it */
	uint32_t severe_before, severe_after; /* negative called positive */
};

struct model_header {
	uint32_t version, buckets, columns, rules;
	float scale[MODEL_COLUMNS];
	float bias[MODEL_COLUMNS];
	float rule_weights[MODEL_COLUMNS][RULE_COUNT];
	float temperature[2];      /* of the classes, of the split */
	float sure[MODEL_CLASSES]; /* least probability that decides */
	float safety; /* over this for MODEL_NEGATIVE, no thanks are sent */
	struct model_trial trial;
	char parent[16]; /* ID of the model it was made from, or "" */
};

struct model {
	struct span id; /* in the bytes it was opened from */
	struct model_header header;
	const int16_t *weights; /* by bucket, then by column */
	const uint16_t *idf;
};

/*
 * Opens a model over bytes that stay; they are aligned as malloc does.
 * REFUSED where they are no model, of another version, cut or changed.
 */
enum outcome model_open(struct span bytes, struct model *model,
    struct error *why) must_check;

/* How far each column's sum is from its border: what is weighed is v. */
void model_weigh(const struct model *model, const struct feature_vector *v,
    const float rules[RULE_COUNT], float margins[MODEL_COLUMNS]);

/* Probabilities of the classes, which add up to 1, and of the split. */
void model_probabilities(const struct model *model,
    const float margins[MODEL_COLUMNS], float p[MODEL_COLUMNS]);

/* What a rule of such a figure, or one gram, adds to a column. */
float model_rule_weight(const struct model *model, enum model_column column,
    enum rule rule);
float model_weight(const struct model *model, enum model_column column,
    uint16_t bucket);

/* The words of a class as reports show them: "negative". */
const char *model_class_name(enum model_column column);

#endif

/* model.c - a model's file is whole, ours and small, or it is no model */
#include "triage/model.h"

#include "base/digest.h"
#include "house.h"

#include <math.h>

#define HEADER_AT (MODEL_MAGIC_BYTES + MODEL_DIGEST_BYTES)

/* The shipped file's bytes, to be spoiled. */
static void
read_shipped(struct buf *bytes)
{
	struct error why;

	if (io_read_file("gateway/triage/model.bin", bytes, &why) != DONE)
		die("test: %s", why.text);
}

/* Makes the digest right again. */
static void
seal(struct buf *bytes)
{
	autoarena mem = { NULL };
	struct span digest =
	    digest_sha256(span_from(buf_span(bytes), HEADER_AT), &mem);

	memcpy(bytes->at + MODEL_MAGIC_BYTES, digest.at, digest.len);
}

static void
refuses(struct buf *bytes, const char *what)
{
	struct model model = { .id = SPAN("untouched") };
	struct error why = { "" };

	is_number(model_open(buf_span(bytes), &model, &why), REFUSED, "%s",
	    what);
	ok(why.text[0] != '\0', "and says why: %s", why.text);
	is_span(model.id, "untouched", "and gives nothing");
}

/* Each of the figures that must be ours, with the right digest. */
static void
test_versions(struct buf *bytes)
{
	static const char *const figures[] = { "another version",
		"other buckets", "other columns", "other rules" };

	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
		char *at = bytes->at + HEADER_AT + i * sizeof(uint32_t);

		++*at;
		seal(bytes);
		refuses(bytes, figures[i]);
		--*at;
	}
}

static void
test_file(void)
{
	autobuf bytes = BUF(MAX_MODEL_BYTES + 1);
	struct model model;
	struct error why = { "" };

	read_shipped(&bytes);
	ok(bytes.len <= MAX_MODEL_BYTES, "the shipped model has %zu bytes",
	    bytes.len);
	is_number(model_open(buf_span(&bytes), &model, &why), DONE,
	    "it is whole");
	is_number(model.id.len, MODEL_ID_BYTES, "and has an ID");
	ok(model.header.trial.own > 600, "it learnt from %u of our texts",
	    model.header.trial.own);
	ok(model.header.safety <= 0.13f, "its safety line is low enough");
	bytes.at[HEADER_AT + 5000] ^= 1;
	refuses(&bytes, "one bit changed");
	bytes.at[HEADER_AT + 5000] ^= 1;
	bytes.len--;
	refuses(&bytes, "one byte less");
	bytes.len++;
	buf_add_char(&bytes, 'x');
	seal(&bytes);
	refuses(&bytes, "one byte more, with the right digest");
	bytes.len--;
	test_versions(&bytes);
	bytes.at[0] = 'P';
	refuses(&bytes, "another file");
	bytes.len = 20;
	refuses(&bytes, "hardly a file");
	bytes.len = 0;
	refuses(&bytes, "an empty one");
}

static void
test_probabilities(void)
{
	const struct model *model = the_model();
	float margins[MODEL_COLUMNS] = { 3, -1, -2, -40, -40, 0 };
	float p[MODEL_COLUMNS], sum = 0;

	model_probabilities(model, margins, p);
	for (int c = 0; c < MODEL_CLASSES; c++)
		sum += p[c];
	ok(fabsf(sum - 1) < 0.0001f, "probabilities add up to one");
	ok(p[MODEL_NEGATIVE] > p[MODEL_COMMENT] &&
		p[MODEL_COMMENT] > p[MODEL_COMPLIMENT],
	    "in the order of their margins");
	ok(fabsf(p[MODEL_SPLIT] - 0.5f) < 0.0001f, "the split has its own");
	for (int c = 0; c < MODEL_CLASSES; c++)
		margins[c] = -500;
	model_probabilities(model, margins, p);
	ok(p[0] >= 0 && p[0] <= 1, "nothing at all is still a probability");
}

int
main(void)
{
	test_file();
	test_probabilities();
	return done();
}

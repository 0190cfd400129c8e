/* learning.c - texts become weights, the same ones each time */
#include "base/io.h"
#include "learning/fit.h"
#include "learning/furnish.h"
#include "learning/trial.h"
#include "tap.h"

static const char some[] =
    "# a remark\n"
    "complaint\t-\t-\tmail\tThe nurse was rude and I was left in pain.\n"
    "complaint\t-\t-\tmail\tNobody answered and my appointment was lost.\n"
    "concern\t-\t-\tletter\tI am worried about my referral.\n"
    "comment\t-\t-\tsurvey\tA clock in the waiting room would help.\n"
    "comment\t-\t-\tsurvey\tThe menu could have pictures.\n"
    "compliment\t-\t-\tmail\tWonderful nurses, kind and gentle.\n"
    "compliment\tcomment\t-\tmail\tLovely ward. More signs would help.\n"
    "foi\t-\t-\tmail\tSubject: Request\\nHow many staff left in each year?\n"
    "foi\t-\t-\tmail\tPlease provide the total spend by year.\n"
    "none\t-\t-\tmail\tCongratulations, you have won a voucher.\n";

static void
test_corpus(void)
{
	static const char *const bad[] = { "complaint\t-\t-\tmail\n",
		"moan\t-\t-\tmail\ttext\n", "-\t-\t-\tmail\ttext\n",
		"complaint\tmoan\t-\tmail\ttext\n", "text\n" };
	autoarena mem = { NULL };
	struct corpus c = { 0 };
	struct error why;

	is_number(corpus_add(&c, span_of(some), SOURCE_OWN, &mem, &why), DONE,
	    "our form");
	is_number(c.n, 10, "ten texts");
	is_number(c.at[2].split, 0, "a concern");
	ok(c.at[2].is_letter, "on paper");
	is_number(c.at[6].also, MODEL_COMMENT, "praise with an idea");
	is_span(c.at[7].subject, "Request", "a subject");
	is_span(c.at[7].text, "How many staff left in each year?", "its text");
	is_number(corpus_add(&c, SPAN("text\tlabel\nGood.\tpositive\n"),
		      SOURCE_PUBLIC, &mem, &why),
	    DONE, "the public form");
	is_number(c.at[10].class, MODEL_COMPLIMENT, "is read too");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		is_number(
		    corpus_add(&c, span_of(bad[i]), SOURCE_OWN, &mem, &why),
		    REFUSED, "no text of ours: %s", why.text);
	is_number(c.n, 11, "and adds nothing");
	corpus_release(&c);
}

static void
test_furniture(void)
{
	static const char text[] = "The room was cold and it was late.";
	int changed = 0, kept = 0;

	for (unsigned i = 0; i < 50; i++) {
		autoarena mem = { NULL };
		struct span a =
		    furnish(span_of(text), FURNITURE_STRANGE, i, &mem);
		struct span b =
		    furnish(span_of(text), FURNITURE_STRANGE, i, &mem);
		struct span m = misread(span_of(text), 100, i, &mem);

		kept += span_is_equal(a, b) &&
			span_find(a, span_of(text), 0) != SPAN_NOT_FOUND;
		changed += !span_is_equal(m, span_of(text));
		kept += span_is_equal(misread(span_of(text), 0, i, &mem),
		    span_of(text));
	}
	is_number(kept, 100, "furniture surrounds; a number gives one text");
	ok(changed > 40, "misread texts differ: %d", changed);
}

/* Fits the texts and packs them. */
static void
make_model(const struct lessons *lessons, struct buf *bytes)
{
	struct weights w;

	weights_fit(&w, lessons, 0, 0);
	weights_pack(&w, bytes);
	weights_release(&w);
}

static uint32_t
right_about(const struct model *model, const struct lessons *lessons,
    enum source source)
{
	struct weights w;
	struct score score;

	weights_take(&w, model);
	score = trial_score(&w, lessons, source, 0, 0);
	weights_release(&w);
	return score.right;
}

static void
test_fit_and_adapt(void)
{
	static const char wrong[] =
	    "complaint\t-\t-\tmail\tThe lovely biscuits were wonderful "
	    "bricks.\n"
	    "complaint\t-\t-\tmail\tWonderful kind biscuits, gentle bricks.\n";
	autoarena mem = { NULL };
	autobuf one = BUF(MAX_MODEL_BYTES), two = BUF(MAX_MODEL_BYTES);
	autobuf three = BUF(MAX_MODEL_BYTES);
	struct phrase_book *book = phrases_index(&mem);
	struct corpus c = { 0 };
	struct lessons lessons;
	struct weights w;
	struct model model;
	struct error why;

	if (corpus_add(&c, span_of(some), SOURCE_OWN, &mem, &why) != DONE ||
	    corpus_add(&c, span_of(wrong), SOURCE_CORRECTION, &mem, &why) !=
		DONE)
		die("test: %s", why.text);
	c.n -= 2;
	lessons = lessons_make(&c, book);
	make_model(&lessons, &one);
	make_model(&lessons, &two);
	ok(span_is_equal(buf_span(&one), buf_span(&two)),
	    "the same texts give the same model");
	is_number(model_open(buf_span(&one), &model, &why), DONE,
	    "that can be opened");
	is_number(right_about(&model, &lessons, SOURCE_OWN), 10,
	    "and is right about what it learnt");
	lessons_release(&lessons);
	c.n += 2;
	lessons = lessons_make(&c, book);
	is_number(right_about(&model, &lessons, SOURCE_CORRECTION), 0,
	    "but wrong about corrections");
	weights_take(&w, &model);
	weights_adapt(&w, &lessons, 0, 0);
	weights_pack(&w, &three);
	weights_release(&w);
	is_number(model_open(buf_span(&three), &model, &why), DONE,
	    "what they make of it is a model");
	is_number(right_about(&model, &lessons, SOURCE_CORRECTION), 2,
	    "that is right about them");
	is_number(right_about(&model, &lessons, SOURCE_OWN), 10,
	    "and forgot nothing");
	lessons_release(&lessons);
	corpus_release(&c);
}

int
main(void)
{
	test_corpus();
	test_furniture();
	test_fit_and_adapt();
	return done();
}

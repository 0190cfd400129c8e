/* trial.c - how good a model is: on texts that it did not learn from */
#include "learning/trial.h"

#include "base/io.h"
#include "learning/furnish.h"
#include "triage/classify.h"

#include <stdlib.h>

#define PAGE_BYTES 2000
#define TIMES 500

/* What is done to the texts before they are judged. */
struct condition {
	const char *name;
	enum source source;
	bool is_furnished;
	unsigned per_mille; /* letters misread */
};

static const struct condition conditions[] = {
	{ "as written", SOURCE_OWN, false, 0 },
	{ "with mail furniture", SOURCE_OWN, true, 0 },
	{ "misread 2 %", SOURCE_OWN, false, 20 },
	{ "misread 5 %", SOURCE_OWN, false, 50 },
	{ "misread 10 %", SOURCE_OWN, false, 100 },
	{ "furniture, misread 5 %", SOURCE_OWN, true, 50 },
	{ "public, as written", SOURCE_PUBLIC, false, 0 },
	{ "public, with furniture", SOURCE_PUBLIC, true, 0 },
};
#define N_CONDITIONS (sizeof conditions / sizeof *conditions)

/* One judgement of a held-out text. */
struct judged {
	enum model_column class, found;
	long long confidence;
	bool needs_review, is_second, split_right, has_split;
};

struct tally {
	struct judged *at; /* own */
	size_t n;
	long long ns;
};

static enum model_column
class_of(enum category c)
{
	static const enum model_column classes[CATEGORY_COUNT] = {
		[CATEGORY_NONE] = MODEL_NO_CASE,
		[COMPLAINT] = MODEL_NEGATIVE,
		[CONCERN] = MODEL_NEGATIVE,
		[COMMENT] = MODEL_COMMENT,
		[COMPLIMENT] = MODEL_COMPLIMENT,
		[FOI] = MODEL_FOI,
	};

	return classes[c];
}

static long long
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void
judge_one(const struct sample *s, struct span text, bool is_ocr,
    const struct phrase_book *book, const struct model *model,
    struct tally *tally)
{
	autoarena mem = { 0 };
	struct item item;
	struct own_words own = sample_words(s, text, is_ocr, book, &item, &mem);
	const struct verdict *v = &item.verdict;
	long long begun = now_ns();

	classify(&item, &own, book, model, &mem);
	tally->ns += now_ns() - begun;
	tally->at[tally->n++] = (struct judged){ .class = s->class,
		.found = class_of(v->category),
		.confidence = v->confidence,
		.needs_review = v->needs_review,
		.is_second = s->also != MODEL_COLUMNS &&
			     class_of(v->category) == s->also,
		.has_split =
		    s->split >= 0 && class_of(v->category) == MODEL_NEGATIVE,
		.split_right = (v->category == COMPLAINT) == (s->split == 1) };
}

static void
judge_fold(const struct corpus *c, size_t fold, const struct phrase_book *book,
    const struct model *model, struct tally tallies[N_CONDITIONS])
{
	for (size_t i = fold; i < c->n; i += FOLDS) {
		const struct sample *s = &c->at[i];

		for (size_t k = 0; k < N_CONDITIONS; k++) {
			autoarena mem = { 0 };
			struct span text = s->text;

			if (conditions[k].source != s->source)
				continue;
			if (conditions[k].is_furnished && !s->is_letter)
				text = furnish(text, FURNITURE_STRANGE,
				    (unsigned)i, &mem);
			text = misread(text, conditions[k].per_mille,
			    (unsigned)i, &mem);
			judge_one(s, text, conditions[k].per_mille > 0, book,
			    model, &tallies[k]);
		}
	}
}

/* --- figures --------------------------------------------------------------- */

static double
f1_of(const struct tally *t, enum model_column class)
{
	double hit = 0, found = 0, all = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct judged *j = &t->at[i];

		hit += j->class == class && j->found == class;
		found += j->found == class;
		all += j->class == class;
	}
	return found + all > 0 ? 2 * hit / (found + all) : 0;
}

static double
macro_f1(const struct tally *t)
{
	double sum = 0;
	int classes = 0;

	for (int c = 0; c < MODEL_CLASSES; c++) {
		bool is_there = false;

		for (size_t i = 0; i < t->n && !is_there; i++)
			is_there = (int)t->at[i].class == c;
		classes += is_there;
		sum += is_there ? f1_of(t, (enum model_column)c) : 0;
	}
	return classes > 0 ? sum / classes : 0;
}

static int
by_confidence(const void *a, const void *b)
{
	const struct judged *x = a, *y = b;

	return (x->confidence < y->confidence) -
	       (x->confidence > y->confidence);
}

/* The share that can be decided at such a precision, surest first. */
static double
coverage(struct tally *t, double precision)
{
	size_t right = 0, most = 0;

	qsort(t->at, t->n, sizeof *t->at, by_confidence);
	for (size_t i = 0; i < t->n; i++) {
		right += t->at[i].class == t->at[i].found || t->at[i].is_second;
		if ((double)right >= precision * (double)(i + 1))
			most = i + 1;
	}
	return t->n > 0 ? (double)most / (double)t->n : 0;
}

/* Of the negative texts, those called praise; of these, not for a person. */
static double
severe(const struct tally *t, bool unseen)
{
	double all = 0, bad = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct judged *j = &t->at[i];

		all += j->class == MODEL_NEGATIVE;
		bad += j->class == MODEL_NEGATIVE &&
		       j->found == MODEL_COMPLIMENT &&
		       (!unseen || !j->needs_review);
	}
	return all > 0 ? bad / all : 0;
}

static double
share(const struct tally *t, bool decided, bool split)
{
	double n = 0, of = 0;

	for (size_t i = 0; i < t->n; i++) {
		const struct judged *j = &t->at[i];

		of += split ? j->has_split : 1;
		n += (decided && !j->needs_review) ||
		     (split && j->has_split && j->split_right);
	}
	return of > 0 ? n / of : 0;
}

static void
print_table(struct tally *tallies, FILE *to)
{
	fprintf(to, "%-24s %8s %6s %6s %7s %7s %7s %6s\n",
	    "our own texts, 5-fold", "macro-F1", "at 95", "at 90", "severe",
	    "unseen", "decided", "split");
	for (size_t k = 0; k < N_CONDITIONS; k++) {
		struct tally *t = &tallies[k];

		if (t->n == 0)
			continue;
		fprintf(to, "%-24s %8.3f %6.2f %6.2f %7.3f %7.3f %7.2f %6.2f\n",
		    conditions[k].name, macro_f1(t), coverage(t, 0.95),
		    coverage(t, 0.90), severe(t, false), severe(t, true),
		    share(t, true, false), share(t, false, true));
	}
	fprintf(to, "\n%-24s", "F1 with furniture");
	for (int c = 0; c < MODEL_CLASSES; c++)
		fprintf(to, "  %s %.3f", model_class_name((enum model_column)c),
		    f1_of(&tallies[1], (enum model_column)c));
	fputc('\n', to);
}

/* Times the classifier on a page made of texts. */
static void
print_time(const struct corpus *corpus, const struct phrase_book *book,
    const struct model *model, FILE *to)
{
	struct judged judged;
	struct sample page = { .is_letter = true };
	autobuf text = BUF(PAGE_BYTES);
	long long ns = 0, most = 0;

	for (size_t i = 0; i < corpus->n && text.len < PAGE_BYTES; i++) {
		buf_add(&text, corpus->at[i].text);
		buf_add(&text, SPAN("\n\n"));
	}
	for (int i = 0; i < TIMES; i++) {
		struct tally one = { .at = &judged };

		judge_one(&page, buf_span(&text), false, book, model, &one);
		ns += one.ns;
		most = one.ns > most ? one.ns : most;
	}
	fprintf(to, "%-24s  %.0f us, at most %.0f us\n",
	    "a page of 2,000 letters", (double)ns / 1e3 / TIMES,
	    (double)most / 1e3);
}

void
trial_print(const struct corpus *corpus, const struct lessons *lessons,
    const struct phrase_book *book, FILE *to)
{
	struct tally tallies[N_CONDITIONS] = { 0 };

	for (size_t k = 0; k < N_CONDITIONS; k++) {
		tallies[k].at = calloc(corpus->n + 1, sizeof *tallies[k].at);
		if (tallies[k].at == NULL)
			die("out of memory");
	}
	for (size_t fold = 0; fold < FOLDS; fold++) {
		autobuf bytes = BUF(MAX_MODEL_BYTES);
		struct weights w;
		struct model model;

		weights_fit(&w, lessons, fold, FOLDS);
		w.header.temperature[0] = 0.85f;
		w.header.safety = 0.13f;
		for (int c = 0; c < MODEL_CLASSES; c++)
			w.header.sure[c] = 0.5f;
		weights_pack(&w, &bytes);
		weights_release(&w);
		if (model_open(buf_span(&bytes), &model, NULL) != DONE)
			die("a model that was packed cannot be opened");
		judge_fold(corpus, fold, book, &model, tallies);
		if (fold == FOLDS - 1) {
			print_table(tallies, to);
			print_time(corpus, book, &model, to);
		}
	}
	for (size_t k = 0; k < N_CONDITIONS; k++)
		free(tallies[k].at);
}

struct score
trial_score(const struct weights *w, const struct lessons *lessons,
    enum source source, size_t fold, size_t folds)
{
	struct model as = { .header = w->header };
	struct score score = { 0 };

	for (size_t i = 0; i < lessons->n; i++) {
		const struct lesson *l = &lessons->at[i];
		float margins[MODEL_COLUMNS], p[MODEL_COLUMNS];
		int best = 0;

		if (l->sample->source != source || !l->is_plain ||
		    (folds > 0 && l->number % folds != fold))
			continue;
		weights_weigh(w, l, margins);
		model_probabilities(&as, margins, p);
		for (int c = 1; c < MODEL_CLASSES; c++)
			if (p[c] > p[best])
				best = c;
		score.n++;
		score.right += best == (int)l->sample->class ||
			       best == (int)l->sample->also;
		score.severe += l->sample->class == MODEL_NEGATIVE &&
				best == MODEL_COMPLIMENT;
	}
	return score;
}

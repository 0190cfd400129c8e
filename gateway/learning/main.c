/*
 * main.c - postroom-train, which makes models
 *
 *	postroom-train build -o MODEL [-p PUBLIC] TSV...
 *	postroom-train adapt -o MODEL -m PARENT TSV... <corrections
 *	postroom-train bench [-p PUBLIC] TSV...
 *
 * Reads:   training texts (learning/corpus.h); corrections, which are texts
 *          of real people, come by standard input and are never written down.
 * Writes:  one model, under a new name first.
 * Trusts:  the training texts. It is a program of its own so that liblinear
 *          is linked into nothing that reads the post.
 * Fails by saying why, with no model written.
 */
#include "base/io.h"
#include "learning/trial.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define MAX_CORPUS_BYTES (64u << 20)
#define MAX_FILES 32

struct job {
	const char *output, *public_, *parent;
	char **files;
	int n_files;
	struct corpus corpus;
	struct buf bytes[MAX_FILES + 2]; /* what the corpus borrows */
	int n_bytes;
	struct arena mem;
};

static enum outcome
add_file(struct job *job, const char *path, enum source source,
    struct error *why)
{
	struct buf *bytes = &job->bytes[job->n_bytes++];
	enum outcome how;

	*bytes = BUF(MAX_CORPUS_BYTES);
	how = path == NULL ? io_read(STDIN_FILENO, bytes, why)
			   : io_read_file(path, bytes, why);
	if (how == DONE)
		how = corpus_add(&job->corpus, buf_span(bytes), source,
		    &job->mem, why);
	if (how == REFUSED)
		how = fail(why, REFUSED, "%s: %s", path ? path : "corrections",
		    why->text);
	return how;
}

static enum outcome
read_corpus(struct job *job, struct error *why)
{
	enum outcome how = DONE;

	for (int i = 0; i < job->n_files && how == DONE; i++)
		how = add_file(job, job->files[i], SOURCE_OWN, why);
	if (how == DONE && job->public_ != NULL)
		how = add_file(job, job->public_, SOURCE_PUBLIC, why);
	if (how == DONE && job->parent != NULL)
		how = add_file(job, NULL, SOURCE_CORRECTION, why);
	return how;
}

static struct model_trial
count_corpus(const struct corpus *c)
{
	struct model_trial t = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		t.own += c->at[i].source == SOURCE_OWN;
		t.public_ += c->at[i].source == SOURCE_PUBLIC;
		t.corrections += c->at[i].source == SOURCE_CORRECTION;
	}
	return t;
}

static enum outcome
write_model(const struct job *job, const struct weights *w, struct error *why)
{
	autobuf bytes = BUF(MAX_MODEL_BYTES);
	struct model model;
	enum outcome how;

	weights_pack(w, &bytes);
	how = model_open(buf_span(&bytes), &model, why);
	if (how == DONE)
		how = io_create(job->output, buf_span(&bytes), why);
	if (how == DONE)
		printf("%.*s\n", SPAN_ARG(model.id));
	return how;
}

static enum outcome
build(struct job *job, const struct lessons *lessons, struct error *why)
{
	struct weights w;
	enum outcome how;

	weights_fit(&w, lessons, 0, 0);
	w.header.trial = count_corpus(&job->corpus);
	trial_calibrate(&w, lessons);
	how = write_model(job, &w, why);
	weights_release(&w);
	return how;
}

/* How parent and challenger do on corrections that were kept from it. */
static void
try_folds(const struct model *parent, const struct lessons *lessons,
    struct model_trial *trial)
{
	for (size_t fold = 0; fold < FOLDS; fold++) {
		struct weights w;
		struct score before, after;

		weights_take(&w, parent);
		before =
		    trial_score(&w, lessons, SOURCE_CORRECTION, fold, FOLDS);
		if (before.n > 0)
			weights_adapt(&w, lessons, fold, FOLDS);
		after =
		    trial_score(&w, lessons, SOURCE_CORRECTION, fold, FOLDS);
		weights_release(&w);
		trial->held_out += before.n;
		trial->right_before += before.right;
		trial->right_after += after.right;
		trial->severe_before += before.severe;
		trial->severe_after += after.severe;
	}
}

static enum outcome
adapt(struct job *job, const struct lessons *lessons, struct error *why)
{
	autobuf bytes = BUF(MAX_MODEL_BYTES);
	struct model_trial trial = count_corpus(&job->corpus);
	struct model parent;
	struct weights w;
	struct score before, after;
	enum outcome how = io_read_file(job->parent, &bytes, why);

	if (how == DONE)
		how = model_open(buf_span(&bytes), &parent, why);
	if (how == REFUSED)
		how = fail(why, REFUSED, "%s: %s", job->parent, why->text);
	if (how != DONE)
		return how;
	try_folds(&parent, lessons, &trial);
	weights_take(&w, &parent);
	before = trial_score(&w, lessons, SOURCE_OWN, 0, 0);
	weights_adapt(&w, lessons, 0, 0);
	after = trial_score(&w, lessons, SOURCE_OWN, 0, 0);
	trial.severe_before += before.severe;
	trial.severe_after += after.severe;
	trial.public_ = parent.header.trial.public_;
	w.header.trial = trial;
	memset(w.header.parent, 0, sizeof w.header.parent);
	memcpy(w.header.parent, parent.id.at, parent.id.len);
	how = write_model(job, &w, why);
	weights_release(&w);
	return how;
}

static int
run(struct job *job, const char *what)
{
	struct error why = { "" };
	struct phrase_book *book = phrases_index(&job->mem);
	enum outcome how = read_corpus(job, &why);
	struct lessons lessons = { 0 };

	if (how == DONE)
		lessons = lessons_make(&job->corpus, book);
	if (how == DONE && strcmp(what, "build") == 0)
		how = build(job, &lessons, &why);
	else if (how == DONE && strcmp(what, "adapt") == 0)
		how = adapt(job, &lessons, &why);
	else if (how == DONE)
		trial_print(&job->corpus, &lessons, book, stdout);
	lessons_release(&lessons);
	corpus_release(&job->corpus);
	for (int i = 0; i < job->n_bytes; i++)
		buf_release(&job->bytes[i]);
	arena_release(&job->mem);
	if (how == DONE)
		return EX_OK;
	fprintf(stderr, "postroom-train: %s\n", why.text);
	return how == REFUSED ? EX_DATAERR : EX_IOERR;
}

static bool
is_complete(const struct job *job, const char *what)
{
	if (job->n_files < 1 || job->n_files > MAX_FILES)
		return false;
	if (strcmp(what, "bench") == 0)
		return job->parent == NULL;
	if (strcmp(what, "build") == 0)
		return job->output != NULL && job->parent == NULL;
	return strcmp(what, "adapt") == 0 && job->output != NULL &&
	       job->parent != NULL;
}

int
main(int argc, char **argv)
{
	struct job job = { 0 };
	const char *what = argc > 1 ? argv[1] : "";
	int option;

	optind = 2;
	while (argc > 1 && (option = getopt(argc, argv, "o:p:m:")) != -1) {
		if (option == 'o')
			job.output = optarg;
		else if (option == 'p')
			job.public_ = optarg;
		else if (option == 'm')
			job.parent = optarg;
		else
			return EX_USAGE;
	}
	job.files = argv + optind;
	job.n_files = argc - optind;
	if (is_complete(&job, what))
		return run(&job, what);
	fputs("usage: postroom-train build -o MODEL [-p PUBLIC] TSV...\n"
	      "       postroom-train adapt -o MODEL -m PARENT TSV...\n"
	      "       postroom-train bench [-p PUBLIC] TSV...\n",
	    stderr);
	return EX_USAGE;
}

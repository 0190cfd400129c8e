/*
 * corpus.h - labelled texts to learn from
 */
#ifndef LEARNING_CORPUS_H
#define LEARNING_CORPUS_H

#include "triage/evidence.h"
#include "triage/model.h"

enum source {
	SOURCE_OWN,    /* gateway/triage/training: written for this project */
	SOURCE_PUBLIC, /* public comments */
	SOURCE_CORRECTION
};

struct sample {
	enum source source;
	enum model_column class, also; /* MODEL_COLUMNS for no other */
	int split;       /* 1 a complaint, 0 a concern, -1 neither */
	bool is_letter;  /* on paper: no subject, no furniture of mail */
	unsigned number; /* from 0, in its source */
	struct span subject, text;
};

struct corpus {
	struct sample *at; /* own */
	size_t n, room;
};

/*
 * Adds the lines of bytes, which the samples borrow: of our own form
 * (gateway/triage/training/README), or, for SOURCE_PUBLIC, text TAB label.
 * REFUSED, with the line, for a line that is neither.
 */
enum outcome corpus_add(struct corpus *corpus, struct span bytes,
    enum source source, struct arena *mem, struct error *why) must_check;

void corpus_release(struct corpus *corpus);

/*
 * An item as it would arrive with that text, and its author's own words;
 * is_ocr where the text was misread.
 */
struct own_words sample_words(const struct sample *sample, struct span text,
    bool is_ocr, const struct phrase_book *book, struct item *item,
    struct arena *mem);

#endif

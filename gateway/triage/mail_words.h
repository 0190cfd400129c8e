/*
 * mail_words.h - the words that mail programs write, in many languages
 *
 * They are data: see mail_words.tsv.
 */
#ifndef TRIAGE_MAIL_WORDS_H
#define TRIAGE_MAIL_WORDS_H

#include "base/span.h"

/* As in mail_words.awk; labels of header lines come first. */
enum mail_word_kind {
	MAIL_FROM,
	MAIL_TO,
	MAIL_CC,
	MAIL_DATE,
	MAIL_SUBJECT,
	MAIL_OTHER,    /* of a header block, but says nothing */
	MAIL_FORWARD,  /* "Forwarded message" */
	MAIL_ORIGINAL, /* "Original Message" */
	MAIL_WROTE,    /* the verb of "On ... Jo wrote:" */
	MAIL_INTRO,    /* its first word */
	MAIL_FILLER,   /* a word of its date */
	MAIL_REPLY,    /* a subject's prefix, without colon: "Re" */
	MAIL_PASS,     /* "Fwd" */
	MAIL_EITHER,   /* the one here, the other there */
	MAIL_DEVICE,   /* how "Sent from my telephone" begins */
	MAIL_CLOSING,  /* "Kind regards" */
	MAIL_WORD_KINDS
};
#define MAIL_LABELS (MAIL_OTHER + 1)

/* Is the text a word of that kind, A to Z taken as a to z? */
bool mail_word_is(struct span text, enum mail_word_kind kind);

/* The length of the longest word of that kind that text begins with; or 0. */
size_t mail_word_begins(struct span text, enum mail_word_kind kind);

/*
 * Where the first word of that kind stands in text with no letter on either
 * side; SPAN_NOT_FOUND, or its offset with *len set.
 */
size_t mail_word_find(struct span text, enum mail_word_kind kind, size_t *len);

#endif

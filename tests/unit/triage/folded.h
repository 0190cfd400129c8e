/*
 * folded.h - folded text at the edge of memory: see edge.h
 */
#ifndef TESTS_TRIAGE_FOLDED_H
#define TESTS_TRIAGE_FOLDED_H

#include "edge.h"
#include "triage/phrases.h"

/* text_fold, from a text and into one behind which no byte may be read. */
static inline struct folded
edge_fold(const char *text, struct arena *mem)
{
	struct folded folded = text_fold(edge_of(text), NULL, 0, mem);

	folded.text = edge_copy(folded.text);
	folded.from = edge_array(folded.from, folded.text.len);
	return folded;
}

#endif

/*
 * wire.c - reports of a reader that was taken over by its document
 *
 * The first byte says in how small pieces the report comes.  Whether it comes
 * whole or in pieces, the same must be believed of it.
 */
#include "fuzz.h"

#include "intake/report.h"

struct heard {
	struct arena mem;
	struct report_in in;
	struct part part;
	enum outcome how;
};

static void
report_hear(struct heard *h, struct span bytes, size_t piece)
{
	struct error why = { "" };

	*h = (struct heard){ .how = DONE };
	report_begin(&h->in, &h->part, &h->mem);
	for (; bytes.len > 0 && h->how == DONE; bytes = span_from(bytes, piece))
		h->how = report_feed(&h->in, span_head(bytes, piece), &why);
	must_hold(h->how == DONE || why.text[0] != '\0', "a refusal says why");
	report_finish(&h->in);
}

static void
message_check(struct heard *h)
{
	const struct message *m = report_message(&h->in, &h->mem);

	must_hold(utf8_is_valid(m->subject) && utf8_is_valid(m->from.name) &&
		      utf8_is_valid(m->from.address) && utf8_is_valid(m->date),
	    "what a message says of itself is UTF-8");
	for (size_t i = 0; i < m->n_headers; i++)
		must_hold(utf8_is_valid(m->headers[i].name) &&
			      utf8_is_valid(m->headers[i].value),
		    "headers are UTF-8");
}

static void
report_check(struct heard *h)
{
	const struct part *part = &h->part;
	size_t n = 0;

	must_hold(utf8_is_valid(part->text), "the text is UTF-8");
	must_hold(utf8_is_valid(part->note) && utf8_is_valid(part->type),
	    "note and type are UTF-8");
	must_hold(part->confidence >= 0 && part->confidence <= 1000,
	    "confidence is a share");
	for (const struct report_child *c = h->in.children; c != NULL;
	     c = c->next) {
		n++;
		must_hold(utf8_is_valid(c->part.name) &&
			      utf8_is_valid(c->part.path),
		    "a part's label is UTF-8");
	}
	/* The one that was too many may be among them. */
	must_hold(n <= MAX_PARTS + 1, "there are not too many parts");
	for (size_t i = 0; i < h->in.n_owed; i++)
		must_hold(
		    h->in.owed[i].page > 0 && h->in.owed[i].page <= MAX_PAGES &&
			(i == 0 || h->in.owed[i].page > h->in.owed[i - 1].page),
		    "pages ascend");
	message_check(h);
}

static void
report_forget(struct heard *h)
{
	report_release(&h->in);
	arena_release(&h->mem);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct heard whole, pieces;
	struct span rest;
	char *copy;

	if (len == 0)
		return 0;
	copy = fuzz_copy(bytes + 1, len - 1);
	rest = (struct span){ copy, len - 1 };
	report_hear(&whole, rest, 65536);
	report_hear(&pieces, rest, (size_t)bytes[0] + 1);
	report_check(&whole);
	must_hold(whole.how == pieces.how &&
		      whole.in.is_complete == pieces.in.is_complete &&
		      whole.in.n_children == pieces.in.n_children &&
		      span_is_equal(whole.part.text, pieces.part.text) &&
		      span_is_equal(whole.part.note, pieces.part.note),
	    "pieces say what the whole says");
	report_forget(&whole);
	report_forget(&pieces);
	free(copy);
	return 0;
}

/* corpus.c - labelled texts to learn from */
#include "learning/corpus.h"

#include "base/io.h"
#include "triage/words.h"

#include <stdlib.h>

#define OWN_COLUMNS 5
#define MAX_SAMPLES 200000

struct label {
	const char *word;
	enum model_column class;
	int split;
};

static const struct label labels[] = {
	{ "complaint", MODEL_NEGATIVE, 1 },
	{ "concern", MODEL_NEGATIVE, 0 },
	{ "comment", MODEL_COMMENT, -1 },
	{ "compliment", MODEL_COMPLIMENT, -1 },
	{ "foi", MODEL_FOI, -1 },
	{ "none", MODEL_NO_CASE, -1 },
	{ "-", MODEL_COLUMNS, -1 },
	/* of the public comments */
	{ "positive", MODEL_COMPLIMENT, -1 },
	{ "negative", MODEL_NEGATIVE, -1 },
	{ "suggestion", MODEL_COMMENT, -1 },
};

static const struct label *
label_find(struct span word)
{
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (span_is_equal(word, span_of(labels[i].word)))
			return &labels[i];
	return NULL;
}

static struct sample *
add_sample(struct corpus *c)
{
	if (c->n == c->room) {
		c->room = c->room > 0 ? c->room * 2 : 1024;
		c->at = realloc(c->at, c->room * sizeof *c->at);
		if (c->at == NULL)
			die("out of memory");
	}
	c->at[c->n] = (struct sample){ .also = MODEL_COLUMNS };
	return &c->at[c->n++];
}

/* \n, \t and \\ as what they stand for. */
static struct span
unescape(struct span s, struct arena *mem)
{
	char *out = arena_alloc(mem, s.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '\\' && i + 1 < s.len) {
			c = s.at[++i];
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		out[len++] = c;
	}
	return (struct span){ out, len };
}

static void
set_text(struct sample *s, struct span text)
{
	s->text = text;
	if (s->is_letter || !span_starts_with(text, SPAN("Subject: ")) ||
	    span_find(text, SPAN("\n"), 0) == SPAN_NOT_FOUND)
		return;
	s->text = span_from(text, sizeof "Subject: " - 1);
	s->subject = span_cut_line(&s->text);
}

static bool
read_own(struct sample *s, struct span line, struct arena *mem)
{
	struct span columns[OWN_COLUMNS];
	const struct label *class, *also;

	for (int i = 0; i < OWN_COLUMNS; i++)
		columns[i] = span_cut_at(&line, '\t');
	class = label_find(columns[0]);
	also = label_find(columns[1]);
	if (class == NULL || also == NULL || class->class == MODEL_COLUMNS ||
	    span_trim(columns[4]).len == 0)
		return false;
	s->class = class->class;
	s->split = class->split;
	s->also = also->class;
	s->is_letter = span_is_equal(columns[3], SPAN("letter"));
	set_text(s, unescape(columns[4], mem));
	return true;
}

static bool
read_public(struct sample *s, struct span line)
{
	const struct label *label;

	s->text = span_cut_at(&line, '\t');
	label = label_find(span_trim(line));
	if (label == NULL || label->class == MODEL_COLUMNS || s->text.len == 0)
		return false;
	s->class = label->class;
	s->split = -1;
	return true;
}

enum outcome
corpus_add(struct corpus *c, struct span bytes, enum source source,
    struct arena *mem, struct error *why)
{
	unsigned number = 0, at = 0;

	while (bytes.len > 0 && c->n < MAX_SAMPLES) {
		struct span line = span_cut_line(&bytes);
		bool is_head = at++ == 0 && source == SOURCE_PUBLIC &&
			       span_is_equal(line, SPAN("text\tlabel"));
		struct sample *s;

		if (is_head || line.len == 0 || line.at[0] == '#')
			continue;
		s = add_sample(c);
		s->source = source;
		s->number = number++;
		if (source == SOURCE_PUBLIC ? read_public(s, line)
					    : read_own(s, line, mem))
			continue;
		c->n--;
		return fail(why, REFUSED, "line %u: no labelled text", at);
	}
	return DONE;
}

void
corpus_release(struct corpus *c)
{
	free(c->at);
	*c = (struct corpus){ 0 };
}

struct own_words
sample_words(const struct sample *s, struct span text, bool is_ocr,
    const struct phrase_book *book, struct item *item, struct arena *mem)
{
	static const struct policy no_policy = { 0 };
	static const struct triage_house nobody = { .policy = &no_policy };
	struct passed_on none = { 0 };

	*item = (struct item){ .kind = KIND_DOCUMENT, .n_parts = 1 };
	item->parts = ARENA_ARRAY(mem, 1, struct part);
	item->parts[0] = (struct part){ .path = SPAN("1"),
		.disposition = s->is_letter ? PART_ATTACHMENT : PART_BODY,
		.confidence = 1000,
		.is_ocr = is_ocr,
		.text = text };
	if (!s->is_letter) {
		item->kind = KIND_MESSAGE;
		item->message = arena_alloc(mem, sizeof *item->message);
		item->message->subject = s->subject;
	}
	(void)words_mark(item, &nobody, book, mem);
	return own_gather(item, &none, false, mem);
}

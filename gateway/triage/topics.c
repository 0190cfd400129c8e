/* topics.c - what an item is about: the patterns of topics.tsv */
#include "triage/topics.h"

#include "triage/signs.h"

#include "topics_table.h"

#define TOPIC_COUNT (sizeof topic_names / sizeof *topic_names)
#define SIGN_COUNT (sizeof signs / sizeof *signs)

static const struct sign_book book = { signs, SIGN_COUNT, sign_starts,
	sizeof sign_starts / sizeof *sign_starts };

/* A topic on its way: what it weighs, and its best words so far. */
struct finding {
	struct topic topic;
	int best;           /* weight of the pattern of those words; 0 none */
	size_t text, first; /* the word at which the last one began */
};

struct findings {
	struct finding at[TOPIC_COUNT];
	bool seen[SIGN_COUNT];
	const struct item *item;
	struct arena *mem;
};

static void
take_words(struct findings *f, struct finding *found,
    const struct folded *folded, const struct sign_text *text,
    const struct sign_hit *hit, size_t part)
{
	struct phrase_hit place = { .start = text->words[hit->first].start,
		.end = text->words[hit->last].end };
	struct topic *t = &found->topic;

	t->part = t->start = t->end = 0;
	if (part < f->item->n_parts) {
		t->part = part;
		phrase_place(folded, &place, &t->start, &t->end);
		t->phrase =
		    (struct span){ f->item->parts[part].text.at + t->start,
			    t->end - t->start };
	} else {
		t->phrase = arena_copy(f->mem,
		    span_head(span_from(folded->text, place.start),
			place.end - place.start));
	}
	found->best = hit->sign->figure;
}

static void
consider(struct findings *f, const struct folded *folded,
    const struct sign_text *text, const struct sign_hit *hit, size_t part)
{
	struct finding *found = &f->at[hit->sign->name];
	size_t number = (size_t)(hit->sign - signs);
	bool is_here = found->text == part && found->first == hit->first;

	if (f->seen[number])
		return;
	f->seen[number] = true;
	if (!is_here)
		found->topic.weight += hit->sign->figure * 1000;
	else if (hit->sign->figure > found->best)
		found->topic.weight += (hit->sign->figure - found->best) * 1000;
	if (hit->sign->figure > found->best)
		take_words(f, found, folded, text, hit, part);
	found->text = part;
	found->first = hit->first;
}

/* part is n_parts for the subject, which has no place. */
static void
scan(struct findings *f, const struct folded *folded, size_t part)
{
	struct sign_text text = signs_split(folded, f->mem);
	struct sign_scan s = { .text = &text, .book = &book };
	struct sign_hit hit;

	while (signs_next(&s, &hit))
		consider(f, folded, &text, &hit, part);
}

/* Puts a topic behind those that weigh as much or more. */
static void
put_in_order(struct verdict *v, struct topic topic)
{
	size_t at = v->n_topics++;

	for (; at > 0 && v->topics[at - 1].weight < topic.weight; at--)
		v->topics[at] = v->topics[at - 1];
	v->topics[at] = topic;
}

void
topics_find(struct item *item, const struct own_words *own, struct arena *mem)
{
	struct verdict *v = &item->verdict;
	struct findings *f = arena_alloc(mem, sizeof *f);

	f->item = item;
	f->mem = mem;
	if (item->n_parts == 0)
		return;
	for (size_t i = 0; i < own->n_parts; i++)
		scan(f, &own->parts[i], i);
	scan(f, &own->subject, item->n_parts);
	v->topics = ARENA_ARRAY(mem, TOPIC_COUNT, struct topic);
	for (size_t i = 0; i < TOPIC_COUNT; i++) {
		f->at[i].topic.name = topic_names[i];
		if (f->at[i].topic.weight >= LEAST_TOPIC_WEIGHT)
			put_in_order(v, f->at[i].topic);
	}
}

size_t
topics_count(void)
{
	return TOPIC_COUNT;
}

const char *
topic_name(size_t number)
{
	return number < TOPIC_COUNT ? topic_names[number] : NULL;
}

bool
topic_exists(struct span name)
{
	for (size_t i = 0; i < TOPIC_COUNT; i++)
		if (span_is_equal(name, span_of(topic_names[i])))
			return true;
	return false;
}

/* topics.c - what an item is about, by its words */
#include "triage/topics.h"

#include "house.h"

#define COMPLAIN "I wish to make a complaint. "

static const struct {
	const char *text, *topic, *phrase; /* no phrase: not that topic */
} about[] = {
	{ COMPLAIN "The receptionist was rude to me.", "attitude", "rude" },
	{ COMPLAIN "The receptionist was rude to me.", "by_administrative",
	    "receptionist" },
	{ COMPLAIN "Nobody told us that Dad was moved.", "not_informed",
	    "Nobody told" },
	{ COMPLAIN "My appointment has been cancelled.",
	    "appointment_cancelled", "appointment has been cancelled" },
	{ COMPLAIN "I was given the wrong medication.", "medication_wrong",
	    "wrong medication" },
	{ COMPLAIN "She lay on Ward 7.", "at_inpatient", "Ward" },
	{ COMPLAIN "The midw1fe laughed at me.", "by_midwife", "midw1fe" },
	{ COMPLAIN "The rnidwife laughed at me.", "by_midwife", "rnidwife" },
	{ COMPLAIN "My letter has no topic.", "by_nurse", NULL },
	/* one faint sign is none, two are */
	{ COMPLAIN "He was admitted.", "at_inpatient", NULL },
	{ COMPLAIN "He was admitted. Nobody thought of visitors.",
	    "at_inpatient", NULL },
	{ COMPLAIN "The prescription.", "prescription", NULL },
	{ COMPLAIN "Nobody washed her. Hear the buzzer.", "by_nurse",
	    "washed" },
};

static const struct topic *
topic_of(const struct item *item, const char *name)
{
	for (size_t i = 0; i < item->verdict.n_topics; i++)
		if (strcmp(item->verdict.topics[i].name, name) == 0)
			return &item->verdict.topics[i];
	return NULL;
}

static void
test_words(void)
{
	for (size_t i = 0; i < sizeof about / sizeof *about; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", about[i].text);
		const struct topic *t;

		triage_here(&item, &mem);
		t = topic_of(&item, about[i].topic);
		ok((t != NULL) == (about[i].phrase != NULL), "%s: %s",
		    about[i].text, about[i].topic);
		if (t == NULL || about[i].phrase == NULL)
			continue;
		is_span(t->phrase, about[i].phrase, "by these words");
		is_span(span_head(span_from(span_of(about[i].text), t->start),
			    t->end - t->start),
		    about[i].phrase, "in their place");
		ok(t->weight >= LEAST_TOPIC_WEIGHT, "enough of them");
	}
}

/* The subject of a message counts, and has no place. */
static void
test_subject(void)
{
	autoarena mem = { NULL };
	struct item item =
	    a_message(&mem, "Rude receptionist", "I am not happy about it.");
	const struct topic *t;

	triage_here(&item, &mem);
	t = topic_of(&item, "attitude");
	ok(t != NULL && t->start == 0 && t->end == 0 && t->phrase.len == 4,
	    "the subject's word");
}

/* Quoted text is not the author's. */
static void
test_quoted(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x",
	    COMPLAIN "It is late.\n\n> the receptionist was rude\n");

	triage_here(&item, &mem);
	ok(topic_of(&item, "attitude") == NULL, "what is quoted says nothing");
}

static void
test_order(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x",
	    COMPLAIN "The ward was filthy. She shouted, she swore at me, "
		     "she laughed at me and she was rude.");
	const struct verdict *v = &item.verdict;

	triage_here(&item, &mem);
	ok(v->n_topics > 1 && strcmp(v->topics[0].name, "attitude") == 0,
	    "the weightiest first");
	for (size_t i = 1; i < v->n_topics; i++)
		ok(v->topics[i].weight <= v->topics[i - 1].weight,
		    "and then the next");
}

int
main(void)
{
	test_words();
	test_subject();
	test_quoted();
	test_order();
	ok(topic_exists(SPAN("attitude")) && !topic_exists(SPAN("x")) &&
		!topic_exists(SPAN("")),
	    "topics are known by name");
	ok(topic_name(topics_count()) == NULL && topic_name(0) != NULL,
	    "and by number");
	return done();
}

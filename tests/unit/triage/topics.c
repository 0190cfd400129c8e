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

/* What subject and body come to, and the words that told most of it. */
static void
test_weights(void)
{
	static const struct {
		const char *subject, *text, *topic;
		long long weight; /* 0: none */
		const char *phrase;
		bool has_place;
	} rows[] = {
		{ "x", "The ward staff were there.", "by_nurse", 2000,
		    "ward staff", true }, /* both a pattern of 2 and of 1 */
		{ "x", "I rang the buzzer and was not washed.", "by_nurse",
		    2000, "buzzer", true },
		{ "x", "I rang the buzzer and I rang the bell.", "by_nurse", 0,
		    "", false }, /* one pattern, twice */
		{ "x", "The buzzer rang until the nurse came.", "by_nurse",
		    3000, "nurse", true },
		{ "x", "The nurse did not hear the buzzer.", "by_nurse", 3000,
		    "nurse", true },
		{ "x", "I saw my consultant about it.", "at_outpatient", 0, "",
		    false }, /* two faint patterns, one word */
		{ "x", "I had an appointment with my consultant.",
		    "at_outpatient", 2000, "appointment", true },
		{ "Buzzer", "I rang the buzzer.", "by_nurse", 0, "", false },
		{ "Buzzer", "I was not washed.", "by_nurse", 2000, "washed",
		    true },
		{ "My nurse", "I rang the buzzer.", "by_nurse", 3000, "nurse",
		    false },
		{ "Buzzer", "The nurse was there.", "by_nurse", 3000, "nurse",
		    true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item =
		    a_message(&mem, rows[i].subject, rows[i].text);
		const struct topic *t;

		triage_here(&item, &mem);
		t = topic_of(&item, rows[i].topic);
		is_number(t != NULL ? t->weight : 0, rows[i].weight, "%s: %s",
		    rows[i].subject, rows[i].text);
		if (t == NULL)
			continue;
		is_span(t->phrase, rows[i].phrase, "by these words");
		is_number(t->end - t->start,
		    rows[i].has_place ? (long long)t->phrase.len : 0,
		    "with their place, where it is in the body");
	}
}

/* Every part counts; words at the same place in two of them are two. */
static void
test_parts(void)
{
	autoarena mem = { NULL };
	struct item item = a_message(&mem, "x", "Buzzers do not help me.");
	struct part parts[] = { item.parts[0], item.parts[0] };
	const struct topic *t;

	parts[1].disposition = PART_ATTACHMENT;
	parts[1].text = SPAN("Washed I was not. A nurse came.");
	item.parts = parts;
	item.n_parts = 2;
	triage_here(&item, &mem);
	t = topic_of(&item, "by_nurse");
	ok(t != NULL && t->part == 1, "the strongest words are in part 1");
	is_number(t != NULL ? t->weight : 0, 4000, "the faint ones count too");
	is_span(t != NULL ? t->phrase : SPAN(""), "nurse", "the words");
	parts[1].text = SPAN("The ward staff were there.");
	item = a_message(&mem, "x", "It was late.");
	item.parts = parts;
	item.n_parts = 2;
	parts[0].text = SPAN("It was late.");
	triage_here(&item, &mem);
	t = topic_of(&item, "by_nurse");
	is_number(t != NULL ? t->weight : 0, 2000,
	    "two patterns at one word count as the stronger one");
	item = a_message(&mem, "The nurse was rude", "");
	item.n_parts = 0;
	triage_here(&item, &mem);
	is_number(item.verdict.n_topics, 0,
	    "of what could not be read nothing is said");
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

static size_t
number_of(const char *topic)
{
	size_t n = 0;

	while (n < topics_count() && strcmp(topic_name(n), topic) != 0)
		n++;
	return n;
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
	item = a_message(&mem, "x",
	    "The nurse, the doctor and the receptionist on the ward.");
	triage_here(&item, &mem);
	is_number(v->n_topics, 4, "four topics of one weight");
	for (size_t i = 1; i < v->n_topics; i++)
		ok(v->topics[i].weight < v->topics[i - 1].weight ||
			number_of(v->topics[i].name) >
			    number_of(v->topics[i - 1].name),
		    "stand in the table's order: %s", v->topics[i].name);
	item = a_message(&mem, "x",
	    "The receptionist was rude; the nurse called the matron.");
	triage_here(&item, &mem);
	is_number(v->n_topics, 3, "three topics");
	is_span(span_of(v->topics[0].name), "by_nurse", "the weightiest");
	is_span(span_of(v->topics[1].name), "attitude", "then the others");
	is_span(span_of(v->topics[2].name), "by_administrative", "in order");
}

int
main(void)
{
	test_words();
	test_subject();
	test_weights();
	test_parts();
	test_quoted();
	test_order();
	ok(topic_exists(SPAN("attitude")) && !topic_exists(SPAN("x")) &&
		!topic_exists(SPAN("")),
	    "topics are known by name");
	ok(topic_name(topics_count()) == NULL && topic_name(0) != NULL,
	    "and by number");
	return done();
}

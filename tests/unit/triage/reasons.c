/* reasons.c - the words that decided, and where they stand */
#include "triage/reasons.h"

#include "house.h"

static struct item
judged(const char *subject, const char *text, bool has_model, struct arena *mem)
{
	struct item item = a_message(mem, subject, text);
	struct policy policy = a_policy();
	struct triage_house house = a_house(&policy);

	if (!has_model)
		house.model = NULL;
	triage(&item, &house, mem);
	return item;
}

/* Without a model only phrases are told, each once. */
static void
test_phrases(void)
{
	static const struct {
		const char *subject, *text, *phrase;
		long long weight;
		size_t start, end;
	} rows[] = {
		{ "x", "It was appalling. Appalling, I say it again.",
		    "appalling", 2000, 7, 16 },
		{ "Appalling", "It was appalling, I say it again to you.",
		    "appalling", 4000, 0, 0 },
		{ "x", "The doctor was late and the nurse was early.", "", 0, 0,
		    0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item =
		    judged(rows[i].subject, rows[i].text, false, &mem);
		const struct verdict *v = &item.verdict;

		is_number((long long)v->n_reasons, rows[i].weight != 0,
		    "%s: %s", rows[i].subject, rows[i].text);
		if (v->n_reasons == 0)
			continue;
		is_span(v->reasons[0].phrase, rows[i].phrase, "the phrase");
		is_number(v->reasons[0].weight, rows[i].weight, "its weight");
		is_number(v->reasons[0].category, COMPLAINT, "for a complaint");
		is_number((long long)v->reasons[0].start,
		    (long long)rows[i].start, "from");
		is_number((long long)v->reasons[0].end, (long long)rows[i].end,
		    "to");
	}
}

/* With one, the heaviest words come behind them, the heaviest first. */
static void
test_words(void)
{
	static const char text[] =
	    "It was appalling. The doctor ignored my pain, the nurses "
	    "shouted, nobody apologised, the ward was dirty and cold, my "
	    "mother was left alone and frightened, and we waited for hours.";
	autoarena mem = { NULL };
	struct item item = judged("The ward", text, true, &mem);
	const struct verdict *v = &item.verdict;
	size_t n_phrases =
	    judged("The ward", text, false, &mem).verdict.n_reasons;
	int bad = 0;

	ok(n_phrases > 0 && v->n_reasons > n_phrases &&
		v->n_reasons <= n_phrases + MAX_WORD_REASONS,
	    "%zu phrases, %zu reasons", n_phrases, v->n_reasons);
	for (size_t i = n_phrases; i < v->n_reasons; i++) {
		const struct reason *r = &v->reasons[i];

		bad += r->weight <= 0 || r->category != v->category;
		bad += i > n_phrases && r->weight > r[-1].weight;
		bad += r->end > 0 &&
		       !span_is_equal(r->phrase,
			   span_head(span_from(span_of(text), r->start),
			       r->end - r->start));
		for (size_t k = 0; k < i; k++)
			bad += r->end > 0 && r->start >= v->reasons[k].start &&
			       r->end <= v->reasons[k].end;
	}
	is_number(bad, 0, "words in order, in their place, told once");
}

/* The words of a further part are told of as that part's. */
static void
test_part(void)
{
	autoarena mem = { NULL };
	struct item item =
	    a_message(&mem, "x", "Please see my letter of today.");
	struct part parts[] = { item.parts[0], item.parts[0] };
	bool is_found = false;

	parts[1].disposition = PART_ATTACHMENT;
	parts[1].text = SPAN("The care was appalling and nobody listened.");
	item.parts = parts;
	item.n_parts = 2;
	triage_here(&item, &mem);
	for (size_t i = 0; i < item.verdict.n_reasons; i++)
		is_found |= span_is_equal(item.verdict.reasons[i].phrase,
				SPAN("appalling")) &&
			    item.verdict.reasons[i].part == 1 &&
			    item.verdict.reasons[i].start == 13;
	ok(is_found, "a phrase of an attached letter");
}

int
main(void)
{
	test_phrases();
	test_words();
	test_part();
	return done();
}

/* lint_text.c - writes a text in every situation, and looks at what comes out */
#include "reply/lint_text.h"
#include "base/buf.h"
#include "reply/lint_rules.h"
#include "reply/readability.h"
#include "triage/workday.h"

#include <string.h>

#define MAX_LETTER_TEXT_BYTES (256 << 10)
#define A_REFERENCE "CS26-000000-0"
#define A_TOKEN "7QF3XM"
#define ALL_CIRCUMSTANCES (CIRCUMSTANCE_BIT(CIRCUMSTANCE_COUNT) - 1)

/* Words that only a writer could bring in: the name, and the rest. */
#define A_NAME "Zebedee Canary"
#define A_TRACE "canary-trace"

/* One way in which a text is written. */
struct situation {
	unsigned circumstances;
	enum channel channel;
	bool is_bare; /* the organisation gives no contacts but its name */
	bool has_due; /* the day of the reply is known */
};

void
lint_find(struct linter *l, bool is_fault, struct span text)
{
	l->tell(&(struct finding){ is_fault, text }, l->context);
	l->is_faulty |= is_fault;
	l->has_faults |= is_fault;
}

void
lint_fail(struct linter *l, enum outcome how, const struct error *why)
{
	if (how == LATER)
		l->passing = *why;
	else
		lint_find(l, true, arena_copy(l->mem, span_of(why->text)));
}

#define find_at(l, is_fault, line, ...)                                        \
	lint_find((l), (is_fault),                                             \
	    at_line((l), (line), arena_printf((l)->mem, __VA_ARGS__)))

static struct span
at_line(struct linter *l, int line, struct span words)
{
	return arena_printf(l->mem, "%.*s:%d: %.*s", SPAN_ARG(l->text->file),
	    line, SPAN_ARG(words));
}

/* The line that begins with the words, or the first. */
static int
line_of(struct span text, const char *words)
{
	for (int line = 1; text.len > 0; line++)
		if (span_starts_with(span_cut_line(&text), span_of(words)))
			return line;
	return 1;
}

static bool
says(struct span text, struct span words)
{
	return words.len > 0 && span_find(text, words, 0) != SPAN_NOT_FOUND;
}

/* --- what a text must hold ------------------------------------------------- */

/* The passage as it came out; NULL where the text has none of the name. */
static const struct said *
said_find(const struct wording *w, struct span passage)
{
	for (size_t i = 0; i < w->n_said; i++)
		if (span_is_equal(w->said[i].name, passage))
			return &w->said[i];
	return NULL;
}

static void
passage_check(struct linter *l, const struct wording *w, struct span passage,
    const char *why)
{
	const struct said *said = said_find(w, passage);

	if (said == NULL)
		find_at(l, true, 1, "((passage:%.*s)) is missing: %s",
		    SPAN_ARG(passage), why);
	else if (said->n_blocks == 0)
		find_at(l, true,
		    line_of(l->text->source,
			arena_printf(l->mem, "((passage:%.*s))",
			    SPAN_ARG(passage))
			    .at),
		    "((passage:%.*s)) comes out empty: %s", SPAN_ARG(passage),
		    why);
}

static void
rules_check(struct linter *l, const struct situation *s,
    const struct wording *w)
{
	for (size_t i = 0; i < n_passage_rules && !l->is_faulty; i++) {
		const struct passage_rule *r = &passage_rules[i];

		if ((r->kinds & KIND_BIT(l->kind)) == 0 ||
		    (r->when & ~s->circumstances) != 0)
			continue;
		if (!r->is_forbidden)
			passage_check(l, w, span_of(r->passage), r->why);
		else if (said_find(w, span_of(r->passage)) != NULL)
			find_at(l, true, 1,
			    "((passage:%s)) must not stand here: %s",
			    r->passage, r->why);
	}
}

/* The pack's own passages must be there, and may come out empty. */
static void
pack_rules_check(struct linter *l, const struct wording *w)
{
	struct span rest = l->house->policy.passages[l->kind], name;

	while (conf_list_next(&rest, &name) && !l->is_faulty)
		if (said_find(w, name) == NULL)
			find_at(l, true, 1,
			    "((passage:%.*s)) is missing: [passages] of "
			    "policy.conf asks for it",
			    SPAN_ARG(name));
}

/* A passage about somebody else says who that is. */
static void
facts_check(struct linter *l, const struct wording *w, struct span text)
{
	const struct signposts *p = &l->house->signposts;
	const struct {
		const char *passage;
		struct span fact;
	} facts[] = {
		{ "advocacy", p->advocacy.name },
		{ "ombudsman", p->phso.name },
		{ "contact", l->house->organisation->contact_name },
	};

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		if (said_find(w, span_of(facts[i].passage)) != NULL &&
		    facts[i].fact.len > 0 && !says(text, facts[i].fact))
			find_at(l, true, 1,
			    "((passage:%s)) does not say who: %.*s",
			    facts[i].passage, SPAN_ARG(facts[i].fact));
}

/* --- what it must and must not say ----------------------------------------- */

static void
echo_check(struct linter *l, const struct situation *s, struct span text)
{
	bool is_published =
	    l->kind == TEXT_FOI ||
	    (s->circumstances & CIRCUMSTANCE_BIT(IS_PUBLISHED)) != 0;

	if (says(text, SPAN(A_TRACE)))
		find_at(l, true, 1, "it repeats what the writer sent");
	else if (is_published && says(text, SPAN(A_NAME)))
		find_at(l, true, line_of(l->text->source, "((greeting"),
		    "the reply may be published: it must greet nobody by name");
}

static void
duties_check(struct linter *l, const struct outbox_row *row,
    const struct letter *letter, struct span body)
{
	bool is_welsh = strcmp(letter->language, "cy") == 0;
	bool is_published =
	    (row->circumstances & CIRCUMSTANCE_BIT(IS_PUBLISHED)) != 0;
	struct span received = day_words(row->received_on, l->mem);
	struct span due = day_words(row->response_due, l->mem);

	if (!says(letter->wording.subject, SPAN(A_REFERENCE)))
		find_at(l, true, line_of(l->text->source, "Subject:"),
		    "the subject lacks ((reference))");
	else if (!says(body, SPAN(A_REFERENCE)))
		find_at(l, true, 1, "the text lacks ((reference))");
	else if (!is_welsh && !says(body, received))
		find_at(l, true, 1, "the text lacks ((received_on))");
	else if (!is_published && !says(body, SPAN(A_REFERENCE "/" A_TOKEN)))
		find_at(l, false, 1,
		    "nobody is asked to quote ((full_reference)), by which an "
		    "answer is known");
	else if (!is_welsh && l->kind == TEXT_FOI && due.len > 0 &&
		 !says(body, due))
		find_at(l, true, 1,
		    "the text lacks ((response_due)), the law's last day");
}

/* All that it says, unbroken, without its subject. */
static void
body_gather(const struct letter *letter, struct buf *body)
{
	for (size_t i = 0; i < letter->wording.n_blocks; i++)
		buf_printf(body, "%.*s\n",
		    SPAN_ARG(letter->wording.blocks[i].text));
	buf_printf(body, "%.*s\n%.*s\n", SPAN_ARG(letter->wording.closing),
	    SPAN_ARG(letter->signatory));
	for (size_t f = 0; f < letter->n_forms; f++)
		for (size_t i = 0; i < letter->forms[f].n_blocks; i++)
			buf_printf(body, "%.*s\n",
			    SPAN_ARG(letter->forms[f].blocks[i].text));
}

/* --- one text -------------------------------------------------------------- */

static struct outbox_row
row_make(const struct linter *l, const struct situation *s)
{
	return (struct outbox_row){
		.reference = SPAN(A_REFERENCE),
		.token = SPAN(A_TOKEN),
		.template = span_of(text_kind_name(l->kind)),
		.channel = s->channel,
		.to = { SPAN(A_NAME), SPAN(A_TRACE "@example.org") },
		.postal_address = SPAN("1 " A_TRACE " Lane"),
		.message_id = SPAN("<" A_TRACE "@example.org>"),
		.in_reply_to = SPAN("<" A_TRACE "@example.org>"),
		.references = SPAN("<" A_TRACE "@example.org>"),
		.received_on = day_of(2026, 11, 20),
		.response_due = s->has_due ? day_of(2026, 12, 18) : NO_DATE,
		.circumstances = s->circumstances | l->own,
	};
}

static const struct organisation_options bare = {
	.name = { "Example Trust", 13 },
	.contact_name = { "Example Team", 12 },
};

/* Notes which passages a text holds, for unused_tell. */
static void
used_note(struct linter *l, const struct wording *w)
{
	for (size_t i = 0; i < w->n_said; i++) {
		struct span word = arena_printf(l->mem, " %.*s/%.*s ",
		    SPAN_ARG(l->text->folder), SPAN_ARG(w->said[i].name));

		if (!says(l->used, word))
			l->used = arena_printf(l->mem, "%.*s%.*s",
			    SPAN_ARG(l->used), SPAN_ARG(word));
	}
}

static void
situation_check(struct linter *l, const struct situation *s)
{
	autoarena mem = { 0 };
	autobuf body = BUF(MAX_LETTER_TEXT_BYTES);
	struct house house = *l->house;
	struct outbox_row row = row_make(l, s);
	struct letter letter;
	struct error why = { "" };
	enum outcome how;

	if (s->is_bare)
		house.organisation = &bare;
	how = letter_fill(&house, &row, l->text, day_of(2026, 11, 22), &mem,
	    &letter, &why);
	if (how != DONE) {
		lint_fail(l, how, &why);
		return;
	}
	body_gather(&letter, &body);
	rules_check(l, s, &letter.wording);
	if (!l->is_faulty)
		pack_rules_check(l, &letter.wording);
	if (!l->is_faulty && !s->is_bare)
		facts_check(l, &letter.wording, buf_span(&body));
	if (!l->is_faulty)
		echo_check(l, s, buf_span(&body));
	if (!l->is_faulty)
		duties_check(l, &row, &letter, buf_span(&body));
	used_note(l, &letter.wording);
}

#define ALL_WAYS 8
#define PLAIN_WAYS 2 /* with all contacts, and the day of the reply */

/* As situation_check, by e-mail and on paper. */
static void
ways_check(struct linter *l, unsigned circumstances, int ways)
{
	for (int way = 0; way < ways && !l->is_faulty; way++)
		situation_check(l, &(struct situation){ circumstances | l->own,
				       way & 1 ? CHANNEL_LETTER : CHANNEL_EMAIL,
				       (way & 2) != 0, (way & 4) == 0 });
}

long long
lint_grade(const struct letter *letter)
{
	struct readability counts = { 0 };

	/* Headings are short, and would flatter. */
	for (size_t i = 0; i < letter->wording.n_blocks; i++)
		if (letter->wording.blocks[i].kind != BLOCK_HEADING)
			readability_add(&counts,
			    letter->wording.blocks[i].text);
	return readability_grade(&counts);
}

static size_t
characters_count(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
	return n;
}

/* What would be better otherwise; of English alone, as the formula is. */
static void
advise(struct linter *l)
{
	const struct situation plain = { l->own, CHANNEL_EMAIL, false, true };
	long long most = l->house->policy.reading_grade * 10, grade;
	struct outbox_row row = row_make(l, &plain);
	struct letter letter;
	struct error why;

	if (letter_fill(l->house, &row, l->text, day_of(2026, 11, 22), l->mem,
		&letter, &why) != DONE)
		return;
	if (characters_count(letter.wording.subject) > MAX_SUBJECT)
		find_at(l, false, line_of(l->text->source, "Subject:"),
		    "the subject has %zu characters; more than %d do not fit "
		    "a line",
		    characters_count(letter.wording.subject), MAX_SUBJECT);
	grade = lint_grade(&letter);
	if (grade > most && strcmp(letter.language, "en") == 0)
		find_at(l, false, 1,
		    "it is hard to read: grade %lld.%lld, and the pack wants "
		    "%lld at most",
		    grade / 10, grade % 10, most / 10);
}

/* Takes "complaint_child" apart; false where no letter has that name. */
static bool
name_split(struct span name, enum text_kind *kind, unsigned *own)
{
	for (int k = 0; k < TEXT_KIND_COUNT; k++) {
		struct span word = span_of(text_kind_name((enum text_kind)k));
		struct span rest = span_from(name, word.len);

		if (!span_starts_with(name, word) ||
		    (rest.len > 0 && rest.at[0] != '_'))
			continue;
		*kind = (enum text_kind)k;
		*own = circumstances_read(span_from(rest, 1));
		if (rest.len == 0 || *own != 0)
			return true;
	}
	return false;
}

void
lint_text(struct linter *l, const struct text *text)
{
	l->text = text;
	l->is_faulty = false;
	if (!name_split(text->name, &l->kind, &l->own)) {
		find_at(l, true, 1,
		    "no letter is written from a text of this "
		    "name");
		return;
	}
	ways_check(l, 0, ALL_WAYS);
	for (size_t c = 0; c < CIRCUMSTANCE_COUNT; c++)
		ways_check(l, CIRCUMSTANCE_BIT(c), PLAIN_WAYS);
	ways_check(l, ALL_CIRCUMSTANCES, ALL_WAYS);
	if (!l->is_faulty)
		advise(l);
}

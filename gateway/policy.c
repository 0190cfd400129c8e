/* policy.c - reads a policy pack and holds it to the law */
#include "policy.h"
#include "base/conf.h"
#include "base/io.h"
#include "own_texts.h"

#include <limits.h>
#include <stdio.h>

#define MAX_POLICY_BYTES (256 << 10)

/* Complaints Regulations 2009, reg 13(3); FOI Act 2000, s.10(1). */
#define LAW_ACK_DAYS 3
#define LAW_FOI_DAYS 20
#define LAW_LIMIT_MONTHS 12 /* reg 12 */
#define LEAST_RETENTION 10  /* years: Records Management Code of Practice */
#define MOST_RESTRICTION 6  /* months without anybody looking at it again */

#define CATEGORY_KEY(section, array, type, name, index, initial, most, text)   \
	{                                                                      \
		section, name, CONF_##type,                                    \
		    offsetof(struct policy, array) +                           \
			(index) * sizeof(((struct policy *)NULL)->array[0]),   \
		    initial, 0, most, NULL, text                               \
	}
#define ACK_DAYS(name, index, initial)                                         \
	CATEGORY_KEY("acknowledge_within", ack_days, NUMBER, name, index,      \
	    initial, LAW_ACK_DAYS,                                             \
	    "working days; the law allows three at most")
#define RESPONSE_DAYS(name, index, most)                                       \
	CATEGORY_KEY("respond_within", response_days, NUMBER, name, index,     \
	    "0", most, "working days; 0 where the policy names none")
#define ACKNOWLEDGES(name, index)                                              \
	CATEGORY_KEY("acknowledge", acknowledges, FLAG, name, index, "yes", 0, \
	    "yes or no")
#define DEFINITION(name, index)                                                \
	CATEGORY_KEY("definitions", definitions, TEXT, name, index, "", 400,   \
	    "what the word means")
#define PASSAGES(kind, word)                                                   \
	{ "passages", word, CONF_LIST,                                         \
		offsetof(struct policy, passages) +                            \
		    (kind) * sizeof(struct span),                              \
		"", 0, 400, NULL, "passages that the text must hold" },
#define TARGET(name)                                                           \
	{                                                                      \
		"targets", #name, CONF_NUMBER,                                 \
		    offsetof(struct policy, targets.name), "0", 0, 100, NULL,  \
		    "replies in a hundred; 0 where there is no target"         \
	}
#define REFERRAL(flag, word)                                                   \
	{ "referral", word, CONF_TEXT,                                         \
		offsetof(struct policy, refer_to) +                            \
		    (flag) * sizeof(struct span),                              \
		"", 0, 200, NULL, "who is told" },

/* clang-format off */
static const struct conf_key table[] = {
	ACK_DAYS("complaint", COMPLAINT, "3"),
	ACK_DAYS("concern", CONCERN, "3"),
	ACK_DAYS("comment", COMMENT, "3"),
	ACK_DAYS("compliment", COMPLIMENT, "3"),
	ACK_DAYS("foi", FOI, "2"),
	ACK_DAYS("review", CATEGORY_NONE, "3"),
	RESPONSE_DAYS("complaint", COMPLAINT, 130),
	RESPONSE_DAYS("concern", CONCERN, 130),
	RESPONSE_DAYS("comment", COMMENT, 130),
	RESPONSE_DAYS("foi", FOI, LAW_FOI_DAYS),
	{ "respond_within", "early", CONF_NUMBER,
	    offsetof(struct policy, early_days), "0", 0, 130, NULL,
	    "working days to settle a matter early; 0 for no figure" },
	{ "respond_within", "holding_letter", CONF_NUMBER,
	    offsetof(struct policy, holding_days), "0", 0, 30, NULL,
	    "working days before the response is due; 0: the one after it" },
	{ "respond_within", "holding_again", CONF_NUMBER,
	    offsetof(struct policy, holding_again), "0", 0, 130, NULL,
	    "working days to the next holding letter; 0 for none" },
	ACKNOWLEDGES("complaint", COMPLAINT),
	ACKNOWLEDGES("concern", CONCERN),
	ACKNOWLEDGES("comment", COMMENT),
	ACKNOWLEDGES("compliment", COMPLIMENT),
	ACKNOWLEDGES("foi", FOI),
	ACKNOWLEDGES("review", CATEGORY_NONE),
	{ "acknowledge", "neutral_after_hold", CONF_FLAG,
	    offsetof(struct policy, neutral_after_hold), "no", 0, 0, NULL,
	    "yes or no" },
	{ "letters", "follow_up", CONF_CHOICE,
	    offsetof(struct policy, follow_up), "yes", 0, 0, "no hold yes",
	    "whether a further message is acknowledged" },
	{ "letters", "holding", CONF_CHOICE,
	    offsetof(struct policy, holding), "hold", 0, 0, "no hold yes",
	    "whether the holding letter goes by itself" },
	{ "letters", "reading_grade", CONF_NUMBER,
	    offsetof(struct policy, reading_grade), "9", 1, 16, NULL,
	    "the hardest that a text may be to read: years of school" },
	{ "letters", "signatory", CONF_TEXT,
	    offsetof(struct policy, signatory), "Customer Services", 1, 100,
	    NULL, "who signs" },
	{ "letters", "final_reply", CONF_CHOICE,
	    offsetof(struct policy, final_reply), "agreed", 0, 0,
	    "post preferred agreed", "how the final reply goes" },
	{ "who_and_when", "time_limit", CONF_NUMBER,
	    offsetof(struct policy, limit_months), "12", LAW_LIMIT_MONTHS,
	    120, NULL, "months to complain in; the law gives twelve" },
	{ "who_and_when", "deceased", CONF_CHOICE,
	    offsetof(struct policy, deceased), "any", 0, 0,
	    "any personal_representative", "who speaks for the dead" },
	{ "restriction", "review", CONF_NUMBER,
	    offsetof(struct policy, restriction_months), "6", 1,
	    MOST_RESTRICTION, NULL,
	    "months until a restriction is looked at again; six at most" },
	{ "restriction", "acknowledged", CONF_FLAG,
	    offsetof(struct policy, acknowledges_restricted), "yes", 0, 0,
	    NULL, "yes or no" },
	{ "retention", "complaint", CONF_NUMBER,
	    offsetof(struct policy, retention_years), "10", LEAST_RETENTION,
	    30, NULL, "years that a closed case is kept; ten at least" },
	TARGET(straightforward_3_months),
	TARGET(straightforward_6_months),
	TARGET(complex_3_months),
	TARGET(complex_6_months),
	DEFINITION("complaint", COMPLAINT),
	DEFINITION("concern", CONCERN),
	DEFINITION("comment", COMMENT),
	DEFINITION("compliment", COMPLIMENT),
	FLAGS(REFERRAL)
	TEXT_KINDS(PASSAGES)
};
/* clang-format on */

static const char *const text_kinds[] = { TEXT_KINDS(NAME_OF) };

const char *
text_kind_name(enum text_kind kind)
{
	return text_kinds[kind];
}

bool
policy_is_urgent(enum flag_kind kind)
{
	return kind == RED || kind == URGENT_CLINICAL ||
	       kind == SAFEGUARDING_CHILD || kind == SAFEGUARDING_ADULT ||
	       kind == SELF_HARM || kind == CRIMINAL || kind == ABUSIVE;
}

/* The line of the file that begins with the words, or its last one. */
static int
line_of(struct span text, const char *words)
{
	int line = 0;

	while (text.len > 0) {
		line++;
		if (span_starts_with(span_trim(span_cut_at(&text, '\n')),
			span_of(words)))
			break;
	}
	return line > 0 ? line : 1;
}

/* What the values must be beside each other. */
static enum outcome
policy_check(const struct policy *p, struct span text, const char *file,
    struct error *why)
{
	if (!p->acknowledges[COMPLAINT])
		return fail(why, BROKEN,
		    "%s:%d: [acknowledge]: complaint: the law demands it", file,
		    line_of(text, "[acknowledge]"));
	if (p->holding == LETTER_NEVER)
		return fail(why, BROKEN,
		    "%s:%d: [letters]: holding: whose complaint takes longer "
		    "than six months must be written to (Complaints "
		    "Regulations 2009, reg 14(4))",
		    file, line_of(text, "holding "));
	if (p->early_days > 0 && p->response_days[COMPLAINT] > 0 &&
	    p->early_days > p->response_days[COMPLAINT])
		return fail(why, BROKEN,
		    "%s:%d: early: later than the reply is due", file,
		    line_of(text, "early"));
	for (int f = 0; f < (int)FLAG_COUNT; f++)
		if (policy_is_urgent((enum flag_kind)f) &&
		    p->refer_to[f].len == 0)
			return fail(why, BROKEN,
			    "%s:%d: [referral]: %s: it is urgent, and nobody "
			    "is told",
			    file, line_of(text, "[referral]"),
			    flag_name((enum flag_kind)f));
	return DONE;
}

enum outcome
policy_read(struct span name, struct span templates, struct arena *mem,
    struct policy *policy, struct error *why)
{
	struct policy p = { .name = name };
	bool is_path = span_find(name, SPAN("/"), 0) != SPAN_NOT_FOUND;
	struct span file;
	const struct conf_section sections[] = {
		{ "acknowledge_within", &p, 0, 0, NULL },
		{ "respond_within", &p, 0, 0, NULL },
		{ "acknowledge", &p, 0, 0, NULL },
		{ "letters", &p, 0, 0, NULL },
		{ "definitions", &p, 0, 0, NULL },
		{ "who_and_when", &p, 0, 0, NULL },
		{ "restriction", &p, 0, 0, NULL },
		{ "retention", &p, 0, 0, NULL },
		{ "targets", &p, 0, 0, NULL },
		{ "referral", &p, 0, 0, NULL },
		{ "passages", &p, 0, 0, NULL },
	};
	autobuf text = BUF(MAX_POLICY_BYTES);
	enum outcome how;

	p.folder = is_path ? arena_copy(mem, name)
			   : arena_printf(mem, "%.*s/%.*s", SPAN_ARG(templates),
				 SPAN_ARG(name));
	file = arena_printf(mem, "%.*s/policy.conf", SPAN_ARG(p.folder));
	how = io_read_own(file.at, &text, why);
	if (how != DONE)
		return how;
	how = conf_read(buf_span(&text), file.at, table,
	    sizeof table / sizeof *table, sections,
	    sizeof sections / sizeof *sections, mem, why);
	if (how == DONE)
		how = policy_check(&p, buf_span(&text), file.at, why);
	if (how == DONE && p.response_days[FOI] == 0)
		p.response_days[FOI] = LAW_FOI_DAYS;
	if (how == DONE)
		how = own_texts_read(p.folder, mem, &p.own_texts, why);
	if (how == DONE)
		*policy = p;
	return how;
}

/* policy.c - reads a policy pack and holds it to the law */
#include "policy.h"
#include "base/conf.h"
#include "base/io.h"

#include <limits.h>
#include <stdio.h>

#define MAX_POLICY_BYTES (256 << 10)

/* Complaints Regulations 2009, reg 13(3); FOI Act 2000, s.10(1). */
#define LAW_ACK_DAYS 3
#define LAW_FOI_DAYS 20

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
	{ "respond_within", "holding_letter", CONF_NUMBER,
	    offsetof(struct policy, holding_days), "0", 0, 30, NULL,
	    "working days before the response is due; 0 for none" },
	ACKNOWLEDGES("complaint", COMPLAINT),
	ACKNOWLEDGES("concern", CONCERN),
	ACKNOWLEDGES("comment", COMMENT),
	ACKNOWLEDGES("compliment", COMPLIMENT),
	ACKNOWLEDGES("foi", FOI),
	ACKNOWLEDGES("review", CATEGORY_NONE),
	{ "letters", "signatory", CONF_TEXT,
	    offsetof(struct policy, signatory), "Customer Services", 1, 100,
	    NULL, "who signs" },
	FLAGS(REFERRAL)
};
/* clang-format on */

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
		{ "referral", &p, 0, 0, NULL },
	};
	autobuf text = BUF(MAX_POLICY_BYTES);
	enum outcome how;

	p.folder = is_path ? arena_copy(mem, name)
			   : arena_printf(mem, "%.*s/%.*s", SPAN_ARG(templates),
				 SPAN_ARG(name));
	file = arena_printf(mem, "%.*s/policy.conf", SPAN_ARG(p.folder));
	how = io_read_file(file.at, &text, why);
	if (how != DONE)
		return fail(why, BROKEN, "%s", why->text);
	how = conf_read(buf_span(&text), file.at, table,
	    sizeof table / sizeof *table, sections,
	    sizeof sections / sizeof *sections, mem, why);
	if (how == DONE && !p.acknowledges[COMPLAINT])
		return fail(why, BROKEN,
		    "%s: [acknowledge]: complaint: the law demands it",
		    file.at);
	if (how == DONE && p.response_days[FOI] == 0)
		p.response_days[FOI] = LAW_FOI_DAYS;
	if (how == DONE)
		*policy = p;
	return how;
}

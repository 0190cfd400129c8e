/*
 * lint_rules.h - which passages a text must hold, and which it must not
 *
 * From the Complaints Regulations 2009 (reg 13: the offer to discuss; reg
 * 14: the Ombudsman), the FOI Act 2000 and what the five packs' policies have
 * in common; for reply/ alone.
 */
#ifndef REPLY_LINT_RULES_H
#define REPLY_LINT_RULES_H

#include "policy.h"
#include "triage/circumstances.h"

struct passage_rule {
	unsigned kinds; /* bits by enum text_kind */
	const char *passage;
	const char *why;
	unsigned when; /* circumstances, as bits; 0: always */
	bool is_forbidden;
};

extern const struct passage_rule passage_rules[];
extern const size_t n_passage_rules;

#define KIND_BIT(kind) (1u << (kind))
#define ALL_KINDS (KIND_BIT(TEXT_KIND_COUNT) - 1)

#endif

/* lint_rules.c - the passages that the law asks for, by kind of text */
#include "reply/lint_rules.h"

#define COMPLAINTS KIND_BIT(TEXT_COMPLAINT)
#define CONCERNS KIND_BIT(TEXT_CONCERN)
#define CASES (COMPLAINTS | CONCERNS)
#define OPEN_LETTERS (ALL_KINDS & ~KIND_BIT(TEXT_FOI))
#define THANKS (KIND_BIT(TEXT_COMMENT) | KIND_BIT(TEXT_COMPLIMENT))
#define MUST(kinds, passage, why)                                              \
	{                                                                      \
		(kinds), (passage), (why), 0, false                            \
	}
#define WHEN(kinds, is, passage, why)                                          \
	{                                                                      \
		(kinds), (passage), (why), CIRCUMSTANCE_BIT(is), false         \
	}
#define MUST_NOT(kinds, passage, why)                                          \
	{                                                                      \
		(kinds), (passage), (why), 0, true                             \
	}

/* clang-format off */
const struct passage_rule passage_rules[] = {
	MUST(ALL_KINDS, "contact", "how to reach us"),
	MUST(ALL_KINDS, "formats", "other formats and languages"),
	MUST(ALL_KINDS, "information", "data protection"),
	MUST(ALL_KINDS, "correction", "how to put us right"),
	MUST(ALL_KINDS, "emergency", "nobody watches for emergencies"),
	MUST(COMPLAINTS, "discuss", "the offer to discuss it (reg 13(7))"),
	MUST(COMPLAINTS, "issues", "what to tell us"),
	MUST(CASES, "care", "that care is not affected"),
	MUST(CASES, "advocacy", "help from an advocate"),
	MUST(COMPLAINTS, "ombudsman", "the Ombudsman (reg 14(2))"),
	WHEN(COMPLAINTS, IS_BY_OTHER, "consent", "the patient's agreement"),
	WHEN(COMPLAINTS, IS_LATE, "time_limit", "the time limit (reg 12)"),
	WHEN(COMPLAINTS, HAS_MANY_BODIES, "several", "leave to share it (reg 9)"),
	WHEN(COMPLAINTS, HAS_RECORDS, "records", "who gives out records"),
	WHEN(CASES, HAS_FOI, "foi", "that the request has its own clock"),
	WHEN(COMPLAINTS, HAS_CRIME, "police", "the right to tell the police"),
	WHEN(CASES, HAS_UNREAD_PART, "unread", "that a file was not readable"),
	WHEN(KIND_BIT(TEXT_COMPLIMENT), HAS_GIFT, "gift",
	    "that staff take no gifts"),
	MUST_NOT(KIND_BIT(TEXT_FOI), "care", "a request is not about care"),
	MUST_NOT(KIND_BIT(TEXT_FOI), "advocacy", "no advocate is needed"),
	MUST_NOT(KIND_BIT(TEXT_FOI), "equality", "the reply may be published"),
	MUST_NOT(KIND_BIT(TEXT_FOI) | CONCERNS | THANKS, "ombudsman",
	    "it comes after a complaint"),
	MUST_NOT(THANKS, "advocacy", "no advocate is needed"),
	MUST_NOT(THANKS, "consent", "nothing is looked into"),
	MUST_NOT(KIND_BIT(TEXT_COMPLIMENT), "equality",
	    "thanks are answered by thanks"),
};
/* clang-format on */
const size_t n_passage_rules = sizeof passage_rules / sizeof *passage_rules;

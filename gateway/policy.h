/*
 * policy.h - a policy pack's decisions: templates/PACK/policy.conf
 *
 * The figures come from the organisation's policy; the law sets what they
 * may be at most (Complaints Regulations 2009, reg 13: three working days;
 * FOI Act 2000 s.10: twenty working days), and the loader holds them to it.
 * So it does with what may be at least: twelve months to complain (reg 12),
 * ten years of keeping (NHS Records Management Code of Practice).
 */
#ifndef POLICY_H
#define POLICY_H

#include "item.h"

/* How the final reply to a complaint goes. */
enum final_reply {
	FINAL_BY_POST,
	FINAL_AS_PREFERRED,
	FINAL_AS_AGREED
};

/* Who may complain for somebody who died. */
enum deceased_rule {
	DECEASED_ANY,
	DECEASED_PERSONAL_REPRESENTATIVE
};

/* Final replies ready after so long, in a hundred; 0 for no target. */
struct reply_targets {
	long long straightforward_3_months, straightforward_6_months;
	long long complex_3_months, complex_6_months;
};

/* What a pack has texts for: NAME.txt, and NAME_CIRCUMSTANCE.txt. */
/* clang-format off */
#define TEXT_KINDS(X)                                                        \
	X(TEXT_COMPLAINT, "complaint")                                       \
	X(TEXT_CONCERN, "concern")                                           \
	X(TEXT_COMMENT, "comment")                                           \
	X(TEXT_COMPLIMENT, "compliment")                                     \
	X(TEXT_FOI, "foi")                                                   \
	X(TEXT_REVIEW, "review")           /* not sure yet what it is */     \
	X(TEXT_UNREADABLE, "unreadable")   /* nothing of it could be read */ \
	X(TEXT_RECORDS, "records")         /* asks for somebody's records */ \
	X(TEXT_MP, "mp")                   /* an MP, for a constituent */    \
	X(TEXT_OUT_OF_SCOPE, "out_of_scope") /* with reason and signpost */  \
	X(TEXT_FOLLOW_UP, "follow_up")     /* more on a case that is open */ \
	X(TEXT_HOLDING, "holding")         /* the reply will be late */
/* clang-format on */
enum text_kind {
	TEXT_KINDS(ENUM_OF)
};
#define TEXT_KIND_COUNT (0 TEXT_KINDS(COUNT_OF))
const char *text_kind_name(enum text_kind kind);

/* How a letter goes that is owed while a case is open. */
enum letter_rule {
	LETTER_NEVER,
	LETTER_HELD, /* when a person lets it go */
	LETTER_BY_ITSELF
};

struct policy {
	struct span name;      /* "trust" */
	struct span folder;    /* where the pack's texts are */
	struct span own_texts; /* all of them: own_texts.h */
	/* working days to acknowledge, by category; NONE is for review */
	long long ack_days[CATEGORY_COUNT];
	/* working days to respond; 0 where the policy names none */
	long long response_days[CATEGORY_COUNT];
	/* working days before response_due; 0: on the one after it */
	long long holding_days;
	long long holding_again; /* working days to the next one; 0: none */
	long long holding;       /* enum letter_rule: that the reply is late */
	long long follow_up;     /* the same: that a further message came */
	long long early_days;    /* working days to settle it early; 0 none */
	bool acknowledges[CATEGORY_COUNT];
	/* what the word means, for staff; "" where the pack does not say */
	struct span definitions[CATEGORY_COUNT];
	struct span refer_to[FLAG_COUNT]; /* "" where the pack names nobody */
	struct span signatory;
	/* passages that its texts must hold beside the law's, by kind */
	struct span passages[TEXT_KIND_COUNT];
	long long reading_grade; /* of a text at most: reply/readability.h */
	bool neutral_after_hold; /* the neutral text goes on the last day */
	long long final_reply;   /* enum final_reply */
	long long limit_months;  /* to complain in */
	long long deceased;      /* enum deceased_rule */
	long long restriction_months; /* until it is looked at again */
	bool acknowledges_restricted; /* what comes meanwhile */
	long long retention_years;    /* of a closed case */
	struct reply_targets targets;
	/* not of the pack: what the register adds (register/holidays.h) */
	const struct proclaimed *proclaimed;
	size_t n_proclaimed;
};

/*
 * Loads the pack: name is a folder under templates or a path holding a '/'.
 * BROKEN, with file and line, for an unknown key, a value laxer than the law,
 * and where nobody is told of an urgent flag.  Text lives in mem.
 */
enum outcome policy_read(struct span name, struct span templates,
    struct arena *mem, struct policy *policy, struct error *why) must_check;

/* Can a flag of that kind be immediate? */
bool policy_is_urgent(enum flag_kind kind);

#endif

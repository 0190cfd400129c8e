/*
 * policy.h - a policy pack's decisions: templates/PACK/policy.conf
 *
 * The figures come from the organisation's policy; the law sets what they
 * may be at most (Complaints Regulations 2009, reg 13: three working days;
 * FOI Act 2000 s.10: twenty working days), and the loader holds them to it.
 */
#ifndef POLICY_H
#define POLICY_H

#include "item.h"

struct policy {
	struct span name;   /* "trust" */
	struct span folder; /* where the pack's texts are */
	/* working days to acknowledge, by category; NONE is for review */
	long long ack_days[CATEGORY_COUNT];
	/* working days to respond; 0 where the policy names none */
	long long response_days[CATEGORY_COUNT];
	long long holding_days; /* working days before response_due; 0 none */
	bool acknowledges[CATEGORY_COUNT];
	struct span refer_to[FLAG_COUNT]; /* "" where the pack names nobody */
	struct span signatory;
};

/*
 * Loads the pack: name is a folder under templates or a path holding a '/'.
 * BROKEN, with file and line, for an unknown key or a value laxer than the
 * law.  Text lives in mem.
 */
enum outcome policy_read(struct span name, struct span templates,
    struct arena *mem, struct policy *policy, struct error *why) must_check;

#endif

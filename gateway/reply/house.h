/*
 * house.h - who writes: the organisation, its policy pack and its signposts
 */
#ifndef REPLY_HOUSE_H
#define REPLY_HOUSE_H

#include "options.h"
#include "policy.h"
#include "reply/signposts.h"

/* Fixed while the sender runs. */
struct house {
	const struct organisation_options *organisation;
	struct policy policy;
	struct signposts signposts;
};

/*
 * Reads who writes: the organisation's pack with its signposts.  Then looks
 * through every text of the pack (lint.h), so that a faulty one is found at
 * the start.  Text lives in mem; options must outlive the house.  BROKEN,
 * with file and line, where something is wrong.
 */
enum outcome house_read(const struct options *options, struct arena *mem,
    struct house *house, struct error *why) must_check;

/* The same for the pack in folder, without looking at its texts. */
enum outcome house_read_pack(const struct organisation_options *organisation,
    struct span folder, struct arena *mem, struct house *house,
    struct error *why) must_check;

#endif

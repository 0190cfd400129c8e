/*
 * signposts.h - where people can turn besides us: PACK/signposts.conf
 *
 * Addresses go stale, so they are data with the day somebody checked them,
 * and no text holds one.
 */
#ifndef REPLY_SIGNPOSTS_H
#define REPLY_SIGNPOSTS_H

#include "item.h"

/* Days after which an entry wants to be compared with its source again. */
#define SIGNPOST_FRESH_DAYS 180

/* Who they are: the sections of the file. */
#define SIGNPOSTS(X) X(advocacy) X(phso) X(lgsco) X(cqc) X(ico) X(childline)

struct signpost {
	struct span name, phone, web, address; /* "" where not given */
	struct span verified_on;               /* as written; "" for never */
	day verified;                          /* NO_DATE for never */
};

#define SIGNPOST_FIELD(who) struct signpost who;
struct signposts {
	SIGNPOSTS(SIGNPOST_FIELD)
};
#undef SIGNPOST_FIELD

/*
 * Reads signposts.conf of the pack in folder.  Text lives in mem.  BROKEN,
 * with the file's name, where it cannot be read, an entry has no name or its
 * verified_on is no date.
 */
enum outcome signposts_read(struct span folder, struct arena *mem,
    struct signposts *signposts, struct error *why) must_check;

/*
 * The section of the first entry that was never checked, or last more than
 * SIGNPOST_FRESH_DAYS before today; NULL where all are fresh.
 */
const char *signposts_stale(const struct signposts *signposts, day today);

#endif

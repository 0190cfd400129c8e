/*
 * owed.h - is an acknowledgement owed, to whom, and by which day
 */
#ifndef TRIAGE_OWED_H
#define TRIAGE_OWED_H

#include "triage/triage.h"

/*
 * Fills item->owed; call last.
 *   received_on: the day in London of received_at; of a message that staff
 *     passed on and whose author is known, the day it reached them, where its
 *     header says one and that is earlier by a year at most.
 *   ack_due: the policy's working days of England.
 *   response_due: the policy's working days; of the UK for foi, where 20 is
 *     the law's figure (FOI Act 2000 s.10); a complaint without a figure has
 *     the law's six months (Complaints Regulations 2009, reg 14(3)).
 *   holding_due: the policy's working days before response_due.
 * Where an item may be of several categories the earliest days count.  Days
 * beyond the table of holidays are none, and a person is asked.
 *
 * No: a machine, a list, our own mail, a no-reply address, a category the
 * policy does not acknowledge; nothing is due then.
 * Held for a person, with the days running: an immediate flag, an author who
 * is not sure or failed authentication, a public body, an answer to an
 * earlier case, nothing readable, a letter without a postal address, a site
 * that publishes what it is sent.
 * Yes: otherwise, with the category's text, or "review".
 */
void owed_decide(struct item *item, const struct policy *policy,
    struct arena *mem);

#endif

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
 *     header says one and that is earlier by a year at most; the day that is
 *     stamped on a scanned letter (stamp.h), where that is earlier.
 *   ack_due: the policy's working days of England.
 *   response_due: the policy's working days; of the UK for foi, where 20 is
 *     the law's figure (FOI Act 2000 s.10); a complaint without a figure has
 *     the law's six months (Complaints Regulations 2009, reg 14(3)).
 *   holding_due: the policy's working days before response_due.
 *     A request for somebody's records has one month (UK GDPR art 12(3)).
 * Where an item may be of several categories the earliest days count.  Days
 * beyond the table of holidays are none, and a person is asked.
 *
 * No: a machine, a list, our own mail, a no-reply address, a category the
 * policy does not acknowledge, what is anonymous or gives no address, postal
 * address or telephone number at all; nothing is due then.
 * A note of what somebody said is answered by letter, or by e-mail where no
 * postal address was noted.
 * Held for a person, with the days running: an immediate flag, an author who
 * is not sure or failed authentication, a public body, an answer to an
 * earlier case, what is no case for the
 * team but a request for records, nothing readable, a letter without a postal address, a site
 * that publishes what it is sent.
 * What failed authentication is among these: it gets nothing but what a
 * person sends.
 * Yes: otherwise, with the category's text, or "review"; "records", "mp",
 * "out_of_scope" for what is no case, "unreadable".
 * further: whether it is said of an answer to an open case that it came; the
 * register asks further.h as well.  Held for what holds an acknowledgement,
 * and where the policy leaves it to a person; no where none would be owed.
 * circumstances: circumstances.h.  may_go_neutral: it is held because of what
 * it says, not because it is unsure to whom an answer would go.
 */
void owed_decide(struct item *item, const struct policy *policy,
    struct arena *mem);

/*
 * The days of one category, received on that day, as owed_decide sets them:
 * received_on, ack_due, response_due, holding_due.  False, with days
 * untouched, where they lie outside the table of holidays.
 */
bool owed_days(enum category category, const struct policy *policy,
    day received, struct owed *days);

#endif

/*
 * disposition.h - which way an item goes: a case, or something else
 *
 * What is no case for the complaints team is told from its form and from the
 * signs of signs.tsv, each counted once with its weight, 1 to 3.  Nothing is
 * put away by it: every item is registered and its clock runs, a person is
 * asked to look, and what is in doubt stays a case.
 */
#ifndef TRIAGE_DISPOSITION_H
#define TRIAGE_DISPOSITION_H

#include "triage/own.h"

#define WAY_SURE 4    /* signs of so much weight decide ... */
#define WAY_HINT 3    /* ... and of so much are told to a person */
#define WAY_ALIEN 500 /* classify's thousandths that it is no case */

/*
 * Sets verdict->disposition from what is known before its words are weighed:
 * an answer to an earlier case (verdict->reference), a machine, Parliament.
 * reads_like_a_case: the words name a complaint or the FOI Act, or are those
 * of somebody dissatisfied, so that a machine may have carried what a person
 * wrote: sites where patients speak out send it from addresses that take no
 * replies.
 */
void disposition_of_origin(struct item *item, bool reads_like_a_case);

/* Asks a person to look where the disposition so far is not sure. */
void disposition_ask(struct item *item, struct arena *mem);

/*
 * Decides what would else be a case, when the category is known.  The first
 * that holds:
 *   mp_enquiry: it speaks of a constituent.
 *   records_request: it asks for somebody's records (UK GDPR art 15; Access
 *     to Health Records Act 1990), and is neither complaint nor thanks, and
 *     no sign of the FOI Act but that word itself.
 *   spam: the last server that took it in for us marked it so
 *     (spam_is_marked), and it does not say that it is a complaint or a
 *     request; or its form is unmistakable and nothing is of anybody's care.
 *   staff_matter: its writer's own employment (reg 8(1)(b)), and no complaint
 *     is named.
 *   out_of_scope: an application, an offer of goods, another body's service;
 *     nothing is of anybody's care.
 * trusted lists the servers whose words on a message count.
 */
void disposition_refine(struct item *item, const struct own_words *own,
    struct span trusted, struct arena *mem);

/*
 * Do header fields that our own server wrote call the message spam?
 * X-Spam-Flag, X-Spam-Status and X-Forefront-Antispam-Report (SFV:SPM) or
 * X-MS-Exchange-Organization-SCL (5 and more), above the first Received field
 * of a server that is not listed in trusted.
 */
bool spam_is_marked(const struct message *message, struct span trusted);

#endif

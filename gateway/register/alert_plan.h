/*
 * alert_plan.h - when those who were alerted are told again, and where
 *
 *	immediate  at once; every [alerts] repeat, repeats times; then
 *	           escalated, and so once a day
 *	same_day   at once; at day_ends of the working day; then escalated at
 *	           that hour of the next
 *	routine    once
 */
#ifndef REGISTER_ALERT_PLAN_H
#define REGISTER_ALERT_PLAN_H

#include "options.h"
#include "policy.h"
#include "triage/workday.h"

#include <time.h>

/* The number, from 1, of the first mail that is escalated; 0 for none. */
long long alert_escalates_at(enum urgency urgency,
    const struct alerts_options *options);

/* Is mail number n, from 1, escalated? */
bool alert_is_escalated(enum urgency urgency, long long n,
    const struct alerts_options *options);

/*
 * When the mail after number n, which left at `at`, is due; 0 where none
 * follows.
 */
time_t alert_after(enum urgency urgency, long long n, time_t at,
    const struct alerts_options *options, struct calendar calendar);

/* Has the hour come on that day in London from which deadlines are told? */
bool alert_day_has_begun(time_t now, const struct alerts_options *options);

/* The recipient's own, the fallback, and where nobody's answer is told. */
#define MAX_ALERT_ADDRESSES 3

/*
 * The addresses that a mail to the recipient is tried with, best first, each
 * once; *has_own says whether the recipient has one.  An escalated mail goes
 * to the escalation address, else to the fallback, else to the recipient.
 */
size_t alert_addresses(const struct options *options, struct span recipient,
    bool is_escalated, struct span addresses[MAX_ALERT_ADDRESSES],
    bool *has_own);

/* The one of [recipient NAME] with that name; NULL where there is none. */
const struct recipient_options *recipient_find(const struct options *options,
    struct span name);

/* BROKEN, with the section, where one of the addresses is none. */
enum outcome alert_options_check(const struct options *options,
    struct error *why) must_check;

/*
 * Calls show for each whom the pack names and who has no address; each name
 * once.
 */
typedef void recipient_show(struct span name, void *context);
void recipients_missing(const struct options *options,
    const struct policy *policy, recipient_show *show, void *context);

#endif

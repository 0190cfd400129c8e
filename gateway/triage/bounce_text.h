/*
 * bounce_text.h - delivery reports that are nothing but text
 *
 * Mail servers wrote them before RFC 3464, and many still do, each in its
 * own words: the failed address alone at the head of a line, or behind "RCPT
 * TO:"; the reason below it; then the message that was not delivered.
 */
#ifndef TRIAGE_BOUNCE_TEXT_H
#define TRIAGE_BOUNCE_TEXT_H

#include "item.h"

/* No report is longer; what is behind it is not read as one. */
#define MAX_NOTICE_BYTES 65536

/*
 * The report's own words: the message's texts, up to the line that begins
 * the message sent back.
 */
struct span bounce_notice(const struct item *item, struct arena *mem);

/* No report names more recipients; further ones are left out. */
#define MAX_BOUNCES 100

/*
 * Fills bounces, of MAX_BOUNCES, with the failed recipients; returns how many
 * there are.  Of these, the first that names any:
 *   the header X-Failed-Recipients
 *   addresses in the notice at the head of a line, behind an SMTP reply, or
 *     behind a label ("Recipient:"), but for those that the report was sent
 *     to or from
 *   the first other address that is not said to be somebody else's ("please
 *     contact")
 *   whom the message sent back was for ("To:")
 *   those that the report was sent to
 */
size_t bounce_text_recipients(const struct item *item, struct span notice,
    struct bounce *bounces, struct arena *mem);

/*
 * Gives each of the n recipients whose status says nothing, or no more than
 * 5.0.0, the status in what stands from its address to the next one's.
 */
void bounce_text_status(struct span notice, struct bounce *bounces, size_t n,
    struct arena *mem);

#endif

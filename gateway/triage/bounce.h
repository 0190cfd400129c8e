/*
 * bounce.h - whom a message did not reach, and why
 */
#ifndef TRIAGE_BOUNCE_H
#define TRIAGE_BOUNCE_H

#include "item.h"

/*
 * The recipients that a delivery report names, each with its status (RFC
 * 3463; "" unknown); sets *n.  From the fields of message/delivery-status
 * (RFC 3464 section 2.3), which may also stand in a text: Original-Recipient,
 * which is whom we wrote to, else Final-Recipient; the status in the remote
 * server's words, Diagnostic-Code, else Status.  A recipient who was reached
 * (Action: delivered, relayed, expanded) is none; one whom the server goes on
 * trying to reach (Action: delayed) is marked.  A report without such
 * fields is read as text: bounce_text.h.
 */
struct bounce *bounces_read(const struct item *item, size_t *n,
    struct arena *mem);

/* Has it fields of delivery, and each says that the recipient was reached? */
bool bounce_is_delivered(const struct item *item);

#endif

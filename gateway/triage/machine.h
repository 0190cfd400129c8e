/*
 * machine.h - is it mail that a machine sent?
 *
 * Machines are never acknowledged (RFC 3834 section 2): two that answer each
 * other never stop.
 */
#ifndef TRIAGE_MACHINE_H
#define TRIAGE_MACHINE_H

#include "item.h"

/*
 * What kind of machine sent the message, by its header; *reason is set to
 * the plain words why, but for MACHINE_NONE.
 *   bounce: multipart/report of delivery-status, X-Failed-Recipients, or
 *     MAILER-DAEMON or postmaster with an empty return path or a subject of
 *     a delivery report
 *   receipt, feedback: the other reports (RFC 8098, RFC 5965)
 *   auto_reply: Auto-Submitted: auto-replied (RFC 3834), X-Autoreply and its
 *     like, Precedence: auto_reply, an out-of-office subject
 *   notice: any other Auto-Submitted but "no", X-Auto-Response-Suppress, an
 *     empty return path, a no-reply sender
 *   list: List-* (RFC 2369, RFC 2919), Precedence: list, bulk or junk
 */
enum machine machine_detect(const struct message *m, const char **reason);

/* Is the address one that says it reads nothing: noreply@...? */
bool machine_is_no_reply(struct span address);

/*
 * The recipients that a bounce names and their status (RFC 3464), from the
 * item's texts; sets *n.
 */
struct bounce *machine_bounces(const struct item *item, size_t *n,
    struct arena *mem);

#endif

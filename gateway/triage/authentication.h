/*
 * authentication.h - did the sender's mail servers prove who they are?
 */
#ifndef TRIAGE_AUTHENTICATION_H
#define TRIAGE_AUTHENTICATION_H

#include "item.h"

/*
 * "pass", "fail" or "none", by the Authentication-Results (RFC 8601) of our
 * own server: fields whose authserv-id is one of trusted, a list.  Anybody
 * can write such a field into a message, but only below what our server adds
 * when it arrives.  So the first one counts, with those that follow it up to
 * the next Received; and none counts below the Received that precedes the one
 * of our server, where that names itself ("by mx.example.org").  Of several
 * fields the first decides; another one can only make it "fail".
 *
 * In a field, dmarc decides; without it dkim or spf pass for a domain that
 * agrees with that of From (the same, or one below the other; where none is
 * named, it is believed), and spf=fail fails.
 */
const char *authentication_result(const struct message *m, struct span trusted,
    struct arena *mem);

#endif

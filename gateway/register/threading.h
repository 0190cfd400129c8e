/*
 * threading.h - the Message-ID of an acknowledgement, and the message it answers
 *
 * Nothing a sender wrote goes into our header fields but identifiers that
 * have been checked, token by token.
 */
#ifndef REGISTER_THREADING_H
#define REGISTER_THREADING_H

#include "item.h"

/* The most one identifier, and a References field, may be long. */
#define MAX_MESSAGE_ID_BYTES 250
#define MAX_REFERENCES_BYTES 2000

/*
 * A new "<ack.cs26-001234-k.0123456789abcdef@domain>", the digits from
 * getrandom(2).  BROKEN where domain is not fit to stand there.
 */
enum outcome message_id_make(struct span reference, struct span domain,
    struct arena *mem, struct span *message_id, struct error *why) must_check;

/*
 * The In-Reply-To and References fields of an answer to the message (RFC 5322
 * section 3.6.4): its Message-ID; its References, or its In-Reply-To where
 * that is one identifier, followed by its Message-ID.  Both are "" where the
 * Message-ID is not one identifier of printable ASCII; References is the
 * Message-ID alone where the parent's are not such, or too long together.
 */
void thread_answer(const struct message *parent, struct arena *mem,
    struct span *in_reply_to, struct span *references);

#endif

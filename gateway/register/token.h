/*
 * token.h - what proves that somebody was told of a case by us
 *
 * A reference is easily guessed, and stands in letters that others see.  Our
 * acknowledgements put six characters behind it, "CS26-001234-K/7QF3XM",
 * which nobody can work out: 30 bits of an HMAC-SHA256 of the
 * reference, under a key that was made with the register and never leaves
 * it.  In an e-mail the digits of our Message-ID do the same (threading.h);
 * those are looked up.  Neither lets anybody into a case who is not its
 * author.
 */
#ifndef REGISTER_TOKEN_H
#define REGISTER_TOKEN_H

#include "base/arena.h"

#define TOKEN_CHARACTERS 6

/*
 * The token of the reference: digits and capitals without I, L, O and U
 * (Crockford's base 32), so that it can be read out and typed.
 */
struct span token_make(struct span key, struct span reference,
    struct arena *mem);

/*
 * Is token the one of the reference?  Small letters count as capitals, O as
 * 0, and I and L as 1.
 */
bool token_is_valid(struct span key, struct span reference, struct span token);

#endif

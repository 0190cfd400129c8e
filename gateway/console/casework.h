/*
 * casework.h - what the commands of casework share
 */
#ifndef CONSOLE_CASEWORK_H
#define CONSOLE_CASEWORK_H

#include "base/json.h"
#include "command.h"
#include "policy.h"
#include "register/casework.h"

/*
 * Takes --by NAME and --reason WORDS out of the call: who changes something
 * now, and why.  Without --by it is the login.
 */
struct change casework_asked(struct call *call);

/* The policy pack, with the holidays that the register was told of. */
enum outcome casework_policy(const struct call *call, struct db *db,
    struct policy *policy, struct error *why) must_check;

/* The reference and what was done, as one sentence. */
void casework_say(struct span reference, const char *format, ...)
    printf_like(2, 3);

/*
 * The fields of a case that have a value, a line each, under the headings of
 * the table; and, where asked for, what they were before.
 */
enum outcome casework_page(struct db *db, struct span reference,
    bool with_earlier, struct buf *page, struct error *why) must_check;

/* "fields":{...}, and "earlier":[...] where asked for, into an open object. */
enum outcome casework_json(struct db *db, struct span reference,
    bool with_earlier, struct json *json, struct error *why) must_check;

#endif

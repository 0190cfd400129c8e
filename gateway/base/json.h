/*
 * json.h - writes JSON (RFC 8259) into a buffer
 *
 * Commas and nesting are the writer's business: open, add, close.  A key is
 * "" inside an array.  Text need not be well formed: what is not becomes
 * U+FFFD.  Control characters are escaped.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

struct json {
	struct buf *out;
	bool needs_comma;
};

void json_open(struct json *j, const char *key, char bracket); /* '{' '[' */
void json_close(struct json *j, char bracket);                 /* '}' ']' */
void json_text(struct json *j, const char *key, struct span text);
void json_number(struct json *j, const char *key, long long n);
/* n thousandths, written with three decimals: 930 is 0.930. */
void json_thousandths(struct json *j, const char *key, long long n);
void json_flag(struct json *j, const char *key, bool yes);
void json_nothing(struct json *j, const char *key); /* null */
/* Text, or null where it is empty. */
void json_text_or_null(struct json *j, const char *key, struct span text);

#endif

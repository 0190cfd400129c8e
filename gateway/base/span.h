/*
 * span.h - borrowed bytes
 *
 * A span points at bytes that somebody else owns and keeps alive.  It may
 * hold NUL bytes and need not end in one.  The empty span has length 0; its
 * pointer is then of no interest.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>

struct span {
	const char *at;
	size_t len;
};

/* A span over a string literal. */
#define SPAN(literal) ((struct span){ "" literal, sizeof(literal) - 1 })

/* For printf: printf("%.*s", SPAN_ARG(s)). */
#define SPAN_ARG(s) (int)(s).len, (s).at

/* A span over a C string; NULL gives the empty span. */
struct span span_of(const char *text);

bool span_is_equal(struct span a, struct span b);

/* As span_is_equal, A to Z taken as a to z: for header names and keywords. */
bool span_is_same_word(struct span a, struct span b);

/* Does s begin with head, A to Z taken as a to z? */
bool span_starts_with(struct span s, struct span head);

/* Does s end with tail, A to Z taken as a to z? */
bool span_ends_with(struct span s, struct span tail);

/*
 * The offset of the first place at or after from where needle stands in s,
 * A to Z taken as a to z; SPAN_NOT_FOUND where there is none.  An empty
 * needle is never found.
 */
size_t span_find(struct span s, struct span needle, size_t from);
#define SPAN_NOT_FOUND ((size_t)-1)

/* s without ASCII white space at both ends. */
struct span span_trim(struct span s);

/* The bytes of s from offset from (clamped) on. */
struct span span_from(struct span s, size_t from);

/* The first len bytes of s, or s where it is shorter. */
struct span span_head(struct span s, size_t len);

/*
 * Takes the first line off *rest: returns it without its CR LF or LF and
 * moves *rest behind them.  Call while rest->len is not 0.
 */
struct span span_cut_line(struct span *rest);

/*
 * Takes the bytes up to the first mark off *rest: returns them and moves
 * *rest behind the mark; without a mark returns all and empties *rest.
 */
struct span span_cut_at(struct span *rest, char mark);

/*
 * Reads s as a whole decimal number of at most 18 digits between min and max.
 * False, with *value untouched, where it is anything else, an empty span or
 * "12x" included.
 */
bool span_to_number(struct span s, long long min, long long max,
    long long *value);

#endif

/* substitute.c - compares a message's opening with fixed words */
#include "intake/substitute.h"

#include <string.h>

void
opening_add(struct opening *opening, struct span bytes)
{
	bytes = span_head(bytes, OPENING_BYTES - opening->len);
	if (bytes.len == 0)
		return;
	memcpy(opening->bytes + opening->len, bytes.at, bytes.len);
	opening->len += bytes.len;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * Takes the words off the front of rest: a space of theirs stands for any
 * blanks, since a long field is folded (RFC 5322 section 2.2.3).
 */
static bool
words_take(struct span *rest, struct span words)
{
	size_t at = 0;

	for (size_t i = 0; i < words.len; i++) {
		size_t before = at;

		if (words.at[i] == ' ') {
			while (at < rest->len && is_blank(rest->at[at]))
				at++;
			if (at == before)
				return false;
		} else if (at < rest->len && rest->at[at] == words.at[i]) {
			at++;
		} else {
			return false;
		}
	}
	*rest = span_from(*rest, at);
	return true;
}

static bool
is_subject(struct span rest)
{
	size_t n = 0;

	if (!words_take(&rest,
		SPAN("Subject: Retrieval using the IMAP4 protocol failed for "
		     "the following message: ")))
		return false;
	while (n < rest.len && rest.at[n] >= '0' && rest.at[n] <= '9')
		n++;
	return n > 0 && (n == rest.len || is_blank(rest.at[n]));
}

static bool
is_author(struct span rest)
{
	struct span quoted = rest;

	return words_take(&rest, SPAN("From: Microsoft Exchange ")) ||
	       words_take(&quoted, SPAN("From: \"Microsoft Exchange "));
}

bool
opening_is_substitute(const struct opening *opening)
{
	struct span rest = { opening->bytes, opening->len };
	bool has_subject = false, has_author = false;

	while (rest.len > 0) {
		has_subject |= is_subject(rest);
		has_author |= is_author(rest);
		if (span_cut_line(&rest).len == 0)
			break; /* the header ends here */
	}
	return has_subject && has_author;
}

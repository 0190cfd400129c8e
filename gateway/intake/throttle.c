/* throttle.c - reads the wish of a server to be left alone for a while */
#include "intake/throttle.h"

#define MAX_LOOK 512

/* Does the text hold the word, in any case? */
static size_t
word_find(struct span text, struct span word)
{
	for (size_t i = 0; i + word.len <= text.len; i++)
		if (span_is_same_word(span_head(span_from(text, i), word.len),
			word))
			return i;
	return SPAN_NOT_FOUND;
}

int
throttle_seconds(struct span code, struct span text)
{
	static const struct span time_is = { "backoff time: ", 14 };
	long long ms = 0;
	size_t at;

	text = span_head(text, MAX_LOOK);
	if (!span_is_same_word(code, SPAN("THROTTLED")) &&
	    word_find(text, SPAN("throttled")) == SPAN_NOT_FOUND &&
	    word_find(text, SPAN("rate limit")) == SPAN_NOT_FOUND)
		return 0;
	at = word_find(text, time_is);
	if (at == SPAN_NOT_FOUND)
		return THROTTLE_SECONDS;
	text = span_from(text, at + time_is.len);
	if (!span_to_number(span_cut_at(&text, ' '), 1,
		MAX_THROTTLE_SECONDS * 1000ll, &ms))
		return THROTTLE_SECONDS;
	return (int)((ms + 999) / 1000);
}

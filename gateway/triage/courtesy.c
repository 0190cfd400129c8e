/* courtesy.c - greetings and thanks that say nothing of the matter */
#include "triage/courtesy.h"

#include "triage/lines.h"
#include "triage/phrases.h"
#include "triage/signature.h"

#define MAX_GREETING_BYTES 60
#define MAX_GREETING_WORDS 8
#define MAX_FAREWELL_BYTES 120
#define MAX_FAREWELL_LINES 4
#define MAX_GREETING_LINES 2

static const char *const greetings[] = { "dear", "hi", "hello", "hallo", "hey",
	"hiya", "good morning", "good afternoon", "good evening", "good day",
	"morning", "afternoon", "greetings", "to whom it may concern",
	"to whom this may concern", "fao", "for the attention of",
	"sir or madam", "sirs" };

/* How thanks begin ... */
static const char *const thanks[] = { "thank you", "thanks", "many thanks",
	"thanking you", "with thanks", "with many thanks", "my thanks" };
/* ... and how they go on where they are for what is yet to come. */
static const char *const to_come[] = { "in advance", "in anticipation", "again",
	"for your time", "for taking the time", "for reading",
	"for your attention", "for your kind attention",
	"for your prompt attention", "for your help with this",
	"for your help in this", "for your help and", "for your assistance",
	"for your consideration", "for considering", "for looking into",
	"for your cooperation", "for your co-operation", "for listening",
	"for any help", "for your anticipated", "for your understanding",
	"and regards", "and kind regards", "and best wishes", "very much",
	"so much", "for your support in this", "for your support with this",
	"for your urgent attention", "for dealing with" };
static const char *const wishes[] = { "have a good", "have a great",
	"have a nice", "have a lovely", "enjoy your", "take care", "stay safe",
	"keep well" };

static size_t
begins(struct span line, const char *const *words, size_t n)
{
	size_t longest = 0;

	for (size_t i = 0; i < n; i++) {
		struct span word = span_of(words[i]);

		if (word.len > longest && span_starts_with(line, word) &&
		    (line.len == word.len || !is_word_byte(line.at[word.len])))
			longest = word.len;
	}
	return longest;
}

#define BEGINS(line, words)                                                    \
	begins((line), (words), sizeof(words) / sizeof *(words))

/* The line without what stands around its words. */
static struct span
words_of(struct span line)
{
	line = line_bare(line);
	while (line.len > 0 && strchr("*_>", line.at[0]))
		line = span_trim(span_from(line, 1));
	while (line.len > 0 && strchr(".,!;:*_-", line.at[line.len - 1]))
		line = span_trim(span_head(line, line.len - 1));
	return line;
}

static size_t
count_words(struct span line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.len; i++)
		n += is_word_byte(line.at[i]) &&
		     (i == 0 || !is_word_byte(line.at[i - 1]));
	return n;
}

/* Does a second sentence begin in it? */
static bool
goes_on(struct span line)
{
	for (size_t i = 1; i + 1 < line.len; i++)
		if (strchr(".!?", line.at[i]) && line.at[i + 1] == ' ' &&
		    !(line.at[i - 1] >= 'A' && line.at[i - 1] <= 'Z'))
			return true;
	return false;
}

bool
courtesy_is_greeting(struct span line)
{
	line = words_of(line);
	return line.len > 0 && line.len <= MAX_GREETING_BYTES &&
	       count_words(line) <= MAX_GREETING_WORDS &&
	       BEGINS(line, greetings) > 0 &&
	       span_find(line, SPAN(" i "), 0) == SPAN_NOT_FOUND &&
	       line.at[line.len - 1] != '?';
}

bool
courtesy_is_farewell(struct span line)
{
	struct span rest;
	size_t head;

	line = words_of(line);
	if (line.len == 0 || line.len > MAX_FAREWELL_BYTES || goes_on(line))
		return false;
	if (signature_is_closing(line) || BEGINS(line, wishes) > 0)
		return true;
	head = BEGINS(line, thanks);
	if (head == 0)
		return false;
	rest = words_of(span_from(line, head));
	while (span_starts_with(rest, SPAN(",")) ||
	       span_starts_with(rest, SPAN(";")))
		rest = words_of(span_from(rest, 1));
	return rest.len == 0 || BEGINS(rest, to_come) > 0;
}

/* --- a text ---------------------------------------------------------------- */

struct courtesies {
	struct marked_span first[MAX_GREETING_LINES];
	struct marked_span last[MAX_FAREWELL_LINES]; /* last one first */
	size_t n_first, n_last;
};

/* The first line in [at, end): up to behind its line end. */
static size_t
line_end(struct span text, size_t at, size_t end)
{
	const char *mark = memchr(text.at + at, '\n', end - at);

	return mark ? (size_t)(mark - text.at) + 1 : end;
}

static size_t
line_start(struct span text, size_t at, size_t end)
{
	while (end > at && text.at[end - 1] != '\n')
		end--;
	return end;
}

static struct span
line_of(struct span text, size_t at, size_t end)
{
	return line_unquote(span_from(span_head(text, end), at), SIZE_MAX);
}

/* Greetings at the start of [at, end); false once other words came. */
static bool
take_first(struct courtesies *c, struct span text, size_t at, size_t end)
{
	while (at < end) {
		size_t next = line_end(text, at, end);
		struct span line = line_of(text, at, next);

		if (!line_is_blank(line)) {
			if (c->n_first == MAX_GREETING_LINES ||
			    !courtesy_is_greeting(line))
				return false;
			c->first[c->n_first++] =
			    (struct marked_span){ SPAN_SIGNATURE, 0, at, next };
		}
		at = next;
	}
	return true;
}

/* Farewells at the end of [at, end); false once other words came. */
static bool
take_last(struct courtesies *c, struct span text, size_t at, size_t end)
{
	while (at < end) {
		size_t stop = end;

		if (text.at[end - 1] == '\n')
			stop--;
		stop = line_start(text, at, stop);
		if (!line_is_blank(line_of(text, stop, end))) {
			if (c->n_last == MAX_FAREWELL_LINES ||
			    !courtesy_is_farewell(line_of(text, stop, end)))
				return false;
			c->last[c->n_last++] =
			    (struct marked_span){ SPAN_SIGNATURE, 0, stop,
				    end };
		}
		end = stop;
	}
	return true;
}

/* Gap i; behind the last one there is one at the text's end. */
static struct marked_span
gap_at(struct span text, const struct marked_span *gaps, size_t n, size_t i)
{
	return i < n ? gaps[i]
		     : (struct marked_span){ SPAN_SIGNATURE, 0, text.len,
			       text.len };
}

/* Puts the courtesies, in order, among the gaps, in order. */
static struct marked_span *
merge(const struct courtesies *c, const struct marked_span *gaps, size_t *n,
    struct arena *mem)
{
	struct marked_span *all =
	    ARENA_ARRAY(mem, *n + c->n_first + c->n_last, struct marked_span);
	size_t count = 0, gap = 0;

	for (size_t i = 0; i < c->n_first + c->n_last; i++) {
		struct marked_span next =
		    i < c->n_first ? c->first[i]
				   : c->last[c->n_last - 1 - (i - c->n_first)];

		while (gap < *n && gaps[gap].start < next.start)
			all[count++] = gaps[gap++];
		all[count++] = next;
	}
	while (gap < *n)
		all[count++] = gaps[gap++];
	*n = count;
	return all;
}

const struct marked_span *
courtesy_gaps(struct span text, const struct marked_span *gaps, size_t *n,
    struct arena *mem)
{
	struct courtesies c = { .n_first = 0 };
	size_t at = 0;

	for (size_t i = 0; i <= *n; i++) {
		if (!take_first(&c, text, at, gap_at(text, gaps, *n, i).start))
			break;
		at = gap_at(text, gaps, *n, i).end;
	}
	for (size_t i = *n + 1; i > 0; i--)
		if (!take_last(&c, text, i > 1 ? gaps[i - 2].end : (size_t)0,
			gap_at(text, gaps, *n, i - 1).start))
			break;
	return c.n_first + c.n_last > 0 ? merge(&c, gaps, n, mem) : gaps;
}

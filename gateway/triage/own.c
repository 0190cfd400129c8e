/* own.c - the author's own words: what the marks leave */
#include "triage/own.h"

#include "base/buf.h"
#include "triage/courtesy.h"
#include "triage/lines.h"
#include "triage/words.h"

/* The first span of that part, or of a later one. */
static size_t
first_span(const struct item *item, size_t part)
{
	size_t low = 0, high = item->n_spans;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (item->spans[mid].part < part)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The spans of one part, in order; *n how many. */
static const struct marked_span *
spans_of(const struct item *item, size_t part, size_t *n)
{
	size_t first = first_span(item, part);

	*n = first_span(item, part + 1) - first;
	return item->spans + first;
}

/* The bytes of text between the gaps, trimmed. */
static struct span
text_left(struct span text, const struct marked_span *gaps, size_t n,
    struct arena *mem)
{
	char *left = arena_alloc(mem, text.len);
	size_t len = 0, at = 0;

	for (size_t i = 0; i <= n; i++) {
		size_t end = i < n ? gaps[i].start : text.len;

		if (end > at)
			memcpy(left + len, text.at + at, end - at);
		len += end - at;
		at = i < n ? gaps[i].end : at;
	}
	return span_trim((struct span){ left, len });
}

/*
 * What is no word of the author's in a part: its marks and, where the one who
 * passed it on is not the author, what stands above and below the message.
 */
static const struct marked_span *
part_gaps(const struct item *item, size_t part, const struct passed_on *skip,
    size_t *n, struct arena *mem)
{
	const struct marked_span *spans = spans_of(item, part, n);
	struct marked_span *gaps;
	size_t count = 0, end = 0, stop = item->parts[part].text.len;
	size_t len = stop;

	if (skip && forward_is_note(item, skip, part, &end))
		end = len;
	if (skip && !skip->message && skip->part == part)
		stop = skip->stop;
	if (end == 0 && stop == len)
		return spans;
	gaps = ARENA_ARRAY(mem, *n + 2, struct marked_span);
	if (end > 0)
		gaps[count++] =
		    (struct marked_span){ SPAN_FORWARD_HEADER, part, 0, end };
	for (size_t i = 0; i < *n; i++)
		if (spans[i].start >= end && spans[i].end <= stop)
			gaps[count++] = spans[i];
	if (stop < len)
		gaps[count++] = (struct marked_span){ SPAN_FORWARD_HEADER, part,
			stop, len };
	*n = count;
	return gaps;
}

static size_t
count_words(struct span text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.len; i++)
		n += is_word_byte(text.at[i]) &&
		     (i == 0 || (!is_word_byte(text.at[i - 1]) &&
				    text.at[i - 1] != '\''));
	return n;
}

static void
add_text(struct buf *all, struct span text)
{
	if (text.len > 0 && all->len > 0)
		buf_add(all, SPAN("\n\n"));
	buf_add(all, text);
}

/* The words of all parts, without what is left out. */
static void
gather(const struct item *item, const struct passed_on *skip,
    bool with_courtesies, struct own_words *own, struct arena *mem)
{
	own->n_words = 0;
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];
		const struct marked_span *gaps;
		size_t n;

		if (part->is_alternative)
			continue;
		gaps = part_gaps(item, i, skip, &n, mem);
		if (!with_courtesies)
			gaps = courtesy_gaps(part->text, gaps, &n, mem);
		own->parts[i] = text_fold(part->text, gaps, n, mem);
		own->parts[i].is_ocr = part->is_ocr;
		own->n_words += count_words(own->parts[i].text);
	}
}

/* The same text for people. */
static struct span
gather_text(const struct item *item, const struct passed_on *passed_on,
    const struct passed_on *skip, struct arena *mem)
{
	autobuf text = BUF(MAX_UNPACKED_BYTES);

	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];
		const struct marked_span *gaps;
		size_t n, depth = 0;

		if (part->is_alternative)
			continue;
		if (passed_on->found && !passed_on->message &&
		    passed_on->part == i)
			depth = passed_on->depth;
		gaps = part_gaps(item, i, skip, &n, mem);
		add_text(&text,
		    text_unquote(text_left(part->text, gaps, n, mem), depth,
			mem));
	}
	return arena_copy(mem, buf_span(&text));
}

struct own_words
own_gather(struct item *item, const struct passed_on *passed_on,
    bool note_is_foreign, struct arena *mem)
{
	const struct passed_on *skip =
	    note_is_foreign && passed_on->found ? passed_on : NULL;
	struct own_words own = { .n_parts = item->n_parts };

	own.parts = ARENA_ARRAY(mem, item->n_parts, struct folded);
	if (item->message)
		own.subject = text_fold(item->message->subject, NULL, 0, mem);
	gather(item, skip, false, &own, mem);
	if (own.n_words == 0)
		gather(item, skip, true, &own, mem);
	item->text = gather_text(item, passed_on, skip, mem);
	return own;
}

void
own_join_body(struct item *item, struct arena *mem)
{
	struct message *m = item->message;
	autobuf body = BUF(MAX_UNPACKED_BYTES);
	autobuf own = BUF(MAX_UNPACKED_BYTES);

	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];
		const struct marked_span *spans;
		size_t n;

		if (part->disposition != PART_BODY || part->is_alternative ||
		    part->is_nested)
			continue;
		spans = spans_of(item, i, &n);
		add_text(&body, span_trim(part->text));
		add_text(&own, text_left(part->text, spans, n, mem));
	}
	m->body = arena_copy(mem, buf_span(&body));
	m->new_text = own.len > 0 ? arena_copy(mem, buf_span(&own)) : m->body;
}

/* forward.c - the message that another one passes on */
#include "triage/forward.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "triage/address.h"
#include "triage/lines.h"
#include "triage/words.h"
#include "triage/workday.h"

/* --- which ----------------------------------------------------------------- */

/* Does the part lie in the other one: 2.1 in 2? */
static bool
is_inside(const struct part *part, const struct part *other)
{
	return part->path.len > other->path.len &&
	       part->path.at[other->path.len] == '.' &&
	       span_starts_with(part->path, other->path);
}

size_t
forward_enclosing(const struct item *item, size_t part)
{
	for (size_t i = part; i > 0; i--)
		if (item->parts[i - 1].message &&
		    is_inside(&item->parts[part], &item->parts[i - 1]))
			return i - 1;
	return item->n_parts;
}

/* The first message attached to the one that part is; n_parts for none. */
static size_t
first_attached(const struct item *item, size_t to)
{
	for (size_t i = 0; i < item->n_parts; i++)
		if (item->parts[i].message && forward_enclosing(item, i) == to)
			return i;
	return item->n_parts;
}

/* The first block in the text of the message that part is. */
static const struct passed_on *
first_block(const struct item *item, const struct passed_on *blocks, size_t of)
{
	for (size_t i = 0; i < item->n_parts; i++)
		if (blocks[i].found && forward_enclosing(item, i) == of)
			return &blocks[i];
	return NULL;
}

/* A report of a mail system carries the message it reports on. */
static bool
is_report(const struct message *m)
{
	return span_starts_with(message_header(m, "Content-Type"),
	    SPAN("multipart/report"));
}

struct passed_on
forward_choose(const struct item *item, const struct passed_on *blocks,
    struct span internal)
{
	struct passed_on chosen = { .found = false };
	const struct message *m = item->message;
	const struct passed_on *block;
	size_t of = item->n_parts, next;

	if (!m)
		return chosen;
	while (of == item->n_parts ||
	       address_is_within(item->parts[of].message->from.address,
		   internal)) {
		next = first_attached(item, of);
		if (next == item->n_parts ||
		    (of == item->n_parts &&
			(subject_is_reply(m->subject) || is_report(m))))
			break;
		chosen = (struct passed_on){ .found = true,
			.part = next,
			.message = item->parts[next].message };
		of = next;
	}
	block = first_block(item, blocks, of);
	if (block &&
	    (!chosen.found ||
		address_is_within(chosen.message->from.address, internal)))
		chosen = *block;
	return chosen;
}

/* --- its fields ------------------------------------------------------------ */

/* The text of the bodies of the message that part is. */
static struct span
bodies_of(const struct item *item, size_t of, struct arena *mem)
{
	autobuf all = BUF(MAX_UNPACKED_BYTES);

	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];

		if (part->disposition != PART_BODY || part->is_alternative ||
		    forward_enclosing(item, i) != of)
			continue;
		if (all.len > 0)
			buf_add(&all, SPAN("\n\n"));
		buf_add(&all, span_trim(part->text));
	}
	return arena_copy(mem, buf_span(&all));
}

static void
fill_attached(struct item *item, const struct passed_on *passed_on,
    struct arena *mem)
{
	struct forward *f = &item->forward;
	struct message *m = passed_on->message;

	f->message = m;
	f->from = m->from;
	f->to = m->to;
	f->n_to = m->n_to;
	f->cc = m->cc;
	f->n_cc = m->n_cc;
	f->subject = m->subject;
	f->date = m->date;
	f->note =
	    bodies_of(item, forward_enclosing(item, passed_on->part), mem);
	f->text = bodies_of(item, passed_on->part, mem);
}

static void
fill_quoted(struct item *item, const struct passed_on *passed_on,
    struct arena *mem)
{
	struct forward *f = &item->forward;
	const struct header_block *block = &passed_on->block;
	struct span text = item->parts[passed_on->part].text, below;
	size_t of = forward_enclosing(item, passed_on->part);
	const struct message *outer =
	    of == item->n_parts ? item->message : item->parts[of].message;

	f->from = passed_on->from;
	f->n_to = address_read_list(block->to, &f->to, mem);
	f->n_cc = address_read_list(block->cc, &f->cc, mem);
	f->subject = utf8_clean_line(block->subject.at
					 ? block->subject
					 : subject_passed_on(outer->subject),
	    mem);
	f->date = utf8_clean_line(block->date, mem);
	f->note = span_trim(span_head(text, passed_on->start));
	below = span_trim(span_from(text, passed_on->stop));
	if (below.len > 0)
		f->note = span_trim(arena_printf(mem, "%.*s\n\n%.*s",
		    SPAN_ARG(f->note), SPAN_ARG(below)));
	text = span_head(text, passed_on->stop);
	f->text = span_trim(text_unquote(span_from(text, passed_on->end),
	    passed_on->depth, mem));
}

void
forward_fill(struct item *item, const struct passed_on *passed_on,
    struct arena *mem)
{
	item->forward = (struct forward){ .found = passed_on->found };
	if (passed_on->message)
		fill_attached(item, passed_on, mem);
	else if (passed_on->found)
		fill_quoted(item, passed_on, mem);
}

bool
forward_is_note(const struct item *item, const struct passed_on *passed_on,
    size_t part, size_t *own)
{
	size_t of = passed_on->message
			? passed_on->part
			: forward_enclosing(item, passed_on->part);

	*own = 0;
	if (!passed_on->found || !words_is_mail_text(item, &item->parts[part]))
		return false;
	if (of < item->n_parts &&
	    !is_inside(&item->parts[part], &item->parts[of]))
		return true;
	if (passed_on->message || part > passed_on->part)
		return false;
	if (part == passed_on->part)
		*own = passed_on->end;
	return part < passed_on->part;
}

bool
forward_is_mixed(const struct item *item, struct span internal)
{
	struct span first = SPAN("");

	for (size_t i = 0; i < item->n_parts; i++) {
		const struct message *m = item->parts[i].message;

		if (!m || m->from.address.len == 0 ||
		    forward_enclosing(item, i) != item->n_parts ||
		    address_is_within(m->from.address, internal))
			continue;
		if (first.len == 0)
			first = m->from.address;
		else if (!span_is_same_word(first, m->from.address))
			return true;
	}
	return false;
}

/* --- dates ----------------------------------------------------------------- */

static int
month_of(struct span word)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (size_t m = 0; m < sizeof months / 3 && word.len >= 3; m++)
		if (span_is_same_word(span_head(word, 3),
			(struct span){ months + 3 * m, 3 }))
			return (int)m + 1;
	return 0;
}

/* The next run of letters, or of digits with "th" and the like. */
static struct span
next_word(struct span *rest)
{
	size_t start = 0, end;

	while (start < rest->len && strchr(" ,\t\n.", rest->at[start]))
		start++;
	for (end = start; end < rest->len && !strchr(" ,\t\n.", rest->at[end]);)
		end++;
	struct span word = span_head(span_from(*rest, start), end - start);

	*rest = span_from(*rest, end);
	return word;
}

static bool
is_ordinal(struct span ending)
{
	return span_is_same_word(ending, SPAN("st")) ||
	       span_is_same_word(ending, SPAN("nd")) ||
	       span_is_same_word(ending, SPAN("rd")) ||
	       span_is_same_word(ending, SPAN("th"));
}

/* "2026-11-20T09:12:00Z" */
static bool
read_iso(struct span date, long long *found)
{
	long long y, m, d;

	if (date.len < 10 || date.at[4] != '-' || date.at[7] != '-' ||
	    !span_to_number(span_head(date, 4), 1990, 2100, &y) ||
	    !span_to_number(span_head(span_from(date, 5), 2), 1, 12, &m) ||
	    !span_to_number(span_head(span_from(date, 8), 2), 1, 31, &d))
		return false;
	*found = day_of((int)y, (int)m, (int)d);
	return true;
}

day
forward_day(struct span date)
{
	long long n, day_of_month = 0, year = 0;
	int month = 0;

	date = span_head(span_trim(date), 100);
	if (read_iso(date, &n))
		return (day)n;
	while (date.len > 0) {
		struct span word = next_word(&date);

		if (word.len > 2 && is_ordinal(span_from(word, word.len - 2)))
			word.len -= 2;
		if (month == 0 && month_of(word) != 0)
			month = month_of(word);
		else if (day_of_month == 0 && word.len <= 2 &&
			 span_to_number(word, 1, 31, &n))
			day_of_month = n;
		else if (year == 0 && word.len == 4 &&
			 span_to_number(word, 1990, 2100, &n))
			year = n;
	}
	if (month == 0 || day_of_month == 0 || year == 0)
		return NO_DATE;
	return day_of((int)year, month, (int)day_of_month);
}

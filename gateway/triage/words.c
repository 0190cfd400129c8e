/*
 * words.c - which words the author wrote now
 *
 * Every line of a part is given a kind; runs of lines of one kind become
 * spans.  One pass down the lines, one scan for disclaimers.
 */
#include "triage/words.h"

#define MAX_CLOSING_BYTES 40    /* "Kind regards and best wishes," */
#define MAX_SIGNATURE_BYTES 60  /* a line of a signature */
#define MAX_SIGNATURE_LINES 12  /* after a closing */
#define MAX_DISCLAIMER_LINES 12 /* above a cue; between two paragraphs */
#define MAX_ATTRIBUTION_LINES 3 /* "On ... wrote:" may be wrapped */
#define MAX_ATTRIBUTION_BYTES 400

/* 0 for the author's own, else 1 + enum span_kind. */
enum {
	LINE_OWN,
	LINE_QUOTED = SPAN_QUOTED + 1,
	LINE_SIGNATURE = SPAN_SIGNATURE + 1,
	LINE_DISCLAIMER = SPAN_DISCLAIMER + 1,
	LINE_HEADER = SPAN_FORWARD_HEADER + 1
};

struct line {
	uint32_t start;
	uint8_t kind;
};

struct page {
	struct span text;
	struct line *lines; /* one more, for the end */
	size_t n;
	bool has_quotes;   /* a message's text, not a document's */
	bool may_forward;  /* its first block is a message passed on */
	bool is_reply;     /* the subject says so */
	bool in_signature; /* behind "-- " */
};

static struct span
line_text(const struct page *p, size_t i)
{
	return (struct span){ p->text.at + p->lines[i].start,
		p->lines[i + 1].start - p->lines[i].start };
}

static bool
is_blank(const struct page *p, size_t i)
{
	return span_trim(line_text(p, i)).len == 0;
}

static void
split_lines(struct page *p, struct arena *mem)
{
	size_t n = 0, at = 0;

	for (size_t i = 0; i < p->text.len; i++)
		n += p->text.at[i] == '\n';
	p->lines = ARENA_ARRAY(mem, n + 2, struct line);
	while (at < p->text.len) {
		const char *end =
		    memchr(p->text.at + at, '\n', p->text.len - at);

		p->lines[p->n++].start = (uint32_t)at;
		at = end ? (size_t)(end - p->text.at) + 1 : p->text.len;
	}
	p->lines[p->n].start = (uint32_t)p->text.len;
}

static void
set_kind(struct page *p, size_t from, size_t to, int kind)
{
	for (size_t i = from; i < to; i++)
		p->lines[i].kind = (uint8_t)kind;
}

/* --- disclaimers ----------------------------------------------------------- */

static size_t
line_at(const struct page *p, size_t offset)
{
	size_t low = 0, high = p->n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (p->lines[mid].start <= offset)
			low = mid;
		else
			high = mid;
	}
	return low;
}

/* A line of stars, dashes or the like. */
static bool
is_rule(struct span line)
{
	line = span_trim(line);
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] == '\0' || !strchr("*-_=#~", line.at[i]))
			return false;
	return line.len >= 3;
}

/*
 * The first line of the disclaimer with a cue in line i.  Its paragraph's
 * first, unless that also begins the text, when the author's words may stand
 * before it without a blank line.
 */
static size_t
disclaimer_start(const struct page *p, size_t i)
{
	size_t start = i, above;

	while (start > 0 && i - start < MAX_DISCLAIMER_LINES &&
	       !is_blank(p, start - 1) && !is_rule(line_text(p, start - 1)))
		start--;
	for (above = start; above > 0 && is_blank(p, above - 1);)
		above--;
	if (i - start >= MAX_DISCLAIMER_LINES || above == 0)
		start = i;
	while (start > 0 && is_rule(line_text(p, start - 1)))
		start--;
	return start;
}

static void
mark_disclaimers(struct page *p, const struct phrase_book *book,
    struct arena *mem)
{
	struct folded folded = text_fold(p->text, NULL, 0, mem);
	struct phrase_scan scan = PHRASE_SCAN(book, &folded);
	struct phrase_hit hit;
	size_t end = 0; /* of the disclaimer before */

	while (phrases_next(&scan, &hit)) {
		size_t i, start;

		if (hit.lexeme->kind != LEXEME_CUE ||
		    hit.lexeme->name != CUE_DISCLAIMER)
			continue;
		i = line_at(p, folded_source(&folded, hit.start));
		if (i < end)
			continue;
		start = disclaimer_start(p, i);
		if (end > 0 && start >= end &&
		    start - end <= MAX_DISCLAIMER_LINES)
			start = end;
		for (end = i + 1; end < p->n && !is_blank(p, end);)
			end++;
		set_kind(p, start, end, LINE_DISCLAIMER);
	}
	while (end > 0 && end < p->n && is_rule(line_text(p, end)))
		set_kind(p, end, end + 1, LINE_DISCLAIMER), end++;
}

/* --- quotes, header blocks, signatures ------------------------------------- */

/* How many lines an "On ... wrote:" takes; 0 where there is none. */
static size_t
attribution_lines(const struct page *p, size_t i)
{
	size_t bytes = 0;

	if (!span_starts_with(span_trim(line_text(p, i)), SPAN("on ")))
		return 0;
	for (size_t n = 0; n < MAX_ATTRIBUTION_LINES && i + n < p->n; n++) {
		struct span line = line_text(p, i + n);

		bytes += line.len;
		if (bytes > MAX_ATTRIBUTION_BYTES || is_blank(p, i + n))
			return 0;
		if (span_ends_with(span_trim(line), SPAN("wrote:")))
			return n + 1;
	}
	return 0;
}

/* Marks all that is quoted from line i on; the line after it. */
static size_t
mark_rest_quoted(struct page *p, size_t i, size_t introduction)
{
	size_t next = i + introduction;

	while (next < p->n && is_blank(p, next))
		next++;
	if (introduction > 0 && next < p->n && line_text(p, next).at[0] == '>')
		set_kind(p, i, next, LINE_QUOTED);
	else
		set_kind(p, i, next = p->n, LINE_QUOTED);
	return next;
}

/*
 * A header block at line i, with or without the marker above it.  The line
 * after it, or i where there is none.
 */
static size_t
mark_block(struct page *p, size_t i, struct passed_on *passed_on)
{
	struct span rest = span_from(p->text, p->lines[i].start);
	struct span line = line_text(p, i);
	bool is_forward = is_forward_marker(line), is_marker;
	struct header_block block;
	size_t first = i, end;

	is_marker = is_forward || is_original_marker(line);
	if (is_marker || is_rule(line))
		for (first++; first < p->n && is_blank(p, first);)
			first++;
	if (first >= p->n)
		return i;
	rest = span_from(p->text, p->lines[first].start);
	if (!header_block_read(rest, is_marker, &block)) {
		if (is_original_marker(line) && p->has_quotes)
			return mark_rest_quoted(p, i, 0);
		return i;
	}
	end = line_at(p, p->lines[first].start + block.len - 1) + 1;
	if (!p->has_quotes) {
		set_kind(p, i, end, LINE_HEADER);
		return end;
	}
	if (!p->may_forward || passed_on->found || (p->is_reply && !is_forward))
		return mark_rest_quoted(p, i, 0);
	set_kind(p, i, end, LINE_HEADER);
	p->in_signature = false;
	passed_on->found = true;
	passed_on->block = block;
	passed_on->start = p->lines[i].start;
	passed_on->end = p->lines[end].start;
	return end;
}

static bool
is_device_signature(struct span line)
{
	line = span_trim(line);
	return line.len <= MAX_SIGNATURE_BYTES &&
	       (span_starts_with(line, SPAN("sent from my ")) ||
		   span_starts_with(line, SPAN("sent from outlook")) ||
		   span_starts_with(line, SPAN("sent from yahoo")) ||
		   span_starts_with(line, SPAN("sent from mail for")) ||
		   span_starts_with(line, SPAN("sent from samsung")) ||
		   span_starts_with(line, SPAN("get outlook for ")));
}

static bool
is_closing(struct span line)
{
	static const char *const closings[] = { "kind regards", "regards",
		"best regards", "warm regards", "warmest regards",
		"kindest regards", "with kind regards", "best wishes",
		"with best wishes", "kind wishes", "many thanks", "thanks",
		"thank you", "with thanks", "thanks in advance",
		"many thanks in advance", "thank you in advance",
		"thanks and regards", "many thanks and kind regards",
		"many thanks and best wishes", "yours sincerely",
		"yours faithfully", "yours truly", "yours", "sincerely",
		"faithfully", "cheers" };

	line = span_trim(line);
	while (line.len > 0 && strchr(",.!", line.at[line.len - 1]))
		line.len--;
	if (line.len > MAX_CLOSING_BYTES)
		return false;
	for (size_t i = 0; i < sizeof closings / sizeof *closings; i++)
		if (span_is_same_word(line, span_of(closings[i])))
			return true;
	return false;
}

/* A sentence, or a postscript: words rather than a signature. */
static bool
is_sentence(struct span line)
{
	size_t words = 1;

	line = span_trim(line);
	if (line.len > MAX_SIGNATURE_BYTES ||
	    span_starts_with(line, SPAN("ps ")) ||
	    span_starts_with(line, SPAN("ps:")) ||
	    span_starts_with(line, SPAN("p.s")))
		return true;
	for (size_t i = 0; i < line.len; i++)
		words += line.at[i] == ' ';
	return line.len > 0 && words > 3 &&
	       strchr(".?!", line.at[line.len - 1]);
}

/* The line after the signature that the closing in line i begins. */
static size_t
mark_closing(struct page *p, size_t i)
{
	size_t end = i + 1;

	for (size_t n = 0; end < p->n && n < MAX_SIGNATURE_LINES; end++) {
		struct span line = line_text(p, end);
		struct header_block block;

		if (p->lines[end].kind != LINE_OWN || is_sentence(line) ||
		    line.at[0] == '>' || attribution_lines(p, end) > 0 ||
		    is_rule(line) || is_forward_marker(line) ||
		    header_block_read(span_from(p->text, p->lines[end].start),
			false, &block))
			break;
		n += !is_blank(p, end);
	}
	set_kind(p, i, end, LINE_SIGNATURE);
	return end;
}

/* Gives line i its kind; the next line to look at. */
static size_t
mark_line(struct page *p, size_t i, struct passed_on *passed_on)
{
	struct span line = line_text(p, i);
	size_t introduction, next;

	if (p->lines[i].kind != LINE_OWN)
		return i + 1;
	if (p->has_quotes && line.at[0] == '>') {
		p->lines[i].kind = LINE_QUOTED;
		return i + 1;
	}
	if (p->has_quotes && (introduction = attribution_lines(p, i)) > 0)
		return mark_rest_quoted(p, i, introduction);
	if ((next = mark_block(p, i, passed_on)) > i)
		return next;
	if (p->in_signature || is_device_signature(line)) {
		p->lines[i].kind = LINE_SIGNATURE;
		return i + 1;
	}
	if (p->has_quotes && span_starts_with(line, SPAN("--")) &&
	    span_trim(line).len == 2) {
		p->in_signature = true;
		p->lines[i].kind = LINE_SIGNATURE;
		return i + 1;
	}
	return is_closing(line) ? mark_closing(p, i) : i + 1;
}

/* --- spans ----------------------------------------------------------------- */

/* A blank line between two of one kind is of that kind. */
static void
join_over_blanks(struct page *p)
{
	for (size_t i = 1; i < p->n; i++) {
		size_t start = i;

		if (p->lines[i].kind != LINE_OWN || !is_blank(p, i))
			continue;
		while (
		    i < p->n && p->lines[i].kind == LINE_OWN && is_blank(p, i))
			i++;
		if (i < p->n && p->lines[start - 1].kind == p->lines[i].kind)
			set_kind(p, start, i, p->lines[i].kind);
	}
}

/* The page's spans; *n how many. */
static struct marked_span *
page_spans(const struct page *p, size_t part, size_t *n, struct arena *mem)
{
	struct marked_span *spans;
	size_t count = 0;

	for (size_t i = 0; i < p->n; i++)
		count += p->lines[i].kind != LINE_OWN &&
			 (i == 0 || p->lines[i - 1].kind != p->lines[i].kind);
	spans = ARENA_ARRAY(mem, count, struct marked_span);
	*n = 0;
	for (size_t i = 0, end; i < p->n; i = end) {
		for (end = i + 1;
		     end < p->n && p->lines[end].kind == p->lines[i].kind;)
			end++;
		if (p->lines[i].kind == LINE_OWN)
			continue;
		spans[(*n)++] = (struct marked_span){ (enum span_kind)(
							  p->lines[i].kind - 1),
			part, p->lines[i].start, p->lines[end].start };
	}
	return spans;
}

bool
words_is_mail_text(const struct item *item, const struct part *part)
{
	return item->kind == KIND_MESSAGE && part->disposition == PART_BODY;
}

static struct page
mark_part(const struct item *item, size_t part, const struct phrase_book *book,
    struct passed_on *passed_on, struct arena *mem)
{
	const struct part *it = &item->parts[part];
	struct page p = { .text = it->text };
	bool found = passed_on->found;

	p.has_quotes = words_is_mail_text(item, it);
	p.may_forward = p.has_quotes && !it->is_nested && !it->is_alternative;
	p.is_reply = item->message && is_reply_subject(item->message->subject);
	split_lines(&p, mem);
	mark_disclaimers(&p, book, mem);
	for (size_t i = 0; i < p.n;)
		i = mark_line(&p, i, passed_on);
	join_over_blanks(&p);
	if (passed_on->found && !found)
		passed_on->part = part;
	return p;
}

/* Is any own line of it more than white space? */
static bool
has_own(const struct page *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->lines[i].kind == LINE_OWN && !is_blank(p, i))
			return true;
	return false;
}

static void
forget_quotes(struct page *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->lines[i].kind == LINE_QUOTED)
			p->lines[i].kind = LINE_OWN;
}

void
words_mark(struct item *item, const struct phrase_book *book,
    struct passed_on *passed_on, struct arena *mem)
{
	struct page *pages = ARENA_ARRAY(mem, item->n_parts, struct page);
	struct marked_span **spans =
	    ARENA_ARRAY(mem, item->n_parts, struct marked_span *);
	size_t *n = ARENA_ARRAY(mem, item->n_parts, size_t), all = 0;
	bool is_empty = true;

	*passed_on = (struct passed_on){ .found = false };
	for (size_t i = 0; i < item->n_parts; i++) {
		pages[i] = mark_part(item, i, book, passed_on, mem);
		is_empty &=
		    item->parts[i].is_alternative || !has_own(&pages[i]);
	}
	for (size_t i = 0; i < item->n_parts; i++) {
		if (is_empty)
			forget_quotes(&pages[i]);
		spans[i] = page_spans(&pages[i], i, &n[i], mem);
		all += n[i];
	}
	item->spans = ARENA_ARRAY(mem, all, struct marked_span);
	item->n_spans = 0;
	for (size_t i = 0; i < item->n_parts; i++)
		for (size_t s = 0; s < n[i]; s++)
			item->spans[item->n_spans++] = spans[i][s];
}

/* bounce_text.c - delivery reports that are nothing but text */
#include "triage/bounce_text.h"

#include "base/buf.h"
#include "triage/address.h"
#include "triage/bounce_status.h"
#include "triage/machine_forms.h"

#define MAX_BEFORE_BYTES 256 /* of a line that say whose an address is */
#define MAX_PARTIES 50       /* of To and of Cc that are looked at */

/* What the place of an address says of it. */
enum role {
	ROLE_FAILED,
	ROLE_MENTIONED,
	ROLE_ASIDE /* somebody else's */
};

/* An address of the notice, and where it stands. */
struct mention {
	struct span address;
	enum role role;
	size_t line; /* where its line begins */
};

/* Goes through the addresses of a notice. */
struct mention_scan {
	struct span notice;
	size_t line, at;
};

/* --- the notice ------------------------------------------------------------ */

static bool
is_text(const struct part *part)
{
	return !part->is_nested && !part->is_alternative &&
	       (span_is_equal(part->type, SPAN("text/plain")) ||
		   span_is_equal(part->type, SPAN("text/html")));
}

/* All texts of the message, one after the other. */
static struct span
all_text(const struct item *item, struct arena *mem)
{
	autobuf all = BUF(2 * MAX_NOTICE_BYTES);

	for (size_t i = 0; i < item->n_parts; i++) {
		if (!is_text(&item->parts[i]))
			continue;
		buf_add(&all, item->parts[i].text);
		buf_add_char(&all, '\n');
	}
	return arena_copy(mem, buf_span(&all));
}

/* Where the message sent back begins in the text, or the text's length. */
static size_t
notice_end(struct span text)
{
	struct span rest = text;
	bool has_words = false;

	while (rest.len > 0) {
		size_t at = text.len - rest.len;
		struct span line = span_trim(span_cut_line(&rest));

		if (line.len == 0)
			continue;
		if (has_words && form_fits(FORM_END, MACHINE_BOUNCE, line))
			return at;
		has_words = true;
	}
	return text.len;
}

struct span
bounce_notice(const struct item *item, struct arena *mem)
{
	struct span text = all_text(item, mem);

	return span_head(span_head(text, notice_end(text)), MAX_NOTICE_BYTES);
}

/* --- addresses ------------------------------------------------------------- */

/* The address around the '@' at that place; "" where it is none. */
static struct span
address_around(struct span text, size_t at)
{
	size_t start = at, end = at + 1;

	while (start > 0 && address_is_local_byte(text.at[start - 1]))
		start--;
	while (end < text.len && address_is_domain_byte(text.at[end]))
		end++;
	while (text.at[end - 1] == '.')
		end--;
	/* 'jo@example.org' and `jo@example.org', but not o'bell@example.org */
	if (end < text.len && text.at[end] == '\'' &&
	    (text.at[start] == '\'' || text.at[start] == '`'))
		start++;
	if (start == at || end == at + 1)
		return SPAN("");
	return span_from(span_head(text, end), start);
}

/* Whom the report was sent to and from. */
struct parties {
	const struct message *m;
	struct span delivered_to, original_to;
};

static struct parties
parties_of(const struct item *item)
{
	const struct message *m = item->message;

	return (struct parties){ m, message_header(m, "Delivered-To"),
		message_header(m, "X-Original-To") };
}

static bool
is_among(const struct mailbox_address *list, size_t n, struct span address)
{
	for (size_t i = 0; i < n && i < MAX_PARTIES; i++)
		if (span_is_same_word(list[i].address, address))
			return true;
	return false;
}

static bool
is_party(const struct parties *p, struct span address)
{
	return span_is_same_word(address, p->m->from.address) ||
	       span_starts_with(address, SPAN("postmaster@")) ||
	       span_starts_with(address, SPAN("mailer-daemon@")) ||
	       is_among(p->m->to, p->m->n_to, address) ||
	       is_among(p->m->cc, p->m->n_cc, address) ||
	       span_find(p->delivered_to, address, 0) != SPAN_NOT_FOUND ||
	       span_find(p->original_to, address, 0) != SPAN_NOT_FOUND;
}

/* "550 ", "554 5.1.1 ": only an SMTP reply stands there. */
static bool
is_reply(struct span head)
{
	struct span code = span_cut_at(&head, ' ');
	long long reply;

	if (code.len != 3 || !span_to_number(code, 400, 599, &reply))
		return false;
	head = span_trim(head);
	return head.len == 0 || span_is_equal(status_find(head), head);
}

/* What stands around addresses, and says nothing. */
static bool
is_mark(char c)
{
	static const struct span marks = { " \t>*\"'<[-#", 10 };

	return memchr(marks.at, c, marks.len) != NULL;
}

/* What the words before an address in its line make of it. */
static enum role
role_of(struct span head)
{
	struct span words = head;

	while (words.len > 0 && is_mark(words.at[words.len - 1]))
		words.len--;
	while (words.len > 0 && is_mark(words.at[0]))
		words = span_from(words, 1);
	if (words.len == 0 || is_reply(words) || form_is_label(words))
		return ROLE_FAILED;
	return form_fits(FORM_ASIDE, MACHINE_BOUNCE, words) ? ROLE_ASIDE
							    : ROLE_MENTIONED;
}

/* The next address of the notice; false where there is none left. */
static bool
mention_next(struct mention_scan *scan, struct mention *mention)
{
	struct span notice = scan->notice;

	for (; scan->at < notice.len; scan->at++) {
		struct span address;
		size_t start, before;

		if (notice.at[scan->at] == '\n')
			scan->line = scan->at + 1;
		if (notice.at[scan->at] != '@')
			continue;
		address = address_around(notice, scan->at);
		if (address.len == 0)
			continue;
		scan->at++;
		start = (size_t)(address.at - notice.at);
		before = start - scan->line > MAX_BEFORE_BYTES
			     ? start - MAX_BEFORE_BYTES
			     : scan->line;
		*mention =
		    (struct mention){ .address = address, .line = scan->line };
		mention->role =
		    role_of(span_from(span_head(notice, start), before));
		return true;
	}
	return false;
}

/* --- recipients ------------------------------------------------------------ */

struct recipients {
	struct bounce *bounces;
	size_t n, most;
};

/* The number of a recipient; n where it is not known. */
static size_t
recipient_number(const struct recipients *r, struct span address)
{
	size_t i = 0;

	while (i < r->n && !span_is_same_word(r->bounces[i].recipient, address))
		i++;
	return i;
}

static void
add_recipient(struct recipients *r, struct span address)
{
	if (r->n < r->most && address.len > 0 &&
	    recipient_number(r, address) == r->n)
		r->bounces[r->n++].recipient = address;
}

static void
add_failed_header(struct recipients *r, const struct message *m,
    struct arena *mem)
{
	struct span list = message_header(m, "X-Failed-Recipients");

	while (list.len > 0)
		add_recipient(r,
		    address_read(span_trim(span_cut_at(&list, ',')), mem)
			.address);
}

/* Adds the failed addresses of the notice; those of parties or the others. */
static void
add_failed(struct recipients *r, const struct item *item, struct span notice,
    bool are_parties)
{
	struct parties parties = parties_of(item);
	struct mention_scan scan = { .notice = notice };
	struct mention mention;

	while (mention_next(&scan, &mention))
		if (mention.role == ROLE_FAILED &&
		    is_party(&parties, mention.address) == are_parties)
			add_recipient(r, mention.address);
}

/* Adds the first address that is nobody else's. */
static void
add_mentioned(struct recipients *r, const struct item *item, struct span notice,
    struct arena *mem)
{
	struct recipients others = {
		ARENA_ARRAY(mem, MAX_BOUNCES, struct bounce), 0, MAX_BOUNCES
	};
	struct parties parties = parties_of(item);
	struct mention_scan scan = { .notice = notice };
	struct mention mention;

	while (mention_next(&scan, &mention))
		if (mention.role == ROLE_ASIDE)
			add_recipient(&others, mention.address);
	scan = (struct mention_scan){ .notice = notice };
	while (r->n == 0 && mention_next(&scan, &mention))
		if (mention.role == ROLE_MENTIONED &&
		    recipient_number(&others, mention.address) == others.n &&
		    !is_party(&parties, mention.address))
			add_recipient(r, mention.address);
}

/* The first address behind "To:" at the head of a line. */
static struct span
first_to(struct span text, struct arena *mem)
{
	while (text.len > 0) {
		struct span line = span_trim(span_cut_line(&text));

		if (span_starts_with(line, SPAN("to:")))
			return address_read(span_trim(span_from(line, 3)), mem)
			    .address;
	}
	return SPAN("");
}

/* Adds whom the message sent back was for. */
static void
add_original(struct recipients *r, const struct item *item, struct span notice,
    struct arena *mem)
{
	struct span text = all_text(item, mem);

	for (size_t i = 0; i < item->n_parts && r->n == 0; i++) {
		const struct part *part = &item->parts[i];

		if (part->is_nested)
			continue;
		if (part->message)
			for (size_t to = 0; to < part->message->n_to; to++)
				add_recipient(r, part->message->to[to].address);
		else if (span_is_equal(part->type, SPAN("text/rfc822-headers")))
			add_recipient(r, first_to(part->text, mem));
	}
	if (r->n == 0)
		add_recipient(r, first_to(span_from(text, notice.len), mem));
}

size_t
bounce_text_recipients(const struct item *item, struct span notice,
    struct bounce *bounces, struct arena *mem)
{
	struct recipients r = { bounces, 0, MAX_BOUNCES };

	add_failed_header(&r, item->message, mem);
	if (r.n == 0)
		add_failed(&r, item, notice, false);
	if (r.n == 0)
		add_mentioned(&r, item, notice, mem);
	if (r.n == 0)
		add_original(&r, item, notice, mem);
	if (r.n == 0)
		add_failed(&r, item, notice, true);
	return r.n;
}

/* --- status ---------------------------------------------------------------- */

/* Gives a recipient the status of the text about it, where that is better. */
static void
refine(struct bounce *b, struct span text, struct arena *mem)
{
	struct span status;

	if (status_is_specific(b->status))
		return;
	status =
	    b->status.len == 0 ? status_read(text, mem) : status_find(text);
	if (b->status.len == 0 || status_is_specific(status))
		b->status = status;
}

void
bounce_text_status(struct span notice, struct bounce *bounces, size_t n,
    struct arena *mem)
{
	struct recipients r = { bounces, n, n };
	struct mention_scan scan = { .notice = notice };
	struct mention mention;
	size_t last = n, block = 0;

	while (mention_next(&scan, &mention)) {
		size_t number = recipient_number(&r, mention.address);

		if (mention.role == ROLE_ASIDE || number == n || number == last)
			continue;
		if (last < n)
			refine(&bounces[last],
			    span_from(span_head(notice, mention.line), block),
			    mem);
		last = number;
		block = mention.line;
	}
	if (last < n)
		refine(&bounces[last], span_from(notice, block), mem);
}

/*
 * golden.c - all that triage says of every letter and message we wrote
 *
 * tests/golden/triage/letters.txt has a line for each training text: what it
 * is and by which words.  NAME.txt beside it is a message, and NAME.said who
 * wrote it, which words are theirs and what they are owed.  make golden
 * writes letters.txt and the .said anew, so that every change is seen as one.
 *
 * A message: its headers, an empty line and its body; further parts follow,
 * each behind a line "@@ TYPE NAME".  Of one whose TYPE is message/... the
 * headers come first, as of the whole.  "@@ letter" as the first line: the rest
 * is what was read of a letter that came by post.
 */
#include "base/io.h"
#include "house.h"
#include "triage/address.h"
#include "triage/circumstances.h"

#include <dirent.h>
#include <stdlib.h>

#define FOLDER "tests/golden/triage/"
#define MAX_GOLDEN_BYTES (4 << 20)
#define MAX_HEADERS 40
#define A_FEW_PARTS 8

static const char *const texts[] = { "letters", "hard", "flags", "flags_held" };

/* --- what is said -------------------------------------------------------- */

/* The bytes on one line; long ones by their two ends. */
static void
add_snippet(struct buf *out, struct span s)
{
	const size_t most = 60;

	for (size_t i = 0; i < s.len; i++) {
		if (s.len > most && i == most / 2) {
			buf_add_text(out, " ... ");
			i = s.len - most / 2;
		}
		buf_add_char(out, s.at[i] == '\n' ? '|' : s.at[i]);
	}
}

static void
add_line(struct buf *out, const char *what, struct span value)
{
	if (value.len == 0)
		return;
	buf_printf(out, "%s: ", what);
	for (size_t i = 0; i < value.len; i++) {
		buf_add_char(out, value.at[i]);
		if (value.at[i] == '\n')
			buf_add_text(out, "    ");
	}
	buf_add_char(out, '\n');
}

static void
add_address(struct buf *out, const char *what, struct mailbox_address a)
{
	if (a.name.len + a.address.len > 0)
		buf_printf(out, "%s: \"%.*s\" <%.*s>\n", what, SPAN_ARG(a.name),
		    SPAN_ARG(a.address));
}

static void
add_verdict(struct buf *out, const struct verdict *v)
{
	buf_printf(out, "%s %s %lld of", disposition_name(v->disposition),
	    category_name(v->category), v->confidence);
	for (int c = 0; c < CATEGORY_COUNT; c++)
		buf_printf(out, " %lld", v->scores[c]);
	for (size_t i = 0; i < v->n_also; i++)
		buf_printf(out, ", also %s", category_name(v->also[i]));
	if (v->is_said)
		buf_add_text(out, ", said");
	if (v->needs_review)
		buf_printf(out, ", review: %.*s", SPAN_ARG(v->review_reason));
	for (size_t i = 0; i < v->n_flags; i++)
		buf_printf(out, "; %s %s at %zu:%zu-%zu",
		    flag_name(v->flags[i].kind),
		    urgency_name(v->flags[i].urgency), v->flags[i].part,
		    v->flags[i].start, v->flags[i].end);
	for (size_t i = 0; i < v->n_reasons; i++)
		buf_printf(out, "; %.3s %lld at %zu:%zu-%zu",
		    category_name(v->reasons[i].category), v->reasons[i].weight,
		    v->reasons[i].part, v->reasons[i].start, v->reasons[i].end);
	buf_add_char(out, '\n');
}

static void
add_origin(struct buf *out, const struct origin *o)
{
	buf_printf(out, "origin: %s %s%s %s\n", origin_name(o->kind),
	    machine_name(o->machine), o->is_likely_machine ? " perhaps" : "",
	    o->authenticated);
	add_address(out, "author", o->author);
	if (o->role != NULL)
		add_line(out, "role", span_of(o->role));
	add_line(out, "postal address", o->postal_address);
	add_line(out, "telephone", o->phone);
	add_address(out, "forwarder", o->forwarder);
	for (size_t i = 0; i < o->n_bounces; i++)
		buf_printf(out, "bounce: %.*s %.*s%s\n",
		    SPAN_ARG(o->bounces[i].recipient),
		    SPAN_ARG(o->bounces[i].status),
		    o->bounces[i].is_delayed ? " delayed" : "");
	for (size_t i = 0; i < o->n_reasons; i++)
		add_line(out, "because", o->reasons[i]);
}

static void
add_forward(struct buf *out, const struct forward *f)
{
	if (!f->found)
		return;
	add_address(out, "passed on from", f->from);
	for (size_t i = 0; i < f->n_to; i++)
		add_address(out, "to", f->to[i]);
	for (size_t i = 0; i < f->n_cc; i++)
		add_address(out, "cc", f->cc[i]);
	add_line(out, "subject", f->subject);
	add_line(out, "date", f->date);
	add_line(out, "note", f->note);
	add_line(out, "passed on", f->text);
}

static void
add_owed(struct buf *out, const struct owed *o)
{
	buf_printf(out, "acknowledge: %s by %s with %.*s",
	    acknowledge_name(o->acknowledge), channel_name(o->channel),
	    SPAN_ARG(o->template));
	if (o->ack_due != NO_DATE)
		buf_printf(out, ", ack %d", o->ack_due - o->received_on);
	if (o->response_due != NO_DATE)
		buf_printf(out, ", reply %d", o->response_due - o->received_on);
	if (o->holding_due != NO_DATE)
		buf_printf(out, ", holding %d",
		    o->holding_due - o->received_on);
	for (size_t c = 0; c < CIRCUMSTANCE_COUNT; c++)
		if (o->circumstances & CIRCUMSTANCE_BIT(c))
			buf_printf(out, ", %s",
			    circumstance_name((enum circumstance)c));
	buf_add_char(out, '\n');
	add_line(out, "why not", o->why_not);
	add_address(out, "to", o->to);
}

/* All of it. */
static void
add_item(struct buf *out, const struct item *item)
{
	add_origin(out, &item->origin);
	add_forward(out, &item->forward);
	for (size_t i = 0; i < item->n_spans; i++) {
		const struct marked_span *m = &item->spans[i];

		buf_printf(out, "%s %zu:%zu-%zu: ", span_kind_name(m->kind),
		    m->part, m->start, m->end);
		add_snippet(out,
		    span_head(span_from(item->parts[m->part].text, m->start),
			m->end - m->start));
		buf_add_char(out, '\n');
	}
	add_line(out, "own words", item->text);
	add_verdict(out, &item->verdict);
	add_line(out, "case", item->verdict.reference);
	for (size_t i = 0; i < item->verdict.n_named; i++) {
		add_line(out, "names", item->verdict.named[i].reference);
		add_line(out, "token", item->verdict.named[i].token);
		add_line(out, "answers", item->verdict.named[i].message_id);
	}
	add_owed(out, &item->owed);
}

/* --- against what was said ----------------------------------------------- */

/* The first line that is otherwise. */
static void
show_difference(struct span got, struct span want)
{
	while (got.len > 0 || want.len > 0) {
		struct span a = got.len > 0 ? span_cut_line(&got) : SPAN("");
		struct span b = want.len > 0 ? span_cut_line(&want) : SPAN("");

		if (span_is_equal(a, b))
			continue;
		printf("# got  %.*s\n# want %.*s\n", SPAN_ARG(a), SPAN_ARG(b));
		return;
	}
}

static void
golden_check(const char *file, struct span got)
{
	autobuf want = BUF(MAX_GOLDEN_BYTES);
	struct error why = { "" };
	FILE *to;

	if (getenv("GOLDEN") != NULL) {
		to = fopen(file, "w");
		if (to == NULL || fwrite(got.at, 1, got.len, to) != got.len ||
		    fclose(to) != 0)
			die("%s is not written", file);
		return;
	}
	if (io_read_file(file, &want, &why) != DONE)
		buf_clear(&want);
	ok(span_is_equal(got, buf_span(&want)),
	    "%s holds what triage says: if it should, make golden", file);
	show_difference(got, buf_span(&want));
}

/* --- letters ------------------------------------------------------------- */

/* A column with \n, \t and \\ as they are meant. */
static const char *
unescape(struct arena *mem, struct span s)
{
	char *text = arena_alloc(mem, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '\\' && i + 1 < s.len) {
			c = s.at[++i];
			c = (char)(c == 'n' ? '\n' : c == 't' ? '\t' : c);
		}
		text[n++] = c;
	}
	return text;
}

static void
add_letter(struct buf *out, const char *from, int number, struct span line)
{
	autoarena mem = { NULL };
	struct span form = { 0 }, subject = SPAN(""), text;
	struct item item;

	for (int column = 0; column < 4; column++)
		form = span_cut_at(&line, '\t');
	text = span_of(unescape(&mem, line));
	if (span_starts_with(text, SPAN("Subject: ")) &&
	    strchr(text.at, '\n') != NULL) {
		subject = span_from(span_cut_line(&text), 9);
		text = span_trim(text);
	}
	if (span_is_equal(form, SPAN("letter")))
		item = a_letter(&mem, arena_text(&mem, text));
	else
		item = a_message(&mem, arena_text(&mem, subject),
		    arena_text(&mem, text));
	triage_here(&item, &mem);
	buf_printf(out, "%s %d: ", from, number);
	add_verdict(out, &item.verdict);
}

static void
letters_check(void)
{
	autobuf out = BUF(MAX_GOLDEN_BYTES);

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		autobuf file = BUF(MAX_GOLDEN_BYTES);
		autoarena mem = { NULL };
		struct span rest;
		struct error why = { "" };
		int number = 0;

		if (io_read_file(arena_printf(&mem,
				     "gateway/triage/training/%s.tsv", texts[i])
				     .at,
			&file, &why) != DONE)
			die("%s", why.text);
		rest = buf_span(&file);
		while (rest.len > 0) {
			struct span line = span_cut_line(&rest);

			number++;
			if (line.len > 0 && line.at[0] != '#')
				add_letter(&out, texts[i], number, line);
		}
	}
	golden_check(FOLDER "letters.txt", buf_span(&out));
}

/* --- messages ------------------------------------------------------------ */

static size_t
addresses_read(struct arena *mem, const struct message *m, const char *header,
    struct mailbox_address **to)
{
	struct span value = message_header(m, header);
	size_t n = 0;

	*to = ARENA_ARRAY(mem, MAX_HEADERS, struct mailbox_address);
	while (value.len > 0 && n < MAX_HEADERS)
		(*to)[n++] = address_read(span_cut_at(&value, ','), mem);
	return n;
}

/* Takes headers and the empty line off *rest. */
static struct message *
message_read(struct span *rest, struct arena *mem)
{
	struct message *m = arena_alloc(mem, sizeof *m);

	m->headers = ARENA_ARRAY(mem, MAX_HEADERS, struct header);
	while (rest->len > 0 && m->n_headers < MAX_HEADERS) {
		struct span value = span_cut_line(rest), name;

		if (value.len == 0)
			break;
		name = span_cut_at(&value, ':');
		m->headers[m->n_headers++] =
		    (struct header){ name, span_trim(value) };
	}
	m->message_id = message_header(m, "Message-ID");
	m->in_reply_to = message_header(m, "In-Reply-To");
	m->references = message_header(m, "References");
	m->subject = message_header(m, "Subject");
	m->date = message_header(m, "Date");
	m->from = address_read(message_header(m, "From"), mem);
	m->n_to = addresses_read(mem, m, "To", &m->to);
	m->n_cc = addresses_read(mem, m, "Cc", &m->cc);
	m->n_reply_to = addresses_read(mem, m, "Reply-To", &m->reply_to);
	return m;
}

/* The text up to the next part. */
static struct span
text_cut(struct span *rest)
{
	const char *start = rest->at;

	while (rest->len > 0 && !span_starts_with(*rest, SPAN("@@ ")))
		span_cut_line(rest);
	return (struct span){ start, (size_t)(rest->at - start) };
}

static void
part_read(struct item *item, struct span *rest, struct arena *mem)
{
	struct part *part = &item->parts[item->n_parts];
	struct span line = span_cut_line(rest);

	span_cut_at(&line, ' ');
	*part = (struct part){ .disposition = PART_ATTACHMENT,
		.type = span_cut_at(&line, ' '),
		.path = arena_printf(mem, "%zu", ++item->n_parts),
		.name = line,
		.confidence = 1000 };
	part->declared_type = part->type;
	if (span_starts_with(part->type, SPAN("message/rfc822")))
		part->message = message_read(rest, mem);
	part->text = text_cut(rest);
	if (part->text.len == 0)
		part->outcome = PART_UNSUPPORTED;
}

static struct item
message_item(struct span rest, struct arena *mem)
{
	struct item item = { .kind = KIND_MESSAGE, .received_at = A_SUNDAY };

	item.message = message_read(&rest, mem);
	item.parts = ARENA_ARRAY(mem, A_FEW_PARTS, struct part);
	item.parts[item.n_parts++] = (struct part){ .path = SPAN("1"),
		.type = SPAN("text/plain"),
		.disposition = PART_BODY,
		.confidence = 1000,
		.text = text_cut(&rest) };
	while (rest.len > 0 && item.n_parts < A_FEW_PARTS)
		part_read(&item, &rest, mem);
	return item;
}

static void
message_check(const char *name)
{
	autoarena mem = { NULL };
	autobuf file = BUF(MAX_GOLDEN_BYTES), out = BUF(MAX_GOLDEN_BYTES);
	struct item item;
	struct span rest;
	struct error why = { "" };

	if (io_read_file(arena_printf(&mem, FOLDER "%s.txt", name).at, &file,
		&why) != DONE)
		die("%s", why.text);
	rest = buf_span(&file);
	if (span_starts_with(rest, SPAN("@@ letter\n"))) {
		span_cut_line(&rest);
		item = a_letter(&mem, arena_text(&mem, rest));
	} else {
		item = message_item(rest, &mem);
	}
	triage_here(&item, &mem);
	add_item(&out, &item);
	golden_check(arena_printf(&mem, FOLDER "%s.said", name).at,
	    buf_span(&out));
}

static int
is_message(const struct dirent *d)
{
	return span_ends_with(span_of(d->d_name), SPAN(".txt")) &&
	       strcmp(d->d_name, "letters.txt") != 0;
}

int
main(void)
{
	struct dirent **names;
	int n = scandir(FOLDER, &names, is_message, alphasort);

	letters_check();
	for (int i = 0; i < n; i++) {
		autoarena mem = { NULL };
		struct span name = span_of(names[i]->d_name);

		message_check(arena_text(&mem, span_head(name, name.len - 4)));
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	ok(n > 0, "%d messages", n);
	return done();
}

/* threading.c - identifiers of messages */
#include "register/threading.h"
#include "base/buf.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

/* RFC 5322 section 3.6.4, without comments and quoted parts. */
static bool
is_message_id(struct span s)
{
	size_t at = 0;

	if (s.len < 5 || s.len > MAX_MESSAGE_ID_BYTES || s.at[0] != '<' ||
	    s.at[s.len - 1] != '>')
		return false;
	for (size_t i = 1; i < s.len - 1; i++) {
		char c = s.at[i];

		if (c <= ' ' || c > '~' || c == '<' || c == '>')
			return false;
		if (c == '@' && at == 0)
			at = i;
	}
	return at > 1 && at < s.len - 2;
}

/* The identifiers of s, parted by blanks; *n is -1 where s has others. */
static struct span
identifiers(struct span s, struct arena *mem, int *n)
{
	autobuf b = BUF(MAX_REFERENCES_BYTES);

	*n = 0;
	for (s = span_trim(s); s.len > 0; s = span_trim(s)) {
		struct span rest = s, id;

		(void)span_cut_at(&rest, '>');
		id = span_head(s, s.len - rest.len);
		if (!is_message_id(id)) {
			*n = -1;
			return SPAN("");
		}
		if ((*n)++ > 0)
			buf_add_char(&b, ' ');
		buf_add(&b, id);
		s = rest;
	}
	if (b.overflowed)
		*n = -1;
	return arena_copy(mem, buf_span(&b));
}

void
thread_answer(const struct message *parent, struct arena *mem,
    struct span *in_reply_to, struct span *references)
{
	struct span id = span_trim(parent->message_id);
	struct span before;
	int n;

	*in_reply_to = *references = SPAN("");
	if (!is_message_id(id))
		return;
	*in_reply_to = arena_copy(mem, id);
	*references = *in_reply_to;
	before = identifiers(parent->references, mem, &n);
	if (n == 0) {
		before = identifiers(parent->in_reply_to, mem, &n);
		if (n > 1)
			return;
	}
	if (n > 0 && before.len + 1 + id.len <= MAX_REFERENCES_BYTES)
		*references = arena_printf(mem, "%.*s %.*s", SPAN_ARG(before),
		    SPAN_ARG(id));
}

static bool
is_domain(struct span s)
{
	static const char fit[] = "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";

	for (size_t i = 0; i < s.len; i++)
		if (memchr(fit, s.at[i], sizeof fit - 1) == NULL)
			return false;
	return s.len > 0;
}

enum outcome
message_id_make(struct span reference, struct span domain, struct arena *mem,
    struct span *message_id, struct error *why)
{
	unsigned char random[8];
	autobuf b = BUF(MAX_MESSAGE_ID_BYTES);

	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		return fail(why, LATER, "register: random: %s",
		    strerror(errno));
	buf_add_text(&b, "<ack.");
	for (size_t i = 0; i < reference.len; i++) {
		char c = reference.at[i];

		buf_add_char(&b,
		    c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
	buf_add_char(&b, '.');
	for (size_t i = 0; i < sizeof random; i++)
		buf_printf(&b, "%02x", random[i]);
	buf_printf(&b, "@%.*s>", SPAN_ARG(domain));
	if (!is_domain(domain) || b.overflowed)
		return fail(why, BROKEN,
		    "register: \"%.*s\" is no domain for a Message-ID",
		    SPAN_ARG(domain));
	*message_id = arena_copy(mem, buf_span(&b));
	return DONE;
}

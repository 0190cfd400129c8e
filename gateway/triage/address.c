/* address.c - mail addresses as people and mail programs write them */
#include "triage/address.h"

#include "base/buf.h"
#include "base/conf.h"
#include "base/utf8.h"

#define MAX_ADDRESS_BYTES 254 /* RFC 5321 4.5.3.1.3, less the brackets */
#define MIN_NAME_BYTES 2
#define MAX_NAME_BYTES 60
#define MAX_QUOTED_BYTES 200
#define MAX_POSTAL_BYTES 2000

static bool
is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

/* Is the byte one of the marks? */
static bool
is_one_of(char c, struct span marks)
{
	return memchr(marks.at, c, marks.len) != NULL;
}

bool
address_is_local_byte(char c)
{
	return is_alphanumeric(c) || is_one_of(c, SPAN("!#$%&'*+/=?^_`{|}~-."));
}

bool
address_is_domain_byte(char c)
{
	return is_alphanumeric(c) || c == '.' || c == '-';
}

static bool
is_dotted(struct span s)
{
	return s.len > 0 && s.at[0] != '.' && s.at[s.len - 1] != '.' &&
	       span_find(s, SPAN(".."), 0) == SPAN_NOT_FOUND;
}

static size_t
find_last(struct span s, char mark)
{
	for (size_t i = s.len; i > 0; i--)
		if (s.at[i - 1] == mark)
			return i - 1;
	return SPAN_NOT_FOUND;
}

struct span
address_domain(struct span address)
{
	size_t at = find_last(address, '@');

	return at == SPAN_NOT_FOUND ? SPAN("") : span_from(address, at + 1);
}

bool
address_is_fit(struct span address)
{
	size_t at = find_last(address, '@');
	struct span local, domain;

	if (at == SPAN_NOT_FOUND || address.len > MAX_ADDRESS_BYTES)
		return false;
	local = span_head(address, at);
	domain = span_from(address, at + 1);
	for (size_t i = 0; i < local.len; i++)
		if (!address_is_local_byte(local.at[i]))
			return false;
	for (size_t i = 0; i < domain.len; i++)
		if (!address_is_domain_byte(domain.at[i]))
			return false;
	return is_dotted(local) && is_dotted(domain) &&
	       find_last(domain, '.') != SPAN_NOT_FOUND;
}

/* The run of address characters around the first '@'. */
static struct span
find_address(struct span text)
{
	size_t at = span_find(text, SPAN("@"), 0), start, end;
	struct span found;

	if (at == SPAN_NOT_FOUND)
		return SPAN("");
	for (start = at;
	     start > 0 && address_is_local_byte(text.at[start - 1]);)
		start--;
	for (end = at + 1;
	     end < text.len && address_is_domain_byte(text.at[end]);)
		end++;
	found = (struct span){ text.at + start, end - start };
	/* A quoted address: 'jo@example.org'. */
	if (found.at[0] == '\'')
		found = span_from(found, 1);
	return found;
}

static struct span
strip_marks(struct span s, struct span marks)
{
	s = span_trim(s);
	while (s.len > 0 && is_one_of(s.at[0], marks))
		s = span_from(s, 1);
	while (s.len > 0 && is_one_of(s.at[s.len - 1], marks))
		s.len--;
	return span_trim(s);
}

/* Does the bracket at open have an address behind it: "Jo (jo@...)"? */
static bool
encloses_address(struct span s, size_t open)
{
	size_t end = span_find(s, SPAN(")"), open);

	return span_find(span_head(s, end), SPAN("@"), open) != SPAN_NOT_FOUND;
}

struct mailbox_address
address_read(struct span text, struct arena *mem)
{
	struct mailbox_address m;
	struct span name;

	text = utf8_clean_line(text, mem);
	name = text;
	m.address = find_address(text);
	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] == '<' || name.at[i] == '[' ||
		    (name.at[i] == '(' && encloses_address(name, i)))
			name.len = i;
	name = strip_marks(name, SPAN("\"'*"));
	m.name =
	    span_find(name, SPAN("@"), 0) == SPAN_NOT_FOUND ? name : SPAN("");
	return m;
}

/* Takes what stands before the next mark outside quotation marks. */
static struct span
cut_unquoted(struct span *rest, char mark)
{
	size_t i = 0;
	struct span one;

	while (i < rest->len && rest->at[i] != mark) {
		size_t close = SPAN_NOT_FOUND;

		if (rest->at[i] == '"')
			close = span_find(span_head(span_from(*rest, i + 1),
					      MAX_QUOTED_BYTES),
			    SPAN("\""), 0);
		i += close == SPAN_NOT_FOUND ? 1 : close + 2;
	}
	one = span_head(*rest, i);
	*rest = span_from(*rest, i + 1);
	return one;
}

static bool
has_at(struct span s)
{
	return span_find(s, SPAN("@"), 0) != SPAN_NOT_FOUND;
}

size_t
address_read_list(struct span text, struct mailbox_address **list,
    struct arena *mem)
{
	char mark = span_find(text, SPAN(";"), 0) == SPAN_NOT_FOUND ? ',' : ';';
	size_t room = 1, n = 0;

	for (size_t i = 0; i < text.len; i++)
		room += text.at[i] == mark;
	*list = ARENA_ARRAY(mem, room, struct mailbox_address);
	while (text.len > 0) {
		struct span one = span_trim(cut_unquoted(&text, mark)), more;

		if (one.len == 0)
			continue;
		/* "Bell, Jo <jo@example.org>" */
		more = text;
		if (mark == ',' && !has_at(one) &&
		    span_find(cut_unquoted(&more, mark), SPAN("<"), 0) !=
			SPAN_NOT_FOUND) {
			one.len = (size_t)(text.at - one.at) + text.len -
				  more.len - (more.len > 0);
			text = more;
		}
		(*list)[n++] = address_read(one, mem);
	}
	return n;
}

bool
address_is_listed(struct span address, struct span list)
{
	struct span word;

	while (conf_list_next(&list, &word))
		if (span_is_same_word(address, word))
			return true;
	return false;
}

bool
address_is_within(struct span address, struct span domains)
{
	struct span domain = address_domain(address), word;

	while (conf_list_next(&domains, &word)) {
		if (span_is_same_word(domain, word))
			return true;
		if (domain.len > word.len && span_ends_with(domain, word) &&
		    domain.at[domain.len - word.len - 1] == '.')
			return true;
	}
	return false;
}

struct span
postal_lines(struct span typed, struct arena *mem)
{
	autobuf lines = BUF(MAX_POSTAL_BYTES);

	while (typed.len > 0) {
		struct span line = span_trim(span_cut_at(&typed, ','));

		if (line.len > 0)
			buf_printf(&lines, "%s%.*s", lines.len > 0 ? "\n" : "",
			    SPAN_ARG(line));
	}
	return arena_copy(mem, buf_span(&lines));
}

struct span
name_for_greeting(struct span name)
{
	bool has_letter = false;

	name = span_trim(name);
	if (name.len < MIN_NAME_BYTES || name.len > MAX_NAME_BYTES)
		return SPAN("");
	for (struct span rest = name; rest.len > 0;) {
		unsigned c;
		size_t len = utf8_next(rest, &c);
		/* Latin letters: those of names written in English. */
		bool is_letter =
		    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7);

		if (!is_letter && c != ' ' && c != '-' && c != '\'' &&
		    c != 0x2019)
			return SPAN("");
		has_letter |= is_letter;
		rest = span_from(rest, len);
	}
	return has_letter ? name : SPAN("");
}

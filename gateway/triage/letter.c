/* letter.c - who wrote a letter, from its text */
#include "triage/letter.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "triage/address.h"
#include "triage/signature.h"

#define MAX_TOP_LINES 40
#define MAX_END_LINES 20
#define MAX_ADDRESS_LINES 7
#define MIN_ADDRESS_LINES 2
#define MAX_ADDRESS_LINE_BYTES 60
#define MAX_ADDRESS_BYTES 600
#define MAX_PHONE_BYTES 20
/* Between a closing and the name: room for a signature. */
#define MAX_SIGNATURE_GAP 6

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static size_t
find_blank_from_end(struct span s)
{
	for (size_t i = s.len; i > 0; i--)
		if (s.at[i - 1] == ' ')
			return i - 1;
	return SPAN_NOT_FOUND;
}

/* "LS1", "SW1A", "B33": one or two letters, a digit, perhaps one more. */
static bool
is_outward_code(struct span s)
{
	size_t i = 0;

	while (i < s.len && is_capital(s.at[i]))
		i++;
	if (i < 1 || i > 2 || i == s.len || !is_digit(s.at[i]))
		return false;
	return i + 1 == s.len ||
	       (i + 2 == s.len &&
		   (is_digit(s.at[i + 1]) || is_capital(s.at[i + 1])));
}

bool
line_ends_in_postcode(struct span line)
{
	struct span inward, outward;
	size_t blank;

	line = span_trim(line);
	while (
	    span_ends_with(line, SPAN(".")) || span_ends_with(line, SPAN(",")))
		line.len--;
	if ((blank = find_blank_from_end(line)) == SPAN_NOT_FOUND)
		return false;
	inward = span_from(line, blank + 1);
	if (inward.len != 3 || !is_digit(inward.at[0]) ||
	    !is_capital(inward.at[1]) || !is_capital(inward.at[2]))
		return false;
	outward = span_trim(span_head(line, blank));
	if ((blank = find_blank_from_end(outward)) != SPAN_NOT_FOUND)
		outward = span_from(outward, blank + 1);
	return is_outward_code(outward);
}

static bool
names_organisation(struct span line)
{
	static const char *const words[] = { "nhs", "trust", "hospital",
		"complaint", "customer services", "chief executive",
		"department", "foundation", "manager", "pals", "infirmary",
		"surgery", "clinic", "health", "headquarters", "team",
		"freepost", "solicitors", "llp", "limited", " ltd" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_find(line, span_of(words[i]), 0) != SPAN_NOT_FOUND)
			return true;
	return false;
}

struct block {
	struct span lines[MAX_ADDRESS_LINES];
	size_t n;
	bool is_spoilt; /* a line too long, or too many of them */
};

static void
block_add(struct block *b, struct span line)
{
	line = span_trim(line);
	if (b->n == MAX_ADDRESS_LINES || line.len > MAX_ADDRESS_LINE_BYTES)
		b->is_spoilt = true;
	else
		b->lines[b->n++] = line;
}

/*
 * "Jo Bell, 3 Elm Row, Leeds LS1 4DY": has the line, which ends in a postcode,
 * a house's number, and two commas?
 */
static bool
is_whole_address(struct span line)
{
	size_t commas = 0;
	struct span second = line, first = span_cut_at(&second, ',');

	for (size_t i = 0; i < line.len; i++)
		commas += line.at[i] == ',';
	second = span_trim(second);
	return commas >= MIN_ADDRESS_LINES &&
	       (is_digit(first.at[0]) ||
		   (is_capital(first.at[0]) && is_digit(second.at[0]) &&
		       span_find(first, SPAN(" at "), 0) == SPAN_NOT_FOUND));
}

static bool
is_writers(const struct block *b)
{
	if (b->is_spoilt ||
	    (b->n < MIN_ADDRESS_LINES && !is_whole_address(b->lines[0])))
		return false;
	for (size_t i = 0; i < b->n; i++)
		if (names_organisation(b->lines[i]))
			return false;
	return true;
}

static bool
is_closing(struct span line)
{
	line = span_trim(line);
	if (signature_is_closing(line))
		return true;
	return line.len < 40 &&
	       (span_starts_with(line, SPAN("yours ")) ||
		   span_starts_with(line, SPAN("kind regards")) ||
		   span_starts_with(line, SPAN("regards")) ||
		   span_starts_with(line, SPAN("best wishes")) ||
		   span_starts_with(line, SPAN("sincerely")));
}

static bool
is_greeting(struct span line)
{
	return span_starts_with(span_trim(line), SPAN("dear "));
}

static bool
is_of_phone(char c)
{
	return is_digit(c) || memchr("+ ()-", c, strlen("+ ()-")) != NULL;
}

/* A number of ten to thirteen digits that begins with 0, or +44. */
static struct span
phone_in(struct span line)
{
	size_t start = 0, end, digits = 0;

	while (start < line.len && !is_digit(line.at[start]) &&
	       line.at[start] != '+')
		start++;
	for (end = start; end < line.len && is_of_phone(line.at[end]); end++)
		digits += is_digit(line.at[end]);
	line = span_trim(span_head(span_from(line, start), end - start));
	if (line.len > MAX_PHONE_BYTES || digits < 10 || digits > 13 ||
	    (line.at[0] != '0' && line.at[0] != '+'))
		return SPAN("");
	return line;
}

/* The number that is all that stands behind the line's last comma, or "". */
static struct span
phone_behind(struct span line)
{
	struct span last = line, phone;

	while (span_find(last, SPAN(","), 0) != SPAN_NOT_FOUND)
		span_cut_at(&last, ',');
	last = span_trim(last);
	phone = phone_in(last);
	return last.len < line.len && phone.len == last.len ? phone : SPAN("");
}

/* A line of an address, without the telephone number behind its postcode. */
static struct span
address_line(struct span line)
{
	struct span phone = phone_behind(line), address = line;

	if (phone.len > 0)
		address.len = (size_t)(phone.at - line.at);
	address = span_trim(address);
	while (span_ends_with(address, SPAN(",")))
		address.len--;
	return line_ends_in_postcode(address) ? address : line;
}

/*
 * The writer's address block; false for none, or more than one.  A mail has
 * it below the greeting as well.
 */
static bool
find_address(struct span text, bool is_mail, struct block *found)
{
	struct block b = { .n = 0 };
	size_t count = 0;

	for (int i = 0; i < MAX_TOP_LINES && text.len > 0; i++) {
		struct span line = span_cut_line(&text);

		if (is_greeting(line) && !is_mail)
			break;
		if (span_trim(line).len == 0 || is_greeting(line) ||
		    is_closing(line)) {
			b = (struct block){ .n = 0 };
			continue;
		}
		line = address_line(line);
		block_add(&b, line);
		if (!line_ends_in_postcode(line))
			continue;
		if (is_writers(&b)) {
			*found = b;
			count++;
		}
		b = (struct block){ .is_spoilt = b.is_spoilt };
	}
	return count == 1;
}

/* "Mrs D. Bell" without the points of initials and titles. */
static struct span
without_points(struct span name, struct arena *mem)
{
	char *out = arena_alloc(mem, name.len);
	size_t n = 0;

	for (size_t i = 0; i < name.len; i++)
		if (name.at[i] != '.')
			out[n++] = name.at[i];
	return (struct span){ out, n };
}

/* A name of two words at least, "(Mrs)" behind it aside; "" for none. */
static struct span
name_in(struct span line, struct arena *mem)
{
	struct span name = span_trim(line);
	size_t bracket = span_find(name, SPAN("("), 0);

	if (bracket != SPAN_NOT_FOUND)
		name = span_trim(span_head(name, bracket));
	if (span_find(name, SPAN(" "), 0) == SPAN_NOT_FOUND ||
	    !is_capital(name.at[0]) || names_organisation(name))
		return SPAN("");
	return name_for_greeting(without_points(name, mem));
}

/* "Love from Jo Bell": the name on the line itself, or "". */
static struct span
name_signed(struct span line, bool is_last, struct arena *mem)
{
	static const char *const begins[] = { "love from ", "with love from ",
		"lots of love from ", "best wishes from ", "from " };
	size_t n = sizeof begins / sizeof *begins - !is_last;

	line = span_trim(line);
	for (size_t i = 0; i < n; i++)
		if (span_starts_with(line, span_of(begins[i])))
			return name_in(span_from(line, span_of(begins[i]).len),
			    mem);
	return SPAN("");
}

/* The name behind the last closing. */
static struct span
find_signature(struct span text, struct arena *mem)
{
	struct span name = SPAN("");
	int gap = MAX_SIGNATURE_GAP;

	while (text.len > 0) {
		struct span line = span_cut_line(&text), here;

		here = name_signed(line, span_trim(text).len == 0, mem);
		if (here.len > 0) {
			name = here;
			gap = MAX_SIGNATURE_GAP;
		} else if (is_closing(line)) {
			name = SPAN("");
			gap = 0;
		} else if (gap < MAX_SIGNATURE_GAP) {
			gap++;
			if (span_trim(line).len == 0)
				continue;
			name = name_in(line, mem);
			gap = MAX_SIGNATURE_GAP;
		}
	}
	return name;
}

/* The number in a line that says that it is its writer's, or "". */
static struct span
phone_of_writer(struct span line)
{
	static const char *const begins[] = { "tel", "phone", "mobile", "mob" };
	static const char *const says[] = { "ring me on ", "call me on ",
		"phone me on ", "telephone me on ", "reach me on ",
		"contact me on ", "text me on ", "my number is ",
		"my telephone number is ", "my phone number is ",
		"my mobile is ", "my mobile number is " };
	struct span phone = phone_in(line);
	size_t at;

	if (phone.len > 0 && phone.len == line.len)
		return phone;
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (span_starts_with(line, span_of(begins[i])) && phone.len > 0)
			return phone;
	for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
		at = span_find(line, span_of(says[i]), 0);
		if (at != SPAN_NOT_FOUND)
			return phone_in(span_from(line, at));
	}
	return address_line(line).len < line.len ? phone_behind(line)
						 : SPAN("");
}

static struct span
find_phone(struct span text)
{
	struct span phone = SPAN("");

	while (text.len > 0 && phone.len == 0)
		phone = phone_of_writer(span_trim(span_cut_line(&text)));
	return phone;
}

static struct span
join_lines(const struct block *b, size_t first, struct arena *mem)
{
	autobuf joined = BUF(MAX_ADDRESS_BYTES);

	for (size_t i = first; i < b->n; i++) {
		if (i > first)
			buf_add_char(&joined, '\n');
		buf_add(&joined, utf8_clean_line(b->lines[i], mem));
	}
	return arena_copy(mem, buf_span(&joined));
}

/* Is the line the name, perhaps with a title or initials: same last word? */
static bool
is_same_person(struct span line, struct span name)
{
	size_t bracket = span_find(line, SPAN("("), 0), a, b;

	line = span_trim(span_head(line, bracket));
	a = find_blank_from_end(line);
	b = find_blank_from_end(name);
	return a != SPAN_NOT_FOUND && b != SPAN_NOT_FOUND &&
	       span_is_same_word(span_from(line, a), span_from(name, b));
}

/* sender: whose mail it is; NULL for a letter. */
static struct letter_writer
read_writer(struct span text, const struct span *sender, struct arena *mem)
{
	struct letter_writer writer = { .name = find_signature(text, mem),
		.phone = find_phone(text) };
	struct span name =
	    writer.name.len == 0 && sender ? *sender : writer.name;
	struct block b;
	size_t first = 0;

	if (!find_address(text, sender != NULL, &b))
		return writer;
	if (b.n > MIN_ADDRESS_LINES && is_same_person(b.lines[0], name))
		first = 1;
	writer.postal_address = join_lines(&b, first, mem);
	return writer;
}

struct letter_writer
letter_read(struct span text, struct arena *mem)
{
	return read_writer(text, NULL, mem);
}

struct letter_writer
letter_read_end(struct span text, struct span sender, struct arena *mem)
{
	size_t at, lines = 0;

	text = span_trim(text);
	for (at = text.len; at > 0; at--)
		if (text.at[at - 1] == '\n' && ++lines == MAX_END_LINES)
			break;
	return read_writer(span_from(text, at), &sender, mem);
}

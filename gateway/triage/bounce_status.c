/* bounce_status.c - why a delivery failed, as a status of RFC 3463 */
#include "triage/bounce_status.h"

#include "triage/machine_forms.h"

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t
digits_at(struct span s, size_t at)
{
	size_t n = 0;

	while (at + n < s.len && is_digit(s.at[at + n]))
		n++;
	return n;
}

/* "5.1.1", "4.4.7", "5.7.509" at that place; no address, no version. */
static struct span
status_at(struct span s, size_t at)
{
	size_t n, end = at + 4;

	if ((s.at[at] != '4' && s.at[at] != '5') || at + 5 > s.len ||
	    s.at[at + 1] != '.' || s.at[at + 2] < '0' || s.at[at + 2] > '7' ||
	    s.at[at + 3] != '.')
		return SPAN("");
	if (at > 0 && (is_word(s.at[at - 1]) || s.at[at - 1] == '.'))
		return SPAN("");
	n = digits_at(s, end);
	end += n;
	if (n == 0 || n > 3 || (end < s.len && is_word(s.at[end])) ||
	    (end + 1 < s.len && s.at[end] == '.' && is_digit(s.at[end + 1])))
		return SPAN("");
	return span_from(span_head(s, end), at);
}

bool
status_is_specific(struct span status)
{
	return status.len > 0 && !span_ends_with(status, SPAN(".0.0"));
}

struct span
status_find(struct span text)
{
	struct span found = SPAN("");

	for (size_t i = 0; i < text.len; i++) {
		struct span status = status_at(text, i);

		if (status_is_specific(status))
			return status;
		if (found.len == 0)
			found = status;
	}
	return found;
}

/* The SMTP reply that stands there: "550 ", behind nothing, ": ", "#" ...; 0. */
static long long
reply_at(struct span s, size_t at)
{
	long long reply;
	size_t before = at;

	if (!span_to_number(span_head(span_from(s, at), 3), 400, 559, &reply) ||
	    s.at[at + 1] > '5')
		return 0;
	if (at + 3 < s.len && (is_word(s.at[at + 3]) || s.at[at + 3] == '.'))
		return 0;
	while (before > 0 && s.at[before - 1] == ' ')
		before--;
	return before == 0 || memchr("\n\t:#(<>", s.at[before - 1], 7) != NULL
		   ? reply
		   : 0;
}

/* The first SMTP reply that refuses; 0 where there is none. */
static long long
reply_find(struct span text)
{
	long long reply = 0;

	for (size_t i = 0; i < text.len && reply == 0; i++)
		reply = reply_at(text, i);
	return reply;
}

bool
status_has_code(struct span text)
{
	return status_find(text).len > 0 || reply_find(text) > 0;
}

/* What a reply means where no word tells more: RFC 5321 section 4.2.3. */
static const char *
detail_of_reply(long long reply)
{
	static const struct {
		long long reply;
		const char *detail;
	} rows[] = { { 421, "3.2" }, { 450, "2.0" }, { 451, "3.0" },
		{ 452, "3.1" }, { 454, "7.0" }, { 500, "5.2" }, { 501, "5.4" },
		{ 502, "5.1" }, { 503, "5.1" }, { 504, "5.4" }, { 521, "3.2" },
		{ 530, "7.0" }, { 535, "7.8" }, { 551, "1.6" }, { 552, "2.2" },
		{ 553, "1.3" }, { 556, "1.10" } };

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].reply == reply)
			return rows[i].detail;
	return "0.0";
}

struct span
status_read(struct span text, struct arena *mem)
{
	struct span status = status_find(text), detail;
	long long reply;
	char class = '5';

	if (status.len > 0)
		return status;
	reply = reply_find(text);
	detail = form_status(text);
	if (reply == 0 && detail.len == 0)
		return SPAN("");
	if (reply > 0)
		class = reply < 500 ? '4' : '5';
	else if (form_fits(FORM_LATER, MACHINE_BOUNCE, text))
		class = '4';
	if (detail.len == 0)
		detail = span_of(detail_of_reply(reply));
	return arena_printf(mem, "%c.%.*s", class, SPAN_ARG(detail));
}

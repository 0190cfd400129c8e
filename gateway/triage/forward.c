/* forward.c - the header lines that mail programs write into running text */
#include "triage/forward.h"

#include "base/utf8.h"
#include "triage/address.h"
#include "triage/workday.h"

#define MAX_BLOCK_LINES 40
#define MAX_LINE_BYTES 4096

/* Fields of a block; OTHER is one that belongs to it and says nothing. */
enum field {
	FIELD_NONE,
	FIELD_FROM,
	FIELD_DATE,
	FIELD_TO,
	FIELD_CC,
	FIELD_SUBJECT,
	FIELD_OTHER,
	FIELD_COUNT
};

static const struct {
	const char *name;
	enum field field;
} fields[] = {
	{ "from:", FIELD_FROM },
	{ "sent:", FIELD_DATE },
	{ "date:", FIELD_DATE },
	{ "sent on:", FIELD_DATE },
	{ "to:", FIELD_TO },
	{ "cc:", FIELD_CC },
	{ "subject:", FIELD_SUBJECT },
	{ "bcc:", FIELD_OTHER },
	{ "reply-to:", FIELD_OTHER },
	{ "importance:", FIELD_OTHER },
	{ "priority:", FIELD_OTHER },
	{ "attachments:", FIELD_OTHER },
	{ "sensitivity:", FIELD_OTHER },
	{ "message-id:", FIELD_OTHER },
};

/* Which field the line is; *value is what stands behind the colon. */
static enum field
read_field(struct span line, struct span *value)
{
	struct span bare = span_trim(line);

	while (bare.len > 0 && bare.at[0] == '*')
		bare = span_from(bare, 1);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		struct span name = span_of(fields[i].name);

		if (!span_starts_with(bare, name))
			continue;
		bare = span_from(bare, name.len);
		while (bare.len > 0 && bare.at[0] == '*')
			bare = span_from(bare, 1);
		*value = span_trim(bare);
		return fields[i].field;
	}
	return FIELD_NONE;
}

/* Does the line carry on the list of addresses before it? */
static bool
is_continuation(struct span line, struct span before)
{
	before = span_trim(before);
	if (before.len == 0 || span_trim(line).len == 0)
		return false;
	return line.at[0] == ' ' || line.at[0] == '\t' ||
	       before.at[before.len - 1] == ';' ||
	       before.at[before.len - 1] == ',';
}

bool
header_block_read(struct span text, bool after_marker,
    struct header_block *block)
{
	struct span values[FIELD_COUNT] = { { NULL, 0 } }, rest = text, value;
	enum field last = FIELD_NONE;
	size_t len = 0;

	for (int n = 0; n < MAX_BLOCK_LINES && rest.len > 0; n++) {
		struct span line = span_cut_line(&rest);
		enum field field = read_field(line, &value);

		if (line.len > MAX_LINE_BYTES)
			break;
		if (last == FIELD_NONE && field != FIELD_FROM &&
		    !(after_marker && field != FIELD_NONE))
			return false;
		if (field != FIELD_NONE && values[field].at == NULL) {
			values[field] = value;
			last = field;
		} else if (field == FIELD_NONE &&
			   is_continuation(line, values[last])) {
			const char *end = span_trim(line).at;

			values[last].len = (size_t)(end - values[last].at) +
					   span_trim(line).len;
		} else if (field != FIELD_OTHER) {
			break;
		}
		len = text.len - rest.len;
	}
	if (values[FIELD_FROM].at == NULL ||
	    (values[FIELD_DATE].at != NULL) + (values[FIELD_TO].at != NULL) +
		    (values[FIELD_SUBJECT].at != NULL) <
		2)
		return false;
	*block = (struct header_block){ values[FIELD_FROM], values[FIELD_TO],
		values[FIELD_CC], values[FIELD_SUBJECT], values[FIELD_DATE],
		len };
	return true;
}

static bool
is_rule_with(struct span line, struct span words)
{
	line = span_trim(line);
	return line.len <= 80 && line.len > words.len && line.at[0] == '-' &&
	       line.at[line.len - 1] == '-' &&
	       span_find(line, words, 0) != SPAN_NOT_FOUND;
}

bool
is_forward_marker(struct span line)
{
	return is_rule_with(line, SPAN("forwarded message")) ||
	       span_is_same_word(span_trim(line),
		   SPAN("begin forwarded message:"));
}

bool
is_original_marker(struct span line)
{
	return is_rule_with(line, SPAN("original message"));
}

bool
is_reply_subject(struct span subject)
{
	subject = span_trim(subject);
	return span_starts_with(subject, SPAN("re:")) ||
	       span_starts_with(subject, SPAN("re :")) ||
	       span_starts_with(subject, SPAN("aw:")) ||
	       span_starts_with(subject, SPAN("sv:"));
}

void
forward_fill(struct item *item, const struct passed_on *passed_on,
    struct arena *mem)
{
	struct forward *f = &item->forward;
	const struct header_block *block = &passed_on->block;
	struct span text;

	if (!passed_on->found)
		return;
	text = item->parts[passed_on->part].text;
	f->found = true;
	f->from = address_read(block->from, mem);
	f->n_to = address_read_list(block->to, &f->to, mem);
	f->n_cc = address_read_list(block->cc, &f->cc, mem);
	f->subject = utf8_clean_line(block->subject, mem);
	f->date = utf8_clean_line(block->date, mem);
	f->note = span_trim(span_head(text, passed_on->start));
	f->text = span_trim(span_from(text, passed_on->end));
}

/* --- dates ----------------------------------------------------------------- */

static int
month_of(struct span word)
{
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int m = 0; m < 12 && word.len >= 3; m++)
		if (span_is_same_word(span_head(word, 3),
			(struct span){ months + 3 * m, 3 }))
			return m + 1;
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

day
forward_day(struct span date)
{
	long long n, day_of_month = 0, year = 0;
	int month = 0;

	date = span_head(date, 100);
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

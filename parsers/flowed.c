/* flowed.c - format=flowed, RFC 3676 */
#include "flowed.h"

struct line {
	size_t depth; /* of quotation */
	struct span text;
	bool is_flowed; /* goes on in the next line */
};

static struct line
line_take(struct span *rest)
{
	struct line line = { .text = span_cut_line(rest) };

	while (line.text.len > 0 && line.text.at[0] == '>') {
		line.text = span_from(line.text, 1);
		line.depth++;
	}
	if (line.text.len > 0 && line.text.at[0] == ' ')
		line.text = span_from(line.text, 1);
	line.is_flowed = line.text.len > 0 &&
			 line.text.at[line.text.len - 1] == ' ' &&
			 !span_is_equal(line.text, SPAN("-- "));
	return line;
}

void
flowed_join(struct span text, bool deletes_blank, struct buf *out)
{
	struct line last = { 0 };

	while (text.len > 0) {
		struct line line = line_take(&text);
		bool goes_on = last.is_flowed && last.depth == line.depth &&
			       !span_is_equal(line.text, SPAN("-- "));

		if (last.is_flowed && !goes_on)
			buf_add_char(out, '\n');
		if (!goes_on) {
			for (size_t i = 0; i < line.depth; i++)
				buf_add_char(out, '>');
			if (line.depth > 0)
				buf_add_char(out, ' ');
		}
		buf_add(out,
		    span_head(line.text,
			line.text.len - (line.is_flowed && deletes_blank)));
		if (!line.is_flowed)
			buf_add_char(out, '\n');
		last = line;
	}
	if (last.is_flowed)
		buf_add_char(out, '\n');
}

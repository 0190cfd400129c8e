/* signature.c - lines that close a message */
#include "triage/signature.h"

#include "triage/lines.h"
#include "triage/mail_words.h"

#define MAX_CLOSING_BYTES 60 /* "Kind regards and best wishes, Jo Bell" */
#define MAX_DEVICE_BYTES 80  /* without the address it links to */
#define MAX_LINE_BYTES 60    /* of a signature */
#define MAX_NAME_WORDS 3

static struct span
without(struct span line, const char *marks)
{
	line = line_bare(line);
	while (line.len > 0 && strchr(marks, line.at[0]))
		line = span_from(line, 1);
	while (line.len > 0 && strchr(marks, line.at[line.len - 1]))
		line.len--;
	return line_bare(line);
}

static bool
is_name(struct span s)
{
	size_t words = 1;

	s = line_bare(s);
	for (size_t i = 0; i < s.len; i++)
		words += s.at[i] == ' ';
	return s.len > 0 && s.at[0] >= 'A' && s.at[0] <= 'Z' &&
	       words <= MAX_NAME_WORDS;
}

bool
signature_is_closing(struct span line)
{
	size_t comma;

	line = without(line, "*_,.!");
	if (line.len == 0 || line.len > MAX_CLOSING_BYTES)
		return false;
	if (mail_word_is(line, MAIL_CLOSING))
		return true;
	comma = span_find(line, SPAN(","), 0);
	return comma != SPAN_NOT_FOUND &&
	       mail_word_is(line_bare(span_head(line, comma)), MAIL_CLOSING) &&
	       (is_name(span_from(line, comma + 1)) ||
		   mail_word_is(line_bare(span_from(line, comma + 1)),
		       MAIL_CLOSING));
}

bool
signature_is_device(struct span line)
{
	size_t link;

	line = without(line, "*_[(");
	link = span_find(span_head(line, 2 * MAX_DEVICE_BYTES), SPAN("<"), 0);
	line = span_head(line, link);
	return line.len <= MAX_DEVICE_BYTES &&
	       mail_word_begins(line, MAIL_DEVICE) > 0;
}

bool
signature_is_sentence(struct span line)
{
	size_t words = 1;

	line = line_bare(line);
	if (line.len > MAX_LINE_BYTES || span_starts_with(line, SPAN("ps ")) ||
	    span_starts_with(line, SPAN("ps:")) ||
	    span_starts_with(line, SPAN("p.s")))
		return true;
	for (size_t i = 0; i < line.len; i++)
		words += line.at[i] == ' ';
	return words > MAX_NAME_WORDS && strchr(".?!", line.at[line.len - 1]);
}

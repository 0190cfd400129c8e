/* machine_forms.c - the words by which mail of machines is known */
#include "triage/machine_forms.h"

#include "machine_forms_table.h"

#define N_FORMS (sizeof forms / sizeof *forms)
#define MAX_LABEL_BYTES 64 /* labels are shorter, blanks included */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
is_alphanumeric(char c)
{
	return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
}

/* The end of the run of blanks or digits that a sign stands for, from at. */
static size_t
run_end(struct span text, size_t at, bool (*is_in)(char))
{
	while (at < text.len && is_in(text.at[at]))
		at++;
	return at;
}

/* The end of the words where they stand at that place of text. */
static size_t
words_end(struct span text, size_t at, const char *words)
{
	for (; *words != '\0'; words++) {
		size_t end;

		if (*words != ' ' && *words != '#') {
			if (at == text.len || lower(text.at[at]) != *words)
				return SPAN_NOT_FOUND;
			at++;
			continue;
		}
		end = run_end(text, at, *words == ' ' ? is_blank : is_digit);
		if (end == at)
			return SPAN_NOT_FOUND;
		at = end;
	}
	return at;
}

static bool
is_held(struct span text, const char *words)
{
	for (size_t i = 0; i < text.len; i++) {
		if (lower(text.at[i]) != *words)
			continue;
		if (i > 0 && is_alphanumeric(*words) &&
		    is_alphanumeric(text.at[i - 1]))
			continue;
		if (words_end(text, i, words) != SPAN_NOT_FOUND)
			return true;
	}
	return false;
}

static bool
is_fit(const struct form *form, struct span text)
{
	size_t end;

	if (form->how == FORM_HOLDS)
		return is_held(text, form->words);
	end = words_end(text, 0, form->words);
	return end != SPAN_NOT_FOUND &&
	       (form->how == FORM_BEGINS || end == text.len);
}

bool
form_fits(enum form_place place, enum machine machine, struct span text)
{
	for (size_t i = 0; i < N_FORMS; i++)
		if (forms[i].place == place && forms[i].machine == machine &&
		    is_fit(&forms[i], text))
			return true;
	return false;
}

/* "no", "no; owner=x": the field denies what it is named after. */
static bool
is_denial(struct span value)
{
	static const char *const denials[] = { "no", "none", "false", "never",
		"0" };
	size_t end = run_end(value, 0, is_alphanumeric);

	for (size_t i = 0; i < sizeof denials / sizeof *denials; i++)
		if (span_is_same_word(span_head(value, end),
			span_of(denials[i])))
			return true;
	return false;
}

static bool
is_header_fit(const struct form *form, const struct header *header)
{
	struct span value = span_of(form->words), said;
	struct span name = span_cut_at(&value, ':');

	if (!span_is_same_word(header->name, name))
		return false;
	said = span_trim(header->value);
	return !is_denial(said) && span_starts_with(said, span_trim(value));
}

bool
form_is_in_header(enum form_place place, enum machine machine,
    const struct message *m)
{
	for (size_t i = 0; i < N_FORMS; i++) {
		if (forms[i].place != place || forms[i].machine != machine)
			continue;
		for (size_t h = 0; h < m->n_headers; h++)
			if (is_header_fit(&forms[i], &m->headers[h]))
				return true;
	}
	return false;
}

struct span
form_status(struct span text)
{
	for (size_t i = 0; i < N_FORMS; i++)
		if (forms[i].place == FORM_STATUS && is_fit(&forms[i], text))
			return span_of(forms[i].detail);
	return SPAN("");
}

static bool
is_ended(struct span text, const char *words)
{
	for (size_t i = 0; i < text.len; i++)
		if (words_end(text, i, words) == text.len &&
		    (i == 0 || !is_alphanumeric(*words) ||
			!is_alphanumeric(text.at[i - 1])))
			return true;
	return false;
}

bool
form_is_label(struct span text)
{
	size_t skip =
	    text.len > MAX_LABEL_BYTES ? text.len - MAX_LABEL_BYTES : 0;

	for (size_t i = 0; i < N_FORMS; i++)
		if (forms[i].place == FORM_LABEL &&
		    is_ended(span_from(text, skip), forms[i].words))
			return true;
	return false;
}

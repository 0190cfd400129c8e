/* parameter.c - file names and the like, however they are written */
#include "parameter.h"
#include "charset.h"
#include "encoded.h"

#include "base/ceilings.h"

/* Pieces of one value; a name in more of them is no name. */
#define MAX_PIECES 100

struct piece {
	struct span value;
	bool is_encoded; /* by RFC 2231: percent signs */
	bool is_there;
};

struct forms {
	struct piece plain, whole;
	struct piece pieces[MAX_PIECES];
};

/* Takes a value off *rest: in quotes to their end, else up to a semicolon. */
static struct span
value_take(struct span *rest, struct arena *mem)
{
	struct span s = span_trim(*rest);
	char *unquoted = arena_alloc(mem, s.len + 1);
	size_t n = 0;

	if (s.len == 0 || s.at[0] != '"') {
		*rest = s;
		return span_trim(span_cut_at(rest, ';'));
	}
	for (s = span_from(s, 1); s.len > 0 && s.at[0] != '"';
	     s = span_from(s, 1)) {
		if (s.at[0] == '\\' && s.len > 1)
			s = span_from(s, 1);
		unquoted[n++] = s.at[0];
	}
	(void)span_cut_at(&s, ';');
	*rest = s;
	return (struct span){ unquoted, n };
}

/* Which form is it that key names: "name", "name*", "name*0", "name*0*"? */
static struct piece *
form_of(struct forms *forms, struct span key, struct span name)
{
	bool is_encoded = span_ends_with(key, SPAN("*"));
	struct piece *piece = is_encoded ? &forms->whole : &forms->plain;
	long long number;

	if (is_encoded)
		key.len--;
	if (span_is_same_word(key, name))
		return piece;
	if (!span_starts_with(key, name) || key.len < name.len + 2 ||
	    key.at[name.len] != '*' ||
	    !span_to_number(span_from(key, name.len + 1), 0, MAX_PIECES - 1,
		&number))
		return NULL;
	return &forms->pieces[number];
}

static void
forms_read(struct span field, struct span name, struct arena *mem,
    struct forms *forms)
{
	(void)span_cut_at(&field, ';');
	while (field.len > 0) {
		struct span rest = field;
		struct span key = span_trim(span_cut_at(&rest, '='));
		struct piece *piece;

		/* A word without a value: the next one begins behind it. */
		if (span_find(key, SPAN(";"), 0) != SPAN_NOT_FOUND) {
			(void)span_cut_at(&field, ';');
			continue;
		}
		field = rest;
		rest = value_take(&field, mem);
		piece = form_of(forms, key, name);
		if (piece != NULL && !piece->is_there)
			*piece = (struct piece){ .value = rest,
				.is_encoded = span_ends_with(key, SPAN("*")),
				.is_there = true };
	}
}

static int
hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void
percent_decode(struct span value, struct buf *bytes)
{
	for (size_t i = 0; i < value.len; i++) {
		int high = i + 2 < value.len ? hex_of(value.at[i + 1]) : -1;
		int low = i + 2 < value.len ? hex_of(value.at[i + 2]) : -1;

		if (i + 2 == value.len)
			high = low = -1;
		if (value.at[i] != '%' || high < 0 || low < 0) {
			buf_add_char(bytes, value.at[i]);
			continue;
		}
		buf_add_char(bytes, (char)(high << 4 | low));
		i += 2;
	}
}

/* Takes "charset'language'" off the front; the charset, or "". */
static struct span
charset_take(struct span *value)
{
	struct span rest = *value;
	struct span charset = span_cut_at(&rest, '\'');
	size_t marks = 0;

	for (size_t i = 0; i < value->len; i++)
		marks += value->at[i] == '\'';
	if (marks < 2)
		return SPAN("");
	(void)span_cut_at(&rest, '\'');
	*value = rest;
	return charset;
}

static bool
pieces_join(struct forms *forms, struct buf *bytes, struct span *charset)
{
	struct piece *first = &forms->pieces[0];
	bool is_there = false;

	if (forms->whole.is_there) {
		*first = forms->whole;
		for (size_t i = 1; i < MAX_PIECES; i++)
			forms->pieces[i].is_there = false;
	}
	if (first->is_there && first->is_encoded)
		*charset = charset_take(&first->value);
	for (size_t i = 0; i < MAX_PIECES; i++) {
		const struct piece *piece = &forms->pieces[i];

		if (!piece->is_there)
			continue;
		is_there = true;
		if (piece->is_encoded)
			percent_decode(piece->value, bytes);
		else
			buf_add(bytes, piece->value);
	}
	return is_there;
}

/* Without line ends, which fold it. */
static struct span
unfold(struct span field, struct arena *mem)
{
	char *copy = arena_alloc(mem, field.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < field.len; i++)
		if (field.at[i] != '\r' && field.at[i] != '\n' &&
		    field.at[i] != '\0')
			copy[n++] = field.at[i];
	return (struct span){ copy, n };
}

struct span
parameter_find(struct span field, const char *name, struct arena *mem)
{
	struct span unfolded =
	    unfold(span_head(field, MAX_HEADER_FIELD_BYTES), mem);
	autobuf bytes = BUF(unfolded.len + 1);
	autobuf decoded = BUF(3 * unfolded.len + 16);
	autobuf value = BUF(9 * unfolded.len + 48);
	struct span charset = SPAN(""), plain;
	struct forms forms = { 0 };

	forms_read(unfolded, span_of(name), mem, &forms);
	if (!pieces_join(&forms, &bytes, &charset)) {
		plain = forms.plain.value;
		if (plain.len > 2 && plain.at[0] == '\'' &&
		    plain.at[plain.len - 1] == '\'')
			plain = span_head(span_from(plain, 1), plain.len - 2);
		buf_add(&bytes, plain);
	}
	encoded_decode(buf_span(&bytes), &decoded);
	charset_decode(charset_choose(buf_span(&decoded), charset),
	    buf_span(&decoded), &value);
	return arena_copy(mem, buf_span(&value));
}

/* manifest.c - writes and reads the list of a backup */
#include "register/manifest.h"
#include "base/digest.h"

#include <stdio.h>
#include <string.h>

#define FIRST_LINE "postroom backup 1"
#define MAX_NUMBER 999999999999999999ll
#define MAX_TIME 253402300799ll /* the year 9999 ends */
#define SHA256_DIGITS 64

#define MANIFEST_WORD(name, word) word,
static const char *const words[] = { MANIFEST_ROWS(MANIFEST_WORD) };
#undef MANIFEST_WORD

/* --- writing ----------------------------------------------------------------- */

void
manifest_begin(struct buf *to, const struct manifest *m)
{
	buf_printf(to,
	    FIRST_LINE "\ntaken %lld\nschema %lld\nhistory %lld %s\n",
	    (long long)m->taken, m->schema, m->events,
	    m->head[0] != '\0' ? m->head : "-");
}

void
manifest_add(struct buf *to, const struct manifest_row *row)
{
	struct span sha256 = row->sha256.len > 0 ? row->sha256 : SPAN("-");

	buf_printf(to, "%s %.*s %lld %.*s\n", words[row->kind],
	    SPAN_ARG(sha256), row->size, SPAN_ARG(row->place));
}

void
manifest_end(struct buf *to)
{
	autoarena mem = { 0 };

	buf_printf(to, "end %.*s\n",
	    SPAN_ARG(digest_sha256(buf_span(to), &mem)));
}

/* --- reading ----------------------------------------------------------------- */

bool
manifest_is_place(struct span place)
{
	bool is_start = true;

	for (size_t i = 0; i < place.len; i++) {
		char c = place.at[i];
		bool is_plain = (c >= 'a' && c <= 'z') ||
				(c >= 'A' && c <= 'Z') ||
				(c >= '0' && c <= '9') || c == '_' || c == '-';

		if (!is_plain && (is_start || (c != '.' && c != '/')))
			return false;
		is_start = c == '/';
	}
	return place.len > 0 && !is_start;
}

static bool
is_sha256(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.at[i] >= '0' && s.at[i] <= '9') ||
			(s.at[i] >= 'a' && s.at[i] <= 'f')))
			return false;
	return s.len == SHA256_DIGITS;
}

static bool
row_read(struct span line, struct manifest_row *row)
{
	struct span kind = span_cut_at(&line, ' ');
	size_t i = 0, n = sizeof words / sizeof *words;

	while (i < n && !span_is_equal(kind, span_of(words[i])))
		i++;
	if (i == n)
		return false;
	row->kind = (enum manifest_kind)i;
	row->sha256 = span_cut_at(&line, ' ');
	if (!span_to_number(span_cut_at(&line, ' '), 0, MAX_NUMBER, &row->size))
		return false;
	row->place = line;
	return manifest_is_place(line) &&
	       (is_sha256(row->sha256) ||
		   (row->kind == MANIFEST_ABSENT &&
		       span_is_equal(row->sha256, SPAN("-"))));
}

bool
manifest_next(struct span *rest, struct manifest_row *row)
{
	while (rest->len > 0)
		if (row_read(span_cut_line(rest), row))
			return true;
	return false;
}

/* "WORD NUMBER", and what stands behind it. */
static bool
number_line(struct span *rest, const char *word, long long most,
    long long *number, struct span *behind)
{
	struct span line = span_cut_line(rest);

	if (!span_is_equal(span_cut_at(&line, ' '), span_of(word)))
		return false;
	if (!span_to_number(span_cut_at(&line, ' '), 0, most, number))
		return false;
	*behind = line;
	return true;
}

/* The last line holds the digest of all before it. */
static bool
is_as_written(struct span text)
{
	autoarena mem = { 0 };
	const size_t len = strlen("end \n") + SHA256_DIGITS;
	struct span body;

	if (text.len <= len)
		return false;
	body = span_head(text, text.len - len);
	return span_is_equal(span_from(text, body.len),
	    arena_printf(&mem, "end %.*s\n",
		SPAN_ARG(digest_sha256(body, &mem))));
}

static bool
head_read(struct span *rest, struct manifest *m)
{
	struct span behind = SPAN("");
	long long taken = 0;

	if (!span_is_equal(span_cut_line(rest), SPAN(FIRST_LINE)) ||
	    !number_line(rest, "taken", MAX_TIME, &taken, &behind) ||
	    !number_line(rest, "schema", MAX_NUMBER, &m->schema, &behind) ||
	    !number_line(rest, "history", MAX_NUMBER, &m->events, &behind))
		return false;
	m->taken = (time_t)taken;
	snprintf(m->head, sizeof m->head, "%.*s", SPAN_ARG(behind));
	if (strcmp(m->head, "-") == 0)
		m->head[0] = '\0';
	return true;
}

enum outcome
manifest_read(struct span text, struct manifest *manifest, struct error *why)
{
	struct manifest found = { 0 };
	struct manifest_row row;
	struct span rest = text;

	if (!is_as_written(text))
		return fail(why, REFUSED,
		    "the manifest is cut off, or not as it was written");
	if (!head_read(&rest, &found))
		return fail(why, REFUSED, "this is no manifest of a backup");
	while (rest.len > 0) {
		struct span line = span_cut_line(&rest);

		if (rest.len > 0 && !row_read(line, &row))
			return fail(why, REFUSED,
			    "the manifest has a line that is none of ours");
	}
	*manifest = found;
	return DONE;
}

struct span
manifest_original(struct span place, struct arena *mem)
{
	struct span id = place;

	for (size_t i = place.len; i > 0; i--)
		if (place.at[i - 1] == '/') {
			id = span_from(place, i);
			break;
		}
	/* An ID has its month: m20261122T... */
	if (id.len > 7)
		return arena_printf(mem, "originals/%.4s/%.2s/%.*s", id.at + 1,
		    id.at + 5, SPAN_ARG(id));
	return arena_printf(mem, "originals/other/%.*s", SPAN_ARG(id));
}

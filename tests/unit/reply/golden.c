/*
 * golden.c - what every text of every pack says, in every circumstance
 *
 * tests/golden/PACK/TEXT.txt holds the letter by e-mail with nothing special
 * about it, then for paper and for each circumstance the lines that come (+)
 * and go (-); TEXT.html holds the first of these as a page.  make golden
 * writes them anew, so that a change of wording is seen as one.
 */
#include "base/io.h"
#include "reply/html.h"
#include "reply/letter.h"
#include "tap.h"
#include "triage/workday.h"

#include <dirent.h>
#include <stdlib.h>

#define MAX_GOLDEN_BYTES (1 << 20)

static const struct organisation_options organisation = {
	.name = { "Northmoor Trust", 15 },
	.contact_name = { "Customer Services", 17 },
	.contact_phone = { "01632 960 123", 13 },
	.contact_email = { "complaints@northmoor.example", 28 },
	.contact_address = { "Larch House, Northmoor, NM1 2XY", 31 },
	.contact_hours = { "Monday to Friday, 9am to 5pm", 28 },
};

static const char *const scope_reasons[] = {
#define REASON(word) word,
	SCOPE_REASONS(REASON)
#undef REASON
};

/* The letter as text, below its subject. */
static struct span
write_letter(const struct house *house, const struct text *text,
    const struct outbox_row *row, struct arena *mem)
{
	autobuf out = BUF(MAX_GOLDEN_BYTES);
	struct letter letter;
	struct error why = { "" };

	if (letter_fill(house, row, text, day_of(2026, 11, 22), mem, &letter,
		&why) != DONE)
		die("%s", why.text);
	buf_printf(&out, "Subject: %.*s\n\n", SPAN_ARG(letter.wording.subject));
	letter_to_text(&letter, &out);
	return arena_copy(mem, buf_span(&out));
}

static bool
has_line(struct span text, struct span line)
{
	while (text.len > 0)
		if (span_is_equal(span_cut_line(&text), line))
			return true;
	return false;
}

static void
add_lines(struct buf *out, char mark, struct span of, struct span but_not)
{
	while (of.len > 0) {
		struct span line = span_cut_line(&of);

		if (line.len > 0 && !has_line(but_not, line))
			buf_printf(out, "%c %.*s\n", mark, SPAN_ARG(line));
	}
}

/* What is otherwise than in the plain letter; nothing where nothing is. */
static void
add_change(struct buf *out, const char *what, struct span plain,
    struct span other)
{
	if (span_is_equal(plain, other))
		return;
	buf_printf(out, "\n== %s\n", what);
	add_lines(out, '-', plain, other);
	add_lines(out, '+', other, plain);
}

/* Is another text written in that circumstance? */
static bool
has_own_text(const struct text *text, enum circumstance c, struct arena *mem)
{
	struct span name = arena_printf(mem, "%.*s_%s", SPAN_ARG(text->name),
	    circumstance_name(c));
	struct text own;
	struct error why;

	return text_read(text->pack, text->folder, name, mem, &own, &why) ==
	       DONE;
}

static struct outbox_row
row_new(void)
{
	return (struct outbox_row){ .reference = SPAN("CS26-000017-R"),
		.token = SPAN("000000"),
		.channel = CHANNEL_EMAIL,
		.to = { SPAN("Amara Okafor"), SPAN("amara@example.org") },
		.received_on = day_of(2026, 11, 20),
		.response_due = day_of(2026, 12, 18) };
}

static struct span
golden_make(const struct house *house, const struct text *text,
    struct arena *mem)
{
	struct outbox_row row = row_new();
	autobuf out = BUF(MAX_GOLDEN_BYTES);
	struct span plain = write_letter(house, text, &row, mem);

	buf_add(&out, plain);
	row.channel = CHANNEL_LETTER;
	add_change(&out, "by post", plain,
	    write_letter(house, text, &row, mem));
	row.channel = CHANNEL_EMAIL;
	row.response_due = NO_DATE;
	add_change(&out, "without a day for the reply", plain,
	    write_letter(house, text, &row, mem));
	row.response_due = day_of(2026, 12, 18);
	for (size_t c = 0; c < CIRCUMSTANCE_COUNT; c++) {
		if (has_own_text(text, (enum circumstance)c, mem))
			continue;
		row.circumstances = CIRCUMSTANCE_BIT(c);
		add_change(&out, circumstance_name((enum circumstance)c), plain,
		    write_letter(house, text, &row, mem));
	}
	row.circumstances = 0;
	for (size_t i = 0; i < sizeof scope_reasons / sizeof *scope_reasons;
	     i++) {
		row.scope_reason = span_of(scope_reasons[i]);
		add_change(&out,
		    arena_printf(mem, "scope_%s", scope_reasons[i]).at, plain,
		    write_letter(house, text, &row, mem));
	}
	return arena_copy(mem, buf_span(&out));
}

/* The letter by e-mail, as a page. */
static struct span
page_make(const struct house *house, const struct text *text, struct arena *mem)
{
	const struct outbox_row row = row_new();
	autobuf out = BUF(MAX_GOLDEN_BYTES);
	struct letter letter;
	struct error why = { "" };

	if (letter_fill(house, &row, text, day_of(2026, 11, 22), mem, &letter,
		&why) != DONE)
		die("%s", why.text);
	letter_to_html(&letter, &out);
	return arena_copy(mem, buf_span(&out));
}

static void
golden_check(const char *file, struct span got)
{
	autobuf want = BUF(MAX_GOLDEN_BYTES);
	struct error why = { "" };

	if (getenv("GOLDEN") != NULL) {
		FILE *to = fopen(file, "w");

		if (to == NULL || fwrite(got.at, 1, got.len, to) != got.len ||
		    fclose(to) != 0)
			die("%s is not written", file);
		return;
	}
	if (io_read_file(file, &want, &why) != DONE)
		buf_clear(&want);
	ok(span_is_equal(got, buf_span(&want)),
	    "%s holds what the letter says: if it should, make golden", file);
}

static int
is_a_text(const struct dirent *d)
{
	return span_ends_with(span_of(d->d_name), SPAN(".txt"));
}

static int
is_pack(const struct dirent *d)
{
	return d->d_name[0] != '.' && d->d_type == DT_DIR;
}

static void
pack_check(const char *pack)
{
	autoarena lasting = { 0 };
	struct span folder = arena_printf(&lasting, "templates/%s", pack);
	struct house house;
	struct dirent **names;
	struct error why = { "" };
	int n = scandir(folder.at, &names, is_a_text, alphasort);

	if (n <= 0 || house_read_pack(&organisation, folder, &lasting, &house,
			  &why) != DONE)
		die("%s: %s", pack, why.text);
	if (io_make_dirs(arena_printf(&lasting, "tests/golden/%s", pack).at,
		&why) != DONE)
		die("%s", why.text);
	for (int i = 0; i < n; i++) {
		autoarena mem = { 0 };
		struct span name = span_of(names[i]->d_name);
		struct text text;

		if (text_read(folder, SPAN(""), span_head(name, name.len - 4),
			&mem, &text, &why) != DONE)
			die("%s", why.text);
		golden_check(arena_printf(&mem, "tests/golden/%s/%s", pack,
				 names[i]->d_name)
				 .at,
		    golden_make(&house, &text, &mem));
		golden_check(arena_printf(&mem, "tests/golden/%s/%.*s.html",
				 pack, SPAN_ARG(text.name))
				 .at,
		    page_make(&house, &text, &mem));
		free(names[i]);
	}
	free(names);
}

int
main(void)
{
	struct dirent **packs;
	int n = scandir("templates", &packs, is_pack, alphasort);

	for (int i = 0; i < n; i++) {
		pack_check(packs[i]->d_name);
		free(packs[i]);
	}
	if (n >= 0)
		free(packs);
	ok(n > 0, "%d packs", n);
	return done();
}

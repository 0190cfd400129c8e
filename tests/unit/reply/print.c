/* print.c - tests of letters on paper; their text is a flow matter */
#include "reply/print.h"
#include "tap.h"
#include "triage/workday.h"

/* Fontconfig keeps what it read until the process ends. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}

static const struct organisation_options organisation = {
	.name = { "Northmoor Trust", 15 },
	.contact_name = { "Customer Services", 17 },
	.contact_address = { "Larch House, Northmoor, NM1 2XY", 31 },
};

/* A letter of n paragraphs of two lines each. */
static enum outcome
print(size_t n, const char *address, struct buf *pdf, struct error *why)
{
	autoarena mem = { 0 };
	struct letter l = {
		.reference = SPAN("CS26-000017-R"),
		.written = day_of(2026, 11, 22),
		.wording = { .subject = SPAN("Subject"),
		    .closing = SPAN("Yours sincerely"),
		    .blocks = ARENA_ARRAY(&mem, n, struct block),
		    .n_blocks = n },
		.signatory = SPAN("Complaints Manager"),
		.organisation = SPAN("Northmoor Trust"),
	};

	for (size_t i = 0; i < n; i++)
		l.wording.blocks[i] = (struct block){ (enum block_kind)(i % 3),
			SPAN("One line of it,\nand <b>another</b> & one.") };
	return letter_print(&l, &organisation, span_of(address), pdf, why);
}

static size_t
pages_of(const struct buf *pdf)
{
	size_t n = 0, at = 0;

	while ((at = span_find(buf_span(pdf), SPAN("/Type /Page %"), at)) !=
	       SPAN_NOT_FOUND) {
		n++;
		at++;
	}
	return n;
}

static void
test_letters(void)
{
	autobuf one = BUF(8 << 20), two = BUF(8 << 20);
	struct error why = { "" };

	ok(print(6, "Amara Okafor\n1 High Street\nNorthmoor\nNM1 1AA", &one,
	       &why) == DONE,
	    "a letter %s", why.text);
	ok(span_starts_with(buf_span(&one), SPAN("%PDF-1.5")), "is a PDF");
	ok(span_find(buf_span(&one), SPAN("%%EOF"), 0) != SPAN_NOT_FOUND,
	    "a whole one");
	ok(span_find(buf_span(&one), SPAN("/StructTreeRoot"), 0) !=
		SPAN_NOT_FOUND,
	    "tagged");
	ok(one.len > 5000 && one.len < 200000, "of %zu bytes", one.len);
	is_number(pages_of(&one), 1, "on one page");
	ok(print(6, "Amara Okafor\n1 High Street\nNorthmoor\nNM1 1AA", &two,
	       &why) == DONE,
	    "again");
	ok(span_is_equal(buf_span(&one), buf_span(&two)),
	    "the same letter is the same bytes");
}

static void
test_addresses(void)
{
	static const char *const addresses[] = { "", "\n\n\n", "one line",
		"1\n2\n3\n4\n5\n6\n7\n8\n9\n10", "\xff\xfe\x01<b>&",
		"a very long line of an address that goes on and on and on and "
		"on past the window" };

	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		autobuf pdf = BUF(8 << 20);
		struct error why = { "" };

		ok(print(3, addresses[i], &pdf, &why) == DONE, "address %zu %s",
		    i + 1, why.text);
		is_number(pages_of(&pdf), 1, "on one page");
	}
}

static void
test_sizes(void)
{
	autobuf pdf = BUF(8 << 20), small = BUF(100);
	struct error why = { "" };
	size_t n = 1, before = 0;

	/* grow to the limit, one page at a time */
	while (print(n, "", &pdf, &why) == DONE && n < 2000) {
		before = pages_of(&pdf);
		n += 6;
		buf_clear(&pdf);
	}
	is_number(before, MAX_LETTER_PAGES, "as many pages as there may be");
	is_text(outcome_name(print(n, "", &pdf, &why)), "REFUSED",
	    "one more is too long");
	is_text(outcome_name(print(3, "", &small, &why)), "LATER",
	    "a buffer that is too small is no letter");
}

int
main(void)
{
	test_letters();
	test_addresses();
	test_sizes();
	return done();
}

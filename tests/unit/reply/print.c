/* print.c - tests of letters on paper; their text is a flow matter */
#include "reply/print.h"
#include "faulty.h"
#include "reply/batch.h"
#include "reply/pdf.h"
#include "tap.h"
#include "triage/workday.h"

FAULTY(int, -1, qpdf_get_num_pages, (qpdf_data pdf), (pdf))

static const struct organisation_options organisation = {
	.name = { "Northmoor Trust", 15 },
	.contact_name = { "Customer Services", 17 },
	.contact_address = { "Larch House, Northmoor, NM1 2XY", 31 },
};

/* What is looked at beside the length. */
static const struct letter plain = { .language = "en" };

/* The letter with n blocks of every kind, two lines each. */
static enum outcome
print_as(const struct letter *as, size_t n, const char *address,
    struct buf *pdf, struct error *why)
{
	autoarena mem = { 0 };
	struct letter l = {
		.reference = SPAN("CS26-000017-R"),
		.full_reference = SPAN("CS26-000017-R/7QF3XM"),
		.language = as->language,
		.is_large_print = as->is_large_print,
		.n_forms = as->n_forms,
		.written = day_of(2026, 11, 22),
		.wording = { .subject = SPAN("Subject"),
		    .closing = SPAN("Yours sincerely"),
		    .blocks = ARENA_ARRAY(&mem, n, struct block),
		    .n_blocks = n },
		.signatory = SPAN("Complaints Manager"),
		.organisation = SPAN("Northmoor Trust"),
	};

	for (size_t i = 0; i < n; i++)
		l.wording.blocks[i] = (struct block){ (enum block_kind)(i % 6),
			SPAN("One line, for www.example.org,\nand <b>another "
			     "one</b> & more.") };
	for (size_t i = 0; i < l.n_forms; i++)
		l.forms[i] = l.wording;
	return letter_print(&l, &organisation, span_of(address), pdf, why);
}

static enum outcome
print(size_t n, const char *address, struct buf *pdf, struct error *why)
{
	return print_as(&plain, n, address, pdf, why);
}

static size_t
count(const struct buf *pdf, const char *words)
{
	size_t n = 0, at = 0;

	while ((at = span_find(buf_span(pdf), span_of(words), at)) !=
	       SPAN_NOT_FOUND) {
		n++;
		at++;
	}
	return n;
}

static size_t
pages_of(const struct buf *pdf)
{
	return count(pdf, "/Type /Page ");
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
	is_number(count(&one, "/Lang (en)"), 1, "its language is said");
	is_number(count(&one, "/DisplayDocTitle true"), 1, "its title shown");
	is_number(count(&one, "/S /H1"), 1, "one first heading");
	is_number(count(&one, "/S /H2"), 1, "one heading below it");
	is_number(count(&one, "/Dest (h"), 2, "both in the outline");
	is_number(count(&one, "/S /L "), 2, "two lists");
	is_number(count(&one, "/URI (https://www.example.org)"), 4,
	    "a link in each text but headings");
	ok(one.len > 5000 && one.len < 200000, "of %zu bytes", one.len);
	is_number(pages_of(&one), 1, "on one page");
	ok(print(6, "Amara Okafor\n1 High Street\nNorthmoor\nNM1 1AA", &two,
	       &why) == DONE,
	    "again");
	ok(span_is_equal(buf_span(&one), buf_span(&two)),
	    "the same letter is the same bytes");
}

/* Letters for those who read large print, or Welsh; and with forms. */
static void
test_forms(void)
{
	static const struct {
		struct letter letter;
		const char *says;
		size_t pages, headings;
	} cases[] = {
		{ { .language = "en" }, "/Lang (en)", 1, 1 },
		{ { .language = "cy" }, "/Lang (cy)", 1, 1 },
		{ { .language = "en", .is_large_print = true }, "/Lang (en)", 2,
		    1 },
		{ { .language = "en", .n_forms = 2 }, "/Lang (en)", 3, 3 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autobuf pdf = BUF(8 << 20);
		struct error why = { "" };

		ok(print_as(&cases[i].letter, 6, "A\nB", &pdf, &why) == DONE,
		    "form %zu %s", i + 1, why.text);
		ok(count(&pdf, cases[i].says) == 1, "says %s", cases[i].says);
		is_number(pages_of(&pdf), cases[i].pages, "its pages");
		is_number(count(&pdf, "/S /H2"), cases[i].headings,
		    "its headings");
	}
}

static void
test_batch(void)
{
	const char *const names[] = { "one", "two", "three" };
	autobuf one = BUF(8 << 20), two = BUF(8 << 20), batch = BUF(8 << 20);
	struct span letters[3];
	struct error why = { "" };

	ok(print(6, "A", &one, &why) == DONE &&
		print(12, "B", &two, &why) == DONE,
	    "two letters %s", why.text);
	is_number(pages_of(&one), 1, "the first on a page");
	is_number(pages_of(&two), 2, "the second on two");
	letters[0] = letters[2] = buf_span(&one);
	letters[1] = buf_span(&two);
	ok(batch_merge(letters, names, 3, &batch, &why) == DONE,
	    "put together");
	is_number(pages_of(&batch), 6, "each begins on an odd page");
	buf_clear(&batch);
	letters[1] = SPAN("%PDF-1.5 broken");
	is_text(outcome_name(batch_merge(letters, names, 3, &batch, &why)),
	    "LATER", "a broken one");
	ok(span_starts_with(span_of(why.text), SPAN("two:")), "is named: %s",
	    why.text);
}

/* What is told of a file that could not be made whole. */
static void
test_unfinished(void)
{
	const char *const names[] = { "one", "two" };
	autobuf one = BUF(8 << 20), out = BUF(8 << 20);
	autopdf file = pdf_new();
	struct span letters[2];
	struct error why = { "" };

	ok(print(6, "A", &one, &why) == DONE, "a letter %s", why.text);
	letters[0] = letters[1] = buf_span(&one);
	faulty_qpdf_get_num_pages = (struct faulty){ .after = 1, .times = 1 };
	is_text(outcome_name(batch_merge(letters, names, 2, &out, &why)),
	    "LATER", "pages that cannot be counted");
	is_text(why.text,
	    "two: qpdf: no cause (memory was short, or the file is damaged)",
	    "are not left out");
	faulty_qpdf_get_num_pages = (struct faulty){ .times = 1 };
	is_text(outcome_name(print(6, "A", &out, &why)), "LATER",
	    "nor left without tags");
	is_number(out.len, 0, "and nothing is printed");
	(void)qpdf_get_page_n(file, 7);
	is_text(outcome_name(pdf_write(file, &out, &why)), "LATER",
	    "what failed before it is written");
	ok(span_starts_with(span_of(why.text),
	       SPAN("letter: not written: qpdf: ")) &&
		strlen(why.text) > 30,
	    "is told: %s", why.text);
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
	test_forms();
	test_batch();
	test_unfinished();
	test_addresses();
	test_sizes();
	return done();
}

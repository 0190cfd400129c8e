/* reference.c - references: their form, and the slips that are noticed */
#include "register/reference.h"
#include "tap.h"

static void
test_form(void)
{
	static const struct {
		int year;
		long long number;
		const char *want;
	} cases[] = {
		{ 2026, 1234, "CS26-001234-K" },
		{ 2000, 1, "CS00-000001-B" },
		{ 2099, 999999, "CS99-999999-C" },
	};
	autoarena mem = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct span got =
		    reference_make(cases[i].year, cases[i].number, &mem);

		is_span(got, cases[i].want, "%s is made", cases[i].want);
		ok(reference_is_valid(got), "and valid");
	}
}

static void
test_malformed(void)
{
	static const char *const texts[] = { "", "CS26-001234", "CS26-001234-",
		"CS26-001234-KK", "cs26-001234-K", "CS26-001234-k",
		"CS26_001234-K", "CS26-00123A-K", "CS26-00/234-K",
		"CS2A-001234-K", "XS26-001234-K", "CS26-001234-I",
		" CS26-001234-K" };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ok(!reference_is_valid(span_of(texts[i])), "\"%s\" is none",
		    texts[i]);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Changes one character in every way; counts what was not noticed. */
static int
missed_changes(char *text, size_t len)
{
	static const char others[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	int missed = 0;

	for (size_t i = 0; i < len; i++) {
		char right = text[i];

		for (const char *o = others; *o != '\0'; o++) {
			text[i] = *o;
			if (*o != right &&
			    reference_is_valid((struct span){ text, len }))
				missed++;
		}
		text[i] = right;
	}
	return missed;
}

/* Swaps any two unlike digits; counts what was not noticed. */
static int
missed_swaps(char *text, size_t len)
{
	int missed = 0;

	for (size_t i = 0; i < len; i++)
		for (size_t j = i + 1; j < len; j++) {
			char a = text[i], b = text[j];

			if (!is_digit(a) || !is_digit(b) || a == b)
				continue;
			text[i] = b;
			text[j] = a;
			if (reference_is_valid((struct span){ text, len }))
				missed++;
			text[i] = a;
			text[j] = b;
		}
	return missed;
}

static void
test_slips(void)
{
	int changes = 0, swaps = 0;

	for (long long n = 1; n <= MAX_REFERENCE_NUMBER; n += 9973) {
		autoarena mem = { 0 };
		struct span made = reference_make(2026, n, &mem);
		char text[32];

		memcpy(text, made.at, made.len);
		changes += missed_changes(text, made.len);
		swaps += missed_swaps(text, made.len);
	}
	is_number(changes, 0, "one wrong character is always noticed");
	is_number(swaps, 0, "two digits that changed places always are");
}

int
main(void)
{
	test_form();
	test_malformed();
	test_slips();
	return done();
}

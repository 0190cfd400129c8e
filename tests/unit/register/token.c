/* token.c - tokens of references */
#include "register/token.h"
#include "tap.h"

#define KEY "00112233445566778899aabbccddeeff"
#define REF "CS26-001234-K"

static void
test_shape(void)
{
	autoarena mem = { 0 };
	struct span token = token_make(SPAN(KEY), SPAN(REF), &mem);
	size_t fit = strspn(token.at, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");

	is_number(token.len, TOKEN_CHARACTERS, "six characters");
	ok(fit >= token.len, "that can be read out: %.*s", SPAN_ARG(token));
	ok(span_is_equal(token, token_make(SPAN(KEY), SPAN(REF), &mem)),
	    "the same each time");
	ok(!span_is_equal(token,
	       token_make(SPAN(KEY), SPAN("CS26-001235-K"), &mem)),
	    "another for another reference");
	ok(!span_is_equal(token, token_make(SPAN("key"), SPAN(REF), &mem)),
	    "and under another key");
}

static void
test_valid(void)
{
	autoarena mem = { 0 };
	char typed[TOKEN_CHARACTERS + 1];

	/* Enough references that every character is typed once. */
	for (int i = 0; i < 200; i++) {
		struct span ref = arena_printf(&mem, "CS26-%06d-K", i);
		struct span token = token_make(SPAN(KEY), ref, &mem);
		bool all = token_is_valid(SPAN(KEY), ref, token);

		for (size_t c = 0; c < TOKEN_CHARACTERS; c++) {
			char was = token.at[c];

			typed[c] = was == '0'   ? 'o'
				   : was == '1' ? (char)(i % 2 ? 'I' : 'l')
				   : was >= 'A' ? (char)(was - 'A' + 'a')
						: was;
		}
		all &= token_is_valid(SPAN(KEY), ref,
		    (struct span){ typed, TOKEN_CHARACTERS });
		typed[i % TOKEN_CHARACTERS] =
		    token.at[i % TOKEN_CHARACTERS] == '7' ? '8' : '7';
		all &= !token_is_valid(SPAN(KEY), ref,
		    (struct span){ typed, TOKEN_CHARACTERS });
		if (!all)
			ok(false, "%.*s", SPAN_ARG(ref));
	}
	ok(true, "as typed, and with one character wrong");
	ok(!token_is_valid(SPAN(KEY), SPAN(REF), SPAN("")), "none");
	ok(!token_is_valid(SPAN(KEY), SPAN(REF), SPAN("{|}~\177\xff")),
	    "what nobody can read out");
	ok(!token_is_valid(SPAN(KEY), SPAN(REF),
	       span_head(token_make(SPAN(KEY), SPAN(REF), &mem), 5)),
	    "one character short");
}

int
main(void)
{
	test_shape();
	test_valid();
	return done();
}

/* token.c - tokens of references */
#include "register/token.h"
#include "base/digest.h"

#define BITS 5 /* of a character */

static unsigned
digit_of(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

struct span
token_make(struct span key, struct span reference, struct arena *mem)
{
	static const char characters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	struct span digits = digest_keyed(key, reference, mem);
	char *token = arena_alloc(mem, TOKEN_CHARACTERS + 1);
	unsigned long long bits = 0;

	for (size_t i = 0; i < TOKEN_CHARACTERS * BITS / 4 + 1; i++)
		bits = bits << 4 | digit_of(digits.at[i]);
	for (size_t i = 0; i < TOKEN_CHARACTERS; i++, bits >>= BITS)
		token[i] = characters[bits & 31];
	return (struct span){ token, TOKEN_CHARACTERS };
}

/* As people may have typed it. */
static char
plain(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		return '0';
	return c == 'I' || c == 'L' ? '1' : c;
}

bool
token_is_valid(struct span key, struct span reference, struct span token)
{
	autoarena mem = { 0 };
	struct span right = token_make(key, reference, &mem);
	int different = 0;

	if (token.len != right.len)
		return false;
	for (size_t i = 0; i < right.len; i++)
		different |= plain(token.at[i]) ^ right.at[i];
	return different == 0;
}

/* base64.c - six bits at a time */
#include "base/base64.h"

void
base64_add(struct buf *out, struct span bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
		unsigned bits = 0;

		for (size_t j = 0; j < 3; j++)
			bits = bits << 8 |
			       (j < n ? (unsigned char)bytes.at[i + j] : 0);
		for (size_t j = 0; j < 4; j++)
			buf_add_char(out,
			    j <= n ? digits[bits >> (18 - 6 * j) & 63] : '=');
	}
}

static int
digit_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

bool
base64_read(struct buf *out, struct span text)
{
	unsigned bits = 0;
	int n_bits = 0;

	for (int i = 0; i < 2 && text.len > 0; i++)
		if (text.at[text.len - 1] == '=')
			text.len--;
	for (size_t i = 0; i < text.len; i++) {
		int value = digit_value(text.at[i]);

		if (value < 0)
			return false;
		bits = bits << 6 | (unsigned)value;
		n_bits += 6;
		if (n_bits >= 8) {
			n_bits -= 8;
			buf_add_char(out, (char)(bits >> n_bits & 255));
		}
	}
	return n_bits < 6;
}

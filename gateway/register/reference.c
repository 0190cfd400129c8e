/* reference.c - makes and checks the references of cases */
#include "register/reference.h"

#include <assert.h>

#define REFERENCE_DIGITS 8

static char
check_character(const char *digits)
{
	static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";
	int sum = 0;

	for (int i = 0; i < REFERENCE_DIGITS; i++)
		sum += (digits[i] - '0') * (REFERENCE_DIGITS - i);
	return letters[sum % (int)(sizeof letters - 1)];
}

struct span
reference_make(int year, long long number, struct arena *mem)
{
	struct span digits;

	assert(year > 0 && number > 0 && number <= MAX_REFERENCE_NUMBER);
	digits = arena_printf(mem, "%02d%06lld", year % 100, number);
	return arena_printf(mem, "CS%.2s-%s-%c", digits.at, digits.at + 2,
	    check_character(digits.at));
}

bool
reference_is_valid(struct span text)
{
	static const char pattern[] = "CS00-000000-*";
	char digits[REFERENCE_DIGITS] = "";
	size_t n = 0;

	if (text.len != sizeof pattern - 1)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (pattern[i] == '0') {
			if (c < '0' || c > '9')
				return false;
			digits[n++] = c;
		} else if (pattern[i] != '*' && pattern[i] != c) {
			return false;
		}
	}
	return text.at[text.len - 1] == check_character(digits);
}

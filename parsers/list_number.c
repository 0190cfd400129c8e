/* list_number.c - numbers as letters, as Romans wrote them, and as we do */
#include "list_number.h"

/* The Romans had no sign for 5,000; letters would become rows of them. */
#define MAX_ROMAN 3999
#define MAX_LETTER (26 * 20)

static void
roman_add(struct buf *text, long long number, bool is_upper)
{
	static const struct {
		int value;
		const char *lower, *upper;
	} signs[] = { { 1000, "m", "M" }, { 900, "cm", "CM" },
		{ 500, "d", "D" }, { 400, "cd", "CD" }, { 100, "c", "C" },
		{ 90, "xc", "XC" }, { 50, "l", "L" }, { 40, "xl", "XL" },
		{ 10, "x", "X" }, { 9, "ix", "IX" }, { 5, "v", "V" },
		{ 4, "iv", "IV" }, { 1, "i", "I" } };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		for (; number >= signs[i].value; number -= signs[i].value)
			buf_add_text(text,
			    is_upper ? signs[i].upper : signs[i].lower);
}

/* The 27th is aa, the 28th bb (ECMA-376 part 1, 17.18.59). */
static void
letter_add(struct buf *text, long long number, char first)
{
	for (long long i = 0; i <= (number - 1) / 26; i++)
		buf_add_char(text, (char)(first + (number - 1) % 26));
}

static const char *
ordinal_of(long long number)
{
	if (number / 10 % 10 == 1)
		return "th";
	return number % 10 == 1   ? "st"
	       : number % 10 == 2 ? "nd"
	       : number % 10 == 3 ? "rd"
				  : "th";
}

void
list_number_add(struct buf *text, enum list_format format, long long number)
{
	bool is_roman = format == LIST_ROMAN || format == LIST_ROMAN_UPPER;
	bool is_letter = format == LIST_LETTER || format == LIST_LETTER_UPPER;

	if (format == LIST_NOTHING)
		return;
	if (format == LIST_BULLET)
		buf_add_text(text, "•");
	else if (is_roman && number > 0 && number <= MAX_ROMAN)
		roman_add(text, number, format == LIST_ROMAN_UPPER);
	else if (is_letter && number > 0 && number <= MAX_LETTER)
		letter_add(text, number, format == LIST_LETTER ? 'a' : 'A');
	else if (format == LIST_ORDINAL)
		buf_printf(text, "%lld%s", number, ordinal_of(number));
	else
		buf_printf(text,
		    format == LIST_DECIMAL_ZERO ? "%02lld" : "%lld", number);
}

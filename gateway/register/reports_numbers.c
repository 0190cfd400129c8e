/* reports_numbers.c - medians, shares and working days of reports */
#include "register/reports_work.h"
#include "triage/workday.h"

#include <stdlib.h>

void
numbers_release(struct numbers *numbers)
{
	free(numbers->at);
}

void
numbers_add(struct numbers *numbers, long long n)
{
	if (numbers->n == numbers->room) {
		numbers->room = numbers->room == 0 ? 256 : 2 * numbers->room;
		numbers->at = reallocarray(numbers->at, numbers->room,
		    sizeof *numbers->at);
		if (numbers->at == NULL)
			die("report: out of memory");
	}
	numbers->at[numbers->n++] = n;
}

long long
workdays_between(const struct policy *policy, bool is_uk, day from, day until)
{
	struct calendar c = { is_uk, policy->proclaimed, policy->n_proclaimed };
	long long n = 0;

	for (day d = from + 1; d <= until; d++)
		n += day_is_working(c, d);
	return n;
}

long long
share_tenths(long long part, long long whole)
{
	return (2000 * part + whole) / (2 * whole);
}

struct figure
figure_share(long long part, long long whole)
{
	if (whole == 0)
		return (struct figure){ .type = FIGURE_NONE };
	return (struct figure){ .type = FIGURE_PERCENT,
		.n = share_tenths(part, whole) };
}

static int
compare_numbers(const void *left, const void *right)
{
	const long long *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

long long
median_tenths(const long long *sorted, size_t n)
{
	return 5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
}

struct figure
figure_median(struct numbers *numbers)
{
	if (numbers->n == 0)
		return (struct figure){ .type = FIGURE_NONE };
	qsort(numbers->at, numbers->n, sizeof *numbers->at, compare_numbers);
	return (struct figure){ .type = FIGURE_DAYS,
		.n = median_tenths(numbers->at, numbers->n) };
}

/* width.c - asks the C library for the width of characters */
#include "console/width.h"
#include "base/utf8.h"

#include <wchar.h>

struct width
width_start(void)
{
	struct width width = { .unicode =
				   newlocale(LC_CTYPE_MASK, "C.UTF-8", NULL) };

	if (width.unicode != (locale_t)0)
		width.before = uselocale(width.unicode);
	return width;
}

void
width_end(struct width *width)
{
	if (width->unicode == (locale_t)0)
		return;
	uselocale(width->before);
	freelocale(width->unicode);
	*width = (struct width){ 0 };
}

/* What has no width of its own in the table is one wide, to be safe. */
static size_t
point_width(unsigned point)
{
	int columns = wcwidth((wchar_t)point);

	return columns < 0 ? 1 : (size_t)columns;
}

size_t
width_of(struct span text)
{
	size_t columns = 0;
	unsigned point;

	for (; text.len > 0; columns += point_width(point))
		text = span_from(text, utf8_next(text, &point));
	return columns;
}

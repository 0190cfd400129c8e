/* style.c - the ways in which letters of HTML are hidden */
#include "style.h"

#include "base/buf.h"

#include <string.h>

/* Longer styles are none that people write; the rest is not looked at. */
#define MAX_STYLE_BYTES 4096

/* The value of a property of the style, without "!important"; "" for none. */
static struct span
style_value(struct span style, const char *property)
{
	while (style.len > 0) {
		struct span rest = span_cut_at(&style, ';');

		if (span_is_same_word(span_cut_at(&rest, ':'),
			span_of(property)))
			return span_cut_at(&rest, '!');
	}
	return SPAN("");
}

/* "0", "0px", "0.0em" are no size, "0.5em" is one. */
static bool
is_nothing(struct span size)
{
	for (size_t i = 0; i < size.len; i++)
		if (size.at[i] >= '1' && size.at[i] <= '9')
			return false;
	return span_starts_with(size, SPAN("0"));
}

/* What shows nothing; a line of preview text is hidden in most of these ways. */
static bool
shows_nothing(struct span style)
{
	static const struct {
		const char *property, *value;
	} words[] = { { "display", "none" }, { "visibility", "hidden" },
		{ "visibility", "collapse" }, { "mso-hide", "all" } };
	static const char *const sizes[] = { "font-size", "opacity",
		"max-height" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is_same_word(style_value(style, words[i].property),
			span_of(words[i].value)))
			return true;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (is_nothing(style_value(style, sizes[i])))
			return true;
	return false;
}

static bool
is_white(struct span colour)
{
	static const char *const whites[] = { "white", "#fff", "#ffffff",
		"rgb(255,255,255)" };

	for (size_t i = 0; i < sizeof whites / sizeof *whites; i++)
		if (span_is_same_word(colour, span_of(whites[i])))
			return true;
	return false;
}

bool
style_hides(struct span style, bool *has_ground)
{
	autobuf squeezed = BUF(MAX_STYLE_BYTES);
	struct span ground;

	for (size_t i = 0; i < style.len && !squeezed.overflowed; i++)
		if ((unsigned char)style.at[i] > ' ')
			buf_add_char(&squeezed, style.at[i]);
	style = buf_span(&squeezed);
	ground = style_value(style, "background-color");
	if (ground.len == 0)
		ground = style_value(style, "background");
	if (ground.len > 0 && !is_white(ground))
		*has_ground = true;
	return shows_nothing(style) ||
	       (is_white(style_value(style, "color")) &&
		   (ground.len > 0 ? is_white(ground) : !*has_ground));
}

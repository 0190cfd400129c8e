/* show_text.c - a text as a person reads it */
#include "console/show_text.h"
#include "base/utf8.h"

#define DIM "\033[2m"
#define PLAIN "\033[0m"

/* The bytes from..to of the text, cut to it. */
static struct span
piece(struct span text, size_t from, size_t to)
{
	struct span rest = span_from(text, from);

	return span_head(rest, to > from ? to - from : 0);
}

static void
add_piece(struct buf *out, struct span text, const char *style,
    struct arena *mem)
{
	if (text.len == 0)
		return;
	buf_add_text(out, style);
	buf_add(out, utf8_clean(text, mem));
	if (style[0] != '\0')
		buf_add_text(out, PLAIN);
}

void
show_text(const struct detail_part *part, bool is_terminal, struct buf *out)
{
	autoarena mem = { 0 };
	const char *dim = is_terminal ? DIM : "";
	size_t at = 0, end = part->text.len;

	/* The line ends behind a text are none of it. */
	while (end > 0 && part->text.at[end - 1] == '\n')
		end--;
	for (size_t i = 0; i < part->n_marks; i++) {
		const struct detail_mark *m = &part->marks[i];
		size_t begins = m->begins < end ? m->begins : end;
		size_t ends = m->ends < end ? m->ends : end;

		if (begins < at)
			continue;
		add_piece(out, piece(part->text, at, begins), "", &mem);
		add_piece(out, piece(part->text, begins, ends), dim, &mem);
		at = ends > at ? ends : at;
	}
	add_piece(out, piece(part->text, at, end), "", &mem);
	buf_add_char(out, '\n');
}

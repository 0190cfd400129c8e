/* show_text.c - a text with what its author did not write now */
#include "console/show_text.h"
#include "tap.h"

static void
shows(const struct detail_part *part, bool is_terminal, const char *want,
    const char *what)
{
	autobuf out = BUF(1024);

	show_text(part, is_terminal, &out);
	is_text(buf_text(&out), want, "%s", what);
}

int
main(void)
{
	static const struct detail_mark marks[] = { { "quoted", 4, 8 },
		{ "quoted", 6, 7 }, { "signature", 12, 90 } };
	struct detail_part part = { .text = SPAN("own > x\nmine\nJo\n\n") };

	shows(&part, true, "own > x\nmine\nJo\n", "without marks");
	part.marks = marks;
	part.n_marks = 3;
	shows(&part, false, "own > x\nmine\nJo\n",
	    "elsewhere as it stands, with one line end");
	shows(&part, true, "own \033[2m> x\n\033[0mmine\033[2m\nJo\033[0m\n",
	    "dimmed on a terminal; a mark in another, or behind the end, "
	    "does no harm");
	part.n_marks = 1;
	part.text = SPAN("a\033[2J > quoted");
	shows(&part, true, "a [2\033[2mJ > \033[0mquoted\n",
	    "nothing of it steers the terminal");
	part.text = SPAN("\n");
	shows(&part, true, "\n", "nothing");
	return done();
}

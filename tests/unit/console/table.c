/* table.c - columns line up, and fit where they must */
#include "console/table.h"
#include "tap.h"

#include <unistd.h>

static const char *const wide_titles[] = { "REFERENCE", "RECEIVED", "SUBJECT" };
static const char *const titles[] = { "NAME", "SUBJECT" };

static void
table_is(const struct table *table, size_t width, const char *want,
    const char *what)
{
	autobuf out = BUF(4096);

	table_print(table, width, &out);
	is_text(buf_text(&out), want, "%s", what);
}

int
main(void)
{
	autoarena mem = { 0 };
	struct table t = table_make(titles, 2, &mem);

	table_is(&t, 0, "NAME  SUBJECT\n", "titles alone");
	table_add(&t, (struct span[]){ SPAN("Zoë"), SPAN("The ward") }, false);
	table_add(&t, (struct span[]){ SPAN("Ada Example"), SPAN("") }, true);
	table_is(&t, 0,
	    "NAME         SUBJECT\n"
	    "Zoë          The ward\n"
	    "Ada Example\n",
	    "columns line up by characters, without blanks at the end");
	table_is(&t, 21,
	    "\033[1mNAME         SUBJECT\033[0m\n"
	    "Zoë          The ward\n"
	    "\033[31mAda Example\033[0m\n",
	    "a terminal just wide enough");
	table_is(&t, 20,
	    "\033[1mNAME         SUBJECT\033[0m\n"
	    "Zoë          The wa…\n"
	    "\033[31mAda Example\033[0m\n",
	    "one narrower cuts, but not the first column");
	table_is(&t, 1,
	    "\033[1mNAME         SUBJE…\033[0m\n"
	    "Zoë          The w…\n"
	    "\033[31mAda Example\033[0m\n",
	    "and never to nothing");
	t.optional = (const char *const[]){ "SUBJECT", NULL };
	table_is(&t, 20,
	    "\033[1mNAME\033[0m\n"
	    "Zoë\n"
	    "\033[31mAda Example\033[0m\n",
	    "what matters less is left out first");

	t = table_make(wide_titles, 3, &mem);
	table_add(&t,
	    (struct span[]){ SPAN("CS26-000001-P"), SPAN("2026-11-22"),
		SPAN("A long sentence about the ward") },
	    false);
	table_is(&t, 43,
	    "\033[1mREFERENCE      RECEIVED    SUBJECT\033[0m\n"
	    "CS26-000001-P  2026-11-22  A long sentence…\n",
	    "wide ones are cut before that");

	t = table_make(titles, 2, &mem);
	table_add(&t,
	    (struct span[]){ SPAN("a\x1b[2Jb"), SPAN("one\ntwo\tthree") },
	    false);
	table_is(&t, 0,
	    "NAME    SUBJECT\n"
	    "a [2Jb  one two three\n",
	    "nothing steers the terminal");

	t = table_make(titles, 2, &mem);
	table_add(&t,
	    (struct span[]){ SPAN("\xe6\x9d\x8e\xe6\x98\x8e"), SPAN("x") },
	    false);
	table_add(&t, (struct span[]){ SPAN("Zoe\xcc\x88"), SPAN("y") }, false);
	table_is(&t, 0,
	    "NAME  SUBJECT\n"
	    "\xe6\x9d\x8e\xe6\x98\x8e  x\n"
	    "Zoe\xcc\x88   y\n",
	    "wide and combining characters line up");

	t = table_make(titles, 2, &mem);
	table_add(&t,
	    (struct span[]){ SPAN("\xee\x80\x80Zo\xee\x80\x81\xc3\xab"),
		SPAN("the \xee\x80\x80ward\xee\x80\x81 and the "
		     "\xee\x80\x80waiting\xee\x80\x81 room") },
	    false);
	table_is(&t, 0,
	    "NAME   SUBJECT\n"
	    "[Zo]\xc3\xab  the [ward] and the [waiting] room\n",
	    "what stands out is in brackets");
	table_is(&t, 26,
	    "\033[1mNAME  SUBJECT\033[0m\n"
	    "\033[1mZo\033[22m\xc3\xab   the \033[1mward\033[22m and the "
	    "\033[1mwa\033[22m\xe2\x80\xa6\n",
	    "or bold on a terminal, which takes no room and ends with the "
	    "cell");
	is_number(terminal_width() > 0, isatty(1), "width is a terminal's");
	return done();
}

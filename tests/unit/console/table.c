/* table.c - columns line up, and fit where they must */
#include "console/table.h"
#include "tap.h"

#include <unistd.h>

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
	    "\033[1mNAME        SUBJECT\033[0m\n"
	    "Zoë         The ward\n"
	    "\033[31mAda Examp…\033[0m\n",
	    "one narrower cuts the widest");
	table_is(&t, 1,
	    "\033[1mNAME    SUBJE…\033[0m\n"
	    "Zoë     The w…\n"
	    "\033[31mAda E…\033[0m\n",
	    "but never to nothing");

	t = table_make(titles, 2, &mem);
	table_add(&t,
	    (struct span[]){ SPAN("a\x1b[2Jb"), SPAN("one\ntwo\tthree") },
	    false);
	table_is(&t, 0,
	    "NAME    SUBJECT\n"
	    "a [2Jb  one two three\n",
	    "nothing steers the terminal");
	is_number(terminal_width() > 0, isatty(1), "width is a terminal's");
	return done();
}

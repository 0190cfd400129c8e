/* show.c - one case, with its text, its reasons and its history */
#include "base/io.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/pager.h"
#include "console/show_page.h"
#include "console/table.h"
#include "triage/workday.h"

#include <stdio.h>
#include <sysexits.h>

typedef enum outcome show_how(struct db *db, const struct showing *showing,
    struct buf *out, struct error *why);

int
show_command(const struct call *asked)
{
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	bool is_text = call_flag(&call, "--text");
	show_how *show = is_json ? show_json : is_text ? show_texts : show_page;
	struct showing showing = { .mem = call.mem,
		.today = day_in_london(clock_now()),
		.with_earlier = call_flag(&call, "--history"),
		.is_terminal = terminal_width() > 0 };
	autobuf out = BUF(MAX_PAGE_BYTES);
	struct error why;
	autodb db = NULL;
	enum outcome how;

	if (call.argc != 2 || (is_json && is_text))
		return desk_usage(&call, "[--json|--text] [--history] REF");
	if (!desk_reference(&call, 1, &showing.reference))
		return EX_DATAERR;
	how = desk_open(&call, &db, &why);
	if (how == DONE)
		how = show(db, &showing, &out, &why);
	if (how == DONE && is_json)
		fwrite(out.at, 1, out.len, stdout);
	else if (how == DONE)
		pager_print(buf_span(&out));
	if (how == DONE && out.overflowed)
		fprintf(stderr, "postroom show: the end is cut off\n");
	return desk_end(&call, how, &why);
}

/* tray.c - tests of intake/tray.h */
#include "intake/tray.h"
#include "base/io.h"
#include "intake/claim.h"
#include "register/ledger.h"
#include "scratch.h"
#include "tap.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct spool spool;
static struct db *db;

static const char *
tray_path(const char *name, struct arena *mem)
{
	return arena_printf(mem, "%s/post/%s", spool.root, name).at;
}

static void
drop(const char *name, struct span bytes)
{
	autoarena mem = { 0 };
	autofd fd =
	    open(tray_path(name, &mem), O_WRONLY | O_CREAT | O_APPEND, 0644);
	struct error why = { "" };

	ok(fd >= 0 && io_write(fd, bytes, &why) == DONE, "drop %s", name);
}

static void
test_complete(void)
{
	static const struct {
		const char *what;
		struct span bytes;
		bool complete;
	} table[] = {
		{ "empty", { "", 0 }, false },
		{ "text", { "hello", 5 }, true },
		{ "pdf", { "%PDF-1.4 xxxxxxxxxx\n%%EOF\n", 26 }, true },
		{ "half a pdf", { "%PDF-1.4 xxxxxxxxxx\n", 20 }, false },
		{ "png",
		    { "\x89PNG\r\n\x1a\nxxxx\0\0\0\0IEND\xae\x42\x60\x82", 24 },
		    true },
		{ "half a png", { "\x89PNG\r\n\x1a\nxxxxxxxxxxxx", 20 },
		    false },
		{ "jpeg", { "\xff\xd8\xff\xe0xxxxxxxxxxxxxx\xff\xd9", 20 },
		    true },
		{ "half a jpeg", { "\xff\xd8\xff\xe0xxxxxxxxxxxxxxxx", 20 },
		    false },
		{ "zip", { "PK\3\4xxxxxxxxxxxxPK\5\6xxxx", 24 }, true },
		{ "half a zip", { "PK\3\4xxxxxxxxxxxxxxxxxxxx", 24 }, false },
		{ "tiff", { "II*\0\10\0\0\0\1\0xxxxxxxxxxxx\0\0\0\0", 26 },
		    true },
		{ "tiff, other order",
		    { "MM\0*\0\0\0\10\0\1xxxxxxxxxxxx\0\0\0\0", 26 }, true },
		{ "tiff cut in its directory",
		    { "II*\0\10\0\0\0\2\0xxxxxxxxxxxx\0\0\0\0", 26 }, false },
		{ "tiff whose directory is not there",
		    { "II*\0\0\1\0\0\1\0xxxxxxxxxxxx\0\0\0\0", 26 }, false },
		{ "tiff whose directory is beyond all",
		    { "II*\0\377\377\377\377xxxxxxxxxxxx", 20 }, false },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		FILE *f = tmpfile();

		fwrite(table[i].bytes.at, 1, table[i].bytes.len, f);
		fflush(f);
		is_number(tray_is_complete(fileno(f), table[i].bytes.len),
		    table[i].complete, "%s", table[i].what);
		fclose(f);
	}
}

static void
test_look(void)
{
	struct tray *tray = tray_open(&spool, 1);
	struct tray_look look;
	struct error why = { "" };
	autoarena mem = { 0 };
	struct claim claim = { .fd = -1 };
	struct queue queue = { .slot = 1 };
	struct ledger_row row;

	drop("note.txt", SPAN("a note"));
	drop("scan.pdf", SPAN("%PDF-1.4 not all of it is here"));
	drop(".hidden", SPAN("x"));
	ok(symlink("/etc/passwd", tray_path("link.txt", &mem)) == 0 &&
		mkfifo(tray_path("pipe.txt", &mem), 0600) == 0 &&
		link(tray_path(".hidden", &mem),
		    tray_path("second.txt", &mem)) == 0,
	    "a link, a pipe and a second name");
	ok(tray_take(tray, db, &look, &why) == DONE && look.taken == 0 &&
		look.waiting == 2 && look.passed == 3,
	    "nothing is settled yet: %zu taken %zu waiting %zu passed",
	    look.taken, look.waiting, look.passed);
	usleep(600000);
	drop("note.txt", SPAN(" that goes on"));
	ok(tray_take(tray, db, &look, &why) == DONE && look.taken == 0,
	    "a file that grows starts to settle again");
	usleep(1100000);
	ok(tray_take(tray, db, &look, &why) == DONE && look.taken == 1 &&
		look.waiting == 1,
	    "settled and complete is taken, settled and half is not");
	ok(access(tray_path("note.txt", &mem), F_OK) != 0, "it left the tray");
	ok(spool_claim(&spool, &queue, &claim, &why) == DONE &&
		claim.id[0] == 'p' && claim.size == 19,
	    "and is in incoming");
	ok(ledger_find_item(db, span_of(claim.id), &mem, &row, &why) == DONE,
	    "the ledger has it: %s", why.text);
	is_span(row.file, "note.txt", "with its name");
	is_number(row.uid, 0, "as a file");
	spool_release(&claim);
	queue_release(&queue);
	drop("scan.pdf", SPAN("\n%%EOF\n"));
	ok(tray_take(tray, db, &look, &why) == DONE && look.taken == 0,
	    "the rest of the scan arrives");
	usleep(1100000);
	ok(tray_take(tray, db, &look, &why) == DONE && look.taken == 1,
	    "and it is taken");
	tray_close(tray);
}

int
main(void)
{
	const char *root = scratch_make();
	struct error why = { "" };
	autoarena mem = { 0 };
	struct span file;

	test_complete();
	file = arena_printf(&mem, "%s/register.db", root);
	ok(spool_open(&spool, arena_printf(&mem, "%s/spool", root), &why) ==
		    DONE &&
		db_migrate(file.at, &why) == DONE &&
		db_open(file.at, DB_INTAKE, &db, &why) == DONE,
	    "spool and register: %s", why.text);
	test_look();
	db_close(db);
	return done();
}

/* conf.c - every kind of key at its limits, every mistake with its line */
#include "base/conf.h"
#include "edge.h"
#include "tap.h"

#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

struct house {
	struct span name, list;
	long long number, seconds, choice;
	bool flag;
	struct span last_;
};

struct room {
	struct span name;
	long long beds;
	struct span view;
};

struct result {
	struct house house;
	struct room rooms[2];
	size_t n_rooms;
	struct error why;
};

#define HOUSE(member) offsetof(struct house, member)

static const struct conf_key keys[] = {
	{ "house", "name", CONF_TEXT, HOUSE(name), "Home", 2, 6, NULL, "name" },
	{ "house", "list", CONF_LIST, HOUSE(list), "", 0, 20, NULL, "list" },
	{ "house", "number", CONF_NUMBER, HOUSE(number), "7", 5, 9, NULL,
	    "from 5 to 9" },
	{ "house", "seconds", CONF_SECONDS, HOUSE(seconds), "2m", 60, 7200,
	    NULL, "a minute to two hours" },
	{ "house", "choice", CONF_CHOICE, HOUSE(choice), "two", 0, 0,
	    "one two three 4", "one of four" },
	{ "house", "flag", CONF_FLAG, HOUSE(flag), "yes", 0, 0, NULL, "flag" },
	{ "house", "last_", CONF_TEXT, HOUSE(last_), "", 0, 9, NULL, "last" },
	{ "room", "beds", CONF_NUMBER, offsetof(struct room, beds), "1", 1, 4,
	    NULL, "from 1 to 4" },
	{ "room", "view", CONF_TEXT, offsetof(struct room, view), "", 1, 9,
	    NULL, "view" },
};

static enum outcome
read_all(struct span text, struct arena *mem, struct result *r)
{
	const struct conf_section sections[] = {
		{ "house", &r->house, 0, 0, NULL },
		{ "room", r->rooms, sizeof *r->rooms, 2, &r->n_rooms },
	};

	*r = (struct result){ .n_rooms = 0 };
	return conf_read(edge_copy(text), "f", keys, sizeof keys / sizeof *keys,
	    sections, 2, mem, &r->why);
}

static void
has_initial_values(void)
{
	autoarena mem = { 0 };
	struct result r;

	is_number(read_all(SPAN("[room a]\n"), &mem, &r), DONE,
	    "an empty file");
	is_span(r.house.name, "Home", "a text");
	is_span(r.house.list, "", "a list");
	is_number(r.house.number, 7, "a number");
	is_number(r.house.seconds, 120, "seconds");
	is_number(r.house.choice, 1, "a choice");
	is_number(r.house.flag, true, "a flag");
	is_number(r.n_rooms, 1, "one room");
	is_number(r.rooms[0].beds, 1, "with its own initial value");
	is_span(r.rooms[0].view, "", "what is required is empty until given");
}

static void
reads_values(void)
{
	autoarena mem = { 0 };
	struct result r;

	is_number(read_all(SPAN("; remark\n"
				"  # remark\r\n"
				"\n"
				"[house]\r\n"
				"name=A;b\t; not the name\r\n"
				"  list = a, b ,,c\n"
				"number = 9 ;remark\n"
				"seconds=\t90\n"
				"choice = three\n"
				"flag = no\n"
				"last = [x]\n"
				"[room  north one ]\n"
				"beds = 4\n"
				"[ room south ]\n"
				"view = sea = red"),
		      &mem, &r),
	    DONE, "a whole file");
	is_span(r.house.name, "A;b", "';' within a word is no remark");
	is_span(r.house.list, "a, b ,,c", "a list is kept as it is");
	is_number(r.house.number, 9, "a number");
	is_number(r.house.seconds, 90, "seconds");
	is_number(r.house.choice, 2, "a choice");
	is_number(r.house.flag, false, "a flag");
	is_span(r.house.last_, "[x]", "a key without its '_'");
	is_number(r.n_rooms, 2, "two rooms");
	is_span(r.rooms[0].name, "north one", "a name of two words");
	is_number(r.rooms[0].beds, 4, "the first room's beds");
	is_span(r.rooms[1].name, "south", "the second room");
	is_number(r.rooms[1].beds, 1, "has beds of its own");
	is_span(r.rooms[1].view, "sea = red", "the first '=' parts");
}

static void
counts_seconds(void)
{
	static const struct {
		const char *line;
		long long want;
	} rows[] = {
		{ "seconds = 90", 90 },
		{ "seconds = 90s", 90 },
		{ "seconds = 2m", 120 },
		{ "seconds = 1h", 3600 },
		{ "seconds = 2h", 7200 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct result r;

		is_number(
		    read_all(arena_printf(&mem, "[house]\n%s\n", rows[i].line),
			&mem, &r),
		    DONE, "%s", rows[i].line);
		is_number(r.house.seconds, rows[i].want, "in seconds");
	}
}

static void
judges_lines(void)
{
	static const struct {
		const char *line;
		const char *why; /* "" where the line is good */
	} rows[] = {
		{ "name = 12", "" },
		{ "name = 123456", "" },
		{ "name = 1", "f:2: name: bad value (name)" },
		{ "name = 1234567", "f:2: name: bad value (name)" },
		{ "name =", "f:2: name: bad value (name)" },
		{ "name", "f:2: name: bad value (name)" },
		{ "last =", "" },
		{ "last_ = x", "f:2: last_: unknown key" },
		{ "number = 5", "" },
		{ "number = 4", "f:2: number: bad value (from 5 to 9)" },
		{ "number = 10", "f:2: number: bad value (from 5 to 9)" },
		{ "number = 5x", "f:2: number: bad value (from 5 to 9)" },
		{ "seconds = 60s", "" },
		{ "seconds = 59", "f:2: seconds: bad value (a minute to two "
				  "hours)" },
		{ "seconds = 120m", "" },
		{ "seconds = 121m", "f:2: seconds: bad value (a minute to two "
				    "hours)" },
		{ "seconds = 2h", "" },
		{ "seconds = 1d", "f:2: seconds: bad value (a minute to two "
				  "hours)" },
		{ "seconds = m", "f:2: seconds: bad value (a minute to two "
				 "hours)" },
		{ "seconds = -1m", "f:2: seconds: bad value (a minute to two "
				   "hours)" },
		{ "choice = one", "" },
		{ "choice = 4", "" },
		{ "choice = four", "f:2: choice: bad value (one of four)" },
		{ "choice =", "f:2: choice: bad value (one of four)" },
		{ "flag = yes", "" },
		{ "flag = true", "f:2: flag: bad value (flag)" },
		{ "flag = no\nflag = no", "f:3: flag: given twice" },
		{ "flag = no\n[house]\nflag = yes", "f:4: flag: given twice" },
		{ "flag = no\n[room a]\n[house]\nflag = no",
		    "f:5: flag: given twice" },
		{ "colour = red", "f:2: colour: unknown key" },
		{ "beds = 2", "f:2: beds: unknown key" },
		{ "[house x]", "f:2: [house x]: unknown section" },
		{ "[garden]", "f:2: [garden]: unknown section" },
		{ "[]", "f:2: []: unknown section" },
		{ "[", "f:2: [: unknown key" },
		{ "[room]", "f:2: [room]: unknown section" },
		{ "[room a]\nbeds = 2\n[room b]\nbeds = 2", "" },
		{ "[room a]\n[room a]", "f:3: [room a]: given twice" },
		{ "[room a]\n[room b]\n[room c]",
		    "f:4: [room c]: more than 2 of them" },
		{ "[room a]\nflag = no", "f:3: flag: unknown key" },
		{ "name = caf\xc3\xa9", "" },
		{ "name = caf\xe9", "f:2: not a line of UTF-8 text" },
		{ "name = a\x1b[m", "f:2: not a line of UTF-8 text" },
		{ "colour = red\nnumber = 5", "f:2: colour: unknown key" },
		{ "\x01name = ab", "f:2: not a line of UTF-8 text" },
		{ "; \x01", "f:2: not a line of UTF-8 text" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct result r;
		struct span text =
		    arena_printf(&mem, "[house]\n%s\n", rows[i].line);

		is_number(read_all(text, &mem, &r),
		    rows[i].why[0] == '\0' ? DONE : BROKEN, "row %zu", i);
		is_text(r.why.text, rows[i].why, "row %zu says why", i);
	}
}

static void
wants_a_section_first(void)
{
	autoarena mem = { 0 };
	struct result r;

	is_number(read_all(SPAN("name = Home\n"), &mem, &r), BROKEN,
	    "a key before any section");
	is_text(r.why.text, "f:1: name: unknown key", "is unknown");
	is_number(read_all(SPAN("[house]\nname = a\0b\n"), &mem, &r), BROKEN,
	    "a NUL byte");
	is_text(r.why.text, "f:2: not a line of UTF-8 text", "is no text");
}

/* A table of ours with an initial value that is none. */
static void
wants_good_initial_values(void)
{
	static const struct conf_key bad = { "house", "number", CONF_NUMBER,
		HOUSE(number), "ten", 5, 9, NULL, "" };
	struct house house = { .flag = false };
	const struct conf_section section = { "house", &house, 0, 0, NULL };
	autoarena mem = { 0 };
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		close(STDERR_FILENO);
		_exit((int)conf_read(SPAN(""), "f", &bad, 1, &section, 1, &mem,
		    NULL));
	}
	ok(waitpid(child, &status, 0) == child && WIFEXITED(status) &&
		WEXITSTATUS(status) == EX_OSERR,
	    "it ends the program, which was never right");
}

static void
walks_lists(void)
{
	struct span rest = edge_of(" one,two three ,, four,"), word;

	ok(conf_list_next(&rest, &word), "a first word");
	is_span(word, "one", "one");
	ok(conf_list_next(&rest, &word), "a second");
	is_span(word, "two three", "two three");
	ok(conf_list_next(&rest, &word), "a third, after nothing");
	is_span(word, "four", "four");
	ok(!conf_list_next(&rest, &word), "no more");
	rest = edge_of(" , ");
	ok(!conf_list_next(&rest, &word), "commas alone are an empty list");
}

int
main(void)
{
	has_initial_values();
	reads_values();
	counts_seconds();
	judges_lines();
	wants_a_section_first();
	wants_good_initial_values();
	walks_lists();
	return done();
}

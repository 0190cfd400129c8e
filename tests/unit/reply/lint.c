/* lint.c - what is found in a pack that is not as it must be */
#include "reply/lint.h"
#include "base/io.h"
#include "scratch.h"
#include "tap.h"

#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>

extern char **environ;

static const struct organisation_options organisation = {
	.name = { "Northmoor Trust", 15 },
	.contact_name = { "Customer Services", 17 },
	.contact_phone = { "01632 960 123", 13 },
	.contact_email = { "complaints@northmoor.example", 28 },
};

static const char *folder; /* of the pack under test */

/* The shipped pack of the Trust, to be spoilt. */
static void
pack_copy(void)
{
	const char *const words[] = { "cp", "-r", "templates/trust", folder,
		NULL };
	pid_t child;
	int status;

	if (posix_spawnp(&child, "cp", NULL, NULL, (char *const *)(size_t)words,
		environ) != 0 ||
	    waitpid(child, &status, 0) != child || status != 0)
		die("cp");
}

struct told {
	struct span all; /* findings, a line each */
	size_t n_faults, n_advice;
	struct arena *mem;
};

static void
tell(const struct finding *f, void *context)
{
	struct told *told = context;

	told->all = arena_printf(told->mem, "%.*s%.*s; ", SPAN_ARG(told->all),
	    SPAN_ARG(f->text));
	*(f->is_fault ? &told->n_faults : &told->n_advice) += 1;
}

static struct told
look(struct arena *mem)
{
	struct told told = { .mem = mem, .all = SPAN("") };
	struct house house;
	struct error why = { "" };

	if (house_read_pack(&organisation, span_of(folder), mem, &house,
		&why) != DONE ||
	    lint_pack(&house, tell, &told, &why) != DONE)
		die("%s", why.text);
	return told;
}

static struct span
file_read(const char *name, struct arena *mem)
{
	autobuf text = BUF(1 << 18);
	struct error why;

	if (io_read_file(arena_printf(mem, "%s/%s", folder, name).at, &text,
		&why) != DONE)
		return SPAN("");
	return arena_copy(mem, buf_span(&text));
}

static void
file_write(const char *name, struct span text, struct arena *mem)
{
	struct span path = arena_printf(mem, "%s/%s", folder, name);
	FILE *file;

	if (text.len == 0) {
		remove(path.at);
		return;
	}
	file = fopen(path.at, "w");
	if (file == NULL || fwrite(text.at, 1, text.len, file) != text.len ||
	    fclose(file) != 0)
		die("%s", path.at);
}

/* The text with its first words replaced; "" takes them out. */
static struct span
replaced(struct span text, const char *words, const char *by, struct arena *mem)
{
	size_t at = span_find(text, span_of(words), 0);

	if (at == SPAN_NOT_FOUND)
		die("no \"%s\" in the text", words);
	return arena_printf(mem, "%.*s%s%.*s", (int)at, text.at, by,
	    SPAN_ARG(span_from(text, at + span_of(words).len)));
}

static void
test_shipped(void)
{
	autoarena mem = { 0 };
	struct told told = look(&mem);

	is_number(told.n_faults + told.n_advice, 0,
	    "nothing is found in the Trust's: %.*s", SPAN_ARG(told.all));
}

/* Words of a file are replaced; what is found then. */
static const struct {
	const char *file, *words, *by, *want;
	bool is_advice;
} spoilt[] = {
	{ "complaint.txt", "((reference))", "",
	    "complaint.txt:1: the subject "
	    "lacks ((reference))",
	    false },
	{ "complaint.txt", "((received_on))", "today",
	    "complaint.txt:1: the text lacks ((received_on))", false },
	{ "complaint.txt", "((passage:care))", "",
	    "((passage:care)) is missing", false },
	{ "complaint.txt", "((passage:discuss))", "", "the offer to discuss it",
	    false },
	{ "complaint.txt", "((passage:advocacy))", "",
	    "((passage:advocacy)) is missing", false },
	{ "complaint.txt", "((passage:ombudsman))", "",
	    "((passage:ombudsman)) is missing", false },
	{ "complaint.txt", "((passage:time_limit))", "",
	    "the time limit (reg 12)", false },
	{ "complaint.txt", "((passage:information))", "", "data protection",
	    false },
	{ "complaint.txt", "((passage:formats))", "", "other formats", false },
	{ "complaint.txt", "((passage:consent))", "", "the patient's agreement",
	    false },
	{ "complaint.txt", "((passage:choice))", "",
	    "[passages] of policy.conf asks for it", false },
	{ "complaint.txt", "((passage:care))", "((passage:cares))",
	    "there is no ", false },
	{ "complaint.txt", "((greeting))", "Dear ((name))",
	    "complaint.txt:5: ((name)): unknown field", false },
	{ "complaint.txt", "((greeting))", "About ((subject))",
	    "((subject)): unknown field", false },
	{ "complaint.txt", "Encloses: ", "Encloses: none ",
	    "Encloses: none: there is no ", false },
	{ "passages/care.txt", "Telling us", "((nobody??x))",
	    "care.txt:1: ((nobody)): unknown field", false },
	{ "passages/advocacy.txt", "((advocacy_name))", "somebody",
	    "((passage:advocacy)) does not say who", false },
	{ "passages/time_limit.txt", "((late??", "((child??",
	    "((passage:time_limit)) comes out empty", false },
	{ "concern.txt", "((passage:care))",
	    "((passage:care))\n\n((passage:ombudsman))",
	    "((passage:ombudsman)) must not stand here", false },
	{ "foi.txt", "Hello", "((greeting))",
	    "the reply may be published: it must greet nobody by name", false },
	{ "foi.txt", "((response_due))", "soon", "the law's last day", false },
	{ "forms/consent.txt",
	    "Title:", "Subject:", "consent.txt:1: Title:", false },
	{ "complaint.txt", "We have received your complaint",
	    "We have received your complaint and thank you for it",
	    "do not fit a line", true },
	{ "comment.txt", "What happens next\n",
	    "What happens next\n\nNotwithstanding considerations appertaining "
	    "to organisational responsibilities, departmental representatives "
	    "will systematically investigate operational characteristics, "
	    "administrative irregularities, environmental considerations, "
	    "communication difficulties, technological inadequacies, "
	    "organisational responsibilities, interdisciplinary "
	    "collaborations, methodological inconsistencies, institutional "
	    "accountability, multidisciplinary characterisations, "
	    "incomprehensible terminologies, unsatisfactory documentation, "
	    "counterproductive instrumentation, disproportionate "
	    "experimentation, uncharacteristic misinterpretation\n",
	    "it is hard to read", true },
};

static void
test_spoilt(void)
{
	for (size_t i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
		autoarena mem = { 0 };
		struct span was = file_read(spoilt[i].file, &mem);
		struct told told;

		file_write(spoilt[i].file,
		    replaced(was, spoilt[i].words, spoilt[i].by, &mem), &mem);
		told = look(&mem);
		ok(span_find(told.all, span_of(spoilt[i].want), 0) !=
			SPAN_NOT_FOUND,
		    "%s: %s", spoilt[i].file, spoilt[i].want);
		ok((spoilt[i].is_advice ? told.n_advice : told.n_faults) > 0,
		    "it is %s: %.*s",
		    spoilt[i].is_advice ? "advice" : "a fault",
		    SPAN_ARG(told.all));
		file_write(spoilt[i].file, was, &mem);
	}
}

/* Files that are too many or too few. */
static void
test_files(void)
{
	static const struct {
		const char *name, *text, *want;
		size_t n_faults;
	} rows[] = {
		{ "mp.txt", "", "mp.txt: ", 1 },
		{ "complaint_martian.txt", "x",
		    "complaint_martian.txt:1: no letter is written", 1 },
		{ "letter.txt", "x", "letter.txt:1: no letter is written", 1 },
		{ "passages/spare.txt", "x",
		    "passages/spare.txt:1: no text holds it", 0 },
		{ "cy/complaint.txt",
		    "Subject: ((reference))\nClosing: c\n\n"
		    "((reference)) x\n\n((passage:care))",
		    "cy/passages/care.txt", 1 },
	};

	{
		autoarena mem = { 0 };

		mkdir(arena_printf(&mem, "%s/cy", folder).at, 0755);
	}
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct span was = file_read(rows[i].name, &mem);
		struct told told;

		file_write(rows[i].name, span_of(rows[i].text), &mem);
		told = look(&mem);
		ok(span_find(told.all, span_of(rows[i].want), 0) !=
			SPAN_NOT_FOUND,
		    "%s: %.*s", rows[i].name, SPAN_ARG(told.all));
		is_number(told.n_faults, rows[i].n_faults, "its faults");
		file_write(rows[i].name, was, &mem);
	}
}

int
main(void)
{
	autoarena mem = { 0 };

	folder = arena_printf(&mem, "%s/pack", scratch_make()).at;
	pack_copy();
	test_shipped();
	test_spoilt();
	test_files();
	return done();
}

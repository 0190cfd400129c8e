/* letter.c - tests of every pack's texts */
#include "reply/letter.h"
#include "base/io.h"
#include "reply/print.h"
#include "scratch.h"
#include "tap.h"
#include "triage/workday.h"

#include <dirent.h>
#include <spawn.h>
#include <sys/wait.h>

extern char **environ;

static const struct organisation_options full = {
	.name = { "Northmoor Trust", 15 },
	.contact_name = { "Customer Services", 17 },
	.contact_phone = { "01632 960 123", 13 },
	.contact_email = { "complaints@northmoor.example", 28 },
	.contact_address = { "Larch House, Northmoor, NM1 2XY", 31 },
	.contact_hours = { "Monday to Friday, 9am to 5pm", 28 },
};
static const struct organisation_options bare = {
	.name = { "Northmoor Trust", 15 },
	.contact_name = { "Customer Services", 17 },
};

/* The whole letter as text, not wrapped: subject, blocks, closing. */
static struct span
letter_text(const struct letter *l, struct arena *mem)
{
	autobuf text = BUF(1 << 20);

	buf_printf(&text, "%.*s\n", SPAN_ARG(l->wording.subject));
	for (size_t i = 0; i < l->wording.n_blocks; i++)
		buf_printf(&text, "%s%.*s\n",
		    l->wording.blocks[i].kind == BLOCK_ITEM ? "* " : "",
		    SPAN_ARG(l->wording.blocks[i].text));
	buf_printf(&text, "%.*s\n", SPAN_ARG(l->wording.closing));
	return arena_copy(mem, buf_span(&text));
}

static bool
says(struct span text, const char *words)
{
	return span_find(text, span_of(words), 0) != SPAN_NOT_FOUND;
}

static const char *
text_name(enum category c)
{
	return c == CATEGORY_NONE ? "review" : category_name(c);
}

/* What every text must hold, and must not. */
static void
text_check(const struct house *house, enum category c, enum channel channel)
{
	autoarena mem = { 0 };
	struct outbox_row row = {
		.reference = SPAN("CS26-000017-R"),
		.template = span_of(text_name(c)),
		.channel = channel,
		.to = { SPAN("Amara Okafor"), SPAN("amara@example.org") },
		.received_on = day_of(2026, 11, 20),
		.response_due = day_of(2026, 12, 18),
	};
	const char *what = arena_printf(&mem, "%.*s/%s by %s",
	    SPAN_ARG(house->policy.name), text_name(c), channel_name(channel))
			       .at;
	struct letter letter;
	struct error why = { "" };
	struct span text;

	ok(letter_write(house, &row, day_of(2026, 11, 22), &mem, &letter,
	       &why) == DONE,
	    "%s: %s", what, why.text);
	text = letter_text(&letter, &mem);
	ok(says(letter.wording.subject, "CS26-000017-R"),
	    "%s: the subject has the reference", what);
	ok(letter.wording.subject.len <= 78, "%s: and fits a line", what);
	ok(says(span_from(text, letter.wording.subject.len), "CS26-000017-R"),
	    "%s: so has the text", what);
	ok(says(text, "20 November 2026"), "%s: day of receipt", what);
	ok(!says(text, "((") && !says(text, "))"), "%s: all filled in", what);
	ok(!says(text, ": \n") && !says(text, "\n* \n"), "%s: nothing dangles",
	    what);
	ok(!says(text, "amara@example.org"), "%s: no address echoed", what);
	ok(says(text, "large print"), "%s: other formats", what);
	ok(says(text, "999"), "%s: not for emergencies", what);
	ok(says(text, "data protection"), "%s: privacy", what);
	ok(says(text, "is wrong, please"), "%s: how to correct us", what);
	is_number(says(text, "Amara"), c != FOI,
	    "%s: the name is greeted, but not for FOI", what);
	is_number(says(text, "01632 960 123"),
	    house->organisation->contact_phone.len > 0, "%s: telephone", what);
}

/* What the law and the policy want of some texts and forbid in others. */
static void
words_check(const struct house *house)
{
	static const struct {
		enum category category;
		const char *words;
		bool email, letter;
	} cases[] = {
		{ COMPLAINT, "sorry", true, true },
		{ COMPLAINT, "talk with you", true, true },
		{ COMPLAINT, "rather not talk", true, true },
		{ COMPLAINT, "18 December 2026", true, true },
		{ COMPLAINT, "like to happen", true, true },
		{ COMPLAINT, "clinical team", true, true },
		{ COMPLAINT, "not affect your care", true, true },
		{ COMPLAINT, "advocate", true, true },
		{ COMPLAINT, "0345 015 4033", true, true },
		{ COMPLAINT, "a few questions about who you are", true, true },
		{ COMPLAINT, "final reply to a complaint by post", true,
		    false },
		{ COMPLAINT, "automatically", true, false },
		{ CONCERN, "formal complaint", true, true },
		{ CONCERN, "not affect your care", true, true },
		{ CONCERN, "Ombudsman", false, false },
		{ COMMENT, "to make a complaint", true, true },
		{ COMMENT, "advocate", false, false },
		{ COMMENT, "Ombudsman", false, false },
		{ COMPLIMENT, "Thank you", true, true },
		{ COMPLIMENT, "without names", true, true },
		{ COMPLIMENT, "Ombudsman", false, false },
		{ COMPLIMENT, "equality", false, false },
		{ COMPLIMENT, "investigat", false, false },
		{ FOI, "18 December 2026", true, true },
		{ FOI, "Freedom of Information Act 2000", true, true },
		{ FOI, "advocate", false, false },
		{ FOI, "care", false, false },
		{ CATEGORY_NONE, "complaint", false, false },
		{ CATEGORY_NONE, "concern", false, false },
		{ CATEGORY_NONE, "compliment", false, false },
		{ CATEGORY_NONE, "comment", false, false },
		{ CATEGORY_NONE, "request", false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int by_post = 0; by_post < 2; by_post++) {
			autoarena mem = { 0 };
			struct outbox_row row = {
				.reference = SPAN("CS26-000017-R"),
				.template =
				    span_of(text_name(cases[i].category)),
				.channel =
				    by_post ? CHANNEL_LETTER : CHANNEL_EMAIL,
				.received_on = day_of(2026, 11, 20),
				.response_due = day_of(2026, 12, 18),
			};
			struct letter l;
			struct error why = { "" };

			if (letter_write(house, &row, 0, &mem, &l, &why) !=
			    DONE)
				die("%s", why.text);
			is_number(says(letter_text(&l, &mem), cases[i].words),
			    by_post ? cases[i].letter : cases[i].email,
			    "%s by %s: \"%s\"", text_name(cases[i].category),
			    channel_name(row.channel), cases[i].words);
		}
}

/* What one policy wants said and others do not; NULL: wherever it stands. */
static void
pack_words_check(const struct house *house)
{
	static const struct {
		const char *pack, *text, *words;
	} rows[] = {
		{ "icb", "complaint", "as the body that pays for" },
		{ "icb", "complaint", "personal representative" },
		{ "icb", "complaint", "health records included" },
		{ "icb", "concern", "by what date" },
		{ "icb", "compliment", "cannot accept gifts of money" },
		{ "nhs-website", "complaint", "Within two working days" },
		{ "nhs-website", "complaint", "30 working days" },
		{ "nhs-website", "complaint", "Delivery Director" },
		{ "nhs-website", "concern", "end of the next working day" },
		{ "commissioner", "complaint", "Local Government and Social" },
		{ "commissioner", "complaint", "which you prefer" },
		{ "provider", "complaint", "about ten working days" },
		{ "provider", "complaint", "the body that pays for" },
		{ NULL, "complaint", "Advocacy: " },
		{ NULL, "complaint", "0345 015 4033" },
		{ NULL, "complaint", "not affect" },
		{ NULL, "complaint", "talk with you" },
		{ NULL, "unreadable", "could not open" },
		{ NULL, "unreadable", "you lose no time" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct outbox_row row = { .reference = SPAN("CS26-000017-R"),
			.template = span_of(rows[i].text),
			.channel = CHANNEL_EMAIL };
		struct letter l;
		struct error why = { "" };

		if (rows[i].pack != NULL &&
		    !span_is_equal(house->policy.name, span_of(rows[i].pack)))
			continue;
		if (letter_write(house, &row, 0, &mem, &l, &why) != DONE)
			die("%s", why.text);
		ok(says(letter_text(&l, &mem), rows[i].words), "%.*s/%s: %s",
		    SPAN_ARG(house->policy.name), rows[i].text, rows[i].words);
	}
}

/* The text as a letter on paper. */
static void
print_check(const struct house *house, const char *name)
{
	autoarena mem = { 0 };
	autobuf pdf = BUF(8 << 20);
	struct outbox_row row = { .reference = SPAN("CS26-000017-R"),
		.template = span_of(name),
		.channel = CHANNEL_LETTER,
		.received_on = day_of(2026, 11, 20),
		.response_due = day_of(2026, 12, 18) };
	struct letter l;
	struct error why = { "" };

	if (letter_write(house, &row, day_of(2026, 11, 22), &mem, &l, &why) !=
	    DONE)
		die("%s", why.text);
	is_text(outcome_name(letter_print(&l, house->organisation,
		    SPAN("Amara Okafor\n1 Mill Lane\nNorthmoor"), &pdf, &why)),
	    "DONE", "%.*s/%s is printed", SPAN_ARG(house->policy.name), name);
	ok(span_starts_with(buf_span(&pdf), SPAN("%PDF-")), "as a PDF");
}

static void
pack_check(struct span name)
{
	autoarena mem = { 0 };
	struct options options = { .organisation = full,
		.paths = { .templates = SPAN("templates") } };
	struct house house;
	struct error why = { "" };

	options.organisation.policy = name;
	if (house_read(&options, &mem, &house, &why) != DONE)
		die("%s", why.text);
	for (int c = 0; c < CATEGORY_COUNT; c++)
		for (int by_post = 0; by_post < 2; by_post++) {
			enum channel channel =
			    by_post ? CHANNEL_LETTER : CHANNEL_EMAIL;

			house.organisation = &full;
			text_check(&house, (enum category)c, channel);
			house.organisation = &bare;
			text_check(&house, (enum category)c, channel);
		}
	if (span_is_equal(name, SPAN("trust")))
		words_check(&house);
	pack_words_check(&house);
	for (int c = 0; c < CATEGORY_COUNT; c++)
		print_check(&house, text_name((enum category)c));
	print_check(&house, "unreadable");
}

static void
test_packs(void)
{
	DIR *packs = opendir("templates");
	struct dirent *d;
	int n = 0;

	while (packs != NULL && (d = readdir(packs)) != NULL)
		if (d->d_name[0] != '.' && d->d_type == DT_DIR) {
			pack_check(span_of(d->d_name));
			n++;
		}
	if (packs != NULL)
		closedir(packs);
	ok(n > 0, "%d packs", n);
}

static void
test_faults(void)
{
	static const char *const names[] = { "nonesuch", "../trust/complaint",
		"", "complaint.txt", "Complaint", "a/b" };
	struct house house = { .organisation = &full };

	house.policy.folder = SPAN("templates/trust");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		autoarena mem = { 0 };
		struct outbox_row row = { .template = span_of(names[i]) };
		struct letter letter;
		struct error why;

		is_text(outcome_name(
			    letter_write(&house, &row, 0, &mem, &letter, &why)),
		    "BROKEN", "no text \"%s\"", names[i]);
	}
}

/* A copy of the Trust's pack in folder. */
static void
pack_copy(const char *folder)
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

/* A pack that lacks something is found when it is read. */
static void
test_broken_packs(void)
{
	static const struct {
		const char *file, *text, *want;
	} cases[] = {
		{ "signposts.conf", "", "signposts.conf: [advocacy]" },
		{ "foi.txt", "Subject: x\n", "foi.txt:1: Closing" },
		{ "review.txt", "Subject: x\nClosing: y\n\n((subject))",
		    "review.txt:4: ((subject)): unknown field" },
		{ "passages/care.txt", "((no_such??x))",
		    "care.txt:1: ((no_such)): unknown field" },
	};
	const char *root = scratch_make();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct options options = { .organisation = full };
		struct house house;
		struct error why = { "" };
		const char *pack = arena_printf(&mem, "%s/%zu", root, i).at;

		pack_copy(pack);
		options.organisation.policy = span_of(pack);
		if (io_create(
			arena_printf(&mem, "%s/%s", pack, cases[i].file).at,
			span_of(cases[i].text), &why) != DONE)
			die("%s", why.text);
		is_text(outcome_name(house_read(&options, &mem, &house, &why)),
		    "BROKEN", "%s is found faulty", cases[i].file);
		ok(says(span_of(why.text), cases[i].want), "and named: %s",
		    why.text);
	}
}

/* Welsh and Easy Read where somebody wrote them, and never made up. */
static void
test_variants(void)
{
	static const struct {
		unsigned circumstances;
		const char *template, *want, *language;
	} rows[] = {
		{ 0, "complaint", "complaint", "en" },
		{ CIRCUMSTANCE_BIT(IS_WELSH), "complaint", "cy/complaint",
		    "cy" },
		{ CIRCUMSTANCE_BIT(IS_WELSH), "concern", "concern", "en" },
		{ CIRCUMSTANCE_BIT(IS_EASY_READ), "complaint", "complaint",
		    "en" },
		{ CIRCUMSTANCE_BIT(IS_EASY_READ), "concern",
		    "easy-read/concern", "en" },
		{ CIRCUMSTANCE_BIT(IS_BY_CHILD), "complaint", "complaint_child",
		    "en" },
		{ CIRCUMSTANCE_BIT(IS_BY_CHILD), "concern", "concern", "en" },
		{ CIRCUMSTANCE_BIT(IS_EIR) | CIRCUMSTANCE_BIT(IS_PUBLISHED),
		    "foi", "foi_published", "en" },
		{ CIRCUMSTANCE_BIT(IS_EIR), "foi", "foi_eir", "en" },
		{ CIRCUMSTANCE_BIT(IS_TO_CHIEF), "compliment",
		    "compliment_chief_executive", "en" },
		{ CIRCUMSTANCE_BIT(IS_LARGE_PRINT), "complaint", "complaint",
		    "en" },
	};
	static const char welsh[] = "Subject: Cyfeirnod ((reference))\n"
				    "Closing: Yn gywir\n\n((greeting))\n\n"
				    "((received_on))\n";
	static const char easy[] = "Subject: We got it: ((reference))\n"
				   "Closing: Yours\n\n((greeting))\n\nYes.\n";
	autoarena mem = { 0 };
	const char *pack = arena_printf(&mem, "%s/variants", scratch_root).at;
	struct house house;
	struct error why = { "" };

	pack_copy(pack);
	if (io_make_dirs(arena_printf(&mem, "%s/cy", pack).at, &why) != DONE ||
	    io_make_dirs(arena_printf(&mem, "%s/easy-read", pack).at, &why) !=
		DONE ||
	    io_create(arena_printf(&mem, "%s/cy/complaint.txt", pack).at,
		span_of(welsh), &why) != DONE ||
	    io_create(arena_printf(&mem, "%s/easy-read/concern.txt", pack).at,
		span_of(easy), &why) != DONE ||
	    house_read_pack(&full, span_of(pack), &mem, &house, &why) != DONE)
		die("%s", why.text);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct outbox_row row = { .reference = SPAN("CS26-000017-R"),
			.template = span_of(rows[i].template),
			.to = { SPAN("Amara Okafor"), SPAN("") },
			.received_on = day_of(2026, 11, 22),
			.circumstances = rows[i].circumstances };
		struct letter l = { 0 };

		ok(letter_write(&house, &row, 0, &mem, &l, &why) == DONE,
		    "is written: %s", why.text);
		is_span(l.text_name, rows[i].want, "from its text");
		is_text(l.language, rows[i].language, "in its language");
		is_number(l.is_large_print,
		    rows[i].circumstances == CIRCUMSTANCE_BIT(IS_LARGE_PRINT),
		    "its size");
		is_number(says(letter_text(&l, &mem),
			      "Annwyl Amara Okafor\nDydd Sul 22 Tachwedd 2026"),
		    strcmp(rows[i].language, "cy") == 0,
		    "dates and greeting are Welsh in Welsh");
	}
}

/* The same text has the same version; any change makes another. */
static void
test_versions(void)
{
	static const char *const files[] = { "complaint.txt",
		"passages/care.txt", "forms/equality.txt" };
	autoarena mem = { 0 };
	const char *pack = arena_printf(&mem, "%s/versions", scratch_root).at;
	struct outbox_row row = { .reference = SPAN("CS26-000017-R"),
		.template = SPAN("complaint"),
		.channel = CHANNEL_EMAIL };
	struct house house;
	struct letter first, second;
	struct error why = { "" };

	pack_copy(pack);
	if (house_read_pack(&full, span_of(pack), &mem, &house, &why) != DONE ||
	    letter_write(&house, &row, 0, &mem, &first, &why) != DONE)
		die("%s", why.text);
	is_number(first.version.len, 64, "a version is a SHA-256");
	is_number(first.n_forms, 1, "and a form is enclosed");
	row.reference = SPAN("CS26-000018-P");
	if (letter_write(&house, &row, 0, &mem, &second, &why) != DONE)
		die("%s", why.text);
	ok(span_is_equal(first.version, second.version),
	    "to somebody else the same");
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		const char *path =
		    arena_printf(&mem, "%s/%s", pack, files[i]).at;
		FILE *file = fopen(path, "a");

		if (file == NULL || fputs("\nMore.\n", file) < 0 ||
		    fclose(file) != 0)
			die("%s", path);
		first = second;
		if (letter_write(&house, &row, 0, &mem, &second, &why) != DONE)
			die("%s", why.text);
		ok(!span_is_equal(first.version, second.version),
		    "another with a change in %s", files[i]);
	}
}

int
main(void)
{
	test_packs();
	test_faults();
	test_broken_packs();
	test_variants();
	test_versions();
	return done();
}

/* letter.c - tests of every pack's texts */
#include "reply/letter.h"
#include "base/io.h"
#include "scratch.h"
#include "tap.h"
#include "triage/workday.h"

#include <dirent.h>

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
		{ COMPLAINT, "equality form", true, true },
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
}

static void
test_packs(void)
{
	DIR *packs = opendir("templates");
	struct dirent *d;
	int n = 0;

	while (packs != NULL && (d = readdir(packs)) != NULL)
		if (d->d_name[0] != '.') {
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
	};
	static const char *const files[] = { "policy.conf", "signposts.conf",
		"complaint.txt", "concern.txt", "comment.txt", "compliment.txt",
		"foi.txt", "review.txt" };
	const char *pack = scratch_make();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct options options = { .organisation = full };
		struct house house;
		struct error why = { "" };

		options.organisation.policy = span_of(pack);
		for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
			autobuf text = BUF(1 << 16);

			if (io_read_file(arena_printf(&mem,
					     "templates/trust/%s", files[f])
					     .at,
				&text, &why) != DONE)
				die("%s", why.text);
			if (strcmp(files[f], cases[i].file) == 0) {
				buf_clear(&text);
				buf_add_text(&text, cases[i].text);
			}
			if (io_create(
				arena_printf(&mem, "%s/%s", pack, files[f]).at,
				buf_span(&text), &why) != DONE)
				die("%s", why.text);
		}
		is_text(outcome_name(house_read(&options, &mem, &house, &why)),
		    "BROKEN", "%s is found faulty", cases[i].file);
		ok(says(span_of(why.text), cases[i].want), "and named: %s",
		    why.text);
	}
}

int
main(void)
{
	test_packs();
	test_faults();
	test_broken_packs();
	return done();
}

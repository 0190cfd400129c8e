/* preview.c - shows letters to the people who write and send them */
#include "reply/preview.h"
#include "base/io.h"
#include "base/json.h"
#include "register/reference.h"
#include "reply/html.h"
#include "reply/lint.h"
#include "reply/mail.h"
#include "reply/print.h"
#include "triage/workday.h"

#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#define MAX_PREVIEW_BYTES (16 << 20)
#define ARGUMENTS                                                              \
	"lint [--json] [DIR] |\n"                                              \
	"       preview --case REF [--letter follow_up|holding] [--text "      \
	"NAME] "                                                               \
	"|\n"                                                                  \
	"       --sample "                                                     \
	"NAME[,CIRCUMSTANCE]...\n"                                             \
	"       [--by-post] [--pack DIR] [--as text|html|pdf|eml]"

/* Who writes where nothing is configured. */
static const struct organisation_options invented = {
	.name = { "Northmoor Partnership NHS Foundation Trust", 42 },
	.contact_name = { "Customer Services", 17 },
	.contact_phone = { "01632 960 123", 13 },
	.contact_email = { "complaints@northmoor.example", 28 },
	.contact_address = { "Larch House, Northmoor, NM1 2XY", 31 },
	.contact_hours = { "Monday to Friday, 9am to 5pm", 28 },
};

struct preview {
	struct call call;
	const struct options *options; /* NULL where none are needed */
	struct house house;
	struct outbox_row row;
	struct letter letter;
	const char *as;
};

static int
usage(void)
{
	fputs("usage: postroom template " ARGUMENTS "\n", stderr);
	return EX_USAGE;
}

static int
status_of(enum outcome how, const struct error *why)
{
	if (how != DONE)
		fprintf(stderr, "postroom template: %s\n", why->text);
	return outcome_status(how);
}

/* The configuration, where -c named none: the usual file. */
static enum outcome
options_want(struct preview *p, struct error *why)
{
	struct options *options;

	if (p->options != NULL)
		return DONE;
	options = arena_alloc(p->call.mem, sizeof *options);
	p->options = options;
	return options_read(DEFAULT_CONFIGURATION, p->call.mem, options, why);
}

/* The pack in a folder, or of that name beside the configured one. */
static enum outcome
pack_open(struct preview *p, const char *folder, struct error *why)
{
	const struct organisation_options *who = &invented;
	struct span name = span_of(folder);

	if (p->options != NULL)
		who = &p->options->organisation;
	if (access(folder, R_OK) != 0 && p->options != NULL)
		name = arena_printf(p->call.mem, "%.*s/%s",
		    SPAN_ARG(p->options->paths.templates), folder);
	return house_read_pack(who, name, p->call.mem, &p->house, why);
}

/* Reads who writes: pack is NULL for the configured one. */
static enum outcome
house_open(struct preview *p, const char *pack, struct error *why)
{
	const struct organisation_options *o;
	enum outcome how;

	if (pack != NULL)
		return pack_open(p, pack, why);
	how = options_want(p, why);
	if (how != DONE)
		return how;
	o = &p->options->organisation;
	return house_read_pack(o,
	    span_find(o->policy, SPAN("/"), 0) == SPAN_NOT_FOUND
		? arena_printf(p->call.mem, "%.*s/%.*s",
		      SPAN_ARG(p->options->paths.templates),
		      SPAN_ARG(o->policy))
		: o->policy,
	    p->call.mem, &p->house, why);
}

/* --- lint ------------------------------------------------------------------ */

struct findings {
	bool as_json;
	size_t n;
};

static void
finding_print(const struct finding *finding, void *context)
{
	struct findings *all = context;
	autobuf line = BUF(4096);
	struct json json = { .out = &line };

	all->n++;
	if (!all->as_json) {
		printf("%s%.*s\n", finding->is_fault ? "" : "advice: ",
		    SPAN_ARG(finding->text));
		return;
	}
	json_open(&json, "", '{');
	json_flag(&json, "fault", finding->is_fault);
	json_text(&json, "text", finding->text);
	json_close(&json, '}');
	puts(buf_text(&line));
}

static int
lint(struct preview *p)
{
	struct findings all = { .as_json = call_flag(&p->call, "--json") };
	struct error why = { "" };
	enum outcome how;

	if (p->call.argc > 3)
		return usage();
	how = house_open(p, p->call.argc == 3 ? p->call.argv[2] : NULL, &why);
	if (how == DONE)
		how = lint_pack(&p->house, finding_print, &all, &why);
	if (how != DONE)
		return status_of(how, &why);
	if (all.n == 0 && !all.as_json)
		printf("%.*s: every text is in order.\n",
		    SPAN_ARG(p->house.policy.folder));
	return all.n == 0 ? EX_OK : EX_DATAERR;
}

/* --- preview --------------------------------------------------------------- */

/* "complaint,late,representative" to somebody who does not exist. */
static void
sample_make(struct preview *p, const char *sample, bool by_post)
{
	struct span rest = span_of(sample), kind = span_cut_at(&rest, ',');
	unsigned circumstances = circumstances_read(rest);
	struct span reason = SPAN("");

	while (rest.len > 0) {
		struct span word = span_cut_at(&rest, ',');

		if (span_starts_with(word, SPAN("scope_")))
			reason = span_from(word, SPAN("scope_").len);
	}
	p->row = (struct outbox_row){
		.reference = SPAN("CS26-000017-R"),
		.token = SPAN("000000"),
		.kind = SPAN("acknowledgement"),
		.template = kind,
		.channel = by_post ? CHANNEL_LETTER : CHANNEL_EMAIL,
		.to = { SPAN("Amara Okafor"), SPAN("amara@example.org") },
		.postal_address = SPAN("1 Mill Lane\nNorthmoor\nNM1 3AB"),
		.message_id = SPAN("<sample@postroom.example>"),
		.received_on = day_of(2026, 11, 20),
		.response_due = day_of(2026, 12, 18),
		.circumstances = circumstances,
		.scope_reason = reason,
	};
}

/* As people type it, in capitals. */
static struct span
reference_upper(struct span typed, struct arena *mem)
{
	char *upper = arena_alloc(mem, typed.len + 1);

	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];

		upper[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	return (struct span){ upper, typed.len };
}

static enum outcome
case_read(struct preview *p, const char *typed, enum letter_kind kind,
    const char *text, struct error *why)
{
	autodb db = NULL;
	struct span reference = reference_upper(span_of(typed), p->call.mem);
	enum outcome how = options_want(p, why);

	if (how != DONE)
		return how;
	if (!reference_is_valid(reference))
		return fail(why, REFUSED,
		    "%s: this is no reference, or one with a slip in it",
		    typed);
	how = db_open(arena_text(p->call.mem, p->options->paths.register_),
	    DB_STAFF, &db, why);
	if (how == DONE)
		how = outbox_of_case(db,
		    &(struct letter_wanted){ reference, kind }, p->call.mem,
		    &p->row, why);
	if (how == DONE && text != NULL)
		p->row.template = span_of(text);
	return how;
}

static enum outcome
as_text(struct preview *p, struct buf *out, struct error *why)
{
	(void)why;
	buf_printf(out, "%.*s\n\n", SPAN_ARG(p->letter.wording.subject));
	letter_to_text(&p->letter, out);
	return DONE;
}

static enum outcome
as_html(struct preview *p, struct buf *out, struct error *why)
{
	(void)why;
	letter_to_html(&p->letter, out);
	return DONE;
}

static enum outcome
as_pdf(struct preview *p, struct buf *out, struct error *why)
{
	return letter_print(&p->letter, p->house.organisation,
	    letter_window(&p->row, p->call.mem), out, why);
}

static enum outcome
as_eml(struct preview *p, struct buf *out, struct error *why)
{
	struct span from =
	    p->options != NULL ? p->options->smtp.from : invented.contact_email;
	struct outgoing mail;
	enum outcome how = mail_make(&p->letter, &p->row, from, clock_now(),
	    p->call.mem, &mail, why);

	if (how == DONE)
		buf_add(out, mail.bytes);
	return how;
}

typedef enum outcome preview_show(struct preview *p, struct buf *out,
    struct error *why);

static preview_show *
show_find(const char *as)
{
	static const struct {
		const char *as;
		preview_show *show;
	} rows[] = {
		{ "text", as_text },
		{ "html", as_html },
		{ "pdf", as_pdf },
		{ "eml", as_eml },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(as, rows[i].as) == 0)
			return rows[i].show;
	return NULL;
}

static enum outcome
letter_show(struct preview *p, preview_show *show, struct error *why)
{
	autobuf out = BUF(MAX_PREVIEW_BYTES);
	enum outcome how = letter_write(&p->house, &p->row,
	    day_in_london(clock_now()), p->call.mem, &p->letter, why);

	if (how == DONE)
		how = show(p, &out, why);
	return how == DONE ? io_write(STDOUT_FILENO, buf_span(&out), why) : how;
}

static int
preview(struct preview *p)
{
	const char *reference = call_value(&p->call, "--case");
	const char *text = call_value(&p->call, "--text");
	const char *sample = call_value(&p->call, "--sample");
	const char *letter = call_value(&p->call, "--letter");
	enum letter_kind kind = LETTER_ACKNOWLEDGEMENT;
	const char *pack = call_value(&p->call, "--pack");
	const char *as = call_value(&p->call, "--as");
	bool by_post = call_flag(&p->call, "--by-post");
	preview_show *show = show_find(as == NULL ? "text" : as);
	struct error why = { "" };
	enum outcome how;

	if (p->call.argc != 2 || show == NULL ||
	    (reference == NULL) == (sample == NULL) ||
	    (sample != NULL && (text != NULL || letter != NULL)) ||
	    (letter != NULL && !letter_kind_of(span_of(letter), &kind)))
		return usage();
	if (show == as_pdf && isatty(STDOUT_FILENO)) {
		fputs("postroom template: write a PDF into a file: "
		      "> letter.pdf\n",
		    stderr);
		return EX_USAGE;
	}
	how = house_open(p, pack, &why);
	if (how == DONE && reference != NULL)
		how = case_read(p, reference, kind, text, &why);
	else if (how == DONE)
		sample_make(p, sample, by_post);
	if (how == DONE)
		how = letter_show(p, show, &why);
	return status_of(how, &why);
}

int
template_main(const struct call *call)
{
	struct preview p = { .call = *call, .options = call->options };

	if (call->argc > 1 && strcmp(call->argv[1], "lint") == 0)
		return lint(&p);
	if (call->argc > 1 && strcmp(call->argv[1], "preview") == 0)
		return preview(&p);
	return usage();
}

/* export.c - makes the complaint file, or the table of all cases */
#include "console/export.h"
#include "base/io.h"
#include "console/console.h"
#include "console/csv.h"
#include "console/desk.h"
#include "register/casework.h"
#include "register/lists.h"
#include "register/people_case.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define USAGE                                                                  \
	"REF FOLDER|--zip FILE --for ombudsman|complainant|subject-access "    \
	"[--leave-out PART...] | --csv"

/* --- the bundle ------------------------------------------------------------------ */

bool
export_leaves_out(struct export *e, struct span part)
{
	for (size_t i = 0; i < e->n_left_out; i++)
		if (span_is_equal(e->left_out[i], part))
			return e->is_met[i] = true;
	return false;
}

enum outcome
export_paper(struct export *e, const struct paper *paper, struct error *why)
{
	if (e->n_papers == MAX_PAPERS)
		return fail(why, REFUSED, "the case has more than %d papers",
		    MAX_PAPERS);
	e->papers[e->n_papers++] = *paper;
	return DONE;
}

enum outcome
export_text(struct export *e, struct span name, struct span title,
    struct span about, struct span text, struct error *why)
{
	autobuf pdf = BUF(MAX_PAGE_BYTES);
	enum outcome how = e->print(title, about, text,
	    arena_printf(e->mem, "Case %.*s", SPAN_ARG(e->dossier.reference)),
	    &pdf, why);

	return how == DONE ? bundle_add(&e->bundle, name, buf_span(&pdf), why)
			   : how;
}

/* What is confidential goes to nobody without consent, but where law asks. */
static enum outcome
release_check(struct export *e, struct error *why)
{
	struct release release = { .is_allowed = true };
	enum outcome how = DONE;

	if (span_is_equal(e->whom, SPAN("complainant")))
		how = people_release(e->db, e->dossier.reference,
		    TO_COMPLAINANT, e->mem, &release, why);
	if (how == DONE && !release.is_allowed)
		how = fail(why, REFUSED, "%.*s: %.*s",
		    SPAN_ARG(e->dossier.reference), SPAN_ARG(release.reason));
	return how;
}

/* A part that is not there was meant to be another one. */
static enum outcome
left_out_check(const struct export *e, struct error *why)
{
	for (size_t i = 0; i < e->n_left_out; i++)
		if (!e->is_met[i])
			return fail(why, REFUSED,
			    "--leave-out %.*s: the file has no such part; see "
			    "its index",
			    SPAN_ARG(e->left_out[i]));
	return DONE;
}

static enum outcome
papers_add(struct export *e, struct error *why)
{
	enum outcome how = export_chronology(e, why);

	if (how == DONE)
		how = export_items(e, why);
	if (how == DONE)
		how = export_letters(e, why);
	if (how == DONE)
		how = export_notes(e, why);
	if (how == DONE)
		how = left_out_check(e, why);
	if (how == DONE)
		how = export_index(e, why);
	return how;
}

static enum outcome
handing_note(struct export *e, struct error *why)
{
	autobuf detail = BUF(4000);

	buf_printf(&detail, "The complaint file, for %.*s", SPAN_ARG(e->whom));
	for (size_t i = 0; i < e->n_left_out; i++)
		buf_printf(&detail, "%s%.*s", i == 0 ? "; left out: " : ", ",
		    SPAN_ARG(e->left_out[i]));
	return dossier_handed_over(e->db,
	    &(struct handing_over){ .reference = e->dossier.reference,
		.who = desk_login(e->mem),
		.detail = buf_span(&detail),
		.at = clock_now() },
	    why);
}

/* The history has it before the file has its name: no file without it. */
static enum outcome
export_run(struct export *e, const char *path, bool is_zip, struct error *why)
{
	enum outcome how =
	    dossier_read(e->db, e->dossier.reference, e->mem, &e->dossier, why);

	if (how == DONE && e->dossier.is_destroyed)
		how = fail(why, REFUSED,
		    "%.*s was destroyed at the end of its time",
		    SPAN_ARG(e->dossier.reference));
	if (how == DONE)
		how = release_check(e, why);
	if (how == DONE)
		how = bundle_begin(&e->bundle, path, is_zip, e->mem, why);
	if (how == DONE)
		how = papers_add(e, why);
	if (how == DONE)
		how = handing_note(e, why);
	return how == DONE ? bundle_end(&e->bundle, why) : how;
}

/* --- the command ------------------------------------------------------------------- */

static bool
whom_is_known(struct span whom)
{
	return span_is_equal(whom, SPAN("ombudsman")) ||
	       span_is_equal(whom, SPAN("complainant")) ||
	       span_is_equal(whom, SPAN("subject-access"));
}

static void
made_tell(const struct export *e)
{
	printf("%s has the file of %.*s: %zu papers, %lld files.\n",
	    e->bundle.path, SPAN_ARG(e->dossier.reference), e->n_papers,
	    e->bundle.n);
	for (size_t i = 0; i < e->n_papers; i++)
		if (e->papers[i].mark.len > 0 && e->papers[i].files.len > 0)
			printf("Paper %.*s: %.*s.\n",
			    SPAN_ARG(e->papers[i].number),
			    SPAN_ARG(e->papers[i].mark));
	if (e->faults > 0)
		fprintf(stderr,
		    "postroom export: %lld originals are missing or altered: "
		    "see the index\n",
		    e->faults);
}

int
export_main(const struct call *asked, export_print *print)
{
	struct call call = *asked;
	const char *zip = call_value(&call, "--zip"), *part;
	struct export e = { .call = asked,
		.print = print,
		.mem = asked->mem,
		.bundle = { .fd = -1 },
		.whom = span_of(call_value(&call, "--for")) };
	struct error why;
	autodb db = NULL;
	enum outcome how;

	while (e.n_left_out < MAX_LEFT_OUT &&
	       (part = call_value(&call, "--leave-out")) != NULL)
		e.left_out[e.n_left_out++] = span_of(part);
	if (call.argc != (zip != NULL ? 2 : 3) || !whom_is_known(e.whom))
		return desk_usage(&call, USAGE);
	if (!desk_reference(&call, 1, &e.dossier.reference))
		return EX_DATAERR;
	e.papers = ARENA_ARRAY(call.mem, MAX_PAPERS, struct paper);
	how = desk_open(&call, &db, &why);
	e.db = db;
	if (how == DONE)
		how = export_run(&e, zip != NULL ? zip : call.argv[2],
		    zip != NULL, &why);
	if (how == DONE)
		made_tell(&e);
	bundle_release(&e.bundle);
	if (how == DONE && e.faults > 0)
		return EX_DATAERR;
	return desk_end(&call, how, &why);
}

/* --- the table ---------------------------------------------------------------------- */

struct table_export {
	struct db *db;
	struct error *why;
	enum outcome how;
	struct buf out;
};

/* The values of a case's fields, in the order of their table. */
static enum outcome
fields_add(struct table_export *t, struct span reference, struct arena *mem)
{
	size_t n;
	const struct case_field *fields = case_fields(&n);
	enum outcome how = DONE;

	for (size_t i = 0; i < n && how == DONE; i++) {
		struct span value = SPAN("");

		how = casework_get(t->db, reference, fields[i].name, mem,
		    &value, t->why);
		csv_text(&t->out, value, false);
	}
	return how;
}

static bool
case_add(const struct case_row *row, void *context)
{
	autoarena mem = { 0 };
	struct table_export *t = context;
	struct span reference = arena_copy(&mem, row->reference);
	struct dossier d = { .reference = reference };

	t->how = dossier_read(t->db, reference, &mem, &d, t->why);
	if (t->how != DONE)
		return false;
	const struct span cells[] = { reference, d.received_on, d.category,
		row->state, row->channel, row->subject_line, d.name, d.address,
		d.postal, d.phone, d.ack_due, row->ack_state, d.response_due,
		d.closed_on, row->flags };

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		csv_text(&t->out, cells[i], i == 0);
	t->how = fields_add(t, reference, &mem);
	csv_end(&t->out);
	fwrite(t->out.at, 1, t->out.len, stdout);
	buf_clear(&t->out);
	return t->how == DONE;
}

static void
titles_print(struct buf *out)
{
	static const char *const titles[] = { "reference", "received_on",
		"category", "state", "channel", "subject", "name", "email",
		"postal_address", "telephone", "acknowledge_by",
		"acknowledgement", "respond_by", "closed_on", "flags" };
	size_t n;
	const struct case_field *fields = case_fields(&n);

	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		csv_text(out, span_of(titles[i]), i == 0);
	for (size_t i = 0; i < n; i++)
		csv_text(out, span_of(fields[i].name), false);
	csv_end(out);
	fwrite(out->at, 1, out->len, stdout);
	buf_clear(out);
}

int
export_csv(const struct call *asked)
{
	struct call call = *asked;
	struct error why;
	struct table_export t = { .why = &why, .out = BUF(MAX_PAGE_BYTES) };
	const struct wanted wanted = { .since = NO_DATE, .until = NO_DATE };
	autodb db = NULL;
	enum outcome how;

	if (!call_flag(&call, "--csv") || call.argc != 1)
		return desk_usage(&call, USAGE);
	how = desk_open(&call, &db, &why);
	t.db = db;
	if (how == DONE) {
		titles_print(&t.out);
		how = lists_newest(db, &wanted, case_add, &t, &why);
	}
	if (how == DONE)
		how = t.how;
	buf_release(&t.out);
	return desk_end(&call, how, &why);
}

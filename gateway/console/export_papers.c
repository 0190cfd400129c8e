/* export_papers.c - what we wrote: letters, notes, the chronology */
#include "base/io.h"
#include "console/desk.h"
#include "console/export.h"
#include "register/casework.h"
#include "triage/workday.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_LETTER_BYTES (8u << 20)

/* --- letters ----------------------------------------------------------------------- */

/* The PDF that was printed, or a copy of what was said; "" for neither. */
static enum outcome
letter_file(struct export *e, const struct dossier_letter *letter,
    struct span number, struct span *name, struct error *why)
{
	autobuf bytes = BUF(MAX_LETTER_BYTES);
	struct error cause;
	struct span path = arena_printf(e->mem, "%.*s/print/%.*s-%.*s.pdf",
	    SPAN_ARG(e->call->options->paths.spool),
	    SPAN_ARG(e->dossier.reference), SPAN_ARG(letter->kind));

	*name = arena_printf(e->mem, "letters/%.*s.pdf", SPAN_ARG(number));
	if (span_is_equal(letter->channel, SPAN("letter")) &&
	    io_read_file(path.at, &bytes, &cause) == DONE)
		return bundle_add(&e->bundle, *name, buf_span(&bytes), why);
	if (letter->text.len > 0)
		return export_text(e, *name, letter->subject,
		    SPAN("What was said, from the register"), letter->text,
		    why);
	*name = SPAN("");
	return DONE;
}

struct letters {
	struct export *e;
	size_t n;
};

static enum outcome
letter_add(const struct dossier_letter *letter, void *context,
    struct error *why)
{
	struct letters *letters = context;
	struct export *e = letters->e;
	struct span number = arena_printf(e->mem, "L%zu", ++letters->n);
	bool has_left = letter->finished_at != 0 &&
			!span_is_equal(letter->state, SPAN("failed")) &&
			!span_is_equal(letter->state, SPAN("cancelled"));
	time_t at = has_left ? letter->finished_at : letter->made_at;
	struct paper paper = { .number = number,
		.what = arena_printf(e->mem, "Our %.*s, by %.*s: %.*s",
		    SPAN_ARG(letter->kind), SPAN_ARG(letter->channel),
		    SPAN_ARG(letter->state)),
		.from = SPAN("us"),
		.date = day_text(day_in_london(at), e->mem) };
	enum outcome how = DONE;

	if (letter->is_bounced)
		paper.note = SPAN("It could not be delivered.");
	if (export_leaves_out(e, number))
		paper.note = SPAN("Left out.");
	else if (has_left)
		how = letter_file(e, letter, number, &paper.files, why);
	if (how == DONE && has_left && paper.files.len == 0 &&
	    paper.note.len == 0)
		paper.note = SPAN("Its text is not kept.");
	return how == DONE ? export_paper(e, &paper, why) : how;
}

enum outcome
export_letters(struct export *e, struct error *why)
{
	struct letters letters = { .e = e };

	return dossier_letters(e->db, e->dossier.reference, letter_add,
	    &letters, why);
}

/* --- what staff wrote down ------------------------------------------------------------ */

struct notes {
	struct export *e;
	struct buf text;
};

static bool
note_add(const struct case_value_row *row, void *context)
{
	struct notes *notes = context;

	buf_printf(&notes->text, "%.*s  %.*s: %.*s%s\nby %.*s\n\n",
	    SPAN_ARG(desk_clock(row->at, notes->e->mem)), SPAN_ARG(row->field),
	    SPAN_ARG(row->value.len > 0 ? row->value : SPAN("(cleared)")),
	    row->is_current ? "" : " (replaced since)", SPAN_ARG(row->who));
	return true;
}

enum outcome
export_notes(struct export *e, struct error *why)
{
	struct notes notes = { .e = e, .text = BUF(MAX_PAGE_BYTES) };
	struct paper paper = { .number = SPAN("notes"),
		.what = SPAN("What staff wrote down of the case"),
		.from = SPAN("us"),
		.mark = SPAN("Third party: notes of staff, who are named in "
			     "them") };
	enum outcome how =
	    casework_each(e->db, e->dossier.reference, note_add, &notes, why);
	bool is_left_out = export_leaves_out(e, SPAN("notes"));

	if (how == DONE && notes.text.len > 0) {
		paper.note = is_left_out ? SPAN("Left out.") : SPAN("");
		paper.files = is_left_out ? SPAN("") : SPAN("notes.pdf");
		if (!is_left_out)
			how = export_text(e, paper.files, paper.what,
			    paper.mark, buf_span(&notes.text), why);
		if (how == DONE)
			how = export_paper(e, &paper, why);
	}
	buf_release(&notes.text);
	return how;
}

/* --- chronology ------------------------------------------------------------------------ */

static bool
event_add(const struct case_event_row *row, void *context)
{
	struct notes *notes = context;

	buf_printf(&notes->text, "%.*s  %.*s: %.*s%s%.*s\n",
	    SPAN_ARG(desk_clock(row->at, notes->e->mem)), SPAN_ARG(row->who),
	    SPAN_ARG(row->what), row->detail.len > 0 ? ". " : "",
	    SPAN_ARG(row->detail));
	return true;
}

enum outcome
export_chronology(struct export *e, struct error *why)
{
	struct notes notes = { .e = e, .text = BUF(MAX_PAGE_BYTES) };
	struct paper paper = { .number = SPAN("chronology"),
		.what = SPAN("What happened, when and by whom"),
		.from = SPAN("us"),
		.files = SPAN("chronology.txt chronology.pdf") };
	enum outcome how = cases_events(e->db, e->dossier.reference, 0,
	    event_add, &notes, why);

	if (how == DONE)
		how = bundle_add(&e->bundle, SPAN("chronology.txt"),
		    buf_span(&notes.text), why);
	if (how == DONE)
		how = export_text(e, SPAN("chronology.pdf"), paper.what,
		    arena_printf(e->mem, "Case %.*s",
			SPAN_ARG(e->dossier.reference)),
		    buf_span(&notes.text), why);
	buf_release(&notes.text);
	return how == DONE ? export_paper(e, &paper, why) : how;
}

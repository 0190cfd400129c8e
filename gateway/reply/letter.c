/* letter.c - writes one row of the outbox from a text of the pack */
#include "reply/letter.h"
#include "base/digest.h"
#include "reply/fields.h"
#include "reply/plain.h"
#include "triage/address.h"
#include "triage/circumstances.h"

/* What passages and forms are found by, and what was used of them. */
struct source {
	const struct text *text;
	unsigned circumstances;
	struct digest *digest;
};

static enum outcome
passage_find(void *context, struct span name, struct arena *mem,
    struct span *text, const char **file, struct error *why)
{
	struct source *s = context;
	struct text passage;
	enum outcome how = text_read_part(s->text, "passages", name,
	    s->circumstances, mem, &passage, why);

	if (how != DONE)
		return how;
	digest_add(s->digest, passage.source);
	*text = passage.source;
	*file = passage.file.at;
	return DONE;
}

static enum outcome
form_add(struct source *s, const struct fields *fields, struct span name,
    struct arena *mem, struct letter *letter, struct error *why)
{
	struct text form;
	struct template template = { .is_form = true };
	enum outcome how;

	if (letter->n_forms == MAX_FORMS)
		return fail(why, BROKEN, "%.*s:1: Encloses: more than %d forms",
		    SPAN_ARG(s->text->file), MAX_FORMS);
	how = text_read_part(s->text, "forms", name, s->circumstances, mem,
	    &form, why);
	if (how != DONE)
		return fail(why, how, "%.*s:1: Encloses: %.*s: %s",
		    SPAN_ARG(s->text->file), SPAN_ARG(name), why->text);
	digest_add(s->digest, form.source);
	template.text = form.source;
	template.file = form.file.at;
	how = template_fill(&template, fields->at, fields->n, mem,
	    &letter->forms[letter->n_forms], why);
	if (how == DONE)
		letter->n_forms++;
	return how;
}

/* Fills the text in, and the forms that it encloses. */
static enum outcome
fill(struct source *s, const struct fields *fields, struct arena *mem,
    struct letter *letter, struct error *why)
{
	const struct template template = {
		.text = s->text->source,
		.file = s->text->file.at,
		.open = passage_find,
		.context = s,
	};
	struct span rest;
	enum outcome how = template_fill(&template, fields->at, fields->n, mem,
	    &letter->wording, why);

	for (rest = letter->wording.encloses; rest.len > 0 && how == DONE;) {
		struct span name = span_cut_at(&rest, ' ');

		if (name.len > 0)
			how = form_add(s, fields, name, mem, letter, why);
	}
	return how;
}

/* "cy/complaint_child" */
static struct span
full_name(const struct text *text, struct arena *mem)
{
	return arena_printf(mem, "%.*s%s%.*s", SPAN_ARG(text->folder),
	    text->folder.len > 0 ? "/" : "", SPAN_ARG(text->name));
}

enum outcome
letter_fill(const struct house *house, const struct outbox_row *row,
    const struct text *text, day today, struct arena *mem,
    struct letter *letter, struct error *why)
{
	bool is_welsh = span_is_equal(text->folder, SPAN("cy"));
	struct source source = { text, row->circumstances, digest_begin() };
	struct fields fields = { .n = 0 };
	struct letter l = {
		.reference = arena_copy(mem, row->reference),
		.full_reference = full_reference(row, mem),
		.written = today,
		.organisation = house->organisation->name,
		.language = is_welsh ? "cy" : "en",
		.is_large_print = (row->circumstances &
				      CIRCUMSTANCE_BIT(IS_LARGE_PRINT)) != 0,
		.text_name = full_name(text, mem),
	};
	enum outcome how;

	digest_add(source.digest, text->source);
	fields_set(&fields, house, row, is_welsh, mem);
	how = fill(&source, &fields, mem, &l, why);
	l.version = digest_end(source.digest, mem);
	l.signatory = l.wording.signatory.len > 0 ? l.wording.signatory
						  : house->policy.signatory;
	if (how == DONE)
		*letter = l;
	return how;
}

enum outcome
letter_write(const struct house *house, const struct outbox_row *row, day today,
    struct arena *mem, struct letter *letter, struct error *why)
{
	struct text text;
	enum outcome how = text_find(house->policy.folder, row->template,
	    row->circumstances, mem, &text, why);

	return how == DONE
		   ? letter_fill(house, row, &text, today, mem, letter, why)
		   : how;
}

struct span
letter_window(const struct outbox_row *row, struct arena *mem)
{
	struct span name = name_for_greeting(row->to.name);
	struct span rest = row->postal_address;
	struct span first = rest.len > 0 ? span_cut_line(&rest) : SPAN("");

	if (row->postal_address.len == 0 || name.len == 0 ||
	    span_find(first, name, 0) != SPAN_NOT_FOUND)
		return row->postal_address;
	return arena_printf(mem, "%.*s\n%.*s", SPAN_ARG(name),
	    SPAN_ARG(row->postal_address));
}

void
letter_to_text(const struct letter *letter, struct buf *out)
{
	wording_to_text(&letter->wording, out);
	buf_printf(out, "\n%.*s\n\n%.*s\n%.*s\n",
	    SPAN_ARG(letter->wording.closing), SPAN_ARG(letter->signatory),
	    SPAN_ARG(letter->organisation));
	for (size_t i = 0; i < letter->n_forms; i++) {
		const struct wording *form = &letter->forms[i];

		buf_add_char(out, '\n');
		for (int n = 0; n < PLAIN_TEXT_COLUMNS; n++)
			buf_add_char(out, '=');
		buf_printf(out, "\n\n%.*s\n\n", SPAN_ARG(form->subject));
		wording_to_text(form, out);
	}
}

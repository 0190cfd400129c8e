/* word_field.c - a stack of the fields that are open */
#include "word_field.h"

#define MAX_INSTRUCTION_BYTES 4096

void
word_fields_open(struct word_fields *f)
{
	*f = (struct word_fields){ .instruction = BUF(MAX_INSTRUCTION_BYTES) };
}

void
word_fields_release(struct word_fields *f)
{
	buf_release(&f->instruction);
}

/* Shows or hides the field that was begun last. */
static void
hide(struct word_fields *f, bool is_hidden)
{
	bool *field = &f->is_hidden[f->depth - 1];

	f->hidden += (int)is_hidden - (int)*field;
	*field = is_hidden;
}

void
word_field_begin(struct word_fields *f)
{
	buf_clear(&f->instruction);
	if (f->depth++ >= MAX_FIELDS)
		return;
	f->is_hidden[f->depth - 1] = false;
	hide(f, true);
}

void
word_field_separate(struct word_fields *f, bool is_in_margin)
{
	bool is_number =
	    is_in_margin && word_field_is_of_margins(buf_span(&f->instruction));

	f->numbers_pages |= is_number;
	if (f->depth > 0 && f->depth <= MAX_FIELDS)
		hide(f, is_number);
}

void
word_field_end(struct word_fields *f)
{
	if (f->depth > 0 && f->depth <= MAX_FIELDS)
		hide(f, false);
	if (f->depth > 0)
		f->depth--;
}

void
word_field_instruct(struct word_fields *f, struct span text)
{
	buf_add(&f->instruction, text);
}

void
word_fields_recover(struct word_fields *f)
{
	for (int i = 0; i < f->depth && i < MAX_FIELDS; i++)
		f->is_hidden[i] = false;
	f->hidden = 0;
}

bool
word_field_is_of_margins(struct span instruction)
{
	static const char *const names[] = { "PAGE", "NUMPAGES", "SECTIONPAGES",
		"SECTION", "STYLEREF" };
	struct span rest = span_trim(instruction);
	struct span name = span_cut_at(&rest, ' ');

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (span_is_same_word(name, span_of(names[i])))
			return true;
	return false;
}

/* prose.c - two strands of text, the second for what stands aside */
#include "prose.h"

#include "base/ceilings.h"

void
prose_open(struct prose *p)
{
	*p = (struct prose){ .body.text = BUF(MAX_TEXT_BYTES + 1),
		.aside.text = BUF(MAX_TEXT_BYTES + 1) };
}

void
prose_release(struct prose *p)
{
	buf_release(&p->body.text);
	buf_release(&p->aside.text);
}

static struct prose_strand *
strand_of(struct prose *p)
{
	return p->asides > 0 ? &p->aside : &p->body;
}

static void
strand_add(struct prose_strand *strand, struct span text)
{
	if (strand->owed != 0)
		buf_add_char(&strand->text, strand->owed);
	strand->owed = 0;
	buf_add(&strand->text, text);
}

void
prose_add(struct prose *p, struct span text)
{
	strand_add(strand_of(p), text);
}

void
prose_owe(struct prose *p, char white_space)
{
	strand_of(p)->owed = white_space;
}

size_t
prose_here(const struct prose *p)
{
	return p->body.text.len;
}

/* Is it a word that stands beside the number of a page, and no other? */
static bool
is_page_word(struct span word)
{
	static const char *const words[] = { "page", "p", "pg", "of", "seite",
		"von", "blatt", "pagina", "di", "de", "sur", "tudalen", "o" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is_same_word(word, span_of(words[i])))
			return true;
	return false;
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool
is_page_words(struct span text)
{
	size_t n = 0;

	for (size_t i = 0; i <= text.len; i++) {
		if (i < text.len && is_letter(text.at[i])) {
			n++;
			continue;
		}
		if (n > 0 && !is_page_word((struct span){ text.at + i - n, n }))
			return false;
		n = 0;
	}
	return true;
}

void
prose_take_back(struct prose *p, size_t here)
{
	struct buf *text = &p->body.text;

	if (p->asides > 0 || here > text->len ||
	    !is_page_words(span_from(buf_span(text), here)))
		return;
	buf_cut(text, here);
	p->body.owed = here > 0 ? '\n' : 0;
}

bool
prose_is_description(struct span text)
{
	return span_find(text, SPAN(" "), 0) != SPAN_NOT_FOUND &&
	       span_find(text, SPAN("generated"), 0) == SPAN_NOT_FOUND &&
	       span_find(text, SPAN(":\\"), 0) == SPAN_NOT_FOUND;
}

/* Puts what stood aside behind the paragraph that has ended. */
static void
aside_place(struct prose *p)
{
	struct span text = span_trim(buf_span(&p->aside.text));

	if (p->asides > 0 || p->aside.text.len == 0)
		return;
	if (text.len > 0) {
		strand_add(&p->body, text);
		p->body.owed = '\n';
	}
	p->body.text.overflowed |= p->aside.text.overflowed;
	buf_clear(&p->aside.text);
	p->aside.owed = 0;
}

void
prose_end_paragraph(struct prose *p)
{
	prose_add(p, SPAN(""));
	prose_owe(p, '\n');
	aside_place(p);
}

void
prose_begin_aside(struct prose *p)
{
	if (p->asides++ == 0 && p->aside.text.len > 0)
		prose_owe(p, '\n');
}

void
prose_end_aside(struct prose *p)
{
	if (p->asides > 0)
		p->asides--;
}

struct span
prose_text(struct prose *p)
{
	p->asides = 0;
	if (p->aside.text.len > 0)
		p->body.owed = '\n';
	aside_place(p);
	return span_trim(buf_span(&p->body.text));
}

bool
prose_report(struct prose *p, struct report *report)
{
	struct span text = prose_text(p);

	if (text.len > 0 &&
	    (!report_text(report, text) || !report_text(report, SPAN("\n"))))
		return false;
	return !p->body.text.overflowed;
}

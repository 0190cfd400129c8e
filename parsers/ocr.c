/*
 * ocr.c - the text of scanned pages is recognised, and how sure that is
 *
 * Trusts:  the models, loaded before any document.
 * Doubts:  Tesseract's own confidence, and its speed on pages of noise.
 */
#include "ocr.h"

#include "base/buf.h"
#include "base/io.h"
#include "ocr_lines.h"
#include "page.h"
#include "placed_words.h"
#include "recognise.h"
#include "report.h"

/* A page takes about 0.7 s, ten times that where the machine is busy. */
#define MAX_PAGE_MS 60000
/* Ends before the time for the document does, so that its text is kept. */
#define MAX_RECOGNITION_MS (MAX_DOCUMENT_SECONDS * 1000ll * 3 / 4)
/*
 * A dense page has 5,000 components.  The layout analysis knows no deadline
 * and takes 20 s for a page of pure noise.
 */
#define MAX_COMPONENTS 60000
/* Pages of text have 2 to 5 % of ink; with as much as this they are noise. */
#define MAX_INK_SHARE 0.4
/* Fewer are a signature, or a logo. */
#define ENOUGH_WORDS 5
/* A page with less ink is blank: an A4 page would have three letters. */
#define BLANK_SHARE 0.0001

/* The formula is in the header. */
static long long
confidence(const struct sighting *s)
{
	double covered = s->coverage <= 0.85
			     ? s->coverage / 0.85 * 800
			     : 800 + (s->coverage - 0.85) / 0.15 * 200;
	double sure = s->mean * 10.0 < covered ? s->mean * 10.0 : covered;

	return s->words == 0 || s->is_cut ? 0 : (long long)sure;
}

static bool
report_sighting(struct report *report, const struct sighting *s)
{
	autobuf text = BUF(MAX_TEXT_BYTES + 1);

	ocr_lines(&text, buf_span(&s->text), recognise_knows);
	return page_report(report, buf_span(&text));
}

static bool
is_blank(const struct page *page)
{
	return page->ink == NULL || page->share < BLANK_SHARE;
}

static bool
is_noise(const struct page *page)
{
	l_int32 n = 0;

	return page->share > MAX_INK_SHARE ||
	       pixCountConnComp(page->ink, 8, &n) != 0 || n > MAX_COMPONENTS;
}

/*
 * Letters of a print are alike, so even a worn one is read with some certainty;
 * words that are guessed one by one are handwriting.
 */
static bool
looks_handwritten(const struct sighting *s)
{
	return s->words >= ENOUGH_WORDS && s->mean * 10 < OCR_SURE;
}

static void
tally(struct ocr *o, const struct sighting *s, long long number)
{
	long long sure = confidence(s);

	o->wordless += s->words == 0;
	o->unsure += sure < OCR_SURE;
	if (sure < o->lowest || o->hardest == 0) {
		o->lowest = sure;
		o->hardest = number;
	}
	if (looks_handwritten(s) && o->by_hand++ == 0)
		o->hand = number;
}

/* The resolution of one side: declared, or as if the page were of A4. */
static long long
dots_per_inch(long long declared, PIX *picture)
{
	int width = pixGetWidth(picture), height = pixGetHeight(picture);

	if (declared >= 50 && declared <= 2400)
		return declared;
	return (long long)(width > height ? width : height) * 100 / 1169 + 1;
}

/* Tells of the page and its words, for whoever wants more than the text. */
static void
report_words(struct ocr *o, PIX *picture, const struct page *clean,
    struct sighting *s, long long number)
{
	struct placed_page page = {
		.number = number,
		.width = pixGetWidth(picture),
		.height = pixGetHeight(picture),
		.dpi_across = dots_per_inch(pixGetXRes(picture), picture),
		.dpi_down = dots_per_inch(pixGetYRes(picture), picture),
		/* Of a blank page there is nothing to be unsure of. */
		.is_recognised = !is_blank(clean),
		.confidence = is_blank(clean) ? 1000 : confidence(s),
	};

	if (!o->report->wants_words)
		return;
	if (clean->ink != NULL && s->words > 0)
		page.angle = plane_angle(&clean->back, pixGetWidth(clean->ink),
		    pixGetHeight(clean->ink));
	if (o->whole.number > 0) {
		/* The page stays as its other text has it. */
		page.width = o->whole.width;
		page.height = o->whole.height;
		page.angle = 0;
	}
	words_mend(&s->placed);
	if (clean->ink != NULL)
		words_fit(&s->placed, clean->ink);
	words_place(&s->placed, &clean->back, o->left, o->top);
	words_report(o->report, &s->placed, &page);
}

void
ocr_begin(struct ocr *o, struct report *report)
{
	*o = (struct ocr){ .report = report,
		.ends_ms = clock_monotonic_ms() + MAX_RECOGNITION_MS };
}

enum reading
ocr_page(struct ocr *o, PIX *picture, long long number)
{
	long long left = o->ends_ms - clock_monotonic_ms();
	struct page page;
	struct sighting s = { 0 };
	enum reading how;

	if (o->is_over)
		return TOO_LARGE;
	if (left <= 0) {
		o->is_over = true;
		report_note(o->report,
		    "pages from %lld on were not read: recognition took too "
		    "long",
		    number);
		return TOO_LARGE;
	}
	o->pages++;
	page_clean(picture, &page);
	if (!is_blank(&page)) {
		if (!is_noise(&page))
			s = recognise(&page,
			    (int)(left < MAX_PAGE_MS ? left : MAX_PAGE_MS));
		tally(o, &s, number);
	}
	if (s.words > 0 && !report_sighting(o->report, &s))
		o->is_over = true;
	report_words(o, picture, &page, &s, number);
	how = o->is_over ? TOO_LARGE : s.words > 0 ? READ : EMPTY;
	page_release(&page);
	sighting_release(&s);
	return how;
}

void
ocr_end(struct ocr *o)
{
	if (o->hardest == 0)
		return;
	report_ocr(o->report, o->lowest);
	if (o->wordless > 0)
		report_note(o->report, "no words were found on page %lld",
		    o->hardest);
	if (o->by_hand > 0)
		report_note(o->report,
		    "page %lld looks handwritten; a person must read it",
		    o->hand);
	else if (o->unsure > o->wordless)
		report_note(o->report, "page %lld is hard to read", o->hardest);
}

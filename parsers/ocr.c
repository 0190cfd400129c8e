/*
 * ocr.c - the text of scanned pages is recognised, and how sure that is
 *
 * Trusts:  the models, loaded before any document.
 * Doubts:  Tesseract's own confidence, and its speed on pages of noise.
 */
#include "ocr.h"

#include "base/buf.h"
#include "base/io.h"
#include "page.h"
#include "report.h"

#include <tesseract/capi.h>

/* A page takes about 0.7 s; what takes this long is no page of text. */
#define MAX_PAGE_MS 20000
/* Ends before the time for the document does, so that its text is kept. */
#define MAX_RECOGNITION_MS (MAX_DOCUMENT_SECONDS * 1000ll * 3 / 4)
/*
 * A dense page has 5,000 components.  The layout analysis knows no deadline
 * and takes 20 s for a page of pure noise.
 */
#define MAX_COMPONENTS 60000
/* Pages of text have 2 to 5 % of ink; with as much as this they are noise. */
#define MAX_INK_SHARE 0.4
/* Words below this are ink that was guessed at. */
#define LEAST_WORD_CONFIDENCE 30
/* Below this mean a page may be upside down; 90 and more is usual. */
#define DOUBTFUL_MEAN 60
/* Letters are at least this many pixels in both directions ... */
#define LEAST_LETTER 8
/* ... and at most this part of the page's width: else lines and pictures. */
#define WIDEST_LETTER 12
/* A page with less ink is blank: an A4 page would have three letters. */
#define BLANK_SHARE 0.0001

/* Loaded once by ocr_preload, before any document; children inherit it. */
static TessBaseAPI *engine;

/* What was recognised of one picture. */
struct sighting {
	char *text; /* own */
	int mean;   /* of the words' confidence, 0 to 100 */
	int words;
	double coverage;
	bool is_cut; /* took too long */
};

enum outcome
ocr_preload(const char *languages, struct error *why)
{
	if (engine != NULL)
		return DONE;
	setMsgSeverity(L_SEVERITY_NONE);
	engine = TessBaseAPICreate();
	if (TessBaseAPIInit2(engine, NULL, languages, OEM_LSTM_ONLY) != 0) {
		TessBaseAPIDelete(engine);
		engine = NULL;
		return fail(why, BROKEN,
		    "ocr: load languages %s: no such model is installed",
		    languages);
	}
	/*
	 * No debug_file: it is opened at the first remark, which no cage
	 * allows.  Remarks go to standard error, which leads nowhere.
	 */
	TessBaseAPISetVariable(engine, "tessedit_do_invert", "0");
	TessBaseAPISetPageSegMode(engine, PSM_AUTO);
	return DONE;
}

static void
sighting_release(struct sighting *s)
{
	if (s->text != NULL)
		TessDeleteText(s->text);
	*s = (struct sighting){ 0 };
}

/* The ink that has the size of letters. */
static PIX *
find_letters(PIX *ink)
{
	int widest = pixGetWidth(ink) / WIDEST_LETTER;
	autopix *large = pixSelectBySize(ink, LEAST_LETTER, LEAST_LETTER, 8,
	    L_SELECT_IF_BOTH, L_SELECT_IF_GTE, NULL);

	return large == NULL ? NULL
			     : pixSelectBySize(large, widest, widest, 8,
				   L_SELECT_IF_BOTH, L_SELECT_IF_LTE, NULL);
}

static int
count_pixels(PIX *ink)
{
	l_int32 n = 0;

	return pixCountPixels(ink, &n, NULL) == 0 ? n : 0;
}

/* Counts the words and takes their ink away from letters. */
static void
take_words(struct sighting *s, PIX *letters)
{
	TessResultIterator *at = TessBaseAPIGetIterator(engine);
	int left, top, right, bottom;

	if (at == NULL)
		return;
	do {
		BOX *box;

		if (TessResultIteratorConfidence(at, RIL_WORD) <
			LEAST_WORD_CONFIDENCE ||
		    !TessPageIteratorBoundingBox(
			TessResultIteratorGetPageIterator(at), RIL_WORD, &left,
			&top, &right, &bottom))
			continue;
		s->words++;
		box = boxCreate(left - 3, top - 3, right - left + 6,
		    bottom - top + 6);
		pixClearInRect(letters, box);
		boxDestroy(&box);
	} while (TessResultIteratorNext(at, RIL_WORD));
	TessResultIteratorDelete(at);
}

static struct sighting
recognise(PIX *ink, int ms)
{
	struct sighting s = { .coverage = 1 };
	ETEXT_DESC *monitor = TessMonitorCreate();
	autopix *letters = find_letters(ink);
	int before;

	TessMonitorSetDeadlineMSecs(monitor, ms);
	TessBaseAPISetImage2(engine, ink);
	TessBaseAPISetSourceResolution(engine, 300);
	s.is_cut = TessBaseAPIRecognize(engine, monitor) != 0;
	s.text = TessBaseAPIGetUTF8Text(engine);
	s.mean = TessBaseAPIMeanTextConf(engine);
	if (letters != NULL) {
		before = count_pixels(letters);
		take_words(&s, letters);
		if (before > 0)
			s.coverage = 1 - (double)count_pixels(letters) / before;
	}
	/* A picture may come out as words of nothing but spaces. */
	if (span_trim(span_of(s.text)).len == 0)
		s.words = 0;
	TessBaseAPIClear(engine);
	TessMonitorDelete(monitor);
	return s;
}

/* Recognises; a doubtful page upside down too, and keeps the better one. */
static struct sighting
recognise_both_ways(PIX *ink, int ms)
{
	struct sighting s = recognise(ink, ms), other;
	autopix *turned = NULL;

	if (s.mean >= DOUBTFUL_MEAN || s.is_cut)
		return s;
	turned = pixRotate180(NULL, ink);
	if (turned == NULL)
		return s;
	other = recognise(turned, ms);
	if (other.mean * other.coverage > 1.1 * s.mean * s.coverage) {
		sighting_release(&s);
		return other;
	}
	sighting_release(&other);
	return s;
}

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
is_small_letter(struct span s)
{
	return s.len > 0 && s.at[0] >= 'a' && s.at[0] <= 'z';
}

/*
 * A lone "|" is a capital I of a plain face where a word in small letters
 * follows ("| would"), or ends the line before one; else it is a ruled line
 * taken for a letter, and means nothing.
 */
static bool
is_letter_i(struct span before, struct span after)
{
	return after.len > 0 ? is_small_letter(after) : is_small_letter(before);
}

static bool
is_bar(struct span word)
{
	return span_is_equal(word, SPAN("|"));
}

static void
add_line(struct buf *b, struct span line)
{
	struct span before = SPAN(""), trimmed = span_trim(line);
	bool is_row = span_starts_with(trimmed, SPAN("| ")) &&
		      span_ends_with(trimmed, SPAN(" |"));

	while (line.len > 0) {
		struct span word = span_cut_at(&line, ' ');

		if (is_bar(word) && !is_row && is_letter_i(before, line))
			word = SPAN("I");
		if (word.len == 0 || is_bar(word))
			continue;
		if (before.len > 0)
			buf_add_char(b, ' ');
		buf_add(b, word);
		before = word;
	}
	buf_add_char(b, '\n');
}

static bool
report_sighting(struct report *report, const struct sighting *s)
{
	autobuf text = BUF(MAX_TEXT_BYTES + 1);
	struct span rest = span_of(s->text);

	while (rest.len > 0)
		add_line(&text, span_cut_line(&rest));
	return page_report(report, buf_span(&text));
}

static double
ink_share(PIX *ink)
{
	return (double)count_pixels(ink) / pixGetWidth(ink) / pixGetHeight(ink);
}

static bool
is_noise(PIX *ink)
{
	l_int32 n = 0;

	return ink_share(ink) > MAX_INK_SHARE ||
	       pixCountConnComp(ink, 8, &n) != 0 || n > MAX_COMPONENTS;
}

static void
tally(struct ocr *o, long long sure, bool has_words, long long number)
{
	o->wordless += !has_words;
	o->unsure += sure < OCR_SURE;
	if (sure < o->lowest || o->hardest == 0) {
		o->lowest = sure;
		o->hardest = number;
	}
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
	autopix *ink = NULL;
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
	ink = page_clean(picture);
	if (ink == NULL || ink_share(ink) < BLANK_SHARE)
		return EMPTY;
	if (!is_noise(ink))
		s = recognise_both_ways(ink,
		    (int)(left < MAX_PAGE_MS ? left : MAX_PAGE_MS));
	tally(o, confidence(&s), s.words > 0, number);
	if (s.words > 0 && !report_sighting(o->report, &s))
		o->is_over = true;
	how = o->is_over ? TOO_LARGE : s.words > 0 ? READ : EMPTY;
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
		report_note(o->report,
		    "no words were found on %lld of %lld scanned pages",
		    o->wordless, o->pages);
	if (o->unsure > o->wordless)
		report_note(o->report,
		    "%lld of %lld scanned pages are hard to read, page %lld "
		    "the most",
		    o->unsure, o->pages, o->hardest);
}

/*
 * recognise.c - the words on a page that was made fit for it
 *
 * Trusts:  the models, loaded before any document.
 * Doubts:  Tesseract's own confidence, and which way up a page of capitals is.
 */
#include "recognise.h"

#include "base/ceilings.h"
#include "ocr.h"
#include "unread.h"
#include "upright.h"

/* Words below this are ink that was guessed at. */
#define LEAST_WORD_CONFIDENCE 30
/* Below this mean a page may be upside down; 90 and more is usual. */
#define DOUBTFUL_MEAN 60
/* Letters are so many pixels in both directions: else specks and pictures. */
#define LEAST_LETTER 6
#define MOST_LETTER 140
/* Tesseract is told the usual one: at 200 it sees a letter twice at times. */
#define RESOLUTION 300
/* Four lines of text are enough to tell which way up they are. */
#define PROBE_HEIGHT 160
#define MAX_PROBE_MS 2000
/* The ink of five small letters, in pixels. */
#define WORTH_A_LOOK 200
/* Longer than any word of a dictionary. */
#define MAX_WORD_BYTES 80

/* Loaded once by ocr_preload, before any document; children inherit it. */
static TessBaseAPI *engine;

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
	/*
	 * Whether letters are equally wide is laborious to find out, and of no
	 * use to what reads lines: 24 pages are read the same without.
	 */
	TessBaseAPISetVariable(engine, "textord_all_prop", "1");
	return DONE;
}

void
sighting_release(struct sighting *s)
{
	buf_release(&s->text);
	words_release(&s->placed);
	*s = (struct sighting){ 0 };
}

bool
recognise_knows(struct span word)
{
	autobuf text = BUF(MAX_WORD_BYTES + 1);

	if (word.len > MAX_WORD_BYTES)
		return false;
	buf_add(&text, word);
	return TessBaseAPIIsValidWord(engine, buf_text(&text)) != 0;
}

/* The ink that has the size of letters. */
static PIX *
find_letters(PIX *ink)
{
	autopix *large = pixSelectBySize(ink, LEAST_LETTER, LEAST_LETTER, 8,
	    L_SELECT_IF_BOTH, L_SELECT_IF_GTE, NULL);

	return large == NULL ? NULL
			     : pixSelectBySize(large, MOST_LETTER, MOST_LETTER,
				   8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, NULL);
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
	for (size_t i = 0; i < s->placed.n; i++) {
		const struct placed_word *w = &s->placed.list[i];
		int left = (int)w->x[0] / 10, top = (int)w->y[0] / 10;
		int right = (int)w->x[2] / 10, bottom = (int)w->y[2] / 10;
		BOX *box;

		if (w->confidence < LEAST_WORD_CONFIDENCE * 10)
			continue;
		s->words++;
		box = boxCreate(left - 3, top - 3, right - left + 6,
		    bottom - top + 6);
		pixClearInRect(letters, box);
		boxDestroy(&box);
	}
}

struct sighting
recognise_picture(PIX *picture, TessPageSegMode mode, int ms)
{
	struct sighting s = { .coverage = 1, .text = BUF(MAX_TEXT_BYTES) };
	ETEXT_DESC *monitor = TessMonitorCreate();

	TessMonitorSetDeadlineMSecs(monitor, ms);
	TessBaseAPISetPageSegMode(engine, mode);
	TessBaseAPISetImage2(engine, picture);
	TessBaseAPISetSourceResolution(engine, RESOLUTION);
	s.is_cut = TessBaseAPIRecognize(engine, monitor) != 0;
	s.mean = TessBaseAPIMeanTextConf(engine);
	words_recognised(&s.placed, engine);
	words_text(&s.placed, &s.text);
	TessBaseAPIClear(engine);
	TessMonitorDelete(monitor);
	return s;
}

/* Where the lines stand closest: so many pixels of height around there. */
static BOX *
choose_lines(PIX *ink)
{
	int width = pixGetWidth(ink), height = pixGetHeight(ink);
	l_int32 most = 0, best = 0;

	for (int y = 0; y < height; y += PROBE_HEIGHT / 2) {
		BOX *box = boxCreate(0, y, width, PROBE_HEIGHT);
		l_int32 n = 0;

		pixCountPixelsInRect(ink, box, &n, NULL);
		boxDestroy(&box);
		if (n > most) {
			most = n;
			best = y;
		}
	}
	return boxCreate(0, best, width, PROBE_HEIGHT);
}

/* How sure the engine is of some lines, as they are or turned round. */
static int
try_lines(PIX *lines)
{
	struct sighting s =
	    recognise_picture(lines, PSM_SINGLE_BLOCK, MAX_PROBE_MS);
	int mean = s.is_cut ? 0 : s.mean;

	sighting_release(&s);
	return mean;
}

/* Turns round a page whose letters do not tell, but some of its words do. */
static void
probe_turn(struct page *page)
{
	BOX *box = choose_lines(page->ink);
	autopix *lines = pixClipRectangle(page->grey, box, NULL);
	autopix *turned = lines == NULL ? NULL : pixRotate180(NULL, lines);

	boxDestroy(&box);
	if (turned != NULL && try_lines(turned) > try_lines(lines))
		page_turn_round(page);
}

static struct sighting
recognise_page(const struct page *page, int ms)
{
	struct sighting s = recognise_picture(page->grey, PSM_AUTO, ms);
	autopix *letters = find_letters(page->ink);
	int before = letters == NULL ? 0 : count_pixels(letters), left;

	if (before > 0) {
		take_words(&s, letters);
		left = count_pixels(letters);
		if (left >= WORTH_A_LOOK && !s.is_cut && s.words > 0) {
			unread_look(&s, page, letters);
			left = count_pixels(letters);
		}
		s.coverage = 1 - (double)left / before;
	}
	return s;
}

struct sighting
recognise(struct page *page, int ms)
{
	struct sighting s, other;

	if (page->up < SURE_UP)
		probe_turn(page);
	s = recognise_page(page, ms);
	if (s.mean >= DOUBTFUL_MEAN || s.is_cut)
		return s;
	page_turn_round(page);
	other = recognise_page(page, ms);
	if (other.mean * other.coverage > 1.1 * s.mean * s.coverage) {
		sighting_release(&s);
		return other;
	}
	page_turn_round(page);
	sighting_release(&other);
	return s;
}

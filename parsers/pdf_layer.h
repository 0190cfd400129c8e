/*
 * pdf_layer.h - is the text layer of a PDF's page what the page says?
 *
 * Decided for each page alone: one typed page in front must not hide the scans
 * behind it.
 */
#ifndef PARSERS_PDF_LAYER_H
#define PARSERS_PDF_LAYER_H

#include <poppler.h>
#include <stdbool.h>

struct pdf_layer {
	char *text; /* UTF-8; g_free */
	enum pdf_layer_worth {
		LAYER_WHOLE,          /* it is the page's text */
		LAYER_BESIDE_PICTURE, /* it is, but for what picture holds */
		LAYER_WORTHLESS       /* the page must be recognised */
	} worth;
	PopplerRectangle picture; /* in points, down from the top left corner */
};

/*
 * Judges the layer of a page.  It is worthless
 * - where it is empty, or no text: a fifth of its characters mean nothing, or
 *   most of its words cannot be spoken, for lack of vowels (a font whose table
 *   of characters is wrong), or it consists of single letters;
 * - where pictures cover half of the page and it has fewer than 50 characters,
 *   or stands in a quarter of the page's height: the stamp of a fax, or what a
 *   scanning program says of itself;
 * - where it has fewer than 50 characters and most of what is dark on the page
 *   lies beside them: text drawn as lines.
 * It leaves out what a picture holds that covers a quarter of the page, or
 * more, and has no layer above it: a scan pasted into a typed letter.
 */
struct pdf_layer pdf_layer_judge(PopplerPage *page);

void pdf_layer_release(struct pdf_layer *layer);

/* The same for text alone: could people have written it? */
bool pdf_layer_is_text(const char *text);

#endif

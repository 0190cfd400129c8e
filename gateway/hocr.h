/*
 * hocr.h - words and their places as hOCR
 *
 * hOCR 1.2 (kba.github.io/hocr-spec/1.2) as well-formed XHTML: ocr_page,
 * ocr_carea, ocr_par, ocr_line and ocrx_word, each with its bbox in pixels of
 * the page's picture.  A page's title has image (the file, # and the path of
 * a part within it), ppageno and scan_res; a line's textangle, where it does
 * not run level; a word's x_wconf, 0 to 100.
 */
#ifndef HOCR_H
#define HOCR_H

#include "base/buf.h"
#include "item.h"

/* Begin with { out }. */
struct hocr {
	struct buf *out;
	int pages; /* so far, through all files */
};

void hocr_begin(struct hocr *h);
/* Appends the pages of all parts; file is the name it was asked for by. */
void hocr_item(struct hocr *h, const struct item *item, struct span file);
void hocr_end(struct hocr *h);

#endif

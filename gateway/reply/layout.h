/*
 * layout.h - texts on sheets of A4, set with Pango and drawn with Cairo
 *
 * All lengths are points.  Every text is tagged for screen readers: Cairo 1.16
 * marks what the innermost tag holds and nothing else, so that each run of
 * words has a tag of its own, which is shut before a page ends.  What stands
 * in none of these is no part of the text: feet, lines, bars.
 */
#ifndef REPLY_LAYOUT_H
#define REPLY_LAYOUT_H

#include "reply/markdown.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

/* Millimetres in points. */
#define MM (72 / 25.4)
#define PAGE_WIDTH (210 * MM)
#define PAGE_HEIGHT (297 * MM)
#define LEFT (22 * MM)
#define RIGHT (190 * MM)
#define TOP (22 * MM)
#define BOTTOM (272 * MM)
#define FOOT (278 * MM)

/* Sizes of letters, and gaps. */
struct measures {
	double text, heading, first_heading, name, small;
	double paragraph_gap, item_gap, item_indent;
};

struct sheet {
	cairo_t *cr;              /* own */
	cairo_surface_t *surface; /* own */
	PangoContext *context;    /* own */
	const struct measures *measures;
	struct span foot_left;
	struct span page_word, of_word; /* "Page", "of" */
	double y;                       /* where the next text begins */
	int page, pages;                /* pages is 0 while they are counted */
	int n_headings;
	int outline; /* of the first heading, above all others */
	bool has_open_run;
};

struct style {
	const char *tag; /* of PDF: "P", "H1" to "H3", "LBody" */
	double size;
	bool is_bold;
	double indent;
	double keep;      /* room wanted below, so that it is not left alone */
	struct span mark; /* of an item, drawn where its text begins; or "" */
};

/* A place that is fixed. */
struct place {
	double x, y, width;
	double size;
	bool is_bold;
	double spacing;   /* of lines; 1 is the font's own */
	bool is_to_right; /* of its width */
};

/* Begins a sheet on the surface, which it takes over. */
void sheet_begin(struct sheet *s, cairo_surface_t *surface);

/* Ends the last page and writes the file out; the status is Cairo's. */
cairo_status_t sheet_end(struct sheet *s);

/* Ends the page; y is at the top of the next one. */
void sheet_page_end(struct sheet *s);

/* Starts a page where less than height is left on this one. */
void sheet_room(struct sheet *s, double height);

/* Lays a text down at y, line by line, over as many pages as it takes. */
void sheet_flow(struct sheet *s, const struct style *style,
    const struct words *words);

/* As sheet_flow for a heading, which the outline lists too. */
void sheet_heading(struct sheet *s, const struct style *style,
    struct span text);

/* Draws a text at its place; tag is NULL for what is no part of the text. */
void sheet_place(struct sheet *s, const char *tag, const struct place *place,
    struct span text);

/* The height that it takes. */
double sheet_place_height(struct sheet *s, const struct place *place,
    struct span text);

/* A thin line, no part of the text. */
void sheet_line(struct sheet *s, double x, double y, double width,
    double height);

#endif

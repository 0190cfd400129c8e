/*
 * copy_pdf.c - the scanned pages of a PDF get words to search
 *
 * All else of the PDF stays as it is: text, forms, bookmarks, and the bytes
 * of its pictures.
 */
#include "copy.h"
#include "copy_words.h"
#include "report.h"

#include "base/buf.h"

#include <math.h>

struct box {
	double left, bottom, right, top;
};

static bool
has_words(const struct copy *copy)
{
	for (size_t i = 0; i < copy->n_pages; i++)
		if (copy->pages[i].is_recognised && copy->pages[i].n_words > 0)
			return true;
	return false;
}

/* A box of the page (7.9.5), whichever corners it names; false for none. */
static bool
box_read(qpdf_data pdf, qpdf_oh page, const char *key, struct box *box)
{
	qpdf_oh array = qpdf_oh_get_key(pdf, page, key);
	double n[4];

	if (!qpdf_oh_is_array(pdf, array) ||
	    qpdf_oh_get_array_n_items(pdf, array) != 4)
		return false;
	for (int i = 0; i < 4; i++)
		if (!qpdf_oh_get_value_as_number(pdf,
			qpdf_oh_get_array_item(pdf, array, i), &n[i]))
			return false;
	*box = (struct box){ fmin(n[0], n[2]), fmin(n[1], n[3]),
		fmax(n[0], n[2]), fmax(n[1], n[3]) };
	return box->right > box->left && box->top > box->bottom;
}

/* What is shown of the page: the crop box within the media box. */
static bool
shown_box(qpdf_data pdf, qpdf_oh page, struct box *box)
{
	struct box crop;

	if (!box_read(pdf, page, "/MediaBox", box))
		*box = (struct box){ 0, 0, 612, 792 };
	if (!box_read(pdf, page, "/CropBox", &crop))
		return true;
	box->left = fmax(box->left, crop.left);
	box->bottom = fmax(box->bottom, crop.bottom);
	box->right = fmin(box->right, crop.right);
	box->top = fmin(box->top, crop.top);
	return box->right > box->left && box->top > box->bottom;
}

static void
box_write(qpdf_data pdf, qpdf_oh page, const char *key, struct box box)
{
	autobuf array = BUF(200);

	buf_printf(&array, "[%.4f %.4f %.4f %.4f]", box.left, box.bottom,
	    box.right, box.top);
	qpdf_oh_replace_key(pdf, page, key,
	    qpdf_oh_parse(pdf, buf_text(&array)));
}

/* The page's turn when it is shown, in quarters clockwise. */
static int
quarters_read(qpdf_data pdf, qpdf_oh page)
{
	int degrees = 0;

	if (!qpdf_oh_get_value_as_int(pdf,
		qpdf_oh_get_key(pdf, page, "/Rotate"), &degrees))
		return 0;
	return (degrees % 360 + 360) % 360 / 90;
}

/* From pixels of the page as it is shown to the units of its content. */
static struct matrix
shown_to_content(const struct placed_page *placed, struct box box, int quarters)
{
	bool is_standing = quarters % 2 != 0;
	double width = box.right - box.left, height = box.top - box.bottom;
	double across = (is_standing ? height : width) / (double)placed->width;
	double down = (is_standing ? width : height) / (double)placed->height;

	switch (quarters) {
	case 1:
		return (
		    struct matrix){ 0, across, down, 0, box.left, box.bottom };
	case 2:
		return (struct matrix){ -across, 0, 0, down, box.right,
			box.bottom };
	case 3:
		return (
		    struct matrix){ 0, -across, -down, 0, box.right, box.top };
	default:
		return (
		    struct matrix){ across, 0, 0, -down, box.left, box.top };
	}
}

/* The box that holds the turned box. */
static struct box
box_around(struct box b, struct matrix m)
{
	const double x[4] = { b.left, b.right, b.right, b.left };
	const double y[4] = { b.bottom, b.bottom, b.top, b.top };
	struct box around = { HUGE_VAL, HUGE_VAL, -HUGE_VAL, -HUGE_VAL };

	for (int i = 0; i < 4; i++) {
		double u = m.a * x[i] + m.c * y[i] + m.e;
		double v = m.b * x[i] + m.d * y[i] + m.f;

		around.left = fmin(around.left, u);
		around.right = fmax(around.right, u);
		around.bottom = fmin(around.bottom, v);
		around.top = fmax(around.top, v);
	}
	return around;
}

/* Turns what the page shows by m, with a larger box around it. */
static void
level_page(qpdf_data pdf, qpdf_oh page, struct box box, struct matrix m,
    struct buf *before)
{
	static const char *const gone[] = { "/BleedBox", "/TrimBox",
		"/ArtBox" };
	struct box around = box_around(box, m);

	matrix_add(before, m);
	buf_printf(before, "cm %.4f %.4f %.4f %.4f re W n\n", box.left,
	    box.bottom, box.right - box.left, box.top - box.bottom);
	box_write(pdf, page, "/MediaBox", around);
	box_write(pdf, page, "/CropBox", around);
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		qpdf_oh_remove_key(pdf, page, gone[i]);
}

/* Puts the page's own content between two streams. */
static void
wrap_content(qpdf_data pdf, qpdf_oh page, struct span before, struct span after)
{
	qpdf_oh own = qpdf_oh_get_key(pdf, page, "/Contents");
	qpdf_oh all = qpdf_oh_new_array(pdf);

	qpdf_oh_append_item(pdf, all, copy_stream(pdf, before, ""));
	if (qpdf_oh_is_array(pdf, own))
		for (int i = 0; i < qpdf_oh_get_array_n_items(pdf, own); i++)
			qpdf_oh_append_item(pdf, all,
			    qpdf_oh_get_array_item(pdf, own, i));
	else if (qpdf_oh_is_stream(pdf, own))
		qpdf_oh_append_item(pdf, all, own);
	qpdf_oh_append_item(pdf, all, copy_stream(pdf, after, ""));
	qpdf_oh_replace_key(pdf, page, "/Contents", all);
}

/* The dictionary under the key, made where it is missing. */
static qpdf_oh
dictionary_of(qpdf_data pdf, qpdf_oh holder, const char *key)
{
	qpdf_oh found = qpdf_oh_get_key(pdf, holder, key);

	if (qpdf_oh_is_dictionary(pdf, found))
		return found;
	qpdf_oh_replace_key(pdf, holder, key, qpdf_oh_new_dictionary(pdf));
	return qpdf_oh_get_key(pdf, holder, key);
}

static void
page_add_words(qpdf_data pdf, qpdf_oh page, const struct placed_page *placed,
    qpdf_oh font)
{
	int quarters = quarters_read(pdf, page);
	long long slope = copy_slope(placed);
	int turned = (int)((placed->angle - slope) / 90000);
	autobuf before = BUF(1000), after = BUF(MAX_UNPACKED_BYTES);
	struct box box;
	struct matrix to;

	if (!shown_box(pdf, page, &box))
		return;
	to = shown_to_content(placed, box, quarters);
	buf_add_text(&before, "q\n");
	/* What is pinned to the page would not turn with it. */
	if (llabs(slope) >= LEVEL_ENOUGH &&
	    !qpdf_oh_has_key(pdf, page, "/Annots")) {
		struct matrix level = matrix_turn(slope);

		level_page(pdf, page, box, level, &before);
		to = matrix_then(to, level);
	}
	buf_add_text(&after, "\nQ\nq\n");
	copy_words_write(&after, placed, to);
	buf_add_text(&after, "Q\n");
	wrap_content(pdf, page, buf_span(&before), buf_span(&after));
	qpdf_oh_replace_key(pdf,
	    dictionary_of(pdf, dictionary_of(pdf, page, "/Resources"), "/Font"),
	    "/" COPY_FONT, font);
	qpdf_oh_replace_key(pdf, page, "/Rotate",
	    qpdf_oh_new_integer(pdf, (quarters - turned + 8) % 4 * 90));
}

enum reading
copy_of_pdf(const struct copy *copy)
{
	struct span whole = copy->document;
	enum reading how = UNREADABLE;
	qpdf_oh font;
	qpdf_data pdf;

	if (!has_words(copy)) {
		report_copy(copy->report, whole);
		return READ;
	}
	pdf = copy_begin();
	if (qpdf_read_memory(pdf, "document", whole.at, whole.len, "") <
		QPDF_ERRORS &&
	    qpdf_push_inherited_attributes_to_page(pdf) < QPDF_ERRORS) {
		font = copy_words_font(pdf);
		for (size_t i = 0; i < copy->n_pages; i++) {
			const struct placed_page *placed = &copy->pages[i];

			if (placed->is_recognised && placed->n_words > 0 &&
			    placed->number <= qpdf_get_num_pages(pdf))
				page_add_words(pdf,
				    qpdf_get_page_n(pdf,
					(size_t)placed->number - 1),
				    placed, font);
		}
		how = copy_end(copy, pdf);
	}
	copy_close(pdf);
	return how;
}

/*
 * pdf.c - reads a PDF: its text, what was filled in, and scanned pages
 *
 * Decides page by page: one typed page in front must not hide the scans
 * behind it.  A text layer is believed where it is text; else the page is
 * drawn and recognised.  Drawing it beats taking the image out of it: scanners
 * cut pages into strips and layers, of which no single one holds the text.
 */
#include "ocr.h"
#include "page.h"
#include "parser.h"
#include "report.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <cairo.h>
#include <math.h>
#include <poppler.h>
#include <sys/resource.h>

/* Resolution of a drawn page, and that of PDF's own units. */
#define DRAWN_DPI 300.0
#define PDF_DPI 72.0
/* Cairo makes no larger pictures. */
#define MAX_DRAWN_SIDE 32000.0
/* Fewer characters than this are a stamp or page number on a scan. */
#define FEW_CHARACTERS 50
/* From this share on, pictures are the page rather than part of it. */
#define MOST_OF_PAGE 0.5
/* A scan below its own text layer covers more, a logo on a letter less. */
#define SCAN_SHARE 0.8
#define LOGO_SHARE 0.25
/*
 * Processor time for all but recognition, and what each page that is drawn for
 * it adds.  A page of text takes 0.5 ms, one that is drawn 40; but 1 MB can
 * unpack to 500 MB of text, which poppler takes a minute for and cannot be
 * stopped in.
 */
#define EFFORT_SECONDS 4
#define DRAWN_PAGE_SECONDS 1
/* A layer with more characters of no meaning than one in this is no text. */
#define MEANINGLESS_ONE_IN 5

#define autoobject __attribute__((cleanup(object_release)))

struct pdf {
	struct report *report;
	struct ocr ocr;
	long long pages;     /* to be read */
	long long parts;     /* files found inside */
	long long unpacked;  /* bytes of them */
	long long pictures;  /* pages of text with pictures not read */
	enum reading graver; /* UNREADABLE or TOO_LARGE, once found */
	long allowed;        /* seconds of processor time before its end */
};

static void
object_release(void *at)
{
	GObject **object = at;

	g_clear_object(object);
}

/* --- How long it may take ------------------------------------------------ */

/* Seconds of processor time that this process has had. */
static long
effort_spent(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec;
}

/* From here on SIGXCPU ends the process once allowed is spent. */
static void
effort_bound(long allowed)
{
	struct rlimit limit;

	getrlimit(RLIMIT_CPU, &limit);
	limit.rlim_cur =
	    (rlim_t)allowed < limit.rlim_max ? (rlim_t)allowed : limit.rlim_max;
	setrlimit(RLIMIT_CPU, &limit);
}

/* --- The text layer ------------------------------------------------------ */

/* Has no meaning: unknown, for private use, or a control character. */
static bool
is_meaningless(unsigned point)
{
	return point < 0x20 || point == 0xfffd ||
	       (point >= 0xe000 && point <= 0xf8ff);
}

/* How many characters the layer has; 0 where it is not text at all. */
static long long
count_characters(struct span layer)
{
	long long meaningless = 0, all = 0;
	unsigned point;

	while (layer.len > 0) {
		layer = span_from(layer, utf8_next(layer, &point));
		if (point == ' ' || point == '\n' || point == 0xa0)
			continue;
		all++;
		meaningless += is_meaningless(point);
	}
	return meaningless * MEANINGLESS_ONE_IN > all ? 0 : all;
}

/* The share of the page that pictures cover. */
static double
picture_share(PopplerPage *page)
{
	GList *pictures = poppler_page_get_image_mapping(page);
	double width, height, covered = 0;

	poppler_page_get_size(page, &width, &height);
	for (GList *at = pictures; at != NULL; at = at->next) {
		const PopplerImageMapping *picture = at->data;
		const PopplerRectangle *r = &picture->area;
		double across = fmin(r->x2, width) - fmax(r->x1, 0);
		double down = fmin(r->y2, height) - fmax(r->y1, 0);

		covered += fmax(across, 0) * fmax(down, 0);
	}
	poppler_page_free_image_mapping(pictures);
	return covered / fmax(width * height, 1);
}

/* --- What was filled in: it is not in the text layer --------------------- */

static void
add_choices(struct buf *b, PopplerFormField *field)
{
	g_autofree char *own = poppler_form_field_choice_get_text(field);
	int n = poppler_form_field_choice_get_n_items(field);

	if (own != NULL)
		buf_printf(b, " %s", own);
	for (int i = 0; own == NULL && i < n; i++) {
		g_autofree char *item =
		    poppler_form_field_choice_get_item(field, i);

		if (poppler_form_field_choice_is_item_selected(field, i))
			buf_printf(b, " %s", item);
	}
}

/* The field's value; nothing where it was left empty. */
static void
add_value(struct buf *b, PopplerFormField *field)
{
	PopplerFormFieldType type = poppler_form_field_get_field_type(field);
	g_autofree char *text = NULL;

	if (type == POPPLER_FORM_FIELD_TEXT) {
		text = poppler_form_field_text_get_text(field);
		if (text != NULL && text[0] != '\0')
			buf_printf(b, " %s", text);
	} else if (type == POPPLER_FORM_FIELD_CHOICE) {
		add_choices(b, field);
	} else if (type == POPPLER_FORM_FIELD_BUTTON) {
		if (poppler_form_field_button_get_button_type(field) !=
			POPPLER_FORM_BUTTON_PUSH &&
		    poppler_form_field_button_get_state(field))
			buf_add_text(b, " yes");
	}
}

/* "label: value" for each field of a form that has a value. */
static void
add_fields(struct buf *b, PopplerPage *page)
{
	/* Poppler's list begins with the last field. */
	GList *fields =
	    g_list_reverse(poppler_page_get_form_field_mapping(page));

	for (GList *at = fields; at != NULL; at = at->next) {
		PopplerFormField *field =
		    ((PopplerFormFieldMapping *)at->data)->field;
		g_autofree char *shown =
		    poppler_form_field_get_alternate_ui_name(field);
		g_autofree char *name = poppler_form_field_get_name(field);
		autobuf value = BUF(MAX_TEXT_BYTES);

		add_value(&value, field);
		if (value.len > 0)
			buf_printf(b, "%s:%s\n",
			    shown != NULL  ? shown
			    : name != NULL ? name
					   : "field",
			    buf_text(&value));
	}
	poppler_page_free_form_field_mapping(fields);
}

/* --- Files inside -------------------------------------------------------- */

static gboolean
pass_on(const char *bytes, gsize len, gpointer data, GError **error)
{
	struct pdf *pdf = data;

	(void)error;
	pdf->unpacked += (long long)len;
	if (pdf->unpacked > MAX_UNPACKED_BYTES)
		return FALSE;
	report_data(pdf->report, (struct span){ bytes, len });
	return TRUE;
}

static void
report_attachment(struct pdf *pdf, PopplerAttachment *attachment)
{
	autobuf path = BUF(32);
	struct report_part part = { .disposition = "attachment" };

	if (pdf->parts >= MAX_PARTS || pdf->unpacked > MAX_UNPACKED_BYTES) {
		pdf->graver = TOO_LARGE;
		return;
	}
	buf_printf(&path, "%lld", ++pdf->parts);
	part.path = buf_span(&path);
	part.name = span_of(attachment->name);
	report_part(pdf->report, &part);
	if (!poppler_attachment_save_to_callback(attachment, pass_on, pdf,
		NULL))
		pdf->graver =
		    pdf->unpacked > MAX_UNPACKED_BYTES ? TOO_LARGE : UNREADABLE;
}

static void
report_attachments(struct pdf *pdf, PopplerDocument *document)
{
	GList *files = poppler_document_get_attachments(document);

	for (GList *at = files; at != NULL; at = at->next)
		report_attachment(pdf, at->data);
	g_list_free_full(files, g_object_unref);
}

/* Remarks that were written onto the page. */
static void
add_remarks(struct buf *b, PopplerPage *page)
{
	GList *remarks = poppler_page_get_annot_mapping(page);

	for (GList *at = remarks; at != NULL; at = at->next) {
		PopplerAnnot *remark = ((PopplerAnnotMapping *)at->data)->annot;
		PopplerAnnotType type = poppler_annot_get_annot_type(remark);
		g_autofree char *text = NULL;

		/* Fields are read as such; a popup repeats its remark. */
		if (type == POPPLER_ANNOT_WIDGET ||
		    type == POPPLER_ANNOT_POPUP || type == POPPLER_ANNOT_LINK)
			continue;
		text = poppler_annot_get_contents(remark);
		if (text != NULL && text[0] != '\0')
			buf_printf(b, "%s\n", text);
	}
	poppler_page_free_annot_mapping(remarks);
}

/* --- Scanned pages ------------------------------------------------------- */

/* The drawing in grey. */
static PIX *
to_pix(cairo_surface_t *drawn)
{
	int width = cairo_image_surface_get_width(drawn);
	int height = cairo_image_surface_get_height(drawn);
	int stride = cairo_image_surface_get_stride(drawn);
	const unsigned char *bytes = cairo_image_surface_get_data(drawn);
	PIX *pix = pixCreateNoInit(width, height, 8);

	if (pix == NULL)
		return NULL;
	for (int y = 0; y < height; y++) {
		const unsigned char *from = bytes + (ptrdiff_t)y * stride;
		l_uint32 *to = pixGetData(pix) + (ptrdiff_t)y * pixGetWpl(pix);

		/* Blue, green, red, as the eye weighs them (BT.601). */
		for (int x = 0; x < width; x++, from += 4) {
			int grey = from[0] * 29 + from[1] * 150 + from[2] * 77;

			SET_DATA_BYTE(to, x, (l_uint8)(grey >> 8));
		}
	}
	return pix;
}

/* Draws the page, smaller where it would have too many pixels. */
static PIX *
draw_page(PopplerPage *page)
{
	double width, height, scale = DRAWN_DPI / PDF_DPI;
	cairo_surface_t *surface;
	cairo_t *cairo;
	PIX *pix = NULL;

	poppler_page_get_size(page, &width, &height);
	if (!(width > 0) || !(height > 0))
		return NULL;
	scale = fmin(scale, sqrt((double)MAX_PAGE_PIXELS / (width * height)));
	scale = fmin(scale, MAX_DRAWN_SIDE / fmax(width, height));
	surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
	    (int)fmax(width * scale, 1), (int)fmax(height * scale, 1));
	cairo = cairo_create(surface);
	cairo_set_source_rgb(cairo, 1, 1, 1);
	cairo_paint(cairo);
	cairo_scale(cairo, scale, scale);
	poppler_page_render(page, cairo);
	cairo_destroy(cairo);
	cairo_surface_flush(surface);
	if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
		pix = to_pix(surface);
	cairo_surface_destroy(surface);
	return pix;
}

static void
recognise_page(struct pdf *pdf, PopplerPage *page, int number)
{
	autopix *drawn = draw_page(page);
	long before = effort_spent();

	/* Recognition minds its own time. */
	effort_bound(MAX_DOCUMENT_SECONDS);
	if (drawn == NULL) {
		report_note(pdf->report, "page %d cannot be drawn", number);
		pdf->graver = UNREADABLE;
	} else if (ocr_page(&pdf->ocr, drawn, number) == TOO_LARGE) {
		pdf->graver = TOO_LARGE;
	}
	pdf->allowed += effort_spent() - before + DRAWN_PAGE_SECONDS;
	effort_bound(pdf->allowed);
}

/* --- The document -------------------------------------------------------- */

static void
read_page(struct pdf *pdf, PopplerPage *page, int number)
{
	g_autofree char *layer = poppler_page_get_text(page);
	long long characters = count_characters(span_of(layer));
	double share = picture_share(page);
	autobuf filled = BUF(MAX_TEXT_BYTES + 1);

	if (characters == 0 ||
	    (characters < FEW_CHARACTERS && share >= MOST_OF_PAGE))
		recognise_page(pdf, page, number);
	else if (!page_report(pdf->report, span_of(layer)))
		pdf->graver = TOO_LARGE;
	else if (share >= LOGO_SHARE && share < SCAN_SHARE)
		pdf->pictures++;
	add_fields(&filled, page);
	add_remarks(&filled, page);
	if (!page_report(pdf->report, buf_span(&filled)))
		pdf->graver = TOO_LARGE;
}

static void
read_pages(struct pdf *pdf, PopplerDocument *document)
{
	int n = poppler_document_get_n_pages(document);

	report_pages(pdf->report, n);
	if (n > MAX_PAGES) {
		report_note(pdf->report, "pages after %d were not read",
		    MAX_PAGES);
		pdf->graver = TOO_LARGE;
	}
	for (int i = 0; i < n && i < MAX_PAGES; i++) {
		autoobject PopplerPage *page =
		    poppler_document_get_page(document, i);

		if (page != NULL) {
			read_page(pdf, page, i + 1);
			continue;
		}
		report_note(pdf->report, "page %d is damaged", i + 1);
		pdf->graver = UNREADABLE;
	}
	if (pdf->pictures > 0)
		report_note(pdf->report,
		    "pictures on %lld pages of text were not read",
		    pdf->pictures);
}

static enum reading
pdf_read(const struct document *document, struct report *report)
{
	g_autoptr(GBytes) bytes =
	    g_bytes_new_static(document->bytes.at, document->bytes.len);
	g_autoptr(GError) error = NULL;
	autoobject PopplerDocument *opened = NULL;
	struct pdf pdf = { .report = report,
		.graver = READ,
		.allowed = effort_spent() + EFFORT_SECONDS };

	effort_bound(pdf.allowed);
	opened = poppler_document_new_from_bytes(bytes, NULL, &error);
	if (opened == NULL &&
	    g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) {
		report_note(report, "the PDF is locked with a password; "
				    "ask the sender to send it again without");
		return ENCRYPTED;
	}
	if (opened == NULL || poppler_document_get_n_pages(opened) == 0) {
		report_note(report, "the PDF is damaged");
		return UNREADABLE;
	}
	ocr_begin(&pdf.ocr, report);
	read_pages(&pdf, opened);
	ocr_end(&pdf.ocr);
	report_attachments(&pdf, opened);
	if (pdf.graver != READ)
		return pdf.graver;
	return report->text_bytes > 0 || pdf.parts > 0 ? READ : EMPTY;
}

static void
say_nothing(const char *domain, GLogLevelFlags level, const char *message,
    void *data)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)data;
}

/* A line of text in a font that is not embedded; poppler finds the rest. */
static const char warming[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R"
    "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    ">>endobj\n"
    "4 0 obj<</Length 30>>stream\n"
    "BT /F 9 Tf 9 9 Td (Warm) Tj ET\n"
    "endstream endobj\n"
    "trailer<</Root 1 0 R>>\n";

static enum outcome
pdf_preload(const char *languages, struct error *why)
{
	g_autoptr(GBytes) bytes =
	    g_bytes_new_static(warming, sizeof(warming) - 1);
	autoobject PopplerDocument *document = NULL;
	autoobject PopplerPage *page = NULL;
	autopix *drawn = NULL;

	/* Poppler's messages quote the document. */
	g_log_set_default_handler(say_nothing, NULL);
	document = poppler_document_new_from_bytes(bytes, NULL, NULL);
	page = document == NULL ? NULL : poppler_document_get_page(document, 0);
	drawn = page == NULL ? NULL : draw_page(page);
	if (drawn == NULL)
		return fail(why, BROKEN, "pdf: load fonts: cannot draw a page");
	return ocr_preload(languages, why);
}

const struct parser pdf_parser = {
	.name = "pdf",
	.types = "application/pdf",
	.needs_fonts = true,
	.preload = pdf_preload,
	.read = pdf_read,
};

/*
 * pdf.c - reads a PDF: its text, what was filled in, scanned pages, files
 *
 * Decides page by page whether the text layer is what the page says
 * (pdf_layer.h); else the page is drawn and recognised.  Drawing it beats
 * taking the scan out of it: scanners cut pages into strips and layers, of
 * which no single one holds the text, and place them turned or mirrored, which
 * poppler does not tell.  Nor is taking faster where it counts: 69 to 79 ms
 * for a page of 300 dpi, where drawing takes 66 (of 600 dpi 340 and 273; of
 * 200 dpi 25 to 32 and 44 to 50), beside 600 for recognising it.
 */
#include "ocr.h"
#include "parser.h"
#include "pdf_drawing.h"
#include "pdf_filled.h"
#include "pdf_layer.h"
#include "pdf_words.h"
#include "report.h"

#include <sys/resource.h>

/*
 * Processor time for all but recognition.  A page of text takes 0.5 ms, one
 * that is drawn 40; but 1 MB can unpack to 500 MB of text, which poppler takes
 * a minute for and cannot be stopped in.
 */
#define EFFORT_SECONDS 4

#define autoobject __attribute__((cleanup(object_release)))

struct pdf {
	struct report *report;
	int pages;           /* of the document */
	long long parts;     /* files found inside */
	long long unpacked;  /* bytes of them */
	bool shows_no_more;  /* than that another program is needed */
	enum reading graver; /* UNREADABLE or TOO_LARGE, once found */
};

static void
object_release(void *at)
{
	GObject **object = at;

	g_clear_object(object);
}

/* SIGXCPU ends the process once it has had so many seconds more. */
static void
effort_bound(long seconds)
{
	struct rusage spent;
	struct rlimit limit;
	rlim_t allowed;

	getrusage(RUSAGE_SELF, &spent);
	allowed =
	    (rlim_t)(spent.ru_utime.tv_sec + spent.ru_stime.tv_sec + seconds);
	getrlimit(RLIMIT_CPU, &limit);
	limit.rlim_cur = allowed < limit.rlim_max ? allowed : limit.rlim_max;
	setrlimit(RLIMIT_CPU, &limit);
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

/* The files that belong to the document; all there is of a portfolio. */
static void
report_attachments(struct pdf *pdf, PopplerDocument *document)
{
	GList *files = poppler_document_get_attachments(document);

	for (GList *at = files; at != NULL; at = at->next)
		report_attachment(pdf, at->data);
	g_list_free_full(files, g_object_unref);
}

/* The files that are pinned to a page. */
static void
report_pinned(struct pdf *pdf, PopplerPage *page)
{
	GList *remarks = poppler_page_get_annot_mapping(page);

	for (GList *at = remarks; at != NULL; at = at->next) {
		PopplerAnnot *remark = ((PopplerAnnotMapping *)at->data)->annot;
		autoobject PopplerAttachment *file = NULL;

		if (poppler_annot_get_annot_type(remark) !=
		    POPPLER_ANNOT_FILE_ATTACHMENT)
			continue;
		file = poppler_annot_file_attachment_get_attachment(
		    (PopplerAnnotFileAttachment *)remark);
		if (file != NULL)
			report_attachment(pdf, file);
	}
	poppler_page_free_annot_mapping(remarks);
}

/* --- Pages --------------------------------------------------------------- */

/* Recognises the page, or what a picture on it holds. */
static void
recognise(struct pdf *pdf, PopplerPage *page, const PopplerRectangle *area,
    int number)
{
	autopix *drawn = pdf_draw(page, area, DRAWN_DPI);
	enum reading how;
	struct ocr ocr;

	if (drawn == NULL) {
		report_note(pdf->report, "page %d cannot be drawn", number);
		pdf->graver = UNREADABLE;
		return;
	}
	/* Recognition minds its own time. */
	effort_bound(MAX_DOCUMENT_SECONDS);
	ocr_begin(&ocr, pdf->report);
	if (area != NULL) {
		ocr.whole = pdf_page_placed(page, number, pixGetXRes(drawn));
		ocr.left = area->x1 * pixGetXRes(drawn) / 72;
		ocr.top = area->y1 * pixGetYRes(drawn) / 72;
	}
	how = ocr_page(&ocr, drawn, number);
	/* A picture without words is not read any worse for it. */
	if (area == NULL || how != EMPTY)
		ocr_end(&ocr);
	if (how == TOO_LARGE)
		pdf->graver = TOO_LARGE;
	effort_bound(EFFORT_SECONDS);
}

static void
report_block(struct pdf *pdf, struct span text)
{
	if (!page_report(pdf->report, text))
		pdf->graver = TOO_LARGE;
}

static void
report_filled(struct pdf *pdf, PopplerPage *page)
{
	autobuf filled = BUF(MAX_TEXT_BYTES + 1);

	pdf_add_fields(&filled, page);
	pdf_add_remarks(&filled, page);
	report_block(pdf, buf_span(&filled));
}

/*
 * What a page of an XFA form says that only Adobe's own program can show.  The
 * form is not in it.
 */
static bool
is_placeholder(const char *text)
{
	struct span s = span_of(text);

	return span_find(s, SPAN("Please wait..."), 0) != SPAN_NOT_FOUND &&
	       span_find(s, SPAN("PDF viewer"), 0) != SPAN_NOT_FOUND;
}

/* Reads the page whole: recognises what must be. */
static void
read_page(struct pdf *pdf, PopplerPage *page, struct pdf_layer *layer,
    int number)
{
	if (layer->worth != LAYER_WORTHLESS) {
		report_block(pdf, span_of(layer->text));
		if (pdf->report->wants_words)
			pdf_report_words(pdf->report, page, number);
	}
	if (layer->worth != LAYER_WHOLE)
		recognise(pdf, page,
		    layer->worth == LAYER_WORTHLESS ? NULL : &layer->picture,
		    number);
	report_filled(pdf, page);
}

/* Reads the page, or owes it where recognising it would hold up the others. */
static void
visit_page(struct pdf *pdf, PopplerPage *page, int number, bool is_owed)
{
	struct pdf_layer layer = pdf_layer_judge(page);

	pdf->shows_no_more |= is_placeholder(layer.text);
	if (layer.worth == LAYER_WHOLE || pdf->pages == 1 || is_owed) {
		read_page(pdf, page, &layer, number);
	} else {
		report_owed(pdf->report, number);
	}
	if (!is_owed)
		report_pinned(pdf, page);
	pdf_layer_release(&layer);
}

static void
take_page(struct pdf *pdf, PopplerDocument *document, int number, bool is_owed)
{
	autoobject PopplerPage *page =
	    poppler_document_get_page(document, number - 1);

	if (page != NULL) {
		visit_page(pdf, page, number, is_owed);
		return;
	}
	report_note(pdf->report, "page %d is damaged", number);
	pdf->graver = UNREADABLE;
}

static void
take_pages(struct pdf *pdf, PopplerDocument *document, int skip)
{
	report_pages(pdf->report, pdf->pages);
	if (pdf->pages > MAX_PAGES) {
		report_note(pdf->report, "pages after %d were not read",
		    MAX_PAGES);
		pdf->graver = TOO_LARGE;
	}
	for (int i = skip; i < pdf->pages && i < MAX_PAGES; i++) {
		report_page(pdf->report, i + 1);
		take_page(pdf, document, i + 1, false);
	}
	report_attachments(pdf, document);
	if (pdf->shows_no_more) {
		report_note(pdf->report,
		    "the form can only be seen in Adobe's own program (XFA); "
		    "ask the sender to print it to a PDF");
		pdf->graver = UNSUPPORTED;
	}
}

/* --- The document -------------------------------------------------------- */

/* Opens the PDF; says why where it cannot be. */
static enum reading
pdf_open(struct span bytes, struct report *report, PopplerDocument **opened)
{
	g_autoptr(GBytes) all = g_bytes_new_static(bytes.at, bytes.len);
	g_autoptr(GError) error = NULL;

	*opened = poppler_document_new_from_bytes(all, NULL, &error);
	if (*opened == NULL &&
	    g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)) {
		report_note(report, "the PDF is locked with a password; "
				    "ask the sender to send it again without");
		return ENCRYPTED;
	}
	if (*opened == NULL || poppler_document_get_n_pages(*opened) <= 0) {
		report_note(report, "the PDF is damaged");
		return UNREADABLE;
	}
	return READ;
}

static enum reading
pdf_read(const struct document *document, struct report *report)
{
	autoobject PopplerDocument *opened = NULL;
	struct pdf pdf = { .report = report };

	effort_bound(EFFORT_SECONDS);
	pdf.graver = pdf_open(document->bytes, report, &opened);
	if (pdf.graver != READ)
		return pdf.graver;
	pdf.pages = poppler_document_get_n_pages(opened);
	if (document->owed_page > 0)
		take_page(&pdf, opened, document->owed_page, true);
	else
		take_pages(&pdf, opened, document->skip_pages);
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
	drawn = page == NULL ? NULL : pdf_draw(page, NULL, DRAWN_DPI);
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

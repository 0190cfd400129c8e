/* batch.c - copies the pages of letters into one file */
#include "reply/batch.h"
#include "base/arena.h"
#include "reply/pdf.h"

static enum outcome
pages_add(qpdf_data batch, qpdf_data letter, const char *name,
    struct error *why)
{
	int n = qpdf_get_num_pages(letter);

	if (n < 1)
		return pdf_fail(letter, name, why);
	for (int i = 0; i < n; i++)
		if (qpdf_add_page(batch, letter,
			qpdf_get_page_n(letter, (size_t)i),
			QPDF_FALSE) >= QPDF_ERRORS)
			return pdf_fail(batch, name, why);
	if (n % 2 == 1 &&
	    qpdf_add_page(batch, batch,
		qpdf_make_indirect_object(batch,
		    qpdf_oh_parse(batch,
			"<< /Type /Page /MediaBox [0 0 595.276 841.89] "
			"/Resources << >> >>")),
		QPDF_FALSE) >= QPDF_ERRORS)
		return pdf_fail(batch, name, why);
	return DONE;
}

/* qpdf copies streams when it writes: the letters stay open till then. */
static enum outcome
letters_add(qpdf_data batch, qpdf_data *files, const struct span *letters,
    const char *const *names, size_t n, struct error *why)
{
	enum outcome how = DONE;

	for (size_t i = 0; i < n && how == DONE; i++) {
		how = pdf_open(letters[i], names[i], &files[i], why);
		if (how == DONE)
			how = pages_add(batch, files[i], names[i], why);
	}
	return how;
}

enum outcome
batch_merge(const struct span *letters, const char *const *names, size_t n,
    struct buf *out, struct error *why)
{
	autoarena mem = { 0 };
	qpdf_data *files = ARENA_ARRAY(&mem, n, qpdf_data);
	autopdf batch = pdf_new();
	enum outcome how = letters_add(batch, files, letters, names, n, why);

	if (how == DONE)
		how = pdf_write(batch, out, why);
	for (size_t i = 0; i < n; i++)
		pdf_close(&files[i]);
	return how;
}

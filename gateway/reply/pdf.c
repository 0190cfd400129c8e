/* pdf.c - calls qpdf by its C functions */
#include "reply/pdf.h"

static qpdf_data
pdf_begin(void)
{
	qpdf_data pdf = qpdf_init();

	qpdf_silence_errors(pdf);
	qpdf_set_suppress_warnings(pdf, QPDF_TRUE);
	return pdf;
}

qpdf_data
pdf_new(void)
{
	qpdf_data pdf = pdf_begin();

	if (qpdf_empty_pdf(pdf) >= QPDF_ERRORS)
		die("qpdf makes no file");
	return pdf;
}

enum outcome
pdf_open(struct span bytes, const char *name, qpdf_data *pdf, struct error *why)
{
	*pdf = pdf_begin();
	if (qpdf_read_memory(*pdf, name, bytes.at, bytes.len, NULL) >=
	    QPDF_ERRORS)
		return pdf_fail(*pdf, name, why);
	return DONE;
}

enum outcome
pdf_fail(qpdf_data pdf, const char *name, struct error *why)
{
	qpdf_error error = qpdf_get_error(pdf);

	/* Without memory it takes what it reads for damaged. */
	return fail(why, LATER,
	    "%s: qpdf: %s (memory was short, or the file is damaged)", name,
	    error == NULL ? "no cause" : qpdf_get_error_full_text(pdf, error));
}

enum outcome
pdf_write(qpdf_data pdf, struct buf *out, struct error *why)
{
	/* What failed while the file was made is told before its sequels. */
	if (qpdf_has_error(pdf) || qpdf_init_write_memory(pdf) >= QPDF_ERRORS)
		return pdf_fail(pdf, "letter: not written", why);
	qpdf_set_deterministic_ID(pdf, QPDF_TRUE);
	if (qpdf_write(pdf) >= QPDF_ERRORS)
		return pdf_fail(pdf, "letter: not written", why);
	buf_add(out, (struct span){ (const char *)qpdf_get_buffer(pdf),
			 qpdf_get_buffer_length(pdf) });
	return out->overflowed ? fail(why, LATER, "letter: print: too large")
			       : DONE;
}

qpdf_oh
pdf_stream(qpdf_data pdf, struct span bytes)
{
	qpdf_oh stream = qpdf_oh_new_stream(pdf);

	qpdf_oh_replace_stream_data(pdf, stream,
	    (const unsigned char *)bytes.at, bytes.len, qpdf_oh_new_null(pdf),
	    qpdf_oh_new_null(pdf));
	return stream;
}

void
pdf_close(qpdf_data *pdf)
{
	if (*pdf == NULL)
		return;
	/* Else qpdf remarks on an error that nobody asked about. */
	(void)qpdf_get_error(*pdf);
	qpdf_cleanup(pdf);
}

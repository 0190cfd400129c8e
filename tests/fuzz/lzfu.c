/* lzfu.c - compressed RTF, and the text and the page in it */
#include "lzfu.h"
#include "reader.h"
#include "rtf.h"

FUZZ_READER_BEGIN(rtf_parser)

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *copy = fuzz_copy(bytes, len);
	autobuf rtf = BUF(1 << 20);
	autobuf text = BUF(MAX_TEXT_BYTES);
	autobuf page = BUF(MAX_TEXT_BYTES);

	(void)lzfu_decode((struct span){ copy, len }, &rtf);
	(void)rtf_to_text(buf_span(&rtf), &text);
	(void)rtf_to_html(buf_span(&rtf), &page);
	must_hold(text.overflowed || utf8_is_valid(buf_span(&text)),
	    "the text is UTF-8");
	must_hold(page.overflowed || utf8_is_valid(buf_span(&page)),
	    "the page is UTF-8");
	free(copy);
	return 0;
}

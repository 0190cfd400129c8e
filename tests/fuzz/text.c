/*
 * text.c - texts in any charset
 *
 * A first line "?CHARSET FLAGS" declares what mail declares of a text: "f" for
 * format=flowed, "d" for DelSp.
 */
#include "reader.h"

FUZZ_READER_BEGIN(text_parser)

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *copy = fuzz_copy(bytes, len);
	struct document document = { .bytes = { copy, len } };

	if (len > 0 && copy[0] == '?') {
		struct span flags = span_cut_line(&document.bytes);

		flags = span_from(flags, 1);
		document.charset = span_cut_at(&flags, ' ');
		document.is_flowed =
		    span_find(flags, SPAN("f"), 0) != SPAN_NOT_FOUND;
		document.deletes_blank =
		    span_find(flags, SPAN("d"), 0) != SPAN_NOT_FOUND;
	}
	fuzz_read(&text_parser, &document);
	free(copy);
	return 0;
}

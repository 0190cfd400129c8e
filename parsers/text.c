/* text.c - reads plain text, whatever charset it is in */
#include "charset.h"
#include "flowed.h"
#include "parser.h"
#include "report.h"

#include "base/buf.h"

static enum outcome
text_preload(const char *languages, struct error *why)
{
	(void)languages;
	return charset_preload(why);
}

static bool
is_blank(struct span text)
{
	return span_trim(text).len == 0;
}

static enum reading
text_read(const struct document *document, struct report *report)
{
	autobuf text = BUF(MAX_TEXT_BYTES + 4); /* 4: shows that it is more */
	autobuf joined = BUF(MAX_TEXT_BYTES + 4);
	const struct charset *charset =
	    charset_choose(document->bytes, document->charset);
	bool is_all = true;
	struct span rest;

	if (document->charset.len > 0 &&
	    charset_find(document->charset) == NULL)
		report_note(report, "the charset it names is not known; some "
				    "letters may be wrong");
	charset_decode(charset, document->bytes, &text);
	rest = buf_span(&text);
	if (document->is_flowed) {
		flowed_join(rest, document->deletes_blank, &joined);
		rest = buf_span(&joined);
	}
	if (is_blank(rest))
		return EMPTY;
	while (rest.len > 0 && is_all) {
		/* A form feed begins a new page: set it off from the last. */
		size_t page = rest.len;
		struct span piece = span_cut_at(&rest, '\f');

		is_all = report_text(report, piece);
		if (is_all && piece.len < page)
			is_all = report_text(report, SPAN("\n\n"));
	}
	return is_all && !text.overflowed && !joined.overflowed ? READ
								: TOO_LARGE;
}

const struct parser text_parser = {
	.name = "text",
	.types = "text/plain text/* message/delivery-status "
		 "message/global-delivery-status "
		 "message/disposition-notification "
		 "message/feedback-report",
	.preload = text_preload,
	.read = text_read,
};

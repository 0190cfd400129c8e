/* text.c - reads plain text, whatever charset it is in */
#include "charset.h"
#include "flowed.h"
#include "parser.h"
#include "report.h"
#include "transfer.h"

#include "base/arena.h"
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

/* --- files in it ---------------------------------------------------------- */

/*
 * Reports the files that stand in the text in uuencode; adds the text without
 * them to left.  False where they are too many.
 */
static bool
files_report(struct span text, struct report *report, struct buf *left)
{
	autoarena mem = { 0 };
	struct uu_block block;
	size_t at = 0;

	for (int n = 1; uu_find(text, at, &block); n++) {
		autobuf file = BUF(MAX_UNPACKED_BYTES);
		const struct report_part part = {
			.path = arena_printf(&mem, "%d", n),
			.name = block.name,
			.disposition = "attachment",
		};

		if (n > MAX_PARTS) {
			report_note(report,
			    "it holds more than %d files; the "
			    "rest was not read",
			    MAX_PARTS);
			return false;
		}
		buf_add(left, span_head(span_from(text, at), block.start - at));
		at = block.end;
		(void)transfer_decode(TRANSFER_UUENCODE, block.lines, &file);
		report_part(report, &part);
		report_data(report, buf_span(&file));
	}
	buf_add(left, span_from(text, at));
	return true;
}

/* --- the text ------------------------------------------------------------- */

static enum reading
text_read(const struct document *document, struct report *report)
{
	autobuf text = BUF(MAX_TEXT_BYTES + 4); /* 4: shows that it is more */
	autobuf joined = BUF(MAX_TEXT_BYTES + 4);
	autobuf bytes = BUF(MAX_UNPACKED_BYTES);
	bool is_all = files_report(document->bytes, report, &bytes);
	const struct charset *charset =
	    charset_choose(buf_span(&bytes), document->charset);
	struct span rest;

	if (document->charset.len > 0 &&
	    charset_find(document->charset) == NULL)
		report_note(report, "the charset it names is not known; some "
				    "letters may be wrong");
	charset_decode(charset, buf_span(&bytes), &text);
	rest = buf_span(&text);
	if (document->is_flowed) {
		flowed_join(rest, document->deletes_blank, &joined);
		rest = buf_span(&joined);
	}
	if (is_blank(rest))
		return is_all ? EMPTY : TOO_LARGE;
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
		 "message/feedback-report "
		 "message/partial message/external-body",
	.preload = text_preload,
	.read = text_read,
};

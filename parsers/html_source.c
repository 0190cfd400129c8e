/* html_source.c - what of an HTML page libxml2 need not see */
#include "html_source.h"

#include <string.h>

/* Where a charset may be named (WHATWG HTML, 13.2.3.2). */
#define META_WITHIN 1024

struct span
html_charset(struct span bytes)
{
	struct span head = span_head(bytes, META_WITHIN);
	size_t at = span_find(head, SPAN("<meta"), 0);
	size_t end = 0;

	if (at != SPAN_NOT_FOUND)
		at = span_find(head, SPAN("charset="), at);
	if (at == SPAN_NOT_FOUND)
		return SPAN("");
	head = span_from(head, at + strlen("charset="));
	while (head.len > 0 && (head.at[0] == '"' || head.at[0] == '\''))
		head = span_from(head, 1);
	while (end < head.len && strchr("\"' ;/>", head.at[end]) == NULL)
		end++;
	return span_head(head, end);
}

/*
 * Takes all up to and with end off *rest.  Where end does not come any more,
 * takes only the mark that wanted it: a slip must not hide what follows, nor
 * be looked for again (*is_gone).
 */
static void
cut_behind(struct span *rest, size_t mark, const char *end, bool *is_gone)
{
	const char *at = NULL;

	if (!*is_gone)
		at = memmem(rest->at + 2, rest->len - 2, end, strlen(end));
	*is_gone = at == NULL;
	*rest = span_from(*rest,
	    at == NULL ? mark : (size_t)(at - rest->at) + strlen(end));
}

void
html_clean(struct span rest, struct buf *out)
{
	bool no_comment_ends = false, no_tag_ends = false;

	while (rest.len > 0) {
		const char *mark = memchr(rest.at, '<', rest.len);
		size_t kept =
		    mark == NULL ? rest.len : (size_t)(mark - rest.at);

		buf_add(out, span_head(rest, kept));
		rest = span_from(rest, kept);
		if (span_starts_with(rest, SPAN("<!--"))) {
			cut_behind(&rest, 4, "-->", &no_comment_ends);
		} else if (span_starts_with(rest, SPAN("<!")) ||
			   span_starts_with(rest, SPAN("</body")) ||
			   span_starts_with(rest, SPAN("</html"))) {
			cut_behind(&rest, 2, ">", &no_tag_ends);
		} else {
			buf_add(out, span_head(rest, 1));
			rest = span_from(rest, 1);
		}
	}
}

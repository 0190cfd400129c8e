/* rtf_words.c - tables of RTF's control words */
#include "rtf_words.h"

/* Letters a word has at most (RTF 1.9.1, page 8). */
#define MAX_WORD 32
/* Digits beyond this are no number that means anything. */
#define MAX_NUMBER 1000000000

static const struct {
	const char *name;
	const char *text;
} texts[] = { { "par", "\n" }, { "line", "\n" }, { "row", "\n" },
	{ "nestrow", "\n" }, { "sect", "\n" }, { "page", "\n" },
	{ "column", "\n" }, { "tab", "\t" }, { "cell", "\t" },
	{ "nestcell", "\t" }, { "emdash", "—" }, { "endash", "–" },
	{ "lquote", "‘" }, { "rquote", "’" }, { "ldblquote", "“" },
	{ "rdblquote", "”" }, { "bullet", "•" }, { "emspace", " " },
	{ "enspace", " " }, { "qmspace", " " }, { "softline", "\n" } };

static const struct {
	const char *name;
	enum destination destination;
} destinations[] = { { "fonttbl", INTO_FONTS }, { "colortbl", INTO_NOTHING },
	{ "stylesheet", INTO_NOTHING }, { "info", INTO_NOTHING },
	{ "pict", INTO_NOTHING }, { "filetbl", INTO_NOTHING },
	{ "listtable", INTO_NOTHING }, { "listoverridetable", INTO_NOTHING },
	{ "revtbl", INTO_NOTHING }, { "rsidtbl", INTO_NOTHING },
	{ "generator", INTO_NOTHING }, { "nonshppict", INTO_NOTHING },
	/* Properties of a drawing, and the same drawing for old readers. */
	{ "sp", INTO_NOTHING }, { "shprslt", INTO_NOTHING },
	{ "nonesttables", INTO_NOTHING }, { "objdata", INTO_NOTHING },
	{ "xe", INTO_NOTHING }, { "tc", INTO_NOTHING }, { "tcn", INTO_NOTHING },
	{ "private1", INTO_NOTHING }, { "bkmkstart", INTO_NOTHING },
	{ "bkmkend", INTO_NOTHING }, { "fldinst", INTO_LINK },
	{ "htmltag", INTO_HTML_TAG } };

static const char *const read_anyway[] = { "shpinst", "shptxt", "footnote",
	"annotation", "fldrslt" };

static const char *const asides[] = { "header", "headerl", "headerr", "headerf",
	"footer", "footerl", "footerr", "footerf", "footnote", "annotation",
	"shptxt" };

static bool
is_one_of(struct span name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is_equal(name, span_of(list[i])))
			return true;
	return false;
}
#define IS_ONE_OF(name, list)                                                  \
	is_one_of((name), (list), sizeof(list) / sizeof *(list))

const char *
rtf_text_of(struct span name)
{
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (span_is_equal(name, span_of(texts[i].name)))
			return texts[i].text;
	return NULL;
}

bool
rtf_destination_of(struct span name, enum destination *destination)
{
	for (size_t i = 0; i < sizeof destinations / sizeof *destinations; i++)
		if (span_is_equal(name, span_of(destinations[i].name))) {
			*destination = destinations[i].destination;
			return true;
		}
	return false;
}

bool
rtf_is_read_anyway(struct span name)
{
	return IS_ONE_OF(name, read_anyway);
}

bool
rtf_is_aside(struct span name)
{
	return IS_ONE_OF(name, asides);
}

long long
rtf_codepage_of(long long charset)
{
	static const int pages[][2] = { { 77, 10000 }, { 128, 932 },
		{ 129, 949 }, { 130, 949 }, { 134, 936 }, { 136, 950 },
		{ 161, 1253 }, { 162, 1254 }, { 163, 1258 }, { 177, 1255 },
		{ 178, 1256 }, { 186, 1257 }, { 204, 1251 }, { 222, 874 },
		{ 238, 1250 }, { 254, 850 }, { 255, 850 } };

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (pages[i][0] == charset)
			return pages[i][1];
	return 0; /* ANSI: that of the document */
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct rtf_word
rtf_word_take(struct span *rest)
{
	struct rtf_word w = { .name = *rest };
	bool is_negative;
	size_t n = 0;

	while (n < rest->len && n < MAX_WORD && is_letter(rest->at[n]))
		n++;
	w.name = span_head(w.name, n);
	if (n == 0)
		return w;
	*rest = span_from(*rest, n);
	is_negative =
	    rest->len > 1 && rest->at[0] == '-' && is_digit(rest->at[1]);
	if (is_negative)
		*rest = span_from(*rest, 1);
	for (; rest->len > 0 && is_digit(rest->at[0]);
	     *rest = span_from(*rest, 1)) {
		w.has_number = true;
		if (w.number < MAX_NUMBER)
			w.number = w.number * 10 + (rest->at[0] - '0');
	}
	if (is_negative)
		w.number = -w.number;
	if (rest->len > 0 && rest->at[0] == ' ')
		*rest = span_from(*rest, 1);
	return w;
}

/* charset.c - labels, guesses and the C library's converters */
#include "charset.h"

#include "base/utf8.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

enum encoding {
	UTF_8,
	UTF_16LE,
	UTF_16BE,
	UTF_7,
	WINDOWS_874,
	WINDOWS_1250,
	WINDOWS_1251,
	WINDOWS_1252,
	WINDOWS_1253,
	WINDOWS_1254,
	WINDOWS_1255,
	WINDOWS_1256,
	WINDOWS_1257,
	WINDOWS_1258,
	ISO_8859_2,
	ISO_8859_3,
	ISO_8859_4,
	ISO_8859_5,
	ISO_8859_6,
	ISO_8859_7,
	ISO_8859_8,
	ISO_8859_10,
	ISO_8859_13,
	ISO_8859_14,
	ISO_8859_15,
	ISO_8859_16,
	KOI8_R,
	KOI8_U,
	IBM866,
	IBM437,
	IBM850,
	IBM852,
	IBM858,
	MACINTOSH,
	MAC_CYRILLIC,
	GB18030,
	BIG5,
	EUC_JP,
	ISO_2022_JP,
	SHIFT_JIS,
	EUC_KR
};

/*
 * Names as the C library knows them, and further labels in lower case.  The
 * name itself is a label too.  ISO-2022-CN-EXT and its like stay out: their
 * converters had holes (CVE-2024-2961) and nobody writes to us in them.
 */
static const struct charset {
	const char *name;
	const char *labels; /* parted by blanks */
} charsets[] = {
	[UTF_8] = { "UTF-8",
	    "utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 "
	    "x-unicode20utf8" },
	[UTF_16LE] = { "UTF-16LE",
	    "utf-16 utf16 unicode ucs-2 iso-10646-ucs-2 csunicode" },
	[UTF_16BE] = { "UTF-16BE", "unicodefffe" },
	[UTF_7] = { "UTF-7", "unicode-1-1-utf-7 utf7" },
	[WINDOWS_874] = { "CP874",
	    "windows-874 tis-620 iso-8859-11 dos-874 iso8859-11 "
	    "iso885911" },
	[WINDOWS_1250] = { "CP1250", "windows-1250 x-cp1250 cp1250" },
	[WINDOWS_1251] = { "CP1251", "windows-1251 x-cp1251 cp1251" },
	[WINDOWS_1252] = { "CP1252",
	    "windows-1252 x-cp1252 iso-8859-1 iso8859-1 iso88591 "
	    "iso_8859-1 latin1 latin-1 l1 us-ascii ascii "
	    "ansi_x3.4-1968 cp819 ibm819 iso_8859-1:1987 "
	    "iso-ir-100 csisolatin1 cp1252 ansi 8859-1" },
	[WINDOWS_1253] = { "CP1253", "windows-1253 x-cp1253" },
	[WINDOWS_1254] = { "CP1254",
	    "windows-1254 x-cp1254 iso-8859-9 iso8859-9 latin5 "
	    "iso_8859-9 iso88599 iso_8859-9:1989 iso-ir-148 "
	    "csisolatin5 l5" },
	[WINDOWS_1255] = { "CP1255", "windows-1255 x-cp1255" },
	[WINDOWS_1256] = { "CP1256", "windows-1256 x-cp1256" },
	[WINDOWS_1257] = { "CP1257", "windows-1257 x-cp1257" },
	[WINDOWS_1258] = { "CP1258", "windows-1258 x-cp1258" },
	[ISO_8859_2] = { "ISO-8859-2",
	    "iso8859-2 latin2 iso88592 iso_8859-2 iso_8859-2:1987 "
	    "iso-ir-101 csisolatin2 l2" },
	[ISO_8859_3] = { "ISO-8859-3",
	    "iso8859-3 latin3 iso88593 iso_8859-3 iso_8859-3:1988 "
	    "iso-ir-109 csisolatin3 l3" },
	[ISO_8859_4] = { "ISO-8859-4",
	    "iso8859-4 latin4 iso88594 iso_8859-4 iso_8859-4:1988 "
	    "iso-ir-110 csisolatin4 l4" },
	[ISO_8859_5] = { "ISO-8859-5",
	    "iso8859-5 cyrillic iso88595 iso_8859-5 "
	    "iso_8859-5:1988 iso-ir-144 csisolatincyrillic" },
	[ISO_8859_6] = { "ISO-8859-6",
	    "iso8859-6 arabic iso88596 iso_8859-6 iso_8859-6:1987 "
	    "iso-ir-127 csisolatinarabic asmo-708 ecma-114 "
	    "iso-8859-6-e iso-8859-6-i" },
	[ISO_8859_7] = { "ISO-8859-7",
	    "iso8859-7 greek iso88597 iso_8859-7 iso_8859-7:1987 "
	    "iso-ir-126 csisolatingreek greek8 ecma-118 elot_928 "
	    "sun_eu_greek" },
	[ISO_8859_8] = { "ISO-8859-8",
	    "iso8859-8 hebrew iso-8859-8-i iso88598 iso_8859-8 "
	    "iso_8859-8:1988 iso-ir-138 csisolatinhebrew "
	    "iso-8859-8-e visual logical" },
	[ISO_8859_10] = { "ISO-8859-10",
	    "iso8859-10 latin6 iso885910 iso-ir-157 csisolatin6 l6" },
	[ISO_8859_13] = { "ISO-8859-13", "iso8859-13 iso885913" },
	[ISO_8859_14] = { "ISO-8859-14", "iso8859-14 iso885914" },
	[ISO_8859_15] = { "ISO-8859-15",
	    "iso8859-15 latin9 latin-9 l9 iso885915 iso_8859-15 "
	    "csisolatin9" },
	[ISO_8859_16] = { "ISO-8859-16", "latin10 l10" },
	[KOI8_R] = { "KOI8-R", "koi8 koi koi8_r cskoi8r" },
	[KOI8_U] = { "KOI8-U", "koi8-ru" },
	[IBM866] = { "CP866", "ibm866 866 csibm866" },
	[IBM437] = { "CP437", "ibm437 cspc8codepage437" },
	[IBM850] = { "CP850", "ibm850 dos-850 cspc850multilingual" },
	[IBM852] = { "CP852", "ibm852 dos-852" },
	[IBM858] = { "IBM858", "ccsid00858 pc-multilingual-850+euro" },
	[MACINTOSH] = { "MACINTOSH", "mac x-mac-roman csmacintosh" },
	[MAC_CYRILLIC] = { "MAC-CYRILLIC", "x-mac-cyrillic x-mac-ukrainian" },
	[GB18030] = { "GB18030",
	    "gb2312 gbk gb_2312-80 x-gbk chinese cp936 csgb2312 "
	    "csiso58gb231280 iso-ir-58 gb_2312" },
	[BIG5] = { "BIG5-HKSCS", "big5 cn-big5 x-x-big5 cp950 csbig5" },
	[EUC_JP] = { "EUC-JP", "x-euc-jp cseucpkdfmtjapanese" },
	[ISO_2022_JP] = { "ISO-2022-JP", "csiso2022jp" },
	[SHIFT_JIS] = { "CP932",
	    "shift_jis shift-jis sjis ms_kanji windows-31j x-sjis "
	    "csshiftjis ms932" },
	[EUC_KR] = { "CP949",
	    "euc-kr ks_c_5601-1987 korean windows-949 uhc cseuckr "
	    "csksc56011987 iso-ir-149 ks_c_5601-1989 ksc5601 "
	    "ksc_5601" },
};
#define CHARSETS (sizeof charsets / sizeof *charsets)

/* Opened once, before any document; copied into every child by fork. */
static iconv_t converters[CHARSETS];

/*
 * Has the C library load what it calls by those names.  GMime asks it for
 * them when it decodes a header; one that it does not know is no loss.  The
 * descriptors stay open, which keeps the converters in memory.
 */
static void
labels_load(struct span labels)
{
	while (labels.len > 0) {
		autobuf label = BUF(64);

		buf_add(&label, span_cut_at(&labels, ' '));
		(void)iconv_open("UTF-8", buf_text(&label));
	}
}

enum outcome
charset_preload(struct error *why)
{
	for (size_t i = 0; i < CHARSETS; i++) {
		converters[i] = iconv_open("UTF-8", charsets[i].name);
		if (converters[i] == (iconv_t)-1)
			return fail(why, BROKEN, "charset: %s: %s",
			    charsets[i].name, strerror(errno));
		labels_load(span_of(charsets[i].labels));
	}
	return DONE;
}

/* The charset of a code page of Windows or DOS; NULL for none. */
static const struct charset *
charset_of_number(long long codepage)
{
	static const struct {
		long long codepage;
		enum encoding encoding;
	} pages[] = { { 874, WINDOWS_874 }, { 1250, WINDOWS_1250 },
		{ 1251, WINDOWS_1251 }, { 1252, WINDOWS_1252 },
		{ 1253, WINDOWS_1253 }, { 1254, WINDOWS_1254 },
		{ 1255, WINDOWS_1255 }, { 1256, WINDOWS_1256 },
		{ 1257, WINDOWS_1257 }, { 1258, WINDOWS_1258 },
		{ 28591, WINDOWS_1252 }, { 28592, ISO_8859_2 },
		{ 28593, ISO_8859_3 }, { 28594, ISO_8859_4 },
		{ 28595, ISO_8859_5 }, { 28596, ISO_8859_6 },
		{ 28597, ISO_8859_7 }, { 28598, ISO_8859_8 },
		{ 28599, WINDOWS_1254 }, { 28603, ISO_8859_13 },
		{ 28605, ISO_8859_15 }, { 20127, WINDOWS_1252 },
		{ 20866, KOI8_R }, { 21866, KOI8_U }, { 866, IBM866 },
		{ 850, IBM850 }, { 437, IBM437 }, { 852, IBM852 },
		{ 858, IBM858 }, { 10000, MACINTOSH }, { 10007, MAC_CYRILLIC },
		{ 932, SHIFT_JIS }, { 936, GB18030 }, { 54936, GB18030 },
		{ 949, EUC_KR }, { 51949, EUC_KR }, { 950, BIG5 },
		{ 51932, EUC_JP }, { 50220, ISO_2022_JP },
		{ 50221, ISO_2022_JP }, { 50222, ISO_2022_JP },
		{ 943, SHIFT_JIS }, { 1200, UTF_16LE }, { 1201, UTF_16BE },
		{ 65000, UTF_7 }, { 65001, UTF_8 } };

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (pages[i].codepage == codepage)
			return &charsets[pages[i].encoding];
	return NULL;
}

/* Are they the same label, whatever stands between letters and digits? */
static bool
is_same_label(struct span a, struct span b)
{
	for (;;) {
		while (a.len > 0 && !isalnum((unsigned char)a.at[0]))
			a = span_from(a, 1);
		while (b.len > 0 && !isalnum((unsigned char)b.at[0]))
			b = span_from(b, 1);
		if (a.len == 0 || b.len == 0)
			return a.len == b.len;
		if (tolower((unsigned char)a.at[0]) !=
		    tolower((unsigned char)b.at[0]))
			return false;
		a = span_from(a, 1);
		b = span_from(b, 1);
	}
}

/* "cp1252", "windows-932", "65001": the number of a code page; 0 for none. */
static long long
codepage_of(struct span label)
{
	static const char *const heads[] = { "x-", "windows-", "windows", "cp",
		"ibm", "ms", "dos", "-" };
	long long number;

	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (span_starts_with(label, span_of(heads[i])))
			label = span_from(label, strlen(heads[i]));
	return span_to_number(label, 1, 65535, &number) ? number : 0;
}

const struct charset *
charset_find(struct span label)
{
	label = span_trim(label);
	for (size_t i = 0; i < CHARSETS && label.len > 0; i++) {
		struct span rest = span_of(charsets[i].labels);

		if (is_same_label(label, span_of(charsets[i].name)))
			return &charsets[i];
		while (rest.len > 0)
			if (is_same_label(label, span_cut_at(&rest, ' ')))
				return &charsets[i];
	}
	return charset_of_number(codepage_of(label));
}

struct span
charset_of_codepage(long long codepage)
{
	const struct charset *charset = charset_of_number(codepage);

	return charset == NULL ? SPAN("") : span_of(charset->name);
}

/* How many characters of several bytes, and how many bytes of none. */
struct shape {
	size_t characters;
	size_t strays;
};

static struct shape
shape_of(struct span bytes)
{
	struct shape shape = { 0, 0 };

	while (bytes.len > 0) {
		unsigned point;
		size_t n = utf8_next(bytes, &point);

		shape.characters += n > 1;
		shape.strays += n == 1 && (unsigned char)bytes.at[0] >= 0x80;
		bytes = span_from(bytes, n);
	}
	return shape;
}

static const struct charset *
charset_of_mark(struct span bytes)
{
	if (span_is_equal(span_head(bytes, 3), SPAN("\xef\xbb\xbf")))
		return &charsets[UTF_8];
	if (span_is_equal(span_head(bytes, 2), SPAN("\xff\xfe")))
		return &charsets[UTF_16LE];
	if (span_is_equal(span_head(bytes, 2), SPAN("\xfe\xff")))
		return &charsets[UTF_16BE];
	return NULL;
}

const struct charset *
charset_choose(struct span bytes, struct span label)
{
	const struct charset *declared = charset_find(label);
	const struct charset *marked = charset_of_mark(bytes);
	struct shape shape;

	if (marked != NULL)
		return marked;
	if (declared != NULL && declared != &charsets[UTF_8] &&
	    declared != &charsets[WINDOWS_1252])
		return declared;
	shape = shape_of(bytes);
	/* UTF-8 hardly ever comes about by chance; a slip or a cut does. */
	if (shape.strays == 0 && (declared == NULL || shape.characters > 0))
		return &charsets[UTF_8];
	if (declared == &charsets[UTF_8] && shape.characters >= shape.strays)
		return &charsets[UTF_8];
	return &charsets[WINDOWS_1252];
}

/* The C library knows characters that Unicode has not: beyond U+10FFFF. */
static void
add_known(struct buf *out, struct span text)
{
	if (utf8_is_valid(text)) {
		buf_add(out, text);
		return;
	}
	while (text.len > 0) {
		unsigned point;

		text = span_from(text, utf8_next(text, &point));
		utf8_add(out, point);
	}
}

/* Takes NUL characters and the byte order mark out of what was decoded. */
static void
add_piece(struct buf *out, struct span piece)
{
	if (out->len == 0 &&
	    span_is_equal(span_head(piece, 3), SPAN("\xef\xbb\xbf")))
		piece = span_from(piece, 3);
	while (piece.len > 0)
		add_known(out, span_cut_at(&piece, '\0'));
}

void
charset_decode(const struct charset *charset, struct span bytes,
    struct buf *out)
{
	iconv_t converter = converters[charset - charsets];
	char *in = (char *)(uintptr_t)bytes.at; /* iconv never writes to it */
	size_t in_left = bytes.len;
	bool is_wide =
	    charset == &charsets[UTF_16LE] || charset == &charsets[UTF_16BE];
	char piece[16384];
	char *at;
	size_t left;

	iconv(converter, NULL, NULL, NULL, NULL);
	while (!out->overflowed && in_left > 0) {
		at = piece;
		left = sizeof piece - 3;
		if (iconv(converter, &in, &in_left, &at, &left) == (size_t)-1 &&
		    errno != E2BIG && in_left > 0) {
			/* bytes that mean nothing, or whose rest is missing */
			size_t bad = is_wide && in_left > 1 ? 2 : 1;

			memcpy(at, "\xef\xbf\xbd", 3);
			at += 3;
			in += bad;
			in_left -= bad;
		}
		add_piece(out, (struct span){ piece, (size_t)(at - piece) });
	}
	/* Some converters keep a last letter back for an accent to come. */
	at = piece;
	left = sizeof piece;
	iconv(converter, NULL, NULL, &at, &left);
	add_piece(out, (struct span){ piece, (size_t)(at - piece) });
}

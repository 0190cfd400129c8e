/* phrases.c - folding, and finding phrases at word boundaries */
#include "triage/phrases.h"

#include "folded.h"
#include "tap.h"

static void
test_fold(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "I WISH  to\n\tcomplain", "i wish to complain" },
		{ "one\n\ntwo", "one\ntwo" },
		{ "one\r\n \r\ntwo", "one\ntwo" },
		{ "I don\u2019t \u201clike\u201d it", "i don't \"like\" it" },
		{ "a com-\nplaint", "a complaint" },
		{ "an X-\nRay", "an x ray" },
		{ "self-harm, post -- mortem", "self harm, post mortem" },
		{ "no\u00a0break", "no break" },
		{ "\ufb01nd o\ufb00", "find off" },
		{ "com\u00adplaint", "complaint" },
		{ "  ", "" },
		{ "", "" },
		{ "caf\u00e9", "caf\u00e9" },
		{ "broken \xff byte", "broken \xff byte" },
		/* apostrophes and quotes of all kinds */
		{ "\u2018a\u2019 b\u02bcs c\u00b4s d`s", "'a' b's c's d's" },
		{ "\u201ca\u201d", "\"a\"" },
		/* dashes part clauses, hyphens words */
		{ "a \u2013 b\u2014c\u2026", "a , b,c." },
		{ "a\u2010b\u2011c-d", "a b c d" },
		{ "a- b -c", "a b c" },
		{ "post -\nnatal", "post natal" },
		/* ligatures, and what is not seen at all */
		{ "\ufb00\ufb01\ufb02", "fffifl" },
		{ "a\u00adb\u200bc\ufeffd", "abcd" },
		/* blanks of all widths, and their neighbours, which are none */
		{ "a\tb\u2000c\u200ad\u202fe\u3000f\rg", "a b c d e f g" },
		{ "a\u1fffb\u200cc\u202ed", "a\u1fffb\u200cc\u202ed" },
		/* what stands between paragraphs */
		{ "one\ftwo", "one\ntwo" },
		{ "one\n\ftwo", "one\ntwo" },
		{ "one\f\ntwo", "one\ntwo" },
		{ "one \n two", "one two" },
		{ "one\n\n\ntwo", "one\ntwo" },
		{ "\n\none\n\n", "one" },
		/* a word divided at a line's end, and what only looks so */
		{ "com-\nplaint", "complaint" },
		{ "com-\n  plaint", "complaint" },
		{ "com- plaint", "com plaint" },
		{ "com-\n\nplaint", "com\nplaint" },
		{ "com\n-plaint", "com plaint" },
		{ "com-\n1", "com 1" },
		{ "com-\n{", "com {" },
		{ "X-\nay z-\naY", "xay zay" },
		/* marks of quoting are no words, but at a line's beginning only */
		{ "> one\n>> two\n> > three", "one two three" },
		{ "one > two", "one > two" },
		{ "one\n>\n> two", "one\ntwo" },
		{ "AZ az @[ 09", "az az @[ 09" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct folded f = edge_fold(rows[i].text, &mem);

		is_span(f.text, rows[i].want, "fold %zu", i);
	}
}

static void
test_map(void)
{
	autoarena mem = { NULL };
	struct marked_span gap = { SPAN_QUOTED, 0, 4, 9 };
	struct folded f = text_fold(SPAN("One XXXX Two"), &gap, 1, &mem);

	is_span(f.text, "one\ntwo", "a gap parts what stands around it");
	is_number(folded_source(&f, 4), 9, "and offsets lead behind it");
	is_number(folded_source(&f, 7), 12, "the end leads to the end");
}

/* The words of the text that were folded to those. */
static void
test_place(void)
{
	static const struct {
		const char *text, *words, *want;
	} rows[] = {
		{ "the RUDE one", "rude", "RUDE" },
		{ "a sheri\ufb00\u2019s letter", "sheriff", "sheri\ufb00" },
		{ "a sheri\ufb00\u2019s letter", "sheriff's",
		    "sheri\ufb00\u2019s" },
		{ "\ufb01ne of caf\u00e9", "fine", "\ufb01ne" },
		{ "\ufb01ne of caf\u00e9", "caf\u00e9", "caf\u00e9" },
		{ "com-\n> plaint.", "complaint", "com-\n> plaint" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct span text = edge_of(rows[i].text);
		struct span words = edge_of(rows[i].words);
		struct folded f = text_fold(text, NULL, 0, &mem);
		size_t at = span_find(f.text, words, 0), start, end;

		if (at == SPAN_NOT_FOUND)
			die("\"%s\" is not folded to \"%s\"", rows[i].text,
			    rows[i].words);
		phrase_place(&f,
		    &(struct phrase_hit){ .start = at, .end = at + words.len },
		    &start, &end);
		is_span(span_head(span_from(text, start), end - start),
		    rows[i].want, "where \"%s\" stands", rows[i].words);
	}
}

/* Is the phrase of that kind and name found, and where? */
static bool
finds(const char *text, int kind, int name, const char *want)
{
	autoarena mem = { NULL };
	struct folded f = edge_fold(text, &mem);
	struct phrase_scan scan = PHRASE_SCAN(phrases_index(&mem), &f);
	struct phrase_hit hit;

	while (phrases_next(&scan, &hit)) {
		size_t start, end;

		if ((int)hit.lexeme->kind != kind || hit.lexeme->name != name)
			continue;
		phrase_place(&f, &hit, &start, &end);
		return span_is_equal((struct span){ text + start, end - start },
		    span_of(want));
	}
	return false;
}

/* Is a complaint's phrase found in text that was recognised, or typed? */
static bool
finds_misread(const char *text, bool is_ocr)
{
	autoarena mem = { NULL };
	struct folded f = edge_fold(text, &mem);
	struct phrase_scan scan = PHRASE_SCAN(phrases_index(&mem), &f);
	struct phrase_hit hit;

	f.is_ocr = is_ocr;
	while (phrases_next(&scan, &hit))
		if (hit.lexeme->kind == LEXEME_CATEGORY &&
		    hit.lexeme->name == COMPLAINT)
			return true;
	return false;
}

static void
test_misread(void)
{
	static const struct {
		const char *text;
		bool found;
	} rows[] = {
		{ "make a formal complaint", true },
		{ "make a formal cornplaint", true },
		{ "make a forrnal comp1aint", true },
		{ "unaccepfable", false },
		{ "unacceptabIe", true },
		{ "d1sgusted", true },
		{ "disgustcd", true },
		{ "d15gu5tcd", false }, /* too much of it */
		{ "disgusting!", true },
		{ "biscuits", false },
		/* letters that are taken for two, or two for one */
		{ "make a fonnal complaint", true },
		{ "negliqence", false },
		{ "compIain to the ombudsrnan", true },
		{ "cornplaint about", false },
		{ "they let me dovvn, let dovvn", true },
		{ "abanclonecl", true },
		{ "very unliappy", true },
		{ "it was appallirig", true },
		{ "unacceptablc", true },
		{ "disgraeeful", true },
		{ "di5graceful", true },
		{ "8ad attitude", true },
		{ "h0rrific", true },
		{ "negjigent", true },
		{ "so iet down", true },
		{ "dlsgraceful", true },
		{ "hcrrific", false },
		{ "very unhappx", false },
		{ "very unkappy", false },
		{ "phso", true },
		{ "ph5o", true }, /* one in four */
		{ "ph50", false },
		{ "phs", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(finds_misread(rows[i].text, true), rows[i].found,
		    "in a scan: \"%s\"", rows[i].text);
	ok(!finds_misread("unacceptab1e", false),
	    "in mail a letter is what it is");
	ok(!finds_misread("d1sgusted", false), "and a digit a digit");
}

static void
test_find(void)
{
	static const struct {
		const char *text;
		int kind, name;
		const char *want; /* NULL: not found */
	} rows[] = {
		{ "I wish\nto  COMPLAIN.", LEXEME_CATEGORY, COMPLAINT,
		    "wish\nto  COMPLAIN" },
		{ "they didn\u2019t listen", LEXEME_CATEGORY, COMPLAINT,
		    "didn\u2019t listen" },
		{ "they neglected her", LEXEME_CATEGORY, COMPLAINT,
		    "neglected" },
		{ "the Freedom of Infor-\nmation Act", LEXEME_CATEGORY, FOI,
		    "Freedom of Infor-\nmation" },
		{ "an intruder", LEXEME_CATEGORY, COMPLAINT, NULL },
		{ "in the last 12 years", LEXEME_CATEGORY, FOI,
		    "in the last 12 years" },
		{ "phso", LEXEME_CATEGORY, COMPLAINT, "phso" },
		{ "(PHSO)", LEXEME_CATEGORY, COMPLAINT, "PHSO" },
		/* where words begin and end */
		{ "'phso'", LEXEME_CATEGORY, COMPLAINT, "phso" },
		{ "the 'phso'", LEXEME_CATEGORY, COMPLAINT, "phso" },
		{ "x'phso", LEXEME_CATEGORY, COMPLAINT, NULL },
		{ "xphso", LEXEME_CATEGORY, COMPLAINT, NULL },
		{ "9phso", LEXEME_CATEGORY, COMPLAINT, NULL },
		{ "\u00e9phso", LEXEME_CATEGORY, COMPLAINT, NULL },
		{ "phsos", LEXEME_CATEGORY, COMPLAINT, NULL },
		{ "phso0", LEXEME_CATEGORY, COMPLAINT, NULL },
		{ "phso's", LEXEME_CATEGORY, COMPLAINT, "phso" },
		{ "PHSO\u00e9", LEXEME_CATEGORY, COMPLAINT, NULL },
		/* what '*' and '#' stand for */
		{ "neglect", LEXEME_CATEGORY, COMPLAINT, "neglect" },
		{ "sheer NEGLECTFULNESS it was", LEXEME_CATEGORY, COMPLAINT,
		    "NEGLECTFULNESS" },
		{ "negle", LEXEME_CATEGORY, COMPLAINT, NULL },
		{ "in the last 0 years", LEXEME_CATEGORY, FOI,
		    "in the last 0 years" },
		{ "in the last 99 years", LEXEME_CATEGORY, FOI,
		    "in the last 99 years" },
		{ "in the last few years", LEXEME_CATEGORY, FOI, NULL },
		{ "in the last  years", LEXEME_CATEGORY, FOI, NULL },
		{ "in the last 12", LEXEME_CATEGORY, FOI, NULL },
		{ "in the last 1x years", LEXEME_CATEGORY, FOI, NULL },
		{ "within 9 days", LEXEME_CUE, CUE_WANTS_REPLY,
		    "within 9 days" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bool want = rows[i].want != NULL;

		is_number(finds(rows[i].text, rows[i].kind, rows[i].name,
			      want ? rows[i].want : ""),
		    want, "row %zu: %s", i,
		    want ? "found in its place" : "not found");
	}
}

static void
test_order(void)
{
	autoarena mem = { NULL };
	struct folded f =
	    text_fold(SPAN("I want to make a formal complaint"), NULL, 0, &mem);
	struct phrase_scan scan = PHRASE_SCAN(phrases_index(&mem), &f);
	struct phrase_hit hit, before = { NULL, 0, 0 };
	int bad = 0, n = 0;

	for (; phrases_next(&scan, &hit); before = hit, n++)
		bad += n > 0 &&
		       (hit.start < before.start ||
			   (hit.start == before.start && hit.end > before.end));
	ok(n > 2, "several phrases overlap");
	is_number(bad, 0, "they come from left to right, longest first");
}

/* As much text as an item may have, of the words that begin most phrases. */
static void
test_long(void)
{
	autoarena mem = { NULL };
	size_t len = (size_t)MAX_TEXT_BYTES, n = 0;
	char *text = arena_alloc(&mem, len);
	struct folded f;
	struct phrase_scan scan;
	struct phrase_hit hit;

	for (size_t i = 0; i < len; i++)
		text[i] = "i am i wi "[i % 10];
	memcpy(text + len - 12, " i want an f", 12);
	f = text_fold((struct span){ text, len }, NULL, 0, &mem);
	scan = PHRASE_SCAN(phrases_index(&mem), &f);
	while (phrases_next(&scan, &hit))
		n++;
	is_number(n, 0, "eight MiB that hold no phrase are searched");
}

static void
test_word_bytes(void)
{
	static const char in[] = "azAZ09\x80\xff", out[] = "`{@[/:\x7f '-\n";

	for (size_t i = 0; i < sizeof in - 1; i++)
		ok(is_word_byte(in[i]), "%#x is of a word",
		    (unsigned)(unsigned char)in[i]);
	for (size_t i = 0; i < sizeof out - 1; i++)
		ok(!is_word_byte(out[i]), "%#x is not", (unsigned)out[i]);
}

int
main(void)
{
	test_word_bytes();
	test_fold();
	test_map();
	test_place();
	test_misread();
	test_find();
	test_order();
	test_long();
	return done();
}

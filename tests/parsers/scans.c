/*
 * scans.c - what is on a scan beside plain lines of text
 *
 * A stamp across the page, ruled lines, words broken at line ends, a word that
 * is doubted, writing by hand, a speck on a blank page.
 */
#include "reader.h"
#include "tap.h"
#include "words.h"

#define FOLDER "tests/parsers/scans/"

static long long
confidence(const struct heard *heard)
{
	long long n = -1;

	return span_to_number(heard_first(heard, WIRE_CONFIDENCE), 0, 1000, &n)
		   ? n
		   : -1;
}

static bool
has(struct span text, struct span words)
{
	return span_find(text, words, 0) != SPAN_NOT_FOUND;
}

static void
test_stamp(struct reader *reader)
{
	struct heard heard;
	struct span text;

	reader_hear_file(reader, FOLDER "stamp.png", "", &heard);
	text = heard_all(&heard, WIRE_TEXT);
	ok(has(text, SPAN("RECEIVED\n")), "a stamp in a box is read");
	ok(has(text, SPAN("17 NOV 2026")), "... with its date");
	is_number(words_found(text, SPAN(LETTER_WORDS)), 100,
	    "... and the letter around it");
	ok(confidence(&heard) >= 800, "... for sure");
	heard_release(&heard);
}

static void
test_form(struct reader *reader)
{
	struct heard heard;
	struct span text;

	reader_hear_file(reader, FOLDER "form.png", "", &heard);
	text = heard_all(&heard, WIRE_TEXT);
	ok(words_found(text,
	       SPAN("I am writing to complain about the care my late husband "
		    "received on Ward 7 in October. He was left for nine hours "
		    "on a trolley in the corridor and nobody told us what was "
		    "happening. Please reply to me in writing.")) >= 95,
	    "letters on ruled lines are read");
	ok(has(text, SPAN("7QT")), "... and those in a box for each");
	heard_release(&heard);
}

static void
test_broken_words(struct reader *reader)
{
	struct heard heard;
	struct span text;

	reader_hear_file(reader, FOLDER "broken.png", "", &heard);
	text = heard_all(&heard, WIRE_TEXT);
	is_span(text,
	    "They gave him paracetamol\nat ninety-first\n"
	    "Street and did not understand\nwhat that meant.\n",
	    "broken words are joined, and keep a hyphen of their own");
	heard_release(&heard);
}

/* Its first word is no more than a guess until it is looked at by itself. */
static void
test_doubted_word(struct reader *reader)
{
	struct heard heard;
	struct span text;

	reader_hear_file(reader, FOLDER "doubted.png", "", &heard);
	text = heard_all(&heard, WIRE_TEXT);
	is_number((long long)span_find(text, SPAN("Patients"), 0), 0,
	    "a word that was doubted is read");
	ok(span_find(text, SPAN("Patients"), 1) == SPAN_NOT_FOUND,
	    "... and told once");
	heard_release(&heard);
}

static void
test_hand(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "hand.png", "", &heard);
	is_span(heard_first(&heard, WIRE_NOTE),
	    "page 1 looks handwritten; a person must read it",
	    "handwriting is told from print");
	ok(confidence(&heard) > 0 && confidence(&heard) < 800,
	    "... and is not sure");
	heard_release(&heard);
}

static void
test_bitmap(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "letter.pbm", "", &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "read",
	    "a portable bitmap is read");
	ok(words_found(heard_all(&heard, WIRE_TEXT), SPAN(LETTER_WORDS)) >= 95,
	    "... and has the letter's words");
	heard_release(&heard);
}

static void
test_speck(struct reader *reader)
{
	struct heard heard;

	reader_hear_file(reader, FOLDER "speck.png", "", &heard);
	is_span(heard_first(&heard, WIRE_OUTCOME), "empty",
	    "a speck is no text");
	is_number(heard_count(&heard, WIRE_NOTE), 0,
	    "... and not worth a note");
	heard_release(&heard);
}

int
main(void)
{
	struct reader reader;

	reader_open(&reader, "eng");
	test_stamp(&reader);
	test_form(&reader);
	test_broken_words(&reader);
	test_doubted_word(&reader);
	test_hand(&reader);
	test_bitmap(&reader);
	test_speck(&reader);
	is_number(reader_close(&reader), 0, "the reader ends well");
	return done();
}

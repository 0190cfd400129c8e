/* encoded.c - RFC 2047, read as it is written in the wild */
#include "encoded.h"
#include "charset.h"
#include "transfer.h"

#include <string.h>

/* "=?charset*language?encoding?text?=" */
struct word {
	struct span charset;
	bool is_base64;
	struct span text;
	size_t len; /* of all of it */
};

/* The word that s begins with; false where it begins with none. */
static bool
word_read(struct span s, struct word *word)
{
	struct span rest = s;
	const char *end;
	char encoding;

	if (s.len < 8 || memcmp(s.at, "=?", 2) != 0)
		return false;
	rest = span_from(rest, 2);
	word->charset = span_cut_at(&rest, '?');
	if (word->charset.len == 0 || word->charset.len > 64 || rest.len < 4 ||
	    rest.at[1] != '?')
		return false;
	encoding = (char)(rest.at[0] | 0x20);
	rest = span_from(rest, 2);
	end = memmem(rest.at, rest.len, "?=", 2);
	if ((encoding != 'b' && encoding != 'q') || end == NULL)
		return false;
	word->charset = span_cut_at(&word->charset, '*');
	word->is_base64 = encoding == 'b';
	word->text = span_head(rest, (size_t)(end - rest.at));
	word->len = (size_t)(end - s.at) + 2;
	return true;
}

static void
word_decode(const struct word *word, struct buf *bytes)
{
	if (word->is_base64) {
		(void)transfer_decode(TRANSFER_BASE64_TEXT, word->text, bytes);
		return;
	}
	for (struct span rest = word->text; rest.len > 0;) {
		size_t before = rest.len;
		struct span piece = span_cut_at(&rest, '_');

		(void)transfer_decode(TRANSFER_QUOTED, piece, bytes);
		if (piece.len < before)
			buf_add_char(bytes, ' ');
	}
}

/* White space and nothing else up to the next word? */
static size_t
blanks_before_word(struct span s)
{
	struct word word;
	size_t n = 0;

	while (
	    n < s.len && strchr(" \t\r\n", s.at[n]) != NULL && s.at[n] != '\0')
		n++;
	return word_read(span_from(s, n), &word) ? n : SPAN_NOT_FOUND;
}

/* Decodes the words that s begins with, to UTF-8; how long they are. */
static size_t
run_decode(struct span s, struct buf *text)
{
	struct span label = SPAN("");
	autobuf bytes = BUF(s.len + 1);
	struct word word;
	size_t at = 0, blanks = 0;

	while (blanks != SPAN_NOT_FOUND) {
		at += blanks;
		if (!word_read(span_from(s, at), &word))
			break;
		if (!span_is_same_word(label, word.charset)) {
			charset_decode(charset_choose(buf_span(&bytes), label),
			    buf_span(&bytes), text);
			buf_clear(&bytes);
		}
		label = word.charset;
		word_decode(&word, &bytes);
		at += word.len;
		blanks = blanks_before_word(span_from(s, at));
	}
	charset_decode(charset_choose(buf_span(&bytes), label),
	    buf_span(&bytes), text);
	return at;
}

static void
base64_add(struct buf *out, struct span bytes)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl"
				      "mnopqrstuvwxyz0123456789+/";

	for (; bytes.len > 0; bytes = span_from(bytes, 3)) {
		unsigned bits = 0;

		for (size_t i = 0; i < 3; i++)
			bits =
			    bits << 8 |
			    (i < bytes.len ? (unsigned char)bytes.at[i] : 0u);
		for (size_t i = 0; i < 4; i++)
			buf_add_char(out,
			    i <= bytes.len ? letters[bits >> (18 - 6 * i) & 63]
					   : '=');
	}
}

static void
words_each(struct span text, bool encodes, struct buf *out)
{
	while (text.len > 0) {
		const char *mark = memmem(text.at, text.len, "=?", 2);
		size_t plain =
		    mark == NULL ? text.len : (size_t)(mark - text.at);
		autobuf run = BUF(3 * text.len + 16);
		size_t len;

		buf_add(out, span_head(text, plain));
		text = span_from(text, plain);
		if (text.len == 0)
			break;
		len = run_decode(text, &run);
		if (len == 0) {
			len = 2;
			buf_add(out, span_head(text, len));
		} else if (encodes) {
			buf_add_text(out, "=?utf-8?B?");
			base64_add(out, buf_span(&run));
			buf_add_text(out, "?=");
		} else {
			buf_add(out, buf_span(&run));
		}
		text = span_from(text, len);
	}
}

void
encoded_decode(struct span text, struct buf *out)
{
	words_each(text, false, out);
}

void
encoded_mend(struct span text, struct buf *out)
{
	words_each(text, true, out);
}

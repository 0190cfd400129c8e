/* lzfu.c - a window of 4,096 bytes, and references into it */
#include "lzfu.h"

#include <stdint.h>
#include <string.h>

#define HEADER_BYTES 16
#define COMPRESSED 0x75465a4cu /* "LZFu" */
#define PLAIN 0x414c454du      /* "MELA" */
#define WINDOW 4096u

/* What the window begins with (MS-OXRTFCP 2.2.2.1). */
static const char preset[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman "
    "\\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New "
    "RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain"
    "\\f0\\fs20\\b\\i\\u\\tab\\tx";

struct window {
	char bytes[WINDOW];
	unsigned at; /* where the next byte goes */
	size_t left; /* bytes of the RTF still to come */
	struct buf *out;
};

static uint32_t
number_at(struct span bytes, size_t at)
{
	const unsigned char *b = (const unsigned char *)bytes.at + at;

	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	       (uint32_t)b[3] << 24;
}

static void
window_put(struct window *w, char c)
{
	if (w->left == 0)
		return;
	w->left--;
	w->bytes[w->at] = c;
	w->at = (w->at + 1) % WINDOW;
	buf_add_char(w->out, c);
}

/* Takes a reference of two bytes; false at the one that means the end. */
static bool
reference_put(struct window *w, struct span token)
{
	unsigned high = (unsigned char)token.at[0];
	unsigned low = (unsigned char)token.at[1];
	unsigned from = high << 4 | low >> 4;

	if (from == w->at)
		return false;
	for (unsigned n = (low & 15) + 2; n > 0; n--) {
		window_put(w, w->bytes[from]);
		from = (from + 1) % WINDOW;
	}
	return true;
}

static void
tokens_decode(struct window *w, struct span rest)
{
	while (rest.len > 1 && w->left > 0) {
		unsigned flags = (unsigned char)rest.at[0];

		rest = span_from(rest, 1);
		for (int i = 0; i < 8 && rest.len > 0; i++, flags >>= 1) {
			bool is_reference = flags & 1;

			if (is_reference &&
			    (rest.len < 2 || !reference_put(w, rest)))
				return;
			if (!is_reference)
				window_put(w, rest.at[0]);
			rest = span_from(rest, is_reference ? 2 : 1);
		}
	}
}

bool
lzfu_decode(struct span bytes, struct buf *rtf)
{
	struct window w = { .out = rtf };
	struct span packed = span_from(bytes, HEADER_BYTES);
	uint32_t kind;

	if (bytes.len < HEADER_BYTES)
		return false;
	w.left = number_at(bytes, 4);
	kind = number_at(bytes, 8);
	if (kind == PLAIN) {
		buf_add(rtf, span_head(packed, w.left));
		return true;
	}
	if (kind != COMPRESSED)
		return false;
	memset(w.bytes, ' ', sizeof w.bytes);
	memcpy(w.bytes, preset, sizeof preset - 1);
	w.at = sizeof preset - 1;
	tokens_decode(&w, packed);
	return true;
}

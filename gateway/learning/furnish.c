/* furnish.c - what surrounds a text on its way, what a scanner makes of it */
#include "learning/furnish.h"

#include "base/buf.h"

#define MAX_TEXT (1u << 20)

/* Pieces of mail; NULL ends a list, "" is none. */
struct room {
	const char *greetings[7], *closings[7], *names[5], *footers[5];
	const char *quotes[5];
};

static const struct room rooms[] = {
	[FURNITURE_LEARNT] = {
		{ "", "Hello,\n\n", "Dear Sir or Madam,\n\n",
		    "Good morning,\n\nI hope you are well. ",
		    "To whom it may concern\n\nThank you for taking my call "
		    "this morning. ",
		    "Dear Ms Sample\n\nThank you for your help so far. ", NULL },
		{ "", "\n\nMany thanks\n", "\n\nKind regards,\n",
		    "\n\nThank you for all your help.\n\nYours sincerely\n",
		    "\n\nThank you so much, I appreciate it.\n\nBest\n",
		    "\n\nThanks very much for your help, I really appreciate "
		    "it\n\nTake care\n",
		    NULL },
		{ "", "\nJoan Example\n", "\nJ. Sample\nTel 01632 960555\n",
		    "\nMr T Invented\n12 Example Road\nNorthmoor ZZ99 1AA\n",
		    NULL },
		{ "", "", "\nSent from my iPhone\n",
		    "\nThis e-mail and any files are confidential and may be "
		    "privileged. If you are not the intended recipient please "
		    "delete it. It may be disclosed under the Freedom of "
		    "Information Act 2000.\n",
		    NULL },
		{ "", "", "\n\nOn 3 Nov 2026 Customer Services wrote:\n> Thank "
		    "you for your letter. We are sorry that you had cause to "
		    "complain.\n> Your reference is below.\n",
		    "\n\nThank you for writing to us. We are sorry to hear of "
		    "your experience.\n",
		    NULL },
	},
	[FURNITURE_STRANGE] = {
		{ "Hi there\n\n", "Dear complaints team\n\n",
		    "Dear Mrs Mock,\n\nThank you for your time on the phone. ",
		    "Hi all,\n\n", "", NULL },
		{ "\n\nMany thanks in advance, kind regards\n",
		    "\n\nThanks again and all the best,\n",
		    "\n\nI would be grateful for your help.\nRegards\n",
		    "\n\nYours faithfully,\n\n", "\n\ncheers\n", NULL },
		{ "Percy Pretend\n", "P. Fictitious (Mrs)\n",
		    "Sam Made-Up\nMobile: 07700 900123\n", "", NULL },
		{ "\nThis message may contain confidential information. If "
		    "you are not the intended recipient please inform the "
		    "sender that you have received it in error before deleting "
		    "it. Information held may be subject to public disclosure "
		    "under the Freedom of Information Act 2000.\n",
		    "\nGet Outlook for Android\n",
		    "\nPlease think of the environment before you print.\n", "",
		    NULL },
		{ "\n\nFrom: Complaints <complaints@northmoor.example>\nSent: "
		    "03 November 2026 09:12\nTo: Percy Pretend\nSubject: Your "
		    "letter\n\nThank you for contacting us. We were sorry to "
		    "learn of your complaint.\n",
		    "", "", NULL },
	},
};

static unsigned
draw(unsigned *state)
{
	*state ^= *state << 13; /* Marsaglia, Xorshift RNGs, 2003 */
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state >> 4;
}

static unsigned
begin_draw(unsigned number)
{
	unsigned state = number * 2654435761u + 0x9e3779b9u;

	if (state == 0)
		state = 1;
	(void)draw(&state);
	(void)draw(&state);
	return state;
}

static const char *
draw_piece(const char *const *pieces, unsigned *state)
{
	unsigned n = 0;

	while (pieces[n] != NULL)
		n++;
	return pieces[draw(state) % n];
}

struct span
furnish(struct span text, enum furniture furniture, unsigned number,
    struct arena *mem)
{
	const struct room *room = &rooms[furniture];
	unsigned state = begin_draw(number);
	autobuf out = BUF(MAX_TEXT);

	buf_add_text(&out, draw_piece(room->greetings, &state));
	buf_add(&out, span_trim(text));
	buf_add_text(&out, draw_piece(room->closings, &state));
	buf_add_text(&out, draw_piece(room->names, &state));
	buf_add_text(&out, draw_piece(room->footers, &state));
	buf_add_text(&out, draw_piece(room->quotes, &state));
	return arena_copy(mem, buf_span(&out));
}

/* What letters are taken for. */
static const char *
confusion(char c, unsigned choice)
{
	static const struct {
		char letter;
		const char *seen[3];
	} rows[] = {
		{ 'l', { "1", "I", "i" } },
		{ 'i', { "l", "1", "j" } },
		{ 'o', { "0", "c", "e" } },
		{ 'e', { "c", "o", "a" } },
		{ 'm', { "rn", "nn", "in" } },
		{ 'n', { "ri", "r", "u" } },
		{ 'h', { "b", "li", "n" } },
		{ 'a', { "o", "e", "s" } },
		{ 's', { "5", "a", "8" } },
		{ 't', { "f", "l", "r" } },
		{ 'c', { "e", "o", "(" } },
		{ 'd', { "cl", "ol", "a" } },
		{ 'w', { "vv", "v", "m" } },
		{ 'u', { "v", "ii", "n" } },
		{ 'r', { "n", "t", "" } },
		{ ' ', { "", "  ", "." } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].letter == c)
			return rows[i].seen[choice % 3];
	return "";
}

struct span
misread(struct span text, unsigned per_mille, unsigned number,
    struct arena *mem)
{
	unsigned state = begin_draw(number ^ 0x5bd1e995u);
	autobuf out = BUF(MAX_TEXT);

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\n' || (unsigned char)c >= 0x80 ||
		    draw(&state) % 1000 >= per_mille)
			buf_add_char(&out, c);
		else
			buf_add_text(&out, confusion(c, draw(&state)));
	}
	return arena_copy(mem, buf_span(&out));
}

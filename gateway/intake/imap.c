/*
 * imap.c - talks to an IMAP server through libetpan
 *
 * Trusts:  the verified stream (stream.h), libetpan as far as measured.
 * Doubts:  every answer.  Not asked for, since libetpan 1.9.4 dies of hostile
 * answers: CAPABILITY by its own function, BODYSTRUCTURE, ENVELOPE; IDLE is
 * spoken here.
 * Fails by LATER; the session is then closed without another word.
 */
#include "base/utf8.h"
#include "intake/imap_session.h"
#include "intake/throttle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SEARCH_BYTES (16ll << 20) /* two million UIDs */
#define LOGOUT_SECONDS 5
#define IDLE_TAG "idle" /* libetpan's own tags are numbers */

enum outcome
answer_read(struct imap *imap, int code, const char *action, struct error *why)
{
	const char *text = imap->session->imap_response;
	const char *atom = imap->session->imap_response_info != NULL
			       ? imap->session->imap_response_info->rsp_atom
			       : NULL;
	const char *lost = stream_error(imap->stream);
	/* The library's parser gives up alike on nonsense and on no memory. */
	bool is_short = code == MAILIMAP_ERROR_MEMORY || errno == ENOMEM;

	imap->patience = 0;
	if (code == MAILIMAP_NO_ERROR)
		return DONE;
	imap->patience = throttle_seconds(span_of(atom), span_of(text));
	/* Exchange, to a login that it took before: MailKit issue 1496. */
	if (span_find(span_of(text), SPAN("not connected"), 0) !=
	    SPAN_NOT_FOUND)
		return fail(why, REFUSED,
		    "imap: %s: we are logged in, but have no right to the "
		    "mailbox: %.120s; postroom oauth test says what is missing",
		    action, text);
	if ((code >= MAILIMAP_ERROR_APPEND &&
		code <= MAILIMAP_ERROR_STARTTLS) ||
	    code == MAILIMAP_ERROR_EXTENSION ||
	    code == MAILIMAP_ERROR_CUSTOM_COMMAND)
		return fail(why, imap->patience > 0 ? LATER : REFUSED,
		    "imap: %s: refused: %.120s", action,
		    text != NULL ? text : "without a reason");
	imap->is_in_step = false;
	if (imap->patience > 0) /* a BAD, before the server goes */
		return fail(why, LATER, "imap: %s: refused: %.120s", action,
		    text);
	if (lost[0] != '\0')
		return fail(why, LATER, "imap: %s: %s", action, lost);
	return fail(why, LATER, "imap: %s: %s", action,
	    code == MAILIMAP_ERROR_SASL ? "the SASL modules are not installed"
	    : code == MAILIMAP_ERROR_FATAL ? "the server said goodbye"
	    : is_short                     ? "out of memory"
		       : "the server's answer makes no sense");
}

void
command_allow(struct imap *imap)
{
	stream_allow(imap->stream, imap->peer.timeout, COMMAND_BYTES);
	errno = 0;
}

/* --- connect and log in --------------------------------------------------- */

/* What the server said last that it can do; NULL for nothing yet. */
static const struct mailimap_capability_data *
capability_told(const struct imap *imap)
{
	const struct mailimap_connection_info *info =
	    imap->session->imap_connection_info;

	return info == NULL ? NULL : info->imap_capability;
}

/*
 * Asks anew what the server can do, since it changes with TLS and login; but
 * not where it has just said so unasked, in its greeting or its OK (RFC 3501
 * section 7.1), known by something else having been told before.
 */
static enum outcome
capability_ask(struct imap *imap, const void *before, struct error *why)
{
	if (capability_told(imap) != before)
		return DONE;
	command_allow(imap);
	return answer_read(imap,
	    mailimap_custom_command(imap->session, "CAPABILITY"), "capability",
	    why);
}

/* Did it name any?  libetpan dies of a CAPABILITY without words. */
static bool
has_capabilities(const struct imap *imap)
{
	const struct mailimap_capability_data *told = capability_told(imap);

	return told != NULL && told->cap_list != NULL;
}

bool
imap_has(const struct imap *imap, const char *word)
{
	return has_capabilities(imap) &&
	       mailimap_has_extension(imap->session, word) != 0;
}

bool
imap_has_mechanism(const struct imap *imap, const char *mechanism)
{
	return has_capabilities(imap) &&
	       mailimap_has_authentication(imap->session, mechanism) != 0;
}

static enum outcome
greeting_read(struct imap *imap, struct error *why)
{
	int code = mailimap_connect(imap->session, imap->stream);

	/* PREAUTH would keep STARTTLS and our name from being used. */
	if (code == MAILIMAP_NO_ERROR_AUTHENTICATED)
		return fail(why, LATER,
		    "imap: greeting: logged in before a name was given");
	if (code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED) {
		imap->is_in_step = true;
		return DONE;
	}
	/* Too many connections, often. */
	if (span_starts_with(span_of(imap->session->imap_stream_buffer->str),
		SPAN("* BYE")))
		code = MAILIMAP_ERROR_FATAL;
	return answer_read(imap, code, "greeting", why);
}

static enum outcome
connection_open(struct imap *imap, enum tls tls, struct error *why)
{
	enum outcome how;

	how = stream_open(&imap->peer, tls == TLS_REQUIRED, &imap->stream, why);
	if (how != DONE)
		return fail(why, how, "imap: connect to %s: %s",
		    imap->peer.host, why->text);
	how = greeting_read(imap, why);
	if (how != DONE || tls != TLS_STARTTLS)
		return how;
	command_allow(imap);
	how = answer_read(imap, mailimap_starttls(imap->session), "STARTTLS",
	    why);
	if (how == DONE) {
		how = stream_start_tls(imap->stream, &imap->peer, why);
		imap->is_in_step = how == DONE;
		if (how != DONE)
			how = fail(why, how, "imap: STARTTLS to %s: %s",
			    imap->peer.host, why->text);
	}
	return how;
}

bool
text_is_sayable(struct span s, bool *is_ascii)
{
	*is_ascii = true;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c < 0x20 || c == 0x7f)
			return false;
		*is_ascii &= c < 0x80;
	}
	return s.len > 0;
}

static enum outcome
session_open(struct imap *imap, const struct mailbox_options *box,
    const struct credential *credential, struct error *why)
{
	const void *before;
	enum outcome how = connection_open(imap, (enum tls)box->tls, why);

	if (how == DONE)
		how = capability_ask(imap,
		    box->tls == TLS_STARTTLS ? capability_told(imap) : NULL,
		    why);
	if (how != DONE)
		return LATER;
	before = capability_told(imap);
	how = imap_login(imap, credential, why);
	if (how != DONE)
		return how;
	if (capability_ask(imap, before, why) != DONE)
		return LATER;
	imap->can_move = imap_has(imap, "MOVE");
	imap->can_expunge = imap_has(imap, "UIDPLUS");
	imap->can_idle = imap_has(imap, "IDLE");
	return DONE;
}

/* As imap_open, once; REFUSED is a refused login. */
static enum outcome
imap_try(const struct mailbox_options *box, const struct credential *credential,
    struct imap **imap, struct error *why)
{
	struct imap *opened = calloc(1, sizeof *opened);
	enum outcome how;

	if (opened == NULL || (opened->session = mailimap_new(0, NULL)) == NULL)
		die("imap: out of memory");
	opened->peer.host = arena_text(&opened->mem, box->host);
	opened->peer.port = (int)box->port;
	opened->peer.timeout = (int)box->timeout;
	if (box->ca_file.len > 0)
		opened->peer.ca_file = arena_text(&opened->mem, box->ca_file);
	how = session_open(opened, box, credential, why);
	if (how == DONE)
		*imap = opened;
	else
		imap_close(opened);
	return how;
}

enum outcome
imap_open(const struct mailbox_options *box, struct credentials *credentials,
    struct imap **imap, struct error *why)
{
	autoarena mem = { 0 };
	struct credential credential;
	enum outcome how;

	do {
		how = credentials_get(credentials, &mem, &credential, why);
		if (how != DONE)
			return how;
		how = imap_try(box, &credential, imap, why);
	} while (how == REFUSED && credentials_renew(credentials));
	return how;
}

int
imap_patience(const struct imap *imap)
{
	return imap != NULL ? imap->patience : 0;
}

time_t
imap_certificate_end(const struct imap *imap)
{
	return stream_certificate_end(imap->stream);
}

void
imap_close(struct imap *imap)
{
	if (imap == NULL)
		return;
	if (imap->is_in_step) {
		stream_allow(imap->stream, LOGOUT_SECONDS, COMMAND_BYTES);
		mailimap_logout(imap->session); /* closes the stream */
	} else if (imap->stream != NULL) {
		mailstream_close(imap->stream);
	}
	imap->session->imap_stream = NULL;
	imap->session->imap_state = MAILIMAP_STATE_DISCONNECTED;
	mailimap_free(imap->session);
	arena_release(&imap->mem);
	free(imap);
}

/* --- folders and lists ----------------------------------------------------- */

/* Six bits as a digit of modified BASE64 (RFC 3501 section 5.1.3). */
static void
digits_add(struct buf *name, unsigned long bits, int n_bits)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+,";

	for (int shift = n_bits - 6; shift >= 0; shift -= 6)
		buf_add_char(name, digits[bits >> shift & 63]);
}

/* Writes the characters at the start of rest that are not printable ASCII. */
static struct span
shifted_add(struct span rest, struct buf *name)
{
	unsigned long bits = 0;
	int n_bits = 0;
	unsigned point;

	buf_add_char(name, '&');
	while (rest.len > 0 && (rest.at[0] & 0x80) != 0) {
		size_t len = utf8_next(rest, &point);
		int units = point > 0xffff ? 2 : 1;

		/* UTF-16: a point beyond the first plane is two surrogates. */
		for (int i = 0; i < units; i++) {
			unsigned unit = point;

			if (units == 2)
				unit = i == 0 ? 0xd7c0 + (point >> 10)
					      : 0xdc00 + (point & 0x3ff);
			bits = bits << 16 | unit;
			n_bits += 16;
			digits_add(name, bits >> n_bits % 6,
			    n_bits - n_bits % 6);
			n_bits %= 6;
			bits &= (1ul << n_bits) - 1;
		}
		rest = span_from(rest, len);
	}
	if (n_bits > 0)
		digits_add(name, bits << (6 - n_bits), 6);
	buf_add_char(name, '-');
	return rest;
}

enum outcome
imap_folder_name(struct span folder, struct buf *name, struct error *why)
{
	bool is_ascii;

	if (!text_is_sayable(folder, &is_ascii) || !utf8_is_valid(folder))
		return fail(why, BROKEN,
		    "imap: folder name: not UTF-8, or control characters");
	while (folder.len > 0) {
		if ((folder.at[0] & 0x80) != 0) {
			folder = shifted_add(folder, name);
			continue;
		}
		buf_add_char(name, folder.at[0]);
		if (folder.at[0] == '&')
			buf_add_char(name, '-');
		folder = span_from(folder, 1);
	}
	return name->overflowed
		   ? fail(why, BROKEN, "imap: folder name: too long")
		   : DONE;
}

enum outcome
imap_select(struct imap *imap, struct span folder, uint32_t *uidvalidity,
    struct error *why)
{
	autobuf name = BUF(MAX_FOLDER_BYTES);
	const struct mailimap_selection_info *info;
	enum outcome how = imap_folder_name(folder, &name, why);

	if (how != DONE)
		return how;
	command_allow(imap);
	how = answer_read(imap, mailimap_select(imap->session, buf_text(&name)),
	    "select", why);
	if (how != DONE)
		return how;
	info = imap->session->imap_selection_info;
	if (info == NULL || info->sel_uidvalidity == 0)
		return fail(why, REFUSED,
		    "imap: select: the server gives no UIDVALIDITY");
	*uidvalidity = info->sel_uidvalidity;
	return DONE;
}

static int
uid_compare(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Puts found into an array: ascending, each once, 0 (no UID) left out. */
static size_t
uids_sort(clist *found, uint32_t *uids)
{
	size_t n = 0, kept = 0;

	for (clistiter *i = clist_begin(found); i != NULL; i = clist_next(i))
		uids[n++] = *(const uint32_t *)clist_content(i);
	qsort(uids, n, sizeof *uids, uid_compare);
	for (size_t i = 0; i < n; i++)
		if (uids[i] != 0 && (kept == 0 || uids[i] != uids[kept - 1]))
			uids[kept++] = uids[i];
	return kept;
}

enum outcome
imap_list(struct imap *imap, struct arena *mem, uint32_t **uids, size_t *n,
    struct error *why)
{
	struct mailimap_search_key *all = mailimap_search_key_new_all();
	clist *found = NULL;
	enum outcome how;

	if (all == NULL)
		die("imap: out of memory");
	stream_allow(imap->stream, imap->peer.timeout, SEARCH_BYTES);
	how = answer_read(imap,
	    mailimap_uid_search(imap->session, NULL, all, &found), "search",
	    why);
	mailimap_search_key_free(all);
	if (how != DONE)
		return how; /* and found, if set, is freed already */
	*n = 0;
	if (found != NULL) {
		*uids =
		    ARENA_ARRAY(mem, (size_t)clist_count(found) + 1, uint32_t);
		*n = uids_sort(found, *uids);
		mailimap_search_result_free(found);
	}
	return DONE;
}

/* --- waiting ----------------------------------------------------------------- */

bool
imap_has_idle(const struct imap *imap)
{
	return imap->can_idle;
}

static enum outcome
stream_lost(struct imap *imap, const char *cause, struct error *why)
{
	imap->is_in_step = false;
	return fail(why, LATER, "imap: idle: %s", cause);
}

static enum outcome
line_say(struct imap *imap, const char *line, struct error *why)
{
	command_allow(imap);
	if (mailstream_write(imap->stream, line, strlen(line)) < 0 ||
	    mailstream_flush(imap->stream) < 0)
		return stream_lost(imap, stream_error(imap->stream), why);
	return DONE;
}

/*
 * Reads lines until one begins with mark; *has_news is set where others came
 * before it.
 */
static enum outcome
line_await(struct imap *imap, const char *mark, bool *has_news,
    struct error *why)
{
	MMAPString *buffer = mmap_string_new("");
	enum outcome how = LATER;
	bool is_found = false;

	if (buffer == NULL)
		die("imap: out of memory");
	while (!is_found) {
		const char *text = mailstream_read_line(imap->stream, buffer);
		struct span line = span_of(text);

		is_found = true;
		if (text == NULL)
			how =
			    stream_lost(imap, stream_error(imap->stream), why);
		else if (span_starts_with(line, span_of(mark)))
			how = DONE;
		else if (span_starts_with(line, SPAN(IDLE_TAG " ")))
			how = fail(why, REFUSED, "imap: idle: refused");
		else if (span_starts_with(line, SPAN("* BYE")))
			how = stream_lost(imap, "the server said goodbye", why);
		else
			is_found = false;
		*has_news |= !is_found;
	}
	mmap_string_free(buffer);
	return how;
}

/*
 * Not by mailimap_idle: it hangs where news comes before the '+', and its end
 * misreads a BYE (upstream 393).
 */
enum outcome
imap_idle(struct imap *imap, int seconds, struct error *why)
{
	bool has_news = false;
	enum outcome how = line_say(imap, IDLE_TAG " IDLE\r\n", why);

	if (how == DONE)
		how = line_await(imap, "+", &has_news, why);
	if (how != DONE)
		return how;
	if (!has_news)
		stream_wait(imap->stream, seconds);
	how = line_say(imap, "DONE\r\n", why);
	return how == DONE ? line_await(imap, IDLE_TAG " OK", &has_news, why)
			   : how;
}

/*
 * imap_login.c - logs in with a password or an access token
 *
 * SASL is spoken here, line by line, and the first response always after the
 * server's '+': every server takes that, whatever the length of a token.
 */
#include "base/base64.h"
#include "intake/imap_session.h"
#include "intake/throttle.h"
#include "oauth_claims.h"

#include <string.h>

#define LOGIN_TAG "login" /* libetpan's own tags are numbers */
#define MAX_RESPONSE_BYTES (2 * MAX_TOKEN_BYTES)

/* --- what is said ------------------------------------------------------------- */

/* The first response of each mechanism, before base64. */
static void
response_make(const struct imap *imap, const struct credential *c,
    struct buf *out)
{
	switch (c->auth) {
	case AUTH_PASSWORD: /* RFC 4616: whose mailbox, who logs in */
		if (!span_is_equal(c->login, c->user))
			buf_add(out, c->user);
		buf_add_char(out, '\0');
		buf_add(out, c->login);
		buf_add_char(out, '\0');
		buf_add(out, c->secret);
		break;
	case AUTH_XOAUTH2: /* as Microsoft and Google describe it */
		buf_printf(out, "user=%.*s\001auth=Bearer %.*s\001\001",
		    SPAN_ARG(c->user), SPAN_ARG(c->secret));
		break;
	case AUTH_OAUTHBEARER: /* RFC 7628 section 3.1 */
		buf_add_text(out, "n,a=");
		for (size_t i = 0; i < c->user.len; i++)
			if (c->user.at[i] == ',' || c->user.at[i] == '=')
				buf_printf(out, "=%02X",
				    (unsigned char)c->user.at[i]);
			else
				buf_add_char(out, c->user.at[i]);
		buf_printf(out,
		    ",\001host=%s\001port=%d\001auth=Bearer %.*s\001\001",
		    imap->peer.host, imap->peer.port, SPAN_ARG(c->secret));
		break;
	}
}

static enum outcome
stream_lost(struct imap *imap, const char *cause, struct error *why)
{
	imap->is_in_step = false;
	return fail(why, LATER, "imap: login: %s", cause);
}

static enum outcome
line_say(struct imap *imap, struct span line, struct error *why)
{
	command_allow(imap);
	if (mailstream_write(imap->stream, line.at, line.len) < 0 ||
	    mailstream_write(imap->stream, "\r\n", 2) < 0 ||
	    mailstream_flush(imap->stream) < 0)
		return stream_lost(imap, stream_error(imap->stream), why);
	return DONE;
}

/* Reads the next '+' or the end of our command into line. */
static enum outcome
line_await(struct imap *imap, MMAPString *line, struct error *why)
{
	for (;;) {
		const char *text =
		    mailstream_read_line_remove_eol(imap->stream, line);

		if (text == NULL)
			return stream_lost(imap, stream_error(imap->stream),
			    why);
		if (span_starts_with(span_of(text), SPAN("* BYE")))
			return stream_lost(imap, "the server said goodbye",
			    why);
		if (text[0] == '+' ||
		    span_starts_with(span_of(text), SPAN(LOGIN_TAG " ")))
			return DONE;
	}
}

/* --- what is answered ---------------------------------------------------------- */

/*
 * The end of AUTHENTICATE.  Exchange says "OK [Error=...]" to a login that
 * did not work out.
 */
static enum outcome
end_judge(struct imap *imap, const struct credential *c, struct span line,
    struct span status, struct error *why)
{
	struct span text = span_trim(span_from(line, sizeof LOGIN_TAG));

	if (span_starts_with(text, SPAN("OK")) &&
	    span_find(text, SPAN("[Error="), 0) == SPAN_NOT_FOUND) {
		imap->session->imap_state = MAILIMAP_STATE_AUTHENTICATED;
		return DONE;
	}
	imap->patience = throttle_seconds(SPAN(""), text);
	if (imap->patience > 0)
		return fail(why, LATER, "imap: login: refused: %.*s",
		    SPAN_ARG(span_head(text, 120)));
	if (c->auth == AUTH_PASSWORD)
		return fail(why, REFUSED, "imap: login: refused: %.*s",
		    SPAN_ARG(span_head(text, 120)));
	return fail(why, REFUSED,
	    "imap: login: refused, though we have a token: %.*s%s%.*s; "
	    "postroom oauth test says what is missing",
	    SPAN_ARG(span_head(text, 100)), status.len > 0 ? ": " : "",
	    SPAN_ARG(status));
}

/* The dialogue after AUTHENTICATE was said; line is room to read into. */
static enum outcome
dialogue(struct imap *imap, const struct credential *c, MMAPString *line,
    struct error *why)
{
	autoarena mem = { 0 };
	autobuf bytes = BUF(MAX_RESPONSE_BYTES);
	autobuf text = BUF(2 * MAX_RESPONSE_BYTES);
	struct span status = SPAN("");
	enum outcome how = line_await(imap, line, why);

	if (how == DONE && line->str[0] == '+') {
		response_make(imap, c, &bytes);
		base64_add(&text, buf_span(&bytes));
		how = line_say(imap, buf_span(&text), why);
		explicit_bzero(bytes.at, bytes.len);
		explicit_bzero(text.at, text.len);
		if (how == DONE)
			how = line_await(imap, line, why);
	}
	if (how == DONE && line->str[0] == '+') {
		/* The reason comes first, and wants an answer of its own. */
		status = challenge_status(
		    span_trim(span_from(span_of(line->str), 1)), &mem);
		how = line_say(imap,
		    c->auth == AUTH_XOAUTH2       ? SPAN("")
		    : c->auth == AUTH_OAUTHBEARER ? SPAN("AQ==")
						  : SPAN("*"),
		    why);
		if (how == DONE)
			how = line_await(imap, line, why);
	}
	return how == DONE ? end_judge(imap, c, span_of(line->str), status, why)
			   : how;
}

static enum outcome
authenticate(struct imap *imap, const struct credential *c,
    const char *mechanism, struct error *why)
{
	autoarena mem = { 0 };
	MMAPString *line;
	enum outcome how = line_say(imap,
	    arena_printf(&mem, LOGIN_TAG " AUTHENTICATE %s", mechanism), why);

	if (how != DONE)
		return how;
	line = mmap_string_new("");
	if (line == NULL)
		die("imap: out of memory");
	how = dialogue(imap, c, line, why);
	mmap_string_free(line);
	return how;
}

static enum outcome
login_plainly(struct imap *imap, const struct credential *c, struct error *why)
{
	const char *name = arena_text(&imap->mem, c->login);
	char *secret = arena_alloc(&imap->mem, c->secret.len + 1);
	enum outcome how;

	memcpy(secret, c->secret.at, c->secret.len);
	command_allow(imap);
	how = answer_read(imap, mailimap_login(imap->session, name, secret),
	    "login", why);
	explicit_bzero(secret, c->secret.len);
	return how;
}

enum outcome
imap_login(struct imap *imap, const struct credential *c, struct error *why)
{
	static const char *const mechanisms[] = {
		[AUTH_PASSWORD] = "PLAIN",
		[AUTH_XOAUTH2] = "XOAUTH2",
		[AUTH_OAUTHBEARER] = "OAUTHBEARER",
	};
	const char *mechanism = mechanisms[c->auth];
	bool is_ascii, is_ascii_login, is_disabled;

	if (!text_is_sayable(c->login, &is_ascii_login) ||
	    !text_is_sayable(c->user, &is_ascii) ||
	    !text_is_sayable(c->secret, &is_ascii))
		return fail(why, LATER,
		    "imap: login: control characters in name or password");
	is_disabled = imap_has(imap, "LOGINDISABLED");
	if (c->auth == AUTH_PASSWORD && is_ascii && is_ascii_login &&
	    !is_disabled && span_is_equal(c->login, c->user))
		return login_plainly(imap, c, why);
	if (imap_has_mechanism(imap, mechanism))
		return authenticate(imap, c, mechanism, why);
	if (c->auth == AUTH_PASSWORD)
		return fail(why, LATER,
		    "imap: login: the server takes no password%s",
		    is_disabled ? " without TLS" : "");
	return fail(why, LATER,
	    "imap: login: the server does not offer %s: check auth and host",
	    mechanism);
}

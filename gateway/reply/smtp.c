/* smtp.c - speaks to the mail server through libcurl */
#include "reply/smtp.h"
#include "base/io.h"
#include "base/stop.h"
#include "reply/transport.h"
#include "triage/address.h"

#include <curl/curl.h>

struct session {
	struct span rest; /* of the message, not yet sent */
	struct smtp_reply reply;
	bool has_quit; /* QUIT was said: its reply decides nothing */
	bool is_login_refused;
	long long over_since; /* by clock_monotonic_ms; 0 while it goes on */
};

static int
digit_at(struct span s, size_t i)
{
	return i < s.len && s.at[i] >= '0' && s.at[i] <= '9' ? s.at[i] - '0'
							     : -1;
}

/* Reads "5.1.1 " at the start of s (RFC 3463: class "." subject "." detail). */
static void
enhanced_read(struct smtp_reply *reply, struct span s)
{
	struct span word = span_cut_at(&s, ' ');
	struct span class = span_cut_at(&word, '.');
	struct span subject = span_cut_at(&word, '.');
	long long a, b, c;

	if (!span_to_number(class, 2, 5, &a) ||
	    !span_to_number(subject, 0, 999, &b) ||
	    !span_to_number(word, 0, 999, &c))
		return;
	reply->class = (int)a;
	reply->subject = (int)b;
	reply->detail = (int)c;
}

void
smtp_reply_read(struct smtp_reply *reply, struct span line)
{
	int a = digit_at(line, 0), b = digit_at(line, 1), c = digit_at(line, 2);

	if (a < 0 || b < 0 || c < 0)
		return;
	reply->code = 100 * a + 10 * b + c;
	enhanced_read(reply, span_trim(span_from(line, 4)));
	if (span_find(line, SPAN("relay"), 0) != SPAN_NOT_FOUND)
		reply->is_about_relaying = true;
}

/* What the reply says about the recipient or the message, in plain words. */
static const char *
cause_of(const struct smtp_reply *r)
{
	static const struct {
		int subject, detail;
		const char *words;
	} causes[] = {
		{ 1, 1, "there is no such mailbox" },
		{ 1, 2, "there is no such mail domain" },
		{ 1, 3, "the address is not valid" },
		{ 1, 6, "the mailbox has moved" },
		{ 1, 10, "the domain takes no mail" },
		{ 2, 1, "the mailbox is switched off" },
		{ 2, 2, "the mailbox is full" },
		{ 2, 3, "the message is too long for the mailbox" },
		{ 3, 4, "the message is too big" },
		{ 4, 4, "there is no way to that domain" },
		{ 7, 1, "delivery is not permitted" },
	};

	for (size_t i = 0; i < sizeof causes / sizeof *causes; i++)
		if (r->subject == causes[i].subject &&
		    r->detail == causes[i].detail)
			return causes[i].words;
	return "no closer reason was given";
}

/*
 * 5yz replies that every message of ours would get (RFC 4954, RFC 3207).
 * Servers keep what they hold against the client or the sender back until
 * RCPT, so that X.7.z (policy) there counts as about us; after the message
 * X.7.1 is said of content, and only the later numbers (RFC 4954, RFC 7372,
 * Exchange's 5.7.57, 5.7.60 and 5.2.252) of us.
 */
static bool
is_about_us(const struct smtp_reply *r)
{
	bool is_policy =
	    r->subject == 7 && (r->step == SMTP_RCPT || r->detail >= 8);

	return r->step <= SMTP_AUTH || r->is_about_relaying || is_policy ||
	       (r->step == SMTP_MAIL && r->code != 552) || r->code == 503 ||
	       r->code == 530 || r->code == 534 || r->code == 535 ||
	       r->code == 538 || (r->subject == 2 && r->detail == 252);
}

enum outcome
smtp_judge(const struct smtp_reply *r, struct error *why)
{
	static const char *const steps[] = {
		[SMTP_HELLO] = "at the start",
		[SMTP_AUTH] = "the login",
		[SMTP_MAIL] = "our sender address",
		[SMTP_RCPT] = "the recipient",
		[SMTP_DATA] = "the message",
		[SMTP_SENT] = "the message",
	};
	int kind = r->code / 100;

	if (r->step == SMTP_SENT && kind == 2)
		return DONE;
	if (kind != 4 && kind != 5)
		return fail(why, LATER, "smtp: connection lost %s",
		    r->step == SMTP_SENT
			? "after the message was sent: uncertain whether it "
			  "arrived, the same message goes out again"
			: "before the message was sent");
	if (kind == 4)
		return fail(why, LATER,
		    "smtp: %s: put off by the server: %d %d.%d.%d",
		    steps[r->step], r->code, r->class, r->subject, r->detail);
	if (r->step == SMTP_AUTH)
		return fail(why, LATER,
		    "smtp: the server refused our login (%d): check [smtp] "
		    "user and its password",
		    r->code);
	if (is_about_us(r))
		return fail(why, LATER,
		    "smtp: %s: the server refuses to send for us: %d "
		    "%d.%d.%d: check [smtp] user, from and envelope_sender",
		    steps[r->step], r->code, r->class, r->subject, r->detail);
	return fail(why, REFUSED,
	    "the mail server refused %s for good: %s (%d %d.%d.%d)",
	    steps[r->step], cause_of(r), r->code, r->class, r->subject,
	    r->detail);
}

static size_t
on_read(char *to, size_t size, size_t n, void *context)
{
	struct session *s = context;
	struct span piece = span_head(s->rest, size * n);

	if (piece.len > 0)
		memcpy(to, piece.at, piece.len);
	s->rest = span_from(s->rest, piece.len);
	if (s->rest.len == 0) /* libcurl adds the final dot to this piece */
		s->reply = (struct smtp_reply){ .step = SMTP_SENT };
	return piece.len;
}

/* Follows the conversation: each command starts a step with no reply yet. */
static int
on_trace(CURL *curl, curl_infotype type, char *data, size_t len, void *context)
{
	static const struct {
		const char *verb;
		enum smtp_step step;
	} verbs[] = {
		{ "AUTH", SMTP_AUTH },
		{ "MAIL", SMTP_MAIL },
		{ "RCPT", SMTP_RCPT },
		{ "DATA", SMTP_DATA },
	};
	struct session *s = context;
	struct span line = { data, len };

	(void)curl;
	if (type == CURLINFO_HEADER_OUT && span_starts_with(line, SPAN("QUIT")))
		s->has_quit = true;
	if (type == CURLINFO_HEADER_IN && !s->has_quit)
		smtp_reply_read(&s->reply, line);
	for (size_t i = 0;
	     type == CURLINFO_HEADER_OUT && i < sizeof verbs / sizeof *verbs;
	     i++)
		if (span_starts_with(line, span_of(verbs[i].verb)))
			s->reply = (struct smtp_reply){ .step = verbs[i].step };
	return 0;
}

/* Without memory libcurl awaits the reply to a QUIT that it has not sent. */
static bool
is_over(const struct session *s)
{
	return s->has_quit ||
	       (s->reply.step == SMTP_SENT && s->reply.code != 0);
}

/*
 * Gives up when the end is asked for, but not once the dot is out; a farewell
 * that nobody answers holds the next message up no longer than needed.
 */
static int
on_progress(void *context, curl_off_t down_all, curl_off_t down,
    curl_off_t up_all, curl_off_t up)
{
	struct session *s = context;

	(void)down_all, (void)down, (void)up_all, (void)up;
	if (!is_over(s))
		return stop_is_wanted() && s->reply.step < SMTP_DATA;
	if (s->over_since == 0)
		s->over_since = clock_monotonic_ms();
	return clock_monotonic_ms() - s->over_since >=
	       SMTP_FAREWELL_SECONDS * 1000;
}

static void
callbacks_set(CURL *curl, struct session *session)
{
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(curl, CURLOPT_READDATA, session);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, on_trace);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, session);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, session);
}

static void
limits_set(CURL *curl, const struct smtp_options *o)
{
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* none from outside */
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)o->timeout);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)o->timeout);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT,
	    (long)o->timeout * SMTP_TOTAL_TIMES);
	curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
}

static void
login_set(CURL *curl, const struct credential *c, struct arena *mem)
{
	curl_easy_setopt(curl, CURLOPT_USERNAME, arena_text(mem, c->user));
	curl_easy_setopt(curl,
	    c->auth == AUTH_PASSWORD ? CURLOPT_PASSWORD
				     : CURLOPT_XOAUTH2_BEARER,
	    arena_text(mem, c->secret));
	if (c->auth != AUTH_PASSWORD)
		curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS,
		    c->auth == AUTH_XOAUTH2 ? "AUTH=XOAUTH2"
					    : "AUTH=OAUTHBEARER");
}

static void
server_set(CURL *curl, const struct smtp_options *o, struct arena *mem)
{
	bool is_ipv6 = span_find(o->host, SPAN(":"), 0) != SPAN_NOT_FOUND;

	/* The path is the name for EHLO: our mail domain, as servers like. */
	curl_easy_setopt(curl, CURLOPT_URL,
	    arena_printf(mem, "%s://%s%.*s%s:%lld/%.*s",
		o->tls == TLS_REQUIRED ? "smtps" : "smtp", is_ipv6 ? "[" : "",
		SPAN_ARG(o->host), is_ipv6 ? "]" : "", o->port,
		SPAN_ARG(address_domain(o->from)))
		.at);
	if (o->tls != TLS_NONE)
		curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(curl, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	if (o->ca_file.len > 0) {
		curl_easy_setopt(curl, CURLOPT_CAINFO,
		    arena_text(mem, o->ca_file));
		/* The system's, which would be trusted beside it. */
		curl_easy_setopt(curl, CURLOPT_CAPATH, NULL);
	}
}

/* Failures that the server's replies do not explain. */
static enum outcome
failure_judge(CURLcode code, const struct session *s, struct error *why)
{
	if (s->reply.step == SMTP_SENT)
		return smtp_judge(&s->reply, why);
	switch ((int)code) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
		return fail(why, LATER,
		    "smtp: TLS: %s: check the server's certificate and "
		    "[smtp] host and ca_file",
		    curl_easy_strerror(code));
	case CURLE_USE_SSL_FAILED:
		return fail(why, LATER,
		    "smtp: TLS: the server does not offer STARTTLS");
	case CURLE_LOGIN_DENIED:
		if (s->reply.step == SMTP_HELLO)
			return fail(why, LATER,
			    "smtp: the server does not offer our way to log "
			    "in: check [smtp] auth, host and tls");
		if (!s->is_login_refused)
			return smtp_judge(&s->reply, why);
		return fail(why, LATER,
		    "smtp: the server refused our login (%d): check [smtp] "
		    "user and its password",
		    s->reply.code);
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_ABORTED_BY_CALLBACK:
		return fail(why, LATER, "smtp: connection: %s",
		    curl_easy_strerror(code));
	default:
		return smtp_judge(&s->reply, why);
	}
}

/* What the conversation is about: the message, or "" for the login alone. */
static void
message_set(CURL *curl, const struct smtp_options *o,
    const struct outgoing *mail, struct curl_slist *to, struct arena *mem)
{
	if (mail == NULL) {
		curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
		return;
	}
	if (o->envelope_sender.len > 0)
		curl_easy_setopt(curl, CURLOPT_MAIL_FROM,
		    arena_text(mem, o->envelope_sender));
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
	    (curl_off_t)mail->bytes.len);
}

/* One connection; credential and mail may be NULL. */
static CURLcode
converse(const struct smtp_options *o, const struct credential *credential,
    const struct outgoing *mail, struct session *session)
{
	autoarena mem = { 0 };
	struct curl_slist *to = NULL;
	CURL *curl = curl_easy_init();
	CURLcode code;

	if (mail != NULL)
		to = curl_slist_append(NULL, arena_text(&mem, mail->to));
	if (curl == NULL || (mail != NULL && to == NULL))
		die("smtp: out of memory");
	limits_set(curl, o);
	callbacks_set(curl, session);
	server_set(curl, o, &mem);
	if (credential != NULL)
		login_set(curl, credential, &mem);
	message_set(curl, o, mail, to, &mem);
	code = curl_easy_perform(curl);
	curl_easy_cleanup(curl);
	curl_slist_free_all(to);
	/* The last reply may be the reason, a 334, that wants an answer. */
	session->is_login_refused = code == CURLE_LOGIN_DENIED &&
				    session->reply.step == SMTP_AUTH &&
				    session->reply.code / 100 != 4;
	return code;
}

/* As smtp_send; without a mail, for the login alone. */
static enum outcome
smtp_talk(const struct transport *transport, const struct outgoing *mail,
    struct session *session, struct error *why)
{
	struct credentials *keys = transport->credentials;
	autoarena mem = { 0 };
	struct credential credential = { .auth = AUTH_PASSWORD };
	enum outcome how = DONE;
	CURLcode code;

	do {
		*session = (struct session){ .rest = mail != NULL ? mail->bytes
								  : SPAN("") };
		if (keys != NULL)
			how = credentials_get(keys, &mem, &credential, why);
		if (how != DONE)
			return how;
		code = converse(transport->options,
		    keys != NULL ? &credential : NULL, mail, session);
	} while (session->is_login_refused && credentials_renew(keys));
	if (code == CURLE_OK)
		return DONE;
	if (session->is_login_refused && credential.auth != AUTH_PASSWORD)
		return fail(why, LATER,
		    "smtp: the server refused our login, though we have a "
		    "token: postroom oauth test smtp says what is missing");
	return failure_judge(code, session, why);
}

enum outcome
smtp_login(const struct transport *transport, struct error *why)
{
	struct session session;
	enum outcome how = smtp_talk(transport, NULL, &session, why);

	return how == LATER && session.is_login_refused ? REFUSED : how;
}

enum outcome
smtp_send(const struct transport *transport, const struct outgoing *mail,
    bool *may_have_left, struct error *why)
{
	struct session session;
	enum outcome how;

	if (!address_is_fit(mail->to))
		return fail(why, REFUSED,
		    "this is not an address that mail can be sent to");
	how = smtp_talk(transport, mail, &session, why);
	/* The dot was on its way, and no reply said no. */
	*may_have_left = how != DONE && session.reply.step == SMTP_SENT &&
			 session.reply.code < 400;
	return how;
}

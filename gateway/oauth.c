/* oauth.c - fetches access tokens, and looks after the refresh token */
#include "oauth.h"
#include "base/io.h"
#include "oauth_endpoint.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

#define MAX_FORM_BYTES (3 * MAX_TOKEN_BYTES + 16384)

void
oauth_open(struct oauth *oauth, const struct oauth_options *options)
{
	*oauth =
	    (struct oauth){ .options = options, .token = BUF(MAX_TOKEN_BYTES) };
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		die("oauth: libcurl does not start");
}

void
oauth_forget(struct oauth *oauth)
{
	if (oauth->token.at != NULL)
		explicit_bzero(oauth->token.at, oauth->token.len);
	buf_clear(&oauth->token);
}

void
oauth_close(struct oauth *oauth)
{
	oauth_forget(oauth);
	buf_release(&oauth->token);
	curl_global_cleanup();
}

bool
oauth_is_fresh(const struct oauth *oauth, time_t now)
{
	return oauth->token.len > 0 && now < oauth->renew_at;
}

static const char *
token_path(const struct oauth_options *o, struct arena *mem)
{
	return arena_text(mem, o->token_file);
}

enum outcome
oauth_keep(const struct oauth_options *o, struct span refresh_token,
    struct error *why)
{
	autoarena mem = { 0 };
	autobuf line = BUF(MAX_TOKEN_BYTES + 1);
	enum outcome how;

	buf_add(&line, refresh_token);
	buf_add_char(&line, '\n');
	how = io_create(token_path(o, &mem), buf_span(&line), why);
	explicit_bzero(line.at, line.len);
	return how;
}

/*
 * Several roles share a sign-in.  A server may take it for theft where an old
 * refresh token comes again, so one of them renews at a time.
 */
static enum outcome
token_lock(const struct oauth_options *o, int *fd, struct error *why)
{
	autoarena mem = { 0 };
	struct span path =
	    arena_printf(&mem, "%.*s.lock", SPAN_ARG(o->token_file));

	*fd = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0 || flock(*fd, LOCK_EX) < 0)
		return fail(why, LATER, "oauth: %s: %s", path.at,
		    strerror(errno));
	return DONE;
}

static enum outcome
refresh_token_read(const struct oauth_options *o, struct arena *mem,
    struct span *token, struct error *why)
{
	autobuf text = BUF(MAX_TOKEN_BYTES + 2);
	struct span rest;
	enum outcome how = io_read_file(token_path(o, mem), &text, why);

	if (how != DONE)
		return fail(why, LATER,
		    "oauth: [oauth %.*s]: nobody has signed in: run postroom "
		    "oauth login (%s)",
		    SPAN_ARG(o->name), why->text);
	rest = buf_span(&text);
	*token = arena_copy(mem,
	    rest.len > 0 ? span_trim(span_cut_line(&rest)) : SPAN(""));
	if (text.at != NULL)
		explicit_bzero(text.at, text.len);
	if (token->len == 0)
		return fail(why, LATER,
		    "oauth: [oauth %.*s]: token_file is empty: run postroom "
		    "oauth login",
		    SPAN_ARG(o->name));
	return DONE;
}

/* Asks for an access token with the form, by the client secret too. */
static enum outcome
token_ask(const struct oauth_options *o, struct buf *form, struct arena *mem,
    struct oauth_answer *answer, struct error *why)
{
	enum outcome how = form_add_client(form, o, why);

	if (how == DONE && form->overflowed)
		how = fail(why, LATER, "oauth: the request is too long");
	if (how == DONE)
		how = oauth_ask(o, o->token_url, buf_span(form), mem, answer,
		    why);
	if (form->at != NULL)
		explicit_bzero(form->at, form->len);
	if (how == DONE && answer->fault.len > 0)
		return oauth_fault(o, answer, why);
	if (how == DONE && answer->access_token.len == 0)
		return fail(why, LATER,
		    "oauth: [oauth %.*s]: the answer has no access token",
		    SPAN_ARG(o->name));
	return how;
}

static enum outcome
token_refresh(const struct oauth_options *o, struct arena *mem,
    struct oauth_answer *answer, struct error *why)
{
	autobuf form = BUF(MAX_FORM_BYTES);
	autofd lock = -1;
	struct span old;
	enum outcome how = token_lock(o, &lock, why);

	if (how == DONE)
		how = refresh_token_read(o, mem, &old, why);
	if (how != DONE)
		return how;
	form_add(&form, "grant_type", SPAN("refresh_token"));
	form_add(&form, "refresh_token", old);
	how = token_ask(o, &form, mem, answer, why);
	if (how == DONE && answer->refresh_token.len > 0 &&
	    !span_is_equal(answer->refresh_token, old))
		how = oauth_keep(o, answer->refresh_token, why);
	return how;
}

static enum outcome
token_fetch(const struct oauth_options *o, struct arena *mem,
    struct oauth_answer *answer, struct error *why)
{
	autobuf form = BUF(MAX_FORM_BYTES);

	if (o->grant == GRANT_DEVICE_CODE)
		return token_refresh(o, mem, answer, why);
	form_add(&form, "grant_type", SPAN("client_credentials"));
	return token_ask(o, &form, mem, answer, why);
}

enum outcome
oauth_token(struct oauth *oauth, struct span *token, struct error *why)
{
	autoarena mem = { 0 };
	struct oauth_answer answer;
	time_t now = clock_now();
	enum outcome how;
	long long life;

	if (oauth_is_fresh(oauth, now)) {
		*token = buf_span(&oauth->token);
		return DONE;
	}
	how = token_fetch(oauth->options, &mem, &answer, why);
	if (how != DONE)
		return how;
	oauth_forget(oauth);
	buf_add(&oauth->token, answer.access_token);
	life = answer.expires_in;
	oauth->renew_at =
	    now + (life > 2 * RENEW_SECONDS ? life - RENEW_SECONDS : life / 2);
	*token = buf_span(&oauth->token);
	return DONE;
}

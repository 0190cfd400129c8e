/* oauth_device.c - the device authorization grant */
#include "oauth_device.h"
#include "oauth.h"
#include "oauth_endpoint.h"

#define MAX_FORM_BYTES 65536
#define SLOWER_BY 5 /* seconds: RFC 8628 section 3.5 */

enum outcome
oauth_device_begin(const struct oauth_options *o, struct arena *mem,
    struct oauth_device *device, struct error *why)
{
	autobuf form = BUF(MAX_FORM_BYTES);
	struct oauth_answer answer;
	enum outcome how = form_add_client(&form, o, why);

	if (how == DONE)
		how = oauth_ask(o, o->device_url, buf_span(&form), mem, &answer,
		    why);
	if (how == DONE && answer.fault.len > 0)
		how = oauth_fault(o, &answer, why);
	if (how != DONE)
		return how;
	if (answer.user_code.len == 0 || answer.address.len == 0)
		return fail(why, LATER,
		    "oauth: [oauth %.*s]: the answer has no code in it: check "
		    "device_url",
		    SPAN_ARG(o->name));
	*device = (struct oauth_device){
		.code = answer.device_code,
		.user_code = answer.user_code,
		.address = answer.address,
		.expires_in = answer.expires_in,
		.interval = answer.interval > 0 ? answer.interval : 1,
	};
	return DONE;
}

/* What a fault of the poll means: some only say that nobody is done yet. */
static enum outcome
poll_judge(const struct oauth_options *o, const struct oauth_answer *answer,
    struct oauth_device *device, struct error *why)
{
	enum outcome how;

	if (span_is_equal(answer->fault, SPAN("slow_down")))
		device->interval += SLOWER_BY;
	else if (!span_is_equal(answer->fault, SPAN("authorization_pending"))) {
		how = oauth_fault(o, answer, why);
		return how == LATER ? REFUSED : how;
	}
	return DONE;
}

enum outcome
oauth_device_poll(const struct oauth_options *o, struct oauth_device *device,
    bool *is_signed_in, struct error *why)
{
	autoarena mem = { 0 };
	autobuf form = BUF(MAX_FORM_BYTES);
	struct oauth_answer answer;
	enum outcome how;

	form_add(&form, "grant_type",
	    SPAN("urn:ietf:params:oauth:grant-type:device_code"));
	form_add(&form, "device_code", device->code);
	how = form_add_client(&form, o, why);
	if (how == DONE)
		how = oauth_ask(o, o->token_url, buf_span(&form), &mem, &answer,
		    why);
	if (how != DONE)
		return how;
	*is_signed_in = answer.fault.len == 0;
	if (!*is_signed_in)
		return poll_judge(o, &answer, device, why);
	if (answer.refresh_token.len == 0)
		return fail(why, REFUSED,
		    "oauth: [oauth %.*s]: the answer has no refresh token: add "
		    "offline_access to scope and sign in again",
		    SPAN_ARG(o->name));
	how = oauth_keep(o, answer.refresh_token, why);
	return how == DONE ? DONE : fail(why, REFUSED, "%s", why->text);
}

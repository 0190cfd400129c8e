/*
 * oauth.c - what token servers answer, what tokens and refusals say
 *
 * The first byte chooses: "{" an answer's JSON, "." a token's claims as JSON
 * (packed into a token here), "+" a refusal's; anything else is a token as it
 * comes.
 */
#include "fuzz.h"

#include "base/base64.h"
#include "oauth_claims.h"
#include "oauth_endpoint.h"

static bool
is_printable(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] < 0x20 || s.at[i] > 0x7e)
			return false;
	return true;
}

static void
claims_check(struct span token, struct arena *mem)
{
	const struct oauth_options exchange = {
		.scope = SPAN("https://outlook.office365.com/.default"),
		.client_id = SPAN("00000000-0000-0000-0000-000000000000"),
		.token_url = SPAN("https://login.example/token"),
	};
	struct claims claims;

	if (!claims_read(token, mem, &claims))
		return;
	must_hold(is_printable(claims.audience) &&
		      is_printable(claims.tenant) && is_printable(claims.app) &&
		      is_printable(claims.object) &&
		      is_printable(claims.person) &&
		      is_printable(claims.roles) && is_printable(claims.scopes),
	    "claims are printable");
	(void)claims_missing(&claims, &exchange, SERVICE_IMAP, 1795348800, mem);
	(void)claims_missing(&claims, &exchange, SERVICE_SMTP, 1795348800, mem);
}

static void
answer_check(struct span json, struct arena *mem)
{
	struct oauth_answer answer;
	struct error why = { "" };

	if (oauth_answer_read(json, mem, &answer, &why) != DONE) {
		must_hold(why.text[0] != '\0', "a fault is told");
		return;
	}
	must_hold(answer.fault.len == 0 || is_printable(answer.fault),
	    "a fault's word is printable");
	must_hold(answer.expires_in >= 0 && answer.interval >= 0,
	    "times are none that are over");
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	char *copy = fuzz_copy(bytes, len);
	struct span text = { copy, len };
	autoarena mem = { NULL };
	autobuf packed = BUF(1 << 20);

	if (len > 0 && copy[0] == '.') {
		buf_add_text(&packed, "e30.");
		base64_add(&packed, span_from(text, 1));
		buf_add_text(&packed, ".x");
		claims_check(buf_span(&packed), &mem);
	} else if (len > 0 && copy[0] == '+') {
		base64_add(&packed, span_from(text, 1));
		must_hold(
		    is_printable(challenge_status(buf_span(&packed), &mem)),
		    "a status is printable");
	} else if (len > 0 && copy[0] == '{') {
		answer_check(text, &mem);
	} else {
		claims_check(text, &mem);
		(void)challenge_status(text, &mem);
	}
	free(copy);
	return 0;
}

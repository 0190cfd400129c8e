/* oauth_endpoint.c - one request for a token, and what its answer means */
#include "oauth_endpoint.h"
#include "base/stop.h"
#include "oauth.h"

#include <curl/curl.h>
#include <jansson.h>
#include <string.h>

/* Where a server does not say how long a token lasts. */
#define EXPIRES_IN_UNSAID 600
#define INTERVAL_UNSAID 5 /* RFC 8628 section 3.2 */

/* --- what is asked ---------------------------------------------------------- */

void
form_add(struct buf *form, const char *key, struct span value)
{
	if (form->len > 0)
		buf_add_char(form, '&');
	buf_printf(form, "%s=", key);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '-' || c == '.' ||
		    c == '_' || c == '~')
			buf_add_char(form, c);
		else
			buf_printf(form, "%%%02X", (unsigned char)c);
	}
}

enum outcome
form_add_client(struct buf *form, const struct oauth_options *o,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span secret = SPAN("");
	enum outcome how = DONE;

	if (o->client_secret_file.len > 0 || o->client_secret_command.len > 0)
		how = options_secret(o->client_secret_file,
		    o->client_secret_command, &mem, &secret, why);
	if (how != DONE)
		return how;
	form_add(form, "client_id", o->client_id);
	form_add(form, "scope", o->scope);
	if (secret.len > 0)
		form_add(form, "client_secret", secret);
	return DONE;
}

/* --- the answer ------------------------------------------------------------- */

/* A text that is printable ASCII as a whole; "" for anything else. */
static struct span
text_take(const json_t *object, const char *key, struct arena *mem)
{
	const json_t *value = json_object_get(object, key);
	struct span text = { json_string_value(value),
		json_string_length(value) };

	if (text.len > MAX_TOKEN_BYTES)
		return SPAN("");
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] <= ' ' || text.at[i] > '~')
			return SPAN("");
	return text.len > 0 ? arena_copy(mem, text) : SPAN("");
}

/* A number, which some servers write as text. */
static long long
number_take(const json_t *object, const char *key, long long unsaid)
{
	const json_t *value = json_object_get(object, key);
	struct span text = { json_string_value(value),
		json_string_length(value) };
	long long n = unsaid;

	if (json_is_integer(value))
		n = json_integer_value(value);
	else if (text.len > 0 && !span_to_number(text, 0, 1 << 30, &n))
		return unsaid;
	return n >= 0 && n < 1 << 30 ? n : unsaid;
}

/* The word alone, and the number in "AADSTS7000215: Invalid ...". */
static void
fault_take(const json_t *object, struct arena *mem, struct oauth_answer *answer)
{
	struct span word = text_take(object, "error", mem);
	const json_t *said = json_object_get(object, "error_description");
	struct span text = { json_string_value(said),
		json_string_length(said) };
	size_t at = span_find(text, SPAN("AADSTS"), 0), len = 0;

	for (size_t i = 0; i < word.len; i++)
		if ((word.at[i] < 'a' || word.at[i] > 'z') && word.at[i] != '_')
			word = SPAN("error");
	answer->fault = span_head(word, 40);
	if (at == SPAN_NOT_FOUND)
		return;
	text = span_from(text, at + 6);
	while (len < text.len && text.at[len] >= '0' && text.at[len] <= '9')
		len++;
	if (!span_to_number(span_head(text, len), 1, 1ll << 40,
		&answer->number))
		answer->number = 0;
}

enum outcome
oauth_answer_read(struct span text, struct arena *mem,
    struct oauth_answer *answer, struct error *why)
{
	struct oauth_answer a = { .number = 0 };
	json_error_t trouble;
	json_t *object =
	    json_loadb(text.at, text.len, JSON_REJECT_DUPLICATES, &trouble);

	if (!json_is_object(object)) {
		json_decref(object);
		return fail(why, LATER, "the answer is not a JSON object");
	}
	a.access_token = text_take(object, "access_token", mem);
	a.refresh_token = text_take(object, "refresh_token", mem);
	a.device_code = text_take(object, "device_code", mem);
	a.user_code = text_take(object, "user_code", mem);
	a.address = text_take(object, "verification_uri", mem);
	a.expires_in = number_take(object, "expires_in", EXPIRES_IN_UNSAID);
	a.interval = number_take(object, "interval", INTERVAL_UNSAID);
	if (json_object_get(object, "error") != NULL)
		fault_take(object, mem, &a);
	json_decref(object);
	if (a.fault.len == 0 && a.access_token.len == 0 &&
	    a.device_code.len == 0)
		return fail(why, LATER, "the answer has no token in it");
	*answer = a;
	return DONE;
}

/* --- the request ------------------------------------------------------------ */

static size_t
on_answer(char *bytes, size_t size, size_t n, void *context)
{
	struct buf *answer = context;

	buf_add(answer, (struct span){ bytes, size * n });
	return answer->overflowed ? 0 : size * n;
}

static int
on_progress(void *context, curl_off_t down_all, curl_off_t down,
    curl_off_t up_all, curl_off_t up)
{
	(void)context, (void)down_all, (void)down, (void)up_all, (void)up;
	return stop_is_wanted();
}

static void
request_set(CURL *curl, const struct oauth_options *o, struct arena *mem)
{
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	/* http:// is for this host alone: oauth_check saw to that. */
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
	curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* none from outside */
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
	    (long)OAUTH_CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)OAUTH_TOTAL_SECONDS);
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
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "postroom/" VERSION);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
}

static enum outcome
trouble_judge(CURLcode code, const char *said, struct error *why)
{
	const char *text = said[0] != '\0' ? said : curl_easy_strerror(code);

	switch ((int)code) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
		return fail(why, LATER, "TLS: %.140s: check token_url, ca_file",
		    text);
	case CURLE_WRITE_ERROR:
		return fail(why, LATER, "the answer is longer than %d bytes",
		    MAX_OAUTH_ANSWER_BYTES);
	default:
		return fail(why, LATER, "no answer: %s",
		    curl_easy_strerror(code));
	}
}

static enum outcome
post(const struct oauth_options *o, struct span url, struct span form,
    struct buf *answer, struct error *why)
{
	autoarena mem = { 0 };
	char said[CURL_ERROR_SIZE] = "";
	CURL *curl = curl_easy_init();
	CURLcode code;
	long status = 0;

	if (curl == NULL)
		die("oauth: out of memory");
	request_set(curl, o, &mem);
	curl_easy_setopt(curl, CURLOPT_URL, arena_text(&mem, url));
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, said);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)form.len);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, form.at);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_answer);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
	code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	if (code != CURLE_OK)
		return trouble_judge(code, said, why);
	/* Faults come with 400 or 401, and are told by the answer's body. */
	if (status != 200 && status != 400 && status != 401 && status != 403)
		return fail(why, LATER, "HTTP status %ld%s", status,
		    status == 404   ? ": check the address"
		    : status == 429 ? ": asked too often"
				    : "");
	return DONE;
}

enum outcome
oauth_ask(const struct oauth_options *o, struct span url, struct span form,
    struct arena *mem, struct oauth_answer *answer, struct error *why)
{
	autobuf text = BUF(MAX_OAUTH_ANSWER_BYTES);
	enum outcome how = post(o, url, form, &text, why);

	if (how == DONE)
		how = oauth_answer_read(buf_span(&text), mem, answer, why);
	if (text.at != NULL)
		explicit_bzero(text.at, text.len);
	return how == DONE ? DONE
			   : fail(why, how, "oauth: [oauth %.*s]: %s",
				 SPAN_ARG(o->name), why->text);
}

/* --- faults ------------------------------------------------------------------ */

#define SIGN_IN_AGAIN "the sign-in is no longer valid: run postroom oauth login"
#define RULE_IN_THE_WAY                                                        \
	"a Conditional Access or sign-in rule stands in the way: an "          \
	"administrator has to except this program"
#define CONSENT_MISSING                                                        \
	"admin consent is missing: an administrator has to grant it in the "   \
	"app registration, API permissions"

/* By Microsoft's number where it says more than the word. */
static const struct {
	const char *word;
	long long number;
	const char *meaning;
} faults[] = {
	{ "", 7000215,
	    "the client secret is wrong: the file needs the secret's Value, "
	    "not its ID" },
	{ "", 7000222,
	    "the client secret has expired: make a new one in the app "
	    "registration" },
	{ "", 7000218,
	    "the app registration must allow public client flows, or a client "
	    "secret is missing here" },
	{ "", 700016,
	    "the tenant does not know this client_id: check it, and the "
	    "tenant in token_url" },
	{ "", 90002, "there is no such tenant: check token_url" },
	{ "", 65001, CONSENT_MISSING },
	{ "", 70011,
	    "the scope is wrong: for Exchange it is "
	    "https://outlook.office365.com/.default" },
	{ "", 1002012,
	    "with client_credentials the scope must end in /.default" },
	{ "", 500011,
	    "the scope names a service that this tenant does not have" },
	{ "", 50076, RULE_IN_THE_WAY },
	{ "", 50079, RULE_IN_THE_WAY },
	{ "", 53003, RULE_IN_THE_WAY },
	{ "", 700082, SIGN_IN_AGAIN },
	{ "", 50173, SIGN_IN_AGAIN },
	{ "invalid_client", 0,
	    "the client secret is wrong or has expired, or client_id is "
	    "wrong" },
	{ "invalid_grant", 0, SIGN_IN_AGAIN },
	{ "unauthorized_client", 0,
	    "this client_id may not have tokens in this way: check grant and "
	    "the app registration" },
	{ "invalid_scope", 0,
	    "the server does not give tokens for this scope" },
	{ "interaction_required", 0, RULE_IN_THE_WAY },
	{ "consent_required", 0, CONSENT_MISSING },
	{ "access_denied", 0, "the sign-in was declined" },
	{ "authorization_declined", 0, "the sign-in was declined" },
	{ "expired_token", 0,
	    "nobody signed in while the code was good: begin again" },
	{ "bad_verification_code", 0,
	    "the server does not know the code: begin again" },
	{ "unsupported_grant_type", 0,
	    "the server does not know this grant: check token_url" },
	{ "invalid_request", 0,
	    "the server does not understand us: check token_url and grant" },
};

static const char *
fault_meaning(const struct oauth_answer *answer)
{
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (faults[i].number != 0
			? faults[i].number == answer->number
			: span_is_equal(answer->fault, span_of(faults[i].word)))
			return faults[i].meaning;
	return "the server gives no token";
}

enum outcome
oauth_fault(const struct oauth_options *o, const struct oauth_answer *answer,
    struct error *why)
{
	autoarena mem = { 0 };
	struct span number =
	    answer->number == 0
		? SPAN("")
		: arena_printf(&mem, ", AADSTS%lld", answer->number);

	return fail(why, LATER, "oauth: [oauth %.*s]: %s (%.*s%.*s)",
	    SPAN_ARG(o->name), fault_meaning(answer), SPAN_ARG(answer->fault),
	    SPAN_ARG(number));
}

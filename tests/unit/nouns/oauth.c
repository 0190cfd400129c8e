/* oauth.c - what answers, faults and tokens mean; the wire is a flow matter */
#include "oauth.h"
#include "base/base64.h"
#include "base/io.h"
#include "oauth_claims.h"
#include "oauth_endpoint.h"
#include "scratch.h"
#include "tap.h"

#include <sys/stat.h>
#include <unistd.h>

static bool
holds(struct span text, const char *words)
{
	return span_find(text, span_of(words), 0) != SPAN_NOT_FOUND;
}

static void
test_answers(void)
{
	static const struct {
		const char *json;
		enum outcome how;
		const char *token, *refresh;
		long long expires_in;
	} cases[] = {
		{ "{\"access_token\":\"a.b.c\",\"expires_in\":3599}", DONE,
		    "a.b.c", "", 3599 },
		{ "{\"access_token\":\"a\",\"expires_in\":\"3599\","
		  "\"refresh_token\":\"r\"}",
		    DONE, "a", "r", 3599 },
		{ "{\"access_token\":\"a\"}", DONE, "a", "", 600 },
		{ "{\"access_token\":\"a\",\"expires_in\":-5}", DONE, "a", "",
		    600 },
		{ "{\"access_token\":\"a\",\"expires_in\":\"soon\"}", DONE, "a",
		    "", 600 },
		/* What could end a command's line is no token. */
		{ "{\"access_token\":\"a\\r\\nb\"}", LATER, "", "", 0 },
		{ "{\"access_token\":\"a b\"}", LATER, "", "", 0 },
		{ "{\"access_token\":\"\"}", LATER, "", "", 0 },
		{ "{\"access_token\":7}", LATER, "", "", 0 },
		{ "{\"access_token\":\"a\",\"access_token\":\"b\"}", LATER, "",
		    "", 0 },
		{ "[\"access_token\"]", LATER, "", "", 0 },
		{ "<html>", LATER, "", "", 0 },
		{ "", LATER, "", "", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct oauth_answer a = { .number = 0 };
		struct error why;
		enum outcome how =
		    oauth_answer_read(span_of(cases[i].json), &mem, &a, &why);

		is_text(outcome_name(how), outcome_name(cases[i].how),
		    "answer %zu", i);
		is_span(a.access_token, cases[i].token, "its token");
		is_span(a.refresh_token, cases[i].refresh, "the next one");
		is_number(a.expires_in, cases[i].expires_in, "its life");
	}
}

static void
test_token_ceiling(void)
{
	for (size_t len = MAX_TOKEN_BYTES; len <= MAX_TOKEN_BYTES + 1; len++) {
		autoarena mem = { 0 };
		autobuf json = BUF(MAX_TOKEN_BYTES + 100);
		struct oauth_answer a;
		struct error why;

		buf_add_text(&json, "{\"access_token\":\"");
		for (size_t i = 0; i < len; i++)
			buf_add_char(&json, 'x');
		buf_add_text(&json, "\"}");
		is_number(oauth_answer_read(buf_span(&json), &mem, &a, &why),
		    len == MAX_TOKEN_BYTES ? DONE : LATER,
		    "a token of %zu bytes", len);
	}
}

static void
test_faults(void)
{
	static const struct {
		const char *json;
		const char *words; /* who has to do what */
	} cases[] = {
		{ "{\"error\":\"invalid_client\",\"error_description\":"
		  "\"AADSTS7000215: Invalid client secret provided.\"}",
		    "the secret's Value, not its ID (invalid_client, "
		    "AADSTS7000215)" },
		{ "{\"error\":\"invalid_client\",\"error_description\":"
		  "\"AADSTS7000222: keys are expired\"}",
		    "the client secret has expired" },
		{ "{\"error\":\"invalid_client\"}",
		    "wrong or has expired, or client_id is wrong "
		    "(invalid_client)" },
		{ "{\"error\":\"unauthorized_client\",\"error_description\":"
		  "\"AADSTS700016: Application not found\"}",
		    "the tenant does not know this client_id" },
		{ "{\"error\":\"invalid_grant\",\"error_description\":"
		  "\"AADSTS65001: has not consented\"}",
		    "admin consent is missing" },
		{ "{\"error\":\"invalid_grant\",\"error_description\":"
		  "\"AADSTS700082: expired due to inactivity\"}",
		    "run postroom oauth login" },
		{ "{\"error\":\"invalid_grant\"}", "run postroom oauth login" },
		{ "{\"error\":\"invalid_scope\",\"error_description\":"
		  "\"AADSTS1002012: scope\"}",
		    "must end in /.default" },
		{ "{\"error\":\"interaction_required\"}",
		    "Conditional Access" },
		{ "{\"error\":\"access_denied\"}", "declined" },
		{ "{\"error\":\"never_heard_of\"}",
		    "gives no token (never_heard_of)" },
		/* Of what the server says nothing else gets through. */
		{ "{\"error\":\"jo@example.org \\u001b[2J\"}",
		    "no token in it" },
		{ "{\"error\":\"Jo\"}", "(error)" },
		{ "{\"error\":\"invalid_client\",\"error_description\":"
		  "\"AADSTS99999999999999999999: x\"}",
		    "(invalid_client)" },
	};
	const struct oauth_options o = { .name = SPAN("nhs") };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct oauth_answer a = { .number = 0 };
		struct error why = { "" };

		if (oauth_answer_read(span_of(cases[i].json), &mem, &a, &why) ==
		    DONE)
			is_number(oauth_fault(&o, &a, &why), LATER,
			    "fault %zu may be put right", i);
		ok(holds(span_of(why.text), cases[i].words), "fault %zu: %s", i,
		    why.text);
		ok(strchr(why.text, '@') == NULL &&
			strchr(why.text, '\033') == NULL,
		    "in our own words");
	}
}

static void
test_form(void)
{
	autobuf form = BUF(1000);

	form_add(&form, "scope", SPAN("https://a.example/.default x"));
	form_add(&form, "secret", SPAN("a~b-c_d.9+&=%\xc3\xa9"));
	is_text(buf_text(&form),
	    "scope=https%3A%2F%2Fa.example%2F.default%20x"
	    "&secret=a~b-c_d.9%2B%26%3D%25%C3%A9",
	    "a form");
}

/* --- claims --------------------------------------------------------------------- */

static struct span
token_of(const char *payload, struct arena *mem)
{
	autobuf text = BUF(100000);

	base64_add(&text, SPAN("{\"alg\":\"RS256\"}"));
	buf_add_char(&text, '.');
	base64_add(&text, span_of(payload));
	buf_add_text(&text, ".c2lnbmF0dXJl");
	return arena_copy(mem, buf_span(&text));
}

static void
test_claims(void)
{
	autoarena mem = { 0 };
	struct claims c;

	ok(claims_read(
	       token_of("{\"aud\":\"https://outlook.office365.com\","
			"\"tid\":\"t\",\"appid\":\"app\",\"oid\":\"obj\","
			"\"roles\":[\"IMAP.AccessAsApp\",\"X\\u001b\"],"
			"\"scp\":\"a b\",\"upn\":\"jo@example.org\","
			"\"exp\":1800000000}",
		   &mem),
	       &mem, &c),
	    "a token is read");
	is_span(c.audience, "https://outlook.office365.com", "aud");
	is_span(c.tenant, "t", "tid");
	is_span(c.app, "app", "appid");
	is_span(c.object, "obj", "oid");
	is_span(c.person, "jo@example.org", "upn");
	is_span(c.roles, "IMAP.AccessAsApp X?", "roles, fit for a terminal");
	is_span(c.scopes, "a b", "scp");
	is_number(c.expires, 1800000000, "exp");
	ok(claims_read(token_of("{\"azp\":\"z\",\"aud\":[\"a\",\"b\"]}", &mem),
	       &mem, &c),
	    "another issuer's");
	is_span(c.app, "z", "azp");
	is_span(c.audience, "a b", "two audiences");
	ok(!claims_read(SPAN("ya29.opaque"), &mem, &c), "an opaque one is not");
	ok(!claims_read(SPAN(""), &mem, &c), "nor an empty one");
	ok(!claims_read(SPAN("a.bm90IGpzb24.c"), &mem, &c), "nor no JSON");
	is_span(challenge_status(SPAN("eyJzdGF0dXMiOiI0MDAifQ=="), &mem), "400",
	    "a refusal's status");
	is_span(challenge_status(SPAN("!"), &mem), "", "or none");
}

static void
test_missing(void)
{
	static const char *const app = "https://outlook.office365.com/.default";
	static const char *const person =
	    "https://outlook.office.com/IMAP.AccessAsUser.All offline_access";
	static const struct {
		enum grant grant;
		enum service service;
		const char *claims;
		const char *words; /* "" for nothing missing */
	} cases[] = {
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_IMAP,
		    "{\"aud\":\"https://outlook.office365.com\","
		    "\"roles\":[\"IMAP.AccessAsApp\"],\"exp\":200}",
		    "" },
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_IMAP,
		    "{\"aud\":\"00000002-0000-0ff1-ce00-000000000000\","
		    "\"roles\":[\"X\",\"imap.accessasapp\"],\"exp\":200}",
		    "" },
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_IMAP,
		    "{\"aud\":\"https://graph.microsoft.com\","
		    "\"roles\":[\"IMAP.AccessAsApp\"],\"exp\":200}",
		    "The token is for https://graph.microsoft.com, not for "
		    "Exchange" },
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_IMAP, "{}",
		    "The token is for nobody" },
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_IMAP,
		    "{\"aud\":\"https://outlook.office365.com.example\"}",
		    "not for Exchange" },
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_IMAP,
		    "{\"aud\":\"https://outlook.office365.com/\","
		    "\"roles\":[\"POP.AccessAsApp\"],\"exp\":200}",
		    "lacks the permission IMAP.AccessAsApp" },
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_IMAP,
		    "{\"aud\":\"https://outlook.office365.com\"}",
		    "grant admin consent" },
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_SMTP,
		    "{\"aud\":\"https://outlook.office365.com\","
		    "\"roles\":[\"IMAP.AccessAsApp\"]}",
		    "lacks the permission SMTP.SendAsApp" },
		{ GRANT_CLIENT_CREDENTIALS, SERVICE_IMAP,
		    "{\"aud\":\"https://outlook.office365.com\","
		    "\"roles\":[\"IMAP.AccessAsApp\"],\"exp\":100}",
		    "has expired already" },
		{ GRANT_DEVICE_CODE, SERVICE_IMAP,
		    "{\"aud\":\"https://outlook.office.com\","
		    "\"scp\":\"IMAP.AccessAsUser.All SMTP.Send\",\"exp\":200}",
		    "" },
		{ GRANT_DEVICE_CODE, SERVICE_SMTP,
		    "{\"aud\":\"https://outlook.office.com\","
		    "\"scp\":\"IMAP.AccessAsUser.All SMTP.Send\",\"exp\":200}",
		    "" },
		{ GRANT_DEVICE_CODE, SERVICE_SMTP,
		    "{\"aud\":\"https://outlook.office.com\","
		    "\"scp\":\"IMAP.AccessAsUser.All\",\"exp\":200}",
		    "Add https://outlook.office.com/SMTP.Send to scope" },
		{ GRANT_DEVICE_CODE, SERVICE_IMAP,
		    "{\"aud\":\"https://outlook.office.com\","
		    "\"roles\":[\"IMAP.AccessAsApp\"],\"exp\":200}",
		    "lacks the permission IMAP.AccessAsUser.All" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct oauth_options o = { .grant = cases[i].grant,
			.scope = span_of(cases[i].grant == GRANT_DEVICE_CODE
					     ? person
					     : app) };
		struct claims c;
		struct span said;

		ok(claims_read(token_of(cases[i].claims, &mem), &mem, &c),
		    "claims %zu", i);
		said = claims_missing(&c, &o, cases[i].service, 100, &mem);
		ok(cases[i].words[0] == '\0' ? said.len == 0
					     : holds(said, cases[i].words),
		    "what is missing: %.*s", SPAN_ARG(said));
		o.scope = SPAN("mail");
		said = claims_missing(&c, &o, cases[i].service, 100, &mem);
		is_span(said, "", "of another issuer's token nothing is said");
	}
}

/* --- the token file --------------------------------------------------------------- */

static void
test_keeping(void)
{
	autoarena mem = { 0 };
	autobuf text = BUF(1000);
	struct span path = arena_printf(&mem, "%s/token", scratch_make());
	const struct oauth_options o = { .name = SPAN("nhs"),
		.token_file = path };
	struct error why;
	struct stat st = { .st_mode = 0 };

	is_number(oauth_keep(&o, SPAN("first"), &why), DONE, "kept");
	is_number(oauth_keep(&o, SPAN("second"), &why), DONE, "replaced");
	ok(io_read_file(path.at, &text, &why) == DONE &&
		stat(path.at, &st) == 0,
	    "it is there");
	is_text(buf_text(&text), "second\n", "the newer one");
	is_number(st.st_mode & 0777, 0600, "for nobody else");
}

static void
test_freshness(void)
{
	struct oauth a = { .token = BUF(100), .renew_at = 100 };

	ok(!oauth_is_fresh(&a, 50), "without a token");
	buf_add_text(&a.token, "t");
	ok(oauth_is_fresh(&a, 99), "before the time");
	ok(!oauth_is_fresh(&a, 100), "at the time");
	oauth_forget(&a);
	ok(!oauth_is_fresh(&a, 50), "forgotten");
	buf_release(&a.token);
}

int
main(void)
{
	umask(022);
	test_answers();
	test_token_ceiling();
	test_faults();
	test_form();
	test_claims();
	test_missing();
	test_keeping();
	test_freshness();
	return done();
}

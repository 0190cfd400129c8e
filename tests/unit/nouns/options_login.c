/* options_login.c - which options of a login go together */
#include "options_login.h"
#include "base/io.h"
#include "scratch.h"
#include "tap.h"

#include <unistd.h>

#define BASIS                                                                  \
	"[organisation]\nname = N\n[smtp]\nfrom = a@b.example\n"               \
	"transport = maildir\nmaildir = out\n"
#define MAILBOX "[mailbox m]\nhost = h\nuser = u\n"
#define BY_TOKEN MAILBOX "auth = xoauth2\noauth = nhs\n"
#define OAUTH                                                                  \
	"[oauth nhs]\ntoken_url = https://login.example/token\n"               \
	"client_id = app\nscope = s\n"
#define SECRET "client_secret_file = f\n"
#define DEVICE "grant = device_code\n"

static void
test_combinations(void)
{
	static const struct {
		const char *text;
		const char *why; /* "" where it is whole */
	} rows[] = {
		{ BASIS BY_TOKEN OAUTH SECRET, "" },
		{ BASIS BY_TOKEN "login = boss\n" OAUTH SECRET, "" },
		{ BASIS MAILBOX "auth = oauthbearer\noauth = nhs\n" OAUTH
				"client_secret_command = c\n",
		    "" },
		{ BASIS MAILBOX "auth = xoauth2\n" OAUTH SECRET,
		    "c: [mailbox m]: oauth is needed, since auth asks for a "
		    "token" },
		{ BASIS BY_TOKEN, "c: [mailbox m]: there is no [oauth nhs]" },
		{ BASIS BY_TOKEN "password_file = p\n" OAUTH SECRET,
		    "c: [mailbox m]: a password is of no use, since auth asks "
		    "for a token" },
		{ BASIS MAILBOX "password_file = p\noauth = nhs\n" OAUTH SECRET,
		    "c: [mailbox m]: oauth is of no use without auth = xoauth2 "
		    "or oauthbearer" },
		{ BASIS MAILBOX OAUTH SECRET,
		    "c: [mailbox m]: password_file or password_command is "
		    "needed" },
		{ "[organisation]\nname = N\n[smtp]\nfrom = a@b.example\n"
		  "host = h\nauth = xoauth2\noauth = nhs\n" OAUTH SECRET,
		    "c: [smtp]: user is needed" },
		{ "[organisation]\nname = N\n[smtp]\nfrom = a@b.example\n"
		  "host = h\nuser = u\nauth = xoauth2\n" OAUTH SECRET,
		    "c: [smtp]: oauth is needed, since auth asks for a token" },
		{ "[organisation]\nname = N\n[smtp]\nfrom = a@b.example\n"
		  "host = h\nuser = u\nauth = xoauth2\noauth = nhs\n" OAUTH
			SECRET,
		    "" },
		{ BASIS OAUTH, "c: [oauth nhs]: client_secret_file or "
			       "client_secret_command is needed" },
		{ BASIS "[oauth nhs]\nclient_id = a\nscope = s\n",
		    "c: [oauth nhs]: token_url, client_id and scope are "
		    "needed" },
		{ BASIS OAUTH DEVICE,
		    "c: [oauth nhs]: device_url and token_file are needed for "
		    "grant = device_code" },
		{ BASIS OAUTH DEVICE "device_url = https://d.example/\n"
				     "token_file = t\n",
		    "" },
		{ BASIS OAUTH SECRET "client_secret_expires = 2027-02-28\n",
		    "" },
		{ BASIS OAUTH SECRET "client_secret_expires = 2027-02-29\n",
		    "c: [oauth nhs]: client_secret_expires must be a date such "
		    "as 2027-01-31" },
		{ BASIS OAUTH SECRET "client_secret_expires = 31.1.2027\n",
		    "c: [oauth nhs]: client_secret_expires must be a date such "
		    "as 2027-01-31" },
	};
	struct error why;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct options o;

		ok(io_create("c", span_of(rows[i].text), &why) == DONE,
		    "a configuration");
		why.text[0] = '\0';
		is_number(options_read("c", &mem, &o, &why),
		    rows[i].why[0] == '\0' ? DONE : BROKEN, "row %zu", i);
		is_text(why.text, rows[i].why, "row %zu says why", i);
	}
}

/* What is sent there is a secret. */
static void
test_addresses(void)
{
	static const struct {
		const char *url;
		bool is_fit;
	} rows[] = {
		{ "https://login.example/t/oauth2/v2.0/token", true },
		{ "http://127.0.0.1:8080/token", true },
		{ "http://[::1]/token", true },
		{ "http://localhost/token", true },
		{ "http://login.example/token", false },
		{ "http://127.0.0.1.example/token", false },
		{ "http://127.0.0.2/token", false },
		{ "http://localhost.example/token", false },
		{ "http://127.0.0.1:a@login.example/", false },
		{ "https://user:pw@login.example/", false },
		{ "file:///etc/passwd", false },
		{ "login.example/token", false },
		{ "https://login.example/a b", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct oauth_options o = { .name = SPAN("n"),
			.token_url = span_of(rows[i].url),
			.client_id = SPAN("a"),
			.scope = SPAN("s"),
			.client_secret_file = SPAN("f") };
		struct error why;

		is_number(oauth_check("c", &o, &why),
		    rows[i].is_fit ? DONE : BROKEN, "%s", rows[i].url);
	}
}

static void
test_end_of_secret(void)
{
	static const struct {
		const char *last;
		day today; /* 20000 is 2024-10-04 */
		int days;
		const char *words; /* "" for no warning */
	} rows[] = {
		{ "2024-10-04", 20000, 0, "expires on 2024-10-04" },
		{ "2024-10-05", 20000, 1, "expires on 2024-10-05" },
		{ "2024-10-03", 20000, -1, "has expired on 2024-10-03" },
		{ "2024-11-02", 20000, 29, "expires on 2024-11-02" },
		{ "2024-11-03", 20000, 30, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		const struct oauth_options o = { .name = SPAN("nhs"),
			.client_secret_expires = span_of(rows[i].last) };
		struct span said =
		    oauth_secret_warning(&o, rows[i].today, &mem);
		int days = -9999;

		ok(oauth_secret_days_left(&o, rows[i].today, &days),
		    "there is an end");
		is_number(days, rows[i].days, "days until %s", rows[i].last);
		ok(rows[i].words[0] == '\0'
			? said.len == 0
			: span_find(said, span_of(rows[i].words), 0) !=
			      SPAN_NOT_FOUND,
		    "the warning: %.*s", SPAN_ARG(said));
	}
}

static void
test_no_end(void)
{
	const struct oauth_options o = { .name = SPAN("nhs") };
	autoarena mem = { 0 };
	int days = 7;

	ok(!oauth_secret_days_left(&o, 20000, &days) && days == 7,
	    "none is known");
	is_span(oauth_secret_warning(&o, 20000, &mem), "", "nor told");
}

int
main(void)
{
	if (chdir(scratch_make()) < 0)
		return 1;
	test_combinations();
	test_addresses();
	test_end_of_secret();
	test_no_end();
	return done();
}

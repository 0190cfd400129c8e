/* options_login.c - checks the options of logins and of [oauth NAME] */
#include "options_login.h"

#include <time.h>

enum outcome
login_check(const char *file, const struct login_options *l, struct error *why)
{
	bool has_password =
	    l->password_file.len > 0 || l->password_command.len > 0;
	const char *missing = NULL;

	if (l->auth == AUTH_PASSWORD && !has_password)
		missing = "password_file or password_command is needed";
	else if (l->auth == AUTH_PASSWORD && l->oauth.len > 0)
		missing = "oauth is of no use without auth = xoauth2 or "
			  "oauthbearer";
	else if (l->auth != AUTH_PASSWORD && l->oauth.len == 0)
		missing = "oauth is needed, since auth asks for a token";
	else if (l->auth != AUTH_PASSWORD && has_password)
		missing = "a password is of no use, since auth asks for a "
			  "token";
	else if (l->auth != AUTH_PASSWORD && l->issuer == NULL)
		return fail(why, BROKEN,
		    "%s: [%s%.*s]: there is no [oauth %.*s]", file, l->section,
		    SPAN_ARG(l->name), SPAN_ARG(l->oauth));
	if (missing != NULL)
		return fail(why, BROKEN, "%s: [%s%.*s]: %s", file, l->section,
		    SPAN_ARG(l->name), missing);
	return DONE;
}

/* Printable ASCII only, over TLS, or to this very host. */
static bool
address_is_fit(struct span address)
{
	static const char *const heads[] = { "https://",
		"http://127.0.0.1:", "http://127.0.0.1/",
		"http://[::1]:", "http://[::1]/",
		"http://localhost:", "http://localhost/" };

	for (size_t i = 0; i < address.len; i++)
		if (address.at[i] <= ' ' || address.at[i] > '~' ||
		    address.at[i] == '@')
			return false;
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
		if (span_starts_with(address, span_of(heads[i])))
			return true;
	return false;
}

static day
date_read(struct span text)
{
	struct span rest = text, y = span_cut_at(&rest, '-'),
		    m = span_cut_at(&rest, '-');
	struct tm t = { .tm_hour = 12 };
	long long year, month, date;
	time_t at;

	if (text.len != 10 || y.len != 4 || m.len != 2 ||
	    !span_to_number(y, 1970, 9999, &year) ||
	    !span_to_number(m, 1, 12, &month) ||
	    !span_to_number(rest, 1, 31, &date))
		return NO_DATE;
	t.tm_year = (int)year - 1900;
	t.tm_mon = (int)month - 1;
	t.tm_mday = (int)date;
	at = timegm(&t);
	/* 30 February has become 2 March. */
	return t.tm_mday == (int)date ? (day)(at / 86400) : NO_DATE;
}

/* The first thing that is wrong, or NULL. */
static const char *
oauth_fault(const struct oauth_options *o)
{
	bool is_device = o->grant == GRANT_DEVICE_CODE;

	if (o->token_url.len == 0 || o->client_id.len == 0 || o->scope.len == 0)
		return "token_url, client_id and scope are needed";
	if (!address_is_fit(o->token_url))
		return "token_url must begin with https://";
	if (o->device_url.len > 0 && !address_is_fit(o->device_url))
		return "device_url must begin with https://";
	if (is_device && (o->device_url.len == 0 || o->token_file.len == 0))
		return "device_url and token_file are needed for grant = "
		       "device_code";
	if (!is_device && o->client_secret_file.len == 0 &&
	    o->client_secret_command.len == 0)
		return "client_secret_file or client_secret_command is needed";
	if (o->client_secret_expires.len > 0 &&
	    date_read(o->client_secret_expires) == NO_DATE)
		return "client_secret_expires must be a date such as "
		       "2027-01-31";
	return NULL;
}

enum outcome
oauth_check(const char *file, const struct oauth_options *o, struct error *why)
{
	const char *fault = oauth_fault(o);

	return fault == NULL ? DONE
			     : fail(why, BROKEN, "%s: [oauth %.*s]: %s", file,
				   SPAN_ARG(o->name), fault);
}

bool
oauth_secret_days_left(const struct oauth_options *o, day today, int *days)
{
	day last = date_read(o->client_secret_expires);

	if (last == NO_DATE)
		return false;
	*days = last - today;
	return true;
}

struct span
oauth_secret_warning(const struct oauth_options *o, day today,
    struct arena *mem)
{
	static const char act[] =
	    "make a new one in the app registration, put it in place, and set "
	    "client_secret_expires";
	int days;

	if (!oauth_secret_days_left(o, today, &days) ||
	    days >= SECRET_WARNING_DAYS)
		return SPAN("");
	if (days < 0)
		return arena_printf(mem,
		    "the client secret of [oauth %.*s] has expired on %.*s: "
		    "%s",
		    SPAN_ARG(o->name), SPAN_ARG(o->client_secret_expires), act);
	return arena_printf(mem,
	    "the client secret of [oauth %.*s] expires on %.*s: %s",
	    SPAN_ARG(o->name), SPAN_ARG(o->client_secret_expires), act);
}

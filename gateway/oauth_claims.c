/* oauth_claims.c - decodes a token and judges it as Exchange Online would */
#include "oauth_claims.h"
#include "base/base64.h"
#include "base/buf.h"

#include <jansson.h>

#define MAX_CLAIMS_BYTES (16 << 10)
#define MAX_CLAIM_BYTES 2000

/* Adds text with what a terminal might obey replaced. */
static void
plain_add(struct buf *out, const json_t *value)
{
	struct span text = { json_string_value(value),
		json_string_length(value) };

	if (text.len > 0 && out->len > 0)
		buf_add_char(out, ' ');
	for (size_t i = 0; i < text.len; i++)
		buf_add_char(out,
		    text.at[i] < ' ' || text.at[i] > '~' ? '?' : text.at[i]);
}

/* The claim's text, or those of its list, parted by blanks. */
static struct span
claim_take(const json_t *object, const char *key, struct arena *mem)
{
	autobuf text = BUF(MAX_CLAIM_BYTES);
	const json_t *value = json_object_get(object, key);

	plain_add(&text, value);
	for (size_t i = 0; i < json_array_size(value); i++)
		plain_add(&text, json_array_get(value, i));
	return arena_copy(mem, buf_span(&text));
}

static struct span
either_take(const json_t *object, const char *one, const char *other,
    struct arena *mem)
{
	struct span text = claim_take(object, one, mem);

	return text.len > 0 ? text : claim_take(object, other, mem);
}

/* The JSON that base64 stands for, or NULL; the caller's to release. */
static json_t *
json_of(struct span base64)
{
	autobuf text = BUF(MAX_CLAIMS_BYTES);
	json_t *object;

	if (!base64_read(&text, base64) || text.overflowed)
		return NULL;
	object = json_loadb(buf_text(&text), text.len, 0, NULL);
	if (json_is_object(object))
		return object;
	json_decref(object);
	return NULL;
}

bool
claims_read(struct span token, struct arena *mem, struct claims *claims)
{
	struct span rest = token, head = span_cut_at(&rest, '.');
	json_t *object = json_of(span_cut_at(&rest, '.'));

	if (head.len == 0 || object == NULL) {
		json_decref(object);
		return false;
	}
	*claims = (struct claims){
		.audience = claim_take(object, "aud", mem),
		.tenant = claim_take(object, "tid", mem),
		.app = either_take(object, "appid", "azp", mem),
		.object = claim_take(object, "oid", mem),
		.person = either_take(object, "upn", "preferred_username", mem),
		.roles = claim_take(object, "roles", mem),
		.scopes = claim_take(object, "scp", mem),
		.expires = json_integer_value(json_object_get(object, "exp")),
	};
	json_decref(object);
	return true;
}

struct span
challenge_status(struct span base64, struct arena *mem)
{
	json_t *object = json_of(base64);
	struct span status = claim_take(object, "status", mem);

	json_decref(object);
	return span_head(status, 40);
}

/* --- what Exchange Online asks for ------------------------------------------- */

bool
oauth_is_exchange(const struct oauth_options *oauth)
{
	return span_find(oauth->token_url, SPAN("login.microsoftonline."), 0) !=
		   SPAN_NOT_FOUND ||
	       span_find(oauth->scope, SPAN("outlook.office"), 0) !=
		   SPAN_NOT_FOUND;
}

/* Exchange Online by name, with either host, or by its number. */
static bool
audience_is_exchange(struct span audience)
{
	static const char *const names[] = { "outlook.office365.com",
		"outlook.office.com", "00000002-0000-0ff1-ce00-000000000000" };

	if (span_starts_with(audience, SPAN("https://")))
		audience = span_from(audience, 8);
	if (span_ends_with(audience, SPAN("/")))
		audience.len--;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (span_is_same_word(audience, span_of(names[i])))
			return true;
	return false;
}

static bool
word_is_in(struct span words, struct span word)
{
	while (words.len > 0)
		if (span_is_same_word(span_cut_at(&words, ' '), word))
			return true;
	return false;
}

static struct span
right_missing(const struct claims *c, enum service service, bool is_device,
    struct arena *mem)
{
	static const char *const rights[][2] = {
		[SERVICE_IMAP] = { "IMAP.AccessAsApp",
		    "IMAP.AccessAsUser.All" },
		[SERVICE_SMTP] = { "SMTP.SendAsApp", "SMTP.Send" },
	};
	const char *right = rights[service][is_device];

	if (word_is_in(is_device ? c->scopes : c->roles, span_of(right)))
		return SPAN("");
	if (is_device)
		return arena_printf(mem,
		    "The token lacks the permission %s. Add "
		    "https://outlook.office.com/%s to scope, have the "
		    "permission added to the app registration (API "
		    "permissions, Office 365 Exchange Online, delegated) and "
		    "consented to, and sign in again.",
		    right, right);
	return arena_printf(mem,
	    "The token lacks the permission %s. An administrator has to add it "
	    "to the app registration (API permissions, Office 365 Exchange "
	    "Online, application permissions) and to grant admin consent.",
	    right);
}

struct span
claims_missing(const struct claims *c, const struct oauth_options *oauth,
    enum service service, time_t now, struct arena *mem)
{
	bool is_device = oauth->grant == GRANT_DEVICE_CODE;

	if (!oauth_is_exchange(oauth))
		return SPAN("");
	if (c->expires != 0 && c->expires <= now)
		return SPAN("The token has expired already: compare this "
			    "host's clock with the real time.");
	if (!audience_is_exchange(c->audience))
		return arena_printf(mem,
		    "The token is for %.*s, not for Exchange. The scope must "
		    "name outlook.office: %s.",
		    SPAN_ARG(
			c->audience.len > 0 ? c->audience : SPAN("nobody")),
		    is_device ? "https://outlook.office.com/IMAP.AccessAsUser."
				"All, for example"
			      : "https://outlook.office365.com/.default");
	return right_missing(c, service, is_device, mem);
}

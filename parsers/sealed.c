/* sealed.c - knows PGP, S/MIME, Purview and the portals by their marks */
#include "sealed.h"
#include "smime.h"

#include <string.h>

#define ASK_AGAIN "; ask the sender to send it again without"
#define FETCH "; a person must fetch it there"

/* Files that stand for a letter kept elsewhere. */
static const struct {
	const char *name; /* of the attachment, or how it begins */
	const char *why;
} files[] = {
	{ "message.rpmsg",
	    "the message is encrypted by Microsoft Purview; a person must "
	    "open it in Outlook" },
	{ "message_v2.rpmsg",
	    "the message is encrypted by Microsoft Purview; a person must "
	    "open it in Outlook" },
	{ "securedoc",
	    "the message is kept by Cisco Secure Email (the attachment opens "
	    "it)" FETCH },
	{ "securemessageatt",
	    "the message is kept by Proofpoint Encryption (the attachment "
	    "opens it)" FETCH },
	{ "securemail.htm",
	    "the message is kept by a secure e-mail service (the attachment "
	    "opens it)" FETCH },
	{ "message_zdm.htm",
	    "the message is kept by NHSmail or Trend Micro encryption (the "
	    "attachment opens it)" FETCH },
};

/* Where a letter is read that the message only points at. */
static const struct {
	const char *place; /* in a link of the text */
	const char *why;
} portals[] = {
	{ "switch.egress.com",
	    "the message is only a link to Egress Secure Email" FETCH },
	{ "reader.egress.com",
	    "the message is only a link to Egress Secure Email" FETCH },
	{ "nhs.net/secure",
	    "the message is only a link to NHSmail [secure]" FETCH },
	{ "securemail.nhs.net",
	    "the message is only a link to NHSmail [secure]" FETCH },
	{ "sfs.trendmicro.com",
	    "the message is only a link to NHSmail [secure]" FETCH },
	{ "privatepost.com",
	    "the message is only a link to NHSmail [secure]" FETCH },
	{ "securemsg.mimecast.com",
	    "the message is only a link to Mimecast Secure Messaging" FETCH },
	{ ".mimecast.com/secure",
	    "the message is only a link to Mimecast Secure Messaging" FETCH },
	{ ".mimecast.com/mimecast/secure",
	    "the message is only a link to Mimecast Secure Messaging" FETCH },
	{ "outlook.office365.com/encryption",
	    "the message is only a link to Microsoft's encryption "
	    "portal" FETCH },
	{ "outlook.office.com/encryption",
	    "the message is only a link to Microsoft's encryption "
	    "portal" FETCH },
	{ "securemail.proofpoint.com",
	    "the message is only a link to Proofpoint Encryption" FETCH },
};

/* One of them stands beside the link: a letter that mentions it has none. */
static const char *const notices[] = { "secure message", "secure email",
	"secure e-mail", "secure mail", "encrypted message", "encrypted email",
	"encrypted e-mail", "protected message", "protected email",
	"read the message", "read your message", "view the message",
	"view your message", "secure package", "secure workspace" };

static const char *
file_why(const struct leaf *leaf)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		if (span_starts_with(leaf->name, span_of(files[i].name)))
			return files[i].why;
	return span_is_equal(leaf->type,
		   SPAN("application/x-microsoft-rpmsg-message"))
		   ? files[0].why
		   : NULL;
}

static bool
has_notice(struct span text)
{
	for (size_t i = 0; i < sizeof notices / sizeof *notices; i++)
		if (span_find(text, span_of(notices[i]), 0) != SPAN_NOT_FOUND)
			return true;
	return false;
}

/* Longer ones are letters, whatever they link to; HTML has much about it. */
#define NOTICE_BYTES (128 << 10)

static const char *
text_why(const struct leaf *leaf)
{
	static const char armour[] = "-----BEGIN PGP MESSAGE-----";
	struct span text = leaf->bytes;

	if (strcmp(leaf->disposition, "body") != 0 || leaf->is_wrapping ||
	    text.len == 0)
		return NULL;
	if (memmem(text.at, text.len, armour, sizeof armour - 1) != NULL)
		return "the message is encrypted by PGP" ASK_AGAIN;
	if (text.len > NOTICE_BYTES || !has_notice(text))
		return NULL;
	for (size_t i = 0; i < sizeof portals / sizeof *portals; i++)
		if (span_find(text, span_of(portals[i].place), 0) !=
		    SPAN_NOT_FOUND)
			return portals[i].why;
	return NULL;
}

const char *
sealed_why(const struct outline *o)
{
	const char *why = NULL;

	if (o->is_encrypted)
		return "the message is encrypted by PGP" ASK_AGAIN;
	for (size_t i = 0; i < o->n && why == NULL; i++) {
		const struct leaf *leaf = &o->leaves[i];

		why = file_why(leaf);
		if (why == NULL)
			why = text_why(leaf);
		if (why == NULL && leaf->is_wrapping &&
		    smime_kind(leaf->bytes) == SMIME_ENVELOPED)
			why = "the message is encrypted by S/MIME" ASK_AGAIN;
	}
	return why;
}

/*
 * smime.c - takes a signed message out of its S/MIME object
 *
 * The signature is not checked and its signer not trusted: what was written
 * is read, no more.  So none of the cryptography is called, only OpenSSL's
 * reader of the structure.
 */
#include "smime.h"
#include "parser.h"
#include "report.h"

#include <limits.h>
#include <openssl/cms.h>
#include <string.h>

/* 1.2.840.113549.1.7 (PKCS #7), and id-ct 1.2.840.113549.1.9.16.1. */
#define PKCS7 "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
#define ID_CT "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01"
#define PKCS7_SIGNED '\x02'
#define PKCS7_ENVELOPED '\x03'
#define PKCS7_ENCRYPTED '\x06'
#define ID_CT_AUTH_ENVELOPED '\x17'

enum smime_kind
smime_kind(struct span bytes)
{
	/* SEQUENCE, its length in 1 to 5 bytes, then the content type */
	for (size_t at = 2; at <= 6 && at < bytes.len; at++) {
		struct span oid = span_from(bytes, at);

		if (bytes.at[0] != 0x30)
			break;
		if (oid.len > 12 && memcmp(oid.at, ID_CT, 12) == 0)
			return oid.at[12] == ID_CT_AUTH_ENVELOPED
				   ? SMIME_ENVELOPED
				   : SMIME_OTHER;
		if (oid.len <= 10 || memcmp(oid.at, PKCS7, 10) != 0)
			continue;
		if (oid.at[10] == PKCS7_SIGNED)
			return SMIME_SIGNED;
		return oid.at[10] == PKCS7_ENVELOPED ||
			       oid.at[10] == PKCS7_ENCRYPTED
			   ? SMIME_ENVELOPED
			   : SMIME_OTHER;
	}
	return SMIME_NONE;
}

/* Reads what was signed, which is a MIME entity, as a message of its own. */
static enum reading
signed_read(struct span bytes, struct report *report)
{
	const unsigned char *at = (const unsigned char *)bytes.at;
	CMS_ContentInfo *cms = bytes.len > LONG_MAX ? NULL
						    : d2i_CMS_ContentInfo(NULL,
							  &at, (long)bytes.len);
	ASN1_OCTET_STRING **content =
	    cms == NULL ? NULL : CMS_get0_content(cms);
	struct document entity = { .type = SPAN("message/rfc822") };
	enum reading how;

	if (cms == NULL) {
		report_note(report, "the S/MIME object is damaged");
		return UNREADABLE;
	}
	if (content == NULL || *content == NULL) {
		/* A signature of what stands beside it (RFC 8551, 3.5.3). */
		CMS_ContentInfo_free(cms);
		return EMPTY;
	}
	entity.bytes.at = (const char *)ASN1_STRING_get0_data(*content);
	entity.bytes.len = (size_t)ASN1_STRING_length(*content);
	how = message_parser.read(&entity, report);
	CMS_ContentInfo_free(cms);
	return how;
}

static enum reading
smime_read(const struct document *document, struct report *report)
{
	switch (smime_kind(document->bytes)) {
	case SMIME_SIGNED:
		return signed_read(document->bytes, report);
	case SMIME_ENVELOPED:
		report_note(report, "it is encrypted by S/MIME; ask the sender "
				    "to send it again without");
		return ENCRYPTED;
	case SMIME_OTHER:
		report_note(report, "this kind of S/MIME cannot be read");
		return UNSUPPORTED;
	case SMIME_NONE:
		break;
	}
	report_note(report, "the S/MIME object is damaged");
	return UNREADABLE;
}

static enum outcome
smime_preload(const char *languages, struct error *why)
{
	(void)languages;
	/* Loads the configuration, while files can still be read. */
	if (OPENSSL_init_crypto(
		OPENSSL_INIT_LOAD_CONFIG | OPENSSL_INIT_NO_ATEXIT, NULL) != 1)
		return fail(why, BROKEN, "smime: cannot start OpenSSL");
	return DONE;
}

const struct parser smime_parser = {
	.name = "smime",
	.types = "application/pkcs7-mime",
	.preload = smime_preload,
	.read = smime_read,
};

/*
 * identify.c - libmagic, helped where it was measured to be wrong
 *
 * Its weak spots: Office files whose zip is in an unusual order, PDF behind
 * junk, fragments of HTML, mail, and text with a stray control character.
 */
#include "identify.h"
#include "ole.h"
#include "smime.h"
#include "zip_type.h"

#include <magic.h>
#include <string.h>

/* PDF readers take the mark anywhere in here (Adobe, note 13 to 3.4.1). */
#define PDF_MARK_WITHIN 1024
/* The first element of an XML file begins in here. */
#define ROOT_WITHIN 1024
/* This much of a text is looked at. */
#define TEXT_SAMPLE_BYTES 65536

/* Loaded once, before any document. */
static magic_t magic;

enum outcome
identify_preload(struct error *why)
{
	magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);
	if (magic == NULL || magic_load(magic, NULL) != 0)
		return fail(why, BROKEN, "magic: load rules: %s",
		    magic == NULL ? "no memory" : magic_error(magic));
	return DONE;
}

/* Word and OpenDocument have forms that are one XML file. */
static struct span
type_of_xml(struct span bytes, struct span found)
{
	struct span front = span_head(bytes, ROOT_WITHIN);

	if (span_find(front, SPAN("<office:document "), 0) != SPAN_NOT_FOUND)
		return SPAN("application/vnd.oasis.opendocument.text");
	if (span_find(front, SPAN("<w:wordDocument"), 0) != SPAN_NOT_FOUND ||
	    span_find(front, SPAN("<pkg:package"), 0) != SPAN_NOT_FOUND)
		return SPAN("application/vnd.openxmlformats-officedocument"
			    ".wordprocessingml.document");
	return found;
}

static struct span
type_by_bytes(struct span bytes)
{
	const char *type = magic_buffer(magic, bytes.at, bytes.len);
	struct span found =
	    type == NULL ? SPAN("application/octet-stream") : span_of(type);

	if (span_starts_with(bytes, SPAN("PK\3\4")))
		found = zip_type(bytes, found);
	else if (ole_is(bytes))
		found = ole_type(bytes, found);
	else if (span_starts_with(bytes, SPAN("\x78\x9f\x3e\x22")))
		found = SPAN("application/ms-tnef");
	/* Its text is between control words: it is no plain text. */
	if (span_is_equal(found, SPAN("text/rtf")))
		found = SPAN("application/rtf");
	else if (span_is_equal(found, SPAN("text/xml")))
		found = type_of_xml(bytes, found);
	else if (span_is_equal(found, SPAN("application/json")) ||
		 span_is_equal(found, SPAN("application/csv")))
		found = SPAN("text/plain");
	return found;
}

static bool
is_text_type(struct span type)
{
	return span_starts_with(type, SPAN("text/")) &&
	       !span_is_equal(type, SPAN("text/rtf"));
}

/* Hardly any control characters?  A stray few occur in honest text. */
static bool
looks_like_text(struct span bytes)
{
	struct span sample = span_head(bytes, TEXT_SAMPLE_BYTES);
	size_t strays = 0;

	for (size_t i = 0; i < sample.len; i++) {
		unsigned char c = (unsigned char)sample.at[i];

		/* BS to CR, and the escape that ISO-2022 uses */
		strays += c < 0x20 && !(c >= 8 && c <= 13) && c != 0x1b;
	}
	return strays <= 2 + sample.len / 50;
}

/* Is the line the first of a header field (RFC 5322, 2.2)? */
static bool
is_field(struct span line)
{
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == ':')
			return i > 0;
		if (line.at[i] <= ' ' || line.at[i] >= 0x7f)
			return false;
	}
	return false;
}

/*
 * Is it a header: fields up to an empty line, and one among them that letters
 * do not begin with, as they may with "Subject:" or "From:"?
 */
static bool
looks_like_message(struct span bytes)
{
	static const char *const fields[] = { "Return-Path:", "Received:",
		"Delivered-To:", "X-Envelope-From:", "MIME-Version:",
		"Message-ID:", "DKIM-Signature:", "ARC-Seal:",
		"Content-Type:" };
	bool is_mail = span_starts_with(bytes, SPAN("From:"));

	if (span_starts_with(bytes, SPAN("From ")))
		(void)span_cut_line(&bytes);
	for (bytes = span_head(bytes, TEXT_SAMPLE_BYTES); bytes.len > 0;) {
		struct span line = span_cut_line(&bytes);

		if (span_trim(line).len == 0)
			break;
		for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
			is_mail |= span_starts_with(line, span_of(fields[i]));
		if (line.at[0] != ' ' && line.at[0] != '\t' && !is_field(line))
			return false;
	}
	return is_mail;
}

static bool
is_message(const struct document *d, bool is_declared)
{
	if (span_is_equal(d->type, SPAN("message/rfc822")) ||
	    span_is_equal(d->type, SPAN("message/global")) ||
	    span_is_equal(d->type, SPAN("message/news")))
		return true;
	/* The first piece of a message begins as the whole one does. */
	if (span_is_equal(d->type, SPAN("message/partial")))
		return looks_like_message(d->bytes);
	if (is_declared || span_ends_with(d->name, SPAN(".txt")))
		return false;
	return span_ends_with(d->name, SPAN(".eml")) ||
	       (looks_like_message(d->bytes) && looks_like_text(d->bytes));
}

/* An S/MIME object: what it is called decides which of two it is. */
static struct span
type_of_smime(const struct document *d)
{
	bool is_signature =
	    span_ends_with(d->name, SPAN(".p7s")) ||
	    span_is_equal(d->type, SPAN("application/pkcs7-signature")) ||
	    span_is_equal(d->type, SPAN("application/x-pkcs7-signature"));

	return is_signature ? SPAN("application/pkcs7-signature")
			    : SPAN("application/pkcs7-mime");
}

static bool
is_pdf(const struct document *d)
{
	struct span head = span_head(d->bytes, PDF_MARK_WITHIN);
	size_t at = span_find(head, SPAN("%PDF-"), 0);

	/* further in, a letter may merely speak of it */
	return at == 0 || (at != SPAN_NOT_FOUND && !is_text_type(d->type));
}

/* The declared type, where it is one of text that the bytes do not deny. */
static bool
is_declared_text(const struct document *d, struct span found)
{
	bool is_report = span_starts_with(d->type, SPAN("message/"));

	if (!is_text_type(d->type) && !is_report)
		return false;
	if (span_is_equal(found, SPAN("application/rtf")))
		return false;
	return span_starts_with(d->charset, SPAN("utf-16")) ||
	       is_text_type(found) || looks_like_text(d->bytes);
}

/*
 * Is it the text that it is declared to be?  libmagic takes 5 ms to say so,
 * ten times what the rest of a short letter takes.
 */
static bool
is_plainly_text(const struct document *d)
{
	return is_text_type(d->type) && looks_like_text(d->bytes) &&
	       !span_starts_with(d->bytes, SPAN("{\\rtf"));
}

struct span
identify(const struct document *d, struct arena *mem)
{
	bool is_declared =
	    d->type.len > 0 &&
	    !span_is_equal(d->type, SPAN("application/octet-stream"));
	struct span found;

	if (d->bytes.len == 0)
		return SPAN("application/x-empty");
	if (is_message(d, is_declared))
		return SPAN("message/rfc822");
	if (is_pdf(d))
		return SPAN("application/pdf");
	if (smime_kind(d->bytes) != SMIME_NONE)
		return type_of_smime(d);
	if (span_is_equal(d->type, SPAN("application/pgp-signature")))
		return d->type;
	if (is_plainly_text(d))
		return arena_copy(mem, d->type);
	found = type_by_bytes(d->bytes);
	if (span_starts_with(found, SPAN("message/")))
		found = span_ends_with(d->name, SPAN(".txt"))
			    ? SPAN("text/plain")
			    : SPAN("message/rfc822");
	if (is_declared_text(d, found))
		found = d->type;
	else if (span_is_equal(found, SPAN("application/octet-stream")) &&
		 looks_like_text(d->bytes))
		found = SPAN("text/plain");
	if (is_text_type(found) && !is_declared &&
	    (span_ends_with(d->name, SPAN(".html")) ||
		span_ends_with(d->name, SPAN(".htm"))))
		found = SPAN("text/html");
	return arena_copy(mem, found);
}

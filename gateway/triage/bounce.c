/* bounce.c - whom a message did not reach, and why */
#include "triage/bounce.h"

#include "triage/address.h"
#include "triage/bounce_status.h"
#include "triage/bounce_text.h"
#include "triage/machine_forms.h"

/* The fields of one recipient. */
struct delivery {
	struct span original, final, action, status, diagnostic;
};

static bool
is_delivery_status(const struct part *part)
{
	return !part->is_nested &&
	       (span_is_equal(part->type, SPAN("message/delivery-status")) ||
		   span_is_equal(part->type,
		       SPAN("message/global-delivery-status")));
}

/* Takes a field with its further lines off *rest; they begin with blanks. */
static struct span
cut_field(struct span *rest)
{
	struct span field = *rest;

	(void)span_cut_line(rest);
	while (rest->len > 0 && (rest->at[0] == ' ' || rest->at[0] == '\t')) {
		struct span line = *rest;

		if (span_trim(span_cut_line(&line)).len == 0)
			break;
		*rest = line;
	}
	return span_trim(span_head(field, field.len - rest->len));
}

/* "rfc822; Jo <jo@example.org>": the address, or what stands there. */
static struct span
recipient_of(struct span value, struct arena *mem)
{
	struct span rest = value;
	struct mailbox_address who;

	(void)span_cut_at(&rest, ';');
	who = address_read(span_trim(rest.len > 0 ? rest : value), mem);
	return who.address.len > 0 ? who.address : who.name;
}

/* Puts a field where it belongs; false where the next recipient begins. */
static bool
take_field(struct delivery *d, struct span field)
{
	const struct {
		struct span name;
		struct span *value;
	} fields[] = { { SPAN("original-recipient"), &d->original },
		{ SPAN("final-recipient"), &d->final },
		{ SPAN("action"), &d->action }, { SPAN("status"), &d->status },
		{ SPAN("diagnostic-code"), &d->diagnostic } };
	struct span value = field, name = span_cut_at(&value, ':');

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (!span_is_same_word(span_trim(name), fields[i].name))
			continue;
		if (i < 2 && fields[i].value->len > 0)
			return false;
		if (fields[i].value->len == 0)
			*fields[i].value = span_trim(value);
	}
	return true;
}

/* Takes the fields of the next recipient off *rest; false: there is none. */
static bool
cut_delivery(struct span *rest, struct delivery *d)
{
	*d = (struct delivery){ .original = SPAN("") };
	while (rest->len > 0) {
		struct span before = *rest, field = cut_field(rest);
		bool has_recipient = d->original.len > 0 || d->final.len > 0;

		if (field.len == 0 && has_recipient)
			return true;
		if (!take_field(d, field)) {
			*rest = before;
			return true;
		}
	}
	return d->original.len > 0 || d->final.len > 0;
}

static bool
is_reached(const struct delivery *d)
{
	return span_starts_with(d->action, SPAN("delivered")) ||
	       span_starts_with(d->action, SPAN("relayed")) ||
	       span_starts_with(d->action, SPAN("expanded"));
}

/* The remote server's own words say more than the status of who reports. */
static struct span
status_of(const struct delivery *d, struct arena *mem)
{
	struct span status = status_find(d->status);
	struct span told = status_find(d->diagnostic);

	if (status_is_specific(told) || (status.len == 0 && told.len > 0))
		return told;
	return status.len > 0 ? status : status_read(d->diagnostic, mem);
}

static struct bounce
bounce_of(const struct delivery *d, struct arena *mem)
{
	struct bounce b = { .recipient = recipient_of(d->original, mem),
		.status = status_of(d, mem),
		.is_delayed = span_starts_with(d->action, SPAN("delayed")) };

	if (!address_is_fit(b.recipient) && d->final.len > 0)
		b.recipient = recipient_of(d->final, mem);
	return b;
}

static bool
is_known(const struct bounce *bounces, size_t n, struct span recipient)
{
	for (size_t i = 0; i < n; i++)
		if (span_is_same_word(bounces[i].recipient, recipient))
			return true;
	return false;
}

/* Adds the recipients in the fields of a text; returns how many there are. */
static size_t
add_fields(struct span text, struct bounce *bounces, size_t n,
    struct arena *mem)
{
	struct delivery d;

	while (n < MAX_BOUNCES && cut_delivery(&text, &d)) {
		struct bounce b = bounce_of(&d, mem);

		if (is_reached(&d) || b.recipient.len == 0 ||
		    is_known(bounces, n, b.recipient))
			continue;
		bounces[n++] = b;
	}
	return n;
}

/* Says a report without fields that the server goes on trying? */
static bool
says_later(struct span notice)
{
	static const char *const ends[] = { "giving up", "given up", "gave up",
		"not try again", "not be retried", "no further attempt",
		"too long", "timeout exceeded", "time-out exceeded",
		"could not be delivered for", "expired" };

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_find(notice, span_of(ends[i]), 0) != SPAN_NOT_FOUND)
			return false;
	return form_fits(FORM_LATER, MACHINE_BOUNCE, notice);
}

static void
mark_delayed(struct bounce *bounces, size_t n, struct span notice)
{
	bool is_later = says_later(notice);

	for (size_t i = 0; i < n; i++)
		bounces[i].is_delayed =
		    is_later && !span_starts_with(bounces[i].status, SPAN("5"));
}

struct bounce *
bounces_read(const struct item *item, size_t *n, struct arena *mem)
{
	struct bounce *bounces = ARENA_ARRAY(mem, MAX_BOUNCES, struct bounce);
	struct span notice = bounce_notice(item, mem), status;
	bool has_fields;

	*n = 0;
	for (size_t i = 0; i < item->n_parts; i++)
		if (is_delivery_status(&item->parts[i]))
			*n = add_fields(item->parts[i].text, bounces, *n, mem);
	if (*n == 0)
		*n = add_fields(notice, bounces, 0, mem);
	has_fields = *n > 0;
	if (*n == 0 && !bounce_is_delivered(item))
		*n = bounce_text_recipients(item, notice, bounces, mem);
	bounce_text_status(notice, bounces, *n, mem);
	status = status_read(notice, mem);
	for (size_t i = 0; i < *n; i++)
		if (bounces[i].status.len == 0)
			bounces[i].status = status;
	if (!has_fields)
		mark_delayed(bounces, *n, notice);
	return bounces;
}

bool
bounce_is_delivered(const struct item *item)
{
	bool is_delivered = false;

	for (size_t i = 0; i < item->n_parts; i++) {
		struct span text = item->parts[i].text;
		struct delivery d;

		if (!is_delivery_status(&item->parts[i]))
			continue;
		while (cut_delivery(&text, &d)) {
			if (!is_reached(&d))
				return false;
			is_delivered = true;
		}
	}
	return is_delivered;
}

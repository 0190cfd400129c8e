/* origin.c - who wrote it */
#include "triage/origin.h"

#include "triage/address.h"
#include "triage/authentication.h"
#include "triage/bounce.h"
#include "triage/letter.h"
#include "triage/machine.h"
#include "triage/webform.h"

#define MAX_REASONS 8

static void
add_reason(struct origin *o, const char *reason)
{
	if (o->n_reasons < MAX_REASONS)
		o->reasons[o->n_reasons++] = span_of(reason);
}

/* --- web forms ------------------------------------------------------------- */

static void
read_form(struct item *item, struct arena *mem)
{
	const struct message *m = item->message;
	struct origin *o = &item->origin;
	struct webform form = webform_read(m->body, mem);

	add_reason(o, "it came by a web form");
	o->phone = form.phone;
	o->postal_address = form.postal_address;
	o->author.address = form.email;
	o->author.name = form.name;
	if (form.email.len == 0 && m->n_reply_to == 1) {
		o->author.address = m->reply_to[0].address;
		if (form.name.len == 0)
			o->author.name = m->reply_to[0].name;
	}
	if (!address_is_fit(o->author.address)) {
		o->author.address = SPAN("");
		add_reason(o, "the form has no usable e-mail address");
	}
}

/* --- people ---------------------------------------------------------------- */

/* Does the header of an attached message say that a machine sent it? */
static bool
is_by_machine(const struct forward *f)
{
	struct item attached = { .kind = KIND_MESSAGE, .message = f->message };

	return f->message && machine_detect(&attached).machine != MACHINE_NONE;
}

static void
read_staff(struct item *item, const struct triage_house *house)
{
	struct origin *o = &item->origin;
	struct span sender = item->forward.from.address;

	o->kind = ORIGIN_STAFF_FORWARD;
	o->forwarder = item->message->from;
	add_reason(o, "the sender is a member of staff");
	if (strcmp(o->authenticated, "fail") == 0)
		add_reason(o, "the sender's identity could not be confirmed");
	else if (!item->forward.found)
		add_reason(o, "no message passed on was found in it");
	else if (!address_is_fit(sender))
		add_reason(o,
		    "the message passed on does not give its sender's address");
	else if (address_is_within(sender, house->internal_domains) ||
		 address_is_listed(sender, house->addresses) ||
		 address_is_listed(sender, house->webform_addresses))
		add_reason(o, "the message passed on was sent by staff");
	else if (machine_is_no_reply(sender) || is_by_machine(&item->forward))
		add_reason(o, "the message passed on was sent by a machine");
	else if (item->forward.message &&
		 forward_is_mixed(item, house->internal_domains))
		add_reason(o, "messages of several people were passed on");
	else {
		o->author = item->forward.from;
		add_reason(o, "the author is the sender of the message passed "
			      "on");
	}
}

bool
origin_is_parliament(struct span address)
{
	return address_is_within(address, SPAN("parliament.uk"));
}

/* Those who write about somebody's complaint and get a person's answer. */
static bool
is_organisation(struct span address)
{
	return address_is_within(address,
	    SPAN("ombudsman.org.uk, cqc.org.uk, ico.org.uk, lgo.org.uk, "
		 "police.uk, parliament.uk"));
}

/* The text of a part up to what is quoted in it. */
static struct span
text_above_quotes(const struct item *item, size_t part)
{
	for (size_t i = 0; i < item->n_spans; i++) {
		const struct marked_span *s = &item->spans[i];

		if (s->part == part &&
		    (s->kind == SPAN_QUOTED || s->kind == SPAN_FORWARD_HEADER))
			return span_head(item->parts[part].text, s->start);
	}
	return item->parts[part].text;
}

/* What the signature of a message gives of its author, whose mail it is. */
static void
read_signature(struct item *item, struct arena *mem)
{
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];
		struct letter_writer writer;

		if (part->disposition != PART_BODY || part->is_nested ||
		    part->is_alternative)
			continue;
		writer = letter_read_end(text_above_quotes(item, i), mem);
		item->origin.phone = writer.phone;
		item->origin.postal_address = writer.postal_address;
		return;
	}
}

static void
read_message(struct item *item, const struct triage_house *house,
    struct arena *mem)
{
	const struct message *m = item->message;
	struct origin *o = &item->origin;
	struct machine_clue clue;

	o->authenticated =
	    authentication_result(m, house->trusted_authserv, mem);
	if (address_is_listed(m->from.address, house->addresses)) {
		o->kind = ORIGIN_MACHINE;
		o->machine = MACHINE_OWN;
		add_reason(o, "it came from one of our own mailboxes");
		return;
	}
	if (address_is_listed(m->from.address, house->webform_addresses)) {
		read_form(item, mem);
		return;
	}
	clue = machine_detect(item);
	if (clue.machine != MACHINE_NONE) {
		o->kind = ORIGIN_MACHINE;
		o->machine = clue.machine;
		o->is_likely_machine = !clue.is_sure;
		add_reason(o, clue.reason);
		if (o->machine == MACHINE_BOUNCE)
			o->bounces = bounces_read(item, &o->n_bounces, mem);
		return;
	}
	if (address_is_within(m->from.address, house->internal_domains)) {
		read_staff(item, house);
		return;
	}
	o->author = m->from;
	read_signature(item, mem);
	if (is_organisation(m->from.address)) {
		o->kind = ORIGIN_ORGANISATION;
		add_reason(o, "the sender is a public body");
	} else {
		add_reason(o, m->from.address.len > 0
				  ? "the sender is not one of our staff"
				  : "it does not say who sent it");
	}
}

static void
read_letter(struct item *item, struct arena *mem)
{
	struct origin *o = &item->origin;
	struct letter_writer writer = { .name = SPAN("") };

	for (size_t i = 0; i < item->n_parts; i++)
		if (item->parts[i].text.len > 0) {
			writer = letter_read(item->parts[i].text, mem);
			break;
		}
	o->author.name = writer.name;
	o->postal_address = writer.postal_address;
	o->phone = writer.phone;
	add_reason(o, writer.name.len > 0 ? "the letter is signed"
					  : "no signature was recognised");
	add_reason(o, writer.postal_address.len > 0
			  ? "the letter has its writer's address"
			  : "no postal address was recognised for sure");
}

void
origin_decide(struct item *item, const struct triage_house *house,
    struct arena *mem)
{
	item->origin = (struct origin){ .kind = ORIGIN_PUBLIC,
		.authenticated = "none",
		.reasons = ARENA_ARRAY(mem, MAX_REASONS, struct span) };
	if (item->message)
		read_message(item, house, mem);
	else
		read_letter(item, mem);
}

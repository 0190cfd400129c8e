/* origin.c - who wrote it */
#include "triage/origin.h"

#include "triage/address.h"
#include "triage/authentication.h"
#include "triage/bounce.h"
#include "triage/letter.h"
#include "triage/machine.h"
#include "triage/sender_role.h"
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
	o->patient = form.patient;
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
read_staff(struct item *item, const struct triage_house *house,
    struct arena *mem)
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
		struct letter_writer writer = letter_read_end(
		    item->forward.text, item->forward.from.name, mem);

		o->author = item->forward.from;
		o->phone = writer.phone;
		o->postal_address = writer.postal_address;
		add_reason(o, "the author is the sender of the message passed "
			      "on");
	}
}

bool
origin_is_parliament(struct span address)
{
	return address_is_within(address, SPAN("parliament.uk"));
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

/* The text of the message up to what is quoted: with signature and footer. */
static struct span
text_of_author(const struct item *item)
{
	for (size_t i = 0; i < item->n_parts; i++) {
		const struct part *part = &item->parts[i];

		if (part->text.len > 0 && !part->is_nested &&
		    !part->is_alternative &&
		    (!item->message || part->disposition == PART_BODY))
			return text_above_quotes(item, i);
	}
	return SPAN("");
}

/*
 * Who kept the message elsewhere and sent a notice of it.  Their robots are
 * nobody's author.
 */
static bool
is_portal(struct span address)
{
	return machine_is_no_reply(address) ||
	       address_is_within(address,
		   SPAN("egress.com, mimecast.com, proofpoint.com, "
			"pphosted.com, trendmicro.com, cisco.com, "
			"microsoft.com, privatepost.com, zixmail.com, "
			"zixcorp.com, barracudanetworks.com, galaxkey.com, "
			"echoworx.com"));
}

/* A letter that is kept in a portal, or encrypted: a person must fetch it. */
static void
read_sealed(struct item *item)
{
	const struct message *m = item->message;
	struct origin *o = &item->origin;

	add_reason(o, "it cannot be read here: a person must fetch it");
	o->author = m->from;
	if (!is_portal(m->from.address))
		return;
	o->author = (struct mailbox_address){ SPAN(""), SPAN("") };
	if (m->n_reply_to == 1 && !is_portal(m->reply_to[0].address))
		o->author = m->reply_to[0];
	add_reason(o, o->author.address.len > 0
			  ? "a portal sent it for the author"
			  : "a portal sent it, and does not say for whom");
}

/* Machines that send a notice of a person's letter, rather than their own. */
static bool
is_sealed(const struct item *item, enum machine machine)
{
	return item->root.outcome == PART_ENCRYPTED &&
	       (machine == MACHINE_NONE || machine == MACHINE_NOTICE ||
		   machine == MACHINE_AUTO_REPLY || machine == MACHINE_LIST);
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
		writer = letter_read_end(text_above_quotes(item, i),
		    item->message->from.name, mem);
		item->origin.phone = writer.phone;
		item->origin.postal_address = writer.postal_address;
		return;
	}
}

static void
read_public(struct item *item, struct arena *mem)
{
	const struct message *m = item->message;
	struct origin *o = &item->origin;
	struct sender_role role =
	    sender_role_find(&m->from, text_of_author(item));

	o->author = m->from;
	o->role = role.role;
	read_signature(item, mem);
	if (sender_role_is_office(&role)) {
		o->kind = ORIGIN_ORGANISATION;
		add_reason(o, "the sender is a public body");
	} else {
		add_reason(o, m->from.address.len > 0
				  ? "the sender is not one of our staff"
				  : "it does not say who sent it");
	}
	if (role.reason != NULL)
		add_reason(o, role.reason);
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
	if (is_sealed(item, clue.machine) &&
	    !address_is_within(m->from.address, house->internal_domains)) {
		read_sealed(item);
		return;
	}
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
		read_staff(item, house, mem);
		return;
	}
	read_public(item, mem);
}

static void
read_letter(struct item *item, struct arena *mem)
{
	struct origin *o = &item->origin;
	struct letter_writer writer = { .name = SPAN("") };
	struct sender_role role;

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
	role = sender_role_find(&o->author, text_of_author(item));
	o->role = role.role;
	if (role.reason != NULL)
		add_reason(o, role.reason);
}

/* Who somebody on the telephone was, as staff wrote it down. */
static void
read_note(struct item *item)
{
	const struct note *note = item->note;
	struct origin *o = &item->origin;

	o->author = note->caller;
	o->postal_address = note->postal_address;
	o->phone = note->phone;
	add_reason(o, note->is_in_person
			  ? "a member of staff noted what was said in person"
			  : "a member of staff noted what was said on the "
			    "telephone");
}

void
origin_decide(struct item *item, const struct triage_house *house,
    struct arena *mem)
{
	item->origin = (struct origin){ .kind = ORIGIN_PUBLIC,
		.authenticated = "none",
		.reasons = ARENA_ARRAY(mem, MAX_REASONS, struct span) };
	if (item->note)
		read_note(item);
	else if (item->message)
		read_message(item, house, mem);
	else
		read_letter(item, mem);
}

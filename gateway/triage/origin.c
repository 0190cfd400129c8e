/* origin.c - who wrote it */
#include "triage/origin.h"

#include "triage/address.h"
#include "triage/letter.h"
#include "triage/machine.h"

#define MAX_REASONS 8

static void
add_reason(struct origin *o, const char *reason)
{
	if (o->n_reasons < MAX_REASONS)
		o->reasons[o->n_reasons++] = span_of(reason);
}

/* The result of a method: "pass" of "dmarc=pass (p=none)"; "" for none. */
static struct span
method_result(struct span results, const char *method)
{
	struct span name = span_of(method);

	while (results.len > 0) {
		struct span one = span_trim(span_cut_at(&results, ';'));
		size_t end = 0;

		if (!span_starts_with(one, name))
			continue;
		one = span_from(one, name.len);
		if (one.len == 0 || one.at[0] != '=')
			continue;
		one = span_from(one, 1);
		while (
		    end < one.len && one.at[end] >= 'a' && one.at[end] <= 'z')
			end++;
		return span_head(one, end);
	}
	return SPAN("");
}

static const char *
authentication(const struct message *m, struct span trusted)
{
	struct span results = SPAN(""), dmarc;

	for (size_t i = 0; i < m->n_headers && results.len == 0; i++) {
		struct span rest = m->headers[i].value, server;

		if (!span_is_same_word(m->headers[i].name,
			SPAN("Authentication-Results")))
			continue;
		server = span_trim(span_cut_at(&rest, ';'));
		server = span_cut_at(&server, ' ');
		if (address_is_listed(server, trusted))
			results = rest;
	}
	dmarc = method_result(results, "dmarc");
	if (span_is_equal(dmarc, SPAN("pass")))
		return "pass";
	if (span_is_equal(dmarc, SPAN("fail")))
		return "fail";
	if (span_is_equal(method_result(results, "dkim"), SPAN("pass")) ||
	    span_is_equal(method_result(results, "spf"), SPAN("pass")))
		return "pass";
	if (span_is_equal(method_result(results, "spf"), SPAN("fail")))
		return "fail";
	return "none";
}

/* --- web forms ------------------------------------------------------------- */

/* The value of the first line that begins with one of the names. */
static struct span
form_field(struct span text, const char *const *names, size_t n)
{
	while (text.len > 0) {
		struct span line = span_trim(span_cut_line(&text));

		for (size_t i = 0; i < n; i++)
			if (span_starts_with(line, span_of(names[i])))
				return span_trim(
				    span_from(line, span_of(names[i]).len));
	}
	return SPAN("");
}

#define FORM_FIELD(text, names)                                                \
	form_field((text), (names), sizeof(names) / sizeof *(names))

static void
read_form(struct item *item, struct arena *mem)
{
	static const char *const names[] = { "name:", "your name:",
		"full name:" };
	static const char *const emails[] = { "email:", "e-mail:",
		"email address:", "e-mail address:", "your email:",
		"your email address:" };
	static const char *const phones[] = { "phone:", "telephone:",
		"phone number:", "telephone number:", "contact number:" };
	const struct message *m = item->message;
	struct origin *o = &item->origin;
	struct span email = FORM_FIELD(m->body, emails);

	add_reason(o, "it came by a web form");
	o->phone = FORM_FIELD(m->body, phones);
	o->author.address = address_read(email, mem).address;
	o->author.name = FORM_FIELD(m->body, names);
	if (email.len == 0 && m->n_reply_to == 1)
		o->author = m->reply_to[0];
	if (!address_is_fit(o->author.address)) {
		o->author.address = SPAN("");
		add_reason(o, "the form has no usable e-mail address");
	}
}

/* --- people ---------------------------------------------------------------- */

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
	else if (machine_is_no_reply(sender))
		add_reason(o, "the message passed on was sent by a machine");
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

static void
read_message(struct item *item, const struct triage_house *house,
    struct arena *mem)
{
	const struct message *m = item->message;
	struct origin *o = &item->origin;
	const char *reason;

	o->authenticated = authentication(m, house->trusted_authserv);
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
	o->machine = machine_detect(m, &reason);
	if (o->machine != MACHINE_NONE) {
		o->kind = ORIGIN_MACHINE;
		add_reason(o, reason);
		if (o->machine == MACHINE_BOUNCE)
			o->bounces = machine_bounces(item, &o->n_bounces, mem);
		return;
	}
	if (address_is_within(m->from.address, house->internal_domains)) {
		read_staff(item, house);
		return;
	}
	o->author = m->from;
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

/* letter.c - fills the pack's texts in for one row of the outbox */
#include "reply/letter.h"
#include "base/io.h"
#include "base/utf8.h"
#include "triage/address.h"
#include "triage/workday.h"

#define MAX_TEMPLATE_BYTES (256 << 10)
#define MAX_FIELDS 40

struct fields {
	struct field at[MAX_FIELDS];
	size_t n;
};

static void
field_add(struct fields *f, const char *name, struct span value)
{
	if (f->n == MAX_FIELDS)
		die("letter: more than %d fields", MAX_FIELDS);
	f->at[f->n++] = (struct field){ name, value };
}

static void
flag_add(struct fields *f, const char *name, bool yes)
{
	field_add(f, name, yes ? SPAN("yes") : SPAN("no"));
}

/* Adds WHO_name, _phone, _web, _address, and _contact: phone and web. */
static void
signpost_add(struct fields *f, const char *who, const struct signpost *s,
    struct arena *mem)
{
	const struct {
		const char *suffix;
		struct span value;
	} parts[] = {
		{ "name", s->name },
		{ "phone", s->phone },
		{ "web", s->web },
		{ "address", s->address },
		{ "contact", arena_printf(mem, "%.*s%s%.*s", SPAN_ARG(s->phone),
				 s->phone.len > 0 && s->web.len > 0 ? ", " : "",
				 SPAN_ARG(s->web)) },
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		field_add(f,
		    arena_printf(mem, "%s_%s", who, parts[i].suffix).at,
		    parts[i].value);
}

static void
fields_set(struct fields *f, const struct house *house,
    const struct outbox_row *row, struct arena *mem)
{
	const struct organisation_options *o = house->organisation;
	bool is_letter_by_post = row->channel == CHANNEL_LETTER;
	struct span name = name_for_greeting(row->to.name);

	field_add(f, "reference", row->reference);
	field_add(f, "received_on", day_words(row->received_on, mem));
	field_add(f, "response_due", day_words(row->response_due, mem));
	field_add(f, "greeting",
	    name.len > 0 ? arena_printf(mem, "Dear %.*s", SPAN_ARG(name))
			 : SPAN("Hello"));
	flag_add(f, "by_letter", is_letter_by_post);
	flag_add(f, "by_email", !is_letter_by_post);
	field_add(f, "signatory", house->policy.signatory);
	field_add(f, "organisation", o->name);
	field_add(f, "contact_name", o->contact_name);
	field_add(f, "contact_phone", o->contact_phone);
	field_add(f, "contact_email", o->contact_email);
	field_add(f, "contact_address", o->contact_address);
	field_add(f, "contact_hours", o->contact_hours);
#define ADD(who) signpost_add(f, #who, &house->signposts.who, mem);
	SIGNPOSTS(ADD)
#undef ADD
}

/* Templates are named by small letters, '_' and '-', so no path gets in. */
static bool
template_name_is_safe(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((name.at[i] < 'a' || name.at[i] > 'z') &&
		    name.at[i] != '_' && name.at[i] != '-')
			return false;
	return name.len > 0;
}

enum outcome
letter_write(const struct house *house, const struct outbox_row *row, day today,
    struct arena *mem, struct letter *letter, struct error *why)
{
	struct fields fields = { .n = 0 };
	autobuf text = BUF(MAX_TEMPLATE_BYTES);
	struct wording wording;
	const char *file;
	enum outcome how;

	if (!template_name_is_safe(row->template))
		return fail(why, BROKEN, "template: %.*s: not a name of one",
		    SPAN_ARG(row->template));
	file = arena_printf(mem, "%.*s/%.*s.txt",
	    SPAN_ARG(house->policy.folder), SPAN_ARG(row->template))
		   .at;
	how = io_read_file(file, &text, why);
	if (how != DONE)
		return fail(why, BROKEN, "%s", why->text);
	fields_set(&fields, house, row, mem);
	how = template_fill(buf_span(&text), file, fields.at, fields.n, mem,
	    &wording, why);
	if (how == DONE)
		*letter = (struct letter){
			.reference = arena_copy(mem, row->reference),
			.written = today,
			.wording = wording,
			.signatory = house->policy.signatory,
			.organisation = house->organisation->name,
		};
	return how;
}

static enum outcome
text_check(const struct house *house, enum category category,
    enum channel channel, struct error *why)
{
	autoarena mem = { 0 };
	const struct outbox_row row = {
		.reference = SPAN("CS26-000000-0"),
		.template = category == CATEGORY_NONE
				? SPAN("review")
				: span_of(category_name(category)),
		.channel = channel,
	};
	struct letter letter;

	return letter_write(house, &row, 0, &mem, &letter, why);
}

enum outcome
house_read(const struct options *options, struct arena *mem,
    struct house *house, struct error *why)
{
	struct house h = { .organisation = &options->organisation };
	enum outcome how = policy_read(h.organisation->policy,
	    options->paths.templates, mem, &h.policy, why);

	if (how == DONE)
		how = signposts_read(h.policy.folder, mem, &h.signposts, why);
	for (int c = 0; c < CATEGORY_COUNT && how == DONE; c++) {
		if (!h.policy.acknowledges[c])
			continue;
		how = text_check(&h, (enum category)c, CHANNEL_EMAIL, why);
		if (how == DONE)
			how = text_check(&h, (enum category)c, CHANNEL_LETTER,
			    why);
	}
	if (how == DONE)
		*house = h;
	return how;
}

/* fields.c - what texts of a pack can name, for one row of the outbox */
#include "reply/fields.h"
#include "triage/address.h"
#include "triage/circumstances.h"
#include "triage/workday.h"

#define MAX_GREETED_WORDS 5 /* "Dr Maria del Carmen Ruiz" */

static const char *const welsh_days[] = { "Dydd Llun", "Dydd Mawrth",
	"Dydd Mercher", "Dydd Iau", "Dydd Gwener", "Dydd Sadwrn", "Dydd Sul" };
static const char *const welsh_months[] = { "Ionawr", "Chwefror", "Mawrth",
	"Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
	"Tachwedd", "Rhagfyr" };

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

struct span
day_in_welsh(day d, struct arena *mem)
{
	int year, month, day_of_month;

	if (d == NO_DATE)
		return SPAN("");
	day_split(d, &year, &month, &day_of_month);
	/* Day 0 was a Thursday. */
	return arena_printf(mem, "%s %d %s %d",
	    welsh_days[((d + 3) % 7 + 7) % 7], day_of_month,
	    welsh_months[month - 1], year);
}

static void
day_add(struct fields *f, const char *name, day d, bool in_welsh,
    struct arena *mem)
{
	field_add(f, name, in_welsh ? day_in_welsh(d, mem) : day_words(d, mem));
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

static bool
is_mark(char c)
{
	return c == ' ' || c == '-' || c == '\'';
}

static bool
is_capital(struct span word)
{
	/* Letters with accents are not told apart. */
	return word.len > 0 && (word.at[0] < 'a' || word.at[0] > 'z') &&
	       !is_mark(word.at[0]);
}

/*
 * Does it stand as names do: a few words, the first and the last with a
 * capital, no two marks together?  What is set up to say something is mostly
 * longer.
 */
static bool
is_greetable(struct span name)
{
	struct span rest = name, word = SPAN("");
	int n = 0;

	for (size_t i = 1; i < name.len; i++)
		if (is_mark(name.at[i]) &&
		    (is_mark(name.at[i - 1]) || i + 1 == name.len))
			return false;
	if (!is_capital(name))
		return false;
	for (; rest.len > 0; n++)
		word = span_cut_at(&rest, ' ');
	return n <= MAX_GREETED_WORDS && is_capital(word);
}

/* "Dear Amara Okafor", or no name: none is published, none is doubtful. */
static struct span
greeting(const struct outbox_row *row, bool in_welsh, struct arena *mem)
{
	bool is_published =
	    (row->circumstances & CIRCUMSTANCE_BIT(IS_PUBLISHED)) != 0;
	struct span name =
	    is_published ? SPAN("") : name_for_greeting(row->to.name);

	if (name.len == 0 || !is_greetable(name))
		return in_welsh ? SPAN("Helo") : SPAN("Hello");
	return arena_printf(mem, "%s %.*s", in_welsh ? "Annwyl" : "Dear",
	    SPAN_ARG(name));
}

static void
circumstances_add(struct fields *f, const struct outbox_row *row,
    struct arena *mem)
{
	static const char *const reasons[] = {
#define REASON(word) word,
		SCOPE_REASONS(REASON)
#undef REASON
	};

	for (size_t c = 0; c < CIRCUMSTANCE_COUNT; c++)
		flag_add(f, circumstance_name((enum circumstance)c),
		    (row->circumstances & CIRCUMSTANCE_BIT(c)) != 0);
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		flag_add(f, arena_printf(mem, "scope_%s", reasons[i]).at,
		    span_is_equal(row->scope_reason, span_of(reasons[i])));
	flag_add(f, "scope_unsaid", row->scope_reason.len == 0);
}

/* Who can help with what is outside the procedure; "" for nobody. */
static struct span
scope_signpost(const struct house *house, struct span reason, struct arena *mem)
{
	const struct signposts *all = &house->signposts;
	const struct {
		const char *reason;
		const struct signpost *to;
	} rows[] = {
		{ "council", &all->lgsco },
		{ "answered", &all->phso },
		{ "ombudsman", &all->phso },
		{ "information", &all->ico },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (span_is_equal(reason, span_of(rows[i].reason)))
			return arena_printf(mem, "%.*s%s%.*s%s%.*s",
			    SPAN_ARG(rows[i].to->name),
			    rows[i].to->phone.len > 0 ? ", " : "",
			    SPAN_ARG(rows[i].to->phone),
			    rows[i].to->web.len > 0 ? ", " : "",
			    SPAN_ARG(rows[i].to->web));
	return SPAN("");
}

struct span
full_reference(const struct outbox_row *row, struct arena *mem)
{
	bool is_published =
	    (row->circumstances & CIRCUMSTANCE_BIT(IS_PUBLISHED)) != 0;

	if (is_published || row->token.len == 0)
		return row->reference;
	return arena_printf(mem, "%.*s/%.*s", SPAN_ARG(row->reference),
	    SPAN_ARG(row->token));
}

void
fields_set(struct fields *f, const struct house *house,
    const struct outbox_row *row, bool in_welsh, struct arena *mem)
{
	const struct organisation_options *o = house->organisation;
	bool is_letter_by_post = row->channel == CHANNEL_LETTER;

	f->n = 0;
	field_add(f, "reference", row->reference);
	field_add(f, "full_reference", full_reference(row, mem));
	day_add(f, "received_on", row->received_on, in_welsh, mem);
	day_add(f, "response_due", row->response_due, in_welsh, mem);
	field_add(f, "greeting", greeting(row, in_welsh, mem));
	flag_add(f, "by_letter", is_letter_by_post);
	flag_add(f, "by_email", !is_letter_by_post);
	field_add(f, "signatory", house->policy.signatory);
	field_add(f, "organisation", o->name);
	field_add(f, "retention_years",
	    arena_printf(mem, "%lld", house->policy.retention_years));
	field_add(f, "contact_name", o->contact_name);
	field_add(f, "contact_phone", o->contact_phone);
	field_add(f, "contact_email", o->contact_email);
	field_add(f, "contact_address", o->contact_address);
	field_add(f, "contact_hours", o->contact_hours);
	circumstances_add(f, row, mem);
	field_add(f, "scope_signpost",
	    scope_signpost(house, row->scope_reason, mem));
#define ADD(who) signpost_add(f, #who, &house->signposts.who, mem);
	SIGNPOSTS(ADD)
#undef ADD
}

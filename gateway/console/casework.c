/* casework.c - the fields of a case: set, listed, shown */
#include "console/casework.h"
#include "base/io.h"
#include "base/utf8.h"
#include "console/console.h"
#include "console/desk.h"
#include "console/table.h"
#include "register/holidays.h"
#include "register/rules.h"
#include "triage/workday.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define SET_ARGUMENTS                                                          \
	"REF FIELD [VALUE...] [--on DATE] [--reason WORDS] [--by NAME]"
#define MAX_LINE_BYTES (64 << 10)

/* Under which heading a field is shown; words parted by blanks. */
static const struct {
	const char *heading, *fields;
} groups[] = {
	{ "Who and how", "owner officer user_term route complexity made_orally "
			 "desired_outcome law staff_matter site" },
	{ "Agreed with the person",
	    "offer_made_on offer_outcome agreed_due agreed_on agreed_with "
	    "period_notified_on acknowledged_on contacted_on "
	    "communication_needs ecomms_consent" },
	{ "Time", "event_date knowledge_date late_decision late_decided_by "
		  "paused_on paused_by resumed_on clarify_requested_on "
		  "clarified_on extended_until" },
	{ "Consent and other bodies",
	    "consent transfer_consent transferred_from transferred_to "
	    "lead_organisation organisations" },
	{ "Response and outcome", "outcome scope_reason exemptions "
				  "response_sent_on signed_by satisfied_on "
				  "ombudsman_told_on ico_told_on redress" },
	{ "Afterwards", "lessons actions actions_due survey_sent_on "
			"ombudsman_referred_on cqc_referred_on ico_referred_on "
			"legal_hold" },
	{ "Other", "" },
};
#define N_GROUPS (sizeof groups / sizeof *groups)

struct change
casework_asked(struct call *call)
{
	const char *by = call_value(call, "--by");
	struct change change = {
		.reason = span_trim(span_of(call_value(call, "--reason"))),
		.who = span_trim(span_of(by)),
		.at = clock_now(),
	};

	if (change.who.len == 0)
		change.who = desk_login(call->mem);
	return change;
}

enum outcome
casework_policy(const struct call *call, struct db *db, struct policy *policy,
    struct error *why)
{
	enum outcome how = policy_read(call->options->organisation.policy,
	    call->options->paths.templates, call->mem, policy, why);

	return how == DONE ? holidays_read(db, call->mem, policy, why) : how;
}

void
casework_say(struct span reference, const char *format, ...)
{
	va_list arguments;

	printf("%.*s ", SPAN_ARG(reference));
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	puts(".");
}

/* --- set --------------------------------------------------------------------- */

/* The arguments from the third on, as one text. */
static struct span
words_join(const struct call *call)
{
	autobuf words = BUF(MAX_LINE_BYTES);

	for (int i = 3; i < call->argc; i++)
		buf_printf(&words, "%s%s", i > 3 ? " " : "", call->argv[i]);
	return arena_copy(call->mem, buf_span(&words));
}

/* The field and the value that the arguments name. */
static enum outcome
wanted_read(const struct call *call, const char *on,
    struct wanted_change *wanted, struct error *why)
{
	struct span name = span_of(call->argv[2]);

	wanted->field = case_field_find(name);
	if (wanted->field == NULL)
		return fail(why, REFUSED,
		    "there is no field \"%.*s\": postroom fields lists them",
		    SPAN_ARG(name));
	wanted->agreed_on = on == NULL ? NO_DATE : day_parse(span_of(on));
	if (on != NULL && wanted->agreed_on == NO_DATE)
		return fail(why, REFUSED, "--on: a date looks like 2026-11-22");
	if (on != NULL && !span_is_equal(name, SPAN("agreed_due")))
		return fail(why, REFUSED,
		    "--on says when agreed_due was agreed, and nothing else");
	return case_field_read(wanted->field, words_join(call), call->mem,
	    &wanted->value, why);
}

int
set_command(const struct call *asked)
{
	struct call call = *asked;
	struct wanted_change wanted = { .change = casework_asked(&call) };
	const char *on = call_value(&call, "--on");
	struct error why;
	autodb db = NULL;
	struct policy policy = { 0 };
	enum outcome how;

	if (call.argc < 3)
		return desk_usage(&call, SET_ARGUMENTS);
	if (!desk_reference(&call, 1, &wanted.change.reference))
		return EX_DATAERR;
	wanted.policy = &policy;
	how = wanted_read(&call, on, &wanted, &why);
	if (how == DONE)
		how = desk_open(&call, &db, &why);
	if (how == DONE &&
	    span_is_equal(span_of(wanted.field->name), SPAN("clarified_on")))
		how = casework_policy(&call, db, &policy, &why);
	if (how == DONE)
		how = casework_change(db, &wanted, &why);
	if (how == DONE && wanted.value.len == 0)
		casework_say(wanted.change.reference, "has no %s now",
		    wanted.field->name);
	else if (how == DONE)
		casework_say(wanted.change.reference, "has %s: %.*s",
		    wanted.field->name,
		    SPAN_ARG(utf8_clean_line(wanted.value, call.mem)));
	return desk_end(&call, how, &why);
}

/* --- fields -------------------------------------------------------------------- */

static const char *
kind_word(enum field_kind kind)
{
	switch (kind) {
	case FIELD_TEXT:
		return "text";
	case FIELD_PERSON:
		return "name";
	case FIELD_DATE:
		return "date";
	case FIELD_CHOICE:
		return "choice";
	case FIELD_MONEY:
		return "pounds";
	}
	return "";
}

static void
field_json(const struct case_field *f, struct buf *page)
{
	struct json json = { .out = page };
	struct span rest = span_of(f->choices);

	json_open(&json, "", '{');
	json_text(&json, "field", span_of(f->name));
	json_text(&json, "kind", span_of(kind_word(f->kind)));
	json_open(&json, "choices", '[');
	while (rest.len > 0)
		json_text(&json, "", span_cut_at(&rest, ' '));
	json_close(&json, ']');
	json_text(&json, "meaning", span_of(f->sentence));
	json_close(&json, '}');
	desk_print(page);
}

int
fields_command(const struct call *asked)
{
	static const char *const titles[] = { "FIELD", "KIND", "CHOICES",
		"MEANING" };
	struct call call = *asked;
	bool is_json = call_flag(&call, "--json");
	struct table table = table_make(titles, 4, call.mem);
	autobuf page = BUF(MAX_PAGE_BYTES);
	struct error why;
	size_t n;
	const struct case_field *fields = case_fields(&n);

	if (call.argc != 1)
		return desk_usage(&call, "[--json]");
	for (size_t i = 0; i < n; i++) {
		const struct case_field *f = &fields[i];
		const struct span cells[] = { span_of(f->name),
			span_of(kind_word(f->kind)), span_of(f->choices),
			span_of(f->sentence) };

		if (is_json)
			field_json(f, &page);
		else
			table_add(&table, cells, false);
	}
	if (!is_json) {
		table_print(&table, terminal_width(), &page);
		fwrite(page.at, 1, page.len, stdout);
	}
	return desk_end(&call, DONE, &why);
}

/* --- shown with a case ------------------------------------------------------------ */

struct value_list {
	struct arena *mem;
	struct value *first, **last;
};

/* A value that was read, kept while the page is made. */
struct value {
	struct span field, text, who;
	time_t at;
	bool is_current;
	struct value *next;
};

static bool
value_keep(const struct case_value_row *row, void *context)
{
	struct value_list *list = context;
	struct value *v = arena_alloc(list->mem, sizeof *v);

	*v = (struct value){ .field = arena_copy(list->mem, row->field),
		.text = arena_copy(list->mem, row->value),
		.who = arena_copy(list->mem, row->who),
		.at = row->at,
		.is_current = row->is_current };
	*list->last = v;
	list->last = &v->next;
	return true;
}

static enum outcome
values_read(struct db *db, struct span reference, struct arena *mem,
    struct value **first, struct error *why)
{
	struct value_list list = { .mem = mem };
	enum outcome how;

	list.last = &list.first;
	how = casework_each(db, reference, value_keep, &list, why);
	*first = list.first;
	return how;
}

static bool
is_among(const char *words, struct span wanted)
{
	struct span rest = span_of(words);

	while (rest.len > 0)
		if (span_is_equal(span_cut_at(&rest, ' '), wanted))
			return true;
	return false;
}

/* What is in no other group is in the last one. */
static size_t
group_of(struct span field)
{
	size_t i = 0;

	while (i < N_GROUPS - 1 && !is_among(groups[i].fields, field))
		i++;
	return i;
}

static void
add_value(struct buf *page, const struct value *v, bool is_dated,
    struct arena *mem)
{
	struct span text =
	    v->text.len > 0 ? utf8_clean_line(v->text, mem) : SPAN("(cleared)");

	buf_printf(page, "  %-21.*s %.*s", SPAN_ARG(v->field), SPAN_ARG(text));
	if (is_dated)
		buf_printf(page, " (%.*s, %.*s)", SPAN_ARG(v->who),
		    SPAN_ARG(desk_clock(v->at, mem)));
	buf_add_char(page, '\n');
}

enum outcome
casework_page(struct db *db, struct span reference, bool with_earlier,
    struct buf *page, struct error *why)
{
	autoarena mem = { 0 };
	struct value *first = NULL;
	enum outcome how = values_read(db, reference, &mem, &first, why);
	size_t n = 0;

	for (size_t i = 0; how == DONE && i < N_GROUPS; i++) {
		n = 0;
		for (const struct value *v = first; v != NULL; v = v->next) {
			if (!v->is_current || v->text.len == 0 ||
			    group_of(v->field) != i)
				continue;
			if (n++ == 0)
				buf_printf(page, "\n%s\n", groups[i].heading);
			add_value(page, v, false, &mem);
		}
	}
	n = 0;
	for (const struct value *v = first; with_earlier && v != NULL;
	     v = v->next) {
		if (v->is_current)
			continue;
		if (n++ == 0)
			buf_add_text(page, "\nEarlier values\n");
		add_value(page, v, true, &mem);
	}
	return how;
}

enum outcome
casework_json(struct db *db, struct span reference, bool with_earlier,
    struct json *json, struct error *why)
{
	autoarena mem = { 0 };
	struct value *first = NULL;
	enum outcome how = values_read(db, reference, &mem, &first, why);

	json_open(json, "fields", '{');
	for (const struct value *v = first; v != NULL; v = v->next)
		if (v->is_current && v->text.len > 0)
			json_text(json, arena_text(&mem, v->field), v->text);
	json_close(json, '}');
	if (!with_earlier)
		return how;
	json_open(json, "earlier", '[');
	for (const struct value *v = first; v != NULL; v = v->next) {
		if (v->is_current)
			continue;
		json_open(json, "", '{');
		json_text(json, "field", v->field);
		json_text(json, "value", v->text);
		json_text(json, "at", desk_instant(v->at, &mem));
		json_text(json, "who", v->who);
		json_close(json, '}');
	}
	json_close(json, ']');
	return how;
}

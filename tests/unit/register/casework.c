/* casework.c - the fields of a case: what they take, what stays of them */
#include "register/casework.h"
#include "register/cases.h"
#include "sample.h"

#include "tap.h"

#include <string.h>

static void
test_values(void)
{
	static const struct {
		const char *field, *text, *value; /* NULL: refused */
	} table[] = {
		{ "owner", "  Jo Bell ", "Jo Bell" },
		{ "owner", "", "" },
		{ "route", "formal", "formal" },
		{ "route", "form", NULL },
		{ "route", "formal supported", NULL },
		{ "route", "", "" },
		{ "agreed_due", "2026-11-22", "2026-11-22" },
		{ "agreed_due", "22/11/2026", NULL },
		{ "agreed_due", "2026-02-29", NULL },
		{ "redress", "120", "120.00" },
		{ "redress", "120.5", "120.50" },
		{ "redress", "0.05", "0.05" },
		{ "redress", "120.505", NULL },
		{ "redress", "120.", NULL },
		{ "redress", "-1", NULL },
		{ "redress", "a lot", NULL },
		{ "redress", "120.x5", NULL },
		{ "redress", "", "" },
		{ "lessons", " Ring back\n", "Ring back" },
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		autoarena mem = { 0 };
		const struct case_field *field =
		    case_field_find(span_of(table[i].field));
		struct span value = SPAN("?");
		struct error why;
		enum outcome how = case_field_read(field,
		    span_of(table[i].text), &mem, &value, &why);

		if (table[i].value == NULL)
			ok(how == REFUSED && span_is_equal(value, SPAN("?")),
			    "%s: \"%s\" is refused", table[i].field,
			    table[i].text);
		else
			ok(how == DONE &&
				span_is_equal(value, span_of(table[i].value)),
			    "%s: \"%s\" is \"%s\"", table[i].field,
			    table[i].text, table[i].value);
	}
	ok(case_field_find(SPAN("colour")) == NULL, "no such field");
}

struct listing {
	char text[1024];
};

static bool
note_value(const struct case_value_row *row, void *context)
{
	struct listing *l = context;
	size_t len = strlen(l->text);

	snprintf(l->text + len, sizeof l->text - len, "%.*s=%.*s%s;",
	    SPAN_ARG(row->field), SPAN_ARG(row->value),
	    row->is_current ? "" : " before");
	return true;
}

static bool
note_event(const struct case_event_row *row, void *context)
{
	struct listing *l = context;

	snprintf(l->text, sizeof l->text, "%.*s %.*s", SPAN_ARG(row->who),
	    SPAN_ARG(row->detail));
	return true;
}

struct desk {
	struct sample sample;
	struct change change;
	struct db *db; /* own */
};

static enum outcome
set(struct desk *d, const char *field, const char *value)
{
	struct error why = { "" };

	return sample_set(d->db, &d->change, field, value, &why);
}

/* The detail of the case's last event, with who caused it. */
static struct listing
last_event(const struct desk *d)
{
	struct listing l = { "" };
	struct error why;

	if (cases_events(d->db, d->change.reference, 0, note_event, &l, &why) !=
	    DONE)
		die("test: %s", why.text);
	return l;
}

static struct listing
values(const struct desk *d)
{
	struct listing l = { "" };
	struct error why;

	if (casework_each(d->db, d->change.reference, note_value, &l, &why) !=
	    DONE)
		die("test: %s", why.text);
	return l;
}

static void
test_setting(void)
{
	autoarena mem = { 0 };
	struct desk d = { .change = { .who = SPAN("jbell"),
			      .at = clock_now() } };
	struct span value = SPAN("?");
	struct error why;
	struct db *intake;

	sample_open(&d.sample);
	intake = sample_db(&d.sample, DB_INTAKE);
	d.change.reference = sample_register(intake,
	    sample_complaint("m20261122T101500Z-00000000000000aa", &mem), &mem);
	db_close(intake);
	d.db = sample_db(&d.sample, DB_STAFF);
	ok(set(&d, "owner", "Sam Archer") == DONE, "an owner");
	is_text(last_event(&d).text, "jbell owner: written",
	    "the history names no one");
	ok(set(&d, "owner", "Sam Archer") == DONE, "the same again");
	is_text(values(&d).text, "owner=Sam Archer;", "changes nothing");
	d.change.reason = SPAN("he is on leave");
	ok(set(&d, "owner", "Kim Lowe") == DONE, "another");
	is_text(last_event(&d).text, "jbell owner: written (he is on leave)",
	    "with the reason");
	ok(set(&d, "outcome", "upheld") == DONE, "a choice");
	is_text(last_event(&d).text, "jbell outcome: upheld (he is on leave)",
	    "is told as it is");
	ok(set(&d, "outcome", "") == DONE, "cleared");
	is_text(values(&d).text,
	    "owner=Sam Archer before;owner=Kim Lowe;outcome=upheld "
	    "before;outcome=;",
	    "all of it stays readable");
	ok(casework_get(d.db, d.change.reference, "owner", &mem, &value,
	       &why) == DONE &&
		span_is_equal(value, SPAN("Kim Lowe")),
	    "the present one");
	ok(casework_get(d.db, d.change.reference, "route", &mem, &value,
	       &why) == DONE &&
		value.len == 0,
	    "one that was never set");
	d.change.reference = SPAN("CS26-999999-X");
	ok(set(&d, "owner", "Kim Lowe") == REFUSED, "no such case");
	db_close(d.db);
	sample_close(&d.sample);
}

int
main(void)
{
	test_values();
	test_setting();
	return done();
}

/* alert_plan.c - when somebody is told again, and where */
#include "register/alert_plan.h"
#include "tap.h"

#include <string.h>

static const struct alerts_options usual = { .repeat = 1800,
	.repeats = 3,
	.day_begins = 8,
	.day_ends = 16 };

/* An instant in UTC; London is that in November, an hour more in July. */
static time_t
at(int year, int month, int day_of_month, int hour, int minute)
{
	return (time_t)day_of(year, month, day_of_month) * 86400 + hour * 3600 +
	       minute * 60;
}

static time_t
after(enum urgency urgency, long long n, time_t sent)
{
	return alert_after(urgency, n, sent, &usual, CALENDAR_ENGLAND);
}

static void
test_immediate(void)
{
	time_t sent = at(2026, 11, 21, 23, 50); /* a Saturday night */

	for (long long n = 1; n <= 4; n++)
		is_number(after(IMMEDIATE, n, sent), sent + 1800,
		    "half an hour after mail %lld, day or night", n);
	ok(!alert_is_escalated(IMMEDIATE, 4, &usual) &&
		alert_is_escalated(IMMEDIATE, 5, &usual),
	    "after three repetitions it is escalated");
	is_number(after(IMMEDIATE, 5, sent), sent + 86400, "then once a day");
	is_number(alert_escalates_at(IMMEDIATE,
		      &(struct alerts_options){ .repeats = 0 }),
	    2, "without repetitions the second mail is");
}

static void
test_same_day(void)
{
	static const struct {
		int month, day_of_month, hour, minute; /* sent, UTC */
		int to_month, to_day, to_hour;         /* the next, UTC */
		const char *name;
	} rows[] = {
		{ 11, 23, 10, 0, 11, 23, 16, "at the end of the day" },
		{ 11, 23, 14, 59, 11, 23, 16, "with an hour left" },
		{ 11, 23, 15, 0, 11, 24, 16, "with less, the next day" },
		{ 11, 20, 18, 0, 11, 23, 16, "Friday evening: Monday" },
		{ 11, 21, 9, 0, 11, 23, 16, "Saturday: Monday" },
		{ 12, 24, 17, 0, 12, 29, 16, "Christmas Eve: after it" },
		{ 7, 20, 10, 0, 7, 20, 15, "summer time" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		is_number(after(SAME_DAY, 1,
			      at(2026, rows[i].month, rows[i].day_of_month,
				  rows[i].hour, rows[i].minute)),
		    at(2026, rows[i].to_month, rows[i].to_day, rows[i].to_hour,
			0),
		    "%s", rows[i].name);
	is_number(after(SAME_DAY, 2, at(2026, 11, 23, 16, 0)),
	    at(2026, 11, 24, 16, 0), "then at the end of the next");
	ok(!alert_is_escalated(SAME_DAY, 2, &usual) &&
		alert_is_escalated(SAME_DAY, 3, &usual),
	    "which is the escalation");
	is_number(after(SAME_DAY, 3, at(2026, 11, 24, 16, 0)), 0,
	    "and the last one");
}

static void
test_rest(void)
{
	is_number(after(ROUTINE, 1, at(2026, 11, 23, 10, 0)), 0,
	    "something routine is told once");
	ok(!alert_is_escalated(ROUTINE, 9, &usual), "and never escalated");
	ok(!alert_day_has_begun(at(2026, 11, 23, 7, 59), &usual) &&
		alert_day_has_begun(at(2026, 11, 23, 8, 0), &usual) &&
		alert_day_has_begun(at(2026, 11, 23, 23, 59), &usual) &&
		!alert_day_has_begun(at(2026, 11, 24, 0, 0), &usual),
	    "the day begins at eight");
	ok(alert_day_has_begun(at(2026, 7, 20, 7, 0), &usual),
	    "by the clocks of London");
}

static struct options
options_of(const char *fallback, const char *escalation)
{
	static struct recipient_options recipients[2];

	recipients[0] =
	    (struct recipient_options){ SPAN("Head of Legal Services"),
		    SPAN("legal@trust.example") };
	recipients[1] =
	    (struct recipient_options){ SPAN("Customer Services Manager"),
		    SPAN("manager@trust.example") };
	return (struct options){ .recipient = recipients,
		.n_recipients = 2,
		.alerts = { .fallback = span_of(fallback),
		    .escalation = span_of(escalation) } };
}

static void
test_addresses(void)
{
	static const struct {
		const char *fallback, *escalation, *recipient;
		bool is_escalated;
		const char *wanted; /* parted by blanks */
		const char *name;
	} rows[] = {
		{ "", "", "head of legal services", false,
		    "legal@trust.example", "by the name, capitals or not" },
		{ "f@x.example", "e@x.example", "Head of Legal Services", false,
		    "legal@trust.example f@x.example e@x.example",
		    "the fallback behind it" },
		{ "f@x.example", "e@x.example", "Somebody", false,
		    "f@x.example e@x.example", "the fallback alone" },
		{ "", "", "Somebody", false, "", "none at all" },
		{ "f@x.example", "e@x.example", "Head of Legal Services", true,
		    "e@x.example f@x.example legal@trust.example",
		    "the escalation first" },
		{ "F@x.example", "f@X.example", "Somebody", true, "f@X.example",
		    "each once" },
		{ "", "", "Head of Legal Services", true, "legal@trust.example",
		    "the recipient where there is no other" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct options o =
		    options_of(rows[i].fallback, rows[i].escalation);
		struct span found[MAX_ALERT_ADDRESSES];
		bool has_own;
		size_t n = alert_addresses(&o, span_of(rows[i].recipient),
		    rows[i].is_escalated, found, &has_own);
		char text[512] = "";

		for (size_t k = 0; k < n; k++)
			snprintf(text + strlen(text),
			    sizeof text - strlen(text), "%s%.*s",
			    k > 0 ? " " : "", SPAN_ARG(found[k]));
		is_text(text, rows[i].wanted, "%s", rows[i].name);
		ok(has_own == (strcmp(rows[i].recipient, "Somebody") != 0),
		    "and whether it is their own");
	}
}

static void
add_name(struct span name, void *context)
{
	char *text = context;

	snprintf(text + strlen(text), 200 - strlen(text), "%.*s;",
	    SPAN_ARG(name));
}

static void
test_missing(void)
{
	struct policy policy = { .signatory = SPAN("Customer Services") };
	struct options o = options_of("", "");
	struct error why = { "" };
	char text[200] = "";

	policy.refer_to[RED] = SPAN("Medical Director, head of legal services");
	policy.refer_to[MEDIA] = SPAN("Press, medical director");
	policy.refer_to[LATE] = SPAN("customer services, Press, Press");
	recipients_missing(&o, &policy, add_name, text);
	is_text(text, "Customer Services;Medical Director;Press;",
	    "those without an address, each once");
	ok(alert_options_check(&o, &why) == DONE, "the addresses are such");
	o.alerts.fallback = SPAN("not an address");
	o.file = "x.conf";
	ok(alert_options_check(&o, &why) == BROKEN, "or not");
	is_text(why.text, "x.conf: [alerts]: not a plain e-mail address",
	    "which is said");
}

int
main(void)
{
	test_immediate();
	test_same_day();
	test_rest();
	test_addresses();
	test_missing();
	return done();
}

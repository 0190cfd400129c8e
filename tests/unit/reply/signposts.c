/* signposts.c - tests of where people are sent besides us */
#include "reply/signposts.h"
#include "base/io.h"
#include "scratch.h"
#include "tap.h"
#include "triage/workday.h"

#define ENTRY(who, date)                                                       \
	"[" who "]\nname = The " who "\nphone = 01632 960 000\n"               \
	"verified_on = " date "\n"
#define REST                                                                   \
	ENTRY("phso", "2026-11-22")                                            \
	ENTRY("lgsco", "2026-11-22")                                           \
	ENTRY("cqc", "2026-11-22")                                             \
	ENTRY("ico", "2026-11-22") ENTRY("childline", "2026-11-22")

static const char *folder;

static enum outcome
read_text(const char *text, struct arena *mem, struct signposts *s,
    struct error *why)
{
	const char *file = arena_printf(mem, "%s/signposts.conf", folder).at;

	if (io_create(file, span_of(text), why) != DONE)
		return LATER;
	return signposts_read(span_of(folder), mem, s, why);
}

static void
test_faults(void)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ REST, "[advocacy]: name is needed" },
		{ ENTRY("advocacy", "2026-02-30") REST, "verified_on" },
		{ ENTRY("advocacy", "22/11/2026") REST, "verified_on" },
		{ ENTRY("advocacy", "2026-11-22") "[healer]\n" REST,
		    "unknown section" },
		{ ENTRY("advocacy", "2026-11-22") "fax = 1\n" REST,
		    "unknown key" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		autoarena mem = { 0 };
		struct signposts s;
		struct error why = { "" };

		is_text(outcome_name(read_text(cases[i].text, &mem, &s, &why)),
		    "BROKEN", "file %zu is refused", i + 1);
		ok(span_find(span_of(why.text), span_of(cases[i].want), 0) !=
			SPAN_NOT_FOUND,
		    "for %s", cases[i].want);
	}
}

static void
test_age(void)
{
	autoarena mem = { 0 };
	struct signposts s;
	struct error why = { "" };
	day checked = day_of(2026, 11, 22);

	is_text(outcome_name(read_text(ENTRY("advocacy", "2026-12-24") REST,
		    &mem, &s, &why)),
	    "DONE", "a good file");
	is_span(s.advocacy.name, "The advocacy", "name");
	is_span(s.advocacy.phone, "01632 960 000", "phone");
	is_span(s.advocacy.web, "", "what is not given is empty");
	ok(signposts_stale(&s, checked + SIGNPOST_FRESH_DAYS) == NULL,
	    "fresh on day %d", SIGNPOST_FRESH_DAYS);
	is_text(signposts_stale(&s, checked + SIGNPOST_FRESH_DAYS + 1), "phso",
	    "stale one day later, and named");
	is_text(outcome_name(
		    read_text("[advocacy]\nname = x\n" REST, &mem, &s, &why)),
	    "DONE", "an entry that nobody checked yet");
	is_text(signposts_stale(&s, checked), "advocacy", "is stale at once");
}

int
main(void)
{
	autoarena mem = { 0 };
	struct signposts s;
	struct error why;

	folder = scratch_make();
	is_text(outcome_name(signposts_read(span_of(folder), &mem, &s, &why)),
	    "BROKEN", "no file");
	test_faults();
	test_age();
	return done();
}

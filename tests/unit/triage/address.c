/* address.c - mail addresses, lists of them, and names for a greeting */
#include "triage/address.h"

#include "house.h"

static void
test_bytes(void)
{
	static const char local[] = "!#$%&'*+/=?^_`{|}~-.azAZ09";
	static const char domain[] = "-.azAZ09";

	for (int i = 0; i < 256; i++) {
		char c = (char)i;
		bool is_local = i > 0 && i < 128 && strchr(local, c),
		     is_domain = i > 0 && i < 128 && strchr(domain, c),
		     is_other = (i > 'a' && i < 'z') || (i > 'A' && i < 'Z') ||
				(i > '0' && i < '9');

		ok(address_is_local_byte(c) == (is_local || is_other),
		    "byte %d before the at-sign", i);
		ok(address_is_domain_byte(c) == (is_domain || is_other),
		    "byte %d behind it", i);
	}
}

/* To which mail can be sent, and how long. */
static void
test_fit(void)
{
	static const struct {
		const char *address;
		bool is_fit;
	} rows[] = {
		{ "a@b.c", true },
		{ "jo.bell@example.org", true },
		{ "jo@a-b.example.org", true },
		{ "jo.@example.org", false },
		{ ".jo@example.org", false },
		{ "j..o@example.org", false },
		{ "jo@.example.org", false },
		{ "jo@example.org.", false },
		{ "jo@example..org", false },
		{ "jo@example", false },
		{ "@example.org", false },
		{ "jo@", false },
		{ "jo", false },
		{ "jo:x@example.org", false },
		{ "jo@exam_ple.org", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span address = span_of(rows[i].address);

		is_number(address_is_fit(edge_copy(address)), rows[i].is_fit,
		    "%s", rows[i].address);
		is_number(address_is_fit(edge_start(address)), rows[i].is_fit,
		    "with nothing before it");
	}
	for (int len = 254; len <= 255; len++) {
		autoarena mem = { NULL };
		struct span a =
		    arena_printf(&mem, "%0*d@example.org", len - 12, 0);

		is_number(a.len, len, "an address of %d bytes", len);
		is_number(address_is_fit(a), len == 254, "is fit, or too long");
	}
	is_span(address_domain(SPAN("a@b@c")), "c", "behind the last");
	is_span(address_domain(SPAN("abc")), "", "without one");
}

/* One mailbox in running text. */
static void
test_read(void)
{
	static const struct {
		const char *text, *name, *address;
	} rows[] = {
		{ "'jo@example.org'", "", "jo@example.org" },
		{ "'jo@example.org", "", "jo@example.org" },
		{ "\"Jo\" <jo@example.org>", "Jo", "jo@example.org" },
		{ "*Jo* <jo@example.org>", "Jo", "jo@example.org" },
		{ "'Jo' (jo@example.org)", "Jo", "jo@example.org" },
		{ "Jo (Ward 7) <jo@example.org>", "Jo (Ward 7)",
		    "jo@example.org" },
		{ "\"\" <jo@example.org>", "", "jo@example.org" },
		{ "\"", "", "" },
		{ "@", "", "@" },
		{ "Jo, jo@example.org; or so", "", "jo@example.org" },
		{ "al@example.net jo@example.org", "", "al@example.net" },
		{ "Jo\tBell <jo@example.org>", "Jo Bell", "jo@example.org" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct mailbox_address m =
		    address_read(edge_of(rows[i].text), &mem);

		is_span(m.name, rows[i].name, "%s", rows[i].text);
		is_span(m.address, rows[i].address, "its address");
	}
}

/* Lists, as "Jo|jo@example.org;Al|al@example.net". */
static void
test_lists(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "" },
		{ " , ,", "" },
		{ "jo@example.org,,al@example.net",
		    "|jo@example.org;|al@example.net;" },
		{ "jo@example.org; ; al@example.net",
		    "|jo@example.org;|al@example.net;" },
		{ "Bell, Jo <jo@example.org>", "Bell, Jo|jo@example.org;" },
		{ "Bell, Jo <jo@example.org>, al@example.net",
		    "Bell, Jo|jo@example.org;|al@example.net;" },
		{ "Bell, Jo <jo@example.org>,Reed, Al <al@example.net>",
		    "Bell, Jo|jo@example.org;Reed, Al|al@example.net;" },
		{ "\"Bell, Jo\" <jo@example.org>; Al <al@example.net>",
		    "Bell, Jo|jo@example.org;Al|al@example.net;" },
		{ "\"Bell; Jo\" <jo@example.org>; Al <al@example.net>",
		    "Bell; Jo|jo@example.org;Al|al@example.net;" },
		{ "\"\" <jo@example.org>, \"Al\" <al@example.net>",
		    "|jo@example.org;Al|al@example.net;" },
		{ "Bell, Jo <jo@example.org", "Bell, Jo|jo@example.org;" },
		{ "Bell, Jo <Ward 7>,@example.net",
		    "Bell, Jo|;|@example.net;" },
		{ "Jo, Al", "Jo|;Al|;" },
		{ "Jo, al@example.net", "Jo|;|al@example.net;" },
		{ "jo@example.org, Al <al@example.net>",
		    "|jo@example.org;Al|al@example.net;" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct mailbox_address *list;
		size_t n =
		    address_read_list(edge_of(rows[i].text), &list, &mem);
		struct span all = SPAN("");

		for (size_t k = 0; k < n; k++)
			all = arena_printf(&mem, "%.*s%.*s|%.*s;",
			    SPAN_ARG(all), SPAN_ARG(list[k].name),
			    SPAN_ARG(list[k].address));
		is_span(all, rows[i].want, "\"%s\"", rows[i].text);
	}
}

/* A quoted name of 200 bytes may hold commas; a longer one is none. */
static void
test_quoted(void)
{
	for (int len = 199; len <= 200; len++) {
		autoarena mem = { NULL };
		struct mailbox_address *list;
		struct span text = arena_printf(&mem,
		    "\"a@,%0*d\" <jo@example.org>", len - 3, 0);

		is_number(address_read_list(text, &list, &mem),
		    len == 199 ? 1 : 2, "%d bytes between quotes", len);
	}
}

static void
test_domains(void)
{
	static const struct {
		const char *address, *list;
		bool is_listed, is_within;
	} rows[] = {
		{ "jo@example.org", "al@example.org, JO@example.org", true,
		    false },
		{ "jo@example.org", "", false, false },
		{ "jo@example.org", "example.net, Example.ORG", false, true },
		{ "jo@a.example.org", "example.org", false, true },
		{ "jo@aexample.org", "example.org", false, false },
		{ "jo@org", "example.org", false, false },
		{ "jo", "example.org", false, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span a = edge_of(rows[i].address);

		is_number(address_is_listed(a, edge_of(rows[i].list)),
		    rows[i].is_listed, "%s in %s", rows[i].address,
		    rows[i].list);
		is_number(address_is_within(a, edge_of(rows[i].list)),
		    rows[i].is_within, "or within");
	}
}

/* Names that go out under our signature. */
static void
test_names(void)
{
	static const struct {
		const char *name;
		bool is_fit;
	} rows[] = {
		{ "Jo", true },
		{ " Jo ", true },
		{ "az AZ", true },
		{ "\u00c0\u024f", true },
		{ "Jo-Ann O'Neil", true },
		{ "J\u00d7o", false },
		{ "J\u00f7o", false },
		{ "J\u00bfo", false },
		{ "J\u0250o", false },
		{ "J@o", false },
		{ "J[o", false },
		{ "J`o", false },
		{ "J{o", false },
		{ "- '", false },
		{ "J", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct span name = span_trim(edge_of(rows[i].name));

		ok(span_is_equal(name_for_greeting(edge_of(rows[i].name)),
		       rows[i].is_fit ? name : SPAN("")),
		    "\"%s\"", rows[i].name);
	}
}

static void
test_postal(void)
{
	autoarena mem = { NULL };

	is_span(postal_lines(SPAN("3 Elm Row, ,Leeds,LS1 4DY"), &mem),
	    "3 Elm Row\nLeeds\nLS1 4DY", "in lines, as on an envelope");
}

int
main(void)
{
	test_bytes();
	test_fit();
	test_read();
	test_lists();
	test_quoted();
	test_domains();
	test_names();
	test_postal();
	return done();
}

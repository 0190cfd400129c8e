/* authentication.c - which Authentication-Results is believed, and what of it */
#include "triage/authentication.h"

#include "house.h"

#define OURS "mx.northmoor.example"
#define BY_US                                                                  \
	"from a.example (a.example [192.0.2.1]) by mx.northmoor.example with " \
	"ESMTPS; Sun, 22 Nov 2026 10:00:00 +0000"
#define BY_OTHERS "from b.example by a.example with ESMTP; Sun, 22 Nov 2026"

/* One field of a joan@example.org. */
static void
test_fields(void)
{
	static const struct {
		const char *results, *want;
	} rows[] = {
		{ OURS "; dmarc=pass header.from=example.org", "pass" },
		{ OURS "; spf=pass; dmarc=fail (p=none)", "fail" },
		{ OURS "; spf=pass smtp.mailfrom=example.org; dmarc=fail",
		    "fail" },
		{ OURS "; dmarc=none; dkim=pass header.d=example.org", "pass" },
		{ OURS " 1; dkim=pass", "pass" },
		{ OURS "; dkim=fail; spf=softfail", "none" },
		{ OURS "; spf=fail", "fail" },
		{ OURS "; spf=fail; dkim=pass header.d=example.org", "pass" },
		{ OURS "; none", "none" },
		{ OURS, "none" },
		{ "MX.Northmoor.Example; dmarc=pass", "pass" },
		{ "evil.example; dmarc=pass", "none" },
		{ "mx.northmoor.example.evil.example; dmarc=pass", "none" },
		{ "; dmarc=pass", "none" },
		/* a domain that is not the sender's proves nothing */
		{ OURS "; dkim=pass header.d=evil.example", "none" },
		{ OURS "; spf=pass smtp.mailfrom=x@evil.example", "none" },
		{ OURS "; spf=pass smtp.mailfrom=bounce@mail.example.org",
		    "pass" },
		{ OURS "; spf=pass smtp.mailfrom=x@badexample.org", "none" },
		{ OURS "; dkim=pass header.d=evil.example; dkim=pass "
		       "header.d=example.org",
		    "pass" },
		{ OURS "; dkim=pass header.d=evil.example,example.org",
		    "none" },
		/* what senders choose is in comments and quotes */
		{ OURS "; spf=fail (x; dmarc=pass) smtp.mailfrom=x", "fail" },
		{ OURS "; spf=fail smtp.mailfrom=\"a; dmarc=pass\"@e.example",
		    "fail" },
		{ OURS "; spf=fail (a \\) ; dmarc=pass ) smtp.mailfrom=x",
		    "fail" },
		{ OURS "; spf=pass reason=\"(\" smtp.mailfrom=a@example.org; "
		       "dmarc=fail",
		    "fail" },
		{ "(x) " OURS " (y); dmarc=pass", "pass" },
		{ "evil.example (; " OURS "; dmarc=pass)", "none" },
		{ OURS "; spf=fail (a \" b) smtp.mailfrom=x; dmarc=pass",
		    "pass" },
		{ OURS "; spf=fail ((a) ; dmarc=pass) smtp.mailfrom=x",
		    "fail" },
		{ OURS "; spf=fail reason=\"a \\\"; dmarc=pass; \" x", "fail" },
		{ OURS "; spf=fail reason=\"a) \"; dmarc=pass", "pass" },
		{ OURS "; spf=fail (a \\", "fail" },
		/* marks where they mean nothing make no other words */
		{ OURS "); dmarc=pass", "none" },
		{ OURS "\\; dmarc=pass", "none" },
		{ OURS "; dkim=pass) header.d=example.org", "none" },
		/* the words of a result, however parted */
		{ OURS ";\n\tdkim=pass\n\theader.d=example.org", "pass" },
		{ OURS ";\tdkim=pass\theader.d=evil.example", "none" },
		{ OURS "; dkim=pass header.i=@evil.example "
		       "header.d=example.org",
		    "pass" },
		{ OURS "; dkim=pass header.i=x header.d=evil.example", "none" },
		{ OURS "; spf=fail (a \\) b); dmarc=pass", "pass" },
		{ OURS "; dkim=pass header.d=mail.example.org", "pass" },
		{ OURS "; dkim=pass header.d=org.example", "none" },
		{ OURS "; dkim=pass header.d=", "pass" },
		{ OURS "; DMARC=PASS", "pass" },
		{ OURS "; dmarc =pass", "none" },
		{ OURS "; dmarc=temperror; spf=fail", "fail" },
		{ OURS "; dmarc=temperror; spf=pass "
		       "smtp.mailfrom=example.org",
		    "pass" },
		{ OURS "; arc=pass header.d=example.org", "none" },
		{ OURS "; dkim=fail header.d=example.org", "none" },
		{ OURS "; spf=fail; dmarc=pass", "pass" },
		{ OURS "; dmarc=fail; dmarc=pass", "fail" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", "x");

		add_header(&item, &mem, "Authentication-Results",
		    rows[i].results);
		is_text(authentication_result(item.message, SPAN(OURS), &mem),
		    rows[i].want, "%s", rows[i].results);
	}
}

/* Where fields stand: ours at the top, forged ones below. */
static void
test_places(void)
{
	static const struct {
		const char *names, *values[5], *want, *what;
	} rows[] = {
		{ "A", { OURS "; dmarc=pass" }, "pass", "one" },
		{ "AA", { OURS "; dmarc=fail", OURS "; dmarc=pass" }, "fail",
		    "the first decides" },
		{ "AA", { OURS "; spf=pass", OURS "; dmarc=fail" }, "fail",
		    "a second of the same server makes it worse" },
		{ "AA", { OURS "; spf=fail", OURS "; dmarc=pass" }, "fail",
		    "but never better" },
		{ "AA", { "evil.example; dmarc=fail", OURS "; dkim=pass" },
		    "pass", "another server's does not count" },
		{ "ARA", { OURS "; none", BY_US, OURS "; dmarc=pass" }, "none",
		    "a forged one below our hop" },
		{ "RAR", { BY_US, OURS "; dmarc=pass", BY_OTHERS }, "pass",
		    "ours below our own Received" },
		{ "RRA", { BY_US, BY_OTHERS, OURS "; dmarc=pass" }, "none",
		    "a forged one, and our hop added none" },
		{ "RAR",
		    { "from mx by store.northmoor.example", OURS "; dmarc=pass",
			BY_US },
		    "pass", "below a server further in" },
		{ "ARA", { OURS "; spf=pass", BY_US, OURS "; dmarc=fail" },
		    "pass", "a forged failure" },
		{ "R", { BY_US }, "none", "none at all" },
		{ "RA", { "from a.example", OURS "; dmarc=pass" }, "pass",
		    "below a hop that names no server" },
		{ "AA", { OURS "; dmarc=pass", OURS "; none" }, "pass",
		    "a second that says nothing" },
		{ "ASA", { OURS "; spf=pass", "x", OURS "; dmarc=fail" },
		    "fail", "another field between them" },
		{ "RRA", { BY_OTHERS, BY_US, OURS "; dmarc=pass" }, "pass",
		    "below two hops, the upper not ours" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "A complaint",
		    "I want to make a complaint about my treatment on ward 7.");

		for (size_t h = 0; rows[i].names[h] != '\0'; h++)
			add_header(&item, &mem,
			    rows[i].names[h] == 'A'   ? "Authentication-Results"
			    : rows[i].names[h] == 'R' ? "Received"
						      : "Subject",
			    rows[i].values[h]);
		triage_here(&item, &mem);
		is_text(item.origin.authenticated, rows[i].want, "%s",
		    rows[i].what);
		is_number(item.owed.acknowledge,
		    strcmp(rows[i].want, "fail") == 0 ? ACK_HOLD : ACK_YES,
		    "what failed is held");
		is_number(item.verdict.disposition, NEW_CASE,
		    "and registered like any other");
	}
}

int
main(void)
{
	test_fields();
	test_places();
	return done();
}

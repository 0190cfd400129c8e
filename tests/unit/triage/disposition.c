/* disposition.c - which way an item goes */
#include "triage/disposition.h"

#include "house.h"

#define COMPLAIN "I wish to make a formal complaint about my care. "

static void
test_ways(void)
{
	static const struct {
		const char *text;
		enum disposition want;
	} rows[] = {
		{ COMPLAIN "Nobody came.", NEW_CASE },
		{ "Please send me a copy of my medical records.",
		    RECORDS_REQUEST },
		{ "This is a subject access request for all you hold.",
		    RECORDS_REQUEST },
		{ "I am his executor. Please send my late father's hospital "
		  "records, under the Access to Health Records Act 1990.",
		    RECORDS_REQUEST },
		{ COMPLAIN "I also want copies of my records.", NEW_CASE },
		{ "I wish to raise a grievance against my line manager, who "
		  "has not paid me for three bank shifts.",
		    STAFF_MATTER },
		{ COMPLAIN "I work at the hospital myself, on Ward 3.",
		    NEW_CASE },
		{ "I should like to apply for the post of porter, and attach "
		  "my CV.",
		    OUT_OF_SCOPE },
		{ "My bins have not been collected for a month, and I pay my "
		  "council tax.",
		    OUT_OF_SCOPE },
		{ "My ward sister parked me beside the bins, which were never "
		  "collected, and the nurses paid no heed to my council tax.",
		    NEW_CASE },
		{ "Congratulations, you have won the lottery! Claim your prize "
		  "and verify your account details below.",
		    SPAM },
		{ "I write for my constituent, who has had no answer.",
		    MP_ENQUIRY },
		{ "I shall write to my member of Parliament about the ward.",
		    NEW_CASE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		triage_here(&item, &mem);
		is_text(disposition_name(item.verdict.disposition),
		    disposition_name(rows[i].want), "%s", rows[i].text);
		if (rows[i].want == NEW_CASE)
			continue;
		ok(item.verdict.needs_review, "a person looks");
		ok(item.owed.ack_due != NO_DATE, "and the clock runs");
		if (rows[i].want != RECORDS_REQUEST)
			is_number(item.owed.acknowledge, ACK_HOLD,
			    "nothing goes out before");
	}
}

/* Only what our own server wrote counts. */
static void
test_spam_marks(void)
{
	static const struct {
		const char *name, *value;
		bool is_above; /* of a stranger's Received field */
		enum disposition want;
	} rows[] = {
		{ "X-Spam-Flag", "YES", true, SPAM },
		{ "X-Spam-Flag", "NO", true, NEW_CASE },
		{ "X-Spam-Flag", "YES", false, NEW_CASE },
		{ "X-Spam-Status", "Yes, score=9.1", true, SPAM },
		{ "X-Forefront-Antispam-Report", "CIP:192.0.2.1;SFV:SPM;", true,
		    SPAM },
		{ "X-Forefront-Antispam-Report", "CIP:192.0.2.1;SFV:NSPM;",
		    true, NEW_CASE },
		{ "X-MS-Exchange-Organization-SCL", "5", true, SPAM },
		{ "X-MS-Exchange-Organization-SCL", "4", true, NEW_CASE },
		{ "X-MS-Exchange-Organization-SCL", "9", true, SPAM },
		{ "X-MS-Exchange-Organization-SCL", "-1", true, NEW_CASE },
		{ "X-MS-Exchange-Organization-SCL", "", true, NEW_CASE },
		{ "X-Spam-Flag", "Ye", true, NEW_CASE },
		{ "X-Spam-Flag", " yes ", true, SPAM },
		{ "X-Spam-Status", "No, score=0", true, NEW_CASE },
		{ "X-Spam-Score", "9", true, NEW_CASE },
		{ "X-Spam", "Yes", true, NEW_CASE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x",
		    "The lights in the lobby are too dim for my poor eyes.");

		add_header(&item, &mem, "Received",
		    "from a by mx.northmoor.example with ESMTPS; x");
		if (rows[i].is_above)
			add_header(&item, &mem, rows[i].name, rows[i].value);
		add_header(&item, &mem, "Received",
		    "from b by relay.example.net with ESMTP; x");
		if (!rows[i].is_above)
			add_header(&item, &mem, rows[i].name, rows[i].value);
		triage_here(&item, &mem);
		is_text(disposition_name(item.verdict.disposition),
		    disposition_name(rows[i].want), "%s: %s", rows[i].name,
		    rows[i].value);
	}
	{
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", COMPLAIN);

		add_header(&item, &mem, "X-Spam-Flag", "YES");
		triage_here(&item, &mem);
		is_number(item.verdict.disposition, NEW_CASE,
		    "a complaint stays one");
		ok(item.verdict.needs_review, "and a person looks");
	}
}

#define LOTTERY                                                                \
	"Congratulations, you have won the lottery! Claim your prize and "     \
	"verify your account details below. "
#define CARE "The nurses on the ward were late with my operation. "
#define PRAISE "Thank you for the wonderful and kind care that I had. "

/* Words of two ways: which one counts, and what a person is asked. */
static void
test_both(void)
{
	static const struct {
		const char *what, *text;
		enum disposition want;
		const char *ask; /* "" where nothing is said of the way */
	} rows[] = {
		{ "a lottery", LOTTERY, SPAM, "it looks like spam" },
		{ "a lottery and a ward", LOTTERY CARE, NEW_CASE,
		    "parts of it read like spam" },
		{ "a lottery in a complaint", COMPLAIN LOTTERY, NEW_CASE,
		    "parts of it read like spam" },
		{ "records", "Please send me a copy of my medical records.",
		    RECORDS_REQUEST, "it asks for somebody's records" },
		{ "records in praise",
		    PRAISE PRAISE "Please send me a copy of my medical "
				  "records.",
		    NEW_CASE, "" },
		{ "a grievance",
		    "I wish to raise a grievance against my line manager, who "
		    "has not paid me for three bank shifts.",
		    STAFF_MATTER, "it is about its writer's own employment" },
		{ "a grievance in a complaint",
		    COMPLAIN "I wish to raise a grievance against my line "
			     "manager, who has not paid me for three bank "
			     "shifts.",
		    NEW_CASE, "it may be a matter of a member of staff" },
		{ "bins",
		    "My bins have not been collected for a month, and I pay my "
		    "council tax.",
		    OUT_OF_SCOPE, "it seems to be for somebody else" },
		{ "bins and a ward",
		    CARE "My bins have not been collected for a month, and I "
			 "pay my council tax.",
		    NEW_CASE, "it may be for somebody else" },
		{ "bins in a complaint",
		    "I wish to make a formal complaint. My bins have not been "
		    "collected for a month, and I pay my council tax.",
		    NEW_CASE, "it may be for somebody else" },
		{ "a constituent",
		    "I write for my constituent, who has had no answer.",
		    MP_ENQUIRY, "it speaks for a constituent" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", rows[i].text);

		triage_here(&item, &mem);
		is_text(disposition_name(item.verdict.disposition),
		    disposition_name(rows[i].want), "%s", rows[i].what);
		ok(rows[i].ask[0] == '\0' ||
			holds(item.verdict.review_reason, rows[i].ask),
		    "it is asked: %s", rows[i].ask);
	}
}

/* What it came from: a machine's, an answer, an MP's. */
static void
test_origin(void)
{
	static const struct {
		enum origin_kind kind;
		enum machine machine;
		bool is_likely, reads_like_a_case;
		const char *reference, *from;
		enum disposition want;
	} rows[] = {
		{ ORIGIN_PUBLIC, MACHINE_NONE, false, false, "", "a@b.example",
		    NEW_CASE },
		{ ORIGIN_PUBLIC, MACHINE_NONE, false, false, "CS26-000012-C",
		    "a@b.example", FOLLOW_UP },
		{ ORIGIN_PUBLIC, MACHINE_NONE, false, false, "",
		    "a@parliament.uk", MP_ENQUIRY },
		{ ORIGIN_PUBLIC, MACHINE_NONE, false, false, "CS26-000012-C",
		    "a@parliament.uk", FOLLOW_UP },
		{ ORIGIN_MACHINE, MACHINE_BOUNCE, false, false, "",
		    "a@b.example", MACHINE },
		{ ORIGIN_MACHINE, MACHINE_BOUNCE, false, true, "",
		    "a@b.example", MACHINE },
		{ ORIGIN_MACHINE, MACHINE_BOUNCE, true, false, "",
		    "a@b.example", NEW_CASE },
		{ ORIGIN_MACHINE, MACHINE_BOUNCE, true, false, "CS26-000012-C",
		    "a@b.example", MACHINE },
		{ ORIGIN_MACHINE, MACHINE_LIST, false, true, "", "a@b.example",
		    NEW_CASE },
		{ ORIGIN_MACHINE, MACHINE_NOTICE, false, true, "",
		    "a@b.example", NEW_CASE },
		{ ORIGIN_MACHINE, MACHINE_AUTO_REPLY, false, true, "",
		    "a@b.example", NEW_CASE },
		{ ORIGIN_MACHINE, MACHINE_AUTO_REPLY, false, true,
		    "CS26-000012-C", "a@b.example", FOLLOW_UP },
		{ ORIGIN_MACHINE, MACHINE_AUTO_REPLY, false, false, "",
		    "a@b.example", MACHINE },
		{ ORIGIN_MACHINE, MACHINE_RECEIPT, false, true, "",
		    "a@b.example", MACHINE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { NULL };
		struct item item = a_message(&mem, "x", "x");

		item.message->from.address = edge_of(rows[i].from);
		item.origin = (struct origin){ .kind = rows[i].kind,
			.machine = rows[i].machine,
			.is_likely_machine = rows[i].is_likely };
		item.verdict.reference = edge_of(rows[i].reference);
		disposition_of_origin(&item, rows[i].reads_like_a_case);
		is_text(disposition_name(item.verdict.disposition),
		    disposition_name(rows[i].want), "row %zu", i);
	}
}

int
main(void)
{
	test_ways();
	test_spam_marks();
	test_both();
	test_origin();
	return done();
}

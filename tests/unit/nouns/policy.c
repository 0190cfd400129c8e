/* policy.c - a pack's decisions, held to the law */
#include "policy.h"
#include "base/io.h"
#include "tap.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

/* Behind a pack's text, on its line 1 where that is empty. */
#define URGENT                                                                 \
	"[referral]\nurgent_clinical = A\nsafeguarding_child = B\n"            \
	"safeguarding_adult = C\ncriminal = E\nabusive = F\n"

static struct error why;

/* Reads the text with the recipients that every pack needs. */
static enum outcome
read_text(const char *text, struct arena *mem, struct policy *p)
{
	const char *whole = arena_printf(mem, URGENT "%s%s%s",
	    strstr(text, "\nred = ") ? "" : "red = G\n",
	    strstr(text, "self_harm = ") ? "" : "self_harm = D\n", text)
				.at;

	ok(io_create("packs/ours/policy.conf", span_of(whole), &why) == DONE,
	    "a pack");
	why.text[0] = '\0';
	return policy_read(SPAN("ours"), SPAN("packs"), mem, p, &why);
}

static void
has_defaults(void)
{
	autoarena mem = { 0 };
	struct policy p;

	is_number(read_text("", &mem, &p), DONE, "an empty pack");
	is_span(p.name, "ours", "its name");
	is_span(p.folder, "packs/ours", "its folder");
	is_number(p.ack_days[COMPLAINT], 3, "the law's three days");
	is_number(p.ack_days[CATEGORY_NONE], 3, "for what nobody decided too");
	is_number(p.ack_days[FOI], 2, "two for FOI");
	is_number(p.response_days[COMPLAINT], 0, "no figure of its own");
	is_number(p.response_days[FOI], 20, "the law's twenty days");
	is_number(p.holding_days, 0, "a holding letter when it is late");
	is_number(p.holding_again, 0, "once");
	is_number(p.holding, LETTER_HELD, "that a person lets go");
	is_number(p.follow_up, LETTER_BY_ITSELF, "a further message's goes");
	for (enum category c = 0; c < CATEGORY_COUNT; c++)
		ok(p.acknowledges[c], "\"%s\" is acknowledged",
		    category_name(c));
	for (enum flag_kind f = 0; f < FLAG_COUNT; f++)
		is_number(p.refer_to[f].len > 0, policy_is_urgent(f),
		    "%s is referred where it is urgent", flag_name(f));
	is_number(p.limit_months, 12, "the law's year to complain in");
	is_number(p.retention_years, 10, "ten years' keeping");
	is_number(p.restriction_months, 6, "half a year's restriction");
	is_number(p.final_reply, FINAL_AS_AGREED, "the final reply");
	is_span(p.signatory, "Customer Services", "who signs");
}

static void
reads_values(void)
{
	autoarena mem = { 0 };
	struct policy p;

	is_number(read_text("[acknowledge_within]\n"
			    "complaint = 2\nreview = 1\n"
			    "[respond_within]\n"
			    "complaint = 40\nfoi = 15\nholding_letter = 5\n"
			    "holding_again = 20\n"
			    "[acknowledge]\ncompliment = no\n"
			    "[letters]\nsignatory = The Team\n"
			    "follow_up = no\nholding = yes\n"
			    "[definitions]\ncomplaint = words\n"
			    "[who_and_when]\n"
			    "deceased = personal_representative\n"
			    "[targets]\ncomplex_6_months = 80\n"
			    "[referral]\n"
			    "red = Duty director\ngift = Fundraising\n",
		      &mem, &p),
	    DONE, "a whole pack");
	is_number(p.ack_days[COMPLAINT], 2, "complaint");
	is_number(p.ack_days[CONCERN], 3, "concern keeps its own");
	is_number(p.ack_days[CATEGORY_NONE], 1, "review");
	is_number(p.response_days[COMPLAINT], 40, "response");
	is_number(p.response_days[FOI], 15, "FOI sooner than the law");
	is_number(p.holding_days, 5, "holding letter");
	is_number(p.holding_again, 20, "the next one");
	is_number(p.holding, LETTER_BY_ITSELF, "it goes");
	is_number(p.follow_up, LETTER_NEVER, "no further message's");
	ok(!p.acknowledges[COMPLIMENT] && p.acknowledges[COMPLAINT],
	    "a compliment need not be acknowledged");
	is_span(p.signatory, "The Team", "who signs");
	is_span(p.refer_to[RED], "Duty director", "the first flag");
	is_span(p.refer_to[GIFT], "Fundraising", "the last flag");
	is_span(p.refer_to[SELF_HARM], "D", "those between");
	is_span(p.definitions[COMPLAINT], "words", "what a complaint is");
	is_number(p.deceased, DECEASED_PERSONAL_REPRESENTATIVE, "the dead");
	is_number(p.targets.complex_6_months, 80, "a target");
}

/* Each figure at the law's limit and one above. */
static void
keeps_the_law(void)
{
	static const struct {
		const char *text;
		enum outcome how;
	} rows[] = {
		{ "[acknowledge_within]\ncomplaint = 3\n", DONE },
		{ "[acknowledge_within]\ncomplaint = 4\n", BROKEN },
		{ "[acknowledge_within]\nreview = 4\n", BROKEN },
		{ "[acknowledge_within]\nfoi = -1\n", BROKEN },
		{ "[letters]\nholding = hold\n", DONE },
		{ "[letters]\nholding = no\n", BROKEN },
		{ "[respond_within]\nholding_letter = 31\n", BROKEN },
		{ "[respond_within]\nfoi = 20\n", DONE },
		{ "[respond_within]\nfoi = 21\n", BROKEN },
		{ "[respond_within]\ncomplaint = 130\n", DONE },
		{ "[respond_within]\ncomplaint = 131\n", BROKEN },
		{ "[respond_within]\nholding_letter = 30\n", DONE },
		{ "[respond_within]\nholding_letter = 31\n", BROKEN },
		{ "[respond_within]\ncompliment = 1\n", BROKEN },
		{ "[respond_within]\ncomplaint = 30\nearly = 31\n", BROKEN },
		{ "[who_and_when]\ntime_limit = 12\n", DONE },
		{ "[who_and_when]\ntime_limit = 11\n", BROKEN },
		{ "[retention]\ncomplaint = 10\n", DONE },
		{ "[retention]\ncomplaint = 9\n", BROKEN },
		{ "[restriction]\nreview = 6\n", DONE },
		{ "[restriction]\nreview = 7\n", BROKEN },
		{ "[targets]\ncomplex_3_months = 101\n", BROKEN },
		{ "[letters]\nfinal_reply = pigeon\n", BROKEN },
		{ "[referral]\nself_harm =\n", BROKEN },
		{ "[acknowledge]\nconcern = no\n", DONE },
		{ "[acknowledge]\ncomplaint = no\n", BROKEN },
		{ "[acknowledge]\nnobody = no\n", BROKEN },
		{ "[letters]\nsignatory =\n", BROKEN },
		{ "[referral]\nblue = x\n", BROKEN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct policy p;

		is_number(read_text(rows[i].text, &mem, &p), rows[i].how,
		    "row %zu", i);
	}
	{
		autoarena mem = { 0 };
		struct policy p;

		is_number(
		    read_text("[acknowledge]\ncomplaint = no\n", &mem, &p),
		    BROKEN, "silence to a complainant");
		is_text(why.text,
		    "packs/ours/policy.conf:9: [acknowledge]: complaint: "
		    "the law demands it",
		    "is refused");
	}
}

static void
finds_the_pack(void)
{
	autoarena mem = { 0 };
	struct policy p;

	is_number(read_text("", &mem, &p), DONE, "by its name");
	is_number(
	    policy_read(SPAN("packs/ours"), SPAN("elsewhere"), &mem, &p, &why),
	    DONE, "a path is taken as it is");
	is_span(p.folder, "packs/ours", "and is the folder");
	is_number(policy_read(SPAN("none"), SPAN("packs"), &mem, &p, &why),
	    BROKEN, "no such pack");
	is_text(why.text,
	    "packs/none/policy.conf: open: No such file or directory",
	    "is told");
}

static int
drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

int
main(void)
{
	char folder[] = "/tmp/postroom-policy-XXXXXX";

	if (mkdtemp(folder) == NULL || chdir(folder) < 0 ||
	    io_make_dirs("packs/ours", &why) != DONE)
		return 1;
	has_defaults();
	reads_values();
	keeps_the_law();
	finds_the_pack();
	ok(chdir("/") == 0 && nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS) == 0,
	    "nothing is left behind");
	return done();
}

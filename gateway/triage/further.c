/* further.c - decides on letters to somebody whose case is open */
#include "triage/further.h"

#include "triage/workday.h"

#define LAW_COMPLAINT_MONTHS 6

static struct letter_owed
letter_not(const char *why)
{
	return (struct letter_owed){ ACK_NO, why, NO_DATE };
}

/* --- that a further message came --------------------------------------------- */

static const char *
why_not_further(const struct answered_case *c)
{
	if (c->is_closed)
		return "the case is closed";
	if (c->is_paused)
		return "the case is paused";
	if (c->is_restricted)
		return "contact with its author is restricted";
	if (c->has_one)
		return "a further message of this case was acknowledged before";
	if (!c->is_told)
		return "the case itself is still to be acknowledged";
	return NULL;
}

struct letter_owed
further_message_owed(const struct owed *owed, const struct answered_case *c)
{
	const char *why = why_not_further(c);

	if (owed->further == ACK_NO)
		return letter_not(
		    owed->further_why.len > 0 ? owed->further_why.at : "");
	if (why != NULL)
		return letter_not(why);
	if (owed->further == ACK_HOLD)
		return (struct letter_owed){ ACK_HOLD, owed->further_why.at,
			owed->ack_due };
	if (c->is_bounced)
		return (struct letter_owed){ ACK_HOLD,
			"what was sent to them before came back",
			owed->ack_due };
	return (struct letter_owed){ ACK_YES, "", owed->ack_due };
}

/* --- that the reply will be late ---------------------------------------------- */

static const char *
why_not_holding(const struct late_case *c)
{
	if (c->category != COMPLAINT && c->category != CONCERN)
		return "it is neither a complaint nor a concern";
	if (c->disposition != NEW_CASE && c->disposition != FOLLOW_UP &&
	    c->disposition != MP_ENQUIRY)
		return "it is no case of the procedure";
	if (c->is_answered)
		return "the reply has left";
	if (c->is_paused)
		return "the case is paused";
	if (c->is_waiting)
		return "one waits already";
	if (c->response_due == NO_DATE)
		return "no day was named for the reply";
	return NULL;
}

/*
 * The latest day that has come by the policy, or its first one; NO_DATE beyond
 * the table of holidays.
 */
static day
policy_day(const struct late_case *c, const struct policy *policy,
    struct calendar calendar, day today)
{
	day on = NO_DATE, next;
	enum outcome how =
	    policy->holding_days > 0
		? workday_back(calendar, c->response_due, policy->holding_days,
		      &on, NULL)
		: workday_add(calendar, c->response_due, 1, &on, NULL);

	if (how != DONE)
		return NO_DATE;
	while (policy->holding_again > 0 &&
	       workday_add(calendar, on, policy->holding_again, &next, NULL) ==
		   DONE &&
	       next <= today)
		on = next;
	return on;
}

/* The day after the law's six months; NO_DATE where it asks for no letter. */
static day
law_day(const struct late_case *c, struct calendar calendar)
{
	day last = months_last_day(c->received_on, LAW_COMPLAINT_MONTHS), on;

	return c->category == COMPLAINT && c->response_due <= last &&
		       workday_add(calendar, last, 1, &on, NULL) == DONE
		   ? on
		   : NO_DATE;
}

/* Why a person lets it go; NULL where it may go by itself. */
static const char *
why_holding_waits(const struct late_case *c, const struct policy *policy)
{
	if (!c->is_told)
		return "the case was never acknowledged";
	if (c->is_bounced)
		return "what was sent to them before came back";
	if (!c->has_address)
		return "there is no address: telephone, and record that";
	if (c->is_restricted)
		return "contact with its author is restricted";
	if (c->is_immediate)
		return "a person reads it first: see its flags";
	if (c->disposition == MP_ENQUIRY)
		return "a member of Parliament gets a person's answer";
	if (policy->holding != LETTER_BY_ITSELF)
		return "agree a new day with them, write it down (agreed_due), "
		       "and let it go";
	return NULL;
}

struct letter_owed
holding_letter_owed(const struct late_case *c, const struct policy *policy,
    day today)
{
	const struct calendar calendar = { false, policy->proclaimed,
		policy->n_proclaimed };
	const char *why = why_not_holding(c);
	struct letter_owed owed = { ACK_HOLD, "", NO_DATE };
	day law;

	if (why != NULL)
		return letter_not(why);
	owed.on = policy_day(c, policy, calendar, today);
	law = law_day(c, calendar);
	if (owed.on == NO_DATE)
		return letter_not("its day lies outside the table of bank "
				  "holidays");
	if (law != NO_DATE && law <= today && law >= owed.on)
		owed.on = law;
	if (owed.on > today)
		return letter_not("its day has not come");
	if (c->last != NO_DATE && c->last >= owed.on)
		return letter_not("it was written");
	if (today - owed.on > HOLDING_OLD_DAYS)
		return letter_not("its day is long over: a person sees to it");
	why = owed.on == law ? "six months are over: the law asks for the "
			       "reason, and for the day of the reply"
			     : why_holding_waits(c, policy);
	owed.is = why != NULL ? ACK_HOLD : ACK_YES;
	owed.why = why != NULL ? why : "";
	return owed;
}

/* --- needs ------------------------------------------------------------------- */

static bool
is_met(struct span kind, struct span detail, const struct letter_form *form)
{
	static const char *const beyond_us[] = { "braille", "audio", "bsl",
		"deafblind", "phone_only", "other" };
	bool is_paper = form->channel == CHANNEL_LETTER;

	for (size_t i = 0; i < sizeof beyond_us / sizeof *beyond_us; i++)
		if (span_is_equal(kind, span_of(beyond_us[i])))
			return false;
	if (span_is_equal(kind, SPAN("language")))
		return span_is_same_word(detail, SPAN("English")) ||
		       (form->is_welsh &&
			   span_is_same_word(detail, SPAN("Welsh")));
	if (span_is_equal(kind, SPAN("easy_read")))
		return form->is_easy_read;
	if (span_is_equal(kind, SPAN("electronic")) ||
	    span_is_equal(kind, SPAN("email_only")) ||
	    span_is_equal(kind, SPAN("coloured_paper")))
		return !is_paper;
	return true;
}

/* What is told of a need that the letter does not meet. */
static const char *
unmet_words(struct span kind)
{
	static const struct {
		const char *kind, *words;
	} rows[] = {
		{ "braille", "they need Braille: a person sends it so" },
		{ "audio", "they need audio: a person sends it so" },
		{ "bsl", "they use British Sign Language: a person sends it "
			 "so" },
		{ "deafblind", "they are deafblind: a person tells them" },
		{ "phone_only", "they are to be called, not written to" },
		{ "language", "they read another language, in which there is "
			      "no text" },
		{ "easy_read", "they need Easy Read, and the pack has no such "
			       "text" },
		{ "electronic", "they need what a screen reader can read, not "
				"paper" },
		{ "email_only", "they are to be e-mailed, not written to" },
		{ "coloured_paper", "they need coloured paper" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (span_is_equal(kind, span_of(rows[i].kind)))
			return rows[i].words;
	return "they have a need that a person must see to";
}

const char *
needs_unmet(struct span needs, const struct letter_form *form)
{
	while (needs.len > 0) {
		struct span detail = span_cut_line(&needs);
		struct span kind = span_cut_at(&detail, ' ');

		if (!is_met(kind, span_trim(detail), form))
			return unmet_words(kind);
	}
	return NULL;
}

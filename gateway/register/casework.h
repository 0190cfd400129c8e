/*
 * casework.h - what staff write down of a case
 *
 * A case has fields beside what its item told: each a word of the table below
 * with a value of its kind.  What is replaced stays, with who, when and why
 * (NHS Complaints Regulations 2009, reg 17; the history names the field and
 * no free text, since it outlives personal data).
 */
#ifndef REGISTER_CASEWORK_H
#define REGISTER_CASEWORK_H

#include "item.h"
#include "register/db.h"
#include "register/letters.h"

#include <time.h>

#define MAX_VALUE_BYTES 20000

/* clang-format off */
#define FIELD_KINDS(X)                                                       \
	X(FIELD_TEXT)   /* free text of staff: may be personal data */       \
	X(FIELD_PERSON) /* who of the staff, or which body */                \
	X(FIELD_DATE)   /* YYYY-MM-DD */                                     \
	X(FIELD_CHOICE) /* one of the words given */                         \
	X(FIELD_MONEY)  /* pounds: 120 or 120.50 */

/* Field, its kind, the words it may have, what it is. */
#define CASE_FIELDS(X)                                                       \
	X("owner", FIELD_PERSON, "", "who answers for the case")             \
	X("officer", FIELD_PERSON, "", "who works on it")                    \
	X("user_term", FIELD_CHOICE,                                         \
	    "complaint concern comment compliment enquiry feedback issue",   \
	    "what the person calls it")                                      \
	X("route", FIELD_CHOICE, "formal supported",                         \
	    "a formal investigation, or support by the service")             \
	X("complexity", FIELD_CHOICE, "straightforward complex",             \
	    "which response target counts")                                  \
	X("made_orally", FIELD_CHOICE, "yes no", "made by word of mouth")    \
	X("desired_outcome", FIELD_TEXT, "", "what the person hopes for")    \
	X("offer_made_on", FIELD_DATE, "",                                   \
	    "a discussion of manner and time was offered")                   \
	X("offer_outcome", FIELD_CHOICE, "accepted declined no_answer",      \
	    "what became of that offer")                                     \
	X("agreed_due", FIELD_DATE, "", "the response is agreed for")        \
	X("agreed_on", FIELD_DATE, "", "and that was agreed on")             \
	X("agreed_with", FIELD_TEXT, "", "with whom")                        \
	X("period_notified_on", FIELD_DATE, "",                              \
	    "the person was told the response period in writing")            \
	X("event_date", FIELD_DATE, "", "when it happened")                  \
	X("knowledge_date", FIELD_DATE, "", "when the person learned of it") \
	X("late_decision", FIELD_CHOICE, "accepted refused",                 \
	    "on a complaint after twelve months")                            \
	X("late_decided_by", FIELD_PERSON, "", "who decided that")           \
	X("paused_on", FIELD_DATE, "", "the case is paused since")           \
	X("paused_by", FIELD_CHOICE, "police coroner court person",          \
	    "by whose request it is paused")                                 \
	X("resumed_on", FIELD_DATE, "", "and goes on since")                 \
	X("lead_organisation", FIELD_PERSON, "",                             \
	    "who leads a response of several bodies")                        \
	X("organisations", FIELD_TEXT, "", "the bodies concerned")           \
	X("transferred_from", FIELD_PERSON, "", "the body that passed it on") \
	X("transferred_to", FIELD_PERSON, "", "the body that it went to")    \
	X("transfer_consent", FIELD_CHOICE, "requested received refused",    \
	    "to pass it on")                                                 \
	X("consent", FIELD_CHOICE, "not_needed requested received refused",  \
	    "of the patient, to release what is confidential")               \
	X("ecomms_consent", FIELD_CHOICE, "implied given withdrawn",         \
	    "to be written to by e-mail")                                    \
	X("communication_needs", FIELD_TEXT, "",                             \
	    "formats and support that the person needs")                     \
	X("law", FIELD_CHOICE, "foia eir", "the law of a request")           \
	X("staff_matter", FIELD_CHOICE, "yes no",                            \
	    "its writer's own employment: in no ordinary list")              \
	X("scope_reason", FIELD_CHOICE,                                      \
	    "employment council other_body private answered ombudsman "      \
	    "information business",                                          \
	    "why it is outside the procedure")                               \
	X("clarify_requested_on", FIELD_DATE, "",                            \
	    "the requester was asked to clarify")                            \
	X("clarified_on", FIELD_DATE, "", "and did")                         \
	X("extended_until", FIELD_DATE, "",                                  \
	    "the request may be answered until then (FOIA s.10(3), EIR 7)")  \
	X("exemptions", FIELD_TEXT, "",                                      \
	    "what of a request was withheld by: s40 s43")                    \
	X("contacted_on", FIELD_DATE, "", "the person last heard from us")   \
	X("acknowledged_on", FIELD_DATE, "",                                 \
	    "it was acknowledged by telephone")                              \
	X("satisfied_on", FIELD_DATE, "",                                    \
	    "the person said that it is settled")                            \
	X("response_sent_on", FIELD_DATE, "", "the final response left")     \
	X("signed_by", FIELD_PERSON, "", "who signed it")                    \
	X("ombudsman_told_on", FIELD_DATE, "",                               \
	    "the person was told of the Ombudsman")                          \
	X("ico_told_on", FIELD_DATE, "",                                     \
	    "the requester was told of the review and the ICO")              \
	X("ombudsman_referred_on", FIELD_DATE, "",                           \
	    "the Ombudsman took the case")                                   \
	X("cqc_referred_on", FIELD_DATE, "", "the CQC was told")             \
	X("ico_referred_on", FIELD_DATE, "", "the ICO was told, or asks")    \
	X("outcome", FIELD_CHOICE,                                           \
	    "upheld partly_upheld not_upheld withdrawn out_of_scope "        \
	    "transferred settled_orally answered partly_answered refused "   \
	    "not_held noted",                                                \
	    "what came of it")                                               \
	X("redress", FIELD_MONEY, "", "paid to put it right")                \
	X("lessons", FIELD_TEXT, "", "what was learned")                     \
	X("actions", FIELD_TEXT, "", "what will be done")                    \
	X("actions_due", FIELD_DATE, "", "and by when")                      \
	X("survey_sent_on", FIELD_DATE, "", "a satisfaction survey went out") \
	X("site", FIELD_PERSON, "", "the site that it is about")             \
	X("legal_hold", FIELD_CHOICE, "yes no", "must not be destroyed")
/* clang-format on */

#define FIELD_KIND(kind) kind,
enum field_kind {
	FIELD_KINDS(FIELD_KIND)
};
#undef FIELD_KIND

struct case_field {
	const char *name;
	enum field_kind kind;
	const char *choices; /* words parted by blanks; "" for other kinds */
	const char *sentence;
};

/* The table, n fields. */
const struct case_field *case_fields(size_t *n);

/* The field of that name; NULL for none. */
const struct case_field *case_field_find(struct span name);

/*
 * The value as the register keeps it, in mem: text trimmed, a date checked,
 * money with two decimals.  REFUSED, with what would do, for any other.
 */
enum outcome case_field_read(const struct case_field *field, struct span text,
    struct arena *mem, struct span *value, struct error *why) must_check;

/* Who changes what of which case, and why. */
struct change {
	struct span reference;
	struct span who; /* login, or the name that a person gave */
	struct span
	    reason; /* no personal data: the history keeps it; "" none */
	time_t at;
	enum letter_kind letter; /* which one, where one is meant */
};

/*
 * Adds to the history what was done: detail, and the reason behind it in
 * brackets.  Inside a transaction.
 */
enum outcome change_tell(struct db *db, const struct change *change,
    const char *what, struct span detail, struct error *why) must_check;

/*
 * Sets a field to a value of case_field_read, "" to clear it, whatever the
 * rules (rules.h); what it was stays readable.  Nothing changes where it is
 * that already.  REFUSED where there is no such case.  Inside a transaction,
 * without touching other tables.
 */
enum outcome casework_write(struct db *db, const struct change *change,
    const struct case_field *field, struct span value,
    struct error *why) must_check;

/* One field as it is now, in mem; "" where it is not set. */
enum outcome casework_get(struct db *db, struct span reference,
    const char *field, struct arena *mem, struct span *value,
    struct error *why) must_check;

/* A value, now or before. */
struct case_value_row {
	struct span field, value, who;
	time_t at;
	bool is_current;
};
typedef bool case_value_show(const struct case_value_row *row, void *context);

/*
 * The case's values in the order in which they were set; text is valid during
 * the call only, and show ends it with false.
 */
enum outcome casework_each(struct db *db, struct span reference,
    case_value_show *show, void *context, struct error *why) must_check;

#endif

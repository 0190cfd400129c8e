/* people_case.c - roles in a case, and what may leave the house with whom */
#include "register/people_case.h"
#include "register/people_match.h"
#include "register/statement.h"
#include "triage/workday.h"

static bool
is_word_of(const char *words, struct span word)
{
	struct span rest = span_of(words);

	while (rest.len > 0)
		if (span_is_equal(span_cut_at(&rest, ' '), word))
			return true;
	return false;
}

static enum outcome
find_case(struct db *db, struct span reference, long long *id,
    struct error *why)
{
	enum outcome how = statement_number(db, Q_CASE_ID, id, why,
	    VALUES(value_text(reference)));

	if (how == DONE && *id == 0)
		return fail(why, REFUSED, "%.*s: no such case in the register",
		    SPAN_ARG(reference));
	return how;
}

/* --- roles ----------------------------------------------------------------- */

static enum outcome
check_involvement(const struct change *change, const struct involvement *i,
    struct error *why)
{
	bool represents = span_is_equal(i->role, SPAN("representative"));
	day seen = day_parse(i->evidence_on);

	if (!is_word_of(CASE_ROLES, i->role))
		return fail(why, REFUSED, "a role can be: " CASE_ROLES);
	if (represents && !is_word_of(REPRESENTATIVE_BASES, i->basis))
		return fail(why, REFUSED,
		    "say on what basis they represent the patient: "
		    "--basis " REPRESENTATIVE_BASES);
	if (!represents && i->basis.len > 0)
		return fail(why, REFUSED, "only a representative has a basis");
	if (i->evidence_on.len > 0 && seen == NO_DATE)
		return fail(why, REFUSED, "a date looks like 2026-11-22");
	if (seen != NO_DATE && seen > day_in_london(change->at))
		return fail(why, REFUSED,
		    "evidence: that day has not come yet");
	return DONE;
}

static enum outcome
involve(struct db *db, const struct change *change, const struct involvement *i,
    long long *id, struct error *why)
{
	autoarena mem = { 0 };
	struct person person = { .id = i->person_id };
	long long case_id = 0;
	enum outcome how = check_involvement(change, i, why);

	if (how == DONE)
		how = find_case(db, change->reference, &case_id, why);
	if (how == DONE)
		how = i->person_id != 0 ? people_find_present(db, i->person_id,
					      &mem, &person, why)
					: people_add(db, change, i->name,
					      i->born_on, &person.id, why);
	if (how == DONE)
		how = statement_run(db, Q_PERSON_CASE_ADD, why,
		    VALUES(value_number(person.id), value_number(case_id),
			value_text(i->role), value_text(i->basis),
			value_optional(i->evidence_on),
			value_number(change->at), value_text(change->who)));
	if (how != DONE)
		return how;
	*id = person.id;
	return change_tell(db, change, "person named",
	    arena_printf(&mem, "P%lld is %.*s%s%.*s%s", person.id,
		SPAN_ARG(i->role), i->basis.len > 0 ? ": " : "",
		SPAN_ARG(i->basis),
		i->evidence_on.len > 0 ? ", evidence was seen" : ""),
	    why);
}

enum outcome
people_involve(struct db *db, const struct change *change,
    const struct involvement *involvement, long long *id, struct error *why)
{
	long long found = 0;
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = transaction_end(db, involve(db, change, involvement, &found, why),
	    why);
	if (how == DONE)
		*id = found;
	return how;
}

static enum outcome
dismiss(struct db *db, const struct change *change, long long id,
    struct span role, struct error *why)
{
	autoarena mem = { 0 };
	long long case_id = 0;
	enum outcome how = find_case(db, change->reference, &case_id, why);

	if (how == DONE)
		how = statement_run(db, Q_PERSON_CASE_REMOVE, why,
		    VALUES(value_number(case_id), value_number(id),
			value_text(role)));
	if (how != DONE)
		return how;
	if (statement_changes(db) == 0)
		return fail(why, REFUSED, "P%lld is not %.*s of %.*s", id,
		    SPAN_ARG(role), SPAN_ARG(change->reference));
	return change_tell(db, change, "person taken off",
	    arena_printf(&mem, "P%lld is not %.*s", id, SPAN_ARG(role)), why);
}

enum outcome
people_dismiss(struct db *db, const struct change *change, long long id,
    struct span role, struct error *why)
{
	enum outcome how;

	if (change->reason.len == 0)
		return fail(why, REFUSED, "say why: --reason WORDS");
	how = transaction_begin(db, why);
	if (how != DONE)
		return how;
	return transaction_end(db, dismiss(db, change, id, role, why), why);
}

enum outcome
people_of_case(struct db *db, struct span reference, involvement_show *show,
    void *context, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_PEOPLE_OF_CASE, why,
	    VALUES(value_text(reference)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted = show(
		    &(struct involvement_row){
			.person = { .id = rows_number(&rows, 0),
			    .name = rows_text(&rows, 1),
			    .born_on = rows_text(&rows, 2) },
			.role = rows_text(&rows, 3),
			.basis = rows_text(&rows, 4),
			.evidence_on = rows_text(&rows, 5),
			.contact = rows_text(&rows, 6),
			.is_restricted = rows_number(&rows, 7) != 0 },
		    context);
	return how;
}

enum outcome
people_cases(struct db *db, long long id, person_case_show *show, void *context,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_CASES_OF_PERSON, why,
	    VALUES(value_number(id)));
	bool is_wanted = true;

	while (is_wanted && rows_take(&rows, &how, why))
		is_wanted = show(
		    &(struct person_case_row){ .reference = rows_text(&rows, 0),
			.role = rows_text(&rows, 1),
			.basis = rows_text(&rows, 2),
			.evidence_on = rows_text(&rows, 3),
			.category = rows_text(&rows, 4),
			.state = rows_text(&rows, 5),
			.received_on = rows_text(&rows, 6) },
		    context);
	return how;
}

/* --- release --------------------------------------------------------------- */

struct facts {
	bool is_foi;
	bool is_represented;      /* somebody is recorded as doing so */
	bool is_patient_another;  /* a patient, and no complainant */
	bool is_patient_the_same; /* who is the complainant too */
	bool looks_represented;   /* by the words, or the address */
};

static enum outcome
facts_read(struct db *db, struct span reference, struct facts *facts,
    struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_RELEASE_FACTS, why,
	    VALUES(value_text(reference)));

	if (how != DONE)
		return how;
	if (!rows.has_row)
		return fail(why, REFUSED, "%.*s: no such case in the register",
		    SPAN_ARG(reference));
	*facts = (struct facts){
		.is_foi = span_is_equal(rows_text(&rows, 0), SPAN("foi")),
		.is_represented = rows_number(&rows, 1) != 0,
		.is_patient_another = rows_number(&rows, 2) != 0,
		.is_patient_the_same = rows_number(&rows, 3) != 0,
		.looks_represented = rows_number(&rows, 4) != 0,
	};
	return DONE;
}

/* What makes the recipient somebody else than the patient; NULL: nothing. */
static const char *
third_party(const struct facts *f, enum recipient to)
{
	if (to == TO_PATIENT || (f->is_foi && to == TO_COMPLAINANT))
		return NULL;
	if (to == TO_THIRD_PARTY)
		return "it goes to a third party";
	if (f->is_patient_another)
		return "the patient is not the complainant";
	if (f->is_represented)
		return "somebody represents the patient";
	return f->looks_represented && !f->is_patient_the_same
		   ? "the letter reads as if somebody wrote for the patient"
		   : NULL;
}

static struct span
lack(struct span consent)
{
	if (span_is_equal(consent, SPAN("requested")))
		return SPAN("the patient's consent was asked for and has not "
			    "come");
	if (span_is_equal(consent, SPAN("refused")))
		return SPAN("the patient refused consent");
	return SPAN("the patient's consent is not recorded");
}

enum outcome
people_release(struct db *db, struct span reference, enum recipient to,
    struct arena *mem, struct release *release, struct error *why)
{
	struct facts facts = { 0 };
	struct span consent = SPAN("");
	const char *cause;
	enum outcome how = facts_read(db, reference, &facts, why);

	if (how == DONE)
		how =
		    casework_get(db, reference, "consent", mem, &consent, why);
	if (how != DONE)
		return how;
	cause = third_party(&facts, to);
	/* Consent that was asked for matters, whatever else is recorded. */
	if (cause == NULL && to == TO_COMPLAINANT && !facts.is_foi &&
	    !facts.is_patient_the_same && consent.len > 0)
		cause = "the patient's consent was asked for";
	release->is_allowed =
	    cause == NULL || is_word_of("received not_needed", consent);
	release->reason =
	    release->is_allowed
		? SPAN("")
		: arena_printf(mem,
		      "%s, and %.*s: nothing confidential may be released "
		      "before (postroom set %.*s consent received, or "
		      "not_needed with the reason)",
		      cause, SPAN_ARG(lack(consent)), SPAN_ARG(reference));
	return DONE;
}

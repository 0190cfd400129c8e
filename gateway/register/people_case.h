/*
 * people_case.h - who people are to a case, and to whom its papers may go
 */
#ifndef REGISTER_PEOPLE_CASE_H
#define REGISTER_PEOPLE_CASE_H

#include "register/people.h"

/* Words parted by blanks (Complaints Regulations 2009, reg 5). */
#define CASE_ROLES "complainant patient representative mp advocate"
#define REPRESENTATIVE_BASES                                                   \
	"deceased child incapacity requested mp poa advocate solicitor"

/* A role that a person has, or gets. */
struct involvement {
	long long person_id;     /* 0: a new person of that name */
	struct span name;        /* of a new one */
	struct span born_on;     /* of a new one; "" unknown */
	struct span role;        /* of CASE_ROLES */
	struct span basis;       /* of a representative; "" for the others */
	struct span evidence_on; /* proof of it was seen; "" not yet */
};

/*
 * Gives a person a role in the case that change names, or changes basis and
 * evidence of a role they have; *id is who it is.  REFUSED for another word, a
 * representative without a basis, a basis for anybody else, evidence of a day
 * to come, and where there is no such case or person.  In a transaction of its
 * own.
 */
enum outcome people_involve(struct db *db, const struct change *change,
    const struct involvement *involvement, long long *id,
    struct error *why) must_check;

/*
 * Takes the role from the person.  REFUSED without a reason, and where they
 * have no such role.  In a transaction of its own.
 */
enum outcome people_dismiss(struct db *db, const struct change *change,
    long long id, struct span role, struct error *why) must_check;

struct involvement_row {
	struct person person;
	struct span role, basis, evidence_on;
	struct span contact; /* the first to use, or "" */
	bool is_restricted;
};
typedef bool involvement_show(const struct involvement_row *row, void *context);

/* Complainants first, then patients, then the others. */
enum outcome people_of_case(struct db *db, struct span reference,
    involvement_show *show, void *context, struct error *why) must_check;

struct person_case_row {
	struct span reference, role, basis, evidence_on;
	struct span category, state, received_on;
};
typedef bool person_case_show(const struct person_case_row *row, void *context);

/* The cases of a person, newest first. */
enum outcome people_cases(struct db *db, long long id, person_case_show *show,
    void *context, struct error *why) must_check;

/*
 * To whom the response, or papers of the case, are to go.  The Ombudsman, who
 * asks for the file by law, is no third party.
 */
enum recipient {
	TO_PATIENT,
	TO_COMPLAINANT, /* the patient, or whoever writes for the patient */
	TO_THIRD_PARTY
};

struct release {
	bool is_allowed;
	struct span reason; /* plain English, where it is not */
};

/*
 * Whether what is confidential may be released: to the patient always; to a
 * complainant who is not the patient, or may not be, and to a third party
 * where the field consent is received or not_needed, and not before (R027).
 * A request for information is answered without.  REFUSED where there is no
 * such case.
 */
enum outcome people_release(struct db *db, struct span reference,
    enum recipient to, struct arena *mem, struct release *release,
    struct error *why) must_check;

#endif

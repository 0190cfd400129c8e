/*
 * fields.h - what texts of a pack can name
 *
 * Nothing of what the writer sent is among them but the name to greet, and
 * that only where it is made of letters (name_for_greeting) and stands as
 * names do: up to five words, the first and the last with a capital; and in
 * no letter that will be published.
 *
 *	reference full_reference received_on response_due greeting signatory
 *	organisation retention_years contact_name contact_phone contact_email
 *	contact_address contact_hours
 *	by_letter by_email                the way it goes
 *	late representative ...           triage/circumstances.h
 *	scope_council ... scope_unsaid    why it is outside the procedure
 *	scope_signpost                    who can help with it instead
 *	advocacy_name _phone _web _address _contact, and of the other signposts
 */
#ifndef REPLY_FIELDS_H
#define REPLY_FIELDS_H

#include "register/outbox.h"
#include "reply/house.h"
#include "reply/template.h"

#define MAX_FIELDS 90

struct fields {
	struct field at[MAX_FIELDS];
	size_t n;
};

/* Sets all fields for a row; dates and greeting in Welsh where it asks so. */
void fields_set(struct fields *fields, const struct house *house,
    const struct outbox_row *row, bool in_welsh, struct arena *mem);

/*
 * The reference to be quoted: with the token, by which an answer is known and
 * which nobody else may read (register/token.h); without it in what will be
 * published.
 */
struct span full_reference(const struct outbox_row *row, struct arena *mem);

/* "Dydd Sul 22 Tachwedd 2026"; "" for NO_DATE. */
struct span day_in_welsh(day d, struct arena *mem);

#endif

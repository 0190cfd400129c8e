/*
 * sender_role.h - in what role somebody writes
 *
 * An MP, a solicitor or an advocate writes for somebody else; a council or
 * Healthwatch as an office; WhatDoTheyKnow publishes what it is sent.  Who
 * answers them, and how, depends on it, so staff are told.
 */
#ifndef TRIAGE_SENDER_ROLE_H
#define TRIAGE_SENDER_ROLE_H

#include "item.h"

/* Why a role: NULL where there is none. */
struct sender_role {
	const char *role; /* its word of SENDER_ROLES */
	const char *reason;
};

/* clang-format off */
#define SENDER_ROLES(X)                                                      \
	X(ROLE_MP, "mp", "a member of Parliament")                           \
	X(ROLE_SOLICITOR, "solicitor", "a solicitor")                        \
	X(ROLE_ADVOCATE, "advocate", "an advocate")                          \
	X(ROLE_COUNCIL, "council", "a council")                              \
	X(ROLE_HEALTHWATCH, "healthwatch", "Healthwatch")                    \
	X(ROLE_WHATDOTHEYKNOW, "whatdotheyknow", "WhatDoTheyKnow")           \
	X(ROLE_REGULATOR, "regulator", "a regulator or ombudsman")           \
	X(ROLE_POLICE, "police", "the police")
/* clang-format on */

#define ROLE_ENUM(name, word, plain) name,
enum sender_role_kind {
	SENDER_ROLES(ROLE_ENUM) SENDER_ROLE_COUNT
};
#undef ROLE_ENUM

/*
 * The role of a sender.  By the domain of the address: a name that is known
 * (parliament.uk), or a word in it ("smith-solicitors.co.uk"); in gov.uk a
 * council is told by that word in domain, name or text.  Else by what the
 * text says of its writer: "we act for", "my constituent", "I am an advocate";
 * not by who else is spoken of ("my solicitor").  The text is the author's,
 * with signature and footers.
 */
struct sender_role sender_role_find(const struct mailbox_address *from,
    struct span text);

/* Is it an office, whose letters get a person's answer? */
bool sender_role_is_office(const struct sender_role *role);

#endif

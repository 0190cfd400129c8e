/* sender_role.c - in what role somebody writes */
#include "triage/sender_role.h"

#include "triage/address.h"
#include "triage/phrases.h"

#define ROLE_TEXT(name, word, plain)                                           \
	{ word, "the sender is " plain ", by the address",                     \
		"the sender writes as " plain ", by the text" },
static const struct {
	const char *word, *by_address, *by_text;
} roles[] = { SENDER_ROLES(ROLE_TEXT) };
#undef ROLE_TEXT

/* Domains, and those below them. */
static const struct {
	enum sender_role_kind role;
	const char *domains;
} known[] = {
	{ ROLE_MP,
	    "parliament.uk, parliament.scot, senedd.wales, niassembly.gov.uk" },
	{ ROLE_WHATDOTHEYKNOW, "whatdotheyknow.com" },
	{ ROLE_REGULATOR,
	    "ombudsman.org.uk, cqc.org.uk, ico.org.uk, lgo.org.uk, "
	    "spso.gov.scot, hiw.org.uk, gmc-uk.org, nmc.org.uk, hcpc-uk.org, "
	    "sra.org.uk, ehrc.org.uk, equalityhumanrights.com, hse.gov.uk" },
	{ ROLE_POLICE, "police.uk" },
	{ ROLE_ADVOCATE, "pohwer.net, voiceability.org, seap.org.uk, "
			 "the-advocacy-project.org"
			 ".uk, rethink.org, mind.org.uk, avma.org.uk, "
			 "patients-association.org"
			 ".uk, llais.wales, llaiscymru.org" },
	{ ROLE_HEALTHWATCH, "healthwatch.co.uk" },
};

/* Words in a label of a domain. */
static const struct {
	enum sender_role_kind role;
	const char *word;
} parts[] = {
	{ ROLE_HEALTHWATCH, "healthwatch" },
	{ ROLE_SOLICITOR, "solicitor" },
	{ ROLE_SOLICITOR, "lawyers" },
	{ ROLE_SOLICITOR, "-law." },
	{ ROLE_SOLICITOR, "-legal." },
	{ ROLE_SOLICITOR, "barristers" },
	{ ROLE_ADVOCATE, "advocacy" },
	{ ROLE_ADVOCATE, "advocates" },
};

/* What they say of themselves, folded as phrases are. */
static const struct {
	enum sender_role_kind role;
	const char *words;
} sayings[] = {
	{ ROLE_MP, "my constituent" },
	{ ROLE_MP, "member of parliament for" },
	{ ROLE_MP, "house of commons, london sw1a" },
	{ ROLE_MP, "house of commons london sw1a" },
	{ ROLE_SOLICITOR, "we act for" },
	{ ROLE_SOLICITOR, "we act on behalf of" },
	{ ROLE_SOLICITOR, "we are instructed by" },
	{ ROLE_SOLICITOR, "we are instructed on behalf of" },
	{ ROLE_SOLICITOR, "we have been instructed by" },
	{ ROLE_SOLICITOR, "we are the solicitors" },
	{ ROLE_SOLICITOR, "i am a solicitor acting" },
	{ ROLE_SOLICITOR, "regulated by the solicitors regulation authority" },
	{ ROLE_ADVOCATE, "i am an advocate" },
	{ ROLE_ADVOCATE, "i am an independent advocate" },
	{ ROLE_ADVOCATE, "i am an nhs complaints advocate" },
	{ ROLE_ADVOCATE, "i am an independent health complaints advocate" },
	{ ROLE_ADVOCATE, "i am the advocate for" },
	{ ROLE_ADVOCATE, "i am an independent mental health advocate" },
	{ ROLE_ADVOCATE, "i am an independent mental capacity advocate" },
	{ ROLE_ADVOCATE, "we are advocates for" },
	{ ROLE_ADVOCATE, "we provide independent health complaints advocacy" },
	{ ROLE_HEALTHWATCH, "i am writing on behalf of healthwatch" },
	{ ROLE_HEALTHWATCH, "we are healthwatch" },
	{ ROLE_COUNCIL, "i am writing on behalf of the council" },
	{ ROLE_REGULATOR,
	    "we are the parliamentary and health service ombudsman" },
	{ ROLE_REGULATOR, "we are the care quality commission" },
	{ ROLE_REGULATOR, "we are the information commissioner" },
};

static bool
has_word(struct span text, const char *words)
{
	struct span w = span_of(words);
	size_t at = span_find(text, w, 0);

	for (; at != SPAN_NOT_FOUND; at = span_find(text, w, at + 1))
		if ((at == 0 || !is_word_byte(text.at[at - 1])) &&
		    (at + w.len == text.len ||
			!is_word_byte(text.at[at + w.len])))
			return true;
	return false;
}

static struct sender_role
by_address(enum sender_role_kind role)
{
	return (struct sender_role){ roles[role].word, roles[role].by_address };
}

static struct sender_role
find_by_address(const struct mailbox_address *from, struct span text)
{
	struct span domain = address_domain(from->address);
	bool names_council =
	    span_find(domain, SPAN("council"), 0) != SPAN_NOT_FOUND ||
	    has_word(from->name, "council") || has_word(text, "council");

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (address_is_within(from->address, span_of(known[i].domains)))
			return by_address(known[i].role);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (span_find(domain, span_of(parts[i].word), 0) !=
		    SPAN_NOT_FOUND)
			return by_address(parts[i].role);
	if (address_is_within(from->address, SPAN("gov.uk")) && names_council)
		return by_address(ROLE_COUNCIL);
	return (struct sender_role){ NULL, NULL };
}

struct sender_role
sender_role_find(const struct mailbox_address *from, struct span text)
{
	autoarena mem = { NULL };
	struct folded folded = text_fold(text, NULL, 0, &mem);
	struct sender_role role = find_by_address(from, folded.text);

	for (size_t i = 0;
	     role.role == NULL && i < sizeof sayings / sizeof *sayings; i++)
		if (has_word(folded.text, sayings[i].words))
			role =
			    (struct sender_role){ roles[sayings[i].role].word,
				    roles[sayings[i].role].by_text };
	return role;
}

bool
sender_role_is_office(const struct sender_role *role)
{
	static const enum sender_role_kind offices[] = { ROLE_MP, ROLE_COUNCIL,
		ROLE_HEALTHWATCH, ROLE_REGULATOR, ROLE_POLICE };

	for (size_t i = 0; i < sizeof offices / sizeof *offices; i++)
		if (role->reason == roles[offices[i]].by_address)
			return true;
	return false;
}

/* authentication.c - did the sender's mail servers prove who they are? */
#include "triage/authentication.h"

#include "triage/address.h"

enum proof {
	PROOF_NONE,
	PROOF_PASS,
	PROOF_FAIL
};

/*
 * The text without comments, and with what is quoted made harmless: senders
 * choose what stands in both (RFC 5322 section 3.2).
 */
static struct span
plain_of(struct span text, struct arena *mem)
{
	char *plain = arena_alloc(mem, text.len);
	size_t len = 0, depth = 0;
	bool is_quoted = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\\' && (depth > 0 || is_quoted)) {
			i++;
			continue;
		}
		if (c == '"' && depth == 0)
			is_quoted = !is_quoted;
		else if (c == '(' && !is_quoted)
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		else if (depth == 0 && !is_quoted)
			plain[len++] = c;
	}
	return (struct span){ plain, len };
}

/* Takes the next word off *rest. */
static struct span
cut_word(struct span *rest)
{
	struct span all = span_trim(*rest);
	size_t end = 0;

	while (end < all.len && all.at[end] != ' ' && all.at[end] != '\t' &&
	       all.at[end] != '\n')
		end++;
	*rest = span_from(all, end);
	return span_head(all, end);
}

/* The domain that a result is about, by its property; "" for none. */
static struct span
domain_of(struct span properties, const char *name)
{
	while (properties.len > 0) {
		struct span value = cut_word(&properties), domain;
		size_t end = 0;

		if (!span_is_same_word(span_cut_at(&value, '='), span_of(name)))
			continue;
		domain = address_domain(value);
		if (domain.len == 0)
			domain = value;
		while (
		    end < domain.len && address_is_domain_byte(domain.at[end]))
			end++;
		return span_head(domain, end);
	}
	return SPAN("");
}

/* Is the domain that of From, or one below the other? */
static bool
is_aligned(struct span domain, struct span from, struct arena *mem)
{
	return domain.len == 0 || address_is_within(from, domain) ||
	       address_is_within(arena_printf(mem, "x@%.*s", SPAN_ARG(domain)),
		   address_domain(from));
}

/* One field, behind its authserv-id. */
static enum proof
field_proof(struct span results, struct span from, struct arena *mem)
{
	static const struct {
		const char *method, *property;
	} identities[] = { { "dkim", "header.d" }, { "spf", "smtp.mailfrom" } };
	bool is_proven = false, has_failed = false;

	while (results.len > 0) {
		struct span properties = span_cut_at(&results, ';');
		struct span result = cut_word(&properties);
		struct span method = span_trim(span_cut_at(&result, '='));
		bool is_pass = span_is_same_word(result, SPAN("pass"));
		bool is_fail = span_is_same_word(result, SPAN("fail"));

		if (span_is_same_word(method, SPAN("dmarc")) &&
		    (is_pass || is_fail))
			return is_pass ? PROOF_PASS : PROOF_FAIL;
		has_failed |= is_fail && span_is_same_word(method, SPAN("spf"));
		for (size_t i = 0; i < sizeof identities / sizeof *identities;
		     i++)
			is_proven |= is_pass &&
				     span_is_same_word(method,
					 span_of(identities[i].method)) &&
				     is_aligned(domain_of(properties,
						    identities[i].property),
					 from, mem);
	}
	if (is_proven)
		return PROOF_PASS;
	return has_failed ? PROOF_FAIL : PROOF_NONE;
}

/* Did our own server receive it here: "from ... by mx.example.org with"? */
static bool
is_our_hop(struct span received, struct span trusted)
{
	while (received.len > 0)
		if (span_is_same_word(cut_word(&received), SPAN("by")))
			return address_is_listed(cut_word(&received), trusted);
	return false;
}

const char *
authentication_result(const struct message *m, struct span trusted,
    struct arena *mem)
{
	static const char *const words[] = { "none", "pass", "fail" };
	enum proof proof = PROOF_NONE;
	bool is_found = false, is_behind_hop = false;

	for (size_t i = 0; i < m->n_headers; i++) {
		const struct header *h = &m->headers[i];
		struct span rest, server;
		enum proof next;

		if (span_is_same_word(h->name, SPAN("Received"))) {
			if (is_found || is_behind_hop)
				break;
			is_behind_hop =
			    is_our_hop(plain_of(h->value, mem), trusted);
			continue;
		}
		if (!span_is_same_word(h->name, SPAN("Authentication-Results")))
			continue;
		rest = plain_of(h->value, mem);
		server = span_cut_at(&rest, ';');
		if (!address_is_listed(cut_word(&server), trusted))
			continue;
		next = field_proof(rest, m->from.address, mem);
		if (!is_found || next == PROOF_FAIL)
			proof = next;
		is_found = true;
	}
	return words[proof];
}

/*
 * address.h - mail addresses as people and mail programs write them
 */
#ifndef TRIAGE_ADDRESS_H
#define TRIAGE_ADDRESS_H

#include "item.h"

/*
 * Reads one mailbox out of a header line in running text: "Jo Bell
 * <jo@example.org>", "jo@example.org", "Jo Bell [mailto:jo@example.org]",
 * "Jo Bell (jo@example.org)", "Jo Bell".  What is not there is "".  Text lives in mem.
 */
struct mailbox_address address_read(struct span text, struct arena *mem);

/*
 * The same for a list parted by ';', or by ',' where there is none and not
 * within a name ("Bell, Jo <jo@example.org>"): the number of mailboxes, in
 * *list.
 */
size_t address_read_list(struct span text, struct mailbox_address **list,
    struct arena *mem);

/*
 * Can mail be sent to it?  A dot-atom, '@' and a domain with a dot (RFC 5321
 * section 4.1.2 without quoted strings and address literals), 254 bytes at
 * most.
 */
bool address_is_fit(struct span address);

/* May the byte stand before the '@' of an address, or behind it? */
bool address_is_local_byte(char c);
bool address_is_domain_byte(char c);

/* What stands behind the last '@', "" without one. */
struct span address_domain(struct span address);

/* Is the address one of the list (words parted by commas)? */
bool address_is_listed(struct span address, struct span list);

/* Is its domain one of the list, or below one of the list? */
bool address_is_within(struct span address, struct span domains);

/* "1 Mill Lane, Northmoor" in lines, as on an envelope; in mem. */
struct span postal_lines(struct span typed, struct arena *mem);

/*
 * The name where it is fit for a greeting: letters, spaces, hyphens and
 * apostrophes, 2 to 60 bytes; "" otherwise, since a name is outside text that
 * would go out under our signature.
 */
struct span name_for_greeting(struct span name);

#endif

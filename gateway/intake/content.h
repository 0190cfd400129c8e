/*
 * content.h - what makes two messages the same one
 *
 * The same message comes twice: to two of our mailboxes, by two ways, again
 * after a mailbox was restored.  Its Message-ID does not tell (two different
 * ones may share it), its bytes do not either: each server on the way adds
 * lines of its own.  So a message's content is its bytes without those lines:
 *
 *	Return-Path, Received         RFC 5321 section 4.4: trace
 *	Received-SPF                  RFC 7208 section 9.1: trace
 *	Authentication-Results        RFC 8601 section 2.1: by the receiver
 *	ARC-*                         RFC 8617 section 4.1: trace of forwarders
 *	Delivered-To                  RFC 9228: by whoever delivers
 *	X-Original-To                 Postfix, virtual(8): the address before
 *	                              aliases
 *	Envelope-To, Delivery-Date    Exim, "Generic options for transports":
 *	                              added with Return-Path on delivery
 *	X-MS-Exchange-Organization-*  MS-OXCMAIL section 2.2.3.2.28: reserved to
 *	X-MS-Exchange-Forest-*        the Exchange that received it
 *	X-Microsoft-Antispam-Mailbox-Delivery, and
 *	X-MS-Exchange-Transport-EndToEndLatency
 *	                              Exchange Online: one mailbox's delivery
 *
 * Kept, as the author's side or a person's act: DKIM-Signature (RFC 6376
 * section 3.5) and Resent-* (RFC 5322 section 3.6.6).
 */
#ifndef INTAKE_CONTENT_H
#define INTAKE_CONTENT_H

#include "base/arena.h"
#include "base/outcome.h"

/*
 * The SHA-256, as 64 digits in mem, of the message open at fd: of its bytes
 * without the fields above, each with its continuation lines, and with every
 * CR LF taken as LF.  Names are compared without regard to case; blanks
 * before the colon (RFC 5322 section 4.5) are passed over.  Fields are looked
 * for until the first empty line, and no further than
 * MAX_HEADER_BLOCK_BYTES; what comes after is all content.
 *
 * A file that does not begin with a field name and a colon is hashed as it
 * is.  Reads the file once, whatever is in it, and leaves its offset alone.
 * LATER where it cannot be read.
 */
enum outcome content_hash(int fd, struct arena *mem, struct span *content,
    struct error *why) must_check;

#endif

/*
 * words.h - which words the author wrote now
 *
 * Mail carries much that its author did not write: the message it answers, a
 * signature, a confidentiality footer that names the Freedom of Information
 * Act.  These are marked as spans and left out of triage; nothing is deleted.
 */
#ifndef TRIAGE_WORDS_H
#define TRIAGE_WORDS_H

#include "triage/forward.h"
#include "triage/phrases.h"
#include "triage/triage.h"

/*
 * Sets item->spans, in order of part and place, and finds the message that
 * each part's text passes on: the first header block of a message's body
 * (header_block.h), also where all of it is quoted, or the first "On ...
 * wrote:" where the subject says that it is passed on.  None where the subject
 * says that it is a reply, but behind a "Forwarded message"; none that one of
 * our own mailboxes sent, but where the message says that it passes it on.  Returns what was found, by part.
 *   quoted: lines that begin with '>', or with more of them than the message
 *     passed on; all behind "On ... wrote:" (where no '>' follows), "Original
 *     Message" or a header block that is no forward; two or more paragraphs
 *     that begin as those of our own letters, and all lines of the texts of
 *     the policy pack (ours.h), in documents too.
 *   signature: behind "-- "; "Sent from my ..."; a closing such as "Kind
 *     regards" and the short lines after it, but not sentences after them.
 *   disclaimer: paragraphs with a cue of the lexicon, in running text from
 *     the cue on, and what stands between two such paragraphs.
 *   forward_header: a header block passed on, or printed on a document.
 * Documents have no other quotes.  Where nothing would be left of any part,
 * quotes are not marked, but for our own texts; where nothing is left then,
 * signatures are not.
 */
struct passed_on *words_mark(struct item *item,
    const struct triage_house *house, const struct phrase_book *book,
    struct arena *mem);

/* Is the part the text of a message, where quotes and signatures stand? */
bool words_is_mail_text(const struct item *item, const struct part *part);

#endif

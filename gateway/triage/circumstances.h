/*
 * circumstances.h - what else is so, beside the category, that a letter must
 * speak of
 *
 * Each is a word that texts of a policy pack ask by ((late??...)), and by
 * which a text of their own is chosen: complaint_child is the text of a
 * complaint by a child (reply/letter.h).  The earlier ones in the list choose
 * first.
 */
#ifndef TRIAGE_CIRCUMSTANCES_H
#define TRIAGE_CIRCUMSTANCES_H

#include "item.h"

/* clang-format off */
#define CIRCUMSTANCES(X)                                                     \
	X(IS_PUBLISHED, "published")     /* the reply will be, on a web site */ \
	X(IS_EIR, "eir")                 /* environmental information */     \
	X(IS_BY_CHILD, "child")          /* somebody under eighteen wrote */ \
	X(IS_TO_CHIEF, "chief_executive") /* it is addressed to them */      \
	X(IS_WELSH, "welsh")             /* asked for in Welsh */            \
	X(IS_EASY_READ, "easy_read")     /* asked for in Easy Read */        \
	X(IS_LARGE_PRINT, "large_print") /* asked for in large print */      \
	X(IS_ORAL, "oral")               /* staff noted what was said */     \
	X(IS_BY_OTHER, "representative") /* somebody speaks for the patient */ \
	X(IS_BEREAVED, "bereaved")       /* somebody died */                 \
	X(IS_LATE, "late")               /* over twelve months ago */        \
	X(HAS_NO_POSTAL, "no_postal_address") /* none was found in it */     \
	X(HAS_NO_PHONE, "no_telephone")  /* no number was found in it */     \
	X(HAS_CRIME, "criminal")         /* a crime may have been done */    \
	X(HAS_RECORDS, "records_too")    /* asks for records as well */      \
	X(HAS_FOI, "foi_too")            /* asks for information as well */  \
	X(HAS_MANY_BODIES, "several_organisations") /* is about them */      \
	X(HAS_DETENTION, "mental_health_act") /* is about its use */         \
	X(HAS_GIFT, "gift")              /* offers one */                    \
	X(HAS_UNREAD_PART, "unread_part") /* an attachment is beyond us */   \
	X(HAS_NEED, "adjustment")        /* somebody needs help to deal with us */

/* Why something is outside the procedure; staff say which. */
#define SCOPE_REASONS(X)                                                     \
	X("employment") /* the writer's own work for us */                   \
	X("council")    /* a council's service */                            \
	X("other_body") /* another public body's service */                  \
	X("private")    /* care that somebody paid for themselves */         \
	X("answered")   /* looked into and answered before */                \
	X("ombudsman")  /* the Ombudsman looks into it, or did */            \
	X("information") /* how we dealt with a request for information */   \
	X("business")   /* an offer, an application, an invoice */
/* clang-format on */

enum circumstance {
	CIRCUMSTANCES(ENUM_OF)
};
#define CIRCUMSTANCE_COUNT (0 CIRCUMSTANCES(COUNT_OF))
#define CIRCUMSTANCE_BIT(c) (1u << (c))

/* The word of it. */
const char *circumstance_name(enum circumstance c);

/*
 * What is so of the item, as bits; call when its flags are raised.  The form
 * in which somebody asks to be written to counts where they say so in their
 * own words.
 */
unsigned circumstances_find(const struct item *item);

/* Bits as words parted by blanks, in mem. */
struct span circumstances_words(unsigned bits, struct arena *mem);

/* Words parted by blanks or commas as bits; others count for nothing. */
unsigned circumstances_read(struct span words);

/*
 * The forms that a note of somebody's needs names, in any words: Welsh, Easy
 * Read, large print.
 */
unsigned circumstances_of_needs(struct span note);

/*
 * Why a person must make the form that the author asks for in their own
 * words, as somebody who needs it: Braille, audio.  NULL where none is asked
 * for.  Call when flags are raised.
 */
const char *circumstances_beyond_us(const struct item *item);

#endif

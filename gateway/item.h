/*
 * item.h - a thing that arrived, and all that is known of it
 *
 * Filled from front to back: the spool sets what arrived, reading sets the
 * message and its parts, triage sets the rest.  Everything lives in the
 * item's arena.  Text is clean UTF-8 (utf8_clean); offsets count its bytes.
 * Names of fields and words are those of the JSON contract (postroom.8).
 */
#ifndef ITEM_H
#define ITEM_H

#include "base/arena.h"
#include "base/ceilings.h"
#include "base/outcome.h"
#include "base/placed.h"

#include <time.h>

/*
 * Word lists: an enum and its words come from one table.  ENUM_OF(X) gives
 * the constants, NAMES_OF(X) the words in the same order.
 */
/* clang-format off */
#define CATEGORIES(X)                                                        \
	X(CATEGORY_NONE, "")                                                 \
	X(COMPLAINT, "complaint")                                            \
	X(CONCERN, "concern")                                                \
	X(COMMENT, "comment")                                                \
	X(COMPLIMENT, "compliment")                                          \
	X(FOI, "foi")

#define DISPOSITIONS(X)                                                      \
	X(NEW_CASE, "case")                                                  \
	X(FOLLOW_UP, "follow_up")                                            \
	X(MACHINE, "machine")                                                \
	X(SPAM, "spam")                                                      \
	X(RECORDS_REQUEST, "records_request")                                \
	X(STAFF_MATTER, "staff_matter")                                      \
	X(MP_ENQUIRY, "mp_enquiry")                                          \
	X(OUT_OF_SCOPE, "out_of_scope")

#define PART_OUTCOMES(X)                                                     \
	X(PART_READ, "read")                                                 \
	X(PART_EMPTY, "empty")                                               \
	X(PART_ENCRYPTED, "encrypted")                                       \
	X(PART_UNREADABLE, "unreadable")                                     \
	X(PART_TOO_LARGE, "too_large")                                       \
	X(PART_UNSUPPORTED, "unsupported")                                   \
	X(PART_KILLED, "killed")

#define DISPOSITIONS_OF_PARTS(X)                                             \
	X(PART_BODY, "body")                                                 \
	X(PART_INLINE, "inline")                                             \
	X(PART_ATTACHMENT, "attachment")

#define ORIGINS(X)                                                           \
	X(ORIGIN_PUBLIC, "public")                                           \
	X(ORIGIN_STAFF_FORWARD, "staff_forward")                             \
	X(ORIGIN_MACHINE, "machine")                                         \
	X(ORIGIN_ORGANISATION, "organisation")

#define MACHINES(X)                                                          \
	X(MACHINE_NONE, "")                                                  \
	X(MACHINE_BOUNCE, "bounce")                                          \
	X(MACHINE_AUTO_REPLY, "auto_reply")                                  \
	X(MACHINE_FEEDBACK, "feedback")                                      \
	X(MACHINE_LIST, "list")                                              \
	X(MACHINE_RECEIPT, "receipt")                                        \
	X(MACHINE_NOTICE, "notice")                                          \
	X(MACHINE_OWN, "own")

#define SPAN_KINDS(X)                                                        \
	X(SPAN_QUOTED, "quoted")                                             \
	X(SPAN_SIGNATURE, "signature")                                       \
	X(SPAN_DISCLAIMER, "disclaimer")                                     \
	X(SPAN_FORWARD_HEADER, "forward_header")

#define URGENCIES(X)                                                         \
	X(ROUTINE, "routine")                                                \
	X(SAME_DAY, "same_day")                                              \
	X(IMMEDIATE, "immediate")

#define ACKNOWLEDGE(X)                                                       \
	X(ACK_NO, "false")                                                   \
	X(ACK_YES, "true")                                                   \
	X(ACK_HOLD, "hold")

#define CHANNELS(X)                                                          \
	X(CHANNEL_NONE, "none")                                              \
	X(CHANNEL_EMAIL, "email")                                            \
	X(CHANNEL_LETTER, "letter")

#define FLAGS(X)                                                             \
	X(RED, "red")                                                        \
	X(URGENT_CLINICAL, "urgent_clinical")                                \
	X(PATIENT_SAFETY, "patient_safety")                                  \
	X(SAFEGUARDING_CHILD, "safeguarding_child")                          \
	X(SAFEGUARDING_ADULT, "safeguarding_adult")                          \
	X(SELF_HARM, "self_harm")                                            \
	X(LEGAL_ACTION, "legal_action")                                      \
	X(COMPENSATION, "compensation")                                      \
	X(MISCONDUCT, "misconduct")                                          \
	X(PROFESSIONAL_PRACTICE, "professional_practice")                    \
	X(MEDIA, "media")                                                    \
	X(CRIMINAL, "criminal")                                              \
	X(CORONER, "coroner")                                                \
	X(DISCRIMINATION, "discrimination")                                  \
	X(MENTAL_HEALTH_ACT, "mental_health_act")                            \
	X(MP, "mp")                                                          \
	X(GP_SERVICE, "gp_service")                                          \
	X(MULTI_ORGANISATION, "multi_organisation")                          \
	X(PRIVATE_PROVIDER, "private_provider")                              \
	X(ABUSIVE, "abusive")                                                \
	X(FLAG_RECORDS_REQUEST, "records_request")                           \
	X(FLAG_FOI, "foi")                                                   \
	X(DATA_BREACH, "data_breach")                                        \
	X(BEREAVEMENT, "bereavement")                                        \
	X(CHILD_COMPLAINANT, "child_complainant")                            \
	X(REPRESENTATIVE, "representative")                                  \
	X(LATE, "late")                                                      \
	X(REASONABLE_ADJUSTMENT, "reasonable_adjustment")                    \
	X(ANONYMOUS, "anonymous")                                            \
	X(GIFT, "gift")
/* clang-format on */

#define ENUM_OF(name, word) name,
#define NAME_OF(name, word) word,
#define COUNT_OF(name, word) +1

enum category {
	CATEGORIES(ENUM_OF)
};
enum disposition {
	DISPOSITIONS(ENUM_OF)
};
enum part_outcome {
	PART_OUTCOMES(ENUM_OF)
};
enum part_disposition {
	DISPOSITIONS_OF_PARTS(ENUM_OF)
};
enum origin_kind {
	ORIGINS(ENUM_OF)
};
enum machine {
	MACHINES(ENUM_OF)
};
enum span_kind {
	SPAN_KINDS(ENUM_OF)
};
enum urgency {
	URGENCIES(ENUM_OF)
};
enum acknowledge {
	ACKNOWLEDGE(ENUM_OF)
};
enum channel {
	CHANNELS(ENUM_OF)
};
enum flag_kind {
	FLAGS(ENUM_OF)
};

#define CATEGORY_COUNT (0 CATEGORIES(COUNT_OF))
#define FLAG_COUNT (0 FLAGS(COUNT_OF))

/* The word of a constant, as in the JSON contract and the register. */
const char *category_name(enum category c);
const char *disposition_name(enum disposition d);
const char *part_outcome_name(enum part_outcome o);
const char *part_disposition_name(enum part_disposition d);
const char *origin_name(enum origin_kind o);
const char *machine_name(enum machine m);
const char *span_kind_name(enum span_kind k);
const char *urgency_name(enum urgency u);
const char *acknowledge_name(enum acknowledge a);
const char *channel_name(enum channel c);
const char *flag_name(enum flag_kind f);

/* The constant of a word; false, with the output untouched, for no such. */
bool category_of(struct span word, enum category *c);
bool part_outcome_of(struct span word, enum part_outcome *o);
bool part_disposition_of(struct span word, enum part_disposition *d);
bool flag_of(struct span word, enum flag_kind *f);

/* A day: days since 1970-01-01.  NO_DATE where there is none. */
typedef int day;
#define NO_DATE ((day)-1000000)

/* A holiday proclaimed since the table of them was made. */
struct proclaimed {
	day at;
	bool in_england; /* England and Wales; else elsewhere in the UK */
};

struct mailbox_address { /* RFC 5322 section 3.4 */
	struct span name;
	struct span address;
};

struct header {
	struct span name;
	struct span value; /* decoded (RFC 2047), unfolded */
};

/* What a message says of itself; nothing of it is trusted. */
struct message {
	struct span message_id, in_reply_to, references, subject;
	struct span date; /* RFC 3339, "" where there is none */
	struct mailbox_address from;
	struct mailbox_address *reply_to, *to, *cc;
	size_t n_reply_to, n_to, n_cc;
	struct header *headers; /* all of them, in order */
	size_t n_headers;
	struct span body;     /* all inline text parts as plain text */
	struct span new_text; /* body without marked spans */
};

/* A message passed on inside another one. */
struct forward {
	bool found;
	struct mailbox_address from, *to, *cc;
	size_t n_to, n_cc;
	struct span subject, date, text;
	struct span note; /* what the forwarder wrote above it, and below */
	struct message *message; /* where attached; NULL in the text */
};

/* What reading took. */
struct effort {
	long long wall_ms, cpu_ms, peak_kib;
};

/* A copy of a document that can be searched: a PDF, in a file of memory. */
struct part_copy {
	int fd; /* own: of whoever asked for it */
	size_t size;
};

/* One document of the item: a body, an attachment, a file in a file. */
struct part {
	struct span path; /* "1", "1.2"; "1" for the item's only document */
	struct span name; /* a label from outside, never a path */
	struct span declared_type, type;
	size_t size;             /* of the decoded bytes, as are the digests */
	struct span sha256, md5; /* lower-case hexadecimal */
	enum part_disposition disposition;
	bool is_nested;      /* found inside another part */
	bool is_alternative; /* says again what another part says */
	enum part_outcome outcome;
	struct span note; /* why it could not be read; for staff */
	long long pages;  /* 0 where the format has none */
	bool is_ocr;
	long long confidence; /* thousandths; 1000 for text that was text */
	struct span language; /* "en"; "" where unknown */
	struct span text;
	struct message *message; /* of an attached message; NULL for others */
	struct effort effort;    /* its own, without what is nested in it */
	/* Where words were asked for (reader_ask): its pages, by number. */
	struct placed_page *placed;
	size_t n_placed;
	struct part_copy *copy; /* where asked for and made; else NULL */
};

/* Bytes of a part's text that the author did not write now. */
struct marked_span {
	enum span_kind kind;
	size_t part; /* index into parts */
	size_t start, end;
};

struct bounce {
	struct span recipient, status;
	bool is_delayed; /* the mail server goes on trying */
};

struct origin {
	enum origin_kind kind;
	enum machine machine;
	bool is_likely_machine; /* by its words alone: a person looks */
	struct bounce *bounces;
	size_t n_bounces;
	struct mailbox_address author;
	struct span patient; /* another than the author, as a form says; "" */
	const char *role;    /* of the author: "solicitor"; NULL for none */
	struct span postal_address, phone; /* of the author, "" unknown */
	struct mailbox_address forwarder;
	const char *authenticated; /* "pass", "fail" or "none" */
	struct span *reasons;
	size_t n_reasons;
};

/* Why a category: the words, where they stand, what they weigh. */
struct reason {
	struct span phrase;
	long long weight; /* thousandths */
	enum category category;
	size_t part; /* index into parts */
	size_t start, end;
};

struct flag {
	enum flag_kind kind;
	enum urgency urgency;
	struct span refer_to; /* from the pack */
	struct span phrase;
	size_t part;
	size_t start, end;
};

/* What an item is about, and the words that say so: triage/topics.h. */
struct topic {
	const char *name;
	long long weight; /* thousandths */
	struct span phrase;
	size_t part;
	size_t start, end;
};

/* A case that an item names, and what it shows for it. */
struct named_case {
	struct span reference;  /* "CS26-001234-K", by its shape */
	struct span token;      /* written behind it, or "" */
	struct span message_id; /* of ours, by its shape, or "" */
};

struct verdict {
	enum disposition disposition;
	enum category category;
	long long confidence; /* thousandths */
	bool needs_review;
	struct span review_reason; /* plain English; "" where none */
	bool is_said;              /* its words say outright what it is */
	bool is_unweighed;         /* its words were few, unread or foreign */
	struct span model;         /* ID of the model that weighed it, or "" */
	/* Probabilities in thousandths; of CATEGORY_NONE: it is no case. */
	long long scores[CATEGORY_COUNT];
	enum category also[CATEGORY_COUNT]; /* further categories found */
	size_t n_also;
	struct reason *reasons;
	size_t n_reasons;
	struct flag *flags;
	size_t n_flags;
	struct topic *topics; /* the weightiest first */
	size_t n_topics;
	struct span reference;    /* the case this answers; "" where none */
	struct named_case *named; /* all cases that it names */
	size_t n_named;
};

struct owed {
	enum acknowledge acknowledge;
	struct span why_not;       /* plain English, for no and hold */
	struct mailbox_address to; /* name filtered for a greeting, or "" */
	enum channel channel;
	struct span template;   /* a text of the pack: "complaint" */
	unsigned circumstances; /* bits: triage/circumstances.h */
	/* held, and to somebody sure: on the last day its neutral text may go */
	bool may_go_neutral;
	/* where it answers a case that is open: owed for the message itself */
	enum acknowledge further;
	struct span further_why; /* plain English, for no and hold */
	day received_on, ack_due, response_due, holding_due;
};

/* What a member of staff wrote down of what somebody said: intake/note.h. */
struct note {
	bool is_in_person;             /* else by telephone */
	struct span by;                /* the member of staff */
	struct span reference;         /* the case it is about, or "" */
	struct mailbox_address caller; /* each "" where it is not known */
	struct span postal_address, phone;
};

enum item_kind {
	KIND_MESSAGE,
	KIND_DOCUMENT
};

struct item {
	struct span id;   /* ours: see intake/spool.h */
	struct span file; /* name as dropped in the tray; "" for mail */
	struct span sha256;
	struct span
	    content; /* digest that every copy shares: intake/content.h */
	size_t size;
	struct effort
	    effort; /* of all documents: time added up, memory's most */
	enum item_kind kind;
	time_t received_at;      /* INTERNALDATE, or the tray file's time */
	bool was_put_back;       /* by reconcile: perhaps answered before */
	struct message *message; /* NULL for a document */
	struct note *note;       /* NULL where it came in writing */
	struct forward forward;
	struct part root;   /* the thing itself: type, outcome, note */
	struct part *parts; /* a message's leaves; a document's root first */
	size_t n_parts;
	struct span text; /* the author's own words, all parts in order */
	struct marked_span *spans;
	size_t n_spans;
	struct origin origin;
	struct verdict verdict;
	struct owed owed;
};

/* Did it come by the post tray?  Its ID says so; without one, no. */
bool item_is_post(const struct item *item);

/* Is it a note of what somebody said?  Its ID says so; without one, no. */
bool item_is_note(const struct item *item);

/* The way it came, as the register has it: email, post, phone, in_person. */
const char *item_way(const struct item *item);

/* The first header of that name, its value; "" where there is none. */
struct span message_header(const struct message *m, const char *name);

#endif

/* machine.c - is it mail that a machine sent? */
#include "triage/machine.h"

#include "triage/bounce.h"
#include "triage/bounce_status.h"
#include "triage/lines.h"
#include "triage/machine_forms.h"

#define MAX_SHORT_BYTES 1500 /* automatic replies are short */
#define MAX_TAG_BYTES 40     /* "[EXTERNAL]" before a subject */
/* Where reports say what they are; quoted ones stand further down. */
#define MAX_REPORT_HEAD 4096

struct evidence {
	const struct item *item;
	const struct message *m;
	struct span subject; /* without tags */
	struct span text;    /* the beginning of what is to be read ... */
	struct span own;     /* ... and of that without quoted history */
	bool is_mailer;      /* from a mail server */
	bool is_silent;      /* the return path or the sender is empty */
	bool is_no_reply;
};

static const struct machine_clue nothing = { MACHINE_NONE, NULL, false };

static struct machine_clue
sure(enum machine machine, const char *reason)
{
	return (struct machine_clue){ machine, reason, true };
}

/* By words that a person may have written as well. */
static struct machine_clue
likely(enum machine machine, const char *reason)
{
	return (struct machine_clue){ machine, reason, false };
}

/* --- evidence -------------------------------------------------------------- */

static struct span
local_part(struct span address)
{
	return span_cut_at(&address, '@');
}

bool
machine_is_no_reply(struct span address)
{
	struct span local = local_part(address);

	return form_fits(FORM_SENDER, MACHINE_NOTICE, local) ||
	       span_starts_with(local, SPAN("mailer-daemon"));
}

static bool
is_empty_path(const struct message *m, const char *header)
{
	struct span value = span_trim(message_header(m, header));

	return span_ends_with(value, SPAN("<>"));
}

/* What mail systems put before the subject of mail from outside. */
static struct span
untagged(struct span subject)
{
	subject = span_trim(subject);
	while (span_starts_with(subject, SPAN("["))) {
		size_t end = span_find(subject, SPAN("]"), 0);

		if (end == SPAN_NOT_FOUND || end > MAX_TAG_BYTES ||
		    end + 1 == subject.len)
			break;
		subject = span_trim(span_from(subject, end + 1));
	}
	if (span_starts_with(subject, SPAN("external:")))
		subject = span_trim(span_from(subject, 9));
	return subject;
}

static struct span
first_text(const struct item *item)
{
	if (item->message->body.len > 0)
		return item->message->body;
	for (size_t i = 0; i < item->n_parts; i++)
		if (!item->parts[i].is_nested && item->parts[i].text.len > 0)
			return item->parts[i].text;
	return SPAN("");
}

static struct evidence
gather(const struct item *item)
{
	const struct message *m = item->message;
	struct evidence e = { .item = item, .m = m };
	struct span local = local_part(m->from.address);

	e.subject = untagged(m->subject);
	e.text = span_head(span_trim(first_text(item)), MAX_REPORT_HEAD);
	e.own = span_head(span_trim(m->new_text), MAX_REPORT_HEAD);
	e.is_silent =
	    is_empty_path(m, "Return-Path") || is_empty_path(m, "From");
	e.is_no_reply = machine_is_no_reply(m->from.address);
	e.is_mailer =
	    form_fits(FORM_SENDER, MACHINE_BOUNCE, local) ||
	    form_fits(FORM_NAME, MACHINE_BOUNCE, span_trim(m->from.name));
	return e;
}

static bool
has_subject(const struct evidence *e, enum machine machine)
{
	return form_fits(FORM_SUBJECT, machine, e->subject);
}

static bool
has_text(const struct evidence *e, enum machine machine)
{
	return form_fits(FORM_BODY, machine,
	    machine == MACHINE_NOTICE ? e->own : e->text);
}

static bool
has_part(const struct item *item, const char *type)
{
	for (size_t i = 0; i < item->n_parts; i++)
		if (!item->parts[i].is_nested &&
		    span_is_equal(item->parts[i].type, span_of(type)))
			return true;
	return false;
}

/* --- what it may be -------------------------------------------------------- */

static struct machine_clue
detect_report(const struct evidence *e)
{
	struct span type = message_header(e->m, "Content-Type");
	const struct item *item = e->item;

	if (!span_starts_with(span_trim(type), SPAN("multipart/report")))
		return nothing;
	if (has_part(item, "message/feedback-report") ||
	    span_find(type, SPAN("feedback-report"), 0) != SPAN_NOT_FOUND)
		return sure(MACHINE_FEEDBACK,
		    "it is a report of a mail provider");
	if (has_part(item, "message/disposition-notification") ||
	    span_find(type, SPAN("disposition-notification"), 0) !=
		SPAN_NOT_FOUND)
		return sure(MACHINE_RECEIPT,
		    "it is a receipt for a message that was read");
	if (bounce_is_delivered(item))
		return sure(MACHINE_RECEIPT,
		    "it is a receipt for a message that was delivered");
	return sure(MACHINE_BOUNCE, "it is a report of a message not "
				    "delivered");
}

static struct machine_clue
detect_bounce(const struct evidence *e)
{
	bool is_machine = e->is_mailer || e->is_silent || e->is_no_reply;
	bool has_failed = message_header(e->m, "X-Failed-Recipients").len > 0;

	if (has_failed || (is_machine && has_subject(e, MACHINE_BOUNCE)) ||
	    (e->is_mailer && (e->is_silent || has_text(e, MACHINE_BOUNCE) ||
				 has_part(e->item, "message/delivery-status"))))
		return sure(MACHINE_BOUNCE,
		    "a mail server says that a message was not delivered");
	return nothing;
}

/* Did a calendar send the answer to an invitation for its user? */
static bool
answers_invitation(const struct evidence *e)
{
	static const char *const answers[] = { "Accepted:", "Declined:",
		"Tentative:", "Tentatively accepted:", "Canceled:",
		"Cancelled:" };
	bool is_answer = false, has_calendar = false;

	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		is_answer |= span_starts_with(e->subject, span_of(answers[i]));
	for (size_t i = 0; is_answer && i < e->item->n_parts; i++)
		has_calendar |= span_starts_with(e->item->parts[i].type,
		    SPAN("text/calendar"));
	return has_calendar;
}

static struct machine_clue
detect_by_header(const struct evidence *e)
{
	if (form_is_in_header(FORM_HEADER, MACHINE_AUTO_REPLY, e->m))
		return sure(MACHINE_AUTO_REPLY,
		    "its header says that it is an automatic reply");
	if (answers_invitation(e))
		return sure(MACHINE_AUTO_REPLY,
		    "a calendar answers an invitation for its user");
	if (form_is_in_header(FORM_HEADER, MACHINE_LIST, e->m))
		return sure(MACHINE_LIST, "it was sent to a list");
	return nothing;
}

/* People tell of letters that were not delivered; servers give a code. */
static bool
is_told_as(const struct evidence *e, enum machine machine)
{
	return has_subject(e, machine) &&
	       (machine != MACHINE_BOUNCE || status_has_code(e->text));
}

/* By the words of a report or notice; from a person there must be more. */
static struct machine_clue
detect_by_words(const struct evidence *e)
{
	static const struct {
		enum machine machine;
		const char *reason;
	} kinds[] = {
		{ MACHINE_BOUNCE, "it reads like a report of a message not "
				  "delivered" },
		{ MACHINE_FEEDBACK, "it reads like a report of a mail "
				    "provider" },
		{ MACHINE_RECEIPT, "it reads like a receipt" },
		{ MACHINE_NOTICE, "it reads like a notice of a machine" },
	};
	bool is_machine = e->is_silent || e->is_no_reply;
	bool is_reply = has_subject(e, MACHINE_AUTO_REPLY);

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		enum machine kind = kinds[i].machine;
		bool says_so = has_text(e, kind);

		if (says_so && is_machine && !is_reply)
			return sure(kind, kinds[i].reason);
		if (says_so && is_told_as(e, kind))
			return likely(kind, kinds[i].reason);
	}
	return nothing;
}

static struct machine_clue
detect_by_hint(const struct evidence *e)
{
	if (form_is_in_header(FORM_HINT, MACHINE_NOTICE, e->m))
		return sure(MACHINE_NOTICE,
		    "its header says that it is a notice of a machine");
	if (form_is_in_header(FORM_HINT, MACHINE_AUTO_REPLY, e->m))
		return sure(MACHINE_AUTO_REPLY,
		    "its header says that a machine wrote it");
	if (e->is_silent)
		return sure(MACHINE_AUTO_REPLY, "its return path is empty");
	if (has_subject(e, MACHINE_AUTO_REPLY))
		return likely(MACHINE_AUTO_REPLY,
		    "its subject is that of an automatic reply");
	if (has_subject(e, MACHINE_FEEDBACK))
		return likely(MACHINE_FEEDBACK,
		    "its subject is that of a mail provider's report");
	return nothing;
}

/* A no-reply address that writes in somebody's name to itself. */
static bool
is_passed_on(const struct message *m)
{
	for (size_t i = 0; i < m->n_to; i++)
		if (m->from.name.len > 0 &&
		    span_is_same_word(m->to[i].address, m->from.address))
			return true;
	return false;
}

/* "Dear Jo," and "Thank you for your email." come before what matters. */
static struct span
after_greeting(struct span text)
{
	static const char *const greetings[] = { "dear ", "hello", "hi",
		"good morning", "good afternoon", "thank you for your",
		"thank you for contacting", "thank you for getting in touch",
		"thank you for emailing", "thanks for your", "many thanks",
		"diolch am", "annwyl", "helo" };

	for (size_t i = 0; i < sizeof greetings / sizeof *greetings;) {
		size_t end = 0;

		text = span_trim(text);
		if (!span_starts_with(text, span_of(greetings[i]))) {
			i++;
			continue;
		}
		while (end < text.len && text.at[end] != '\n' &&
		       text.at[end] != '.' && text.at[end] != ',')
			end++;
		text = span_from(text, end + 1);
		i = 0;
	}
	return span_trim(text);
}

/* A message that answers one, as machines' automatic replies all do. */
static bool
is_answer(const struct message *m)
{
	return m->in_reply_to.len > 0 || m->references.len > 0 ||
	       subject_is_reply(m->subject);
}

/*
 * "I work Monday to Wednesday.  Your email will be answered on my next working
 * day."  Who asks to be rung up is there.
 */
static bool
tells_of_absence(const struct evidence *e)
{
	static const char *const present[] = { "contact me", "ring me",
		"call me", "phone me", "email me", "complain", "write to me",
		"i was", "my mother", "my father", "appointment" };
	struct span text = after_greeting(e->own);

	for (size_t i = 0; i < sizeof present / sizeof *present; i++)
		if (span_find(text, span_of(present[i]), 0) != SPAN_NOT_FOUND)
			return false;
	return is_answer(e->m) &&
	       form_fits(FORM_ABSENCE, MACHINE_AUTO_REPLY, text) &&
	       form_fits(FORM_RETURN, MACHINE_AUTO_REPLY, text);
}

static struct machine_clue
detect_by_sender(const struct evidence *e)
{
	if (e->is_no_reply && !is_passed_on(e->m))
		return sure(MACHINE_NOTICE,
		    "its sender's address takes no replies");
	if (e->is_mailer)
		return likely(MACHINE_NOTICE, "a mail server sent it");
	if (e->own.len <= MAX_SHORT_BYTES &&
	    (form_fits(FORM_OPENING, MACHINE_AUTO_REPLY,
		 after_greeting(e->own)) ||
		tells_of_absence(e)))
		return likely(MACHINE_AUTO_REPLY,
		    "its text is that of an automatic reply");
	return nothing;
}

struct machine_clue
machine_detect(const struct item *item)
{
	static struct machine_clue (*const detectors[])(
	    const struct evidence *e) = { detect_report, detect_bounce,
		detect_by_header, detect_by_words, detect_by_hint,
		detect_by_sender };
	struct evidence e = gather(item);
	struct machine_clue clue = nothing;

	for (size_t i = 0; i < sizeof detectors / sizeof *detectors &&
			   clue.machine == MACHINE_NONE;
	     i++)
		clue = detectors[i](&e);
	return clue;
}

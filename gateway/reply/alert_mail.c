/* alert_mail.c - words an alert */
#include "reply/alert_mail.h"
#include "triage/address.h"
#include "triage/workday.h"

#define MAX_ALERT_BYTES 8192

static const char *const flag_words[FLAG_COUNT] = {
	[RED] = "serious misconduct, or serious failings in care",
	[URGENT_CLINICAL] = "somebody may be in danger now",
	[PATIENT_SAFETY] = "a patient safety incident",
	[SAFEGUARDING_CHILD] = "safeguarding of a child",
	[SAFEGUARDING_ADULT] = "safeguarding of an adult",
	[SELF_HARM] = "somebody may harm themselves",
	[LEGAL_ACTION] = "legal action",
	[COMPENSATION] = "a claim for compensation",
	[MISCONDUCT] = "misconduct of staff",
	[PROFESSIONAL_PRACTICE] = "professional practice",
	[MEDIA] = "the media",
	[CRIMINAL] = "a criminal offence",
	[CORONER] = "a coroner or an inquest",
	[DISCRIMINATION] = "discrimination",
	[MENTAL_HEALTH_ACT] = "the Mental Health Act",
	[MP] = "a Member of Parliament writes",
	[GP_SERVICE] = "a GP, dentist, pharmacy or optician",
	[MULTI_ORGANISATION] = "several organisations",
	[PRIVATE_PROVIDER] = "a private provider",
	[ABUSIVE] = "threats or abuse against staff",
	[FLAG_RECORDS_REQUEST] = "a request for somebody's records",
	[FLAG_FOI] = "a request for information",
	[DATA_BREACH] = "a breach of confidentiality",
	[BEREAVEMENT] = "a bereavement",
	[CHILD_COMPLAINANT] = "a child writes",
	[REPRESENTATIVE] = "somebody writes for somebody else",
	[LATE] = "what happened was over twelve months ago",
	[REASONABLE_ADJUSTMENT] = "a reasonable adjustment is asked for",
	[ANONYMOUS] = "the writer is not named",
	[GIFT] = "a gift",
};

static const struct {
	const char *kind, *words;
} deadline_words[] = {
	{ ALERT_ACK_WAITS, "the acknowledgement has not gone out" },
	{ ALERT_ACK_DUE, "the acknowledgement has still not gone out" },
	{ ALERT_RESPONSE_LATE, "the reply is late" },
};

const char *
alert_words(struct span kind)
{
	enum flag_kind flag;

	if (flag_of(kind, &flag))
		return flag_words[flag];
	for (size_t i = 0; i < sizeof deadline_words / sizeof *deadline_words;
	     i++)
		if (span_is_equal(kind, span_of(deadline_words[i].kind)))
			return deadline_words[i].words;
	return "something that somebody must see to";
}

static const char *
urgency_words(enum urgency urgency)
{
	switch (urgency) {
	case IMMEDIATE:
		return "immediate";
	case SAME_DAY:
		return "today";
	case ROUTINE:
		break;
	}
	return "routine";
}

/* --- the words --------------------------------------------------------------- */

/* What it is about, on one line. */
static struct span
matter(const struct alert *alert, struct arena *mem)
{
	const char *words = alert_words(alert->kind);
	day due = day_parse(alert->about);
	struct span on = day_words(due, mem);

	if (due == NO_DATE)
		return span_of(words);
	return arena_printf(mem, "%s; deadline %.*s", words, SPAN_ARG(on));
}

static void
add_addressee(const struct alert *alert, const struct alert_addressee *to,
    struct buf *text)
{
	buf_printf(text, "For: %.*s\n\n", SPAN_ARG(alert->recipient));
	if (to->is_escalated)
		buf_printf(text,
		    "Nobody has confirmed this alert after %lld e-mail%s. "
		    "Please see to it,\nor find out who does.\n\n",
		    alert->times, alert->times == 1 ? "" : "s");
	else if (!to->is_recipient)
		buf_add_text(text,
		    "They have no e-mail address here that works: please pass "
		    "it on to them\nat once.\n\n");
	else if (alert->times > 0)
		buf_printf(text,
		    "This is e-mail %lld: nobody has confirmed what was told "
		    "before.\n\n",
		    alert->times + 1);
}

static void
add_contact(const struct organisation_options *o, struct buf *text)
{
	bool has_phone = o->contact_phone.len > 0;

	buf_printf(text,
	    "If you cannot do that, give the reference to\n%.*s%s%.*s,\nwho "
	    "can.\n\n",
	    SPAN_ARG(o->contact_name), has_phone ? ", telephone " : "",
	    SPAN_ARG(o->contact_phone));
}

static struct span
alert_text(const struct alert *alert, const struct alert_addressee *to,
    const struct options *options, struct arena *mem)
{
	struct span what = matter(alert, mem);
	autobuf text = BUF(MAX_ALERT_BYTES);

	add_addressee(alert, to, &text);
	buf_printf(&text, "Case:     %.*s\nMatter:   %.*s\nUrgency:  %s\n\n",
	    SPAN_ARG(alert->reference), SPAN_ARG(what),
	    urgency_words(alert->urgency));
	buf_printf(&text,
	    "Please read the case:\n\n    postroom show %.*s\n\n"
	    "As soon as somebody has it in hand, say so:\n\n"
	    "    postroom alerts --confirm %.*s %.*s\n\n",
	    SPAN_ARG(alert->reference), SPAN_ARG(alert->reference),
	    SPAN_ARG(alert->kind));
	add_contact(&options->organisation, &text);
	buf_printf(&text,
	    "A program sent this because of words or dates in what arrived; a "
	    "person\njudges. Please do not answer: nobody reads the answers."
	    "\n\n%.*s\n",
	    SPAN_ARG(options->organisation.name));
	return arena_copy(mem, buf_span(&text));
}

static struct span
subject_make(const struct alert *alert, const struct alert_addressee *to,
    struct arena *mem)
{
	const char *escalated = to->is_escalated ? "not confirmed, " : "";
	struct span what = matter(alert, mem);

	return arena_printf(mem, "Alert %.*s (%s%s): %.*s",
	    SPAN_ARG(alert->reference), escalated,
	    urgency_words(alert->urgency), SPAN_ARG(what));
}

static struct span
message_id_of(const struct alert *alert, struct span domain, struct arena *mem)
{
	autobuf id = BUF(MAX_MESSAGE_ID_BYTES);

	buf_add_text(&id, "<alert.");
	for (size_t i = 0; i < alert->reference.len; i++) {
		char c = alert->reference.at[i];

		buf_add_char(&id,
		    c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
	buf_printf(&id, ".%.*s.%lld@%.*s>", SPAN_ARG(alert->token),
	    alert->times + 1, SPAN_ARG(domain));
	return arena_copy(mem, buf_span(&id));
}

enum outcome
alert_mail_make(const struct alert *alert, const struct alert_addressee *to,
    const struct options *options, time_t now, struct arena *mem,
    struct outgoing *mail, struct error *why)
{
	struct message_head head = {
		.organisation = options->organisation.name,
		.from = options->smtp.from,
		.to = to->address,
		.subject = subject_make(alert, to, mem),
		.message_id = message_id_of(alert,
		    address_domain(options->smtp.from), mem),
		.submitted = "auto-generated",
		.now = now,
	};
	GMimeMessage *message;
	enum outcome how;

	how = message_open(&head, mem, &message, why);
	if (how != DONE)
		return how;
	if (alert->urgency == IMMEDIATE) {
		message_header_add(message, "Importance", "high");
		message_header_add(message, "X-Priority", "1");
	}
	*mail = message_close(message,
	    message_part("plain",
		arena_text(mem, alert_text(alert, to, options, mem))),
	    &head, mem);
	return DONE;
}

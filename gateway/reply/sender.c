/*
 * sender.c - the role that lets acknowledgements and alerts out
 *
 * Trusts:  the register, the policy pack.
 * Doubts:  every address and name in a row: checked again before use.
 * Reads:   templates.  Writes: the outbox, spool/print, the maildir.
 * Talks to: the mail server.
 * Fails by leaving the row due: a message goes out at least once, always
 * under the Message-ID it was registered with.
 */
#include "base/io.h"
#include "base/log.h"
#include "base/stop.h"
#include "register/alert_plan.h"
#include "register/further.h"
#include "register/restriction.h"
#include "reply/alert.h"
#include "reply/days.h"
#include "reply/letter.h"
#include "reply/pacing.h"
#include "reply/print.h"
#include "reply/retry.h"
#include "reply/transport.h"
#include "role.h"
#include "triage/address.h"
#include "triage/further.h"
#include "triage/workday.h"

#include <curl/curl.h>
#include <sysexits.h>

#define MAX_LETTER_BYTES (8 << 20)
#define BUSY_WAIT_MS 1000

struct sender {
	const struct options *options;
	struct house house;
	struct transport transport;
	const char *print_folder;
	struct db *db; /* own */
	struct arena mem;
	struct alerting alerting;
	struct days days;
	bool has_postponed;
};

/* Two of us would thank each other for ever. */
static bool
is_ours(const struct options *o, struct span address)
{
	return address_is_listed(address, o->organisation.addresses) ||
	       address_is_listed(address, o->smtp.from);
}

/* What an attempt came to. */
struct attempt {
	enum outbox_state state; /* what the row becomes */
	bool may_have_left;      /* though it did not succeed */
};

static enum outcome
email_send(struct sender *s, const struct outbox_row *row,
    const struct letter *letter, struct attempt *attempt, struct error *why)
{
	autoarena mem = { 0 };
	struct outgoing mail;
	enum outcome how;

	if (is_ours(s->options, row->to.address))
		return fail(why, REFUSED, "the address is one of our own");
	how = mail_make(letter, row, s->options->smtp.from, clock_now(), &mem,
	    &mail, why);
	if (how == DONE)
		how = s->transport.send(&s->transport, &mail,
		    &attempt->may_have_left, why);
	return how;
}

/* References and kinds are ours; a path is still made of nothing else. */
static bool
is_plain_word(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((s.at[i] < 'a' || s.at[i] > 'z') &&
		    (s.at[i] < 'A' || s.at[i] > 'Z') &&
		    (s.at[i] < '0' || s.at[i] > '9') && s.at[i] != '-' &&
		    s.at[i] != '_')
			return false;
	return s.len > 0;
}

static enum outcome
letter_file(struct sender *s, const struct outbox_row *row,
    const struct letter *letter, struct arena *mem, struct error *why)
{
	autobuf pdf = BUF(MAX_LETTER_BYTES);
	enum outcome how;

	if (!is_plain_word(row->reference) || !is_plain_word(row->kind))
		return fail(why, BROKEN, "letter: case %.*s: bad reference",
		    SPAN_ARG(row->reference));
	how = letter_print(letter, s->house.organisation,
	    letter_window(row, mem), &pdf, why);
	if (how != DONE)
		return how;
	return io_create(arena_printf(mem, "%s/%.*s-%.*s.pdf", s->print_folder,
			     SPAN_ARG(row->reference), SPAN_ARG(row->kind))
			     .at,
	    buf_span(&pdf), why);
}

/* Sends or prints. */
static enum outcome
row_deliver(struct sender *s, struct outbox_row *row, struct arena *mem,
    struct attempt *attempt, struct error *why)
{
	autobuf said = BUF(MAX_LETTER_BYTES);
	struct letter letter;
	enum outcome how = letter_write(&s->house, row,
	    day_in_london(clock_now()), mem, &letter, why);

	if (how != DONE)
		return how;
	row->text_sent = letter.text_name;
	row->version = letter.version;
	letter_to_text(&letter, &said);
	row->subject_said = letter.wording.subject;
	row->words_said = arena_copy(mem, buf_span(&said));
	switch (row->channel) {
	case CHANNEL_EMAIL:
		attempt->state = OUTBOX_SENT;
		return email_send(s, row, &letter, attempt, why);
	case CHANNEL_LETTER:
		attempt->state = OUTBOX_PRINTED;
		return letter_file(s, row, &letter, mem, why);
	case CHANNEL_NONE:
		break;
	}
	return fail(why, REFUSED, "there is no address to reply to");
}

static enum outcome
row_postpone(struct sender *s, const struct outbox_row *row, bool may_have_left,
    const struct error *cause, struct error *why)
{
	unsigned chance =
	    (unsigned)(clock_monotonic_ms() + row->id + row->attempts);
	long long wait = retry_wait(row->attempts, chance);

	s->has_postponed = true;
	if (retry_is_alarming(row->attempts))
		log_error("case=%.*s attempt=%lld not delivered for a day: %s; "
			  "act now: post a letter or telephone, the deadline "
			  "goes on",
		    SPAN_ARG(row->reference), row->attempts, cause->text);
	else
		log_warn("case=%.*s attempt=%lld retry_in=%llds: %s",
		    SPAN_ARG(row->reference), row->attempts, wait, cause->text);
	return outbox_postpone(s->db, row, clock_now() + wait,
	    span_of(cause->text), may_have_left, why);
}

static enum outcome
row_give_up(struct sender *s, const struct outbox_row *row,
    const struct error *cause, struct arena *mem, struct error *why)
{
	struct span words = arena_printf(mem,
	    "%s. Nothing was sent. Check the address, send a letter or "
	    "telephone.",
	    cause->text);

	log_error("case=%.*s given up: %s; a person must act: postroom show "
		  "%.*s",
	    SPAN_ARG(row->reference), cause->text, SPAN_ARG(row->reference));
	return outbox_give_up(s->db, row, words, clock_now(), why);
}

/*
 * Notes that the message left.  A register that is busy just now is asked
 * again, since forgetting it would send the message twice.
 */
static enum outcome
row_finish(struct sender *s, const struct outbox_row *row,
    enum outbox_state state, struct error *why)
{
	enum outcome how;

	while ((how = outbox_finish(s->db, row, state, clock_now(), why)) ==
		   LATER &&
	       !stop_is_wanted()) {
		log_warn("case=%.*s %s", SPAN_ARG(row->reference), why->text);
		stop_sleep(BUSY_WAIT_MS, -1);
	}
	if (how == DONE)
		log_info("case=%.*s kind=%.*s attempt=%lld %s",
		    SPAN_ARG(row->reference), SPAN_ARG(row->kind),
		    row->attempts, state == OUTBOX_SENT ? "sent" : "printed");
	return how;
}

static enum outcome
row_wait(struct sender *s, const struct outbox_row *row,
    const struct pacing *pacing, struct arena *mem, struct error *why)
{
	struct outbox_wait wait = {
		.until = pacing->until,
		.cause = pacing_words(pacing, &s->options->smtp, mem),
	};
	struct span domain = address_domain(row->to.address);

	s->has_postponed = true;
	wait.note = pacing->window == PACING_DOMAIN
			? arena_printf(mem, "%.*s (%.*s)", SPAN_ARG(wait.cause),
			      SPAN_ARG(domain))
			: wait.cause;
	log_debug("case=%.*s waits %llds: %.*s", SPAN_ARG(row->reference),
	    (long long)(wait.until - clock_now()), SPAN_ARG(wait.cause));
	return outbox_wait(s->db, row, &wait, why);
}

/* The note is for staff, the cause for the history. */
static enum outcome
row_give_to_person(struct sender *s, const struct outbox_row *row,
    struct span note, struct span cause, struct error *why)
{
	return outbox_hold(s->db, row,
	    &(struct outbox_wait){ .note = note, .cause = cause }, clock_now(),
	    why);
}

static enum outcome
row_hold(struct sender *s, const struct outbox_row *row,
    const struct pacing *pacing, struct arena *mem, struct error *why)
{
	struct span words = pacing_words(pacing, &s->options->smtp, mem);

	log_error("case=%.*s held: its address has had its day's "
		  "acknowledgements; a person must act: postroom show %.*s",
	    SPAN_ARG(row->reference), SPAN_ARG(row->reference));
	return row_give_to_person(s, row, words, words, why);
}

static enum outcome
row_send(struct sender *s, struct outbox_row *row, struct arena *mem,
    struct error *why)
{
	struct attempt attempt = { .state = OUTBOX_DUE };
	struct error cause;
	enum outcome how = outbox_start(s->db, row, clock_now(), why);

	if (how != DONE)
		return how;
	switch (row_deliver(s, row, mem, &attempt, &cause)) {
	case DONE:
		return row_finish(s, row, attempt.state, why);
	case REFUSED:
		return row_give_up(s, row, &cause, mem, why);
	case LATER:
		return row_postpone(s, row, attempt.may_have_left, &cause, why);
	case BROKEN:
		break;
	}
	return fail(why, BROKEN, "%s", cause.text);
}

/* They were restricted since it was owed: a person decides. */
static enum outcome
row_hold_restricted(struct sender *s, const struct outbox_row *row,
    struct error *why)
{
	log_warn("case=%.*s held: its correspondent is restricted; a person "
		 "decides: postroom restrict --list",
	    SPAN_ARG(row->reference));
	return row_give_to_person(s, row, SPAN(RESTRICTED_WORDS),
	    SPAN(RESTRICTED_WORDS), why);
}

/* *unmet is why they cannot read it as it would go; NULL where they can. */
static enum outcome
row_meets_needs(const struct sender *s, const struct outbox_row *row,
    struct arena *mem, const char **unmet, struct error *why)
{
	struct letter_form form = { .channel = row->channel };
	struct text text;
	enum outcome how;

	*unmet = NULL;
	if (row->is_released || row->needs.len == 0)
		return DONE;
	how = text_find(s->house.policy.folder, row->template,
	    row->circumstances, mem, &text, why);
	if (how != DONE)
		return how;
	form.is_welsh = span_is_equal(text.folder, SPAN("cy"));
	form.is_easy_read = span_is_equal(text.folder, SPAN("easy-read"));
	*unmet = needs_unmet(row->needs, &form);
	return DONE;
}

/* The history does not say what somebody needs. */
static enum outcome
row_hold_for_needs(struct sender *s, const struct outbox_row *row,
    const char *unmet, struct error *why)
{
	log_warn("case=%.*s held: it must be sent in another form; a person "
		 "does that: postroom show %.*s",
	    SPAN_ARG(row->reference), SPAN_ARG(row->reference));
	return row_give_to_person(s, row, span_of(unmet),
	    SPAN("It must be sent in another form: see their needs"), why);
}

/* At its turn: it waits, is held, or goes. */
static enum outcome
row_pace(struct sender *s, struct outbox_row *row, struct arena *mem,
    struct error *why)
{
	struct pacing pacing = { .answer = PACING_GO };
	enum outcome how = DONE;

	if (row->channel == CHANNEL_EMAIL)
		how = pacing_ask(s->db, &s->options->smtp, row, clock_now(),
		    &pacing, why);
	if (how != DONE)
		return how;
	switch (pacing.answer) {
	case PACING_WAIT:
		return row_wait(s, row, &pacing, mem, why);
	case PACING_HOLD:
		return row_hold(s, row, &pacing, mem, why);
	case PACING_GO:
		break;
	}
	return row_send(s, row, mem, why);
}

/* Takes the oldest due row on; *found says whether there was one. */
static enum outcome
send_one(struct sender *s, bool *found, struct error *why)
{
	autoarena mem = { 0 };
	struct outbox_row row;
	const char *unmet = NULL;
	long long restricted = 0;
	bool is_owed = true;
	time_t now = clock_now();
	enum outcome how = outbox_next(s->db, now, &mem, &row, why);

	if (how != DONE)
		return how;
	*found = row.id != 0;
	if (row.id == 0)
		return DONE;
	how = further_check(s->db, row.id, now, &is_owed, why);
	if (how != DONE || !is_owed)
		return how;
	how = restriction_of_row(s->db, row.id, now, &restricted, why);
	if (how == DONE && restricted != 0)
		return row_hold_restricted(s, &row, why);
	if (how == DONE)
		how = row_meets_needs(s, &row, &mem, &unmet, why);
	if (how != DONE)
		return how;
	return unmet != NULL ? row_hold_for_needs(s, &row, unmet, why)
			     : row_pace(s, &row, &mem, why);
}

static enum outcome
sender_open(struct sender *s, struct error *why)
{
	const struct options *o = s->options;
	enum outcome how = house_read(o, &s->mem, &s->house, why);

	if (how == DONE)
		how = transport_open(&o->smtp, &s->mem, &s->transport, why);
	s->print_folder =
	    arena_printf(&s->mem, "%.*s/print", SPAN_ARG(o->paths.spool)).at;
	if (how == DONE)
		how = io_make_dirs(s->print_folder, why);
	if (how == DONE)
		how = db_open(arena_text(&s->mem, o->paths.register_),
		    DB_SENDER, &s->db, why);
	s->days =
	    (struct days){ .options = o, .house = &s->house, .db = s->db };
	s->alerting = (struct alerting){ .options = o,
		.house = &s->house,
		.transport = &s->transport,
		.db = s->db };
	if (how == DONE)
		how = alert_options_check(o, why);
	return how == DONE ? alert_open(&s->alerting, why) : how;
}

static void
signposts_warn(const struct sender *s)
{
	const char *who =
	    signposts_stale(&s->house.signposts, day_in_london(clock_now()));

	if (who != NULL)
		log_warn("%.*s/signposts.conf: [%s] was not checked within "
			 "%d days: compare it with what they publish, then "
			 "set verified_on",
		    SPAN_ARG(s->house.policy.folder), who, SIGNPOST_FRESH_DAYS);
}

/* What is due first; where nothing is, what waited too long. */
static enum outcome
send_or_let_go(struct sender *s, bool *found, struct error *why)
{
	enum outcome how = days_look(&s->days, why);

	if (how == DONE)
		how = send_one(s, found, why);
	return how == DONE && !*found ? days_let_go(&s->days, found, why) : how;
}

/*
 * Those inside the organisation are told first; then one letter goes, or a
 * crowd of alerts, which repeat, would keep them all waiting.
 */
static enum outcome
tell_and_send(struct sender *s, bool *found, struct error *why)
{
	bool has_told = false;
	enum outcome how = alert_turn(&s->alerting, &has_told, why);

	if (how == DONE)
		how = send_or_let_go(s, found, why);
	*found |= has_told;
	return how;
}

/* Runs until the end is asked for; with once, until nothing is due. */
static int
sender_loop(struct sender *s, bool once)
{
	long long poll = s->options->smtp.poll;

	while (!stop_is_wanted()) {
		struct error why;
		bool found = false;

		switch (tell_and_send(s, &found, &why)) {
		case DONE:
			break;
		case BROKEN:
			log_error("%s", why.text);
			return EX_CONFIG;
		case REFUSED:
		case LATER:
			log_warn("%s", why.text);
			if (once)
				return EX_TEMPFAIL;
			found = false;
			break;
		}
		if (found)
			continue;
		if (once)
			return s->has_postponed || s->alerting.has_postponed
				   ? EX_TEMPFAIL
				   : EX_OK;
		stop_sleep((int)(poll * 1000), -1);
	}
	return EX_OK;
}

int
sender_main(const struct role *role)
{
	struct sender s = { .options = role->options };
	struct error why;
	enum outcome how;
	int status = EX_TEMPFAIL;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		die("sender: libcurl does not start");
	how = sender_open(&s, &why);
	if (how == DONE) {
		signposts_warn(&s);
		status = sender_loop(&s, role->once);
	} else {
		log_error("%s", why.text);
		status = outcome_status(how);
	}
	db_close(s.db);
	transport_close(&s.transport);
	arena_release(&s.mem);
	curl_global_cleanup();
	return status;
}

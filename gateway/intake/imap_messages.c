/*
 * imap_messages.c - asks for messages, takes them, files them away
 *
 * Trusts:  nothing of an answer but its syntax, which libetpan checked.
 * Doubts:  that a server answers all it was asked, and in order.
 */
#include "base/ceilings.h"
#include "intake/imap_session.h"

#include <stdlib.h>

#define SLOWEST_BYTES_A_SECOND 16384

static struct mailimap_set *
set_of(const struct imap_message *messages, size_t n)
{
	struct mailimap_set *set = mailimap_set_new_empty();
	size_t first = 0;

	if (set == NULL)
		die("imap: out of memory");
	/* Neighbours as 7:9, for a short line; it names no others. */
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && messages[i + 1].uid == messages[i].uid + 1)
			continue;
		if (mailimap_set_add_interval(set, messages[first].uid,
			messages[i].uid) != 0)
			die("imap: out of memory");
		first = i + 1;
	}
	return set;
}

static void
item_add(struct mailimap_fetch_type *items, struct mailimap_fetch_att *item)
{
	if (items == NULL || item == NULL ||
	    mailimap_fetch_type_new_fetch_att_list_add(items, item) != 0)
		die("imap: out of memory");
}

/* The items of a FETCH, the UID so far. */
static struct mailimap_fetch_type *
items_new(void)
{
	struct mailimap_fetch_type *items =
	    mailimap_fetch_type_new_fetch_att_list_empty();

	item_add(items, mailimap_fetch_att_new_uid());
	return items;
}

/* One item of an answer to FETCH; NULL where the answer has none of it. */
static const struct mailimap_msg_att_static *
answer_item(const struct mailimap_msg_att *answer, int type)
{
	for (clistiter *i = clist_begin(answer->att_list); i != NULL;
	     i = clist_next(i)) {
		const struct mailimap_msg_att_item *item = clist_content(i);

		if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC &&
		    item->att_data.att_static->att_type == type)
			return item->att_data.att_static;
	}
	return NULL;
}

/* The number of the message that an answer is about; n for none of them. */
static size_t
answer_number(const struct mailimap_msg_att *answer,
    const struct imap_message *messages, size_t n)
{
	const struct mailimap_msg_att_static *uid =
	    answer_item(answer, MAILIMAP_MSG_ATT_UID);
	size_t i = 0;

	if (uid == NULL)
		return n;
	while (i < n && messages[i].uid != uid->att_data.att_uid)
		i++;
	return i;
}

/* Whether it is a date at all: a server may write any number. */
static bool
is_date(const struct mailimap_date_time *d)
{
	return d->dt_year >= 1970 && d->dt_year <= 9999 && d->dt_month >= 1 &&
	       d->dt_month <= 12 && d->dt_day >= 1 && d->dt_day <= 31 &&
	       d->dt_hour >= 0 && d->dt_hour <= 23 && d->dt_min >= 0 &&
	       d->dt_min <= 59 && d->dt_sec >= 0 && d->dt_sec <= 60 &&
	       d->dt_zone > -2400 && d->dt_zone < 2400;
}

/* RFC 3501's date-time; the zone is +0100 as the number 100. */
static time_t
time_of(const struct mailimap_date_time *d)
{
	struct tm t = { .tm_year = d->dt_year - 1900,
		.tm_mon = d->dt_month - 1,
		.tm_mday = d->dt_day,
		.tm_hour = d->dt_hour,
		.tm_min = d->dt_min,
		.tm_sec = d->dt_sec };

	return timegm(&t) - (d->dt_zone / 100 * 60 + d->dt_zone % 100) * 60;
}

static void
measures_take(clist *answers, struct imap_message *messages, size_t n)
{
	for (clistiter *a = clist_begin(answers); a != NULL;
	     a = clist_next(a)) {
		const struct mailimap_msg_att *answer = clist_content(a);
		const struct mailimap_msg_att_static *size =
		    answer_item(answer, MAILIMAP_MSG_ATT_RFC822_SIZE);
		const struct mailimap_msg_att_static *date =
		    answer_item(answer, MAILIMAP_MSG_ATT_INTERNALDATE);
		size_t i = answer_number(answer, messages, n);

		if (i < n && size != NULL)
			messages[i].size = size->att_data.att_rfc822_size;
		if (i < n && date != NULL &&
		    is_date(date->att_data.att_internal_date))
			messages[i].internaldate =
			    time_of(date->att_data.att_internal_date);
	}
}

enum outcome
imap_measure(struct imap *imap, struct imap_message *messages, size_t n,
    struct error *why)
{
	struct mailimap_set *set = set_of(messages, n);
	struct mailimap_fetch_type *items = items_new();
	clist *answers = NULL;
	enum outcome how;

	item_add(items, mailimap_fetch_att_new_rfc822_size());
	item_add(items, mailimap_fetch_att_new_internaldate());
	for (size_t i = 0; i < n; i++) {
		messages[i].size = -1;
		messages[i].internaldate = 0;
	}
	command_allow(imap);
	how = answer_read(imap,
	    mailimap_uid_fetch(imap->session, set, items, &answers),
	    "fetch sizes", why);
	if (how == DONE && answers != NULL) {
		measures_take(answers, messages, n);
		mailimap_fetch_list_free(answers);
	}
	mailimap_fetch_type_free(items);
	mailimap_set_free(set);
	return how;
}

/* A FETCH of bodies under way. */
struct fetch {
	const struct imap_message *messages;
	size_t n;
	size_t next; /* whose body is due: servers answer in order of UID */
	bool is_open;
	size_t got;       /* bytes of the open body */
	size_t announced; /* its length; 0 for a quoted string */
	const struct imap_sink *sink;
	enum outcome how;
	struct error *why;
};

/*
 * libetpan: the next piece of a body.  Whose it is may only be known at its
 * end, so it is taken for the one that is due.  False ends the session.
 */
static bool
on_body(int type, struct mailimap_msg_att_body_section *section,
    const char *bytes, size_t len, void *context)
{
	struct fetch *f = context;

	(void)type;
	(void)section;
	if (f->how == DONE && !f->is_open) {
		f->how =
		    f->next == f->n
			? fail(f->why, LATER, "imap: fetch: a body too many")
			: f->sink->begin(f->sink->context, f->next, f->why);
		f->is_open = f->how == DONE;
	}
	f->got += len;
	if (f->how == DONE)
		f->how = f->sink->add(f->sink->context,
		    (struct span){ bytes, len }, f->why);
	return f->how == DONE;
}

/* libetpan: an answer to FETCH is complete. */
static void
on_message(struct mailimap_msg_att *answer, void *context)
{
	struct fetch *f = context;
	size_t i = answer_number(answer, f->messages, f->n);
	bool is_whole = i == f->next && f->got > 0 &&
			(f->announced == 0 || f->got == f->announced);

	if (f->how != DONE ||
	    answer_item(answer, MAILIMAP_MSG_ATT_BODY_SECTION) == NULL)
		return; /* flags that somebody changed */
	if (f->is_open)
		f->how = f->sink->end(f->sink->context, is_whole, f->why);
	f->is_open = false;
	f->got = f->announced = 0;
	if (i < f->n && i >= f->next)
		f->next = i + 1;
}

/*
 * libetpan: so much of a literal is there.  Only here does it say how long the
 * literal is; and without such a callback it does not call on_message.
 */
static void
on_progress(size_t got, size_t announced, void *context)
{
	struct fetch *f = context;

	(void)got;
	f->announced = announced;
}

/* What of each message is asked for. */
static struct mailimap_fetch_att *
body_item(bool is_header)
{
	if (!is_header)
		return mailimap_fetch_att_new_body_peek_section(
		    mailimap_section_new(NULL));
	return mailimap_fetch_att_new_body_peek_section_partial(
	    mailimap_section_new_header(), 0, MAX_HEADER_BLOCK_BYTES);
}

enum outcome
imap_fetch(struct imap *imap, const struct imap_message *messages, size_t n,
    const struct imap_sink *sink, size_t *next, struct error *why)
{
	struct fetch f = { .messages = messages,
		.n = n,
		.sink = sink,
		.why = why };
	struct mailimap_set *set = set_of(messages, n);
	struct mailimap_fetch_type *items = items_new();
	long long bytes = COMMAND_BYTES;
	clist *answers = NULL;
	enum outcome how;
	int code;

	item_add(items, body_item(sink->is_of_headers));
	for (size_t i = 0; i < n; i++) /* sizes are estimates to some */
		bytes += 2 * (sink->is_of_headers ? MAX_HEADER_BLOCK_BYTES
						  : messages[i].size);
	stream_allow(imap->stream,
	    imap->peer.timeout + bytes / SLOWEST_BYTES_A_SECOND, bytes);
	mailimap_set_msg_body_handler(imap->session, on_body, &f);
	mailimap_set_msg_att_handler(imap->session, on_message, &f);
	mailimap_set_progress_callback(imap->session, on_progress, NULL, &f);
	code = mailimap_uid_fetch(imap->session, set, items, &answers);
	mailimap_set_progress_callback(imap->session, NULL, NULL, NULL);
	mailimap_set_msg_att_handler(imap->session, NULL, NULL);
	mailimap_set_msg_body_handler(imap->session, NULL, NULL);
	if (f.is_open)
		sink->end(sink->context, false, NULL); /* it broke off */
	if (f.how == DONE) {
		how = answer_read(imap, code, "fetch", why);
	} else {
		imap->is_in_step = false;
		how = f.how == BROKEN ? BROKEN : LATER;
	}
	*next = f.next;
	/* After a NO libetpan has freed them, and still hands them out. */
	if (code == MAILIMAP_NO_ERROR && answers != NULL)
		mailimap_fetch_list_free(answers);
	mailimap_fetch_type_free(items);
	mailimap_set_free(set);
	return how;
}

/* Takes the originals of copies away, as far as the server lets us. */
static enum outcome
originals_remove(struct imap *imap, struct mailimap_set *set, struct error *why)
{
	struct mailimap_flag_list *flags = mailimap_flag_list_new_empty();
	struct mailimap_store_att_flags *change;
	enum outcome how;

	if (flags == NULL ||
	    mailimap_flag_list_add(flags, mailimap_flag_new_deleted()) != 0 ||
	    (change = mailimap_store_att_flags_new_add_flags_silent(flags)) ==
		NULL)
		die("imap: out of memory");
	command_allow(imap);
	how = answer_read(imap, mailimap_uid_store(imap->session, set, change),
	    "store", why);
	mailimap_store_att_flags_free(change);
	if (how != DONE)
		return how;
	if (!imap->can_expunge)
		return fail(why, REFUSED, "imap: expunge: not without UIDPLUS");
	command_allow(imap);
	return answer_read(imap, mailimap_uid_expunge(imap->session, set),
	    "expunge", why);
}

bool
imap_can_remove(const struct imap *imap)
{
	return imap->can_expunge;
}

enum outcome
imap_remove(struct imap *imap, const struct imap_message *messages, size_t n,
    struct error *why)
{
	struct mailimap_set *set = set_of(messages, n);
	enum outcome how = originals_remove(imap, set, why);

	mailimap_set_free(set);
	return how;
}

enum outcome
imap_move(struct imap *imap, const struct imap_message *messages, size_t n,
    struct span folder, enum imap_filing *filing, struct error *why)
{
	autobuf name = BUF(MAX_FOLDER_BYTES);
	struct mailimap_set *set;
	enum outcome how = imap_folder_name(folder, &name, why);

	if (how != DONE)
		return how;
	set = set_of(messages, n);
	*filing = IMAP_MOVED;
	command_allow(imap);
	if (imap->can_move) {
		how = answer_read(imap,
		    mailimap_uid_move(imap->session, set, buf_text(&name)),
		    "move", why);
	} else {
		how = answer_read(imap,
		    mailimap_uid_copy(imap->session, set, buf_text(&name)),
		    "copy", why);
		/* A copy is made once, whatever becomes of the original. */
		if (how == DONE && originals_remove(imap, set, why) != DONE)
			*filing = IMAP_COPIED;
	}
	mailimap_set_free(set);
	return how;
}

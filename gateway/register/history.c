/* history.c - adds to the chain of events, and checks it */
#include "register/history.h"
#include "base/buf.h"
#include "base/digest.h"
#include "register/statement.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

#define MAX_EVENT_BYTES 65536

struct link {
	long long id;
	char hash[HISTORY_HASH_BYTES]; /* of the event before, then its own */
};

/* Lengths stand before the bytes: no two events look alike. */
static void
add_field(struct buf *b, struct span field)
{
	buf_printf(b, "%zu:", field.len);
	buf_add(b, field);
	buf_add_char(b, ',');
}

static void
link_copy_hash(struct link *link, struct span hash)
{
	size_t n = span_head(hash, HISTORY_HASH_BYTES - 1).len;

	memcpy(link->hash, hash.at, n);
	link->hash[n] = '\0';
}

/* Makes link->hash, that of the event before, this event's own. */
static void
link_hash(struct link *link, const struct event *e)
{
	autoarena mem = { 0 };
	autobuf b = BUF(MAX_EVENT_BYTES);

	add_field(&b, span_of(link->hash));
	buf_printf(&b, "%lld,%lld,", link->id, (long long)e->at);
	add_field(&b, e->who);
	add_field(&b, e->what);
	add_field(&b, e->detail);
	add_field(&b, e->reference);
	add_field(&b, e->item_id);
	assert(!b.overflowed);
	link_copy_hash(link, digest_sha256(buf_span(&b), &mem));
}

static enum outcome
find_last(struct db *db, struct link *link, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_EVENT_LAST, why, NULL, 0);

	if (how == DONE && rows.has_row) {
		link->id = rows_number(&rows, 0);
		link_copy_hash(link, rows_text(&rows, 1));
	}
	return how;
}

enum outcome
history_add(struct db *db, const struct event *event, struct error *why)
{
	struct link link = { 0 };
	enum outcome how;

	assert(!sqlite3_get_autocommit(db->sqlite));
	how = find_last(db, &link, why);
	if (how != DONE)
		return how;
	link.id++;
	link_hash(&link, event);
	return statement_run(db, Q_EVENT_ADD, why,
	    VALUES(value_number(link.id), value_number(event->at),
		value_text(event->who), value_text(event->what),
		value_text(event->detail), value_optional(event->reference),
		value_optional(event->item_id), value_word(link.hash)));
}

/* Whether the row is what link says must come next. */
static enum outcome
verify_row(const struct rows *rows, struct link *link, struct error *why)
{
	const struct event e = {
		.at = (time_t)rows_number(rows, 1),
		.who = rows_text(rows, 2),
		.what = rows_text(rows, 3),
		.detail = rows_text(rows, 4),
		.reference = rows_text(rows, 5),
		.item_id = rows_text(rows, 6),
	};

	link->id++;
	if (rows_number(rows, 0) != link->id)
		return fail(why, REFUSED,
		    "history: event %lld is missing: the next one is %lld",
		    link->id, rows_number(rows, 0));
	link_hash(link, &e);
	if (!span_is_equal(rows_text(rows, 7), span_of(link->hash)))
		return fail(why, REFUSED,
		    "history: event %lld is not as it was written", link->id);
	return DONE;
}

/* An event cut off the end is known by the counter that SQLite keeps. */
static enum outcome
verify_end(struct db *db, const struct link *link, struct error *why)
{
	long long count = 0;
	enum outcome how =
	    statement_number(db, Q_EVENT_COUNT, &count, why, NULL, 0);

	if (how == DONE && count != link->id)
		return fail(why, REFUSED,
		    "history: it ends at event %lld of %lld", link->id, count);
	return how;
}

/* The last event that is taken as it stands: what comes after it is looked at. */
static enum outcome
find_start(struct db *db, long long most, struct link *link, struct error *why)
{
	long long count = 0;
	autorows rows = { 0 };
	enum outcome how =
	    statement_number(db, Q_EVENT_COUNT, &count, why, NULL, 0);

	if (how != DONE || count <= most)
		return how;
	link->id = count - most;
	how = rows_first(&rows, db, Q_EVENT_HASH, why,
	    VALUES(value_number(link->id)));
	if (how == DONE && !rows.has_row)
		return fail(why, REFUSED, "history: event %lld is missing",
		    link->id);
	if (how == DONE)
		link_copy_hash(link, rows_text(&rows, 0));
	return how;
}

/* Goes on from link to the last event. */
static enum outcome
verify_rest(struct db *db, struct link *link, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_start(&rows, db, Q_EVENTS_BEYOND, why,
	    VALUES(value_number(link->id)));

	while (rows_take(&rows, &how, why))
		how = verify_row(&rows, link, why);
	return how == DONE ? verify_end(db, link, why) : how;
}

static enum outcome
verify_newest(struct db *db, long long most, struct link *link,
    struct error *why)
{
	enum outcome how = statement_run(db, Q_BEGIN_READING, why, NULL, 0);

	if (how != DONE)
		return how;
	how = find_start(db, most, link, why);
	if (how == DONE)
		how = verify_rest(db, link, why);
	return transaction_end(db, how, why);
}

enum outcome
history_verify_newest(struct db *db, long long most, long long *n,
    struct error *why)
{
	struct link link = { 0 };
	enum outcome how = verify_newest(db, most, &link, why);

	if (how == DONE)
		*n = link.id;
	return how;
}

enum outcome
history_verify(struct db *db, long long *n, char head[HISTORY_HASH_BYTES],
    struct error *why)
{
	struct link link = { 0 };
	enum outcome how = verify_newest(db, LLONG_MAX, &link, why);

	if (how == DONE) {
		*n = link.id;
		memcpy(head, link.hash, sizeof link.hash);
	}
	return how;
}

/*
 * rights.c - the table of rights, and the authorizer that reads it
 *
 * A foreign key is checked by reading the column it points at, so who adds a
 * row to the history may read an item's ID; and who adds a case, the column
 * of the outbox that points at cases.
 */
#include "register/rights.h"
#include "register/statement.h"

#define MAILBOX ROLE(DB_MAILBOX)
#define INTAKE ROLE(DB_INTAKE)
#define SENDER ROLE(DB_SENDER)
#define STAFF ROLE(DB_STAFF)
#define RECONCILE ROLE(DB_RECONCILE)
#define KEEPER ROLE(DB_KEEPER)
#define MONITOR ROLE(DB_MONITOR)

static const struct right {
	int action;
	const char *table;
	const char *column; /* NULL for all */
	unsigned roles;
} rights[] = {
	{ SQLITE_INSERT, "item", NULL, INTAKE },
	{ SQLITE_UPDATE, "item", "place", INTAKE | RECONCILE },
	{ SQLITE_READ, "item", "id", INTAKE | SENDER | STAFF | RECONCILE },
	{ SQLITE_READ, "item", "sha256", RECONCILE },
	{ SQLITE_READ, "item", "place", RECONCILE },
	{ SQLITE_READ, "item", "file", RECONCILE },
	{ SQLITE_READ, "item", "size", RECONCILE },
	{ SQLITE_READ, "item", "received_at", RECONCILE },
	{ SQLITE_READ, "item", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "part", NULL, INTAKE },
	{ SQLITE_READ, "part", NULL, STAFF },
	{ SQLITE_INSERT, "mark", NULL, INTAKE },
	{ SQLITE_READ, "mark", NULL, STAFF },
	{ SQLITE_INSERT, "reason", NULL, INTAKE },
	{ SQLITE_READ, "reason", NULL, STAFF },
	{ SQLITE_INSERT, "score", NULL, INTAKE },
	{ SQLITE_READ, "score", NULL, STAFF },
	{ SQLITE_INSERT, "correction", NULL, STAFF },
	{ SQLITE_READ, "correction", "case_id", INTAKE },
	{ SQLITE_READ, "correction", "item_id", INTAKE },
	{ SQLITE_READ, "correction", NULL, STAFF },
	{ SQLITE_UPDATE, "cases", "category", STAFF },
	{ SQLITE_UPDATE, "cases", "needs_review", STAFF },
	{ SQLITE_UPDATE, "cases", "review_reason", STAFF },
	{ SQLITE_UPDATE, "cases", "ack_due", STAFF },
	{ SQLITE_UPDATE, "cases", "holding_due", STAFF },
	{ SQLITE_UPDATE, "cases", "response_due", STAFF },
	{ SQLITE_UPDATE, "outbox", "template", STAFF },
	{ SQLITE_INSERT, "flag", NULL, INTAKE },
	{ SQLITE_READ, "flag", NULL, STAFF },
	{ SQLITE_INSERT, "sequence", NULL, INTAKE },
	{ SQLITE_UPDATE, "sequence", "last", INTAKE },
	{ SQLITE_READ, "sequence", NULL, INTAKE },
	{ SQLITE_INSERT, "cases", NULL, INTAKE },
	{ SQLITE_UPDATE, "cases", "needs_review", INTAKE },
	{ SQLITE_UPDATE, "cases", "review_reason", INTAKE },
	{ SQLITE_UPDATE, "cases", "state", INTAKE | SENDER | STAFF },
	{ SQLITE_READ, "cases", "id", RECONCILE },
	{ SQLITE_READ, "cases", "reference", RECONCILE },
	{ SQLITE_READ, "cases", NULL, INTAKE | SENDER | STAFF },
	{ SQLITE_INSERT, "item_case", NULL, INTAKE },
	{ SQLITE_INSERT, "item_link", NULL, INTAKE },
	{ SQLITE_READ, "item_link", NULL, STAFF },
	{ SQLITE_READ, "item_case", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "outbox", NULL, INTAKE },
	{ SQLITE_UPDATE, "outbox", "state", SENDER | STAFF },
	{ SQLITE_UPDATE, "outbox", "finished_at", SENDER | STAFF },
	{ SQLITE_UPDATE, "outbox", "attempts", SENDER },
	{ SQLITE_UPDATE, "outbox", "next_attempt", SENDER },
	{ SQLITE_UPDATE, "outbox", "note", SENDER },
	{ SQLITE_UPDATE, "outbox", "template", SENDER },
	{ SQLITE_UPDATE, "outbox", "text_sent", SENDER },
	{ SQLITE_UPDATE, "outbox", "version", SENDER },
	{ SQLITE_UPDATE, "outbox", "may_go_neutral", SENDER | STAFF | INTAKE },
	{ SQLITE_UPDATE, "outbox", "circumstances", INTAKE },
	{ SQLITE_READ, "case_field", NULL, SENDER },
	{ SQLITE_READ, "person_case", NULL, SENDER },
	{ SQLITE_READ, "need", NULL, SENDER },
	{ SQLITE_UPDATE, "outbox", "bounced_at", INTAKE },
	{ SQLITE_UPDATE, "outbox", "bounce", INTAKE },
	{ SQLITE_READ, "outbox", "case_id", RECONCILE },
	{ SQLITE_READ, "outbox", "id", RECONCILE },
	{ SQLITE_READ, "outbox", "kind", RECONCILE },
	{ SQLITE_READ, "outbox", "state", RECONCILE },
	{ SQLITE_READ, "outbox", NULL, INTAKE | SENDER | STAFF },
	{ SQLITE_READ, "secret", NULL, INTAKE | SENDER },
	{ SQLITE_INSERT, "holiday", NULL, STAFF },
	{ SQLITE_UPDATE, "holiday", NULL, STAFF },
	{ SQLITE_READ, "holiday", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "departure", NULL, SENDER },
	{ SQLITE_DELETE, "departure", NULL, SENDER },
	{ SQLITE_READ, "departure", NULL, SENDER },
	{ SQLITE_READ, "departure", "outbox_id", STAFF },
	{ SQLITE_INSERT, "event", NULL, INTAKE | SENDER | STAFF | RECONCILE },
	{ SQLITE_READ, "event", NULL, INTAKE | SENDER | STAFF | RECONCILE },
	{ SQLITE_READ, "sqlite_sequence", NULL, STAFF },
	{ SQLITE_INSERT, "ledger", NULL, MAILBOX | INTAKE | RECONCILE },
	{ SQLITE_UPDATE, "ledger", NULL, MAILBOX | INTAKE },
	{ SQLITE_UPDATE, "ledger", "settled_at", STAFF },
	{ SQLITE_UPDATE, "ledger", "put_back_at", RECONCILE },
	{ SQLITE_READ, "ledger", NULL, MAILBOX | INTAKE | STAFF | RECONCILE },
	{ SQLITE_INSERT, "poll", NULL, MAILBOX },
	{ SQLITE_UPDATE, "poll", NULL, MAILBOX },
	{ SQLITE_READ, "poll", NULL, MAILBOX | STAFF },
	{ SQLITE_INSERT, "case_field", NULL, STAFF },
	{ SQLITE_UPDATE, "case_field", "is_current", STAFF },
	{ SQLITE_READ, "case_field", "case_id", INTAKE },
	{ SQLITE_READ, "case_field", NULL, STAFF },
	{ SQLITE_UPDATE, "cases", "response_due", STAFF },
	{ SQLITE_READ, "case_view", NULL, STAFF },
	{ SQLITE_READ, "case_clock", NULL, STAFF },
	{ SQLITE_READ, "case_worker", NULL, STAFF },
	{ SQLITE_UPDATE, "cases", "disposition", STAFF },
	/* casework: closing, pausing, splitting, merging, reading again */
	{ SQLITE_UPDATE, "cases", "closed_on", STAFF },
	{ SQLITE_UPDATE, "cases", "retain_until", STAFF },
	{ SQLITE_UPDATE, "cases", "paused_on", STAFF },
	{ SQLITE_UPDATE, "cases", "merged_into", STAFF },
	{ SQLITE_INSERT, "cases", NULL, STAFF },
	{ SQLITE_INSERT, "sequence", NULL, STAFF },
	{ SQLITE_UPDATE, "sequence", "last", STAFF },
	{ SQLITE_READ, "sequence", NULL, STAFF },
	{ SQLITE_INSERT, "item_case", NULL, STAFF },
	{ SQLITE_INSERT, "outbox", NULL, STAFF },
	{ SQLITE_UPDATE, "outbox", "note", STAFF },
	{ SQLITE_UPDATE, "outbox", "next_attempt", STAFF },
	{ SQLITE_UPDATE, "outbox", "released_at", STAFF },
	{ SQLITE_UPDATE, "outbox", "channel", STAFF },
	{ SQLITE_UPDATE, "outbox", "to_postal", STAFF },
	{ SQLITE_UPDATE, "item", "reread_at", STAFF },
	{ SQLITE_UPDATE, "item", "kind", INTAKE },
	{ SQLITE_UPDATE, "item", "type", INTAKE },
	{ SQLITE_UPDATE, "item", "outcome", INTAKE },
	{ SQLITE_UPDATE, "item", "note", INTAKE },
	{ SQLITE_UPDATE, "item", "message_id", INTAKE },
	{ SQLITE_UPDATE, "item", "sent_date", INTAKE },
	{ SQLITE_UPDATE, "item", "title", INTAKE },
	{ SQLITE_UPDATE, "item", "author_name", INTAKE },
	{ SQLITE_UPDATE, "item", "author_address", INTAKE },
	{ SQLITE_UPDATE, "item", "author_postal", INTAKE },
	{ SQLITE_UPDATE, "item", "author_phone", INTAKE },
	{ SQLITE_UPDATE, "item", "forwarder", INTAKE },
	{ SQLITE_UPDATE, "item", "origin", INTAKE },
	{ SQLITE_UPDATE, "item", "machine", INTAKE },
	{ SQLITE_UPDATE, "item", "authenticated", INTAKE },
	{ SQLITE_UPDATE, "item", "disposition", INTAKE },
	{ SQLITE_UPDATE, "item", "author_role", INTAKE },
	{ SQLITE_UPDATE, "item", "reread_at", INTAKE },
	{ SQLITE_DELETE, "part", NULL, INTAKE },
	{ SQLITE_DELETE, "mark", NULL, INTAKE },
	{ SQLITE_DELETE, "reason", NULL, INTAKE },
	{ SQLITE_DELETE, "score", NULL, INTAKE },
	{ SQLITE_READ, "part", "item_id", INTAKE },
	{ SQLITE_READ, "mark", "item_id", INTAKE },
	{ SQLITE_READ, "reason", "item_id", INTAKE },
	{ SQLITE_READ, "score", "item_id", INTAKE },
	{ SQLITE_READ, "flag", "item_id", INTAKE },
	{ SQLITE_READ, "flag", "kind", INTAKE },
	{ SQLITE_READ, "flag", "position", INTAKE },
	{ SQLITE_UPDATE, "cases", "category", INTAKE },
	{ SQLITE_UPDATE, "cases", "disposition", INTAKE },
	{ SQLITE_UPDATE, "cases", "confidence", INTAKE },
	{ SQLITE_UPDATE, "cases", "author_name", INTAKE },
	{ SQLITE_UPDATE, "cases", "author_address", INTAKE },
	{ SQLITE_UPDATE, "cases", "author_postal", INTAKE },
	{ SQLITE_UPDATE, "cases", "author_phone", INTAKE },
	{ SQLITE_UPDATE, "outbox", "channel", INTAKE },
	{ SQLITE_UPDATE, "outbox", "template", INTAKE },
	{ SQLITE_UPDATE, "outbox", "to_name", INTAKE },
	{ SQLITE_UPDATE, "outbox", "to_address", INTAKE },
	{ SQLITE_UPDATE, "outbox", "to_postal", INTAKE },
	{ SQLITE_UPDATE, "outbox", "note", INTAKE },
	{ SQLITE_INSERT, "case_field", NULL, INTAKE },
	{ SQLITE_UPDATE, "case_field", "is_current", INTAKE },
	{ SQLITE_READ, "case_field", NULL, INTAKE },
	/* alerts, and the deadlines that give some */
	{ SQLITE_INSERT, "alert", NULL, INTAKE | SENDER },
	{ SQLITE_UPDATE, "alert", NULL, SENDER },
	{ SQLITE_UPDATE, "alert", "state", STAFF },
	{ SQLITE_UPDATE, "alert", "due_at", STAFF },
	{ SQLITE_UPDATE, "alert", "confirmed_by", STAFF },
	{ SQLITE_UPDATE, "alert", "confirmed_at", STAFF },
	{ SQLITE_READ, "alert", "case_id", INTAKE },
	{ SQLITE_READ, "alert", "kind", INTAKE },
	{ SQLITE_READ, "alert", "about", INTAKE },
	{ SQLITE_READ, "alert", "recipient", INTAKE },
	{ SQLITE_READ, "alert", NULL, SENDER | STAFF },
	{ SQLITE_READ, "case_field", "case_id", SENDER },
	{ SQLITE_READ, "case_field", "field", SENDER },
	{ SQLITE_READ, "case_field", "value", SENDER },
	{ SQLITE_READ, "case_field", "is_current", SENDER },
	{ SQLITE_READ, "holiday", NULL, SENDER },
	/* letters that are owed while a case is open */
	{ SQLITE_INSERT, "outbox", NULL, SENDER },
	{ SQLITE_READ, "flag", "item_id", SENDER },
	{ SQLITE_READ, "flag", "urgency", SENDER },
	{ SQLITE_UPDATE, "alert", "due_at", INTAKE },
	{ SQLITE_UPDATE, "alert", "state", INTAKE },
	{ SQLITE_UPDATE, "alert", "note", INTAKE },
	{ SQLITE_UPDATE, "alert", "returned", INTAKE },
	{ SQLITE_UPDATE, "alert", "attempts", INTAKE },
	{ SQLITE_UPDATE, "alert", "refusals", INTAKE },
	{ SQLITE_READ, "alert", NULL, INTAKE },
	/* the keeper: backups, and what is destroyed at the end of its time */
	{ SQLITE_INSERT, "event", NULL, KEEPER },
	{ SQLITE_INSERT, "backup", NULL, KEEPER },
	{ SQLITE_INSERT, "sequence", NULL, KEEPER },
	{ SQLITE_INSERT, "restoration", NULL, KEEPER },
	{ SQLITE_UPDATE, "sequence", "last", KEEPER },
	{ SQLITE_DELETE, "part", NULL, KEEPER },
	{ SQLITE_DELETE, "mark", NULL, KEEPER },
	{ SQLITE_DELETE, "reason", NULL, KEEPER },
	{ SQLITE_DELETE, "correction", NULL, KEEPER },
	{ SQLITE_DELETE, "departure", NULL, KEEPER },
	{ SQLITE_DELETE, "case_field", NULL, KEEPER },
	{ SQLITE_UPDATE, "flag", "phrase", KEEPER },
	{ SQLITE_UPDATE, "ledger", "file", KEEPER },
	{ SQLITE_UPDATE, "ledger", "last_error", KEEPER },
	{ SQLITE_UPDATE, "item", "destroyed_at", KEEPER },
	{ SQLITE_UPDATE, "item", "file", KEEPER },
	{ SQLITE_UPDATE, "item", "note", KEEPER },
	{ SQLITE_UPDATE, "item", "message_id", KEEPER },
	{ SQLITE_UPDATE, "item", "sent_date", KEEPER },
	{ SQLITE_UPDATE, "item", "title", KEEPER },
	{ SQLITE_UPDATE, "item", "author_name", KEEPER },
	{ SQLITE_UPDATE, "item", "author_address", KEEPER },
	{ SQLITE_UPDATE, "item", "author_postal", KEEPER },
	{ SQLITE_UPDATE, "item", "author_phone", KEEPER },
	{ SQLITE_UPDATE, "item", "forwarder", KEEPER },
	{ SQLITE_UPDATE, "item", "place", KEEPER },
	{ SQLITE_UPDATE, "outbox", "state", KEEPER },
	{ SQLITE_UPDATE, "outbox", "to_name", KEEPER },
	{ SQLITE_UPDATE, "outbox", "to_address", KEEPER },
	{ SQLITE_UPDATE, "outbox", "to_postal", KEEPER },
	{ SQLITE_UPDATE, "outbox", "in_reply_to", KEEPER },
	{ SQLITE_UPDATE, "outbox", "thread", KEEPER },
	{ SQLITE_UPDATE, "outbox", "note", KEEPER },
	{ SQLITE_UPDATE, "outbox", "released_at", KEEPER },
	{ SQLITE_UPDATE, "cases", "destroyed_at", KEEPER },
	{ SQLITE_UPDATE, "cases", "author_name", KEEPER },
	{ SQLITE_UPDATE, "cases", "author_address", KEEPER },
	{ SQLITE_UPDATE, "cases", "author_postal", KEEPER },
	{ SQLITE_UPDATE, "cases", "author_phone", KEEPER },
	{ SQLITE_UPDATE, "cases", "review_reason", KEEPER },
	{ SQLITE_UPDATE, "cases", "why_not", KEEPER },
	{ SQLITE_UPDATE, "cases", "needs_review", KEEPER },
	{ SQLITE_READ, "item", "destroyed_at", RECONCILE },
	{ SQLITE_READ, "restoration", NULL, INTAKE },
	/* the index of words: its triggers run with the rights of the role */
	{ SQLITE_INSERT, "search_item", NULL, INTAKE },
	{ SQLITE_UPDATE, "search_item", NULL, INTAKE | STAFF },
	{ SQLITE_DELETE, "search_item", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search_item", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search_source", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search_text", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "part", NULL, INTAKE },
	{ SQLITE_READ, "mark", NULL, INTAKE },
	/*
	 * To declare its columns FTS5 goes through the motions of making a
	 * table; SQLite itself lets no statement change sqlite_master.
	 */
	{ SQLITE_READ, "sqlite_master", "ROWID", INTAKE | STAFF | KEEPER },
	{ SQLITE_UPDATE, "sqlite_master", NULL, INTAKE | STAFF | KEEPER },
	/* and the tables that FTS5 keeps it in */
	{ SQLITE_INSERT, "search", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "search_data", NULL, INTAKE | STAFF },
	{ SQLITE_DELETE, "search_data", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search_data", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "search_idx", NULL, INTAKE | STAFF },
	{ SQLITE_DELETE, "search_idx", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search_idx", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "search_docsize", NULL, INTAKE | STAFF },
	{ SQLITE_DELETE, "search_docsize", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search_docsize", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search_config", NULL, INTAKE | STAFF },
	{ SQLITE_READ, "search_word", NULL, STAFF },
	{ SQLITE_READ, "json_each", "value", STAFF },
	/* the keeper: people, and the index of words */
	{ SQLITE_UPDATE, "person", "name", KEEPER },
	{ SQLITE_UPDATE, "person", "born_on", KEEPER },
	{ SQLITE_UPDATE, "restriction", "detail", KEEPER },
	{ SQLITE_UPDATE, "restriction", "reason", KEEPER },
	{ SQLITE_UPDATE, "restriction", "end_reason", KEEPER },
	{ SQLITE_DELETE, "person_name", NULL, KEEPER },
	{ SQLITE_DELETE, "contact", NULL, KEEPER },
	{ SQLITE_DELETE, "need", NULL, KEEPER },
	{ SQLITE_DELETE, "equality", NULL, KEEPER },
	{ SQLITE_DELETE, "person_case", NULL, KEEPER },
	{ SQLITE_DELETE, "search_item", NULL, KEEPER },
	{ SQLITE_DELETE, "search_data", NULL, KEEPER },
	{ SQLITE_DELETE, "search_idx", NULL, KEEPER },
	{ SQLITE_DELETE, "search_docsize", NULL, KEEPER },
	{ SQLITE_INSERT, "search", NULL, KEEPER },
	{ SQLITE_INSERT, "search_data", NULL, KEEPER },
	{ SQLITE_INSERT, "search_idx", NULL, KEEPER },
	{ SQLITE_INSERT, "search_docsize", NULL, KEEPER },
	{ SQLITE_UPDATE, "search_item", NULL, KEEPER },
	/* people, restrictions, and the tasks that come of them */
	{ SQLITE_INSERT, "person", NULL, INTAKE | STAFF },
	{ SQLITE_UPDATE, "person", "name", STAFF },
	{ SQLITE_UPDATE, "person", "born_on", STAFF },
	{ SQLITE_UPDATE, "person", "merged_into", STAFF },
	{ SQLITE_READ, "person", "id", SENDER },
	{ SQLITE_READ, "person", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "person_name", NULL, INTAKE | STAFF },
	{ SQLITE_UPDATE, "person_name", "person_id", STAFF },
	{ SQLITE_DELETE, "person_name", NULL, STAFF },
	{ SQLITE_READ, "person_name", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "contact", NULL, INTAKE | STAFF },
	{ SQLITE_UPDATE, "contact", "person_id", STAFF },
	{ SQLITE_UPDATE, "contact", "is_preferred", STAFF },
	{ SQLITE_DELETE, "contact", NULL, STAFF },
	{ SQLITE_READ, "contact", NULL, INTAKE | SENDER | STAFF },
	{ SQLITE_INSERT, "person_case", NULL, INTAKE | STAFF },
	{ SQLITE_UPDATE, "person_case", NULL, STAFF },
	{ SQLITE_DELETE, "person_case", NULL, STAFF },
	{ SQLITE_READ, "person_case", NULL, INTAKE | SENDER | STAFF },
	{ SQLITE_INSERT, "person_apart", NULL, STAFF },
	{ SQLITE_DELETE, "person_apart", NULL, STAFF },
	{ SQLITE_READ, "person_apart", NULL, INTAKE | STAFF },
	{ SQLITE_INSERT, "need", NULL, STAFF },
	{ SQLITE_UPDATE, "need", NULL, STAFF },
	{ SQLITE_DELETE, "need", NULL, STAFF },
	{ SQLITE_READ, "need", "person_id", INTAKE },
	{ SQLITE_READ, "need", NULL, SENDER | STAFF },
	{ SQLITE_INSERT, "equality", NULL, STAFF },
	{ SQLITE_UPDATE, "equality", NULL, STAFF },
	{ SQLITE_DELETE, "equality", NULL, STAFF },
	{ SQLITE_READ, "equality", "person_id", INTAKE },
	{ SQLITE_READ, "equality", NULL, STAFF },
	{ SQLITE_INSERT, "restriction", NULL, STAFF },
	{ SQLITE_UPDATE, "restriction", "person_id", STAFF },
	{ SQLITE_UPDATE, "restriction", "ended_on", STAFF },
	{ SQLITE_UPDATE, "restriction", "ended_by", STAFF },
	{ SQLITE_UPDATE, "restriction", "end_reason", STAFF },
	{ SQLITE_READ, "restriction", "id", INTAKE | SENDER },
	{ SQLITE_READ, "restriction", "person_id", INTAKE | SENDER },
	{ SQLITE_READ, "restriction", "ended_on", INTAKE | SENDER },
	{ SQLITE_READ, "restriction", "at", SENDER },
	{ SQLITE_READ, "restriction", NULL, STAFF },
	{ SQLITE_INSERT, "new_issue", NULL, INTAKE | SENDER | STAFF },
	{ SQLITE_UPDATE, "new_issue", "answer", SENDER | STAFF },
	{ SQLITE_UPDATE, "new_issue", "answered_at", SENDER | STAFF },
	{ SQLITE_UPDATE, "new_issue", "asked_at", SENDER },
	{ SQLITE_UPDATE, "new_issue", "who", STAFF },
	{ SQLITE_UPDATE, "new_issue", "person_id", STAFF },
	{ SQLITE_READ, "new_issue", NULL, INTAKE | SENDER | STAFF },
	{ SQLITE_READ, "item_case", "item_id", SENDER },
	{ SQLITE_READ, "item_case", "case_id", SENDER },
	{ SQLITE_READ, "item_case", "role", SENDER },
	/* letters as they left */
	{ SQLITE_INSERT, "letter", NULL, SENDER },
	{ SQLITE_UPDATE, "letter", NULL, SENDER },
	{ SQLITE_READ, "letter", NULL, SENDER | STAFF },
	{ SQLITE_DELETE, "letter", NULL, KEEPER },
	{ SQLITE_UPDATE, "alert", "note", KEEPER },
	/* what is counted for monitoring */
	{ SQLITE_READ, "item", "id", MONITOR },
	{ SQLITE_READ, "item", "channel", MONITOR },
	{ SQLITE_READ, "item", "outcome", MONITOR },
	{ SQLITE_READ, "item", "place", MONITOR },
	{ SQLITE_READ, "item_case", NULL, MONITOR },
	{ SQLITE_READ, "cases", "id", MONITOR },
	{ SQLITE_READ, "cases", "state", MONITOR },
	{ SQLITE_READ, "cases", "category", MONITOR },
	{ SQLITE_READ, "cases", "needs_review", MONITOR },
	{ SQLITE_READ, "cases", "ack_due", MONITOR },
	{ SQLITE_READ, "outbox", "case_id", MONITOR },
	{ SQLITE_READ, "outbox", "kind", MONITOR },
	{ SQLITE_READ, "outbox", "state", MONITOR },
	{ SQLITE_READ, "outbox", "made_at", MONITOR },
	{ SQLITE_READ, "alert", "state", MONITOR },
	{ SQLITE_READ, "alert", "urgency", MONITOR },
	{ SQLITE_READ, "poll", "mailbox", MONITOR },
	{ SQLITE_READ, "poll", "at", MONITOR },
	{ SQLITE_READ, "poll", "since", MONITOR },
	{ SQLITE_READ, "ledger", "mailbox", MONITOR },
	{ SQLITE_READ, "ledger", "state", MONITOR },
	{ SQLITE_READ, "ledger", "uid", MONITOR },
	{ SQLITE_READ, "ledger", "settled_at", MONITOR },
	{ SQLITE_READ, "backup", "at", MONITOR | STAFF },
	{ SQLITE_READ, "sqlite_sequence", NULL, MONITOR },
	/* codes: what words suggest, the lists, what a person says */
	{ SQLITE_INSERT, "topic", NULL, INTAKE },
	{ SQLITE_DELETE, "topic", NULL, INTAKE | KEEPER },
	{ SQLITE_READ, "topic", "item_id", INTAKE },
	{ SQLITE_READ, "topic", NULL, STAFF },
	{ SQLITE_INSERT, "code", NULL, STAFF },
	{ SQLITE_UPDATE, "code", NULL, STAFF },
	{ SQLITE_DELETE, "code", NULL, STAFF },
	{ SQLITE_READ, "code", NULL, STAFF },
	{ SQLITE_INSERT, "code_topic", NULL, STAFF },
	{ SQLITE_DELETE, "code_topic", NULL, STAFF },
	{ SQLITE_READ, "code_topic", NULL, STAFF },
	{ SQLITE_INSERT, "case_code", NULL, STAFF },
	{ SQLITE_UPDATE, "case_code", NULL, STAFF },
	{ SQLITE_DELETE, "case_code", NULL, STAFF },
	{ SQLITE_READ, "case_code", "case_id", INTAKE },
	{ SQLITE_READ, "case_code", NULL, STAFF },
};

static bool
is_named(const char *name, const char *wanted)
{
	return wanted == NULL || span_is_equal(span_of(name), span_of(wanted));
}

/* The keeper copies and verifies: it reads all but what must not be known. */
static bool
table_allows(enum db_role role, int action, const char *table,
    const char *column)
{
	if (role == DB_KEEPER && action == SQLITE_READ)
		return !is_named(table, "secret");
	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
		if (rights[i].action == action &&
		    (rights[i].roles & ROLE(role)) != 0 &&
		    is_named(table, rights[i].table) &&
		    (action == SQLITE_INSERT ||
			is_named(column, rights[i].column)))
			return true;
	return false;
}

/* The header's numbers for all; the keeper checks, and empties the log. */
static bool
pragma_allows(enum db_role role, const char *name, const char *argument)
{
	/* FTS5 asks for data_version. */
	if (argument == NULL && (is_named(name, "user_version") ||
				    is_named(name, "application_id") ||
				    is_named(name, "data_version")))
		return true;
	return role == DB_KEEPER && (is_named(name, "integrity_check") ||
					is_named(name, "foreign_key_check") ||
					is_named(name, "wal_checkpoint"));
}

static int
authorize(void *context, int action, const char *first, const char *second,
    const char *database, const char *inner)
{
	enum db_role role = *(const enum db_role *)context;
	bool may;

	(void)database;
	(void)inner;
	if (role == DB_OWNER)
		return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_FUNCTION:
	case SQLITE_RECURSIVE:
	case SQLITE_TRANSACTION:
		may = true;
		break;
	case SQLITE_PRAGMA:
		may = pragma_allows(role, first, second);
		break;
	default:
		may = table_allows(role, action, first, second);
	}
	return may ? SQLITE_OK : SQLITE_DENY;
}

void
rights_install(sqlite3 *sqlite, enum db_role *role)
{
	sqlite3_set_authorizer(sqlite, authorize, role);
}

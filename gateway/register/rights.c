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
	{ SQLITE_INSERT, "flag", NULL, INTAKE },
	{ SQLITE_READ, "flag", NULL, STAFF },
	{ SQLITE_INSERT, "sequence", NULL, INTAKE },
	{ SQLITE_UPDATE, "sequence", "last", INTAKE },
	{ SQLITE_READ, "sequence", NULL, INTAKE },
	{ SQLITE_INSERT, "cases", NULL, INTAKE },
	{ SQLITE_UPDATE, "cases", "needs_review", INTAKE },
	{ SQLITE_UPDATE, "cases", "review_reason", INTAKE },
	{ SQLITE_UPDATE, "cases", "state", SENDER | STAFF },
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
	{ SQLITE_READ, "outbox", "case_id", INTAKE | RECONCILE },
	{ SQLITE_READ, "outbox", "id", RECONCILE },
	{ SQLITE_READ, "outbox", "kind", RECONCILE },
	{ SQLITE_READ, "outbox", "state", RECONCILE },
	{ SQLITE_READ, "outbox", NULL, SENDER | STAFF },
	{ SQLITE_INSERT, "departure", NULL, SENDER },
	{ SQLITE_DELETE, "departure", NULL, SENDER },
	{ SQLITE_READ, "departure", NULL, SENDER },
	{ SQLITE_INSERT, "event", NULL, INTAKE | SENDER | STAFF | RECONCILE },
	{ SQLITE_READ, "event", NULL, INTAKE | SENDER | STAFF | RECONCILE },
	{ SQLITE_READ, "sqlite_sequence", NULL, STAFF },
	{ SQLITE_INSERT, "ledger", NULL, MAILBOX | INTAKE | RECONCILE },
	{ SQLITE_UPDATE, "ledger", NULL, MAILBOX | INTAKE },
	{ SQLITE_READ, "ledger", NULL, MAILBOX | INTAKE | STAFF | RECONCILE },
	{ SQLITE_INSERT, "poll", NULL, MAILBOX },
	{ SQLITE_UPDATE, "poll", NULL, MAILBOX },
	{ SQLITE_READ, "poll", NULL, MAILBOX | STAFF },
	{ SQLITE_READ, "case_view", NULL, STAFF },
};

static bool
is_named(const char *name, const char *wanted)
{
	return wanted == NULL || span_is_equal(span_of(name), span_of(wanted));
}

static bool
table_allows(enum db_role role, int action, const char *table,
    const char *column)
{
	for (size_t i = 0; i < sizeof rights / sizeof *rights; i++)
		if (rights[i].action == action &&
		    (rights[i].roles & ROLE(role)) != 0 &&
		    is_named(table, rights[i].table) &&
		    (action == SQLITE_INSERT ||
			is_named(column, rights[i].column)))
			return true;
	return false;
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
	case SQLITE_TRANSACTION:
		may = true;
		break;
	case SQLITE_PRAGMA:
		may = second == NULL && (is_named(first, "user_version") ||
					    is_named(first, "application_id"));
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

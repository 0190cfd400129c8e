/* departure.c - counts what left */
#include "register/departure.h"
#include "register/statement.h"
#include "triage/address.h"

#include <assert.h>

enum outcome
departure_nth(struct db *db, const struct departure_question *q, time_t *at,
    struct error *why)
{
	long long found = 0;
	enum outcome how = DONE;

	assert(q->nth >= 1);
	switch (q->to) {
	case TO_ANYBODY:
		how = statement_number(db, Q_DEPARTURE_NTH, &found, why,
		    VALUES(value_number(q->since), value_number(q->nth - 1)));
		break;
	case TO_DOMAIN:
		how =
		    statement_number(db, Q_DEPARTURE_NTH_TO_DOMAIN, &found, why,
			VALUES(value_text(address_domain(q->address)),
			    value_number(q->since), value_number(q->nth - 1)));
		break;
	case TO_ADDRESS:
		how = statement_number(db, Q_DEPARTURE_NTH_TO_ADDRESS, &found,
		    why,
		    VALUES(value_text(q->address), value_number(q->since),
			value_number(q->nth - 1)));
		break;
	}
	if (how == DONE)
		*at = (time_t)found;
	return how;
}

enum outcome
departure_add(struct db *db, long long outbox_id, struct span address,
    time_t now, long long *id, struct error *why)
{
	enum outcome how = statement_run(db, Q_DEPARTURE_FORGET, why,
	    VALUES(value_number(now - DEPARTURES_KEPT_SECONDS)));

	if (how != DONE)
		return how;
	return statement_number(db, Q_DEPARTURE_ADD, id, why,
	    VALUES(value_number(outbox_id), value_text(address),
		value_text(address_domain(address)), value_number(now)));
}

enum outcome
departure_undo(struct db *db, long long id, struct error *why)
{
	return statement_run(db, Q_DEPARTURE_UNDO, why,
	    VALUES(value_number(id)));
}

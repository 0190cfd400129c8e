/* poll.c - the mailbox's last poll, and since when there is trouble */
#include "register/poll.h"
#include "register/statement.h"

enum outcome
poll_find(struct db *db, struct span mailbox, struct arena *mem,
    struct poll_row *row, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, db, Q_POLL_FIND, why,
	    VALUES(value_text(mailbox)));

	if (how != DONE)
		return how;
	*row = (struct poll_row){ 0 };
	if (rows.has_row)
		*row = (struct poll_row){
			.at = (time_t)rows_number(&rows, 0),
			.trouble = arena_copy(mem, rows_text(&rows, 1)),
			.since = (time_t)rows_number(&rows, 2),
			.told_at = (time_t)rows_number(&rows, 3),
		};
	return DONE;
}

enum outcome
poll_note_well(struct db *db, struct span mailbox, time_t now,
    struct error *why)
{
	return statement_run(db, Q_POLL_WELL, why,
	    VALUES(value_text(mailbox), value_number(now)));
}

enum outcome
poll_note_trouble(struct db *db, struct span mailbox, struct span trouble,
    time_t read_at, time_t now, struct error *why)
{
	return statement_run(db, Q_POLL_TROUBLE, why,
	    VALUES(value_text(mailbox), value_number(read_at),
		value_text(trouble), value_number(now)));
}

enum outcome
poll_note_told(struct db *db, struct span mailbox, time_t now,
    struct error *why)
{
	return statement_run(db, Q_POLL_TOLD, why,
	    VALUES(value_number(now), value_text(mailbox)));
}

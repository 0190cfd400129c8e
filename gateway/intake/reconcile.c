/*
 * reconcile.c - proves that server, ledger, spool and register agree
 *
 * Reads:   the mailboxes' folders, the ledger, every file of the spool, the
 *          register.
 * Writes:  with --repair: places and ledger rows, history, spool/incoming.
 * Talks to: the IMAP servers, over verified TLS.
 * Trusts:  nothing twice: each of the four is asked about the other three.
 * Fails by changing nothing: what it did before stays true.
 */
#include "intake/reconcile.h"
#include "base/io.h"
#include "base/log.h"
#include "intake/reconcile_round.h"

#include <stdio.h>
#include <sysexits.h>

static enum outcome
round_open(struct round *round, struct arena *mem, struct error *why)
{
	const struct paths_options *paths = &round->options->paths;

	/* Not by spool_open, which would tidy up before anybody has looked. */
	if (paths->spool.len >= sizeof round->spool.root)
		return fail(why, BROKEN, "spool: open: bad path");
	snprintf(round->spool.root, sizeof round->spool.root, "%.*s",
	    SPAN_ARG(paths->spool));
	return db_open(arena_text(mem, paths->register_), DB_RECONCILE,
	    &round->db, why);
}

/*
 * The server first, since mail comes from there: what it shows is then in the
 * ledger, what the ledger has is in the spool, and so on.
 */
static enum outcome
round_run(struct round *round, struct error *why)
{
	enum outcome how = reconcile_server(round, why);

	if (how == DONE)
		how = reconcile_spool(round, why);
	return how == DONE ? reconcile_register(round, why) : how;
}

int
reconcile_main(const struct call *asked)
{
	struct call call = *asked;
	struct round round = { .options = call.options, .now = clock_now() };
	struct error why = { "" };
	enum outcome how;

	round.may_repair = call_flag(&call, "--repair");
	if (call_flag(&call, "--json"))
		round.tally.telling = TELL_JSON;
	if (call_flag(&call, "--log"))
		round.tally.telling = TELL_LOG;
	if (call.argc > 1) {
		fprintf(stderr, "usage: postroom reconcile [--repair] [--json] "
				"[--log]\n");
		return EX_USAGE;
	}
	how = round_open(&round, call.mem, &why);
	if (how == DONE)
		how = round_run(&round, &why);
	db_close(round.db);
	if (how == DONE)
		tally_tell(&round.tally);
	else
		log_error("%s: %s", outcome_name(how), why.text);
	if (fflush(stdout) != 0)
		return EX_IOERR;
	if (how != DONE)
		return outcome_status(how);
	return tally_status(&round.tally);
}

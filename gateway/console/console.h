/*
 * console.h - the commands of staff
 *
 * Tables on a terminal are cut to its width and coloured; elsewhere they are
 * whole and plain.  --json prints one JSON object on a line for each record.
 * Exit status: EX_USAGE for wrong arguments, EX_NOINPUT for a reference that
 * is not in the register and EX_DATAERR for one that cannot be, EX_TEMPFAIL
 * where the register is busy, EX_CONFIG where it is missing or not ours.
 */
#ifndef CONSOLE_H
#define CONSOLE_H

#include "command.h"
#include "item.h"

/*
 * list: cases, newest receipt first.  This list and the next ones take
 * --json or --csv; those of filters.h too.
 */
command_run list_command;

/* due: what is still owed, soonest first. */
command_run due_command;

/* queue: what waits for a person's decision, most urgent first. */
command_run queue_command;

/* search WORDS: cases by their words, newest first, or --best. */
command_run search_command;

/* letters: letters to post; letters --printed: they were posted. */
command_run letters_command;

/* refused: what waits for a person because it was not readable. */
command_run refused_command;

/*
 * alerts [REF]: who must hear of what; alerts --confirm REF [FLAG]: a person
 * has it in hand.
 */
command_run alerts_command;

/* show [--json] REF: all that is known of a case. */
command_run show_command;

/*
 * settle MAILBOX UID REASON, settle ITEM REASON: a person saw to a message or
 * file that never became an item, so that nobody is told of it any more.
 */
command_run settle_command;

/*
 * health [--json]: how the daemon at work is doing, by register and spool, in
 * the manner of a monitoring plug-in: "POSTROOM OK - words | measures", then a
 * line for each finding, worst first.  The exit status is 0, 1 (warning), 2
 * (critical) or 3 (unknown).  --json: one object for each finding.
 */
command_run health_command;

/* The same where the configuration cannot be read: prints why, gives 3. */
int health_unknown(const char *why);

/* log [--json] ID: what was done with an item, and why (register/travel.h). */
command_run log_command;

/*
 * watch [--until-idle SECONDS]: a line for each event of the history, as it
 * happens; from the first one where it had to wait for the register to be
 * made.  With --until-idle it ends when nothing has happened for so long,
 * nothing is due in the outbox, and the spool's incoming, working and post
 * are empty.
 */
command_run watch_command;

/* set REF FIELD VALUE: what staff write down of a case (casework.h). */
command_run set_command;

/* fields [--json]: which fields there are. */
command_run fields_command;

/* close REF --outcome OUTCOME; or each thing that is missing is told. */
command_run close_command;

/* reopen REF --reason WORDS */
command_run reopen_command;

/* pause REF --by WHOM --reason WORDS; resume REF */
command_run pause_command;
command_run resume_command;

/* split REF --category C: a second case of one item; merge REF INTO-REF. */
command_run split_command;
command_run merge_command;

/* acknowledge REF --by-phone | --hold REASON | --release */
command_run acknowledge_command;

/*
 * person list|show|suggest|edit|need|merge|apart: who writes, and whom cases
 * are about; people REF: who they are to a case (register/people_case.h).
 */
command_run person_command;
command_run people_command;

/*
 * restrict P12 --kind KIND ...: a decision on how a person may write; --list,
 * --tasks; --new-issue yes|no REF (register/restriction.h).
 */
command_run restrict_command;

/* equality questions|set|report (register/people_equality.h). */
command_run equality_command;

/* correct REF --category C --by NAME [--reason WORDS]: what a case is. */
command_run correct_command;

/*
 * code REF: what a case is coded as, and a person's word on it; --list,
 * --topics, --uncoded; --load FILE: the list of a year (register/coding.h).
 */
command_run code_command;

/* report KIND: the figures of a period (register/reports.h). */
command_run report_command;

/* train: a challenger from the corrections, beside the model in use. */
command_run train_command;

/* model list|compare|promote|rollback: the models beside the register. */
command_run model_command;

/*
 * calendar check: how far the bank holidays reach; the exit status is 0, 1
 * with under a year left, 2 where some clocks cannot be set any more.
 * calendar show [YEAR]: the holidays of a year, those added too.
 * calendar add DATE NAME --by WHO: a holiday proclaimed; EX_DATAERR where it
 * cannot be one (register/holidays.h).
 */
command_run calendar_command;

/*
 * verify [--json]: the register, its history and every original; the exit
 * status is 2 where there is a fault.
 */
command_run verify_command;

/* backup FOLDER: the register and its originals (register/backup.h). */
command_run backup_command;

/* restore FOLDER --verify | --into PLACE (register/restore.h). */
command_run restore_command;

/*
 * retention [--dry-run] [--json]: what is past its time; with --destroy REF
 * --by NAME --reason WORDS its content is destroyed (register/retention.h).
 */
command_run retention_command;

/* What there is to say where under a year of holidays is left. */
bool calendar_warning(day today, struct arena *mem, struct span *warning);

#endif

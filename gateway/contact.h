/*
 * contact.h - the commands of staff that put something into the spool
 */
#ifndef CONTACT_H
#define CONTACT_H

#include "command.h"

/*
 * add --by NAME --how telephone|in_person: makes an item of a note on standard
 * input.  It is durable in the spool when the command says that it is kept;
 * intake registers it as anything else, and its reference is printed where
 * that happens within MAX_ADD_WAIT_SECONDS.  With --case REF it joins that
 * case, whose clocks stay; with --acknowledges the call was its
 * acknowledgement too (register/acknowledging.h), which is recorded once the
 * note is kept.
 */
#define MAX_ADD_WAIT_SECONDS 10
command_run add_command;

/* retry ITEM: a refused item goes back into incoming/ and is read again. */
command_run retry_command;

#endif

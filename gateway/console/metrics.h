/*
 * metrics.h - what Prometheus reads (text exposition format 0.0.4)
 *
 * Counted from what is on disk: the register, with the rights of DB_MONITOR,
 * and the names in the spool.  Labels are states, categories and the like,
 * names of [mailbox NAME] and [oauth NAME], and nothing from outside.
 */
#ifndef CONSOLE_METRICS_H
#define CONSOLE_METRICS_H

#include "base/buf.h"
#include "command.h"

#define MAX_METRICS_BYTES (1 << 20)

/*
 * Writes all measures as they are now.  A register that cannot be read, for
 * the reason in why, is a measure too: postroom_register_up 0, and those
 * counted in it are left out.
 */
enum outcome metrics_write(const struct options *options, struct buf *out,
    struct error *why) must_check;

/* metrics: prints them. */
command_run metrics_print;

#endif

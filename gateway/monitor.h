/*
 * monitor.h - the role that tells the measures: into a file, and by a socket
 */
#ifndef MONITOR_H
#define MONITOR_H

#include "options.h"

/*
 * Opens the Unix socket of [run] metrics_socket, mode 0660, in place of one
 * that an earlier process left; *fd is -1 where none is configured.  LATER
 * where it cannot be opened, or something else is there.
 */
enum outcome monitor_listen(const struct options *options, int *fd,
    struct error *why) must_check;

/*
 * Until it is asked to stop: writes metrics_file every metrics_interval, whole
 * or not at all, and answers who connects to the socket by HTTP/1.0 (RFC
 * 1945): GET and HEAD of / and /metrics.  So many clients are served side by
 * side; one that has not asked, or not read, after so many seconds is cut off.
 */
#define MONITOR_CLIENTS 8
#define MONITOR_CLIENT_MS 2000
#define MAX_REQUEST_BYTES 4096
int monitor_main(const struct options *options, int listener);

#endif

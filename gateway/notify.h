/*
 * notify.h - tells the service manager how things are
 */
#ifndef NOTIFY_H
#define NOTIFY_H

/*
 * Sends one state ("READY=1") to the datagram socket named by NOTIFY_SOCKET,
 * as sd_notify(3) describes; nothing happens where that is not set.  A state
 * that nobody takes at once is lost: what must be known is said again.
 */
void notify_send(const char *state);

#endif

/*
 * oauth_device.h - a person signs in on another device (RFC 8628)
 */
#ifndef OAUTH_DEVICE_H
#define OAUTH_DEVICE_H

#include "base/arena.h"
#include "options.h"

struct oauth_device {
	struct span code;      /* ours, a secret */
	struct span user_code; /* to be typed in at the address */
	struct span address;
	long long expires_in; /* seconds */
	long long interval;   /* seconds between two polls */
};

/* Begins a sign-in.  Text lives in mem and is printable ASCII. */
enum outcome oauth_device_begin(const struct oauth_options *oauth,
    struct arena *mem, struct oauth_device *device,
    struct error *why) must_check;

/*
 * Asks how it goes.  DONE: *is_signed_in says whether they have, and the
 * refresh token is then in token_file; device->interval may have grown.
 * LATER: no answer, ask again.  REFUSED: it will not come to anything.
 */
enum outcome oauth_device_poll(const struct oauth_options *oauth,
    struct oauth_device *device, bool *is_signed_in,
    struct error *why) must_check;

#endif

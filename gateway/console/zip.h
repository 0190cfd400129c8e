/*
 * zip.h - writes a ZIP file (PKWARE APPNOTE 6.3), nothing compressed
 *
 * Any program opens it; names are UTF-8.  What would need ZIP64 is refused:
 * files and the whole stay under 4 GiB, entries under 65,535.
 */
#ifndef CONSOLE_ZIP_H
#define CONSOLE_ZIP_H

#include "base/buf.h"

#include <stdint.h>
#include <time.h>

struct zip {
	int fd;        /* the caller's: open for writing, at its beginning */
	uint64_t size; /* written so far */
	unsigned n;
	uint16_t date, time; /* of every entry, as MS-DOS counts */
	struct buf central;  /* own */
};

/* Begins a file; made is the time of its entries. */
void zip_begin(struct zip *zip, int fd, time_t made);

/* Adds a file of that name.  REFUSED where it grows too large. */
enum outcome zip_add(struct zip *zip, struct span name, struct span bytes,
    struct error *why) must_check;

/* Writes the directory at the end. */
enum outcome zip_end(struct zip *zip, struct error *why) must_check;

/* Frees what it holds; fd stays open. */
void zip_release(struct zip *zip);

#endif

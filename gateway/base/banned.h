/*
 * banned.h - calls that have no place here become errors when compiling
 *
 * Included before everything else.  They overflow, hide errors, share state
 * or run a shell; span.h, buf.h and io.h have what to use in their place.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strncpy strncat strtok gets
#pragma GCC poison atoi atol strtol gmtime localtime system popen mktemp tmpnam

#endif

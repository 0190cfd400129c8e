/* calendar.c - invitations */
#include "reader.h"

FUZZ_READER(calendar_parser)

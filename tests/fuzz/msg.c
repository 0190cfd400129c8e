/* msg.c - Outlook messages */
#include "reader.h"

FUZZ_READER(msg_parser)

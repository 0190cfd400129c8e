/* message.c - e-mails */
#include "reader.h"

FUZZ_READER(message_parser)

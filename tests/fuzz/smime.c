/* smime.c - signed and sealed messages */
#include "reader.h"

FUZZ_READER(smime_parser)

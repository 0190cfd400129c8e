/* enriched.c - text/enriched */
#include "reader.h"

FUZZ_READER(enriched_parser)

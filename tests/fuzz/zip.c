/* zip.c - archives, as they are packed */
#include "reader.h"

FUZZ_READER(zip_parser)

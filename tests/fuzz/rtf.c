/* rtf.c - Rich Text */
#include "reader.h"

FUZZ_READER(rtf_parser)

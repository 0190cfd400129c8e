/* tnef.c - winmail.dat */
#include "reader.h"

FUZZ_READER(tnef_parser)

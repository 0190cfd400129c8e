/* odf.c - OpenDocument texts, sheets and slides */
#include "office.h"

FUZZ_OFFICE(odf_parser)

/* xlsx.c - Excel workbooks */
#include "office.h"

FUZZ_OFFICE(xlsx_parser)

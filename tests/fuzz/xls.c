/* xls.c - Excel 97 to 2003 workbooks */
#include "reader.h"

FUZZ_READER(xls_parser)

/* html.c - pages of HTML */
#include "reader.h"

FUZZ_READER(html_parser)

/* pptx.c - PowerPoint presentations */
#include "office.h"

FUZZ_OFFICE(pptx_parser)

/* docx.c - Word documents, packed and as one XML file */
#include "office.h"

FUZZ_OFFICE(docx_parser)

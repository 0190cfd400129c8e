/* doc.c - Word 6 to 2003 */
#include "reader.h"

FUZZ_READER(doc_parser)

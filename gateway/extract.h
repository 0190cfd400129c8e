/*
 * extract.h - postroom extract: the text of any document that can be read
 */
#ifndef EXTRACT_H
#define EXTRACT_H

#include "command.h"

/*
 * Prints the text of each FILE, its parts in order; --json: an object a line
 * for each (record_document_json), --hocr: all pages as one hOCR document.
 * --searchable-pdf OUT writes what is scanned in the one FILE as a PDF with
 * words to search; OUT is not replaced without --force.  Ends with EX_OK where
 * all was read or had nothing to read, EX_DATAERR where some of it could not
 * be, EX_NOINPUT where a file could not be opened.
 */
command_run extract_command;

#endif

/* table.c - the readers there are; a test has a table of its own */
#include "parser.h"

/* The first that names a type reads it; text takes what is left of text. */
const struct parser *const parsers[] = { &message_parser, &html_parser,
	&pdf_parser, &image_parser, &heic_parser, &docx_parser, &odf_parser,
	&xlsx_parser, &xls_parser, &pptx_parser, &doc_parser, &rtf_parser,
	&tnef_parser, &msg_parser, &smime_parser, &zip_parser, &calendar_parser,
	&enriched_parser, &text_parser, NULL };

/*
 * docx_margins.h - which headers and footers of a Word document are printed
 *
 * A section names three of each (ECMA-376 part 1, 17.10): for its first page,
 * for even pages and for the others; what it does not name it has from the
 * section before.  Word keeps those that it does not print: that of the first
 * page where the section has none (titlePg), that of even pages where all pages
 * are alike (evenAndOddHeaders), and that of the pages that follow where none
 * does.  They often are of an older letter, to somebody else.
 */
#ifndef PARSERS_DOCX_MARGINS_H
#define PARSERS_DOCX_MARGINS_H

#include "markup.h"
#include "package.h"

enum docx_pages {
	DOCX_FIRST_PAGE,
	DOCX_EVEN_PAGES,
	DOCX_OTHER_PAGES,
	DOCX_PAGES
};

/* A document that names more headers and footers prints all of them. */
#define MAX_DOCX_MARGINS 3000

struct docx_margins {
	struct arena mem; /* own */
	struct docx_margin {
		struct span id; /* of its relation */
		enum docx_pages pages;
		/* Of a section that has a first page of its own, or has not. */
		bool is_behind_first, is_plain;
		struct docx_margin *next;
	} * first;
	int n;
	struct docx_margin *headers[DOCX_PAGES], *footers[DOCX_PAGES];
	bool has_first_page; /* the section that is being read has */
	bool has_even_pages;
	bool is_one_page;
};

void docx_margins_release(struct docx_margins *m);

/* A section begins, names a header or footer, has a first page, ends. */
void docx_section_begin(struct docx_margins *m);
void docx_section_name(struct docx_margins *m,
    const struct markup_element *reference, bool is_footer);
void docx_section_end(struct docx_margins *m);

/*
 * Once all sections are read: what the settings say of even pages, and whether
 * text is all on one page, as the program says that saved it.
 */
void docx_margins_settle(struct docx_margins *m, struct archive *a,
    const struct relation *of_text, struct span text);

/* True also where no section names it. */
bool docx_margin_is_printed(const struct docx_margins *m, struct span id);

#endif

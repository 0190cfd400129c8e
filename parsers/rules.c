/* rules.c - ruled lines are removed from a page, and its letters kept */
#include "rules.h"

/* In pixels, of a page whose letters are 20 high. */
#define LEAST_LENGTH 120
/* Of one that stands on a longer one: the side of a box for one letter. */
#define LEAST_SIDE 45
#define MOST_THICKNESS 6

/* Lines of that length along one direction: lying, or standing. */
static PIX *
find_rules(PIX *ink, int length, bool is_lying)
{
	int across = is_lying ? length : 1, down = is_lying ? 1 : length;
	autopix *runs = pixErodeCompBrick(NULL, ink, across, down);
	l_int32 is_empty = 1;

	if (runs == NULL || pixZero(runs, &is_empty) != 0 || is_empty)
		return NULL;
	page_replace(&runs, pixDilateCompBrick(NULL, runs, across, down));
	/* Thicker ones are pictures, or the dark edge of a scan. */
	return pixSelectBySize(runs, MOST_THICKNESS, MOST_THICKNESS, 8,
	    is_lying ? L_SELECT_HEIGHT : L_SELECT_WIDTH, L_SELECT_IF_LTE, NULL);
}

/* The sides of boxes between lying rules; NULL for none. */
static PIX *
find_sides(PIX *ink, PIX *lying)
{
	autopix *sides = find_rules(ink, LEAST_SIDE, false);
	autopix *ends =
	    sides == NULL ? NULL : pixDilateBrick(NULL, lying, 1, 5);

	if (ends == NULL)
		return NULL;
	pixAnd(ends, ends, sides);
	return pixSeedfillBinary(NULL, ends, sides, 8);
}

/* Whitens rules, but for what continues on both of their sides. */
static void
whiten_rules(struct page *page, PIX *rules, int across, int down)
{
	autopix *edged = pixDilateBrick(NULL, rules, 1 + 2 * across + 2 * down,
	    1 + 2 * across + 2 * down);
	autopix *rest =
	    edged == NULL ? NULL : pixSubtract(NULL, page->ink, edged);
	autopix *joined = rest == NULL ? NULL
				       : pixCloseSafeBrick(NULL, rest,
					     1 + down * (MOST_THICKNESS + 3),
					     1 + across * (MOST_THICKNESS + 3));
	autopix *erased =
	    joined == NULL ? NULL : pixSubtract(NULL, edged, joined);

	if (erased == NULL)
		return;
	page_replace(&page->ink, pixSubtract(NULL, page->ink, erased));
	if (pixGetDepth(page->grey) == 1)
		page_replace(&page->grey,
		    pixSubtract(NULL, page->grey, erased));
	else
		pixSetMasked(page->grey, erased, 255);
}

void
rules_remove(struct page *page)
{
	autopix *lying = find_rules(page->ink, LEAST_LENGTH, true);
	autopix *standing = find_rules(page->ink, LEAST_LENGTH, false);
	autopix *sides = lying == NULL ? NULL : find_sides(page->ink, lying);

	if (lying != NULL)
		whiten_rules(page, lying, 1, 0);
	if (standing != NULL)
		whiten_rules(page, standing, 0, 1);
	if (sides != NULL)
		whiten_rules(page, sides, 0, 1);
}

/*
 * classify.h - which category an item is of, and how sure that is
 *
 * Scores are sums of the lexicon's weights over the author's own words, each
 * phrase once, those of a message's subject twice.  A praise or a complaint
 * that is negated does not count ("no complaints"); a negated praise hints at
 * a complaint ("not helpful").
 *
 * Rules, the first that holds:
 *   1. The writer says that it is a complaint (weight 3): complaint.  Nothing
 *      lowers it but rule 2.
 *   2. It names the Freedom of Information Act, or is from a site that sends
 *      such requests, and rule 1's words are not there: foi, whatever it asks
 *      about.
 *   3. foi has the highest score, at least 4: foi.
 *   4. Dissatisfaction, and "no reply needed": comment, for review.
 *   5. Praise and dissatisfaction: complaint where the dissatisfaction weighs
 *      half as much as the praise, or follows a "but"; else compliment.
 *   6. Dissatisfaction that weighs 2 or more and asks for an answer, or
 *      outweighs worry: complaint.
 *   7. The highest score; a tie goes to the more serious category.
 *
 * Confidence, in thousandths, is w / (w + r + 2), where w is the category's
 * score (worry and dissatisfaction count for complaint and concern alike) and
 * r the highest of the others, but for those that rule 4 or 5 weighed against
 * it; what rules 1 and 2 find is 900.  Under 500, or 600 for praise with a
 * "but" or any dissatisfaction, the category is none and a person decides.
 *
 * A person looks as well where there are fewer than 8 words, where text was
 * recognised with less than 800 thousandths, where a part could not be read,
 * and where rule 4 was used.
 */
#ifndef TRIAGE_CLASSIFY_H
#define TRIAGE_CLASSIFY_H

#include "triage/own.h"

#define CLASSIFY_SURE 500
#define CLASSIFY_FEWEST_WORDS 8
#define CLASSIFY_LEAST_CONFIDENCE 800

/*
 * Fills item->verdict but for flags.  item->origin is known.  Words of the
 * subject have no place: part, start and end of their reasons are 0.
 */
void classify(struct item *item, const struct own_words *own,
    const struct phrase_book *book, struct arena *mem);

/* Adds a reason for a person to look; it ends the sentence before it. */
void verdict_ask(struct verdict *verdict, const char *reason,
    struct arena *mem);

/* Might the item be of that category, as far as is known? */
bool verdict_may_be(const struct verdict *verdict, enum category category);

#endif

/*
 * alerts.h - an alert as the cells of lists and the words of a page
 */
#ifndef CONSOLE_ALERTS_H
#define CONSOLE_ALERTS_H

#include "console/listing.h"
#include "register/alert.h"

/* Its cells, as --json and --csv print them; text in mem, or the alert's. */
#define ALERT_CELLS 14
void alert_cells(const struct alert *a, struct arena *mem,
    struct cell cells[ALERT_CELLS]);

/* What there is to say of it, for people: who confirmed it, why it waits. */
struct span alert_news(const struct alert *a, struct arena *mem);

/* Must somebody see to it at once? */
bool alert_is_urgent(const struct alert *a);

#endif

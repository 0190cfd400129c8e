/*
 * reports_work.h - a report on its way; for register/reports*.c alone
 */
#ifndef REGISTER_REPORTS_WORK_H
#define REGISTER_REPORTS_WORK_H

#include "register/reports.h"

struct report_work {
	struct db *db;
	const struct report_asked *asked;
	struct report *report;
	struct arena *mem;
	struct span from,
	    until; /* the period's days as the register has them */
};

/* A table with these columns, the report's last; columns is static. */
struct report_table *table_open(struct report_work *w, const char *name,
    const char *const *columns, size_t n);

/* A row with its label, all of its figures FIGURE_NONE. */
struct report_row *row_add(struct report_work *w, struct report_table *t,
    struct span label);

struct figure figure_count(long long n);
struct figure figure_words(struct span text);
/* Of the whole; FIGURE_NONE where that is 0. */
struct figure figure_share(long long part, long long whole);

/* Numbers that a median is of; zeroed at first. */
struct numbers {
	long long *at; /* own */
	size_t n, room;
};
void numbers_add(struct numbers *numbers, long long n);
void numbers_release(struct numbers *numbers);

/* The numbers are sorted then; FIGURE_NONE for none. */
struct figure figure_median(struct numbers *numbers);

/* Working days after the first day, up to and with the last. */
long long workdays_between(const struct policy *policy, bool is_uk, day from,
    day until);

/* A table or some; w->report grows. */
typedef enum outcome report_part(struct report_work *w, struct error *why);

report_part report_numbers;      /* the law's: Regulations 2009, reg 18 */
report_part report_balance;      /* KO41a section 2, and what it checks */
report_part report_codes;        /* KO41a sections 3 to 8 */
report_part report_combined;     /* subject, service and profession at once */
report_part report_subjects;     /* the subjects alone */
report_part report_categories;   /* what came, by category */
report_part report_themes;       /* subjects and services, with before */
report_part report_lessons;      /* lessons and actions */
report_part report_board_facts;  /* ombudsman, redress, discrimination */
report_part report_redirected;   /* put into another category since */
report_part report_pick;         /* cases for an inspector */
report_part report_equality;     /* answers to the equality questions */
report_part report_acknowledged; /* in time, late and why, by month */
report_part report_responded;    /* in the time agreed on */
report_part report_open;         /* what is open, by age */
report_part report_foi;          /* requests for information */

#endif

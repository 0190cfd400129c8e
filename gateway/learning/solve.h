/*
 * solve.h - logistic regression by liblinear
 */
#ifndef LEARNING_SOLVE_H
#define LEARNING_SOLVE_H

#include <stdbool.h>
#include <stddef.h>

struct node {
	int index; /* from 1 */
	double value;
};

struct row {
	struct node *at; /* in order, ended by an index of -1 */
	bool is_positive;
};

/*
 * The n_features weights that tell positive rows from others (L2-regularised,
 * primal, cost as liblinear's C, positive rows weighing so much more), into
 * fitted.  All 0 where the rows are all of one kind.
 */
void solve(const struct row *rows, size_t n, size_t n_features, double cost,
    double positive, double *fitted);

#endif

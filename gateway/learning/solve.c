/* solve.c - logistic regression by liblinear */
#include "learning/solve.h"

#include "base/outcome.h"

#include <linear.h>
#include <stdlib.h>
#include <string.h>

#define PRECISE 0.01 /* liblinear's eps: when to stop */

_Static_assert(sizeof(struct node) == sizeof(struct feature_node) &&
		   offsetof(struct node, value) ==
		       offsetof(struct feature_node, value),
    "nodes are liblinear's");

static void
be_quiet(const char *text)
{
	(void)text;
}

static void *
must_alloc(void *p)
{
	if (p == NULL)
		die("out of memory");
	return p;
}

/* Copies the weights; liblinear speaks for the first label that it saw. */
static void
take_weights(const struct model *model, size_t n_features, double *fitted)
{
	double sign = model->label[0] > 0 ? 1 : -1;

	if (model->nr_class < 2)
		return;
	for (size_t i = 0; i < n_features; i++)
		fitted[i] = sign * model->w[i];
}

void
solve(const struct row *rows, size_t n, size_t n_features, double cost,
    double positive, double *fitted)
{
	int label = 1;
	struct parameter how = { .solver_type = L2R_LR,
		.eps = PRECISE,
		.C = cost,
		.nr_weight = 1,
		.weight_label = &label,
		.weight = &positive,
		.p = 0.1 };
	struct problem problem = { .l = (int)n,
		.n = (int)n_features,
		.bias = -1 };
	struct model *model;

	memset(fitted, 0, n_features * sizeof *fitted);
	if (n == 0)
		return;
	problem.y = must_alloc(calloc(n, sizeof *problem.y));
	problem.x = must_alloc(calloc(n, sizeof *problem.x));
	for (size_t i = 0; i < n; i++) {
		problem.y[i] = rows[i].is_positive ? 1 : -1;
		problem.x[i] = (struct feature_node *)(void *)rows[i].at;
	}
	set_print_string_function(be_quiet);
	model = must_alloc(train(&problem, &how));
	take_weights(model, n_features, fitted);
	free_and_destroy_model(&model);
	free(problem.y);
	free(problem.x);
}

/* models.c - lists models, compares them, takes one into use */
#include "console/models.h"
#include "console/console.h"
#include "console/desk.h"
#include "register/correction.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define ARGUMENTS "list | compare MODEL | promote MODEL | rollback"

/* The ID of the model in use, in mem; "" where it cannot be read. */
static struct span
current_id(const struct shelf *shelf, struct arena *mem)
{
	struct shelved s = { 0 };
	struct error note, why;
	struct span id = SPAN("");

	if (shelf_read_current(shelf, mem, &s, &note, &why) == DONE)
		id = arena_copy(mem, s.model.id);
	shelved_release(&s);
	return id;
}

const char *
models_refusal(const struct shelf *shelf, const struct shelved *s,
    struct arena *mem)
{
	const struct model_header *h = &s->model.header;

	if (h->parent[0] == '\0')
		return NULL; /* it came with a program */
	if (!span_is_equal(span_of(h->parent), current_id(shelf, mem)))
		return "it was tried beside another model than the one in use: "
		       "run postroom train";
	if (h->trial.severe_after > h->trial.severe_before)
		return "it takes more complaints for praise";
	if (h->trial.right_after < h->trial.right_before)
		return "it is right about fewer corrections";
	return NULL;
}

enum outcome
models_print_trial(const struct shelf *shelf, struct span name,
    struct arena *mem, struct error *why)
{
	struct shelved s;
	enum outcome how = shelf_read(shelf, name, mem, &s, why);
	const struct model_trial *t = &s.model.header.trial;
	const char *refusal;

	if (how != DONE)
		return how;
	printf("Model            %.*s\n", SPAN_ARG(s.model.id));
	printf("Made from        %s\n",
	    s.model.header.parent[0] ? s.model.header.parent : "texts alone");
	printf("Learnt from      %u texts, %u public comments, %u "
	       "corrections\n",
	    t->own, t->public_, t->corrections);
	if (s.model.header.parent[0] != '\0') {
		printf("Held out         %u corrections: right %u, before %u\n",
		    t->held_out, t->right_after, t->right_before);
		printf("Severe errors    %u, before %u\n", t->severe_after,
		    t->severe_before);
		refusal = models_refusal(shelf, &s, mem);
		if (refusal)
			printf("It may not be promoted: %s.\n", refusal);
		else
			printf("postroom model promote %.*s takes it into "
			       "use.\n",
			    SPAN_ARG(s.model.id));
	}
	shelved_release(&s);
	return DONE;
}

struct listing {
	const struct shelf *shelf;
	struct span current, previous;
	struct arena *mem;
};

static bool
print_model(struct span name, void *context)
{
	const struct listing *l = context;
	struct shelved s;
	struct error why;
	const struct model_trial *t = &s.model.header.trial;

	if (shelf_read(l->shelf, name, l->mem, &s, &why) != DONE) {
		printf("%-14.*s damaged: %s\n", SPAN_ARG(name), why.text);
		return true;
	}
	printf("%-14.*s %.*s  learnt from %u texts, %u public, %u "
	       "corrections%s%s\n",
	    SPAN_ARG(name), SPAN_ARG(s.model.id), t->own, t->public_,
	    t->corrections, span_is_equal(name, l->current) ? "  in use" : "",
	    span_is_equal(name, l->previous) ? "  before that" : "");
	shelved_release(&s);
	return true;
}

static enum outcome
list(const struct shelf *shelf, struct arena *mem, struct error *why)
{
	struct listing l = { shelf, shelf_named(shelf, "current", mem),
		shelf_named(shelf, "previous", mem), mem };

	if (span_is_equal(l.current, l.previous))
		l.previous = SPAN("");
	return shelf_list(shelf, print_model, &l, why);
}

/* Takes a model into use, and tells the history. */
static enum outcome
use(const struct call *call, const struct shelf *shelf, struct span name,
    struct error *why)
{
	autodb db = NULL;
	enum outcome how = desk_open(call, &db, why);

	if (how == DONE)
		how = shelf_promote(shelf, name, why);
	if (how == DONE)
		how =
		    correction_tell_model(db, desk_login(call->mem), name, why);
	if (how == DONE)
		printf("Model %.*s is in use from the next item on.\n",
		    SPAN_ARG(name));
	return how;
}

static enum outcome
promote(const struct call *call, const struct shelf *shelf, struct span name,
    struct error *why)
{
	struct shelved s;
	const char *refusal;
	enum outcome how = shelf_read(shelf, name, call->mem, &s, why);

	if (how != DONE)
		return how;
	refusal = models_refusal(shelf, &s, call->mem);
	shelved_release(&s);
	if (refusal)
		return fail(why, REFUSED, "%.*s: %s", SPAN_ARG(name), refusal);
	return use(call, shelf, name, why);
}

int
model_command(const struct call *call)
{
	struct shelf shelf = shelf_find(call->options->paths.register_,
	    call->program, call->mem);
	const char *what = call->argc > 1 ? call->argv[1] : "";
	struct span name = span_of(call->argc > 2 ? call->argv[2] : NULL);
	struct error why;
	enum outcome how;

	if (strcmp(what, "list") == 0 && call->argc == 2)
		how = list(&shelf, call->mem, &why);
	else if (strcmp(what, "compare") == 0 && call->argc == 3)
		how = models_print_trial(&shelf, name, call->mem, &why);
	else if (strcmp(what, "promote") == 0 && call->argc == 3)
		how = promote(call, &shelf, name, &why);
	else if (strcmp(what, "rollback") == 0 && call->argc == 2)
		how = use(call, &shelf,
		    shelf_named(&shelf, "previous", call->mem), &why);
	else
		return desk_usage(call, ARGUMENTS);
	return desk_end(call, how, &why);
}

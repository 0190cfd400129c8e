/* house.c - reads who writes, and looks through what they have to say */
#include "reply/house.h"
#include "reply/lint.h"

/* The first thing that must not be. */
struct first_fault {
	struct arena *mem;
	struct span text;
};

static void
keep_first(const struct finding *finding, void *context)
{
	struct first_fault *first = context;

	if (finding->is_fault && first->text.len == 0)
		first->text = arena_copy(first->mem, finding->text);
}

enum outcome
house_read_pack(const struct organisation_options *organisation,
    struct span folder, struct arena *mem, struct house *house,
    struct error *why)
{
	struct house h = { .organisation = organisation };
	struct span path = span_find(folder, SPAN("/"), 0) == SPAN_NOT_FOUND
			       ? arena_printf(mem, "./%.*s", SPAN_ARG(folder))
			       : folder;
	enum outcome how = policy_read(path, SPAN(""), mem, &h.policy, why);

	if (how == DONE)
		how = signposts_read(h.policy.folder, mem, &h.signposts, why);
	if (how == DONE)
		*house = h;
	return how;
}

enum outcome
house_read(const struct options *options, struct arena *mem,
    struct house *house, struct error *why)
{
	struct house h = { .organisation = &options->organisation };
	struct first_fault first = { .mem = mem };
	enum outcome how = policy_read(h.organisation->policy,
	    options->paths.templates, mem, &h.policy, why);

	if (how == DONE)
		how = signposts_read(h.policy.folder, mem, &h.signposts, why);
	if (how == DONE)
		how = lint_pack(&h, keep_first, &first, why);
	if (how == DONE && first.text.len > 0)
		return fail(why, BROKEN, "%.*s", SPAN_ARG(first.text));
	if (how == DONE)
		*house = h;
	return how;
}

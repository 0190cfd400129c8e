/*
 * models.h - what the commands about models share
 */
#ifndef CONSOLE_MODELS_H
#define CONSOLE_MODELS_H

#include "register/shelf.h"

/* Why a model must not replace the one in use; NULL where it may. */
const char *models_refusal(const struct shelf *shelf,
    const struct shelved *model, struct arena *mem);

/* Prints how a model did beside its parent, and whether it may replace it. */
enum outcome models_print_trial(const struct shelf *shelf, struct span name,
    struct arena *mem, struct error *why) must_check;

#endif

/*
 * people.h - the people of a case, on the pages of staff
 */
#ifndef CONSOLE_PEOPLE_H
#define CONSOLE_PEOPLE_H

#include "base/json.h"
#include "command.h"
#include "register/db.h"

/*
 * Lines for the head of a case's page: communication needs first, then who
 * the people are, who is restricted, and whether somebody must say if it is a
 * new issue.  Equality data is never among them.
 */
enum outcome people_page(struct db *db, struct span reference,
    struct arena *mem, struct buf *page, struct error *why) must_check;

/* "people":[...] and "new_issues":[...], into an open object. */
enum outcome people_json(struct db *db, struct span reference,
    struct arena *mem, struct json *json, struct error *why) must_check;

/* A person's page, or an object of it. */
enum outcome person_page(struct db *db, long long id, struct arena *mem,
    struct buf *page, struct error *why) must_check;
enum outcome person_json(struct db *db, long long id, struct arena *mem,
    struct json *json, struct error *why) must_check;

#endif

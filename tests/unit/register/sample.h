/*
 * sample.h - a register in a folder of its own, and items to put into it
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "base/arena.h"
#include "base/io.h"
#include "register/casework.h"
#include "register/items.h"
#include "register/outbox.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

struct sample {
	char folder[64];
	char path[128]; /* of the register */
};

/* Noon, UTC, of that day. */
static inline time_t
noon_of(int year, int month, int day_of_month)
{
	return (time_t)day_of(year, month, day_of_month) * 86400 + 43200;
}

/* Makes the folder; the register is made by db_migrate. */
static inline void
sample_open(struct sample *s)
{
	snprintf(s->folder, sizeof s->folder, "/tmp/postroom-test-XXXXXX");
	if (mkdtemp(s->folder) == NULL)
		die("test: no folder");
	snprintf(s->path, sizeof s->path, "%s/register.db", s->folder);
}

/* Removes the folder and the files in it. */
static inline void
sample_close(const struct sample *s)
{
	DIR *dir = opendir(s->folder);
	struct dirent *entry;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[PATH_MAX];

		snprintf(path, sizeof path, "%s/%s", s->folder, entry->d_name);
		unlink(path);
	}
	if (dir != NULL)
		closedir(dir);
	rmdir(s->folder);
}

/* A made register, opened for the role; dies where it cannot be. */
static inline struct db *
sample_db(const struct sample *s, enum db_role role)
{
	struct error why = { "" };
	struct db *db = NULL;

	if (db_migrate(s->path, &why) != DONE ||
	    db_open(s->path, role, &db, &why) != DONE)
		die("test: %s", why.text);
	return db;
}

/* A complaint by e-mail, all of whose fields are filled. */
static inline struct item *
sample_complaint(const char *id, struct arena *mem)
{
	struct item *i = arena_alloc(mem, sizeof *i);
	struct message *m = arena_alloc(mem, sizeof *m);
	struct part *p = ARENA_ARRAY(mem, 2, struct part);
	struct verdict *v = &i->verdict;

	i->id = span_of(id);
	i->sha256 = arena_printf(mem, "sha-of-%s", id);
	i->content = arena_printf(mem, "content-of-%s", id);
	i->size = 4096;
	i->kind = KIND_MESSAGE;
	i->received_at = 1795342500; /* 2026-11-22T10:15:00Z */
	i->message = m;
	m->message_id = arena_printf(mem, "<%s@mail.example>", id);
	m->subject = SPAN("The ward");
	m->date = SPAN("2026-11-22T10:14:00Z");
	i->root.type = SPAN("message/rfc822");
	p[0] = (struct part){ .path = SPAN("1"),
		.type = SPAN("text/plain"),
		.text = SPAN("I wish to complain about the ward."),
		.size = 34,
		.confidence = 1000 };
	p[1] = (struct part){ .path = SPAN("2"),
		.name = SPAN("letter.pdf"),
		.type = SPAN("application/pdf"),
		.disposition = PART_ATTACHMENT,
		.text = SPAN("Nobody came."),
		.size = 900,
		.pages = 1 };
	i->parts = p;
	i->n_parts = 2;
	i->spans = ARENA_ARRAY(mem, 1, struct marked_span);
	i->spans[0] = (struct marked_span){ SPAN_SIGNATURE, 0, 30, 34 };
	i->n_spans = 1;
	i->origin.author = (struct mailbox_address){ SPAN("Ada Example"),
		SPAN("ada@people.example") };
	i->origin.authenticated = "pass";
	*v = (struct verdict){ .category = COMPLAINT, .confidence = 930 };
	v->reasons = ARENA_ARRAY(mem, 2, struct reason);
	v->reasons[0] =
	    (struct reason){ SPAN("nobody came"), 400, COMPLAINT, 1, 0, 11 };
	v->reasons[1] = (struct reason){ SPAN("i wish to complain"), 900,
		COMPLAINT, 0, 0, 18 };
	v->n_reasons = 2;
	v->flags = ARENA_ARRAY(mem, 2, struct flag);
	v->flags[0] = (struct flag){ .kind = MEDIA, .urgency = ROUTINE };
	v->flags[1] =
	    (struct flag){ .kind = PATIENT_SAFETY, .urgency = IMMEDIATE };
	v->n_flags = 2;
	i->owed = (struct owed){ .acknowledge = ACK_YES,
		.to = i->origin.author,
		.channel = CHANNEL_EMAIL,
		.template = SPAN("complaint"),
		.received_on = day_of(2026, 11, 22),
		.ack_due = day_of(2026, 11, 25),
		.response_due = day_of(2027, 5, 21),
		.holding_due = NO_DATE };
	return i;
}

/* A scanned letter from the tray; its acknowledgement goes by post. */
static inline struct item *
sample_letter(const char *id, struct arena *mem)
{
	struct item *i = sample_complaint(id, mem);

	i->kind = KIND_DOCUMENT;
	i->file = SPAN("scan 7.tif");
	i->message = NULL;
	i->origin.author.address = SPAN("");
	i->origin.postal_address = SPAN("1 Mill Lane\nNorthmoor");
	i->owed.channel = CHANNEL_LETTER;
	i->owed.to.address = SPAN("");
	return i;
}

/* What is due first, its attempt begun; row->id is 0 where nothing is. */
static inline enum outcome
sample_take(struct db *db, time_t now, struct arena *mem,
    struct outbox_row *row, struct error *why)
{
	enum outcome how = outbox_next(db, now, mem, row, why);

	return how == DONE && row->id != 0 ? outbox_start(db, row, now, why)
					   : how;
}

/* Sets a field, whatever the rules. */
static inline enum outcome
sample_set(struct db *db, const struct change *change, const char *field,
    const char *value, struct error *why)
{
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	return transaction_end(db,
	    casework_write(db, change, case_field_find(span_of(field)),
		span_of(value), why),
	    why);
}

/* Registers the item and gives its reference; dies where it cannot be. */
static inline struct span
sample_register(struct db *db, const struct item *item, struct arena *mem)
{
	struct registration r = { 0 };
	struct error why = { "" };

	if (items_register(db, item, SPAN("northmoor.nhs.example"), mem, &r,
		&why) != DONE)
		die("test: %s", why.text);
	return r.reference;
}

#endif

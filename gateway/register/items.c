/* items.c - writes an item and all that was found in it */
#include "register/items.h"
#include "base/io.h"
#include "register/alert.h"
#include "register/opening.h"
#include "register/search.h"
#include "register/statement.h"

/* What was registered under this ID, where it was. */
static enum outcome
find_known(struct entry *entry, struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, entry->db, Q_ITEM_FIND, why,
	    VALUES(value_text(entry->item->id)));

	if (how == DONE && rows.has_row) {
		entry->result.is_known = true;
		entry->result.first_id =
		    arena_copy(entry->mem, rows_text(&rows, 0));
		entry->result.reference =
		    arena_copy(entry->mem, rows_text(&rows, 1));
	}
	return how;
}

/* The ID that the statement finds; left alone where it finds none. */
static enum outcome
find_id(const struct entry *entry, struct span *id, enum query query,
    const struct value values[2], struct error *why)
{
	autorows rows = { 0 };
	enum outcome how = rows_first(&rows, entry->db, query, why, values, 2);

	if (how == DONE && rows.has_row)
		*id = arena_copy(entry->mem, rows_text(&rows, 0));
	return how;
}

/* The first item of the same content. */
static enum outcome
find_first(struct entry *entry, struct error *why)
{
	const struct item *i = entry->item;

	if (i->content.len == 0 || i->sha256.len == 0)
		return DONE;
	return find_id(entry, &entry->result.first_id, Q_ITEM_FIRST,
	    (const struct value[]){ value_text(i->content),
		value_text(i->sha256) },
	    why);
}

/* The first of those that go by the same Message-ID and are not the same. */
static enum outcome
link_namesake(struct entry *entry, struct error *why)
{
	const struct item *i = entry->item;
	enum outcome how;

	if (entry->result.first_id.len > 0 || i->message == NULL)
		return DONE;
	how = find_id(entry, &entry->namesake, Q_ITEM_OF_MESSAGE_ID,
	    (const struct value[]){ value_text(i->message->message_id),
		value_text(i->id) },
	    why);
	if (how != DONE || entry->namesake.len == 0)
		return how;
	return statement_run(entry->db, Q_ITEM_LINK_ADD, why,
	    VALUES(value_text(i->id), value_text(entry->namesake),
		value_word("same_message_id")));
}

static enum outcome
add_item(const struct entry *entry, struct error *why)
{
	static const struct message none;
	const struct item *i = entry->item;
	const struct message *m = i->message != NULL ? i->message : &none;
	const struct origin *o = &i->origin;

	return statement_run(entry->db, Q_ITEM_ADD, why,
	    VALUES(value_text(i->id), value_word(item_way(i)),
		value_word(i->kind == KIND_MESSAGE ? "message" : "document"),
		value_text(i->file), value_text(i->sha256),
		value_text(i->content), value_number((long long)i->size),
		value_number(i->received_at), value_number(entry->now),
		value_optional(entry->result.first_id),
		value_text(i->root.type),
		value_word(part_outcome_name(i->root.outcome)),
		value_text(i->root.note), value_text(m->message_id),
		value_text(m->date),
		value_text(m->subject.len > 0 ? m->subject : i->file),
		value_text(o->author.name), value_text(o->author.address),
		value_text(o->postal_address), value_text(o->phone),
		value_text(o->forwarder.address),
		value_word(origin_name(o->kind)),
		value_word(machine_name(o->machine)),
		value_word(o->authenticated != NULL ? o->authenticated : ""),
		value_word(disposition_name(i->verdict.disposition)),
		value_word(o->role != NULL ? o->role : "")));
}

static enum outcome
add_part(const struct entry *entry, size_t at, struct error *why)
{
	const struct part *p = &entry->item->parts[at];

	return statement_run(entry->db, Q_PART_ADD, why,
	    VALUES(value_text(entry->item->id), value_number((long long)at),
		value_text(p->path), value_text(p->name),
		value_text(p->declared_type), value_text(p->type),
		value_number((long long)p->size), value_text(p->sha256),
		value_text(p->md5),
		value_word(part_disposition_name(p->disposition)),
		value_number(p->is_nested), value_number(p->is_alternative),
		value_word(part_outcome_name(p->outcome)), value_text(p->note),
		value_number(p->pages), value_number(p->is_ocr),
		value_number(p->confidence), value_text(p->language),
		value_text(p->text)));
}

static enum outcome
add_mark(const struct entry *entry, size_t at, struct error *why)
{
	const struct marked_span *s = &entry->item->spans[at];

	return statement_run(entry->db, Q_MARK_ADD, why,
	    VALUES(value_text(entry->item->id), value_number((long long)at),
		value_word(span_kind_name(s->kind)),
		value_number((long long)s->part),
		value_number((long long)s->start),
		value_number((long long)s->end)));
}

static enum outcome
add_reason(const struct entry *entry, size_t at, struct error *why)
{
	const struct reason *r = &entry->item->verdict.reasons[at];

	return statement_run(entry->db, Q_REASON_ADD, why,
	    VALUES(value_text(entry->item->id), value_number((long long)at),
		value_text(r->phrase), value_number(r->weight),
		value_word(category_name(r->category)),
		value_number((long long)r->part),
		value_number((long long)r->start),
		value_number((long long)r->end)));
}

static enum outcome
add_topic(const struct entry *entry, size_t at, struct error *why)
{
	const struct topic *t = &entry->item->verdict.topics[at];

	return statement_run(entry->db, Q_TOPIC_ADD, why,
	    VALUES(value_text(entry->item->id), value_number((long long)at),
		value_word(t->name), value_number(t->weight),
		value_text(t->phrase), value_number((long long)t->part),
		value_number((long long)t->start),
		value_number((long long)t->end)));
}

/* What is no case has the empty word. */
static enum outcome
add_score(const struct entry *entry, enum category c, struct error *why)
{
	const struct verdict *v = &entry->item->verdict;

	return statement_run(entry->db, Q_SCORE_ADD, why,
	    VALUES(value_text(entry->item->id), value_word(category_name(c)),
		value_number(v->scores[c]), value_text(v->model)));
}

static enum outcome
add_flag(const struct entry *entry, size_t at, long long position,
    struct error *why)
{
	const struct flag *f = &entry->item->verdict.flags[at];

	return statement_run(entry->db, Q_FLAG_ADD, why,
	    VALUES(value_text(entry->item->id), value_number(position),
		value_word(flag_name(f->kind)),
		value_word(urgency_name(f->urgency)), value_text(f->refer_to),
		value_text(f->phrase), value_number((long long)f->part),
		value_number((long long)f->start),
		value_number((long long)f->end)));
}

static enum outcome
add_found(const struct entry *entry, struct error *why)
{
	const struct item *i = entry->item;
	enum outcome how = DONE;

	for (size_t n = 0; n < i->n_parts && how == DONE; n++)
		how = add_part(entry, n, why);
	for (size_t n = 0; n < i->n_spans && how == DONE; n++)
		how = add_mark(entry, n, why);
	for (size_t n = 0; n < i->verdict.n_reasons && how == DONE; n++)
		how = add_reason(entry, n, why);
	for (size_t n = 0; n < i->verdict.n_topics && how == DONE; n++)
		how = add_topic(entry, n, why);
	for (int c = 0; c < CATEGORY_COUNT && how == DONE; c++)
		how = add_score(entry, (enum category)c, why);
	return how;
}

static enum outcome
add_flags(const struct entry *entry, struct error *why)
{
	enum outcome how = DONE;

	for (size_t n = 0; n < entry->item->verdict.n_flags && how == DONE; n++)
		how = add_flag(entry, n, (long long)n, why);
	return how;
}

/* --- reading again ------------------------------------------------------------ */

static enum outcome
update_item(const struct entry *entry, struct error *why)
{
	static const struct message none;
	const struct item *i = entry->item;
	const struct message *m = i->message != NULL ? i->message : &none;
	const struct origin *o = &i->origin;

	return statement_run(entry->db, Q_ITEM_REREAD, why,
	    VALUES(value_word(i->kind == KIND_MESSAGE ? "message" : "document"),
		value_text(i->root.type),
		value_word(part_outcome_name(i->root.outcome)),
		value_text(i->root.note), value_text(m->message_id),
		value_text(m->date),
		value_text(m->subject.len > 0 ? m->subject : i->file),
		value_text(o->author.name), value_text(o->author.address),
		value_text(o->postal_address), value_text(o->phone),
		value_text(o->forwarder.address),
		value_word(origin_name(o->kind)),
		value_word(machine_name(o->machine)),
		value_word(o->authenticated != NULL ? o->authenticated : ""),
		value_word(disposition_name(i->verdict.disposition)),
		value_word(o->role != NULL ? o->role : ""), value_text(i->id)));
}

/* A flag that somebody may have been told of stays; new kinds come to it. */
static enum outcome
add_new_flags(const struct entry *entry, struct error *why)
{
	struct value id = value_text(entry->item->id);
	enum outcome how = DONE;

	for (size_t n = 0; n < entry->item->verdict.n_flags && how == DONE;
	     n++) {
		enum flag_kind kind = entry->item->verdict.flags[n].kind;
		long long has = 0, position = 0;

		how = statement_number(entry->db, Q_FLAG_HAS, &has, why,
		    VALUES(id, value_word(flag_name(kind))));
		if (how == DONE && has == 0)
			how = statement_number(entry->db, Q_FLAG_NEXT,
			    &position, why, VALUES(id));
		if (how == DONE && has == 0)
			how = add_flag(entry, n, position, why);
	}
	return how;
}

/* What was found in it the last time makes room for what is found now. */
static enum outcome
replace_found(const struct entry *entry, struct error *why)
{
	static const enum query forget[] = { Q_ITEM_FORGET_PARTS,
		Q_ITEM_FORGET_MARKS, Q_ITEM_FORGET_REASONS,
		Q_ITEM_FORGET_SCORES, Q_ITEM_FORGET_TOPICS };
	enum outcome how = update_item(entry, why);

	for (size_t i = 0; i < sizeof forget / sizeof *forget && how == DONE;
	     i++)
		how = statement_run(entry->db, forget[i], why,
		    VALUES(value_text(entry->item->id)));
	if (how == DONE)
		how = add_found(entry, why);
	return how == DONE ? add_new_flags(entry, why) : how;
}

/* Who must hear of it?  What a machine writes is no news of its own. */
static enum outcome
raise_alerts(const struct entry *entry, struct error *why)
{
	const struct verdict *v = &entry->item->verdict;

	if (entry->result.reference.len == 0 ||
	    (v->disposition == MACHINE && !v->needs_review))
		return DONE;
	return alert_raise(entry->db, entry->item, entry->result.reference,
	    entry->now, why);
}

/* Somebody asked for it to be read again; else nothing is done. */
static enum outcome
reread_asked(struct entry *entry, struct error *why)
{
	long long asked = 0;
	enum outcome how = statement_number(entry->db, Q_ITEM_REREAD_AT, &asked,
	    why, VALUES(value_text(entry->item->id)));

	if (how != DONE || asked == 0)
		return how;
	how = replace_found(entry, why);
	if (how == DONE)
		how = opening_reread(entry, why);
	if (how == DONE)
		how = raise_alerts(entry, why);
	return how == DONE ? search_add(entry->db, entry->item->id, why) : how;
}

static enum outcome
register_entry(struct entry *entry, struct error *why)
{
	enum outcome how = find_known(entry, why);

	if (how == DONE && entry->result.is_known)
		return reread_asked(entry, why);
	if (how == DONE)
		how = find_first(entry, why);
	if (how == DONE)
		how = add_item(entry, why);
	if (how == DONE)
		how = add_found(entry, why);
	if (how == DONE)
		how = add_flags(entry, why);
	if (how == DONE)
		how = link_namesake(entry, why);
	if (how == DONE)
		how = opening_run(entry, why);
	if (how == DONE)
		how = raise_alerts(entry, why);
	return how == DONE ? search_add(entry->db, entry->item->id, why) : how;
}

enum outcome
items_register(struct db *db, const struct item *item,
    struct span message_id_domain, struct arena *mem,
    struct registration *registration, struct error *why)
{
	struct entry entry = {
		.db = db,
		.item = item,
		.domain = message_id_domain,
		.mem = mem,
		.now = clock_now(),
	};
	enum outcome how = transaction_begin(db, why);

	if (how != DONE)
		return how;
	how = transaction_end(db, register_entry(&entry, why), why);
	if (how == DONE)
		*registration = entry.result;
	return how;
}

enum outcome
items_set_place(struct db *db, struct span id, struct span place,
    struct error *why)
{
	enum outcome how = statement_run(db, Q_ITEM_SET_PLACE, why,
	    VALUES(value_text(place), value_text(id)));

	if (how == DONE && statement_changes(db) == 0)
		return fail(why, REFUSED, "register: no item %.*s",
		    SPAN_ARG(id));
	return how;
}

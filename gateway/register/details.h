/*
 * details.h - all that is in a case: items, texts with their marks, flags,
 * letters
 *
 * As in cases.h: show is called once per row, in the order stated, and ends it
 * with false; text is valid during the call only.
 */
#ifndef REGISTER_DETAILS_H
#define REGISTER_DETAILS_H

#include "item.h"
#include "register/db.h"

struct detail_item {
	struct span id, role; /* "original" or "follow_up" */
	struct span channel, title, disposition, outcome, note, place;
	struct span author_name, author_address, forwarder, authenticated;
	time_t received_at;
	long long size;
};
typedef bool detail_item_show(const struct detail_item *item, void *context);

/* The items, in the order of their registration. */
enum outcome details_items(struct db *db, struct span reference,
    detail_item_show *show, void *context, struct error *why) must_check;

/* Bytes of a text that its author did not write now. */
struct detail_mark {
	const char *kind; /* a word of SPAN_KINDS */
	size_t begins, ends;
};

struct detail_part {
	struct span item_id, path, name, type, outcome, note, text;
	long long size, pages, confidence;
	bool is_alternative, is_ocr;
	const struct detail_mark *marks; /* in order */
	size_t n_marks;
};
typedef bool detail_part_show(const struct detail_part *part, void *context);

/* The parts of all items, in order. */
enum outcome details_parts(struct db *db, struct span reference,
    detail_part_show *show, void *context, struct error *why) must_check;

struct detail_flag {
	struct span kind, urgency, refer_to, phrase, item_id;
};
typedef bool detail_flag_show(const struct detail_flag *flag, void *context);

/* The flags, most urgent first. */
enum outcome details_flags(struct db *db, struct span reference,
    detail_flag_show *show, void *context, struct error *why) must_check;

struct detail_letter {
	struct span kind, state, channel, template, to_name, to_address;
	struct span to_postal, note, message_id, bounce;
	time_t made_at, finished_at, bounced_at; /* 0: not */
	long long attempts;
};
typedef bool detail_letter_show(const struct detail_letter *letter,
    void *context);

/* What we owed, and what became of it, oldest first. */
enum outcome details_letters(struct db *db, struct span reference,
    detail_letter_show *show, void *context, struct error *why) must_check;

#endif

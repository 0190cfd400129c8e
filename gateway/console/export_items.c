/* export_items.c - the items of a case: originals, and their texts to read */
#include "base/io.h"
#include "base/utf8.h"
#include "console/desk.h"
#include "console/export.h"
#include "register/originals.h"
#include "triage/workday.h"

#include <stdio.h>
#include <string.h>

#define MAX_ORIGINAL_BYTES (64u << 20)

/* Endings by type; what is none of these may be anything. */
static const struct {
	const char *type, *ending;
} endings[] = {
	{ "message/rfc822", "eml" },
	{ "application/pdf", "pdf" },
	{ "image/tiff", "tif" },
	{ "image/png", "png" },
	{ "image/jpeg", "jpg" },
	{ "image/gif", "gif" },
	{ "image/heic", "heic" },
	{ "image/webp", "webp" },
	{ "text/plain", "txt" },
	{ "application/rtf", "rtf" },
	{ "application/msword", "doc" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml."
	  "document",
	    "docx" },
	{ "application/vnd.oasis.opendocument.text", "odt" },
	{ "application/vnd.ms-outlook", "msg" },
	{ "application/zip", "zip" },
};

/* One item while it is exported. */
struct one {
	struct export *e;
	const struct dossier_item *item;
	struct span number; /* "3" */
	struct buf text;    /* of its parts */
	struct buf left;    /* which were left out */
	bool is_whole;      /* no part was left out */
};

static const char *
ending_of(struct span type)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (span_is_equal(type, span_of(endings[i].type)))
			return endings[i].ending;
	return "bin";
}

/* --- whose it is ------------------------------------------------------------------ */

static struct span
from_words(const struct dossier_item *item, struct arena *mem)
{
	struct span who = item->author_name.len > 0 ? item->author_name
						    : item->author_address;

	if (who.len == 0)
		who = SPAN("unknown");
	if (item->author_role.len > 0)
		who = arena_printf(mem, "%.*s (%.*s)", SPAN_ARG(who),
		    SPAN_ARG(item->author_role));
	return item->forwarder.len > 0
		   ? arena_printf(mem, "%.*s, passed on by %.*s", SPAN_ARG(who),
			 SPAN_ARG(item->forwarder))
		   : who;
}

/* Why somebody else than the complainant is concerned; "" where nobody is. */
static struct span
third_party_mark(const struct export *e, const struct dossier_item *item)
{
	bool is_same =
	    item->author_address.len > 0
		? span_is_same_word(item->author_address, e->dossier.address)
		: span_is_same_word(item->author_name, e->dossier.name);

	if (span_is_equal(item->origin, SPAN("staff_forward")))
		return SPAN("Third party: passed on by a member of staff, "
			    "whose own words may be in it");
	if (span_is_equal(item->origin, SPAN("organisation")) ||
	    item->author_role.len > 0)
		return SPAN("Third party: from another body");
	if (span_is_equal(item->origin, SPAN("machine")))
		return SPAN("From a machine");
	return is_same ? SPAN("")
		       : SPAN("Third party: not from the complainant, or "
			      "not surely");
}

/* --- texts --------------------------------------------------------------------------- */

static enum outcome
part_add(const struct dossier_part *part, void *context, struct error *why)
{
	struct one *one = context;
	struct arena *mem = one->e->mem;
	struct span key = arena_printf(mem, "%.*s/%.*s", SPAN_ARG(one->number),
	    SPAN_ARG(part->path));

	(void)why;
	buf_printf(&one->text, "Part %.*s%s%.*s (%.*s)%s%.*s\n\n",
	    SPAN_ARG(part->path), part->name.len > 0 ? ": " : "",
	    SPAN_ARG(utf8_clean_line(part->name, mem)), SPAN_ARG(part->type),
	    part->note.len > 0 ? ": " : "",
	    SPAN_ARG(utf8_clean_line(part->note, mem)));
	if (export_leaves_out(one->e, key)) {
		one->is_whole = false;
		buf_printf(&one->left, "%s%.*s", one->left.len > 0 ? ", " : "",
		    SPAN_ARG(key));
		buf_add_text(&one->text, "Left out.\n\n");
	} else if (part->is_alternative) {
		buf_add_text(&one->text, "Says what another part says.\n\n");
	} else {
		if (part->is_ocr)
			buf_add_text(&one->text,
			    "Recognised from a picture: compare with the "
			    "original.\n\n");
		buf_add(&one->text, part->text);
		buf_add_text(&one->text, "\n\n");
	}
	return DONE;
}

static struct span
about_words(const struct one *one)
{
	const struct dossier_item *item = one->item;
	struct arena *mem = one->e->mem;

	return arena_printf(mem,
	    "Paper %.*s of case %.*s\nFrom: %.*s\nReceived: %.*s, by %.*s\n"
	    "SHA-256 of the original: %.*s\n%.*s",
	    SPAN_ARG(one->number), SPAN_ARG(one->e->dossier.reference),
	    SPAN_ARG(from_words(item, mem)),
	    SPAN_ARG(desk_clock(item->received_at, mem)),
	    SPAN_ARG(item->channel), SPAN_ARG(item->sha256),
	    SPAN_ARG(third_party_mark(one->e, item)));
}

/* --- originals ----------------------------------------------------------------------- */

/* The original into the bundle; *name is "" where it is not in it. */
static enum outcome
original_add(struct one *one, struct span *name, struct span *note,
    struct error *why)
{
	autobuf bytes = BUF(MAX_ORIGINAL_BYTES);
	const struct dossier_item *item = one->item;
	struct export *e = one->e;
	const struct held_item held = { .id = item->id,
		.sha256 = item->sha256,
		.place = item->place };
	struct error cause;
	struct span place;
	autofd fd =
	    original_find(e->call->options->paths.spool, &held, e->mem, &place);
	enum outcome how;

	*name = SPAN("");
	if (fd < 0 || original_compare(fd, &held, &cause) != ORIGINAL_WHOLE) {
		e->faults++;
		*note = fd < 0 ? SPAN("The original is missing.")
			       : SPAN("The original is not as it was "
				      "registered, and is left out.");
		return DONE;
	}
	how = io_read(fd, &bytes, why);
	if (how != DONE)
		return how;
	*name = arena_printf(e->mem, "originals/%.*s.%s", SPAN_ARG(one->number),
	    ending_of(item->type));
	return bundle_add(&e->bundle, *name, buf_span(&bytes), why);
}

static struct span
item_words(const struct dossier_item *item, struct arena *mem)
{
	struct span title = utf8_clean_line(item->title, mem);
	const char *kind =
	    span_is_equal(item->kind, SPAN("message")) ? "Message" : "Document";

	if (item->first_id.len > 0)
		return arena_printf(mem, "%s, the same again: %.*s", kind,
		    SPAN_ARG(title));
	return arena_printf(mem, "%s: %.*s", kind, SPAN_ARG(title));
}

/* Its texts, then its original, which goes only where no part was left out. */
static enum outcome
one_add(struct one *one, struct paper *paper, struct error *why)
{
	struct export *e = one->e;
	struct span original = SPAN("");
	struct span readable =
	    arena_printf(e->mem, "readable/%.*s.pdf", SPAN_ARG(one->number));
	enum outcome how =
	    dossier_parts(e->db, one->item->id, part_add, one, why);

	if (how == DONE)
		how = export_text(e, readable, item_words(one->item, e->mem),
		    about_words(one), buf_span(&one->text), why);
	if (how == DONE && one->is_whole)
		how = original_add(one, &original, &paper->note, why);
	if (!one->is_whole)
		paper->note = arena_printf(e->mem,
		    "Left out: %.*s; and the original, which has it.",
		    SPAN_ARG(buf_span(&one->left)));
	paper->files = arena_printf(e->mem, "%.*s%s%.*s", SPAN_ARG(original),
	    original.len > 0 ? " " : "", SPAN_ARG(readable));
	return how;
}

static enum outcome
item_add(struct export *e, const struct dossier_item *item, struct span number,
    struct error *why)
{
	struct one one = { .e = e,
		.item = item,
		.number = number,
		.text = BUF(MAX_PAGE_BYTES),
		.left = BUF(MAX_PAGE_BYTES),
		.is_whole = true };
	struct paper paper = { .number = number,
		.what = item_words(item, e->mem),
		.from = from_words(item, e->mem),
		.date = day_text(day_in_london(item->received_at), e->mem),
		.sha256 = item->sha256,
		.mark = third_party_mark(e, item) };
	enum outcome how = DONE;

	if (item->is_destroyed)
		paper.note = SPAN("It was destroyed at the end of its time.");
	else if (export_leaves_out(e, number))
		paper.note = SPAN("Left out.");
	else
		how = one_add(&one, &paper, why);
	buf_release(&one.text);
	buf_release(&one.left);
	return how == DONE ? export_paper(e, &paper, why) : how;
}

enum outcome
export_items(struct export *e, struct error *why)
{
	struct dossier_item *items = NULL;
	size_t n = 0;
	enum outcome how =
	    dossier_items(e->db, e->dossier.reference, e->mem, &items, &n, why);

	for (size_t i = 0; i < n && how == DONE; i++)
		how = item_add(e, &items[i], arena_printf(e->mem, "%zu", i + 1),
		    why);
	return how;
}

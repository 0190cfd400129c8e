/* show_page.c - a case as a page */
#include "console/show_page.h"
#include "base/utf8.h"
#include "console/alerts.h"
#include "console/casework.h"
#include "console/clocks.h"
#include "console/desk.h"
#include "console/people.h"
#include "console/rows.h"
#include "console/show_text.h"
#include "register/details.h"
#include "triage/workday.h"

#define BOLD "\033[1m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

struct page {
	const struct showing *showing;
	struct arena *mem;
	struct buf *out;
	size_t n; /* rows of the section so far */
};

/* --- lines ----------------------------------------------------------------- */

static const char *
style(const struct page *page, const char *escape)
{
	return page->showing->is_terminal ? escape : "";
}

static struct span
clean(const struct page *page, struct span text)
{
	return utf8_clean_line(text, page->mem);
}

/* A line with a label, where there is something to say. */
static void
add_line(struct page *page, const char *label, struct span value)
{
	if (value.len > 0)
		buf_printf(page->out, "%-16s %.*s\n", label,
		    SPAN_ARG(clean(page, value)));
}

static void
add_heading(struct page *page, const char *heading)
{
	buf_printf(page->out, "\n%s%s%s\n", style(page, BOLD), heading,
	    style(page, PLAIN));
}

/* The heading of a section before its first row. */
static void
add_first_heading(struct page *page, const char *heading)
{
	if (page->n++ == 0)
		add_heading(page, heading);
}

/* A day, and how far it is from today. */
static void
add_clock(struct page *page, const char *label, struct span date, bool is_owed)
{
	day today = page->showing->today, due = day_parse(date);
	bool is_late = is_owed && due < today;

	if (date.len == 0)
		return;
	buf_printf(page->out, "%-16s %s%.*s", label,
	    is_late ? style(page, RED) : "", SPAN_ARG(date));
	if (is_owed)
		buf_printf(page->out, "  %.*s",
		    SPAN_ARG(days_left(due, today, page->mem)));
	buf_printf(page->out, "%s\n", is_late ? style(page, PLAIN) : "");
}

/* --- the case -------------------------------------------------------------- */

static void
add_clocks(struct page *page, const struct case_row *row)
{
	day due;
	enum case_clock next = case_next(row, &due);
	bool is_open = !span_is_equal(row->state, SPAN("closed"));
	bool runs = is_open && row->response_sent_on.len == 0 &&
		    row->paused_on.len == 0;
	struct span acknowledged =
	    row->ack_note.len == 0
		? row->ack_state
		: arena_printf(page->mem, "%.*s: %.*s",
		      SPAN_ARG(row->ack_state), SPAN_ARG(row->ack_note));

	add_line(page, "Received on", row->received_on);
	add_clock(page, "Acknowledge by", row->ack_due,
	    next == CLOCK_ACKNOWLEDGEMENT);
	add_line(page, "Acknowledged", acknowledged);
	add_clock(page, "Holding letter", row->holding_due, runs);
	add_clock(page,
	    row->agreed_due.len > 0 ? "Respond, agreed" : "Respond by",
	    row->response_due, runs);
	add_clock(page, "By law", day_text(case_legal_due(row), page->mem),
	    runs);
	add_line(page, "Clocks",
	    clocks_note(row, page->showing->today, page->mem));
	add_line(page, "Closed on", row->closed_on);
	add_line(page, "Kept until", row->retain_until);
}

static bool
show_case(const struct case_row *row, void *context)
{
	struct page *page = context;

	buf_printf(page->out, "%s%.*s%s\n\n", style(page, BOLD),
	    SPAN_ARG(row->reference), style(page, PLAIN));
	add_line(page, "Category",
	    row->category.len > 0 ? row->category : SPAN("undecided"));
	add_line(page, "Taken for", row->disposition);
	add_line(page, "State", row->state);
	add_line(page, "From", row->who);
	add_line(page, "Subject", row->subject_line);
	add_line(page, "Came by", row->channel);
	add_clocks(page, row);
	add_line(page, "Refer", row->flags);
	if (row->needs_review)
		add_line(page, "Needs review",
		    row->review_reason.len > 0 ? row->review_reason
					       : SPAN("yes"));
	if (!span_is_equal(row->outcome, SPAN("read")))
		add_line(page, "Reading", row->outcome);
	add_line(page, "Item", row->item_id);
	add_line(page, "Original", row->place);
	return true;
}

static bool
show_link(const struct case_link_row *row, void *context)
{
	struct page *page = context;
	struct span other =
	    row->reference.len > 0
		? row->reference
		: arena_printf(page->mem, "item %.*s", SPAN_ARG(row->item_id));

	add_line(page, "Linked",
	    arena_printf(page->mem, "%s %.*s",
		span_is_equal(row->why, SPAN("possibly_related"))
		    ? "possibly related to"
		    : "shares its Message-ID with",
		SPAN_ARG(other)));
	return true;
}

static bool
show_reason(const struct case_reason_row *row, void *context)
{
	struct page *page = context;
	long long weight = row->weight < 0 ? -row->weight : row->weight;

	add_first_heading(page, "Why");
	buf_printf(page->out, "  %s%lld.%03lld  %.*s: \"%.*s\"\n",
	    row->weight < 0 ? "-" : "", weight / 1000, weight % 1000,
	    SPAN_ARG(row->category), SPAN_ARG(clean(page, row->phrase)));
	return true;
}

static bool
show_flag(const struct detail_flag *flag, void *context)
{
	struct page *page = context;
	bool is_red = span_is_equal(flag->urgency, SPAN("immediate"));

	add_first_heading(page, "To refer");
	buf_printf(page->out, "  %s%.*s, %.*s%s%s%.*s",
	    is_red ? style(page, RED) : "", SPAN_ARG(flag->kind),
	    SPAN_ARG(flag->urgency), is_red ? style(page, PLAIN) : "",
	    flag->refer_to.len > 0 ? ": " : "",
	    SPAN_ARG(clean(page, flag->refer_to)));
	if (flag->phrase.len > 0)
		buf_printf(page->out, " \"%.*s\"",
		    SPAN_ARG(clean(page, flag->phrase)));
	buf_add_char(page->out, '\n');
	return true;
}

static bool
show_alert(const struct alert *a, void *context)
{
	struct page *page = context;
	struct span news = alert_news(a, page->mem);
	bool is_red = alert_is_urgent(a);

	add_first_heading(page, "Alerts");
	buf_printf(page->out, "  %.*s  %s%.*s, %s%s to %.*s%s%.*s\n",
	    SPAN_ARG(desk_clock(a->raised_at, page->mem)),
	    is_red ? style(page, RED) : "", SPAN_ARG(a->kind),
	    urgency_name(a->urgency), is_red ? style(page, PLAIN) : "",
	    SPAN_ARG(clean(page, a->recipient)), news.len > 0 ? ": " : "",
	    SPAN_ARG(clean(page, news)));
	return true;
}

static bool
show_item(const struct detail_item *item, void *context)
{
	struct page *page = context;
	bool is_follow_up = span_is_equal(item->role, SPAN("follow_up"));

	add_first_heading(page, "Items");
	buf_printf(page->out, "  %.*s  %s by %.*s: %.*s\n",
	    SPAN_ARG(desk_clock(item->received_at, page->mem)),
	    is_follow_up ? "further message" : "opened",
	    SPAN_ARG(item->channel), SPAN_ARG(clean(page, item->title)));
	buf_printf(page->out, "    %.*s, %.*s%s%.*s\n", SPAN_ARG(item->id),
	    SPAN_ARG(item->outcome), item->place.len > 0 ? ", " : "",
	    SPAN_ARG(item->place));
	return true;
}

static bool
show_part(const struct detail_part *part, void *context)
{
	struct page *page = context;
	struct span name = part->name.len > 0 ? part->name : part->type;
	struct span heading = arena_printf(page->mem,
	    "Part %.*s: %.*s, %lld bytes, %.*s%s%.*s", SPAN_ARG(part->path),
	    SPAN_ARG(clean(page, name)), part->size, SPAN_ARG(part->outcome),
	    part->note.len > 0 ? ": " : "", SPAN_ARG(clean(page, part->note)));

	add_heading(page, heading.at);
	if (part->is_alternative)
		buf_add_text(page->out, "  (says what another part says)\n");
	else if (part->text.len > 0) {
		buf_add_char(page->out, '\n');
		show_text(part, page->showing->is_terminal, page->out);
	}
	return true;
}

static bool
show_letter(const struct detail_letter *letter, void *context)
{
	struct page *page = context;
	struct span to =
	    letter->to_address.len > 0 ? letter->to_address : letter->to_postal;

	add_first_heading(page, "Letters");
	buf_printf(page->out, "  %.*s by %.*s, text \"%.*s\": %.*s",
	    SPAN_ARG(letter->kind), SPAN_ARG(letter->channel),
	    SPAN_ARG(letter->template), SPAN_ARG(letter->state));
	if (letter->finished_at != 0)
		buf_printf(page->out, " %.*s",
		    SPAN_ARG(desk_clock(letter->finished_at, page->mem)));
	if (to.len > 0)
		buf_printf(page->out, ", to %.*s", SPAN_ARG(clean(page, to)));
	if (letter->bounced_at != 0)
		buf_printf(page->out, ", came back %.*s",
		    SPAN_ARG(desk_clock(letter->bounced_at, page->mem)));
	buf_add_char(page->out, '\n');
	return true;
}

static bool
show_event(const struct case_event_row *row, void *context)
{
	struct page *page = context;

	add_first_heading(page, "History");
	buf_printf(page->out, "  %.*s  %.*s: %.*s%s%.*s\n",
	    SPAN_ARG(desk_clock(row->at, page->mem)), SPAN_ARG(row->who),
	    SPAN_ARG(row->what), row->detail.len > 0 ? ". " : "",
	    SPAN_ARG(row->detail));
	return true;
}

/* --- pages ----------------------------------------------------------------- */

/* What it is: the head of the page. */
static enum outcome
page_head(struct db *db, struct span reference, struct page *page,
    struct error *why)
{
	const struct showing *showing = page->showing;
	enum outcome how = cases_find(db, reference, show_case, page, why);

	if (how == DONE)
		how = cases_links(db, reference, show_link, page, why);
	if (how == DONE)
		how = people_page(db, reference, page->mem, page->out, why);
	return how == DONE ? casework_page(db, reference, showing->with_earlier,
				 page->out, why)
			   : how;
}

enum outcome
show_page(struct db *db, const struct showing *showing, struct buf *out,
    struct error *why)
{
	struct page page = { showing, showing->mem, out, 0 };
	struct span reference = showing->reference;
	enum outcome how = page_head(db, reference, &page, why);

	if (how == DONE)
		how = cases_reasons(db, reference, show_reason, &page, why);
	page.n = 0;
	if (how == DONE)
		how = details_flags(db, reference, show_flag, &page, why);
	page.n = 0;
	if (how == DONE)
		how = alert_list(db, reference, show_alert, &page, why);
	page.n = 0;
	if (how == DONE)
		how = details_items(db, reference, show_item, &page, why);
	if (how == DONE)
		how = details_parts(db, reference, show_part, &page, why);
	page.n = 0;
	if (how == DONE)
		how = details_letters(db, reference, show_letter, &page, why);
	page.n = 0;
	if (how == DONE)
		how = cases_events(db, reference, 0, show_event, &page, why);
	return how;
}

static bool
text_part(const struct detail_part *part, void *context)
{
	struct page *page = context;

	if (part->is_alternative || part->text.len == 0)
		return true;
	if (page->n++ > 0)
		buf_add_char(page->out, '\n');
	show_text(part, page->showing->is_terminal, page->out);
	return true;
}

static bool
is_there(const struct case_row *row, void *context)
{
	(void)row;
	(void)context;
	return true;
}

enum outcome
show_texts(struct db *db, const struct showing *showing, struct buf *out,
    struct error *why)
{
	struct page page = { showing, showing->mem, out, 0 };
	enum outcome how =
	    cases_find(db, showing->reference, is_there, NULL, why);

	return how == DONE ? details_parts(db, showing->reference, text_part,
				 &page, why)
			   : how;
}

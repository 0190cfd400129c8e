/* listing.c - prints records in the form that was asked for */
#include "console/listing.h"
#include "console/csv.h"
#include "console/desk.h"
#include "console/pager.h"

#include <stdio.h>

static void
words_json(struct json *json, const char *key, struct span words)
{
	json_open(json, key, '[');
	while (words.len > 0)
		json_text(json, "", span_cut_at(&words, ' '));
	json_close(json, ']');
}

void
cells_json(const struct cell *cells, size_t n, struct json *json)
{
	for (const struct cell *c = cells; c < cells + n; c++)
		switch (c->type) {
		case CELL_TEXT:
			json_text(json, c->key, c->text);
			break;
		case CELL_OPTIONAL:
			json_text_or_null(json, c->key, c->text);
			break;
		case CELL_WORDS:
			words_json(json, c->key, c->text);
			break;
		case CELL_FLAG:
			json_flag(json, c->key, c->number != 0);
			break;
		case CELL_NUMBER:
			json_number(json, c->key, c->number);
			break;
		case CELL_NOTHING:
			json_nothing(json, c->key);
			break;
		}
}

static void
cells_csv(const struct cell *cells, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++)
		switch (cells[i].type) {
		case CELL_TEXT:
		case CELL_OPTIONAL:
		case CELL_WORDS:
			csv_text(out, cells[i].text, i == 0);
			break;
		case CELL_FLAG:
			csv_text(out,
			    cells[i].number != 0 ? SPAN("yes") : SPAN("no"),
			    i == 0);
			break;
		case CELL_NUMBER:
			csv_number(out, cells[i].number, i == 0);
			break;
		case CELL_NOTHING:
			csv_text(out, SPAN(""), i == 0);
			break;
		}
	csv_end(out);
}

struct listing
listing_make(struct call *call, const char *const *titles, size_t n_titles)
{
	struct listing listing = {
		.table = table_make(titles, n_titles, call->mem),
		.page = BUF(MAX_PAGE_BYTES),
	};

	if (call_flag(call, "--json"))
		listing.form = LISTING_JSON;
	else if (call_flag(call, "--csv"))
		listing.form = LISTING_CSV;
	return listing;
}

static void
page_out(struct buf *page)
{
	fwrite(page->at, 1, page->len, stdout);
	buf_clear(page);
}

void
listing_keys(struct listing *listing, const struct cell *cells, size_t n)
{
	if (listing->form != LISTING_CSV)
		return;
	for (size_t i = 0; i < n; i++)
		csv_text(&listing->page, span_of(cells[i].key), i == 0);
	csv_end(&listing->page);
	page_out(&listing->page);
}

void
listing_add(struct listing *listing, const struct span *columns, bool is_urgent,
    const struct cell *cells, size_t n)
{
	struct json json = { .out = &listing->page };

	listing->n++;
	switch (listing->form) {
	case LISTING_TABLE:
		table_add(&listing->table, columns, is_urgent);
		break;
	case LISTING_JSON:
		json_open(&json, "", '{');
		cells_json(cells, n, &json);
		json_close(&json, '}');
		desk_print(&listing->page);
		break;
	case LISTING_CSV:
		cells_csv(cells, n, &listing->page);
		page_out(&listing->page);
		break;
	}
}

void
listing_end(struct listing *listing, const char *nothing)
{
	if (listing->form == LISTING_TABLE && listing->n == 0)
		puts(nothing);
	else if (listing->form == LISTING_TABLE) {
		table_print(&listing->table, terminal_width(), &listing->page);
		pager_print(buf_span(&listing->page));
	}
	buf_release(&listing->page);
}

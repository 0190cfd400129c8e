/* finding.c - tells what reconcile found: in English, as JSON, in the log */
#include "intake/finding.h"
#include "base/json.h"
#include "base/log.h"
#include "base/utf8.h"

#include <stdio.h>

#define MAX_LOGGED 50 /* lines; the last one counts all */
#define MAX_LINE_BYTES 65536

#define FINDING_LEVEL(name, word) word,
static const char *const level_words[] = { FINDING_LEVELS(FINDING_LEVEL) };
#undef FINDING_LEVEL

#define FINDING_KIND(name, word, level, matter, advice)                        \
	{ word, level, matter, advice },
static const struct {
	const char *word;
	enum finding_level level;
	const char *matter, *advice;
} kinds[] = { FINDINGS(FINDING_KIND) };
#undef FINDING_KIND

static const char *
level_word(const struct finding *f)
{
	return f->is_repaired ? "put right" : level_words[kinds[f->kind].level];
}

/* "22 Nov 2026 10:15 UTC", as mail clients let one look for it. */
static void
time_add(struct buf *line, time_t at)
{
	char text[64];
	struct tm t;

	gmtime_r(&at, &t);
	strftime(text, sizeof text, "%e %b %Y %H:%M UTC", &t);
	buf_add(line, span_trim(span_of(text)));
}

/* The folder of the spool alone: a name in it may be that of a person. */
static void
folder_add(struct buf *line, struct span place)
{
	struct span folder = span_cut_at(&place, '/');

	buf_printf(line, "a file in %.*s/: ", SPAN_ARG(folder));
}

/* What the finding is about. */
static void
subject_add(struct buf *line, const struct finding *f, bool with_place)
{
	const struct ledger_row *m = f->message;

	if (f->reference.len > 0)
		buf_printf(line, "%.*s: ", SPAN_ARG(f->reference));
	if (f->item_id.len > 0)
		buf_printf(line, "item %.*s: ", SPAN_ARG(f->item_id));
	if (m != NULL && m->mailbox.len > 0)
		buf_printf(line, "mailbox %.*s, folder %.*s",
		    SPAN_ARG(m->mailbox), SPAN_ARG(m->folder));
	if (m != NULL && m->uid > 0)
		buf_printf(line, ", UID %lld", m->uid);
	if (m != NULL && m->uid > 0 && m->internaldate > 0) {
		buf_add_text(line, " of ");
		time_add(line, m->internaldate);
	}
	if (m != NULL && m->mailbox.len > 0)
		buf_add_text(line, ": ");
	if (with_place && f->place.len > 0)
		buf_printf(line, "%.*s: ", SPAN_ARG(f->place));
	else if (f->place.len > 0 && f->item_id.len == 0)
		folder_add(line, f->place);
}

static void
plain_add(struct buf *line, const struct finding *f, bool with_place)
{
	buf_printf(line, "%s: ", level_word(f));
	subject_add(line, f, with_place);
	buf_add_text(line, kinds[f->kind].matter);
	if (f->cause.len > 0)
		buf_printf(line, " (%.*s)", SPAN_ARG(f->cause));
	if (!f->is_repaired)
		buf_printf(line, ": %s", kinds[f->kind].advice);
}

static void
json_add(struct buf *line, const struct finding *f)
{
	static const struct ledger_row none;
	const struct ledger_row *m = f->message != NULL ? f->message : &none;
	struct json j = { .out = line };

	json_open(&j, "", '{');
	json_text(&j, "level", span_of(level_words[kinds[f->kind].level]));
	json_text(&j, "finding", span_of(kinds[f->kind].word));
	json_flag(&j, "repaired", f->is_repaired);
	json_text_or_null(&j, "reference", f->reference);
	json_text_or_null(&j, "item", f->item_id);
	json_text_or_null(&j, "mailbox", m->mailbox);
	json_text_or_null(&j, "folder", m->folder);
	json_number(&j, "uidvalidity", m->uidvalidity);
	json_number(&j, "uid", m->uid);
	json_text_or_null(&j, "place", f->place);
	json_text(&j, "matter", span_of(kinds[f->kind].matter));
	json_text(&j, "cause", f->cause);
	json_text(&j, "advice", span_of(kinds[f->kind].advice));
	json_close(&j, '}');
}

void
finding_tell(struct tally *tally, const struct finding *finding)
{
	autobuf line = BUF(MAX_LINE_BYTES);
	autoarena mem = { 0 };
	struct finding f = *finding;

	f.place = utf8_clean_line(f.place, &mem);
	if (f.is_repaired)
		tally->repaired++;
	else
		tally->found[kinds[f.kind].level]++;
	if (tally->telling == TELL_LOG) {
		if (kinds[f.kind].level == LEVEL_COMING ||
		    tally->logged++ >= MAX_LOGGED)
			return;
		plain_add(&line, &f, false);
		log_warn("%s", buf_text(&line));
		return;
	}
	if (tally->telling == TELL_JSON)
		json_add(&line, &f);
	else
		plain_add(&line, &f, true);
	buf_add_char(&line, '\n');
	fwrite(line.at, 1, line.len, stdout);
}

void
tally_tell(const struct tally *tally)
{
	autobuf line = BUF(MAX_LINE_BYTES);
	int status = tally_status(tally);

	if (status == 0)
		buf_add_text(&line, "in balance");
	else
		buf_printf(&line, "lost: %lld, waits: %lld",
		    tally->found[LEVEL_LOST], tally->found[LEVEL_WAITS]);
	buf_printf(&line, ", coming: %lld, put right: %lld",
	    tally->found[LEVEL_COMING], tally->repaired);
	buf_printf(&line, "; looked at %lld items, %lld files, %lld messages",
	    tally->items, tally->files, tally->messages);
	if (tally->telling == TELL_PLAIN)
		printf("%s\n", buf_text(&line));
	if (tally->telling == TELL_LOG && status == 0)
		log_info("%s", buf_text(&line));
	if (tally->telling == TELL_LOG && status != 0)
		log_warn("%s: postroom reconcile tells what to do",
		    buf_text(&line));
}

int
tally_status(const struct tally *tally)
{
	if (tally->found[LEVEL_LOST] > 0)
		return 2;
	return tally->found[LEVEL_WAITS] > 0 ? 1 : 0;
}

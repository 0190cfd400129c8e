/*
 * preview.c - reads and judges files without keeping anything
 *
 * Without a configuration file it is a stranger's post room: nobody is staff,
 * and the pack is the one asked for, from the templates beside the program.
 */
#include "preview.h"
#include "base/io.h"
#include "intake/reading.h"
#include "record.h"
#include "register/shelf.h"
#include "triage/ours.h"
#include "triage/phrases.h"
#include "triage/triage.h"
#include "triage/workday.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#define MAX_OBJECT_BYTES (128 << 20)

struct preview {
	struct reader *reader;
	struct policy policy;
	struct triage_house house;
	struct shelved shelved; /* the model */
	time_t received;        /* --received; 0 for none */
	bool as_json;
	bool with_effort; /* say what reading took */
};

/* The templates beside the program: installed, or in a build folder. */
static struct span
templates_find(const char *program, struct arena *mem)
{
	static const char *const places[] = { "../share/postroom/templates",
		"../templates", "../../templates" };
	struct span folder = span_of(program);

	while (folder.len > 0 && folder.at[folder.len - 1] != '/')
		folder.len--;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		struct span place =
		    arena_printf(mem, "%.*s%s", SPAN_ARG(folder), places[i]);

		if (access(place.at, R_OK) == 0)
			return place;
	}
	return SPAN(PREFIX "/share/postroom/templates");
}

/* "2026-11-22" (its noon) or "2026-11-22T10:15:00Z" as an instant. */
static bool
instant_parse(const char *text, time_t *at)
{
	struct tm t = { 0 };
	const char *end = strptime(text, "%Y-%m-%d", &t);

	if (end == NULL)
		return false;
	if (*end == '\0') {
		t.tm_hour = 12;
		*at = timegm(&t);
		return true;
	}
	end = strptime(end, "T%H:%M:%S", &t);
	if (end != NULL && *end == '.')
		end += 1 + strspn(end + 1, "0123456789");
	if (end == NULL ||
	    (strcmp(end, "Z") != 0 && (end = strptime(end, "%z", &t)) == NULL))
		return false;
	*at = timegm(&t) - t.tm_gmtoff;
	return true;
}

/* The instant after the ';' of the topmost Received: field (RFC 5321 4.4). */
static bool
received_header_time(const struct item *item, struct arena *mem, time_t *at)
{
	struct span rest = SPAN(""), stamp = SPAN("");
	struct tm t = { 0 };

	if (item->message != NULL)
		rest = message_header(item->message, "Received");
	while (rest.len > 0)
		stamp = span_trim(span_cut_at(&rest, ';'));
	if (span_find(stamp, SPAN(","), 0) != SPAN_NOT_FOUND)
		(void)span_cut_at(&stamp, ',');
	if (stamp.len == 0 || strptime(arena_text(mem, span_trim(stamp)),
				  "%d %b %Y %H:%M:%S %z", &t) == NULL)
		return false;
	*at = timegm(&t) - t.tm_gmtoff;
	return true;
}

/* Reads and judges one file; what cannot even be opened says so in root. */
static void
file_judge(struct preview *p, const char *path, struct item *item,
    struct arena *mem)
{
	const char *slash = strrchr(path, '/');
	autofd fd = open(path, O_RDONLY | O_CLOEXEC);
	struct error why = { "" };
	struct stat st = { 0 };
	enum outcome how;

	item->file = span_of(slash == NULL ? path : slash + 1);
	if (fd < 0 || fstat(fd, &st) < 0)
		how = fail(&why, REFUSED, "it cannot be opened: %s",
		    strerror(errno));
	else
		how = reading_run(p->reader, fd, item->file, item, mem, &why);
	if (how != DONE) {
		item->kind = KIND_DOCUMENT;
		item->root.outcome = PART_UNREADABLE;
		item->root.note = arena_copy(mem, span_of(why.text));
	}
	item->received_at = p->received;
	if (p->received == 0 &&
	    !received_header_time(item, mem, &item->received_at))
		item->received_at = st.st_mtime;
	triage(item, &p->house, mem);
}

static enum outcome
file_show(struct preview *p, const char *path, struct error *why)
{
	autobuf out = BUF(MAX_OBJECT_BYTES);
	struct item item = { 0 };
	autoarena mem = { 0 };

	file_judge(p, path, &item, &mem);
	if (p->as_json)
		record_json(&item, span_of(path), &out);
	else
		record_plain(&item, span_of(path), &out);
	if (p->with_effort && !p->as_json)
		record_effort(&item, &out);
	return io_write(STDOUT_FILENO, buf_span(&out), why);
}

/* The model in use where there is a configuration, else the shipped one. */
static enum outcome
preview_model(struct preview *p, const struct call *call, struct error *why)
{
	struct shelf shelf = shelf_find(
	    call->options ? call->options->paths.register_ : SPAN(""),
	    call->program, call->mem);
	struct error note;
	enum outcome how =
	    call->options
		? shelf_read_current(&shelf, call->mem, &p->shelved, &note, why)
		: shelf_read(&shelf, SPAN(SHELF_SHIPPED), call->mem,
		      &p->shelved, why);

	p->house.model = &p->shelved.model;
	return how;
}

static enum outcome
preview_open(struct preview *p, const struct call *call, const char *pack,
    struct error *why)
{
	struct organisation_options who = { .policy = SPAN("trust") };
	struct span templates, languages = SPAN("eng");
	enum outcome how;

	if (call->options != NULL) {
		who = call->options->organisation;
		templates = call->options->paths.templates;
		languages = call->options->intake.languages;
	} else {
		templates = templates_find(call->program, call->mem);
	}
	if (pack != NULL)
		who.policy = span_of(pack);
	how = policy_read(who.policy, templates, call->mem, &p->policy, why);
	if (how != DONE)
		return how;
	p->house = (struct triage_house){
		.policy = &p->policy,
		.addresses = who.addresses,
		.internal_domains = who.internal_domains,
		.trusted_authserv = who.trusted_authserv,
		.webform_addresses = who.webform_addresses,
		.phrases = phrases_index(call->mem),
		.ours = ours_index(p->policy.own_texts, call->mem),
	};
	how = preview_model(p, call, why);
	if (how != DONE)
		return how;
	return reader_start(
	    arena_printf(call->mem, "%s-extract", call->program).at, languages,
	    &p->reader, why);
}

int
preview_command(const struct call *asked)
{
	struct call call = *asked;
	struct preview p = { .as_json = call_flag(&call, "--json"),
		.with_effort = call_flag(&call, "--effort") };
	const char *pack = call_value(&call, "--policy");
	const char *received = call_value(&call, "--received");
	struct error why = { "" };
	enum outcome how;

	if (received != NULL && !instant_parse(received, &p.received)) {
		fprintf(stderr, "postroom: %s: no date such as 2026-11-22\n",
		    received);
		return EX_USAGE;
	}
	if (call.argc < 2) {
		fputs("postroom: triage: name a file\n", stderr);
		return EX_USAGE;
	}
	how = preview_open(&p, &call, pack, &why);
	for (int i = 1; i < call.argc && how == DONE; i++)
		how = file_show(&p, call.argv[i], &why);
	reader_stop(p.reader);
	shelved_release(&p.shelved);
	if (how == DONE)
		return EX_OK;
	fprintf(stderr, "postroom: %s\n", why.text);
	return outcome_status(how);
}

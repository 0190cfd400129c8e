/* signposts.c - reads the signposts of a policy pack */
#include "reply/signposts.h"
#include "base/conf.h"
#include "base/io.h"
#include "triage/workday.h"

#define MAX_SIGNPOSTS_BYTES (64 << 10)

#define KEY(who, key, least, most, sentence)                                   \
	{                                                                      \
#who, #key, CONF_TEXT, offsetof(struct signpost, key), "",     \
		    least, most, NULL, sentence                                \
	}
#define KEYS(who)                                                              \
	KEY(who, name, 1, 200, "what it is called"),                           \
	    KEY(who, phone, 0, 60, "telephone number"),                        \
	    KEY(who, web, 0, 200, "web address"),                              \
	    KEY(who, address, 0, 400, "postal address, parted by commas"),     \
	    KEY(who, verified_on, 0, 10, "when it was checked: 2026-11-22"),

static const struct conf_key table[] = { SIGNPOSTS(KEYS) };

static enum outcome
entry_check(const char *file, const char *who, struct signpost *s,
    struct error *why)
{
	s->verified = day_parse(s->verified_on);
	if (s->name.len == 0)
		return fail(why, BROKEN, "%s: [%s]: name is needed", file, who);
	if (s->verified_on.len > 0 && s->verified == NO_DATE)
		return fail(why, BROKEN,
		    "%s: [%s]: verified_on is a date, as 2026-11-22", file,
		    who);
	return DONE;
}

enum outcome
signposts_read(struct span folder, struct arena *mem,
    struct signposts *signposts, struct error *why)
{
	struct signposts s = { 0 };
#define SECTION(who) { #who, &s.who, 0, 0, NULL },
	const struct conf_section sections[] = { SIGNPOSTS(SECTION) };
#undef SECTION
	const char *file =
	    arena_printf(mem, "%.*s/signposts.conf", SPAN_ARG(folder)).at;
	autobuf text = BUF(MAX_SIGNPOSTS_BYTES);
	enum outcome how = io_read_own(file, &text, why);

	if (how != DONE)
		return how;
	how = conf_read(buf_span(&text), file, table,
	    sizeof table / sizeof *table, sections,
	    sizeof sections / sizeof *sections, mem, why);
#define CHECK(who)                                                             \
	if (how == DONE)                                                       \
		how = entry_check(file, #who, &s.who, why);
	SIGNPOSTS(CHECK)
#undef CHECK
	if (how == DONE)
		*signposts = s;
	return how;
}

const char *
signposts_stale(const struct signposts *signposts, day today)
{
#define STALE(who)                                                             \
	if (today - signposts->who.verified > SIGNPOST_FRESH_DAYS)             \
		return #who;
	SIGNPOSTS(STALE)
#undef STALE
	return NULL;
}

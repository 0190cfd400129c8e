/*
 * casework.c - fills a register with invented cases
 *
 *	casework REGISTER CASES FURTHER FIRST [PAUSE]
 *
 * Registers so many cases as intake does, each with so many further items, and
 * prints a line for each as soon as it is in: its number, and how many
 * milliseconds that took.  FIRST is the number of the first case: other numbers
 * give other letters, the same ones the same.  PAUSE waits so many
 * milliseconds behind each.  Words are made of syllables,
 * the frequent ones are of complaints; people, places and days are invented.
 */
#include "register/items.h"
#include "register/statement.h"
#include "triage/workday.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define RARE_WORDS 20000
#define MIN_WORDS 80
#define MORE_WORDS 240
#define FIRST_DAY_YEAR 2018
#define DAYS 3240 /* until November 2026 */

static const char *const common[] = { "the", "and", "to", "was", "I", "my",
	"of", "on", "that", "for", "would", "because", "again", "never", "told",
	"hours" };
/* Words of complaints: the first are in many letters, the last in few. */
static const char *const topics[] = { "ward", "nurse", "appointment", "doctor",
	"mother", "waiting", "pain", "discharge", "letter", "medication",
	"clinic", "staff", "rude", "complaint", "care", "father", "bed",
	"cancelled", "referral", "surgery", "telephone", "explanation",
	"records", "request", "information", "delay", "results", "scan",
	"formal", "ambulance", "service", "thank", "happy", "lost", "property",
	"wheelchair" };
static const char *const syllables[] = { "ba", "den", "for", "gil", "hon",
	"ker", "lam", "mor", "nes", "pol", "rin", "sal", "tor", "ven", "wil",
	"yar", "zel", "cap", "dro", "fen" };
#define COUNT(table) (sizeof(table) / sizeof *(table))

static uint64_t
next(uint64_t *state)
{
	/* xorshift64 (Marsaglia 2003) */
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static size_t
below(uint64_t *state, size_t n)
{
	return (size_t)(next(state) >> 11) % n;
}

/* The same number gives the same word. */
static void
add_made_word(struct buf *out, size_t number)
{
	for (size_t n = number + 7; n > 0; n /= COUNT(syllables))
		buf_add_text(out, syllables[n % COUNT(syllables)]);
}

static struct span
made_text(uint64_t *state, struct arena *mem)
{
	autobuf out = BUF(65536);
	size_t n = MIN_WORDS + below(state, MORE_WORDS);

	for (size_t i = 0; i < n; i++) {
		/* Most words are a few; the rest are rarer and rarer. */
		if (below(state, 10) < 5)
			buf_add_text(&out, common[below(state, COUNT(common))]);
		else if (below(state, 10) == 0)
			buf_add_text(&out,
			    topics[below(state,
				1 + below(state, COUNT(topics)))]);
		else
			add_made_word(&out,
			    below(state, 1 + below(state, RARE_WORDS)));
		buf_add_text(&out, i % 14 == 13 ? ".\n" : " ");
	}
	return arena_copy(mem, buf_span(&out));
}

static struct mailbox_address
made_person(uint64_t *state, struct arena *mem)
{
	autobuf first = BUF(64), last = BUF(64);

	add_made_word(&first, below(state, 300));
	add_made_word(&last, 300 + below(state, 9000));
	first.at[0] = (char)(first.at[0] - 'a' + 'A');
	last.at[0] = (char)(last.at[0] - 'a' + 'A');
	return (struct mailbox_address){
		arena_printf(mem, "%s %s", buf_text(&first), buf_text(&last)),
		arena_printf(mem, "%s.%s%zu@example.org", buf_text(&first),
		    buf_text(&last), below(state, 10)),
	};
}

static void
add_verdict(struct item *i, uint64_t *state, struct arena *mem)
{
	static const enum category categories[] = { COMPLAINT, COMPLAINT,
		COMPLAINT, CONCERN, CONCERN, CONCERN, COMPLIMENT, COMPLIMENT,
		COMMENT, FOI };
	struct verdict *v = &i->verdict;
	size_t n = below(state, 4);

	v->category = categories[below(state, COUNT(categories))];
	v->confidence = 900;
	v->reasons = ARENA_ARRAY(mem, 2, struct reason);
	v->reasons[0] = (struct reason){ .phrase = SPAN("formal complaint"),
		.weight = 900,
		.category = v->category };
	v->reasons[1] = (struct reason){ .phrase = SPAN("nobody came"),
		.weight = 300,
		.category = v->category };
	v->n_reasons = 2;
	/* Some flags are frequent, some hardly ever raised. */
	v->flags = ARENA_ARRAY(mem, 3, struct flag);
	for (v->n_flags = 0; v->n_flags + 1 < n; v->n_flags++)
		v->flags[v->n_flags] =
		    (struct flag){ .kind = (enum flag_kind)below(state,
				       1 + below(state, FLAG_COUNT)),
			    .urgency =
				below(state, 50) == 0 ? IMMEDIATE : ROUTINE,
			    .refer_to = SPAN("Legal Services"),
			    .phrase = SPAN("nobody came") };
}

static struct item *
made_item(struct span id, uint64_t *state, struct arena *mem)
{
	struct item *i = arena_alloc(mem, sizeof *i);
	struct message *m = arena_alloc(mem, sizeof *m);
	struct part *p = arena_alloc(mem, sizeof *p);

	*i = (struct item){ .id = id,
		.sha256 = arena_printf(mem, "%064" PRIx64, next(state)),
		.content = arena_printf(mem, "%064" PRIx64, next(state)),
		.size = 4096,
		.kind = KIND_MESSAGE,
		.message = m,
		.root.type = SPAN("message/rfc822"),
		.parts = p,
		.n_parts = 1 };
	m->message_id = arena_printf(mem, "<%.*s@example.org>", SPAN_ARG(id));
	m->subject = span_head(span_from(made_text(state, mem), 10), 40);
	*p = (struct part){ .path = SPAN("1"),
		.type = SPAN("text/plain"),
		.text = made_text(state, mem),
		.confidence = 1000,
		.language = SPAN("en") };
	p->size = p->text.len;
	i->spans = arena_alloc(mem, sizeof *i->spans);
	i->spans[0] = (struct marked_span){ SPAN_QUOTED, 0, p->text.len * 3 / 4,
		p->text.len };
	i->n_spans = 1;
	i->origin.author = made_person(state, mem);
	i->origin.authenticated = "pass";
	return i;
}

static void
add_owed(struct item *i, uint64_t *state)
{
	day received = day_of(FIRST_DAY_YEAR, 1, 2) + (day)below(state, DAYS);

	i->received_at = (time_t)received * 86400 + 43200;
	i->verdict.needs_review = below(state, 60) == 0;
	i->verdict.review_reason = i->verdict.needs_review
				       ? SPAN("Its words are of both kinds")
				       : SPAN("");
	i->owed = (struct owed){ .acknowledge = ACK_YES,
		.to = i->origin.author,
		.channel = CHANNEL_EMAIL,
		.template = SPAN("complaint"),
		.received_on = received,
		.ack_due = received + 5,
		.response_due = received + 60,
		.holding_due = NO_DATE };
}

static struct span
register_one(struct db *db, const struct item *item, struct arena *mem)
{
	struct registration r = { 0 };
	struct error why;

	if (items_register(db, item, SPAN("northmoor.nhs.example"), mem, &r,
		&why) != DONE)
		die("bench: %s", why.text);
	return r.reference;
}

/* A further item of the case, as if it had answered it. */
static void
add_further(struct db *db, struct span reference, struct item *item,
    struct arena *mem)
{
	static const char sql[] =
	    "INSERT INTO item_case (item_id, case_id, role) "
	    "SELECT ?1, id, 'follow_up' FROM cases WHERE reference = ?2";
	sqlite3_stmt *at = NULL;

	item->verdict.disposition = MACHINE;
	item->origin.kind = ORIGIN_MACHINE;
	item->owed = (struct owed){ .acknowledge = ACK_NO,
		.received_on = NO_DATE,
		.ack_due = NO_DATE,
		.response_due = NO_DATE,
		.holding_due = NO_DATE };
	register_one(db, item, mem);
	sqlite3_set_authorizer(db->sqlite, NULL, NULL);
	if (sqlite3_prepare_v2(db->sqlite, sql, -1, &at, NULL) != SQLITE_OK ||
	    sqlite3_bind_text(at, 1, item->id.at, (int)item->id.len,
		SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_bind_text(at, 2, reference.at, (int)reference.len,
		SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_step(at) != SQLITE_DONE)
		die("bench: %s", sqlite3_errmsg(db->sqlite));
	sqlite3_finalize(at);
}

static void
add_case(struct db *db, long long number, long long further)
{
	autoarena mem = { 0 };
	uint64_t state = (uint64_t)number * 2654435761u + 88172645463325252u;
	struct item *item;
	struct span reference;

	for (int i = 0; i < 8; i++)
		next(&state);
	item = made_item(arena_printf(&mem, "m%lld", number), &state, &mem);
	add_verdict(item, &state, &mem);
	add_owed(item, &state);
	reference = register_one(db, item, &mem);
	for (long long n = 0; n < further; n++) {
		struct span id =
		    arena_printf(&mem, "m%lldf%lld", number, n + 1);
		struct item *more = made_item(id, &state, &mem);

		more->origin.author = item->origin.author;
		more->received_at = item->received_at + (n + 1) * 86400 * 9;
		add_further(db, reference, more, &mem);
	}
}

static double
milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1000000;
}

int
main(int argc, char **argv)
{
	long long cases, further, first, pause = 0;
	struct error why;
	autodb db = NULL;

	if (argc < 5 || argc > 6 ||
	    !span_to_number(span_of(argv[2]), 1, 10000000, &cases) ||
	    !span_to_number(span_of(argv[3]), 0, 100, &further) ||
	    !span_to_number(span_of(argv[4]), 1, 10000000, &first) ||
	    (argc == 6 && !span_to_number(span_of(argv[5]), 0, 60000, &pause)))
		die("usage: casework REGISTER CASES FURTHER FIRST [PAUSE]");
	if (db_migrate(argv[1], &why) != DONE ||
	    db_open(argv[1], DB_INTAKE, &db, &why) != DONE)
		die("bench: %s", why.text);
	for (long long i = 0; i < cases; i++) {
		double start = milliseconds();

		add_case(db, first + i, further);
		printf("%lld %.2f\n", first + i, milliseconds() - start);
		fflush(stdout);
		usleep((useconds_t)pause * 1000);
	}
	return 0;
}

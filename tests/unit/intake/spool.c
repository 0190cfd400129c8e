/* spool.c - tests of intake/spool.h and intake/claim.h */
#include "base/io.h"
#include "intake/claim.h"
#include "scratch.h"
#include "tap.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOON 1795694400 /* 2026-11-26T12:00:00Z */

static struct spool spool;

/* Writes n files and receives them as one set. */
static void
receive_set(struct arrival *arrivals, size_t n, const char *bytes)
{
	struct error why = { "" };
	enum outcome how = DONE;

	for (size_t i = 0; i < n && how == DONE; i++) {
		how =
		    spool_create(&spool, arrivals[i].id, &arrivals[i].fd, &why);
		if (how == DONE)
			how = io_write(arrivals[i].fd, span_of(bytes), &why);
	}
	if (how == DONE)
		how = spool_receive(&spool, arrivals, n, &why);
	ok(how == DONE, "receive a set of %zu %s", n, why.text);
	for (size_t i = 0; i < n; i++)
		io_close(&arrivals[i].fd);
}

static void
receive(const char *id, time_t received, const char *bytes)
{
	struct arrival arrival = { .received = received, .fd = -1 };

	snprintf(arrival.id, sizeof arrival.id, "%s", id);
	receive_set(&arrival, 1, bytes);
}

static bool
is_there(const char *place)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", spool.root, place);
	return access(path, F_OK) == 0;
}

static void
test_ids(void)
{
	static const char *const bad[] = { "", "m", "m20261126T120000Z",
		"x20261126T120000Z-0123456789abcdef",
		"m20261126T120000Z-0123456789abcdeg",
		"m20261126T120000Z-0123456789abcde",
		"m20261126T120000Z-0123456789abcdef0",
		"m20261326T120000Z-0123456789abcdef",
		"../../../../etc/passwd" };
	char id[SPOOL_ID_BYTES], again[SPOOL_ID_BYTES];
	time_t received = 0;

	spool_id(id, 'm', NOON, SPAN("box\0INBOX\0001\0002"));
	spool_id(again, 'm', NOON, SPAN("box\0INBOX\0001\0002"));
	is_text(id, again, "the same arrival has the same ID");
	spool_id(again, 'm', NOON, SPAN("box\0INBOX\0001\0003"));
	ok(strcmp(id, again) != 0, "another arrival has another");
	ok(spool_id_time(SPAN("n20261126T120000Z-0123456789abcdef"), &received),
	    "that of a note is one");
	ok(spool_id_time(span_of(id), &received) && received == NOON,
	    "an ID tells its receipt");
	is_span(span_head(span_of(id), 18), "m20261126T120000Z-",
	    "an ID can be read by people");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!spool_id_time(span_of(bad[i]), &received), "no ID: \"%s\"",
		    bad[i]);
}

static void
test_claims(void)
{
	char young[SPOOL_ID_BYTES], old[SPOOL_ID_BYTES];
	struct claim a = { .fd = -1 }, b = { .fd = -1 }, c = { .fd = -1 };
	struct queue first = { .slot = 1 }, second = { .slot = 2 };
	struct error why = { "" };
	autoarena mem = { 0 };
	char byte;

	spool_id(young, 'm', NOON + 60, SPAN("young"));
	spool_id(old, 'p', NOON, SPAN("old"));
	receive(young, NOON + 60, "young");
	receive(old, NOON, "old");
	ok(spool_claim(&spool, &first, &a, &why) == DONE, "claim");
	is_text(a.id, old, "the oldest first, mail or post");
	is_number(a.received, NOON, "the receipt is the file's time");
	is_number(a.size, 3, "the size is known");
	ok(spool_claim(&spool, &second, &b, &why) == DONE,
	    "claim by another slot");
	is_text(b.id, young, "which gets the other one");
	ok(spool_claim(&spool, &second, &c, &why) == DONE && c.id[0] == '\0',
	    "an empty queue gives an empty claim");
	is_span(spool_place(&a, SPOOL_KEPT, &mem),
	    arena_printf(&mem, "kept/2026/11/%s", old).at, "place of kept");
	ok(spool_finish(&spool, &a, SPOOL_KEPT, SPAN(""), &why) == DONE &&
		is_there(arena_printf(&mem, "kept/2026/11/%s", old).at),
	    "kept: %s", why.text);
	ok(read(b.fd, &byte, 1) == 1 && byte == 'y', "a claim can be read");
	ok(spool_return(&spool, &b, &why) == DONE &&
		is_there(arena_printf(&mem, "incoming/%s", young).at),
	    "returned");
	ok(spool_claim(&spool, &first, &c, &why) == DONE &&
		spool_attempts(&spool, &c) == 0,
	    "a return is no failed attempt");
	ok(spool_finish(&spool, &c, SPOOL_REFUSED, SPAN("it is damaged"),
	       &why) == DONE &&
		is_there(arena_printf(&mem, "refused/%s", young).at) &&
		is_there(arena_printf(&mem, "refused/%s.why", young).at),
	    "refused with its reason");
	queue_release(&first);
	queue_release(&second);
}

/*
 * A set of 1, of as many as are synced one by one, and of more; two slots
 * that take turns; items that come while a queue is in hand.
 */
static void
test_backlog(void)
{
	enum {
		MOST = 60
	};
	static const size_t sizes[] = { 1, 3, 4, MOST - 8 };
	struct queue queues[2] = { { .slot = 1 }, { .slot = 2 } };
	struct arrival arrivals[MOST] = { 0 };
	struct claim claim = { .fd = -1 };
	struct error why = { "" };
	size_t n = 0, wrong = 0, failed = 0;
	time_t last = 0;
	autoarena mem = { 0 };
	struct stat st;

	/* The youngest comes first: order is by the ID. */
	for (size_t i = 0; i < MOST; i++) {
		struct arrival *a = &arrivals[i];

		a->received = NOON + 3600 - (time_t)i;
		spool_id(a->id, 'm', a->received, SPAN("backlog"));
	}
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		receive_set(&arrivals[n], sizes[i], "letter");
		n += sizes[i];
	}
	for (size_t i = 0; i < n; i++) {
		const char *path = arena_printf(&mem, "%s/incoming/%s",
		    spool.root, arrivals[i].id)
				       .at;

		wrong += stat(path, &st) != 0 || st.st_size != 6 ||
			 st.st_mtime != arrivals[i].received;
	}
	is_number((long long)wrong, 0, "each whole, with its receipt");
	ok(spool_receive(&spool, arrivals, 0, &why) == DONE,
	    "a set of none is received");
	for (size_t i = 0; i < n; i++) {
		failed +=
		    spool_claim(&spool, &queues[i % 2], &claim, &why) != DONE;
		wrong += claim.received < last;
		last = claim.received;
		failed += spool_finish(&spool, &claim, SPOOL_KEPT, SPAN(""),
			      &why) != DONE;
	}
	ok(failed == 0 && wrong == 0, "two slots take all, the oldest first");
	ok(spool_claim(&spool, &queues[0], &claim, &why) == DONE &&
		claim.id[0] == '\0',
	    "then there is none");
	receive_set(&arrivals[0], 2, "late");
	ok(spool_claim(&spool, &queues[0], &claim, &why) == DONE &&
		strcmp(claim.id, arrivals[1].id) == 0,
	    "what came since is found");
	spool_release(&claim);
	ok(spool_claim(&spool, &queues[1], &claim, &why) == DONE &&
		strcmp(claim.id, arrivals[0].id) == 0,
	    "by the other slot too");
	spool_release(&claim);
	ok(spool_recover(&spool, 1, &why) == DONE &&
		spool_recover(&spool, 2, &why) == DONE,
	    "put back");
	for (size_t i = 0; i < 2; i++)
		failed +=
		    spool_claim(&spool, &queues[0], &claim, &why) != DONE ||
		    spool_finish(&spool, &claim, SPOOL_KEPT, SPAN(""), &why) !=
			DONE;
	queue_release(&queues[0]);
	queue_release(&queues[1]);
	is_number((long long)failed, 0, "and taken again");
}

static void
test_failed_set(void)
{
	struct arrival arrivals[2] = { { .received = NOON, .fd = -1 },
		{ .received = NOON, .fd = -1 } };
	struct error why = { "" };

	spool_id(arrivals[0].id, 'm', NOON, SPAN("closed"));
	spool_id(arrivals[1].id, 'm', NOON, SPAN("closed too"));
	ok(spool_receive(&spool, arrivals, 2, &why) == LATER,
	    "a set that is not open is not received: %s", why.text);
}

static void
test_recovery(void)
{
	char id[SPOOL_ID_BYTES];
	struct queue queue = { .slot = 7 };
	struct claim claim = { .fd = -1 };
	struct error why = { "" };
	autoarena mem = { 0 };
	int round;

	spool_id(id, 'm', NOON, SPAN("poison"));
	receive(id, NOON, "poison");
	for (round = 0; round < 3; round++) {
		ok(spool_claim(&spool, &queue, &claim, &why) == DONE &&
			spool_attempts(&spool, &claim) == round,
		    "claim after %d deaths", round);
		spool_release(&claim); /* the role dies here */
		ok(spool_recover(&spool, 3, &why) == DONE &&
			!is_there(arena_printf(&mem, "incoming/%s", id).at),
		    "another slot leaves it alone");
		ok(spool_recover(&spool, 7, &why) == DONE &&
			is_there(arena_printf(&mem, "incoming/%s", id).at),
		    "its own slot puts it back");
	}
	ok(spool_claim(&spool, &queue, &claim, &why) == DONE &&
		spool_attempts(&spool, &claim) == 3,
	    "the deaths are counted");
	spool_release(&claim);
	ok(spool_take_back(&spool, 7, &why) == DONE &&
		spool_claim(&spool, &queue, &claim, &why) == DONE &&
		spool_attempts(&spool, &claim) == 3,
	    "what is taken back between two items did not die");
	ok(spool_finish(&spool, &claim, SPOOL_DUPLICATE, SPAN(""), &why) ==
		    DONE &&
		is_there(arena_printf(&mem, "duplicate/%s", id).at),
	    "duplicate");
	ok(!is_there(arena_printf(&mem, "working/.%s.tries", id).at),
	    "the count goes with the claim");
	queue_release(&queue);
}

static void
test_strangers(void)
{
	struct queue queue = { .slot = 1 };
	struct claim claim = { .fd = -1 };
	struct error why = { "" };
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/incoming/README", spool.root);
	ok(io_create(path, SPAN("x"), &why) == DONE, "a stranger in incoming");
	ok(spool_claim(&spool, &queue, &claim, &why) == DONE &&
		claim.id[0] == '\0',
	    "is not claimed");
	queue_release(&queue);
	snprintf(path, sizeof path, "%s/tmp/%s", spool.root,
	    "m20261126T120000Z-0123456789abcdef");
	ok(io_create(path, SPAN("x"), &why) == DONE &&
		spool_open(&spool, span_of(spool.root), &why) == DONE &&
		access(path, F_OK) == 0,
	    "a young file in tmp survives a start");
	spool_discard(&spool, "m20261126T120000Z-0123456789abcdef");
	ok(access(path, F_OK) != 0, "a discarded one is gone");
}

int
main(void)
{
	const char *root = scratch_make();
	struct error why = { "" };
	struct stat st;
	autoarena mem = { 0 };

	ok(spool_open(&spool, arena_printf(&mem, "%s/spool", root), &why) ==
		DONE,
	    "open %s", why.text);
	ok(is_there("tmp") && is_there("post") && is_there("incoming") &&
		is_there("working") && is_there("kept") &&
		is_there("duplicate") && is_there("refused") &&
		is_there("print"),
	    "every folder is made");
	ok(stat(spool.root, &st) == 0 && (st.st_mode & 0777) == 0700,
	    "nobody else may look");
	test_ids();
	test_claims();
	test_backlog();
	test_failed_set();
	test_recovery();
	test_strangers();
	return done();
}

/*
 * conf.c - the configuration, and a pack's
 *
 * Bytes that begin with "!" are a pack's policy.conf, all others are a
 * postroom.conf.
 */
#include "fuzz.h"

#include "base/io.h"
#include "options.h"
#include "policy.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file of memory, and a folder with a link to it. */
static int file = -1;
static char path[64];
static char folder[] = "/tmp/postroom-fuzz-XXXXXX";

static void
folder_remove(void)
{
	char link[sizeof folder + 16];

	snprintf(link, sizeof link, "%s/policy.conf", folder);
	unlink(link);
	rmdir(folder);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char link[sizeof folder + 16];

	(void)argc;
	(void)argv;
	file = memfd_create("conf", MFD_CLOEXEC);
	must_hold(file >= 0 && mkdtemp(folder) != NULL, "there is a folder");
	atexit(folder_remove);
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	snprintf(link, sizeof link, "%s/policy.conf", folder);
	must_hold(symlink(path, link) == 0, "and a file in it");
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	bool is_pack = len > 0 && bytes[0] == '!';
	struct span text = { (const char *)bytes + is_pack, len - is_pack };
	struct error why = { "" };
	autoarena mem = { NULL };
	struct options options;
	struct policy policy;
	enum outcome how;

	must_hold(ftruncate(file, 0) == 0 && lseek(file, 0, SEEK_SET) == 0 &&
		      io_write(file, text, &why) == DONE,
	    "the file is written");
	how = is_pack
		  ? policy_read(span_of(folder), SPAN(""), &mem, &policy, &why)
		  : options_read(path, &mem, &options, &why);
	must_hold(how == DONE || (how == BROKEN && why.text[0] != '\0'),
	    "a fault is told");
	if (how == DONE && is_pack)
		must_hold(policy.ack_days[COMPLAINT] <= 3 &&
			      policy.response_days[FOI] <= 20 &&
			      policy.acknowledges[COMPLAINT],
		    "no pack is laxer than the law");
	else if (how == DONE)
		must_hold(options.organisation.name.len > 0 &&
			      options.n_mailboxes <= MAX_MAILBOXES &&
			      utf8_is_valid(options.organisation.name),
		    "what is needed is there");
	return 0;
}

/* options.c - postroom.conf: defaults, what is needed, and the secrets */
#include "options.h"
#include "base/io.h"
#include "tap.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define BASIS                                                                  \
	"[organisation]\nname = Northmoor\n"                                   \
	"[smtp]\nfrom = complaints@northmoor.example\n"
#define BY_MAILDIR BASIS "transport = maildir\nmaildir = out\n"
#define MAILBOX "[mailbox main]\nhost = imap.example\nuser = u\n"

static struct error why;

static enum outcome
read_text(const char *text, struct arena *mem, struct options *o)
{
	ok(io_create("conf", span_of(text), &why) == DONE, "a configuration");
	why.text[0] = '\0';
	return options_read("conf", mem, o, &why);
}

static void
has_defaults(void)
{
	autoarena mem = { 0 };
	struct options o;

	is_number(read_text(BY_MAILDIR MAILBOX "password_file = p\n", &mem, &o),
	    DONE, "the least there may be");
	is_text(o.file, "conf", "its name");
	is_span(o.organisation.policy, "trust", "policy");
	is_span(o.organisation.contact_name, "Customer Services", "contact");
	is_span(o.paths.register_, "/var/lib/postroom/register.db", "register");
	is_span(o.paths.spool, "/var/lib/postroom/spool", "spool");
	is_number(o.n_mailboxes, 1, "one mailbox");
	is_span(o.mailbox[0].name, "main", "its name");
	is_number(o.mailbox[0].port, 993, "its port");
	is_number(o.mailbox[0].tls, TLS_REQUIRED, "TLS from the start");
	is_span(o.mailbox[0].folder, "INBOX", "the folder");
	is_number(o.mailbox[0].idle, true, "IDLE");
	is_number(o.smtp.transport, TRANSPORT_MAILDIR, "transport");
	is_number(o.smtp.tls, TLS_STARTTLS, "STARTTLS for submission");
	is_number(o.smtp.port, 587, "its port");
	is_span(o.smtp.sendmail_path, "/usr/sbin/sendmail", "the program");
	is_number(o.smtp.per_minute, 20, "a minute's e-mails");
	is_number(o.smtp.per_hour, 300, "an hour's");
	is_number(o.smtp.per_domain, 100, "an hour's for a domain");
	is_number(o.smtp.per_address, 3, "a day's for an address");
	is_number(o.intake.workers, 0, "workers");
	is_number(o.intake.settle, 5, "settle");
	is_span(o.intake.languages, "eng", "languages");
	is_number(o.run.confinement, CONFINEMENT_REQUIRED, "confinement");
}

static void
says_what_is_needed(void)
{
	static const struct {
		const char *text;
		const char *why; /* "" where nothing is missing */
	} rows[] = {
		{ BY_MAILDIR, "" },
		{ "[smtp]\nfrom = a@b.example\n",
		    "conf: [organisation]: name is needed" },
		{ "[organisation]\nname = N\n",
		    "conf: [smtp]: from is needed" },
		{ BASIS, "conf: [smtp]: host is needed" },
		{ BASIS "host = h\n", "" },
		{ BASIS "host = h\nuser = u\n",
		    "conf: [smtp]: password_file or password_command is "
		    "needed" },
		{ BASIS "host = h\nuser = u\npassword_file = p\n", "" },
		{ BASIS "host = h\nuser = u\npassword_command = p\n", "" },
		{ BASIS "transport = maildir\n",
		    "conf: [smtp]: maildir is needed" },
		{ BASIS "transport = sendmail\n", "" },
		{ BASIS "transport = sendmail\nsendmail_path = sendmail\n",
		    "conf: [smtp]: sendmail_path is a whole path, from '/' "
		    "on" },
		{ BY_MAILDIR "per_minute = 0\n",
		    "conf:7: per_minute: bad value (The most e-mails that "
		    "leave within a minute)" },
		{ BY_MAILDIR "user = u\n", "" },
		{ BY_MAILDIR "[mailbox m]\nuser = u\n",
		    "conf: [mailbox m]: host and user are needed" },
		{ BY_MAILDIR "[mailbox m]\nhost = h\n",
		    "conf: [mailbox m]: host and user are needed" },
		{ BY_MAILDIR MAILBOX,
		    "conf: [mailbox main]: password_file or password_command "
		    "is needed" },
		{ BY_MAILDIR MAILBOX "password_command = c\n", "" },
		{ BY_MAILDIR MAILBOX "password_file = p\n"
				     "[mailbox m]\nhost = h\n",
		    "conf: [mailbox m]: host and user are needed" },
		{ BY_MAILDIR "port = 65536\n",
		    "conf:7: port: bad value (The SMTP server's port)" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct options o;

		is_number(read_text(rows[i].text, &mem, &o),
		    rows[i].why[0] == '\0' ? DONE : BROKEN, "row %zu", i);
		is_text(why.text, rows[i].why, "row %zu says why", i);
	}
}

static void
counts_mailboxes(void)
{
	for (int n = MAX_MAILBOXES; n <= MAX_MAILBOXES + 1; n++) {
		autoarena mem = { 0 };
		autobuf text = BUF(10000);
		struct options o;

		buf_add_text(&text, BY_MAILDIR);
		for (int i = 0; i < n; i++)
			buf_printf(&text,
			    "[mailbox %d]\nhost = h\nuser = u\n"
			    "password_file = p\n",
			    i);
		is_number(read_text(buf_text(&text), &mem, &o),
		    n == MAX_MAILBOXES ? DONE : BROKEN, "%d mailboxes", n);
	}
}

static void
needs_a_file(void)
{
	autoarena mem = { 0 };
	autobuf text = BUF((1 << 20) + 1);
	struct options o;

	is_number(options_read("none", &mem, &o, &why), BROKEN, "no file");
	is_text(why.text, "none: open: No such file or directory", "is told");
	buf_add_text(&text, BY_MAILDIR);
	while (text.len < 1 << 20)
		buf_add_char(&text, '\n');
	is_number(read_text(buf_text(&text), &mem, &o), DONE, "a MiB is read");
	buf_add_char(&text, '\n');
	is_number(read_text(buf_text(&text), &mem, &o), BROKEN, "no byte more");
}

/* Every key's place, range and sentence; each fits the reader's own rules. */
static void
has_a_table(void)
{
	size_t n;
	const struct conf_key *table = options_table(&n);

	ok(n > 30, "the table is there");
	for (size_t i = 0; i < n; i++)
		ok(table[i].sentence[0] != '\0' &&
			table[i].min <= table[i].max &&
			(table[i].type == CONF_CHOICE) ==
			    (table[i].choices != NULL),
		    "[%s] %s is whole", table[i].section, table[i].key);
}

static void
fetches_secrets(void)
{
	static const struct {
		const char *file, *command;
		enum outcome how;
		const char *text; /* the secret, or why there is none */
	} rows[] = {
		{ "word", "", DONE, "pass word " },
		{ "word", "echo other", DONE, "pass word " },
		{ "", "echo other; echo more", DONE, "other" },
		{ "", "printf bare", DONE, "bare" },
		{ "", "printf %4096d 7 | tr ' ' x | tail -c 4", DONE, "xxx7" },
		{ "", "", BROKEN,
		    "secret: neither a file nor a command is configured" },
		{ "none", "", LATER, "none: open: No such file or directory" },
		{ "blank", "", LATER, "secret: the first line is empty" },
		{ "nothing", "", LATER, "secret: the first line is empty" },
		{ "", "true", LATER, "secret: the first line is empty" },
		{ "", "echo half; exit 3", LATER,
		    "secret: command: ended with status 3" },
		{ "", "kill -9 $$", LATER,
		    "secret: command: ended with status -1" },
		{ "", "printf %4097d 7", LATER,
		    "secret: command: more than 4096 bytes" },
	};

	ok(io_create("word", SPAN("pass word \r\nnext\n"), &why) == DONE &&
		io_create("blank", SPAN("\nnext\n"), &why) == DONE &&
		io_create("nothing", SPAN(""), &why) == DONE,
	    "files of secrets");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		autoarena mem = { 0 };
		struct span secret = SPAN("");

		is_number(options_secret(span_of(rows[i].file),
			      span_of(rows[i].command), &mem, &secret, &why),
		    rows[i].how, "row %zu", i);
		is_span(rows[i].how == DONE ? secret : span_of(why.text),
		    rows[i].text, "row %zu has its text", i);
	}
}

static int
drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st, (void)kind, (void)at;
	return remove(path);
}

int
main(void)
{
	char folder[] = "/tmp/postroom-options-XXXXXX";

	if (mkdtemp(folder) == NULL || chdir(folder) < 0)
		return 1;
	has_defaults();
	says_what_is_needed();
	counts_mailboxes();
	needs_a_file();
	has_a_table();
	fetches_secrets();
	ok(chdir("/") == 0 && nftw(folder, drop, 8, FTW_DEPTH | FTW_PHYS) == 0,
	    "nothing is left behind");
	return done();
}

/*
 * maildir.c - leaves outgoing mail as files in a folder
 *
 * For trying Postroom out, and for sites where another program carries mail
 * on.  A message's file is named for its Message-ID: a second try replaces
 * the first.
 */
#include "base/io.h"
#include "reply/transport.h"

enum outcome
maildir_send(const struct transport *transport, const struct outgoing *mail,
    bool *may_have_left, struct error *why)
{
	autoarena mem = { 0 };
	const char *folder = arena_text(&mem, transport->options->maildir);
	autobuf path = BUF(3 * MAX_MESSAGE_ID_BYTES + 4096);
	enum outcome how = io_make_dirs(folder, why);

	(void)may_have_left; /* a second try replaces the file */
	buf_printf(&path, "%s/", folder);
	for (size_t i = 1; i + 1 < mail->message_id.len; i++) {
		char c = mail->message_id.at[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '@' || c == '-' ||
		    (c == '.' && i > 1))
			buf_add_char(&path, c);
		else
			buf_printf(&path, "_%02x", (unsigned)c);
	}
	buf_add_text(&path, ".eml");
	return how == DONE ? io_create(buf_text(&path), mail->bytes, why) : how;
}

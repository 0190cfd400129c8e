"""An IMAP server that misbehaves as it is told.

    class Silent(FakeImap):
        def send_body(self, uid):
            if uid != 2:
                super().send_body(uid)

    with Silent({1: b"...", 2: b"..."}) as server:
        ... a client talks to 127.0.0.1:server.port ...
    assert "UID MOVE" in server.commands

It speaks as much of RFC 3501 as Postroom's mailbox role needs, without TLS,
to one client at a time.  A scenario overrides the step it spoils.  Hang up
with `raise HangUp`.
"""
from fakeserver import FakeServer, HangUp


class FakeImap(FakeServer):
    capabilities = "IMAP4rev1 IDLE MOVE UIDPLUS"
    uidvalidity = 7

    def __init__(self, messages):
        super().__init__()
        self.messages = dict(messages)  # by UID
        self.folders = {}  # what was moved or copied, by folder

    # --- the steps a scenario may spoil -------------------------------------

    def greet(self):
        self.say("* OK fake server ready")

    def list_uids(self):
        return sorted(self.messages)

    def size_of(self, uid):
        return len(self.messages[uid])

    def send_size(self, uid):
        self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE {self.size_of(uid)} "
                 'INTERNALDATE "01-Jun-2026 10:00:00 +0100")')

    def send_body(self, uid):
        body = self.messages[uid]
        self.send(f"* {uid} FETCH (UID {uid} BODY[] {{{len(body)}}}\r\n"
                  .encode() + body + b")\r\n")

    def send_header(self, uid):
        header = self.messages[uid].partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self.send(f"* {uid} FETCH (UID {uid} BODY[HEADER]<0> "
                  f"{{{len(header)}}}\r\n".encode() + header + b")\r\n")

    def end_fetch(self, tag):
        self.say(f"{tag} OK fetched")

    def start_tls(self, tag):
        self.say(f"{tag} NO there is no TLS here")

    def idle(self, tag, lines):
        self.say("+ idling")
        next(lines, None)
        self.say(f"{tag} OK done")

    # --- the server ---------------------------------------------------------

    def serve(self):
        lines = iter(self.read_line, b"")
        self.greet()
        for raw in lines:
            tag, _, command = raw.decode("latin-1").strip().partition(" ")
            self.commands.append(command)
            self.answer(tag, command, lines)

    def answer(self, tag, command, lines):
        words = command.split()
        verb = " ".join(words[:2] if words[0] == "UID" else words[:1]).upper()
        if verb == "CAPABILITY":
            self.say(f"* CAPABILITY {self.capabilities}")
        elif verb == "STARTTLS":
            return self.start_tls(tag)
        elif verb == "SELECT":
            self.say(f"* {len(self.messages)} EXISTS")
            self.say(f"* OK [UIDVALIDITY {self.uidvalidity}] valid")
        elif verb == "UID SEARCH":
            self.say("* SEARCH " + " ".join(map(str, self.list_uids())))
        elif verb == "UID FETCH":
            send = (self.send_header if "BODY.PEEK[HEADER]" in command else
                    self.send_body if "BODY.PEEK" in command else
                    self.send_size)
            for uid in self.asked(words[2]):
                send(uid)
            return self.end_fetch(tag)
        elif verb in ("UID MOVE", "UID COPY"):
            folder = self.folders.setdefault(words[3].strip('"'), [])
            for uid in self.asked(words[2]):
                folder.append(self.messages[uid])
                if verb == "UID MOVE":
                    del self.messages[uid]
        elif verb == "UID EXPUNGE":
            for uid in self.asked(words[2]):
                del self.messages[uid]
        elif verb == "IDLE":
            return self.idle(tag, lines)
        elif verb == "LOGOUT":
            self.say("* BYE")
            self.say(f"{tag} OK bye")
            raise HangUp
        self.say(f"{tag} OK done")

    def asked(self, uid_set):
        """The UIDs of a set that are there."""
        wanted = set()
        for piece in uid_set.split(","):
            first, _, last = piece.partition(":")
            wanted.update(range(int(first), int(last or first) + 1))
        return [uid for uid in sorted(wanted) if uid in self.messages]

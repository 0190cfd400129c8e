"""An SMTP server that takes every message, and remembers them.

It speaks as much of RFC 5321 as Postroom's sender needs.  A scenario
(doubles.py) says where it does otherwise.
"""
from fakeserver import FakeServer, HangUp


class FakeSmtp(FakeServer):
    def __init__(self):
        super().__init__()
        self.messages = []  # their bytes, as they were acknowledged
        self.is_safe = False  # under TLS

    def greet(self):
        self.say("220 fake.test ready")

    def start_tls(self):
        self.say("502 there is no TLS here")

    def accept(self, message):
        """The message came with its final dot."""
        self.messages.append(message)
        self.say("250 2.0.0 queued")

    def serve(self):
        self.is_safe = False
        self.greet()
        for raw in iter(self.read_line, b""):
            command = raw.decode("latin-1").strip()
            self.commands.append(command)
            self.answer(command)

    def answer(self, command):
        verb = command[:4].upper()
        if verb == "EHLO":
            self.say("250-fake.test")
            self.say("250 AUTH PLAIN" if self.is_safe else "250 STARTTLS")
        elif verb == "STAR":
            self.start_tls()
        elif verb == "AUTH":
            if len(command.split()) == 2:
                self.say("334 ")
                self.read_line()
            self.say("235 2.7.0 welcome")
        elif verb == "DATA":
            self.say("354 go on")
            self.take_message()
        elif verb == "QUIT":
            self.say("221 2.0.0 bye")
            raise HangUp
        else:
            self.say("250 2.0.0 ok")

    def take_message(self):
        lines = []
        for line in iter(self.read_line, b""):
            if line == b".\r\n":
                return self.accept(b"".join(lines))
            lines.append(line[1:] if line.startswith(b".") else line)
        raise HangUp

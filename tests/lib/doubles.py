"""Mail servers that misbehave as a file of tests/lib/scenarios tells them.

    with ImapDouble("bye-in-literal", {1: b"...", 2: b"..."}) as server:
        ... a client talks to 127.0.0.1:server.port ...

What a scenario says nothing about goes as with a good server (fakeimap.py,
fakesmtp.py).  When the block ends, every rule must have been used, and
nothing that is forbidden have been said.

A scenario is lines; '#' begins a remark.  $tag is the tag of the client's
command; other $words are given by the test.

    set NAME VALUE      an attribute of the server: capabilities, uidvalidity
    never PATTERN       a command that the client must not send
    connection N        what follows holds for the Nth connection: 1, 2-4, 5-;
                        before any such line, for all
    on PATTERN          a rule: when a command matches (* is anything), the
                        indented steps below are what the server does.  Also
                        on greeting, before it; on dot, after a message (SMTP)
    once on PATTERN     the same, for the first such command only

Steps:

    say TEXT            a line
    send TEXT           the same with \\r, \\n, \\0, \\x1b ... and no line end
    usual               what a good server does with the command
    hear SECONDS        waits so long for the client's next line, whatever
                        it is; hangs up when it does not come
    set NAME VALUE      as above, from now on
    fetch UID           where FETCH asked for it: that message's body
    fetch UID announced N       the literal's length is a lie
    fetch UID with      the body is the lines below, each behind a '|'
    arrive UID          the message UID comes; vanish UID: it goes
    take                the message is kept (SMTP), and nothing said
    pause SECONDS       wait
    drip SECONDS TEXT   byte by byte, with that pause between two
    flood TEXT          the same again and again, for ever
    silence             not another word, until the client hangs up
    tls CERTIFICATE     TLS begins, with that certificate of the test's pki
    close               hang up
"""
import fnmatch
import pathlib
import ssl
import string
import time

from fakeimap import FakeImap
from fakesmtp import FakeSmtp
from fakeserver import HangUp

SCENARIOS = pathlib.Path(__file__).with_name("scenarios")


class Rule:
    def __init__(self, pattern, is_once, connections):
        self.pattern = pattern
        self.is_once = is_once
        self.connections = connections  # first, last
        self.steps = []  # (verb, rest of the line, lines behind '|')
        self.used = 0

    def meets(self, event, connection):
        first, last = self.connections
        return (first <= connection <= last
                and not (self.is_once and self.used)
                and fnmatch.fnmatchcase(event.upper(), self.pattern.upper()))


def connections_of(word):
    """First and last of "2", "2-4", "2-"."""
    first, dash, last = word.partition("-")
    return int(first), int(last) if last else 10**9 if dash else int(first)


class Scenario:
    def __init__(self, path, words):
        self.name = path.name
        self.settings, self.forbidden, self.rules = [], [], []
        connections = (1, 10**9)
        for line in path.read_text().splitlines():
            line = string.Template(line).safe_substitute(words)
            text = line.strip()
            verb, _, rest = text.partition(" ")
            if not text or text.startswith("#"):
                continue
            if text.startswith("|"):
                self.rules[-1].steps[-1][2].append(text[2:])
            elif line[0].isspace():
                self.rules[-1].steps.append((verb, rest, []))
            elif verb == "set":
                self.settings.append(rest)
            elif verb == "never":
                self.forbidden.append(rest)
            elif verb == "connection":
                connections = connections_of(rest)
            elif verb in ("on", "once"):
                pattern = rest.removeprefix("on ") if verb == "once" else rest
                self.rules.append(Rule(pattern, verb == "once", connections))
            else:
                raise ValueError(f"{path.name}: {line}")


class Scripted:
    """What both kinds of server have in common."""

    def play(self, event, usual, tag=""):
        """Does what the first rule for the event says, else the usual."""
        for rule in self.scenario.rules:
            if rule.meets(event, self.connections):
                rule.used += 1
                self.event, self.tag, self.usual = event, tag, usual
                for verb, rest, lines in rule.steps:
                    getattr(self, "do_" + verb)(self.filled(rest), lines)
                return
        usual()

    def filled(self, text):
        return string.Template(text).safe_substitute(tag=self.tag)

    def do_say(self, text, _):
        self.say(text)

    def do_send(self, text, _):
        self.send(text.encode().decode("unicode_escape").encode("latin-1"))

    def do_usual(self, *_):
        self.usual()

    def do_hear(self, seconds, _):
        self.socket.settimeout(float(seconds))
        line = self.read_line()  # an OSError ends the connection as well
        self.socket.settimeout(None)
        if not line:
            raise HangUp
        self.commands.append(line.decode("latin-1").strip())

    def do_pause(self, seconds, _):
        time.sleep(float(seconds))

    def do_drip(self, text, _):
        pause, _, text = text.partition(" ")
        for byte in text.encode():
            self.send(bytes([byte]))
            time.sleep(float(pause))

    def do_flood(self, text, _):
        piece = text.encode().decode("unicode_escape").encode("latin-1")
        piece *= 1 + 65536 // len(piece)
        while True:
            self.send(piece)

    def do_silence(self, *_):
        while self.reader.read(65536):
            pass
        raise HangUp

    def do_tls(self, certificate, _):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.pki / f"{certificate}.pem",
                                self.pki / f"{certificate}.key")
        self.open(context.wrap_socket(self.socket, server_side=True))

    def do_close(self, *_):
        raise HangUp

    def __exit__(self, kind, *rest):
        super().__exit__(kind, *rest)
        if kind is not None:
            return
        unused = [r.pattern for r in self.scenario.rules if not r.used]
        said = [command for command in self.commands
                for pattern in self.scenario.forbidden
                if fnmatch.fnmatchcase(command.upper(), pattern.upper())]
        assert not unused, (self.scenario.name, "never came to", unused)
        assert not said, (self.scenario.name, "the client said", said)


class ImapDouble(Scripted, FakeImap):
    """messages: the bytes by UID; later: those that a scenario lets arrive."""

    def __init__(self, name, messages, later=None, pki=None, **words):
        super().__init__(messages)
        self.later, self.pki = later or {}, pki
        self.scenario = Scenario(SCENARIOS / f"{name}.imap", words)
        for setting in self.scenario.settings:
            self.do_set(setting, [])

    def greet(self):
        self.play("greeting", super().greet)

    def answer(self, tag, command, lines):
        usual = super().answer
        self.play(command, lambda: usual(tag, command, lines), tag)

    def do_fetch(self, text, lines):
        uid, *lie = text.split()
        if int(uid) not in self.asked(self.event.split()[2]):
            return
        body = self.messages[int(uid)]
        if lines:
            body = "".join(line + "\r\n" for line in lines).encode()
        length = lie[1] if lie[:1] == ["announced"] else len(body)
        self.send(f"* {uid} FETCH (UID {uid} BODY[] {{{length}}}\r\n".encode()
                  + body + b")\r\n")

    def do_arrive(self, uid, _):
        self.messages[int(uid)] = self.later[int(uid)]

    def do_vanish(self, uid, _):
        self.messages.pop(int(uid), None)

    def do_set(self, text, _):
        name, _, value = text.partition(" ")
        setattr(self, name, int(value) if value.isdigit() else value)


class SmtpDouble(Scripted, FakeSmtp):
    def __init__(self, name, pki=None, **words):
        super().__init__()
        self.pki = pki
        self.scenario = Scenario(SCENARIOS / f"{name}.smtp", words)

    def greet(self):
        self.play("greeting", super().greet)

    def start_tls(self):
        if self.pki is None:
            return super().start_tls()
        self.say("220 2.0.0 begin")
        self.do_tls("good", [])

    def do_tls(self, certificate, lines):
        super().do_tls(certificate, lines)
        self.is_safe = True

    def answer(self, command):
        usual = super().answer
        self.play(command, lambda: usual(command))

    def accept(self, message):
        usual = super().accept
        self.received = message
        self.play("dot", lambda: usual(message))

    def do_take(self, *_):
        self.messages.append(self.received)

"""A role killed, or met by a fault, at one of its points; and what comes of it.

    with Scene(folder, world, user) as scene:
        scene.stand_before("intake")
        outcome = scene.strike("kill", 17)

A scene is a house, its mailbox on a real server, and the post: a complaint, the
same again, one that staff forward, a typed letter, a file that nobody can read,
and a scanned letter where it is asked for, which takes its time.
stand_before() plays all up to the role once, keeps a copy of house and mailbox
as they are then, and lets the role and those behind it run unharmed: that is
what every run that is struck must come to.  strike() lays the copy out again,
lets the role run with the fault, starts it again as a supervisor does, and
compares: register, spool, mailbox and what went over the wire.  With whole the
roles behind it run too, and their work is compared; without, what they would
begin with.  Mail goes to a server of the test's own, which is quick, or, in a
RealScene, to the real one, with TLS and a login, on to the reader's mailbox.
"""
import collections
import contextlib
import email
import hashlib
import imaplib
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import time

from box import section
from fakesmtp import FakeSmtp
from faults import Faults
from house import TOP, House

ROLES = ("mailbox", "intake", "sender")
KILLS = ("kill", "kill-after", "kill-short")
ERRORS = ("ENOSPC", "EIO", "EMFILE", "ENOMEM")
# A full disk stays full for a while, a process at its limit at its limit.
LASTING = {"ENOSPC": 6, "EMFILE": 4}
# What an operator reads of each, in the words of libc, SQLite or a library; for
# libEtPan an answer that it has no memory for is one that was not given, for
# Cairo such a tag is invalid.
WORDS = re.compile(
    r"no space|disk|i/o error|input/output error|too many open files|unable to "
    r"open|resolve|connect|memory|failed to allocate|bad_alloc|gives no uidv"
    r"|invalid tag name",
    re.I)
EX_OSERR, EX_TEMPFAIL = 71, 75
TRIES = 4
# GLib, Pango and Cairo end a program that has no memory left, by a signal: the
# supervisor says so, and starts it again.
LIBRARIES_END = (signal.SIGABRT, signal.SIGSEGV, signal.SIGTRAP)
ITEM_ID = re.compile(r"\b([mpn])\d{8}T\d{6}Z-[0-9a-f]{16}\b")
REFERENCE = re.compile(r"\bCS\d\d-\d{6}-[A-Z]\b", re.I)

COMPLAINT = """\
From: Amara Okafor <amara@people.example>
To: complaints@mail.test
Subject: Formal complaint about Ward 9
Message-ID: <first@people.example>
Date: Mon, 16 Nov 2026 10:00:00 +0000

I wish to make a formal complaint about the way my mother was treated on
Ward 9. She was left waiting for six hours without food, and the nurse in
charge was rude and dismissive when I asked why. I expect a written reply.

Amara Okafor
"""

FORWARD = """\
From: Jo Clerk <jo.clerk@northmoor.nhs.example>
To: complaints@mail.test
Subject: FW: My appointment
Message-ID: <second@northmoor.nhs.example>
Date: Mon, 16 Nov 2026 11:00:00 +0000

This came to the clinic.

---------- Forwarded message ---------
From: Bert Whittle <bert@people.example>
Date: Mon, 16 Nov 2026 at 09:12
Subject: My appointment
To: <clinic@northmoor.nhs.example>

I want to complain that my appointment was cancelled three times without a
word, and that nobody at the clinic would tell me why. Please look into this
formally, and write to me.

Bert Whittle
"""

LETTER = """\
1 Mill Lane
Northmoor
ZZ99 1AA

Dear Sir or Madam,

I wish to complain formally about the care of my father at your hospital. He
was discharged at night without his tablets and without anybody telling us.

Yours faithfully,
Clara Entwhistle
"""

MAILS = (COMPLAINT, COMPLAINT, FORWARD)
SCAN = TOP / "tests" / "parsers" / "image" / "letter.png"
POST = {"letter.txt": LETTER.encode(),
        "program.bin": b"\x7fELF\x02\x01\x01" + bytes(200)}
SCANNED = {"scan.png": SCAN.read_bytes()}

SMTP = """
[smtp]
transport = smtp
host = localhost
port = {port}
tls = none
"""

ALERTS = """
from = complaints@mail.test
poll = 1s
per_minute = 10000
per_hour = 100000
per_domain = 100000
per_address = 10

[alerts]
fallback = office@northmoor.nhs.example
escalation = head@northmoor.nhs.example
"""

# What must be the same, however often a role had to begin again.
TABLES = {
    "items": """SELECT id, channel, kind, file, sha256, size, first_id, type,
        outcome, note, title, author_name, author_address, author_postal,
        forwarder, origin, machine, disposition, place, content FROM item""",
    "of cases": """SELECT item_id, reference, role FROM item_case JOIN cases
        ON cases.id = case_id""",
    "cases": """SELECT reference, state, category, disposition, confidence,
        needs_review, review_reason, author_name, author_address,
        author_postal, received_on, ack_due, response_due, acknowledge,
        why_not FROM cases""",
    "parts": """SELECT item_id, position, path, name, type, size, sha256,
        outcome FROM part""",
    "flags": "SELECT item_id, position, kind, urgency, refer_to FROM flag",
    "reasons": "SELECT item_id, position, phrase, weight FROM reason",
    "owed": """SELECT reference, kind, outbox.state, channel, template,
        to_address, to_postal, in_reply_to, text_sent, note FROM outbox JOIN
        cases ON cases.id = case_id""",
    "alerts": """SELECT reference, kind, urgency, recipient, alert.state,
        times FROM alert JOIN cases ON cases.id = case_id""",
    "people": "SELECT name, kind, value FROM person LEFT JOIN contact ON "
              "person.id = person_id",
    # A row may say fetched of a message that was filed in the same moment:
    # where that is, the mailbox itself says.
    "ledger": """SELECT mailbox, folder, file, item_id, size,
        CASE WHEN uid > 0 AND state = 'fetched' THEN 'filed' ELSE state END,
        last_error FROM ledger""",
}
EVENTS = ("SELECT what, COALESCE(reference, ''), COALESCE(item_id, '') "
          "FROM event")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Outcome:
    """What one strike came to; differences is empty where all is well."""

    def __init__(self, run):
        self.run = run
        self.differences = []
        self.items = self.cases = self.acknowledgements = 0

    def differ(self, words):
        self.differences.append(words)


class Scene:
    def __init__(self, folder, world, user="complaints", has_scan=False):
        self.folder = pathlib.Path(folder)
        self.world, self.user = world, user
        self.post = {**POST, **(SCANNED if has_scan else {})}
        self.smtp = FakeSmtp()

    def __enter__(self):
        self.smtp.__enter__()
        self.began = int(time.time())
        self.house = House(
            self.folder / "house", section(
                host="localhost", port=self.world.imaps_port, tls="required",
                ca_file=self.world.ca_file, user=f"{self.user}@mail.test",
                password_file=self.world.password_file(self.user),
                processed_folder="Processed"),
            self.adapt(self.smtp_section() + ALERTS))
        self.house.conf.write_text(self.house.conf.read_text().replace(
            "settle = 1s", "settle = 0s"))
        self.faults = Faults(self.folder)
        self.imap = self.world.imap(self.user)
        return self

    def __exit__(self, *_):
        self.imap.logout()
        self.smtp.__exit__()

    # --- what a real server changes ------------------------------------------

    def smtp_section(self):
        return SMTP.format(port=self.smtp.port)

    def adapt(self, text):
        return text

    def sent(self):
        """All that the server took, as it came."""
        return self.smtp.messages

    def forget_sent(self):
        self.smtp.messages.clear()

    # --- the scene is set --------------------------------------------------

    def empty_mailbox(self):
        for folder in ("Processed", "INBOX"):
            status, count = self.imap.select(folder)
            if status == "OK" and count != [b"0"]:
                self.imap.store("1:*", "+FLAGS", r"(\Deleted)")
                self.imap.expunge()

    def fill_mailbox(self):
        self.empty_mailbox()
        for number, text in enumerate(MAILS):
            status, answer = self.imap.append(
                "INBOX", None, imaplib.Time2Internaldate(
                    self.began - 1000 + number),
                self.adapt(text).replace("\n", "\r\n").encode())
            assert status == "OK", answer

    def drop_post(self):
        for number, (name, data) in enumerate(self.post.items()):
            path = self.house.spool / "post" / name
            path.write_bytes(data)
            os.utime(path, (self.began - 500 + number,) * 2)

    def stand_before(self, role):
        """Plays what comes before the role, once, and the rest unharmed."""
        self.role = role
        self.fill_mailbox()
        for earlier in ROLES[:ROLES.index(role)]:
            if earlier == "intake":
                self.drop_post()
            self.house.run(earlier, "--once")
        if role == "intake":
            self.drop_post()
        self.copy = self.folder / "copy"
        subprocess.run(["cp", "-a", self.house.root, self.copy], check=True)
        self.lay_out()
        self.forget_sent()
        self.finish(False)
        self.wanted = self.state()
        self.finish(True)
        self.wanted_whole = self.state()
        self.wanted_mail = self.mail()

    def lay_out(self):
        """House and mailbox as they were when the role was about to run."""
        shutil.rmtree(self.house.root)
        subprocess.run(["cp", "-a", self.copy, self.house.root], check=True)
        if self.role == "mailbox":
            self.fill_mailbox()
        self.forget_sent()

    # --- what became of it -------------------------------------------------

    def rows(self, sql):
        """Left open it would take the files beside the register away later."""
        with contextlib.closing(sqlite3.connect(
                self.house.root / "register.db")) as register:
            found = register.execute(sql).fetchall()
            register.commit()
            return found

    def change(self, sql):
        self.rows(sql)

    def state(self):
        """All that must not depend on where a role was struck."""
        contents = dict(self.rows("SELECT id, sha256 FROM item"))
        firsts = dict(self.rows(
            "SELECT reference, sha256 FROM cases JOIN item_case ON case_id = "
            "cases.id AND role = 'original' JOIN item ON item.id = item_id"))

        def named(value):
            """IDs hold what the server and the clock gave, and what was put
            off has a later number: content instead."""
            if not isinstance(value, str):
                return value
            value = REFERENCE.sub(lambda found: "CS-" + firsts.get(
                found[0], "?")[:12], value)
            return ITEM_ID.sub(lambda found: "%s-%s" % (
                found[1], contents.get(found[0], "?")[:12]), value)

        found = {name: sorted(repr([named(value) for value in row])
                              for row in self.rows(sql))
                 for name, sql in TABLES.items()}
        found["events"] = collections.Counter(
            repr([named(value) for value in row])
            for row in self.rows(EVENTS))
        found["files"] = sorted(
            f"{named(str(path.relative_to(self.house.spool)))} "
            + ("" if path.suffix == ".pdf" else sha256(path.read_bytes()))
            for path in self.house.spool.rglob("*")
            if path.is_file() and path.suffix != ".lock")
        if self.role == "mailbox":
            found["mailbox"] = self.on_server()
        return found

    def on_server(self):
        """How many messages are where, by content."""
        found = []
        for folder in ("INBOX", "Processed"):
            self.imap.select(folder)
            for number in self.imap.search(None, "ALL")[1][0].split():
                raw = self.imap.fetch(number, "(BODY.PEEK[])")[1][0][1]
                found.append(f"{folder} {sha256(raw)}")
        return sorted(found)

    def mail(self):
        """What went over the wire: to whom and of what, by Message-ID."""
        found = collections.defaultdict(list)
        for raw in self.sent():
            head = email.message_from_bytes(raw)
            found[head["Message-ID"]].append(
                (head["To"], REFERENCE.sub("CS", head["Subject"])))
        return found

    # --- a strike ----------------------------------------------------------

    def points(self, kind):
        """How many there are for that kind of fault; and which of them are
        the first that a chain of calls leads to."""
        self.lay_out()
        run = self.faults.run(self.house, self.role, "--once", kind=kind, at=0)
        return run.count, run.firsts

    def strike(self, kind, at, whole=False):
        """The role meets the fault at that point; or None where it is past
        the last one."""
        self.lay_out()
        run = self.faults.run(self.house, self.role, "--once", kind=kind,
                              at=at, lasting=LASTING.get(kind, 1))
        if not run.fired:
            return None
        outcome = Outcome(run)
        self.judge_run(outcome, kind)
        doubtful = self.doubtful()
        try:
            self.finish(whole)
        except AssertionError as error:
            outcome.differ(str(error))
            return outcome
        self.compare_state(
            outcome, self.wanted_whole if whole else self.wanted)
        if whole or self.role == "sender":
            self.compare_mail(outcome, doubtful)
        return outcome

    def judge_run(self, outcome, kind):
        """How the role ended, and whether it said why."""
        run = outcome.run
        if kind in KILLS:
            if run.status != -signal.SIGKILL:
                outcome.differ(f"status {run.status} instead of a kill")
            return
        if kind == "ENOMEM" and -run.status in LIBRARIES_END:
            return
        if run.status not in (0, EX_OSERR, EX_TEMPFAIL):
            outcome.differ(f"ended with {run.status}: {run.said[-200:]!r}")
        elif run.status != 0 and not WORDS.search(run.said):
            outcome.differ(f"does not say why: {run.said!r}")
        if run.said.count("error:") > 1:
            outcome.differ(f"says it more than once: {run.said!r}")

    def doubtful(self):
        """The Message-IDs that the server has and the register may not know
        of: the last of them may come again."""
        try:
            noted = {row[0] for row in self.rows(
                "SELECT message_id FROM outbox WHERE state = 'sent'")}
        except sqlite3.OperationalError:
            return set()  # there is no register yet
        return {identity for identity in self.mail() if identity not in noted}

    def finish(self, whole):
        """Runs the role, and those behind it, again, as often as it takes."""
        mine = ROLES.index(self.role)
        for role in ROLES[mine:] if whole else ROLES[mine:mine + 1]:
            if role == "intake" and self.role == "mailbox":
                self.drop_post()
            for _ in range(TRIES):
                if role == "sender":
                    self.let_time_pass()
                done = self.house.run(role, "--once", check=False)
                if done.returncode == 0:
                    break
            assert done.returncode == 0, (
                f"{role} does not recover: {done.stderr[-300:]!r}")
        for command in ("verify", "reconcile"):
            done = self.house.run(command, check=False)
            assert done.returncode == 0, (
                f"{command}: {done.stdout[-300:]!r} {done.stderr[-200:]!r}")

    def let_time_pass(self):
        """What waits for its next attempt is due."""
        self.change("UPDATE outbox SET next_attempt = 0 WHERE state = 'due'")
        self.change("UPDATE alert SET due_at = 0 WHERE state = 'due' "
                    "AND attempts > 0")

    def compare_state(self, outcome, all_wanted):
        found = self.state()
        for name, wanted in all_wanted.items():
            if name == "events":
                # More may have happened, such as another attempt.
                for what, times in wanted.items():
                    if found[name][what] != times:
                        outcome.differ(f"{what}: {found[name][what]} "
                                       f"instead of {times}")
            elif found[name] != wanted:
                more = collections.Counter(found[name])
                more.subtract(wanted)
                outcome.differ(f"{name}: " + "; ".join(
                    f"{times:+d} {row}" for row, times in more.items()
                    if times))
        outcome.items = len(found["items"])
        outcome.cases = len(found["cases"])

    def compare_mail(self, outcome, doubtful):
        """Each message once; one in doubt twice at most, the same."""
        found = self.mail()
        wanted = sorted(copies[0] for copies in self.wanted_mail.values())
        if sorted(copies[0] for copies in found.values()) != wanted:
            outcome.differ(f"mail: {dict(found)} instead of {wanted}")
        for identity, copies in found.items():
            most = 2 if identity in doubtful else 1
            if len(copies) > most or len(set(copies)) > 1:
                outcome.differ(f"{identity}: {len(copies)} times")
        outcome.acknowledgements = sum(
            len(copies) for identity, copies in found.items()
            if identity.startswith("<ack.")) + len(
                list((self.house.spool / "print").glob("*.pdf")))


class RealScene(Scene):
    """All mail goes by Postfix to one mailbox."""

    def smtp_section(self):
        world = self.world
        return (f"\n[smtp]\ntransport = smtp\nhost = localhost\n"
                f"port = {world.submission_port}\ntls = starttls\n"
                f"ca_file = {world.ca_file}\nuser = complaints@mail.test\n"
                f"password_file = {world.password_file('complaints')}\n")

    def adapt(self, text):
        return re.sub(r"(?<=[ <])(amara|bert|office|head)@[\w.]*example",
                      "public@mail.test", text)

    def sent(self):
        self.world.wait_until_delivered()
        return self.world.messages("public")

    def forget_sent(self):
        self.world.wait_until_delivered()
        with self.world.imap("public") as imap:
            if imap.search(None, "ALL")[1][0]:
                imap.store("1:*", "+FLAGS", r"(\Deleted)")
                imap.expunge()

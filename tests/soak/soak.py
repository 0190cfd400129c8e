"""A post room at work for long, under trouble all the while: `make soak`.

    BUILD=build python3 tests/soak/soak.py [ITEMS [SEED]]

Items are fed to `postroom run` in batches, mail to a real Dovecot, letters to
the tray; answers leave by a real Postfix.  At each batch something goes wrong
(trouble.py).  When all that arrived has settled, register, spool, mailbox and
what was sent are compared with what was fed, and tables printed.  PROOF names
a file that the counts are added to, as a line of JSON.  TROUBLE=0 lets nothing
go wrong.
"""
import collections
import email
import email.utils
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "lib"))

import mailworld  # noqa: E402
from box import mailbox, smtp  # noqa: E402
from house import House  # noqa: E402
from items import KINDS, Items  # noqa: E402
from trouble import PATIENCE, Trouble  # noqa: E402
from watch import MOST_FILES, MOST_KIB, Watch  # noqa: E402

# At most so many strikes, so that roles live long enough to grow.
STRIKES = 150
LEAST_BATCH = 20
# How many batches may be on their way when more is fed.
BACKLOG = 2
# How often it is told what is waited for, in seconds.
TELL = 30
# Where nothing moves for so long the clock goes on by what a message that could
# not leave may wait for its next attempt; in the end it is a difference.
QUIET, WAIT = 15, 900
ALERTS = """
[alerts]
fallback = staff@mail.test
"""
# The trouble after which what the server took may not be in the register: the
# same message may go again, once for each (reply/smtp.h).
IN_DOUBT = ("sender killed", "supervisor killed", "Postfix restarted",
            "disk full", "reloaded")
WAITING = ("SELECT count(*) FROM outbox WHERE kind = 'acknowledgement' "
           "AND state IN ('due', 'sending')")
FOUND = """SELECT item.id, item.place, item.file,
    COALESCE (item.first_id, '') <> '',
    (SELECT count(*) FROM item_case WHERE item_id = item.id),
    COALESCE (cases.category, ''),
    CASE WHEN bounced_at IS NULL THEN COALESCE (outbox.state, '')
    ELSE 'bounced' END
    FROM item LEFT JOIN item_case ON item_case.item_id = item.id
    LEFT JOIN cases ON cases.id = item_case.case_id
    LEFT JOIN outbox ON outbox.case_id = cases.id
    AND outbox.kind = 'acknowledgement'"""
MARK = re.compile(rb"soak-(\d{6})")
QUEUE_ID = re.compile(r"by smtp\.mail\.test \(Postfix\) with \w+ id (\w+)")


def say(words):
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


class Soak:
    def __init__(self, folder, world, count, seed):
        self.world, self.count, self.seed = world, count, seed
        self.house = House(
            folder, mailbox(world, processed_folder="Processed"),
            smtp(world, envelope_sender="complaints@mail.test", poll="1s",
                 per_minute=10000, per_hour=100000, per_domain=100000,
                 per_address=1000) + ALERTS, workers=2)
        self.trouble = Trouble(self.house, world, random.Random(seed))
        self.watch = Watch(self.house)
        self.differences = []
        self.table = collections.defaultdict(collections.Counter)
        self.reports = 0  # bounces of our own answers
        self.began = int(time.time())

    # --- at work -----------------------------------------------------------

    def feed(self, batch):
        mails = [item.data for item in batch if not item.name]
        if mails:
            self.world.deliver("complaints", mails, "public@mail.test")
        for item in batch:
            if item.name:
                path = self.house.spool / "post" / item.name
                path.write_bytes(item.data)
                # The same bytes of the same second are the same arrival.
                os.utime(path, (self.began - self.count + item.number,) * 2)

    def ask(self, sql):
        path = f"file:{self.house.root}/register.db?mode=ro"
        with sqlite3.connect(path, uri=True, timeout=30) as register:
            return register.execute(sql).fetchall()

    def registered(self):
        try:
            return self.ask("SELECT count(*) FROM item")[0][0]
        except sqlite3.OperationalError:
            return 0  # it is not made yet

    def waits(self, fed):
        """What is still on its way, in words; '' where all has settled."""
        missing = fed + self.reports - self.registered()
        if missing > 0:
            return f"{missing} to be registered"
        for name in ("post", "incoming", "working"):
            left = [path for path in (self.house.spool / name).iterdir()
                    if not path.name.startswith(".")]
            if left:
                return f"{len(left)} in {name}"
        owed = self.ask(WAITING)[0][0]
        if owed > 0:
            return f"{owed} to be acknowledged"
        if self.world.uids("complaints"):
            return "mail to be filed"
        return ""

    def wait_until(self, what, condition, may_nudge=0):
        """Looks at the roles until it is so; False where nothing moves."""
        last, since, nudges = None, time.monotonic(), 0
        told = since
        while True:
            self.watch.look()
            is_met, state = condition()
            if is_met:
                return True
            if time.monotonic() - told > TELL:
                told = time.monotonic()
                say(state)
            if state != last:
                last, since, nudges = state, time.monotonic(), 0
            elif time.monotonic() - since > QUIET * (1 + nudges) \
                    and nudges < may_nudge:
                nudges += 1
                self.trouble.move_clock(WAIT)
            elif time.monotonic() - since > PATIENCE:
                self.differences.append(f"{what}: {state} for {PATIENCE} s")
                return False
            time.sleep(0.5)

    def has_room(self, fed, size):
        """What is registered is on its way until it is acknowledged."""
        arriving = fed - self.registered()
        owed = self.ask(WAITING)[0][0] if arriving < fed else 0
        return arriving + owed < BACKLOG * size, \
            f"{arriving} to be registered, {owed} to be acknowledged"

    def work(self):
        """Feeds all, and waits until it has settled."""
        batch, fed = [], 0
        size = max(LEAST_BATCH, self.count // STRIKES)
        is_calm = os.environ.get("TROUBLE") == "0"
        self.house.start()
        for item in Items(self.seed, self.count):
            self.reports += item.kind == "bounces"
            batch.append(item)
            if len(batch) < size and item.number < self.count:
                continue
            self.feed(batch)
            fed += len(batch)
            batch = []
            if not is_calm:
                self.trouble.strike()
            say(f"{fed} fed, {self.registered()} registered; "
                f"{sum(self.trouble.done.values())} strikes")
            if not self.wait_until("backlog", lambda: self.has_room(fed, size)):
                break
        self.wait_until("the end", lambda: self.is_settled(fed),
                        may_nudge=3)
        self.differences += self.watch.growths()
        if self.house.stop() != 0:
            self.differences.append("postroom run did not end well")

    def is_settled(self, fed):
        state = self.waits(fed)
        return not state, state

    # --- what came of it ---------------------------------------------------

    def read_register(self):
        """By number: the rows of what arrived; of others, how many."""
        found, others = collections.defaultdict(list), 0
        for row in self.ask(FOUND):
            path = self.house.spool / row[1]
            data = path.read_bytes() if row[1] and path.is_file() else b""
            marked = MARK.search(row[2].encode()) or MARK.search(data)
            if marked is None or b"Final-Recipient: rfc822; p" in data:
                others += 1
            else:
                found[int(marked[1])].append((row, data))
        return found, others

    def read_answers(self):
        """Address: Message-ID: the server's numbers for each time it came."""
        answers = collections.defaultdict(
            lambda: collections.defaultdict(set))
        self.world.wait_until_delivered(PATIENCE)
        folder = self.world.run / "mail" / "public@mail.test" / "Maildir"
        for path in [*folder.glob("new/*"), *folder.glob("cur/*")]:
            head = email.message_from_bytes(path.read_bytes())
            queued = QUEUE_ID.search(" ".join(
                " ".join(head.get_all("Received", [])).split()))
            address = email.utils.parseaddr(head["To"])[1]
            answers[address][head["Message-ID"]].add(
                queued[1] if queued else path.name)
        return answers

    def compare(self):
        found, others = self.read_register()
        answers = self.read_answers()
        groups = collections.defaultdict(list)
        for item in Items(self.seed, self.count):
            groups[item.first].append(item)
        for items in groups.values():
            rows = [row for number in {item.number for item in items}
                    for row in found[number]]
            # Which of them was first is not known before.
            rows.sort(key=lambda row: bool(row[0][3]))
            for place, item in enumerate(items):
                line = self.table[item.kind]
                line["arrived"] += 1
                for words in self.judge(item, rows[place:place + 1], answers,
                                        line):
                    line["differences"] += 1
                    self.differences.append(
                        f"{item.kind} {item.number}: {words}")
            for row in rows[len(items):]:
                self.differences.append(f"{items[0].mark}: also {row[0][:2]}")
        if others != self.reports:
            self.differences.append(f"{others} more items instead of "
                                    f"{self.reports} bounces of answers")
        self.twice = sum(len(times) - 1 for sent in answers.values()
                         for times in sent.values())
        most = sum(self.trouble.done[what] for what in IN_DOUBT)
        if self.twice > most:
            self.differences.append(f"{self.twice} answers sent again, and "
                                    f"only {most} could be in doubt")
        for command in ("verify", "reconcile"):
            done = self.house.run(command, check=False, timeout=3600)
            if done.returncode != 0:
                self.differences.append(
                    f"{command}: {done.stdout[-500:]} {done.stderr[-300:]}")

    def judge(self, item, rows, answers, line):
        """What is not as it should be with one item; counts into line."""
        line["registered"] += len(rows)
        if not rows:
            yield "is not registered"
            return
        (_, place, file, is_copy, cases, category, state), data = rows[0]
        if data != item.data and (file or not data.endswith(
                item.data.rstrip(b"\r\n") + b"\r\n")):
            yield f"other bytes in {place}"
        if bool(is_copy) != (item.first != item.number):
            yield "is a copy" if is_copy else "is no copy"
        if is_copy:
            return
        kind = KINDS[item.kind]
        sent = len(answers[item.reader])
        line["cases"] += cases
        line["e-mails"] += sent
        line["letters"] += state == "printed"
        if cases != kind.cases:
            yield f"{cases} cases"
        if kind.categories and category not in kind.categories:
            yield f"category {category!r}"
        if kind.answer and state != kind.answer:
            yield f"its acknowledgement is {state!r}"
        if sent != (kind.answer == "sent"):
            yield f"answered {sent} times"

    # --- the tables ---------------------------------------------------------

    def print_tables(self):
        heads = ("arrived", "registered", "cases", "e-mails", "letters",
                 "differences")
        rows = [("what went in", *heads)] + [
            (kind, *(self.table[kind][head] for head in heads))
            for kind in KINDS if kind in self.table]
        rows.append(("together", *(sum(line[head] for line in
                                       self.table.values())
                                   for head in heads)))
        print_rows([("what was done to it", "times")]
                   + sorted(self.trouble.done.items()))
        print_rows(rows)
        print(f"\nbounces of answers that came back: {self.reports}; answers "
              f"sent again in doubt: {self.twice}")
        print_rows([("role", "samples", "KiB first", "KiB last", "files first",
                     "files last"), *self.watch.rows()])
        print(f"(medians of the first and the last quarter; at most {MOST_KIB} "
              f"KiB and {MOST_FILES} files more)\n")
        for words in self.differences[:40]:
            print(words)
        print(f"differences: {len(self.differences)}")

    def counts(self):
        """What the table of `make proof` says of it."""
        total = collections.Counter()
        for line in self.table.values():
            total += line
        return {"part": "soak", "faults": sum(self.trouble.done.values()),
                "items_in": total["arrived"] + self.reports,
                "items_out": total["registered"] + self.reports,
                "acknowledgements": total["e-mails"] + total["letters"],
                "differences": len(self.differences)}


def print_rows(rows):
    print()
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        print("  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths))))


def settle_servers(world):
    """Nothing is given up, or told to be late, because a server was away."""
    folder = str(world.run / "postfix/conf")
    mailworld.run("postconf", "-c", folder, "-e", "delay_warning_time=0",
                  "maximal_queue_lifetime=1h", "bounce_queue_lifetime=1h")
    mailworld.run("postfix", "-c", folder, "reload")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50000
    seed = sys.argv[2] if len(sys.argv) > 2 else "postroom"
    reason = mailworld.why_not()
    if reason:
        sys.exit(f"no mail servers: {reason}")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="soak-"))
    world = mailworld.MailWorld()
    soak = None
    try:
        world.start()
        settle_servers(world)
        soak = Soak(folder / "house", world, count, seed)
        soak.trouble.prepare(folder)
        soak.work()
        soak.compare()
        soak.print_tables()
        if os.environ.get("PROOF"):
            with open(os.environ["PROOF"], "a") as proof:
                proof.write(json.dumps(soak.counts()) + "\n")
    finally:
        if soak is not None and soak.house.daemon is not None:
            soak.house.daemon.send_signal(signal.SIGTERM)
            soak.house.daemon.wait()
        world.stop()
        if soak is not None and soak.differences:
            print(f"what is left of it: {folder}")
        else:
            shutil.rmtree(folder)
    return 1 if soak.differences else 0


if __name__ == "__main__":
    sys.exit(main())

"""Messages that are too large, and more messages than one can wait for."""
import os
import pty
import re
import signal
import subprocess
import time

import pytest
from box import (Running, house_for, house_for_fake, incoming, ledger,
                 letter_of, mail, poll)
from fakeimap import FakeImap
from house import IS_SANITIZED, POSTROOM, wait_for

THREE = {1: mail(1), 2: mail(2), 3: mail(3)}
LIMIT = 50 << 20  # MAX_MESSAGE_BYTES
BACKLOG = int(os.environ.get("BACKLOG", 2000))  # make backlog: 20,000


# --- large ---------------------------------------------------------------------

@pytest.mark.skipif(IS_SANITIZED, reason="sanitizers need memory")
def test_big_message_in_little_memory(world, tmp_path):
    """It goes to the disk as it comes in."""
    body = letter_of(45 << 20)
    house = house_for(world, tmp_path, poll="300s")
    world.append("complaints", body)
    with Running(house) as role:
        wait_for("the message", lambda: "fetched=1" in role.log())
        peak = role.peak_kib()
    print(f"peak {peak} KiB for {len(body)} bytes")
    assert incoming(house)[0].read_bytes() == body
    assert peak < 16 * 1000
    assert role.status == 0


def test_too_large_is_registered_by_its_header(world, tmp_path):
    """The clock runs, a person is told once, the next is not delayed, and the
    message stays where it is."""
    large = letter_of(51 << 20)
    house = house_for(world, tmp_path, processed_folder="Processed")
    world.append("complaints", large)
    world.append("complaints", mail(2))
    logs = poll(house)
    assert "fetched=2 waiting=0" in logs
    assert world.messages("complaints", "Processed") == [mail(2)]
    uids = world.uids("complaints")
    state, attempts, item = ledger(house)[uids[0]]
    assert (state, attempts) == ("too_large", 1)
    logs += house.run("intake", "--once").stderr
    cases = {case["item"]: case for case in house.cases()}
    assert len(cases) == 2
    case = cases[item]
    assert case["needs_review"] and case["ack_due"] and case["response_due"]
    assert (case["outcome"], case["who"]) == ("too_large", "Jo Public")
    assert case["acknowledgement"] == "held"
    history = house.records("show", case["reference"])[0]["events"]
    assert "53477376 bytes" in history[0]["detail"]
    assert "a message of 53 MB was left in the mailbox" in logs
    assert logs.count("warning") == 1
    header = large.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    assert (house.spool / "refused" / item).read_bytes() == header
    assert (house.spool / "refused" / f"{item}.why").read_text() == \
        "a message of 53 MB was left in the mailbox\n"
    # Nothing more comes of it, however often one looks.
    logs = poll(house) + house.run("intake", "--once").stderr
    assert "fetched" not in logs and "warning" not in logs
    assert world.uids("complaints") == uids[:1]
    assert len(house.cases()) == 2


@pytest.mark.parametrize("size, state", [
    (LIMIT + 1, "too_large"), (LIMIT, "fetched")])
def test_size_is_asked_first(tmp_path, size, state):
    """Of one byte over the limit the header is fetched; at the limit all."""
    class Large(FakeImap):
        def size_of(self, uid):
            return size if uid == 2 else super().size_of(uid)

    with Large(THREE) as server:
        house = house_for_fake(server, tmp_path)
        assert "warning" not in poll(house)
        assert ledger(house)[2][:2] == (state, 1)
        bodies = [c for c in server.commands if "BODY.PEEK" in c]
        assert [c.split()[2] for c in bodies] == ["1", "2", "3"]
        assert ["HEADER" in c for c in bodies] == [
            False, state == "too_large", False]
        assert "fetched" not in poll(house)


def test_larger_than_announced(tmp_path):
    """What the server said of the size is not believed for the body."""
    class Liar(FakeImap):
        def send_body(self, uid):
            if uid != 2:
                super().send_body(uid)
                return
            self.send(b"* 2 FETCH (UID 2 BODY[] {%d}\r\n" % (60 << 20))
            for _ in range(60):
                self.send(b"x" * (1 << 20))
            self.say(")")

    with Liar(THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house, 75)
        poll(house, 75)
        assert not list((house.spool / "tmp").iterdir())
        assert ledger(house)[1][0] == ledger(house)[3][0] == "fetched"
        assert ledger(house)[2][0] == "seen"


class OverLimit(FakeImap):
    """Announced at the limit; one byte more comes."""
    def size_of(self, uid):
        return LIMIT if uid == 2 else super().size_of(uid)

    def send_body(self, uid):
        if uid != 2:
            super().send_body(uid)
            return
        self.send(b"* 2 FETCH (UID 2 BODY[] {%d}\r\n" % (LIMIT + 1))
        for _ in range(50):
            self.send(b"x" * (1 << 20))
        self.say("x)")


def test_more_than_the_limit_comes(tmp_path):
    """It is noticed on the way; the next time the header is enough."""
    with OverLimit(THREE) as server:
        house = house_for_fake(server, tmp_path)
        assert "more than announced" in poll(house, 75)
        poll(house)
        states = {uid: row[:2] for uid, row in ledger(house).items()}
        assert states == {1: ("fetched", 1), 2: ("too_large", 2),
                          3: ("fetched", 1)}
        house.run("intake", "--once")
        assert [c["outcome"] for c in house.cases()].count("too_large") == 1


def test_header_that_cannot_be_had(tmp_path):
    """Then a person must look in the mailbox, and is told once."""
    class Silent(FakeImap):
        def size_of(self, uid):
            return LIMIT + 1 if uid == 2 else super().size_of(uid)

        def send_header(self, uid):
            pass

    with Silent(THREE) as server:
        house = house_for_fake(server, tmp_path)
        with Running(house) as role:
            wait_for("the warning", lambda: "was not taken" in role.log(), 60)
            time.sleep(2.5)
        assert role.log().count("was not taken") == 1
        assert ledger(house)[2] == ("too_large", 5, "")


# --- many ------------------------------------------------------------------------

def read_terminal(terminal):
    """All that is written to the terminal until nobody has it open."""
    text = b""
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            return text.decode()
        if not piece:
            return text.decode()
        text += piece


def test_backlog(world, tmp_path):
    """Oldest first, ended by TERM between two sets, gone on with later; on a
    terminal one line tells how far it is."""
    house = house_for(world, tmp_path)
    world.deliver("complaints", [mail(n, 1) for n in range(BACKLOG)])
    terminal, other = pty.openpty()
    role = subprocess.Popen(
        [POSTROOM, "-c", house.conf, "mailbox", "--once"],
        stdin=subprocess.DEVNULL, stderr=other)
    os.close(other)
    wait_for("some messages", lambda: len(incoming(house)) >= 100)
    role.send_signal(signal.SIGTERM)
    text = read_terminal(terminal)
    assert role.wait(timeout=20) == 75
    os.close(terminal)
    shown = [int(n.replace(",", "")) for n in
             re.findall(rf"fetched ([\d,]+) of {BACKLOG:,}\x1b\[K\r", text)]
    assert shown[0] == 0 and shown == sorted(shown)
    assert "uid=" not in text
    known = ledger(house)
    there = [uid for uid, row in known.items() if row[0] == "fetched"]
    assert there == world.uids("complaints")[:len(there)]
    assert 100 <= len(there) < BACKLOG
    print(f"{len(there)} of {BACKLOG} when it was ended")
    assert all(row[1] == 0 for row in known.values() if row[0] == "seen")
    assert len(incoming(house)) == len(there)
    log = poll(house)
    assert f"fetched={BACKLOG - len(there)} waiting=0" in log
    assert len(incoming(house)) == BACKLOG

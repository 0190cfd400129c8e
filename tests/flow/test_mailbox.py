"""The mailbox role against a real Dovecot, and against servers that lie."""
import calendar
import re
import sqlite3
import time

import pytest
from box import (Running, house_for, house_for_fake, incoming, ledger, mail,
                 poll)
from fakeimap import FakeImap
from fakeserver import HangUp
from house import wait_for

# 26 April 2026, 02:30 in London: INTERNALDATE is the receipt.
RECEIVED = calendar.timegm((2026, 4, 26, 1, 30, 0))


# --- a real server -----------------------------------------------------------

def test_oldest_first_byte_for_byte(world, tmp_path):
    house = house_for(world, tmp_path)
    for number in range(3):
        world.append("complaints", mail(number), RECEIVED + number)
    log = poll(house)
    uids = [int(uid) for uid in re.findall(r"fetched uid=(\d+)", log)]
    assert uids == world.uids("complaints")
    files = incoming(house)
    assert [f.read_bytes() for f in files] == [mail(n) for n in range(3)]
    assert [int(f.stat().st_mtime) for f in files] == [
        RECEIVED + number for number in range(3)]
    assert files[0].name.startswith("m20260426T013000Z-")
    assert files[0].stat().st_mode & 0o777 == 0o600
    assert not list((house.spool / "tmp").iterdir())
    for word in ("jo1@", "Jo Public", "number 1", "cold"):
        assert word not in log


def test_received_tomorrow(world, tmp_path):
    """A server whose clock runs ahead puts no limit off: it begins now."""
    house = house_for(world, tmp_path)
    world.append("complaints", mail(1), time.time() + 40 * 86400)
    poll(house)
    house.run("intake", "--once")
    case, = house.cases()
    assert abs(calendar.timegm(time.strptime(case["received_on"], "%Y-%m-%d"))
               - time.time()) < 2 * 86400
    assert poll(house).count(" fetched uid=") == 0


@pytest.mark.parametrize("host, words", [
    ("127.0.0.2", "certificate has the wrong host name"),
    ("127.0.0.3", "certificate not trusted"),
    ("127.0.0.4", "certificate expired")])
@pytest.mark.parametrize("tls", ["required", "starttls"])
def test_bad_certificate_is_refused(world, tmp_path, host, words, tls):
    port = world.imaps_port if tls == "required" else world.imap_port
    house = house_for(world, tmp_path, host=host, port=port, tls=tls)
    world.append("complaints", mail(1))
    log = poll(house, 75)
    assert words in log
    assert log.count("error:") == 1
    assert incoming(house) == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_starttls(world, tmp_path, host):
    """Name and address are both on the certificate."""
    house = house_for(world, tmp_path, port=world.imap_port, tls="starttls",
                      host=host)
    world.append("complaints", mail(1))
    poll(house)
    assert len(incoming(house)) == 1


def test_another_authority_is_not_trusted(world, tmp_path):
    """Without ca_file the system's authorities decide, who know it not."""
    house = house_for(world, tmp_path, ca_file="")
    assert "certificate not trusted" in poll(house, 75)


def test_password_command(world, tmp_path):
    house = house_for(world, tmp_path, password_command="echo secret-1")
    world.append("complaints", mail(1))
    poll(house)
    assert len(incoming(house)) == 1


@pytest.mark.parametrize("changes, words", [
    ({"password_command": "echo wrong"}, "login: refused"),
    ({"password_command": "exit 3"}, "ended with status 3"),
    ({"port": 9}, "connection refused"),
    ({"host": "nowhere.test"}, "host name not found"),
    ({"folder": "No/Such"}, "select: refused")])
def test_trouble_is_named(world, tmp_path, changes, words):
    """Every one may pass, so the role stays: exit status 75 is 'later'."""
    log = poll(house_for(world, tmp_path, **changes), 75)
    assert words in log and log.count("error:") == 1
    assert "wrong" not in log


def test_no_password_in_the_clear(world, tmp_path):
    house = house_for(world, tmp_path, tls="none", host="127.0.0.2",
                      port=world.imap_port)
    assert "takes no password without TLS" in poll(house, 75)


def test_left_in_place(world, tmp_path):
    """No flag of theirs changes, and nothing is fetched twice."""
    house = house_for(world, tmp_path)
    world.append("complaints", mail(1))
    before = world.flags("complaints")
    assert "fetched=1" in poll(house)
    assert "fetched" not in poll(house)
    after = world.flags("complaints")
    assert [set(f) - {rb"\Recent"} for f in after] == [
        set(f) - {rb"\Recent"} for f in before] == [set()]
    assert [row[0] for row in ledger(house).values()] == ["fetched"]


def test_moved_to_processed(world, tmp_path):
    house = house_for(world, tmp_path, processed_folder="Processed")
    for number in range(60):
        world.append("complaints", mail(number))
    poll(house)
    assert world.uids("complaints") == []
    assert sorted(world.messages("complaints", "Processed")) == sorted(
        mail(number) for number in range(60))
    assert {row[0] for row in ledger(house).values()} == {"filed"}


def test_processed_folder_that_is_missing(world, tmp_path):
    """Fetching goes on; the next poll files what then can be filed."""
    house = house_for(world, tmp_path, processed_folder="Erl\u00e9digt & more")
    world.append("complaints", mail(1))
    assert "move: refused" in poll(house, 75)
    assert len(incoming(house)) == 1
    with world.imap("complaints") as imap:
        assert imap.create('"Erl&AOk-digt &- more"')[0] == "OK"
    poll(house)
    assert world.uids("complaints") == []
    assert len(incoming(house)) == 1
    assert {row[0] for row in ledger(house).values()} == {"filed"}
    with world.imap("complaints") as imap:
        imap.delete('"Erl&AOk-digt &- more"')


def test_flags_are_no_truth(world, tmp_path):
    """Read, answered or flagged as deleted by staff: taken all the same."""
    house = house_for(world, tmp_path)
    for number in range(3):
        world.append("complaints", mail(number))
    with world.imap("complaints") as imap:
        for number, flag in ((b"1", r"\Seen"), (b"2", r"\Deleted")):
            imap.store(number, "+FLAGS", flag)
        poll(house)
    assert len(incoming(house)) == 3


def test_three_hundred(world, tmp_path):
    house = house_for(world, tmp_path)
    world.deliver("complaints", [mail(number) for number in range(300)])
    assert "fetched=300 waiting=0" in poll(house)
    subjects = {re.search(rb"Subject: number (\d+)", f.read_bytes())[1]
                for f in incoming(house)}
    assert len(subjects) == 300


def test_idle_wakes_the_role(world, tmp_path):
    """The next poll would come after five minutes."""
    house = house_for(world, tmp_path, poll="300s")
    world.append("complaints", mail(1))
    with Running(house) as role:
        for number in (1, 2, 3):
            wait_for("the message",
                     lambda: len(incoming(house)) == number, 30)
            if number < 3:
                world.deliver("complaints", mail(number + 1))
    assert role.status == 0
    assert "error" not in role.log()


def test_polls_without_idle(world, tmp_path):
    house = house_for(world, tmp_path, idle="no")
    with Running(house) as role:
        time.sleep(0.5)
        world.deliver("complaints", mail(1))
        wait_for("the message", lambda: incoming(house), 30)
    assert role.status == 0


def test_server_is_restarted(world, tmp_path):
    """One line when it goes, one when it is back, no message lost."""
    house = house_for(world, tmp_path)
    world.append("complaints", mail(1))
    with Running(house) as role:
        wait_for("the first", lambda: len(incoming(house)) == 1)
        world.stop_dovecot()
        try:
            wait_for("the trouble", lambda: "refused" in role.log())
            time.sleep(2.5)
        finally:
            world.start_dovecot()
        world.append("complaints", mail(2))
        wait_for("the second", lambda: len(incoming(house)) == 2)
        wait_for("the word", lambda: "well again" in role.log())
    assert role.log().count("connection refused") == 1
    assert role.status == 0


def test_crash_before_the_ledger_row(world, tmp_path):
    """The message is fetched again under the same ID: still one item."""
    house = house_for(world, tmp_path)
    world.append("complaints", mail(1), RECEIVED)
    poll(house)
    names = incoming(house)
    with sqlite3.connect(house.root / "register.db") as db:
        db.execute("DELETE FROM ledger")
    assert "fetched=1" in poll(house)
    assert incoming(house) == names


# --- servers that lie --------------------------------------------------------

THREE = {1: mail(1), 2: mail(2), 3: mail(3)}


class Spoiled(FakeImap):
    """Something is wrong with message 2, and only with it."""
    spoil = True

    def send_body(self, uid):
        if uid == 2 and self.spoil:
            self.spoiled(uid)
        else:
            super().send_body(uid)


class NoData(Spoiled):
    """It is listed, but FETCH is answered OK without it."""

    def spoiled(self, uid):
        pass


class NilBody(Spoiled):
    def spoiled(self, uid):
        self.say(f"* {uid} FETCH (UID {uid} BODY[] NIL)")


class EmptyBody(Spoiled):
    def spoiled(self, uid):
        self.say(f"* {uid} FETCH (UID {uid} BODY[] {{0}}")
        self.say(")")


class AnotherBody(Spoiled):
    """Its body comes with a UID nobody asked for."""

    def spoiled(self, uid):
        self.say(f"* 9 FETCH (UID 9 BODY[] {{3}}\r\nabc)")


class SaysNo(Spoiled):
    def spoiled(self, uid):
        self.is_no = True

    def end_fetch(self, tag):
        says_no, self.is_no = getattr(self, "is_no", False), False
        self.say(f"{tag} NO some could not be fetched" if says_no
                 else f"{tag} OK fetched")


class ByeMidLiteral(Spoiled):
    def spoiled(self, uid):
        self.say(f"* {uid} FETCH (UID {uid} BODY[] {{1000}}\r\nFrom: half of")
        self.say("* BYE going down")
        raise HangUp


class HangsUp(Spoiled):
    def spoiled(self, uid):
        raise HangUp


@pytest.mark.parametrize("scenario", [NoData, NilBody, EmptyBody, AnotherBody,
                                      SaysNo, ByeMidLiteral, HangsUp])
def test_one_message_that_cannot_be_had(tmp_path, scenario):
    """The others come, it is tried five times, then a person is told once."""
    with scenario(THREE) as server:
        house = house_for_fake(server, tmp_path)
        logs = [poll(house, 75) for _ in range(4)]
        assert sorted(f.read_bytes() for f in incoming(house)) == [
            THREE[1], THREE[3]]
        assert ledger(house)[2] == ("seen", 4, "")
        assert "warning" not in "".join(logs)
        # Where the connection broke, the poll itself has to be made again.
        status = 75 if scenario in (ByeMidLiteral, HangsUp) else 0
        logs.append(poll(house, status))
        assert ledger(house)[2][:2] == ("unfetchable", 5)
        server.commands.clear()
        logs.append(poll(house))
        assert not [c for c in server.commands if "FETCH" in c]
    assert "".join(logs).count("uid=2 in folder INBOX was not taken") == 1
    assert not list((house.spool / "tmp").iterdir())


@pytest.mark.parametrize("scenario", [NoData, ByeMidLiteral])
def test_it_can_be_had_later(tmp_path, scenario):
    with scenario(THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house, 75)
        server.spoil = False
        poll(house)
        assert len(incoming(house)) == 3
        assert {row[0] for row in ledger(house).values()} == {"fetched"}


def test_killed_by_a_message(tmp_path):
    """SIGKILL inside message 2, twice: the set is then tried one by one, those
    that were less often in trouble first, and none is lost."""
    class Hangs(Spoiled):
        hangs = 0

        def spoiled(self, uid):
            self.say(f"* {uid} FETCH (UID {uid} BODY[] {{1000}}\r\nFrom: ha")
            self.hangs += 1
            while self.spoil and self.socket.recv(1):
                pass
            raise HangUp

    with Hangs(THREE) as server:
        house = house_for_fake(server, tmp_path)
        for times in (1, 2):
            with Running(house) as role:
                wait_for("message 2", lambda: server.hangs == times)
                role.process.kill()
                role.process.wait()
            states = {uid: row[:2] for uid, row in ledger(house).items()}
            assert states[2] == ("seen", times)
        assert states[1][0] == "fetched" and states[3] == ("seen", 1)
        server.spoil = False
        poll(house)
        assert sorted(f.read_bytes() for f in incoming(house)) == sorted(
            THREE.values())


def test_stopped_in_the_middle_of_a_message(tmp_path):
    """TERM ends the wait at once, and is not the message's fault."""
    class Stalls(Spoiled):
        def spoiled(self, uid):
            self.say(f"* {uid} FETCH (UID {uid} BODY[] {{1000}}\r\nFrom: ha")
            self.stalls = True
            while self.spoil:
                time.sleep(0.02)

    with Stalls(THREE) as server:
        house = house_for_fake(server, tmp_path)
        with Running(house) as role:
            wait_for("message 2", lambda: getattr(server, "stalls", False))
        server.spoil = False
        assert role.status == 0
        assert ledger(house)[2][:2] == ("seen", 0)
        assert not list((house.spool / "tmp").iterdir())


def test_uidvalidity_changes(tmp_path):
    """All UIDs are new ones then: nothing is taken for known."""
    with FakeImap(THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house)
        server.uidvalidity = 8
        assert "fetched=3" in poll(house)
        assert len(incoming(house)) == 6


def test_body_as_a_quoted_string(tmp_path):
    class Quoted(Spoiled):
        def spoiled(self, uid):
            self.say(f'* {uid} FETCH (UID {uid} BODY[] "short \\" one")')

    with Quoted(THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house)
        assert b'short " one' in [f.read_bytes() for f in incoming(house)]


def test_a_receipt_that_is_no_date(tmp_path):
    """It was received when it was fetched."""
    class Undated(FakeImap):
        def send_size(self, uid):
            self.say(f"* {uid} FETCH (UID {uid} RFC822.SIZE "
                     f"{self.size_of(uid)} INTERNALDATE "
                     '" 2-Nov-2026 10:00:00 +0333333333333333100")')

    with Undated({1: mail(1)}) as server:
        house = house_for_fake(server, tmp_path)
        begun = time.time()
        poll(house)
        file, = incoming(house)
        assert begun - 1 <= file.stat().st_mtime <= time.time()


def test_other_answers_in_between(tmp_path):
    class Chatty(FakeImap):
        def send_body(self, uid):
            self.say("* 4 EXISTS")
            self.say("* 3 FETCH (UID 3 FLAGS (\\Seen))")
            self.say("* OK still here")
            super().send_body(uid)

    with Chatty(THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house)
        assert len(incoming(house)) == 3


class Injects(FakeImap):
    def start_tls(self, tag):
        self.send(f"{tag} OK begin\r\n* CAPABILITY IMAP4rev1 EVIL\r\n"
                  .encode())


class LoggedIn(FakeImap):
    def greet(self):
        self.say("* PREAUTH welcome")


class Endless(FakeImap):
    def greet(self):
        while True:
            self.send(b"* OK " + b"x" * 65536)


class Busy(FakeImap):
    def greet(self):
        self.say("* BYE too many connections")
        raise HangUp


class Junk(FakeImap):
    def greet(self):
        self.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")


@pytest.mark.parametrize("scenario, tls, words", [
    (Injects, "starttls", "STARTTLS"), (LoggedIn, "starttls", "greeting"),
    (FakeImap, "starttls", "STARTTLS: refused"),
    (Endless, "none", "sends too much"), (Busy, "none", "said goodbye"),
    (Junk, "none", "greeting")])
def test_bad_beginnings(tmp_path, scenario, tls, words):
    with scenario(THREE) as server:
        house = house_for_fake(server, tmp_path, tls=tls)
        assert re.search(words, poll(house, 75))
        assert not [c for c in server.commands if c.startswith("LOGIN")]


class NewsFirst(FakeImap):
    """News between IDLE and the '+'."""

    def idle(self, tag, lines):
        if len(self.messages) == 3:
            self.messages[4] = mail(4)
            self.say("* 4 EXISTS")
        super().idle(tag, lines)


class NoIdle(FakeImap):
    def idle(self, tag, lines):
        self.messages[4] = mail(4)
        self.say(f"{tag} NO not now")


class ByeInIdle(FakeImap):
    def idle(self, tag, lines):
        self.say("+ idling")
        self.messages[4] = mail(4)
        self.say("* BYE going down")
        raise HangUp


@pytest.mark.parametrize("scenario", [NewsFirst, NoIdle, ByeInIdle])
def test_idle_goes_wrong(tmp_path, scenario):
    """The message that came meanwhile is fetched by the next poll."""
    with scenario(THREE) as server:
        house = house_for_fake(server, tmp_path, poll="2s")
        with Running(house) as role:
            wait_for("message 4", lambda: len(incoming(house)) == 4, 30)
        assert role.status == 0
        assert "error" not in role.log()

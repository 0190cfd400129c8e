"""Servers that misbehave (tests/lib/scenarios/*.imap), hostile first mails.

The rule of each: the good messages before and after the bad one are
registered, nothing is lost, nothing is registered twice, and a person hears
of what cannot be had, once.
"""
import hashlib
import random
import re
import sqlite3
import time
from email.message import EmailMessage

import pytest
from box import (Running, house_for, house_for_fake, incoming, ledger, mail,
                 poll, poll_row, registered, section, sha256)
from doubles import ImapDouble
from house import House, wait_for

THREE = {1: mail(1), 2: mail(2), 3: mail(3)}
FOUR = {4: mail(4)}


def sums(*uids):
    return sorted(sha256(mail(uid)) for uid in uids)


# --- a message that cannot be had -------------------------------------------

@pytest.mark.parametrize("scenario, words", [
    ("fetch-without-data", "the server sent no message"),
    ("exchange-stub", "Exchange sent a notice in its place")])
def test_unfetchable(tmp_path, scenario, words):
    """Tried five times, further and further apart; then a person is told."""
    with ImapDouble(scenario, THREE) as server:
        house = house_for_fake(server, tmp_path)
        logs = [poll(house, 75) for _ in range(4)]
        assert ledger(house)[2] == ("seen", 4, "")
        assert "warning" not in "".join(logs)
        logs += [poll(house) for _ in range(3)]
        assert "".join(logs).count("uid=2") == 1
        assert f"was not taken: {words}; please read it" in logs[4]
    assert ledger(house)[2][:2] == ("unfetchable", 5)
    assert registered(house) == sums(1, 3)
    health = house.run("health", check=False)
    assert ("WARNING: a message could not be fetched: read it in the mailbox"
            in health.stdout)


def test_back_off_of_one_message(tmp_path):
    """The role that runs on asks again after 1, 2, 4 and 8 passes."""
    with ImapDouble("fetch-without-data", THREE) as server:
        house = house_for_fake(server, tmp_path, idle="no", poll="1s")
        with Running(house) as role:
            wait_for("the word", lambda: "was not taken" in role.log())
        asked = [n for n, c in enumerate(
            c for c in server.commands if "SEARCH" in c or "BODY.PEEK" in c)
            if "BODY.PEEK" in c and re.search(r"FETCH 2 ", c)]
        passes = sum("SEARCH" in c for c in server.commands)
    assert len(asked) == 5
    assert passes >= 1 + 8
    assert role.log().count("uid=2") == 1


def test_exchange_finds_it_after_all(tmp_path):
    with ImapDouble("exchange-stub-once", THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house, 75)
        assert registered(house) == sums(1, 3)
        poll(house, 75)
        poll(house)
    assert registered(house) == sums(1, 2, 3)
    assert ledger(house)[2][0] == "fetched"
    assert not list((house.spool / "tmp").iterdir())


@pytest.mark.parametrize("scenario, polls, words", [
    ("literal-too-short", 2, "makes no sense"),
    ("literal-too-long", 2, "time-out"),
    ("literal-endless", 3, "sends too much"),
    ("bye-in-literal", 2, "imap: fetch:"),
    ("half-open-in-fetch", 2, "time-out"),
    ("token-expires", 2, "imap: fetch:")])
def test_connection_that_breaks_in_a_message(tmp_path, scenario, polls, words):
    """What came before is kept, what is half is not, the rest comes next."""
    class Double(ImapDouble):
        def __exit__(self, *reasons):
            if scenario == "token-expires":  # its IDLE is another test's
                self.scenario.rules.pop()
            super().__exit__(*reasons)

    with Double(scenario, THREE) as server:
        house = house_for_fake(server, tmp_path, timeout="1s", idle="no")
        log = poll(house, 75)
        assert words in log
        for left in range(polls - 1, 0, -1):
            poll(house, 0 if left == 1 else 75)
        assert {row[0] for row in ledger(house).values()} == {"fetched"}
    assert registered(house) == sums(1, 2, 3)
    assert not list((house.spool / "tmp").iterdir())


@pytest.mark.parametrize("scenario", [
    "vanishes-before-fetch", "vanishes-before-body"])
def test_vanishes_before_it_is_fetched(tmp_path, scenario):
    with ImapDouble(scenario, THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house, 75)
        poll(house)
    assert ledger(house)[2] == ("seen", 1, "")
    assert registered(house) == sums(1, 3)


def test_vanishes_after_it_is_fetched(tmp_path):
    with ImapDouble("vanishes-after-fetch", THREE) as server:
        house = house_for_fake(server, tmp_path, processed_folder="Done")
        poll(house)
        poll(house)
        assert server.folders == {"Done": [mail(1), mail(3)]}
    assert registered(house) == sums(1, 2, 3)
    assert {row[0] for row in ledger(house).values()} == {"filed"}


def test_uidvalidity_flips(tmp_path):
    """Everything is fetched anew, and nothing becomes a second case."""
    with ImapDouble("uidvalidity-flip", THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house)
        registered(house)
        poll(house)
    registered(house)
    assert len(house.cases()) == 3
    assert not incoming(house)


# --- folders -----------------------------------------------------------------

@pytest.mark.parametrize("scenario, left, words", [
    ("no-move", {}, None), ("no-uidplus", THREE, "not without UIDPLUS")])
def test_older_servers(tmp_path, scenario, left, words):
    with ImapDouble(scenario, THREE) as server:
        house = house_for_fake(server, tmp_path, processed_folder="Done")
        log = poll(house)
        assert words is None or words in log
        assert "fetched" not in poll(house)
        assert server.messages == left
        assert server.folders == {"Done": list(THREE.values())}
    assert registered(house) == sums(1, 2, 3)


def troubles(house):
    with sqlite3.connect(house.root / "register.db") as register:
        return {words for words, in
                register.execute("SELECT last_error FROM ledger")}


def test_originals_that_stayed(tmp_path):
    """They go when the server can take out single ones, and no others do."""
    with ImapDouble("no-uidplus", THREE) as server:
        house = house_for_fake(server, tmp_path, processed_folder="Done")
        poll(house)
        assert server.messages == THREE
        assert troubles(house) == {"imap: expunge: not without UIDPLUS"}
    with ImapDouble("no-move", {**THREE, 9: mail(9)}) as server:
        house.conf.write_text(re.sub(r"(?<=\nport = )\d+", str(server.port),
                                     house.conf.read_text(), count=1))
        poll(house)
        assert server.messages == {}
        assert server.folders == {"Done": [mail(9)]}
        assert troubles(house) == {""}
        poll(house)
    assert len(registered(house)) == 4


def test_missing_folder_is_an_alarm_once(tmp_path):
    """The other mailbox goes on; health is critical; then all is well."""
    with ImapDouble("folder-missing", THREE) as server, \
            ImapDouble("good", {7: mail(7)}) as other:
        house = house_for_fake(server, tmp_path, alarm="2s")
        text = house.conf.read_text()
        start = text.index("[mailbox complaints]")
        house.conf.write_text(text + text[start:].replace(
            "[mailbox complaints]", "[mailbox other]").replace(
            f"port = {server.port}", f"port = {other.port}"))
        house.start()
        try:
            wait_for("the alarm", lambda: "error" in house.log.read_text())
            health = house.run("health", check=False)
            wait_for("the end of it",
                     lambda: "well again" in house.log.read_text())
            wait_for("all cases", lambda: len(house.cases()) == 4)
        finally:
            house.stop()
    log = house.log.read_text()
    assert log.count("select: refused: Unknown Mailbox") == 2
    alarm, = [line for line in log.splitlines() if "error" in line]
    assert re.search(r"complaints: no mail since 20\d\d-\d\d-\d\d \d\d:\d\d "
                     r"UTC \(\d+ minutes\): imap: select: refused: .*"
                     r"run postroom check", alarm)
    assert health.returncode == 2
    assert re.search(r"CRITICAL: mailbox complaints was never read; trouble "
                    r"since .* \(\d+ minutes\): imap: select: refused: "
                    r"Unknown Mailbox", health.stdout)
    assert "OK: mailbox other was last read on " in health.stdout
    assert poll_row(house)["since"] == 0
    assert registered(house) == sums(1, 2, 3, 7)


def test_alarm_is_repeated_each_day(tmp_path):
    """One error, none at the next poll, and one more when a day is over."""
    house = House(tmp_path / "house", section(
        host="127.0.0.1", port=9, tls="none", user="complaints",
        password_command="echo secret", alarm="1s"))
    house.run("mailbox", "--once", check=False)
    time.sleep(1.1)
    assert poll(house, 75).count("no mail since") == 1
    assert poll(house, 75).count("no mail since") == 0
    with sqlite3.connect(house.root / "register.db") as db:
        db.execute("UPDATE poll SET told_at = told_at - 86400")
    assert poll(house, 75).count("no mail since") == 1
    assert poll(house, 75).count("no mail since") == 0


def test_no_processed_folder(tmp_path):
    """Mail is registered all the same; that it stays is said once."""
    with ImapDouble("no-processed-folder", THREE) as server:
        house = house_for_fake(server, tmp_path, processed_folder="Done",
                               alarm="2s")
        with Running(house) as role:
            wait_for("the alarm", lambda: "error" in role.log())
            health = house.run("health", check=False)
        assert role.status == 0
    assert registered(house) == sums(1, 2, 3)
    assert role.log().count("move: refused") == 2
    assert "mail is fetched all the same" in role.log()
    assert health.returncode == 1
    assert "WARNING: mailbox complaints was last read on " in health.stdout


# --- slow servers, and those that want to be left alone ----------------------

def test_throttled(tmp_path):
    """Six times in a row: no message is given up for it."""
    with ImapDouble("throttled", {2: mail(2)}, times=6, then=7) as server:
        house = house_for_fake(server, tmp_path)
        for _ in range(6):
            assert "Request is throttled" in poll(house, 75)
            assert ledger(house)[2] == ("seen", 0, "")
        poll(house, 75)
        poll(house)
    assert registered(house) == sums(2)


def test_throttled_role_comes_back(tmp_path):
    with ImapDouble("throttled", THREE, times=2, then=3) as server:
        house = house_for_fake(server, tmp_path)
        with Running(house) as role:
            wait_for("the messages", lambda: len(incoming(house)) == 3, 90)
        assert role.status == 0
    assert role.log().count("throttled") == 2  # once for each command
    assert registered(house) == sums(1, 2, 3)


def test_throttled_with_a_code(tmp_path):
    with ImapDouble("throttled-with-code", THREE) as server:
        house = house_for_fake(server, tmp_path)
        poll(house, 75)
        poll(house)
    assert registered(house) == sums(1, 2, 3)


def test_late_greeting(tmp_path):
    with ImapDouble("greeting-late", THREE) as server:
        house = house_for_fake(server, tmp_path, timeout="20s")
        assert "fetched=3" in poll(house)


@pytest.mark.parametrize("scenario, words", [
    ("greeting-never", "greeting: time-out"),
    ("greeting-dripped", "greeting: time-out"),
    ("line-endless", "search: the server sends too much")])
def test_server_that_is_given_up(tmp_path, scenario, words):
    with ImapDouble(scenario, THREE) as server:
        house = house_for_fake(server, tmp_path, timeout="1s")
        assert words in poll(house, 75)
        poll(house)
    assert registered(house) == sums(1, 2, 3)


def test_bytes_before_tls(tmp_path, pki):
    """No name and no password is given to whoever put them there."""
    with ImapDouble("starttls-injected", THREE, pki=pki) as server:
        house = house_for_fake(server, tmp_path, tls="starttls",
                               host="localhost", ca_file=pki / "ca.pem")
        assert "STARTTLS" in poll(house, 75)
        assert not [c for c in server.commands if "secret" in c]
    assert not incoming(house)


# --- waiting -----------------------------------------------------------------

def test_idle_is_renewed(tmp_path):
    """On the same connection, well before the server would end it."""
    with ImapDouble("idle-renewed", THREE) as server:
        house = house_for_fake(server, tmp_path, poll="1s")
        with Running(house) as role:
            wait_for("some rounds", lambda: server.commands.count("IDLE") > 3)
            connections = server.connections
        assert role.status == 0
    assert connections == 1
    assert server.commands.count("DONE") >= 3


@pytest.mark.parametrize("scenario", [
    "idle-deaf", "idle-refused", "half-open-in-idle"])
def test_polls_are_the_fall_back(tmp_path, scenario):
    """The message that came meanwhile is fetched all the same."""
    with ImapDouble(scenario, THREE, later=FOUR) as server:
        house = house_for_fake(server, tmp_path, poll="1s", timeout="1s")
        with Running(house) as role:
            wait_for("message 4", lambda: len(incoming(house)) == 4)
        assert role.status == 0
        assert "error" not in role.log()
    assert registered(house) == sums(1, 2, 3, 4)


def test_token_expires_while_waiting(tmp_path):
    with ImapDouble("token-expires", THREE, later=FOUR) as server:
        house = house_for_fake(server, tmp_path, poll="300s")
        with Running(house) as role:
            wait_for("message 4", lambda: len(incoming(house)) == 4)
        assert role.status == 0
    assert registered(house) == sums(1, 2, 3, 4)


def test_news_without_end(tmp_path):
    """A server that always has news is not asked without a pause."""
    with ImapDouble("idle-chatter", THREE) as server:
        house = house_for_fake(server, tmp_path, poll="300s")
        with Running(house) as role:
            wait_for("the messages", lambda: len(incoming(house)) == 3)
            before = server.commands.count("IDLE")
            time.sleep(3)
            rounds = server.commands.count("IDLE") - before
        assert role.status == 0
    assert 1 <= rounds <= 6


# --- what is in the mails ------------------------------------------------------

HOSTILE = {
    "no header": b"\x00\xff\xfe\x00 neither header nor text \x00" * 50,
    "boundary of a quote": (
        b"From: jo@example.org\r\nSubject: x\r\nContent-Type: "
        b'multipart/mixed; boundary="\\""\r\n\r\n--"\r\n\r\nhello\r\n--"--\r\n'),
    "nested": (
        b"From: jo@example.org\r\n" + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
            % (n, n) for n in range(3000)) + b"\r\ndeep\r\n"),
    "endless header": (
        b"From: jo@example.org\r\nSubject: " + b"x" * (1 << 20) + b"\r\n\r\n"),
    "nested groups": b"From: " + b"g:" * 100000 + b"\r\n\r\nhello\r\n",
    "broken date and charset": (
        b"From: =?nonsense?q?=ff?= <@>\r\nDate: Mon, 99 Foo 29:24:05\r\n"
        b"Subject: =?utf-8?b?!!!!?=\r\nContent-Type: text/plain; "
        b"charset=klingon\r\n\r\n\x80\x81\r\n"),
    "empty": b"\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_malformed_mail_comes_first(tmp_path, name):
    """It is registered or set aside; the two behind it are registered."""
    messages = THREE | {1: HOSTILE[name]}
    with ImapDouble("good", messages) as server:
        house = house_for_fake(server, tmp_path)
        assert "fetched=3" in poll(house)
        assert "fetched" not in poll(house)
    assert registered(house) == sorted(
        sha256(message) for message in messages.values())
    assert len(house.cases()) == 3
    assert not incoming(house)


def test_attachment_is_not_altered(world, tmp_path):
    """From the server to the register: the very bytes, line ends and all."""
    source = random.Random(7)
    letter = (b"%PDF-1.4\r\n\r\r\n\n\n\r\x00\xff" + bytes(range(256))
              + source.randbytes(200_001) + b"\r\n.\r\n\nFrom here\n")
    message = EmailMessage()
    message["From"] = "Jo Public <jo@example.org>"
    message["To"] = "complaints@mail.test"
    message["Subject"] = "Complaint, see the letter"
    message.set_content("I wish to complain. Please see the letter.\n")
    message.add_attachment(letter, maintype="application",
                           subtype="octet-stream", filename="letter.bin")
    raw = message.as_bytes().replace(b"\n", b"\r\n")
    world.append("complaints", raw)
    house = house_for(world, tmp_path)
    poll(house)
    assert registered(house) == [sha256(raw)]
    kept, = house.kept()
    assert kept.read_bytes() == raw
    with sqlite3.connect(house.root / "register.db") as db:
        found = db.execute("SELECT md5, sha256, size FROM part "
                           "WHERE name = 'letter.bin'").fetchall()
    assert found == [(hashlib.md5(letter).hexdigest(), sha256(letter),
                      len(letter))]

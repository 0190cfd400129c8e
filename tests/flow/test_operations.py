"""Doctor, health, metrics, the log and its lines, reloading."""
import email.message
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time

import exposition
import pytest
from house import (IS_SANITIZED, MAILDIR, POSTROOM, SAMPLES, House,
                   wait_for)
from mailworld import processes
from test_item import COMPLAINT, mailbox, submission

# Words that stand in what arrives, and nowhere else.
NAMES = ["Quillfeather", "Zephyrine", "Blatherwick", "Odalys", "Thrupp"]
ADDRESSES = ["public@mail.test", "staff@mail.test", "busy@mail.test",
             "refused@mail.test", "nobody@bounce.test",
             "odalys@people.example"]
WORDS = ["xylophonist", "Mossbank", "01632 960955", "ZZ99 7QF", "marzipan",
         "gooseberry", "Wimpole", "hollyhock"]


# --- the log of all that can happen --------------------------------------------------


def letter(sender, name, subject="Complaint about Mossbank", extra=""):
    message = email.message.EmailMessage()
    message["From"] = f"{name} <{sender}>"
    message["To"] = "complaints@mail.test"
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash((sender, subject)))}.wimpole@mail.test>"
    message.set_content(
        "Dear Sir or Madam,\n\nI wish to make a formal complaint. My "
        "appointment with the xylophonist at Mossbank was cancelled twice, "
        "nobody told me why, and the receptionist was rude when I rang. "
        "I expect a written reply.\n\n"
        f"{extra}\nYours faithfully\n{name}\n12 Wimpole Mews\nNorthmoor\n"
        "ZZ99 7QF\n01632 960955\n")
    return message.as_string()


FORWARDED = """\
From: Blatherwick Staff <desk@northmoor.nhs.example>
To: complaints@mail.test
Subject: FW: gooseberry
Message-ID: <forward.wimpole@northmoor.nhs.example>
Content-Type: text/plain; charset=utf-8

Please register this.

-----Original Message-----
From: Odalys Thrupp <odalys@people.example>
Sent: 20 November 2026 10:00
To: desk@northmoor.nhs.example
Subject: gooseberry

I want to complain about the hollyhock clinic. Nobody rang me back for six
weeks and my appointment was cancelled twice without a word.

Odalys Thrupp
"""


class Watcher:
    """Every command line and name of a process below one, while it lives."""

    def __init__(self, pid):
        self.pid, self.seen, self.is_over = pid, set(), False
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.is_over:
            parents = processes()
            for pid in parents:
                above = pid
                while above not in (self.pid, 0, 1, None):
                    above = parents.get(above)
                if above == self.pid:
                    self.look(pathlib.Path(f"/proc/{pid}"))
            time.sleep(0.01)

    def look(self, entry):
        for name in ("cmdline", "comm"):
            try:
                self.seen.add((entry / name).read_bytes())
            except OSError:
                pass

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        self.thread.join()


def arrive(house, world):
    """All kinds of things, by both ways."""
    for sender, name in (("public@mail.test", "Zephyrine Quillfeather"),
                         ("nobody@bounce.test", "Odalys Quillfeather"),
                         ("refused@mail.test", "Odalys Blatherwick"),
                         ("busy@mail.test", "Zephyrine Blatherwick")):
        world.send("public@mail.test", "complaints@mail.test",
                   letter(sender, name))
    world.send("public@mail.test", "complaints@mail.test", FORWARDED)
    world.send("public@mail.test", "complaints@mail.test", "\n".join((
        "From: Zephyrine Quillfeather <public@mail.test>",
        "To: complaints@mail.test", "Subject: Automatic reply: marzipan",
        "Auto-Submitted: auto-replied", "", "I am away. Quillfeather", "")))
    post = house.spool / "post"
    (post / "Quillfeather to Mossbank.eml").write_text(
        letter("staff@mail.test", "Odalys Quillfeather", "marzipan"))
    (post / "Quillfeather once more.eml").write_text(
        letter("staff@mail.test", "Odalys Quillfeather", "marzipan"))
    earlier = time.time() - 3600
    os.utime(post / "Quillfeather once more.eml", (earlier, earlier))
    (post / "Thrupp hollyhock.doc").write_bytes(b"\xd0\xcf\x11\xe0" * 400)
    (post / "Thrupp gooseberry.pdf").write_bytes(
        b"%PDF-1.4\nmarzipan Thrupp\n%%EOF\n")


def is_through(house):
    if house.run("list", check=False).returncode != 0:
        return False  # the register is not made yet
    states = sorted(c["acknowledgement"] for c in house.cases())
    waits = [n for folder in ("post", "incoming", "working")
             for n in (house.spool / folder).iterdir()
             if not n.name.startswith(".")]
    return (not waits and states.count("sent") >= 2 and "failed" in states
            and "bounced" in states and "given up" in house.log.read_text()
            and "retry_in" in house.log.read_text()
            and "oauth" in house.log.read_text())


def ask(path, request=b"GET /metrics HTTP/1.0\r\n\r\n"):
    """What the socket answers, until it hangs up."""
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(20)
        s.connect(str(path))
        s.sendall(request)
        answer = b""
        while piece := s.recv(65536):
            answer += piece
    return answer.decode()


def test_nothing_personal(world, tmp_path):
    """Of all that arrives nothing is in a log, a process title, a measure."""
    broken = f"""
[mailbox second]
host = localhost
port = {world.imaps_port}
ca_file = {world.ca_file}
user = staff@mail.test
auth = xoauth2
oauth = nowhere
poll = 1s

[oauth nowhere]
token_url = http://127.0.0.1:1/token
client_id = app
client_secret_file = {tmp_path}/client.secret
scope = any
"""
    (tmp_path / "client.secret").write_text("s3cret\n")
    house = House(tmp_path / "house", mailbox(world) + broken,
                  submission(world)
                  + "envelope_sender = complaints@mail.test\n", workers=2)
    with house.conf.open("a") as conf:
        conf.write(f"\n[run]\nlog_format = json\nmetrics_interval = 1s\n"
                   f"metrics_file = {tmp_path}/postroom.prom\n"
                   f"metrics_socket = {tmp_path}/socket\n")
    arrive(house, world)
    with house.log.open("ab") as log:
        daemon = subprocess.Popen(
            [POSTROOM, "-v", "-c", house.conf, "run"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    house.daemon = daemon
    try:
        with Watcher(daemon.pid) as titles:
            wait_for("all to be through", lambda: is_through(house), 120)
            told = ask(tmp_path / "socket")
            filed = wait_for("the file", (tmp_path / "postroom.prom").read_text)
    finally:
        assert house.stop() == 0
    lines = "".join(line for line in house.log.open()
                    if not line.startswith("postroom list: "))
    seen = b"\n".join(titles.seen).decode(errors="replace")
    assert "sender" in seen and "postroom-extract" in seen
    for text in (lines, seen, told, filed):
        for word in NAMES + WORDS + ADDRESSES:
            assert word.lower() not in text.lower(), word
    for case in house.cases():
        assert case["reference"] not in told + filed
        assert case["reference"] in lines
    check_json([json.loads(line) for line in lines.splitlines()])


def check_json(records):
    """Each line has its fields, and those of an item its ID."""
    for record in records:
        assert {"time", "level", "role"} <= record.keys()
        assert all(isinstance(value, str) for value in record.values())
    registered = [r for r in records if r.get("what") == "registered"]
    assert len(registered) >= 9
    assert all(r["item"][0] in "mp" and r["outcome"] for r in registered)
    assert any(r.get("what") == "duplicate" for r in records)
    assert any("retry_in" in r and r["cause"] for r in records)
    assert any(r.get("what") == "given up" and "case" in r for r in records)


# --- doctor ---------------------------------------------------------------------------


def tidy(house, world=None):
    """The tray and passwords of a test are not for their owner alone."""
    house.spool.chmod(0o700)
    for path in world.run.glob("*.password") if world else []:
        path.chmod(0o600)
    house.run("intake", "--once")
    return house


def diagnosis(house):
    done = house.run("doctor", "--json", check=False)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {
        (r["area"], r["verdict"], r["finding"]): r["to_do"] for r in records}


def has(found, area, verdict, words):
    return any(a == area and v == verdict and words in f
               for a, v, f in found)


@pytest.mark.skipif(IS_SANITIZED, reason="sanitizers need system calls")
def test_doctor_well(world, tmp_path):
    house = tidy(House(tmp_path, mailbox(world), submission(world)), world)
    status, found = diagnosis(house)
    assert [f for f in found if f[1] == "wrong"] == []
    assert status in (0, 1)
    for area, words in (
            ("policy pack", "trust loads"), ("model", "loads (shipped)"),
            ("reader", "confined, with languages eng"),
            ("fonts", "Liberation Sans"), ("bank holidays", "known to "),
            ("disk", "MiB of "), ("folders", "for their owner alone"),
            ("register", "and the file is whole"), ("history", "whole, "),
            ("mailbox complaints", "localhost lets us in"),
            ("mailbox complaints", "localhost is good until 20"),
            ("mailbox complaints", "folder INBOX is there"),
            ("mailbox complaints", "folder Processed is there"),
            ("outgoing mail", "localhost is good until 20"),
            ("outgoing mail", "localhost lets us in")):
        assert has(found, area, "well", words), (area, words, found)
    assert has(found, "backup", "see to", "none was ever taken")


def other(world, name, **changes):
    keys = {"host": "localhost", "port": world.imaps_port,
            "ca_file": world.ca_file, "user": "complaints@mail.test",
            "password_file": world.password_file("complaints"),
            "timeout": "1s"} | changes
    return f"\n[mailbox {name}]\n" + "".join(
        f"{key} = {value}\n" for key, value in keys.items() if value)


def test_doctor_ill(world, tmp_path):
    """Each trouble is named, with what to do; none hides another."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        house = tidy(House(tmp_path, "".join((
            other(world, "name", host="127.0.0.2"),
            other(world, "authority", host="127.0.0.3"),
            other(world, "expired", host="127.0.0.4"),
            other(world, "login", password_file=world.password_file("staff")),
            other(world, "nowhere", host="nowhere.invalid"),
            other(world, "folder", processed_folder="Missing"),
            other(world, "closed", port=1),
            other(world, "silent", port=silent.getsockname()[1]),
            other(world, "token", password_file=None, auth="xoauth2",
                  oauth="nhs"),
            "\n[oauth nhs]\ntoken_url = http://127.0.0.1:1/\nclient_id = app\n"
            "scope = any\nclient_secret_file = /nowhere/secret\n"
            "client_secret_expires = 2020-01-01\n")), MAILDIR))
        text = house.conf.read_text()
        house.conf.write_text(text.replace("[intake]\n",
                                           "[intake]\nlanguages = eng+xyz\n"))
        (house.spool / "kept").chmod(0o755)
        status, found = diagnosis(house)
    assert status == 2
    for area, words in (
            ("mailbox name", "wrong host name"),
            ("mailbox authority", "not trusted"),
            ("mailbox expired", "expired"), ("mailbox login", "login"),
            ("mailbox nowhere", "nowhere.invalid: no address"),
            ("mailbox folder", "folder Missing: "),
            ("mailbox closed", "connection refused"),
            ("mailbox silent", "time-out"),
            ("mailbox token", "expired on 2020-01-01"),
            ("mailbox token", "/nowhere/secret"),
            ("secrets", "/nowhere/secret"),
            ("folders", "kept can be used by others"),
            ("reader", "language xyz")):
        assert has(found, area, "wrong", words), (area, words, found)
    assert found[next(f for f in found if "language xyz" in f[2])] == (
        "Install the package tesseract-ocr-xyz, or take it out of languages.")


def test_doctor_without_register(tmp_path):
    """What is not there yet is no reason to stop looking."""
    status, found = diagnosis(House(tmp_path))
    assert status == 2
    assert has(found, "register", "wrong", "register.db")
    assert has(found, "policy pack", "well", "trust")


def test_doctor_clock(tmp_path):
    """An entry of the history that is yet to come: the clock went back."""
    house = tidy(House(tmp_path))
    house.drop(SAMPLES / "complaint.eml")
    house.run("intake", "--once")
    house.run("backup", tmp_path / "backups")
    with sqlite3.connect(house.root / "register.db") as register:
        register.executescript("DROP TRIGGER event_stays;"
                               "UPDATE event SET at = at + 7200")
    _, found = diagnosis(house)
    assert has(found, "clock", "wrong", "yet to come")
    assert has(found, "history", "wrong", "not as it was")
    assert has(found, "backup", "well", "0 days ago")
    plain = house.run("doctor", check=False).stdout
    assert "\n        To do: " in plain and " well, " in plain


# --- health -----------------------------------------------------------------------------

MEASURE = re.compile(r"'[^'=|]+'=-?\d+(s|)(;(\d+:?)?){2}(;0)?")


def test_health(tmp_path):
    """One line for monitoring, with measures; more below."""
    house = House(tmp_path)
    house.run("intake", "--once")
    done = house.run("health")
    first, *rest = done.stdout.splitlines()
    words, _, measures = first.partition(" | ")
    assert words == "POSTROOM OK - all is well"
    assert all(MEASURE.fullmatch(m) for m in measures.split()), measures
    assert "OK: the history is whole: 0 events" in rest
    (house.spool / "post" / "x.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    house.run("intake", "--once")
    done = house.run("health", check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("POSTROOM WARNING - an item could not be ")
    assert "'unreadable'=1;0;" in done.stdout
    done = house.run("health", "--json", "x", check=False)
    assert done.returncode == 3
    house.conf.write_text("[nonsense\n")
    done = house.run("health", check=False)
    assert done.returncode == 3
    assert done.stdout.startswith("POSTROOM UNKNOWN - ")


# --- metrics ------------------------------------------------------------------------------


def value(samples, name, **labels):
    return samples[name, tuple(labels.items())]


def test_metrics(tmp_path):
    house = House(tmp_path)
    for name in ("complaint.eml", "out-of-office.eml"):
        house.drop(SAMPLES / name)
    house.run("intake", "--once")
    house.run("sender", "--once")
    text = house.run("metrics").stdout
    samples = exposition.read(text)
    assert value(samples, "postroom_register_up") == 1
    assert value(samples, "postroom_items_total", channel="post",
                 outcome="read") == 2
    assert value(samples, "postroom_cases", state="acknowledged") == 1
    assert value(samples, "postroom_cases_open", category="complaint") == 1
    assert value(samples, "postroom_outbox", state="sent") == 1
    assert value(samples, "postroom_spool_files", folder="incoming") == 0
    assert value(samples, "postroom_history_events_total") >= 5
    assert value(samples, "postroom_acknowledgements_overdue") == 0
    if promtool := shutil.which("promtool"):
        done = subprocess.run([promtool, "check", "metrics"], input=text,
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    (house.root / "register.db").unlink()
    done = house.run("metrics", check=False)
    assert done.returncode == 78
    assert value(exposition.read(done.stdout), "postroom_register_up") == 0


@pytest.mark.parametrize("wrong", [
    "a 1", "# TYPE a gauge\na 1\n", "# HELP a B.\n# TYPE a counter\na 1\n",
    "# HELP a B.\n# TYPE a gauge\na 1\na 1\n",
    "# HELP a B.\n# TYPE a gauge\na{b=\"c} 1\n",
    "# HELP a B.\n# TYPE a gauge\nb 1\n"])
def test_exposition_is_strict(wrong):
    with pytest.raises(ValueError):
        exposition.read(wrong)


@pytest.mark.skipif(IS_SANITIZED, reason="sanitizers need system calls")
def test_metrics_of_the_daemon(tmp_path):
    """A file, written anew; a socket, which one slow client does not hold."""
    house = House(tmp_path)
    path, sock = tmp_path / "folder" / "postroom.prom", tmp_path / "socket"
    path.parent.mkdir()
    with house.conf.open("a") as conf:
        conf.write(f"\n[run]\nmetrics_file = {path}\nmetrics_interval = 1s\n"
                   f"metrics_socket = {sock}\n")
    house.drop(SAMPLES / "complaint.eml")
    house.start()
    try:
        wait_for("the file to count the item", lambda: path.exists()
                 and "postroom_cases{" in path.read_text())
        exposition.read(path.read_text())
        assert path.stat().st_mode & 0o777 == 0o644
        assert sock.stat().st_mode & 0o777 == 0o660
        slow = [socket.socket(socket.AF_UNIX) for _ in range(3)]
        for s in slow:
            s.connect(str(sock))
            s.sendall(b"GET /metr")
        head, _, body = ask(sock).partition("\r\n\r\n")
        assert head.startswith("HTTP/1.0 200 OK\r\n")
        assert "text/plain; version=0.0.4" in head
        assert f"Content-Length: {len(body.encode())}" in head
        assert exposition.read(body)
        assert ask(sock, b"HEAD / HTTP/1.0\r\n\r\n").endswith("\r\n\r\n")
        assert ask(sock, b"GET /x HTTP/1.1\n\n").startswith("HTTP/1.0 404")
        assert ask(sock, b"POST / HTTP/1.0\r\n\r\n").startswith(
            "HTTP/1.0 405")
        assert ask(sock, b"x" * 4096) == ""
        # They are cut off, and then there is room again.
        for s in slow:
            s.settimeout(30)
            assert s.recv(1) == b""
            s.close()
        pid = house.roles()["metrics --serve"]
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        assert "NoNewPrivs:\t1" in status and "Seccomp:\t2" in status
        second = house.run("metrics", "--serve", check=False)
        assert second.returncode == 75 and "another process" in second.stderr
        assert ask(sock).startswith("HTTP/1.0 200")
    finally:
        assert house.stop() == 0


# --- the log of one message ------------------------------------------------------------------


def test_log_of_one_message(world, tmp_path):
    """By every name it has: from the server to the answer."""
    house = House(tmp_path, mailbox(world), submission(world))
    world.send("public@mail.test", "complaints@mail.test", COMPLAINT)
    wait_for("the message", lambda: world.messages("complaints"))
    for role in ("mailbox", "intake", "sender"):
        house.run(role, "--once")
    case, = house.cases()
    told = house.run("log", case["reference"].lower()).stdout
    record, = house.records("log", case["reference"])
    letter, = record["owed"]
    assert letter["state"] == "sent" and letter["attempts"] == 1
    for name in (record["item"], "first-of-mine@mail.test",
                 "<first-of-mine@mail.test>", letter["message_id"]):
        assert house.run("log", name).stdout == told
    for words in (f"Item {record['item']}\n", "mailbox complaints, folder ",
                  "Reading        message, message/rfc822: read",
                  "Taken for      case", "model ", "complaint: \"",
                  f"Case           {case['reference']}, which it opened",
                  "intake: registered. Opened a case",
                  "sender: acknowledged. By e-mail, attempt 1",
                  "acknowledgement by email, text ",
                  f"Message-ID {letter['message_id']}"):
        assert words in told, (words, told)
    arrival, = record["arrivals"]
    assert (arrival["mailbox"], arrival["state"]) == ("complaints", "filed")
    assert arrival["uid"] > 0 and arrival["uidvalidity"] > 0
    whats = [e["what"] for e in record["events"]]
    assert whats.index("received") < whats.index("registered") \
        < whats.index("acknowledged")
    assert record["scores"][0]["category"] == "complaint"
    assert record["reasons"] and record["cases"] == [
        {"reference": case["reference"], "role": "original"}]
    done = house.run("log", "m20200101T000000Z-0000000000000000", check=False)
    assert done.returncode == 66 and "nothing of that name" in done.stderr


def test_log_of_what_has_no_case(tmp_path):
    """A machine's mail, and the same bytes twice, have a story too."""
    house = House(tmp_path)
    house.drop(SAMPLES / "out-of-office.eml")
    house.run("intake", "--once")
    house.drop(SAMPLES / "out-of-office.eml", "again.eml")
    house.run("intake", "--once")
    items = [n.name for folder in ("kept", "duplicate")
             for n in (house.spool / folder).rglob("p*") if n.is_file()]
    first = house.run("log", items[0]).stdout
    assert "No case: written by a machine (auto_reply)" in first
    assert "tray, as out-of-office.eml" in first
    for item in items[1:]:
        assert f"as the same bytes as item {items[0]}" in house.run(
            "log", item).stdout


# --- reloading --------------------------------------------------------------------------------


def test_reload_loses_nothing(tmp_path):
    """Roles change between two items; a bad configuration changes nothing."""
    house = House(tmp_path, workers=2)
    good = house.conf.read_text()
    letters = 12
    for n in range(letters):
        (house.spool / "post" / f"{n}.eml").write_text(
            letter(f"jo{n}@people.example", f"Jo Number{n}"))

    def count(words):
        return house.log.read_text().count(words)

    house.start()
    try:
        for n in range(2):
            wait_for("some work", lambda: len(house.kept()) > 4 * n)
            house.conf.write_text(good + f"\n[alerts]\nrepeats = {n}\n")
            house.daemon.send_signal(signal.SIGHUP)
            wait_for("the reload",
                     lambda: count("configuration read again") == n + 1)
        wait_for("all roles", lambda: len(house.roles()) == 3)
        wait_for("all letters", lambda: len(house.kept()) == letters)
        roles = house.roles()
        for n, bad in enumerate((good + "\n[nonsense]\n", good.replace(
                "policy = trust", "policy = missing"))):
            house.conf.write_text(bad)
            house.daemon.send_signal(signal.SIGHUP)
            wait_for("the refusal", lambda: count(
                "reload refused, the old configuration stays: ") == n + 1)
        assert house.roles() == roles
        # One that is started now goes on with the old one.
        os.kill(roles["sender"], signal.SIGKILL)
        wait_for("another sender", lambda: house.roles().get("sender")
                 not in (None, roles["sender"]))
        wait_for("all answers", lambda: [
            c["acknowledgement"] for c in house.cases()].count("sent")
            == letters)
    finally:
        assert house.stop() == 0
    assert len({c["reference"] for c in house.cases()}) == letters
    assert len(list(house.outgoing.rglob("*.eml"))) == letters
    assert count("signal 9") == 1 and count("misconfigured") == 0

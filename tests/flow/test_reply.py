"""Acknowledgements that leave, that wait, and that never can."""
import email
import email.policy
import html
import re
import socket
import subprocess
import threading

import pytest

from box import smtp
from house import TOP, House

LETTER = """\
From: {name} <{sender}>
To: complaints@mail.test
Subject: Formal complaint about Ward 9
Message-ID: <{sender}.1@mail.test>
References: <start@mail.test>
Date: Mon, 16 Nov 2026 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

I wish to make a formal complaint about the way my mother was treated. She was
left waiting for six hours, and the nurse in charge was rude and dismissive. I
would like this to be investigated.
"""


def answered(house, sender="public@mail.test", name="Amara Okafor", status=0):
    """Takes one complaint in, lets the sender run once; the case."""
    source = house.root / "complaint.eml"
    source.write_text(LETTER.format(sender=sender, name=name))
    house.drop(source)
    house.run("intake", "--once")
    done = house.run("sender", "--once", check=False)
    assert done.returncode == status, done.stderr
    assert "@" not in done.stderr and "Okafor" not in done.stderr
    case, = house.cases()
    return house.records("show", case["reference"])[0]


def test_tls_from_the_start(world, tmp_path):
    house = House(tmp_path, smtp=smtp(world, "submissions", "required"))
    assert answered(house)["acknowledgement"] == "sent"
    raw, = world.wait_for("public", 1)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["Return-Path"] == "<>"
    assert mail["References"] == \
        "<start@mail.test> <public@mail.test.1@mail.test>"
    assert not mail.defects
    assert raw.isascii()
    assert mail["Auto-Submitted"] == "auto-replied"
    assert "NDR" not in mail["X-Auto-Response-Suppress"].split(", ")
    assert mail["Content-Language"] == "en"
    assert mail.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in mail.iter_parts()] == [
        "text/plain", "text/html"]
    assert all(len(line) <= 78 for line in raw.splitlines())
    text = mail.get_body(("plain",)).get_content()
    assert text.splitlines()[0] == "Dear Amara Okafor"


def test_two_forms_say_the_same(tmp_path):
    house = House(tmp_path)
    assert answered(house)["acknowledgement"] == "sent"
    file, = house.outgoing.iterdir()
    mail = email.message_from_bytes(
        file.read_bytes(), policy=email.policy.default)
    plain, page = (part.get_content() for part in mail.iter_parts())
    page = page.replace("<wbr>", "").split("<main>")[1]
    shown = html.unescape(re.sub("<[^>]*>", " ", page))
    for word in plain.replace("-" * 4, "").split():
        assert word.strip("-=*") in shown, word
    assert "Amara Okafor" not in mail["Subject"]
    assert "http" not in re.sub('<a href="[^"]*">', "", page)


def test_threaded_by_a_mail_client(world, tmp_path):
    """Somebody's sent complaint and our answer are one conversation."""
    house = House(tmp_path, smtp=smtp(world))
    complaint = LETTER.format(sender="public@mail.test", name="Amara Okafor")
    # Her copy, a stranger's mail, and the answer.
    world.append("public", complaint.encode())
    world.append("public", complaint.replace("public@", "other@")
                 .replace("start@", "elsewhere@")
                 .replace("Ward 9", "the car park").encode())
    answered(house)
    world.wait_for("public", 3)
    hers, other, ours = world.uids("public")
    with world.imap("public") as imap:
        for method in ("REFERENCES", "REFS"):
            _, (threads,) = imap.uid("THREAD", method, "UTF-8", "ALL")
            assert sorted(threads.decode().strip("()").split(")(")) == sorted(
                [f"{hers} {ours}", f"{other}"]), method


def test_envelope_sender(world, tmp_path):
    house = House(tmp_path, smtp=smtp(
        world, envelope_sender="complaints@mail.test"))
    answered(house)
    raw, = world.wait_for("public", 1)
    assert b"Return-Path: <complaints@mail.test>" in raw


@pytest.mark.parametrize("sender, note", [
    ("refused@mail.test", "no such mailbox"),
    ("full@mail.test", "mailbox is full"),
    ("anyone@refused.test", "no such mailbox"),
])
def test_refused_for_good(world, tmp_path, sender, note):
    """A person is told why, and the next run leaves it alone."""
    house = House(tmp_path, smtp=smtp(world))
    case = answered(house, sender)
    assert case["acknowledgement"] == "failed"
    assert note in case["acknowledgement_note"]
    assert "send a letter" in case["acknowledgement_note"]
    assert house.run("sender", "--once").stderr.count("case=") == 0


@pytest.mark.parametrize("sender", [
    "busy@mail.test", "hangup@mail.test", "anyone@deferred.test"])
def test_put_off(world, tmp_path, sender):
    """It stays due, and is not tried again at once."""
    house = House(tmp_path, smtp=smtp(world))
    case = answered(house, sender, status=75)
    assert case["acknowledgement"] == "due"
    assert "put off by the server: 4" in case["acknowledgement_note"]
    assert house.run("sender", "--once").stderr.count("case=") == 0


def wrong_password(world, tmp_path):
    (tmp_path / "wrong").write_text("wrong\n")
    return smtp(world, password_file=tmp_path / "wrong")


@pytest.mark.parametrize("section, note", [
    (wrong_password, "refused our login (535)"),
    (lambda world, _: smtp(world, ca_file=None), "certificate"),
    (lambda world, _: smtp(world, "relay", user=None), "STARTTLS"),
    (lambda world, _: smtp(world, user=None), "refuses to send for us"),
    (lambda world, _: smtp(world, **{"from": "staff@mail.test"},
                           envelope_sender="staff@mail.test"),
     "refuses to send for us"),
    (lambda world, _: smtp(world, host="nowhere.invalid"), "resolve"),
    (lambda world, _: smtp(world, 9), "connect"),
])
def test_our_own_fault(world, tmp_path, section, note):
    """What is wrong with us never uses an acknowledgement up."""
    house = House(tmp_path, smtp=section(world, tmp_path))
    case = answered(house, status=75)
    assert case["acknowledgement"] == "due"
    assert note in case["acknowledgement_note"]
    assert world.messages("public") == []


def server_that(ends_with):
    """An SMTP server for one message; its last word, or None to hang up."""
    listener = socket.create_server(("127.0.0.1", 0))
    seen = []

    def serve():
        connection, _ = listener.accept()
        with connection, connection.makefile("rwb") as wire:
            def say(line):
                wire.write(line + b"\r\n")
                wire.flush()
            say(b"220 ready")
            for line in wire:
                seen.append(line)
                if line.startswith(b"DATA"):
                    say(b"354 go on")
                elif line == b".\r\n":
                    if ends_with is None:
                        return
                    say(ends_with)
                elif line[:4] in (b"EHLO", b"MAIL", b"RCPT", b"QUIT"):
                    say(b"250 ok")

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1], seen


@pytest.mark.parametrize("ends_with, status, state, note", [
    (b"250 2.0.0 queued", 0, "sent", ""),
    (b"451 4.3.0 <public@mail.test> later", 75, "due", "451 4.3.0"),
    (b"554 5.7.1 <public@mail.test> spam", 0, "failed", "554 5.7.1"),
    (None, 75, "due", "uncertain"),
])
def test_after_the_final_dot(
        world, tmp_path, ends_with, status, state, note):
    port, seen = server_that(ends_with)
    house = House(tmp_path, smtp=smtp(
        world, port, "none", user=None, password_file=None))
    case = answered(house, status=status)
    assert case["acknowledgement"] == state
    assert note in case["acknowledgement_note"]
    assert "@" not in case["acknowledgement_note"]
    assert seen[0] == b"EHLO mail.test\r\n"
    assert seen[1].startswith(b"MAIL FROM:<>")
    assert seen[2] == b"RCPT TO:<public@mail.test>\r\n"
    assert all(len(line) <= 80 for line in seen)


def test_password_needs_tls(world, tmp_path):
    house = House(tmp_path, smtp=smtp(world, "relay", "none"))
    done = house.run("sender", "--once", check=False)
    assert done.returncode == 78
    assert "not sent without TLS" in done.stderr


def test_faulty_pack_stops_the_sender(tmp_path):
    """Found when it starts, with file and line, before anything is due."""
    house = House(tmp_path)
    pack = tmp_path / "pack"
    subprocess.run(["cp", "-r", TOP / "templates" / "trust", pack], check=True)
    text = pack / "foi.txt"
    text.write_text(text.read_text().replace("((reference))", "((subject))"))
    house.conf.write_text(house.conf.read_text().replace(
        "policy = trust", f"policy = {pack}"))
    done = house.run("sender", "--once", check=False)
    assert done.returncode == 78
    assert "foi.txt:1: ((subject)): unknown field" in done.stderr


def test_letter_on_paper(tmp_path):
    """Tagged, A4, and its text in the order it is read."""
    house = House(tmp_path)
    house.drop(next((TOP / "tests" / "samples").glob("*.tif")))
    house.run("intake", "--once")
    house.run("sender", "--once")
    case, = house.cases()
    letter, = (house.spool / "print").iterdir()
    about = subprocess.run(["pdfinfo", letter], check=True,
                           capture_output=True, text=True).stdout
    assert "(A4)" in about
    assert any(line.split() == ["Tagged:", "yes"]
               for line in about.splitlines())
    text = " ".join(subprocess.run(
        ["pdftotext", "-raw", letter, "-"], check=True, capture_output=True,
        text=True).stdout.split())
    order = ["Northmoor Partnership NHS Foundation Trust", "Date: ",
             "We have received your complaint", "Dear ",
             "What happens next", "not affect your care", "Ombudsman",
             "call 999", "Yours sincerely", "Customer Services Manager"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert case["reference"] in text
    pages = re.search(r"Page 1 of (\d+)", text)[1]
    assert f"Page {pages} of {pages}" in text

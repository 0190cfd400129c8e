"""Mail that leaves through a program: its arguments, its end, a real one."""
import email
import email.policy
import sqlite3

import pytest

from house import House

LETTER = """\
From: Amara Okafor <public@mail.test>
To: complaints@mail.test
Subject: Formal complaint about Ward 9
Message-ID: <public.1@mail.test>
Date: Mon, 16 Nov 2026 10:00:00 +0000

I wish to make a formal complaint about the way my mother was treated. She was
left waiting for six hours, and the nurse in charge was rude and dismissive. I
would like this to be investigated.
"""


def program(tmp_path, script):
    """A program of our own that stands for sendmail."""
    path = tmp_path / "sendmail"
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)
    return path


def house_with(tmp_path, path, confinement="off", **more):
    keys = {"transport": "sendmail", "sendmail_path": path,
            "from": "complaints@mail.test"} | more
    house = House(tmp_path, smtp="\n[smtp]\n" + "".join(
        f"{key} = {value}\n" for key, value in keys.items()))
    house.conf.write_text(house.conf.read_text().replace(
        "confinement = required", f"confinement = {confinement}"))
    return house


def answered(house, status=0):
    """Takes one complaint in, lets the sender run once; the case."""
    source = house.root / "complaint.eml"
    source.write_text(LETTER)
    house.drop(source)
    house.run("intake", "--once")
    done = house.run("sender", "--once", check=False)
    assert done.returncode == status, done.stderr
    assert "@" not in done.stderr
    case, = house.cases()
    return house.records("show", case["reference"])[0]


@pytest.mark.parametrize("envelope, sender", [
    (None, "<>"), ("bounces@mail.test", "bounces@mail.test")])
def test_how_it_is_run(tmp_path, envelope, sender):
    """By these arguments, in this environment, with the message as input."""
    path = program(tmp_path, f"""
for word; do echo "$word" >>{tmp_path}/arguments; done
/usr/bin/env -0 | /usr/bin/tr '\\0' '\\n' >{tmp_path}/environment
/bin/cat >{tmp_path}/message
""")
    more = {"envelope_sender": envelope} if envelope else {}
    assert answered(house_with(tmp_path, path, **more))[
        "acknowledgement"] == "sent"
    assert (tmp_path / "arguments").read_text().splitlines() == [
        "-i", "-f", sender, "--", "public@mail.test"]
    names = {line.partition("=")[0] for line in
             (tmp_path / "environment").read_text().splitlines()}
    assert names - {"PWD", "SHLVL", "_"} == {"PATH", "LC_ALL"}
    raw = (tmp_path / "message").read_bytes()
    assert b"\r" not in raw and raw.endswith(b"\n")
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects
    assert mail["Auto-Submitted"] == "auto-replied"
    text = mail.get_body(("plain",)).get_content()
    assert text.splitlines()[0] == "Dear Amara Okafor"


@pytest.mark.parametrize("script, status, state, note", [
    ("exit 0", 0, "sent", ""),
    ("echo '550 5.1.1 <public@mail.test> who?' >&2; exit 67", 0, "failed",
     "no such mailbox (exit 67, 5.1.1)"),
    ("exit 65", 0, "failed", "not take this message"),
    ("echo public@mail.test; exit 75", 75, "due", "asks to try again"),
    ("exit 71", 75, "due", "exit 71"),
    ("exit 78", 75, "due", "check its configuration"),
    ("exit 64", 75, "due", "check its configuration"),
    ("exit 1", 75, "due", "does not say why"),
    ("kill -9 $$", 75, "due", "signal 9: uncertain"),
    ("exec /bin/sleep 600", 75, "due", "in time: uncertain"),
    ("/bin/sleep 600 & exit 0", 0, "sent", ""),
    ("/usr/bin/head -c 9999999 /dev/zero; exit 0", 0, "sent", ""),
    ("exec /bin/true </dev/null", 0, "sent", ""),
])
def test_how_it_ends(tmp_path, script, status, state, note):
    path = program(tmp_path, script + "\n")
    case = answered(house_with(tmp_path, path, timeout="3s"), status)
    assert case["acknowledgement"] == state
    assert note in case["acknowledgement_note"]
    assert "@" not in case["acknowledgement_note"]


def test_uncertain_attempts_count(tmp_path):
    """What may have left counts for the caps; what did not, does not."""
    path = program(tmp_path, f"""
test -e {tmp_path}/broken && exit 75
kill -9 $$
""")
    house = house_with(tmp_path, path, per_address=1)
    (tmp_path / "broken").touch()
    reference = answered(house, 75)["reference"]

    def again():
        """Once more, whatever the pause was."""
        with sqlite3.connect(house.root / "register.db") as register:
            register.execute("UPDATE outbox SET next_attempt = 0")
        house.run("sender", "--once", check=False)
        return house.records("show", reference)[0]["acknowledgement"]
    assert again() == again() == "due"
    (tmp_path / "broken").unlink()
    assert again() == "due"
    assert again() == "held"


def test_a_crash_in_the_middle(tmp_path):
    """The sender dies after the message left: that counts as sent."""
    path = program(tmp_path, f"""
/bin/cat >>{tmp_path}/message
kill -9 $PPID
""")
    house = house_with(tmp_path, path, per_address=1)
    reference = answered(house, -9)["reference"]
    house.run("sender", "--once")
    case, = house.records("show", reference)
    assert case["acknowledgement"] == "held"
    assert (tmp_path / "message").read_bytes().count(b"Message-Id:") == 1


@pytest.mark.parametrize("path, words", [
    ("sendmail", "sendmail_path is a whole path"),
    ("/nowhere/sendmail", "No such file"),
    ("/etc/passwd", "Permission denied"),
])
def test_no_such_program(tmp_path, path, words):
    house = house_with(tmp_path, path)
    for command in (["sender", "--once"], ["check"]):
        done = house.run(*command, check=False)
        assert done.returncode == 78
        assert words in done.stderr


def wrapper(world, tmp_path):
    """The real Postfix's sendmail, with the configuration of the tests."""
    return program(tmp_path, "exec /usr/sbin/sendmail -C "
                   f"{world.run}/postfix/conf \"$@\"\n")


def test_a_real_mail_server(world, tmp_path):
    house = house_with(tmp_path, wrapper(world, tmp_path))
    assert answered(house)["acknowledgement"] == "sent"
    raw, = world.wait_for("public", 1)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail["Return-Path"] == "<>"
    assert mail["To"] == "public@mail.test"
    assert not mail.defects
    text = mail.get_body(("plain",)).get_content()
    assert text.splitlines()[0] == "Dear Amara Okafor"
    assert "confined" not in house.run("check").stdout


@pytest.mark.parametrize("path, state, note", [
    ("/usr/bin/true", "sent", ""),
    (None, "due", "cannot be run: check [smtp] sendmail_path"),
])
def test_confined(tmp_path, path, state, note):
    """Programs of the system can be run; others, and queues, cannot."""
    path = path or program(tmp_path, "exit 0\n")
    house = house_with(tmp_path, path, "required")
    assert "runs confined" in house.run("check").stdout
    case = answered(house, 0 if state == "sent" else 75)
    assert case["acknowledgement"] == state
    assert note in case["acknowledgement_note"]

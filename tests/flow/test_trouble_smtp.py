"""Mail servers that refuse, fall silent and lie (tests/lib/scenarios/*.smtp).

The rule of each: an acknowledgement is sent once, or a person hears why not;
and whenever it goes out again it is the same message, by its Message-ID.
"""
import email
import sqlite3

import pytest
from doubles import SmtpDouble
from house import SAMPLES, House


def section(server, pki=None, **more):
    keys = {"transport": "smtp", "host": "localhost", "port": server.port,
            "tls": "none", "from": "complaints@mail.test"}
    if pki is not None:
        keys |= {"tls": "starttls", "ca_file": pki / "ca.pem",
                 "user": "complaints", "password_command": "echo secret"}
    return "\n[smtp]\n" + "".join(
        f"{key} = {value}\n" for key, value in (keys | more).items())


def house_with(server, root, pki=None, **more):
    """A house where one acknowledgement is due."""
    house = House(root / "house", smtp=section(server, pki, **more))
    house.drop(SAMPLES / "complaint.eml")
    house.run("intake", "--once")
    return house


def send(house):
    """Lets the sender run once, as if every wait were over; the case."""
    with sqlite3.connect(house.root / "register.db") as db:
        db.execute("UPDATE outbox SET next_attempt = 0")
    done = house.run("sender", "--once", check=False)
    assert done.returncode in (0, 75), done.stderr
    assert "@" not in done.stderr
    case, = house.cases()
    return house.records("show", case["reference"])[0]


def message_id(house):
    with sqlite3.connect(house.root / "register.db") as db:
        return db.execute("SELECT message_id FROM outbox").fetchone()[0]


def ids(server):
    return [email.message_from_bytes(message)["Message-ID"].strip("<>")
            for message in server.messages]


def sent_again(house, server):
    """After trouble it goes out, once, and never again."""
    assert send(house)["acknowledgement"] == "sent"
    assert send(house)["acknowledgement"] == "sent"
    assert set(ids(server)) == {message_id(house).strip("<>")}


STAGES = [
    # stage, reply, state, what staff read
    ("greeting", "421 4.3.2 too busy", "due", "at the start: put off"),
    ("greeting", "554 5.3.2 no service", "due", "refuses to send for us"),
    ("?[EH]LO *", "421 4.3.2 too busy", "due", "at the start: put off"),
    ("MAIL *", "451 4.3.0 later", "due", "our sender address: put off"),
    ("MAIL *", "550 5.7.1 not you", "due", "refuses to send for us"),
    ("RCPT *", "450 4.2.1 busy", "due", "the recipient: put off"),
    ("RCPT *", "452 4.5.3 too many recipients", "due",
     "the recipient: put off"),
    ("RCPT *", "550 5.1.1 gone", "failed", "there is no such mailbox"),
    ("RCPT *", "550 5.7.1 relaying denied", "due", "refuses to send for us"),
    ("DATA", "451 4.3.0 later", "due", "the message: put off"),
    ("DATA", "554 5.6.0 no thanks", "failed", "refused the message for good"),
    ("dot", "451 4.3.0 later", "due", "the message: put off"),
    ("dot", "452 4.3.1 disk full", "due", "the message: put off"),
    ("dot", "554 5.7.1 spam", "failed", "refused the message for good"),
]


@pytest.mark.parametrize("stage, reply, state, note", STAGES)
def test_refused_at_every_stage(tmp_path, stage, reply, state, note):
    """What may pass is tried again; what will not, a person is told."""
    name = "refuses-at-once" if stage == "greeting" else "refuses"
    with SmtpDouble(name, stage=stage, reply=reply) as server:
        house = house_with(server, tmp_path)
        case = send(house)
        assert case["acknowledgement"] == state
        assert note in case["acknowledgement_note"]
        assert server.messages == []
        if state == "due":
            sent_again(house, server)
            assert len(server.messages) == 1
        else:
            assert send(house)["acknowledgement"] == "failed"
            assert server.connections == 1
        recipients = [c for c in server.commands if c.startswith("RCPT")]
        mails = [c for c in server.commands if c.startswith("MAIL")]
    # Every message has one recipient, so that none can be refused alone.
    assert len(recipients) <= len(mails)


@pytest.mark.parametrize("reply, note", [
    ("454 4.7.0 try later", "the login: put off"),
    ("421 4.3.2 too busy", "the login: put off"),
    ("535 5.7.8 wrong", "refused our login (535)")])
def test_refused_at_the_login(tmp_path, pki, reply, note):
    with SmtpDouble("refuses", pki=pki, stage="AUTH *",
                    reply=reply) as server:
        house = house_with(server, tmp_path, pki)
        case = send(house)
        assert case["acknowledgement"] == "due"
        assert note in case["acknowledgement_note"]
        sent_again(house, server)
        assert len(server.messages) == 1


@pytest.mark.parametrize("reply", [
    "454 4.7.0 TLS not available", "502 5.5.1 what?", "421 4.3.2 too busy"])
def test_refused_at_starttls(tmp_path, pki, reply):
    """Neither the password nor the message goes in the clear."""
    with SmtpDouble("refuses-tls", pki=pki, reply=reply) as server:
        house = house_with(server, tmp_path, pki)
        case = send(house)
        assert case["acknowledgement"] == "due"
        assert "smtp:" in case["acknowledgement_note"]
        assert server.messages == []


def test_replies_before_tls(tmp_path, pki):
    with SmtpDouble("tls-injected", pki=pki) as server:
        house = house_with(server, tmp_path, pki)
        assert send(house)["acknowledgement"] == "due"
        assert server.messages == []


@pytest.mark.parametrize("certificate", ["wronghost", "untrusted", "expired"])
def test_wrong_certificate(tmp_path, pki, certificate):
    with SmtpDouble("wrong-certificate", pki=pki,
                    certificate=certificate) as server:
        house = house_with(server, tmp_path, pki)
        case = send(house)
        assert case["acknowledgement"] == "due"
        assert "certificate" in case["acknowledgement_note"]
        assert server.messages == []


def test_greylisting(tmp_path):
    with SmtpDouble("greylisting") as server:
        house = house_with(server, tmp_path)
        case = send(house)
        assert case["acknowledgement"] == "due"
        assert "put off by the server: 450 4.2.0" in \
            case["acknowledgement_note"]
        assert "greylisting.example" not in case["acknowledgement_note"]
        sent_again(house, server)
        assert len(server.messages) == 1


@pytest.mark.parametrize("scenario", ["cut-after-dot", "silence-after-data"])
def test_uncertain_whether_it_arrived(tmp_path, scenario):
    """It goes out again, as the same message: the reader shows it once."""
    with SmtpDouble(scenario) as server:
        house = house_with(server, tmp_path, timeout="2s")
        case = send(house)
        assert case["acknowledgement"] == "due"
        assert "uncertain whether it arrived" in case["acknowledgement_note"]
        sent_again(house, server)
        assert len(server.messages) == 2
        first, second = (email.message_from_bytes(m) for m in server.messages)
        assert [part.as_bytes() for part in first.get_payload()] == [
            part.as_bytes() for part in second.get_payload()]


def test_cut_before_the_message(tmp_path):
    with SmtpDouble("cut-in-data") as server:
        house = house_with(server, tmp_path)
        case = send(house)
        assert case["acknowledgement"] == "due"
        assert "before the message was sent" in case["acknowledgement_note"]
        sent_again(house, server)
        assert len(server.messages) == 1


def test_replies_with_more_than_replies(tmp_path):
    """Of a reply nothing but its codes is taken; the first decides."""
    with SmtpDouble("replies-ahead") as server:
        house = house_with(server, tmp_path)
        case = send(house)
        assert case["acknowledgement"] in ("failed", "due")
        note = case["acknowledgement_note"]
        assert note.isprintable() and "CS26" not in note
        assert server.messages == []
    log = house.log.read_text()
    assert all(c.isprintable() or c == "\n" for c in log)
    assert "CS26-000001-X" not in log


def test_farewell_unanswered(tmp_path):
    """The next message does not wait for it as long as for other replies."""
    with SmtpDouble("silence-after-quit") as server:
        house = house_with(server, tmp_path, timeout="10m")
        house.drop(SAMPLES / "concern.eml")
        house.run("intake", "--once")
        house.run("sender", "--once")
        assert [case["acknowledgement"] for case in house.cases()] == [
            "sent", "sent"]
        assert len(server.messages) == 2


@pytest.mark.parametrize("scenario", [
    "reply-endless", "reply-of-endless-lines"])
def test_reply_without_end(tmp_path, scenario):
    with SmtpDouble(scenario) as server:
        house = house_with(server, tmp_path, timeout="2s")
        case = send(house)
        assert case["acknowledgement"] == "due"
        assert "smtp: connection" in case["acknowledgement_note"]
        sent_again(house, server)
        assert len(server.messages) == 1

"""Those inside the organisation who must hear of something, until they have."""
import calendar
import email
import email.policy
import re
import signal
import sqlite3
import subprocess
import time

import pytest

from doubles import SmtpDouble
from faults import Faults
from house import MAILDIR, TOP, House
from test_item import mailbox, submission

ALERTS = """
[alerts]
fallback = office@northmoor.nhs.example
escalation = head@northmoor.nhs.example

[recipient named nurse for child protection]
address = nurse@northmoor.nhs.example
"""

# An immediate flag, one for the day and one of routine.
LETTER = """\
From: Amara Okafor <amara@people.example>
To: complaints@mail.test
Subject: Formal complaint about Ward 9
Message-ID: <{number}@people.example>
Date: Mon, 16 Nov 2026 10:00:00 +0000

I wish to make a formal complaint. My little boy, who is six, was hit by a
nurse on Ward 9 and had bruises on both arms. That was {number} weeks ago.
I am going to the newspapers.

Amara Okafor
"""


def house_with(root, extra=ALERTS, smtp=MAILDIR, mail="", letters=1):
    """A house that has registered so many letters."""
    house = House(root, mail, smtp + extra)
    for number in range(1, letters + 1):
        source = house.root / "letter.eml"
        source.write_text(LETTER.format(number=number))
        house.drop(source, f"{number}.eml")
    house.run("intake", "--once")
    return house


def send(house, status=0):
    done = house.run("sender", "--once", check=False)
    assert done.returncode == status, done.stderr
    assert "@" not in done.stderr
    return done


def sent(house):
    """The alerts that left, by the address they went to."""
    found = {}
    for path in sorted(house.outgoing.glob("alert.*.eml")):
        mail = email.message_from_bytes(path.read_bytes(),
                                        policy=email.policy.default)
        found.setdefault(str(mail["To"]), []).append(mail)
    return found


def text_of(mail):
    return mail.get_content().replace("\r\n", "\n")


def change(house, sql, *values):
    with sqlite3.connect(house.root / "register.db") as register:
        register.execute(sql, values)


def grow_older(house, seconds):
    """Lets time pass for alerts."""
    change(house, "UPDATE alert SET due_at = due_at - ?, "
           "raised_at = raised_at - ?", seconds, seconds)


def alerts(house, *arguments):
    return {record["flag"]: record
            for record in house.records("alerts", *arguments)}


def health(house):
    done = house.run("health", check=False)
    return done.returncode, [line for line in done.stdout.splitlines()[1:]
                             if "alert" in line or "immediate" in line]


def reference(house):
    case, = house.cases()
    return case["reference"]


def test_told(tmp_path):
    """Each flag to its recipient; nothing of the letter in it."""
    house = house_with(tmp_path)
    send(house)
    mails = sent(house)
    assert sorted(mails) == ["nurse@northmoor.nhs.example",
                             "office@northmoor.nhs.example"]
    nurse, = mails["nurse@northmoor.nhs.example"]
    assert nurse["Subject"] == (
        f"Alert {reference(house)} (immediate): safeguarding of a child")
    assert nurse["Auto-Submitted"] == "auto-generated"
    assert nurse["Importance"] == "high"
    text = text_of(nurse)
    assert "For: Named Nurse for Child Protection\n" in text
    assert f"postroom show {reference(house)}\n" in text
    assert (f"postroom alerts --confirm {reference(house)} "
            "safeguarding_child\n") in text
    assert "pass it on" not in text
    media, = (m for m in mails["office@northmoor.nhs.example"]
              if "media" in m["Subject"])
    assert "please pass it on" in text_of(media)
    for mail in sum(mails.values(), []):
        for word in ("Amara", "Okafor", "people.example", "Ward", "boy",
                     "bruise", "newspaper", "hit by"):
            assert word not in mail.as_string()
        assert max(len(line) for line in text_of(mail).splitlines()) < 78
    assert all(a["state"] == "sent" and a["times"] == 1
               for a in alerts(house).values())
    before = len(sum(mails.values(), []))
    send(house)
    assert len(sum(sent(house).values(), [])) == before


def test_repeated_escalated_confirmed(tmp_path):
    """Half-hourly, three times; to the head; daily; until a person confirms."""
    house = house_with(tmp_path)
    counts = []
    for _ in range(7):
        send(house)
        mails = sent(house)
        counts.append(tuple(
            len([m for m in mails.get(f"{who}@northmoor.nhs.example", [])
                 if "child" in m["Subject"]]) for who in ("nurse", "head")))
        change(house, "UPDATE alert SET due_at = due_at - 1800 "
               "WHERE kind = 'safeguarding_child'")
    # The sixth waits for a day, which the seventh round does not see.
    assert counts == [(1, 0), (2, 0), (3, 0), (4, 0), (4, 1), (4, 1), (4, 1)]
    status, found = health(house)
    assert status == 2
    assert ("CRITICAL: nobody has confirmed something immediate: see postroom "
            "alerts") in found
    mail, = sent(house)["head@northmoor.nhs.example"]
    assert "(not confirmed, immediate)" in mail["Subject"]
    assert "after 4 e-mails" in text_of(mail)
    done = house.run("alerts", "--confirm", reference(house).lower(),
                     "safeguarding_child", "--by", "A Nurse")
    assert done.stdout == (f"{reference(house)}: 1 alert confirmed; nobody is "
                           "told again.\n")
    assert "safeguarding_child" not in alerts(house)
    of_case = alerts(house, reference(house))["safeguarding_child"]
    assert (of_case["state"], of_case["confirmed_by"], of_case["times"]) == (
        "confirmed", "A Nurse", 5)
    grow_older(house, 10 * 86400)
    send(house)
    assert len([m for m in sent(house)["head@northmoor.nhs.example"]
                if "child" in m["Subject"]]) == 1
    assert health(house)[0] == 0
    events = house.records("show", reference(house))[0]["events"]
    assert [e["who"] for e in events if e["what"] == "alert confirmed"] == [
        "A Nurse"]


def test_same_day(tmp_path):
    """Once more at the end of a working day, then to the head."""
    house = house_with(tmp_path)
    for times, to_head in ((1, 0), (2, 0), (3, 1), (3, 1)):
        send(house)
        media = alerts(house)["media"]
        assert media["times"] == times
        assert len([m for m in sent(house).get(
            "head@northmoor.nhs.example", []) if "media" in m["Subject"]
        ]) == to_head
        if media["due_at"] is not None:
            due = time.strptime(media["due_at"], "%Y-%m-%dT%H:%M:%SZ")
            assert due.tm_wday < 5 and due.tm_hour in (15, 16)
        change(house, "UPDATE alert SET due_at = 0 WHERE kind = 'media' "
               "AND due_at IS NOT NULL")
    assert media["due_at"] is None


def test_nobody_configured(tmp_path):
    """It stays a task that health tells of, until there is an address."""
    house = house_with(tmp_path, extra="")
    done = send(house)
    assert sent(house) == {}
    assert "has no address in postroom.conf" in done.stderr
    status, found = health(house)
    assert status == 2
    assert ("CRITICAL: nobody was told of something immediate: see postroom "
            "alerts") in found
    assert "no address" in alerts(house)["media"]["note"]
    said = house.run("check").stdout
    assert "    Named Nurse for Child Protection\n" in said
    assert "Nor is there a fallback" in said
    waits = [e for e in house.records("show", reference(house))[0]["events"]
             if e["what"] == "alert waits"]
    send(house)
    assert waits == [
        e for e in house.records("show", reference(house))[0]["events"]
        if e["what"] == "alert waits"]
    with house.conf.open("a") as conf:
        conf.write(ALERTS)
    assert "Named Nurse" not in house.run("check").stdout
    send(house)
    assert len(sent(house)["nurse@northmoor.nhs.example"]) == 1
    assert health(house)[0] == 0


def test_bad_address(tmp_path):
    house = House(tmp_path, smtp=MAILDIR + "\n[recipient Press]\naddress = x y\n")
    done = house.run("check", check=False)
    assert done.returncode == 78
    assert "[recipient Press]: not a plain e-mail address" in done.stderr
    assert house.run("sender", "--once", check=False).returncode == 78


def test_letters_go_in_turn(tmp_path):
    """However many alerts there are, each lets one letter go before the next."""
    house = house_with(tmp_path, letters=3)
    change(house, "UPDATE outbox SET state = 'due' WHERE state = 'held'")
    said = re.findall(r" (alert|kind)=\S+ .*sent", send(house).stderr)
    assert said.count("alert") > said.count("kind") == 3
    assert said[:6] == ["alert", "kind"] * 3


def test_caps_do_not_hold(tmp_path):
    limits = "".join(f"{key} = 1\n" for key in (
        "per_minute", "per_hour", "per_domain", "per_address"))
    smtp = re.sub("(?m)^per_.*\n", "", MAILDIR) + limits
    house = house_with(tmp_path, smtp=smtp, letters=4)
    send(house)
    assert len(sent(house)["nurse@northmoor.nhs.example"]) == 4
    assert all(a["times"] == 1 for a in house.records("alerts"))


# --- deadlines --------------------------------------------------------------

@pytest.fixture(scope="module")
def clock(tmp_path_factory):
    """A library that sets the clock of a command ahead."""
    path = tmp_path_factory.mktemp("clock") / "clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", path,
                    TOP / "tests" / "lib" / "clock.c"], check=True)
    return path


def at(monkeypatch, clock, *instant):
    monkeypatch.setenv("LD_PRELOAD", str(clock))
    monkeypatch.setenv("TEST_CLOCK_AHEAD",
                       str(calendar.timegm(instant) - int(time.time())))


def test_held_until_its_deadline(tmp_path, monkeypatch, clock):
    """Received on a Friday, due on Wednesday: told from Tuesday on."""
    at(monkeypatch, clock, 2026, 3, 6, 10, 0, 0)
    house = house_with(tmp_path)
    assert alerts(house)["safeguarding_child"]["state"] == "due"
    for hour, wanted in ((10, {}),
                         (7 + 4 * 24, {}),
                         (8 + 4 * 24, {"acknowledgement_waits": "same_day"}),
                         (9 + 4 * 24, {"acknowledgement_waits": "same_day"}),
                         (8 + 5 * 24, {"acknowledgement_due": "immediate"})):
        at(monkeypatch, clock, 2026, 3, 6, hour, 0, 1)
        house.run("sender", "--once", check=False)
        assert {flag: a["urgency"] for flag, a in alerts(house).items()
                if flag.startswith("acknowledgement")} == wanted, hour
    mails = [m for m in sum(sent(house).values(), [])
             if "acknowledgement" in m["Subject"]]
    assert len(mails) == 2
    assert ("Matter:   the acknowledgement has not gone out; deadline "
            "Wednesday 11 March 2026\n") in text_of(mails[0]) + text_of(mails[1])
    house.run("acknowledge", reference(house), "--by-phone", "--by", "A Person")
    at(monkeypatch, clock, 2026, 3, 11, 8, 5, 0)
    house.run("sender", "--once", check=False)
    assert not [flag for flag in alerts(house) if "acknowledgement" in flag]
    ended = alerts(house, reference(house))["acknowledgement_due"]
    assert (ended["state"], ended["confirmed_by"]) == ("confirmed", "postroom")


def test_reply_is_late(tmp_path, monkeypatch, clock):
    at(monkeypatch, clock, 2026, 3, 6, 10, 0, 0)
    house = house_with(tmp_path)
    house.run("acknowledge", reference(house), "--by-phone", "--by", "A Person")
    change(house, "UPDATE cases SET response_due = '2026-03-09'")
    at(monkeypatch, clock, 2026, 3, 9, 12, 0, 0)
    send(house)
    assert "response_late" not in alerts(house)
    at(monkeypatch, clock, 2026, 3, 10, 12, 0, 0)
    send(house)
    assert alerts(house)["response_late"]["recipient"] == \
        "Customer Services Manager"


# --- servers ----------------------------------------------------------------

def double(server):
    return (f"\n[smtp]\ntransport = smtp\nhost = localhost\nport = "
            f"{server.port}\ntls = none\nfrom = complaints@mail.test\n"
            "poll = 1s\n")


def test_server_down(tmp_path):
    """It is tried later, and health tells of it; then it leaves, once."""
    with SmtpDouble("refuses", stage="DATA", reply="451 not now") as server:
        house = house_with(tmp_path, smtp=double(server))
        done = send(house, 75)
    assert "again in 6" in done.stderr or "again in 5" in done.stderr
    child = alerts(house)["safeguarding_child"]
    assert (child["state"], child["times"], child["attempts"]) == ("due", 0, 1)
    status, found = health(house)
    assert status == 2 and "nobody was told of something" in found[0]
    send(house)  # too early: nothing is due
    assert alerts(house)["safeguarding_child"]["attempts"] == 1


def test_real_servers(world, tmp_path):
    """One refused for good goes to the fallback, which is our own mailbox:
    it is fetched, and nobody is thanked for it."""
    house = house_with(
        tmp_path, smtp=submission(world), mail=mailbox(world), extra="""
[alerts]
fallback = complaints@mail.test
escalation = staff@mail.test

[recipient Named Nurse for Child Protection]
address = refused@mail.test

[recipient Communications Team]
address = public@mail.test
""")
    send(house)
    world.wait_for("public", 1)
    raw, = world.messages("public")
    assert b"Subject: Alert " in raw and b"the media" in raw
    child = alerts(house)["safeguarding_child"]
    assert child["times"] == 1
    assert child["note"].startswith("to another address")
    count = len(alerts(house)) - 1
    world.wait_for("complaints", count)
    house.run("mailbox", "--once")
    house.run("intake", "--once")
    house.run("sender", "--once")
    assert len(house.cases()) == 1
    with sqlite3.connect(house.root / "register.db") as register:
        assert register.execute(
            "SELECT machine, COUNT(*) FROM item WHERE channel = 'email' "
            "GROUP BY 1").fetchall() == [("own", count)]
        assert register.execute("SELECT COUNT(*) FROM outbox").fetchone() == (
            1,)
    assert len(world.messages("public")) == 1


def test_killed(tmp_path):
    """Killed again and again, ever later, each mail is made once and counted
    once."""
    house = house_with(tmp_path, letters=5)
    wanted = len(house.records("alerts"))
    faults = Faults(tmp_path)
    run, kills = None, 0
    while run is None or run.fired:
        run = faults.run(house, "sender", "--once", kind="kill",
                         at=20 + 29 * kills)
        assert run.status == (-signal.SIGKILL if run.fired else 0)
        kills += run.fired
    assert kills > 1
    assert [a["times"] for a in house.records("alerts")] == [1] * wanted
    assert len(sum(sent(house).values(), [])) == wanted
    events = [e["detail"] for case in house.cases()
              for e in house.records("show", case["reference"])[0]["events"]
              if e["what"] == "alert sent"]
    assert len(events) == wanted
    send(house)
    assert len(sum(sent(house).values(), [])) == wanted

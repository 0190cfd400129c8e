"""The texts of letters: looked through, shown before they leave, named behind."""
import datetime
import email
import email.policy
import re
import shutil
import subprocess

import pytest

from house import House, POSTROOM, SAMPLES, TOP

CRISIS = """From: Joan Example <joan@example.org>
To: complaints@mail.test
Subject: my stay
Message-ID: <crisis@example.org>
Date: {date}

I wish to make a formal complaint about the care of my father on Ward 7.
I cannot bear it any more and I want to kill myself.
"""
DAY = 86400


def own_pack(house, pack="trust"):
    """A copy of a pack, which the house then uses; its folder."""
    folder = house.root / "pack"
    shutil.copytree(TOP / "templates" / pack, folder)
    house.conf.write_text(house.conf.read_text().replace(
        "policy = trust", f"policy = {folder}"))
    return folder


def test_lint(tmp_path):
    house = House(tmp_path)
    done = house.run("template", "lint")
    assert "every text is in order" in done.stdout
    pack = own_pack(house)
    text = pack / "complaint.txt"
    text.write_text(text.read_text().replace("((passage:care))", ""))
    done = house.run("template", "lint", check=False)
    assert done.returncode == 65
    assert f"{text}:1: ((passage:care)) is missing" in done.stdout
    found = house.run("template", "lint", "--json", check=False).stdout
    assert '"fault":true' in found
    done = house.run("check", check=False)
    assert done.returncode == 78 and "((passage:care))" in done.stderr
    done = house.run("sender", "--once", check=False)
    assert done.returncode == 78 and "((passage:care))" in done.stderr


def test_advice_does_not_stop_the_sender(tmp_path):
    house = House(tmp_path)
    pack = own_pack(house)
    conf = pack / "policy.conf"
    conf.write_text(conf.read_text().replace(
        "reading_grade = 7", "reading_grade = 1"))
    done = house.run("template", "lint", check=False)
    assert done.returncode == 65
    assert "advice: " in done.stdout and "hard to read" in done.stdout
    assert "hard to read" in house.run("check").stdout
    house.run("sender", "--once")


@pytest.mark.parametrize("pack", sorted(
    p.name for p in (TOP / "templates").iterdir() if p.is_dir()))
def test_packs_by_folder(pack):
    """Without a configuration, as somebody who writes texts works."""
    done = subprocess.run([POSTROOM, "template", "lint",
                           TOP / "templates" / pack],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def preview(*arguments):
    done = subprocess.run(
        [POSTROOM, "template", "preview", "--pack", TOP / "templates" / "icb",
         *arguments], capture_output=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def flat(text):
    """Without the ends of lines."""
    return " ".join(text.decode().split())


def test_samples():
    text = flat(preview("--sample", "complaint,late,representative"))
    assert text.startswith("We have received your complaint: reference ")
    assert "longer ago than that" in text and "Dear Amara Okafor" in text
    assert "automatically" in text
    text = flat(preview("--sample", "complaint", "--by-post"))
    assert "automatically" not in text
    text = flat(preview("--sample", "out_of_scope,scope_council"))
    assert "a council does" in text and "0300 061 0614" in text
    page = preview("--sample", "complaint", "--as", "html").decode()
    assert page.startswith("<!DOCTYPE html>") and "Amara Okafor" in page
    assert preview("--sample", "foi", "--as", "pdf").startswith(b"%PDF-")
    mail = email.message_from_bytes(
        preview("--sample", "compliment,chief_executive", "--as", "eml"),
        policy=email.policy.default)
    assert mail["Auto-Submitted"] == "auto-replied"
    body = mail.get_body(("plain",)).get_content()
    assert "For the Chief Executive" in body


@pytest.mark.parametrize("arguments", [
    [], ["preview"], ["preview", "--sample"], ["lint", "a", "b"],
    ["preview", "--sample", "complaint", "--as", "fax"],
    ["preview", "--sample", "complaint", "--text", "holding"],
    ["preview", "--sample", "a", "--case", "CS26-000017-R"],
])
def test_usage(tmp_path, arguments):
    house = House(tmp_path)
    done = house.run("template", *arguments, check=False)
    assert done.returncode == 64 and "usage: " in done.stderr


def test_case_and_version(tmp_path):
    """Shown before, sent word for word, and its version written down."""
    house = House(tmp_path)
    house.drop(SAMPLES / "complaint.eml")
    house.run("intake", "--once")
    case, = house.cases()
    ref = case["reference"]
    shown = house.run("template", "preview", "--case", ref.lower()).stdout
    assert ref in shown
    done = house.run("template", "preview", "--case", ref, "--text", "holding")
    assert "takes longer" in done.stdout
    done = house.run("template", "preview", "--case", "CS26-000001-A",
                     check=False)
    assert done.returncode == 66
    house.run("sender", "--once")
    raw, = house.outgoing.glob("ack.*")
    mail = email.message_from_bytes(raw.read_bytes(),
                                    policy=email.policy.default)
    sent = mail.get_body(("plain",)).get_content()
    # All but the characters that only the letter itself has.
    sent = re.sub(r"(CS\d\d-\d{6}-[A-Z])/\w{6}", r"\1", sent)
    assert " ".join(sent.split()) in " ".join(shown.split())
    history = house.run("show", ref).stdout
    line, = (at for at in history.splitlines() if "; text complaint" in at)
    version = line.split("version ")[1].split()[0]
    assert len(version) == 12


def clock(monkeypatch, tmp_path, seconds):
    """From now on it is so many seconds later."""
    if not (tmp_path / "clock.so").exists():
        subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "clock.so",
                        TOP / "tests" / "lib" / "clock.c"], check=True)
    monkeypatch.setenv("LD_PRELOAD", str(tmp_path / "clock.so"))
    monkeypatch.setenv("TEST_CLOCK_AHEAD", str(seconds))


def held_crisis(house):
    """A letter that a person must read first; its reference."""
    letter = house.root / "crisis.eml"
    now = datetime.datetime.now(datetime.timezone.utc)
    letter.write_text(CRISIS.format(date=email.utils.format_datetime(now)))
    house.drop(letter)
    house.run("intake", "--once")
    case, = house.cases()
    assert case["acknowledgement"] == "held"
    house.run("sender", "--once")
    assert house.cases()[0]["acknowledgement"] == "held"
    return case


def noon_after(day, hours):
    """Seconds from now to so many hours behind that day's noon, UTC."""
    then = datetime.datetime.combine(
        datetime.date.fromisoformat(day), datetime.time(12),
        datetime.timezone.utc) + datetime.timedelta(hours=hours)
    return int((then - datetime.datetime.now(
        datetime.timezone.utc)).total_seconds())


def test_neutral_on_the_last_day(tmp_path, monkeypatch):
    """Held till two in the afternoon of its last day, and no longer."""
    house = House(tmp_path)
    case = held_crisis(house)
    clock(monkeypatch, tmp_path, noon_after(case["ack_due"], -1))
    house.run("sender", "--once")
    assert house.cases()[0]["acknowledgement"] == "held"
    clock(monkeypatch, tmp_path, noon_after(case["ack_due"], 3))
    house.run("sender", "--once")
    assert house.cases()[0]["acknowledgement"] == "sent"
    mails = [email.message_from_bytes(p.read_bytes(),
                                      policy=email.policy.default)
             for p in house.outgoing.glob("ack.*")]
    mail, = (m for m in mails if m["To"] == "joan@example.org")
    assert mail["Subject"].startswith("We have received your message")
    body = mail.get_body(("plain",)).get_content()
    assert "your complaint" not in body and "Nobody watches" in body
    history = house.run("show", case["reference"]).stdout
    assert "a person must still read it" in history
    assert "text review" in history
    house.run("sender", "--once")
    assert len(list(house.outgoing.glob("ack.*"))) == len(mails)


def test_no_neutral_where_the_pack_says_no(tmp_path, monkeypatch):
    house = House(tmp_path)
    conf = own_pack(house) / "policy.conf"
    conf.write_text(conf.read_text().replace(
        "neutral_after_hold = yes", "neutral_after_hold = no"))
    case = held_crisis(house)
    clock(monkeypatch, tmp_path, noon_after(case["ack_due"], 2 * 24))
    house.run("sender", "--once")
    assert house.cases()[0]["acknowledgement"] == "held"


def test_no_neutral_once_a_person_held_it(tmp_path, monkeypatch):
    """Somebody looked, and decided that it waits."""
    house = House(tmp_path)
    house.drop(SAMPLES / "complaint.eml")
    house.run("intake", "--once")
    case, = house.cases()
    house.run("acknowledge", case["reference"], "--hold",
              "the family rang", check=True)
    clock(monkeypatch, tmp_path, noon_after(case["ack_due"], 2 * 24))
    house.run("sender", "--once")
    assert house.cases()[0]["acknowledgement"] == "held"

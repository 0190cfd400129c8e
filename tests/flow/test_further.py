"""Letters that are owed while a case is open, in the forms people can read."""
import calendar
import email
import email.policy
import re
import sqlite3
import subprocess
import time

import pytest

from house import TOP, House

LETTER = """\
From: Amara Okafor <{sender}>
To: complaints@mail.test
Subject: {subject}
Message-ID: <{number}@people.example>
Date: Mon, 16 Nov 2026 10:00:00 +0000

{text}

Amara Okafor
1 Mill Lane, Northmoor, NM1 2XY
"""
COMPLAINT = """I wish to make a formal complaint about the food on Ward 9. It
was cold every day, and nobody would warm it up."""


def drop(house, number, text, subject="Formal complaint",
         sender="amara@people.example"):
    source = house.root / "letter.eml"
    source.write_text(LETTER.format(
        number=number, text=text, subject=subject, sender=sender))
    house.drop(source, f"{number}.eml")
    house.run("intake", "--once")


def sent(house):
    """What left, in order."""
    paths = sorted(house.outgoing.glob("ack.*.eml"),
                   key=lambda path: path.stat().st_mtime_ns)
    return [email.message_from_bytes(path.read_bytes(),
                                     policy=email.policy.default)
            for path in paths]


def words(mail):
    text = mail.get_body(("plain",)).get_content()
    return " ".join(text.split())


def case(house):
    one, = house.cases()
    return one


def shown(house):
    return house.records("show", case(house)["reference"])[0]


def letters(house, kind):
    return [letter for letter in shown(house)["letters"]
            if letter["kind"].startswith(kind)]


def test_a_further_message(tmp_path):
    """Whoever quotes the reference of our letter is known, and thanked once."""
    house = House(tmp_path)
    drop(house, 1, COMPLAINT)
    house.run("sender", "--once")
    ours, = sent(house)
    quoted = re.search(r"CS\d\d-\d{6}-[A-Z]/\w{6}", words(ours)).group()
    for number in (2, 3):
        drop(house, number, f"About {quoted}: it was the week of the fair.\n"
             + "Number of the room: " + str(number), "The ward again")
        house.run("sender", "--once")
    assert len(house.cases()) == 1
    _, thanks = sent(house)
    assert thanks["Subject"].startswith("We have added this to your case")
    assert thanks["Auto-Submitted"] == "auto-replied"
    assert thanks["In-Reply-To"] == "<2@people.example>"
    assert thanks["To"] == "amara@people.example"
    assert quoted in words(thanks)
    assert "fair" not in thanks.as_string()
    letter, = letters(house, "follow_up")
    assert letter["state"] == "sent"
    told = [event["detail"] for event in shown(house)["events"]
            if event["what"] == "follow-up not owed"]
    assert told == ["a further message of this case was acknowledged before"]


def test_held_by_a_person(tmp_path):
    """Held, seen, shown and cancelled, before it goes."""
    house = House(tmp_path)
    drop(house, 1, COMPLAINT)
    house.run("sender", "--once")
    reference = case(house)["reference"]
    quoted = re.search(reference + r"/\w{6}", words(sent(house)[0])).group()
    drop(house, 2, f"{quoted}: here is the date.", "More")
    house.run("acknowledge", reference, "--letter", "follow_up", "--hold",
              "she is to be called first")
    due, = house.records("due")
    assert (due["next"], due["letter_state"]) == ("follow-up", "held")
    assert "Follow-up held: she is to be called first" in \
        house.run("queue").stdout
    assert "have added it to your case" in " ".join(house.run(
        "template", "preview", "--case", reference, "--letter",
        "follow_up").stdout.split())
    house.run("acknowledge", reference, "--letter", "follow_up", "--cancel",
              "she was called")
    house.run("sender", "--once")
    assert len(sent(house)) == 1
    due, = house.records("due")
    assert due["next"] == "response"


# --- a holding letter -------------------------------------------------------

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


def late_house(root, pack):
    """A complaint of 6 March 2026 that was to be answered by 16 April."""
    house = House(root)
    conf = house.conf.read_text()
    house.conf.write_text(conf.replace("policy = trust", f"policy = {pack}"))
    drop(house, 1, COMPLAINT)
    house.run("sender", "--once")
    with sqlite3.connect(house.root / "register.db") as register:
        register.execute("UPDATE cases SET response_due = '2026-04-16'")
    return house


def run_at(house, monkeypatch, clock, month, day, hour=12):
    at(monkeypatch, clock, 2026, month, day, hour, 0, 0)
    house.run("sender", "--once", check=False)


def test_a_letter_before_the_day(tmp_path, monkeypatch, clock):
    """Five working days before, by itself, and twenty later once more."""
    at(monkeypatch, clock, 2026, 3, 6, 10, 0, 0)
    house = late_house(tmp_path, "nhs-website")
    for day, hour, wanted in ((8, 12, 1), (9, 4, 1), (9, 12, 2), (9, 13, 2),
                              (16, 12, 2)):
        run_at(house, monkeypatch, clock, 4, day, hour)
        assert len(sent(house)) == wanted, (day, hour)
    letter, = letters(house, "holding")
    assert (letter["kind"], letter["state"]) == ("holding-2026-04-09", "sent")
    ours, holding = sent(house)
    assert holding["Subject"].startswith("Our reply will take longer")
    assert holding["In-Reply-To"] == ours["Message-ID"]
    assert holding["References"].split()[-1] == ours["Message-ID"]
    assert "16 April" not in words(holding)
    run_at(house, monkeypatch, clock, 5, 11)
    assert [letter["kind"] for letter in letters(house, "holding")] == [
        "holding-2026-04-09", "holding-2026-05-08"]
    house.run("set", case(house)["reference"], "response_sent_on",
              "2026-05-11")
    run_at(house, monkeypatch, clock, 6, 9)
    assert len(letters(house, "holding")) == 2


def test_a_letter_of_a_person(tmp_path, monkeypatch, clock):
    """The day after, held until a new day is agreed; paused, it is none."""
    at(monkeypatch, clock, 2026, 3, 6, 10, 0, 0)
    house = late_house(tmp_path, "trust")
    reference = case(house)["reference"]
    run_at(house, monkeypatch, clock, 4, 17)
    due, = house.records("due")
    assert (due["next"], due["letter_due"]) == ("holding letter", "2026-04-17")
    assert "agree a new day" in house.run("due").stdout
    assert "Holding letter held" in house.run("queue").stdout
    house.run("set", reference, "agreed_due", "2026-05-15", "--reason",
              "two wards answer")
    house.run("acknowledge", reference, "--letter", "holding", "--release")
    run_at(house, monkeypatch, clock, 4, 17, 13)
    holding = sent(house)[-1]
    assert "We now aim to send it by Friday 15 May 2026." in words(holding)
    house.run("pause", reference, "--by", "coroner", "--reason", "by letter")
    run_at(house, monkeypatch, clock, 5, 18)
    assert len(letters(house, "holding")) == 1
    house.run("resume", reference)
    run_at(house, monkeypatch, clock, 5, 18, 13)
    assert letters(house, "holding")[-1]["state"] == "held"
    house.run("pause", reference, "--by", "coroner", "--reason", "once more")
    run_at(house, monkeypatch, clock, 5, 18, 14)
    assert letters(house, "holding")[-1]["state"] == "cancelled"
    assert len(sent(house)) == 2


# --- needs ------------------------------------------------------------------

def needing(root, *needs):
    house = House(root)
    drop(house, 1, COMPLAINT)
    for need in needs:
        house.run("person", "need", "P1", *need)
    return house


@pytest.mark.parametrize("need, note", [
    (["braille"], "they need Braille: a person sends it so"),
    (["bsl"], "they use British Sign Language: a person sends it so"),
    (["language", "Polish"],
     "they read another language, in which there is no text"),
    (["easy_read"], "they need Easy Read, and the pack has no such text"),
])
def test_what_a_machine_cannot_write(tmp_path, need, note):
    house = needing(tmp_path, need)
    house.run("sender", "--once")
    assert sent(house) == []
    held = case(house)
    assert held["acknowledgement"] == "held"
    assert held["acknowledgement_note"] == note
    told = shown(house)["events"]
    assert not any("Braille" in event["detail"] or "Polish" in event["detail"]
                   for event in told)
    house.run("acknowledge", held["reference"], "--sent", "in Braille")
    assert case(house)["acknowledgement"] == "posted"
    assert case(house)["state"] == "acknowledged"
    house.run("sender", "--once")
    assert sent(house) == []


def test_large_print_and_welsh(tmp_path):
    """What was written so goes by itself."""
    pack = tmp_path / "pack"
    subprocess.run(["cp", "-R", TOP / "templates" / "trust", pack], check=True)
    (pack / "cy" / "passages").mkdir(parents=True)
    for passage in (pack / "passages").iterdir():
        (pack / "cy" / "passages" / passage.name).write_text(
            passage.read_text())
    (pack / "cy" / "forms").mkdir()
    for form in (pack / "forms").iterdir():
        (pack / "cy" / "forms" / form.name).write_text(form.read_text())
    (pack / "cy" / "complaint.txt").write_text(
        (pack / "complaint.txt").read_text()
        .replace("Thank you for getting in touch with us.",
                 "Diolch am gysylltu â ni."))
    house = needing(tmp_path, ["large_print"], ["language", "Welsh"],
                    ["longer_time"])
    house.conf.write_text(house.conf.read_text().replace(
        "policy = trust", f"policy = {pack}"))
    house.run("sender", "--once")
    ours, = sent(house)
    assert "Diolch am gysylltu" in words(ours)
    assert ours["Content-Language"] == "cy"
    sizes = re.findall(r"font:?[^;\"]*?(\d+)px",
                       ours.get_body(("html",)).get_content())
    assert "24" in sizes, sizes


def test_the_law_chooses_the_text(tmp_path):
    house = House(tmp_path)
    drop(house, 1, "Under the Freedom of Information Act please send me your "
         "policy on the boilers, and how much gas they used.", "A request")
    reference = case(house)["reference"]
    assert case(house)["category"] == "foi"
    house.run("set", reference, "law", "eir")
    house.run("sender", "--once")
    ours, = sent(house)
    assert "under the Environmental Information Regulations" in words(ours)

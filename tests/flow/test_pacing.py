"""How fast acknowledgements leave, and how many: robots, loops, floods."""
import email
import email.policy
import re
import sqlite3

import pytest

from house import House

WORDS = """\
I wish to make a formal complaint about the way my mother was treated. She was
left waiting for six hours, and the nurse in charge was rude and dismissive. I
would like this to be investigated.
"""


def maildir(sender="complaints@mail.test", **limits):
    return (f"\n[smtp]\ntransport = maildir\nmaildir = {{root}}/outgoing\n"
            f"from = {sender}\n" +
            "".join(f"{key} = {value}\n" for key, value in limits.items()))


def complain(house, sender, number=1, to="complaints@mail.test"):
    """Puts a complaint into the tray, as saved from a mail program."""
    source = house.root / "complaint.eml"
    source.write_text(
        f"From: Amara Okafor <{sender}>\nTo: {to}\n"
        f"Subject: Formal complaint\nMessage-ID: <{number}.{sender}>\n"
        "Date: Mon, 16 Nov 2026 10:00:00 +0000\n\n" + WORDS)
    house.drop(source, f"{number:04}-{sender}.eml")


def send(house, status=0):
    done = house.run("sender", "--once", check=False)
    assert done.returncode == status, done.stderr
    assert "@" not in done.stderr
    return done


def states(house):
    return [case["acknowledgement"] for case in house.cases()]


def recipients(house):
    """To whom the maildir's messages are."""
    return sorted(
        email.message_from_bytes(path.read_bytes())["To"]
        for path in house.outgoing.glob("*.eml"))


def grow_older(house, seconds):
    """Lets time pass for what left, and for what waits."""
    with sqlite3.connect(house.root / "register.db") as register:
        register.execute("UPDATE departure SET at = at - ?", [seconds])
        register.execute(
            "UPDATE outbox SET next_attempt = next_attempt - ?", [seconds])


def test_a_thousand_forged_senders(tmp_path):
    """One domain is written to no more often than its cap says."""
    house = House(tmp_path, smtp=maildir(
        per_minute=1000, per_hour=1000, per_domain=5))
    for number in range(999):
        complain(house, f"forged{number}@victim.example")
    complain(house, "amara@people.example")
    house.run("intake", "--once", timeout=600)
    send(house, 75)
    assert len(recipients(house)) == 6
    assert "amara@people.example" in recipients(house)
    found = states(house)
    assert found.count("sent") == 6 and found.count("due") == 994
    for _ in range(2):
        send(house)
    assert len(recipients(house)) == 6
    grow_older(house, 3600)
    send(house, 75)
    assert len(recipients(house)) == 11


@pytest.mark.parametrize("limit, words", [
    ("per_minute", "at most 2 a minute"),
    ("per_hour", "at most 2 an hour"),
    ("per_domain", "at most 2 an hour to one mail domain (people.example)"),
])
def test_waiting_for_a_turn(tmp_path, limit, words):
    """It stays due, says what for, and goes when there is room."""
    house = House(tmp_path, smtp=maildir(**{limit: 2}))
    for number in range(5):
        complain(house, f"person{number}@people.example")
    house.run("intake", "--once")
    send(house, 75)
    assert len(recipients(house)) == 2
    waiting = [case for case in house.cases()
               if case["acknowledgement"] == "due"]
    assert len(waiting) == 3
    window = 60 if limit == "per_minute" else 3600
    grow_older(house, window)
    send(house, 75)
    assert len(recipients(house)) == 4
    last, = (case for case in house.cases()
             if case["acknowledgement"] == "due")
    assert last["acknowledgement_note"] == f"Waits for its turn: {words}"
    assert [event["what"] for event in
            house.records("show", last["reference"])[0]["events"]
            ].count("waiting") == 1
    grow_older(house, window)
    send(house)
    assert len(recipients(house)) == 5
    case, = house.records("show", last["reference"])
    assert case["events"][-1]["detail"].startswith("By e-mail, attempt 1;")


def test_one_address_too_often(tmp_path):
    """The fourth in a day waits for a person, for ever."""
    house = House(tmp_path, smtp=maildir())
    for number in range(4):
        complain(house, "amara@people.example", number)
    house.run("intake", "--once")
    done = send(house)
    assert len(recipients(house)) == 3
    assert states(house).count("held") == 1
    held, = (c for c in house.cases() if c["acknowledgement"] == "held")
    assert "3 acknowledgements within a day" in held["acknowledgement_note"]
    assert f"postroom show {held['reference']}" in done.stderr
    grow_older(house, 86400)
    assert send(house).stderr.count("case=") == 0
    assert len(recipients(house)) == 3
    complain(house, "AMARA@people.example", 5)
    house.run("intake", "--once")
    send(house)
    assert len(recipients(house)) == 4


def test_letters_are_not_counted(tmp_path):
    house = House(tmp_path, smtp=maildir(per_minute=1))
    complain(house, "amara@people.example")
    complain(house, "bert@people.example")
    for number in range(3):
        (house.spool / "post" / f"letter{number}.txt").write_text(
            WORDS + f"\n{number} times.\n\nAmara Okafor\n"
            "1 Mill Lane\nNorthmoor\nZZ99 1AA\n")
    house.run("intake", "--once")
    send(house, 75)
    assert sorted(states(house)) == [
        "due", "printed", "printed", "printed", "sent"]


def untouched(raw):
    return raw


def stripped(raw):
    """The message after a gateway that drops what it does not know."""
    kept = email.message_from_bytes(raw, policy=email.policy.default)
    for name in ("Auto-Submitted", "X-Auto-Response-Suppress",
                 "In-Reply-To", "References"):
        del kept[name]
    return kept.as_bytes()


def rewritten(raw):
    """Nothing is left by which anybody could tell that a robot wrote it."""
    old = email.message_from_bytes(raw, policy=email.policy.default)
    return (f"From: {old['From'].addresses[0].addr_spec}\nTo: {old['To']}\n"
            f"Subject: Formal complaint\nMessage-ID: {old['Message-ID']}\n"
            f"Date: {old['Date']}\n\n{WORDS}").encode()


def carry(giver, taker, change):
    """Carries new mail from one Postroom's maildir to another's tray."""
    carried = 0
    for path in sorted(giver.outgoing.glob("*.eml")):
        raw = path.read_bytes()
        path.unlink()
        (taker.spool / "post" / path.name).write_bytes(change(raw))
        carried += 1
    if carried:
        taker.run("intake", "--once")
        taker.run("sender", "--once")
    return carried


@pytest.mark.parametrize("change, most, held", [
    (untouched, 1, False),
    (stripped, 1, True),   # it quotes a reference: a person looks
    (rewritten, 3, True),  # the cap of the address
])
def test_two_postrooms(tmp_path, change, most, held):
    """They do not thank each other for ever."""
    houses = []
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        house = House(tmp_path / name,
                      smtp=maildir(f"complaints@{name}.example"))
        house.conf.write_text(re.sub(
            "(?m)^addresses = .*", f"addresses = complaints@{name}.example",
            house.conf.read_text()))
        houses.append(house)
    north, south = houses
    complain(north, "complaints@south.example", to="complaints@north.example")
    north.run("intake", "--once")
    north.run("sender", "--once")
    carried = [0, 0]
    while max(carried) <= most:
        new = [carry(north, south, change), carry(south, north, change)]
        carried = [old + more for old, more in zip(carried, new)]
        if new == [0, 0]:
            break
    assert carried[0] == most and carried[1] <= most
    assert ("held" in states(north) + states(south)) == held

"""People: who wrote, how they are spoken to, who is restricted, what may go."""
import csv
import io

from house import House

EX_USAGE, EX_DATAERR, EX_NOINPUT = 64, 65, 66

LETTER = """\
From: {name} <{sender}>
To: complaints@mail.test
Subject: {subject}
Message-ID: <{number}.persons@people.example>
Date: Mon, 16 Nov 2026 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

I wish to make a formal complaint about {subject}. I was left waiting for six
hours, and the nurse in charge was rude and dismissive. I would like this to be
investigated.
"""


def receive(house, number, subject, sender="amara@people.example",
            name="Amara Okafor"):
    """Takes a complaint in; the case as show tells it."""
    source = house.root / f"letter{number}.eml"
    source.write_text(LETTER.format(number=number, subject=subject,
                                    sender=sender, name=name))
    house.run("intake", "--once")
    known = {case["reference"] for case in house.cases()}
    house.drop(source)
    house.run("intake", "--once")
    new, = {case["reference"] for case in house.cases()} - known
    return show(house, new)


def show(house, reference):
    return house.records("show", reference)[0]


def send(house):
    house.run("sender", "--once")


def sent_to(house):
    return [p for p in house.outgoing.glob("ack.*.eml")
            if b"people.example" in p.read_bytes()]


def test_person_of_two_cases(tmp_path):
    house = House(tmp_path)
    first = receive(house, 1, "ward 9")
    person, = first["people"]
    assert (person["person"], person["role"], person["name"]) == \
        ("P1", "complainant", "Amara Okafor")
    house.run("person", "need", "P1", "large_print", "--by", "Jo Bell")
    house.run("person", "need", "P1", "language", "Igbo")
    second = receive(house, 2, "ward 12")
    person, = second["people"]
    assert person["person"] == "P1"
    assert person["needs"] == [{"need": "language", "detail": "Igbo"},
                               {"need": "large_print", "detail": None}]
    page = house.run("show", second["reference"]).stdout
    assert "P1 needs large print" in page
    assert "Igbo" not in str(second["events"])
    page = house.run("person", "show", "P1").stdout
    assert page.index("needs large print") < page.index("Amara Okafor")
    assert first["reference"] in page and second["reference"] in page
    assert "2 times in 30 days" in page


def test_nobody_is_merged_by_itself(tmp_path):
    house = House(tmp_path)
    receive(house, 1, "ward 9")
    other = receive(house, 2, "ward 12", name="Obi Okafor")
    assert other["people"][0]["person"] == "P2"
    assert "Perhaps the same as P1: same e-mail address" in str(
        other["events"])
    pair, = house.records("person", "suggest")
    assert (pair["person"], pair["other"], pair["why"]) == \
        ("P1", "P2", "same e-mail address")
    assert house.run("person", "merge", "P2", "into", "P1",
                     check=False).returncode == EX_NOINPUT
    house.run("person", "merge", "P2", "into", "P1", "--reason",
              "she told us so")
    assert show(house, other["reference"])["people"][0]["person"] == "P1"
    assert house.records("person", "suggest") == []
    shown = house.run("person", "show", "P2", check=False)
    assert shown.returncode == EX_NOINPUT and "P1" in shown.stderr


def test_person_commands(tmp_path):
    house = House(tmp_path)
    receive(house, 1, "ward 9", name="=1+1")
    house.run("person", "edit", "P1", "--born", "1961-04-30", "--phone",
              "0113 496 0101", "--prefer", "0113 496 0101")
    row, = house.records("person", "list", "0113496")
    assert row["contact"] == "0113 496 0101" and row["born_on"] == "1961-04-30"
    assert house.records("person", "list", "nobody of that name") == []
    table = list(csv.reader(io.StringIO(
        house.run("person", "list", "--csv").stdout)))
    assert table[1][1] == "'=1+1"
    for status, words in [
            (EX_USAGE, "person"), (EX_USAGE, "person show"),
            (EX_USAGE, "person merge P1 P1"), (EX_DATAERR, "person show me"),
            (EX_NOINPUT, "person show P9"),
            (EX_NOINPUT, "person edit P1 --born 30/04/1961"),
            (EX_NOINPUT, "person need P1 shouting"), (EX_USAGE, "people"),
            (EX_DATAERR, "people CS26-1"), (EX_USAGE, "restrict"),
            (EX_DATAERR, "restrict me --kind no_ack"),
            (EX_NOINPUT, "restrict P1 --kind no_ack"), (EX_USAGE, "equality"),
            (EX_NOINPUT, "equality set P1 race martian"),
            (EX_USAGE, "equality report --from yesterday")]:
        done = house.run(*words.split(), check=False)
        assert done.returncode == status, (words, done.stderr)


def test_consent_blocks_release(tmp_path):
    house = House(tmp_path)
    reference = receive(house, 1, "ward 9")["reference"]
    house.run("people", reference, "--add", "patient", "--name", "Ngozi Okafor")
    house.run("people", reference, "--add", "representative", "--basis", "poa",
              "P1")
    page = house.run("people", reference).stdout
    assert "P2 Ngozi Okafor" in page and "no evidence seen yet" in page
    house.run("people", reference, "--add", "representative", "--basis", "poa",
              "--evidence", "2026-11-16", "P1")
    assert "evidence seen on 2026-11-16" in house.run(
        "people", reference).stdout
    close = ["close", reference, "--outcome", "upheld"]
    refused = house.run(*close, check=False)
    assert refused.returncode != 0
    assert "the patient is not the complainant" in refused.stderr
    house.run("set", reference, "consent", "received")
    assert "not the complainant" not in house.run(*close, check=False).stderr
    house.run("people", reference, "--remove", "representative", "P1",
              "--reason", "the power was for money matters")
    assert {p["role"] for p in show(house, reference)["people"]} == \
        {"complainant", "patient"}


def restrict(house, *more):
    house.run("restrict", "P1", "--by", "Dr Kay Moor", "--reason",
              "forty messages on one matter", *more)


def test_restricted_is_registered_and_asked_about(tmp_path):
    house = House(tmp_path)
    receive(house, 1, "ward 9")
    send(house)
    assert len(sent_to(house)) == 1
    restrict(house, "--kind", "no_ack")
    row, = house.records("restrict", "--list")
    assert row["decided_by"] == "Dr Kay Moor" and not row["review_late"]
    again = receive(house, 2, "ward 12", name="Somebody Else")
    assert again["acknowledgement"] == "held"
    assert "is this a new issue?" in again["acknowledgement_note"]
    assert again["needs_review"]
    send(house)
    assert len(sent_to(house)) == 1
    task, = house.records("restrict", "--tasks")
    assert task["reference"] == again["reference"]
    house.run("restrict", "--new-issue", "yes", again["reference"])
    send(house)
    again = show(house, again["reference"])
    assert again["acknowledgement"] == "sent" and len(sent_to(house)) == 2
    assert not again["needs_review"]
    assert again["new_issues"][0]["answer"] == "yes"
    assert house.records("restrict", "--tasks") == []
    old = receive(house, 3, "the parking")
    house.run("restrict", "--new-issue", "no", old["reference"])
    send(house)
    assert show(house, old["reference"])["acknowledgement"] == "cancelled"
    assert len(sent_to(house)) == 2


def test_sender_asks_once_more(tmp_path):
    house = House(tmp_path)
    case = receive(house, 1, "ward 9")
    assert case["acknowledgement"] == "due"
    restrict(house, "--kind", "via_advocate")
    send(house)
    case = show(house, case["reference"])
    assert case["acknowledgement"] == "held" and sent_to(house) == []
    done = house.run("restrict", "--new-issue", "yes", case["reference"])
    assert "through the advocate alone" in done.stdout
    restrict(house, "--kind", "via_advocate", "--lift")
    assert house.records("restrict", "--list") == []
    house.run("acknowledge", case["reference"], "--release", "--reason",
              "the restriction was lifted")
    send(house)
    assert len(sent_to(house)) == 1


def test_equality_is_counted_and_never_shown(tmp_path):
    house = House(tmp_path)
    case = receive(house, 1, "ward 9")
    done = house.run("equality", "set", "P1", "race", "black")
    assert "black" not in done.stdout
    assert "black" not in house.run("show", case["reference"]).stdout
    assert "black" not in house.run("show", "--json", case["reference"]).stdout
    assert "black" not in house.run("person", "show", "P1", "--json").stdout
    rows = house.records("equality", "report")
    race = {r["answer"]: r for r in rows if r["question"] == "race"}
    assert race["black"]["hidden"] and race["black"]["people"] is None
    carer = {r["answer"]: r["people"] for r in rows if r["question"] == "carer"}
    assert carer["yes"] == 0

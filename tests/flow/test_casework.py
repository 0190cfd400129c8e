"""A case from the telephone to its end, by the commands of staff."""
import datetime
import json
import subprocess
import time

import pytest

from house import POSTROOM, SAMPLES, House, wait_for

EX_USAGE = 64
EX_NOINPUT = 66
NOTE = """Mrs Example rang. She wishes to make a formal complaint: her mother
waited nine hours on Ward 7 and nobody came when she rang the bell.
"""


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.stop()


def add(house, note=NOTE, check=True, *arguments):
    done = subprocess.run(
        [POSTROOM, "-c", house.conf, "add", "--by", "jbell", "--how",
         "telephone", *arguments], input=note, capture_output=True, text=True,
        timeout=60)
    assert not check or done.returncode == 0, done.stderr
    return done


def only(house):
    cases = house.cases()
    assert len(cases) == 1, cases
    return cases[0]


def shown(house, reference, *arguments):
    return house.records("show", *arguments, reference)[0]


def test_a_call_becomes_a_case(house):
    house.start()
    house.drop(SAMPLES / "foi.eml")
    wait_for("intake at work", lambda: list((house.spool / "kept").rglob("p*")))
    done = add(house, NOTE, True, "--name", "Ren\u00e9e Example",
               "--address", "1 Mill Lane, Northmoor", "--phone",
               "01632 960001")
    assert "It is case CS" in done.stdout, done.stdout
    case = next(c for c in house.cases() if c["reference"] in done.stdout)
    assert case["category"] == "complaint"
    assert case["channel"] == "phone" and case["who"] == "Ren\u00e9e Example"
    record = shown(house, case["reference"])
    assert record["fields"] == {"made_orally": "yes"}
    assert any(e["detail"].startswith("By telephone on ") and
               "noted by jbell" in e["detail"] for e in record["events"])
    kept = [k for k in house.kept() if k.name.startswith("n")]
    assert len(kept) == 1
    assert NOTE.strip() in kept[0].read_text()
    letter = wait_for("the letter", lambda: list(
        (house.spool / "print").glob("*.pdf")))
    assert len(letter) == 1
    assert house.run("reconcile", check=False).returncode == 0


def test_a_further_call(house):
    """It goes with its case, whose clocks stay; it may acknowledge it."""
    add(house)
    house.run("intake", "--once")
    case = only(house)
    reference = case["reference"]
    assert case["acknowledgement"] == "held"
    done = add(house, "Her brother rang: he threatened to harm himself.\n",
               True, "--case", reference.lower(), "--acknowledges")
    assert "joins its case" in done.stdout, done.stdout
    house.run("intake", "--once")
    after = only(house)
    for key in ("received_on", "ack_due", "response_due", "category",
                "item", "needs_review"):
        assert after[key] == case[key], key
    assert after["acknowledgement"] == "telephoned"
    assert after["state"] == "acknowledged"
    record = shown(house, reference)
    roles = [i["role"] for i in record["items"]]
    assert roles == ["original", "follow_up"]
    assert record["items"][1]["channel"] == "phone"
    assert any(p["flag"] == "self_harm" for p in record["passages"]), record[
        "passages"]
    assert any(a["about"] == record["items"][1]["item"]
               for a in record["alerts"])
    assert any(e["what"] == "registered" and "Added to the case" in e["detail"]
               for e in record["events"])
    # Once is enough, and the note of the second call is kept all the same.
    again = add(house, "She rang once more.\n", False, "--case", reference,
                "--acknowledges")
    assert again.returncode == EX_NOINPUT and "acknowledged" in again.stderr
    assert "is kept as n" in again.stdout
    house.run("intake", "--once")
    assert len(shown(house, reference)["items"]) == 3
    # What is no case, or closed, is told.
    assert add(house, NOTE, False, "--case", "CS26-001234-K").returncode == \
        EX_NOINPUT
    assert not list((house.spool / "incoming").iterdir())
    assert add(house, NOTE, False, "--acknowledges").returncode == EX_USAGE


def test_a_note_is_kept_before_anybody_reads_it(house):
    """Nothing is running: what add said is kept is registered later."""
    done = add(house, NOTE, True, "--received", "2026-11-20")
    assert "when intake runs" in done.stdout
    waiting = list((house.spool / "incoming").iterdir())
    assert [w.name[:10] for w in waiting] == ["n20261120T"]
    house.run("intake", "--once")
    case = only(house)
    assert case["received_on"] == "2026-11-20"
    assert case["acknowledgement"] == "held"
    assert "telephone" in case["acknowledgement_note"]
    # The same note once more, seconds later, is another call.
    time.sleep(1.1)
    add(house, NOTE, True, "--received", "2026-11-20")
    house.run("intake", "--once")
    assert len(house.cases()) == 2


@pytest.mark.parametrize("note,arguments,says", [
    ("  \n", [], "empty"),
    (NOTE, ["--received", "2126-01-01"], "not come yet"),
    (NOTE, ["--received", "yesterday"], "2026-11-22"),
])
def test_no_note(house, note, arguments, says):
    done = add(house, note, False, *arguments)
    assert done.returncode == EX_NOINPUT and says in done.stderr
    assert not list((house.spool / "incoming").glob("n*"))


def register_complaint(house):
    house.drop(SAMPLES / "complaint.eml")
    house.run("intake", "--once")
    return only(house)["reference"]


def today():
    return datetime.date.today().isoformat()


def test_closing(house):
    reference = register_complaint(house)
    refused = house.run("close", reference, "--outcome", "upheld",
                        check=False)
    assert refused.returncode == EX_NOINPUT
    for word in ("acknowledgement", "response_sent_on", "signed_by",
                 "ombudsman_told_on", "lessons"):
        assert word in refused.stderr, word
    house.run("correct", reference, "--category", "complaint", "--by", "Kim")
    house.run("acknowledge", reference, "--by-phone")
    house.run("set", reference, "response_sent_on", today())
    house.run("set", reference, "signed_by", "Chief", "Executive")
    house.run("set", reference, "ombudsman_told_on", today())
    house.run("set", reference, "lessons", "none")
    house.run("set", reference, "consent", "received")
    done = house.run("close", reference, "--outcome", "partly_upheld")
    year = datetime.date.today().year + 10
    assert "is closed, outcome partly_upheld, kept until" in done.stdout
    record = shown(house, reference)
    assert record["state"] == "closed"
    assert record["retain_until"].startswith(str(year))
    assert record["fields"]["outcome"] == "partly_upheld"
    assert not house.records("due")
    house.run("sender", "--once")
    assert not list(house.outgoing.rglob("*.eml*"))
    house.run("reopen", reference, "--reason", "new facts")
    record = shown(house, reference, "--history")
    assert record["state"] == "acknowledged" and "outcome" not in record["fields"]
    assert "partly_upheld" in [e["value"] for e in record["earlier"]]


def test_two_matters(house):
    first = register_complaint(house)
    house.run("split", first, "--category", "foi", "--by", "Kim")
    by_category = {c["category"]: c for c in house.cases()}
    second = by_category["foi"]["reference"]
    assert by_category["foi"]["item"] == by_category["complaint"]["item"]
    assert by_category["foi"]["acknowledgement"] == "held"
    house.run("sender", "--once")
    assert shown(house, first)["acknowledgement"] == "sent"
    assert shown(house, second)["acknowledgement"] == "held"
    house.run("acknowledge", second, "--release", "--by", "Kim")
    house.run("sender", "--once")
    assert shown(house, second)["acknowledgement"] == "sent"
    refused = house.run("merge", second, first, "--reason", "x", check=False)
    assert refused.returncode == EX_NOINPUT and "lost" in refused.stderr


def test_release_goes_over_the_cap(tmp_path):
    """per_address holds the second one; a person lets it go."""
    house = House(tmp_path)
    with house.conf.open("a") as conf:
        conf.write("per_address = 1\n")
    sample = (SAMPLES / "complaint.eml").read_bytes()
    for n in range(2):
        (house.spool / "post" / f"{n}.eml").write_bytes(
            sample.replace(b"\r\n\r\n", b"\r\n\r\nLetter %d. " % n, 1)
            .replace(b"\n\n", b"\n\nLetter %d. " % n, 1))
    house.run("intake", "--once")
    house.run("sender", "--once", check=False)
    states = {c["reference"]: c["acknowledgement"] for c in house.cases()}
    assert sorted(states.values()) == ["held", "sent"], states
    held = next(r for r, s in states.items() if s == "held")
    house.run("acknowledge", held, "--release")
    house.run("sender", "--once")
    assert shown(house, held)["acknowledgement"] == "sent"


def test_a_letter_to_a_typed_address(house):
    """No address was noted; a person learns it and types it."""
    add(house)
    house.run("intake", "--once")
    reference = only(house)["reference"]
    address = "1 Mill Lane, Northmoor, ZZ99 1AA"
    refused = house.run("acknowledge", reference, "--release", "--address",
                        address, check=False)
    assert refused.returncode == EX_NOINPUT and "--reason" in refused.stderr
    house.run("acknowledge", reference, "--release", "--address", address,
              "--reason", "she rang and said so", "--by", "Jo Bell")
    house.run("sender", "--once")
    record = shown(house, reference)
    assert record["acknowledgement"] == "printed"
    assert record["letters"][0]["to_postal"] == address.replace(", ", "\n")
    told, = [e for e in record["events"]
             if e["what"] == "acknowledgement released"]
    assert told["who"] == "Jo Bell" and "she rang" in told["detail"]
    assert "Mill Lane" not in json.dumps(record["events"])


def test_a_request_that_nobody_understands(house):
    house.drop(SAMPLES / "foi.eml")
    house.run("intake", "--once")
    case = only(house)
    reference, today = case["reference"], str(datetime.date.today())
    assert case["category"] == "foi"
    house.run("set", reference, "clarify_requested_on", today)
    assert only(house)["paused_on"] == today
    refused = house.run("resume", reference, check=False)
    assert refused.returncode == EX_NOINPUT and "clarified_on" in refused.stderr
    house.run("set", reference, "clarified_on", today)
    after = only(house)
    assert after["paused_on"] is None
    assert after["response_due"] >= case["response_due"]
    what = [e["what"] for e in shown(house, reference)["events"]]
    assert what.index("clock stopped") < what.index("clock restarted")


def test_staff_matters_stand_apart(house):
    (house.spool / "post" / "1.eml").write_text(
        "From: Pat Example <pat@people.example>\nTo: complaints@mail.test\n"
        "Date: Mon, 16 Nov 2026 10:00:00 +0000\nSubject: My grievance\n"
        "Message-ID: <g1@people.example>\n\n"
        "I wish to raise a formal grievance against my line manager. I am "
        "employed by the Trust as a porter, and my contract says otherwise."
        "\n")
    house.drop(SAMPLES / "complaint.eml")
    house.run("intake", "--once")
    listed = house.run("list")
    assert "grievance" not in listed.stdout
    assert "1 open staff matter, confidential" in listed.stderr
    complaint = only(house)["reference"]
    case, = house.records("list", "--staff-matters")
    assert case["disposition"] == "staff_matter"
    assert not house.records("search", "grievance")
    assert house.records("search", "grievance", "--staff-matters")
    assert case["reference"] not in {
        c["reference"] for command in ("queue", "due")
        for c in house.records(command)}
    assert case["reference"] not in house.run("export", "--csv").stdout
    house.run("set", complaint, "staff_matter", "yes", "--reason",
              "of her own contract")
    assert not house.cases()
    house.run("set", complaint, "staff_matter", "no", "--reason", "mistaken")
    assert only(house)["reference"] == complaint


def test_retry(house):
    """What could not be read is read again, under the same case."""
    (house.spool / "post" / "letter.pdf").write_bytes(
        b"%PDF-1.4\nnothing\n%%EOF\n")
    house.run("intake", "--once")
    case = only(house)
    item = case["item"]
    assert (house.spool / "refused" / item).exists()
    # As if a newer reader could read it: the file is replaced.
    (house.spool / "refused" / item).write_bytes(
        (SAMPLES / "concern-letter.pdf").read_bytes())
    done = house.run("retry", item, "--reason", "another reader")
    assert case["reference"] in done.stdout
    assert not (house.spool / "refused" / f"{item}.why").exists()
    house.run("intake", "--once")
    record = shown(house, case["reference"])
    assert record["outcome"] == "read", json.dumps(record)[:2000]
    assert record["received_on"] == case["received_on"]
    assert record["needs_review"] and record["acknowledgement"] == "held"
    assert "read again" in [e["what"] for e in record["events"]]
    assert record["place"].startswith("kept/")
    assert len(house.cases()) == 1
    again = house.run("retry", item, check=False)
    assert again.returncode == EX_NOINPUT and "not refused" in again.stderr

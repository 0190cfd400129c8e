"""What comes back to an acknowledgement: reports, receipts, people."""
import email
import email.policy
import sqlite3

from box import mailbox, poll, smtp
from house import House
from test_reply import LETTER

REPLY = """\
From: {name} <{sender}>
To: complaints@mail.test
Subject: {subject}
{headers}Message-ID: <{number}.reply@mail.test>
Content-Type: text/plain; charset=utf-8

{text}
"""


def house_for(world, root):
    """A house with mailbox and outgoing mail on the real servers."""
    return House(root, mailbox(world), smtp(
        world, envelope_sender="complaints@mail.test"))


def acknowledge(house, sender, name="Amara Okafor"):
    """Takes a complaint in and acknowledges it; the case's reference."""
    source = house.root / "complaint.eml"
    source.write_text(LETTER.format(sender=sender, name=name))
    house.drop(source)
    house.run("intake", "--once")
    house.run("sender", "--once")
    case = house.cases()[0]
    assert case["acknowledgement"] == "sent", case
    return case["reference"]


def take_in(world, house, count):
    """Waits for mail and takes it in."""
    world.wait_for("complaints", count)
    poll(house)
    house.run("intake", "--once")


def message_id(house, reference):
    with sqlite3.connect(f"file:{house.root}/register.db?mode=ro",
                         uri=True) as db:
        return db.execute(
            "SELECT message_id FROM outbox JOIN cases c ON c.id = case_id "
            "WHERE reference = ?", (reference,)).fetchone()[0]


def drop_reply(house, number, text, sender="public@mail.test", subject="Re: x",
               headers="", name="Amara Okafor"):
    source = house.root / f"reply{number}.eml"
    source.write_text(REPLY.format(
        name=name, sender=sender, subject=subject, headers=headers,
        number=number, text=text))
    house.drop(source)
    house.run("intake", "--once")


def show(house, reference):
    return house.records("show", reference)[0]


def happened(case):
    return [event["what"] for event in case["events"]]


def test_bounce(world, tmp_path):
    """A real server's report marks the case; nothing more is sent."""
    house = house_for(world, tmp_path)
    sender = "nobody@bounce.test"
    reference = acknowledge(house, sender)
    assert show(house, reference)["state"] == "acknowledged"
    take_in(world, house, 1)
    assert len(house.cases()) == 1
    case = show(house, reference)
    assert case["acknowledgement"] == "bounced"
    assert case["state"] == "received"
    assert "(5.1.1)" in case["acknowledgement_note"]
    assert case["acknowledgement_note"].endswith("send a letter instead")
    assert case["needs_review"]
    assert f"the acknowledgement to {sender} could not be delivered" \
        in case["review_reason"]
    assert "bounced" in happened(case)
    assert not any(sender in event["detail"] for event in case["events"])
    assert "send a letter instead" in house.run("due").stdout
    assert "bounced" in house.run("list").stdout
    assert "send a letter instead" in house.run("show", reference).stdout
    assert house.run("sender", "--once").stderr.count("case=") == 0


def test_delay_then_bounce(world, tmp_path):
    """A warning changes nothing; giving up does."""
    house = house_for(world, tmp_path)
    reference = acknowledge(house, "nobody@unreachable.test")
    take_in(world, house, 1)
    case = show(house, reference)
    assert "delivery delayed" in happened(case)
    assert case["acknowledgement"] == "sent"
    assert case["state"] == "acknowledged"
    assert not case["needs_review"]
    take_in(world, house, 2)
    case = show(house, reference)
    assert case["acknowledgement"] == "bounced"
    assert len(house.cases()) == 1


OUT_OF_OFFICE = "I am out of the office until Monday and will read this then."


def test_machines(world, tmp_path):
    """Out-of-office and read receipts are noted; nobody need look."""
    house = house_for(world, tmp_path)
    reference = acknowledge(house, "public@mail.test")
    ours = message_id(house, reference)
    drop_reply(house, 1, OUT_OF_OFFICE, subject="Automatic reply: x",
               headers=f"In-Reply-To: {ours}\nAuto-Submitted: auto-replied\n")
    receipt = house.root / "receipt.eml"
    receipt.write_text(f"""\
From: public@mail.test
To: complaints@mail.test
Subject: Read: We have received your complaint
Message-ID: <receipt@mail.test>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification;
 boundary="b"

--b
Content-Type: text/plain

Your message was read.

--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822;public@mail.test
Original-Message-ID: {ours}
Disposition: manual-action/MDN-sent-manually; displayed

--b--
""")
    house.drop(receipt)
    house.run("intake", "--once")
    case = show(house, reference)
    assert [w for w in happened(case) if w in ("automatic reply", "receipt")] \
        == ["automatic reply", "receipt"]
    assert not case["needs_review"]
    assert case["acknowledgement"] == "sent"
    assert len(house.cases()) == 1


def test_people(world, tmp_path):
    """The author's answer joins; what is not proven is for a person."""
    house = house_for(world, tmp_path)
    reference = acknowledge(house, "public@mail.test")
    ours = message_id(house, reference)
    text = "You have not told me yet who will look into my complaint."
    drop_reply(house, 1, text, headers=f"In-Reply-To: {ours}\n")
    assert len(house.cases()) == 1
    assert show(house, reference)["needs_review"]
    drop_reply(house, 2, text + " I ask again.",
               subject=f"Your letter {reference}")
    drop_reply(house, 3, text + " So do I.", sender="eve@example.org",
               name="Eve Example", headers=f"In-Reply-To: {ours}\n")
    others = [case["reference"] for case in house.cases()
              if case["reference"] != reference]
    assert len(others) == 2
    for other in others:
        case = show(house, other)
        assert {"why": "possibly_related", "reference": reference} in [
            {key: link[key] for key in ("why", "reference")}
            for link in case["links"]]
        assert case["acknowledgement"] == "held"
        assert f"possibly related to {reference}" in \
            house.run("show", other).stdout
    assert happened(show(house, reference)).count("possibly related") == 2
    done = house.run("sender", "--once").stderr
    assert done.count("case=") == 1 and "kind=follow_up" in done
    assert house.run("sender", "--once").stderr.count("case=") == 0


def test_our_letter_sent_back(world, tmp_path):
    """Our own words, unmarked, are not the author's."""
    house = house_for(world, tmp_path)
    acknowledge(house, "public@mail.test")
    raw, = world.wait_for("public", 1)
    ours = email.message_from_bytes(
        raw, policy=email.policy.default).get_body(("plain",)).get_content()
    source = house.root / "back.eml"
    source.write_text(REPLY.format(
        name="Jo", sender="jo@example.org", subject="Your letter",
        headers="", number=9, text="I do not agree with you.\n\n" + ours))
    record, = [record for record in house.records("triage", str(source))]
    assert record["message"]["new_text"].splitlines()[0] == \
        "I do not agree with you."
    left = record["message"]["new_text"]
    assert "advocate" not in left and "Ombudsman" not in left, left
    assert len(left) < len(ours) / 10, left


def test_an_alert_comes_back(world, tmp_path):
    """Whoever was not reached: the next one is told at once."""
    house = House(tmp_path, mailbox(world) + "\n[alerts]\nfallback = "
                  "public@mail.test\n\n[recipient Named Nurse for Child "
                  "Protection]\naddress = nobody@bounce.test\n",
                  smtp(world, envelope_sender="complaints@mail.test"))
    source = house.root / "complaint.eml"
    source.write_text(LETTER.format(
        sender="other@mail.test", name="Amara Okafor").replace(
            "\n\n", "\n\nMy little boy, who is six, was hit by a nurse.\n", 1))
    house.drop(source)
    house.run("intake", "--once")
    house.run("sender", "--once")
    alert, = (a for a in house.records("alerts")
              if a["flag"] == "safeguarding_child")
    assert (alert["state"], alert["times"]) == ("sent", 1)
    take_in(world, house, 1)
    assert len(house.cases()) == 1
    alert, = (a for a in house.records("alerts")
              if a["flag"] == "safeguarding_child")
    assert alert["state"] == "due"
    assert "came back (5.1.1)" in alert["note"]
    reference = house.cases()[0]["reference"]
    case = show(house, reference)
    assert "alert bounced" in happened(case)
    assert not any("bounce.test" in event["detail"]
                   for event in case["events"])
    house.run("sender", "--once", check=False)
    alert, = (a for a in house.records("alerts")
              if a["flag"] == "safeguarding_child")
    assert (alert["state"], alert["times"]) == ("sent", 2)
    assert any(b"safeguarding of a child" in raw
               for raw in world.wait_for("public", 1))

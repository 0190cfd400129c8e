"""One item all the way: by e-mail and by post, to register and answer."""
import email
import email.policy
import os
import subprocess

import box
from house import SAMPLES, House, wait_for


def mailbox(world):
    return box.mailbox(world, processed_folder="Processed")


def submission(world):
    return box.smtp(world, poll="1s")


COMPLAINT = """\
From: Public Person <public@mail.test>
To: complaints@mail.test
Subject: Formal complaint about Ward 9
Message-ID: <first-of-mine@mail.test>
Date: Mon, 2 Jan 2023 10:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear Sir or Madam,

I wish to make a formal complaint about the way my mother was treated on
Ward 9. She was left waiting for six hours without food, nobody answered the
call bell, and the nurse in charge was rude and dismissive when I asked why.
I would like this to be investigated, and I expect a written reply.

Yours faithfully
Public Person
"""


def test_email_all_the_way(world, tmp_path):
    """Sent over SMTP, polled over TLS, answered into the sender's mailbox."""
    house = House(tmp_path, mailbox(world), submission(world))
    world.send("public@mail.test", "complaints@mail.test", COMPLAINT)
    house.start()
    try:
        raw = wait_for("the acknowledgement",
                       lambda: world.messages("public"))
        case = wait_for("the case to be marked", lambda: [
            c for c in house.cases() if c["acknowledgement"] == "sent"])[0]
    finally:
        assert house.stop() == 0
    assert len(raw) == 1
    answer = email.message_from_bytes(raw[0], policy=email.policy.default)
    text = answer.get_body(("plain",)).get_content()
    assert case["category"] == "complaint"
    assert case["reference"] in answer["Subject"]
    assert case["reference"] in text
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["In-Reply-To"] == "<first-of-mine@mail.test>"
    assert "<first-of-mine@mail.test>" in answer["References"]
    assert answer["From"].addresses[0].addr_spec == "complaints@mail.test"
    assert answer["To"].addresses[0].addr_spec == "public@mail.test"
    for secret in ("Ward 9", "mother", "call bell", "Formal complaint"):
        assert secret not in text and secret not in answer["Subject"]
    # The clock starts when the server had it, whatever the Date: field says.
    assert not case["received_on"].startswith("2023")
    assert len(world.messages("complaints", "Processed")) == 1
    assert world.messages("complaints") == []
    assert len(house.kept()) == 1


def test_scanned_letter_all_the_way(tmp_path):
    """A TIFF in the tray ends as a printed letter with its reference."""
    house = House(tmp_path)
    scan = next(SAMPLES.glob("*.tif"))
    dropped = house.drop(scan)
    house.run("intake", "--once")
    house.run("sender", "--once")
    case, = house.cases()
    assert case["channel"] == "post"
    assert case["category"] == "complaint"
    assert case["acknowledgement"] == "printed"
    assert not dropped.exists()
    assert house.kept()[0].read_bytes() == scan.read_bytes()
    letter, = (house.spool / "print").glob("*.pdf")
    assert case["reference"] in letter.name
    text = subprocess.run(["pdftotext", "-layout", letter, "-"], check=True,
                          capture_output=True, text=True).stdout
    assert case["reference"] in text
    listed, = house.records("letters")
    assert listed["reference"] == case["reference"]
    house.run("letters", "--printed")
    assert house.records("letters") == []


def test_every_kind_of_sample(tmp_path):
    """The samples of `make run`: each is registered, none is lost."""
    house = House(tmp_path, workers=2)
    samples = [p for p in SAMPLES.iterdir() if p.suffix in
               (".eml", ".tif", ".pdf", ".docx", ".txt", ".png", ".jpg")]
    for sample in samples:
        house.drop(sample)
    house.run("intake", "--once", timeout=300)
    house.run("sender", "--once")
    assert len(house.kept()) == len(samples)
    assert not list((house.spool / "refused").iterdir())
    categories = {c["category"] for c in house.cases()}
    assert {"complaint", "concern", "comment", "compliment",
            "foi"} <= categories


def test_damaged_message_before_two_good_ones(world, tmp_path):
    """The bad one is set aside, registered and visible; the others go on."""
    house = House(tmp_path, mailbox(world), submission(world))
    bomb = (b"From: public@mail.test\r\nSubject: damaged\r\n"
            + b"X-Filler: " + b"x" * 40000 + b"\r\n") * 10 + b"\r\nend\r\n"
    world.deliver("complaints", bomb)
    for number in (1, 2):
        world.deliver("complaints", COMPLAINT.replace(
            "first-of-mine", f"good-{number}").replace(
            "Ward 9", f"Ward {number}").encode())
    house.run("mailbox", "--once")
    house.run("intake", "--once")
    cases = house.cases()
    assert len(cases) == 3
    bad, = [c for c in cases if c["outcome"] != "read"]
    assert bad["needs_review"]
    assert bad["place"].startswith("refused/")
    assert (house.spool / bad["place"]).exists()
    assert (house.spool / (bad["place"] + ".why")).read_text().strip()
    assert bad["ack_due"]
    assert [c["category"] for c in cases if c is not bad] == ["complaint"] * 2
    assert [c["reference"] for c in house.records("refused")] == [
        bad["reference"]]


def test_same_bytes_again(tmp_path):
    """A letter dropped twice is one case; the second copy is linked."""
    house = House(tmp_path)
    scan = next(SAMPLES.glob("*.txt"))
    for name in ("first.txt", "second.txt"):
        path = house.drop(scan, name)
        stamp = path.stat().st_mtime - (60 if name == "first.txt" else 0)
        os.utime(path, (stamp, stamp))
    house.run("intake", "--once")
    assert len(house.cases()) == 1
    assert len(list((house.spool / "duplicate").iterdir())) == 1
    assert len(house.kept()) == 1


def test_machine_mail_is_not_acknowledged(world, tmp_path):
    """An out-of-office answer is registered and gets no answer."""
    house = House(tmp_path, mailbox(world), submission(world))
    world.deliver("complaints", COMPLAINT.replace(
        "MIME-Version", "Auto-Submitted: auto-replied\nMIME-Version").replace(
        "Formal complaint about Ward 9", "Automatic reply: away").encode())
    house.run("mailbox", "--once")
    house.run("intake", "--once")
    house.run("sender", "--once")
    assert len(house.kept()) == 1
    assert world.messages("public") == []

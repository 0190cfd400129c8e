"""A message that came in another wrapping is the item all the same."""
import email.message
import email.policy
import struct

import pytest

from house import TOP, House

PARSERS = TOP / "tests" / "parsers"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return House(tmp_path_factory.mktemp("packed"))


def triage(house, path, content=None):
    path = house.root / path if content is not None else path
    if content is not None:
        path.write_bytes(content)
    return house.records("triage", path)[0]


def mail(text=None, **attachment):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = "Pat Ient <pat@example.org>"
    message["To"] = "complaints@mail.test"
    message["Subject"] = "My father"
    if text is not None:
        message.set_content(text)
    if attachment:
        content = attachment.pop("content")
        message.add_attachment(content, **attachment)
    return message.as_bytes()


def winmail(text, name, content):
    """winmail.dat with a text and a file (MS-OXTNEF)."""
    def attribute(level, number, value):
        return struct.pack("<BII", level, number, len(value)) + value + b"\0\0"
    return (b"\x78\x9f\x3e\x22\1\0" + attribute(1, 0x2800C, text)
            + attribute(2, 0x69002, b"rendering")
            + attribute(2, 0x18010, name + b"\0")
            + attribute(2, 0x6800F, content))


def attached(item):
    return [(p["path"], p["name"], p["nested"]) for p in item["parts"]
            if p["disposition"] != "body"]


def test_outlook_file(house):
    item = triage(house, PARSERS / "outlook" / "letter.msg")
    assert item["kind"] == "message"
    assert item["message"]["from"] == {
        "name": "Mary O’Oakes", "address": "mary.oakes@example.org"}
    assert item["message"]["subject"].startswith("Waiting on Ward 7")
    assert item["message"]["date"].startswith("2026-11-20T09:58:01")
    assert item["message"]["body"] == (
        "My father waited nine hours.\nNobody told us why.")
    assert attached(item) == [("3", "diary of the night.txt", False),
                              ("4", "Earlier letter", False)]


def test_winmail(house):
    packed = winmail(b"My father waited.", b"diary.txt", b"22:10\r\n")
    item = triage(house, "packed.eml", mail(
        content=packed, maintype="application", subtype="ms-tnef",
        filename="winmail.dat"))
    assert item["message"]["body"] == "My father waited."
    assert attached(item) == [("1.2", "diary.txt", False)]
    assert item["message"]["from"]["address"] == "pat@example.org"


def test_winmail_says_the_text_again(house):
    packed = winmail(b"My father waited.", b"diary.txt", b"22:10\r\n")
    item = triage(house, "again.eml", mail(
        "My father waited.\n", content=packed, maintype="application",
        subtype="octet-stream", filename="winmail.dat"))
    assert item["message"]["body"] == "My father waited."
    assert item["text"].count("My father waited.") == 1
    assert attached(item) == [("2.2", "diary.txt", False)]


def test_signed(house):
    signed = (PARSERS / "smime" / "signed.p7m").read_bytes()
    item = triage(house, "signed.eml", mail(
        content=signed, maintype="application", subtype="pkcs7-mime",
        filename="smime.p7m"))
    assert item["message"]["body"] == "My father waited nine hours."
    assert [name for _, name, nested in attached(item) if not nested] == [
        "diary.txt"]


def test_encrypted_waits_for_a_person(house):
    sealed = (PARSERS / "smime" / "enveloped.p7m").read_bytes()
    item = triage(house, "sealed.eml", mail(
        content=sealed, maintype="application", subtype="pkcs7-mime",
        filename="smime.p7m"))
    assert item["parts"][0]["outcome"] == "encrypted"
    assert "send it again" in item["parts"][0]["note"]
    assert item["triage"]["needs_review"] is True
    assert item["owed"]["acknowledge"] == "hold"


def test_zip_is_no_wrapping(house):
    packed = (PARSERS / "zip" / "letters.zip").read_bytes()
    item = triage(house, "zip.eml", mail(
        "See the letters.\n", content=packed, maintype="application",
        subtype="zip", filename="letters.zip"))
    assert attached(item) == [("2", "letters.zip", False),
                              ("2.1", "first.txt", True),
                              ("2.2", "second.txt", True)]
    assert "My father waited nine hours." in item["text"]
    assert item["message"]["body"] == "See the letters."


def test_attached_to_a_message_in_place(house):
    inner = (b"From: Tom <tom@example.org>\r\nSubject: x\r\nContent-Type: "
             b"multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\nhello\r\n--i\r\n"
             b"Content-Disposition: attachment; filename=bill.txt\r\n\r\n"
             b"12.50\r\n--i--\r\n")
    for disposition, nested in ((b"inline", False), (b"attachment", True)):
        outer = (b"From: Pat <pat@example.org>\r\nContent-Type: "
                 b"multipart/mixed; boundary=o\r\n\r\n--o\r\n\r\nsee below"
                 b"\r\n--o\r\nContent-Type: message/rfc822\r\n"
                 b"Content-Disposition: " + disposition + b"\r\n\r\n"
                 + inner + b"\r\n--o--\r\n")
        item = triage(house, "inner.eml", outer)
        assert attached(item) == [("2", "", False),
                                  ("2.2", "bill.txt", nested)]
        assert item["message"]["body"] == "see below"

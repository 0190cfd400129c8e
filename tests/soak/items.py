"""What arrives in a soak: mail and post of every kind, made from a seed.

    for item in Items(seed, 1000): item.kind, item.data, item.way ...

The same seed gives the same items, each from its own number, so that what was
fed can be made again and compared.  People have an address of their own, below
the one mailbox that all answers go to; nobody of them exists.
"""
import email.message
import io
import random
import zipfile
import zlib

from house import SAMPLES, TOP

SCAN = (TOP / "tests" / "parsers" / "image" / "letter.png").read_bytes()
LETTER = SAMPLES / "wheelchair-letter.docx"

FIRST = ("Amara Bert Clara Dipesh Eileen Femi Gwen Hassan Ines Joan Kofi Lena "
         "Mair Nadia Olwen Piotr Rhys Saba Tomos Una").split()
LAST = ("Ashdown Brackley Carrow Dunmore Entwhistle Farrow Gannet Harrow "
        "Ilford Jessop Kettle Larch Marlow Norwood Okafor Penrose").split()
WRONGS = (
    "She was left waiting for six hours in a corridor and nobody came.",
    "The appointment was cancelled three times without a word.",
    "The doctor at the desk was rude and dismissive when I asked why.",
    "His notes were lost and the test had to be done twice.",
    "We rang every day for a month and nobody ever called back.",
    "He was sent home at night without his tablets.")
WARDS = ("Ward {n}", "the fracture clinic", "outpatients", "the day unit")
PRAISES = (
    "The nurses were kind, calm and professional from beginning to end.",
    "Everybody explained everything and nothing was too much trouble.",
    "The physiotherapist was patient with me and I can walk again.")
QUESTIONS = (
    "How many agency nurses the trust employed, and what it paid for them.",
    "How many appointments were cancelled with less than a week's notice.",
    "What was spent on translation and interpreting.")


class Kind:
    """How often it comes, and what is to become of it.

    answer: what the register says of its acknowledgement; '' where nobody may
    be answered.  cases: how many it opens.
    """

    def __init__(self, share, answer, cases=1, categories=None):
        self.share, self.answer = share, answer
        self.cases, self.categories = cases, categories


COMPLAINTS = ("complaint", "concern")
KINDS = {
    "complaint": Kind(220, "sent", categories=COMPLAINTS),
    "praise": Kind(70, "sent", categories=("compliment",)),
    "request": Kind(70, "sent", categories=("foi",)),
    "forward": Kind(60, "sent", categories=COMPLAINTS),
    "attachment": Kind(60, "sent", categories=COMPLAINTS),
    "same id": Kind(40, "sent", categories=COMPLAINTS),
    "no mailbox": Kind(20, "failed", categories=COMPLAINTS),
    "bounces": Kind(20, "bounced", categories=COMPLAINTS),
    "letter": Kind(100, "printed", categories=COMPLAINTS),
    "typed letter": Kind(30, "printed", categories=COMPLAINTS),
    "scan": Kind(3, "printed", categories=COMPLAINTS),
    "again": Kind(60, "", cases=0),
    "again by hand": Kind(20, "", cases=0),
    "out of office": Kind(80, "", cases=0),
    "bounce": Kind(50, "", cases=0),
    "newsletter": Kind(40, "", cases=0),
    "damaged": Kind(30, "sent"),
    "no document": Kind(20, "held"),
}


class Item:
    def __init__(self, number, kind, data, name="", reader=""):
        self.number, self.kind, self.data = number, kind, data
        self.name = name  # in the tray; '' for mail
        self.reader = reader  # who is answered by e-mail
        self.first = number  # whose bytes they are

    @property
    def mark(self):
        return mark(self.number)


def mark(number):
    """What the bytes of an item are known by."""
    return f"soak-{number:06}"


class Items:
    """Items 1 to count, in order."""

    def __init__(self, seed, count):
        self.seed, self.count = seed, count
        self.rest = []  # kinds that are still to come before the next round
        self.originals = []  # what may come again

    def __iter__(self):
        rng = random.Random(self.seed)
        for number in range(1, self.count + 1):
            kind = self.next_kind(rng)
            item = self.make(number, kind,
                             random.Random(f"{self.seed} {number}"))
            if kind in ("complaint", "letter"):
                self.originals = self.originals[-200:] + [item]
            yield item

    def next_kind(self, rng):
        kind, = rng.choices(list(KINDS), [k.share for k in KINDS.values()])
        has_original = any(o.kind == "complaint" for o in self.originals)
        return kind if has_original else "complaint"

    def make(self, number, kind, rng):
        return getattr(self, "make_" + kind.replace(" ", "_"))(number, rng)

    # --- mail that is answered -----------------------------------------------

    def mail(self, number, kind, rng, text, subject, domain="mail.test",
             **fields):
        """An e-mail of somebody, to the complaints team."""
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        user = f"public+p{number}" if domain == "mail.test" else f"p{number}"
        message = email.message.EmailMessage()
        message["From"] = f"{name} <{user}@{domain}>"
        message["To"] = "complaints@mail.test"
        message["Subject"] = subject
        message["Message-ID"] = f"<{mark(number)}@people.example>"
        message["Date"] = "Mon, 16 Nov 2026 10:00:00 +0000"
        message["X-Mark"] = mark(number)
        for field, value in fields.items():
            del message[field.replace("_", "-")]
            message[field.replace("_", "-")] = value
        message.set_content(text + f"\n{name}\n")
        return Item(number, kind, message, reader=f"{user}@{domain}")

    def finished(self, item):
        item.data = item.data.as_bytes().replace(b"\n", b"\r\n")
        return item

    def wrong(self, rng):
        ward = rng.choice(WARDS).format(n=rng.randrange(1, 40))
        return (f"I wish to make a formal complaint about the care of my "
                f"{rng.choice(('mother', 'father', 'brother', 'aunt'))} on "
                f"{ward}.\n" + "\n".join(rng.sample(WRONGS, 3))
                + "\nI expect a written reply.\n")

    def make_complaint(self, number, rng, kind="complaint", **more):
        return self.finished(self.mail(
            number, kind, rng, self.wrong(rng), "Formal complaint", **more))

    def make_no_mailbox(self, number, rng):
        return self.make_complaint(number, rng, "no mailbox",
                                   domain="refused.test")

    def make_bounces(self, number, rng):
        return self.make_complaint(number, rng, "bounces",
                                   domain="bounce.test")

    def make_same_id(self, number, rng):
        """Another message under the Message-ID of an earlier one."""
        first = self.an_original(rng, "complaint")
        return self.make_complaint(
            number, rng, "same id",
            Message_ID=f"<{first.mark}@people.example>")

    def make_praise(self, number, rng):
        return self.finished(self.mail(
            number, "praise", rng, "Thank you so much to all the staff.\n"
            + "\n".join(rng.sample(PRAISES, 2)) + "\nI am so grateful. Please "
            "pass my thanks on to the whole team.\n", "Thank you"))

    def make_request(self, number, rng):
        asked = "\n".join(rng.sample(QUESTIONS, 2))
        return self.finished(self.mail(
            number, "request", rng, "Under the Freedom of Information Act "
            "2000, please provide me with the following recorded information "
            f"for the year {rng.randrange(2015, 2026)}:\n{asked}\n",
            "Freedom of Information request"))

    def make_forward(self, number, rng):
        """What somebody wrote to a clinic, passed on by the clinic."""
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        reader = f"public+p{number}@mail.test"
        item = self.mail(
            number, "forward", rng,
            "This came to the clinic.\n\n---------- Forwarded message "
            f"---------\nFrom: {name} <{reader}>\nDate: Mon, 16 Nov 2026 at "
            "09:12\nSubject: My appointment\nTo: <clinic@northmoor.nhs."
            f"example>\n\n{self.wrong(rng)}\n{name}\n", "FW: My appointment",
            From="Jo Clerk <jo.clerk@northmoor.nhs.example>")
        item.reader = reader
        return self.finished(item)

    def make_attachment(self, number, rng):
        """A few words of mail and a letter in Word's format."""
        item = self.mail(number, "attachment", rng,
                         "Please find my formal complaint attached.\n\n"
                         + self.wrong(rng), "Formal complaint")
        item.data.add_attachment(
            self.document(number, rng), maintype="application",
            subtype="vnd.openxmlformats-officedocument.wordprocessingml."
                    "document", filename="letter.docx")
        item.data.set_boundary(f"=={mark(number)}==")
        return self.finished(item)

    # --- post ----------------------------------------------------------------

    def make_letter(self, number, rng):
        name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
        text = (f"{rng.randrange(1, 99)} Mill Lane\nNorthmoor\nZZ99 1AA\n\n"
                f"Dear Sir or Madam,\n\n{self.wrong(rng)}\n"
                f"Your reference {mark(number)}.\n\n"
                f"Yours faithfully,\n{name}\n")
        return Item(number, "letter", text.encode(), f"{mark(number)}.txt")

    def document(self, number, rng):
        """The sample letter with another name in it."""
        made = io.BytesIO()
        with zipfile.ZipFile(LETTER) as old, \
                zipfile.ZipFile(made, "w") as new:
            for info in old.infolist():
                data = old.read(info)
                if info.filename == "word/document.xml":
                    data = data.replace(
                        b"</w:body>", b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>"
                        b"</w:body>" % mark(number).encode())
                new.writestr(info, data)
        return made.getvalue()

    def make_typed_letter(self, number, rng):
        return Item(number, "typed letter", self.document(number, rng),
                    f"{mark(number)}.docx")

    def make_scan(self, number, rng):
        """The same page, with a remark of its own in the file."""
        text = b"tEXtComment\0" + mark(number).encode()
        chunk = (len(text) - 4).to_bytes(4, "big") + text \
            + zlib.crc32(text).to_bytes(4, "big")
        return Item(number, "scan", SCAN[:-12] + chunk + SCAN[-12:],
                    f"{mark(number)}.png")

    # --- what came before ----------------------------------------------------

    def an_original(self, rng, kind=None):
        return rng.choice([o for o in self.originals
                           if kind is None or o.kind == kind])

    def make_again(self, number, rng):
        """The same once more, by the way it came."""
        first = self.an_original(rng)
        item = Item(number, "again", first.data,
                    f"{mark(number)}.txt" if first.name else "")
        item.first = first.number
        return item

    def make_again_by_hand(self, number, rng):
        """A message saved by somebody, and put into the tray."""
        first = self.an_original(rng, "complaint")
        item = Item(number, "again by hand", first.data,
                    f"{mark(number)}.eml")
        item.first = first.number
        return item

    # --- machines, and what cannot be read -----------------------------------

    def make_out_of_office(self, number, rng):
        return self.finished(self.mail(
            number, "out of office", rng, "Thank you for your e-mail. I am out "
            "of the office until Monday and will answer when I am back.\n",
            "Automatic reply: We have received your message",
            Auto_Submitted="auto-replied", Precedence="bulk"))

    def make_newsletter(self, number, rng):
        return self.finished(self.mail(
            number, "newsletter", rng, "This week: winter plans, a seminar on "
            "falls, and who won the garden prize.\nUnsubscribe at any time.\n",
            "This week in care", List_Id="<weekly.lists.example.net>",
            List_Unsubscribe="<https://lists.example.net/leave>",
            Precedence="bulk"))

    def make_bounce(self, number, rng):
        """A report about a message that was none of ours."""
        text = (
            f"From: Mail Delivery <public+m{number}@mail.test>\n"
            "To: complaints@mail.test\nSubject: Undeliverable: Your letter\n"
            f"Message-ID: <{mark(number)}@mail.example.org>\n"
            f"X-Mark: {mark(number)}\nAuto-Submitted: auto-replied\n"
            "MIME-Version: 1.0\nContent-Type: multipart/report; "
            "report-type=delivery-status; boundary=b\n\n"
            "--b\nContent-Type: text/plain\n\nmailbox is full\n"
            "--b\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; mail.example.org\n\n"
            f"Final-Recipient: rfc822; olu{number}@example.org\n"
            "Action: failed\nStatus: 5.2.2\n--b--\n")
        return Item(number, "bounce", text.replace("\n", "\r\n").encode(),
                    reader=f"public+m{number}@mail.test")

    def make_damaged(self, number, rng):
        """A message that breaks off, in the middle of a file it carries."""
        item = self.mail(number, "damaged", rng, "See the letter.\n", "Letter")
        item.data.add_attachment(
            rng.randbytes(3000), maintype="application", subtype="pdf",
            filename="letter.pdf")
        item.data.set_boundary(f"=={mark(number)}==")
        item = self.finished(item)
        item.data = item.data[:-rng.randrange(200, 2500)] + b"\xff\xfe\r\n"
        return item

    def make_no_document(self, number, rng):
        return Item(number, "no document", b"\x7fELF\x02\x01\x01"
                    + rng.randbytes(rng.randrange(50, 5000)),
                    f"{mark(number)}.bin")

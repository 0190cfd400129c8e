"""Letters that nobody wrote, drawn as A4 pages, with the text they show.

A page is a grey PIL picture of 2480 x 3508 pixels (300 dots per inch); its
text has one line for each line or paragraph that a person would read, in the
order of reading.  The same seed gives the same page.
"""
import random

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 2480, 3508
DPI = 300
MARGIN = 260
FONTS = "/usr/share/fonts/truetype/"
SERIF = FONTS + "liberation/LiberationSerif-Regular.ttf"
SANS = FONTS + "liberation/LiberationSans-Regular.ttf"
MONO = FONTS + "liberation/LiberationMono-Regular.ttf"
BOLD = FONTS + "liberation/LiberationSans-Bold.ttf"
BOOK = FONTS + "dejavu/DejaVuSerif.ttf"
HANDS = [FONTS + "breip/Breip.ttf", FONTS + "kristi/Kristi.ttf",
         FONTS + "fifthhorseman/dkg.ttf", FONTS + "sjfonts/SteveHand.ttf"]

FIRST = ["Eileen", "Gordon", "Priya", "Martin", "Abena", "Siobhan", "Yusuf",
         "Doreen", "Callum", "Hannah"]
LAST = ["Hartwell", "Okonkwo", "Pritchard", "Ramsbottom", "Whitlock", "Ahmed",
        "Fairclough", "Nowak", "Delaney", "Stubbs"]
STREETS = ["Larch Close", "Mill Bank", "Station Road", "Quarry Hill",
           "Jubilee Terrace", "Canal Walk"]
TOWNS = ["Northmoor", "Saltwick", "Brackenford", "Upper Hallow"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July",
          "August", "September", "October", "November", "December"]

# A hyphen may come where a middle dot stands.
COMPLAINT = [
    "I am writing to complain about the care my late hus·band re·ceived on "
    "Ward {n} of the General Hos·pi·tal in October. He was left for nine "
    "hours on a trolley in the corri·dor, and nobody told us what was "
    "happen·ing or how long we would have to wait.",
    "When a doctor finally came, at about 3.45 am, she had not been given "
    "his notes. She asked him the same ques·tions that he had answered "
    "twice that even·ing. He was in great dis·comfort and was offered two "
    "para·cetamol tablets (500 mg) and a cup of water.",
    "The next morning I tele·phoned the ward on 0300 555 01{n:02d} five "
    "times. Twice the line went dead; once I was told, \"We're very busy, "
    "you'll have to ring back.\" I do under·stand that staff are under "
    "pres·sure, but this was un·accept·able.",
    "I would like to know why there was no bed, who was respon·sible for "
    "his medi·cation, and what will be done so that no other family goes "
    "through the same experi·ence. I enclose a copy of his appoint·ment "
    "letter dated {d} October 2026, reference QX/{n}4-77.",
    "Please reply to me in writing. I do not wish to be tele·phoned.",
]
CONCERN = [
    "My daughter was referred to the child·ren's clinic by Dr Lowell on {d} "
    "March, and we have still heard nothing. When I rang the booking "
    "office on 17 June they could not find the refer·ral at all.",
    "She is eight years old and misses about one day of school each week "
    "because of her stomach. Her teacher, Mrs Agnew, has written to you as "
    "well. I am worried that things are getting worse while we wait.",
    "1. Was the refer·ral received? 2. If so, on what date? 3. When will "
    "she be seen? I should be grate·ful for an answer to each of these "
    "questions within the next {n} days.",
    "The clinic's own leaflet promises an appoint·ment within 18 weeks; it "
    "is now 27 weeks and 3 days. Travel is not a problem: we could come to "
    "Saltwick, Bracken·ford or Upper Hallow, on any day but Thursday.",
]
THANKS = [
    "I want to thank every·body on the Maple Unit, and above all Sister "
    "Jo Fenwick and the night staff, for the way they looked after my "
    "mother between {d} and 29 September.",
    "Nothing was too much trouble. They explained each step to us, found "
    "her glasses when they went to the laundry with the sheets, and even "
    "remembered her ninety-first birth·day.",
    "I have enclosed £{n}5.00 for the comforts fund; please spend it on "
    "biscuits. The only thing I would change is the car park, which cost "
    "us £3.80 an hour, & the queue at the exit on Fridays!",
]
REQUEST = [
    "UNDER THE FREEDOM OF INFORMATION ACT 2000 PLEASE TELL ME HOW MANY "
    "PEOPLE WAITED MORE THAN TWELVE HOURS IN YOUR EMERGENCY DEPARTMENT IN "
    "EACH MONTH OF THE LAST THREE YEARS.",
    "PLEASE ALSO SAY HOW MANY OF THEM WERE OVER EIGHTY, AND HOW MANY WERE "
    "ADMITTED TO A WARD OTHER THAN THE ONE THEY NEEDED. A TABLE WOULD DO.",
    "IF ANY OF THIS WOULD TAKE LONGER THAN {n} HOURS TO FIND, LEAVE OUT THE "
    "FIRST YEAR. I WOULD LIKE THE ANSWER ON PAPER AND NOT BY E-MAIL.",
]


def person(rng):
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def home(rng):
    return [f"{rng.randint(1, 99)} {rng.choice(STREETS)}", rng.choice(TOWNS),
            f"NM{rng.randint(1, 9)} {rng.randint(1, 9)}QT"]


def date(rng):
    return f"{rng.randint(1, 28)} {rng.choice(MONTHS)} 2026"


class Page:
    """A white sheet that remembers what was written on it."""

    def __init__(self, font, size):
        self.image = Image.new("L", (WIDTH, HEIGHT), 255)
        self.draw = ImageDraw.Draw(self.image)
        self.font = ImageFont.truetype(font, size)
        self.step = int(size * 1.28)
        self.y = MARGIN
        self.said = []

    def line(self, text, x=MARGIN, font=None):
        self.draw.text((x, self.y), text, fill=20, font=font or self.font)
        self.y += self.step
        self.said.append(text)

    def gap(self, lines=1.0):
        self.y += int(self.step * lines)

    def paragraph(self, text, x=MARGIN, width=WIDTH - 2 * MARGIN):
        for row in self.rows(text, width):
            self.draw.text((x, self.y), row, fill=20, font=self.font)
            self.y += self.step
        self.said.append(text.replace("·", ""))
        self.gap(0.6)

    def rows(self, text, width):
        """Breaks at spaces, and with a hyphen at a middle dot."""
        rows, row = [], ""
        for word in text.split(" "):
            start = row + " " if row else ""
            if self.font.getlength(start + word.replace("·", "")) <= width:
                row = start + word.replace("·", "")
                continue
            pieces = word.split("·")
            head = ""
            for n in range(len(pieces) - 1, 0, -1):
                head = "".join(pieces[:n]) + "-"
                if self.font.getlength(start + head) <= width:
                    rows.append(start + head)
                    row = "".join(pieces[n:])
                    break
            else:
                rows.append(row)
                row = word.replace("·", "")
        return rows + [row]


def fill(texts, rng):
    n, d = rng.randint(2, 9), rng.randint(2, 28)
    return [text.format(n=n, d=d) for text in texts]


def plain(texts):
    return [text.replace("·", "") for text in texts]


def head(page, rng, who):
    """The sender on the right, then the recipient on the left, the date."""
    for row in [who, *home(rng)]:
        page.line(row, x=WIDTH - MARGIN - 620)
    page.gap()
    for row in ["Patient Relations", "Northmoor House", "Northmoor",
                "ZZ99 1AA"]:
        page.line(row)
    page.gap()
    page.line(date(rng))
    page.gap()


def close(page, who, words="Yours faithfully,"):
    page.line(words)
    page.gap(2)
    page.line(who)


def letter(rng, font, size, texts, salute="Dear Sir or Madam,"):
    page, who = Page(font, size), person(rng)
    head(page, rng, who)
    page.line(salute)
    page.gap(0.6)
    for text in plain(fill(texts, rng)):
        page.paragraph(text)
    close(page, who)
    return page


def serif(rng):
    return letter(rng, SERIF, 50, COMPLAINT)


def typewriter(rng):
    return letter(rng, MONO, 44, COMPLAINT[:2] + CONCERN[1:2])


def capitals(rng):
    return letter(rng, SANS, 46, REQUEST, salute="DEAR SIRS,")


def columns(rng):
    """Two narrow columns under a heading, words broken at line ends."""
    page, who = Page(BOOK, 40), person(rng)
    page.line("Patients' Voice: letters to the Trust",
              font=ImageFont.truetype(BOLD, 60))
    page.gap(1.5)
    top, width = page.y, (WIDTH - 2 * MARGIN - 140) // 2
    for column, texts in enumerate((COMPLAINT, CONCERN + THANKS)):
        page.y = top
        for text in fill(texts, rng):
            page.paragraph(text, MARGIN + column * (width + 140), width)
    page.y = HEIGHT - MARGIN - page.step
    page.line(f"Collected for the Patients' Voice by {who} and printed with "
              "their leave")
    return page


def form(rng):
    """Rows of label and answer in ruled boxes, then a box of text."""
    page, who = Page(SANS, 44), person(rng)
    page.line("Complaint form", font=ImageFont.truetype(BOLD, 64))
    page.gap()
    rows = [("Your name", who), ("Address", ", ".join(home(rng))),
            ("Telephone", f"0300 555 01{rng.randint(10, 99)}"),
            ("Date of birth", date(rng).replace("2026", "1951")),
            ("Ward or clinic", f"Ward {rng.randint(2, 19)}"),
            ("Date of event", date(rng))]
    left, middle, right = MARGIN - 40, MARGIN + 480, WIDTH - MARGIN + 40
    for label, answer in rows:
        page.draw.rectangle((left, page.y, right, page.y + 110), outline=0,
                            width=4)
        page.draw.line((middle, page.y, middle, page.y + 110), fill=0, width=4)
        page.draw.text((MARGIN, page.y + 28), label, fill=20, font=page.font)
        page.draw.text((middle + 40, page.y + 28), answer, fill=20,
                       font=page.font)
        page.said.append(f"{label} {answer}")
        page.y += 110
    page.gap()
    page.line("Please tell us what happened")
    top = page.y
    page.gap(0.6)
    for text in plain(fill(CONCERN[:2] + THANKS[1:2], rng)):
        start = page.y
        page.paragraph(text)
        for y in range(start + page.step - 2, page.y - page.step // 2,
                       page.step):
            page.draw.line((MARGIN, y, WIDTH - MARGIN, y), fill=90, width=2)
    page.draw.rectangle((left, top, right, page.y), outline=0, width=4)
    page.gap()
    page.line("Signed " + who)
    return page


def handwriting(rng, hand):
    """A letter by hand: each word a little up or down, thicker or paler."""
    page, who = Page(hand, 86), person(rng)
    blank = page.font.getlength(" ") + 14
    for text in [", ".join(home(rng)), date(rng), "Dear Sir or Madam,",
                 *plain(fill(COMPLAINT[:2] + THANKS[1:2], rng)), who]:
        x = MARGIN + rng.randint(-20, 30)
        for word in text.split():
            width = page.font.getlength(word)
            if x + width > WIDTH - MARGIN:
                x = MARGIN + rng.randint(-20, 30)
                page.y += page.step + rng.randint(-8, 8)
            patch = Image.new("L", (int(width) + 80, 190), 0)
            ImageDraw.Draw(patch).text((40, 30), word, fill=255,
                                       font=page.font)
            patch = patch.rotate(rng.uniform(-3, 3), Image.BICUBIC)
            page.image.paste(rng.randint(20, 90),
                             (int(x) - 40, page.y - 30 + rng.randint(-7, 7)),
                             patch)
            x += width + blank + rng.randint(-6, 14)
        page.y += page.step + 40
        page.said.append(text)
    return page


TYPED = {"serif": serif, "typewriter": typewriter, "capitals": capitals,
         "columns": columns, "form": form}


def draw(kind, seed):
    """The picture and the text of one page; kind: of TYPED, or hand0 ..."""
    rng = random.Random(f"{kind} {seed}")
    if kind.startswith("hand"):
        page = handwriting(rng, HANDS[int(kind[4:]) % len(HANDS)])
    else:
        page = TYPED[kind](rng)
    return page.image, "\n".join(page.said) + "\n"

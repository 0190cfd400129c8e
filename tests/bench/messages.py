"""E-mail through the whole confined path: pace, its confinement, its growth."""
import email.message
import json
import os
import pathlib
import subprocess

from house import POSTROOM, SAMPLES, House
from table import remark, row, timed, title

MAILS = 100
# A command line holds so many.
BATCH = 500
LETTER = """Dear Sir or Madam,

I am writing to complain about the care my late husband received on Ward {n}
in October. He was left for nine hours on a trolley in the corridor, and nobody
told us what was happening. When I asked the nurse in charge, she said that she
had no time. He had not been given his tablets, and his notes were lost.

I would like to know why this happened, what you have done about it, and
whether it could have been prevented. Please reply to me in writing.

Yours faithfully,
Eileen Hartwell
14 Larch Close, Northmoor, ZZ99 4QT
01632 960{n:03}
"""


def plain(n):
    mail = email.message.EmailMessage()
    mail["From"] = f"Eileen Hartwell <person{n}@example.org>"
    mail["To"] = "complaints@mail.test"
    mail["Subject"] = f"Ward {n}"
    mail["Message-ID"] = f"<{n}@example.org>"
    mail["Date"] = "Mon, 02 Mar 2026 09:00:00 +0000"
    mail.set_content(LETTER.format(n=n))
    return mail


def with_html(n):
    mail = plain(n)
    lines = LETTER.format(n=n).split("\n")
    mail.add_alternative("<html><head><style>p.MsoNormal{margin:0}</style>"
                         "</head><body>" + "".join(
                             f'<p class="MsoNormal">{line}<o:p></o:p></p>'
                             for line in lines) + "</body></html>",
                         subtype="html")
    return mail


def with_history(n):
    mail = plain(n)
    quoted = "\n".join("> " + line
                       for line in (LETTER.format(n=n) * 5).split("\n"))
    mail.set_content(f"Has anybody read this?\n\nEileen\n\nOn Mon, 2 Mar 2026 "
                     f"at 09:00, Ward <ward@northmoor.nhs.example> wrote:\n"
                     f"{quoted}\n")
    return mail


def passed_on(n):
    mail = plain(n)
    mail.replace_header("From", "Ward <ward@northmoor.nhs.example>")
    mail.set_content("Please see the attached complaint.")
    mail.add_attachment(with_html(n))
    return mail


def with_letter(n):
    mail = plain(n)
    mail.add_attachment((SAMPLES / "wheelchair-letter.docx").read_bytes(),
                        maintype="application", subtype="octet-stream",
                        filename="letter.docx")
    return mail


SHAPES = {"a letter in plain text": plain,
          "plain text and HTML": with_html,
          "a reply above 2 KB of history": with_history,
          "passed on by staff, as an attachment": passed_on,
          "with a letter in DOCX": with_letter}


def read(conf, paths):
    """Has them read; what was printed."""
    printed = b""
    for start in range(0, len(paths), BATCH):
        printed += subprocess.run(
            [POSTROOM, "-c", conf, "triage", "--json",
             *paths[start:start + BATCH]], check=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return printed


def corpus():
    """Messages of others, where they are: CORPUS names the folder."""
    folder = os.environ.get("CORPUS")
    if not folder:
        return []
    return [path for path in sorted(pathlib.Path(folder).rglob("*.eml"))
            if "hostile" not in path.parts]


def generated(folder):
    files = {}
    for what, make in SHAPES.items():
        files[what] = []
        for number in range(MAILS):
            path = folder / f"{make.__name__}-{number}.eml"
            path.write_bytes(make(number).as_bytes())
            files[what].append(path)
    return files


def confinement(house, files):
    """The same messages with the reader confined and not."""
    documents = sum(1 + len(json.loads(line)["parts"])
                    for line in read(house.conf, files).splitlines())
    free = house.root / "free.conf"
    free.write_text(house.conf.read_text().replace(
        "confinement = required", "confinement = off"))
    took = {}
    for what, conf in (("confined", house.conf), ("not confined", free)):
        took[what] = min(timed(lambda conf=conf: read(conf, files))
                         for _ in range(3))
        row(f"{len(files)} messages, {what}: documents", documents,
            *took[what])
    lost = took["confined"][0] - took["not confined"][0]
    remark("confinement of a process (Landlock, seccomp)",
           f"{lost * 1000 / documents:.2f} ms a document, "
           f"{lost * 100 / took['confined'][0]:.0f} % of all")


def bench_triage(folder):
    title("triage: every document read in a process of its own, and judged")
    house = House(folder / "house")
    one = folder / "one.eml"
    one.write_bytes(plain(1).as_bytes())
    row("starting: rules, converters, models", 1,
        *timed(lambda: read(house.conf, [one])))
    files = generated(folder)
    for what, paths in files.items():
        row(f"e-mail: {what}", len(paths),
            *timed(lambda paths=paths: read(house.conf, paths)))
    if others := corpus():
        row("e-mail: messages of others", len(others),
            *timed(lambda: read(house.conf, others)))
    for what, pattern, times in (("scanned letter, TIFF, OCR", "*.tif", 10),
                                 ("scanned letter, PDF, OCR", "*.pdf", 10),
                                 ("letter, DOCX", "*.docx", 100)):
        sample = next(iter(sorted(SAMPLES.rglob(pattern))))
        row(what, times, *timed(lambda: read(house.conf, [sample] * times)))
    confinement(house, sum(files.values(), []))
    bench_growth(folder, house)


# --- messages made to take long ---------------------------------------------

HEAD = b"From: a@example.org\r\nSubject: s\r\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def nested(n):
    return HEAD + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" %
        (i, i) for i in range(n)) + b"\r\ndeep\r\n"


GROWING = {
    "multiparts in multiparts": (20_000, nested),
    "messages in messages": (
        20_000, lambda n: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * n),
    "parts": (200_000, lambda n: MIXED + b"--b\r\n\r\nx\r\n" * n),
    "parts without an empty line": (200_000,
                                    lambda n: MIXED + b"--b\r\nx\r\n" * n),
    "attachments": (
        5_000, lambda n: MIXED + b"--b\r\nContent-Type: a/b; name=x\r\n\r\n"
        b"x\r\n" * n),
    "header, one field, bytes": (
        20_000_000, lambda n: HEAD + b"X-A: " + b"a" * n + b"\r\n\r\nx\r\n"),
    "header, fields": (300_000,
                       lambda n: HEAD + b"X-A: bbbbbbbbbbbbb\r\n" * n +
                       b"\r\nx\r\n"),
    "header, folds of a field": (
        2_000_000, lambda n: HEAD + b"X-A: b\r\n" + b" bbb\r\n" * n +
        b"\r\nx\r\n"),
    "encoded words": (50_000, lambda n: HEAD + b"X-A: " +
                      b"=?utf-8?Q?a?=\r\n " * n + b"\r\n\r\nx\r\n"),
    "HTML, elements in elements": (
        500_000, lambda n: HEAD + b"Content-Type: text/html\r\n\r\n" +
        b"<div>" * n),
    "HTML, elements side by side": (
        200_000, lambda n: HEAD + b"Content-Type: text/html\r\n\r\n" +
        b"<p style='color:red'>a</p>" * n),
    "text, bytes": (4_000_000, lambda n: HEAD + b"\r\n" +
                    b"I am writing to complain. \r\n" * (n // 28)),
    "base64, bytes": (
        10_000_000, lambda n: HEAD + b"Content-Type: a/b\r\nContent-Transfer"
        b"-Encoding: base64\r\n\r\n" + b"QUFB" * (n // 4)),
}


def processor_seconds(house, path, times=3):
    """Of all processes, the least of a few; and how reading ended."""
    best = None
    for _ in range(times):
        printed = []
        _, took = timed(lambda: printed.append(read(house.conf, [path])))
        best = took if best is None else min(best, took)
    return best, json.loads(printed[0])["outcome"]


def bench_growth(folder, house):
    """Twice the size should take twice the time, not four times."""
    print(f"\n{'a message of many (CPU, without starting)':<42} {'n':>9} "
          f"{'MB':>6} {'n: s':>7} {'2n: s':>7} {'growth':>7}  outcome",
          flush=True)
    path = folder / "grown.eml"
    path.write_bytes(plain(1).as_bytes())
    base, _ = processor_seconds(house, path, 5)
    for what, (n, make) in GROWING.items():
        took = []
        for size in (n, 2 * n):
            path.write_bytes(make(size))
            length = path.stat().st_size / size * n
            used, outcome = processor_seconds(house, path)
            took.append(max(used - base, 0.001))
        growth = f"{took[1] / took[0]:.1f}" if took[0] > 0.02 else "-"
        print(f"{what:<42} {n:>9} {length / 1e6:>6.1f} {took[0]:>7.3f} "
              f"{took[1]:>7.3f} {growth:>7}  {outcome}", flush=True)

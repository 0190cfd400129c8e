"""Text that is made to take long: time must grow as the text does."""
import subprocess

from house import POSTROOM
from table import row, timed, title

MIB = 1 << 20
HEAD = (b"From: jo@example.org\nTo: complaints@mail.test\n"
        b"Subject: %s\nContent-Type: text/plain; charset=utf-8\n\n")

# Repeated until the text is long enough.
TEXTS = {
    "quoted lines": b"> It was cold, and nobody came to help us all day.\n",
    "quote marks in one line": b">",
    "attributions": b"On 3 May 2026 at 10:00, Jo <jo@example.org> wrote:\n",
    "header blocks": b"From: Jo\nSent: 3 May 2026\nTo: us\nSubject: x\n\n",
    "half header blocks": b"From: Jo\nSent: today\n",
    "closings": b"Kind regards\n",
    "closings and blank lines": b"Regards\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
    "disclaimers": b"This email is confidential and may contain more.\n\n",
    "our own letter": b"Complaining will not affect your care or treatment, "
                      b"now or later, and your family and carers will not be "
                      b"treated differently either.\n",
    "references": b"CS26-000001-A/0123456 ",
    "one line of words": b"word ",
    "blank lines": b"\n",
    "separators": b"-----Original Message-----\n",
}


def bench_cleaning(folder):
    title("cleaning: MiB of text in one message; rate is MiB/s")
    for what, unit in TEXTS.items():
        for size in (1, 2, 4):
            path = folder / "long.eml"
            path.write_bytes(HEAD % b"Fwd: x" + (
                unit * (size * MIB // len(unit) + 1))[:size * MIB] + b"\n")
            row(what, size, *timed(lambda: subprocess.run(
                [POSTROOM, "triage", "--json", path], check=True,
                stdout=subprocess.DEVNULL)))

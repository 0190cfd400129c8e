"""From file to register and answer: triage, intake, sender."""
import subprocess

from house import POSTROOM, SAMPLES, House
from table import row, timed, title

MAILS = 500


def mail(number):
    return (f"From: person{number}@example.org\r\nTo: complaints@mail.test\r\n"
            f"Subject: Ward {number}\r\nMessage-ID: <{number}@example.org>\r\n"
            "\r\nI wish to make a formal complaint about the way I was "
            f"treated on ward {number}. Nobody answered the bell for hours, "
            "and I would like an explanation.\r\n").encode()


def triage(paths):
    subprocess.run([POSTROOM, "triage", "--json", *paths], check=True,
                   stdout=subprocess.DEVNULL)


def bench_triage(folder):
    title("triage: every document read in a confined process, and judged")
    files = []
    for number in range(MAILS):
        path = folder / f"{number}.eml"
        path.write_bytes(mail(number))
        files.append(path)
    row("e-mail", MAILS, *timed(lambda: triage(files)))
    for what, pattern, times in (("scanned letter, TIFF, OCR", "*.tif", 10),
                                 ("scanned letter, PDF, OCR", "*.pdf", 10),
                                 ("letter, DOCX", "*.docx", 100)):
        sample = next(iter(sorted(SAMPLES.rglob(pattern))), None)
        if sample is None:
            continue
        row(what, times, *timed(lambda: triage([sample] * times)))


def bench_register(folder):
    title("register: 500 e-mails from the tray, fsync everywhere")
    house = House(folder)
    for number in range(MAILS):
        (house.spool / "post" / f"{number}.eml").write_bytes(mail(number))
    row("intake --once: tray to register", MAILS,
        *timed(lambda: house.run("intake", "--once", timeout=600)))
    row("sender --once: acknowledgements to files", MAILS,
        *timed(lambda: house.run("sender", "--once", timeout=600)))
    row("list: all cases", MAILS, *timed(lambda: house.run("list")))

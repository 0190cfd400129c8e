#!/usr/bin/python3
"""bench.py - how fast Postroom is here, as a table; asserts nothing

Everything is measured through the whole path as users have it: the confined
reader, the register with full durability, a real IMAP server.
"""
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from house import POSTROOM, SAMPLES, House  # noqa: E402
from mailworld import MailWorld  # noqa: E402

MAILS = 500
FETCHED = 1000


def mail(number):
    return (f"From: person{number}@example.org\r\nTo: complaints@mail.test\r\n"
            f"Subject: Ward {number}\r\nMessage-ID: <{number}@example.org>\r\n"
            "\r\nI wish to make a formal complaint about the way I was "
            f"treated on ward {number}. Nobody answered the bell for hours, "
            "and I would like an explanation.\r\n").encode()


def timed(work):
    """Wall seconds and CPU seconds of the children that work starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    work()
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = sum(after[:2]) - sum(before[:2])
    return wall, cpu


def row(what, count, unit, wall, cpu):
    print(f"{what:<52} {count:>6} {wall:>8.2f} {cpu:>8.2f} "
          f"{count / wall:>9.1f} {unit}")


def bench_triage(folder):
    files = []
    for number in range(MAILS):
        path = folder / f"{number}.eml"
        path.write_bytes(mail(number))
        files.append(path)

    def triage(paths):
        subprocess.run([POSTROOM, "triage", "--json", *paths], check=True,
                       stdout=subprocess.DEVNULL)

    row("triage: e-mails read in the cage and judged", MAILS, "items/s",
        *timed(lambda: triage(files)))
    for what, pattern in (("scanned TIFF letter, OCR", "*.tif"),
                          ("scanned PDF letter, OCR", "*.pdf"),
                          ("DOCX letter", "*.docx")):
        sample = next(SAMPLES.glob(pattern))
        times = 100 if pattern == "*.docx" else 10
        row(f"triage: {what}", times, "items/s",
            *timed(lambda: triage([sample] * times)))


def bench_register(folder):
    house = House(folder)
    for number in range(MAILS):
        (house.spool / "post" / f"{number}.eml").write_bytes(mail(number))
    row("intake --once: tray to register, fsync everywhere", MAILS, "items/s",
        *timed(lambda: house.run("intake", "--once", timeout=600)))
    row("sender --once: acknowledgements to files", MAILS, "items/s",
        *timed(lambda: house.run("sender", "--once", timeout=600)))
    wall, _ = timed(lambda: house.run("list"))
    print(f"{'list of all cases':<52} {MAILS:>6} {wall:>8.2f}")


def bench_mailbox(folder):
    world = MailWorld(folder / "world")
    world.start()
    try:
        for number in range(FETCHED):
            world.deliver("complaints", mail(number))
        house = House(folder / "house", f"""
[mailbox complaints]
host = localhost
port = {world.imaps_port}
ca_file = {world.ca_file}
user = complaints@mail.test
password_file = {world.password_file("complaints")}
""")
        row("mailbox --once: Dovecot to durable files and ledger", FETCHED,
            "items/s",
            *timed(lambda: house.run("mailbox", "--once", timeout=600)))
    finally:
        world.stop()


def main():
    print(f"{'what':<52} {'count':>6} {'wall s':>8} {'CPU s':>8} "
          f"{'rate':>9}")
    for bench in (bench_triage, bench_register, bench_mailbox):
        with tempfile.TemporaryDirectory(prefix="prbench") as folder:
            bench(pathlib.Path(folder))


if __name__ == "__main__":
    os.umask(0o077)
    main()

#!/usr/bin/python3
"""bench.py [SUBJECT...] - how fast Postroom is here, as tables

    triage    a document read in its confined process, and judged; what
              confinement costs; messages made to take long
    extraction  letters in Office formats, beside other programs
    cleaning  texts made to take long, of growing size
    cage      what confinement costs, and pages side by side
    register  from the tray to the register, and the acknowledgements
    classifier  which category, how surely, how fast
    fetching  from a real Dovecot, beside other programs; memory
    ocr       scanned pages of known text, beside other programs
    casework  a week on a large register: lists, search, pages, changes, an
              hour of mail, a backup, kill -9 and a full disk; BENCH_WHOLE=1
              for 100,000 cases
    flags     flags found, and false alarms, on items of our own
    reports   reports of a large register; BENCH_WHOLE=1 for 100,000 cases
    coding    codes that words suggest, on items of our own

CORPUS=FOLDER adds the messages of others to triage, TRAIN_PUBLIC=FILE the
public comments to classifier.

It asserts nothing about time.  Everything is measured through the whole path
as users have it: the confined reader, the register with full durability, a
real IMAP server.
"""
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from cage import bench_cage  # noqa: E402
from casework import bench_casework  # noqa: E402
from cleaning import bench_cleaning  # noqa: E402
from coding import bench_coding  # noqa: E402
from extraction import bench_extraction  # noqa: E402
from classifier import bench_classifier  # noqa: E402
from fetching import bench_fetching  # noqa: E402
from flagging import bench_flags  # noqa: E402
from ocr import bench_ocr  # noqa: E402
from messages import bench_triage  # noqa: E402
from reading import bench_register  # noqa: E402
from reporting import bench_reports  # noqa: E402

SUBJECTS = {"classifier": bench_classifier, "triage": bench_triage, "extraction": bench_extraction,
            "cage": bench_cage, "cleaning": bench_cleaning,
            "register": bench_register,
            "fetching": bench_fetching, "flags": bench_flags,
            "coding": bench_coding, "reports": bench_reports,
            "casework": bench_casework,
            "ocr": bench_ocr}


def machine():
    model = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    return f"{os.cpu_count()} x {model}, Linux {os.uname().release}"


def main():
    print(machine(), flush=True)
    for subject in sys.argv[1:] or SUBJECTS:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            SUBJECTS[subject](pathlib.Path(folder))


if __name__ == "__main__":
    main()

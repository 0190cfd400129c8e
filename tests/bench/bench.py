#!/usr/bin/python3
"""bench.py [SUBJECT...] - how fast Postroom is here, as tables

    triage    a document read in its confined process, and judged
    register  from the tray to the register, and the acknowledgements
    fetching  from a real Dovecot, beside other programs; memory

It asserts nothing about time.  Everything is measured through the whole path
as users have it: the confined reader, the register with full durability, a
real IMAP server.
"""
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
from fetching import bench_fetching  # noqa: E402
from reading import bench_register, bench_triage  # noqa: E402

SUBJECTS = {"triage": bench_triage, "register": bench_register,
            "fetching": bench_fetching}


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

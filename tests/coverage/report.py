"""Prints which branches the tests took: make coverage.

usage: report.py BUILD      a build of the variant cov, its tests run
"""
import csv
import os
import pathlib
import subprocess
import sys

BUILD = pathlib.Path(sys.argv[1])
MOST_MISSED = 10


def counters_written():
    """Has the programs write down what shared.c keeps in files."""
    folder = BUILD / "counts"
    for counters in folder.glob("*"):
        program = counters.name.replace("#", "/")
        if os.path.exists(program):
            subprocess.run([program], check=True, env={
                **os.environ, "COUNTS": str(folder), "COUNTS_DUMP": "yes"})


def measured():
    """What gcovr says of our files: (name, branches, branches taken)."""
    told = subprocess.run(
        ["gcovr", "-r", ".", str(BUILD), "--csv",
         "-f", "gateway/", "-f", "parsers/"],
        capture_output=True, text=True, check=True).stdout
    return [(row["filename"], int(row["branch_total"]),
             int(row["branch_covered"]))
            for row in csv.DictReader(told.splitlines())]


def line(name, files):
    total = sum(branches for _, branches, _ in files)
    taken = sum(taken for _, _, taken in files)
    print(f"{name:<38}{total:>9}{taken:>9}{total - taken:>9}"
          f"{100 * taken / max(total, 1):>8.1f} %")


def main():
    counters_written()
    files = measured()
    print(f"{'':<38}{'branches':>9}{'taken':>9}{'missed':>9}")
    for room in sorted({os.path.dirname(name) for name, *_ in files}):
        line(room, [f for f in files if os.path.dirname(f[0]) == room])
    line("gateway/base/wire.c",
         [f for f in files if f[0] == "gateway/base/wire.c"])
    line("together", files)
    print(f"\nThe {MOST_MISSED} files with most that is missed:")
    for f in sorted(files, key=lambda f: f[2] - f[1])[:MOST_MISSED]:
        line(f[0], [f])


main()

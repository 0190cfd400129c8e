"""Prints which branches the tests took: make coverage.

usage: report.py BUILD      a build of the variant cov, its tests run
"""
import csv
import os
import pathlib
import subprocess
import sys

BUILD = pathlib.Path(sys.argv[1])
SOURCES = ("gateway", "parsers")
# What is held to WANTED percent of its branches: what decides, and what
# stands between us and hostile bytes.
HELD = ("gateway/base", "gateway/triage", "gateway/register")
WIRE = "gateway/base/wire.c"
WANTED = 95
MOST_MISSED = 10


def counters_written():
    """Has the programs write down what shared.c keeps in files."""
    folder = BUILD / "counts"
    for counters in folder.glob("*"):
        program = counters.name.replace("#", "/")
        if os.path.exists(program):
            subprocess.run([program], check=True, env={
                **os.environ, "COUNTS": str(folder), "COUNTS_DUMP": "yes"})


def forsaken_removed():
    """Removes the notes of objects whose source has another name now."""
    for top in SOURCES:
        for note in (BUILD / top).rglob("*.gcno"):
            if not note.relative_to(BUILD).with_suffix(".c").exists():
                note.unlink()
                note.with_suffix(".gcda").unlink(missing_ok=True)


def measured():
    """What gcovr says of our files: (name, branches, branches taken)."""
    there = set(pathlib.Path().glob("*.gcov"))
    told = subprocess.run(
        ["gcovr", "-r", ".", "--csv",
         *(part for top in SOURCES for part in ("-f", top + "/")),
         *(str(BUILD / top) for top in SOURCES if (BUILD / top).is_dir())],
        stdout=subprocess.PIPE, text=True, check=False)
    for left in set(pathlib.Path().glob("*.gcov")) - there:
        left.unlink()
    if told.returncode != 0:
        sys.exit(f"report.py: gcovr ended with {told.returncode}")
    return [(row["filename"], int(row["branch_total"]),
             int(row["branch_covered"]))
            for row in csv.DictReader(told.stdout.splitlines())]


def line(name, files, wanted=None):
    total = sum(branches for _, branches, _ in files)
    taken = sum(taken for _, _, taken in files)
    share = 100 * taken / max(total, 1)
    said = ""
    if wanted is not None:
        said = f"   wanted {wanted} %" + ("" if share >= wanted else ": SHORT")
    print(f"{name:<34}{total:>9}{taken:>9}{total - taken:>9}"
          f"{share:>8.1f} %{said}")


def main():
    counters_written()
    forsaken_removed()
    files = measured()
    if not files:
        sys.exit(f"report.py: nothing was counted in {BUILD}")
    print(f"{'':<34}{'branches':>9}{'taken':>9}{'missed':>9}{'share':>10}")
    for room in sorted({os.path.dirname(name) for name, *_ in files}):
        line(room, [f for f in files if os.path.dirname(f[0]) == room],
             WANTED if room in HELD else None)
        if room == os.path.dirname(WIRE):
            line("  of it wire.c", [f for f in files if f[0] == WIRE], WANTED)
    line("together", files)
    print(f"\nThe {MOST_MISSED} files with most that is missed:")
    for f in sorted(files, key=lambda f: f[2] - f[1])[:MOST_MISSED]:
        line(f[0], [f])


main()

"""The bounded proof: `make proof`.

    BUILD=build python3 tests/soak/proof.py ITEMS STRIDE SECONDS

Runs crash points (every STRIDE-th), a soak of so many ITEMS, the corpus of the
fuzzers, the tests of confinement, and SECONDS of each fuzzer where they were
built (clang was there).  Each part adds what it counted, as lines of JSON, to
the file that PROOF names; the table at the end is made of these alone, those of
one part added up.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import time

BUILD = pathlib.Path(os.environ.get("BUILD", "build"))
COUNTS = BUILD / "proof.jsonl"
COLUMNS = {"points": "points crashed", "faults": "faults injected",
           "inputs": "inputs fuzzed", "tries": "forbidden tried",
           "items_in": "items in", "items_out": "items out",
           "acknowledgements": "acknowledgements sent",
           "differences": "differences",
           "parts_failed": "parts failed", "seconds": "seconds"}
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
CONFINED = ("unit/base/confine", "unit/base/confine_calls",
            "unit/base/confine_faults", "parsers/cage")


def title(words):
    print(f"\n--- {words}", flush=True)


def add(**counts):
    with COUNTS.open("a") as lines:
        lines.write(json.dumps(counts) + "\n")


def tap(program):
    """Runs a program of tests: how many passed, how many did not."""
    done = subprocess.run([program], capture_output=True, text=True,
                          errors="replace")
    passed = len(re.findall(r"^ok ", done.stdout, re.M))
    failed = len(re.findall(r"^not ok ", done.stdout, re.M))
    if failed or done.returncode != 0:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return passed, max(failed, done.returncode != 0)


def targets(folder):
    return sorted(path for path in folder.iterdir() if path.suffix == "")


def replay(folder):
    """Every fuzzer's corpus, as `make check` gives it."""
    found = [tap(program) for program in targets(folder)]
    inputs, failed = map(sum, zip(*found))
    print(f"{inputs} inputs, {failed} failed")
    add(part="fuzz, replayed", inputs=inputs, differences=failed)
    return failed == 0


def confinement():
    """What the roles and the readers may not do, tried."""
    passed = failed = 0
    for name in CONFINED:
        more, bad = tap(BUILD / "tests" / name)
        passed, failed = passed + more, failed + bad
    done = subprocess.run([*PYTEST, "tests/flow/test_confined.py"],
                          capture_output=True, text=True)
    print(done.stdout[-1500:])
    for number, word in re.findall(r"(\d+) (passed|failed|error)",
                                   done.stdout):
        passed += int(number) if word == "passed" else 0
        failed += int(number) if word != "passed" else 0
    failed = max(failed, done.returncode != 0)
    add(part="confinement", tries=passed, differences=failed)
    return failed == 0


def fuzz(seconds):
    """What libFuzzer makes up, for so long each."""
    folder = BUILD / "fuzz"
    names = [path.name for path in targets(folder / "tests" / "fuzz")]
    return command("sh", "tests/fuzz/run.sh", *names, BUILD=str(folder),
                   SECONDS=seconds)


def give_back():
    """What was made here belongs to whoever had sudo run this."""
    if "SUDO_UID" in os.environ:
        command("chown", "-R", "{SUDO_UID}:{SUDO_GID}".format(**os.environ),
                str(BUILD))


def command(*words, **variables):
    done = subprocess.run(words, env={**os.environ, **variables})
    return done.returncode == 0


def play(name, part):
    """Runs a part; what it counted gets its seconds, or says it failed."""
    title(name)
    began = time.monotonic()
    went_well = part()
    add(part=name, seconds=round(time.monotonic() - began))
    if name not in (line["part"] for line in counted()
                    if "differences" in line) or not went_well:
        add(part=name, parts_failed=1)


def counted():
    return [json.loads(line) for line in COUNTS.read_text().splitlines()]


def print_table():
    """True where no part failed and nothing was different."""
    rows = [("", *COLUMNS.values())]
    parts = {}
    for line in counted():
        part = line.pop("part")
        parts.setdefault(part, collections.Counter()).update(line)
    total = collections.Counter()
    for counts in parts.values():
        total.update(counts)
    parts["together"] = total
    for part, counts in parts.items():
        rows.append((part, *(str(counts[column]) if column in counts else "-"
                             for column in COLUMNS)))
    widths = [max(map(len, column)) for column in zip(*rows)]
    print()
    for row in rows:
        print("  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths))))
    return total["differences"] == 0 and total["parts_failed"] == 0


def main():
    items, stride, seconds = sys.argv[1:4]
    COUNTS.write_text("")
    os.environ["PROOF"] = str(COUNTS.resolve())
    parts = {
        "crash points": lambda: command(*PYTEST, "tests/crash",
                                        STRIDE=stride),
        "soak": lambda: command(sys.executable, "tests/soak/soak.py", items),
        "fuzz, replayed": lambda: replay(BUILD / "tests" / "fuzz"),
        "confinement": confinement,
    }
    if (BUILD / "fuzz" / "tests" / "fuzz").is_dir():
        parts["fuzz"] = lambda: fuzz(seconds)
    for name, part in parts.items():
        play(name, part)
    give_back()
    return 0 if print_table() else 1


if __name__ == "__main__":
    sys.exit(main())

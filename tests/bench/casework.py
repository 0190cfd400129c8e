"""The register at work: lists, search, pages and registration, by its size.

10,000 cases of three items each; 100,000 where BENCH_WHOLE is set.
"""
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import time

from fetching import compile_to
from house import BUILD, POSTROOM, House
from table import remark, row, timed, title

FILL = BUILD / "tests/bench/casework"
FURTHER = 2
RUNS = 15
NEWER = 500

OWNERS = [f"Owner {n}" for n in range(40)]
# In a register of ten years, most cases are closed.
WORK_UP = """
UPDATE outbox SET state = 'sent', finished_at = made_at
WHERE case_id IN (SELECT id FROM cases WHERE received_on < :recent);
UPDATE cases SET state = 'closed', needs_review = 0, review_reason = '',
    closed_on = response_due
WHERE received_on < :recent AND id % 40 <> 0;
UPDATE cases SET state = 'acknowledged'
WHERE state = 'received' AND received_on < :recent;
"""


def functions(db):
    """What the triggers of the index call; nothing here changes a text."""
    db.create_function("search_put", 1, lambda _: None)
    db.create_function("search_drop", 1, lambda _: None)


def work_up(path):
    """Closes, assigns and acknowledges, as years of work have done."""
    db = sqlite3.connect(path)
    functions(db)
    for statement in WORK_UP.split(";"):
        if statement.strip():
            db.execute(statement, {"recent": "2026-10-01"})
    random.seed(7)
    fields = []
    for (case,) in db.execute("SELECT id FROM cases"):
        for field in ("owner", "officer"):
            fields.append((case, field, random.choice(OWNERS)))
    fields = [(c, f, "Rare Owner" if c % 1000 == 0 else w)
              for c, f, w in fields]
    db.executemany("INSERT INTO case_field (case_id, field, value, at, who, "
                   "is_current) VALUES (?, ?, ?, 0, 'bench', 1)", fields)
    db.commit()
    db.close()


def reference_of(path, where):
    db = sqlite3.connect(path)
    found = db.execute(f"SELECT reference FROM cases {where}").fetchone()
    db.close()
    return found[0]


def median_ms(house, *arguments):
    """Medians of whole commands, wall and processor: start, register, output
    to a pipe.  Gives the lines too."""
    walls, processors, lines = [], [], 0
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        done = subprocess.run([POSTROOM, "-c", house.conf, *arguments],
                              stdout=subprocess.PIPE, check=True)
        walls.append(1000 * (time.monotonic() - start))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processors.append(1000 * (sum(after[:2]) - sum(before[:2])))
        lines = done.stdout.count(b"\n")
    return statistics.median(walls), statistics.median(processors), lines


def asked(path):
    case = reference_of(path, "ORDER BY id LIMIT 1 OFFSET 5000")
    deep = reference_of(path, "ORDER BY received_on LIMIT 1 OFFSET 1000")
    lists = ["list", "list --category complaint", "list --category foi",
             "list --state open", "list --state closed", "list --late",
             "list --review", "list --owner Owner+3",
             "list --owner Rare+Owner", "list --officer Owner+3 --state open",
             "list --flag red", "list --flag gift", "list --channel email",
             "list --since 2021-03-01 --until 2021-03-31",
             "list --category foi --flag legal_action --owner Owner+3",
             f"list --after {deep}",
             "list --limit 50", "queue", "queue --owner Owner+3", "due",
             "due --within 7", "due --owner Owner+3"]
    words = ["search wheelchair", "search the", "search denbazel",
             "search lost+property", "search wheel*", "search appoint*",
             f"search {case}", f"search {case[:7]}*",
             "search --best wheelchair", "search --best the",
             "search wheelchair --category foi",
             "search the --owner Rare+Owner",
             "search nothing+like+it"]
    pages = [f"show {case}", f"show --text {case}", f"show --json {case}"]
    for line in lists + words + pages:
        yield [word.replace("+", " ") for word in line.split()]


def bench_lists(house):
    path = house.root / "register.db"
    print(f"\n{'casework: whole commands, medians':<58} {'lines':>6} "
          f"{'wall ms':>8} {'CPU ms':>8}")
    for arguments in asked(path):
        wall, processor, lines = median_ms(house, *arguments)
        print(f"{' '.join(arguments):<58} {lines:>6} {wall:>8.1f} "
              f"{processor:>8.1f}", flush=True)


def bench_casework(folder):
    cases = 100_000 if os.environ.get("BENCH_WHOLE") else 10_000
    house = House(folder)
    path = house.root / "register.db"
    shim = compile_to(folder, "nosync", "-shared", "-fPIC")
    title(f"casework: a register of {cases} cases")
    fill = [str(FILL), str(path)]
    row("filled, without its fsyncs", cases * (1 + FURTHER), *timed(
        lambda: subprocess.run([*fill, str(cases), str(FURTHER), "1"],
                               env={**os.environ, "LD_PRELOAD": str(shim)},
                               check=True, stdout=subprocess.DEVNULL)))
    work_up(path)
    row("further ones registered, durable", NEWER, *timed(
        lambda: subprocess.run([*fill, str(NEWER), "0", str(cases + 1)],
                               check=True, stdout=subprocess.DEVNULL)))
    sizes(path)
    bench_lists(house)


def sizes(path):
    db = sqlite3.connect(path)
    items, text = db.execute("SELECT COUNT (DISTINCT item_id), "
                             "SUM (LENGTH (text)) FROM part").fetchone()
    index = db.execute("SELECT SUM (LENGTH (block)) FROM search_data"
                       ).fetchone()[0]
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    size = path.stat().st_size
    remark("on disk", f"{size / 1e6:.0f} MB, {size / items:.0f} bytes an item")
    remark("  its texts", f"{text / 1e6:.0f} MB")
    remark("  the index of their words", f"{index / 1e6:.0f} MB")

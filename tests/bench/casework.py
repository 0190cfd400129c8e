"""A complaints team's week on a large register.

10,000 cases of three items each; 100,000 where BENCH_WHOLE is set: lists,
search and pages; what staff write down; what registration, backup and an hour
of mail take beside each other; and what is left after kill -9 and a full disk.
"""
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta

from casework_load import FILL, bench_load, registered
from fetching import compile_to
from house import POSTROOM, House
from table import remark, row, timed, title

FURTHER = 2
RUNS = 15
NEWER = 500

OWNERS = [f"Owner {n}" for n in range(40)]
# In a register of ten years most cases are closed, and only what came in the
# last days waits for its acknowledgement.
WORK_UP = """
UPDATE outbox SET state = 'sent', finished_at = made_at
WHERE case_id IN (SELECT id FROM cases WHERE received_on < :newest);
UPDATE cases SET state = 'closed', needs_review = 0, review_reason = '',
    closed_on = response_due
WHERE received_on < :recent AND id % 40 <> 0;
UPDATE cases SET state = 'acknowledged'
WHERE state = 'received' AND received_on < :newest;
UPDATE cases SET disposition = 'staff_matter' WHERE id % 500 = 1;
UPDATE alert SET state = 'confirmed', due_at = NULL, confirmed_by = 'bench',
    confirmed_at = raised_at
WHERE case_id IN (SELECT id FROM cases WHERE received_on < :newest);
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
            db.execute(statement, {"recent": "2026-10-01",
                                   "newest": "2026-11-12"})
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


def median_ms(house, *commands):
    """Medians of whole commands, wall and processor: start, register, output
    to a pipe.  Gives the lines of the last one too."""
    walls, processors, lines = [], [], 0
    for arguments in commands:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.monotonic()
        done = subprocess.run([POSTROOM, "-c", house.conf, *arguments],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)
        walls.append(1000 * (time.monotonic() - start))
        if done.returncode != 0:
            sys.exit(f"{arguments}: {done.stderr.decode()}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processors.append(1000 * (sum(after[:2]) - sum(before[:2])))
        lines = done.stdout.count(b"\n")
    return statistics.median(walls), statistics.median(processors), lines


def asked(path):
    case = reference_of(path, "ORDER BY id LIMIT 1 OFFSET 5000")
    deep = reference_of(path, "ORDER BY received_on LIMIT 1 OFFSET 1000")
    lists = ["list", "list --category complaint", "list --category foi",
             "list --category undecided", "list --state open",
             "list --state closed", "list --late", "list --review",
             "list --owner Owner+3", "list --owner Rare+Owner",
             "list --officer Owner+3 --state open", "list --flag red",
             "list --flag gift", "list --channel email",
             "list --channel in_person", "list --staff-matters",
             "list --since 2021-03-01 --until 2021-03-31",
             "list --category foi --flag legal_action --owner Owner+3",
             f"list --after {deep}", "list --limit 50",
             "list --json --limit 400", "list --csv --limit 400",
             "queue", "queue --owner Owner+3",
             "due", "due --within 7", "due --owner Owner+3",
             "alerts", "letters", "refused", "person list"]
    words = ["search wheelchair", "search the", "search denbazel",
             "search lost+property", "search wheel*", "search appoint*",
             "search the+prop*", f"search {case}", f"search {case[:9]}*",
             "search --best wheelchair", "search --best the",
             "search wheelchair --category foi",
             "search the --owner Rare+Owner", "search the --flag gift",
             "search the --review", "search the --channel in_person",
             "search the --late", "search the --staff-matters",
             "search nothing+like+it"]
    pages = [f"show {case}", f"show --history {case}", f"show --text {case}",
             f"show --json {case}"]
    for line in lists + words + pages:
        yield [word.replace("+", " ") for word in line.split()]


def heading(text):
    print(f"\n{text:<58} {'lines':>6} {'wall ms':>8} {'CPU ms':>8}")


def show_median(house, name, *commands):
    wall, processor, lines = median_ms(house, *commands)
    print(f"{name:<58} {lines:>6} {wall:>8.1f} {processor:>8.1f}", flush=True)
    return wall, processor


def bench_lists(house):
    heading(f"lists, search and pages: whole commands, medians of {RUNS}")
    took = [show_median(house, " ".join(arguments), *[arguments] * RUNS)
            for arguments in asked(house.root / "register.db")]
    for what, times in zip(("wall", "CPU"), zip(*took)):
        remark(f"{what}, the slowest", f"{max(times):.1f} ms; "
               f"{sum(t >= 50 for t in times)} of {len(times)} take 50 or more")


def references(path, where, count):
    db = sqlite3.connect(path)
    found = [r for r, in db.execute(
        f"SELECT reference FROM cases WHERE {where} ORDER BY id DESC "
        f"LIMIT {count}")]
    db.close()
    return found


def bench_changes(house):
    """What is written down, each of another case, durable when it ends."""
    path = house.root / "register.db"
    fresh = references(path, "category = 'complaint' AND state = 'received' "
                       "AND needs_review = 0 AND disposition = 'case' AND id "
                       "NOT IN (SELECT case_id FROM outbox WHERE state <> "
                       "'due')", RUNS)
    known = references(path, "category = 'complaint' AND state = "
                       "'acknowledged' AND disposition = 'case' AND "
                       "received_on >= '2026-10-01'", RUNS)
    thanks = references(path, "category = 'compliment' AND needs_review = 0 "
                        "AND state = 'acknowledged' AND disposition = 'case'",
                        RUNS)
    agreed = str(date.today() + timedelta(days=60))
    changes = [(fresh, "acknowledge REF --by-phone"),
               (known, "set REF owner Kim+Lowe"),
               (known, f"set REF agreed_due {agreed}"),
               (known, "people REF --add patient --name Bob+Example"),
               (known, "pause REF --by coroner --reason by+letter"),
               (known, "resume REF"),
               (known, "split REF --category foi --reason two+matters"),
               (known, "correct REF --category concern --by Kim+Lowe "
                "--reason no+investigation"),
               (thanks, "close REF --outcome noted")]
    heading(f"changes, durable: whole commands, medians of {RUNS}")
    for cases, line in changes:
        commands = [[word.replace("REF", case).replace("+", " ")
                     for word in line.split()] for case in cases]
        show_median(house, line.replace("+", " "), *commands)


def sizes(path):
    db = sqlite3.connect(path)
    cases, items, text = db.execute(
        "SELECT (SELECT COUNT (*) FROM cases), (SELECT COUNT (*) FROM item), "
        "SUM (LENGTH (text)) FROM part").fetchone()
    index = db.execute("SELECT SUM (LENGTH (block)) FROM search_data"
                       ).fetchone()[0]
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    size = path.stat().st_size
    remark("on disk", f"{size / 1e6:.0f} MB, {size / items:.0f} bytes an item "
           f"of {items} in {cases} cases")
    remark("  its texts", f"{text / 1e6:.0f} MB")
    remark("  the index of their words", f"{index / 1e6:.0f} MB")


def bench_casework(folder):
    cases = 100_000 if os.environ.get("BENCH_WHOLE") else 10_000
    house = House(folder, workers=4)
    path = house.root / "register.db"
    shim = compile_to(folder, "nosync", "-shared", "-fPIC")
    title(f"casework: a register of {cases} cases")
    fill = [str(FILL), str(path)]
    row("filled, without its fsyncs", cases * (1 + FURTHER), *timed(
        lambda: subprocess.run([*fill, str(cases), str(FURTHER), "1"],
                               env={**os.environ, "LD_PRELOAD": str(shim)},
                               check=True, stdout=subprocess.DEVNULL)))
    work_up(path)
    took = []
    row("further ones registered, durable", NEWER, *timed(
        lambda: took.extend(registered(path, NEWER, cases + 1))))
    remark("  one of them", f"median {statistics.median(took):.1f} ms, "
           f"slowest {max(took):.1f} ms")
    sizes(path)
    bench_lists(house)
    bench_changes(house)
    bench_load(house, cases + NEWER + 1)

"""Reports of a large register: 10,000 cases, 100,000 with BENCH_WHOLE."""
import os
import random
import sqlite3
import statistics
import subprocess
import time

from casework import FILL, functions
from fetching import compile_to
from house import POSTROOM, House
from table import remark, row, timed, title

RUNS = 5
KINDS = ("annual", "ko41a", "performance", "foi", "themes", "board", "cqc")
OUTCOMES = ("upheld", "partly_upheld", "not_upheld", "not_upheld",
            "withdrawn")
CLOSED = """
UPDATE outbox SET state = 'sent', finished_at = (SELECT
    UNIXEPOCH (c.received_on, '+' || (c.id % 6) || ' days', '12:00')
    FROM cases c WHERE c.id = outbox.case_id);
UPDATE cases SET state = 'closed', needs_review = 0, review_reason = '',
    closed_on = DATE (received_on, '+' || (20 + id % 90) || ' days')
WHERE received_on < '2026-10-01' AND id % 40 <> 0;
UPDATE cases SET state = 'acknowledged' WHERE state = 'received';
"""


def work_up(path):
    """Decides and codes what is closed; words suggest codes of all."""
    db = sqlite3.connect(path)
    functions(db)
    db.executescript(CLOSED)
    random.seed(7)
    codes = {}
    for code, kind in db.execute("SELECT id, kind FROM code"):
        codes.setdefault(kind, []).append(code)
    topics = [t for (t,) in db.execute("SELECT DISTINCT topic FROM code_topic")]
    fields, coded, words = [], [], []
    for case, item, closed in db.execute(
            "SELECT c.id, ic.item_id, c.closed_on FROM cases c "
            "JOIN item_case ic ON ic.case_id = c.id AND ic.role = 'original'"):
        for place, topic in enumerate(random.sample(topics, 4)):
            words.append((item, place, topic))
        if closed is None:
            continue
        fields += [(case, "outcome", random.choice(OUTCOMES)),
                   (case, "response_sent_on", closed),
                   (case, "lessons", f"Lesson {case % 400}"),
                   (case, "complexity", random.choice(
                       ("straightforward", "complex")))]
        for kind, most in (("subject", 3), ("service", 2), ("profession", 2)):
            for code in random.sample(codes[kind], random.randint(1, most)):
                coded.append((case, code))
    db.executemany("INSERT INTO case_field (case_id, field, value, at, who, "
                   "is_current) VALUES (?, ?, ?, 0, 'bench', 1)", fields)
    db.executemany("INSERT INTO case_code (case_id, code_id, is_so, at, who) "
                   "VALUES (?, ?, 1, 0, 'bench')", coded)
    db.executemany("INSERT INTO topic (item_id, position, name, weight, "
                   "phrase, part, begins, ends) "
                   "VALUES (?, ?, ?, 2000, 'words', 0, 0, 5)", words)
    db.commit()
    db.close()


def median_ms(house, *arguments):
    walls, lines = [], 0
    for _ in range(RUNS):
        start = time.monotonic()
        done = subprocess.run([POSTROOM, "-c", house.conf, *arguments],
                              stdout=subprocess.PIPE, check=True)
        walls.append(1000 * (time.monotonic() - start))
        lines = done.stdout.count(b"\n")
    return statistics.median(walls), lines


def bench_reports(folder):
    cases = 100_000 if os.environ.get("BENCH_WHOLE") else 10_000
    house = House(folder)
    path = house.root / "register.db"
    shim = compile_to(folder, "nosync", "-shared", "-fPIC")
    title(f"reports: a register of {cases} cases of nine years")
    row("filled, without its fsyncs", cases, *timed(
        lambda: subprocess.run([FILL, path, str(cases), "0", "1"],
                               env={**os.environ, "LD_PRELOAD": str(shim)},
                               check=True, stdout=subprocess.DEVNULL)))
    work_up(path)
    remark("on disk", f"{path.stat().st_size / 1e6:.0f} MB")
    print(f"\n{'reports: whole commands, medians':<58} {'lines':>6} "
          f"{'wall ms':>8}")
    for kind in KINDS:
        for period in (("--year", "2025/26"),
                       ("--from", "2018-01-01", "--to", "2026-11-22")):
            wall, lines = median_ms(house, "report", kind, *period)
            print(f"{' '.join(('report', kind, *period)):<58} {lines:>6} "
                  f"{wall:>8.1f}", flush=True)

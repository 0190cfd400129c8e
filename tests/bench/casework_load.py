"""The large register while several work on it, and when they are cut off.

An hour of mail is 500 messages here.  A trust that gets 60,000 a year has 30
of them in an average working hour; this is its worst hour.  They are read,
judged and registered as fast as that goes.
"""
import hashlib
import signal
import sqlite3
import statistics
import subprocess
import threading
import time

from house import BUILD, POSTROOM, wait_for
from table import remark, row, timed, title

FILL = BUILD / "tests/bench/casework"
HOUR = 500
KILLS = 20
ROOM = 48 << 20

LETTER = """From: Person {n} <person{n}@people.example>
To: complaints@mail.test
Subject: Ward {ward}
Date: Mon, 16 Nov 2026 10:00:00 +0000
Message-ID: <bench-{n}@people.example>

I wish to complain formally about ward {ward}. My mother, bed {n}, waited for
{hours} hours, and nobody came when she rang the bell.

Person {n}
"""

# Rows that belong together and of which one is missing, among the new ones.
HALVES = """
SELECT COUNT (*) FROM item i WHERE i.id IN (SELECT id FROM newest) AND
    ((SELECT COUNT (*) FROM part WHERE item_id = i.id) = 0
    OR (SELECT COUNT (*) FROM item_case WHERE item_id = i.id) <> 1
    OR (SELECT COUNT (*) FROM search_item WHERE item_id = i.id) <> 1
    OR (SELECT COUNT (*) FROM event WHERE item_id = i.id) = 0
    OR (SELECT COUNT (*) FROM item_case x JOIN outbox o
	ON o.case_id = x.case_id WHERE x.item_id = i.id) <> 1)
"""


def registered(path, count, first):
    """Registers cases in a process; the milliseconds of each."""
    done = subprocess.run([FILL, path, str(count), "0", str(first)],
                          check=True, stdout=subprocess.PIPE)
    return [float(line.split()[1]) for line in done.stdout.splitlines()]


def ask(path, sql, values=()):
    db = sqlite3.connect(path)
    answer = db.execute(sql, values).fetchone()[0]
    db.close()
    return answer


def numbers(lines):
    """Of the cases that are told; a line that was cut off tells of none."""
    return [int(line.split()[0]) for line in lines if line.endswith(b"\n")]


# --- a backup, and somebody who goes on registering -------------------------

def bench_backup(house, first):
    """A backup while a case comes every 100 ms.  It is of the register alone:
    invented items have no files, of which the command complains."""
    path = house.root / "register.db"
    shelf = house.root / "backups"
    writer = subprocess.Popen([FILL, path, "1000000", "0", str(first), "100"],
                              stdout=subprocess.PIPE)
    lines = [writer.stdout.readline()]
    try:
        row("backup, checked, beside a steady writer", 1, *timed(
            lambda: subprocess.run(
                [POSTROOM, "-c", house.conf, "backup", shelf], check=False,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)))
    finally:
        writer.terminate()
    lines += writer.stdout.readlines()
    writer.wait()
    took = [float(line.split()[1]) for line in lines if line.endswith(b"\n")]
    remark("  registering a case meanwhile",
           f"{len(took)}, median {statistics.median(took):.1f} ms, slowest "
           f"{max(took):.1f} ms")
    return max(numbers(lines)) + 2


# --- an hour of mail ---------------------------------------------------------

def reads(house, is_over, walls):
    """One of the staff, who looks into the register all the time."""
    lines = [["list"], ["search", "wheelchair"], ["due"], ["queue"]]
    while not is_over.is_set():
        start = time.monotonic()
        subprocess.run([POSTROOM, "-c", house.conf,
                        *lines[len(walls) % len(lines)]], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        walls.append(1000 * (time.monotonic() - start))


def drop_hour(house):
    digests = set()
    for n in range(HOUR):
        text = LETTER.format(n=n, ward=n % 40, hours=2 + n % 9).encode()
        digests.add(hashlib.sha256(text).hexdigest())
        (house.spool / "post" / f"{n}.eml").write_bytes(text)
    return digests


def bench_hour(house):
    """Four intake processes and a reader; every message is there once."""
    path = house.root / "register.db"
    before = ask(path, "SELECT COUNT (*) FROM item")
    walls, is_over = [], threading.Event()
    digests = drop_hour(house)
    reader = threading.Thread(target=reads, args=(house, is_over, walls))

    def work():
        house.start()
        wait_for("the hour's mail", lambda: ask(
            path, "SELECT COUNT (*) FROM item WHERE place LIKE 'kept/%'")
            >= HOUR, 3600)

    reader.start()
    wall, processor = timed(work)
    is_over.set()
    reader.join()
    house.stop()
    db = sqlite3.connect(path)
    found = [d for d, in db.execute(
        "SELECT sha256 FROM item WHERE place LIKE 'kept/%'")]
    doubled = db.execute(
        "SELECT COUNT (*) FROM (SELECT x.item_id FROM item_case x JOIN item i "
        "ON i.id = x.item_id WHERE i.place LIKE 'kept/%' GROUP BY x.item_id "
        "HAVING COUNT (*) <> 1)").fetchone()[0]
    after = db.execute("SELECT COUNT (*) FROM item").fetchone()[0]
    db.close()
    row("an hour's mail, by four intake processes", HOUR, wall, processor)
    remark("  a reader meanwhile", f"{len(walls)} commands, median "
           f"{statistics.median(walls):.1f} ms")
    remark("  lost, doubled", f"{len(digests - set(found))} and "
           f"{len(found) - len(digests) + doubled} of {after - before}")


# --- cut off -----------------------------------------------------------------

def check_rows(path, told, first):
    """Lost ones, halves, and those that were in before that was said."""
    db = sqlite3.connect(path)
    db.execute("CREATE TEMP TABLE newest (id TEXT)")
    db.executemany("INSERT INTO newest VALUES (?)",
                   [(f"m{n}",) for n in range(first, first + 100_000)])
    kept = {i for i, in db.execute(
        "SELECT id FROM item WHERE id IN (SELECT id FROM newest)")}
    halves = db.execute(HALVES).fetchone()[0]
    db.close()
    told = {f"m{n}" for n in told}
    return len(told - kept), halves, len(kept - told)


def bench_kill(path, first):
    """Killed in the middle of what it registers, at another moment each
    time."""
    lost = halves = unsaid = known = 0
    for n in range(KILLS):
        process = subprocess.Popen([FILL, path, "100000", "0", str(first)],
                                   stdout=subprocess.PIPE)
        lines = [process.stdout.readline() for _ in range(1 + 3 * n)]
        time.sleep(0.0007 * n)
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
        process.wait()
        told = numbers(lines)
        found = check_rows(path, told, first)
        lost, halves = lost + found[0], halves + found[1]
        unsaid += found[2]
        known += len(told)
        first = max([first, *told]) + 2
    remark(f"kill -9, {KILLS} times while registering",
           f"{known} were told: {lost} lost, {halves} in half; {unsaid} in "
           "before it was told")
    return first


def bench_full(folder):
    """A register on a file system that ends: it says so, and loses nothing."""
    path = folder / "register.db"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs",
                    folder], check=True)
    try:
        subprocess.run([FILL, path, "100", "0", "1"], check=True,
                       stdout=subprocess.DEVNULL)
        room = folder / "room"
        room.write_bytes(bytes(8 << 20))
        done = subprocess.run([FILL, path, "100000", "0", "101"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)
        told = numbers(done.stdout.splitlines(True))
        lost, halves, _ = check_rows(path, told, 101)
        room.unlink()
        again = registered(path, 100, 200_000)
        whole = ask(path, "PRAGMA integrity_check")
        remark("a disk that is full while registering",
               f"{len(told)} were told: {lost} lost, {halves} in half")
        remark("  it says", done.stderr.decode().strip().split(": ", 1)[-1])
        remark("  with 8 MB of room again", f"{len(again)} more; the file is "
               f"{whole}")
    finally:
        subprocess.run(["umount", folder], check=True)


def bench_load(house, first):
    path = house.root / "register.db"
    title("beside each other")
    first = bench_backup(house, first)
    bench_hour(house)
    title("cut off")
    bench_kill(path, first)
    remark("  the file after that, page by page",
           ask(path, "PRAGMA integrity_check"))
    bench_full(house.root / "full")

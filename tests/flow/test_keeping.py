"""test_keeping.py - verify, backup, restore, export, retention: as operators
and staff use them, on a register with real items in it
"""
import csv
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
import zipfile

import pytest

from faults import Faults
from house import House

SECRET = "Zebedee Quillfeather"
LETTER = f"""From: {SECRET} <zebedee@people.example>
To: complaints@mail.test
Subject: Complaint about ward seven
Date: Sun, 22 Nov 2026 09:00:00 +0000
Message-ID: <one@people.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear Sir or Madam,

I wish to make a formal complaint. Nobody came when my mother called for the
purple blanket, and the nurse was rude to us.

Yours faithfully,
{SECRET}
"""


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path / "house")
    made.root.joinpath("letter.eml").write_text(LETTER)
    made.drop(made.root / "letter.eml")
    made.run("intake", "--once")
    made.run("sender", "--once")
    (made.root / "letter.eml").unlink()
    yield made
    made.stop()


def sql(house, text, *values):
    with sqlite3.connect(house.root / "register.db") as db:
        rows = db.execute(text, values).fetchall()
    db.close()
    return rows


def has_trace(house, words):
    """Files below the house that have the words, but for maildir and log."""
    found = []
    for path in house.root.rglob("*"):
        if path.is_file() and "outgoing" not in path.parts:
            if words.encode() in path.read_bytes():
                found.append(str(path.relative_to(house.root)))
    return found


def test_verify(house):
    whole = house.run("verify")
    assert "All is whole" in whole.stdout
    original = house.kept()[0]
    text = original.read_bytes()
    original.write_bytes(text + b" ")
    done = house.run("verify", check=False)
    assert done.returncode == 2
    assert "is not as it was registered" in done.stdout.splitlines()[0]
    done = house.run("verify", "--json", check=False)
    assert done.returncode == 2
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[0]["fault"] == "original"
    assert lines[-1]["whole"] is False and lines[-1]["faults"] == 1
    original.write_bytes(text)
    assert house.run("verify").returncode == 0


def test_nothing_is_left_in_work(house):
    """Where an item's words are once it is done: its original and the
    register, and nowhere else."""
    places = has_trace(house, "purple blanket")
    assert places, "the item is somewhere"
    for place in places:
        assert re.match(r"spool/kept/|register\.db", place), place
    for folder in ("tmp", "working", "incoming", "post"):
        left = [p for p in (house.spool / folder).rglob("*")
                if p.is_file() and p.stat().st_size and ".lock" not in p.name]
        assert left == []


def test_backup_and_restore(house, tmp_path):
    folder = tmp_path / "backups"
    done = house.run("backup", str(folder))
    assert "1 original." in done.stdout and " s." in done.stdout
    checked = house.run("restore", str(folder), "--verify")
    assert "All of it is whole" in checked.stdout
    first = house.cases()[0]["reference"]

    # The disk is lost, with what came since.
    shutil.rmtree(house.spool)
    for path in house.root.glob("register.db*"):
        path.unlink()
    place = tmp_path / "place"
    done = house.run("restore", str(folder), "--into", str(place))
    assert "reconcile --repair" in done.stdout
    assert house.run("restore", str(folder), "--into", str(place),
                     check=False).returncode == 66
    shutil.move(place / "register.db", house.root / "register.db")
    shutil.move(place / "spool", house.spool)
    (house.spool / "post").mkdir()
    assert [c["reference"] for c in house.cases()] == [first]
    house.run("verify")

    # What came between backup and restoration comes once more: it is held,
    # under a number that nobody had.
    text = LETTER.replace("one@", "two@").replace("seven", "nine")
    target = house.spool / "post" / "again.eml"
    target.write_text(text)
    os.utime(target, (1795000000, 1795000000))
    house.run("intake", "--once")
    [case] = [c for c in house.cases() if c["reference"] != first]
    assert re.match(r"CS\d\d-010\d{3}-", case["reference"])
    assert case["acknowledgement"] == "held"


def test_backup_with_a_steady_writer(house, tmp_path):
    """Others register while it runs; each backup is whole, and none of them
    is held up."""
    house.start()
    stop = threading.Event()
    dropped = []

    def write():
        while not stop.is_set():
            name = f"letter-{len(dropped)}.eml"
            text = LETTER.replace("one@", f"n{len(dropped)}@")
            (house.spool / "post" / name).write_text(
                text + f"\nNumber {len(dropped)}\n")
            dropped.append(name)
            stop.wait(0.1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            done = house.run("backup", str(tmp_path / "backups"), check=False)
            assert done.returncode == 0, done.stderr
            checked = house.run("restore", str(tmp_path / "backups"),
                                "--verify")
            assert "whole" in checked.stdout
            stop.wait(1.1)
    finally:
        stop.set()
        writer.join()
    assert house.stop() == 0
    house.run("intake", "--once")
    assert len(house.cases()) == 1 + len(dropped)


def test_backup_killed(house, tmp_path):
    """At whatever moment it dies, there is no backup that is not whole."""
    faults = Faults(tmp_path)
    whole = faults.run(house, "backup", tmp_path / "all", kind="kill",
                       at=0).count
    for at in range(1, whole, whole // 4):
        folder = tmp_path / f"killed at {at}"
        run = faults.run(house, "backup", folder, kind="kill", at=at)
        assert run.status == -signal.SIGKILL, run.said
        done = house.run("restore", str(folder), "--verify", check=False)
        assert done.returncode in (0, 66), done.stdout
        time.sleep(1)  # a backup's name is the second it was begun in
        house.run("backup", str(folder))
        assert not list(folder.glob(".*"))
        house.run("restore", str(folder), "--verify")
    house.run("verify")


def test_newer_register_is_refused(house):
    sql(house, "PRAGMA user_version = 999")
    done = house.run("list", check=False)
    assert done.returncode == 78 and "newer" in done.stderr
    done = house.run("intake", "--once", check=False)
    assert done.returncode == 78 and "newer" in done.stderr


def export(house, *arguments, check=True):
    ref = house.cases()[0]["reference"]
    return ref, house.run("export", ref, *arguments, check=check)


def test_export(house, tmp_path):
    ref = house.cases()[0]["reference"]
    house.run("set", ref, "lessons", "Blankets are brought at once.")
    folder = tmp_path / "file"
    _, done = export(house, str(folder), "--for", "ombudsman")
    names = {str(p.relative_to(folder)) for p in folder.rglob("*")
             if p.is_file()}
    assert {"index.txt", "index.html", "chronology.txt", "chronology.pdf",
            "notes.pdf", "originals/1.eml", "readable/1.pdf",
            "letters/L1.pdf", "digests.sha256"} == names
    assert (folder / "originals/1.eml").read_text() == LETTER
    subprocess.run(["sha256sum", "-c", "--quiet", "digests.sha256"],
                   cwd=folder, check=True)
    text = subprocess.run(["pdftotext", folder / "readable/1.pdf", "-"],
                          capture_output=True, text=True, check=True).stdout
    assert "purple blanket" in text
    letter = subprocess.run(["pdftotext", folder / "letters/L1.pdf", "-"],
                            capture_output=True, text=True, check=True).stdout
    assert ref in letter
    index = (folder / "index.txt").read_text()
    assert "notes of staff" in index and "Made for:" in index
    assert "<h1>" in (folder / "index.html").read_text()
    assert "Third party" in done.stdout

    # Nothing there is overwritten, and a slip leaves nothing behind.
    assert export(house, str(folder), "--for", "ombudsman",
                  check=False)[1].returncode == 66
    _, done = export(house, str(tmp_path / "no"), "--for", "ombudsman",
                     "--leave-out", "9", check=False)
    assert done.returncode == 66 and "no such part" in done.stderr
    assert not list(tmp_path.glob("no*"))
    assert export(house, str(tmp_path / "no"), "--for", "anybody",
                  check=False)[1].returncode == 64


def test_export_leaves_out(house, tmp_path):
    house.run("set", house.cases()[0]["reference"], "lessons", "Secret note")
    path = tmp_path / "file.zip"
    ref, _ = export(house, "--zip", str(path), "--for", "subject-access",
                    "--leave-out", "notes", "--leave-out", "1/1")
    with zipfile.ZipFile(path) as file:
        assert file.testzip() is None
        names = file.namelist()
        index = file.read("index.txt").decode()
    assert "notes.pdf" not in names
    assert not [n for n in names if n.startswith("originals/")]
    assert "Left out: 1/1" in index
    details = [e["detail"] for e in
               json.loads(house.run("show", "--json", ref).stdout)["events"]
               if e["what"] == "exported"]
    assert details == [
        "The complaint file, for subject-access; left out: notes, 1/1"]


def test_export_of_an_altered_original(house, tmp_path):
    house.kept()[0].write_text("something else")
    _, done = export(house, str(tmp_path / "file"), "--for", "ombudsman",
                     check=False)
    assert done.returncode == 65
    assert "altered" in done.stderr
    assert "not as it was" in (tmp_path / "file/index.txt").read_text()


def test_export_csv(house):
    ref = house.cases()[0]["reference"]
    house.run("set", ref, "lessons", "=1+1")
    rows = list(csv.DictReader(io.StringIO(
        house.run("export", "--csv").stdout)))
    assert len(rows) == 1
    assert rows[0]["reference"] == ref
    assert rows[0]["name"] == SECRET
    assert rows[0]["lessons"] == "'=1+1"


def test_retention(house, tmp_path):
    ref = house.cases()[0]["reference"]
    folder = tmp_path / "backups"
    house.run("backup", str(folder))
    assert "No case" in house.run("retention").stdout
    refused = house.run("retention", "--destroy", ref, "--by", "A Manager",
                        "--reason", "reviewed", check=False)
    assert refused.returncode == 66 and "not closed" in refused.stderr
    sql(house, "UPDATE cases SET state = 'closed', closed_on = '2000-01-01',"
               " retain_until = '2010-01-01'")
    assert [r["reference"] for r in house.records("retention")] == [ref]
    assert house.run("retention", "--dry-run").stdout.count(ref) == 1
    assert house.run("retention", "--destroy", ref,
                     check=False).returncode == 64
    done = house.run("retention", "--destroy", ref, "--by", "A Manager",
                     "--reason", "reviewed")
    assert str(folder) in done.stdout
    for words in (SECRET, "purple blanket", "zebedee@people.example",
                  "ward seven"):
        assert has_trace(house, words) == [], words
    assert "All is whole" in house.run("verify").stdout
    shown = json.loads(house.run("show", "--json", ref).stdout)
    assert shown["events"][-1]["what"] == "destroyed"
    assert shown["events"][-1]["who"] == "A Manager"
    assert "missing" not in house.run("reconcile", check=False).stdout
    # Its file comes back from a backup: reconcile tells, and never registers.
    [copy] = (folder / "originals").rglob("p*")
    back = house.spool / "kept" / "2026" / "11" / copy.name
    back.write_bytes(copy.read_bytes())
    done = house.run("reconcile", "--repair", "--json", check=False)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [f["finding"] for f in found] == ["destroyed"]
    back.unlink()
    assert export(house, str(tmp_path / "file"), "--for", "ombudsman",
                  check=False)[1].returncode == 66

"""The whole program on a register that an older one left, letter owed and all.

What becomes of each row is tests/unit/register/upgrade.c's to say.
"""
import contextlib
import hashlib
import json
import re
import sqlite3
import subprocess

import pytest
from box import mailbox, smtp
from house import POSTROOM, TOP, House, wait_for
from test_item import COMPLAINT

SCHEMA = (TOP / "gateway/register/schema.sql").read_text()
MIGRATIONS = re.split(r"^-- migration \d+$", SCHEMA, flags=re.M)[1:]
# The units of the package, which start at the same time.
UNITS = ("intake", "mailbox,sender,metrics,reconcile")
LETTER = b"I wish to complain formally about Ward 9.\n"
OLD = """
INSERT INTO item VALUES ('p20261116T100000Z-0123456789abcdef', 'post',
    'document', 'letter.txt', '{sha256}', {size}, 1794823200, 1794823201, NULL,
    'text/plain', 'read', '', '', '', 'letter.txt', 'Amara Okafor',
    'public@mail.test', '', '', '', 'public', '', 'none', 'case', '{place}');
INSERT INTO cases (id, reference, state, category, disposition, confidence,
    needs_review, review_reason, author_name, author_address, author_postal,
    author_phone, received_on, ack_due, response_due, acknowledge, why_not)
    VALUES (1, '{reference}', 'received', 'complaint', 'case', 930, 0, '',
    'Amara Okafor', 'public@mail.test', '', '', '2026-11-16', '2026-11-19',
    '2027-05-16', 'true', '');
INSERT INTO ledger (mailbox, folder, uidvalidity, uid, file, item_id,
    internaldate, size, state, attempts, last_error) VALUES ('post', '', 0, 0,
    'letter.txt', 'p20261116T100000Z-0123456789abcdef', 1794823200, {size},
    'filed', 0, '');
INSERT INTO item_case VALUES ('p20261116T100000Z-0123456789abcdef', 1,
    'original');
INSERT INTO sequence VALUES (2026, 1);
INSERT INTO outbox (id, case_id, kind, state, channel, template, to_name,
    to_address, to_postal, message_id, in_reply_to, thread, attempts,
    next_attempt, made_at, note) VALUES (1, 1, 'acknowledgement', 'due',
    'email', 'complaint', 'Amara Okafor', 'public@mail.test',
    '', '<{message_id}>', '', '', 0, 0, 1794823201, '');
"""
PLACE = "kept/2026/11/p20261116T100000Z-0123456789abcdef"
REFERENCE = "CS26-000001-P"
MESSAGE_ID = "ack.CS26-000001-P@mail.test"


def leave_old(house, version):
    """A register of that version, with one case that is to be answered."""
    (house.spool / PLACE).parent.mkdir(parents=True)
    (house.spool / PLACE).write_bytes(LETTER)
    path = house.root / "register.db"
    with contextlib.closing(sqlite3.connect(path)) as register:
        register.executescript(MIGRATIONS[0])
        register.executescript(OLD.format(
            place=PLACE, reference=REFERENCE, message_id=MESSAGE_ID,
            size=len(LETTER), sha256=hashlib.sha256(LETTER).hexdigest()))
        for number in range(1, version):
            register.executescript(MIGRATIONS[number])
        register.execute(f"PRAGMA user_version = {version}")
    path.chmod(0o600)


@contextlib.contextmanager
def units(house):
    with house.log.open("ab") as log:
        running = [subprocess.Popen(
            [POSTROOM, "-c", house.conf, "run", "--only", roles],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            for roles in UNITS]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
        assert [process.wait(40) for process in running] == [0, 0]


def acknowledgements(house):
    """None where the register is not up to date yet."""
    lines = house.run("list", "--json", check=False).stdout.splitlines()
    return sorted(json.loads(line)["acknowledgement"] for line in lines)


# The first; and the last that takes no function of the program to make.
@pytest.mark.parametrize("version", [1, 12])
def test_old_register(world, tmp_path, version):
    house = House(tmp_path, mailbox(world), smtp(world))
    leave_old(house, version)
    with units(house):
        wait_for("the answer that was owed",
                 lambda: acknowledgements(house) == ["sent"])
        world.send("public@mail.test", "complaints@mail.test", COMPLAINT)
        wait_for("a further one",
                 lambda: acknowledgements(house) == ["sent", "sent"])
    with units(house):
        house.drop(TOP / "tests/samples/wheelchair-letter.docx")
        wait_for("a letter", lambda: acknowledgements(house) ==
                 ["printed", "sent", "sent"])
    numbers = sorted(case["reference"][5:11] for case in house.cases())
    assert numbers == ["000001", "000002", "000003"]
    first, second = world.wait_for("public", 2)
    assert MESSAGE_ID.encode() in first and REFERENCE.encode() in first
    assert MESSAGE_ID.encode() not in second
    house.run("verify")
    house.run("reconcile")
    copies = list(tmp_path.glob("register.db.before-*"))
    assert len(copies) == 1
    with contextlib.closing(sqlite3.connect(copies[0])) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (version,)
        assert copy.execute("SELECT state FROM outbox").fetchall() == [("due",)]

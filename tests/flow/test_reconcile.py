"""postroom reconcile: each damage to a healthy house is found, and named."""
import calendar
import json
import os
import shutil
import sqlite3
import subprocess
import time

import pytest
from house import SAMPLES, TOP, House, wait_for
from test_item import COMPLAINT, mailbox, submission
from test_mailbox import RECEIVED, house_for, ledger, mail, poll
from test_same import as_mail, renumber

STRANGE_ID = "p20261122T101500Z-0123456789abcdef"


def change(house, sql, *values):
    """Damages the register as another program could."""
    with sqlite3.connect(house.root / "register.db") as db:
        db.execute(sql, values)
    db.close()


def ask(house, sql):
    with sqlite3.connect(f"file:{house.root}/register.db?mode=ro",
                         uri=True) as db:
        return db.execute(sql).fetchall()


def reconcile(house, *more):
    """The exit status, and the findings by their word."""
    done = house.run("reconcile", "--json", *more, check=False)
    assert done.returncode in (0, 1, 2), done.stderr
    return done.returncode, [json.loads(line)
                             for line in done.stdout.splitlines()]


def words(findings):
    return sorted(f["finding"] for f in findings)


# --- spool and register, without a server ---------------------------------------

@pytest.fixture(scope="module")
def healthy(tmp_path_factory):
    """A letter kept, one twice, one refused, one answered on paper."""
    house = House(tmp_path_factory.mktemp("healthy"))
    post = house.spool / "post"
    house.drop(SAMPLES / "concern-letter.pdf")
    house.drop(SAMPLES / "telephone-note.txt")
    house.drop(SAMPLES / "telephone-note.txt", "again.txt")
    os.utime(post / "again.txt", (RECEIVED, RECEIVED))
    (post / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing\n%%EOF\n")
    house.run("intake", "--once")
    house.run("sender", "--once")
    assert len(house.kept()) == 2
    assert len(list((house.spool / "duplicate").iterdir())) == 1
    assert len(list((house.spool / "refused").iterdir())) == 2
    assert list((house.spool / "print").glob("*.pdf"))
    return house


@pytest.fixture
def house(healthy, tmp_path):
    """A copy of it to damage."""
    shutil.copytree(healthy.spool, tmp_path / "spool")
    shutil.copy2(healthy.root / "register.db", tmp_path)
    (tmp_path / "spool" / "post").rmdir()
    return House(tmp_path)


def test_healthy(house):
    assert reconcile(house) == (0, [])
    done = house.run("reconcile")
    assert done.stdout == ("in balance, coming: 0, put right: 0; looked at "
                           "4 items, 4 files, 0 messages\n")
    assert reconcile(house, "--repair") == (0, [])


def remove_original(house):
    house.kept()[0].unlink()


def change_a_byte(house):
    path = house.kept()[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_an_original(house):
    path = house.kept()[1]
    path.write_bytes(path.read_bytes()[:-1])


def unreadable_original(house):
    path = house.kept()[0]
    path.unlink()
    path.symlink_to("/dev/null")


def change_refused(house):
    path, = (house.spool / "refused").glob("p*[0-9a-f]")
    path.write_bytes(b"another one")


def remove_duplicate(house):
    next((house.spool / "duplicate").iterdir()).unlink()


def change_digest(house):
    change(house, "UPDATE item SET sha256 = 'ff' WHERE place LIKE 'dup%'")


def remove_row(house):
    change(house, "DELETE FROM ledger WHERE file = 'again.txt'")


def stray_in_kept(house):
    (house.kept()[0].parent / "Mrs Example.pdf").write_text("x")


def stray_reason(house):
    (house.spool / "refused" / f"{STRANGE_ID}.why").write_text("x")


def move_to_refused(house):
    path = house.kept()[0]
    path.rename(house.spool / "refused" / path.name)


def move_to_another_month(house):
    path = house.kept()[0]
    folder = house.spool / "kept" / "2001" / "01"
    folder.mkdir(parents=True)
    path.rename(folder / path.name)


def forget_place(house):
    change(house, "UPDATE item SET place = '' WHERE place LIKE 'refused%'")


def second_copy(house):
    path = house.kept()[0]
    shutil.copy(path, house.spool / "duplicate" / path.name)


def unregistered(house):
    folder = house.spool / "kept" / "2026" / "11"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STRANGE_ID).write_text("Dear Sir, I wish to complain.\n")


def remove_letter(house):
    next((house.spool / "print").glob("*.pdf")).unlink()


def row_without_item(house):
    change(house, "INSERT INTO ledger (mailbox, folder, uidvalidity, uid, "
           "file, item_id, internaldate, size, state, attempts, last_error) "
           "VALUES ('old', 'INBOX', 1, 7, '', 'm20261122T101500Z-"
           "0123456789abcdef', 1795342500, 9, 'fetched', 1, '')")


def post_row_without_item(house):
    change(house, "INSERT INTO ledger (mailbox, folder, uidvalidity, uid, "
           "file, item_id, internaldate, size, state, attempts, last_error) "
           "VALUES ('post', '', 0, 0, 'x.pdf', ?, 1795342500, 9, 'filed', 0, "
           "'')", STRANGE_ID)


def open_row(state):
    def damage(house):
        change(house, "INSERT INTO ledger (mailbox, folder, uidvalidity, uid, "
               "file, item_id, internaldate, size, state, attempts, "
               "last_error) VALUES ('old', 'INBOX', 1, 7, '', '', 1795342500, "
               "9, ?, 5, 'no')", state)
    damage.__name__ = state
    return damage


DAMAGES = [
    # what, found as, status, put right by --repair
    (remove_original, "missing", 2, False),
    (change_a_byte, "altered", 2, False),
    (cut_an_original, "altered", 2, False),
    (change_refused, "altered", 2, False),
    (change_digest, "altered", 2, False),
    (remove_duplicate, "missing", 2, False),
    (remove_row, "no_row", 1, True),
    (stray_in_kept, "stray", 1, False),
    (stray_reason, "stray", 1, False),
    (move_to_refused, "misplaced", 1, True),
    (move_to_another_month, "misplaced", 1, True),
    (forget_place, "misplaced", 1, True),
    (second_copy, "copy", 1, False),
    (unregistered, "unregistered", 1, True),
    (remove_letter, "no_letter", 1, False),
    (row_without_item, "no_file", 2, False),
    (post_row_without_item, "no_file_post", 2, False),
    (open_row("seen"), "not_configured", 1, False),
    (open_row("unfetchable"), "unfetchable", 1, False),
    (open_row("too_large"), "too_large", 1, False),
]


@pytest.mark.parametrize("damage, word, status, is_repairable", DAMAGES,
                         ids=[d[0].__name__ for d in DAMAGES])
def test_damage(house, damage, word, status, is_repairable):
    """Found, told without a change; put right where that is safe, once."""
    damage(house)
    before = ask(house, "SELECT COUNT (*) FROM event")
    for _ in range(2):
        got, findings = reconcile(house)
        assert (got, words(findings)) == (status, [word])
        assert not findings[0]["repaired"] and findings[0]["advice"]
    assert ask(house, "SELECT COUNT (*) FROM event") == before
    text = house.run("reconcile", check=False).stdout
    assert text.startswith("lost: " if status == 2 else "waits: ")

    got, findings = reconcile(house, "--repair")
    if not is_repairable:
        assert (got, words(findings)) == (status, [word])
        assert ask(house, "SELECT COUNT (*) FROM event") == before
        return
    assert findings[0]["repaired"] and words(findings) == [word]
    assert got == 0
    assert ask(house, "SELECT who, what FROM event ORDER BY id DESC LIMIT 1") \
        == [("reconcile", "put right")]
    house.run("intake", "--once")
    assert reconcile(house) == (0, [])
    assert "history is whole" in house.run("health", check=False).stdout


def test_unreadable_original(house):
    unreadable_original(house)
    assert words(reconcile(house)[1]) == ["stray", "unreadable"]


def test_put_back_and_registered(house):
    """What nobody registered is, after --repair, an item like any other."""
    unregistered(house)
    assert len(house.cases()) == 3
    reconcile(house, "--repair")
    house.run("intake", "--once")
    assert len(house.cases()) == 4
    assert ask(house, f"SELECT place FROM item WHERE id = '{STRANGE_ID}'") \
        == [(f"kept/2026/11/{STRANGE_ID}",)]


def test_old_register_restored(house):
    """What a restored register forgot is registered anew, and not answered
    anew: a person decides."""
    before = {case["item"] for case in house.cases()}
    shutil.copy(house.root / "register.db", house.root / "old.db")
    sqlite3.connect(house.root / "old.db").close()
    house.drop(SAMPLES / "wheelchair-letter.docx")
    house.run("intake", "--once")
    house.run("sender", "--once")
    answered, = [case for case in house.cases() if case["item"] not in before]
    assert answered["acknowledgement"] == "printed"
    for end in ("", "-wal", "-shm"):
        (house.root / f"register.db{end}").unlink(missing_ok=True)
    (house.root / "old.db").rename(house.root / "register.db")
    assert words(reconcile(house, "--repair")[1]).count("unregistered") == 1
    house.run("intake", "--once")
    house.run("sender", "--once")
    new, = [case for case in house.cases() if case["item"] not in before]
    assert new["item"] == answered["item"]
    assert new["acknowledgement"] == "held"
    assert "may have been acknowledged before" in new["acknowledgement_note"]


def row_without_item(house, uid, item, state="fetched"):
    change(house, "INSERT INTO ledger (mailbox, folder, uidvalidity, uid, "
           "file, item_id, internaldate, size, state, attempts, last_error) "
           "VALUES ('complaints', 'INBOX', 1, ?, '', ?, ?, 9, ?, 0, '')",
           uid, item, RECEIVED, state)


def unsettled(house):
    """What health says of messages that did not come."""
    lines = house.run("health", check=False).stdout.splitlines()
    return [line for line in lines if "fetched" in line or "large" in line]


@pytest.mark.parametrize("state, item, words_of_it, warns", [
    ("unfetchable", "", ["complaints", "17"], True),
    ("too_large", "", ["complaints", "17"], True),
    ("seen", "", ["complaints", "17"], False),
    ("fetched", STRANGE_ID, ["complaints", "17"], False),
    ("fetched", STRANGE_ID, [STRANGE_ID], False),
])
def test_settled(house, state, item, words_of_it, warns):
    """A person has seen to it: nobody is told of it any more."""
    row_without_item(house, 17, item, state)
    row_without_item(house, 18, "", "unfetchable")
    assert len(reconcile(house)[1]) == 2
    warned = unsettled(house)
    assert house.run("settle", *words_of_it,
                     "read in the mailbox").stdout == "Settled.\n"
    left = reconcile(house)[1]
    assert [(f["finding"], f["uid"]) for f in left] == [("unfetchable", 18)]
    assert (unsettled(house) != warned) == warns
    assert ask(house, "SELECT what, detail FROM event "
               "ORDER BY id DESC LIMIT 1")[0][0] == "settled"
    again = house.run("settle", *words_of_it, "once more", check=False)
    assert again.returncode == 66
    assert "nothing of that name waits" in again.stderr


@pytest.mark.parametrize("words_of_it", [
    [], ["complaints"], ["complaints", "x", "why"], ["complaints", "0", "why"],
    ["complaints", "17", ""], ["complaints", "17", "why", "more"]])
def test_settle_needs_words(house, words_of_it):
    assert house.run("settle", *words_of_it, check=False).returncode == 64


def test_many_at_once(house):
    """Each is told on a line of its own; the worst gives the status."""
    for damage in (stray_in_kept, remove_letter, remove_duplicate,
                   open_row("unfetchable")):
        damage(house)
    got, findings = reconcile(house)
    assert got == 2
    assert words(findings) == ["missing", "no_letter", "stray", "unfetchable"]
    lines = house.run("reconcile", check=False).stdout.splitlines()
    assert len(lines) == 5
    assert lines[-1].startswith("lost: 1, waits: 3, coming: 0, put right: 0;")


def test_by_the_log(house):
    """As the nightly round tells it: IDs and counts, no names."""
    stray_in_kept(house)
    remove_duplicate(house)
    done = house.run("reconcile", "--log", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Mrs Example" not in done.stderr
    assert "reconcile: warning: waits: a file in kept/: no file of ours" in \
        done.stderr
    assert "its original is missing" in done.stderr
    assert "lost: 1, waits: 1" in done.stderr.splitlines()[-1]


def test_wrong_arguments(house):
    assert house.run("reconcile", "more", check=False).returncode == 64
    (house.root / "register.db").unlink()
    assert house.run("reconcile", check=False).returncode == 78


def test_nightly(house, tmp_path, monkeypatch):
    """At three in London, once, beside the roles; what it found is logged."""
    remove_duplicate(house)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", tmp_path / "clock.so",
                    TOP / "tests" / "lib" / "clock.c"], check=True)
    night = calendar.timegm((2026, 1, 15, 2, 59, 57))
    monkeypatch.setenv("TEST_CLOCK_AHEAD", str(night - int(time.time())))
    monkeypatch.setenv("LD_PRELOAD", str(tmp_path / "clock.so"))
    house.start()
    try:
        wait_for("the round", lambda: "run: warning: reconcile: ended with "
                 "status 2" in house.log.read_text())
        time.sleep(2)
    finally:
        assert house.stop() == 0
    log = house.log.read_text()
    assert log.count("its original is missing") == 1
    assert log.count("reconcile: ended") == 1
    assert "run: started 2 roles" in log


# --- the server -------------------------------------------------------------------

def test_balance_with_a_server(world, tmp_path):
    house = House(tmp_path, mailbox(world), submission(world))
    world.append("complaints", as_mail(COMPLAINT), RECEIVED)
    house.drop(SAMPLES / "telephone-note.txt")
    poll(house)
    house.run("intake", "--once")
    house.run("sender", "--once")
    assert reconcile(house) == (0, [])


@pytest.mark.parametrize("received, word, status", [
    (None, "not_taken", 0), (RECEIVED, "not_polled", 1)])
def test_not_in_the_ledger(world, tmp_path, received, word, status):
    """A minute old it is the next poll's; since April, somebody's."""
    house = house_for(world, tmp_path)
    world.append("complaints", mail(1), RECEIVED)
    poll(house)
    house.run("intake", "--once")
    world.append("complaints", mail(2), received)
    got, (finding,) = reconcile(house, "--repair")
    assert (got, finding["finding"]) == (status, word)
    assert finding["uid"] == world.uids("complaints")[1]
    assert not finding["repaired"]
    poll(house)
    house.run("intake", "--once")
    assert reconcile(house) == (0, [])


def test_gone_before_it_was_fetched(world, tmp_path):
    """Shown, tried in vain, and expunged: somebody must be told."""
    house = house_for(world, tmp_path)
    for number in (1, 2):
        world.append("complaints", mail(number), RECEIVED)
    poll(house)
    uid = world.uids("complaints")[1]
    item = ledger(house)[uid][2]
    # As if the second had been shown and not been given.
    change(house, "UPDATE ledger SET state = 'seen', item_id = '' "
           "WHERE uid = ?", uid)
    (house.spool / "incoming" / item).unlink()
    house.run("intake", "--once")
    assert reconcile(house) == (0, [])  # the next poll asks again
    with world.imap("complaints") as imap:
        imap.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
        imap.expunge()
    got, (finding,) = reconcile(house)
    assert (got, finding["finding"], finding["uid"]) == (2, "gone", uid)
    text = house.run("reconcile", check=False).stdout
    assert f"folder INBOX, UID {uid} of 26 Apr 2026 01:30 UTC" in text


def test_seen_under_an_old_number(world, tmp_path):
    """Renumbered: found again by time and size, or lost."""
    house = house_for(world, tmp_path)
    for number in (1, 2):
        world.append("complaints", mail(number), RECEIVED + number)
    poll(house)
    change(house, "UPDATE ledger SET state = 'seen', item_id = ''")
    for path in (house.spool / "incoming").iterdir():
        path.unlink()
    renumber(world, "complaints")
    poll(house)
    house.run("intake", "--once")
    assert reconcile(house) == (0, [])
    uid, = ask(house, "SELECT MIN (uid) FROM ledger WHERE state = 'seen'")[0]
    change(house, "UPDATE ledger SET internaldate = 7 WHERE state = 'seen' "
           "AND uid = ?", uid)
    got, (finding,) = reconcile(house)
    assert (got, finding["finding"], finding["uid"]) == (2, "gone", uid)


@pytest.mark.parametrize("received, word, status", [
    (None, "not_filed", 0), (RECEIVED, "never_filed", 1)])
def test_not_filed(world, tmp_path, received, word, status):
    house = house_for(world, tmp_path, processed_folder="Missing")
    world.append("complaints", mail(1), received)
    poll(house, 75)
    house.run("intake", "--once")
    got, (finding,) = reconcile(house)
    assert (got, finding["finding"]) == (status, word)


def test_filed_and_still_there(world, tmp_path):
    """The server said that it moved it, and did not."""
    house = house_for(world, tmp_path, processed_folder="Processed")
    world.append("complaints", mail(1), RECEIVED)
    poll(house)
    house.run("intake", "--once")
    with world.imap("complaints", "Processed") as imap:
        imap.uid("MOVE", "1:*", "INBOX")
    change(house, "UPDATE ledger SET uid = ?", world.uids("complaints")[0])
    got, (finding,) = reconcile(house)
    assert (got, finding["finding"]) == (1, "still_there")


@pytest.mark.parametrize("is_on_server", [True, False])
def test_row_of_a_known_item(world, tmp_path, is_on_server):
    """Its row comes back: with its UID while the server still has it."""
    house = house_for(world, tmp_path)
    for number in (1, 2):
        world.append("complaints", mail(number), RECEIVED)
    poll(house)
    house.run("intake", "--once")
    uid = world.uids("complaints")[1]
    before = ledger(house)
    change(house, "DELETE FROM ledger WHERE uid = ?", uid)
    if not is_on_server:
        with world.imap("complaints") as imap:
            imap.uid("STORE", str(uid), "+FLAGS", r"(\Deleted)")
            imap.expunge()
    got, (finding,) = reconcile(house)
    assert (got, finding["finding"]) == (1, "no_row")
    assert finding["item"] == before[uid][2]
    got, (finding,) = reconcile(house, "--repair")
    assert got == 0 and finding["repaired"]
    if is_on_server:
        assert {u: row[2] for u, row in ledger(house).items()} == {
            u: row[2] for u, row in before.items()}
    assert reconcile(house) == (0, [])
    assert "fetched" not in poll(house)
    assert len(house.kept()) == 2


@pytest.mark.parametrize("changes, words_of_cause", [
    ({"password_command": "echo wrong"}, "login"),
    ({"folder": "No/Such"}, "select"),
    ({"ca_file": ""}, "certificate")])
def test_unreachable_mailbox(world, tmp_path, changes, words_of_cause):
    """It is said, and the rest is compared all the same."""
    house = house_for(world, tmp_path, **changes)
    house.drop(SAMPLES / "telephone-note.txt")
    house.run("intake", "--once")
    got, (finding,) = reconcile(house)
    assert (got, finding["finding"]) == (1, "unreachable")
    assert finding["mailbox"] == "complaints"
    assert words_of_cause in finding["cause"]
    house.kept()[0].unlink()
    got, findings = reconcile(house)
    assert (got, words(findings)) == (2, ["missing", "unreachable"])


def test_one_of_two_mailboxes(world, tmp_path):
    world.password_file("staff")
    two = mailbox(world).replace("[mailbox complaints]", "[mailbox two]") \
        .replace("complaints@", "staff@") \
        .replace("complaints.password", "staff.password")
    house = House(tmp_path, mailbox(world).replace(
        world.ca_file, "/etc/hostname") + two)
    world.append("staff", mail(1), RECEIVED)
    house.run("mailbox", "--once", "two")
    world.append("staff", mail(2), RECEIVED)
    house.run("intake", "--once")
    got, findings = reconcile(house)
    assert got == 1
    assert [(f["mailbox"], f["finding"]) for f in findings] == [
        ("complaints", "unreachable"), ("two", "not_polled")]


def test_while_it_works(world, tmp_path):
    """A house at work is in balance at every moment."""
    house = House(tmp_path, mailbox(world), submission(world), workers=2)
    house.run("mailbox", "--once")
    house.start()
    rounds = 0
    try:
        world.deliver("complaints", [mail(number) for number in range(150)])
        end = time.monotonic() + 60
        while time.monotonic() < end and (
                rounds < 3 or len(house.kept()) < 150):
            status, findings = reconcile(house)
            assert status == 0, findings
            rounds += 1
        wait_for("all", lambda: len(house.kept()) == 150)
    finally:
        house.stop()
    print(f"{rounds} rounds")
    assert reconcile(house)[0] == 0

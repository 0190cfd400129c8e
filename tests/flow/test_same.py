"""The same message and another one: identity by content, against Dovecot."""
import os
import shutil
import sqlite3

from house import House
from test_item import COMPLAINT, mailbox, submission
from test_mailbox import RECEIVED, incoming, mail, poll

HEADERS = ("Received: from out.example.org by mx.mail.test; now\r\n"
           "\twith a folded line\r\n")


def as_mail(text):
    return text.replace("\n", "\r\n").encode()


def rows(house, sql):
    with sqlite3.connect(f"file:{house.root}/register.db?mode=ro",
                         uri=True) as db:
        return db.execute(sql).fetchall()


def places(house, folder):
    return sorted(p for p in (house.spool / folder).rglob("*") if p.is_file())


def renumber(world, user, folder=""):
    """The server forgets every UID of the folder, the mail stays."""
    world.stop_dovecot()
    home = world.run / "mail" / f"{user}@mail.test" / "Maildir" / folder
    assert (home / "dovecot-uidlist").exists()
    for name in home.glob("dovecot*"):
        if name.is_dir():
            shutil.rmtree(name)
        else:
            name.unlink()
    world.start_dovecot()


def uidvalidity(world, user):
    with world.imap(user) as imap:
        return int(imap.response("UIDVALIDITY")[1][0])


def second(world):
    """The configuration of a second mailbox."""
    return mailbox(world).replace("[mailbox complaints]", "[mailbox two]") \
        .replace("complaints@", "staff@") \
        .replace("complaints.password", "staff.password")


def test_one_mail_to_two_mailboxes(world, tmp_path):
    """Other trace fields, other line ends: one case, one answer, two files."""
    world.password_file("staff")
    house = House(tmp_path, mailbox(world) + second(world), submission(world))
    world.append("complaints", (
        "Return-Path: <public@mail.test>\r\nDelivered-To: complaints\r\n"
        + HEADERS).encode() + as_mail(COMPLAINT))
    world.append("staff", (
        "Delivered-To: staff@mail.test\r\nReceived: by another way\r\n"
        "Authentication-Results: mx.mail.test; spf=pass\r\n").encode()
        + as_mail(COMPLAINT))
    poll_both(house)
    house.run("intake", "--once")
    house.run("sender", "--once")
    case, = house.cases()
    assert len(house.kept()) == 1
    copy, = places(house, "duplicate")
    assert copy.read_bytes() != house.kept()[0].read_bytes()
    assert rows(house, "SELECT id, first_id FROM item WHERE first_id <> ''") \
        == [(copy.name, house.kept()[0].name)]
    assert len(world.messages("public")) == 1
    shown = house.run("show", case["reference"]).stdout
    assert "received again. The same came once more, by e-mail" in shown
    assert house.run("reconcile").returncode == 0


def poll_both(house):
    house.run("mailbox", "--once", "complaints")
    house.run("mailbox", "--once", "two")


def test_one_mail_sent_to_two_mailboxes(world, tmp_path):
    """The trace that a real server writes, for each recipient its own."""
    world.password_file("staff")
    house = House(tmp_path, mailbox(world) + second(world), submission(world))
    for user in ("complaints", "staff"):
        world.send("public@mail.test", f"{user}@mail.test", COMPLAINT)
        world.wait_for(user, 1)
    assert world.messages("complaints") != world.messages("staff")
    poll_both(house)
    house.run("intake", "--once")
    assert len(house.cases()) == 1
    assert len(places(house, "duplicate")) == 1


def test_dropped_into_the_tray_as_well(world, tmp_path):
    """The message saved from a mail program and put into the tray."""
    house = House(tmp_path, mailbox(world), submission(world))
    world.append("complaints", HEADERS.encode() + as_mail(COMPLAINT))
    poll(house)
    (house.spool / "post" / "saved.eml").write_text(COMPLAINT)
    house.run("intake", "--once")
    assert len(house.cases()) == 1
    assert len(places(house, "duplicate")) == 1


def test_a_letter_dropped_twice(tmp_path):
    """Its bytes are its content; the copy is kept and told, no error."""
    house = House(tmp_path)
    for number in range(3):
        path = house.spool / "post" / f"scan {number}.txt"
        path.write_text("Dear Sir,\nI wish to complain about Ward 9.\n"
                        + ("It was cold.\n" if number == 2 else ""))
        os.utime(path, (RECEIVED + number, RECEIVED + number))
    house.run("intake", "--once")
    assert len(house.cases()) == 2
    assert len(places(house, "duplicate")) == 1
    assert house.run("reconcile").returncode == 0


def test_same_message_id_other_content(world, tmp_path):
    """Two items, two cases, two answers; each names the other."""
    house = House(tmp_path, mailbox(world), submission(world))
    world.append("complaints", as_mail(COMPLAINT))
    world.append("complaints", as_mail(COMPLAINT.replace(
        "Ward 9", "Ward 10").replace("six hours", "nine hours")))
    poll(house)
    house.run("intake", "--once")
    house.run("sender", "--once")
    references = [case["reference"] for case in house.cases()]
    assert len(set(references)) == 2
    assert len(house.kept()) == 2 and not places(house, "duplicate")
    assert len(world.messages("public")) == 2
    for reference, other in (references, references[::-1]):
        assert f"shares its Message-ID with {other}" in \
            house.run("show", reference).stdout
        link, = house.records("show", reference)[0]["links"]
        assert link["why"] == "same_message_id"
        assert link["reference"] == other


def test_renumbered_mail_left_in_place(world, tmp_path):
    """A new UIDVALIDITY: all is fetched again, nothing registered twice."""
    house = House(tmp_path, mailbox(world).replace("processed_folder", ";"),
                  submission(world))
    world.append("complaints", as_mail(COMPLAINT))
    for number in range(3):
        world.append("complaints", mail(number))
    poll(house)
    house.run("intake", "--once")
    house.run("sender", "--once")
    assert len(house.cases()) == 4 and len(house.kept()) == 4
    answers = len(world.messages("public"))
    before = uidvalidity(world, "complaints")

    renumber(world, "complaints")
    assert uidvalidity(world, "complaints") != before
    world.append("complaints", mail(7))
    done = house.run("reconcile", check=False)
    assert done.returncode == 1
    assert "numbers the folder anew (5 messages)" in done.stdout

    assert "fetched=5" in poll(house)
    assert len({f.name for f in incoming(house)}
               & {f.name for f in house.kept()}) == 0
    house.run("intake", "--once")
    house.run("sender", "--once")
    assert len(house.cases()) == 5 and len(house.kept()) == 5
    assert len(places(house, "duplicate")) == 4
    assert len(world.messages("public")) == answers
    assert rows(house, "SELECT COUNT (*) FROM outbox") == [(5,)]
    assert "fetched" not in poll(house)
    assert house.run("reconcile").returncode == 0


def test_renumbered_before_it_was_filed(world, tmp_path):
    """Fetched, not yet moved, renumbered: fetched again, known, and moved."""
    folder = "Done"
    house = House(tmp_path, mailbox(world).replace(
        "processed_folder = Processed", f"processed_folder = {folder}"),
        submission(world))
    for number in range(3):
        world.append("complaints", mail(number))
    poll(house, 75)
    house.run("intake", "--once")
    renumber(world, "complaints")
    with world.imap("complaints") as imap:
        assert imap.create(folder)[0] == "OK"
    try:
        poll(house)
        house.run("intake", "--once")
        assert world.uids("complaints") == []
        assert len(world.messages("complaints", folder)) == 3
        assert len(house.cases()) == 3
        assert len(places(house, "duplicate")) == 3
        assert house.run("reconcile").returncode == 0
    finally:
        with world.imap("complaints") as imap:
            imap.delete(folder)


def test_moved_back_from_the_processed_folder(world, tmp_path):
    """Somebody moves all mail back: it is known, and filed again."""
    house = House(tmp_path, mailbox(world), submission(world))
    for number in range(3):
        world.append("complaints", mail(number))
    poll(house)
    house.run("intake", "--once")
    with world.imap("complaints", "Processed") as imap:
        assert imap.uid("MOVE", "1:*", "INBOX")[0] == "OK"
    assert len(world.uids("complaints")) == 3
    poll(house)
    house.run("intake", "--once")
    assert len(house.cases()) == 3
    assert len(places(house, "duplicate")) == 3
    assert world.uids("complaints") == []
    assert house.run("reconcile").returncode == 0

"""A house whose mailbox is on a server of the test, and what came of it."""
import hashlib
import re
import signal
import sqlite3
import subprocess

from house import POSTROOM, House


def mail(number, lines=20):
    return (f"From: Jo Public <jo{number}@example.org>\r\n"
            f"To: complaints@mail.test\r\nSubject: number {number}\r\n\r\n"
            + "The ward was cold and nobody came.\r\n" * lines).encode()


def letter_of(size, number=1):
    """A complaint of just so many bytes."""
    head = (f"From: Jo Public <jo{number}@example.org>\r\n"
            "To: complaints@mail.test\r\n"
            "Subject: Formal complaint about Ward 9\r\n"
            f"Message-ID: <{number}.{size}@example.org>\r\n"
            "Date: Mon, 1 Jun 2026 10:00:00 +0100\r\n\r\n").encode()
    line = b"The ward was cold. It went on for days and days.\r\n"
    rest = size - len(head) - 2
    return head + (line * (rest // len(line) + 1))[:rest] + b"\r\n"


def section(**keys):
    return "\n[mailbox complaints]\n" + "".join(
        f"{key} = {value}\n" for key, value in keys.items())


def mailbox(world, **changes):
    """The mailbox on the real server."""
    keys = {"host": "localhost", "port": world.imaps_port, "tls": "required",
            "ca_file": world.ca_file, "user": "complaints@mail.test",
            "password_file": world.password_file("complaints"), "poll": "1s"}
    keys.update(changes)
    if "password_command" in keys:
        del keys["password_file"]
    return section(**keys)


def smtp(world, port="submission", tls="starttls", **changes):
    """[smtp] for the real server; a key of None is left out."""
    keys = {
        "transport": "smtp", "host": "localhost", "tls": tls,
        "port": port if isinstance(port, int) else world.ports[port],
        "ca_file": world.ca_file, "user": "complaints@mail.test",
        "password_file": world.password_file("complaints"),
        "from": "complaints@mail.test"} | changes
    return "\n[smtp]\n" + "".join(
        f"{key} = {value}\n" for key, value in keys.items() if value)


def house_for(world, root, /, **changes):
    """A house whose mailbox is on the real server."""
    return House(root, mailbox(world, **changes))


def house_for_fake(server, root, /, **changes):
    """A house whose mailbox is on a server that lies, without TLS."""
    secret = root / "password"
    secret.write_text("secret\n")
    keys = {"host": "127.0.0.1", "port": server.port, "tls": "none",
            "user": "complaints", "password_file": secret, "poll": "1s"}
    keys.update(changes)
    return House(root / "house", section(**keys))


def poll(house, status=0):
    """One poll; what it logged."""
    done = house.run("mailbox", "--once", check=False)
    assert done.returncode == status, done.stderr
    return done.stderr


def incoming(house):
    return sorted((house.spool / "incoming").glob("m*"))


def ledger(house):
    """State, attempts and item ID by UID."""
    with sqlite3.connect(f"file:{house.root}/register.db?mode=ro",
                         uri=True) as db:
        return {uid: (state, attempts, item) for uid, state, attempts, item in
                db.execute("SELECT uid, state, attempts, item_id FROM ledger "
                           "ORDER BY uid")}


class Running:
    """The role at work until the end of the block."""

    def __init__(self, house):
        self.house = house

    def __enter__(self):
        with self.house.log.open("ab") as log:
            self.process = subprocess.Popen(
                [POSTROOM, "-c", self.house.conf, "mailbox"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.status = self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def log(self):
        return self.house.log.read_text()

    def peak_kib(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(r"VmHWM:\s*(\d+)", status.read())[1])


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def registered(house):
    """The SHA-256 of every item, once its intake is done; sorted."""
    house.run("intake", "--once")
    with sqlite3.connect(f"file:{house.root}/register.db?mode=ro",
                         uri=True) as db:
        return sorted(row[0] for row in db.execute("SELECT sha256 FROM item"))


def poll_row(house, name="complaints"):
    """The register's row about the polls of the mailbox."""
    with sqlite3.connect(f"file:{house.root}/register.db?mode=ro",
                         uri=True) as db:
        db.row_factory = sqlite3.Row
        return dict(db.execute("SELECT * FROM poll WHERE mailbox = ?",
                               (name,)).fetchone())

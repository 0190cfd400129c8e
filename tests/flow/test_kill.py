"""Any role killed in the middle of an item: one item, one case, one answer."""
import os
import pathlib
import signal
import socket
import time

import pytest
from house import BUILD, SAMPLES, House, wait_for
from mailworld import children_of, processes
from test_item import COMPLAINT, mailbox, submission


def settled(house, world):
    """Everything that can happen has happened."""
    return (not list((house.spool / "incoming").iterdir())
            and not list((house.spool / "working").glob("m*"))
            and [c["acknowledgement"] for c in house.cases()] == ["sent"])


@pytest.mark.parametrize("role", ["mailbox complaints", "intake 1", "sender"])
@pytest.mark.parametrize("after", [0.0, 0.05, 0.2])
def test_kill_and_restart(world, tmp_path, role, after):
    """SIGKILL at several moments after the message arrived."""
    house = House(tmp_path, mailbox(world), submission(world))
    house.start()
    try:
        wait_for("the roles", lambda: role in house.roles())
        world.send("public@mail.test", "complaints@mail.test", COMPLAINT)
        if role == "mailbox complaints":
            time.sleep(after)
        else:
            wait_for("the message in the spool", lambda: house.kept()
                     or list((house.spool / "incoming").glob("m*"))
                     or list((house.spool / "working").glob("m*")))
            time.sleep(after)
        pid = house.roles().get(role)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
        wait_for("the item to be through", lambda: settled(house, world))
    finally:
        house.stop()
    assert len(house.cases()) == 1
    assert len(house.kept()) == 1
    answers = world.messages("public")
    identities = {line for raw in answers for line in raw.splitlines()
                  if line.lower().startswith(b"message-id:")}
    # A sender killed between the server's word and its own note may send the
    # same message again, never a different one.
    assert len(identities) == 1
    assert len(answers) == 1 or role == "sender"


def test_intake_killed_while_reading(tmp_path):
    """Killed during OCR, with its reader: the letter is read by the next."""
    house = House(tmp_path)
    house.drop(next(SAMPLES.glob("*.tif")))
    house.start()
    try:
        wait_for("the claim", lambda: list(
            (house.spool / "working").glob("p*.1")))
        os.kill(house.roles()["intake 1"], signal.SIGKILL)
        wait_for("the letter", lambda: list(
            (house.spool / "print").glob("*.pdf")))
    finally:
        house.stop()
    case, = house.cases()
    assert case["acknowledgement"] == "printed"
    assert len(house.kept()) == 1


def test_sender_killed_while_the_server_is_slow(world, tmp_path):
    """Killed inside the SMTP dialogue: exactly one answer arrives."""
    house = House(tmp_path, mailbox(world), submission(world))
    world.deliver("complaints", COMPLAINT.replace(
        "public@mail.test", "slow@mail.test").encode())
    house.run("mailbox", "--once")
    house.run("intake", "--once")
    house.start()
    try:
        wait_for("the sender to be at it", lambda: [
            c for c in house.cases() if c["acknowledgement"] == "sending"])
        time.sleep(0.5)
        os.kill(house.roles()["sender"], signal.SIGKILL)
        wait_for("the answer", lambda: [
            c for c in house.cases() if c["acknowledgement"] == "sent"], 120)
    finally:
        house.stop()
    assert len(house.cases()) == 1
    assert len(world.messages("slow")) == 1


def is_claimed(house, deaths):
    """The item is in work, after so many claims that ended in a death."""
    working = house.spool / "working"
    tries = sum(len(p.read_bytes()) for p in working.glob(".p*.tries"))
    return tries == deaths and list(working.glob("p*.1"))


def test_poison_ends_the_role_three_times_at_most(tmp_path):
    """An item that its role never survives is set aside for a person."""
    house = House(tmp_path)
    house.drop(next(SAMPLES.glob("*.tif")))
    house.start()
    try:
        for deaths in range(3):
            wait_for("the claim", lambda d=deaths: is_claimed(house, d))
            pid = wait_for("the role", lambda: house.roles().get("intake 1"))
            os.kill(pid, signal.SIGKILL)
            wait_for("its end", lambda p=pid: house.roles().get(
                "intake 1") != p)
        wait_for("the item to be refused", lambda: list(
            (house.spool / "refused").glob("p*.why")))
    finally:
        house.stop()
    case, = house.cases()
    assert case["needs_review"]
    assert case["place"].startswith("refused/")


def test_supervisor_killed_takes_its_roles_along(tmp_path):
    house = House(tmp_path)
    daemon = house.start()
    wait_for("the roles", lambda: len(house.roles()) == 2)
    daemon.kill()
    daemon.wait()
    wait_for("the roles to end", lambda: not house.roles())
    house.daemon = None
    house.start()
    wait_for("new roles", lambda: len(house.roles()) == 2)
    assert house.stop() == 0


def is_stopped(pid):
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
    return stat.rpartition(")")[2].split()[0] == "T"


def test_supervisor_killed_while_it_starts_roles(tmp_path, monkeypatch):
    """Before they could ask to be told of it."""
    house = House(tmp_path)
    monkeypatch.setenv("LD_PRELOAD", str(BUILD / "tests/lib/late.so"))
    daemon = house.start()
    roles = wait_for("the roles", lambda: [
        pid for pid in children_of(daemon.pid) if is_stopped(pid)][1:] and
        children_of(daemon.pid))
    try:
        daemon.kill()
        daemon.wait()
        for pid in roles:
            os.kill(pid, signal.SIGCONT)
        wait_for("the roles to end", lambda: not set(roles) & set(processes()))
    finally:
        for pid in set(roles) & set(processes()):
            os.kill(pid, signal.SIGKILL)


def both_roles(house):
    """Intake and sender by PID once both run; else nothing."""
    roles = house.roles()
    return roles if len(roles) == 2 else None


def test_reload(tmp_path):
    """HUP with a good file restarts the roles, with a bad one keeps them."""
    house = House(tmp_path)
    house.start()
    try:
        before = wait_for("the roles", lambda: both_roles(house))
        house.daemon.send_signal(signal.SIGHUP)
        wait_for("the old roles to end", lambda: not (
            set(house.roles().values()) & set(before.values())))
        after = wait_for("new roles", lambda: both_roles(house))
        good = house.conf.read_text()
        house.conf.write_text(good + "\n[run]\nnonsense = 1\n")
        house.daemon.send_signal(signal.SIGHUP)
        wait_for("the complaint in the log",
                 lambda: "old configuration stays" in house.log.read_text())
        assert house.roles() == after
        house.conf.write_text(good)
    finally:
        assert house.stop() == 0


def test_service_manager_is_deaf(tmp_path, monkeypatch):
    """A manager that takes nothing any more holds nobody up."""
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, \
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        manager.bind(path)
        other.setblocking(False)
        with pytest.raises(BlockingIOError):
            while True:
                other.sendto(b"STATUS=full", path)
        monkeypatch.setenv("NOTIFY_SOCKET", path)
        house = House(tmp_path / "house")
        house.start()
        wait_for("roles", house.roles)
        assert house.stop() == 0


def test_service_manager_is_told(tmp_path, monkeypatch):
    """READY, the watchdog and STOPPING reach the socket of systemd."""
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(path)
        manager.settimeout(20)
        monkeypatch.setenv("NOTIFY_SOCKET", path)
        house = House(tmp_path / "house")
        house.start()
        try:
            assert manager.recv(100) == b"READY=1"
            assert b"WATCHDOG=1" in manager.recv(100).splitlines()
        finally:
            assert house.stop() == 0
        last = b""
        while last != b"STOPPING=1":
            last = manager.recv(100)

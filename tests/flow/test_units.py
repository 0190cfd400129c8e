"""The post room at work as its two units start it: what they forbid, no role
needs, and what they forbid is forbidden."""
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys

import pytest

from house import IS_SANITIZED, POSTROOM, SAMPLES, wait_for
from test_answers import house_for
from test_reply import LETTER

PR_GET_MDWE = 66
UNITS = ("postroom.service", "postroom.postroom-intake.service")
TRIED = """
import ctypes, mmap, os, socket
tried = {
    "executable memory": lambda: mmap.mmap(-1, 4096, prot=7),
    "packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "a mount": lambda: libc("mount", b"x", b"/mnt", b"tmpfs", 0, None),
    "a module": lambda: libc("syscall", 175, 0, 0, 0),
    "a namespace": lambda: libc("unshare", 0x10000000),
    "the clock": lambda: libc("settimeofday", bytes(16), None),
    "another's file": lambda: os.chown(os.environ["OWN"], 1, 1),
}
def libc(name, *arguments):
    c = ctypes.CDLL(None, use_errno=True)
    if getattr(c, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), name)
for what, attempt in tried.items():
    try:
        attempt()
        print(what, "was given")
    except OSError as error:
        print(what, "was refused")
"""


def why_not():
    if os.geteuid() != 0:
        return "only root can give up what a service manager takes"
    if IS_SANITIZED:
        return "sanitizers need what the units forbid"
    if ctypes.CDLL(None).prctl(PR_GET_MDWE, 0, 0, 0, 0) < 0:
        return "this kernel does not refuse memory to be made executable"
    return ""


pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "-")
unit = pytest.importorskip("unit", reason="python3-seccomp is not here")


@contextlib.contextmanager
def at_work(house, name, tmp_path):
    """postroom run as the unit says, once it has told that it is ready."""
    asked = unit.Unit(name)
    path = tmp_path / f"{len(name)}.notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, \
            house.log.open("ab") as log:
        manager.bind(str(path))
        manager.settimeout(30)
        daemon = asked.start(
            [POSTROOM, "-c", house.conf, *asked.command[1:]],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            env={**os.environ, "NOTIFY_SOCKET": str(path)})
        try:
            while b"READY=1" not in manager.recv(4096):
                pass
            yield daemon
        finally:
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(40) == 0


def is_answered(house):
    try:
        states = sorted(case["acknowledgement"] for case in house.cases())
    except AssertionError:
        return False  # the register is not made yet
    return states == ["printed", "printed", "sent"]


def test_at_work(world, tmp_path):
    """Mail, a scan that is recognised and a typed letter, in and answered."""
    house = house_for(world, tmp_path)
    world.deliver("complaints", [LETTER.format(
        sender="public@mail.test", name="Amara Okafor")])
    house.drop(SAMPLES / "complaint-letter.tif")
    house.drop(SAMPLES / "wheelchair-letter.docx")
    with at_work(house, UNITS[0], tmp_path), \
            at_work(house, UNITS[1], tmp_path):
        wait_for("answers", lambda: is_answered(house), 120)
    assert " refused" not in house.log.read_text()


@pytest.mark.parametrize("name", UNITS)
def test_forbidden(name, tmp_path):
    own = tmp_path / "own"
    own.write_text("")
    asked = unit.Unit(name)
    done = asked.start([sys.executable, "-c", TRIED], text=True,
                       stdout=subprocess.PIPE, env={"OWN": str(own)})
    said, _ = done.communicate(timeout=30)
    lines = said.splitlines()
    assert len(lines) == 7
    assert [line for line in lines if "given" in line] == []


def test_no_network(tmp_path):
    """The readers' unit has not even its own machine's servers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        program = ("import socket, sys\n"
                   "try: socket.create_connection(('127.0.0.1', "
                   f"{server.getsockname()[1]}), 5)\n"
                   "except OSError: sys.exit(7)")
        statuses = [unit.Unit(name).start([sys.executable, "-c", program])
                    .wait(30) for name in UNITS]
    assert statuses == [0, 7]

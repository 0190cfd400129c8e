"""house.py - a Postroom of its own for one test: configuration, spool, register

The tests speak to it as its users do: files in the tray, mail to the mailbox,
the commands of postroom(8), their JSON.
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import time

from mailworld import processes

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = TOP / os.environ.get("BUILD", "build")
POSTROOM = BUILD / "postroom"
# Sanitizers need memory and system calls that a role may not have.
IS_SANITIZED = BUILD.name == "asan"
SAMPLES = TOP / "tests" / "samples"

ORGANISATION = """
[organisation]
name = Northmoor Partnership NHS Foundation Trust
policy = trust
addresses = complaints@mail.test
internal_domains = northmoor.nhs.example
contact_phone = 0300 555 0101
contact_email = complaints@mail.test
contact_address = Customer Services, Northmoor House, Northmoor ZZ99 1AA
"""

AT_WORK = """
[paths]
register = {root}/register.db
spool = {root}/spool
templates = {templates}

[intake]
workers = {workers}
settle = 1s
rescan = 1s

[run]
confinement = required
"""

MAILDIR = """
[smtp]
transport = maildir
maildir = {root}/outgoing
from = complaints@mail.test
poll = 1s
per_minute = 10000
per_hour = 100000
per_domain = 100000
"""


def wait_for(what, condition, seconds=60):
    """Waits until condition() is true and returns it; fails with what."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError(f"still waiting for {what} after {seconds} s")


class House:
    def __init__(self, root, mail="", smtp=None, workers=1):
        self.root = pathlib.Path(root)
        self.spool = self.root / "spool"
        self.outgoing = self.root / "outgoing"
        self.conf = self.root / "postroom.conf"
        self.log = self.root / "postroom.log"
        self.daemon = None
        (self.spool / "post").mkdir(parents=True)
        text = ORGANISATION + AT_WORK + (smtp or MAILDIR) + mail
        self.conf.write_text(text.format(
            root=self.root, templates=TOP / "templates", workers=workers))

    def run(self, *arguments, check=True, timeout=120):
        """Runs a command to its end; returns the finished process."""
        done = subprocess.run(
            [POSTROOM, "-c", self.conf, *arguments], capture_output=True,
            text=True, timeout=timeout)
        with self.log.open("a") as log:
            log.write(done.stderr)
        if check:
            assert done.returncode == 0, (arguments, done.stderr, done.stdout)
        return done

    def records(self, *arguments):
        """The JSON objects a command prints, one a line."""
        lines = self.run(*arguments, "--json").stdout.splitlines()
        return [json.loads(line) for line in lines]

    def cases(self):
        return self.records("list")

    def drop(self, path, name=None):
        """Puts a file into the tray, as a scanner would: by copying."""
        path = pathlib.Path(path)
        target = self.spool / "post" / (name or path.name)
        target.write_bytes(path.read_bytes())
        return target

    def start(self):
        """Starts the daemon; its log goes to self.log."""
        with self.log.open("ab") as log:
            self.daemon = subprocess.Popen(
                [POSTROOM, "-c", self.conf, "run"], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log)
        return self.daemon

    def stop(self):
        """Ends the daemon as a service manager does; returns its status."""
        if self.daemon is None:
            return None
        self.daemon.send_signal(signal.SIGTERM)
        status = self.daemon.wait(timeout=40)
        self.daemon = None
        return status

    def roles(self):
        """PID of each running role: {"intake 1": 123, "sender": 124}."""
        named, parents = {}, processes()
        for pid in parents:
            try:
                words = pathlib.Path(f"/proc/{pid}/cmdline").read_text(
                    errors="replace").split("\0")[:-1]
            except OSError:
                continue
            if words[:1] != ["postroom"] or words[2:3] != [str(self.conf)]:
                continue
            role = re.sub(r"^(-f \d+ |-v )*", "", " ".join(words[3:]))
            if role and role != "run":
                named[pid] = role
        # Before it becomes its reader, a role's child is named as the role.
        return {role: pid for pid, role in named.items()
                if named.get(parents[pid]) != role}

    def kept(self):
        return sorted(p for p in (self.spool / "kept").rglob("*")
                      if p.is_file())

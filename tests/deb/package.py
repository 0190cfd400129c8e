"""The life of the package on a machine of its own, under the systemd it boots.

    python3 package.py OLD.deb NEW.deb

Run by run.sh as root of that machine; what the package depends on lies in
apt's cache.  Each step goes on from the one before, and the first that fails
ends it.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "lib"))

from box import mailbox, smtp  # noqa: E402
from house import ORGANISATION, SAMPLES, wait_for  # noqa: E402
from mailworld import MailWorld, children_of  # noqa: E402

# Each with the exposure it may have, in tenths.
UNITS = {"postroom.service": 12, "postroom-intake.service": 5}
MAIN, INTAKE = UNITS
ETC, VAR = pathlib.Path("/etc/postroom"), pathlib.Path("/var/lib/postroom")
CONF = ETC / "postroom.conf"
PASSWORD = ETC / "mailbox.password"
MODES = {ETC: "0750 root:postroom", VAR: "0700 postroom:postroom",
         VAR / "tokens": "0700 postroom:postroom"}
# Of the mail, the samples and the configuration; none may be in a log.
PRIVATE = ("Okafor", "public@", "Ward 9", "Ramsbottom", "Askew", "secret-1")
LETTER = """\
From: Amara Okafor <public@mail.test>
To: complaints@mail.test
Subject: Formal complaint about Ward 9, letter {number}
Message-ID: <{number}.letter@mail.test>
Date: Mon, 16 Nov 2026 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

I wish to make a formal complaint about the way my mother was treated. She was
left waiting for {number} hours, and the nurse in charge was rude and
dismissive. I would like this to be investigated.
"""
HASTE = """
[intake]
settle = 1s
rescan = 1s

[run]
confinement = required
"""


def run(*command, status=0):
    done = subprocess.run(command, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert status in (None, done.returncode), (command, done.stdout)
    return done.stdout


def apt(*arguments):
    return run("apt-get", "-q", "-y", "--no-install-recommends", *arguments)


def systemctl(*arguments, status=0):
    return run("systemctl", *arguments, status=status).strip()


def values(key):
    """A property of both units."""
    return [systemctl("show", "-P", key, unit) for unit in UNITS]


def are(state):
    return values("ActiveState") == [state] * len(UNITS)


def pids():
    return [int(pid) for pid in values("MainPID")]


def journal(*options):
    return run("journalctl", "-b", "-o", "cat", *options,
               *(f"-u{unit}" for unit in UNITS))


def postroom(*arguments, status=0):
    return run("runuser", "-u", "postroom", "--", "postroom", *arguments,
               status=status)


def cases():
    """How each case was acknowledged; none where there is no register yet."""
    lines = postroom("list", "--json", status=None).splitlines()
    return sorted(json.loads(line)["acknowledgement"]
                  for line in lines if line.startswith("{"))


def of_postroom():
    """The processes of the user postroom."""
    return run("pgrep", "-u", "postroom", status=None).split()


def roles(unit):
    """PID and command line of what the unit's main process started."""
    above = int(systemctl("show", "-P", "MainPID", unit))
    return {pid: pathlib.Path(f"/proc/{pid}/cmdline").read_text()
            for pid in children_of(above)}


def drop(name):
    run("install", "-o", "postroom", "-g", "postroom", SAMPLES / name,
        VAR / "spool/post")


class Life:
    """The steps, in their order."""

    def __init__(self, world, old, new):
        self.world, self.old, self.new = world, old, new
        self.letters = 0

    def answered(self, post=0):
        """A mail comes in and is answered, as all before it are."""
        self.letters += 1
        self.world.send("public@mail.test", "complaints@mail.test",
                        LETTER.format(number=self.letters))
        want = ["printed"] * post + ["sent"] * self.letters
        wait_for("answers", lambda: cases() == want, 60)
        self.world.wait_for("public", self.letters)

    def install(self):
        """Nothing runs before it is asked to; the sample is in order."""
        apt("install", self.old)
        assert are("inactive")
        assert systemctl("is-enabled", MAIN, status=1) == "disabled"
        found = {path: f"{path.stat().st_mode & 0o7777:04o} "
                 f"{path.owner()}:{path.group()}" for path in MODES}
        assert found == MODES
        assert "are in order" in postroom("check")

    def not_configured(self):
        """With a wrong configuration, or none, both say so and fail."""
        sample = CONF.read_text()
        CONF.unlink()
        systemctl("start", MAIN, status=1)
        wait_for("both to fail", lambda: are("failed"))
        assert f"{CONF}: " in journal()
        systemctl("reset-failed", *UNITS)
        CONF.write_text(sample + "nonsense = yes\n")
        systemctl("start", MAIN, status=1)
        wait_for("both to fail", lambda: are("failed"))
        assert "nonsense" in journal()
        assert values("ExecMainStatus") == ["78", "78"]
        assert values("NRestarts") == ["0", "0"]
        CONF.write_text(sample)
        systemctl("reset-failed", *UNITS)

    def configure(self):
        PASSWORD.write_text(self.world.users["complaints"] + "\n")
        run("chgrp", "postroom", PASSWORD)
        PASSWORD.chmod(0o640)
        CONF.write_text(
            ORGANISATION + mailbox(self.world, password_file=PASSWORD)
            + smtp(self.world, password_file=PASSWORD, poll="1s",
                   envelope_sender="complaints@mail.test", per_address=20)
            + HASTE)
        postroom("check")

    def work(self):
        """A mail, a scan that is recognised and a letter, in and answered."""
        systemctl("enable", "--now", MAIN)
        wait_for("both units", lambda: are("active"))
        drop("complaint-letter.tif")
        drop("wheelchair-letter.docx")
        self.answered(post=2)

    def confined(self):
        for pid, unit in zip(pids(), UNITS):
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            for line in ("NoNewPrivs:\t1", "Seccomp:\t2",
                         "CapBnd:\t" + "0" * 16):
                assert line in status, (unit, line)
            own = os.readlink(f"/proc/{pid}/ns/net")
            assert (own != os.readlink("/proc/1/ns/net")) == (unit == INTAKE)
            run("systemd-analyze", "security", "--no-pager",
                f"--threshold={UNITS[unit]}", unit)

    def reload(self):
        """Roles are new, their supervisors are not; nonsense is refused."""
        before, old = pids(), {**roles(MAIN), **roles(INTAKE)}
        systemctl("reload", MAIN)
        wait_for("both to read it", lambda: journal().count(
            "configuration read again") == len(UNITS))
        wait_for("new roles", lambda: not old.keys() & {
            **roles(MAIN), **roles(INTAKE)}.keys())
        good = CONF.read_text()
        CONF.write_text(good + "nonsense = yes\n")
        systemctl("reload", MAIN)
        wait_for("both to refuse it", lambda: journal().count(
            "reload refused") == len(UNITS))
        CONF.write_text(good)
        assert pids() == before
        self.answered(post=2)

    def restart(self):
        before = pids()
        systemctl("restart", MAIN)
        wait_for("both units", lambda: are("active"))
        assert not set(pids()) & set(before)
        self.answered(post=2)

    def killed(self):
        """Roles are started again by their supervisor, it by systemd."""
        before = pids()
        for unit in UNITS:
            victims = roles(unit)
            for pid in victims:
                os.kill(pid, signal.SIGKILL)
            wait_for("the roles", lambda: sorted(roles(unit).values()) ==
                     sorted(victims.values()) and
                     not roles(unit).keys() & victims.keys())
        assert pids() == before
        for unit in UNITS:
            systemctl("kill", "--kill-who=main", "--signal=KILL", unit)
            wait_for(f"{unit} to come back", lambda: systemctl(
                "show", "-P", "NRestarts", unit) == "1" and are("active"))
        assert not set(pids()) & set(before)
        self.answered(post=2)

    def hanging(self):
        """Who feeds the watchdog no more is ended and started again."""
        for unit in UNITS:
            folder = pathlib.Path(f"/run/systemd/system/{unit}.d")
            folder.mkdir(parents=True)
            (folder / "quick.conf").write_text(
                "[Service]\nWatchdogSec=3\nTimeoutAbortSec=1\n")
        systemctl("daemon-reload")
        systemctl("restart", *UNITS)
        for unit in UNITS:
            systemctl("kill", "--kill-who=main", "--signal=STOP", unit)
            wait_for(f"{unit} to come back", lambda: systemctl(
                "show", "-P", "NRestarts", unit) == "1" and are("active"))
        assert "Watchdog timeout" in journal()
        for unit in UNITS:
            pathlib.Path(f"/run/systemd/system/{unit}.d/quick.conf").unlink()
        systemctl("daemon-reload")
        systemctl("restart", MAIN)
        self.answered(post=2)

    def quiet(self):
        """The journal has levels, and of the letters nothing."""
        log, warnings = journal(), journal("-p", "warning")
        assert "registered" in log and "printed" in log
        assert "ended with signal" in warnings and "registered" not in warnings
        assert [word for word in PRIVATE if word in log] == []

    def stop(self):
        systemctl("stop", MAIN)
        assert are("inactive") and not of_postroom()
        assert values("Result") == ["success"] * len(UNITS)
        systemctl("start", MAIN)

    def upgrade(self):
        """The new one is at work, with all that the old one had."""
        before, had = pids(), cases()
        apt("install", self.new)
        wait_for("both units", lambda: are("active"))
        assert not set(pids()) & set(before)
        assert cases() == had
        self.answered(post=2)

    def remove(self):
        """The program is gone, nothing else is; it comes back as it was."""
        apt("remove", "postroom")
        assert not of_postroom()
        assert values("LoadState") == ["not-found"] * len(UNITS)
        assert (VAR / "register.db").exists() and CONF.exists()
        apt("install", self.new)
        wait_for("both units", lambda: are("active"))
        self.answered(post=2)

    def purge(self):
        """Only the configuration file goes with it."""
        said = apt("purge", "postroom")
        assert f"stay in {VAR}" in said
        assert not of_postroom()
        assert (VAR / "register.db").exists() and PASSWORD.exists()
        assert not CONF.exists()
        assert not list(pathlib.Path("/etc/systemd").rglob("*postroom*"))
        apt("install", self.new)
        assert are("inactive")
        self.configure()
        systemctl("start", MAIN)
        self.answered(post=2)
        assert systemctl("is-system-running") == "running"


def main():
    world = MailWorld("/srv/mail")
    world.start()
    life = Life(world, *sys.argv[1:])
    steps = [step for name, step in vars(Life).items()
             if not name.startswith("_") and name != "answered"]
    try:
        for number, step in enumerate(steps, 1):
            step(life)
            print(f"ok {number} - {step.__name__}", flush=True)
    except AssertionError:
        print(journal(), world.log(), sep="\n")
        raise
    finally:
        world.stop()
    print(f"1..{len(steps)}")


main()

"""What is done to a post room at work, and what is counted of it.

    trouble = Trouble(house, world, rng)
    trouble.strike()        the next thing; Counter trouble.done has all

The disk is full, and the clock wrong, for every program of the house: by the
libraries faults.so and clock.so, through files that they share.
"""
import collections
import os
import signal
import struct
import subprocess
import time

from faults import LIBRARY, PROGRAMS, STATE
from house import TOP, wait_for
from mailworld import run

# Calls are counted from 0; from here on each fails.
FULL = 1 << 40
HOUR = 3600
# How long it may take until a house that was struck is at work again: a role
# that ends again and again is started a minute later at most.
PATIENCE = 180


class Trouble:
    def __init__(self, house, world, rng):
        self.house, self.world, self.rng = house, world, rng
        self.done = collections.Counter()
        self.rest = []
        self.disk = house.root / "disk.state"
        self.clock = house.root / "clock.state"
        self.disk.write_bytes(bytes(STATE.size))
        self.clock.write_bytes(bytes(8))
        self.ahead = 0

    def prepare(self, folder):
        """Every program started from now on is under both libraries."""
        clock = folder / "clock.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-o", clock,
                        TOP / "tests" / "lib" / "clock.c"], check=True)
        os.environ.update(
            LD_PRELOAD=f"{LIBRARY.resolve()} {clock}",
            FAULT_STATE=str(self.disk), FAULT_PROGRAMS=PROGRAMS,
            FAULT_KIND="ENOSPC", FAULT_AT=str(FULL), FAULT_FOR=str(FULL),
            TEST_CLOCK_FILE=str(self.clock))

    def strike(self):
        """Each in turn, in an order of its own every time round."""
        if not self.rest:
            self.rest = [self.kill_mailbox, self.kill_intake,
                         self.kill_sender, self.kill_supervisor,
                         self.restart_dovecot, self.restart_postfix,
                         self.fill_disk, self.change_clock, self.reload]
            self.rng.shuffle(self.rest)
        self.rest.pop()()

    def note(self, what):
        self.done[what] += 1

    def role(self, name):
        """The PID of a role of that name, once there is one."""
        return wait_for(name, lambda: next(
            (pid for role, pid in sorted(self.house.roles().items())
             if role.startswith(name)), None), PATIENCE)

    def kill_role(self, name):
        os.kill(self.role(name), signal.SIGKILL)
        self.note(f"{name} killed")

    def kill_mailbox(self):
        self.kill_role("mailbox")

    def kill_intake(self):
        self.kill_role("intake")

    def kill_sender(self):
        self.kill_role("sender")

    def kill_supervisor(self):
        self.house.daemon.kill()
        self.house.daemon.wait()
        wait_for("its roles to end", lambda: not self.house.roles(), PATIENCE)
        self.house.start()
        self.note("supervisor killed")

    def restart_dovecot(self):
        self.world.stop_dovecot()
        time.sleep(self.rng.uniform(0, 2))
        self.world.start_dovecot()
        self.note("Dovecot restarted")

    def restart_postfix(self):
        folder = str(self.world.run / "postfix/conf")
        run("postfix", "-c", folder, "stop")
        time.sleep(self.rng.uniform(0, 2))
        run("postfix", "-c", folder, "start")
        self.world.wait_for_port("submission")
        self.note("Postfix restarted")

    def set_disk(self, is_full):
        """A program that counts at this moment may overwrite it: again."""
        def is_set():
            with self.disk.open("r+b") as state:
                count, = struct.unpack("=Q", state.read(8))
                if (count >= FULL) == is_full:
                    return True
                state.seek(0)
                state.write(struct.pack("=Q", FULL if is_full else 0))
            return False
        for _ in range(3):
            wait_for("the disk", is_set)
            time.sleep(0.05)

    def fill_disk(self):
        """Full until somebody has met it, and a little longer."""
        self.set_disk(True)
        try:
            wait_for("somebody to write", lambda: STATE.unpack(
                self.disk.read_bytes())[1] > 0, PATIENCE)
            time.sleep(self.rng.uniform(0, 3))
        finally:
            self.set_disk(False)
        self.disk.open("r+b").write(bytes(STATE.size))
        self.note("disk full")

    def change_clock(self):
        """Ahead by hours or a night, then back by some."""
        self.move_clock(self.rng.choice((HOUR, 5 * HOUR, 24 * HOUR))
                        if self.done["clock changed"] % 2 == 0
                        else -HOUR // 2)
        self.note("clock changed")

    def move_clock(self, seconds):
        self.ahead += seconds
        with self.clock.open("r+b") as clock:
            clock.write(struct.pack("=q", self.ahead))

    def reload(self):
        self.house.daemon.send_signal(signal.SIGHUP)
        self.note("reloaded")

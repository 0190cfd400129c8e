"""Runs of a program that is killed, or has a call fail, at its n-th call.

    faults = Faults(folder)
    run = faults.run(house, "sender", kind="kill", at=3)
    run.fired, run.call, run.count, run.status, run.said

What counts as a call, and the kinds of faults, are in faults.c.  at=0 counts
only, and has in run.firsts the n of every call that is the first to be come to
by its chain of calls.
"""
import itertools
import os
import pathlib
import struct
import subprocess
import types

from house import BUILD, POSTROOM

LIBRARY = BUILD / "tests" / "lib" / "faults.so"
STATE = struct.Struct("QQQ240s")
NUMBER = struct.Struct("I")
MOST_CHAINS = 16384
# A role is the one of these that its command ends in.
PROGRAMS = "postroom postroom-mailbox postroom-sender"


def environment(library, **variables):
    first = os.environ.get("PRELOADED", "")
    return {**os.environ, "LD_PRELOAD": f"{first} {library}".strip(),
            **{name: str(value) for name, value in variables.items()}}


class Faults:
    def __init__(self, folder):
        self.state = pathlib.Path(folder) / "faults.state"

    def run(self, house, *arguments, kind, at, lasting=1, seconds=60):
        """Runs a command of the house to its end, whatever that is."""
        self.state.write_bytes(bytes(STATE.size + MOST_CHAINS * NUMBER.size))
        process = subprocess.Popen(
            [POSTROOM, "-c", house.conf, *arguments], text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, errors="replace",
            env=environment(LIBRARY, FAULT_STATE=self.state,
                            FAULT_PROGRAMS=PROGRAMS, FAULT_KIND=kind,
                            FAULT_AT=at, FAULT_FOR=lasting))
        try:
            said = process.communicate(timeout=seconds)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
        with house.log.open("a") as log:
            log.write(said)
        state = self.state.read_bytes()
        count, fired, chains, call = STATE.unpack_from(state)
        assert chains < MOST_CHAINS
        firsts = NUMBER.iter_unpack(state[STATE.size:])
        return types.SimpleNamespace(
            status=process.returncode, said=said, count=count, fired=fired,
            call=call.rstrip(b"\0").decode(errors="replace"),
            firsts=[n for n, in itertools.islice(firsts, chains)])

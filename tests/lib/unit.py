"""A program held by the kernel as a unit of debian/ says, without systemd.

    unit = Unit("postroom.service")
    unit.command                  what ExecStart says
    unit.start([program, ...])    as it, under the unit's restrictions

Held are: SystemCallFilter= with its groups, SystemCallErrorNumber=,
RestrictAddressFamilies=, RestrictNamespaces=, MemoryDenyWriteExecute=,
CapabilityBoundingSet=, NoNewPrivileges=, PrivateNetwork= (systemd.exec(5)).
What systemd does by mounting is not.
"""
import collections
import ctypes
import errno
import os
import signal
import socket
import subprocess

import seccomp
from house import TOP

PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_MDWE = 24, 38, 65
PR_MDWE_REFUSE_EXEC_GAIN = 1
LAST_CAPABILITY = 40
CLONE_NEWNET = 0x40000000
# CLONE_NEWCGROUP, UTS, IPC, USER, PID, NET, NS and TIME: clone(2).
NAMESPACES = (0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000,
              0x40000000, 0x00020000, 0x00000080)
LIBC = ctypes.CDLL(None, use_errno=True)


def must(status, what):
    if status != 0:
        raise OSError(ctypes.get_errno(), what)


def group(name):
    """The system calls of a name or of a group of systemd's."""
    if not name.startswith("@"):
        return {name}
    lines = subprocess.run(["systemd-analyze", "syscall-filter", name],
                           check=True, capture_output=True, text=True)
    names = [line.strip() for line in lines.stdout.splitlines()
             if line.startswith("    ") and "#" not in line]
    return set().union(*map(group, names))


class Unit:
    def __init__(self, name):
        self.keys = collections.defaultdict(list)
        for line in (TOP / "debian" / name).read_text().splitlines():
            key, is_set, value = line.partition("=")
            if is_set and not line.startswith("#"):
                self.keys[key].append(value)
        self.command = self.keys["ExecStart"][-1].split()

    def says(self, key):
        return self.keys[key][-1:] == ["yes"]

    def calls(self):
        """What is left when each line has added to it or taken from it."""
        allowed = group("@default")
        for line in self.keys["SystemCallFilter"]:
            names = set().union(*map(group, line.lstrip("~").split()))
            if line.startswith("~"):
                allowed -= names
            else:
                allowed |= names
        return allowed

    def filter(self):
        refused = seccomp.ERRNO(getattr(
            errno, self.keys["SystemCallErrorNumber"][-1]))
        calls = seccomp.SyscallFilter(refused)
        allowed = self.calls()
        if self.says("RestrictNamespaces"):
            allowed -= {"clone", "clone3", "unshare", "setns"}
            # The C library goes on to clone where this is not known.
            calls.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
            calls.add_rule(seccomp.ALLOW, "clone", seccomp.Arg(
                0, seccomp.MASKED_EQ, sum(NAMESPACES), 0))
        families = self.keys["RestrictAddressFamilies"][-1].split()
        allowed.remove("socket")
        for family in families:
            calls.add_rule(seccomp.ALLOW, "socket", seccomp.Arg(
                0, seccomp.EQ, getattr(socket, family, 16)))
        for name in allowed:
            try:
                calls.add_rule(seccomp.ALLOW, name)
            except (RuntimeError, ValueError):
                continue  # of another machine
        return calls

    def start(self, command, **more):
        calls = self.filter()

        def restrict():
            if self.says("PrivateNetwork"):
                must(LIBC.unshare(CLONE_NEWNET), "unshare")
            assert self.keys["CapabilityBoundingSet"] == [""]
            for number in range(LAST_CAPABILITY + 1):
                must(LIBC.prctl(PR_CAPBSET_DROP, number, 0, 0, 0), "prctl")
            assert self.says("NoNewPrivileges")
            must(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
            assert self.says("MemoryDenyWriteExecute")
            must(LIBC.prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0),
                 "prctl")
            signal.pthread_sigmask(signal.SIG_SETMASK, ())
            calls.load()

        return subprocess.Popen(command, preexec_fn=restrict, **more)

"""Memory and descriptors of every role, looked at again and again."""
import collections
import pathlib
import re
import statistics

# What a role may grow by between the first quarter of a soak and the last: the
# pages of the register that SQLite keeps (schema.sql, cache_size: 16,000 KiB),
# and what malloc holds back.
MOST_KIB = 16000 + 8000
MOST_FILES = 4


class Watch:
    def __init__(self, house):
        self.house = house
        self.samples = collections.defaultdict(list)

    def look(self):
        roles = {**self.house.roles(), "supervisor": self.house.daemon.pid}
        for role, pid in roles.items():
            entry = pathlib.Path(f"/proc/{pid}")
            try:
                said = (entry / "smaps_rollup").read_text()
                files = len(list((entry / "fd").iterdir()))
            except OSError:
                continue  # it has ended
            kib = re.search(r"^Anonymous: +(\d+) kB$", said, re.M)
            # A role that has just been started is not one at work.
            if kib and int(kib[1]) > 0:
                self.samples[role].append((int(kib[1]), files))

    def rows(self):
        """Role, samples, KiB and descriptors in the first and last quarter."""
        for role, samples in sorted(self.samples.items()):
            part = max(1, len(samples) // 4)
            yield (role, len(samples),
                   *(int(statistics.median(sample[column] for sample in some))
                     for column in (0, 1)
                     for some in (samples[:part], samples[-part:])))

    def growths(self):
        """What of them is not flat, in words."""
        for role, samples, kib, kib_last, files, files_last in self.rows():
            if kib_last > kib + MOST_KIB:
                yield f"{role}: grew from {kib} to {kib_last} KiB"
            if files_last > files + MOST_FILES:
                yield f"{role}: grew from {files} to {files_last} descriptors"

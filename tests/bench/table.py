"""Measures and prints: wall time, CPU time and pace, one line a thing."""
import os
import resource
import time


def timed(work):
    """Wall seconds and CPU seconds of the children that work starts."""
    # What others left to be written is not this one's to wait for.
    os.sync()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    work()
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, sum(after[:2]) - sum(before[:2])


def title(text):
    print(f"\n{text}\n{'':<46} {'count':>6} {'wall s':>8} {'CPU s':>8} "
          f"{'rate/s':>9}", flush=True)


def row(what, count, wall, cpu):
    print(f"{what:<46} {count:>6} {wall:>8.2f} {cpu:>8.2f} "
          f"{count / wall:>9.1f}", flush=True)


def remark(what, text):
    print(f"{what:<46} {text}", flush=True)

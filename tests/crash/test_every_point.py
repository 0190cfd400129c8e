"""Every role, every fault, every point: `make crash`.

STRIDE=n takes every n-th point only.  Where a role has many more than
MOST_POINTS, about that many are taken, evenly: memory is asked for in 200,000
places while letters are written, and their texts are read again and again.
crashing.py says what is compared; every eighth run goes on to the last role.
Where there are several processors, so many scenes are played side by side,
each with a mailbox of its own.
"""
import concurrent.futures
import os

import pytest

from crashing import ERRORS, ROLES, RealScene, Scene

STRIDE = int(os.environ.get("STRIDE") or 1)
MOST_POINTS = 1000
WHOLE = 8
# What takes its time: a tenth of its points.
SLOW_STRIDE = 10
USERS = ("complaints", "staff", "public", "bulk")
PLAYED = [*((role, kind, "") for role in ROLES
            for kind in ("kill", "kill-short", *ERRORS)),
          ("intake", "kill", "scan"), ("sender", "kill", "Postfix")]


def play(folder, world, user, role, kind, special, first, share):
    """One of several scenes: its points, each with what came of it."""
    struck = []
    make = RealScene if special == "Postfix" else Scene
    with make(folder, world, user, special == "scan") as scene:
        scene.stand_before(role)
        points = scene.points(kind)
        stride = STRIDE * max(1, points // MOST_POINTS)
        if special:
            stride *= SLOW_STRIDE
        at = 1 + first * stride
        while True:
            try:
                whole = len(struck) % WHOLE == 0
                outcome = scene.strike(kind, at, whole)
            except Exception as error:
                raise AssertionError(f"at point {at}") from error
            if outcome is None:
                return points, struck
            struck.append((at, whole, outcome))
            at += share * stride


def span_of(numbers):
    least, most = min(numbers, default=0), max(numbers, default=0)
    return str(most) if least == most else f"{least} to {most}"


@pytest.mark.parametrize("role, kind, special", PLAYED)
def test_every_point(world, tmp_path, table, role, kind, special):
    share = 1 if special else min(len(USERS), os.cpu_count())
    with concurrent.futures.ThreadPoolExecutor(share) as pool:
        plays = []
        for first in range(share):
            folder = tmp_path / str(first)
            folder.mkdir()
            plays.append(pool.submit(play, folder, world, USERS[first], role,
                                     kind, special, first, share))
        found = [play.result() for play in plays]
    struck = [strike for _, strikes in found for strike in strikes]
    wholes = [outcome for _, whole, outcome in struck if whole]
    differences = [f"{at} {outcome.run.call}: {words}"
                   for at, _, outcome in struck
                   for words in outcome.differences]
    table.append((f"{role} ({special})" if special else role, kind, found[0][0],
                  len(struck), span_of([o.items for o in wholes]),
                  span_of([o.cases for o in wholes]),
                  span_of([o.acknowledgements for o in wholes]),
                  len(differences)))
    assert struck
    assert differences == []

"""Every role, every fault, every point: `make crash`.

Where a role has more points than MOST_POINTS, about that many are taken,
evenly, and with them the first that each chain of calls leads to: memory is
asked for in 200,000 places while letters are written, by some 3,400 chains, and
their texts are read again and again.  STRIDE=n takes every n-th of the points.
crashing.py says what is compared; every eighth run goes on to the last role.
Where there are several processors, so many scenes are played side by side,
each with a mailbox of its own.
"""
import concurrent.futures
import contextlib
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


def points_of(scene, kind, special):
    """How many points there are, and those to strike at."""
    count, firsts = scene.points(kind)
    step = max(1, count // MOST_POINTS)
    points = sorted({*range(1, count + 1, step), *firsts})
    return count, points[::STRIDE * (SLOW_STRIDE if special else 1)]


def play(scene, kind, points):
    """Points of one scene, and what came of each."""
    struck = []
    for at in points:
        whole = len(struck) % WHOLE == 0
        try:
            outcome = scene.strike(kind, at, whole)
        except Exception as error:
            raise AssertionError(f"at point {at}") from error
        if outcome is not None:
            struck.append((at, whole, outcome))
    return struck


def span_of(numbers):
    least, most = min(numbers, default=0), max(numbers, default=0)
    return str(most) if least == most else f"{least} to {most}"


@pytest.mark.parametrize("role, kind, special", PLAYED)
def test_every_point(world, tmp_path, table, role, kind, special):
    make = RealScene if special == "Postfix" else Scene
    share = 1 if special else min(len(USERS), os.cpu_count())
    with contextlib.ExitStack() as stack:
        scenes = []
        for user in USERS[:share]:
            folder = tmp_path / user
            folder.mkdir()
            scenes.append(stack.enter_context(
                make(folder, world, user, special == "scan")))
        pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(share))
        list(pool.map(lambda scene: scene.stand_before(role), scenes))
        count, points = points_of(scenes[0], kind, special)
        found = pool.map(lambda place: play(
            scenes[place], kind, points[place::share]), range(share))
        struck = [strike for strikes in found for strike in strikes]
    wholes = [outcome for _, whole, outcome in struck if whole]
    differences = [f"{at} {outcome.run.call}: {words}"
                   for at, _, outcome in struck
                   for words in outcome.differences]
    table.append((f"{role} ({special})" if special else role, kind, count,
                  len(struck), span_of([o.items for o in wholes]),
                  span_of([o.cases for o in wholes]),
                  span_of([o.acknowledgements for o in wholes]),
                  len(differences)))
    assert struck
    assert differences == []

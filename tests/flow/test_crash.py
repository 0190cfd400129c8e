"""Each role killed, or met by a fault, at a few of its points, and mended.

`make crash` does so at every one; crashing.py says what is compared.
"""
import os

import pytest

from crashing import LASTING, ROLES, WORDS, Scene
from faults import Faults
from house import House


@pytest.mark.parametrize("role", ROLES)
def test_struck(world, tmp_path, role):
    with Scene(tmp_path, world) as scene:
        scene.stand_before(role)
        for kind, share in (("kill", 0.31), ("kill", 0.83), ("EIO", 0.57)):
            points, _ = scene.points(kind)
            assert points > 50
            outcome = scene.strike(kind, int(points * share),
                                   whole=kind == "EIO")
            assert outcome.differences == [], (kind, outcome.run)


@pytest.mark.parametrize("kind", ["ENOSPC", "EIO", "EMFILE", "ENOMEM"])
def test_supervisor_struck(tmp_path, kind):
    """Whoever starts it may try again: EX_CONFIG would be for good."""
    for at in (1, 2, 8):
        house = House(tmp_path / str(at))
        run = Faults(tmp_path).run(house, "run", kind=kind, at=at,
                                   lasting=LASTING.get(kind, 1))
        assert run.fired and WORDS.search(run.said)
        assert run.status in (os.EX_TEMPFAIL, os.EX_OSERR), run.said

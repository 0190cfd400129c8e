"""Each role killed, or met by a fault, at a few of its points, and mended.

`make crash` does so at every one; crashing.py says what is compared.
"""
import pytest

from crashing import ROLES, Scene


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

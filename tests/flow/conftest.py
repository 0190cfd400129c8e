"""What every flow test may ask for."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "lib"))

import mailworld  # noqa: E402


@pytest.fixture(scope="session")
def servers():
    """Private mail servers, once for all tests."""
    reason = mailworld.why_not()
    if reason:
        pytest.skip(f"no mail servers: {reason}")
    world = mailworld.MailWorld()
    try:
        world.start()
        yield world
    finally:
        world.stop()


@pytest.fixture
def world(servers):
    """The mail servers, without any mail in them."""
    servers.empty()
    return servers


@pytest.fixture(scope="session")
def pki(tmp_path_factory):
    """Certificates for the doubles: see mailworld.make_pki."""
    folder = tmp_path_factory.mktemp("certificates") / "pki"
    mailworld.make_pki(folder)
    return folder

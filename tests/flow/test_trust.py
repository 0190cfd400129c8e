"""With ca_file set, the system's own authorities do not count any more.

The system trusts the authority of the servers, in a namespace of its own;
ca_file names another one.
"""
import shutil
import subprocess

import pytest

from box import smtp
from house import POSTROOM, House
from issuer import Issuer, Key
from test_oauth import app, no_mailbox
from test_reply import LETTER

TRUSTING = ["unshare", "--mount", "sh", "-ec", """
mount -t tmpfs none /etc/ssl/certs
cp "$0" /etc/ssl/certs/ca.pem
cp "$0" /etc/ssl/certs/ca-certificates.crt
exec "$@"
"""]


def run_trusting(authority, house, role):
    """One round of the role where the system trusts that authority."""
    if subprocess.run([*TRUSTING, authority, "true"],
                      capture_output=True).returncode != 0:
        pytest.skip("no mount namespace can be made here")
    return subprocess.run(
        [*TRUSTING, authority, POSTROOM, "-c", house.conf, role, "--once"],
        capture_output=True, text=True, timeout=120)


@pytest.fixture
def other(pki, tmp_path):
    """An authority that signed neither of the servers' certificates."""
    return shutil.copy(pki / "otherca.pem", tmp_path)


@pytest.mark.parametrize("has_file, state", [(False, "sent"), (True, "due")])
def test_mail_server(world, other, tmp_path, has_file, state):
    house = House(tmp_path / "house", smtp=smtp(
        world, ca_file=other if has_file else None))
    source = tmp_path / "complaint.eml"
    source.write_text(LETTER.format(sender="public@mail.test",
                                    name="Amara Okafor"))
    house.drop(source)
    house.run("intake", "--once")
    done = run_trusting(world.ca_file, house, "sender")
    case, = house.cases()
    assert case["acknowledgement"] == state, done.stderr


@pytest.mark.parametrize("has_file", [False, True])
def test_issuer_of_tokens(pki, other, tmp_path, has_file):
    with Issuer(Key(tmp_path), pki / "good") as issuer:
        house = House(tmp_path / "house", no_mailbox() + app(
            issuer, tmp_path, ca_file=other if has_file else ""))
        done = run_trusting(pki / "ca.pem", house, "mailbox")
        assert ("TLS: " in done.stderr) == has_file, done.stderr
        assert bool(issuer.forms) != has_file

"""Each role, confined as it confines itself in this house, tries what the table
of postroom(8), SECURITY, does not give it.  The program is the real one but
for what a role does once it is confined: tests/lib/hostile_roles.c."""
import os
import pathlib
import socket
import subprocess

import pytest

from house import BUILD, House, wait_for

HOSTILE = BUILD / "tests" / "lib" / "hostile" / "postroom"

# Root is refused like others once it has no capability, which it has not either
# where postroom runs as a service.
UNPRIVILEGED = (["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
                if os.geteuid() == 0 else [])

MAILBOX = """
[mailbox complaints]
host = 127.0.0.1
user = complaints@mail.test
{login}
[mailbox second]
host = 127.0.0.1
user = second@mail.test
password_file = {{root}}/second/password
[oauth nhs]
grant = device_code
token_url = https://127.0.0.1/token
device_url = https://127.0.0.1/device
client_id = 1
scope = any
token_file = {{root}}/tokens/nhs
"""
TOKEN = "auth = xoauth2\noauth = nhs\n"
PASSWORD = "password_file = {root}/secrets/password\n"
COMMAND = "password_command = echo secret\n"


def landlock():
    """The kernel's ABI of Landlock; 0 for none."""
    import ctypes
    return max(ctypes.CDLL(None).syscall(444, None, 0, 1), 0)


pytestmark = pytest.mark.skipif(
    landlock() < 2 or "asan" in str(BUILD) or "cov" in str(BUILD),
    reason="no Landlock in this kernel, or no seccomp in this build")


@pytest.fixture
def house(tmp_path):
    """A house with something of everybody's in it."""
    house = House(tmp_path, mail=MAILBOX.format(login=PASSWORD))
    for name in ("secrets/password", "second/password", "tokens/nhs",
                 "foreign", "spool/kept/one", "spool/tmp/one",
                 "spool/incoming/one", "spool/print/one", "spool/refused/one",
                 "spool/working/one"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("secret\n")
    return house


@pytest.fixture
def model(house):
    """Learnt by now, and where the folder has been made by intake."""
    assert attempt(house, "intake", ["list " + str(house.root / "models")]) \
        == {"list " + str(house.root / "models"): "ok"}
    (house.root / "models" / "any.model").write_text("weights\n")


def rewrite(house, old, new):
    text = house.conf.read_text()
    assert old in text
    house.conf.write_text(text.replace(old, new))


def attempt(house, role, deeds):
    """{deed: what came of it}"""
    done = subprocess.run(
        [*UNPRIVILEGED, HOSTILE, "-c", house.conf, *role.split()],
        capture_output=True, text=True, timeout=60,
        input="".join(deed + "\n" for deed in deeds))
    assert done.returncode == 0, done.stderr
    answers = done.stdout.splitlines()
    assert len(answers) == len(deeds), (answers, done.stderr)
    return dict(zip(deeds, answers))


def expect(house, role, allowed, refused):
    """All of allowed is done, and each of refused ends in its error."""
    root = str(house.root)
    want = {deed.replace("ROOT", root): "ok" for deed in allowed}
    want.update({deed.replace("ROOT", root): error
                 for deed, error in refused.items()})
    assert attempt(house, role, list(want)) == want


def refused(error, *deeds):
    return {deed: error for deed in deeds}


@pytest.fixture
def port():
    """A server of this host, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


# What nobody may do, whatever the role.
def of_no_role():
    return {
        **refused("EACCES", "read ROOT/foreign", "write ROOT/foreign",
                  "make ROOT/new", "list ROOT", "list /var", "list /tmp",
                  "make /tmp/postroom-confined", "write /etc/hosts",
                  "read ROOT/postroom.conf", "raw"),
        **refused("EPERM", "trace 1", "mode ROOT/register.db"),
        **(refused("EPERM", f"signal {os.getpid()}")
           if landlock() >= 6 else {}),
        # Landlock takes those outside for invisible.
        f"read /proc/{os.getpid()}/environ": "EACCES",
    }


REGISTER = ("write ROOT/register.db", "write ROOT/register.db-wal",
            "write ROOT/register.db-shm")


def test_mailbox(house, model, port):
    serving = "EACCES" if landlock() >= 4 else "ok"
    expect(house, "mailbox complaints", REGISTER + (
        "make ROOT/spool/tmp/new", "make ROOT/spool/incoming/new",
        "read ROOT/secrets/password", f"connect {port}"), {
        **of_no_role(),
        **refused("EACCES", "read ROOT/spool/kept/one",
                  "make ROOT/spool/kept/new", "read ROOT/spool/print/one",
                  "remove ROOT/spool/refused/one",
                  "make ROOT/spool/working/new", "make ROOT/spool/post/new",
                  "read ROOT/second/password", "read ROOT/tokens/nhs",
                  "write ROOT/secrets/password", "make ROOT/outgoing/new",
                  "read ROOT/models/any.model", "listen 0",
                  "run /bin/sh", "run /bin/true",
                  f"run {BUILD}/postroom-extract"),
        "bind 0": serving})


def test_mailbox_with_a_token(house, port):
    rewrite(house, PASSWORD.format(root=house.root), TOKEN)
    expect(house, "mailbox complaints", REGISTER + (
        "make ROOT/tokens/new", "write ROOT/tokens/nhs", f"connect {port}"), {
        **of_no_role(),
        **refused("EACCES", "read ROOT/secrets/password", "run /bin/sh",
                  "make ROOT/spool/kept/new")})


def test_mailbox_with_a_command(house):
    """A command for the password is the one reason to run anything."""
    rewrite(house, PASSWORD.format(root=house.root), COMMAND)
    expect(house, "mailbox complaints", ("run /usr/bin/env", "run /bin/true"),
           {**of_no_role(), **refused("EACCES", f"run {HOSTILE}")})


def test_intake(house, model, port):
    expect(house, "intake", REGISTER + (
        "make ROOT/spool/kept/new", "make ROOT/spool/working/new",
        "make ROOT/spool/incoming/new", "read ROOT/models/any.model",
        f"run {BUILD}/postroom-extract"), {
        **of_no_role(),
        **refused("EACCES", f"connect {port}", "bind 0", "listen 0",
                  "read ROOT/secrets/password", "read ROOT/second/password",
                  "read ROOT/tokens/nhs", "make ROOT/outgoing/new",
                  "write ROOT/models/any.model", "read /etc/passwd",
                  "list /etc", "list /run", "run /bin/sh", "run /bin/true",
                  f"run {HOSTILE}")})


def test_sender(house, port):
    house.conf.write_text(house.conf.read_text().replace(
        "from = ", f"password_file = {house.root}/secrets/password\nfrom = "))
    serving = "EACCES" if landlock() >= 4 else "ok"
    expect(house, "sender", REGISTER + (
        "make ROOT/spool/print/new", "make ROOT/outgoing/new",
        "read ROOT/secrets/password", f"connect {port}"), {
        **of_no_role(),
        **refused("EACCES", "read ROOT/spool/kept/one",
                  "make ROOT/spool/kept/new", "make ROOT/spool/incoming/new",
                  "make ROOT/spool/tmp/new", "read ROOT/second/password",
                  "read ROOT/tokens/nhs", "listen 0", "run /bin/sh",
                  f"run {BUILD}/postroom-extract"),
        "bind 0": serving})


def test_sender_with_a_program(house):
    """The sendmail transport is the sender's one reason to run anything."""
    rewrite(house, "transport = maildir",
            "transport = sendmail\nsendmail_path = /bin/true")
    expect(house, "sender", ("run /bin/true",),
           {**of_no_role(), **refused("EACCES", f"run {HOSTILE}")})


def test_reconcile(house, model, port):
    """It asks every server and reads every original, as staff or at night."""
    house.run("sender", "--once")
    expect(house, "reconcile", REGISTER + (
        "read ROOT/spool/kept/one", "make ROOT/spool/incoming/new",
        "read ROOT/secrets/password", "read ROOT/second/password",
        f"connect {port}"), {
        **of_no_role(),
        **refused("EACCES", "make ROOT/outgoing/new", "read ROOT/tokens/nhs",
                  "read ROOT/models/any.model", "listen 0", "run /bin/sh")})


def test_metrics(house, port):
    """It counts what is there and answers at the socket it has."""
    rewrite(house, "confinement = required",
            f"confinement = required\nmetrics_socket = {house.root}/metrics")
    expect(house, "metrics --serve", REGISTER + ("list ROOT/spool/kept",), {
        **of_no_role(),
        **refused("EACCES", f"connect {port}", "bind 0", "make ROOT/metrics2",
                  "make ROOT/spool/kept/new", "make ROOT/outgoing/new",
                  "read ROOT/secrets/password", "read ROOT/tokens/nhs",
                  "read /etc/passwd", "list /etc", "list /run",
                  "run /bin/sh", "run /bin/true")})


def test_supervisor(house):
    """Files and network are its children's; the rest it gives up for all."""
    house.start()
    try:
        wait_for("the roles", lambda: "sender" in house.roles())
        status = pathlib.Path(
            f"/proc/{house.daemon.pid}/status").read_text()
        assert "NoNewPrivs:\t1\n" in status
        assert "Seccomp:\t2\n" in status
        for name, pid in house.roles().items():
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            assert "NoNewPrivs:\t1\n" in status, name
            assert "Seccomp:\t2\n" in status, name
    finally:
        house.stop()


def test_some_roles(house):
    """--only leaves the others to another supervisor."""
    done = house.run("run", "--only", "intake,sendr", check=False)
    assert done.returncode == 64
    assert "--only takes" in done.stderr

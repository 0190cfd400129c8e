"""Messages out of a real Dovecot: ours beside isync, fdm, fetchmail, getmail.

All fetch the same mailbox over TLS, with the certificate verified where they
can, and leave it as it is.  Each writes into a new folder of one file system.
Ours leaves durable files and a row in the ledger for each; of the others,
mbsync with FSync does so much for its maildir.
"""
import os
import shutil
import subprocess

from box import Running, letter_of, section
from delay import Delay
from house import POSTROOM, House, wait_for
from mailworld import MailWorld, address
from table import remark, row, timed, title

MANY = 5000
FEW = 500
BYTES = 3400
ROUND_TRIP = 0.040
RUNS = 3
LONG = 8  # seconds; what takes longer runs once
LARGE = 45 << 20


class Source:
    """The mailbox to fetch, and how to reach it."""

    def __init__(self, world, user, port):
        self.port = port
        self.user = address(user)
        self.password = world.users[user]
        self.password_file = world.password_file(user)
        self.ca_file = world.ca_file


def compile_to(folder, name, *options):
    """A small C program of this folder, beside what is measured."""
    source = os.path.join(os.path.dirname(__file__), f"{name}.c")
    target = folder / name
    subprocess.run(["cc", "-O2", "-o", target, source, *options], check=True)
    return target


def run(argv, **more):
    subprocess.run(argv, check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                   timeout=900, **more)


def maildir(folder):
    for name in ("cur", "new", "tmp"):
        (folder / "box" / name).mkdir(parents=True)
    return folder / "box"


def files_in(*folders):
    return sum(len(files) for top in folders
               for _, _, files in os.walk(top))


# --- those who fetch: each makes ready in a folder, gives its work and where
# --- the messages will be

def postroom(source, folder, environment=None):
    keys = {"host": "localhost", "port": source.port, "user": source.user,
            "ca_file": source.ca_file, "password_file": source.password_file}
    house = House(folder, section(**keys))
    return (lambda: run([POSTROOM, "-c", house.conf, "mailbox", "--once"],
                        env={**os.environ, **(environment or {})}),
            [house.spool / "incoming"])


def postroom_without_fsync(shim):
    return lambda source, folder: postroom(source, folder,
                                           {"LD_PRELOAD": str(shim)})


def mbsync(fsync):
    def begin(source, folder):
        box = maildir(folder)
        (folder / "mbsyncrc").write_text(f"""
FSync {fsync}
IMAPAccount there
Host localhost
Port {source.port}
User {source.user}
PassCmd "cat {source.password_file}"
SSLType IMAPS
CertificateFile {source.ca_file}

IMAPStore far
Account there

MaildirStore near
Path {folder}/
Inbox {box}

Channel all
Far :far:
Near :near:
Patterns INBOX
Sync PullNew
SyncState *
""")
        return (lambda: run(["mbsync", "-c", folder / "mbsyncrc", "all"],
                            env={**os.environ, "HOME": str(folder)}),
                [box / "new", box / "cur"])
    return begin


def fdm(source, folder):
    box = maildir(folder)
    conf = folder / "fdm.conf"
    conf.write_text(f"""
set default-user "{os.environ.get('USER') or 'root'}"
set lock-file "{folder}/lock"
account "there" imaps server "localhost" port {source.port}
    user "{source.user}" pass "{source.password}" keep
action "keep" maildir "{box}"
match all action "keep"
""")
    conf.chmod(0o600)
    return (lambda: run(["fdm", "-f", conf, "fetch"],
                        env={**os.environ, "HOME": str(folder)}),
            [box / "new"])


def fetchmail(deliver):
    def begin(source, folder):
        box = maildir(folder)
        conf = folder / "fetchmailrc"
        conf.write_text(f"""
poll localhost service {source.port} protocol IMAP auth password
    user "{source.user}" password "{source.password}"
    ssl sslcertck sslcertfile "{source.ca_file}"
    fetchall keep mda "{deliver} {box}"
""")
        conf.chmod(0o600)
        return (lambda: run(["fetchmail", "--silent", "--nosyslog", "-f", conf,
                             "--pidfile", folder / "pid", "-i", folder / "ids"],
                            env={**os.environ, "FETCHMAILHOME": str(folder)}),
                [box / "new"])
    return begin


def getmail(source, folder):
    box = maildir(folder)
    (folder / "getmailrc").write_text(f"""
[retriever]
type = SimpleIMAPSSLRetriever
server = localhost
port = {source.port}
username = {source.user}
password = {source.password}
ca_certs = {source.ca_file}
mailboxes = ("INBOX",)
timeout = 900

[destination]
type = Maildir
path = {box}/

[options]
read_all = true
delete = false
""")
    more = {}
    if os.geteuid() == 0:  # for whom it keeps no mail
        more = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody", "nogroup")
    return (lambda: run(["getmail", "--quiet", f"--getmaildir={folder}",
                         "--rcfile=getmailrc"], **more),
            [box / "new"])


# --- the tables -----------------------------------------------------------------

def measure(what, begin, source, count, folder):
    """The middle one of some runs, each into a new folder."""
    results = []
    while len(results) < RUNS and (not results or results[0][0] < LONG):
        place = folder / f"{what}-{len(results)}".replace(" ", "-")
        place.mkdir()
        work, targets = begin(source, place)
        try:
            results.append(timed(work))
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", None) or str(error).encode()
            remark(what, said.decode(errors="replace").strip()[-200:])
            return
        got = files_in(*targets)
        if got != count:
            remark(what, f"fetched {got} of {count} messages")
            return
    results.sort()
    row(what, count, *results[len(results) // 2])


def measure_all(source, count, folder):
    folder.mkdir()
    shim = compile_to(folder, "nosync", "-shared", "-fPIC")
    deliver = compile_to(folder, "maildrop")
    for what, begin in (
            ("postroom, durable, with ledger", postroom),
            ("postroom, without its fsyncs",
             postroom_without_fsync(shim)),
            ("mbsync, FSync yes", mbsync("yes")),
            ("mbsync, FSync no", mbsync("no")),
            ("fdm", fdm),
            ("fetchmail", fetchmail(deliver)),
            ("getmail6", getmail)):
        measure(what, begin, source, count, folder)
    shutil.rmtree(folder)


def bench_pace(folder, world):
    title(f"mailbox: {MANY} messages of {BYTES} bytes from Dovecot, TLS")
    world.deliver("bulk", [letter_of(BYTES, n) for n in range(MANY)])
    measure_all(Source(world, "bulk", world.imaps_port), MANY,
                folder / "pace")


def bench_distance(folder, world):
    title(f"mailbox: {FEW} messages over a round trip of "
          f"{ROUND_TRIP * 1000:.0f} ms")
    world.deliver("slow", [letter_of(BYTES, n) for n in range(FEW)])
    with Delay(world.imaps_port, ROUND_TRIP) as line:
        measure_all(Source(world, "slow", line.port), FEW, folder / "distance")


def memory_row(what, house, word):
    with Running(house) as role:
        wait_for(word, lambda: word in role.log(), 300)
        status = dict(line.split(":", 1) for line in open(
            f"/proc/{role.process.pid}/status"))
    remark(what, ", ".join(
        f"{key} {int(status[key].split()[0]) * 1024 / 1e6:.1f} MB"
        for key in ("VmHWM", "RssAnon", "RssFile")))


def bench_memory(folder, world):
    print("\nmailbox: memory with a message of 45 MiB")
    world.append("staff", letter_of(LARGE, 1))
    keys = {"host": "localhost", "port": world.imaps_port,
            "user": address("staff"), "ca_file": world.ca_file,
            "password_file": world.password_file("staff"), "poll": "300s"}
    house = House(folder / "memory", section(**keys))
    memory_row("authority from ca_file", house, "fetched=1")
    # Nothing comes by these, who do not know the test's authority.
    house = House(folder / "system", section(**{**keys, "ca_file": ""}))
    memory_row("authorities of the system, nothing fetched", house,
               "not trusted")


def bench_fetching(folder):
    world = MailWorld(folder / "world")
    world.start()
    try:
        for bench in (bench_pace, bench_distance, bench_memory):
            bench(folder, world)
    finally:
        world.stop()

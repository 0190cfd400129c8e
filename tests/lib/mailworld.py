"""A private mail world for tests: Dovecot and Postfix on loopback.

    world = MailWorld()
    world.start()
    world.send("jo@example.org", "complaints@mail.test", message)
    world.messages("public")
    world.stop()

Everything lives in a fresh folder and on free ports, so that runs go side by
side; no service of the system is touched.  Root only: Postfix's master process
and Dovecot's separation of users need it.

Servers, all with the certificate `good` on 127.0.0.1 (localhost, mail.test):
  imap         STARTTLS; LOGIN in the clear is allowed on 127.0.0.1 only
  imaps        TLS; 127.0.0.2 wrong host name, .3 untrusted, .4 expired
  lmtp, sasl   between the two servers, and for append-like delivery
  submission   SMTP with STARTTLS and AUTH;  submissions  with TLS from start
  mx           SMTP as the public's mail arrives;  relay  no TLS, no AUTH
Recipients that fail: refused@ 550, full@ 552, busy@ 450, hangup@ 421, slow@
after 20 s, all at mail.test; anyone at refused.test 550, deferred.test 450,
bounce.test (a DSN follows), unreachable.test (delayed, then failed DSN),
blackhole.test (swallowed).
"""
import imaplib
import os
import pathlib
import random
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time

TEMPLATES = pathlib.Path(__file__).with_name("mailworld")
PORTS = ("imap", "imaps", "lmtp", "sasl", "submission", "submissions", "mx",
         "relay")
USERS = {
    "complaints": "secret-1",
    "staff": "secret-2",
    "public": "secret-3",
    "bulk": "secret-4",
    "slow": "secret-5",
}
# Who may log in to any of these mailboxes, with a password of her own.
MASTERS = {"assistant": "secret-6"}
DOMAIN = "mail.test"
PROGRAMS = ("dovecot", "doveadm", "postfix", "openssl")
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}


def why_not():
    """The reason why no mail world can be started here, or None."""
    if os.geteuid() != 0:
        return "a private Postfix needs root"
    for program in PROGRAMS:
        if shutil.which(program, path=ENVIRONMENT["PATH"]) is None:
            return f"{program} is not installed"
    return None


def run(*argv, **more):
    # To a file: a daemon that keeps a pipe open would be waited for.
    with tempfile.TemporaryFile() as output:
        status = subprocess.run(argv, env=ENVIRONMENT, timeout=60,
                                stdin=subprocess.DEVNULL, stdout=output,
                                stderr=subprocess.STDOUT, **more).returncode
        output.seek(0)
        text = output.read().decode(errors="replace")
    if status != 0:
        raise RuntimeError(f"{argv}: status {status}: {text}")
    return text


def free_ports(names):
    """A free port on every loopback address for each name.

    Below the range that the kernel gives to outgoing connections, so that
    none is taken between now and the server's start.
    """
    ports, held = {}, []
    for name in names:
        while name not in ports:
            port = random.randrange(10000, 32000)
            with socket.socket() as probe:
                try:
                    probe.bind(("0.0.0.0", port))
                except OSError:
                    continue
                if port not in held:
                    held.append(port)
                    ports[name] = port
    return ports


def processes():
    """The parent of every process that is not a zombie, by its number."""
    found = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(stat.parent.name)] = int(parent)
    return found


def children_of(parent):
    return [pid for pid, above in processes().items() if above == parent]


def make_authority(pki, name, subject):
    run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:P-256", "-nodes", "-days", "3650", "-subj",
        f"/CN={subject}", "-addext", "basicConstraints=critical,CA:TRUE",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout",
        f"{name}.key", "-out", f"{name}.pem", cwd=pki)


def make_certificate(pki, name, authority, days, names):
    run("openssl", "req", "-newkey", "ec", "-pkeyopt",
        "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
        "-keyout", f"{name}.key", "-out", f"{name}.csr", cwd=pki)
    (pki / f"{name}.ext").write_text(
        f"subjectAltName={names}\nextendedKeyUsage=serverAuth\n"
        "basicConstraints=CA:FALSE\n")
    run("openssl", "x509", "-req", "-in", f"{name}.csr", "-CA",
        f"{authority}.pem", "-CAkey", f"{authority}.key", "-CAcreateserial",
        "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem",
        cwd=pki)


def make_pki(pki):
    """ca.pem and, signed by it or not, good, wronghost, untrusted, expired."""
    ours = "DNS:localhost,DNS:mail.test,IP:127.0.0.1"
    pki.mkdir(mode=0o755)
    make_authority(pki, "ca", "Mail World Test Authority")
    make_authority(pki, "otherca", "Some Other Authority")
    make_certificate(pki, "good", "ca", 3650, ours)
    make_certificate(pki, "expired", "ca", -1, ours + ",IP:127.0.0.4")
    make_certificate(pki, "wronghost", "ca", 3650, "DNS:mail.example.org")
    make_certificate(pki, "untrusted", "otherca", 3650,
                     ours + ",IP:127.0.0.3")


def address(user):
    return f"{user}@{DOMAIN}"


def as_bytes(message):
    """Text with the line ends of mail; bytes as they are."""
    if isinstance(message, bytes):
        return message
    return message.replace("\r\n", "\n").replace("\n", "\r\n").encode()


class MailWorld:
    """The servers; start() before anything else, stop() at the end.

    Users are named without their domain.  Each port is an attribute:
    imaps_port, mx_port ...
    """

    host = "127.0.0.1"

    def __init__(self, run_dir=None):
        # Short, since Unix sockets lie below it; open, for the servers' users.
        self.run = pathlib.Path(run_dir or tempfile.mkdtemp(prefix="mw-"))
        self.is_ours = run_dir is None
        self.ports = {}
        self.users = dict(USERS)

    def __getattr__(self, name):
        if name.endswith("_port") and name[:-5] in PORTS:
            return self.ports[name[:-5]]
        raise AttributeError(name)

    # --- starting and stopping ------------------------------------------

    @property
    def ca_file(self):
        return str(self.run / "pki" / "ca.pem")

    def password_file(self, user):
        """A file with the user's password."""
        path = self.run / f"{user}.password"
        path.write_text(self.users[user] + "\n")
        return str(path)

    def trust(self, name, public):
        """From now on tokens signed by the key of that name are good."""
        folder = self.run / "keys/default/RS256"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(public)

    def start(self):
        self.open_the_way()
        make_pki(self.run / "pki")
        for folder in ("dovecot/base", "dovecot/state", "mail",
                       "postfix/conf", "postfix/spool", "postfix/data",
                       "postfix/log"):
            (self.run / folder).mkdir(parents=True)
        shutil.chown(self.run / "mail", "mail", "mail")
        shutil.chown(self.run / "postfix/data", "postfix")
        try:
            self.start_servers()
        except RuntimeError:
            # Another run took one of the ports in between: once more.
            self.stop_servers()
            self.start_servers()

    def open_the_way(self):
        """Lets the servers' users reach the folder."""
        self.run.mkdir(parents=True, exist_ok=True)
        self.run.chmod(0o755)
        top = pathlib.Path(tempfile.gettempdir())
        for folder in self.run.parents:
            if top in folder.parents:
                folder.chmod(folder.stat().st_mode | 0o011)

    def start_servers(self):
        self.ports = free_ports(PORTS)
        self.configure("dovecot.conf", "dovecot")
        self.configure("main.cf", "postfix/conf")
        self.configure("master.cf", "postfix/conf")
        self.configure("oauth2.conf", "dovecot")
        for name, users in (("passwd", self.users), ("masters", MASTERS)):
            passwd = self.run / "dovecot" / name
            passwd.write_text("".join(
                f"{address(user)}:{{PLAIN}}{password}::::::\n"
                for user, password in users.items()))
            passwd.chmod(0o640)
            shutil.chown(passwd, "root", "dovecot")
        shutil.copy("/etc/postfix/postfix-files", self.run / "postfix/conf")
        self.start_dovecot()
        run("postfix", "-c", str(self.run / "postfix/conf"), "start")
        for name in PORTS:
            self.wait_for_port(name)

    def configure(self, template, folder):
        text = (TEMPLATES / template).read_text()
        text = text.replace("@RUN@", str(self.run))
        for name, port in self.ports.items():
            text = text.replace(f"@{name}@", str(port))
        (self.run / folder / template).write_text(text)

    def start_dovecot(self):
        run("dovecot", "-c", str(self.run / "dovecot/dovecot.conf"))
        self.wait_for_port("imaps")
        if (self.run / "postfix/spool/pid/master.pid").exists():
            # Its processes keep connections to the Dovecot that was.
            run("postfix", "-c", str(self.run / "postfix/conf"), "reload")

    def stop_dovecot(self):
        """Ends Dovecot and every connection to it."""
        pid_file = self.run / "dovecot/base/master.pid"
        if not pid_file.exists():
            return
        master = int(pid_file.read_text())
        # A process in the middle of an IDLE lives on for half a minute.
        children = children_of(master)
        os.kill(master, signal.SIGTERM)
        for pid in children:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        while master in processes():
            time.sleep(0.02)

    def wait_for_port(self, name, seconds=20):
        end = time.monotonic() + seconds
        while True:
            try:
                socket.create_connection((self.host, self.ports[name]),
                                         timeout=1).close()
                return
            except OSError as error:
                if time.monotonic() > end:
                    raise RuntimeError(f"{name}: {error}") from error
                time.sleep(0.02)

    def stop_servers(self):
        for stop in (lambda: run("postfix", "-c",
                                 str(self.run / "postfix/conf"), "stop"),
                     self.stop_dovecot):
            try:
                stop()
            except RuntimeError:
                pass  # it was not running

    def stop(self):
        self.stop_servers()
        if self.is_ours:
            shutil.rmtree(self.run, ignore_errors=True)

    def log(self):
        """What the servers said, for a failed test."""
        texts = []
        for path in ("dovecot/dovecot.log", "postfix/log/maillog"):
            if (self.run / path).exists():
                texts.append((self.run / path).read_text(errors="replace"))
        return "\n".join(texts)

    # --- mail goes in -----------------------------------------------------

    def send(self, sender, recipients, message):
        """Sends by SMTP as the public does."""
        if isinstance(recipients, str):
            recipients = [recipients]
        with smtplib.SMTP(self.host, self.ports["mx"]) as smtp:
            return smtp.sendmail(sender, recipients, as_bytes(message))

    def deliver(self, user, messages, sender="jo@example.org"):
        """Delivers by LMTP, one message or many: quicker than send."""
        if isinstance(messages, (str, bytes)):
            messages = [messages]
        with smtplib.LMTP(self.host, self.ports["lmtp"]) as lmtp:
            for message in messages:
                lmtp.sendmail(sender, [address(user)], as_bytes(message))

    def append(self, user, message, received=None, folder="INBOX"):
        """Puts the very bytes into a folder, with a receipt (seconds)."""
        with self.imap(user, folder) as imap:
            date = None if received is None else \
                imaplib.Time2Internaldate(received)
            status, answer = imap.append(folder, None, date,
                                         as_bytes(message))
            assert status == "OK", answer

    # --- mail is looked at ------------------------------------------------

    def imap(self, user, folder="INBOX"):
        """An independent client, logged in, with the folder open."""
        imap = imaplib.IMAP4_SSL(
            "localhost", self.ports["imaps"],
            ssl_context=ssl.create_default_context(cafile=self.ca_file))
        imap.login(address(user), self.users[user])
        imap.select(folder)
        return imap

    def messages(self, user, folder="INBOX"):
        """The bytes of every message in the folder, oldest first."""
        with self.imap(user, folder) as imap:
            found = imap.search(None, "ALL")[1][0].split()
            return [imap.fetch(number, "(BODY.PEEK[])")[1][0][1]
                    for number in found]

    def uids(self, user, folder="INBOX"):
        with self.imap(user, folder) as imap:
            return [int(uid) for uid in
                    imap.uid("SEARCH", "ALL")[1][0].split()]

    def flags(self, user, folder="INBOX"):
        with self.imap(user, folder) as imap:
            answer = imap.fetch("1:*", "(FLAGS)")[1]
            return [imaplib.ParseFlags(line) for line in answer if line]

    def wait_for(self, user, count, folder="INBOX", seconds=20):
        """Waits until the folder holds so many messages; gives them."""
        end = time.monotonic() + seconds
        while len(self.uids(user, folder)) < count:
            if time.monotonic() > end:
                raise AssertionError(f"{user} {folder}: no {count} messages")
            time.sleep(0.05)
        return self.messages(user, folder)

    def wait_until_delivered(self, seconds=20):
        """Waits until nothing is under way."""
        end = time.monotonic() + seconds
        queue = self.run / "postfix/spool"
        while any(path.is_file() for name in ("maildrop", "incoming", "active")
                  for path in (queue / name).rglob("*")):
            if time.monotonic() > end:
                raise AssertionError("mail is still under way")
            time.sleep(0.02)

    def empty(self):
        """Removes all mail, in the queue and in mailboxes."""
        run("postsuper", "-c", str(self.run / "postfix/conf"), "-d", "ALL")
        for user in self.users:
            run("doveadm", "-c", str(self.run / "dovecot/dovecot.conf"),
                "expunge", "-u", address(user), "mailbox", "*", "all")

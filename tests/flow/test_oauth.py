"""Logging in with tokens: from an issuer to a real Dovecot and Postfix."""
import base64
import re
import resource
import signal
import subprocess
import time

import pytest
from box import Running, incoming, ledger, mail, poll
from fakeimap import FakeImap
from fakeserver import HangUp
from faults import Faults
from house import BUILD, POSTROOM, House, wait_for
from issuer import EXCHANGE, Issuer, Key, mock_issuer, mock_module
from test_reply import LETTER

SCOPE = EXCHANGE + "/.default"
PERSON = "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
WORDS = {"xoauth2": "XOAUTH2", "oauthbearer": "OAUTHBEARER"}


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return Key(tmp_path_factory.mktemp("issuer"))


@pytest.fixture
def issuer(key):
    with Issuer(key) as issuer:
        yield issuer


@pytest.fixture
def trusted(world, issuer):
    """The issuer, whose tokens the mail servers take."""
    world.trust(issuer.key.name, issuer.key.public)
    return issuer


def section(name, **keys):
    return f"\n[{name}]\n" + "".join(
        f"{key} = {value}\n" for key, value in keys.items() if value)


def app(issuer, root, **changes):
    """[oauth nhs] for client_credentials."""
    secret = root / "client.secret"
    secret.write_text(changes.pop("secret", "s3cret&+") + "\n")
    return section("oauth nhs", **({
        "token_url": issuer.url("/token"), "client_id": "app",
        "client_secret_file": secret, "scope": SCOPE} | changes))


def person(issuer, root, **changes):
    """[oauth nhs] for device_code."""
    issuer.secrets["app"] = None
    return section("oauth nhs", **({
        "grant": "device_code", "token_url": issuer.url("/token"),
        "device_url": issuer.url("/devicecode"), "client_id": "app",
        "scope": PERSON, "token_file": root / "refresh.token"} | changes))


def mailbox(world, auth="xoauth2", **changes):
    return section("mailbox complaints", **({
        "host": "localhost", "port": world.imaps_port,
        "ca_file": world.ca_file, "user": "complaints@mail.test",
        "auth": auth, "oauth": "nhs", "poll": "1s"} | changes))


def fake_mailbox(server, **changes):
    return section("mailbox complaints", **({
        "host": "127.0.0.1", "port": server.port, "tls": "none",
        "user": "complaints", "auth": "xoauth2", "oauth": "nhs",
        "poll": "1s"} | changes))


def no_mailbox():
    """For what goes wrong before a mail server is asked."""
    return section("mailbox complaints", host="127.0.0.1", port=9, tls="none",
                   user="complaints", auth="xoauth2", oauth="nhs")


def smtp(world, auth="xoauth2", **changes):
    return section("smtp", **({
        "host": "localhost", "port": world.submission_port,
        "ca_file": world.ca_file, "user": "complaints@mail.test",
        "auth": auth, "oauth": "nhs", "from": "complaints@mail.test",
        "poll": "1s"} | changes))


def answer_one(house):
    """A complaint is taken in and acknowledged; the sender's status."""
    source = house.root / "complaint.eml"
    source.write_text(LETTER.format(sender="public@mail.test",
                                    name="Amara Okafor"))
    house.drop(source)
    house.run("intake", "--once")
    return house.run("sender", "--once", check=False)


def is_quiet(house, issuer):
    """No secret and no token is in any log."""
    log = house.log.read_text()
    assert "s3cret" not in log and "refresh-" not in log
    for token in issuer.tokens:
        assert token not in log and token.split(".")[1] not in log
        assert base64.b64encode(token.encode()).decode()[:60] not in log
    return True


# --- a real server ------------------------------------------------------------

@pytest.mark.parametrize("auth", WORDS)
def test_mailbox_by_token(world, trusted, tmp_path, auth):
    house = House(tmp_path, mailbox(world, auth) + app(trusted, tmp_path))
    world.append("complaints", mail(1))
    poll(house)
    assert [f.read_bytes() for f in incoming(house)] == [mail(1)]
    form, = trusted.forms
    assert form == {"grant_type": "client_credentials", "client_id": "app",
                    "scope": SCOPE, "client_secret": "s3cret&+"}
    assert f"method={WORDS[auth]}" in world.log()
    assert is_quiet(house, trusted)


@pytest.mark.parametrize("auth", WORDS)
def test_mail_leaves_by_token(world, trusted, tmp_path, auth):
    house = House(tmp_path, app(trusted, tmp_path), smtp=smtp(world, auth))
    done = answer_one(house)
    assert done.returncode == 0, done.stderr
    assert len(world.wait_for("public", 1)) == 1
    assert trusted.grants == ["client_credentials"]
    assert f"sasl_method={WORDS[auth]}" in world.log()
    assert is_quiet(house, trusted)


def test_starttls_by_token(world, trusted, tmp_path):
    house = House(tmp_path, mailbox(world, port=world.imap_port,
                                    tls="starttls") + app(trusted, tmp_path))
    world.append("complaints", mail(1))
    poll(house)
    assert len(incoming(house)) == 1


def test_client_secret_by_a_command(world, trusted, tmp_path):
    house = House(tmp_path, mailbox(world) + app(
        trusted, tmp_path, client_secret_file=None,
        client_secret_command="echo 's3cret&+'"))
    poll(house)


def test_shared_mailbox_by_password(world, tmp_path):
    """An assistant logs in, with her own password, to a shared mailbox."""
    secret = tmp_path / "secret"
    secret.write_text("secret-6\n")
    house = House(tmp_path, mailbox(
        world, auth=None, oauth=None, login="assistant@mail.test",
        password_file=secret))
    world.append("complaints", mail(1))
    poll(house)
    assert len(incoming(house)) == 1
    secret.write_text("secret-1\n")  # the mailbox's own is not hers
    assert "login: refused" in poll(house, 75)


def test_token_is_renewed_before_its_end(world, trusted, tmp_path):
    """A new session takes over, and nobody is bothered."""
    trusted.lifetime = 4
    house = House(tmp_path, mailbox(world) + app(trusted, tmp_path))
    world.append("complaints", mail(1))
    with Running(house) as role:
        wait_for("the first", lambda: len(incoming(house)) == 1)
        wait_for("a third token", lambda: len(trusted.tokens) >= 3, 30)
        world.append("complaints", mail(2))
        wait_for("the second", lambda: len(incoming(house)) == 2)
    assert role.status == 0
    assert "error" not in role.log() and "warning" not in role.log()


def test_token_serves_many_sessions(issuer, tmp_path):
    """The issuer is not asked for each: here a session is a poll."""
    with ByToken({1: mail(1)}) as server:
        house = fake_house(server, issuer, tmp_path, idle="no")
        with Running(house):
            wait_for("sessions", lambda: len(server.logins) == 3)
    assert len(issuer.tokens) == 1


@pytest.mark.parametrize("auth", WORDS)
def test_an_issuer_of_others(world, tmp_path, auth):
    """Tokens of the npm package oauth2-mock-server, for IMAP and SMTP."""
    module, why_not = mock_module(BUILD / "npm")
    if why_not:
        pytest.skip(why_not)
    with mock_issuer(module) as others:
        world.trust(others["name"], others["public"])
        keys = section("oauth nhs", token_url=others["url"], client_id="app",
                       client_secret_command="echo any", scope=SCOPE)
        house = House(tmp_path, mailbox(world, auth) + keys,
                      smtp=smtp(world, auth))
        world.append("complaints", mail(1))
        poll(house)
        assert len(incoming(house)) == 1
        for name in ("complaints", "smtp"):
            assert "lets us in" in house.run("oauth", "test", name).stdout
        assert answer_one(house).returncode == 0


# --- a person signs in -----------------------------------------------------------

def test_sign_in(world, trusted, tmp_path):
    trusted.polls_until_signed_in = 1
    trusted.claims |= {"roles": [], "aud": "https://outlook.office.com",
                       "scp": "IMAP.AccessAsUser.All",
                       "upn": "complaints@mail.test"}
    house = House(tmp_path, mailbox(world) + person(trusted, tmp_path))
    assert "run postroom oauth login" in poll(house, 75)
    assert "run postroom oauth login" in house.run(
        "check", check=False).stderr
    said = house.run("oauth", "login").stdout
    assert "open   https://login.example/device\n" in said
    assert "enter  ABCD-EFGH\n" in said
    assert "Signed in." in said
    kept = tmp_path / "refresh.token"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.read_text() == trusted.refresh_token + "\n"
    house.run("check")
    world.append("complaints", mail(1))
    poll(house)
    assert len(incoming(house)) == 1
    assert trusted.grants[-1] == "refresh_token"
    assert kept.read_text() == trusted.refresh_token + "\n"
    said = house.run("oauth", "test").stdout
    assert "lets us in" in said and "lacks" not in said
    assert trusted.thefts == 0
    assert is_quiet(house, trusted)


@pytest.mark.parametrize("faults, words", [
    (["access_denied"], "the sign-in was declined"),
    (["slow_down", "expired_token"], "nobody signed in"),
    (["invalid_client"], "the client secret is wrong")])
def test_sign_in_that_fails(issuer, tmp_path, faults, words):
    house = House(tmp_path, no_mailbox() + person(issuer, tmp_path))
    issuer.faults = [issuer.fault(word) for word in faults]
    done = house.run("oauth", "login", check=False)
    assert done.returncode == 75
    assert words in done.stderr
    assert not (tmp_path / "refresh.token").exists()


def test_sign_in_without_a_refresh_token(issuer, tmp_path):
    house = House(tmp_path, no_mailbox() + person(issuer, tmp_path))
    issuer.faults = [issuer.token()]
    done = house.run("oauth", "login", check=False)
    assert "add offline_access to scope" in done.stderr


def test_two_roles_share_a_sign_in(world, trusted, tmp_path):
    """No refresh token is used twice: an issuer may take that for theft."""
    house = House(tmp_path, mailbox(world) + person(trusted, tmp_path),
                  smtp=smtp(world))
    house.run("oauth", "login")
    runs = [subprocess.Popen([POSTROOM, "-c", house.conf, "oauth", "test",
                              name], stdout=subprocess.DEVNULL)
            for name in ("complaints", "smtp") * 4]
    assert [run.wait(60) for run in runs] == [0] * 8
    assert trusted.thefts == 0
    assert (tmp_path / "refresh.token").read_text() == \
        trusted.refresh_token + "\n"


def test_killed_while_the_refresh_token_changes(world, trusted, tmp_path):
    """The file holds the old one or the new one, whole."""
    house = House(tmp_path, mailbox(world) + person(trusted, tmp_path))
    house.run("oauth", "login")
    kept = tmp_path / "refresh.token"
    house.run("mailbox", "--once")  # all but the token is there
    faults = Faults(tmp_path)
    seen, at = [], 0
    while True:
        at += 1
        old = kept.read_text()
        trusted.refresh_token = old.strip()  # this issuer forgives
        run = faults.run(house, "mailbox", "--once", kind="kill", at=at)
        now = kept.read_text()
        assert now in (old, trusted.refresh_token + "\n")
        assert kept.stat().st_mode & 0o777 == 0o600
        seen.append(now == old)
        if not (run.fired and seen[-1]):
            break
    # Killed before every step of it, and then right behind it.
    assert run.fired and len(seen) > 3 and not seen[-1]
    trusted.refresh_token = kept.read_text().strip()
    poll(house)


def test_killed_while_the_refresh_token_is_written(issuer, tmp_path):
    """SIGXFSZ after 200 bytes of it: the old one stands, whole."""
    house = House(tmp_path / "house", no_mailbox() + person(issuer, tmp_path))
    house.run("oauth", "login")
    kept = tmp_path / "refresh.token"
    old = kept.read_text()
    run = subprocess.run(
        [POSTROOM, "-c", house.conf, "oauth", "test"], capture_output=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                              (200, 200)))
    assert run.returncode == -signal.SIGXFSZ
    assert issuer.grants[-1] == "refresh_token" and kept.read_text() == old
    issuer.refresh_token = old.strip()  # this issuer forgives
    house.run("oauth", "test", check=False)
    assert kept.read_text() == issuer.refresh_token + "\n" != old
    assert kept.stat().st_mode & 0o777 == 0o600


# --- what is missing, in words ------------------------------------------------------

@pytest.mark.parametrize("changes, words", [
    ({"secret": "wrong"},
     "the file needs the secret's Value, not its ID (invalid_client, "
     "AADSTS7000215)"),
    ({"client_id": "other"}, "the tenant does not know this client_id")])
def test_no_token(issuer, tmp_path, changes, words):
    house = House(tmp_path, no_mailbox() + app(issuer, tmp_path, **changes))
    log = poll(house, 75)
    assert words in log and log.count("error:") == 1
    assert words in house.run("oauth", "test", check=False).stderr
    assert "wrong\n" not in log


@pytest.mark.parametrize("answer, words", [
    ((200, b"<html>"), "not a JSON object"),
    ((200, {"token_type": "Bearer"}), "no token in it"),
    ((200, {"access_token": "a\r\nb"}), "no token in it"),
    ((200, b" " * 70000), "longer than 65536 bytes"),
    ((404, b""), "HTTP status 404: check the address"),
    ((503, b""), "HTTP status 503"),
    ((302, b""), "HTTP status 302")])
def test_answers_that_are_none(issuer, tmp_path, answer, words):
    issuer.faults = [answer]
    house = House(tmp_path, no_mailbox() + app(issuer, tmp_path))
    assert words in poll(house, 75)


@pytest.mark.parametrize("certificate, words", [
    ("good", None), ("untrusted", "TLS: "), ("expired", "TLS: "),
    ("wronghost", "does not match")])
def test_certificate_of_the_issuer(key, pki, tmp_path, certificate, words):
    with Issuer(key, pki / certificate) as issuer, \
            ByToken({1: mail(1)}) as server:
        house = House(tmp_path / "house", fake_mailbox(server) + app(
            issuer, tmp_path, ca_file=pki / "ca.pem"))
        assert (words or "") in poll(house, 75 if words else 0)
        assert bool(issuer.forms) == (words is None)


def test_issuer_does_not_answer(issuer, tmp_path):
    house = House(tmp_path, no_mailbox() + app(
        issuer, tmp_path, token_url="http://127.0.0.1:9/token"))
    assert "no answer" in poll(house, 75)


@pytest.mark.parametrize("claims, words", [
    ({"aud": "https://graph.microsoft.com", "scope": "other"},
     "The token is for https://graph.microsoft.com, not for Exchange."),
    ({"roles": [], "scope": "other"},
     "lacks the permission IMAP.AccessAsApp. An administrator has to"),
    ({"sub": "staff@mail.test"},
     "Add-MailboxPermission -Identity complaints@mail.test -User object-1 "
     "-AccessRights FullAccess")])
def test_a_token_that_is_refused(world, trusted, tmp_path, claims, words):
    trusted.claims |= claims
    house = House(tmp_path, mailbox(world) + app(trusted, tmp_path))
    assert "login: refused, though we have a token" in poll(house, 75)
    done = house.run("oauth", "test", check=False)
    assert done.returncode == 75
    assert words in done.stdout
    assert "does not let us in" in done.stdout
    assert is_quiet(house, trusted)


@pytest.mark.parametrize("claims, words", [
    ({"roles": ["IMAP.AccessAsApp"], "scope": "other"},
     "lacks the permission SMTP.SendAsApp"),
    ({"sub": "staff@mail.test"}, "-SmtpClientAuthenticationDisabled $false")])
def test_smtp_refuses_a_token(world, trusted, tmp_path, claims, words):
    trusted.claims |= claims
    house = House(tmp_path, app(trusted, tmp_path), smtp=smtp(world))
    done = answer_one(house)
    assert done.returncode == 75
    assert "the server refused our login, though we have a token" in \
        done.stderr
    assert words in house.run("oauth", "test", "smtp", check=False).stdout


def test_an_expired_token(world, trusted, tmp_path):
    """An issuer whose clock is an hour behind."""
    trusted.claims |= {"exp": int(time.time()) - 60}
    house = House(tmp_path, mailbox(world) + app(trusted, tmp_path))
    assert "login: refused" in poll(house, 75)
    assert "has expired already" in house.run("oauth", "test",
                                              check=False).stdout


def test_a_stranger_signs_tokens(world, trusted, tmp_path):
    real = trusted.key.sign
    trusted.key.sign = lambda claims: real(claims)[:-8] + "AAAAAAAA"
    try:
        house = House(tmp_path, mailbox(world) + app(trusted, tmp_path))
        assert "login: refused" in poll(house, 75)
    finally:
        trusted.key.sign = real


def test_good_token(world, trusted, tmp_path):
    house = House(tmp_path, mailbox(world) + app(trusted, tmp_path))
    said = house.run("oauth", "test", "complaints").stdout
    for words in ("for         " + EXCHANGE, "tenant      tenant-1",
                  "program     app", "IMAP.AccessAsApp SMTP.SendAsApp",
                  "good for    60 minutes", "localhost lets us in."):
        assert words in said
    assert not [token for token in trusted.tokens if token in said]


def test_command_line(issuer, tmp_path):
    house = House(tmp_path, no_mailbox() + app(issuer, tmp_path))
    for words, status, said in (
            ([], 64, "usage"), (["frob"], 64, "usage"),
            (["test", "none"], 64, "name a configured mailbox"),
            (["test", "smtp"], 78, "logs in with a password"),
            (["login"], 64, "nobody has to sign in")):
        done = house.run("oauth", *words, check=False)
        assert (done.returncode, said in done.stderr) == (status, True)


# --- servers that lie -----------------------------------------------------------------

class ByToken(FakeImap):
    """Takes tokens; those in `refused` no more."""
    capabilities = FakeImap.capabilities + " AUTH=XOAUTH2 AUTH=OAUTHBEARER"
    completed = "OK AUTHENTICATE completed."

    def __init__(self, messages):
        super().__init__(messages)
        self.refused = set()
        self.logins = []

    def answer(self, tag, command, lines):
        if not command.startswith("AUTHENTICATE"):
            return super().answer(tag, command, lines)
        self.say("+ ")
        text = base64.b64decode(next(lines)).decode()
        token = re.search("auth=Bearer ([^\1]*)", text)[1]
        self.logins.append(text)
        if token not in self.refused:
            return self.say(f"{tag} {self.completed}")
        self.say("+ " + base64.b64encode(
            b'{"status":"invalid_token","schemes":"bearer"}').decode())
        self.end = next(lines)
        return self.say(f"{tag} NO AUTHENTICATE failed.")


def fake_house(server, issuer, root, **changes):
    return House(root / "house",
                 fake_mailbox(server, **changes) + app(issuer, root))


@pytest.mark.parametrize("auth, end", [("xoauth2", b"\r\n"),
                                       ("oauthbearer", b"AQ==\r\n")])
def test_the_words_of_each_mechanism(issuer, tmp_path, auth, end):
    with ByToken({1: mail(1)}) as server:
        house = fake_house(server, issuer, tmp_path, auth=auth,
                           user="a=b,c@mail.test")
        poll(house)
        token, = issuer.tokens
        assert server.logins == [
            f"user=a=b,c@mail.test\1auth=Bearer {token}\1\1"
            if auth == "xoauth2" else
            f"n,a=a=3Db=2Cc@mail.test,\1host=127.0.0.1\1port={server.port}"
            f"\1auth=Bearer {token}\1\1"]
        issuer.key = Refusing(server, issuer.key)
        log = poll(house, 75)
        assert "NO AUTHENTICATE failed.: invalid_token" in log
        assert server.end == end


class Refusing:
    """A key whose tokens the server refuses."""

    def __init__(self, server, key):
        self.server, self.key = server, key

    def sign(self, claims):
        token = self.key.sign(claims)
        self.server.refused.add(token)
        return token


def test_token_dies_in_the_middle(issuer, tmp_path):
    """Taken back before its time: a new one is fetched, no mail is lost."""
    class Dies(ByToken):
        def send_body(self, uid):
            if uid == 2 and not self.refused:
                self.refused = set(issuer.tokens)
                self.say("* BYE Session invalidated - AccessTokenExpired")
                raise HangUp
            super().send_body(uid)

    with Dies({uid: mail(uid) for uid in (1, 2, 3)}) as server:
        house = fake_house(server, issuer, tmp_path)
        with Running(house) as role:
            wait_for("all", lambda: len(incoming(house)) == 3, 30)
        assert role.status == 0
        assert len(issuer.tokens) == 2 and len(server.logins) == 3
        assert {row[0] for row in ledger(house).values()} == {"fetched"}
    assert sorted(f.read_bytes() for f in incoming(house)) == [
        mail(1), mail(2), mail(3)]


def test_refused_for_ever(issuer, tmp_path):
    """One new token for a login that fails, not a storm of them."""
    with ByToken({1: mail(1)}) as server:
        issuer.key = Refusing(server, issuer.key)
        house = fake_house(server, issuer, tmp_path)
        with Running(house):
            wait_for("tries", lambda: len(server.logins) >= 3, 30)
        assert len(issuer.tokens) <= len(server.logins)


@pytest.mark.parametrize("completed", [
    'OK [Error="Logon failure" Proxy=a:1993:SSL] AUTHENTICATE completed.',
    "OK [error=x] done"])
def test_ok_that_means_no(issuer, tmp_path, completed):
    with ByToken({1: mail(1)}) as server:
        server.completed = completed
        house = fake_house(server, issuer, tmp_path)
        assert "login: refused, though we have a token" in poll(house, 75)
        assert not [c for c in server.commands if c.startswith("SELECT")]


def test_logged_in_to_nothing(issuer, tmp_path):
    """What Exchange says where the login has no right to the mailbox."""
    class Nothing(ByToken):
        def answer(self, tag, command, lines):
            if command.startswith("SELECT"):
                return self.say(
                    f"{tag} BAD User is authenticated but not connected.")
            return super().answer(tag, command, lines)

    with Nothing({1: mail(1)}) as server:
        house = fake_house(server, issuer, tmp_path)
        log = poll(house, 75)
        assert "logged in, but have no right to the mailbox" in log
        assert log.count("error:") == 1
        said = house.run("oauth", "test", check=False).stdout
        assert "Add-MailboxPermission -Identity complaints" in said


@pytest.mark.parametrize("auth", WORDS)
def test_mechanism_that_is_not_offered(issuer, tmp_path, auth):
    with FakeImap({1: mail(1)}) as server:
        house = fake_house(server, issuer, tmp_path, auth=auth)
        assert f"does not offer {WORDS[auth]}" in poll(house, 75)


# --- the secret's end -------------------------------------------------------------------

@pytest.mark.parametrize("days, words", [
    (60, ""), (10, "expires on "), (-2, "has expired on ")])
def test_end_of_the_client_secret(issuer, tmp_path, days, words):
    last = time.strftime("%Y-%m-%d", time.gmtime(time.time() + days * 86400))
    with ByToken({1: mail(1)}) as server:
        house = House(tmp_path / "house", fake_mailbox(server) + app(
            issuer, tmp_path, client_secret_expires=last))
        log = poll(house)
        said = house.run("check").stdout
        health = house.run("health", check=False).stdout
    for text in (log, said, health):
        assert (f"the client secret of [oauth nhs] {words}{last}" in text) \
            == bool(words)

"""An issuer of OAuth tokens for tests, on a free port of 127.0.0.1.

    with Issuer(key) as issuer:
        ... a client asks issuer.url("/token") ...
    assert issuer.grants == ["client_credentials"]

Its tokens are signed by a real key (make_key), so that a real Dovecot accepts
them; what they say is issuer.claims.  It checks the client secret, gives a
refresh token with each sign-in and a new one with each use, and takes an old
one for theft.  Faults are put into issuer.faults: (status, body) each, given
before anything else.
"""
import base64
import contextlib
import http.server
import json
import pathlib
import shutil
import ssl
import subprocess
import threading
import time
import urllib.parse

EXCHANGE = "https://outlook.office365.com"
CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A signing key and the name that a token's header gives it."""

    def __init__(self, folder, name="issuer-key"):
        self.name = name
        self.path = folder / "issuer.key"
        subprocess.run(["openssl", "genrsa", "-out", self.path, "2048"],
                       check=True, capture_output=True)
        self.public = subprocess.run(
            ["openssl", "rsa", "-in", self.path, "-pubout"], check=True,
            capture_output=True, text=True).stdout

    def sign(self, claims):
        """A JSON Web Token."""
        head = {"alg": "RS256", "typ": "JWT", "kid": self.name}
        text = ".".join(base64url(json.dumps(part).encode())
                        for part in (head, claims))
        signature = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", self.path],
            input=text.encode(), check=True, capture_output=True).stdout
        return text + "." + base64url(signature)


class Issuer:
    def __init__(self, key, certificate=None):
        self.key = key
        self.certificate = certificate  # stem of .pem and .key, for https
        self.secrets = {"app": "s3cret&+"}  # by client_id; None: needs none
        self.lifetime = 3600
        self.claims = {
            "aud": EXCHANGE, "tid": "tenant-1", "appid": "app",
            "oid": "object-1", "sub": "complaints@mail.test",
            "scope": EXCHANGE + "/.default",
            "roles": ["IMAP.AccessAsApp", "SMTP.SendAsApp"]}
        self.faults = []
        self.forms = []  # what was asked at /token, in order
        self.tokens = []  # the access tokens given
        self.refresh_token = None  # the one that is good
        self.thefts = 0
        self.polls_until_signed_in = 0
        self.on_answer = lambda: None  # called when an answer was sent

    @property
    def grants(self):
        return [form["grant_type"] for form in self.forms]

    def url(self, path):
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://localhost:{self.port}{path}"

    # --- what it answers -------------------------------------------------

    def fault(self, word, status=400, text=""):
        return status, {"error": word, "error_description": text}

    def token(self, **more):
        now = int(time.time())
        claims = {"iss": "issuer", "iat": now, "nbf": now - 5,
                  "exp": now + self.lifetime, "jti": str(len(self.tokens))}
        token = self.key.sign(claims | self.claims)
        self.tokens.append(token)
        return 200, {"token_type": "Bearer", "access_token": token,
                     "expires_in": self.lifetime} | more

    def next_refresh_token(self):
        self.refresh_token = f"refresh-{len(self.tokens)}-" + "r" * 500
        return self.refresh_token

    def answer(self, path, form):
        client = form.get("client_id")
        if path == "/devicecode":
            return 200, {"device_code": "device-1", "user_code": "ABCD-EFGH",
                         "verification_uri": "https://login.example/device",
                         "expires_in": 900, "interval": 1}
        self.forms.append(form)
        if self.faults:
            return self.faults.pop(0)
        if client not in self.secrets:
            return self.fault("unauthorized_client", 400,
                              "AADSTS700016: no such application")
        if self.secrets[client] not in (None, form.get("client_secret")):
            return self.fault("invalid_client", 401,
                              "AADSTS7000215: Invalid client secret")
        if form["grant_type"] == "client_credentials":
            return self.token()
        if form["grant_type"] == CODE_GRANT:
            if self.polls_until_signed_in > 0:
                self.polls_until_signed_in -= 1
                return self.fault("authorization_pending")
            return self.token(refresh_token=self.next_refresh_token())
        if form.get("refresh_token") != self.refresh_token:
            self.thefts += 1
            return self.fault("invalid_grant", 400, "AADSTS700082: expired")
        return self.token(refresh_token=self.next_refresh_token())

    # --- the server ------------------------------------------------------

    def __enter__(self):
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                form = dict(urllib.parse.parse_qsl(
                    body.decode(), strict_parsing=True))
                status, answer = issuer.answer(self.path, form)
                text = answer if isinstance(answer, bytes) else \
                    json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)
                issuer.on_answer()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.port = self.server.server_address[1]
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(f"{self.certificate}.pem",
                                    f"{self.certificate}.key")
            self.server.socket = context.wrap_socket(self.server.socket,
                                                     server_side=True)
        threading.Thread(target=self.server.serve_forever, args=(0.02,),
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


# --- the npm package oauth2-mock-server ------------------------------------------

MOCK = "oauth2-mock-server@8.2.3"


def mock_module(folder):
    """Installs the package into the folder; its module, or why there is none.
    """
    module = folder / "node_modules/oauth2-mock-server/dist/index.mjs"
    if module.exists():
        return module, None
    if shutil.which("node") is None or shutil.which("npm") is None:
        return None, "Node.js and npm are not installed"
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--engine-strict",
         "--prefix", folder, MOCK], capture_output=True, text=True,
        timeout=120)
    if done.returncode != 0 or not module.exists():
        return None, f"npm cannot install {MOCK}: " + " ".join(
            done.stderr.split())[:200]
    return module, None


@contextlib.contextmanager
def mock_issuer(module):
    """Runs the package; what mock_issuer.mjs says of it."""
    script = pathlib.Path(__file__).with_name("mock_issuer.mjs")
    with subprocess.Popen(["node", script, module], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, text=True) as process:
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(10)

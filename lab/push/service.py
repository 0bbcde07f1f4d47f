"""A push service with its browsers, as RFC 8030, 8291 and 8292 describe them: it takes pushes over https, checks who sends, and its
browsers decrypt. What it is made of shares nothing with the site: http_ece and PyJWT.
"""

import json
import os
import secrets
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lab.programs.certificate import self_signed
from lab.push.encoding import packed, unpacked
from lab.servers.process import wait_until

MOST_BODY_BYTES = 4096
URGENCIES = ("very-low", "low", "normal", "high")
# An answer in the place of the usual one: status and headers.
Answer = tuple[int, Mapping[str, str]]


@dataclass
class Received:
    """A push, and what its browser makes of it."""

    text: bytes
    headers: Mapping[str, str]

    @property
    def content(self) -> dict[str, Any]:
        decoded: dict[str, Any] = json.loads(self.text)
        return decoded


@dataclass
class Browser:
    """A browser that has subscribed for the key of one site."""

    endpoint: str
    site_key: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    received: list[Received] = field(default_factory=list)
    # What is said to each push, in the place of 201; the last one stays where `for_good`.
    answers: list[Answer] = field(default_factory=list)
    for_good: bool = False
    # Called before a push is answered.
    before: Callable[[], object] = lambda: None
    asked: int = 0

    @property
    def subscription(self) -> dict[str, Any]:
        """What the page gives to its site."""
        point = self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "keys": {"p256dh": packed(point), "auth": packed(self.secret)}}

    def take(self, body: bytes, headers: Mapping[str, str]) -> None:
        text = http_ece.decrypt(body, private_key=self.private, auth_secret=self.secret, version="aes128gcm")
        push = Received(text, headers)
        topic = headers.get("topic")
        # It waits for its browser, so a later one of its topic takes its place.
        self.received = [other for other in self.received if not topic or other.headers.get("topic") != topic]
        self.received.append(push)

    def expect(self, count: int, seconds: float = 20.0) -> list[Received]:
        """Wait until so many pushes have come."""
        wait_until(lambda: len(self.received) >= count, seconds, f"{count} pushes, {self.asked} asked before")
        return self.received


class PushService(ThreadingHTTPServer):
    """On this machine, by https. `settings` let a site reach it."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        files = self_signed(folder)
        self.certificate = files["TLS_CERTIFICATE"]
        self.browsers: dict[str, Browser] = {}
        # Why a push was refused by the rules of the RFCs.
        self.complaints: list[str] = []
        self.connections = 0
        super().__init__(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files["TLS_CERTIFICATE"], files["TLS_KEY"])
        self.context = context
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.server_port}"

    @property
    def settings(self) -> dict[str, str]:
        return {"OUTGOING_ALLOWED": "127.0.0.1/32,::1/128", "SSL_CERT_FILE": self.certificate}

    def subscribe(self, site_key: str) -> Browser:
        browser = Browser(f"{self.origin}/push/{secrets.token_urlsafe(24)}", site_key)
        self.browsers[browser.endpoint.removeprefix(self.origin)] = browser
        return browser

    def get_request(self) -> Any:
        """The handshake belongs to the thread of the connection: one that says nothing holds nobody up."""
        connection, address = super().get_request()
        self.connections += 1
        return self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_: object) -> None:
        """Whoever asked has gone."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: PushService
    timeout = 10
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        browser = self.server.browsers.get(self.path)
        if browser is None:
            return self.answer(404)
        browser.asked += 1
        browser.before()
        if browser.answers:
            status, headers = browser.answers[0] if browser.for_good else browser.answers.pop(0)
            return self.answer(status, headers)
        headers = {name.lower(): value for name, value in self.headers.items()}
        if wrong := fault(headers, body, browser, self.server.origin):
            status, why = wrong
            self.server.complaints.append(why)
            return self.answer(status)
        browser.take(body, headers)
        return self.answer(201, {"Location": f"{self.server.origin}/message/{secrets.token_hex(8)}"})

    def answer(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def fault(headers: Mapping[str, str], body: bytes, browser: Browser, origin: str) -> tuple[int, str] | None:
    """What breaks a rule of RFC 8030, 8188 or 8292, and the status that it is answered with."""
    if not headers.get("ttl", "").isdecimal():
        return 400, "no TTL"
    if headers.get("urgency", "normal") not in URGENCIES:
        return 400, "urgency"
    topic = headers.get("topic")
    if topic is not None and not (0 < len(topic) <= 32 and topic.replace("-", "").replace("_", "").isalnum()):
        return 400, "topic"
    if headers.get("content-encoding") != "aes128gcm":
        return 415, "encoding"
    if len(body) > MOST_BODY_BYTES:
        return 413, "too large"
    return _identity_fault(headers.get("authorization", ""), browser, origin)


def _identity_fault(authorization: str, browser: Browser, origin: str) -> tuple[int, str] | None:
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if scheme != "vapid" or set(parts) != {"t", "k"}:
        return 401, "no vapid"
    if parts["k"] != browser.site_key:
        return 403, "another key than that of the subscription"
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(parts["k"]))
        claims = jwt.decode(parts["t"], key, algorithms=["ES256"], audience=origin, options={"require": ["exp", "sub"]})
    except (ValueError, jwt.InvalidTokenError) as error:
        return 403, f"token: {error}"
    if claims["exp"] > time.time() + 24 * 3600:
        return 403, "valid for more than a day"
    if not claims["sub"].startswith(("mailto:", "https://")):
        return 403, "contact"
    return None

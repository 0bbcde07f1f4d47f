"""HTTP requests to addresses that people type in: push services, webhooks, links.

The name is resolved once, every address is checked (resolving.py), and the connection goes to a checked address, with
the name for TLS. Each redirect is a new target. No proxy of the environment is used: it would resolve again. An answer
is bounded in bytes, and everything together in time.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from core.net.addresses import Address
from core.net.refusals import Refused
from core.net.resolving import addresses_of

PORTS = {"https": 443, "http": 80}
LONGEST_URL = 4096
REDIRECTS = (301, 302, 303, 307, 308)
# Headers that are for the first target alone.
FOR_ITS_TARGET = frozenset({"authorization", "cookie"})
MOST_TRIED = 3  # addresses of one name


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers`: names in lower case; of several with one name the last."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(slots=True)
class _Request:
    method: str
    headers: dict[str, str] = field(repr=False)
    body: bytes | None = field(repr=False)
    schemes: tuple[str, ...]
    most_bytes: int
    ends_at: float
    context: ssl.SSLContext | None

    @property
    def left(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise Refused("late")
        return left


def send(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    schemes: tuple[str, ...] = ("https",),
    redirects: int = 0,
    most_bytes: int = 64 * 1024,
    seconds: float = 10.0,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Make a request. `redirects`: how many are followed; with 0 the redirect is the answer. `most_bytes`: of the answer's
    body. `seconds`: for all of it. Raises Refused."""
    request = _Request(method, dict(headers or {}), body, schemes, most_bytes, time.monotonic() + seconds, context)
    for left in range(redirects, -1, -1):
        answer = _send(request, _target(url, schemes))
        to = answer.headers.get("location")
        if answer.status not in REDIRECTS or to is None or redirects == 0:
            return answer
        if left == 0:
            break
        url = _follow(request, answer, to)
    raise Refused("too_many_redirects")


def check(url: str, *, schemes: tuple[str, ...] = ("https",), seconds: float = 5.0) -> None:
    """Raises Refused for a URL that `send` would refuse now. The name may lead elsewhere later: `send` looks again."""
    target = _target(url, schemes)
    addresses_of(_host(target), _port(target), within=seconds)


def _target(url: str, schemes: tuple[str, ...]) -> SplitResult:
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    try:
        target = urlsplit(url)
        known = target.scheme in schemes and target.hostname and (target.port is None or target.port > 0)
    except ValueError:
        raise Refused("url") from None
    if not is_plain or not known or len(url) > LONGEST_URL or target.username is not None:
        raise Refused("url")
    return target


def _host(target: SplitResult) -> str:
    return target.hostname or ""


def _port(target: SplitResult) -> int:
    return target.port or PORTS[target.scheme]


def _follow(request: _Request, answer: Answer, to: str) -> str:
    """The next URL; what is not for it leaves the request."""
    url = urljoin(answer.url, to)
    if urlsplit(url)[:2] != urlsplit(answer.url)[:2]:
        request.headers = {name: value for name, value in request.headers.items() if name.lower() not in FOR_ITS_TARGET}
    if answer.status == 303 or (answer.status in (301, 302) and request.method == "POST"):
        request.method, request.body = "GET", None
    return url


def _send(request: _Request, target: SplitResult) -> Answer:
    addresses = addresses_of(_host(target), _port(target), within=request.left)
    for address in addresses[:MOST_TRIED]:
        connection = _Connection(target, address, request)
        with _bounded(connection, request.left) as over:
            try:
                connection.connect()
            except OSError:
                continue
            return _exchange(connection, request, target, over)
    raise Refused("late" if time.monotonic() >= request.ends_at else "failed")


class _Connection(http.client.HTTPConnection):
    """Connects to an address, and speaks as if to the name."""

    def __init__(self, target: SplitResult, address: Address, request: _Request) -> None:
        super().__init__(_host(target), _port(target), timeout=request.left)
        self._address, self._is_tls = address, target.scheme == "https"
        self._context = request.context or _trusted()
        # Ours as long as the answer is read: `sock` is forgotten where the answer ends with the connection.
        self._open: socket.socket | None = None

    def connect(self) -> None:
        self._open = self.sock = socket.create_connection((str(self._address), self.port), self.timeout)
        if self._is_tls:
            self._open = self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)

    def cut(self) -> None:
        """From another thread: whoever waits for a byte gets the end."""
        if self._open is not None:
            with suppress(OSError):  # it has just ended
                self._open.shutdown(socket.SHUT_RDWR)


@contextmanager
def _bounded(connection: _Connection, seconds: float) -> Iterator[threading.Event]:
    """Ends the connection after so many seconds, and sets the event. A timeout of a socket begins anew with every byte."""
    over = threading.Event()
    alarm = threading.Timer(seconds, _give_up, [connection, over])
    alarm.daemon = True
    alarm.start()
    try:
        yield over
    finally:
        alarm.cancel()
        connection.close()


def _exchange(connection: _Connection, request: _Request, target: SplitResult, over: threading.Event) -> Answer:
    try:
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        connection.request(request.method, path, request.body, {"Accept-Encoding": "identity", **request.headers})
        with connection.getresponse() as answer:
            body = answer.read(request.most_bytes + 1)
            headers = {name.lower(): value for name, value in answer.getheaders()}
    except (OSError, http.client.HTTPException, ValueError):
        raise Refused("late" if over.is_set() else "failed") from None
    if over.is_set():
        raise Refused("late")
    if len(body) > request.most_bytes:
        raise Refused("too_large")
    return Answer(answer.status, headers, body, target.geturl())


def _give_up(connection: _Connection, over: threading.Event) -> None:
    over.set()
    connection.cut()


_contexts: list[ssl.SSLContext] = []


def _trusted() -> ssl.SSLContext:
    """The system's authorities, read once."""
    if not _contexts:
        _contexts.append(ssl.create_default_context())
    return _contexts[0]

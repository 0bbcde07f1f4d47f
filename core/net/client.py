"""HTTP requests to addresses that people type in: push services, webhooks, links.

The name is resolved once, every address is checked (resolving.py), and the connection goes to a checked address, with
the name for TLS. Each redirect is a new target. No proxy of the environment is used: it would resolve again. An answer
is bounded in bytes, and everything together in time. Nothing is decompressed.
"""

import http.client
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from core.net.connection import Connection, Deadline
from core.net.kept_connections import KeptConnections
from core.net.refusals import Refused
from core.net.resolving import addresses_of

PORTS = {"https": 443, "http": 80}
# Below, every port but these two belongs to another protocol, which might take a request for its own.
LOWEST_PORT = 1024
LONGEST_URL = 4096
REDIRECTS = (301, 302, 303, 307, 308)
# Headers that are for the first target alone.
FOR_ITS_TARGET = frozenset({"authorization", "cookie"})
MOST_TRIED = 3  # addresses of one name


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers`: names in lower case; of several with one name the last. `body`: as it came, maybe compressed."""

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
    deadline: Deadline
    context: ssl.SSLContext | None
    kept: KeptConnections | None


class _Ended(Refused):
    """The server ended the connection in the place of an answer."""


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
    kept: KeptConnections | None = None,
) -> Answer:
    """Make a request. `redirects`: how many are followed; with 0 the redirect is the answer. `most_bytes`: of the answer's
    body. `seconds`: for all of it. `kept`: where connections come from and go to; one that its server has ended meanwhile is
    replaced, so such a request may be made twice. Raises Refused."""
    request = _Request(method, dict(headers or {}), body, schemes, most_bytes, Deadline(seconds), context, kept)
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
    if not is_plain or len(url) > LONGEST_URL:
        raise Refused("url")
    try:
        target = urlsplit(url)
        port = target.port
    except ValueError:
        raise Refused("url") from None
    if target.scheme not in schemes or not target.hostname or target.username is not None:
        raise Refused("url")
    if port is not None and port < LOWEST_PORT and port not in PORTS.values():
        raise Refused("url")
    return target


def _host(target: SplitResult) -> str:
    return target.hostname or ""


def _port(target: SplitResult) -> int:
    return target.port or PORTS[target.scheme]


def _follow(request: _Request, answer: Answer, to: str) -> str:
    """The next URL; what is not for it leaves the request."""
    try:
        url = urljoin(answer.url, to)
        is_other = urlsplit(url)[:2] != urlsplit(answer.url)[:2]
    except ValueError:
        raise Refused("url") from None
    if is_other:
        request.headers = {name: value for name, value in request.headers.items() if name.lower() not in FOR_ITS_TARGET}
    if answer.status == 303 or (answer.status in (301, 302) and request.method == "POST"):
        request.method, request.body = "GET", None
    return url


def _send(request: _Request, target: SplitResult) -> Answer:
    host, port, deadline = _host(target), _port(target), request.deadline
    if request.kept is not None and (connection := request.kept.take(_place(request, target))):
        connection.use(deadline)
        try:
            return _exchange(connection, request, target)
        except _Ended:
            pass  # It ended while it was asked.
    tried = addresses_of(host, port, within=deadline.left)[:MOST_TRIED]
    for number, address in enumerate(tried):
        connection = Connection(host, port, address, deadline, tls=target.scheme == "https", context=request.context)
        try:
            # One address that says nothing leaves time for the others.
            connection.open(deadline.left / (len(tried) - number))
        except OSError:
            connection.end()
            continue
        except Refused:
            connection.end()
            raise
        return _exchange(connection, request, target)
    deadline.left  # noqa: B018 (raises where it was the time)
    raise Refused("failed")


def _place(request: _Request, target: SplitResult) -> tuple[object, ...]:
    return target.scheme, _host(target), _port(target), request.context


def _exchange(connection: Connection, request: _Request, target: SplitResult) -> Answer:
    """The connection is kept, or ended."""
    is_kept = False
    try:
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        connection.request(request.method, path, request.body, request.headers)
        with connection.getresponse() as answer:
            connection.allow_body(request.most_bytes)
            body = answer.read(request.most_bytes + 1)
            headers = {name.lower(): value for name, value in answer.getheaders()}
            is_cut_short = bool(answer.length) and len(body) <= request.most_bytes
            is_whole = answer.isclosed() and not answer.will_close
        if len(body) > request.most_bytes:
            raise Refused("too_large")
        if is_cut_short:
            raise Refused("failed")
        # What is no final answer leaves one that is still to come.
        is_final = answer.status >= http.client.OK
        if request.kept is not None and is_whole and is_final and not connection.has_said_more:
            request.kept.keep(_place(request, target), connection)
            is_kept = True
        return Answer(answer.status, headers, body, target.geturl())
    except TimeoutError:
        raise Refused("late") from None
    except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
        raise _Ended("failed") from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Refused("failed") from None
    finally:
        if not is_kept:
            connection.end()

"""Parse the request that opens a WebSocket (RFC 6455 4.2.1), and write its answer.

Stock Daphne parses the request twice, as HTTP and, written out again, as a WebSocket; that is two thirds of a connect's
cost. This module parses it once.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1
from http import HTTPStatus

from core.http.response_headers import RAW

# A request line and its headers, with nothing before or behind. Names and values use Daphne's alphabets (RFC 9110 5.5).
REQUEST = re.compile(
    rb"GET (/[!\"$-~]*) HTTP/1\.1\r\n((?:[-!#$%&'*+.^_`|~0-9a-zA-Z]+:[\t -~\x80-\x84\x86-\xff]*\r\n)+)\r\n"
)
MOST_BYTES = 16_384  # Twisted's limit for a request's headers
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455 1.3
VERSION = b"13"


class BadUpgrade(Exception):
    """The bytes are not a request that opens a WebSocket. `status` is the answer's status."""

    def __init__(self, reason: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


@dataclass(frozen=True, slots=True)
class UpgradeRequest:
    """`path` and `query` as they were sent; `headers` with names in lower case, each name once."""

    path: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    subprotocols: list[str]
    key: bytes


def read_upgrade(data: bytes) -> UpgradeRequest:
    """Raises BadUpgrade, also for a request that is not whole yet or that only a general parser understands."""
    request = REQUEST.fullmatch(data) if len(data) <= MOST_BYTES else None
    if request is None:
        raise BadUpgrade("This is no request that opens a WebSocket.")
    uri, block = request.groups()
    # Names with an underscore can be confused with others (CVE-2015-0219).
    headers = [(name, value) for name, value in _fields(block) if b"_" not in name]
    fields = dict(headers)
    if len(fields) < len(headers):
        raise BadUpgrade("A header is there twice.")
    if fields.get(b"upgrade", b"").lower() != b"websocket":
        raise BadUpgrade("Upgrade is not websocket.")
    if b"upgrade" not in _members(fields.get(b"connection", b"").lower()):
        raise BadUpgrade("Connection does not name upgrade.")
    if not fields.get(b"host"):
        raise BadUpgrade("Host is missing.")
    if b"content-length" in fields or b"transfer-encoding" in fields:
        raise BadUpgrade("The request has a body.")
    if fields.get(b"sec-websocket-version") != VERSION:
        raise BadUpgrade("Sec-WebSocket-Version must be 13.", HTTPStatus.UPGRADE_REQUIRED)
    path, _, query = uri.partition(b"?")
    subprotocols = [member.decode("latin1") for member in _members(fields.get(b"sec-websocket-protocol", b""))]
    return UpgradeRequest(path.decode("ascii"), query, headers, subprotocols, _key(fields))


def acceptance(opening: UpgradeRequest, subprotocol: str | None) -> bytes:
    """The answer that accepts the socket, as bytes."""
    proof = b64encode(sha1(opening.key + GUID, usedforsecurity=False).digest())
    chosen = b"Sec-WebSocket-Protocol: " + subprotocol.encode("latin1") + b"\r\n" if subprotocol else b""
    return (
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Accept: " + proof + b"\r\n" + chosen + b"\r\n"
    )


def refusal(status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> bytes:
    """The answer that refuses the socket, as bytes. A header that it is given stands for the usual one."""
    length = (b"content-length", str(len(body)).encode())
    fields = dict((*RAW, *headers, length, (b"connection", b"close")))
    lines = [b"%s: %s\r\n" % field for field in fields.items()]
    return b"HTTP/1.1 %d %s\r\n" % (status, _phrase(status)) + b"".join(lines) + b"\r\n" + body


def _fields(block: bytes) -> Iterable[tuple[bytes, bytes]]:
    for line in block[:-2].split(b"\r\n"):
        name, _, value = line.partition(b":")
        yield name.lower(), value.strip()


def _members(value: bytes) -> list[bytes]:
    return [member.strip() for member in value.split(b",")] if value else []


def _key(fields: dict[bytes, bytes]) -> bytes:
    key = fields.get(b"sec-websocket-key", b"")
    try:
        whole = len(b64decode(key, validate=True)) == 16
    except ValueError:
        whole = False
    if not whole:
        raise BadUpgrade("Sec-WebSocket-Key must be 16 bytes in base64.")
    return key


def _phrase(status: int) -> bytes:
    try:
        return HTTPStatus(status).phrase.encode()
    except ValueError:
        return b""

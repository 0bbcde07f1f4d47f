"""The handshake of a socket: the places of its token, and refusals."""

import math
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs

import msgspec

from core.problems import Problem
from realtime.close_codes import SIGN_IN_AGAIN

PROTOCOL = "chat.v1"
BEARER = "bearer."
# Three base64url parts: the characters of a JWT (RFC 7519 3, RFC 7515 7.1).
JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+\Z", re.ASCII)

Receive = Callable[[], Awaitable[Any]]
Application = Callable[[Any, Any, Any], Awaitable[None]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Closed(msgspec.Struct, tag="closed"):
    """The last frame of a socket that the server closes."""

    code: int
    reason: str


class Offer(NamedTuple):
    """What a client offered: an access token or a ticket, and the subprotocol to accept with."""

    token: str | None = None
    ticket: str | None = None
    subprotocol: str | None = None


def read_offer(scope: Mapping[str, Any]) -> Offer:
    """Look for a token in the protocol's four places, in their order. Raises Problem `token_missing` or
    `token_invalid`."""
    subprotocols: list[str] = scope.get("subprotocols", [])
    bearers = [value.removeprefix(BEARER) for value in subprotocols if value.startswith(BEARER)]
    if PROTOCOL in subprotocols and bearers:
        # With two tokens the server would have to choose the user.
        if len(bearers) > 1 or not JWT.match(bearers[0]):
            raise Problem("token_invalid")
        return Offer(token=bearers[0], subprotocol=PROTOCOL)
    chosen = PROTOCOL if PROTOCOL in subprotocols else None
    if chosen is None and subprotocols:
        if len(subprotocols) > 1 or not JWT.match(subprotocols[0]):
            raise Problem("token_invalid")
        return Offer(token=subprotocols[0], subprotocol=subprotocols[0])
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            return Offer(token=value[7:].strip().decode("latin1"), subprotocol=chosen)
    if tickets := parse_qs(scope.get("query_string", b"").decode("latin1")).get("ticket"):
        return Offer(ticket=tickets[0], subprotocol=chosen)
    raise Problem("token_missing")


def forget_token(scope: Mapping[str, Any]) -> dict[str, Any]:
    """The scope without its token, for everything behind the middleware: code that logs or prints it shows no token."""
    headers = [
        (name, value) for name, value in scope["headers"] if name not in (b"sec-websocket-protocol", b"authorization")
    ]
    return {**scope, "headers": headers, "subprotocols": [], "query_string": b""}


async def refuse(
    send: Send, scope: Mapping[str, Any], problem: Problem, *, chat_v1: bool, code: int = SIGN_IN_AGAIN
) -> None:
    """Refuse a socket before it is accepted.

    A browser can read neither status nor body of a failed upgrade. So a client that speaks chat.v1 is accepted, told,
    and closed with `code`. Every other client gets the HTTP status.
    """
    if chat_v1 and problem.status in (401, 404, 429):
        await send({"type": "websocket.accept", "subprotocol": PROTOCOL})
        await close(send, code, problem.code)
    elif "websocket.http.response" in scope.get("extensions", {}):
        headers = [(b"content-type", b"application/json")]
        if problem.wait is not None:
            headers.append((b"retry-after", str(math.ceil(problem.wait)).encode()))
        await send({"type": "websocket.http.response.start", "status": problem.status, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": msgspec.json.encode(problem.body)})
    else:
        await send({"type": "websocket.close"})


def closed_frame(code: int, reason: str) -> bytes:
    return msgspec.json.encode(Closed(code, reason))


async def close(send: Send, code: int, reason: str) -> None:
    """Close an open socket after a last frame that gives the reason: browsers and proxies lose close reasons."""
    await send({"type": "websocket.send", "text": closed_frame(code, reason).decode()})
    await send({"type": "websocket.close", "code": code, "reason": reason})

"""Answers of ASGI applications that are no Django views."""

import math
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec

from core.http.response_headers import RAW
from core.problems import Problem

Header = tuple[bytes, bytes]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def answer_problem(send: Send, problem: Problem, headers: Iterable[Header] = ()) -> None:
    """Answer with the problem, as a REST view does."""
    content = msgspec.json.encode(problem.body)
    own = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    if problem.status == 401:
        own.append((b"www-authenticate", b'Bearer realm="irori"'))
    if problem.wait:
        own.append((b"retry-after", str(math.ceil(problem.wait)).encode()))
    await send({"type": "http.response.start", "status": problem.status, "headers": [*RAW, *own, *headers]})
    await send({"type": "http.response.body", "body": content})

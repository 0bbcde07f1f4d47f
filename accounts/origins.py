"""May a page of this origin speak to us? Asked for the socket and for every call that a cookie authenticates."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts.handshake import Application, Receive, Send, refuse
from config.errors import Problem


def is_allowed(origin: str | None, host: str) -> bool:
    """`origin` as the browser sent it; None from programs, which no other site can make send a request."""
    if origin is None:
        return True
    parts = parts_of(origin)
    if parts is None:
        return False
    if settings.DEBUG and parts[1:] == parts_of(f"{parts[0]}://{host}", partial=True):
        return True
    return any(parts == parts_of(allowed) for allowed in settings.ORIGINS)


def check(headers: Mapping[str, str], host: str) -> None:
    """Raises Problem `origin_refused`."""
    if not is_allowed(headers.get("Origin"), host):
        raise Problem("origin_refused")


class OriginMiddleware:
    """Refuses sockets from foreign or malformed origins with 403."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin1") for name, value in scope["headers"] if name in (b"origin", b"host")}
        if is_allowed(headers.get(b"origin"), headers.get(b"host", "")):
            await self.app(scope, receive, send)
        else:
            await receive()
            await refuse(send, scope, Problem("origin_refused"), chat_v1=False)


def parts_of(origin: str, *, partial: bool = False) -> tuple[Any, ...] | None:
    """(scheme, host, port), the default port filled in; without the scheme when partial. None when malformed."""
    try:
        url = urlsplit(origin)
        default_port = {"http": 80, "https": 443}[url.scheme]
        port = url.port or default_port
    except (ValueError, KeyError):
        return None
    if not url.hostname or url.path or url.query or url.fragment or url.username is not None:
        return None
    return (url.hostname, port) if partial else (url.scheme, url.hostname, port)

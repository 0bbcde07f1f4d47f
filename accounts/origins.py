"""Check the origin of sockets, and of every call that a cookie authenticates."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from core.http import hosts
from core.problems import Problem
from realtime.handshake import Application, Receive, Send, refuse


def is_allowed(origin: str | None, host: str) -> bool:
    """Whether a page of this origin may call us. `origin` is None from programs, which no other site can make call
    us."""
    if origin is None:
        return True
    parts = parts_of(origin)
    if parts is None:
        return False
    if _takes_own_host() and parts[1:] == parts_of(f"{parts[0]}://{host}", partial=True):
        return True
    return any(parts == parts_of(allowed) for allowed in settings.ORIGINS)


def _takes_own_host() -> bool:
    """Whether the host that was asked may be the origin: not with TLS or ORIGINS. Foreign hosts were refused before."""
    return settings.DEBUG or not (settings.TLS or settings.ORIGINS)


def check(headers: Mapping[str, str], host: str) -> None:
    """Raises Problem `origin_refused` where `is_allowed` says no."""
    if not is_allowed(headers.get("Origin"), host):
        raise Problem("origin_refused")


class OriginMiddleware:
    """Refuse sockets from foreign or malformed origins with 403, and those that ask for another host with 400."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin1") for name, value in scope["headers"] if name in (b"origin", b"host")}
        host = headers.get(b"host", "")
        if not hosts.is_ours(host):
            problem = hosts.not_ours()
        elif not is_allowed(headers.get(b"origin"), host):
            problem = Problem("origin_refused")
        else:
            return await self.app(scope, receive, send)
        await receive()
        return await refuse(send, scope, problem, chat_v1=False)


def parts_of(origin: str, *, partial: bool = False) -> tuple[Any, ...] | None:
    """(scheme, host, port) with the default port filled in; no scheme if `partial`. None where malformed."""
    try:
        url = urlsplit(origin)
        default_port = {"http": 80, "https": 443}[url.scheme]
        port = url.port or default_port
    except (ValueError, KeyError):
        return None
    if not url.hostname or url.path or url.query or url.fragment or url.username is not None:
        return None
    return (url.hostname, port) if partial else (url.scheme, url.hostname, port)
